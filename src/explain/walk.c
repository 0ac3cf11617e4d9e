/*
 * The walk goes from a register to the registers that decided it, with a stack of its own: programs are deep, people's
 * sentences are not. A side that cannot matter (the true side of an `or` that another settled, a child that a `where`
 * left out) is never entered, so what is gathered is what the outcome hangs on.
 */
#include "explain/walk.h"

#include "base/limits.h"
#include "bytecode/op.h"
#include "explain/value.h"

#include <string.h>

typedef enum walk_mode {
    RESTS, /* what it is: evidence */
    NEEDS, /* what it is not yet: a missing fact */
    MORE   /* a list or set that is known, and others may exist */
} walk_mode;
_Static_assert(MORE + 1 == ICS_WALK_MODES, "a trace has room for each mode's marks");

typedef struct stop {
    ics_spot spot;
    walk_mode mode;
} stop;

typedef struct walk {
    ics_explanation *out;
    const ics_trace *trace;
    stop *stack;
    size_t count, room;
    ics_arena *notes; /* owns stack, visited and cells */
    uint64_t *cells;  /* a set of (attribute, row, mode), open addressing; 0: empty */
    size_t cell_count, cell_room;
    bool is_exception; /* the operand at hand is an exception, or lifts the limit */
    bool is_in_time;   /* the operand at hand says that it was so by its last lawful day */
} walk;

static void push(walk *w, uint16_t reg, uint32_t lane, walk_mode mode)
{
    if (reg == ICS_NO_REGISTER || !ics_trace_has(w->trace, (ics_spot){reg, lane}))
        return;
    const stop s = {{reg, lane}, mode};
    ICS_PUSH(w->notes, w->stack, w->count, w->room, s);
}

/* Whether the spot was not visited in this mode before; marks it. */
static bool visit(walk *w, stop s)
{
    uint64_t **of = w->trace->visited[s.mode];
    if (of[s.spot.reg] == NULL) {
        const uint32_t lanes = w->trace->frames[w->trace->program->registers[s.spot.reg].frame].lane_count;
        of[s.spot.reg] = ICS_ARENA_ARRAY(w->notes, uint64_t, (size_t)lanes / 64 + 1);
    }
    uint64_t *word = &of[s.spot.reg][s.spot.lane / 64];
    const uint64_t mark = UINT64_C(1) << (s.spot.lane % 64);
    const bool is_new = (*word & mark) == 0;
    *word |= mark;
    return is_new;
}

static size_t cell_slot(const uint64_t *cells, size_t room, uint64_t key)
{
    size_t at = (size_t)((key * UINT64_C(0x9E3779B97F4A7C15)) >> 32) & (room - 1);
    while (cells[at] != 0 && cells[at] != key)
        at = (at + 1) & (room - 1);
    return at;
}

/* Whether a cell was not gathered before in this mode; marks it. */
static bool gather(walk *w, uint32_t attribute, uint32_t row, walk_mode mode)
{
    const uint64_t key = ((uint64_t)attribute << 33 | (uint64_t)row << 1 | (mode == RESTS ? 0 : 1)) + 1;
    if (2 * (w->cell_count + 1) > w->cell_room) {
        const size_t room = w->cell_room == 0 ? 64 : 2 * w->cell_room;
        uint64_t *cells = ICS_ARENA_ARRAY(w->notes, uint64_t, room);
        for (size_t i = 0; i < w->cell_room; i++)
            if (w->cells[i] != 0)
                cells[cell_slot(cells, room, w->cells[i])] = w->cells[i];
        w->cells = cells;
        w->cell_room = room;
    }
    uint64_t *slot = &w->cells[cell_slot(w->cells, w->cell_room, key)];
    const bool is_new = *slot == 0;
    *slot = key;
    w->cell_count += is_new ? 1 : 0;
    return is_new;
}

static const char *path_of(walk *w, uint32_t attribute, uint32_t row)
{
    char path[1024];
    const ics_model *model = &w->trace->program->model;
    const uint32_t table = model->entities[model->attributes[attribute].entity].root;
    ics_dataset_path(w->trace->dataset, table, row, attribute, path, sizeof path);
    return ics_said(&w->out->arena, "%s", path);
}

