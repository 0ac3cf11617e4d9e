/* The naive evaluator: a value a register, a recursion a frame, a list of children a reduction. */
#include "naive.h"

#include "bytecode/op.h"
#include "vm/outcome.h"

#include <stdlib.h>
#include <string.h>

__extension__ typedef __int128 wide;

enum { ITEMS = 600 };

typedef struct value {
    bool known, present, truth, failed, partial;
    bool perhaps; /* not known: absent, or within the values given */
    int64_t low, high, low_of, high_of;
    int32_t first, last;
    uint32_t id;
    uint32_t count;
    const uint32_t *items;
    uint8_t state;
} value;

typedef struct children {
    value *a, *b;
    size_t count, room;
} children;

typedef struct naive {
    const ics_program *program;
    const ics_dataset *dataset;
    int32_t as_at;
    value *regs;
    uint32_t *items, scratch[ITEMS]; /* of lists and sets, by register */
    uint32_t rows[8];
    uint16_t frames[8];
    uint32_t depth;
    naive_run run;
    uint32_t *text_ids;
} naive;

static bool bit(const uint64_t *bits, uint32_t i)
{
    return bits && (bits[i / 64] >> (i % 64) & 1);
}

static uint32_t root_of(const naive *n, uint16_t frame)
{
    return n->program->model.entities[n->program->frames[frame].entity].root;
}

static bool is_kind(const naive *n, uint32_t entity, uint32_t kind)
{
    while (entity != kind && n->program->model.entities[entity].parent != ICS_NONE)
        entity = n->program->model.entities[entity].parent;
    return entity == kind;
}

/* -- cells -- */

static value read_dated(const ics_column *c, uint32_t row, int32_t day, int32_t as_at)
{
    value v = {0};
    bool any = false, certain = false;
    for (uint32_t i = c->dated_offset[row]; i < c->dated_offset[row + 1]; i++) {
        const ics_dated_fact *f = &c->dated[i];
        if (f->from > day || f->to < day || f->review_by < as_at)
            continue;
        if (any && (v.present != f->is_present || (v.present && v.low != f->value)))
            return (value){0};
        any = v.known = true;
        certain = certain || !f->is_doubtful;
        v.present = f->is_present;
        v.low = f->value;
    }
    return certain ? v : (value){0};
}

static bool holds(const ics_table *t, uint32_t row, int32_t day, bool only_dated)
{
    const int32_t from = t->holds_from ? t->holds_from[row] : ICS_DAY_MIN,
                  to = t->holds_to ? t->holds_to[row] : ICS_DAY_MAX;
    return from <= day && to >= day && (!only_dated || from != ICS_DAY_MIN || to != ICS_DAY_MAX);
}

static value read_list(naive *n, const ics_attribute *a, const ics_column *c, uint32_t row, int32_t day)
{
    value v = {.known = bit(c->is_known, row), .present = bit(c->is_present, row)};
    const bool is_list = a->type == ICS_TYPE_LIST;
    const ics_table *t = is_list ? &n->dataset->tables[n->program->model.entities[a->target].root] : NULL;
    const bool says = c->complete_from && (c->complete_from[row] != ICS_DAY_MIN || c->complete_to[row] != ICS_DAY_MAX);
    const bool outside = (says && (day < c->complete_from[row] || day > c->complete_to[row])) ||
                         (c->review_by && c->review_by[row] < n->as_at);
    if (outside && (!v.present || !is_list)) /* what a set holds, or that a list is empty, is said of other days */
        return (value){.known = false};
    if (!v.present)
        return v;
    v.partial = bit(c->is_partial, row);
    uint32_t lost = 0;
    v.items = n->scratch;
    for (uint32_t i = c->offset[row]; i < c->offset[row + 1]; i++) {
        const uint32_t item = c->item ? c->item[i] : i;
        if (!t || holds(t, item, day, outside))
            n->scratch[v.count++] = item;
        else
            lost++;
    }
    v.partial = v.partial || outside || (lost > 0 && !says);
    return v;
}

static value read_cell(naive *n, uint32_t attribute, uint32_t row, const value *day_register)
{
    const ics_attribute *a = &n->program->model.attributes[attribute];
    const ics_column *c = &n->dataset->columns[attribute];
    const bool has_day = !day_register || (day_register->present && day_register->first == day_register->last);
    const int32_t day = day_register ? day_register->first : n->as_at;
    const bool has_dated = c->dated_offset && c->dated_offset[row] != c->dated_offset[row + 1];
    const bool is_event = a->type == ICS_TYPE_EVENT_DATE;
    if (a->type == ICS_TYPE_LIST || a->type == ICS_TYPE_SET) {
        const ics_table *t =
            a->type == ICS_TYPE_LIST ? &n->dataset->tables[n->program->model.entities[a->target].root] : NULL;
        const bool needs_day = c->complete_from || (t && (t->holds_from || t->holds_to));
        return needs_day && !has_day ? (value){0} : read_list(n, a, c, row, day);
    }
    if ((has_dated || is_event) && !has_day)
        return (value){0};
    value v = {0};
    if (has_dated) {
        v = read_dated(c, row, day, n->as_at);
    } else {
        v.known = bit(c->is_known, row);
        v.present = bit(c->is_present, row);
        v.truth = v.present && bit(c->is_true, row);
        v.low = v.high = c->number ? c->number[row] : 0;
        v.first = c->first ? c->first[row] : 0;
        v.last = c->last ? c->last[row] : 0;
        v.id = c->id ? c->id[row] : 0;
    }
    v.high = v.low;
    if (is_event && v.present && v.last > day) {
        v.known = v.first > day;
        v.present = false;
    }
    return v;
}

