/*
 * Outcomes for people: the breaches first, under the rules that are breached; then what cannot be known, under the
 * bodies to ask; then a line of counts, always with the day judged. Where nothing is breached and nothing unknown, the
 * line of counts is all there is.
 */
#include "report/text.h"

#include <stdlib.h>
#include <string.h>

/* A headline and the outcomes that stand under it. */
typedef struct section {
    const char *headline;
    uint32_t states; /* bits: 1 << ics_outcome */
    uint32_t forces; /* bits: 1 << ics_force */
    const char *colour;
    bool is_by_subject; /* under the bodies to ask, else under the rules */
} section;

/* The outcomes of one section as they are gathered and shown. */
typedef struct item_list {
    ics_text_item *items; /* room for ICS_TEXT_SECTION_MOST */
    size_t count, left;   /* shown, and only counted */
    bool is_open;         /* its headline is written */
    ics_arena reasons;
    ics_explanation *explanation; /* of one outcome after another; NULL before the first */
} item_list;

#define STATE(name) (UINT32_C(1) << ICS_##name)
#define FORCE(name) (UINT32_C(1) << ICS_##name)
#define ANY_FORCE   UINT32_MAX

/* clang-format off */
static const section sections[ICS_TEXT_SECTIONS] = {
    {"Duties not met", STATE(NOT_MET), ANY_FORCE & ~FORCE(OWN_RULE), "\033[1;31m", false},
    {"Own rules not met", STATE(NOT_MET), FORCE(OWN_RULE), "\033[1;31m", false},
    {"Done late", STATE(DONE_LATE), ANY_FORCE, "\033[1;33m", false},
    {"Departed from guidance that must be had regard to", STATE(DEPARTED), ANY_FORCE & ~FORCE(ADVICE), "\033[1;33m", false},
    {"Departed from advice", STATE(DEPARTED), FORCE(ADVICE), "\033[1;33m", false},
    {"Questions not answered", STATE(UNANSWERED), ANY_FORCE, "\033[1;33m", false},
    {"Errors", STATE(ERROR), ANY_FORCE, "\033[1;31m", false},
    {"Unknown: the facts to ask for, and the duties that wait for them", STATE(UNKNOWN) | STATE(LAW_UNCLEAR), ANY_FORCE,
     "\033[1;34m", true},
};
/* clang-format on */

static bool is_in(const section *part, const ics_program *program, uint32_t rule, uint32_t version, ics_outcome state)
{
    return (part->states >> state & 1) &&
           (part->forces >> ics_rule_version_of(&program->rules[rule], version).force & 1);
}

size_t ics_text_section(const ics_program *program, uint32_t rule, uint32_t version, ics_outcome state)
{
    size_t i = 0;
    while (i < ICS_TEXT_SECTIONS && !is_in(&sections[i], program, rule, version, state))
        i++;
    return i;
}

static void write_colour(ics_report_job *job, const char *colour)
{
    if (job->options->colour)
        ics_write(&job->writer, colour);
}

void ics_text_rule(ics_report_job *job, uint32_t rule)
{
    const ics_rule *of = &job->run->program->rules[rule];
    write_colour(job, "\033[1m");
    ics_write_plain(&job->writer, of->id[0] != '\0' ? of->id : of->title);
    write_colour(job, "\033[0m");
}

size_t ics_text_subject(ics_report_job *job, const ics_text_item *item, bool with_type)
{
    ics_writer *writer = &job->writer;
    const ics_result *result = &item->result;
    const bool has_code = result->subject_code[0] != '\0';
    const bool has_name = result->subject_name[0] != '\0' && !result->is_special;
    size_t columns = strlen(result->subject_code);
    with_type |= !has_code;
    if (with_type) {
        ics_write_plain(writer, result->subject_type);
        ics_write(writer, has_code ? " " : "");
        columns += strlen(result->subject_type) + 1;
    }
    ics_write_plain(writer, result->subject_code);
    if (has_name) {
        ics_write(writer, " (");
        ics_write_plain(writer, result->subject_name);
        ics_write(writer, ")");
        columns += strlen(result->subject_name) + 3;
    } else if (!has_code && !result->is_special) {
        ics_write(writer, " ");
        if (ics_report_path(job, item->index, false) != ICS_OK)
            job->writer.has_failed = true;
        columns += ics_run_path(job->run, item->index, NULL, 0) + 1;
    }
    return columns;
}

