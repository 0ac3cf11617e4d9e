/* Outcomes as a stream of arrays. Leans on the public functions for runs and rules, and on the builder of columns. */
#include "arrow/build.h"

#include "vm/run.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* Where a column's value comes from, beside a field of the result. */
enum { OF_RULE = 1, OF_CLAUSE, OF_PATH, OF_OUTCOME, OF_INDEX };

/* The columns, in order. */
static const struct column_row {
    const char *name;
    ics_column_kind kind;
    int from;      /* 0: a field of ics_result */
    size_t offset; /* of the field, in the structure that it is of */
} column_rows[] = {
    {"rule", ICS_COLUMN_WORD, OF_INDEX, 0},
    {"version", ICS_COLUMN_COUNT, 0, offsetof(ics_result, version)},
    {"title", ICS_COLUMN_TEXT, OF_RULE, offsetof(ics_rule_info, title)},
    {"modality", ICS_COLUMN_TEXT, OF_RULE, offsetof(ics_rule_info, modality)},
    {"force", ICS_COLUMN_TEXT, OF_RULE, offsetof(ics_rule_info, force)},
    {"clause_source", ICS_COLUMN_TEXT, OF_CLAUSE, offsetof(ics_clause, source_id)},
    {"clause_place", ICS_COLUMN_TEXT, OF_CLAUSE, offsetof(ics_clause, place)},
    {"subject_type", ICS_COLUMN_TEXT, 0, offsetof(ics_result, subject_type)},
    {"subject_code", ICS_COLUMN_TEXT, 0, offsetof(ics_result, subject_code)},
    {"subject_name", ICS_COLUMN_TEXT, 0, offsetof(ics_result, subject_name)},
    {"path", ICS_COLUMN_TEXT, OF_PATH, 0},
    {"with_type", ICS_COLUMN_TEXT, 0, offsetof(ics_result, with_type)},
    {"with_code", ICS_COLUMN_TEXT, 0, offsetof(ics_result, with_code)},
    {"owed_by_type", ICS_COLUMN_TEXT, 0, offsetof(ics_result, owed_by_type)},
    {"owed_by_code", ICS_COLUMN_TEXT, 0, offsetof(ics_result, owed_by_code)},
    {"inherited_type", ICS_COLUMN_TEXT, 0, offsetof(ics_result, inherited_type)},
    {"inherited_code", ICS_COLUMN_TEXT, 0, offsetof(ics_result, inherited_code)},
    {"event_type", ICS_COLUMN_TEXT, 0, offsetof(ics_result, event_type)},
    {"event_code", ICS_COLUMN_TEXT, 0, offsetof(ics_result, event_code)},
    {"event_day", ICS_COLUMN_DAY, 0, offsetof(ics_result, event_day)},
    {"period_from", ICS_COLUMN_DAY, 0, offsetof(ics_result, period_from)},
    {"period_to", ICS_COLUMN_DAY, 0, offsetof(ics_result, period_to)},
    {"outcome", ICS_COLUMN_WORD, OF_OUTCOME, 0},
    {"due", ICS_COLUMN_DAY, 0, offsetof(ics_result, due)},
    {"days", ICS_COLUMN_COUNT, 0, offsetof(ics_result, days)},
    {"since", ICS_COLUMN_DAY, 0, offsetof(ics_result, since)},
    {"in_time", ICS_COLUMN_FLAG, 0, offsetof(ics_result, is_in_time)},
    {"limit_lifted", ICS_COLUMN_FLAG, 0, offsetof(ics_result, is_limit_lifted)},
    {"on_statement", ICS_COLUMN_FLAG, 0, offsetof(ics_result, is_on_statement)},
    {"on_paper", ICS_COLUMN_FLAG, 0, offsetof(ics_result, is_on_paper)},
    {"past_standard", ICS_COLUMN_FLAG, 0, offsetof(ics_result, is_past_standard)},
    {"waiver_expired", ICS_COLUMN_FLAG, 0, offsetof(ics_result, is_waiver_expired)},
    {"against_attestation", ICS_COLUMN_FLAG, 0, offsetof(ics_result, is_against_attestation)},
    {"about_list", ICS_COLUMN_FLAG, 0, offsetof(ics_result, is_about_list)},
};

/* An array is closed before its texts pass what 32 bits count; a single text has 16 MiB at most. */
enum { COLUMNS = sizeof column_rows / sizeof *column_rows, BATCH_ROWS = 65536, TEXT_BYTES = 1 << 30 };

typedef struct exporter {
    const ics_run *run;
    bool records;
    size_t batch_rows, next; /* the outcome to be written next */
    const char **rules;      /* the words of `rule`: identifiers, or what a bare sentence says */
    const char *outcomes[ICS_OUTCOME_COUNT];
} exporter;

/* What is at hand of one outcome. */
typedef struct outcome {
    ics_result result;
    ics_rule_info rule;
    ics_clause clause;
    char *path;
    size_t path_room;
} outcome;

/* -- one outcome */

static bool read_path(const exporter *e, size_t index, outcome *o)
{
    const size_t length = ics_run_path(e->run, index, o->path, o->path_room);
    if (length < o->path_room)
        return true;
    char *grown = realloc(o->path, length + 1);
    if (!grown)
        return false;
    o->path = grown;
    o->path_room = length + 1;
    ics_run_path(e->run, index, o->path, o->path_room);
    return true;
}

