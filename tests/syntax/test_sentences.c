/* What single sentences and declarations are read as: the forms that the worked examples do not show. */
#include "syntax/support.h"

#include <string.h>

/* The tree of the last declaration. Words of the model `ics` of the examples. */
static const struct sentence {
    const char *text, *tree;
} sentences[] = {
    {"ICB shall name chief nurse",
     "(rule _ [ ] (sentence must _ (path (step ICB _)) (do name (path (step chief nurse _)) [ ]) [ ]) [ ] _)"},
    {"icb must name leader of council", /* case, and an alias */
     "(rule _ [ ] (sentence must _ (path (step ICB _)) (do name (path (step council leader _)) [ ]) [ ]) [ ] _)"},
    {"integrated care board may name DCO", "(rule _ [ ] (sentence may _ (path (step ICB _)) (do name (path (step "
                                           "Designated Clinical Officer _)) [ ]) [ ]) [ ] _)"},
    {"ICB must # why\n not name\n chief # split\n nurse", /* comments and lines inside phrases and terms */
     "(rule _ [ ] (sentence must not _ (path (step ICB _)) (do name (path (step chief nurse _)) [ ]) [ ]) [ ] _)"},
    {"ICB need not have register of interests",
     "(rule _ [ ] (sentence need not _ (path (step ICB _)) (have (path (step register of interests _))) [ ]) [ ] _)"},
    {"ICB should consider publishing annual report",
     "(rule _ [ ] (sentence should consider _ (path (step ICB _)) (do publish (path (step annual report _)) [ ]) [ ]) "
     "[ ] _)"},
    {"ICB must publishing annual report", NULL}, /* -ing follows `should consider` alone */
    {"ICB must frobnicate chief nurse",          /* verbs are later's to know */
     "(rule _ [ ] (sentence must _ (path (step ICB _)) (do frobnicate (path (step chief nurse _)) [ ]) [ ]) [ ] _)"},
    {"every 3 years ICB must publish forward plan",
     "(rule _ [ ] (sentence must (cadence <every> 3 years _ _) (path (step ICB _)) (do publish (path (step forward "
     "plan _)) [ ]) [ ]) [ ] _)"},
    {"after publishing annual report, ICB must publish forward plan by 2024-03",
     "(rule _ [ ] (sentence must (cadence <after> publish (path (step annual report _)) _) (path (step ICB _)) "
     "(do publish (path (step forward plan _)) [ ]) [ (by (date 2024-03)) ]) [ ] _)"},
    {"in preparing annual report ICB should consult families on forward plan",
     "(rule _ [ ] (sentence should (cadence <in> prepare (path (step annual report _)) _) (path (step ICB _)) "
     "(do consult (path (step families _)) [ (preposition <on> (path (step forward plan _))) ]) [ ]) [ ] _)"},
    {"ICB, ICP and each place P of ICS must either publish forward plan",
     "(rule _ [ ] (sentence <either> must _ (joint (path (step ICB _)) (path (step ICP _)) (path (step <each> place "
     "(id P)) (step ICS _))) "
     "(do publish (path (step forward plan _)) [ ]) [ ]) [ ] _)"},
    {"ICB must publish at least 2 of (a) annual report, (b) forward plan and (c) integrated care strategy",
     "(rule _ [ ] (sentence must _ (path (step ICB _)) (do publish (letters <at least> (number 2) [ (letter a (path "
     "(step annual report _))) "
     "(letter b (path (step forward plan _))) (letter c (path (step integrated care strategy _))) ]) [ ]) [ ]) [ ] _)"},
    {"ICB must publish (a) annual report or (b) forward plan",
     "(rule _ [ ] (sentence must _ (path (step ICB _)) (do publish (letters <any> _ [ (letter a (path (step annual "
     "report _))) "
     "(letter b (path (step forward plan _))) ]) [ ]) [ ]) [ ] _)"},
    {"ICS must have between £1 million and £2.5 million", NULL}, /* a quantity needs what it is a quantity of */
    {"ICS must have population more than 1.5 million",
     "(rule _ [ ] (sentence must _ (path (step ICS _)) (have (compare <more than> (path (step population _)) (number "
     "1500000) _)) [ ]) [ ] _)"},
    {"ICB must have exactly 3 posts where holder is yes or title is chief nurse",
     "(rule _ [ ] (sentence must _ (path (step ICB _)) (have (quantified <exactly> (number 3) (noun (path (step posts "
     "_)) "
     "(or (compare <is> (path (step holder _)) (yes) _) (compare <is> (path (step title _)) (path (step chief nurse "
     "_)) _)) _) _)) [ ]) [ ] _)"},
    {"let x is not (conflicts are managed) and conflicts are not managed",
     "(let x (and (not (clause term conflicts are managed)) (clause term - conflicts are managed)))"},
    {"let x is (population is 1 and population is 2) or population is 3",
     "(let x (or (and (compare <is> (path (step population _)) (number 1) _) (compare <is> (path (step population _)) "
     "(number 2) _)) "
     "(compare <is> (path (step population _)) (number 3) _)))"},
    {"let x is all of (a) conflicts are managed and (b) any of (i) population is 1 or (ii) none of (A) population is 2 "
     "or (B) population is 3",
     "(let x (letters <all> _ [ (letter a (clause term conflicts are managed)) (letter b (letters <any> _ [ "
     "(letter i (compare <is> (path (step population _)) (number 1) _)) (letter ii (letters <none> _ [ "
     "(letter A (compare <is> (path (step population _)) (number 2) _)) (letter B (compare <is> (path (step population "
     "_)) (number 3) _)) ])) ])) ]))"},
    {"let x is 0.1 + 0.2 * 3 - (1 / 2)", "(let x (arithmetic <-> (arithmetic <+> (number 0.1) (arithmetic <*> (number "
                                         "0.2) (number 3))) (arithmetic </> (number 1) (number 2))))"},
    {"let x is the later of 12 months beginning with established and 2024-02-29",
     "(let x (extreme <later> (span 12 months (path (step established _))) (date 2024-02-29)))"},
    {"let x is number of posts of ICB where title is not chief nurse",
     "(let x (aggregate <number> (path (step posts _) (step ICB _)) (compare - <is> (path (step title _)) (path (step "
     "chief nurse _)) _) _))"},
    {"let x is established is on or before 2024-01-01 and established is within 20 weeks of ended",
     "(let x (and (compare <on or before> (path (step established _)) (date 2024-01-01) _) "
     "(compare <within> (path (step established _)) (within <of> 20 weeks (path (step ended _))) _)))"},
    {"let x is topics includes all of (SEND, safeguarding)",
     "(let x (compare <includes all> (path (step topics _)) [ (path (step SEND _)) (path (step safeguarding _)) ] _))"},
    {"let x is holder is recorded or holder is the same person as chair",
     "(let x (or (compare <recorded> (path (step holder _)) _ _) (compare <same as> (path (step holder _)) (path (step "
     "chair _)) _)))"},
    {"let x is some of its posts has (holder where voting is yes)",
     "(let x (has (quantified <some> _ (path (step <its> posts _)) _) (noun (path (step holder _)) (compare <is> (path "
     "(step voting _)) (yes) _) _)))"},
    {"let x is ICB publishes forward plan", "(let x (does publish (path (step ICB _)) (path (step forward plan _))))"},
    {"let x is children's system leaders' posts", /* a term with an apostrophe, then a possessor */
     "(let x (path (step posts _) (step children's system leaders _)))"},
    {"let x is financial year is 2023/24",
     "(let x (compare <is> (path (step financial year _)) (financial year 2023-04-01 to 2024-03-31 2023/24) _))"},
    {"entity thing, special category\n  ## Its colour.\n  hue : text, unique, personal\n  parts : set of role\n  whole "
     ": one ICB, inverse of posts",
     "(entity - thing _ _ [ (attribute <unique, personal> hue (type <plain> text _) _) (attribute parts (type <set> "
     "role _) _) "
     "(attribute whole (type <one> (term ICB)) (term posts)) ])"},
    {"verb ICB be consulted by\n  means it has name", NULL}, /* a name does not end with a reserved word */
    {"verb ICB be heard\n  means it has name",
     "(verb <be> heard (term ICB) [ ] (has (path (step <it> it _)) (path (step name _))) _ _)"},
    {"verb ICB have regard to (k: document kind)\n  means k is annual report",
     "(verb have regard (term ICB) [ (parameter <to> k (type <plain> (term document kind))) ] "
     "(compare <is> (path (step k _)) (path (step annual report _)) _) _ _)"},
    {"enum colour is red,\n  dark blue, at least green", /* words of the grammar are names here */
     NULL},
    {"rule R\n  cites NHS-ACT-2006 section 14Z52(2)(d), para (a)\n  ICB must name chief nurse", NULL},
    {"rule R\n  cites NHS-ACT-2006 section 14Z52 (2)(d), para 3 as direction under HSCA section 1(iv)\n"
     "  in force from 2020-01-01 to 2021-01-01 and from 2022-01-01 to 2022-12-31 repealed\n  ICB must name chief "
     "nurse\n"
     "  unless conflicts are managed\n    in force from 2020-01\n    except where population is 1\n      cites HSCA "
     "section 2\n  despite S",
     "(rule R _ [ (cites (cite NHS-ACT-2006 (place (label <section> 14Z52(2)(d)) (label <para> 3)) (cite HSCA (place "
     "(label <section> 1(iv))) _))) "
     "(in force <repealed> (period (date 2020-01-01) (date 2021-01-01)) (period (date 2022-01-01) (date 2022-12-31))) "
     "] "
     "(sentence must _ (path (step ICB _)) (do name (path (step chief nurse _)) [ ]) [ ]) "
     "[ (unless (clause term conflicts are managed) [ (in force (period (date 2020-01) _)) ] [ (except (compare <is> "
     "(path (step population _)) (number 1) _) "
     "[ (cites (cite HSCA (place (label <section> 2)) _)) ]) ]) (despite S) ] _)"},
    {"rule R\n  ICB must name chief nurse\n  time limit lifted where it shows that conflicts are managed\n  no period "
     "stated local standard 1 week",
     "(rule R _ [ ] (sentence must _ (path (step ICB _)) (do name (path (step chief nurse _)) [ ]) [ ]) "
     "[ (lifted - (clause term conflicts are managed) _) (no period (span 1 weeks _)) ] _)"},
    {"replace rule R\n  ICB must name chief nurse", "(replace (rule R _ [ ] (sentence must _ (path (step ICB _)) (do "
                                                    "name (path (step chief nurse _)) [ ]) [ ]) [ ] _))"},
    {"test \"t\"\n  given ICB with grants [{amount: £20,000, quotes: -1}, {quotes: absent}], established 2024-02\n  "
     "expect R for 2023/24 met, by 2024-01-01",
     "(test (text t) [ (given ICB [ (fact grants [ (record (fact amount (money 20000)) (fact quotes (number -1))) "
     "(record (fact quotes (absent))) ]) "
     "(fact established (date 2024-02)) ]) (expect <met> R _ [ (detail <by> (date 2024-01-01)) ] (financial year "
     "2023-04-01 to 2024-03-31 2023/24)) ])"},
    {"variation V of icp for ICS with code \"Q\"\nrule R\n  ICB must publish annual report as soon as practicable and "
     "in any event within 2 weeks of ended\n  stricter than S",
     "(variation V (id icp) (noun (path (step ICS _)) _ [ (with code (text Q)) ]) [ ] [ (rule R _ [ ] (sentence must _ "
     "(path (step ICB _)) "
     "(do publish (path (step annual report _)) [ ]) [ (promptly <as soon as practicable and in any event>) (within "
     "<of> 2 weeks (path (step ended _))) ]) "
     "[ (stricter than S) ] _) ])"},
    {"source S \"T\"\n  kind Act\n  checked against the text by \"A B\" on 2024-05-06",
     "(source S (text T) [ (clause <kind> act _) (clause <checked> 2024-05-06 (text A B)) ])"},
};

