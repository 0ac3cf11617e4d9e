/* Sentences and their outcomes: for each construct a description that meets it, one that does not, one that is silent.
 */
#include "sema/judged.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define IN "rule R in force from 2020-01-01\n"

/* clang-format off */
static const struct sentence_case {
    const char *name, *rule, *facts;
    ics_outcome want;
} cases[] = {
    /* verbs */
    {"a lead in post", "rule R ICB must name SEND executive lead", "ICB: {posts: [{title: SEND executive lead, holder: {id: P1}}]}", ICS_MET},
    {"the lead by the other name", "rule R ICB must name executive lead for SEND", "ICB: {posts: [{title: SEND executive lead, holder: {id: P1}}]}", ICS_MET},
    {"an article within a verb", "verb ICB fill board seats\n  means staff is more than 2\nrule R ICB must fill the board seats", "ICB: {staff: 3}", ICS_MET},
    {"a vacant post", "rule R ICB must name SEND executive lead", "ICB: {posts: [{title: SEND executive lead, holder: null}]}", ICS_NOT_MET},
    {"a holder whose time has run out", "rule R ICB must name SEND executive lead", "ICB: {posts: [{title: SEND executive lead, holder: {id: P1, holds to: 2022-05-31}}]}", ICS_UNKNOWN},
    {"a holder on the last day", "rule R ICB must name SEND executive lead", "ICB: {posts: [{title: SEND executive lead, holder: {id: P1, holds to: 2022-06-01}}]}", ICS_MET},
    {"the board that a region had", "rule R region must have ICB", "region: {code: R, ICB: {code: A, holds to: 2021-01-01}}", ICS_UNKNOWN},
    {"posts not mentioned", "rule R ICB must name SEND executive lead", "ICB: {code: Q}", ICS_UNKNOWN},
    {"another's post", "rule R ICB must name SEND executive lead", "ICB: {posts: [{title: chief nurse, holder: {id: P1}}]}", ICS_NOT_MET},
    {"a prohibition kept", "rule R ICB must not name chief nurse", "ICB: {posts: []}", ICS_MET},
    {"a prohibition broken", "rule R ICB must not name chief nurse", "ICB: {posts: [{title: chief nurse, holder: {id: P1}}]}", ICS_NOT_MET},
    {"an expectation not followed", "source G \"g\" kind guidance\nrule R cites G para 1 ICB should name chief nurse", "ICB: {posts: []}", ICS_DEPARTED},
    {"must, in guidance", "source G \"g\" kind statutory guidance\nrule R cites G para 1 ICB must name chief nurse", "ICB: {posts: []}", ICS_DEPARTED},
    {"a paper", "source C \"c\" kind consultation\nrule R cites C para 1 ICB must name chief nurse", "ICB: {posts: []}", ICS_NOT_FOLLOWED},
    {"the stronger of two citations", "source C \"c\" kind consultation\nsource A \"a\" kind Act\nrule R cites C para 1 cites A section 2 in force from 2020-01-01 ICB must name chief nurse", "ICB: {posts: []}", ICS_NOT_MET},
    {"a power used", "rule R ICB may name chief nurse", "ICB: {posts: [{title: chief nurse, holder: {id: P1}}]}", ICS_USED},
    {"a power not used", "rule R ICB may name chief nurse", "ICB: {posts: []}", ICS_NOT_USED},
    {"considered", "rule R ICB should consider ensure that it has staff", "ICB: {staff: 3}", ICS_CONSIDERED},
    {"two objects", "rule R ICB must consult families on annual report", "ICB: {meetings: [{group: families, matter: annual report, held: 2022-01-01}]}", ICS_MET},
    {"two objects, one other", "rule R ICB must consult families on annual report", "ICB: {meetings: [{group: families, matter: forward plan, held: 2022-01-01}]}", ICS_NOT_MET},
    {"what lies ahead has not happened", "rule R ICB must publish annual report", "ICB: {documents: [{kind: annual report, published: 2030-01-01}]}", ICS_NOT_MET},
    {"an object narrowed", "rule R ICB must publish annual report where topics includes all of (a) SEND and (b) safeguarding", "ICB: {documents: [{kind: annual report, published: 2022-01-01, topics: [SEND, safeguarding]}]}", ICS_MET},
    {"an object narrowed away", "rule R ICB must publish annual report where topics includes all of (a) SEND and (b) safeguarding", "ICB: {documents: [{kind: annual report, published: 2022-01-01, topics: [SEND]}]}", ICS_NOT_MET},
    {"every document of a kind", "rule R every forward plan of ICB must cover SEND", "ICB: {documents: [{kind: forward plan, topics: [SEND]}, {kind: annual report, topics: []}]}", ICS_MET},
    {"one of every that does not", "rule R every forward plan of ICB must cover SEND", "ICB: {documents: [{kind: forward plan, topics: [SEND]}, {kind: forward plan, topics: []}]}", ICS_NOT_MET},
    {"one of every that must not", "rule R every forward plan of ICB must not cover SEND", "ICB: {documents: [{kind: forward plan, topics: [SEND]}, {kind: forward plan, topics: []}]}", ICS_NOT_MET},
    {"none of every that must not", "rule R every forward plan of ICB must not cover SEND", "ICB: {documents: [{kind: forward plan, topics: []}]}", ICS_MET},
    {"every one of none", "rule R every forward plan of ICB must cover SEND", "ICB: {documents: []}", ICS_NOT_APPLICABLE},
    {"every one of who knows", "rule R every forward plan of ICB must cover SEND", "ICB: {code: Q}", ICS_UNKNOWN},
    {"a part of every", "rule R holder of every post of ICB where title is SEND executive lead must be voting", "ICB: {posts: [{title: SEND executive lead, holder: {id: A, voting: yes}}, {title: chief nurse, holder: {id: B, voting: no}}]}", ICS_MET},
    {"a part of every, no", "rule R holder of every post of ICB where title is SEND executive lead must be voting", "ICB: {posts: [{title: SEND executive lead, holder: {id: A, voting: no}}]}", ICS_NOT_MET},
    {"a part of every, vacant", "rule R holder of every post of ICB where title is SEND executive lead must be voting", "ICB: {posts: [{title: SEND executive lead, holder: null}]}", ICS_NOT_MET},
    {"a part of every, silent", "rule R holder of every post of ICB where title is SEND executive lead must be voting", "ICB: {posts: [{title: SEND executive lead, holder: {id: A}}]}", ICS_UNKNOWN},
    /* have, include, be, ensure */
    {"have a yes", "rule R ICB must have register of interests", "ICB: {register of interests: yes}", ICS_MET},
    {"have a no", "rule R ICB must have register of interests", "ICB: {register of interests: no}", ICS_NOT_MET},
    {"have a silence", "rule R ICB must have register of interests", "ICB: {code: Q}", ICS_UNKNOWN},
    {"have something in a list", "rule R ICB must have grants", "ICB: {grants: [{quotes: 1}]}", ICS_MET},
    {"have nothing in a list", "rule R ICB must have grants", "ICB: {grants: []}", ICS_NOT_MET},
    {"have nothing of a partial list", "rule R ICB must have grants", "ICB: {grants: {partial: []}}", ICS_UNKNOWN},
    {"a list beside one that is complete for days", "rule R ICB must have no grants", "ICB: [{code: A, grants: [{quotes: 1}]}, {code: B, grants: {complete: [], to: 2025-01-01}}]", ICS_NOT_MET},
    {"a set of other days", "rule R case must ensure that not (delays includes illness)", "case: {code: C, delays: {complete: [school closed], to: 2021-01-01}}", ICS_UNKNOWN},
    {"a partial list of other days", "rule R ICB must have grants", "ICB: {grants: {partial: [{quotes: 1}], to: 2021-01-01}}", ICS_UNKNOWN},
    {"a list said to be absent on other days", "rule R ICB must have no grants", "ICB: {grants: {value: null, to: 2021-01-01}}", ICS_UNKNOWN},
    {"a list past its review", "rule R ICB must have grants", "ICB: {grants: {value: [{quotes: 1}], review by: 2021-01-01}}", ICS_UNKNOWN},
    {"a list that was empty on other days", "rule R ICB must have grants", "ICB: {grants: {complete: [], to: 2021-01-01}}", ICS_UNKNOWN},
    {"have some narrowed", "rule R ICB must have grants where quotes is at least 3", "ICB: {grants: [{quotes: 2}]}", ICS_NOT_MET},
    {"have at least two", "rule R ICB must have at least 2 grants where quotes is at least 3", "ICB: {grants: [{quotes: 3}, {quotes: 4}]}", ICS_MET},
    {"have at most one", "rule R ICB must have at most 1 grant where quotes is at least 3", "ICB: {grants: [{quotes: 3}, {quotes: 4}]}", ICS_NOT_MET},
    {"have exactly two of a partial list", "rule R ICB must have exactly 2 grants", "ICB: {grants: {partial: [{quotes: 3}, {quotes: 4}]}}", ICS_UNKNOWN},
    {"have no such", "rule R ICB must have no grants where quotes is less than 3", "ICB: {grants: [{quotes: 2}]}", ICS_NOT_MET},
    {"have a share", "rule R ICB must have at least 75% of grants for which quotes is at least 3", "ICB: {grants: [{quotes: 3}, {quotes: 3}, {quotes: 3}, {quotes: 1}]}", ICS_MET},
    {"have too small a share", "rule R ICB must have at least 75% of grants for which quotes is at least 3", "ICB: {grants: [{quotes: 3}, {quotes: 1}, {quotes: 3}, {quotes: 1}]}", ICS_NOT_MET},
    {"a share of nothing", "rule R ICB must have at least 75% of grants for which quotes is at least 3", "ICB: {grants: []}", ICS_NOT_APPLICABLE},
    {"have a number between", "rule R ICB must have population between 1 million and 2 million", "ICB: {population: 1000000}", ICS_MET},
    {"have too many", "rule R ICB must have population between 1 million and 2 million", "ICB: {population: 2000001}", ICS_NOT_MET},
    {"be", "rule R holder of every post of ICB must be voting", "ICB: {posts: [{holder: {id: A, voting: yes}}]}", ICS_MET},
    {"ensure", "rule R ICB must ensure that some of its grants has quotes", "ICB: {grants: [{quotes: null}]}", ICS_NOT_MET},
    {"ensure every, of nothing", "rule R ICB must ensure that every grant of ICB has quotes", "ICB: {grants: []}", ICS_NOT_APPLICABLE},
    {"include by sector", "rule R partnership of each place should include members with sector police", "place: {code: P, partnership: {members: [{sector: police}]}}", ICS_MET},
    {"include by sector, none", "rule R partnership of each place should include members with sector police", "place: {code: P, partnership: {members: [{sector: VCSE}]}}", ICS_DEPARTED},
    {"no partnership", "rule R partnership of each place should include members with sector police", "place: {code: P, partnership: null}", ICS_DEPARTED},
    {"a partnership of which nothing is known", "rule R partnership of each place should include members with sector police", "place: {code: P}", ICS_UNKNOWN},
    /* comparisons */
    {"is", "rule R ICB must ensure that staff is 3", "ICB: {staff: 3}", ICS_MET},
    {"is not", "rule R ICB must ensure that staff is not 3", "ICB: {staff: 3}", ICS_NOT_MET},
    {"is not, absent", "rule R ICB must ensure that staff is not 3", "ICB: {staff: null}", ICS_NOT_MET},
    {"not is, absent", "rule R ICB must ensure that not (staff is 3)", "ICB: {staff: null}", ICS_MET},
    {"more than", "rule R ICB must ensure that staff is more than 3", "ICB: {staff: 3}", ICS_NOT_MET},
    {"less than", "rule R ICB must ensure that staff is less than 3", "ICB: {staff: 2.5}", ICS_MET},
    {"exact decimals", "rule R ICB must ensure that 0.1 + 0.2 is 0.3 and staff is at least 0", "ICB: {staff: 2}", ICS_MET},
    {"a part of a number", "rule R ICB must ensure that staff is at least 10% of population", "ICB: {staff: 10, population: 100}", ICS_MET},
    {"between parts", "check R \"t\" sum of population of places of region is between 98% and 102% of its population", "region: {population: 100, places: [{code: a, population: 50}, {code: b, population: 49}]}", ICS_HOLDS},
    {"not between parts", "check R \"t\" sum of population of places of region is between 98% and 102% of its population", "region: {population: 100, places: [{code: a, population: 50}, {code: b, population: 47}]}", ICS_DOES_NOT_HOLD},
    {"a third", "rule R ICB must ensure that share of grants of ICB for which quotes is 1 is at least 33.3333%", "ICB: {grants: [{quotes: 1}, {quotes: 2}, {quotes: 3}]}", ICS_MET},
    {"a third by division", "rule R ICB must ensure that staff / population is at least 1/3", "ICB: {staff: 1, population: 3}", ICS_MET},
    {"money", "rule R ICB must ensure that sum of amount of grants of ICB is at most spend", "ICB: {spend: 5, grants: [{amount: 2}, {amount: 3}]}", ICS_MET},
    {"number of", "rule R ICB must ensure that number of grants of ICB is between 1 and 2", "ICB: {grants: [{quotes: 1}, {quotes: 2}, {quotes: 2}]}", ICS_NOT_MET},
    {"average", "rule R ICB must ensure that average of quotes of grants of ICB is at least 2", "ICB: {grants: [{quotes: 1}, {quotes: 3}]}", ICS_MET},
    {"earliest", "rule R ICB must ensure that earliest published of documents of ICB is before 2022-01-01", "ICB: {documents: [{kind: annual report, published: 2021-12-31}, {kind: annual report, published: 2022-05-01}]}", ICS_MET},
    {"latest of nothing", "rule R ICB must ensure that latest published of documents of ICB is before 2022-01-01", "ICB: {documents: []}", ICS_NOT_APPLICABLE},
    {"includes", "check R \"t\" some documents of ICB has topics", "ICB: {documents: []}", ICS_DOES_NOT_HOLD},
    {"any of", "rule R every member of partnership must ensure that sector is any of (police, housing)", "partnership: {members: [{sector: police}]}", ICS_MET},
    {"any of, another", "rule R every member of partnership must ensure that sector is any of (police, housing)", "partnership: {members: [{sector: VCSE}]}", ICS_NOT_MET},
    {"a list of numbers", "rule R ICB must ensure that some scores of ICB is at most 0 and some scores of ICB is at least 25", "ICB: {scores: [0, 25]}", ICS_MET},
    {"a list of numbers, no", "rule R ICB must ensure that some scores of ICB is at most 0 and some scores of ICB is at least 25", "ICB: {scores: [1, 25]}", ICS_NOT_MET},
    {"same person", "rule R ICB must ensure that every post of ICB has deputy and no post of ICB where deputy is the same person as holder has title", "ICB: {posts: [{title: chief nurse, holder: {id: A}, deputy: {id: B}}]}", ICS_MET},
    {"dates apart", "rule R ICB must ensure that next review - opened is at most 10 days", "ICB: {opened: 2022-01-01, next review: 2022-01-11}", ICS_MET},
    {"within", "rule R ICB must ensure that next review is within 2 weeks of opened", "ICB: {opened: 2022-01-01, next review: 2022-01-16}", ICS_NOT_MET},
    {"within, too early", "rule R ICB must ensure that next review is within 2 weeks of opened", "ICB: {opened: 2022-01-02, next review: 2022-01-01}", ICS_NOT_MET},
    {"financial year", "rule R every forward plan of ICB must ensure that financial year is 2022/23", "ICB: {documents: [{kind: forward plan, financial year: 2022/23}]}", ICS_MET},
    {"text", "rule R every forward plan of ICB must ensure that reference is \"the Act\"", "ICB: {documents: [{kind: forward plan, reference: the Act}]}", ICS_MET},
    {"letters of conditions", "rule R ICB must ensure that at least 2 of (a) staff is 1, (b) population is 1 or (c) spend is £1", "ICB: {staff: 1, population: 2, spend: 1}", ICS_MET},
    {"none of", "rule R ICB must ensure that none of (a) staff is 1 or (b) population is 1", "ICB: {staff: 2, population: 2}", ICS_MET},
    /* in force, applies, exceptions */
    {"not yet in force", "rule R in force from 2024-01-01 ICB must have staff", "ICB: {staff: 1}", ICS_NOT_IN_FORCE},
    {"no longer in force", "rule R in force from 2020-01-01 to 2021-12-31 ICB must have staff", "ICB: {staff: 1}", ICS_NOT_IN_FORCE},
    {"in force again", "rule R in force from 2020-01-01 to 2020-12-31 and from 2022-01-01 to 2023-12-31 ICB must have staff", "ICB: {staff: 1}", ICS_MET},
    {"not commenced", "rule R not commenced ICB must have staff", "ICB: {staff: 1}", ICS_NOT_IN_FORCE},
    {"does not apply", "rule R ICB where population is at least 5 must have staff", "ICB: {population: 4, staff: null}", ICS_NOT_APPLICABLE},
    {"exempt", "rule R ICB must have staff unless population is 0", "ICB: {population: 0, staff: null}", ICS_EXEMPT},
    {"an exception to the exception", "rule R ICB must have staff unless population is 0 except where spend is at least £1", "ICB: {population: 0, staff: null, spend: 1}", ICS_NOT_MET},
    {"who knows whether exempt", "rule R ICB must have staff unless population is 0", "ICB: {staff: null}", ICS_UNKNOWN},
    {"no period stated", "rule R ICB must have staff no period stated", "ICB: {staff: null}", ICS_OPEN},
    /* clocks */
    {"in time", IN "applies to each case council must send plan within 20 weeks of received", "case: {code: C, received: 2022-01-01, plan sent: 2022-05-21}", ICS_MET},
    {"a day late", IN "applies to each case council must send plan within 20 weeks of received", "case: {code: C, received: 2022-01-01, plan sent: 2022-05-22}", ICS_DONE_LATE},
    {"not yet due", IN "applies to each case council must send plan within 20 weeks of received", "case: {code: C, received: 2022-05-01, plan sent: null}", ICS_NOT_YET_DUE},
    {"overdue", IN "applies to each case council must send plan within 20 weeks of received", "case: {code: C, received: 2021-05-01, plan sent: null}", ICS_NOT_MET},
    {"a clock that never began", IN "applies to each case council must send plan within 20 weeks of received", "case: {code: C, received: null, plan sent: null}", ICS_NOT_APPLICABLE},
    {"the limit is lifted", IN "applies to each case council must send plan within 20 weeks of received time limit lifted where delays includes any of (a) illness or (b) school closed", "case: {code: C, received: 2021-01-01, plan sent: 2022-01-01, delays: [illness]}", ICS_MET},
    {"the limit is lifted, not done", IN "applies to each case council must send plan within 20 weeks of received time limit lifted where delays includes illness", "case: {code: C, received: 2021-01-01, plan sent: null, delays: [illness]}", ICS_OPEN},
    {"silence on the reason", IN "applies to each case council must send plan within 20 weeks of received time limit lifted where delays includes illness", "case: {code: C, received: 2021-01-01, plan sent: null}", ICS_UNKNOWN},
    {"silence where the burden is on it", IN "applies to each case council must send plan within 20 weeks of received time limit lifted where it shows that delays includes illness", "case: {code: C, received: 2021-01-01, plan sent: null}", ICS_NOT_MET},
    {"unless a clause's no", IN "applies to each case council must send plan within 20 weeks of received unless plan is not needed", "case: {code: C, received: 2021-01-01, plan sent: null, plan is needed: no}", ICS_EXEMPT},
    {"unless a clause that nobody decided", IN "applies to each case council must send plan within 20 weeks of received unless plan is not needed", "case: {code: C, received: 2021-01-01, plan sent: null, plan is needed: null}", ICS_NOT_MET},
    {"the clock began before the rule", "rule R in force from 2022-01-01 applies to each case council must send plan within 20 weeks of received", "case: {code: C, received: 2021-12-31, plan sent: null}", ICS_NOT_IN_FORCE},
    {"by a day", IN "ICB must publish annual report by 2022-03-31", "ICB: {documents: [{kind: annual report, published: 2022-04-01}]}", ICS_DONE_LATE},
    {"before a day", IN "ICB must publish annual report before 2022-03-31", "ICB: {documents: [{kind: annual report, published: 2022-03-30}]}", ICS_MET},
    {"one in time among others", IN "ICB must publish annual report by 2022-03-31", "ICB: {documents: [{kind: annual report, published: 2022-04-01}, {kind: annual report, published: 2022-03-31}]}", ICS_MET},
    {"counting the first day", IN "applies to each case council must send plan within 2 weeks beginning with received", "case: {code: C, received: 2022-01-01, plan sent: 2022-01-15}", ICS_DONE_LATE},
    {"ahead of a day", IN "ICB must publish annual report not later than 2 months before next review", "ICB: {next review: 2022-05-01, documents: [{kind: annual report, published: 2022-03-01}]}", ICS_MET},
    {"the later of two", IN "applies to each case council must send plan by the later of 1 month beginning with received and 2022-05-01", "case: {code: C, received: 2022-01-01, plan sent: 2022-04-30}", ICS_MET},
    /* what is not known is not met */
    {"a share of what may be, at its least", "rule R ICB must have at least 75% of grants for which quotes is at least 3", "ICB: {grants: [{quotes: 3}, {quotes: 3}, {quotes: 3}, {amount: 1}]}", ICS_MET},
    {"a share of what may be, below", "rule R ICB must have at least 75% of grants for which quotes is at least 3", "ICB: {grants: [{quotes: 3}, {quotes: 3}, {amount: 1}, {amount: 1}]}", ICS_UNKNOWN},
    {"more than a third of three is not one", "rule R ICB must ensure that share of grants of ICB for which quotes is 1 is more than 1/3", "ICB: {grants: [{quotes: 1}, {quotes: 2}, {quotes: 3}]}", ICS_NOT_MET},
    {"a part of millionths is not rounded", "rule R ICB must ensure that staff is at most 33% of population", "ICB: {staff: 0.000001, population: 0.000003}", ICS_ERROR},
    {"five less what may be many", "rule R ICB must ensure that 5 - number of grants of ICB is at least 3", "ICB: {grants: {partial: [{quotes: 3}]}}", ICS_UNKNOWN},
    {"a sum past 64 bits", "rule R ICB must ensure that not (sum of amount of grants of ICB is at least £5)", "ICB: {grants: [{amount: 9000000000000}, {amount: 9000000000000}]}", ICS_ERROR},
    {"a prohibition, and a title that nobody gave", "rule R ICB must not name chief nurse", "ICB: {posts: [{holder: {id: P}}]}", ICS_UNKNOWN},
    {"a prohibition, and a month that the day divides", "rule R ICB must not publish annual report", "ICB: {documents: [{kind: annual report, published: 2022-06}]}", ICS_UNKNOWN},
    {"a prohibition, null where it says unknown", "rule R ICB must not name chief nurse", "nulls: unknown\nICB: {posts: [{title: chief nurse, holder: null}]}", ICS_UNKNOWN},
    {"two lists that contradict", "rule R ICB must have no grants", "ICB: [{code: A, grants: [{quotes: 3}]}, {code: A, grants: []}]", ICS_UNKNOWN},
    {"evidence past its review", "rule R ICB must have staff at least 3", "ICB: {staff: {value: 3, review by: 2022-05-31}}", ICS_UNKNOWN},
    {"evidence on the day of its review", "rule R ICB must have staff at least 3", "ICB: {staff: {value: 3, review by: 2022-06-01}}", ICS_MET},
    {"one report of unknown date may be in time", IN "ICB must publish annual report by 2022-03-31", "ICB: {documents: [{kind: annual report}, {kind: annual report, published: 2022-04-03}]}", ICS_UNKNOWN},
    {"a month from the last of January", IN "applies to each case council must send plan within 1 month of received", "case: {code: C, received: 2021-01-31, plan sent: 2021-03-01}", ICS_DONE_LATE},
    {"a year from a leap day", IN "applies to each case council must send plan within 1 year of received", "case: {code: C, received: 2020-02-29, plan sent: 2021-03-01}", ICS_DONE_LATE},
    {"a limit past the last day that there is", "rule R in force from 0001-01-01 applies to each case council must send plan within 9000 years of received", "case: {code: C, received: 2000-01-01, plan sent: null}", ICS_ERROR},
    {"a month that straddles the start of the rule", "rule R in force from 2022-01-15 applies to each case council must send plan within 20 weeks of received", "case: {code: C, received: 2022-01, plan sent: 2022-02-01}", ICS_UNKNOWN},
    /* each, gaps, other subjects */
    {"each of a list", "rule R each grant of ICB must have quotes at least 3", "ICB: {grants: [{quotes: 3}]}", ICS_MET},
    {"each of an empty list", "rule R each grant of ICB must have quotes at least 3", "ICB: {grants: []}", ICS_NOT_APPLICABLE},
    {"each of who knows", "rule R each grant of ICB must have quotes at least 3", "ICB: {code: Q}", ICS_UNKNOWN},
    {"each of a partial list of none", "rule R each grant of ICB must have quotes at least 3", "ICB: {grants: {partial: []}}", ICS_UNKNOWN},
    {"each that held before", "rule R each grant of ICB must have quotes at least 3", "ICB: {code: Q, grants: {complete: [{quotes: 1, holds to: 2021-01-01}, {quotes: 3}], from: 2020-01-01}}", ICS_MET},
    {"each of a gap, before the rule", "rule R in force from 2030-01-01 each grant of ICB must have quotes at least 3", "ICB: {code: Q}", ICS_NOT_IN_FORCE},
    {"a pair", "rule R each council whose area overlaps ICB must have documents", "{council: {code: C, area: [D1], documents: []}, ICB: {code: Q, area: [D1]}, district: [{code: D1}]}", ICS_NOT_MET},
    {"a description", "description R \"t\" ICB has population between 1 million and 2 million", "ICB: {population: 3000000}", ICS_DOES_NOT_HOLD},
    {"recorded", "check R \"t\" staff of ICB is recorded", "ICB: {staff: null}", ICS_HOLDS},
    {"not recorded", "check R \"t\" staff of ICB is recorded", "ICB: {code: Q}", ICS_DOES_NOT_HOLD},
};
/* clang-format on */

