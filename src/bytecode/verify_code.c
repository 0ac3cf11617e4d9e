/*
 * The verifier's walk over the code, once from front to back. It keeps for each register whether it has a value, the
 * frames that are open, the skips that are open, and for each rule what it has been given. Types come from the table of
 * opcodes; what the table cannot say is checked opcode by opcode.
 */
#include "bytecode/verify.h"

#include "base/limits.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { FRAMES_OPEN = 8, SKIPS_OPEN = 64 };

typedef enum register_state {
    UNWRITTEN,
    PENDING, /* a reduction writes it when the child closes */
    WRITTEN,
    LOST /* written where it may have been skipped, or in a frame that has closed */
} register_state;

typedef struct skip {
    uint32_t target;
    uint16_t frame;
    uint32_t first_written; /* in `written`: what the skip may leave unwritten */
} skip;

typedef struct walk {
    const ics_verifier *verifier;
    const ics_program *program;
    uint32_t index; /* the instruction looked at */
    const ics_instruction *at;
    const ics_op_info *info;
    uint8_t *state;    /* by register: register_state */
    uint32_t *column;  /* by register: of what COLUMN read, its attribute plus one; else 0 */
    uint16_t *written; /* registers in the order they were written */
    uint32_t written_count;
    uint32_t open_written[FRAMES_OPEN]; /* written_count when the frame opened */
    uint16_t open[FRAMES_OPEN];
    uint32_t depth;
    skip skips[SKIPS_OPEN];
    uint32_t skip_count;
    bool *frame_was_open;
    bool *has_outcome;    /* by rule */
    uint32_t *parts_seen; /* by rule */
    uint32_t *first_part; /* by rule: its first letter in has_part */
    bool *has_part;
} walk;

#define REFUSE(walk, ...) ics_verify_refuse((walk)->verifier, "code", (walk)->index, __VA_ARGS__)

static uint16_t current_frame(const walk *w)
{
    return w->depth ? w->open[w->depth - 1] : ICS_NO_FRAME;
}

static uint32_t root_of(const walk *w, uint32_t entity)
{
    return w->program->model.entities[entity].root;
}

static uint32_t current_root(const walk *w)
{
    return root_of(w, w->program->frames[current_frame(w)].entity);
}

static const ics_register_info *info_of(const walk *w, uint16_t index)
{
    return &w->program->registers[index];
}

static bool is_enclosing(const walk *w, uint16_t frame)
{
    for (uint32_t i = 0; i + 1 < w->depth; i++)
        if (w->open[i] == frame)
            return true;
    return false;
}

/* Whether a skip that belongs to the current frame is open: what it leaves out would be missing from some batches. */
static bool is_in_own_skip(const walk *w)
{
    return w->skip_count > 0 && w->skips[w->skip_count - 1].frame == current_frame(w);
}

static bool has_type(char type, const char *kind)
{
    if (kind[0] == '?')
        kind++;
    switch (kind[0]) {
    case '#':
        return type == 'N' || type == 'B' || type == 'R';
    case 'W':
        return type == 'N' || type == 'B';
    case '*':
        return true;
    default:
        return type == kind[0];
    }
}

/* A register that an instruction of the current frame reads; @p kind as in the table. */
static bool check_read(const walk *w, uint16_t index, const char *kind, const char *role)
{
    if (index >= w->program->register_count)
        return REFUSE(w, "%s: operand %s is register %u of %" PRIu32, w->info->name, role, index,
                      w->program->register_count);
    const ics_register_info *info = info_of(w, index);
    if (!has_type(info->type, kind))
        return REFUSE(w, "%s: operand %s is register r%u, a %s, where a %s is taken", w->info->name, role, index,
                      ics_register_type_name(info->type), ics_register_type_name(kind[0] == '?' ? kind[1] : kind[0]));
    if (w->at->op == ICS_OP_LIFT ? !is_enclosing(w, info->frame) : info->frame != current_frame(w))
        return REFUSE(w, "%s: operand %s is register r%u of frame f%u, which cannot be read here", w->info->name, role,
                      index, info->frame);
    if (w->state[index] != WRITTEN)
        return REFUSE(w, "%s: operand %s is register r%u, which %s here", w->info->name, role, index,
                      w->state[index] == UNWRITTEN ? "is not yet written" : "may not have been written");
    if (w->column[index] != 0 && w->at->op != ICS_OP_CALL && w->at->op != ICS_OP_LIFT)
        return REFUSE(w, "%s: operand %s is register r%u, a column, which calls alone read", w->info->name, role,
                      index);
    return true;
}