/* -- truth -- */

static value truth_of(bool known, bool truth)
{
    return (value){.known = known, .present = known, .truth = known && truth};
}

/* From whether it surely is and surely is not. */
static value settled(bool yes, bool no)
{
    return truth_of(yes || no, yes);
}

typedef struct fraction {
    wide part, whole;
    int endless;
} fraction;

static fraction end_of(const value *v, char type, bool is_high)
{
    if (type == 'R')
        return (fraction){is_high ? v->high : v->low, is_high ? v->high_of : v->low_of, 0};
    const int64_t part = type == 'B' && is_high ? v->high : v->low;
    return (fraction){part, 1000000, type != 'B' ? 0 : part == INT64_MAX ? 1 : part == INT64_MIN ? -1 : 0};
}

static int order(fraction a, fraction b)
{
    if (a.endless || b.endless)
        return (a.endless > b.endless) - (a.endless < b.endless);
    return (a.part * b.whole > b.part * a.whole) - (a.part * b.whole < b.part * a.whole);
}

static value compare(uint16_t op, const value *a, char ta, const value *b, char tb)
{
    const fraction al = end_of(a, ta, false), ah = end_of(a, ta, true), bl = end_of(b, tb, false),
                   bh = end_of(b, tb, true);
    const bool less = order(ah, bl)<0, more = order(al, bh)> 0;
    const bool one = order(al, ah) == 0 && order(bl, bh) == 0 && !al.endless && !bl.endless && order(al, bl) == 0;
    const bool at_most = !ah.endless && !bl.endless && order(ah, bl) <= 0,
               at_least = !al.endless && !bh.endless && order(al, bh) >= 0;
    switch (op) {
    case ICS_OP_EQ:
    case ICS_OP_EQ_K:
        return settled(one, less || more);
    case ICS_OP_NE:
    case ICS_OP_NE_K:
        return settled(less || more, one);
    case ICS_OP_LT:
    case ICS_OP_LT_K:
        return settled(less, at_least);
    case ICS_OP_GE_K:
        return settled(at_least, less);
    case ICS_OP_GT_K:
        return settled(more, at_most);
    default:
        return settled(at_most, more);
    }
}

static value compare_days(uint16_t op, const value *a, const value *b)
{
    switch (op) {
    case ICS_OP_DATE_LT:
        return settled(a->last < b->first, a->first >= b->last);
    case ICS_OP_DATE_LE:
        return settled(a->last <= b->first, a->first > b->last);
    case ICS_OP_IN_PERIOD:
        return settled(a->first >= b->first && a->last <= b->last, a->last < b->first || a->first > b->last);
    case ICS_OP_PERIOD_EQ:
        return truth_of(true, a->first == b->first && a->last == b->last);
    case ICS_OP_PERIOD_NE:
        return truth_of(true, a->first != b->first || a->last != b->last);
    default: {
        const bool one = a->first == a->last && b->first == b->last && a->first == b->first;
        const bool apart = a->last < b->first || a->first > b->last;
        return op == ICS_OP_DATE_EQ ? settled(one, apart) : settled(apart, one);
    }
    }
}

/* -- sets -- */

static bool has_item(const value *set, uint32_t want)
{
    for (uint32_t i = 0; i < set->count; i++)
        if (set->items[i] == want)
            return true;
    return false;
}

static bool is_nothing(const value *set)
{
    return set->known && (!set->present || (set->count == 0 && !set->partial));
}

static value includes(const value *set, bool thing_known, bool thing_present, uint32_t thing)
{
    if (thing_known && !thing_present)
        return truth_of(true, false);
    if (is_nothing(set))
        return truth_of(true, false);
    if (!set->known || !thing_present)
        return truth_of(false, false);
    return has_item(set, thing) ? truth_of(true, true) : truth_of(!set->partial, false);
}

static value overlap(const value *a, const value *b)
{
    if (is_nothing(a) || is_nothing(b))
        return truth_of(true, false);
    if (!a->known || !b->known)
        return truth_of(false, false);
    for (uint32_t i = 0; i < a->count; i++)
        if (has_item(b, a->items[i]))
            return truth_of(true, true);
    return truth_of(!a->partial && !b->partial, false);
}

