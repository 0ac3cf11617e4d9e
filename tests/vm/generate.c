/* The generator: a random opcode, operands that fit it among the registers that can be read, until there are enough. */
#include "generate.h"

#include <stdlib.h>
#include <string.h>

enum { DEPTH = 3, BODY = 26, KEPT = 400 };

typedef struct generator {
    builder b;
    uint32_t state;
    uint16_t regs[DEPTH][KEPT]; /* by depth of the frame: what can be read */
    uint32_t count[DEPTH];
    uint32_t entity[DEPTH];
} generator;

static uint32_t below(generator *g, uint32_t limit)
{
    return next_random(&g->state) % limit;
}

static const ics_register_info *info_of(const generator *g, uint16_t reg)
{
    return &g->b.program->registers[reg];
}

static void keep(generator *g, uint32_t depth, uint16_t reg)
{
    if (g->count[depth] < KEPT)
        g->regs[depth][g->count[depth]++] = reg;
}

/* A register of one of these types, and this aux unless ICS_NONE; ICS_NO_REGISTER where there is none. */
static uint16_t choose(generator *g, uint32_t depth, const char *types, uint32_t aux)
{
    const uint32_t count = g->count[depth], from = count ? below(g, count) : 0;
    for (uint32_t i = 0; i < count; i++) {
        const uint16_t reg = g->regs[depth][(from + i) % count];
        if (strchr(types, info_of(g, reg)->type) && (aux == ICS_NONE || info_of(g, reg)->aux == aux))
            return reg;
    }
    return ICS_NO_REGISTER;
}

static uint16_t op(generator *g, ics_op code, char type, uint32_t aux, uint16_t a, uint16_t b, uint16_t c, uint32_t k)
{
    return builder_op(&g->b, code, type, aux, a, b, c, k);
}

#define NONE ICS_NO_REGISTER

static uint32_t number(generator *g)
{
    static const int64_t numbers[] = {0, 1000000, 500000, 2000000, 333333, 3000000, INT64_MAX - 1, 1500000};
    return builder_constant(&g->b, numbers[below(g, 8)]);
}

static uint16_t constant(generator *g)
{
    switch (below(g, 7)) {
    case 0:
        return op(g, ICS_OP_TRUTH_K, 'T', 0, NONE, NONE, NONE, below(g, 3));
    case 1:
        return op(g, ICS_OP_NUMBER_K, 'N', 0, NONE, NONE, NONE, number(g));
    case 2:
        return op(g, ICS_OP_DATE_K, 'D', 0, NONE, NONE, NONE, builder_constant(&g->b, AS_AT - (int64_t)below(g, 40)));
    case 3:
        return op(g, ICS_OP_ID_K, 'I', ICS_SPACE_TEXT, NONE, NONE, NONE, below(g, 2));
    case 4:
        return op(g, ICS_OP_ID_K, 'I', ICS_SPACE_VALUE, NONE, NONE, NONE, builder_constant(&g->b, below(g, VALUES)));
    case 5:
        return op(g, ICS_OP_PERIOD_K, 'P', 0, NONE, NONE, NONE, 0); /* constants 0 and 1 are made for it */
    default:
        return op(g, ICS_OP_DAY, 'D', 0, NONE, NONE, NONE, 0);
    }
}

/* An attribute of a row of this root. */
static uint32_t attribute_of(generator *g, uint32_t root)
{
    const ics_model *model = &g->b.program->model;
    for (;;) {
        const uint32_t attribute = below(g, A_COUNT);
        if (model->attributes[attribute].entity == root)
            return attribute;
    }
}

static uint16_t read(generator *g, uint32_t depth)
{
    const ics_model *model = &g->b.program->model;
    const uint32_t own = model->entities[g->entity[depth]].root;
    const uint16_t ref = choose(g, depth, "F", ICS_NONE), day = below(g, 5) ? NONE : choose(g, depth, "D", ICS_NONE);
    const bool follows = ref != NONE && below(g, 3) == 0;
    const uint32_t attribute = attribute_of(g, follows ? info_of(g, ref)->aux : own);
    const char type = ics_register_type_of(&model->attributes[attribute]);
    const uint32_t aux = ics_register_aux_of(model, &model->attributes[attribute]);
    if (follows)
        return op(g, ICS_OP_FOLLOW, type, aux, ref, day, NONE, attribute);
    return op(g, ICS_OP_LOAD, type, aux, day, NONE, NONE, attribute);
}

