/* Keeping what a report tells one by one, of outcomes that come a part at a time. */
#define _GNU_SOURCE /* memrchr */
#include "pipeline/kept.h"

#include <stdlib.h>
#include <string.h>

enum { PADDING = 64 };

/* A record of the part at hand that is kept. */
typedef struct span {
    size_t begin, end; /* its line */
    uint32_t row;
} span;

typedef struct spans {
    span *items;
    size_t count, room;
} spans;

static bool grow(void *items, size_t *room, size_t need, size_t size)
{
    void *old;
    if (need <= *room)
        return true;
    const size_t wanted = need > *room * 2 ? need + 64 : *room * 2;
    memcpy(&old, items, sizeof old);
    void *grown = realloc(old, wanted * size);
    if (!grown)
        return false;
    memcpy(items, &grown, sizeof grown);
    *room = wanted;
    return true;
}

/* Rules without versions have one section for each state. */
static bool find_sections(ics_kept *kept)
{
    const uint32_t rule_count = kept->program->rule_count;
    kept->section_of = malloc((size_t)rule_count * ICS_OUTCOME_COUNT + 1);
    for (uint32_t r = 0; kept->section_of && r < rule_count; r++)
        for (int state = 0; state < ICS_OUTCOME_COUNT; state++)
            kept->section_of[r * ICS_OUTCOME_COUNT + (uint32_t)state] =
                (uint8_t)ics_text_section(kept->program, r, 1, (ics_outcome)state);
    return kept->section_of != NULL;
}

static size_t section_of(const ics_kept *kept, const ics_run *run, ics_outcome_ref ref)
{
    const ics_rule_outcomes *outcomes = &run->rules[ref.rule];
    if (kept->program->rules[ref.rule].version_count == 0)
        return kept->section_of[ref.rule * ICS_OUTCOME_COUNT + outcomes->state[ref.index]];
    return ics_text_section(kept->program, ref.rule, outcomes->version[ref.index],
                            (ics_outcome)outcomes->state[ref.index]);
}

/* The record that no other holds, around a subject. */
static uint32_t record_of(const ics_kept *kept, const ics_run *run, ics_outcome_ref ref)
{
    const ics_rule_outcomes *outcomes = &run->rules[ref.rule];
    ics_row_ref at = {outcomes->table[ref.index], outcomes->row[ref.index]};
    for (ics_row_ref owner = at; owner.table != ICS_NONE; owner = ics_row_owner(run->dataset, at))
        at = owner;
    return at.table == kept->table ? at.row : 0;
}

static span span_of(const ics_kept *kept, uint32_t row, const unsigned char *bytes, size_t at, size_t size)
{
    if (kept->is_csv)
        return (span){at, ics_data_row_end(bytes, at, size), row};
    const unsigned char *before = memrchr(bytes, '\n', at), *behind = memchr(bytes + at, '\n', size - at);
    return (span){before ? (size_t)(before - bytes) + 1 : 0, behind ? (size_t)(behind - bytes) + 1 : size, row};
}

static bool note_span(const ics_kept *kept, spans *found, const ics_run *run, uint32_t row, const unsigned char *bytes,
                      size_t size)
{
    const size_t at = ics_dataset_row_offset(run->dataset, kept->table, row);
    if (found->count > 0 && at < found->items[found->count - 1].end)
        return true; /* the record is noted already */
    if (!grow(&found->items, &found->room, found->count + 1, sizeof *found->items))
        return false;
    found->items[found->count++] = span_of(kept, row, bytes, at, size);
    return true;
}

/* How many outcomes of each section a rule has in the part. Few states are of any, so the states are counted first. */
static void count_rule(const ics_kept *kept, const ics_run *run, uint32_t rule, uint64_t counts[ICS_TEXT_SECTIONS])
{
    const ics_rule_outcomes *outcomes = &run->rules[rule];
    uint32_t states[256] = {0};
    memset(counts, 0, ICS_TEXT_SECTIONS * sizeof *counts);
    for (uint32_t i = 0; i < outcomes->count; i++)
        states[outcomes->state[i]]++;
    for (uint32_t state = 0; state < ICS_OUTCOME_COUNT; state++) {
        const size_t section = kept->section_of[rule * ICS_OUTCOME_COUNT + state];
        if (section < ICS_TEXT_SECTIONS)
            counts[section] += states[state];
    }
}