/* Of a record of a special category its reference goes out, and no name or day of what happened. */
static bool read_outcome(const exporter *e, size_t index, outcome *o)
{
    if (o->result.is_special) {
        o->result.subject_name = "";
        o->result.event_day = ICS_NO_DAY;
    }
    ics_program_version(e->run->program, o->result.rule, o->result.version, &o->rule);
    o->clause = (ics_clause){.source_id = "", .place = ""};
    if (o->rule.citation_count > 0)
        ics_program_clause(e->run->program, o->result.rule, o->rule.first_citation, &o->clause);
    return read_path(e, index, o);
}

static const void *field_of(const struct column_row *row, const outcome *o)
{
    const void *whole = row->from == OF_RULE     ? (const void *)&o->rule
                        : row->from == OF_CLAUSE ? (const void *)&o->clause
                                                 : (const void *)&o->result;
    return (const char *)whole + row->offset;
}

static bool add_value(ics_column_builder *column, const struct column_row *row, const outcome *o)
{
    const void *field = field_of(row, o);
    const char *text;
    int32_t number;
    switch (row->kind) {
    case ICS_COLUMN_TEXT:
        memcpy(&text, row->from == OF_PATH ? (const void *)&o->path : field, sizeof text);
        return ics_column_add_text(column, text, strlen(text));
    case ICS_COLUMN_DAY:
    case ICS_COLUMN_COUNT:
        memcpy(&number, field, sizeof number);
        return ics_column_add_number(column, number);
    case ICS_COLUMN_FLAG:
        return ics_column_add_flag(column, *(const bool *)field);
    case ICS_COLUMN_WORD:
        number = row->from == OF_INDEX ? (int32_t)o->result.rule : (int32_t)o->result.outcome;
        return ics_column_add_number(column, number);
    }
    return false;
}

/* -- one array */

typedef struct batch {
    ics_column_builder columns[COLUMNS];
    size_t count;
    bool is_full; /* of text */
} batch;

static bool add_outcome(const exporter *e, batch *b, size_t index, outcome *o)
{
    ics_run_result(e->run, index, &o->result);
    if (o->result.is_special && !e->records)
        return true;
    if (!read_outcome(e, index, o))
        return false;
    for (size_t i = 0; i < COLUMNS; i++) {
        if (!add_value(&b->columns[i], &column_rows[i], o))
            return false;
        b->is_full |= b->columns[i].byte_count > TEXT_BYTES;
    }
    b->count++;
    return true;
}

static void clear_batch(batch *b)
{
    for (size_t i = 0; i < COLUMNS; i++)
        ics_column_clear(&b->columns[i]);
}

static bool finish_batch(const exporter *e, batch *b, struct ArrowArray *out)
{
    if (!ics_struct_array(out, COLUMNS, b->count))
        return false;
    for (size_t i = 0; i < COLUMNS; i++) {
        const bool is_rule = column_rows[i].from == OF_INDEX;
        if (ics_column_array(out->children[i], &b->columns[i], is_rule ? e->rules : e->outcomes,
                             is_rule ? e->run->program->rule_count : ICS_OUTCOME_COUNT))
            continue;
        out->release(out);
        return false;
    }
    return true;
}

/* Fills an array from the next outcome on. Nothing is lost where memory runs out: the next is set at the end. */
static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    exporter *e = stream->private_data;
    const size_t length = ics_run_length(e->run);
    size_t next = e->next;
    batch b = {.count = 0};
    outcome o = {.path_room = 256, .path = malloc(256)};
    out->release = NULL;
    bool has_room = o.path != NULL;
    for (size_t i = 0; i < COLUMNS; i++)
        b.columns[i].kind = column_rows[i].kind;
    for (; has_room && next < length && b.count < e->batch_rows && !b.is_full; next++)
        has_room = add_outcome(e, &b, next, &o);
    if (has_room && b.count > 0)
        has_room = finish_batch(e, &b, out);
    clear_batch(&b);
    free(o.path);
    if (has_room)
        e->next = next;
    return has_room ? 0 : ENOMEM;
}

/* -- the stream */

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    (void)stream;
    if (!ics_struct_schema(out, "outcomes", COLUMNS))
        return ENOMEM;
    for (size_t i = 0; i < COLUMNS; i++)
        if (!ics_column_schema(out->children[i], column_rows[i].name, column_rows[i].kind)) {
            out->release(out);
            return ENOMEM;
        }
    return 0;
}

static const char *get_last_error(struct ArrowArrayStream *stream)
{
    (void)stream;
    return "memory has run out";
}

static void release_stream(struct ArrowArrayStream *stream)
{
    exporter *e = stream->private_data;
    free(e->rules);
    free(e);
    stream->release = NULL;
}

ics_status ics_run_arrow_stream(struct ArrowArrayStream *stream, const ics_run *run,
                                const ics_arrow_export_options *options)
{
    exporter *e = calloc(1, sizeof *e);
    const char **rules = calloc((size_t)run->program->rule_count + 1, sizeof *rules);
    if (!e || !rules) {
        free(e);
        free(rules);
        return ICS_E_NOMEM;
    }
    *e = (exporter){.run = run,
                    .records = options && options->records,
                    .batch_rows = options && options->batch_rows > 0 ? options->batch_rows : BATCH_ROWS,
                    .rules = rules};
    for (uint32_t i = 0; i < run->program->rule_count; i++) {
        ics_rule_info info;
        ics_program_rule(run->program, i, &info);
        rules[i] = info.id[0] != '\0' ? info.id : info.title;
    }
    for (int i = 0; i < ICS_OUTCOME_COUNT; i++)
        e->outcomes[i] = ics_outcome_name((ics_outcome)i);
    *stream = (struct ArrowArrayStream){.get_schema = get_schema,
                                        .get_next = get_next,
                                        .get_last_error = get_last_error,
                                        .release = release_stream,
                                        .private_data = e};
    return ICS_OK;
}
