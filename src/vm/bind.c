/* What a program's constants and questions mean in one dataset: worked out once before a run, on demand. */
#include "vm/cell.h"
#include "vm/machine.h"

#include <stdlib.h>
#include <string.h>

/* Texts that the data lacks get ids past its own, equal texts the same one, so that they equal nothing else. */
static bool bind_texts(ics_machine *machine)
{
    const ics_program *program = machine->program;
    ics_intern *missing = NULL;
    bool has_room = true;
    for (uint32_t i = 0; i < program->text_count && has_room; i++) {
        const size_t length = strlen(program->texts[i]);
        uint32_t id = ics_intern_find(machine->dataset->texts, program->texts[i], length);
        if (id == 0) {
            missing = missing ? missing : ics_intern_new();
            const uint32_t own = missing ? ics_intern_add(missing, program->texts[i], length) : 0;
            has_room = own != 0;
            id = ics_intern_count(machine->dataset->texts) + own;
        }
        machine->binding.text_id[i] = id;
    }
    ics_intern_free(missing);
    return has_room;
}

static bool bind_kind(ics_machine *machine, uint32_t kind)
{
    const ics_model *model = &machine->program->model;
    if (machine->binding.is_kind[kind])
        return true;
    bool *is_kind = calloc((size_t)model->entity_count + 1, sizeof *is_kind);
    if (!is_kind)
        return false;
    for (uint32_t i = 0; i < model->entity_count; i++) {
        uint32_t at = i;
        while (at != kind && model->entities[at].parent != ICS_NONE)
            at = model->entities[at].parent;
        is_kind[i] = at == kind;
    }
    machine->binding.is_kind[kind] = is_kind;
    return true;
}

/* A record that says when it holds, and does not hold on the day judged, is no subject on that day. */
static bool holds_on(const ics_table *table, uint32_t row, int32_t day)
{
    return !(table->holds_from && table->holds_from[row] > day) && !(table->holds_to && table->holds_to[row] < day);
}

static void note_owner(ics_inverse *inverse, uint32_t held, uint32_t row)
{
    uint32_t *owner = &inverse->owner[held];
    *owner = *owner == ICS_NONE || *owner == row ? row : ICS_SEVERAL;
}

static void fill_inverse(const ics_machine *machine, uint32_t attribute, ics_inverse *inverse)
{
    const ics_model *model = &machine->program->model;
    const ics_attribute *info = &model->attributes[attribute];
    const ics_column *column = &machine->dataset->columns[attribute];
    const uint32_t rows = machine->dataset->tables[model->entities[info->entity].root].row_count;
    for (uint32_t row = 0; row < rows && column->is_known; row++) {
        if (info->type == ICS_TYPE_REF) {
            const ics_cell cell = ics_cell_at(column, ICS_REP_REF, row, machine->as_at, machine->as_at);
            if (cell.is_present)
                note_owner(inverse, (uint32_t)cell.value, row);
            continue;
        }
        if (!ics_bit(column->is_present, row))
            continue;
        for (uint32_t i = column->offset[row]; i < column->offset[row + 1]; i++)
            note_owner(inverse, column->item ? column->item[i] : i, row);
    }
}

static bool bind_inverse(ics_machine *machine, uint32_t attribute)
{
    const ics_model *model = &machine->program->model;
    ics_inverse *inverse = &machine->binding.inverses[attribute];
    if (inverse->owner)
        return true;
    const uint32_t target = model->entities[model->attributes[attribute].target].root;
    const size_t rows = (size_t)machine->dataset->tables[target].row_count + 1;
    inverse->owner = malloc(rows * sizeof *inverse->owner);
    if (!inverse->owner)
        return false;
    memset(inverse->owner, 0xFF, rows * sizeof *inverse->owner);
    fill_inverse(machine, attribute, inverse);
    return true;
}

/* What can part the days of a frame, whether this run executes it or only sizes it. */
static bool bind_days(ics_machine *machine, uint16_t index)
{
    const ics_model *model = &machine->program->model;
    bool *is_read = machine->binding.is_read[index]; /* the plan's, so it is found once */
    if (!is_read) {
        is_read = calloc((size_t)model->attribute_count + 1, sizeof *is_read);
        machine->binding.is_read[index] = is_read;
        if (!is_read || !ics_plan_attributes(machine->program, &machine->plan, index, is_read))
            return false;
    }
    for (uint32_t pc = 0; pc < machine->plan.close_at[index]; pc++) {
        const ics_instruction *at = &machine->program->code[pc];
        if (at->op == ICS_OP_OWNER && is_read[at->k] && !bind_inverse(machine, at->k))
            return false;
    }
    return true;
}

