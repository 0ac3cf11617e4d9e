/* One outcome explained for people: clause, phrases with their values, facts and where they stand, what is missing. */
#include "explain/explain.h"

#include "report/report.h"

#include <stdlib.h>
#include <string.h>

static void write_head(ics_report_job *job, const ics_result *result, const ics_rule_info *rule)
{
    ics_writer *writer = &job->writer;
    char day[16];
    ics_write_plain(writer, rule->id);
    if (rule->title[0] != '\0') {
        ics_write(writer, rule->id[0] != '\0' ? "  " : "");
        ics_write_plain(writer, rule->title);
    }
    ics_write(writer, "\n");
    ics_write_plain(writer, result->subject_type);
    ics_write(writer, " ");
    ics_write_plain(writer, result->subject_code);
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
    ics_report_marks(job, result);
    ics_day_format(job->run->as_at, day);
    ics_write_format(writer, ", as at %s: %s", day, ics_outcome_name(result->outcome));
}

static void write_details(ics_report_job *job, size_t index, const ics_result *result,
                          const ics_explanation *explanation)
{
    const char *details[ICS_REPORT_DETAILS];
    const size_t count = ics_report_details(result, explanation, details);
    for (size_t i = 0; i < count; i++)
        ics_write_format(&job->writer, "%s%s", i == 0 ? " (" : ", ", details[i]);
    ics_write(&job->writer, count > 0 ? ")\n" : "\n");
    for (uint32_t part = 0; part < result->part_count; part++) {
        const char *letter = NULL;
        const ics_outcome state = ics_run_part(job->run, index, part, &letter);
        ics_write_format(&job->writer, "  (%s) %s\n", letter, ics_outcome_name(state));
    }
}

static void write_clauses(ics_report_job *job, uint32_t rule, const ics_rule_info *info,
                          const ics_explanation *explanation)
{
    ics_writer *writer = &job->writer;
    ics_write_format(writer, "\nClause (%s)\n", info->force);
    for (uint32_t i = 0; i < info->citation_count; i++) {
        ics_clause clause;
        ics_program_clause(job->run->program, rule, info->first_citation + i, &clause);
        ics_write(writer, "  ");
        ics_write_plain(writer, clause.source[0] != '\0' ? clause.source : clause.source_id);
        if (clause.place[0] != '\0') {
            ics_write(writer, ", ");
            ics_write_plain(writer, clause.place);
        }
        if (clause.direction[0] != '\0') {
            ics_write(writer, ", as direction under ");
            ics_write_plain(writer, clause.direction);
            ics_write(writer, clause.direction_place[0] != '\0' ? ", " : "");
            ics_write_plain(writer, clause.direction_place);
        }
        if (strcmp(clause.force, info->force) != 0)
            ics_write_format(writer, " (%s)", clause.force);
        if (clause.url[0] != '\0') {
            ics_write(writer, "  ");
            ics_write_plain(writer, clause.url);
        }
        ics_write(writer, "\n");
    }
    if (info->citation_count == 0)
        ics_write(writer, "  uncited: the rule names no source\n");
    if (explanation->version && explanation->version[0] != '\0') {
        ics_write(writer, "  ");
        ics_write_plain(writer, explanation->version);
        ics_write(writer, "\n");
    }
    if (info->file[0] != '\0') {
        ics_write(writer, "  written in ");
        ics_write_plain(writer, info->file);
        ics_write_format(writer, ", line %u\n", (unsigned)info->line);
    }
}

static void write_owner(ics_report_job *job, const ics_rule_info *rule)
{
    if (rule->variation[0] != '\0') {
        ics_write(&job->writer, "  in the variation ");
        ics_write_plain(&job->writer, rule->variation);
        ics_write(&job->writer, rule->made_by[0] != '\0' ? ", made by " : "");
        ics_write_plain(&job->writer, rule->made_by);
        ics_write(&job->writer, "\n");
    }
    char day[16] = "";
    if (rule->owner[0] == '\0')
        return;
    ics_day_format(rule->review_by, day);
    ics_write(&job->writer, "  owner ");
    ics_write_plain(&job->writer, rule->owner);
    ics_write_format(&job->writer, ", review by %s\n", day);
}

static void write_why(ics_report_job *job, const ics_explanation *explanation)
{
    ics_writer *writer = &job->writer;
    ics_write(writer, "\nWhy\n  ");
    ics_write_plain(writer, explanation->why);
    ics_write(writer, "\n");
    if (explanation->due_counted && explanation->due_counted[0] != '\0') {
        ics_write(writer, "  ");
        ics_write_plain(writer, explanation->due_counted);
        ics_write(writer, "\n");
    }
}

static void write_phrases(ics_report_job *job, const ics_explanation *explanation)
{
    ics_writer *writer = &job->writer;
    if (explanation->phrase_count > 0)
        ics_write(writer, "\nPhrases\n");
    for (size_t i = 0; i < explanation->phrase_count; i++) {
        const ics_phrase *phrase = &explanation->phrases[i];
        for (uint32_t d = 0; d <= phrase->depth && d < 20; d++)
            ics_write(writer, "  ");
        ics_write_plain(writer, phrase->text);
        ics_write(writer, ": ");
        ics_write_plain(writer, phrase->value);
        ics_write(writer, "\n");
    }
}

