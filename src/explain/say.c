/* Sentences in the product's voice: what is so, the fact that makes it so, and the line where it stands. */
#include "explain/say.h"

#include "bytecode/op.h"
#include "explain/claim.h"
#include "explain/ledger.h"
#include "explain/life.h"
#include "explain/takers.h"
#include "explain/text.h"
#include "explain/value.h"

#include <string.h>

enum { FACTS_SAID = 3, NEEDS_SAID = 4 };

static const char not_shown[] = "by facts of records that are not shown";

typedef struct speaker {
    ics_explanation *out;
    ics_arena *arena;
    const ics_trace *trace;
    const ics_verdict *verdict;
    const ics_rule *rule;
    ics_rule_version version; /* that governs, or the last */
    const char *subject;      /* its path, left out of the paths of its facts */
    const uint8_t *parts;
    const char *ended;        /* that the body has ended; "" where it has not */
    int32_t due, days, since; /* ICS_NO_DAY also where they are not told */
    bool is_lifted;
    bool is_special; /* of a record of a special category: no day of what happened to it is said */
} speaker;

static const char *short_path(const speaker *s, const char *path)
{
    const size_t length = strlen(s->subject);
    return length > 0 && strncmp(path, s->subject, length) == 0 && path[length] == '.' ? path + length + 1 : path;
}

static const char *place_text(const speaker *s, const ics_place *place)
{
    if (place->line == 0)
        return "";
    const char *word = place->is_table ? "row" : "line";
    if (s->trace->dataset->file_count > 1 && place->file != NULL)
        return ics_said(s->arena, ", %s %s %u", place->file, word, place->line);
    return ics_said(s->arena, ", %s %u", word, place->line);
}

/* "holder is said to be absent, line 4" */
static const char *fact_text(const speaker *s, const ics_evidence *evidence)
{
    const char *path = short_path(s, evidence->path), *place = place_text(s, &evidence->fact.place);
    if (strcmp(evidence->value, "absent") == 0 || strcmp(evidence->value, "none") == 0)
        return ics_said(s->arena, "%s is said to be absent%s", path, place);
    return ics_said(s->arena, "%s is %s%s", path, evidence->value, place);
}

/* Lists tell less than what is in them: they are said where nothing else is. */
static bool is_list(const ics_evidence *evidence)
{
    const char *digits = evidence->value;
    const size_t length = strspn(digits, "0123456789");
    return length > 0 && strncmp(digits + length, " item", 5) == 0;
}

static const char *facts_text(const speaker *s)
{
    const char *text = "";
    size_t said = 0, left_out = 0, hidden = 0;
    const size_t chief = s->verdict->chief_evidence, count = chief > 0 ? chief : s->out->evidence_count;
    for (int pass = 0; pass < 2 && (pass == 0 || said == 0); pass++)
        for (size_t i = 0; i < count; i++) {
            const ics_evidence *evidence = &s->out->evidence[i];
            if (is_list(evidence) != (pass == 1))
                continue;
            if (evidence->is_special) {
                hidden++;
                continue;
            }
            if (said < FACTS_SAID)
                text = ics_said(s->arena, "%s%s%s", text, said == 0 ? "" : "; ", fact_text(s, evidence));
            else
                left_out++;
            said++;
        }
    if (said == 0 && hidden > 0)
        return not_shown;
    return left_out == 0 ? text : ics_said(s->arena, "%s; and %zu more", text, left_out);
}

/* "head: facts", or either where the other is missing. */
static const char *with_facts(const speaker *s, const char *head)
{
    const char *facts = facts_text(s);
    if (head == NULL || head[0] == '\0')
        return facts;
    return facts[0] == '\0' || facts == not_shown ? head : ics_said(s->arena, "%s: %s", head, facts);
}

static const char *days_text(const speaker *s, int32_t days)
{
    return ics_said(s->arena, days == 1 ? "%d day" : "%d days", (int)days);
}

static const char *day_text(const speaker *s, int32_t day)
{
    char text[16];
    ics_day_format(day, text);
    return ics_said(s->arena, "%s", text);
}