static bool check_operand(const walk *w, uint16_t index, const char *kind, const char *role)
{
    if (kind[0] == '.') {
        if (index != ICS_NO_REGISTER)
            return REFUSE(w, "%s: operand %s is not used but is %u", w->info->name, role, index);
        return true;
    }
    if (kind[0] == 'n' || (kind[0] == '?' && index == ICS_NO_REGISTER))
        return true;
    return check_read(w, index, kind, role);
}

static bool fits_aux(const walk *w, uint32_t got, uint32_t want, const char *what)
{
    if (got == want)
        return true;
    return REFUSE(w, "%s: its %s are of different kinds (%" PRIu32 " and %" PRIu32 ")", w->info->name, what, got, want);
}

/* -- k -- */

static bool check_k_below(const walk *w, uint32_t count, const char *what)
{
    if (w->at->k < count)
        return true;
    return REFUSE(w, "%s: %s %" PRIu32 " of %" PRIu32, w->info->name, what, w->at->k, count);
}

static bool check_id_constant(const walk *w)
{
    const uint16_t holder = w->at->a != ICS_NO_REGISTER ? w->at->a : w->at->dst;
    const uint32_t space = info_of(w, holder)->aux;
    if (space == ICS_SPACE_TEXT)
        return check_k_below(w, w->program->text_count, "text");
    if (space > ICS_SPACE_ROLE)
        return REFUSE(w, "%s: a row cannot be a constant", w->info->name);
    if (!check_k_below(w, w->program->constant_count, "constant"))
        return false;
    const ics_model *model = &w->program->model;
    const uint32_t count = space == ICS_SPACE_ROLE ? model->role_count : model->value_count;
    const int64_t id = w->program->constants[w->at->k];
    if (id < 0 || id >= (int64_t)count)
        return REFUSE(w, "%s: %s %" PRId64 " of %" PRIu32, w->info->name,
                      space == ICS_SPACE_ROLE ? "role" : "enumeration value", id, count);
    return true;
}

static bool is_day(int64_t value)
{
    return value >= ICS_DAY_MIN && value <= ICS_DAY_MAX;
}

static bool check_constant(const walk *w)
{
    if (!check_k_below(w, w->program->constant_count, "constant"))
        return false;
    const int64_t value = w->program->constants[w->at->k];
    if (w->at->op == ICS_OP_DATE_K && !is_day(value))
        return REFUSE(w, "DATE_K: day %" PRId64 " lies outside years 1 to 9999", value);
    if (w->at->op == ICS_OP_BMUL_K && value < 0)
        return REFUSE(w, "BMUL_K: the constant is less than 0");
    return true;
}

static bool check_period_constant(const walk *w)
{
    if (w->program->constant_count < 2 || w->at->k > w->program->constant_count - 2)
        return REFUSE(w, "%s: constants %" PRIu32 " and the next of %" PRIu32, w->info->name, w->at->k,
                      w->program->constant_count);
    const int64_t first = w->program->constants[w->at->k], last = w->program->constants[w->at->k + 1];
    if (!is_day(first) || !is_day(last) || first > last)
        return REFUSE(w, "%s: the period is reversed or outside years 1 to 9999", w->info->name);
    return true;
}

/* The column of a list: of days for dates, else of plain numbers. */
static bool check_list_argument(const walk *w, uint16_t index, ics_type type)
{
    if (!check_read(w, index, "L", "argument"))
        return false;
    const uint32_t column = w->column[index];
    const ics_type found = column == 0 ? ICS_TYPE_COUNT : w->program->model.attributes[column - 1].type;
    const bool fits = column != 0 && ics_type_representation(found) == ics_type_representation(type) &&
                      (type == ICS_TYPE_DATE || found == ICS_TYPE_NUMBER);
    return fits || REFUSE(w, "CALL: register r%u is not a column of %s", index, ics_type_name(type));
}