size_t ics_text_partner(ics_report_job *job, const ics_result *result)
{
    if (result->with_type[0] == '\0')
        return 0;
    ics_write(&job->writer, " with ");
    ics_write_plain(&job->writer, result->with_type);
    ics_write(&job->writer, " ");
    ics_write_plain(&job->writer, result->with_code);
    return strlen(result->with_type) + strlen(result->with_code) + 7;
}

/* "National Health Service Act 2006, section 14Z52(1)", or "uncited" */
static void write_clause(ics_report_job *job, uint32_t rule, uint32_t version)
{
    ics_writer *writer = &job->writer;
    const ics_rule_version of = ics_rule_version_of(&job->run->program->rules[rule], version);
    if (of.citation_count == 0) {
        ics_write(writer, "uncited");
        return;
    }
    ics_clause clause;
    ics_program_clause(job->run->program, rule, of.first_citation, &clause);
    ics_write_plain(writer, clause.source[0] != '\0' ? clause.source : clause.source_id);
    if (clause.place[0] != '\0') {
        ics_write(writer, ", ");
        ics_write_plain(writer, clause.place);
    }
}

void ics_text_due(ics_report_job *job, const ics_text_item *item)
{
    const ics_result *result = &item->result;
    char day[16] = "";
    if (result->due != ICS_NO_DAY)
        ics_day_format(result->due, day);
    if (result->due == ICS_NO_DAY || strstr(item->why, day))
        return; /* the reason has said it */
    ics_write_format(&job->writer, "; due %s", day);
    if (result->days != ICS_NO_DAY && (result->outcome == ICS_DONE_LATE || result->outcome == ICS_NOT_MET))
        ics_write_format(&job->writer, ", %d day%s %s", (int)result->days, result->days == 1 ? "" : "s",
                         result->outcome == ICS_DONE_LATE ? "late" : "overdue");
}

void ics_text_letters(ics_report_job *job, const ics_text_item *item)
{
    const char *before = "; ", *letter = NULL;
    bool differs = false; /* letters that all fared like the whole add nothing */
    for (uint32_t part = 0; part < item->result.part_count; part++)
        differs |= ics_run_part(job->run, item->index, part, NULL) != item->result.outcome;
    for (uint32_t part = 0; differs && part < item->result.part_count; part++) {
        const ics_outcome state = ics_run_part(job->run, item->index, part, &letter);
        ics_write_format(&job->writer, "%s(%s) %s", before, letter, ics_outcome_name(state));
        before = ", ";
    }
}

/* "RETURN-20-WEEKS  Final plans within 20 weeks", and below it the clause */
static void write_rule_head(ics_report_job *job, uint32_t rule, uint32_t version)
{
    const ics_rule *of = &job->run->program->rules[rule];
    ics_write(&job->writer, "  ");
    ics_text_rule(job, rule);
    if (of->id[0] != '\0' && of->title[0] != '\0') {
        ics_write(&job->writer, "  ");
        ics_write_plain(&job->writer, of->title);
    }
    ics_write(&job->writer, "\n    ");
    write_clause(job, rule, version);
    if (of->owner && of->owner[0] != '\0') {
        char day[16];
        ics_day_format(of->review_by, day);
        ics_write(&job->writer, "; owner ");
        ics_write_plain(&job->writer, of->owner);
        ics_write_format(&job->writer, ", review by %s", day);
    }
    ics_write(&job->writer, "\n");
}

/* The outcomes of a section under their rules: what is breached, and by whom. */
static void write_by_rule(ics_report_job *job, const ics_text_item *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const ics_text_item *item = &items[i];
        if (i == 0 || items[i - 1].result.rule != item->result.rule ||
            items[i - 1].result.version != item->result.version)
            write_rule_head(job, item->result.rule, item->result.version);
        ics_write(&job->writer, "    - ");
        const size_t columns = 8 + ics_text_subject(job, item, true) + ics_text_partner(job, &item->result) +
                               ics_report_marks(job, &item->result);
        const bool fits = columns + strlen(item->why) <= ICS_TEXT_COLUMNS;
        ics_write(&job->writer, fits ? ": " : ":\n      ");
        ics_write_plain(&job->writer, item->why);
        ics_text_due(job, item);
        ics_text_letters(job, item);
        ics_write(&job->writer, "\n");
    }
}