/* What is asked is a state: it has no day of its own. */
static bool is_state(const speaker *s)
{
    for (uint32_t i = 0; i < s->rule->note_count; i++)
        if (s->rule->notes[i].kind == ICS_NOTE_STATE &&
            (s->rule->notes[i].version == 0 || s->rule->notes[i].version == s->verdict->version))
            return true;
    return false;
}

/* "final plan sent on 2024-05-21", where the day of doing is known to the day; else NULL. */
static const char *done_text(const speaker *s, int32_t *day)
{
    const ics_spot done_on = {s->verdict->judge->done_on, s->verdict->lane};
    if (s->is_special || done_on.reg == ICS_NO_REGISTER || ics_trace_is_hidden(s->trace, done_on.reg) ||
        !ics_trace_present(s->trace, done_on) || !ics_trace_settled(s->trace, done_on))
        return NULL;
    *day = s->trace->values[done_on.reg].first[done_on.lane];
    const uint32_t attribute = ics_claim_attribute(s->trace, done_on.reg);
    const char *name = attribute == ICS_NONE ? "done" : s->trace->program->model.attributes[attribute].name;
    return ics_said(s->arena, "%s on %s", name, day_text(s, *day));
}

static const char *met_text(const speaker *s)
{
    int32_t day = 0;
    const char *done = s->verdict->judge->due == ICS_NO_REGISTER || is_state(s) ? NULL : done_text(s, &day);
    if (done == NULL)
        return facts_text(s);
    if (s->is_lifted)
        return ics_said(s->arena, "%s; the time limit is lifted", done);
    if (s->due == ICS_NO_DAY)
        return done;
    if (day == s->due)
        return ics_said(s->arena, "%s, the last lawful day", done);
    return day > s->due ? done
                        : ics_said(s->arena, "%s, %s before the last lawful day %s", done, days_text(s, s->due - day),
                                   day_text(s, s->due));
}

/* A duty that was done before it was one is done; that nobody had to is said. */
static const char *before_force(const speaker *s, const char *text)
{
    const ics_spot done_on = {s->verdict->judge->done_on, s->verdict->lane};
    if (s->verdict->state != ICS_MET || s->is_special || done_on.reg == ICS_NO_REGISTER ||
        s->version.from == ICS_DAY_MIN || ics_trace_is_hidden(s->trace, done_on.reg) ||
        !ics_trace_present(s->trace, done_on) || s->trace->values[done_on.reg].last[done_on.lane] >= s->version.from)
        return text;
    return ics_said(s->arena, "%s%sit was done before the duty was in force, from %s", text,
                    text[0] == '\0' ? "" : "; ", day_text(s, s->version.from));
}

static const char *late_text(const speaker *s)
{
    int32_t day = 0;
    const char *done = done_text(s, &day);
    if (s->due == ICS_NO_DAY)
        return with_facts(s, done);
    if (is_state(s) && (done == NULL || s->days == ICS_NO_DAY))
        return ics_said(s->arena, "not so on the last lawful day %s, and so now; since when is not told",
                        day_text(s, s->due));
    if (is_state(s))
        return ics_said(s->arena, "so from %s, %s after the last lawful day %s", day_text(s, day),
                        days_text(s, s->days), day_text(s, s->due));
    if (done == NULL || s->days == ICS_NO_DAY)
        return ics_said(s->arena, "done after the last lawful day %s", day_text(s, s->due));
    return ics_said(s->arena, "%s, %s after the last lawful day %s", done, days_text(s, s->days), day_text(s, s->due));
}