/* -- arithmetic -- */

static value exact(wide result, bool fits)
{
    if (!fits || result > INT64_MAX || result <= INT64_MIN)
        return (value){.failed = true};
    return (value){.known = true, .present = true, .low = (int64_t)result, .high = (int64_t)result};
}

static value arithmetic(uint16_t op, const value *a, const value *b)
{
    const wide product = (wide)a->low * b->low;
    switch (op) {
    case ICS_OP_ADD:
        return exact((wide)a->low + b->low, true);
    case ICS_OP_SUB:
        return exact((wide)a->low - b->low, true);
    case ICS_OP_MUL:
        return exact(product / 1000000, product % 1000000 == 0);
    default: { /* DIV */
        if (b->low == 0)
            return (value){.failed = true};
        const int64_t sign = b->low < 0 ? -1 : 1;
        return (value){.known = true,
                       .present = true,
                       .low = sign * a->low,
                       .high = sign * a->low,
                       .low_of = sign * b->low,
                       .high_of = sign * b->low};
    }
    }
}

static int64_t add_end(int64_t a, int64_t b)
{
    if (a == INT64_MAX || b == INT64_MAX)
        return INT64_MAX;
    if (a == INT64_MIN || b == INT64_MIN)
        return INT64_MIN;
    const wide sum = (wide)a + b;
    return sum > INT64_MAX ? INT64_MAX : sum < INT64_MIN ? INT64_MIN : (int64_t)sum;
}

static int64_t flipped(int64_t end)
{
    return end == INT64_MAX ? INT64_MIN : end == INT64_MIN ? INT64_MAX : -end;
}

static value bounds(uint16_t op, const value *a, const value *b)
{
    const int64_t b_low = op == ICS_OP_BSUB ? flipped(b->high) : b->low,
                  b_high = op == ICS_OP_BSUB ? flipped(b->low) : b->high;
    value v = {.known = true,
               .present = true,
               .low = add_end(a->low, b_low),
               .high = add_end(a->high, b_high),
               .failed = a->failed || b->failed};
    const bool one = a->low == a->high && b_low == b_high;
    if (v.low == INT64_MAX || v.high == INT64_MIN || (one && (v.low == INT64_MIN || v.high == INT64_MAX)))
        return (value){.failed = true};
    return v;
}

static value scaled(const value *a, int64_t k)
{
    value v = {.known = true, .present = true, .failed = a->failed};
    const int64_t from[2] = {a->low, a->high};
    int64_t *to[2] = {&v.low, &v.high};
    for (int i = 0; i < 2; i++) {
        if (from[i] == INT64_MAX || from[i] == INT64_MIN) {
            *to[i] = k == 0 ? 0 : from[i];
            continue;
        }
        const wide product = (wide)from[i] * k;
        const value part = exact(product / 1000000, product % 1000000 == 0);
        if (part.failed)
            return (value){.failed = true};
        *to[i] = part.low;
    }
    return v;
}

static bool shift(int32_t day, const ics_time_span *s, int32_t *out)
{
    if (!ics_day_add(day, s->n, (ics_time_unit)s->unit, out))
        return false;
    int y, m, d0, d1;
    ics_day_to_civil(day, &y, &m, &d0);
    ics_day_to_civil(*out, &y, &m, &d1);
    if (s->begins && s->n > 0 && !(s->unit >= ICS_UNIT_MONTHS && d1 < d0))
        (*out)--;
    else if (s->begins && s->n < 0)
        (*out)++;
    return *out >= ICS_DAY_MIN && *out <= ICS_DAY_MAX;
}

static value add_span(const value *a, const ics_time_span *s)
{
    value v = *a;
    const bool open_first = a->first != a->last && a->first == ICS_DAY_MIN,
               open_last = a->first != a->last && a->last == ICS_DAY_MAX;
    if ((!open_first && !shift(a->first, s, &v.first)) || (!open_last && !shift(a->last, s, &v.last)))
        return (value){.failed = true};
    return v;
}

/* -- one instruction, but frames, reductions and outcomes -- */

static uint32_t id_of(const naive *n, uint32_t space, uint32_t k)
{
    return space == ICS_SPACE_TEXT ? n->text_ids[k] : (uint32_t)n->program->constants[k];
}

static value owner_of(const naive *n, const ics_instruction *at, uint32_t row)
{
    const ics_attribute *a = &n->program->model.attributes[at->k];
    const uint32_t rows = n->dataset->tables[n->program->model.entities[a->entity].root].row_count;
    uint32_t found = ICS_NONE, count = 0;
    for (uint32_t i = 0; i < rows; i++) {
        const ics_column *c = &n->dataset->columns[at->k];
        bool holds_it = false;
        if (a->type == ICS_TYPE_REF)
            holds_it = bit(c->is_present, i) && c->id[i] == row;
        else
            for (uint32_t k = c->offset[i]; bit(c->is_present, i) && k < c->offset[i + 1]; k++)
                holds_it = holds_it || (c->item ? c->item[k] : k) == row;
        count += holds_it;
        found = holds_it ? i : found;
    }
    return (value){.known = count == 1, .present = count == 1, .id = found};
}