static bool check_call(const walk *w)
{
    if (!check_k_below(w, w->program->call_count, "call"))
        return false;
    const ics_call *call = &w->program->calls[w->at->k];
    const ics_import *import = &w->program->imports[call->import];
    for (uint32_t i = 0; i < call->argument_count; i++) {
        const ics_attribute as = {.type = import->parameters[i], .target = ICS_NONE};
        const char kind[2] = {ics_register_type_of(&as), '\0'};
        if (import->lists >> i & 1) {
            if (!check_list_argument(w, call->arguments[i], import->parameters[i]))
                return false;
            continue;
        }
        if (!check_read(w, call->arguments[i], kind, "argument"))
            return false;
        const ics_register_info *info = info_of(w, call->arguments[i]);
        if (kind[0] == 'I' &&
            !fits_aux(w, info->aux, ics_register_aux_of(&w->program->model, &as), "argument and parameter"))
            return false;
    }
    const ics_attribute result = {.type = import->result, .target = ICS_NONE};
    const char want = import->result == ICS_TYPE_SHARE ? 'R' : ics_register_type_of(&result);
    const ics_register_info *dst = info_of(w, w->at->dst);
    if (dst->type != want)
        return REFUSE(w, "CALL: %s.%s answers with a %s, not a %s", import->plugin, import->function,
                      ics_register_type_name(want), ics_register_type_name(dst->type));
    return want != 'I' ||
           fits_aux(w, dst->aux, ics_register_aux_of(&w->program->model, &result), "answer and register");
}

static bool check_judge(const walk *w)
{
    if (!check_k_below(w, w->program->judge_count, "judge"))
        return false;
    const ics_judge *judge = &w->program->judges[w->at->k];
    if (judge->modality >= ICS_MODALITY_COUNT || judge->force >= ICS_FORCE_COUNT || judge->no_period > 1)
        return REFUSE(w, "JUDGE: modality %u or force %u does not exist", judge->modality, judge->force);
    const uint16_t truths[] = {judge->governs, judge->applies, judge->vacuous,   judge->done,   judge->in_time,
                               judge->lifted,  judge->exempt,  judge->due_ahead, judge->waived, judge->attested};
    for (size_t i = 0; i < sizeof truths / sizeof truths[0]; i++)
        if (truths[i] != ICS_NO_REGISTER && !check_read(w, truths[i], "T", "of the judge"))
            return false;
    const uint16_t days[] = {judge->due, judge->done_on, judge->began, judge->event, judge->since};
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++)
        if (days[i] != ICS_NO_REGISTER && !check_read(w, days[i], "D", "of the judge"))
            return false;
    return judge->missed == ICS_NO_REGISTER || check_read(w, judge->missed, "N", "of the judge");
}

static bool check_choice(const walk *w)
{
    if (!check_k_below(w, w->program->choice_count, "choice"))
        return false;
    const ics_alternatives *choice = &w->program->choices[w->at->k];
    if (choice->option_count == 0 || choice->option_count > ICS_CHOICE_OPTIONS)
        return REFUSE(w, "%s: %" PRIu32 " outcomes to choose from", w->info->name, choice->option_count);
    if (choice->some != ICS_NO_REGISTER && !check_read(w, choice->some, "T", "of the choice"))
        return false;
    for (uint32_t i = 0; i < choice->option_count; i++) {
        const ics_alternative *option = &choice->options[i];
        if (!check_read(w, option->outcome, "O", "of the choice") ||
            (option->governs != ICS_NO_REGISTER && !check_read(w, option->governs, "T", "of the choice")))
            return false;
    }
    return true;
}

