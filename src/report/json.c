/*
 * Outcomes for programs: one object an outcome, a line each (NDJSON) or in one document. The fields are those of
 * docs/outcomes-schema.json; a field that an outcome does not have is left out.
 */
#include "explain/explain.h"
#include "report/message.h"
#include "report/parts.h"
#include "report/report.h"

#include <stdlib.h>
#include <string.h>

static void write_field(ics_writer *writer, const char *name, const char *text)
{
    ics_write_format(writer, ", \"%s\": ", name);
    ics_write_string(writer, text);
}

static void write_day(ics_writer *writer, int32_t day)
{
    char text[16];
    ics_day_format(day, text);
    ics_write_format(writer, "\"%s\"", text);
}

/* {"rule": …, "version": …, "title": …, "modality": …, "force": … and on. */
static void write_rule(ics_writer *writer, const ics_rule_info *rule, uint32_t version)
{
    ics_write(writer, "{\"rule\": ");
    ics_write_string(writer, rule->id);
    if (version > 0)
        ics_write_format(writer, ", \"version\": %u", (unsigned)version);
    write_field(writer, "title", rule->title);
    write_field(writer, "modality", rule->modality);
    write_field(writer, "force", rule->force);
    if (rule->variation[0] != '\0')
        write_field(writer, "variation", rule->variation);
    if (rule->owner[0] == '\0')
        return;
    write_field(writer, "owner", rule->owner);
    ics_write(writer, ", \"review_by\": ");
    write_day(writer, rule->review_by);
}

static void write_place(ics_writer *writer, const ics_clause *clause, bool is_one_of_several)
{
    ics_write(writer, "{\"source\": ");
    ics_write_string(writer, clause->source_id);
    write_field(writer, "title", clause->source);
    write_field(writer, "place", clause->place);
    write_field(writer, "url", clause->url);
    if (is_one_of_several)
        write_field(writer, "force", clause->force);
    if (clause->direction[0] != '\0') {
        ics_write(writer, ", \"direction\": {\"title\": ");
        ics_write_string(writer, clause->direction);
        write_field(writer, "place", clause->direction_place);
        ics_write(writer, "}");
    }
    ics_write(writer, "}");
}

/* The first place cited; where there are several, each with its force beside it: the strongest governs. */
static void write_clause(ics_report_job *job, uint32_t rule, const ics_rule_info *info)
{
    ics_writer *writer = &job->writer;
    ics_clause clause;
    if (info->citation_count == 0) {
        ics_write(writer, ", \"clause\": null");
        return;
    }
    ics_program_clause(job->run->program, rule, info->first_citation, &clause);
    ics_write(writer, ", \"clause\": ");
    write_place(writer, &clause, false);
    for (uint32_t i = 0; info->citation_count > 1 && i < info->citation_count; i++) {
        ics_program_clause(job->run->program, rule, info->first_citation + i, &clause);
        ics_write(writer, i == 0 ? ", \"clauses\": [" : ", ");
        write_place(writer, &clause, true);
    }
    if (info->citation_count > 1)
        ics_write(writer, "]");
}

static ics_status write_subject(ics_report_job *job, size_t index, const ics_result *result)
{
    ics_writer *writer = &job->writer;
    ics_write(writer, ", \"subject\": {\"type\": ");
    ics_write_string(writer, result->subject_type);
    write_field(writer, "code", result->subject_code);
    if (!result->is_special) /* of a special category only the reference is printed */
        write_field(writer, "name", result->subject_name);
    ics_write(writer, ", \"path\": ");
    const ics_status status = ics_report_path(job, index, true);
    ics_write(writer, "}");
    if (result->with_type[0] != '\0') {
        ics_write(writer, ", \"with\": {\"type\": ");
        ics_write_string(writer, result->with_type);
        write_field(writer, "code", result->with_code);
        ics_write(writer, "}");
    }
    return status;
}