static bool has_code(const naive *n, uint32_t root, uint32_t row)
{
    const uint32_t unique = n->program->model.entities[n->dataset->tables[root].kind[row]].unique;
    return unique != ICS_NONE && bit(n->dataset->columns[unique].is_present, row);
}

static value same_row(const naive *n, uint16_t op, uint32_t root, const value *a, const value *b)
{
    const bool same = a->id == b->id, other = !same && has_code(n, root, a->id) && has_code(n, root, b->id);
    return op == ICS_OP_SAME ? settled(same, other) : settled(other, same);
}

static value pick(const value *a, const value *b, const value *c, char type)
{
    if (c->known)
        return c->truth ? *a : *b;
    bool equal = a->known && b->known && a->present == b->present;
    if (equal && a->present)
        equal = type == 'N'   ? a->low == b->low
                : type == 'D' ? a->first == a->last && b->first == b->last && a->first == b->first
                              : a->id == b->id;
    return equal ? *a : (value){0};
}

/* What may be absent: a comparison that fails for its values too is false; bounds and days keep their values. */
static bool may_be(const value *v)
{
    return v->present || v->perhaps;
}

static value doubtful(value v, bool is_comparison)
{
    if (is_comparison)
        return v.known && !v.truth ? v : (value){0};
    v.perhaps = v.present || v.perhaps;
    v.known = v.present = false;
    return v;
}

/* Two operands: what is known to be absent settles a comparison (false) and arithmetic (absent). */
static bool missing(const value *a, const value *b, bool is_comparison, value *out)
{
    if ((a->known && !a->present) || (b && b->known && !b->present)) {
        *out = is_comparison ? truth_of(true, false) : (value){.known = true};
        return true;
    }
    if (!a->known || (b && !b->known)) {
        *out = (value){0};
        return true;
    }
    return false;
}

static value constant(const naive *n, const ics_instruction *at)
{
    const int64_t k = n->program->constant_count > at->k ? n->program->constants[at->k] : 0;
    value v = {.known = true, .present = true};
    if (at->op == ICS_OP_TRUTH_K)
        return truth_of(at->k != 2, at->k == 1);
    if (at->op == ICS_OP_NUMBER_K)
        v.low = v.high = k;
    else if (at->op == ICS_OP_DATE_K)
        v.first = v.last = (int32_t)k;
    else if (at->op == ICS_OP_DAY)
        v.first = v.last = n->as_at;
    else if (at->op == ICS_OP_PERIOD_K) {
        v.first = (int32_t)k;
        v.last = (int32_t)n->program->constants[at->k + 1];
    } else
        v.id = id_of(n, n->program->registers[at->dst].aux, at->k);
    return v;
}

static value about_rows(naive *n, const ics_instruction *at, const value *a, const value *b)
{
    const uint32_t own = n->rows[n->depth - 1];
    switch (at->op) {
    case ICS_OP_LOAD:
        return read_cell(n, at->k, own, a);
    case ICS_OP_FOLLOW:
        return a->present ? read_cell(n, at->k, a->id, b) : (value){.known = a->known};
    case ICS_OP_LIFT:
        return *a;
    case ICS_OP_SELF:
        return (value){.known = true, .present = true, .id = own};
    case ICS_OP_OWNER:
        return !a || a->present ? owner_of(n, at, a ? a->id : own) : (value){.known = a->known};
    default: {
        const uint32_t root = n->program->model.entities[at->k].root;
        if (a && !a->present)
            return truth_of(a->known, false);
        return truth_of(true, is_kind(n, n->dataset->tables[root].kind[a ? a->id : own], at->k));
    }
    }
}

static value logic(const naive *n, const ics_instruction *at, const value *a, const value *b)
{
    const char type = at->a == ICS_NO_REGISTER ? ' ' : n->program->registers[at->a].type;
    switch (at->op) {
    case ICS_OP_RECORDED:
        return truth_of(true, a->known);
    case ICS_OP_PRESENT:
        if (type == 'T')
            return truth_of(a->known, true);
        if (type != 'L' && type != 'S')
            return truth_of(a->known, a->present);
        return a->count > 0 ? truth_of(true, true) : truth_of(is_nothing(a), false);
    case ICS_OP_YES:
    case ICS_OP_NO:
        return truth_of(a->known, a->present && a->truth == (at->op == ICS_OP_YES));
    case ICS_OP_AS_YES:
        return (value){.known = a->known, .present = a->known, .truth = a->known && a->truth};
    case ICS_OP_AND:
        return settled(a->known && b->known && a->truth && b->truth,
                       (a->known && !a->truth) || (b->known && !b->truth));
    case ICS_OP_OR:
        return settled((a->known && a->truth) || (b->known && b->truth),
                       a->known && b->known && !a->truth && !b->truth);
    case ICS_OP_NOT:
        return truth_of(a->known, !a->truth);
    default: { /* TALLY */
        const bool yes = b->known && b->truth;
        value v = a ? *a : (value){.known = true, .present = true};
        v.low = add_end(v.low, yes ? 1000000 : 0);
        v.high = add_end(v.high, yes || !b->known ? 1000000 : 0);
        v.failed = (a && a->failed) || b->failed;
        return v;
    }
    }
}

