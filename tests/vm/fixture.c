/* The fixture's model, builder and data. */
#include "fixture.h"

#include "suite.h"

#include <stdlib.h>
#include <string.h>

#define ROOM(b, items, count, room, value) ICS_PUSH(&(b)->program->arena, items, count, room, value)

static const struct {
    const char *name;
    uint32_t entity;
    ics_type type, element;
    uint32_t target;
} attributes[A_COUNT] = {
    [A_CODE] = {"code", E_BOARD, ICS_TYPE_TEXT, ICS_TYPE_YESNO, ICS_NONE},
    [A_NAME] = {"name", E_BOARD, ICS_TYPE_TEXT, ICS_TYPE_YESNO, ICS_NONE},
    [A_POPULATION] = {"population", E_BOARD, ICS_TYPE_PEOPLE, ICS_TYPE_YESNO, ICS_NONE},
    [A_SPEND] = {"spend", E_BOARD, ICS_TYPE_NUMBER, ICS_TYPE_YESNO, ICS_NONE},
    [A_ESTABLISHED] = {"established", E_BOARD, ICS_TYPE_EVENT_DATE, ICS_TYPE_YESNO, ICS_NONE},
    [A_REVIEW] = {"review", E_BOARD, ICS_TYPE_DATE, ICS_TYPE_YESNO, ICS_NONE},
    [A_YEAR] = {"year", E_BOARD, ICS_TYPE_FINANCIAL_YEAR, ICS_TYPE_YESNO, ICS_NONE},
    [A_OPEN] = {"open", E_BOARD, ICS_TYPE_YESNO, ICS_TYPE_YESNO, ICS_NONE},
    [A_SECTOR] = {"sector", E_BOARD, ICS_TYPE_ENUM, ICS_TYPE_YESNO, 0},
    [A_ROLE] = {"role", E_BOARD, ICS_TYPE_ROLE, ICS_TYPE_YESNO, ICS_NONE},
    [A_LEAD] = {"lead", E_BOARD, ICS_TYPE_REF, ICS_TYPE_YESNO, E_PERSON},
    [A_MEMBERS] = {"members", E_BOARD, ICS_TYPE_LIST, ICS_TYPE_YESNO, E_MEMBER},
    [A_FRIENDS] = {"friends", E_BOARD, ICS_TYPE_LIST, ICS_TYPE_YESNO, E_BOARD},
    [A_SECTORS] = {"sectors", E_BOARD, ICS_TYPE_SET, ICS_TYPE_ENUM, 0},
    [A_ID] = {"id", E_PERSON, ICS_TYPE_TEXT, ICS_TYPE_YESNO, ICS_NONE},
    [A_AGE] = {"age", E_PERSON, ICS_TYPE_NUMBER, ICS_TYPE_YESNO, ICS_NONE},
    [A_WEIGHT] = {"weight", E_MEMBER, ICS_TYPE_NUMBER, ICS_TYPE_YESNO, ICS_NONE},
    [A_JOINED] = {"joined", E_MEMBER, ICS_TYPE_EVENT_DATE, ICS_TYPE_YESNO, ICS_NONE},
    [A_ACTIVE] = {"active", E_MEMBER, ICS_TYPE_YESNO, ICS_TYPE_YESNO, ICS_NONE},
    [A_KIND] = {"kind", E_MEMBER, ICS_TYPE_ENUM, ICS_TYPE_YESNO, 0},
    [A_HOLDER] = {"holder", E_MEMBER, ICS_TYPE_REF, ICS_TYPE_YESNO, E_PERSON},
};