static void write_group(ics_report_job *job, const ics_group *group)
{
    ics_writer *writer = &job->writer;
    ics_result sample;
    ics_run_result(job->run, group->sample, &sample);
    ics_write(writer, "  ");
    ics_text_rule(job, group->rule);
    ics_write(writer, "  ");
    if (group->body.table != ICS_NONE) {
        ics_write_plain(writer, ics_row_entity(job->run->dataset, group->body)->name);
        ics_write(writer, " ");
        ics_write_plain(writer, ics_dataset_code(job->run->dataset, group->body.table, group->body.row));
        ics_write(writer, ": ");
    }
    ics_write_plain(writer, sample.subject_type);
    if (group->is_withheld)
        ics_write(writer, ", number withheld");
    else
        ics_write_format(writer, ", %llu", (unsigned long long)group->count);
    ics_write_format(writer, "  %s\n    ", ics_outcome_name((ics_outcome)group->state));
    write_clause(job, group->rule, sample.version);
    ics_write(writer, "\n    single records are shown by --records alone\n");
}

/* Counts the outcomes of a section that were not printed, by rule. */
static void write_rest(ics_report_job *job, const uint64_t *rest)
{
    for (uint32_t r = 0; r < job->run->program->rule_count; r++)
        if (rest[r] > 0) {
            ics_write(&job->writer, "  ");
            ics_text_rule(job, r);
            ics_write_format(&job->writer, "  %llu more\n", (unsigned long long)rest[r]);
        }
    ics_write(&job->writer, "  --format ndjson lists every outcome\n");
}

static bool is_group_in(const section *part, const ics_run *run, const ics_group *group)
{
    ics_result sample;
    ics_run_result(run, group->sample, &sample);
    return is_in(part, run->program, group->rule, sample.version, (ics_outcome)group->state);
}

static bool is_single_in(const ics_report_job *job, const section *part, size_t index, ics_result *result)
{
    const ics_outcome_ref ref = ics_evaluation_at(ics_run_evaluation(job->run), index);
    if (!is_in(part, job->run->program, ref.rule, job->run->rules[ref.rule].version[ref.index],
               (ics_outcome)job->run->rules[ref.rule].state[ref.index]))
        return false;
    ics_run_result(job->run, index, result);
    return !ics_report_hides(job, result);
}

static void write_headline(ics_report_job *job, const section *part, item_list *list)
{
    if (list->is_open)
        return;
    list->is_open = true;
    write_colour(job, part->colour);
    ics_write(&job->writer, part->headline);
    write_colour(job, "\033[0m");
    ics_write(&job->writer, "\n");
}