static value evaluate_there(naive *n, const ics_instruction *at)
{
    const value *a = at->a == ICS_NO_REGISTER ? NULL : &n->regs[at->a],
                *b = at->b == ICS_NO_REGISTER ? NULL : &n->regs[at->b];
    const char ta = a ? n->program->registers[at->a].type : ' ', tb = b ? n->program->registers[at->b].type : ' ';
    value v;
    if (at->op <= ICS_OP_DAY)
        return constant(n, at);
    if (at->op <= ICS_OP_KIND_IS)
        return about_rows(n, at, a, b);
    if (at->op <= ICS_OP_TALLY)
        return logic(n, at, a, b);
    if (at->op <= ICS_OP_GE_K) {
        const value k = {
            .known = true, .present = true, .low = at->op >= ICS_OP_EQ_K ? n->program->constants[at->k] : 0};
        return missing(a, b, true, &v) ? v : compare(at->op, a, ta, b ? b : &k, b ? tb : 'N');
    }
    if (at->op <= ICS_OP_PERIOD_NE)
        return missing(a, b, true, &v) ? v : compare_days(at->op, a, b);
    switch (at->op) {
    case ICS_OP_ID_EQ:
    case ICS_OP_ID_NE:
        return missing(a, b, true, &v) ? v : truth_of(true, (a->id == b->id) == (at->op == ICS_OP_ID_EQ));
    case ICS_OP_ID_EQ_K:
    case ICS_OP_ID_NE_K:
        if (missing(a, NULL, true, &v))
            return v;
        return truth_of(true,
                        (a->id == id_of(n, n->program->registers[at->a].aux, at->k)) == (at->op == ICS_OP_ID_EQ_K));
    case ICS_OP_SAME:
    case ICS_OP_NOT_SAME:
        return missing(a, b, true, &v) ? v : same_row(n, at->op, n->program->registers[at->a].aux, a, b);
    case ICS_OP_YES_EQ:
        return missing(a, b, true, &v) ? v : truth_of(true, a->truth == b->truth);
    case ICS_OP_HAS_K:
        return includes(a, true, true, id_of(n, n->program->registers[at->a].aux, at->k));
    case ICS_OP_HAS:
    case ICS_OP_HAS_ROW:
        return includes(a, b->known, b->present, b->id);
    case ICS_OP_SIZE: {
        const int64_t size = (int64_t)a->count * 1000000;
        return (value){.known = true, .present = true, .low = size, .high = a->partial || !a->known ? INT64_MAX : size};
    }
    case ICS_OP_OVERLAPS:
        return overlap(a, b);
    case ICS_OP_WIDEN:
        return *a;
    case ICS_OP_ABS:
        if (missing(a, NULL, false, &v))
            return v;
        return exact(a->low < 0 ? -(wide)a->low : a->low, true);
    case ICS_OP_BADD:
    case ICS_OP_BSUB:
        return missing(a, b, false, &v) ? v : bounds(at->op, a, b);
    case ICS_OP_BMUL_K:
        return missing(a, NULL, false, &v) ? v : scaled(a, n->program->constants[at->k]);
    case ICS_OP_SPAN_ADD:
        return missing(a, NULL, false, &v) ? v : add_span(a, &n->program->time_spans[at->k]);
    case ICS_OP_DAYS:
        if (missing(a, b, false, &v))
            return v;
        return a->first == a->last && b->first == b->last ? exact(((wide)a->first - b->first) * 1000000, true)
                                                          : (value){0};
    case ICS_OP_LATER:
    case ICS_OP_EARLIER:
        if (missing(a, b, false, &v))
            return v;
        v = *a;
        v.first = (a->first < b->first) == (at->op == ICS_OP_LATER) ? b->first : a->first;
        v.last = (a->last < b->last) == (at->op == ICS_OP_LATER) ? b->last : a->last;
        return v;
    case ICS_OP_START:
    case ICS_OP_END:
    case ICS_OP_FIRST_DAY:
    case ICS_OP_LAST_DAY:
        if (missing(a, NULL, false, &v))
            return v;
        v = *a;
        v.first = v.last = at->op == ICS_OP_START || at->op == ICS_OP_FIRST_DAY ? a->first : a->last;
        return v;
    case ICS_OP_ELSE:
        return a->present ? *a : *b;
    case ICS_OP_PICK:
        return pick(a, b, &n->regs[at->c], ta);
    case ICS_OP_CALL:
        return (value){0};
    default:
        return missing(a, b, false, &v) ? v : arithmetic(at->op, a, b);
    }
}

