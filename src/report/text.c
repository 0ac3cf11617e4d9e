/*
 * Outcomes for people: the breaches first, then what cannot be known, then a line of counts, always with the day
 * judged. Where nothing is breached and nothing unknown, the line of counts is all there is.
 */
#include "explain/explain.h"
#include "report/report.h"

#include <stdlib.h>

/* More than this of one section is no longer read by people: the rest is counted by rule. */
enum { SECTION_MOST = 1000 };

/* A headline and the outcomes that stand under it. */
typedef struct section {
    const char *headline;
    uint32_t states; /* bits: 1 << ics_outcome */
    uint32_t forces; /* bits: 1 << ics_force */
    const char *colour;
} section;

#define STATE(name) (UINT32_C(1) << ICS_##name)
#define FORCE(name) (UINT32_C(1) << ICS_##name)
#define ANY_FORCE   UINT32_MAX

/* clang-format off */
static const section sections[] = {
    {"Duties not met", STATE(NOT_MET), ANY_FORCE & ~FORCE(OWN_RULE), "\033[1;31m"},
    {"Own rules not met", STATE(NOT_MET), FORCE(OWN_RULE), "\033[1;31m"},
    {"Errors", STATE(ERROR), ANY_FORCE, "\033[1;31m"},
    {"Unknown", STATE(UNKNOWN) | STATE(LAW_UNCLEAR), ANY_FORCE, "\033[1;34m"},
    {"Done late", STATE(DONE_LATE), ANY_FORCE, "\033[1;33m"},
    {"Departed from guidance that must be had regard to", STATE(DEPARTED), ANY_FORCE & ~FORCE(ADVICE), "\033[1;33m"},
    {"Departed from advice", STATE(DEPARTED), FORCE(ADVICE), "\033[1;33m"},
};
/* clang-format on */

static bool is_in(const section *part, const ics_run *run, uint32_t rule, ics_outcome state)
{
    return (part->states >> state & 1) && (part->forces >> run->program->rules[rule].force & 1);
}

static void write_colour(ics_report_job *job, const char *colour)
{
    if (job->options->colour)
        ics_write(&job->writer, colour);
}

/* "ICB QXU (Surrey Heartlands)", and for pairs "with local authority 936" */
static void write_subject(ics_report_job *job, const ics_result *result)
{
    ics_writer *writer = &job->writer;
    ics_write_plain(writer, result->subject_type);
    if (result->subject_code[0] != '\0') {
        ics_write(writer, " ");
        ics_write_plain(writer, result->subject_code);
    }
    if (result->subject_name[0] != '\0' && !result->is_special) {
        ics_write(writer, " (");
        ics_write_plain(writer, result->subject_name);
        ics_write(writer, ")");
    }
    if (result->with_type[0] != '\0') {
        ics_write(writer, " with ");
        ics_write_plain(writer, result->with_type);
        ics_write(writer, " ");
        ics_write_plain(writer, result->with_code);
    }
}

/* "National Health Service Act 2006, section 14Z52(1)", or "uncited" */
static void write_clause(ics_report_job *job, uint32_t rule)
{
    ics_writer *writer = &job->writer;
    if (job->run->program->rules[rule].citation_count == 0) {
        ics_write(writer, "uncited");
        return;
    }
    ics_clause clause;
    ics_program_clause(job->run->program, rule, 0, &clause);
    ics_write_plain(writer, clause.source[0] != '\0' ? clause.source : clause.source_id);
    if (clause.place[0] != '\0') {
        ics_write(writer, ", ");
        ics_write_plain(writer, clause.place);
    }
}

static void write_due(ics_report_job *job, const ics_result *result)
{
    char day[16];
    if (result->due == ICS_NO_DAY)
        return;
    ics_day_format(result->due, day);
    ics_write_format(&job->writer, "; due %s", day);
    if (result->days != ICS_NO_DAY && (result->outcome == ICS_DONE_LATE || result->outcome == ICS_NOT_MET))
        ics_write_format(&job->writer, ", %d day%s %s", (int)result->days, result->days == 1 ? "" : "s",
                         result->outcome == ICS_DONE_LATE ? "late" : "overdue");
}

static void write_letters(ics_report_job *job, size_t index, const ics_result *result)
{
    const char *before = "; letters: ";
    for (uint32_t part = 0; part < result->part_count; part++) {
        const char *letter = NULL;
        const ics_outcome state = ics_run_part(job->run, index, part, &letter);
        ics_write_format(&job->writer, "%s(%s) %s", before, letter, ics_outcome_name(state));
        before = ", ";
    }
}

static ics_status write_outcome(ics_report_job *job, size_t index, const ics_result *result)
{
    ics_writer *writer = &job->writer;
    const ics_rule *rule = &job->run->program->rules[result->rule];
    ics_explanation *explanation = NULL;
    const ics_status status = ics_explain(&explanation, job->run, index);
    if (status != ICS_OK)
        return status;
    ics_write(writer, "  ");
    write_colour(job, "\033[1m");
    ics_write_plain(writer, rule->id[0] != '\0' ? rule->id : rule->title);
    write_colour(job, "\033[0m");
    ics_write(writer, "  ");
    write_subject(job, result);
    ics_write_format(writer, "  %s\n    ", ics_outcome_name(result->outcome));
    write_clause(job, result->rule);
    ics_write(writer, "\n    ");
    ics_write_plain(writer, explanation->why);
    write_due(job, result);
    write_letters(job, index, result);
    ics_write(writer, "\n");
    ics_explanation_free(explanation);
    return ICS_OK;
}