static uint16_t rows(generator *g, uint32_t depth)
{
    const uint32_t own = g->b.program->model.entities[g->entity[depth]].root;
    const uint16_t board = choose(g, depth, "F", E_BOARD), person = choose(g, depth, "F", E_PERSON);
    switch (below(g, 4)) {
    case 0:
        return op(g, ICS_OP_SELF, 'F', own, NONE, NONE, NONE, 0);
    case 1:
        if (own == E_MEMBER)
            return op(g, ICS_OP_OWNER, 'F', E_BOARD, NONE, NONE, NONE, A_MEMBERS);
        return person == NONE ? NONE : op(g, ICS_OP_OWNER, 'F', E_BOARD, person, NONE, NONE, A_LEAD);
    case 2:
        return board == NONE && own != E_BOARD
                   ? NONE
                   : op(g, ICS_OP_KIND_IS, 'T', 0, own == E_BOARD ? NONE : board, NONE, NONE, E_ICB);
    default: {
        const uint16_t a = choose(g, depth, "F", ICS_NONE);
        const uint16_t b = a == NONE ? NONE : choose(g, depth, "F", info_of(g, a)->aux);
        return a == NONE ? NONE : op(g, below(g, 2) ? ICS_OP_SAME : ICS_OP_NOT_SAME, 'T', 0, a, b, NONE, 0);
    }
    }
}

static uint16_t truth(generator *g, uint32_t depth)
{
    const uint16_t a = choose(g, depth, "T", ICS_NONE), b = choose(g, depth, "T", ICS_NONE);
    const uint16_t any = choose(g, depth, "TYNBRDPIFLS", ICS_NONE), yes = choose(g, depth, "Y", ICS_NONE);
    switch (below(g, 8)) {
    case 0:
        return a == NONE ? NONE : op(g, ICS_OP_AND, 'T', 0, a, b, NONE, 0);
    case 1:
        return a == NONE ? NONE : op(g, ICS_OP_OR, 'T', 0, a, b, NONE, 0);
    case 2:
        return a == NONE ? NONE : op(g, ICS_OP_NOT, 'T', 0, a, NONE, NONE, 0);
    case 3:
        return a == NONE
                   ? NONE
                   : op(g, ICS_OP_TALLY, 'B', 0, below(g, 2) ? NONE : choose(g, depth, "B", ICS_NONE), a, NONE, 0);
    case 4:
        return any == NONE ? NONE : op(g, below(g, 2) ? ICS_OP_RECORDED : ICS_OP_PRESENT, 'T', 0, any, NONE, NONE, 0);
    case 5:
        return yes == NONE ? NONE : op(g, below(g, 2) ? ICS_OP_YES : ICS_OP_NO, 'T', 0, yes, NONE, NONE, 0);
    case 6:
        return a == NONE ? NONE : op(g, ICS_OP_AS_YES, 'Y', 0, a, NONE, NONE, 0);
    default:
        return yes == NONE ? NONE : op(g, ICS_OP_YES_EQ, 'T', 0, yes, choose(g, depth, "Y", ICS_NONE), NONE, 0);
    }
}

static uint16_t compare(generator *g, uint32_t depth)
{
    const uint16_t a = choose(g, depth, "NBR", ICS_NONE), b = choose(g, depth, "NBR", ICS_NONE);
    const uint16_t d = choose(g, depth, "D", ICS_NONE), e = choose(g, depth, "D", ICS_NONE);
    const uint16_t p = choose(g, depth, "P", ICS_NONE), q = choose(g, depth, "P", ICS_NONE);
    switch (below(g, 5)) {
    case 0:
        return a == NONE ? NONE : op(g, (ics_op)(ICS_OP_EQ + below(g, 4)), 'T', 0, a, b, NONE, 0);
    case 1:
        return a == NONE ? NONE : op(g, (ics_op)(ICS_OP_EQ_K + below(g, 6)), 'T', 0, a, NONE, NONE, number(g));
    case 2:
        return d == NONE ? NONE : op(g, (ics_op)(ICS_OP_DATE_EQ + below(g, 4)), 'T', 0, d, e, NONE, 0);
    case 3:
        return d == NONE || p == NONE ? NONE : op(g, ICS_OP_IN_PERIOD, 'T', 0, d, p, NONE, 0);
    default:
        return p == NONE ? NONE : op(g, below(g, 2) ? ICS_OP_PERIOD_EQ : ICS_OP_PERIOD_NE, 'T', 0, p, q, NONE, 0);
    }
}