static void make_model(ics_program *program)
{
    static const char *const entities[E_COUNT] = {"board", "person", "member", "ICB"};
    static const char *const values[VALUES] = {"north", "south", "west"}, *const roles[ROLES] = {"chair", "clerk"};
    ics_model *model = &program->model;
    *model = (ics_model){.name = "fixture",
                         .entity_count = E_COUNT,
                         .attribute_count = A_COUNT,
                         .enum_count = 1,
                         .value_count = VALUES,
                         .role_count = ROLES};
    model->entities = ICS_ARENA_ARRAY(&program->arena, ics_entity, E_COUNT);
    model->attributes = ICS_ARENA_ARRAY(&program->arena, ics_attribute, A_COUNT);
    model->enums = ICS_ARENA_ARRAY(&program->arena, ics_enum, 1);
    model->values = ICS_ARENA_ARRAY(&program->arena, const char *, VALUES);
    model->roles = ICS_ARENA_ARRAY(&program->arena, const char *, ROLES);
    for (uint32_t i = 0; i < E_COUNT; i++)
        model->entities[i] = (ics_entity){
            .name = entities[i], .title = "", .help = "", .parent = ICS_NONE, .root = i, .unique = ICS_NONE};
    model->entities[E_ICB].parent = model->entities[E_ICB].root = E_BOARD;
    model->entities[E_BOARD].unique = model->entities[E_ICB].unique = A_CODE;
    model->entities[E_PERSON].unique = A_ID;
    for (uint32_t i = 0; i < A_COUNT; i++)
        model->attributes[i] = (ics_attribute){.name = attributes[i].name,
                                               .help = "",
                                               .entity = attributes[i].entity,
                                               .type = attributes[i].type,
                                               .element = attributes[i].element,
                                               .target = attributes[i].target,
                                               .values_table = ICS_NONE,
                                               .inverse = ICS_NONE};
    model->enums[0] = (ics_enum){.name = "direction", .first_value = 0, .value_count = VALUES};
    memcpy(model->values, values, sizeof values);
    memcpy(model->roles, roles, sizeof roles);
}

builder builder_new(void)
{
    builder b = {.program = ics_program_new()};
    assert_non_null(b.program);
    make_model(b.program);
    ROOM(&b, b.program->texts, b.program->text_count, b.text_room, "alpha");
    ROOM(&b, b.program->texts, b.program->text_count, b.text_room, "nowhere");
    b.program->sources = ICS_ARENA_NEW(&b.program->arena, ics_source_text);
    b.program->sources[0] = (ics_source_text){.name = "fixture.rules", .text = "board must be open\n", .size = 19};
    b.program->source_count = 1;
    return b;
}

static uint16_t frame_of(const builder *b)
{
    return b->depth ? b->open[b->depth - 1] : ICS_NO_FRAME;
}

static void emit(builder *b, ics_instruction at)
{
    ROOM(b, b->program->code, b->program->code_count, b->code_room, at);
    uint32_t count = b->program->code_count - 1; /* the spans keep step */
    ROOM(b, b->program->spans, count, b->span_room, ((ics_span){.source = 1, .start = 0, .end = 5}));
}

uint16_t builder_open(builder *b, ics_frame_source source, uint32_t entity, uint16_t list)
{
    const uint16_t frame = (uint16_t)b->program->frame_count;
    const ics_frame_info info = {.source = (uint8_t)source, .parent = frame_of(b), .entity = entity};
    ROOM(b, b->program->frames, b->program->frame_count, b->frame_room, info);
    emit(b, (ics_instruction){.op = ICS_OP_OPEN,
                              .dst = ICS_NO_REGISTER,
                              .a = list,
                              .b = ICS_NO_REGISTER,
                              .c = ICS_NO_REGISTER,
                              .k = frame});
    b->open[b->depth++] = frame;
    return frame;
}

void builder_close(builder *b)
{
    emit(b, (ics_instruction){.op = ICS_OP_CLOSE,
                              .dst = ICS_NO_REGISTER,
                              .a = ICS_NO_REGISTER,
                              .b = ICS_NO_REGISTER,
                              .c = ICS_NO_REGISTER,
                              .k = frame_of(b)});
    b->depth--;
}

