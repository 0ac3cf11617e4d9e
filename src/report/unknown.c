/*
 * What cannot be known, for people: under each body the facts that are missing, and under each fact the duties that
 * wait for it. Bodies of which the same is missing stand together, so that fifteen authorities that said nothing take
 * no more room than one.
 */
#include "report/text.h"

#include <stdlib.h>
#include <string.h>

/* The outcomes of one subject: a run of items. */
typedef struct block {
    size_t begin, end;
    size_t like; /* the first block that says the same, or this one */
} block;

static ics_row_ref row_of(const ics_report_job *job, const ics_text_item *item)
{
    const ics_outcome_ref ref = ics_evaluation_at(ics_run_evaluation(job->run), item->index);
    const ics_rule_outcomes *outcomes = &job->run->rules[ref.rule];
    return (ics_row_ref){outcomes->table[ref.index], outcomes->row[ref.index]};
}

/* The type tells a body from its own list, of which a rule speaks where the list is not known. */
static bool is_same_subject(const ics_report_job *job, const ics_text_item *a, const ics_text_item *b)
{
    const ics_row_ref x = row_of(job, a), y = row_of(job, b);
    return x.table == y.table && x.row == y.row && strcmp(a->result.subject_type, b->result.subject_type) == 0;
}

static bool has_same_parts(const ics_report_job *job, const ics_text_item *a, const ics_text_item *b)
{
    if (a->result.part_count != b->result.part_count)
        return false;
    for (uint32_t part = 0; part < a->result.part_count; part++)
        if (ics_run_part(job->run, a->index, part, NULL) != ics_run_part(job->run, b->index, part, NULL))
            return false;
    return true;
}

/* Whether two outcomes read the same but for their subject. */
static bool reads_the_same(const ics_report_job *job, const ics_text_item *a, const ics_text_item *b)
{
    const ics_result *x = &a->result, *y = &b->result;
    return x->rule == y->rule && x->outcome == y->outcome && x->due == y->due && x->days == y->days &&
           x->period_from == y->period_from && x->period_to == y->period_to && x->event_day == y->event_day &&
           strcmp(x->event_code, y->event_code) == 0 && strcmp(x->inherited_code, y->inherited_code) == 0 &&
           strcmp(x->with_type, y->with_type) == 0 && strcmp(x->with_code, y->with_code) == 0 &&
           strcmp(a->why, b->why) == 0 && has_same_parts(job, a, b);
}

static bool is_alike(const ics_report_job *job, const ics_text_item *items, const block *a, const block *b)
{
    if (a->end - a->begin != b->end - b->begin)
        return false;
    for (size_t i = 0; i < a->end - a->begin; i++)
        if (!reads_the_same(job, &items[a->begin + i], &items[b->begin + i]))
            return false;
    return true;
}

/* Parts the items into blocks. @return how many; @p blocks has room for one an item. */
static size_t find_blocks(const ics_report_job *job, const ics_text_item *items, size_t count, block *blocks)
{
    size_t found = 0;
    for (size_t begin = 0, end; begin < count; begin = end) {
        for (end = begin + 1; end < count && is_same_subject(job, &items[begin], &items[end]); end++)
            ;
        block *next = &blocks[found];
        *next = (block){begin, end, found};
        for (size_t earlier = 0; earlier < found && next->like == found; earlier++)
            if (blocks[earlier].like == earlier && is_alike(job, items, &blocks[earlier], next))
                next->like = earlier;
        found++;
    }
    return found;
}

/* "  local authority E06000008 (Blackburn with Darwen), E06000009 (Blackpool)" */
static void write_subjects(ics_report_job *job, const ics_text_item *items, const block *blocks, size_t count,
                           size_t which)
{
    const char *type = "";
    size_t column = 0;
    for (size_t b = which; b < count; b++) {
        const ics_result *result = &items[blocks[b].begin].result;
        if (blocks[b].like != which)
            continue;
        const size_t length = strlen(result->subject_code) + strlen(result->subject_name) + 3;
        if (b != which)
            ics_write(&job->writer, column + length > ICS_TEXT_COLUMNS ? ",\n    " : ", ");
        else
            ics_write(&job->writer, "  ");
        column = b == which || column + length > ICS_TEXT_COLUMNS ? 4 : column + 2;
        column += ics_text_subject(job, &items[blocks[b].begin], strcmp(type, result->subject_type) != 0);
        type = result->subject_type;
    }
    ics_write(&job->writer, "\n");
}

/* "NEEDS-ASSESSED (LGPIHA-2007 section 116(4))", with the source by its identifier: its title is told by explain. */
static void write_duty(ics_report_job *job, const ics_text_item *item, size_t *column)
{
    const ics_rule *rule = &job->run->program->rules[item->result.rule];
    ics_clause clause = {.source_id = "uncited", .place = ""};
    const ics_rule_version version = ics_rule_version_of(rule, item->result.version);
    if (version.citation_count > 0)
        ics_program_clause(job->run->program, item->result.rule, version.first_citation, &clause);
    const char *name = rule->id[0] != '\0' ? rule->id : rule->title;
    const size_t length = strlen(name) + strlen(clause.source_id) + strlen(clause.place) + 6;
    if (*column == 0 || *column + length > ICS_TEXT_COLUMNS) {
        ics_write(&job->writer, *column == 0 ? "      " : ",\n      ");
        *column = 6;
    } else {
        ics_write(&job->writer, ", ");
    }
    ics_text_rule(job, item->result.rule);
    *column += length + ics_text_partner(job, &item->result) + ics_report_marks(job, &item->result);
    ics_write(&job->writer, " (");
    ics_write_plain(&job->writer, clause.source_id);
    ics_write(&job->writer, clause.place[0] != '\0' ? " " : "");
    ics_write_plain(&job->writer, clause.place);
    if (item->result.outcome != ICS_UNKNOWN)
        ics_write_format(&job->writer, "; %s", ics_outcome_name(item->result.outcome));
    ics_text_due(job, item);
    ics_text_letters(job, item);
    ics_write(&job->writer, ")");
}

static bool is_said_before(const ics_text_item *items, const block *of, size_t index)
{
    for (size_t i = of->begin; i < index; i++)
        if (strcmp(items[i].why, items[index].why) == 0)
            return true;
    return false;
}

static void write_block(ics_report_job *job, const ics_text_item *items, const block *of)
{
    for (size_t i = of->begin; i < of->end; i++) {
        if (is_said_before(items, of, i))
            continue;
        const char *why = items[i].why;
        ics_write(&job->writer, "    ");
        ics_write_plain(&job->writer, why);
        ics_write(&job->writer, "\n");
        size_t column = 0;
        for (size_t j = i; j < of->end; j++)
            if (strcmp(items[j].why, why) == 0)
                write_duty(job, &items[j], &column);
        ics_write(&job->writer, "\n");
    }
}

ics_status ics_text_by_subject(ics_report_job *job, const ics_text_item *items, size_t count)
{
    block *blocks = calloc(count + 1, sizeof *blocks);
    if (!blocks)
        return ICS_E_NOMEM;
    const size_t found = find_blocks(job, items, count, blocks);
    for (size_t b = 0; b < found; b++)
        if (blocks[b].like == b) {
            write_subjects(job, items, blocks, found, b);
            write_block(job, items, &blocks[b]);
        }
    free(blocks);
    return ICS_OK;
}