static uint32_t id_constant(generator *g, uint32_t space)
{
    return space == ICS_SPACE_TEXT ? below(g, 2) : builder_constant(&g->b, below(g, ROLES));
}

static uint16_t ids_and_sets(generator *g, uint32_t depth)
{
    const uint16_t a = choose(g, depth, "I", ICS_NONE), set = choose(g, depth, "S", ICS_NONE);
    const uint16_t b = a == NONE ? NONE : choose(g, depth, "I", info_of(g, a)->aux);
    const uint16_t list = choose(g, depth, "L", ICS_NONE), many = choose(g, depth, "LS", ICS_NONE);
    switch (below(g, 7)) {
    case 0:
        return a == NONE ? NONE : op(g, below(g, 2) ? ICS_OP_ID_EQ : ICS_OP_ID_NE, 'T', 0, a, b, NONE, 0);
    case 1:
        return a == NONE ? NONE
                         : op(g, below(g, 2) ? ICS_OP_ID_EQ_K : ICS_OP_ID_NE_K, 'T', 0, a, NONE, NONE,
                              id_constant(g, info_of(g, a)->aux));
    case 2:
        return set == NONE ? NONE
                           : op(g, ICS_OP_HAS_K, 'T', 0, set, NONE, NONE, builder_constant(&g->b, below(g, VALUES)));
    case 3: {
        const uint16_t id = choose(g, depth, "I", ICS_SPACE_VALUE);
        return set == NONE || id == NONE ? NONE : op(g, ICS_OP_HAS, 'T', 0, set, id, NONE, 0);
    }
    case 4:
        return many == NONE ? NONE : op(g, ICS_OP_SIZE, 'B', 0, many, NONE, NONE, 0);
    case 5: {
        const char type[2] = {many == NONE ? 'L' : info_of(g, many)->type, '\0'};
        return many == NONE
                   ? NONE
                   : op(g, ICS_OP_OVERLAPS, 'T', 0, many, choose(g, depth, type, info_of(g, many)->aux), NONE, 0);
    }
    default: {
        const uint16_t row = list == NONE ? NONE : choose(g, depth, "F", info_of(g, list)->aux);
        return row == NONE ? NONE : op(g, ICS_OP_HAS_ROW, 'T', 0, list, row, NONE, 0);
    }
    }
}

static uint16_t arithmetic(generator *g, uint32_t depth)
{
    const uint16_t a = choose(g, depth, "N", ICS_NONE), b = choose(g, depth, "N", ICS_NONE);
    const uint16_t x = choose(g, depth, "B", ICS_NONE), y = choose(g, depth, "B", ICS_NONE);
    switch (below(g, 6)) {
    case 0:
        return a == NONE ? NONE : op(g, (ics_op)(ICS_OP_ADD + below(g, 3)), 'N', 0, a, b, NONE, 0);
    case 1:
        return a == NONE ? NONE : op(g, ICS_OP_DIV, 'R', 0, a, b, NONE, 0);
    case 2:
        return a == NONE ? NONE : op(g, ICS_OP_WIDEN, 'B', 0, a, NONE, NONE, 0);
    case 3:
        return x == NONE ? NONE : op(g, below(g, 2) ? ICS_OP_BADD : ICS_OP_BSUB, 'B', 0, x, y, NONE, 0);
    case 4:
        return x == NONE ? NONE : op(g, ICS_OP_BMUL_K, 'B', 0, x, NONE, NONE, number(g));
    default:
        return a == NONE ? NONE : op(g, ICS_OP_ABS, 'N', 0, a, NONE, NONE, 0);
    }
}