static bool is_known_absent(const value *v)
{
    return v && v->known && !v->present;
}

/* Operands that may be absent are tried as if they were there. */
static value evaluate(naive *n, const ics_instruction *at)
{
    const bool is_comparison = at->op >= ICS_OP_EQ && at->op <= ICS_OP_PERIOD_NE;
    const bool keeps = at->op == ICS_OP_BADD || at->op == ICS_OP_BSUB || at->op == ICS_OP_BMUL_K ||
                       at->op == ICS_OP_SPAN_ADD || at->op == ICS_OP_LATER || at->op == ICS_OP_EARLIER;
    value *a = at->a == ICS_NO_REGISTER ? NULL : &n->regs[at->a],
          *b = at->b == ICS_NO_REGISTER ? NULL : &n->regs[at->b];
    if (!(is_comparison || keeps) || !a || (!a->perhaps && !(b && b->perhaps)) || is_known_absent(a) ||
        is_known_absent(b) || !may_be(a) || (b && !may_be(b)))
        return evaluate_there(n, at);
    const value was_a = *a, was_b = b ? *b : (value){0};
    a->known = a->present = true;
    if (b)
        b->known = b->present = true;
    const value result = evaluate_there(n, at);
    *a = was_a;
    if (b && b != a)
        *b = was_b;
    return doubtful(result, is_comparison);
}

/* A result that is not known has failed where an operand has. */
static void execute(naive *n, const ics_instruction *at)
{
    if (at->dst == ICS_NO_REGISTER || at->op == ICS_OP_JUDGE)
        return;
    const uint16_t operands[3] = {at->a, at->b, at->c};
    const ics_op_info *info = ics_op_find(at->op);
    const char *kinds[3] = {info->a, info->b, info->c};
    value v = evaluate(n, at);
    for (int i = 0; i < 3; i++)
        if (operands[i] != ICS_NO_REGISTER && kinds[i][0] != '.' && kinds[i][0] != 'n' && at->op != ICS_OP_RECORDED &&
            (!v.known || strchr("BR", n->program->registers[at->dst].type)))
            v.failed = v.failed || n->regs[operands[i]].failed;
    if (v.count > 0) {
        uint32_t *own = n->items + (size_t)at->dst * ITEMS;
        memcpy(own, v.items, v.count * sizeof *own);
        v.items = own;
    }
    n->regs[at->dst] = v;
}

/* -- reductions -- */

static void keep_child(children *of, const value *a, const value *b)
{
    if (of->count == of->room) {
        of->room = of->room ? of->room * 2 : 16;
        of->a = realloc(of->a, of->room * sizeof *of->a);
        of->b = realloc(of->b, of->room * sizeof *of->b);
    }
    of->a[of->count] = *a;
    of->b[of->count++] = b ? *b : truth_of(true, true);
}

static value reduce_truth(uint16_t op, const children *of, bool open)
{
    bool decided = false, unknown = open, failed = false;
    for (size_t i = 0; i < of->count; i++) {
        const value *v = &of->a[i];
        decided = decided || (v->known && v->truth == (op == ICS_OP_ANY));
        unknown = unknown || !v->known;
        failed = failed || v->failed;
    }
    value v = truth_of(decided || !unknown, op == ICS_OP_ANY ? decided : !decided);
    v.failed = failed && !v.known;
    return v;
}

static value reduce_count(const children *of, bool open)
{
    value v = {.known = true, .present = true};
    for (size_t i = 0; i < of->count; i++) {
        v.low += of->a[i].known && of->a[i].truth ? 1000000 : 0;
        v.high += !of->a[i].known || of->a[i].truth ? 1000000 : 0;
        v.failed = v.failed || of->a[i].failed;
    }
    if (open)
        v.high = INT64_MAX;
    return v;
}

/* The lowest and highest ratio over every way in which the doubtful children can fall: greedily, one child at a time.
 */
static value reduce_share(const children *of, bool open)
{
    value v = {0};
    bool some = false, perhaps = open;
    for (size_t i = 0; i < of->count; i++) {
        const value *part = &of->a[i], *whole = &of->b[i];
        const bool is_part = part->known && part->truth, is_not = part->known && !part->truth;
        if (whole->known && !whole->truth)
            continue;
        v.failed = v.failed || part->failed || whole->failed;
        if (!whole->known) {
            perhaps = true;
            v.low_of += !is_part;
            v.high += !is_not;
            v.high_of += !is_not;
            continue;
        }
        some = true;
        v.low += is_part;
        v.low_of++;
        v.high += !is_not;
        v.high_of++;
    }
    v.known = some || !perhaps;
    v.present = some;
    v.perhaps = !some && perhaps;
    if (open || !some) { /* nothing sure, or others: as low and as high as the doubtful ones can make it */
        v.low = !(open || v.low_of > 0);
        v.high = open || v.high_of > 0;
        v.low_of = v.high_of = 1;
    }
    return v;
}