/* Why a list that is known may hold others: it says so, speaks of other days, or holds what was in it on other days. */
static const char *reason_of_list(const walk *w, uint32_t attribute, uint32_t row, int32_t day)
{
    const ics_column *column = &w->trace->dataset->columns[attribute];
    const bool has_history = column->dated_offset && column->dated_offset[row] != column->dated_offset[row + 1];
    const bool is_partial = has_history || (column->is_partial && (column->is_partial[row / 64] >> (row % 64) & 1));
    const bool is_of_days =
        column->complete_from && (column->complete_from[row] > day || column->complete_to[row] < day);
    return is_partial   ? "list is partial"
           : is_of_days ? "list is complete for other days"
                        : "what is in it is not all of that day";
}

static const char *reason_of(const ics_fact *fact, bool is_mentioned)
{
    if (!is_mentioned)
        return "not mentioned";
    if (fact->is_contradicted)
        return "contradicted";
    if (fact->is_not_applicable)
        return "said to be not applicable";
    if (fact->is_stale)
        return "stale";
    if (fact->is_doubtful)
        return "its dates leave that day in doubt";
    if (fact->is_outside)
        return "outside its dates";
    return fact->is_known ? "not known to the day" : "said to be unknown";
}

static bool is_special_cell(const walk *w, uint32_t attribute, uint32_t row)
{
    const ics_model *model = &w->trace->program->model;
    return ics_dataset_row_is_special(w->trace->dataset, model->entities[model->attributes[attribute].entity].root,
                                      row);
}

/* Why a fact of which something is known is not known to a rule that asks how old it is; NULL where that is no reason.
 */
static const char *reason_of_age(const walk *w, stop s, const ics_instruction *code, uint32_t row, int32_t day)
{
    const uint16_t oldest = code->op == ICS_OP_FOLLOW ? code->c : code->b;
    const ics_spot spot = {oldest, s.spot.lane};
    if (oldest == ICS_NO_REGISTER || !ics_trace_has(w->trace, spot) || ics_trace_known(w->trace, s.spot))
        return NULL;
    const int32_t recorded = ics_dataset_recorded(w->trace->dataset, code->k, row, day);
    if (recorded < ICS_DAY_MIN)
        return "it is not said when it was written down";
    return ics_trace_present(w->trace, spot) && w->trace->values[oldest].last[spot.lane] > recorded
               ? "older than the rule allows"
               : NULL;
}

/* @p of_age: why it is too old, or NULL. */
static void add_need(walk *w, uint32_t attribute, uint32_t row, int32_t day, walk_mode mode, const char *of_age)
{
    ics_explanation *out = w->out;
    if (out->need_count >= (size_t)ICS_LIMIT_EXPLAINED_FACTS || !gather(w, attribute, row, mode))
        return;
    ics_fact fact = {0};
    const bool is_mentioned = ics_dataset_fact(w->trace->dataset, attribute, row, day, w->trace->as_at, &fact);
    const bool is_too_old = of_age && fact.is_known;
    const bool is_list = mode == MORE && is_mentioned && !fact.is_contradicted && !fact.is_stale;
    const ics_need need = {
        .path = path_of(w, attribute, row),
        .attribute = w->trace->program->model.attributes[attribute].name,
        .reason = is_too_old ? of_age
                  : is_list  ? reason_of_list(w, attribute, row, day)
                             : reason_of(&fact, is_mentioned),
        .is_special = is_special_cell(w, attribute, row),
        .is_inapplicable = fact.is_not_applicable,
        .is_of_exception = w->is_exception,
    };
    out->is_contradicted = out->is_contradicted || fact.is_contradicted;
    out->is_stale = out->is_stale || fact.is_stale || is_too_old;
    ICS_PUSH(&out->arena, out->needs, out->need_count, out->need_room, need);
}

/* What a known cell holds. An event that lies after the day judged has not happened yet: its cell is read as absent. */
static const char *cell_text(walk *w, ics_spot spot, uint32_t attribute, uint32_t row, const ics_fact *fact)
{
    const ics_column *column = &w->trace->dataset->columns[attribute];
    if (ics_trace_is_hidden(w->trace, spot.reg) && fact->is_present)
        return "personal, not shown";
    if (ics_trace_present(w->trace, spot) || !fact->is_present || column->first == NULL || column->dated_offset != NULL)
        return ics_value_text(&w->out->arena, w->trace, spot, attribute);
    char day[40];
    ics_date_format(column->first[row], column->last[row], day);
    return ics_said(&w->out->arena, "%s (after the day judged)", day);
}