static uint16_t dates(generator *g, uint32_t depth)
{
    const uint16_t a = choose(g, depth, "D", ICS_NONE), b = choose(g, depth, "D", ICS_NONE);
    const uint16_t p = choose(g, depth, "P", ICS_NONE), t = choose(g, depth, "T", ICS_NONE);
    switch (below(g, 7)) {
    case 0:
        return a == NONE ? NONE : op(g, ICS_OP_SPAN_ADD, 'D', 0, a, NONE, NONE, below(g, 6));
    case 1:
        return a == NONE ? NONE : op(g, ICS_OP_DAYS, 'N', 0, a, b, NONE, 0);
    case 2:
        return a == NONE ? NONE : op(g, below(g, 2) ? ICS_OP_LATER : ICS_OP_EARLIER, 'D', 0, a, b, NONE, 0);
    case 3:
        return p == NONE ? NONE : op(g, below(g, 2) ? ICS_OP_START : ICS_OP_END, 'D', 0, p, NONE, NONE, 0);
    case 4:
        return a == NONE ? NONE : op(g, ICS_OP_ELSE, 'D', 0, a, b, NONE, 0);
    case 5:
        return a == NONE ? NONE : op(g, below(g, 2) ? ICS_OP_FIRST_DAY : ICS_OP_LAST_DAY, 'D', 0, a, NONE, NONE, 0);
    default: {
        const uint16_t x = choose(g, depth, "NDI", ICS_NONE);
        const char type[2] = {x == NONE ? 'N' : info_of(g, x)->type, '\0'};
        return x == NONE || t == NONE ? NONE
                                      : op(g, ICS_OP_PICK, type[0], info_of(g, x)->aux, x,
                                           choose(g, depth, type, info_of(g, x)->aux), t, 0);
    }
    }
}

static uint16_t lift(generator *g, uint32_t depth)
{
    const uint32_t from = depth ? below(g, depth) : 0;
    const uint16_t a = depth ? choose(g, from, "TYNBRDPIFLS", ICS_NONE) : NONE;
    return a == NONE ? NONE : op(g, ICS_OP_LIFT, info_of(g, a)->type, info_of(g, a)->aux, a, NONE, NONE, 0);
}

static uint16_t reduction(generator *g, uint32_t depth)
{
    const uint16_t a = choose(g, depth, "T", ICS_NONE), b = choose(g, depth, "T", ICS_NONE);
    const uint16_t n = choose(g, depth, "N", ICS_NONE), d = choose(g, depth, "D", ICS_NONE);
    switch (below(g, 6)) {
    case 0:
        return a == NONE ? NONE : op(g, below(g, 2) ? ICS_OP_ANY : ICS_OP_ALL, 'T', 0, a, NONE, NONE, 0);
    case 1:
        return a == NONE ? NONE : op(g, ICS_OP_COUNT, 'B', 0, a, NONE, NONE, 0);
    case 2:
        return n == NONE || b == NONE ? NONE : op(g, ICS_OP_SUM, below(g, 2) ? 'N' : 'B', 0, n, b, NONE, 0);
    case 3:
        return n == NONE || b == NONE ? NONE : op(g, ICS_OP_AVERAGE, 'R', 0, n, b, NONE, 0);
    case 4:
        return a == NONE ? NONE : op(g, ICS_OP_SHARE, 'R', 0, a, b, NONE, 0);
    default:
        return d == NONE || b == NONE ? NONE
                                      : op(g, below(g, 2) ? ICS_OP_EARLIEST : ICS_OP_LATEST, 'D', 0, d, b, NONE, 0);
    }
}

static uint16_t anything(generator *g, uint32_t depth)
{
    switch (below(g, 9)) {
    case 0:
        return constant(g);
    case 1:
    case 2:
        return read(g, depth);
    case 3:
        return rows(g, depth);
    case 4:
        return truth(g, depth);
    case 5:
        return compare(g, depth);
    case 6:
        return ids_and_sets(g, depth);
    case 7:
        return below(g, 2) ? arithmetic(g, depth) : dates(g, depth);
    default:
        return lift(g, depth);
    }
}

static void body(generator *g, uint32_t depth, uint32_t length);

/* What a skip may leave out cannot be read after it. */
static void skipped(generator *g, uint32_t depth)
{
    const uint16_t mask = choose(g, depth, "T", ICS_NONE);
    if (mask == NONE)
        return;
    const uint32_t skip = g->b.program->code_count, before = g->count[depth];
    op(g, ICS_OP_SKIP, 0, 0, mask, NONE, NONE, 0);
    for (uint32_t i = 0; i < 3; i++) {
        const uint16_t reg = anything(g, depth);
        if (reg != NONE)
            keep(g, depth, reg);
    }
    g->count[depth] = before;
    g->b.program->code[skip].k = g->b.program->code_count;
    const uint16_t after = op(g, ICS_OP_DAY, 'D', 0, NONE, NONE, NONE, 0); /* something for the skip to lead to */
    keep(g, depth, after);
}