static bool check_k(const walk *w)
{
    const ics_program *program = w->program;
    switch (w->info->k) {
    case 'c':
        return check_constant(w);
    case 'q':
        return check_period_constant(w);
    case 's':
        return check_id_constant(w);
    case 'm':
        return check_k_below(w, program->model.attribute_count, "attribute");
    case 'e':
        return check_k_below(w, program->model.entity_count, "entity");
    case 'p':
        return check_k_below(w, program->time_span_count, "span of time");
    case 'f':
        return check_k_below(w, program->frame_count, "frame");
    case 'j':
        return check_judge(w);
    case 'r':
        return check_k_below(w, program->rule_count, "rule");
    case 'x':
        return check_call(w);
    case 'v':
        return check_choice(w);
    case 't':
        return true;
    case 'o':
        return w->at->k <= 1 || REFUSE(w, "%s: k is %" PRIu32, w->info->name, w->at->k);
    default:
        if (w->at->k > (w->at->op == ICS_OP_TRUTH_K ? 2u : 0u))
            return REFUSE(w, "%s: k is %" PRIu32, w->info->name, w->at->k);
        return true;
    }
}

/* -- what the table cannot say -- */

/* What is read of the lane's own row needs a frame whose lanes are rows. */
static bool check_own_row(const walk *w)
{
    const ics_frame_info *frame = &w->program->frames[current_frame(w)];
    return !ics_frame_is_of_days(frame) ||
           REFUSE(w, "%s: the lanes of frame f%u are days, not rows", w->info->name, current_frame(w));
}

static bool check_period(const walk *w)
{
    const ics_frame_info *frame = &w->program->frames[current_frame(w)];
    return ics_frame_is_of_days(frame) ||
           REFUSE(w, "PERIOD: the lanes of frame f%u are rows, not days", current_frame(w));
}

static bool check_column(const walk *w, uint32_t row_root)
{
    const ics_model *model = &w->program->model;
    const ics_attribute *attribute = &model->attributes[w->at->k];
    const ics_register_info *dst = info_of(w, w->at->dst);
    if (root_of(w, attribute->entity) != row_root)
        return REFUSE(w, "%s: attribute %s is not one of %s", w->info->name, attribute->name,
                      model->entities[row_root].name);
    if (dst->type != ics_register_type_of(attribute))
        return REFUSE(w, "%s: attribute %s is a %s, register r%u a %s", w->info->name, attribute->name,
                      ics_register_type_name(ics_register_type_of(attribute)), w->at->dst,
                      ics_register_type_name(dst->type));
    return strchr("FLIS", dst->type) == NULL ||
           fits_aux(w, dst->aux, ics_register_aux_of(model, attribute), "attribute and register");
}

static bool check_owner(const walk *w, uint32_t row_root)
{
    const ics_attribute *attribute = &w->program->model.attributes[w->at->k];
    if (attribute->type != ICS_TYPE_REF && attribute->type != ICS_TYPE_LIST)
        return REFUSE(w, "OWNER: attribute %s is no list or reference", attribute->name);
    return fits_aux(w, root_of(w, attribute->target), row_root, "row and attribute") &&
           fits_aux(w, info_of(w, w->at->dst)->aux, root_of(w, attribute->entity), "owner and register");
}

static bool check_overlap(const walk *w, const ics_register_info *a, const ics_register_info *b)
{
    if (a->type != b->type || (a->type != 'L' && a->type != 'S'))
        return REFUSE(w, "OVERLAPS: a %s and a %s", ics_register_type_name(a->type), ics_register_type_name(b->type));
    return fits_aux(w, a->aux, b->aux, "operands");
}

static bool check_pick(const walk *w, const ics_register_info *a, const ics_register_info *b)
{
    if (a->type != b->type || !strchr("NDI", a->type))
        return REFUSE(w, "PICK: a %s and a %s", ics_register_type_name(a->type), ics_register_type_name(b->type));
    return a->type != 'I' || fits_aux(w, a->aux, b->aux, "operands");
}

static bool check_same_type(const walk *w, const ics_register_info *a)
{
    const ics_register_info *dst = info_of(w, w->at->dst);
    if (dst->type != a->type)
        return REFUSE(w, "%s: a %s into a %s", w->info->name, ics_register_type_name(a->type),
                      ics_register_type_name(dst->type));
    return strchr("FLIS", a->type) == NULL || fits_aux(w, dst->aux, a->aux, "operand and register");
}