/* Says no days of its own, and stands in no record that does; what identifies a record holds as long as that. */
static bool is_of_all_days(const walk *w, const ics_evidence *evidence, uint32_t attribute, uint32_t row)
{
    const ics_attribute *of = &w->trace->program->model.attributes[attribute];
    const ics_table *table = &w->trace->dataset->tables[w->trace->program->model.entities[of->entity].root];
    const bool is_in_dated_record = (table->holds_from && table->holds_from[row] > ICS_DAY_MIN) ||
                                    (table->holds_to && table->holds_to[row] < ICS_DAY_MAX);
    return !evidence->is_event && !of->is_unique && !is_in_dated_record && evidence->fact.from <= ICS_DAY_MIN &&
           evidence->fact.to >= ICS_DAY_MAX;
}

/* A history may decide by what it says of two days. */
static bool is_gathered(walk *w, const ics_evidence *evidence, uint32_t attribute, uint32_t row)
{
    const ics_explanation *out = w->out;
    if (gather(w, attribute, row, RESTS))
        return false;
    for (size_t i = 0; i < out->evidence_count; i++)
        if (out->evidence[i].fact.from == evidence->fact.from && strcmp(out->evidence[i].path, evidence->path) == 0)
            return true;
    return evidence->fact.from <= ICS_DAY_MIN;
}

static void add_evidence(walk *w, ics_spot spot, uint32_t attribute, uint32_t row, int32_t day)
{
    ics_explanation *out = w->out;
    ics_evidence evidence = {.path = path_of(w, attribute, row)};
    evidence.is_special = is_special_cell(w, attribute, row) || ics_trace_is_of_records(w->trace, spot.reg);
    evidence.is_event = w->trace->program->model.attributes[attribute].type == ICS_TYPE_EVENT_DATE;
    if (!ics_dataset_fact(w->trace->dataset, attribute, row, day, w->trace->as_at, &evidence.fact))
        return;
    if (w->is_in_time && is_of_all_days(w, &evidence, attribute, row))
        out->is_undated_in_time = true;
    if (out->evidence_count >= (size_t)ICS_LIMIT_EXPLAINED_FACTS || is_gathered(w, &evidence, attribute, row))
        return;
    evidence.value = cell_text(w, spot, attribute, row, &evidence.fact);
    ICS_PUSH(&out->arena, out->evidence, out->evidence_count, out->evidence_room, evidence);
}

/* A LOAD or FOLLOW: the end of the way, unless the row itself is not known. */
static void visit_cell(walk *w, stop s, const ics_instruction *code)
{
    const ics_spot from = {code->a, s.spot.lane};
    uint32_t row;
    int32_t day;
    const bool follows = code->op == ICS_OP_FOLLOW;
    push(w, follows ? code->b : code->a, s.spot.lane, s.mode == MORE ? NEEDS : s.mode);
    if (follows && !ics_trace_present(w->trace, from)) {
        push(w, code->a, s.spot.lane, s.mode);
        return;
    }
    const ics_spot on = {follows ? code->b : code->a, s.spot.lane};
    const bool has_day = on.reg == ICS_NO_REGISTER || ics_trace_settled(w->trace, on);
    if (!ics_trace_cell(w->trace, s.spot, &row, &day))
        return;
    if (s.mode == NEEDS && !has_day) /* what is missing is the day itself */
        return;
    if (s.mode == MORE || (s.mode == NEEDS && !ics_trace_settled(w->trace, s.spot)))
        add_need(w, code->k, row, day, s.mode, reason_of_age(w, s, code, row, day));
    else if (ics_trace_known(w->trace, s.spot))
        add_evidence(w, s.spot, code->k, row, day);
}

/* Pushes an operand in the mode that it deserves; later ones are pushed first, so that the first is visited first. */
static void push_operand(walk *w, stop s, uint16_t reg)
{
    const ics_spot spot = {reg, s.spot.lane};
    if (reg == ICS_NO_REGISTER || !ics_trace_has(w->trace, spot))
        return;
    walk_mode mode = RESTS;
    if (s.mode != RESTS) {
        mode = ics_trace_partial(w->trace, spot) ? MORE : ics_trace_settled(w->trace, spot) ? RESTS : NEEDS;
    }
    push(w, reg, s.spot.lane, mode);
}

static void push_operands(walk *w, stop s, const ics_instruction *code)
{
    push_operand(w, s, code->c);
    push_operand(w, s, code->b);
    push_operand(w, s, code->a);
}