/* The rows of a frame's kind that hold on the day judged, where they are not the whole table. */
static bool bind_frame(ics_machine *machine, uint32_t index)
{
    const ics_frame_info *frame = &machine->program->frames[index];
    const uint32_t root = machine->program->model.entities[frame->entity].root;
    const ics_table *table = &machine->dataset->tables[root];
    machine->binding.row_count[index] = table->row_count;
    const uint32_t open = machine->plan.open_at[index];
    if (open == ICS_NONE || !machine->plan.active[open])
        return true;
    if (ics_frame_is_of_days(frame))
        return frame->source == ICS_FRAME_PERIODS || bind_days(machine, (uint16_t)index);
    if (frame->entity != root && !bind_kind(machine, frame->entity))
        return false;
    const bool is_whole = frame->entity == root && !table->holds_from && !table->holds_to;
    if (is_whole || frame->source == ICS_FRAME_LIST)
        return true;
    if (machine->is_single && index == machine->single_frame && frame->source == ICS_FRAME_ROOT)
        return true; /* its one row is an outcome's subject, so it is of the kind and holds */
    uint32_t *rows = calloc((size_t)table->row_count + 1, sizeof *rows);
    if (!rows)
        return false;
    uint32_t count = 0;
    for (uint32_t row = 0; row < table->row_count; row++)
        if ((frame->entity == root || machine->binding.is_kind[frame->entity][table->kind[row]]) &&
            holds_on(table, row, machine->as_at))
            rows[count++] = row;
    machine->binding.rows_of[index] = rows;
    machine->binding.row_count[index] = count;
    return true;
}

static bool bind_codes(ics_machine *machine, uint32_t root)
{
    const ics_model *model = &machine->program->model;
    const ics_table *table = &machine->dataset->tables[root];
    if (machine->binding.has_code[root])
        return true;
    uint64_t *has_code = calloc(ics_words(table->row_count) + 1, sizeof *has_code);
    if (!has_code)
        return false;
    for (uint32_t row = 0; row < table->row_count; row++) {
        const uint32_t unique = model->entities[table->kind[row]].unique;
        if (unique == ICS_NONE)
            continue;
        const ics_column *column = &machine->dataset->columns[unique];
        if (column->is_present && ics_bit(column->is_present, row))
            ics_bit_put(has_code, row, true);
    }
    machine->binding.has_code[root] = has_code;
    return true;
}

/* One mark for each thing that a list or set can hold: rows of any table, ids of any space. */
static bool bind_stamps(ics_machine *machine)
{
    const ics_model *model = &machine->program->model;
    if (machine->binding.stamps)
        return true;
    size_t most = (size_t)ics_intern_count(machine->dataset->texts) + machine->program->text_count + 1;
    for (uint32_t i = 0; i < model->entity_count; i++)
        if (machine->dataset->tables[i].row_count > most)
            most = machine->dataset->tables[i].row_count;
    most = model->value_count > most ? model->value_count : most;
    most = model->role_count > most ? model->role_count : most;
    machine->binding.stamp_count = most + 1;
    machine->binding.stamps = calloc(most + 1, sizeof(uint32_t));
    return machine->binding.stamps != NULL;
}

/* Whether every row of an attribute's table is known (1), present too (3), or neither (0). */
static uint8_t fullness_of(const ics_machine *machine, uint32_t attribute)
{
    const ics_model *model = &machine->program->model;
    const ics_column *column = &machine->dataset->columns[attribute];
    const uint32_t rows = machine->dataset->tables[model->entities[model->attributes[attribute].entity].root].row_count;
    uint64_t unknown = 0, absent = 0;
    for (size_t w = 0; column->is_known && w < ics_words(rows); w++) {
        unknown |= ~column->is_known[w] & ics_lane_mask(rows, w);
        absent |= ~column->is_present[w] & ics_lane_mask(rows, w);
    }
    return column->is_known ? (uint8_t)((unknown == 0) | (unsigned)(unknown == 0 && absent == 0) << 1) : 0;
}

static bool bind_instruction(ics_machine *machine, const ics_instruction *at)
{
    switch (at->op) {
    case ICS_OP_LOAD:
    case ICS_OP_FOLLOW:
        machine->binding.fullness[at->k] = fullness_of(machine, at->k);
        return true;
    case ICS_OP_KIND_IS:
        return bind_kind(machine, at->k);
    case ICS_OP_SAME:
    case ICS_OP_NOT_SAME:
        return bind_codes(machine, machine->program->registers[at->a].aux);
    case ICS_OP_HAS_IN:
        return bind_codes(machine, machine->program->registers[at->b].aux);
    case ICS_OP_OWNER:
        return bind_inverse(machine, at->k);
    case ICS_OP_OVERLAPS:
        return bind_stamps(machine);
    default:
        return true;
    }
}