uint16_t builder_op(builder *b, ics_op op, char type, uint32_t aux, uint16_t a, uint16_t x, uint16_t c, uint32_t k)
{
    uint16_t dst = ICS_NO_REGISTER;
    if (type) {
        dst = (uint16_t)b->program->register_count;
        const uint16_t frame = ics_op_is_reduction(op) ? b->open[b->depth - 2] : frame_of(b);
        const ics_register_info info = {.type = type, .frame = frame, .aux = aux};
        ROOM(b, b->program->registers, b->program->register_count, b->register_room, info);
    }
    emit(b, (ics_instruction){.op = (uint16_t)op, .dst = dst, .a = a, .b = x, .c = c, .k = k});
    return dst;
}

uint16_t builder_load(builder *b, uint32_t attribute)
{
    const ics_attribute *info = &b->program->model.attributes[attribute];
    return builder_op(b, ICS_OP_LOAD, ics_register_type_of(info), ics_register_aux_of(&b->program->model, info),
                      ICS_NO_REGISTER, ICS_NO_REGISTER, ICS_NO_REGISTER, attribute);
}

uint32_t builder_constant(builder *b, int64_t value)
{
    for (uint32_t i = 0; i < b->program->constant_count; i++)
        if (b->program->constants[i] == value)
            return i;
    ROOM(b, b->program->constants, b->program->constant_count, b->constant_room, value);
    return b->program->constant_count - 1;
}

ics_judge builder_judge(void)
{
    return (ics_judge){.governs = ICS_NO_REGISTER,
                       .applies = ICS_NO_REGISTER,
                       .vacuous = ICS_NO_REGISTER,
                       .done = ICS_NO_REGISTER,
                       .in_time = ICS_NO_REGISTER,
                       .lifted = ICS_NO_REGISTER,
                       .exempt = ICS_NO_REGISTER,
                       .waived = ICS_NO_REGISTER,
                       .due_ahead = ICS_NO_REGISTER,
                       .attested = ICS_NO_REGISTER,
                       .due = ICS_NO_REGISTER,
                       .done_on = ICS_NO_REGISTER,
                       .began = ICS_NO_REGISTER,
                       .event = ICS_NO_REGISTER,
                       .missed = ICS_NO_REGISTER,
                       .since = ICS_NO_REGISTER,
                       .modality = ICS_DUTY,
                       .force = ICS_BINDING};
}

uint16_t builder_judged(builder *b, ics_judge judge)
{
    ROOM(b, b->program->judges, b->program->judge_count, b->judge_room, judge);
    return builder_op(b, ICS_OP_JUDGE, 'O', 0, ICS_NO_REGISTER, ICS_NO_REGISTER, ICS_NO_REGISTER,
                      b->program->judge_count - 1);
}

uint32_t builder_outcome(builder *b, uint16_t outcome, uint16_t kept, uint16_t with_frame)
{
    char id[16];
    const uint32_t index = b->program->rule_count;
    const int length = snprintf(id, sizeof id, "R-%u", index);
    const ics_rule rule = {.id = ics_arena_text(&b->program->arena, id, (size_t)length),
                           .title = "",
                           .help = "",
                           .modality_word = "must",
                           .remedy = "",
                           .subject_path = "",
                           .owed_by = "",
                           .frame = frame_of(b),
                           .with_frame = with_frame,
                           .when_frame = ICS_NO_FRAME,
                           .from = ICS_DAY_MIN,
                           .to = ICS_DAY_MAX};
    ROOM(b, b->program->rules, b->program->rule_count, b->rule_room, rule);
    builder_op(b, ICS_OP_OUTCOME, 0, 0, outcome, kept, ICS_NO_REGISTER, index);
    return index;
}

uint32_t builder_rule(builder *b, uint16_t done)
{
    ics_judge judge = builder_judge();
    judge.done = done;
    return builder_outcome(b, builder_judged(b, judge), ICS_NO_REGISTER, ICS_NO_FRAME);
}

/* -- data -- */