static bool check_special(const walk *w)
{
    const ics_instruction *at = w->at;
    static const ics_register_info none = {.type = '.'}; /* operands that must be there were checked by their letters */
    const bool has_a = at->a != ICS_NO_REGISTER, has_b = at->b != ICS_NO_REGISTER && w->info->b[0] != 'n';
    const ics_register_info *a = has_a ? info_of(w, at->a) : &none;
    const ics_register_info *b = has_b ? info_of(w, at->b) : &none;
    switch (at->op) {
    case ICS_OP_LOAD:
        return check_own_row(w) && check_column(w, current_root(w));
    case ICS_OP_PERIOD:
        return check_period(w);
    case ICS_OP_FOLLOW:
        return check_column(w, a->aux);
    case ICS_OP_COLUMN:
        w->column[at->dst] = at->k + 1;
        return fits_aux(w, root_of(w, w->program->model.attributes[at->k].entity), a->aux, "column and list") &&
               check_same_type(w, a);
    case ICS_OP_LIFT:
        if (a->type == 'O')
            return REFUSE(w, "LIFT: an outcome stays in its frame");
        w->column[at->dst] = w->column[at->a];
        return check_same_type(w, a);
    case ICS_OP_SELF:
        return check_own_row(w) && fits_aux(w, info_of(w, at->dst)->aux, current_root(w), "row and register");
    case ICS_OP_OWNER:
        return (has_a || check_own_row(w)) && check_owner(w, has_a ? a->aux : current_root(w));
    case ICS_OP_KIND_IS:
        return (has_a || check_own_row(w)) &&
               fits_aux(w, root_of(w, at->k), has_a ? a->aux : current_root(w), "row and kind");
    case ICS_OP_RECORDED:
    case ICS_OP_PRESENT:
        return a->type != 'O' || REFUSE(w, "%s: an outcome is no fact", w->info->name);
    case ICS_OP_SIZE:
        return a->type == 'L' || a->type == 'S' || REFUSE(w, "SIZE: a %s has none", ics_register_type_name(a->type));
    case ICS_OP_ID_EQ:
    case ICS_OP_ID_NE:
    case ICS_OP_SAME:
    case ICS_OP_NOT_SAME:
    case ICS_OP_HAS:
    case ICS_OP_HAS_ROW:
        return fits_aux(w, a->aux, b->aux, "operands");
    case ICS_OP_HAS_IN:
        return fits_aux(w, a->aux, ICS_SPACE_ROW + b->aux, "operands");
    case ICS_OP_OVERLAPS:
        return check_overlap(w, a, b);
    case ICS_OP_PICK:
        return check_pick(w, a, b) && check_same_type(w, a);
    default:
        return true;
    }
}

/* -- writing -- */

static bool check_dst(const walk *w)
{
    const char *kind = w->info->dst;
    const uint16_t dst = w->at->dst;
    if (kind[0] == '.')
        return check_operand(w, dst, kind, "dst");
    if (dst >= w->program->register_count)
        return REFUSE(w, "%s: dst is register %u of %" PRIu32, w->info->name, dst, w->program->register_count);
    const ics_register_info *info = info_of(w, dst);
    if (kind[0] != 'V' && kind[0] != '=' && !has_type(info->type, kind))
        return REFUSE(w, "%s: dst is register r%u, a %s, where a %s is made", w->info->name, dst,
                      ics_register_type_name(info->type), ics_register_type_name(kind[0]));
    const bool is_reduction = ics_op_is_reduction(w->at->op);
    if (is_reduction && w->depth < 2)
        return REFUSE(w, "%s: no child frame is open", w->info->name);
    if (is_reduction && is_in_own_skip(w))
        return REFUSE(w, "%s: a reduction cannot be skipped", w->info->name);
    const uint16_t frame = is_reduction ? w->open[w->depth - 2] : current_frame(w);
    if (info->frame != frame)
        return REFUSE(w, "%s: dst is register r%u of frame f%u, not of f%u", w->info->name, dst, info->frame, frame);
    if (w->state[dst] != UNWRITTEN)
        return REFUSE(w, "%s: register r%u is written twice", w->info->name, dst);
    return true;
}