/* "not (b) seat on ICB, (c) …": the letters that are not so. */
static const char *letters_text(const speaker *s)
{
    const char *text = "";
    for (uint32_t i = 0; i < s->version.letter_count; i++) {
        const ics_outcome part = (ics_outcome)s->parts[i];
        if (part != ICS_NOT_MET && part != ICS_DEPARTED && part != ICS_OPEN && part != ICS_DOES_NOT_HOLD &&
            part != ICS_NOT_FOLLOWED && part != ICS_NOT_USED && part != ICS_NOT_CONSIDERED)
            continue;
        const ics_letter *letter = &s->rule->letters[s->version.first_letter + i];
        char *words = ics_program_span_text(s->arena, s->trace->program, letter->span);
        const char *mark = ics_said(s->arena, "(%s)", letter->label);
        char *marked = strstr(words, mark);
        words = marked == NULL ? words : marked + strlen(mark);
        words += strspn(words, " ");
        const size_t length = strlen(words);
        if (length > 0 && words[length - 1] == ',')
            words[length - 1] = '\0';
        text = ics_said(s->arena, "%s%s%s %s", text, text[0] == '\0' ? "not " : ", ", mark, words);
    }
    return text;
}

static bool is_forbidden(const ics_rule *rule)
{
    const char *word = rule->modality_word, *end = strstr(word, " not");
    return rule->modality == ICS_PROHIBITION || (end != NULL && strcmp(end, " not") == 0);
}

/* Several facts do not say which of them it is; nor does one that is so, where it must not be. */
static const char *plain_claim(const speaker *s, ics_spot done)
{
    size_t told = 0;
    for (size_t i = 0; i < s->out->evidence_count; i++)
        told += !is_list(&s->out->evidence[i]);
    if (is_forbidden(s->rule))
        return "what is forbidden is so";
    const char *condition = told > 1 ? ics_claim_condition(s->arena, s->trace, done, s->rule->span) : NULL;
    return condition == NULL ? NULL : ics_said(s->arena, "it is not so that %s", condition);
}

static const char *breach_text(const speaker *s)
{
    const ics_spot done = {s->verdict->operand[ICS_OPERAND_DONE], s->verdict->lane};
    const char *head = s->version.letter_count > 0 ? letters_text(s) : NULL;
    if (head == NULL || head[0] == '\0')
        head = done.reg == ICS_NO_REGISTER || s->is_special ? NULL : ics_claim_text(s->arena, s->trace, done);
    const bool is_told = done.reg != ICS_NO_REGISTER && !s->is_special;
    const char *bound = is_told ? ics_claim_bound(s->arena, s->trace, done) : NULL;
    if ((head == NULL || head[0] == '\0') && bound == NULL && is_told)
        head = plain_claim(s, done);
    const char *text = with_facts(s, head);
    if (bound != NULL && text[0] != '\0')
        text = ics_said(s->arena, "%s; %s", text, bound);
    if (s->since != ICS_NO_DAY && s->days != ICS_NO_DAY)
        return ics_said(s->arena, "%s%sit was not so on %s, first on %s", text, text[0] == '\0' ? "" : "; ",
                        days_text(s, s->days), day_text(s, s->since));
    if (s->due == ICS_NO_DAY || s->days == ICS_NO_DAY)
        return text;
    const bool is_over = s->trace->as_at - s->due > s->days; /* the days of a body that ended stop with it */
    if (is_over && s->days == 0)
        return ics_said(s->arena, "%s%sthe last lawful day was %s, the body's last", text, text[0] == '\0' ? "" : "; ",
                        day_text(s, s->due));
    return ics_said(s->arena,
                    is_over ? "%s%sthe last lawful day was %s, %s before the body ended"
                            : "%s%sthe last lawful day was %s, %s ago",
                    text, text[0] == '\0' ? "" : "; ", day_text(s, s->due), days_text(s, s->days));
}

static const char *ahead_text(const speaker *s)
{
    const bool is_known = s->verdict->value[ICS_OPERAND_DONE] != ICS_TOLD_UNKNOWN;
    const char *head = is_known ? "not done yet" : "not known to be done";
    if (s->due == ICS_NO_DAY)
        return head;
    if (s->days == 0)
        return ics_said(s->arena, "%s; the last lawful day is %s, the day judged", head, day_text(s, s->due));
    return ics_said(s->arena, "%s; the last lawful day is %s, %s ahead", head, day_text(s, s->due),
                    days_text(s, s->days));
}

static const char *open_text(const speaker *s)
{
    const char *head = s->is_lifted ? "not done; the time limit is lifted" : "not done; no period is stated";
    return s->days == ICS_NO_DAY ? head : ics_said(s->arena, "%s, %s since it arose", head, days_text(s, s->days));
}