static void *zeroed(size_t count, size_t size)
{
    void *memory = calloc(count + 65, size);
    assert_non_null(memory);
    return memory;
}

static void make_column(data *d, uint32_t attribute)
{
    ics_column *column = &d->dataset.columns[attribute];
    const uint32_t rows = d->rows[attributes[attribute].entity];
    column->is_known = zeroed(rows / 64 + 2, 8);
    column->is_present = zeroed(rows / 64 + 2, 8);
    switch (ics_type_representation(attributes[attribute].type)) {
    case ICS_REP_TRUTH:
        column->is_true = zeroed(rows / 64 + 2, 8);
        break;
    case ICS_REP_NUMBER:
        column->number = zeroed(rows, 8);
        break;
    case ICS_REP_DAYS:
        column->first = zeroed(rows, 4);
        column->last = zeroed(rows, 4);
        break;
    case ICS_REP_ID:
    case ICS_REP_REF:
        column->id = zeroed(rows, 4);
        break;
    default:
        column->offset = zeroed((size_t)rows + 1, 4);
        column->item = zeroed(1, 4);
        column->is_partial = zeroed(rows / 64 + 2, 8);
        break;
    }
}

data *data_new(const ics_program *program, uint32_t boards, uint32_t persons, uint32_t members)
{
    data *d = zeroed(1, sizeof *d);
    d->rows[E_BOARD] = boards;
    d->rows[E_PERSON] = persons;
    d->rows[E_MEMBER] = members;
    d->dataset.model = &program->model;
    d->dataset.texts = ics_intern_new();
    d->dataset.tables = zeroed(E_COUNT, sizeof(ics_table));
    d->dataset.columns = zeroed(A_COUNT, sizeof(ics_column));
    for (uint32_t i = 0; i < E_COUNT; i++) {
        d->dataset.tables[i].row_count = d->rows[i];
        d->dataset.tables[i].kind = zeroed(d->rows[i], 4);
        for (uint32_t row = 0; row < d->rows[i]; row++)
            d->dataset.tables[i].kind[row] = i;
    }
    for (uint32_t i = 0; i < A_COUNT; i++)
        make_column(d, i);
    return d;
}

void data_free(data *d)
{
    for (uint32_t i = 0; i < A_COUNT; i++) {
        ics_column *column = &d->dataset.columns[i];
        free(column->is_known);
        free(column->is_present);
        free(column->is_true);
        free(column->number);
        free(column->first);
        free(column->last);
        free(column->id);
        free(column->offset);
        free(column->item);
        free(column->is_partial);
        free(column->complete_from);
        free(column->complete_to);
        free(column->dated_offset);
        free(column->dated);
    }
    for (uint32_t i = 0; i < E_COUNT; i++) {
        free(d->dataset.tables[i].kind);
        free(d->dataset.tables[i].holds_from);
        free(d->dataset.tables[i].holds_to);
    }
    ics_intern_free(d->dataset.texts);
    free(d->dataset.tables);
    free(d->dataset.columns);
    free(d);
}

static void set_bit(uint64_t *bits, uint32_t row)
{
    bits[row / 64] |= (uint64_t)1 << (row % 64);
}

static ics_column *present(data *d, uint32_t attribute, uint32_t row)
{
    ics_column *column = &d->dataset.columns[attribute];
    set_bit(column->is_known, row);
    set_bit(column->is_present, row);
    return column;
}

void data_number(data *d, uint32_t attribute, uint32_t row, int64_t millionths)
{
    present(d, attribute, row)->number[row] = millionths;
}

void data_days(data *d, uint32_t attribute, uint32_t row, int32_t first, int32_t last)
{
    ics_column *column = present(d, attribute, row);
    column->first[row] = first;
    column->last[row] = last;
}

void data_id(data *d, uint32_t attribute, uint32_t row, uint32_t id)
{
    present(d, attribute, row)->id[row] = id;
}

void data_text(data *d, uint32_t attribute, uint32_t row, const char *text)
{
    data_id(d, attribute, row, ics_intern_add(d->dataset.texts, text, strlen(text)));
}