static int64_t clamp(wide x)
{
    return x > INT64_MAX ? INT64_MAX : x <= INT64_MIN ? INT64_MIN : (int64_t)x;
}

static value reduce_sum(const naive *n, const ics_instruction *at, const children *of, bool open)
{
    const char type = n->program->registers[at->dst].type;
    wide sure = 0, least = 0, most = 0;
    int64_t taken = 0, doubtful = 0;
    bool unknown = open, failed = false;
    for (size_t i = 0; i < of->count; i++) {
        const value *a = &of->a[i], *b = &of->b[i];
        if (b->known && !b->truth)
            continue;
        failed = failed || a->failed || b->failed;
        unknown = unknown || !a->known;
        if (!a->present)
            continue;
        if (b->known) {
            sure += a->low;
            taken++;
        } else {
            doubtful++;
            least += a->low < 0 ? a->low : 0;
            most += a->low > 0 ? a->low : 0;
        }
    }
    const bool one = least == most && (type != 'R' || doubtful == 0);
    const bool bounded = !unknown && (type == 'B' || one);
    value v = {.known = bounded && (taken > 0 || doubtful == 0)};
    v.perhaps = bounded && !v.known && type == 'B';
    if (bounded && one && (taken > 0 || doubtful > 0) && (sure + least > INT64_MAX || sure + least <= INT64_MIN))
        return (value){.failed = true};
    v.failed = failed && !v.known;
    v.present = v.known && taken > 0;
    v.low = clamp(sure + least);
    v.high = clamp(sure + most);
    v.low_of = v.high_of = taken * 1000000;
    return v;
}

static value reduce_days(uint16_t op, const children *of, bool open)
{
    const bool latest = op == ICS_OP_LATEST;
    int64_t near = latest ? INT64_MIN : INT64_MAX, far = near; /* of the sure ones; of all that may count */
    bool some = false, perhaps = false, failed = false;
    for (size_t i = 0; i < of->count; i++) {
        const value *a = &of->a[i], *b = &of->b[i];
        if (b->known && !b->truth)
            continue;
        failed = failed || a->failed || b->failed;
        open = open || (!a->known && !a->perhaps);
        if (!may_be(a))
            continue;
        perhaps = true;
        const int32_t out = latest ? a->last : a->first, in = latest ? a->first : a->last;
        far = (latest ? out > far : out < far) ? out : far;
        const bool sure = b->known && a->present;
        if (sure && (latest ? in > near : in < near))
            near = in;
        some = some || sure;
    }
    value v = {.known = some || !(perhaps || open), .present = some};
    far = open ? (latest ? ICS_DAY_MAX : ICS_DAY_MIN) : far;
    near = some ? near : latest ? ICS_DAY_MIN : ICS_DAY_MAX;
    v.perhaps = !some && (perhaps || open);
    v.first = (int32_t)(latest ? near : far);
    v.last = (int32_t)(latest ? far : near);
    v.failed = failed && !v.known;
    return v;
}

static value reduce(const naive *n, const ics_instruction *at, const children *of, bool open)
{
    switch (at->op) {
    case ICS_OP_ANY:
    case ICS_OP_ALL:
        return reduce_truth(at->op, of, open);
    case ICS_OP_COUNT:
        return reduce_count(of, open);
    case ICS_OP_SHARE:
        return reduce_share(of, open);
    case ICS_OP_EARLIEST:
    case ICS_OP_LATEST:
        return reduce_days(at->op, of, open);
    default:
        return reduce_sum(n, at, of, open);
    }
}

/* -- outcomes and frames -- */

static uint8_t digit(const naive *n, uint16_t reg, uint8_t without)
{
    return reg == ICS_NO_REGISTER ? without : !n->regs[reg].known ? 2 : n->regs[reg].truth;
}

static uint8_t judge(const naive *n, const ics_judge *j)
{
    const ics_judged o = {digit(n, j->governs, 1), digit(n, j->applies, 1), digit(n, j->vacuous, 0),
                          digit(n, j->done, 0),    digit(n, j->in_time, 3), digit(n, j->lifted, 0),
                          digit(n, j->exempt, 0),  digit(n, j->waived, 0),  digit(n, j->due_ahead, 0),
                          digit(n, j->attested, 0)};
    const uint16_t regs[] = {j->governs, j->applies, j->vacuous, j->done,     j->in_time,
                             j->lifted,  j->exempt,  j->waived,  j->due_ahead};
    const ics_outcome state = ics_outcome_judge(o, (ics_modality)j->modality, (ics_force)j->force, j->no_period);
    for (uint32_t i = 0; i < 9 && (state == ICS_UNKNOWN || state == ICS_ATTESTED); i++)
        if (regs[i] != ICS_NO_REGISTER && n->regs[regs[i]].failed &&
            ics_outcome_rests_on(o, i, (ics_modality)j->modality, (ics_force)j->force, j->no_period))
            return ICS_ERROR;
    return (uint8_t)state;
}