/* AND that is no, OR that is yes: only the sides that settle it. */
static void visit_logic(walk *w, stop s, const ics_instruction *code)
{
    const ics_told settles = code->op == ICS_OP_AND ? ICS_TOLD_NO : ICS_TOLD_YES;
    const bool is_settled = ics_trace_truth(w->trace, s.spot) == settles;
    const uint16_t sides[2] = {code->b, code->a};
    for (int i = 0; i < 2; i++)
        if (!is_settled || ics_trace_truth(w->trace, (ics_spot){sides[i], s.spot.lane}) == settles)
            push_operand(w, s, sides[i]);
}

/* The register of the list that a child frame was opened on, in the parent's lane; ICS_NO_REGISTER where none was. */
static uint16_t list_of(const walk *w, uint16_t child)
{
    const uint32_t at = w->trace->outline.opening[child];
    return at == ICS_NONE ? ICS_NO_REGISTER : w->trace->program->code[at].a;
}

/* Which of a child's operands made the reduction what it is. */
static void push_child(walk *w, stop s, const ics_instruction *code, uint32_t lane)
{
    const ics_trace *trace = w->trace;
    const stop child = {{code->a, lane}, s.mode};
    const ics_told a = ics_trace_truth(trace, (ics_spot){code->a, lane});
    if (code->op == ICS_OP_ANY || code->op == ICS_OP_ALL || code->op == ICS_OP_COUNT) {
        const ics_told told = ics_trace_truth(trace, s.spot);
        const bool decides = code->op == ICS_OP_COUNT ? a != ICS_TOLD_NO : a == told;
        if (decides)
            push_operand(w, child, code->a);
        return;
    }
    const ics_told counted =
        code->b == ICS_NO_REGISTER ? ICS_TOLD_YES : ics_trace_truth(trace, (ics_spot){code->b, lane});
    if (counted == ICS_TOLD_NO)
        return;
    push_operand(w, child, code->a);
    push_operand(w, child, code->b);
}

/* Whether a child left the reduction open. */
static bool child_is_open(const walk *w, const ics_instruction *code, uint32_t lane)
{
    const ics_spot a = {code->a, lane}, b = {code->b, lane};
    const bool is_counted = code->b == ICS_NO_REGISTER || ics_trace_truth(w->trace, b) != ICS_TOLD_NO;
    const bool is_open_b = code->b != ICS_NO_REGISTER && !ics_trace_known(w->trace, b);
    return is_open_b || (is_counted && !ics_trace_settled(w->trace, a));
}

/* Some is true, every is false: whatever else the list may hold. */
static bool one_child_decides(const walk *w, stop s, const ics_instruction *code)
{
    const ics_told told = ics_trace_truth(w->trace, s.spot);
    return (code->op == ICS_OP_ANY && told == ICS_TOLD_YES) || (code->op == ICS_OP_ALL && told == ICS_TOLD_NO);
}

static void visit_reduction(walk *w, stop s, const ics_instruction *code)
{
    const ics_program *program = w->trace->program;
    const uint16_t child = program->registers[code->a].frame;
    const ics_seen_frame *seen = &w->trace->frames[child];
    const ics_spot list = {list_of(w, child), s.spot.lane};
    const bool has_list = list.reg != ICS_NO_REGISTER && ics_trace_has(w->trace, list);
    if (has_list && !ics_trace_present(w->trace, list)) {
        push(w, list.reg, list.lane, ics_trace_known(w->trace, list) ? RESTS : s.mode);
        return;
    }
    bool is_open = false;
    for (uint32_t lane = seen->lane_count; lane-- > 0;) {
        if (seen->parents != NULL && seen->parents[lane] != s.spot.lane)
            continue;
        push_child(w, s, code, lane);
        is_open = is_open || child_is_open(w, code, lane);
    }
    if (!has_list)
        return;
    if (s.mode == NEEDS && (!is_open || ics_trace_partial(w->trace, list)))
        push(w, list.reg, list.lane, MORE); /* others may exist, and one of them could settle it */
    else if (s.mode == RESTS && !one_child_decides(w, s, code))
        push(w, list.reg, list.lane, RESTS); /* that there are no others is a fact too */
}

static void visit_lift(walk *w, stop s, const ics_instruction *code)
{
    const ics_program *program = w->trace->program;
    uint32_t lane;
    if (ics_trace_ancestor(w->trace, program->registers[s.spot.reg].frame, s.spot.lane,
                           program->registers[code->a].frame, &lane))
        push(w, code->a, lane, s.mode);
}