/* Only once all operands have passed, so that an instruction cannot read what it writes. */
static void mark_written(walk *w)
{
    if (w->info->dst[0] == '.')
        return;
    w->state[w->at->dst] = ics_op_is_reduction(w->at->op) ? PENDING : WRITTEN;
    w->written[w->written_count++] = w->at->dst;
}

static void lose_from(walk *w, uint32_t first)
{
    for (uint32_t i = first; i < w->written_count; i++)
        w->state[w->written[i]] = LOST;
}

static void end_skips(walk *w)
{
    while (w->skip_count > 0 && w->skips[w->skip_count - 1].target == w->index)
        lose_from(w, w->skips[--w->skip_count].first_written);
}

/* -- frames, skips, outcomes -- */

static bool do_open(walk *w)
{
    const ics_frame_info *frame = &w->program->frames[w->at->k];
    if (w->depth == FRAMES_OPEN)
        return REFUSE(w, "OPEN: more than %d frames are open (limit FRAMES_OPEN)", FRAMES_OPEN);
    if (w->frame_was_open[w->at->k])
        return REFUSE(w, "OPEN: frame f%" PRIu32 " is opened twice", w->at->k);
    if (frame->parent != current_frame(w))
        return REFUSE(w, "OPEN: frame f%" PRIu32 " opens outside its parent", w->at->k);
    if ((frame->source == ICS_FRAME_LIST) != (w->at->a != ICS_NO_REGISTER))
        return REFUSE(w, "OPEN: frame f%" PRIu32 " %s a list", w->at->k,
                      frame->source == ICS_FRAME_LIST ? "needs" : "takes no");
    if (!ics_frame_is_of_days(frame) && (w->at->b != ICS_NO_REGISTER || w->at->c != ICS_NO_REGISTER))
        return REFUSE(w, "OPEN: frame f%" PRIu32 " takes no days", w->at->k);
    if (frame->source == ICS_FRAME_DAYS && w->at->b == ICS_NO_REGISTER)
        return REFUSE(w, "OPEN: frame f%" PRIu32 " needs a first day", w->at->k);
    if (frame->source == ICS_FRAME_PERIODS && frame->period == ICS_PERIOD_STRETCH && w->at->b == ICS_NO_REGISTER)
        return REFUSE(w, "OPEN: frame f%" PRIu32 " needs a first day", w->at->k);
    if (w->at->a != ICS_NO_REGISTER &&
        !fits_aux(w, info_of(w, w->at->a)->aux, root_of(w, frame->entity), "list and frame"))
        return false;
    w->frame_was_open[w->at->k] = true;
    w->open_written[w->depth] = w->written_count;
    w->open[w->depth++] = (uint16_t)w->at->k;
    return true;
}

/* Registers of a frame that closes are lost; those that its reductions made are written from now on. */
static bool do_close(walk *w)
{
    if (w->depth == 0 || w->at->k != current_frame(w))
        return REFUSE(w, "CLOSE: frame f%" PRIu32 " is not the one that is open", w->at->k);
    if (is_in_own_skip(w))
        return REFUSE(w, "CLOSE: a skip leads out of frame f%" PRIu32, w->at->k);
    const uint32_t first = w->open_written[--w->depth];
    uint32_t kept = first;
    for (uint32_t i = first; i < w->written_count; i++) {
        const uint16_t written = w->written[i];
        if (w->state[written] == PENDING && info_of(w, written)->frame == current_frame(w)) {
            w->state[written] = WRITTEN;
            w->written[kept++] = written;
        } else {
            w->state[written] = LOST;
        }
    }
    w->written_count = kept;
    return true;
}

static bool do_skip(walk *w)
{
    if (w->at->k <= w->index || w->at->k >= w->program->code_count)
        return REFUSE(w, "SKIP: from %" PRIu32 " to %" PRIu32 " of %" PRIu32, w->index, w->at->k,
                      w->program->code_count);
    if (w->skip_count > 0 && w->at->k > w->skips[w->skip_count - 1].target)
        return REFUSE(w, "SKIP: it leads to %" PRIu32 ", past the end of the skip around it, %" PRIu32, w->at->k,
                      w->skips[w->skip_count - 1].target);
    if (w->skip_count == SKIPS_OPEN)
        return REFUSE(w, "SKIP: more than %d are open (limit SKIPS_OPEN)", SKIPS_OPEN);
    w->skips[w->skip_count++] =
        (skip){.target = w->at->k, .frame = current_frame(w), .first_written = w->written_count};
    return true;
}