void data_yes(data *d, uint32_t attribute, uint32_t row, bool yes)
{
    ics_column *column = present(d, attribute, row);
    if (yes)
        set_bit(column->is_true, row);
}

void data_absent(data *d, uint32_t attribute, uint32_t row)
{
    set_bit(d->dataset.columns[attribute].is_known, row);
}

void data_list(data *d, uint32_t attribute, uint32_t row, const uint32_t *items, uint32_t count, bool is_partial)
{
    ics_column *column = present(d, attribute, row);
    const uint32_t begin = column->offset[row], rows = d->rows[attributes[attribute].entity];
    column->item = realloc(column->item, ((size_t)begin + count + 65) * sizeof *column->item);
    assert_non_null(column->item);
    memcpy(column->item + begin, items, count * sizeof *items);
    for (uint32_t i = row + 1; i <= rows; i++)
        column->offset[i] = begin + count;
    if (is_partial)
        set_bit(column->is_partial, row);
}

void data_slices(data *d, const uint32_t *counts)
{
    ics_column *column = &d->dataset.columns[A_MEMBERS];
    free(column->item);
    column->item = NULL;
    for (uint32_t row = 0; row < d->rows[E_BOARD]; row++) {
        present(d, A_MEMBERS, row);
        column->offset[row + 1] = column->offset[row] + counts[row];
    }
    assert_true(column->offset[d->rows[E_BOARD]] <= d->rows[E_MEMBER]);
}

/* -- random data -- */

uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

static void random_days(data *d, uint32_t attribute, uint32_t row, uint32_t *state)
{
    const int32_t first = AS_AT - 60 + (int32_t)(next_random(state) % 80);
    const int32_t length = next_random(state) % 3 ? 0 : (int32_t)(next_random(state) % 31);
    data_days(d, attribute, row, first, first + length);
}

static void random_cell(data *d, uint32_t attribute, uint32_t row, uint32_t *state)
{
    static const char *const texts[] = {"alpha", "beta", "gamma"};
    const uint32_t fate = next_random(state) % 8;
    if (fate == 0)
        return;
    if (fate == 1) {
        data_absent(d, attribute, row);
        return;
    }
    switch (ics_type_representation(attributes[attribute].type)) {
    case ICS_REP_TRUTH:
        data_yes(d, attribute, row, next_random(state) % 2);
        break;
    case ICS_REP_NUMBER:
        data_number(d, attribute, row,
                    next_random(state) % 50 == 0 ? INT64_MAX - next_random(state) % 3
                                                 : ((int64_t)(next_random(state) % 9) - 3) * 500000);
        break;
    case ICS_REP_DAYS:
        random_days(d, attribute, row, state);
        break;
    case ICS_REP_ID:
        if (attributes[attribute].type == ICS_TYPE_TEXT)
            data_text(d, attribute, row, texts[next_random(state) % 3]);
        else
            data_id(d, attribute, row,
                    next_random(state) % (attributes[attribute].type == ICS_TYPE_ROLE ? ROLES : VALUES));
        break;
    default:
        if (d->rows[E_PERSON] > 0)
            data_id(d, attribute, row, next_random(state) % d->rows[E_PERSON]);
        break;
    }
}

static void random_list(data *d, uint32_t attribute, uint32_t row, uint32_t limit, uint32_t *state)
{
    uint32_t items[200], count = next_random(state) % 5;
    const uint32_t fate = next_random(state) % 8;
    if (fate == 0)
        return;
    if (fate == 1 || limit == 0) {
        data_absent(d, attribute, row);
        return;
    }
    if (fate == 2 && attribute != A_SECTORS && next_random(state) % 4 == 0)
        count = 60 + next_random(state) % 80; /* longer than a word */
    for (uint32_t i = 0; i < count; i++)
        items[i] = next_random(state) % limit;
    data_list(d, attribute, row, items, count, next_random(state) % 4 == 0);
}

