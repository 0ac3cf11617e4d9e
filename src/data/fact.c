/* Where facts come from: place, evidence, contradiction; paths that people can follow. */
#include "data/debtor.h"
#include "data/store.h"

#include "base/date.h"
#include "bytecode/op.h"

#include <sodium.h>
#include <string.h>

size_t ics_store_evidence(const struct ics_dataset_private *store, uint32_t attribute, uint32_t row)
{
    size_t low = 0, high = store->evidence_count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        const ics_evidence_line *line = &store->evidence[middle];
        if (line->attribute < attribute || (line->attribute == attribute && line->row < row))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static size_t find_clash(const struct ics_dataset_private *store, uint32_t attribute, uint32_t row)
{
    size_t low = 0, high = store->clash_count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        const ics_clash *clash = &store->clashes[middle];
        if (clash->attribute < attribute || (clash->attribute == attribute && clash->row < row))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static const char *text_of(const ics_dataset *dataset, uint32_t id)
{
    return ics_intern_text(dataset->texts, id, NULL);
}

const ics_description *ics_store_description(const ics_dataset *dataset, uint32_t position)
{
    const struct ics_dataset_private *store = dataset->private_;
    size_t low = 0, high = store->description_count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (store->descriptions[middle].position <= position)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0 ||
        ics_store_input(dataset, store->descriptions[low - 1].position) != ics_store_input(dataset, position))
        return NULL;
    return &store->descriptions[low - 1];
}

static void add_description(const ics_dataset *dataset, uint32_t position, ics_fact *out)
{
    const ics_description *around = ics_store_description(dataset, position);
    if (!around)
        return;
    out->as_at = around->as_at;
    out->source = text_of(dataset, around->source);
}

/* What is said around a list holds of what stands in it, where that says nothing of its own. */
static void add_evidence_around(const ics_dataset *dataset, uint32_t attribute, uint32_t row, ics_fact *out)
{
    const struct ics_dataset_private *store = dataset->private_;
    ics_row_ref at = {ics_store_table(dataset->model, attribute), row};
    while (at.table != ICS_NONE) {
        const ics_table *table = &dataset->tables[at.table];
        const uint32_t list = table->owner_attribute[at.row], owner = table->owner_row[at.row];
        const size_t i = list == ICS_NONE ? store->evidence_count : ics_store_evidence(store, list, owner);
        if (i < store->evidence_count && store->evidence[i].attribute == list && store->evidence[i].row == owner) {
            if (store->evidence[i].source)
                out->source = text_of(dataset, store->evidence[i].source);
            out->kind = text_of(dataset, store->evidence[i].kind);
            return;
        }
        at = ics_row_owner(dataset, at);
    }
}

/* The evidence of a cell that stands at a position, or the first of the cell's where none stands there. */
static void add_evidence(const ics_dataset *dataset, uint32_t attribute, uint32_t row, uint32_t position, ics_fact *out)
{
    const struct ics_dataset_private *store = dataset->private_;
    const ics_evidence_line *found = NULL;
    for (size_t i = ics_store_evidence(store, attribute, row);
         i < store->evidence_count && store->evidence[i].attribute == attribute && store->evidence[i].row == row; i++)
        if (!found || store->evidence[i].position == position)
            found = &store->evidence[i];
    if (!found) {
        if (store->evidence_count > 0)
            add_evidence_around(dataset, attribute, row, out);
        return;
    }
    if (found->source)
        out->source = text_of(dataset, found->source);
    out->kind = text_of(dataset, found->kind);
    out->from = found->from;
    out->to = found->to;
    out->recorded = found->recorded;
    out->review_by = found->review_by;
}

static void add_clash(const ics_dataset *dataset, uint32_t attribute, uint32_t row, int32_t day, ics_fact *out)
{
    const struct ics_dataset_private *store = dataset->private_;
    for (size_t i = find_clash(store, attribute, row);
         i < store->clash_count && store->clashes[i].attribute == attribute && store->clashes[i].row == row; i++) {
        const ics_clash *clash = &store->clashes[i];
        if (day < clash->from || day > clash->to)
            continue;
        out->is_contradicted = true;
        out->is_known = out->is_present = false;
        ics_store_place(dataset, clash->position, &out->place);
        ics_store_place(dataset, clash->other_position, &out->other_place);
        return;
    }
}

/* The dated fact that covers the day, else one that may, else the first. NULL: the cell has none. */
static const ics_dated_fact *find_dated(const ics_column *column, uint32_t row, int32_t day, bool *covers,
                                        bool *is_doubtful)
{
    *covers = *is_doubtful = false;
    if (!column->dated_offset)
        return NULL;
    const uint32_t begin = column->dated_offset[row], end = column->dated_offset[row + 1];
    const ics_dated_fact *found = begin < end ? &column->dated[begin] : NULL;
    for (uint32_t i = begin; i < end; i++) {
        const ics_dated_fact *fact = &column->dated[i];
        if (fact->from > day || fact->to < day)
            continue;
        *is_doubtful |= fact->is_doubtful;
        if (!*covers)
            found = fact;
        *covers |= !fact->is_doubtful;
    }
    return found;
}

bool ics_dataset_fact(const ics_dataset *dataset, uint32_t attribute, uint32_t row, int32_t day, int32_t judged,
                      ics_fact *out)
{
    const ics_model *model = dataset->model;
    *out = (ics_fact){.source = "", .kind = "", .place.file = "", .other_place.file = ""};
    out->from = ICS_DAY_MIN;
    out->to = out->review_by = ICS_DAY_MAX;
    out->recorded = out->as_at = ICS_DAY_NONE;
    if (attribute >= model->attribute_count || row >= dataset->tables[ics_store_table(model, attribute)].row_count)
        return false;
    const uint8_t state = ics_store_state(dataset, attribute, row);
    const uint8_t said = state & ICS_SAID_MASK;
    if (said == ICS_SAID_NOTHING && !(state & (ICS_STATE_DATED | ICS_STATE_CLASH)))
        return false;
    bool covers;
    const ics_dated_fact *dated = find_dated(&dataset->columns[attribute], row, day, &covers, &out->is_doubtful);
    const uint32_t position = dated ? dated->place : dataset->private_->cells[attribute].position[row];
    if (dated) {
        out->is_outside = !covers;
        out->is_stale = covers && dated->review_by < judged;
        out->is_known = covers && !out->is_stale;
        out->is_present = out->is_known && dated->is_present;
    } else {
        const int32_t *review_by = dataset->columns[attribute].review_by;
        out->is_stale = review_by && review_by[row] < judged;
        out->is_known = (said == ICS_SAID_PRESENT || said == ICS_SAID_ABSENT) && !out->is_stale;
        out->is_present = out->is_known && said == ICS_SAID_PRESENT;
        out->is_not_applicable = (state & ICS_STATE_NOT_APPLICABLE) != 0;
    }
    ics_store_place(dataset, position, &out->place);
    add_description(dataset, position, out);
    add_evidence(dataset, attribute, row, position, out);
    if (dated) {
        out->from = dated->from;
        out->to = dated->to;
        out->recorded = dated->recorded;
        out->review_by = dated->review_by;
    }
    add_clash(dataset, attribute, row, day, out);
    return true;
}

bool ics_dataset_serves(const ics_dataset *dataset, const ics_program *program)
{
    const bool *has_late = dataset->private_ ? dataset->private_->has_late : NULL;
    for (uint32_t pc = 0; has_late && pc < program->code_count; pc++)
        if (ics_op_find(program->code[pc].op)->k == 'm' && has_late[program->code[pc].k])
            return false;
    return true;
}

bool ics_dataset_says_inapplicable(const ics_dataset *dataset, uint32_t attribute)
{
    return dataset->private_ && dataset->private_->cells[attribute].says_inapplicable;
}

bool ics_dataset_row_place(const ics_dataset *dataset, uint32_t table, uint32_t row, ics_place *out)
{
    *out = (ics_place){.file = ""};
    return table < dataset->model->entity_count && row < dataset->tables[table].row_count &&
           ics_store_place(dataset, dataset->private_->rows[table].position[row], out);
}

static const char *text_cell(const ics_dataset *dataset, uint32_t attribute, uint32_t row)
{
    if (attribute == ICS_NONE || dataset->model->attributes[attribute].type != ICS_TYPE_TEXT ||
        (ics_store_state(dataset, attribute, row) & ICS_SAID_MASK) != ICS_SAID_PRESENT)
        return "";
    const uint32_t id = dataset->columns[attribute].id[row];
    return id == ICS_TEXT_LATE ? ics_store_late_text(dataset, attribute, row) : text_of(dataset, id);
}

const char *ics_dataset_code(const ics_dataset *dataset, uint32_t table, uint32_t row)
{
    if (table >= dataset->model->entity_count || row >= dataset->tables[table].row_count)
        return "";
    return text_cell(dataset, dataset->model->entities[dataset->tables[table].kind[row]].unique, row);
}

const char *ics_dataset_name(const ics_dataset *dataset, uint32_t table, uint32_t row)
{
    if (table >= dataset->model->entity_count || row >= dataset->tables[table].row_count)
        return "";
    return text_cell(dataset, ics_model_attribute(dataset->model, dataset->tables[table].kind[row], "name", 4), row);
}

uint32_t ics_dataset_kind_count(const ics_dataset *dataset, uint32_t entity)
{
    const ics_model *model = dataset->model;
    const ics_table *table = &dataset->tables[model->entities[entity].root];
    if (model->entities[entity].root == entity)
        return table->row_count;
    uint32_t count = 0;
    for (uint32_t row = 0; row < table->row_count; row++)
        count += ics_model_is_a(model, table->kind[row], entity);
    return count;
}

void ics_dataset_file_hash(const ics_dataset *dataset, size_t file, unsigned char out[32])
{
    const ics_bytes *bytes = &dataset->private_->inputs[file].bytes;
    crypto_hash_sha256(out, bytes->data, bytes->size);
}

/* ---- paths ---- */

typedef struct path {
    char *buffer;
    size_t size, length; /* length counts what would be written */
} path;

static void append(path *p, const char *text)
{
    const size_t length = strlen(text), room = p->size > p->length ? p->size - p->length - 1 : 0;
    const size_t fits = length < room ? length : room;
    if (fits > 0)
        memcpy(p->buffer + p->length, text, fits);
    p->length += length;
    if (p->size > 0)
        p->buffer[p->length < p->size ? p->length : p->size - 1] = 0;
}

static void append_number(path *p, const char *before, uint32_t number, const char *behind)
{
    char digits[12], *at = digits + sizeof digits - 1;
    *at = '\0';
    do
        *--at = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    append(p, before);
    append(p, at);
    append(p, behind);
}

/* "[2]" behind a list's name: which of its items the row is. */
static void append_index(path *p, const ics_dataset *dataset, uint32_t attribute, uint32_t owner, uint32_t row)
{
    const ics_column *column = &dataset->columns[attribute];
    if (!column->offset)
        return;
    const uint32_t begin = column->offset[owner], end = column->offset[owner + 1];
    uint32_t at = column->item ? begin : row;
    while (column->item && at < end && column->item[at] != row)
        at++;
    if (at >= begin && at < end)
        append_number(p, "[", at - begin, "]");
}

static bool is_numbered(const ics_dataset *dataset, uint32_t table)
{
    return dataset->private_->row_number && dataset->private_->numbered_table == table;
}

/* The start of a path: "ICB[QXU]", "place[North]", "ICB" where there is one alone, "ICB#3" else. */
static void append_root(path *p, const ics_dataset *dataset, uint32_t table, uint32_t row)
{
    const char *code = ics_dataset_code(dataset, table, row);
    const char *name = code[0] ? code : ics_row_public_name(dataset, (ics_row_ref){table, row}, false);
    append(p, dataset->model->entities[dataset->tables[table].kind[row]].name);
    if (name[0]) {
        append(p, "[");
        append(p, name);
        append(p, "]");
    } else if (dataset->tables[table].row_count > 1 || is_numbered(dataset, table)) {
        append_number(p, "#", (is_numbered(dataset, table) ? dataset->private_->row_number[row] : row) + 1, "");
    }
}

size_t ics_dataset_path(const ics_dataset *dataset, uint32_t table, uint32_t row, uint32_t attribute, char *buffer,
                        size_t size)
{
    enum { STEPS = 72 }; /* records nest DATA_NESTING deep */
    uint32_t rows[STEPS], attributes[STEPS], owners[STEPS];
    size_t depth = 0;
    path p = {buffer, size, 0};
    if (size > 0)
        buffer[0] = 0;
    if (table >= dataset->model->entity_count || row >= dataset->tables[table].row_count)
        return 0;
    while (depth < STEPS && ics_dataset_code(dataset, table, row)[0] == 0) { /* up to the nearest with a code */
        const ics_table *at = &dataset->tables[table];
        if (at->owner_attribute[row] == ICS_NONE)
            break;
        rows[depth] = row;
        attributes[depth] = at->owner_attribute[row];
        owners[depth++] = at->owner_row[row];
        table = at->owner_table[row];
        row = owners[depth - 1];
    }
    append_root(&p, dataset, table, row);
    while (depth-- > 0) {
        append(&p, ".");
        append(&p, dataset->model->attributes[attributes[depth]].name);
        append_index(&p, dataset, attributes[depth], owners[depth], rows[depth]);
    }
    if (attribute != ICS_NONE && attribute < dataset->model->attribute_count) {
        append(&p, ".");
        append(&p, dataset->model->attributes[attribute].name);
    }
    return p.length;
}