/* Of a record of a special category its reference alone is printed, so no day of what happened to it. */
static ics_status write_marks(ics_report_job *job, size_t index, const ics_result *result)
{
    ics_writer *writer = &job->writer;
    ics_status status = ICS_OK;
    if (result->period[0] != '\0') {
        ics_write(writer, ", \"period\": {\"from\": ");
        write_day(writer, result->period_from);
        ics_write(writer, ", \"to\": ");
        write_day(writer, result->period_to);
        write_field(writer, "label", result->period);
        ics_write(writer, "}");
    }
    if (result->event_type[0] != '\0') {
        ics_write(writer, ", \"event\": {\"type\": ");
        ics_write_string(writer, result->event_type);
        write_field(writer, "code", result->event_code);
        ics_write(writer, ", \"path\": ");
        status = ics_report_event_path(job, index);
        if (result->event_day != ICS_NO_DAY && !result->is_special) {
            ics_write(writer, ", \"day\": ");
            write_day(writer, result->event_day);
        }
        ics_write(writer, "}");
    }
    if (result->inherited_type[0] != '\0') {
        ics_write(writer, ", \"inherited_from\": {\"type\": ");
        ics_write_string(writer, result->inherited_type);
        write_field(writer, "code", result->inherited_code);
        ics_write(writer, "}");
    }
    return status;
}

static void write_debtor(ics_writer *writer, const char *type, const char *code)
{
    if (type[0] == '\0')
        return;
    ics_write(writer, ", \"owed_by\": [{\"type\": ");
    ics_write_string(writer, type);
    write_field(writer, "code", code);
    ics_write(writer, "}]");
}

static void write_state(ics_writer *writer, const ics_result *result, const ics_explanation *explanation)
{
    const char *details[ICS_REPORT_DETAILS];
    const size_t count = ics_report_details(result, explanation, details);
    ics_write_format(writer, ", \"outcome\": \"%s\", \"details\": [", ics_outcome_name(result->outcome));
    for (size_t i = 0; i < count; i++)
        ics_write_format(writer, "%s\"%s\"", i == 0 ? "" : ", ", details[i]);
    ics_write(writer, "]");
    if (result->due != ICS_NO_DAY) {
        ics_write(writer, ", \"due\": ");
        write_day(writer, result->due);
    }
    if (result->days != ICS_NO_DAY)
        ics_write_format(writer, ", \"days\": %d", (int)result->days);
    if (result->since != ICS_NO_DAY) {
        ics_write(writer, ", \"since\": ");
        write_day(writer, result->since);
    }
}

/* The waiver or the attestation that the state is owed to; why it was given is for `explain`. */
static void write_ledgers(ics_writer *writer, const ics_result *result)
{
    if (result->held_to == ICS_NO_DAY)
        return;
    const bool is_waiver = result->power[0] != '\0';
    ics_write(writer, is_waiver ? ", \"waiver\": {\"power\": " : ", \"attestation\": {\"role\": ");
    ics_write_string(writer, is_waiver ? result->power : result->attested_by);
    if (is_waiver)
        write_field(writer, "approver", result->approver);
    ics_write(writer, is_waiver ? ", \"approved\": " : ", \"date\": ");
    write_day(writer, result->held_from);
    ics_write(writer, is_waiver ? ", \"last_day\": " : ", \"expiry\": ");
    write_day(writer, result->held_to);
    ics_write(writer, "}");
}

static void write_parts(ics_report_job *job, size_t index, const ics_result *result)
{
    for (uint32_t part = 0; part < result->part_count; part++) {
        const char *letter = NULL;
        const ics_outcome state = ics_run_part(job->run, index, part, &letter);
        ics_write(&job->writer, part == 0 ? ", \"parts\": {" : ", ");
        ics_write_string(&job->writer, letter);
        ics_write_format(&job->writer, ": \"%s\"", ics_outcome_name(state));
    }
    if (result->part_count > 0)
        ics_write(&job->writer, "}");
}