/* Versions may differ in force, and so in their section. */
static bool has_versions(const ics_program *program)
{
    bool has_any = false;
    for (uint32_t r = 0; r < program->rule_count; r++)
        has_any |= program->rules[r].version_count > 0;
    return has_any;
}

/* Where all sections that the part has outcomes for are full, its outcomes are only counted. */
static bool count_all(ics_kept *kept, const ics_run *run)
{
    const uint32_t rule_count = kept->program->rule_count;
    uint64_t counts[ICS_TEXT_SECTIONS];
    if (has_versions(kept->program))
        return false;
    for (uint32_t r = 0; r < rule_count; r++) {
        count_rule(kept, run, r, counts);
        for (size_t s = 0; s < ICS_TEXT_SECTIONS; s++)
            if (counts[s] > 0 && kept->shown[s] < ICS_TEXT_SECTION_MOST)
                return false;
    }
    for (uint32_t r = 0; r < rule_count; r++) {
        count_rule(kept, run, r, counts);
        for (size_t s = 0; s < ICS_TEXT_SECTIONS; s++)
            kept->unshown[s * rule_count + r] += counts[s];
    }
    return true;
}

/* The records of the outcomes that sections have room for. Outcomes come in the order of their records. */
static bool choose(ics_kept *kept, const ics_run *run, const unsigned char *bytes, size_t size, spans *found)
{
    const ics_evaluation *evaluation = ics_run_evaluation(run);
    for (size_t i = 0; i < evaluation->order.count; i++) {
        const ics_outcome_ref ref = ics_evaluation_at(evaluation, i);
        const size_t section = section_of(kept, run, ref);
        if (section == ICS_TEXT_SECTIONS || kept->shown[section] == ICS_TEXT_SECTION_MOST)
            continue;
        kept->shown[section]++;
        if (!note_span(kept, found, run, record_of(kept, run, ref), bytes, size))
            return false;
    }
    return true;
}

/* Counts the outcomes of records that are not among those found. */
static void count_others(ics_kept *kept, const ics_run *run, const spans *found)
{
    const ics_evaluation *evaluation = ics_run_evaluation(run);
    size_t next = 0;
    for (size_t i = 0; i < evaluation->order.count; i++) {
        const ics_outcome_ref ref = ics_evaluation_at(evaluation, i);
        const size_t section = section_of(kept, run, ref);
        if (section == ICS_TEXT_SECTIONS)
            continue;
        const size_t at = ics_dataset_row_offset(run->dataset, kept->table, record_of(kept, run, ref));
        while (next < found->count && found->items[next].end <= at)
            next++;
        if (next == found->count || at < found->items[next].begin)
            kept->unshown[section * kept->program->rule_count + ref.rule]++;
    }
}

/* The headings come before the first row. */
static bool keep_head(ics_kept *kept)
{
    if (kept->size > 0 || !kept->is_csv)
        return true;
    if (!grow(&kept->bytes, &kept->room, kept->head_size + PADDING + 1, 1))
        return false;
    memcpy(kept->bytes, kept->head, kept->head_size);
    kept->size = kept->head_size;
    return true;
}

static bool keep_line(ics_kept *kept, const unsigned char *bytes, span line, uint32_t number)
{
    const size_t length = line.end - line.begin;
    if (!keep_head(kept) || !grow(&kept->bytes, &kept->room, kept->size + length + PADDING + 1, 1) ||
        !grow(&kept->line_offset, &kept->offset_room, kept->kept_count + 1, sizeof *kept->line_offset) ||
        !grow(&kept->line_number, &kept->number_room, kept->kept_count + 1, sizeof *kept->line_number) ||
        !grow(&kept->first_row, &kept->row_room, kept->kept_count + 1, sizeof *kept->first_row))
        return false;
    kept->line_offset[kept->kept_count] = (uint32_t)kept->size;
    kept->line_number[kept->kept_count] = number;
    kept->first_row[kept->kept_count++] = kept->row_count + line.row;
    memcpy(kept->bytes + kept->size, bytes + line.begin, length);
    kept->size += length;
    if (kept->bytes[kept->size - 1] != '\n') /* the last line of a file may not end */
        kept->bytes[kept->size++] = '\n';
    return true;
}