/* "plan is not needed (…, regulation 10)": the exceptions that hold. */
static const char *exempt_text(const speaker *s)
{
    const char *text = "";
    for (size_t i = 0; i < s->out->exception_count; i++) {
        const ics_exception_said *one = &s->out->exceptions[i];
        if (strcmp(one->says, "exempt") != 0)
            continue;
        text = ics_said(s->arena, "%s%s%s", text, text[0] == '\0' ? "" : "; ", one->text);
        if (one->clause[0] != '\0')
            text = ics_said(s->arena, "%s (%s)", text, one->clause);
    }
    return with_facts(s, text[0] == '\0' ? "an exception holds" : text);
}

/* Of a record that is not shown the attribute alone. */
static const char *need_text(const speaker *s, const ics_need *need)
{
    return need->is_special ? ics_said(s->arena, "%s of a record that is not shown", need->attribute)
                            : short_path(s, need->path);
}

static const char *unknown_text(const speaker *s)
{
    const char *text = "not known: ";
    if (s->out->need_count == 0)
        return with_facts(s, "what is known does not settle it");
    size_t said = 0, left_out = 0;
    for (size_t i = 0; i < s->out->need_count; i++) {
        const ics_need *need = &s->out->needs[i];
        if (ics_need_is_told(s->out, i))
            continue;
        if (said == NEEDS_SAID) {
            left_out++;
            continue;
        }
        const char *reason =
            strcmp(need->reason, "not mentioned") == 0 ? "" : ics_said(s->arena, " (%s)", need->reason);
        text = ics_said(s->arena, "%s%s%s%s", text, said++ == 0 ? "" : ", ", need_text(s, need), reason);
    }
    return left_out == 0 ? text : ics_said(s->arena, "%s and %zu more", text, left_out);
}

/* "posts is said to be not applicable": the facts by which there is nothing to judge. */
static const char *no_facts_text(const speaker *s)
{
    const char *text = "";
    for (size_t i = 0, said = 0; i < s->out->need_count && said < NEEDS_SAID; i++) {
        const ics_need *need = &s->out->needs[i];
        if (!ics_need_is_told(s->out, i))
            text = ics_said(s->arena, "%s%s%s is %s", text, said++ == 0 ? "" : ", ", need_text(s, need), need->reason);
    }
    s->out->need_count = 0; /* nobody misses them */
    return text;
}

static const char *inapplicable_text(const speaker *s)
{
    if (s->out->need_count > 0)
        return no_facts_text(s);
    if (s->verdict->value[ICS_OPERAND_VACUOUS] == ICS_TOLD_YES || s->verdict->keeper->op == ICS_OP_GAP)
        return with_facts(s, "there is nothing to judge");
    return with_facts(s, s->ended[0] == '\0' ? "it does not apply" : s->ended);
}

/* "it governs asked from 2020-01-01 to 2021-12-31", as the rule says it. */
static const char *governs_text(const speaker *s)
{
    static const char governs[] = "governs ";
    const ics_program *program = s->trace->program;
    const uint16_t reg = s->verdict->operand[ICS_OPERAND_GOVERNS];
    const ics_instruction *code = reg == ICS_NO_REGISTER ? NULL : ics_trace_instruction(s->trace, reg);
    const char *text =
        code == NULL ? "" : ics_program_span_text(s->arena, program, program->spans[code - program->code]);
    return strncmp(text, governs, sizeof governs - 1) == 0 ? ics_said(s->arena, "it %s", text)
                                                           : "it governs other days than this";
}

static const char *force_text(const speaker *s)
{
    const ics_rule *rule = s->rule;
    const char *day = day_text(s, s->trace->as_at);
    const char *facts = facts_text(s);
    const char *from = rule->from == ICS_DAY_MIN ? "" : ics_said(s->arena, " from %s", day_text(s, rule->from));
    const char *to = rule->to == ICS_DAY_MAX ? "" : ics_said(s->arena, " to %s", day_text(s, rule->to));
    const char *when =
        from[0] == '\0' && to[0] == '\0' ? governs_text(s) : ics_said(s->arena, "in force%s%s", from, to);
    if (facts[0] != '\0')
        return ics_said(s->arena, "%s, and %s", when, facts);
    return ics_said(s->arena, "%s, and the day judged is %s", when, day);
}