static void reads(void **state)
{
    const struct sentence *s = *state;
    parsed p;
    parse_text(&p, EXAMPLES, "t.rules", s->text, true);
    const ics_node *tree = parsed_tree(&p);
    if (!s->tree) {
        assert_true(ics_diags_error_count(p.diags) > 0);
        parsed_free(&p);
        return;
    }
    char *said = diags_text(p.diags);
    assert_string_equal(said, "");
    char *text = tree_text(tree->child[tree->child_count - 1]);
    assert_string_equal(text + 1, s->tree);
    free(text);
    free(said);
    parsed_free(&p);
}

static void keeps_comments_and_places(void **state)
{
    (void)state;
    parsed p;
    parse_text(&p, EXAMPLES, "t.rules", "## One\n##  and two.\nrule A ICB must name chief nurse\n", true);
    const ics_node *rule = parsed_tree(&p)->child[0];
    assert_string_equal(rule->help, "One and two.");
    assert_int_equal(rule->span.start, 20);
    assert_int_equal(rule->text_span.start, 25);
    const ics_node *act = ics_node_slot(ics_node_slot(rule, "sentence"), "requirement");
    assert_int_equal(act->text_span.start, 36);
    assert_int_equal(act->text_span.end, 40);
    parsed_free(&p);
}