static void gives_outcome(void **state)
{
    const struct sentence_case *c = *state;
    const ics_first got = ics_world_judge(c->rule, c->facts, "2022-06-01");
    if (got.state != c->want)
        fail_msg("%s: '%s' not '%s'", c->name, got.state < ICS_OUTCOME_COUNT ? ics_outcome_name(got.state) : "nothing",
                 ics_outcome_name(c->want));
}

static void letters_are_judged_each(void **state)
{
    (void)state;
    const ics_first got = ics_world_judge(
        "rule R partnership of each place must include members with sector (a) police, (b) housing and (c) VCSE",
        "place: {code: P, partnership: {members: [{sector: police}, {sector: VCSE}]}}", "2022-06-01");
    assert_string_equal(got.parts, "+-+");
    assert_int_equal(got.state, ICS_NOT_MET);
    const ics_first any =
        ics_world_judge("rule R ICB must consult any of (a) families or (b) carers on annual report",
                        "ICB: {meetings: [{group: carers, matter: annual report, held: 2022-01-01}]}", "2022-06-01");
    assert_string_equal(any.parts, "-+");
    assert_int_equal(any.state, ICS_MET);
}

static void days_are_counted(void **state)
{
    (void)state;
    const char *rule = IN "applies to each case council must send plan within 20 weeks of received";
    const ics_first late =
        ics_world_judge(rule, "case: {code: C, received: 2024-01-01, plan sent: 2024-05-21}", "2024-06-01");
    assert_int_equal(late.state, ICS_DONE_LATE);
    assert_int_equal(late.days, 1);
    const ics_first overdue =
        ics_world_judge(rule, "case: {code: C, received: 2024-01-01, plan sent: null}", "2024-05-21");
    assert_int_equal(overdue.state, ICS_NOT_MET);
    assert_int_equal(overdue.days, 1);
}