static uint16_t outcome_frame(const ics_rule *rule)
{
    const bool is_member = rule->is_member && rule->with_frame != ICS_NO_FRAME; /* members stand inside */
    return rule->when_frame != ICS_NO_FRAME && !is_member ? rule->when_frame : rule->frame;
}

static bool do_part(walk *w)
{
    const ics_rule *rule = &w->program->rules[w->at->k];
    if (w->skip_count > 0 || current_frame(w) != outcome_frame(rule) || w->has_outcome[w->at->k])
        return REFUSE(w, "PART: it belongs before the outcome of rule %s, in frame f%u, and cannot be skipped",
                      rule->id, outcome_frame(rule));
    if (w->at->b >= rule->letter_count)
        return REFUSE(w, "PART: letter %u of %" PRIu32, w->at->b, rule->letter_count);
    bool *has_part = &w->has_part[w->first_part[w->at->k] + w->at->b];
    if (*has_part)
        return REFUSE(w, "PART: letter %s of rule %s stands twice", rule->letters[w->at->b].label, rule->id);
    *has_part = true;
    w->parts_seen[w->at->k]++;
    return true;
}

static bool do_note(walk *w)
{
    const ics_rule *rule = &w->program->rules[w->at->k];
    if (w->skip_count > 0 || current_frame(w) != outcome_frame(rule) || w->has_outcome[w->at->k])
        return REFUSE(w, "NOTE: it belongs before the outcome of rule %s, in frame f%u, and cannot be skipped",
                      rule->id, outcome_frame(rule));
    if (w->at->b >= rule->note_count)
        return REFUSE(w, "NOTE: note %u of %" PRIu32, w->at->b, rule->note_count);
    if (info_of(w, w->at->a)->type != (rule->notes[w->at->b].kind == ICS_NOTE_STANDARD ? 'D' : 'T'))
        return REFUSE(w, "NOTE: a %s cannot be note %u of rule %s", ics_register_type_name(info_of(w, w->at->a)->type),
                      w->at->b, rule->id);
    return true;
}

static bool do_outcome(walk *w)
{
    const ics_rule *rule = &w->program->rules[w->at->k];
    if (w->skip_count > 0)
        return REFUSE(w, "%s: the outcome of rule %s cannot be skipped", w->info->name, rule->id);
    if (w->at->op == ICS_OP_GAP)
        return true;
    if (current_frame(w) != outcome_frame(rule))
        return REFUSE(w, "OUTCOME: rule %s has its outcome in frame f%u, not f%u", rule->id, outcome_frame(rule),
                      current_frame(w));
    if (rule->when_frame != ICS_NO_FRAME &&
        !is_enclosing(w, outcome_frame(rule) == rule->frame ? rule->when_frame : rule->frame))
        return REFUSE(w, "OUTCOME: frame f%u of rule %s does not enclose f%u", rule->frame, rule->id, rule->when_frame);
    if (ics_frame_is_of_days(&w->program->frames[rule->frame]))
        return REFUSE(w, "OUTCOME: the lanes of frame f%u of rule %s are days: they are no subjects", rule->frame,
                      rule->id);
    if (rule->is_member && (rule->with_frame == ICS_NO_FRAME) != (w->at->c != ICS_NO_REGISTER))
        return REFUSE(w, "OUTCOME: the members of rule %s are named by a register or a frame of their own", rule->id);
    if (rule->with_frame != ICS_NO_FRAME && !is_enclosing(w, rule->with_frame))
        return REFUSE(w, "OUTCOME: frame f%u of rule %s does not enclose f%u", rule->with_frame, rule->id, rule->frame);
    if (w->has_outcome[w->at->k])
        return REFUSE(w, "OUTCOME: rule %s has a second outcome", rule->id);
    if (w->parts_seen[w->at->k] != 0 && w->parts_seen[w->at->k] != rule->letter_count)
        return REFUSE(w, "OUTCOME: rule %s has outcomes for %" PRIu32 " of %" PRIu32 " letters", rule->id,
                      w->parts_seen[w->at->k], rule->letter_count);
    w->has_outcome[w->at->k] = true;
    return true;
}