/* Those who owed it too and did not take part. */
static void write_absent(const ics_report_job *job, ics_writer *writer, const ics_explanation *explanation)
{
    for (size_t i = 0; i < explanation->absent_count; i++) {
        ics_write(writer, i == 0 ? ", \"without\": [{\"type\": " : ", {\"type\": ");
        ics_write_string(writer, explanation->absent[i].type);
        const bool is_hidden = explanation->absent[i].is_special && !job->options->records;
        write_field(writer, "code", is_hidden ? "" : explanation->absent[i].code);
        ics_write(writer, "}");
    }
    if (explanation->absent_count > 0)
        ics_write(writer, "]");
}

/* The missing facts, as paths; of records that are not shown, the attributes alone, each once. */
static void write_needs(ics_report_job *job, const ics_explanation *explanation)
{
    ics_writer *writer = &job->writer;
    const char *before = "";
    ics_write(writer, ", \"needs\": [");
    for (size_t i = 0; i < explanation->need_count; i++) {
        const ics_need *need = &explanation->needs[i];
        const bool is_hidden = need->is_special && !job->options->records;
        if (is_hidden && ics_need_is_told(explanation, i))
            continue;
        ics_write(writer, before);
        ics_write_string(writer, is_hidden ? need->attribute : need->path);
        before = ", ";
    }
    ics_write(writer, "]");
}

static void write_evidence(ics_writer *writer, const ics_explanation *explanation)
{
    const char *before = "";
    ics_write(writer, ", \"evidence\": [");
    for (size_t i = 0; i < ics_explanation_evidence_count(explanation); i++) {
        ics_evidence_info evidence;
        ics_explanation_evidence(explanation, i, &evidence);
        if (evidence.is_special)
            continue;
        ics_write(writer, before);
        ics_write(writer, "{\"path\": ");
        ics_write_string(writer, evidence.path);
        write_field(writer, "value", evidence.value);
        write_field(writer, "file", evidence.file);
        ics_write_format(writer, ", \"line\": %u, \"column\": %u", (unsigned)evidence.line, (unsigned)evidence.column);
        if (evidence.source[0] != '\0')
            write_field(writer, "source", evidence.source);
        if (evidence.kind[0] != '\0')
            write_field(writer, "kind", evidence.kind);
        ics_write(writer, "}");
        before = ", ";
    }
    ics_write(writer, "]");
}

static void write_exceptions(ics_writer *writer, const ics_explanation *explanation)
{
    for (size_t i = 0; i < explanation->exception_count; i++) {
        const ics_exception_said *said = &explanation->exceptions[i];
        ics_write(writer, i == 0 ? ", \"exceptions\": [{\"says\": " : ", {\"says\": ");
        ics_write_string(writer, said->says);
        write_field(writer, "text", said->text);
        write_field(writer, "clause", said->clause);
        ics_write(writer, "}");
    }
    if (explanation->exception_count > 0)
        ics_write(writer, "]");
}

static void write_readings(ics_writer *writer, const ics_explanation *explanation)
{
    for (size_t i = 0; i < explanation->reading_count; i++) {
        ics_write(writer, i == 0 ? ", \"readings\": [{\"reading\": " : ", {\"reading\": ");
        ics_write_string(writer, explanation->readings[i].reading);
        write_field(writer, "outcome", ics_outcome_name(explanation->readings[i].outcome));
        ics_write(writer, "}");
    }
    if (explanation->reading_count > 0)
        ics_write(writer, "]");
}

static void write_definitions(ics_writer *writer, const ics_explanation *explanation)
{
    for (size_t i = 0; i < explanation->definition_count; i++) {
        const ics_definition_said *said = &explanation->definitions[i];
        ics_write(writer, i == 0 ? ", \"definitions\": [{\"name\": " : ", {\"name\": ");
        ics_write_string(writer, said->name);
        write_field(writer, "text", said->text);
        write_field(writer, "clause", said->clause);
        ics_write(writer, "}");
    }
    if (explanation->definition_count > 0)
        ics_write(writer, "]");
}