static void each_of_two_owners(void **state)
{
    (void)state; /* two grants, and a board whose grants are not mentioned */
    const ics_first got =
        ics_world_judge("rule R each grant of ICB must have quotes at least 3",
                        "ICB: [{code: A, grants: [{quotes: 3}, {quotes: 1}]}, {code: B}]", "2022-06-01");
    assert_int_equal(got.count, 3);
}

/* Each sentence cut off after each of its words: refused or compiled, never a broken program or a crash. */
static void cut_sentences_break_nothing(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t length = 0; cases[i].rule[length]; length++) {
            if (cases[i].rule[length] != ' ')
                continue;
            char cut[1024];
            snprintf(cut, sizeof cut, "%.*s", (int)length, cases[i].rule);
            ics_diags *diags = ics_diags_new();
            ics_program *program = ics_world_compile(cut, diags);
            for (size_t d = 0; d < ics_diags_count(diags); d++)
                assert_int_not_equal(ics_diags_at(diags, d)->code, ICS_E0503);
            assert_int_equal(program == NULL, ics_diags_error_count(diags) > 0);
            ics_program_free(program);
            ics_diags_free(diags);
        }
}

enum { CASES = sizeof cases / sizeof *cases, OTHERS = 4 };

int main(void)
{
    struct CMUnitTest tests[CASES + OTHERS];
    for (size_t i = 0; i < CASES; i++)
        tests[i] = (struct CMUnitTest){cases[i].name, gives_outcome, NULL, NULL, (void *)&cases[i]};
    tests[CASES] = (struct CMUnitTest)cmocka_unit_test(letters_are_judged_each);
    tests[CASES + 1] = (struct CMUnitTest)cmocka_unit_test(days_are_counted);
    tests[CASES + 2] = (struct CMUnitTest)cmocka_unit_test(each_of_two_owners);
    tests[CASES + 3] = (struct CMUnitTest)cmocka_unit_test(cut_sentences_break_nothing);
    return cmocka_run_group_tests_name("sentences", tests, NULL, NULL);
}