static void write_group(ics_report_job *job, const ics_group *group)
{
    ics_writer *writer = &job->writer;
    const ics_rule *rule = &job->run->program->rules[group->rule];
    ics_result sample;
    ics_run_result(job->run, group->sample, &sample);
    ics_write(writer, "  ");
    write_colour(job, "\033[1m");
    ics_write_plain(writer, rule->id[0] != '\0' ? rule->id : rule->title);
    write_colour(job, "\033[0m");
    ics_write(writer, "  ");
    if (sample.owed_by_type[0] != '\0') {
        ics_write_plain(writer, sample.owed_by_type);
        ics_write(writer, " ");
        ics_write_plain(writer, sample.owed_by_code);
        ics_write(writer, ": ");
    }
    ics_write_plain(writer, sample.subject_type);
    if (group->is_withheld)
        ics_write(writer, ", number withheld");
    else
        ics_write_format(writer, ", %llu", (unsigned long long)group->count);
    ics_write_format(writer, "  %s\n    ", ics_outcome_name((ics_outcome)group->state));
    write_clause(job, group->rule);
    ics_write(writer, "\n    single records are shown by --records alone\n");
}

/* Counts the outcomes of a section that were not printed, by rule. */
static void write_rest(ics_report_job *job, const uint64_t *rest)
{
    for (uint32_t r = 0; r < job->run->program->rule_count; r++)
        if (rest[r] > 0) {
            ics_write(&job->writer, "  ");
            const ics_rule *rule = &job->run->program->rules[r];
            ics_write_plain(&job->writer, rule->id[0] != '\0' ? rule->id : rule->title);
            ics_write_format(&job->writer, "  %llu more\n", (unsigned long long)rest[r]);
        }
    ics_write(&job->writer, "  --format ndjson lists every outcome\n");
}

static bool is_single_in(const ics_report_job *job, const section *part, size_t index, ics_result *result)
{
    const ics_outcome_ref ref = ics_run_evaluation(job->run)->order[index];
    if (!is_in(part, job->run, ref.rule, (ics_outcome)job->run->rules[ref.rule].state[ref.index]))
        return false;
    ics_run_result(job->run, index, result);
    return !ics_report_hides(job, result);
}

static void write_headline(ics_report_job *job, const section *part, bool *is_open)
{
    if (*is_open)
        return;
    *is_open = true;
    write_colour(job, part->colour);
    ics_write(&job->writer, part->headline);
    write_colour(job, "\033[0m");
    ics_write(&job->writer, "\n");
}

static ics_status write_section(ics_report_job *job, const section *part, uint64_t *rest)
{
    const size_t count = ics_run_length(job->run);
    size_t shown = 0, left = 0;
    bool is_open = false;
    for (size_t i = 0; i < job->groups.count; i++)
        if (is_in(part, job->run, job->groups.items[i].rule, (ics_outcome)job->groups.items[i].state)) {
            write_headline(job, part, &is_open);
            write_group(job, &job->groups.items[i]);
        }
    for (size_t i = 0; i < count && !job->writer.has_failed; i++) {
        ics_result result;
        if (!is_single_in(job, part, i, &result))
            continue;
        write_headline(job, part, &is_open);
        if (shown++ >= SECTION_MOST) {
            rest[result.rule]++;
            left++;
            continue;
        }
        const ics_status status = write_outcome(job, i, &result);
        if (status != ICS_OK)
            return status;
    }
    if (left > 0)
        write_rest(job, rest);
    if (is_open)
        ics_write(&job->writer, "\n");
    for (uint32_t r = 0; r < job->run->program->rule_count; r++)
        rest[r] = 0;
    return ICS_OK;
}

/* "12 outcomes as at 2023-06-01: 2 not met, 3 unknown, 7 met": what asks for work first. */
static void write_counts(ics_report_job *job)
{
    static const ics_outcome first[] = {ICS_NOT_MET, ICS_DONE_LATE,   ICS_ERROR,
                                        ICS_UNKNOWN, ICS_LAW_UNCLEAR, ICS_DEPARTED};
    char day[16];
    bool is_said[ICS_OUTCOME_COUNT] = {false}, is_any_withheld = false;
    for (int state = 0; state < ICS_OUTCOME_COUNT; state++)
        is_any_withheld |= job->groups.is_state_withheld[state];
    ics_day_format(job->run->as_at, day);
    if (is_any_withheld)
        ics_write_format(&job->writer, "As at %s", day);
    else
        ics_write_format(&job->writer, "%zu outcome%s as at %s", ics_run_length(job->run),
                         ics_run_length(job->run) == 1 ? "" : "s", day);
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
    ics_status status = rest ? ICS_OK : ICS_E_NOMEM;
    for (size_t i = 0; i < sizeof sections / sizeof *sections && status == ICS_OK; i++)
        status = write_section(job, &sections[i], rest);
    if (status == ICS_OK)
        write_counts(job);
    free(rest);
    return status;
}