/* Whether a plugin was asked of records that are not shown. */
static bool asks_of_records(const ics_trace *trace)
{
    for (uint32_t i = 0; i < trace->program->code_count; i++)
        if (trace->program->code[i].op == ICS_OP_CALL && ics_trace_is_of_records(trace, trace->program->code[i].dst))
            return true;
    return false;
}

static const char *error_text(const speaker *s)
{
    const bool tells_day = !s->is_special;
    if (s->trace->cause[0] != '\0') /* a plugin may have put what it was asked into it */
        return s->is_special || asks_of_records(s->trace) ? "a plugin failed"
                                                          : ics_said(s->arena, "%s", s->trace->cause);
    const char *calendar = ics_say_calendar_fault(s->arena, s->trace, s->verdict, tells_day);
    return with_facts(s, calendar[0] != '\0' ? calendar : "a number or a day does not fit");
}

static const char *why_text(const speaker *s)
{
    switch (s->verdict->state) {
    case ICS_NOT_IN_FORCE:
        return force_text(s);
    case ICS_NOT_APPLICABLE:
        return inapplicable_text(s);
    case ICS_DONE_LATE:
        return late_text(s);
    case ICS_NOT_MET:
    case ICS_DEPARTED:
    case ICS_NOT_USED:
    case ICS_DOES_NOT_HOLD:
    case ICS_NOT_CONSIDERED:
    case ICS_NOT_FOLLOWED:
        return breach_text(s);
    case ICS_NOT_YET_DUE:
        return ahead_text(s);
    case ICS_OPEN:
        return open_text(s);
    case ICS_EXEMPT:
        return exempt_text(s);
    case ICS_UNKNOWN:
    case ICS_LAW_UNCLEAR:
        return unknown_text(s);
    case ICS_ERROR:
        return error_text(s);
    default:
        return before_force(s, met_text(s));
    }
}

void ics_say_why(ics_explanation *explanation, const ics_trace *trace, const ics_verdict *verdict, const ics_run *run,
                 uint32_t rule, uint32_t index)
{
    const ics_rule_outcomes *outcomes = &run->rules[rule];
    char path[1024];
    const ics_rule_version version = ics_rule_version_of(&run->program->rules[rule], outcomes->version[index]);
    ics_dataset_path(run->dataset, outcomes->table[index], outcomes->row[index], ICS_NONE, path, sizeof path);
    speaker s = {
        .out = explanation,
        .arena = &explanation->arena,
        .trace = trace,
        .verdict = verdict,
        .rule = &run->program->rules[rule],
        .subject = path,
        .ended = ics_say_ended(&explanation->arena, run, outcomes->table[index], outcomes->row[index]),
        .version = version,
        .parts = outcomes->parts + (size_t)index * run->program->rules[rule].letter_count + version.first_letter,
        .due = outcomes->due[index],
        .days = outcomes->days[index],
        .since = ics_outcome_marks_of(outcomes, index).since,
        .is_special = ics_outcome_is_special(run, rule, index),
        .is_lifted = (outcomes->detail[index] & ICS_DETAIL_LIFTED) != 0,
    };
    ics_hide_days(ics_hidden_days_of(verdict->judge, trace->hides), verdict->state, &s.due, &s.days, &s.since);
    const char *why = ics_say_ledger(s.arena, run, rule, index);
    if (why[0] == '\0')
        why = why_text(&s);
    const char *absent = ics_say_absent(explanation);
    if (absent[0] != '\0')
        why = ics_said(s.arena, "%s; %s", absent, why);
    if (why[0] == '\0' && verdict->state == ICS_UNANSWERED)
        why = "nobody has answered it";
    explanation->why = ics_said(s.arena, "%s%s", why, ics_say_ledger_clash(s.arena, run, rule, index));
}