static ics_status write_outcome(ics_report_job *job, size_t index, const ics_result *result)
{
    ics_writer *writer = &job->writer;
    ics_rule_info rule;
    ics_status status = ics_explain_again(&job->explanation, job->run, index, ICS_EXPLAINED_REASON);
    if (status != ICS_OK)
        return status;
    const ics_explanation *explanation = job->explanation;
    ics_program_version(job->run->program, result->rule, result->version, &rule);
    write_rule(writer, &rule, result->version);
    status = write_subject(job, index, result);
    if (status == ICS_OK)
        status = write_marks(job, index, result);
    write_state(writer, result, explanation);
    write_ledgers(writer, result);
    write_parts(job, index, result);
    write_debtor(writer, result->owed_by_type, result->owed_by_code);
    write_absent(job, writer, explanation);
    write_field(writer, "why", explanation->why);
    if (result->outcome == ICS_UNKNOWN || explanation->need_count > 0)
        write_needs(job, explanation);
    write_clause(job, result->rule, &rule);
    write_exceptions(writer, explanation);
    write_readings(writer, explanation);
    write_definitions(writer, explanation);
    write_evidence(writer, explanation);
    ics_write(writer, "}");
    return status;
}

static void write_group(ics_report_job *job, const ics_group *group)
{
    ics_writer *writer = &job->writer;
    ics_rule_info rule;
    ics_result sample;
    ics_run_result(job->run, group->sample, &sample);
    ics_program_version(job->run->program, group->rule, sample.version, &rule);
    write_rule(writer, &rule, sample.version);
    ics_write(writer, ", \"subject\": {\"type\": ");
    ics_write_string(writer, sample.subject_type);
    ics_write_format(writer, "}, \"outcome\": \"%s\", \"count\": ", ics_outcome_name((ics_outcome)group->state));
    if (group->is_withheld)
        ics_write(writer, "null");
    else
        ics_write_format(writer, "%llu", (unsigned long long)group->count);
    if (group->body.table != ICS_NONE)
        write_debtor(writer, ics_row_entity(job->run->dataset, group->body)->name,
                     ics_dataset_code(job->run->dataset, group->body.table, group->body.row));
    write_clause(job, group->rule, &rule);
    ics_write(writer, "}");
}

/* The outcomes of a part, and the groups that stand before them. */
static ics_status write_part(ics_report_job *job, size_t begin, size_t end, ics_report_between marks, bool *is_any)
{
    ics_status status = ICS_OK;
    size_t group = 0;
    while (group < job->groups.count && job->groups.items[group].first < begin)
        group++;
    for (size_t i = begin; i < end && status == ICS_OK && !job->writer.has_failed; i++) {
        for (; group < job->groups.count && job->groups.items[group].first == i; group++) {
            ics_write(&job->writer, *is_any ? marks.between : marks.before);
            *is_any = true;
            write_group(job, &job->groups.items[group]);
        }
        ics_result result;
        ics_run_result(job->run, i, &result);
        if (ics_report_hides(job, &result))
            continue;
        ics_write(&job->writer, *is_any ? marks.between : marks.before);
        *is_any = true;
        status = write_outcome(job, i, &result);
    }
    return status;
}

/* One line an outcome, or objects parted by commas. */
static ics_status write_outcomes(ics_report_job *job)
{
    const bool is_document = job->options->format == ICS_FORMAT_JSON;
    const ics_report_between marks =
        is_document ? (ics_report_between){"\n    ", ",\n    "} : (ics_report_between){"", "\n"};
    bool is_any;
    const ics_status status = ics_report_by_parts(job, write_part, marks, &is_any);
    if (is_any)
        ics_write(&job->writer, is_document ? "\n  " : "\n");
    return status;
}