static bool bind_calendars(ics_machine *machine)
{
    const ics_program *program = machine->program;
    machine->binding.calendars = calloc((size_t)program->calendar_count + 1, sizeof *machine->binding.calendars);
    for (uint32_t i = 0; i < program->calendar_count && machine->binding.calendars; i++)
        if (!ics_working_days_make(&machine->binding.calendars[i], &program->calendars[i]))
            return false;
    return machine->binding.calendars != NULL;
}

/* What another machine has bound, with marks of its own. */
static ics_status borrow(ics_machine *machine)
{
    machine->binding = machine->lender->binding;
    machine->binding.stamps = NULL;
    machine->binding.stamp = 0;
    if (!machine->lender->binding.stamps)
        return ICS_OK;
    machine->binding.stamps = calloc(machine->binding.stamp_count, sizeof(uint32_t));
    return machine->binding.stamps ? ICS_OK : ICS_E_NOMEM;
}

/* What is the same for all datasets, and room for what is not. */
static bool make_tables(ics_machine *machine)
{
    const ics_program *program = machine->program;
    const size_t entities = (size_t)program->model.entity_count + 1, frames = (size_t)program->frame_count + 1;
    ics_binding *binding = &machine->binding;
    binding->text_id = calloc((size_t)program->text_count + 1, sizeof *binding->text_id);
    binding->is_kind = calloc(entities, sizeof *binding->is_kind);
    binding->has_code = calloc(entities, sizeof *binding->has_code);
    binding->rows_of = calloc(frames, sizeof *binding->rows_of);
    binding->row_count = calloc(frames, sizeof *binding->row_count);
    binding->is_read = calloc(frames, sizeof *binding->is_read);
    binding->inverses = calloc((size_t)program->model.attribute_count + 1, sizeof *binding->inverses);
    binding->fullness = calloc((size_t)program->model.attribute_count + 1, sizeof *binding->fullness);
    return binding->text_id && binding->fullness && binding->is_kind && binding->has_code && binding->rows_of &&
           binding->row_count && binding->is_read && binding->inverses && bind_calendars(machine);
}

ics_status ics_binding_make(ics_machine *machine)
{
    if (machine->lender)
        return borrow(machine);
    const ics_program *program = machine->program;
    if ((!machine->binding.calendars && !make_tables(machine)) || !bind_texts(machine))
        return ICS_E_NOMEM;
    for (uint32_t i = 0; i < program->frame_count; i++)
        if (!bind_frame(machine, i))
            return ICS_E_NOMEM;
    const ics_code_part *asking = &machine->plan.asking;
    for (uint32_t i = 0; i < asking->count; i++)
        if (machine->plan.active[asking->at[i]] && !bind_instruction(machine, &program->code[asking->at[i]]))
            return ICS_E_NOMEM;
    return ICS_OK;
}

void ics_binding_forget(ics_machine *machine)
{
    ics_binding *binding = &machine->binding;
    const ics_program *program = machine->program;
    if (machine->lender || !binding->calendars) {
        ics_binding_free(machine);
        return;
    }
    for (uint32_t i = 0; i < program->model.entity_count; i++) {
        free(binding->has_code[i]);
        binding->has_code[i] = NULL;
    }
    for (uint32_t i = 0; i < program->frame_count; i++) {
        free(binding->rows_of[i]);
        binding->rows_of[i] = NULL;
    }
    for (uint32_t i = 0; i < program->model.attribute_count; i++) {
        free(binding->inverses[i].owner);
        binding->inverses[i].owner = NULL;
    }
    free(binding->stamps);
    binding->stamps = NULL;
    binding->stamp = 0;
}

void ics_binding_free(ics_machine *machine)
{
    ics_binding *binding = &machine->binding;
    const ics_program *program = machine->program;
    if (machine->lender) {
        free(binding->stamps);
        *binding = (ics_binding){.text_id = NULL};
        return;
    }
    for (uint32_t i = 0; i < program->model.entity_count; i++) {
        if (binding->is_kind)
            free(binding->is_kind[i]);
        if (binding->has_code)
            free(binding->has_code[i]);
    }
    for (uint32_t i = 0; i < program->frame_count && binding->rows_of; i++)
        free(binding->rows_of[i]);
    for (uint32_t i = 0; i < program->frame_count && binding->is_read; i++)
        free(binding->is_read[i]);
    free(binding->is_read);
    free(binding->fullness);
    for (uint32_t i = 0; i < program->model.attribute_count && binding->inverses; i++)
        free(binding->inverses[i].owner);
    for (uint32_t i = 0; i < program->calendar_count && binding->calendars; i++)
        ics_working_days_free(&binding->calendars[i]);
    free(binding->calendars);
    free(binding->text_id);
    free(binding->is_kind);
    free(binding->rows_of);
    free(binding->row_count);
    free(binding->has_code);
    free(binding->inverses);
    free(binding->stamps);
    *binding = (ics_binding){.text_id = NULL};
}