static void random_holds(data *d, uint32_t *state)
{
    ics_table *table = &d->dataset.tables[E_MEMBER];
    ics_column *members = &d->dataset.columns[A_MEMBERS];
    table->holds_from = zeroed(table->row_count, 4);
    table->holds_to = zeroed(table->row_count, 4);
    members->complete_from = zeroed(d->rows[E_BOARD], 4);
    members->complete_to = zeroed(d->rows[E_BOARD], 4);
    for (uint32_t row = 0; row < table->row_count; row++) {
        table->holds_from[row] = next_random(state) % 3 ? ICS_DAY_MIN : AS_AT - 10 + (int32_t)(next_random(state) % 15);
        table->holds_to[row] = next_random(state) % 3 ? ICS_DAY_MAX : AS_AT - 10 + (int32_t)(next_random(state) % 30);
    }
    for (uint32_t row = 0; row < d->rows[E_BOARD]; row++) {
        const bool says = next_random(state) % 3 == 0;
        members->complete_from[row] = says ? AS_AT - 20 : ICS_DAY_MIN;
        members->complete_to[row] = says ? AS_AT - 5 + (int32_t)(next_random(state) % 10) : ICS_DAY_MAX;
    }
}

/* Some cells of SPEND have dated facts, some of them contradicting or stale. */
static void random_dated(data *d, uint32_t *state)
{
    ics_column *column = &d->dataset.columns[A_SPEND];
    const uint32_t rows = d->rows[E_BOARD];
    column->dated_offset = zeroed((size_t)rows + 1, 4);
    column->dated = zeroed((size_t)rows * 2, sizeof *column->dated);
    uint32_t count = 0;
    for (uint32_t row = 0; row < rows; row++) {
        for (uint32_t n = next_random(state) % 3; n > 0; n--)
            column->dated[count++] = (ics_dated_fact){.from = AS_AT - (int32_t)(next_random(state) % 20),
                                                      .to = AS_AT + (int32_t)(next_random(state) % 9) - 4,
                                                      .recorded = ICS_DAY_MIN,
                                                      .review_by = next_random(state) % 4 ? ICS_DAY_MAX : AS_AT - 1,
                                                      .is_present = next_random(state) % 5 != 0,
                                                      .is_doubtful = next_random(state) % 4 == 0,
                                                      .value = (int64_t)(next_random(state) % 3) * 1000000};
        column->dated_offset[row + 1] = count;
    }
}

data *data_random(const ics_program *program, uint32_t boards, uint32_t seed, bool has_slices, bool has_holds)
{
    uint32_t state = seed * 2654435761u + 1;
    const uint32_t members = boards * 3;
    data *d = data_new(program, boards, boards / 2 + 1, members);
    for (uint32_t row = 0; row < boards; row++)
        if (next_random(&state) % 3 == 0)
            d->dataset.tables[E_BOARD].kind[row] = E_ICB;
    for (uint32_t i = 0; i < A_COUNT; i++) {
        if (i == A_MEMBERS && has_slices)
            continue;
        const uint32_t limit = i == A_FRIENDS ? boards : i == A_SECTORS ? VALUES : members;
        for (uint32_t row = 0; row < d->rows[attributes[i].entity]; row++)
            if (i == A_MEMBERS || i == A_FRIENDS || i == A_SECTORS)
                random_list(d, i, row, limit, &state);
            else
                random_cell(d, i, row, &state);
    }
    if (has_slices) {
        uint32_t *counts = zeroed(boards, sizeof *counts), left = members;
        for (uint32_t row = 0; row < boards; row++) {
            counts[row] = next_random(&state) % 7 < left ? next_random(&state) % 7 : 0;
            counts[row] = counts[row] > left ? left : counts[row];
            left -= counts[row];
        }
        data_slices(d, counts);
        free(counts);
    }
    if (has_holds)
        random_holds(d, &state);
    random_dated(d, &state);
    return d;
}
