/* Rings: records that contain each other. Looked for only where one was put into another after both were made. */
#include "data/load.h"

#include "data/growth.h"

#include <stdio.h>
#include <stdlib.h>

/* A record inside another; records are numbered over all tables. */
typedef struct inside {
    uint32_t record, container;
} inside;

typedef struct search {
    ics_load *load;
    uint32_t *first_record; /* by root: number of its first row; one more at the end */
    inside *edges;          /* ordered by record */
    size_t edge_count, edge_room;
    uint32_t *edge_of;     /* by record: its first edge */
    uint8_t *colour;       /* 0 not seen, 1 on the way, 2 done */
    uint32_t *path, *next; /* the way: records, and the edge to try next */
} search;

static int by_record(const void *a, const void *b)
{
    const inside *x = a, *y = b;
    if (x->record != y->record)
        return x->record < y->record ? -1 : 1;
    return x->container < y->container ? -1 : x->container > y->container;
}

static bool add_edge(search *s, uint32_t record, uint32_t container)
{
    if (!ICS_GROW(s->edges, s->edge_count, s->edge_room))
        return ics_load_out_of_memory(s->load);
    s->edges[s->edge_count++] = (inside){record, container};
    return true;
}

static bool add_owners(search *s)
{
    for (uint32_t root = 0; root < s->load->model->entity_count; root++) {
        const ics_table *table = &s->load->dataset->tables[root];
        for (uint32_t row = 0; row < table->row_count; row++)
            if (table->owner_attribute[row] != ICS_NONE &&
                !add_edge(s, s->first_record[root] + row,
                          s->first_record[table->owner_table[row]] + table->owner_row[row]))
                return false;
    }
    return true;
}

/* `ICB : one ICB` contains; the side that is only its inverse does not. */
static bool add_single_parts(search *s)
{
    const ics_load *load = s->load;
    for (uint32_t i = 0; i < load->model->attribute_count; i++) {
        const ics_attribute *a = &load->model->attributes[i];
        if (a->type != ICS_TYPE_REF || !a->is_one || a->inverse != ICS_NONE)
            continue;
        const uint32_t root = ics_store_table(load->model, i), target = load->model->entities[a->target].root;
        for (uint32_t row = 0; row < load->dataset->tables[root].row_count; row++)
            if ((ics_store_state(load->dataset, i, row) & ICS_SAID_MASK) == ICS_SAID_PRESENT &&
                !add_edge(s, s->first_record[target] + load->dataset->columns[i].id[row], s->first_record[root] + row))
                return false;
    }
    return true;
}

static void find_row(const search *s, uint32_t record, uint32_t *root, uint32_t *row)
{
    *root = 0;
    while (record >= s->first_record[*root + 1])
        ++*root;
    *row = record - s->first_record[*root];
}

static void name_record(const search *s, uint32_t record, char *buffer, size_t size)
{
    uint32_t root, row;
    find_row(s, record, &root, &row);
    ics_dataset_path(s->load->dataset, root, row, ICS_NONE, buffer, size);
}

static uint32_t position_of(const search *s, uint32_t record)
{
    uint32_t root, row;
    find_row(s, record, &root, &row);
    return s->load->store->rows[root].position[row];
}

/* Reports the ring that closes at path[depth]: from where the record stands on the way already. A record's container
 * comes after it on the way, so the ring is told from its end. */
static bool refuse_ring(search *s, size_t depth, uint32_t record)
{
    char text[300] = "", name[80];
    size_t begin = depth, at = 0;
    while (begin > 0 && s->path[begin] != record)
        begin--;
    for (size_t i = depth + 1; i-- > begin && at + 100 < sizeof text;) {
        name_record(s, s->path[i], name, sizeof name);
        at += (size_t)snprintf(text + at, sizeof text - at, "%s contains ", name);
    }
    name_record(s, s->path[depth], name, sizeof name);
    return ics_load_error_at(s->load, ICS_E0609, position_of(s, record), position_of(s, s->path[depth]),
                             "the other stands here", "records contain each other: %s%s", text, name);
}

/* Walks from one record to its containers, depth first with a way of our own. */
static bool walk(search *s, uint32_t start)
{
    size_t depth = 0;
    s->path[0] = start;
    s->next[0] = s->edge_of[start];
    s->colour[start] = 1;
    for (;;) {
        const uint32_t record = s->path[depth];
        const uint32_t edge = s->next[depth];
        if (edge >= s->edge_count || s->edges[edge].record != record) {
            s->colour[record] = 2;
            if (depth-- == 0)
                return true;
            continue;
        }
        s->next[depth]++;
        const uint32_t container = s->edges[edge].container;
        if (s->colour[container] == 1 && !refuse_ring(s, depth, container))
            return false;
        if (s->colour[container] != 0)
            continue;
        s->colour[container] = 1;
        s->path[++depth] = container;
        s->next[depth] = s->edge_of[container];
    }
}

static bool search_all(search *s)
{
    const uint32_t record_count = s->first_record[s->load->model->entity_count];
    s->edge_of = calloc(record_count + 1u, sizeof *s->edge_of);
    s->colour = calloc(record_count + 1u, 1);
    s->path = calloc(record_count + 1u, sizeof *s->path);
    s->next = calloc(record_count + 1u, sizeof *s->next);
    if (!s->edge_of || !s->colour || !s->path || !s->next)
        return ics_load_out_of_memory(s->load);
    if (s->edge_count > 1)
        qsort(s->edges, s->edge_count, sizeof *s->edges, by_record);
    for (uint32_t record = 0; record < record_count; record++)
        s->edge_of[record] = (uint32_t)s->edge_count;
    for (size_t i = s->edge_count; i-- > 0;)
        s->edge_of[s->edges[i].record] = (uint32_t)i;
    for (uint32_t record = 0; record < record_count; record++)
        if (s->colour[record] == 0 && !walk(s, record))
            return false;
    return true;
}

bool ics_load_rings(ics_load *load)
{
    if (!load->may_ring)
        return true;
    search s = {.load = load, .first_record = calloc(load->model->entity_count + 1u, sizeof *s.first_record)};
    if (!s.first_record)
        return ics_load_out_of_memory(load);
    for (uint32_t root = 0; root < load->model->entity_count; root++)
        s.first_record[root + 1] = s.first_record[root] + load->dataset->tables[root].row_count;
    const bool went_well = add_owners(&s) && add_single_parts(&s) && search_all(&s);
    free(s.first_record);
    free(s.edges);
    free(s.edge_of);
    free(s.colour);
    free(s.path);
    free(s.next);
    return went_well;
}