static bool keep_lines(ics_kept *kept, const ics_run *run, const unsigned char *bytes, const spans *found)
{
    uint32_t number = kept->line_count + 1;
    size_t counted = 0;
    for (size_t i = 0; i < found->count; i++) {
        if (kept->is_csv)
            number = kept->line_count + ics_dataset_part_row(run->dataset, kept->table, found->items[i].row);
        else
            number += ics_count_line_ends(bytes, counted, found->items[i].begin);
        counted = found->items[i].begin;
        if (!keep_line(kept, bytes, found->items[i], number))
            return false;
    }
    return true;
}

bool ics_kept_add(ics_kept *kept, const ics_run *run, const unsigned char *bytes, size_t size, size_t before)
{
    spans found = {NULL, 0, 0};
    const size_t cells = (size_t)ICS_TEXT_SECTIONS * kept->program->rule_count;
    if (!kept->unshown)
        kept->unshown = calloc(cells + 1, sizeof *kept->unshown);
    bool has_room = kept->unshown && (kept->section_of || find_sections(kept));
    if (has_room && !count_all(kept, run)) {
        has_room = choose(kept, run, bytes, size, &found);
        count_others(kept, run, &found);
        has_room = has_room && keep_lines(kept, run, bytes, &found);
    }
    free(found.items);
    for (int state = 0; state < ICS_OUTCOME_COUNT; state++)
        kept->counts[state] += run->counts[state];
    kept->record_count += run->dataset->record_count;
    kept->byte_count += size - before;
    kept->row_count += run->dataset->tables[kept->table].row_count;
    return has_room;
}

ics_status ics_kept_judge(ics_kept *kept, ics_run **run_out, ics_dataset **dataset_out, const char *name,
                          const ics_load_options *load, int32_t as_at, const ics_evaluate_options *options)
{
    ics_dataset *dataset = NULL;
    ics_run *run = NULL;
    ics_evaluate_options again = *options;
    again.costs = NULL; /* what is kept was counted in its part */
    if (!grow(&kept->bytes, &kept->room, kept->size + PADDING, 1))
        return ICS_E_NOMEM;
    memset(kept->bytes + kept->size, 0, PADDING);
    const ics_data_part part = {.name = name,
                                .bytes = kept->bytes,
                                .size = kept->size,
                                .gives_bytes = true,
                                .is_first = true,
                                .is_csv = kept->is_csv,
                                .head_size = kept->head_size,
                                .row_offset = kept->line_offset,
                                .row_number = kept->line_number,
                                .row_count = kept->kept_count};
    kept->bytes = NULL;
    ics_status status = ics_dataset_read_part(&dataset, kept->program, &part, load, NULL);
    if (status == ICS_OK && !ics_dataset_number_rows(dataset, kept->table, kept->first_row, kept->kept_count))
        status = ICS_E_NOMEM;
    if (status == ICS_OK)
        status = ics_evaluate_any(&run, kept->program, dataset, as_at, &again, NULL);
    if (status != ICS_OK) {
        ics_dataset_free(dataset);
        return status;
    }
    dataset->record_count = kept->record_count;
    dataset->bytes_before = kept->byte_count - ics_dataset_byte_count(dataset);
    memcpy(run->counts, kept->counts, sizeof run->counts);
    ((ics_evaluation *)run->attached)->unshown = kept->unshown;
    kept->unshown = NULL;
    *run_out = run;
    *dataset_out = dataset;
    return ICS_OK;
}

void ics_kept_free(ics_kept *kept)
{
    free(kept->unshown);
    free(kept->section_of);
    free(kept->bytes);
    free(kept->line_offset);
    free(kept->line_number);
    free(kept->first_row);
}