static int by_rule(const void *a, const void *b)
{
    const ics_text_item *x = a, *y = b;
    if (x->result.rule != y->result.rule)
        return x->result.rule < y->result.rule ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

/* The single outcomes of a section with their reasons, as many as people read; the others are counted in @p rest. */
static ics_status collect(ics_report_job *job, const section *part, item_list *list, uint64_t *rest)
{
    const size_t count = ics_run_length(job->run);
    for (size_t i = 0; i < count; i++) {
        ics_text_item item = {.index = i};
        if (!is_single_in(job, part, i, &item.result))
            continue;
        if (list->count == ICS_TEXT_SECTION_MOST) {
            rest[item.result.rule]++;
            list->left++;
            continue;
        }
        const ics_status status = ics_explain_again(&list->explanation, job->run, i, ICS_EXPLAINED_REASON);
        if (status != ICS_OK)
            return status;
        item.why = ics_arena_text(&list->reasons, list->explanation->why, strlen(list->explanation->why));
        if (!item.why)
            return ICS_E_NOMEM;
        list->items[list->count++] = item;
    }
    return ICS_OK;
}

/* Outcomes of records that were judged and let go are only counted: ics_evaluate_lines(). */
static void add_unshown(const ics_report_job *job, const section *part, item_list *list, uint64_t *rest)
{
    const uint32_t rule_count = job->run->program->rule_count;
    const uint64_t *unshown = ics_run_evaluation(job->run)->unshown;
    for (uint32_t r = 0; unshown && r < rule_count; r++) {
        const uint64_t count = unshown[(size_t)(part - sections) * rule_count + r];
        rest[r] += count;
        list->left += count;
    }
}

static ics_status write_items(ics_report_job *job, const section *part, item_list *list)
{
    if (list->count > 0)
        write_headline(job, part, list);
    if (part->is_by_subject)
        return ics_text_by_subject(job, list->items, list->count);
    qsort(list->items, list->count, sizeof *list->items, by_rule);
    write_by_rule(job, list->items, list->count);
    return ICS_OK;
}

static ics_status write_section(ics_report_job *job, const section *part, item_list *list, uint64_t *rest)
{
    list->count = list->left = 0;
    list->is_open = false;
    ics_arena_reset(&list->reasons);
    for (size_t i = 0; i < job->groups.count; i++)
        if (is_group_in(part, job->run, &job->groups.items[i])) {
            write_headline(job, part, list);
            write_group(job, &job->groups.items[i]);
        }
    ics_status status = collect(job, part, list, rest);
    add_unshown(job, part, list, rest);
    if (status == ICS_OK)
        status = write_items(job, part, list);
    if (list->left > 0)
        write_rest(job, rest);
    if (list->is_open)
        ics_write(&job->writer, "\n");
    memset(rest, 0, job->run->program->rule_count * sizeof *rest);
    return status;
}

/* "12 outcomes as at 2023-06-01: 2 not met, 3 unknown, 7 met": what asks for work first. */
static void write_counts(ics_report_job *job)
{
    static const ics_outcome first[] = {ICS_NOT_MET, ICS_DONE_LATE,   ICS_ERROR,
                                        ICS_UNKNOWN, ICS_LAW_UNCLEAR, ICS_DEPARTED};
    char day[16];
    bool is_said[ICS_OUTCOME_COUNT] = {false}, is_any_withheld = false;
    uint64_t total = 0;
    for (int state = 0; state < ICS_OUTCOME_COUNT; state++) {
        is_any_withheld |= job->groups.is_state_withheld[state];
        total += ics_run_count(job->run, (ics_outcome)state);
    }
    ics_day_format(job->run->as_at, day);
    if (is_any_withheld)
        ics_write_format(&job->writer, "As at %s", day);
    else
        ics_write_format(&job->writer, "%llu outcome%s as at %s", (unsigned long long)total, total == 1 ? "" : "s",
                         day);
    if (job->run->dataset->has_known_by) {
        ics_day_format(job->run->dataset->known_by, day);
        ics_write_format(&job->writer, ", as known by %s", day);
    }
    const char *before = ": ";
    for (int i = 0; i < ICS_OUTCOME_COUNT + (int)(sizeof first / sizeof *first); i++) {
        const int urgent = (int)(sizeof first / sizeof *first);
        const ics_outcome state = i < urgent ? first[i] : (ics_outcome)(i - urgent);
        const uint64_t count = ics_run_count(job->run, state);
        if (count == 0 || is_said[state])
            continue;
        is_said[state] = true;
        if (job->groups.is_state_withheld[state])
            ics_write_format(&job->writer, "%sa number withheld %s", before, ics_outcome_name(state));
        else
            ics_write_format(&job->writer, "%s%llu %s", before, (unsigned long long)count, ics_outcome_name(state));
        before = ", ";
    }
    ics_write(&job->writer, "\n");
}

ics_status ics_report_text(ics_report_job *job)
{
    uint64_t *rest = calloc(job->run->program->rule_count + (size_t)1, sizeof *rest);
    item_list list = {.items = calloc(ICS_TEXT_SECTION_MOST, sizeof *list.items)};
    ics_status status = rest && list.items ? ICS_OK : ICS_E_NOMEM;
    for (size_t i = 0; i < sizeof sections / sizeof *sections && status == ICS_OK && !job->writer.has_failed; i++)
        status = write_section(job, &sections[i], &list, rest);
    if (status == ICS_OK)
        write_counts(job);
    ics_explanation_free(list.explanation);
    ics_arena_free(&list.reasons);
    free(list.items);
    free(rest);
    return status;
}