/* A declaration with a mistake still declares its name, and the others are read. */
static void goes_on_at_the_next_declaration(void **state)
{
    (void)state;
    parsed p;
    parse_text(
        &p, EXAMPLES, "t.rules",
        "rule A ICB must\nentity thing\n  good : text\n  bad text\n  fine : number\nrule B thing must have fine\n",
        true);
    assert_int_equal(ics_diags_error_count(p.diags), 2);
    char *text = tree_text(parsed_tree(&p));
    assert_string_equal(
        text, " (file (error <rule> A) (entity thing _ _ [ (attribute good (type <plain> text _) _) (error <attribute> "
              "bad text) "
              "(attribute fine (type <plain> number _) _) ]) (rule B _ [ ] (sentence must _ (path (step thing _)) "
              "(have (path (step fine _))) [ ]) [ ] _))");
    free(text);
    parsed_free(&p);
}

int main(void)
{
    struct CMUnitTest tests[SUITE_COUNT(sentences) + 2] = {
        cmocka_unit_test(keeps_comments_and_places),
        cmocka_unit_test(goes_on_at_the_next_declaration),
    };
    for (size_t i = 0; i < SUITE_COUNT(sentences); i++)
        tests[i + 2] = (struct CMUnitTest){sentences[i].text, reads, NULL, NULL, (void *)(uintptr_t)&sentences[i]};
    return cmocka_run_group_tests_name("sentences", tests, NULL, NULL);
}