static void visit_call(walk *w, stop s, const ics_instruction *code)
{
    const ics_call *call = &w->trace->program->calls[code->k];
    bool is_asked = true;
    for (uint32_t i = call->argument_count; i-- > 0;) {
        push_operand(w, s, call->arguments[i]);
        is_asked = is_asked && ics_trace_settled(w->trace, (ics_spot){call->arguments[i], s.spot.lane});
    }
    if (!is_asked || s.mode != NEEDS || ics_trace_failed(w->trace, s.spot))
        return;
    const ics_import *import = &w->trace->program->imports[call->import];
    const char *name = ics_said(&w->out->arena, "%s.%s", import->plugin, import->function);
    const ics_need need = {name, name, "the plugin says that it is not known", false, false, false};
    ICS_PUSH(&w->out->arena, w->out->needs, w->out->need_count, w->out->need_room, need);
}

/* The row that has this one in a list or reference: what is missing is that some row says so. */
static void visit_owner(walk *w, stop s, const ics_instruction *code)
{
    push_operand(w, s, code->a);
    if (s.mode != NEEDS ||
        (code->a != ICS_NO_REGISTER && !ics_trace_present(w->trace, (ics_spot){code->a, s.spot.lane})))
        return;
    const ics_attribute *attribute = &w->trace->program->model.attributes[code->k];
    const char *entity = w->trace->program->model.entities[attribute->entity].name;
    const ics_need need = {ics_said(&w->out->arena, "%s.%s", entity, attribute->name),
                           attribute->name,
                           "no record, or several, say whose it is",
                           false,
                           false,
                           false};
    ICS_PUSH(&w->out->arena, w->out->needs, w->out->need_count, w->out->need_room, need);
}

/* A row without a code cannot be told from others: what is missing is its code. */
static void need_code(walk *w, stop s, uint16_t reg)
{
    const ics_spot side = {reg, s.spot.lane};
    if (s.mode != NEEDS || !ics_trace_present(w->trace, side))
        return;
    const uint32_t table = w->trace->program->registers[reg].aux, row = w->trace->values[reg].id[side.lane];
    const uint32_t unique = w->trace->program->model.entities[table].unique;
    if (unique != ICS_NONE && ics_dataset_code(w->trace->dataset, table, row)[0] == '\0')
        add_need(w, unique, row, w->trace->as_at, NEEDS, NULL);
}

static void visit_same(walk *w, stop s, const ics_instruction *code)
{
    push_operands(w, s, code);
    need_code(w, s, code->b);
    if (code->op != ICS_OP_HAS_IN)
        need_code(w, s, code->a);
}

/* What is missing is the register itself: one that is given and silent says that nobody has answered. */
static void visit_answered(walk *w, stop s)
{
    if (s.mode != NEEDS)
        return;
    const ics_need need = {"answers", "answers", "the description has no register of answers", false, false, false};
    ICS_PUSH(&w->out->arena, w->out->needs, w->out->need_count, w->out->need_room, need);
}

static void visit_pick(walk *w, stop s, const ics_instruction *code)
{
    const ics_told told = ics_trace_truth(w->trace, (ics_spot){code->c, s.spot.lane});
    if (told != ICS_TOLD_YES)
        push_operand(w, s, code->b);
    if (told != ICS_TOLD_NO)
        push_operand(w, s, code->a);
    push_operand(w, s, code->c);
}

/* The outcome of another rule rests on what that rule's judgement hangs on. */
static void visit_other_rule(walk *w, stop s, const ics_instruction *code)
{
    ics_verdict other;
    if (!ics_verdict_of(&other, w->trace, (ics_spot){code->a, s.spot.lane}))
        return;
    for (int i = ICS_OPERAND_COUNT; i-- > 0;) {
        const bool is_unknown = other.value[i] == ICS_TOLD_UNKNOWN;
        if (other.matters[i] && other.operand[i] != ICS_NO_REGISTER && (!is_unknown || s.mode == NEEDS))
            push(w, other.operand[i], s.spot.lane, is_unknown ? NEEDS : RESTS);
    }
}