static void keep_outcome(naive *n, const ics_instruction *at)
{
    if (at->b != ICS_NO_REGISTER && n->regs[at->b].known && !n->regs[at->b].truth)
        return;
    if (n->run.count == n->run.room) {
        n->run.room = n->run.room ? n->run.room * 2 : 64;
        n->run.outcomes = realloc(n->run.outcomes, n->run.room * sizeof *n->run.outcomes);
    }
    const ics_rule *rule = &n->program->rules[at->k];
    uint32_t depth = n->depth - 1;
    while (rule->with_frame != ICS_NO_FRAME && n->frames[depth] != rule->with_frame)
        depth--;
    n->run.outcomes[n->run.count++] =
        (naive_outcome){.rule = at->k,
                        .row = n->rows[depth],
                        .with = rule->with_frame != ICS_NO_FRAME ? n->rows[n->depth - 1] : ICS_NONE,
                        .state = n->regs[at->a].state};
}

static uint32_t close_of(const ics_program *program, uint32_t open)
{
    for (uint32_t pc = open;; pc++)
        if (program->code[pc].op == ICS_OP_CLOSE && program->code[pc].k == program->code[open].k)
            return pc;
}

static void run_body(naive *n, uint32_t from, uint32_t to, children *of);

static void run_frame(naive *n, uint32_t open)
{
    const ics_program *program = n->program;
    const uint16_t frame = (uint16_t)program->code[open].k;
    const ics_frame_info *info = &program->frames[frame];
    const uint32_t close = close_of(program, open), root = root_of(n, frame), list = program->code[open].a;
    const value lanes = list == ICS_NO_REGISTER ? (value){.known = true, .present = true} : n->regs[list];
    const uint32_t count = list == ICS_NO_REGISTER ? n->dataset->tables[root].row_count : lanes.count;
    children *kept = calloc(close - open + 1, sizeof *kept);
    n->frames[n->depth++] = frame;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t row = list == ICS_NO_REGISTER ? i : lanes.items[i];
        if (!is_kind(n, n->dataset->tables[root].kind[row], info->entity))
            continue;
        n->rows[n->depth - 1] = row;
        run_body(n, open + 1, close, kept);
    }
    n->depth--;
    for (uint32_t pc = open + 1; pc < close; pc++) {
        const ics_instruction *at = &program->code[pc];
        if (ics_op_is_reduction(at->op) && program->registers[at->dst].frame == info->parent &&
            program->registers[at->a].frame == frame)
            n->regs[at->dst] = reduce(n, at, &kept[pc - open], !lanes.known || lanes.partial);
        free(kept[pc - open].a);
        free(kept[pc - open].b);
    }
    free(kept);
}

static void run_body(naive *n, uint32_t from, uint32_t to, children *of)
{
    const ics_program *program = n->program;
    for (uint32_t pc = from; pc < to; pc++) {
        const ics_instruction *at = &program->code[pc];
        n->run.cost++;
        if (at->op == ICS_OP_OPEN) {
            run_frame(n, pc);
            pc = close_of(program, pc);
        } else if (ics_op_is_reduction(at->op)) {
            keep_child(&of[pc - from + 1], &n->regs[at->a], at->b == ICS_NO_REGISTER ? NULL : &n->regs[at->b]);
        } else if (at->op == ICS_OP_JUDGE) {
            n->regs[at->dst].state = judge(n, &program->judges[at->k]);
        } else if (at->op == ICS_OP_OUTCOME) {
            keep_outcome(n, at);
        } else {
            execute(n, at);
        }
    }
    n->run.cost++; /* the CLOSE */
}

naive_run naive_judge(const ics_program *program, const ics_dataset *dataset, int32_t as_at)
{
    naive n = {.program = program, .dataset = dataset, .as_at = as_at};
    n.regs = calloc((size_t)program->register_count + 1, sizeof *n.regs);
    n.items = calloc(((size_t)program->register_count + 1) * ITEMS, sizeof *n.items);
    n.text_ids = calloc((size_t)program->text_count + 1, sizeof *n.text_ids);
    for (uint32_t i = 0; i < program->text_count; i++) {
        n.text_ids[i] = ics_intern_find(dataset->texts, program->texts[i], strlen(program->texts[i]));
        if (n.text_ids[i] == 0)
            n.text_ids[i] = 1000000 + i;
    }
    for (uint32_t pc = 0; pc < program->code_count; pc++)
        if (program->code[pc].op == ICS_OP_OPEN) {
            run_frame(&n, pc);
            pc = close_of(program, pc);
        }
    free(n.regs);
    free(n.items);
    free(n.text_ids);
    return n.run;
}