static bool check_instruction(walk *w)
{
    w->at = &w->program->code[w->index];
    w->info = ics_op_find(w->at->op);
    if (!w->info)
        return REFUSE(w, "opcode %u does not exist", w->at->op);
    if (w->at->reserved != 0)
        return REFUSE(w, "%s: the reserved field is %u", w->info->name, w->at->reserved);
    if (w->at->op != ICS_OP_OPEN && w->depth == 0)
        return REFUSE(w, "%s: no frame is open", w->info->name);
    if (!check_operand(w, w->at->a, w->info->a, "a") || !check_operand(w, w->at->b, w->info->b, "b") ||
        !check_operand(w, w->at->c, w->info->c, "c") || !check_dst(w) || !check_k(w) || !check_special(w))
        return false;
    mark_written(w);
    switch (w->at->op) {
    case ICS_OP_OPEN:
        return do_open(w);
    case ICS_OP_CLOSE:
        return do_close(w);
    case ICS_OP_SKIP:
        return do_skip(w);
    case ICS_OP_PART:
        return do_part(w);
    case ICS_OP_NOTE:
        return do_note(w);
    case ICS_OP_OUTCOME:
    case ICS_OP_GAP:
        return do_outcome(w);
    default:
        return true;
    }
}

static bool walk_code(walk *w)
{
    const ics_program *program = w->program;
    for (w->index = 0; w->index < program->code_count; w->index++) {
        end_skips(w);
        if (!check_instruction(w))
            return false;
    }
    if (w->depth > 0)
        return REFUSE(w, "frame f%u is not closed", current_frame(w));
    for (uint32_t i = 0; i < program->rule_count; i++)
        if (!w->has_outcome[i])
            return ics_verify_refuse(w->verifier, "rules", i, "rule %s has no outcome", program->rules[i].id);
    return true;
}

static bool count_letters(walk *w, size_t *letters)
{
    *letters = 0;
    for (uint32_t i = 0; i < w->program->rule_count; i++) {
        w->first_part[i] = (uint32_t)*letters;
        *letters += w->program->rules[i].letter_count;
        if (*letters > UINT32_MAX)
            return ics_verify_refuse(w->verifier, "rules", i, "there are too many letters");
    }
    return true;
}

bool ics_verify_code(const ics_verifier *verifier, bool *no_memory)
{
    const ics_program *program = verifier->program;
    walk w = {.verifier = verifier, .program = program};
    size_t letters = 0;
    bool fits = false;
    w.state = calloc((size_t)program->register_count + 1, sizeof *w.state);
    w.column = calloc((size_t)program->register_count + 1, sizeof *w.column);
    w.written = calloc((size_t)program->register_count + 1, sizeof *w.written);
    w.frame_was_open = calloc((size_t)program->frame_count + 1, sizeof *w.frame_was_open);
    w.has_outcome = calloc((size_t)program->rule_count + 1, sizeof *w.has_outcome);
    w.parts_seen = calloc((size_t)program->rule_count + 1, sizeof *w.parts_seen);
    w.first_part = calloc((size_t)program->rule_count + 1, sizeof *w.first_part);
    const bool has_tables =
        w.state && w.column && w.written && w.frame_was_open && w.has_outcome && w.parts_seen && w.first_part;
    if (has_tables && count_letters(&w, &letters)) {
        w.has_part = calloc(letters + 1, sizeof *w.has_part);
        *no_memory = w.has_part == NULL;
        fits = w.has_part && walk_code(&w);
    } else {
        *no_memory = !has_tables;
    }
    free(w.state);
    free(w.column);
    free(w.written);
    free(w.frame_was_open);
    free(w.has_outcome);
    free(w.parts_seen);
    free(w.first_part);
    free(w.has_part);
    return fits;
}