static void step(walk *w, stop s)
{
    const ics_instruction *code = ics_trace_instruction(w->trace, s.spot.reg);
    if (code == NULL)
        return;
    switch (code->op) {
    case ICS_OP_LOAD:
    case ICS_OP_FOLLOW:
        visit_cell(w, s, code);
        break;
    case ICS_OP_LIFT:
        visit_lift(w, s, code);
        break;
    case ICS_OP_AND:
    case ICS_OP_OR:
        visit_logic(w, s, code);
        break;
    case ICS_OP_PICK:
        visit_pick(w, s, code);
        break;
    case ICS_OP_ELSE:
        if (!ics_trace_present(w->trace, (ics_spot){code->a, s.spot.lane}))
            push_operand(w, s, code->b);
        push_operand(w, s, code->a);
        break;
    case ICS_OP_CALL:
        visit_call(w, s, code);
        break;
    case ICS_OP_IS_MET:
        visit_other_rule(w, s, code);
        break;
    case ICS_OP_ANSWERED:
        visit_answered(w, s);
        break;
    case ICS_OP_OWNER:
        visit_owner(w, s, code);
        break;
    case ICS_OP_SAME:
    case ICS_OP_NOT_SAME:
    case ICS_OP_HAS_IN:
        visit_same(w, s, code);
        break;
    default:
        if (ics_op_is_reduction(code->op))
            visit_reduction(w, s, code);
        else if (code->op != ICS_OP_JUDGE)
            push_operands(w, s, code);
    }
}

static void run_to_end(walk *w)
{
    while (w->count > 0) {
        const stop s = w->stack[--w->count];
        if (visit(w, s))
            step(w, s);
    }
}

/* The list that a GAP speaks of: the first that its condition reads. */
static void walk_gap(walk *w, const ics_verdict *verdict)
{
    uint16_t reg = verdict->keeper->b;
    for (uint32_t steps = 0; steps < w->trace->program->code_count && reg != ICS_NO_REGISTER; steps++) {
        const ics_instruction *code = ics_trace_instruction(w->trace, reg);
        if (code == NULL || !ics_trace_has(w->trace, (ics_spot){reg, verdict->lane}))
            return;
        if (w->trace->values[reg].type == 'L') {
            const bool is_known = ics_trace_known(w->trace, (ics_spot){reg, verdict->lane});
            push(w, reg, verdict->lane, verdict->state != ICS_UNKNOWN ? RESTS : is_known ? MORE : NEEDS);
            run_to_end(w);
            return;
        }
        reg = code->a;
    }
}

static void walk_operand(walk *w, const ics_verdict *verdict, ics_operand operand, bool is_open)
{
    const ics_spot spot = {verdict->operand[operand], verdict->lane};
    const bool is_unknown = verdict->value[operand] == ICS_TOLD_UNKNOWN;
    if (!verdict->matters[operand] || spot.reg == ICS_NO_REGISTER)
        return;
    if (is_unknown && !is_open && !ics_trace_failed(w->trace, spot))
        return; /* what is unknown and cannot change the outcome is no part of its reason */
    w->is_exception = operand == ICS_OPERAND_EXEMPT || operand == ICS_OPERAND_LIFTED;
    w->is_in_time = operand == ICS_OPERAND_IN_TIME;
    push(w, spot.reg, spot.lane, is_unknown && is_open ? NEEDS : RESTS);
    run_to_end(w);
}

/* Not applicable, and not since it does not apply: by facts that are said to be not applicable. */
static bool is_by_facts(const ics_verdict *verdict)
{
    return verdict->state == ICS_NOT_APPLICABLE && verdict->value[ICS_OPERAND_APPLIES] != ICS_TOLD_NO &&
           verdict->value[ICS_OPERAND_VACUOUS] != ICS_TOLD_YES;
}

void ics_walk_outcome(ics_explanation *explanation, ics_trace *trace, ics_verdict *verdict)
{
    walk w = {.out = explanation, .trace = trace, .notes = &trace->seen};
    const bool is_open = verdict->state == ICS_UNKNOWN || verdict->state == ICS_LAW_UNCLEAR || is_by_facts(verdict);
    if (verdict->keeper->op == ICS_OP_GAP) {
        walk_gap(&w, verdict);
        return;
    }
    if (!is_open)
        walk_operand(&w, verdict, verdict->chief, false);
    verdict->chief_evidence = explanation->evidence_count;
    for (int i = 0; i < ICS_OPERAND_COUNT; i++)
        walk_operand(&w, verdict, (ics_operand)i, is_open);
}