/* The exceptions that the outcome rests on, with their own places in the law. */
static void write_exceptions(ics_report_job *job, const ics_explanation *explanation)
{
    ics_writer *writer = &job->writer;
    if (explanation->exception_count > 0)
        ics_write(writer, "\nExceptions\n");
    for (size_t i = 0; i < explanation->exception_count; i++) {
        const ics_exception_said *said = &explanation->exceptions[i];
        ics_write_format(writer, "  %s: ", said->says);
        ics_write_plain(writer, said->text);
        if (said->clause[0] != '\0') {
            ics_write(writer, " (");
            ics_write_plain(writer, said->clause);
            ics_write(writer, ")");
        }
        ics_write(writer, "\n");
    }
}

static void write_readings(ics_report_job *job, const ics_explanation *explanation)
{
    ics_writer *writer = &job->writer;
    if (explanation->reading_count > 0)
        ics_write(writer, "\nReadings\n");
    for (size_t i = 0; i < explanation->reading_count; i++) {
        ics_write(writer, "  ");
        ics_write_plain(writer, explanation->readings[i].reading);
        ics_write_format(writer, ": %s\n", ics_outcome_name(explanation->readings[i].outcome));
    }
}

static void write_definitions(ics_report_job *job, const ics_explanation *explanation)
{
    ics_writer *writer = &job->writer;
    if (explanation->definition_count > 0)
        ics_write(writer, "\nDefinitions\n");
    for (size_t i = 0; i < explanation->definition_count; i++) {
        const ics_definition_said *said = &explanation->definitions[i];
        ics_write(writer, "  ");
        ics_write_plain(writer, said->text);
        ics_write(writer, "\n");
        if (said->clause[0] == '\0')
            continue;
        ics_write(writer, "    ");
        ics_write_plain(writer, said->clause);
        ics_write(writer, "\n");
    }
}

static void write_facts(ics_report_job *job, const ics_explanation *explanation)
{
    ics_writer *writer = &job->writer;
    bool is_open = false;
    for (size_t i = 0; i < explanation->evidence_count; i++) {
        ics_evidence_info evidence;
        ics_explanation_evidence(explanation, i, &evidence);
        if (evidence.is_special)
            continue;
        if (!is_open)
            ics_write(writer, "\nFacts\n");
        is_open = true;
        ics_write(writer, "  ");
        ics_write_plain(writer, evidence.path);
        ics_write(writer, " is ");
        ics_write_plain(writer, evidence.value);
        ics_write(writer, "\n    ");
        ics_write_plain(writer, evidence.file);
        ics_write_format(writer, ":%u:%u", (unsigned)evidence.line, (unsigned)evidence.column);
        if (evidence.source[0] != '\0') {
            ics_write(writer, "  ");
            ics_write_plain(writer, evidence.source);
        }
        ics_write(writer, "\n");
    }
}

static void write_needs(ics_report_job *job, const ics_explanation *explanation)
{
    ics_writer *writer = &job->writer;
    if (explanation->need_count > 0)
        ics_write(writer, "\nMissing\n");
    for (size_t i = 0; i < explanation->need_count; i++) {
        const ics_need *need = &explanation->needs[i];
        const bool is_hidden = need->is_special && !job->options->records;
        if (is_hidden && ics_need_is_told(explanation, i))
            continue;
        ics_write(writer, "  ");
        ics_write_plain(writer, is_hidden ? need->attribute : need->path);
        ics_write(writer, ": ");
        ics_write_plain(writer, need->reason);
        ics_write(writer, "\n");
    }
}

ics_status ics_report_explanation(const ics_run *run, size_t index, const ics_report_options *options, FILE *out)
{
    static const ics_report_options plain;
    ics_explanation *explanation = NULL;
    ics_report_job *job = calloc(1, sizeof *job);
    ics_status status = job ? ics_explain(&explanation, run, index) : ICS_E_NOMEM;
    if (status != ICS_OK) {
        free(job);
        return status;
    }
    ics_result result;
    ics_rule_info rule;
    job->run = run;
    job->options = options ? options : &plain;
    ics_writer_begin(&job->writer, out);
    ics_run_result(run, index, &result);
    ics_program_version(run->program, result.rule, result.version, &rule);
    write_head(job, &result, &rule);
    write_details(job, index, &result, explanation);
    write_clauses(job, result.rule, &rule, explanation);
    write_owner(job, &rule);
    write_why(job, explanation);
    write_phrases(job, explanation);
    write_exceptions(job, explanation);
    write_readings(job, explanation);
    write_definitions(job, explanation);
    write_facts(job, explanation);
    write_needs(job, explanation);
    if (rule.remedy[0] != '\0') {
        ics_write(&job->writer, "\nRemedy\n  ");
        ics_write_plain(&job->writer, rule.remedy);
        ics_write(&job->writer, "\n");
    }
    status = ics_writer_end(&job->writer);
    ics_explanation_free(explanation);
    free(job);
    return status;
}