static void write_counts(ics_report_job *job)
{
    bool is_first = true;
    ics_write(&job->writer, "\"counts\": {");
    for (int state = 0; state < ICS_OUTCOME_COUNT; state++) {
        const uint64_t count = ics_run_count(job->run, (ics_outcome)state);
        if (count == 0)
            continue;
        ics_write_format(&job->writer, "%s\"%s\": ", is_first ? "" : ", ", ics_outcome_name((ics_outcome)state));
        if (job->groups.is_state_withheld[state])
            ics_write(&job->writer, "null");
        else
            ics_write_format(&job->writer, "%llu", (unsigned long long)count);
        is_first = false;
    }
    ics_write(&job->writer, "}");
}

static void write_pack(ics_writer *writer, const ics_program *program)
{
    ics_program_info info;
    ics_program_info_read(program, &info);
    ics_write(writer, "\"pack\": {\"digest\": ");
    ics_write_string(writer, info.digest[0] == '\0' ? NULL : info.digest);
    ics_write_format(writer, ", \"rules\": %u, \"sources\": [", (unsigned)info.rule_count);
    for (uint32_t i = 0; i < info.source_count; i++) {
        ics_write(writer, i == 0 ? "" : ", ");
        ics_write_string(writer, ics_program_source(program, i, NULL, NULL));
    }
    ics_write(writer, "]}");
}

static void write_data(ics_writer *writer, const ics_dataset *dataset)
{
    ics_write(writer, "\"data\": [");
    for (size_t i = 0; i < dataset->file_count; i++) {
        unsigned char hash[32];
        ics_dataset_file_hash(dataset, i, hash);
        ics_write(writer, i == 0 ? "{\"file\": " : ", {\"file\": ");
        ics_write_string(writer, dataset->files[i].name);
        ics_write(writer, ", \"sha256\": \"");
        for (size_t b = 0; b < sizeof hash; b++)
            ics_write_format(writer, "%02x", hash[b]);
        ics_write(writer, "\"}");
    }
    ics_write(writer, "]");
}

ics_status ics_report_json(ics_report_job *job)
{
    ics_writer *writer = &job->writer;
    if (job->options->format == ICS_FORMAT_NDJSON)
        return write_outcomes(job);
    ics_write(writer, "{\n  \"format\": \"icsrules-outcomes/1\",\n  \"as_at\": ");
    write_day(writer, job->run->as_at);
    if (job->run->dataset->has_known_by) {
        ics_write(writer, ",\n  \"known_by\": ");
        write_day(writer, job->run->dataset->known_by);
    }
    ics_write(writer, ",\n  ");
    write_pack(writer, job->run->program);
    ics_write(writer, ",\n  ");
    write_data(writer, job->run->dataset);
    ics_write(writer, ",\n  \"outcomes\": [");
    const ics_status status = write_outcomes(job);
    ics_write(writer, "],\n  ");
    write_counts(job);
    ics_write(writer, ",\n  \"diagnostics\": ");
    ics_write_messages(writer, job->diags);
    ics_write(writer, "\n}\n");
    return status;
}

ics_status ics_report_failure(const ics_diags *diags, FILE *out)
{
    ics_writer *writer = malloc(sizeof *writer);
    if (!writer)
        return ICS_E_NOMEM;
    ics_writer_begin(writer, out);
    ics_write(writer,
              "{\n  \"format\": \"icsrules-outcomes/1\",\n  \"as_at\": null,\n  \"pack\": null,\n  \"data\": [],\n"
              "  \"outcomes\": [],\n  \"counts\": {},\n  \"diagnostics\": ");
    ics_write_messages(writer, diags);
    ics_write(writer, "\n}\n");
    const ics_status status = ics_writer_end(writer);
    free(writer);
    return status;
}