static void child(generator *g, uint32_t depth)
{
    const uint16_t list = choose(g, depth, "L", ICS_NONE);
    const bool is_every = below(g, 6) == 0 && depth == 0;
    if (list == NONE && !is_every)
        return;
    const uint32_t root = is_every ? E_PERSON : info_of(g, list)->aux;
    g->entity[depth + 1] = root == E_BOARD && below(g, 3) == 0 ? E_ICB : root;
    builder_open(&g->b, is_every ? ICS_FRAME_EVERY : ICS_FRAME_LIST, g->entity[depth + 1], is_every ? NONE : list);
    g->count[depth + 1] = 0;
    const uint32_t before = g->count[depth];
    uint16_t reduced[8];
    uint32_t count = 0;
    body(g, depth + 1, BODY / 2);
    for (uint32_t i = 0; i < 8; i++) {
        const uint16_t reg = reduction(g, depth + 1);
        if (reg != NONE)
            reduced[count++] = reg;
    }
    builder_close(&g->b);
    g->count[depth] = before;
    for (uint32_t i = 0; i < count; i++)
        keep(g, depth, reduced[i]);
}

static void body(generator *g, uint32_t depth, uint32_t length)
{
    for (uint32_t i = 0; i < length; i++) {
        if (depth + 1 < DEPTH && below(g, 8 + 8 * depth) == 0) {
            child(g, depth);
            continue;
        }
        if (below(g, 12) == 0) {
            skipped(g, depth);
            continue;
        }
        const uint16_t reg = anything(g, depth);
        if (reg != NONE)
            keep(g, depth, reg);
    }
}

/* A judge of random truths, in a random way. */
static void judged(generator *g)
{
    ics_judge judge = builder_judge();
    uint16_t *operands[] = {&judge.governs, &judge.applies, &judge.vacuous, &judge.done,      &judge.in_time,
                            &judge.lifted,  &judge.exempt,  &judge.waived,  &judge.due_ahead, &judge.attested};
    for (size_t i = 0; i < sizeof operands / sizeof operands[0]; i++)
        if (i == 3 || below(g, 3) == 0)
            *operands[i] = choose(g, 0, "T", ICS_NONE);
    judge.due = below(g, 2) ? NONE : choose(g, 0, "D", ICS_NONE);
    judge.modality = (uint8_t)below(g, ICS_MODALITY_COUNT);
    judge.force = (uint8_t)below(g, ICS_FORCE_COUNT);
    judge.no_period = below(g, 4) == 0;
    builder_outcome(&g->b, builder_judged(&g->b, judge), below(g, 2) ? NONE : choose(g, 0, "T", ICS_NONE),
                    ICS_NO_FRAME);
}

static void make_tables(generator *g)
{
    static const ics_time_span spans[6] = {
        {20, ICS_UNIT_WEEKS, 0, ICS_NONE}, {1, ICS_UNIT_MONTHS, 1, ICS_NONE},   {-2, ICS_UNIT_WEEKS, 0, ICS_NONE},
        {15, ICS_UNIT_DAYS, 1, ICS_NONE},  {9000, ICS_UNIT_YEARS, 0, ICS_NONE}, {-1, ICS_UNIT_MONTHS, 1, ICS_NONE},
    };
    g->b.program->time_spans = ICS_ARENA_ARRAY(&g->b.program->arena, ics_time_span, 6);
    memcpy(g->b.program->time_spans, spans, sizeof spans);
    g->b.program->time_span_count = 6;
    builder_constant(&g->b, AS_AT - 30);
    builder_constant(&g->b, AS_AT - 2);
}

ics_program *generate_program(uint32_t seed)
{
    generator *g = calloc(1, sizeof *g);
    g->b = builder_new();
    g->state = seed * 2246822519u + 7;
    make_tables(g);
    const uint32_t roots = 1 + below(g, 2);
    for (uint32_t r = 0; r < roots; r++) {
        g->entity[0] = below(g, 3) ? E_BOARD : E_ICB;
        g->count[0] = 0;
        builder_open(&g->b, ICS_FRAME_ROOT, g->entity[0], NONE);
        keep(g, 0, builder_load(&g->b, A_MEMBERS));
        keep(g, 0, builder_load(&g->b, A_FRIENDS));
        body(g, 0, BODY);
        keep(g, 0, op(g, ICS_OP_TRUTH_K, 'T', 0, NONE, NONE, NONE, 2));
        const uint32_t count = g->count[0];
        for (uint32_t i = 0; i < count; i++)
            if (info_of(g, g->regs[0][i])->type == 'T')
                builder_rule(&g->b, g->regs[0][i]);
        judged(g);
        judged(g);
        builder_close(&g->b);
    }
    ics_program *program = g->b.program;
    free(g);
    return program;
}
