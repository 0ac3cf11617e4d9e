#include "explain/claim.h"

#include "base/article.h"
#include "bytecode/op.h"
#include "explain/text.h"
#include "explain/value.h"

#include <string.h>

enum { PARTS = 16 }; /* conditions of one `where`; beyond them the facts speak */

uint32_t ics_claim_attribute(const ics_trace *trace, uint16_t reg)
{
    for (uint32_t steps = 0; steps < trace->program->code_count; steps++) {
        const ics_instruction *code = ics_trace_instruction(trace, reg);
        if (code == NULL)
            return ICS_NONE;
        if (code->op == ICS_OP_LOAD || code->op == ICS_OP_FOLLOW)
            return code->k;
        if (code->op != ICS_OP_EARLIEST && code->op != ICS_OP_LATEST && code->op != ICS_OP_LIFT &&
            code->op != ICS_OP_ELSE && code->op != ICS_OP_WIDEN)
            return ICS_NONE;
        reg = code->a;
    }
    return ICS_NONE;
}

/* The conditions that an `and` joins, from left to right. @return how many, or 0 where they are too many. */
static size_t split(const ics_trace *trace, uint16_t reg, uint16_t parts[PARTS])
{
    uint16_t left[PARTS];
    size_t waiting = 0, count = 0;
    left[waiting++] = reg;
    while (waiting > 0) {
        const uint16_t next = left[--waiting];
        const ics_instruction *code = ics_trace_instruction(trace, next);
        if (code == NULL || waiting + 2 > PARTS || count == PARTS)
            return 0;
        if (code->op == ICS_OP_AND) {
            left[waiting++] = code->b;
            left[waiting++] = code->a;
        } else {
            parts[count++] = next;
        }
    }
    return count;
}

/* Adds "with title chair", "has a holder" … to the two halves; false for a condition that has no short form. */
static bool add_condition(ics_arena *arena, const ics_trace *trace, uint16_t reg, const char **with, const char **has)
{
    const ics_instruction *code = ics_trace_instruction(trace, reg);
    const uint32_t attribute =
        code == NULL || code->a == ICS_NO_REGISTER ? ICS_NONE : ics_claim_attribute(trace, code->a);
    if (attribute == ICS_NONE)
        return false;
    const char *name = trace->program->model.attributes[attribute].name;
    const ics_type type = trace->program->model.attributes[attribute].type;
    if (code->op == ICS_OP_ID_EQ_K) {
        const char *constant = ics_constant_text(arena, trace, code->k, code->a, attribute);
        *with = ics_said(arena, "%s%s %s %s", *with, **with == '\0' ? " with" : " and", name, constant);
        return true;
    }
    if (code->op == ICS_OP_PRESENT) {
        const bool is_many = type == ICS_TYPE_LIST || type == ICS_TYPE_SET || type == ICS_TYPE_VALUES;
        const char *one = is_many ? "any" : ics_article(name);
        *has = ics_said(arena, "%s%s %s %s", *has, **has == '\0' ? " has" : " and", one, name);
        return true;
    }
    return false;
}

/* The conditions of a `where` in short; false where one of them has no short form. */
static bool conditions_text(ics_arena *arena, const ics_trace *trace, uint16_t reg, const char **with, const char **has)
{
    uint16_t parts[PARTS];
    const size_t count = split(trace, reg, parts);
    *with = *has = "";
    for (size_t i = 0; i < count; i++)
        if (!add_condition(arena, trace, parts[i], with, has))
            return false;
    return count > 0;
}

/* "no post with title SEND executive lead has a holder" */
static const char *none_text(ics_arena *arena, const ics_trace *trace, const ics_instruction *code)
{
    const char *with, *has;
    if (!conditions_text(arena, trace, code->a, &with, &has))
        return NULL;
    const uint16_t frame = trace->program->registers[code->a].frame;
    const char *entity = trace->program->model.entities[trace->program->frames[frame].entity].name;
    return ics_said(arena, "no %s%s%s", entity, with, has);
}

/* The list that a reduction runs over, or that SIZE counts: "members"; NULL where it has no name of its own. */
static const char *list_name(const ics_trace *trace, const ics_instruction *code)
{
    uint16_t list = code->a;
    if (code->op != ICS_OP_SIZE) {
        const uint32_t open = trace->outline.opening[trace->program->registers[code->a].frame];
        list = open == ICS_NONE ? ICS_NO_REGISTER : trace->program->code[open].a;
    }
    const uint32_t attribute = list == ICS_NO_REGISTER ? ICS_NONE : ics_claim_attribute(trace, list);
    return attribute == ICS_NONE ? NULL : trace->program->model.attributes[attribute].name;
}

/* The word of a comparison with a constant; NULL for another instruction. */
static const char *bound_word(uint32_t op)
{
    switch (op) {
    case ICS_OP_GE_K:
        return "at least";
    case ICS_OP_LE_K:
        return "at most";
    case ICS_OP_GT_K:
        return "more than";
    case ICS_OP_LT_K:
        return "less than";
    case ICS_OP_EQ_K:
        return "exactly";
    default:
        return NULL;
    }
}

/* "members with sector police: 1, and at least 2 are asked for" */
static const char *count_text(ics_arena *arena, const ics_trace *trace, const ics_instruction *compare, uint32_t lane)
{
    const ics_instruction *code = ics_trace_instruction(trace, compare->a);
    const char *with = "", *has = "", *bound = bound_word(compare->op);
    if (bound == NULL || code == NULL ||
        (code->op != ICS_OP_COUNT && code->op != ICS_OP_SHARE && code->op != ICS_OP_SIZE))
        return NULL;
    const char *list = list_name(trace, code);
    if (list == NULL || (code->op == ICS_OP_COUNT && !conditions_text(arena, trace, code->a, &with, &has)))
        return NULL;
    const char *value = ics_trace_is_of_records(trace, compare->a)
                            ? "how many is not shown"
                            : ics_value_text(arena, trace, (ics_spot){compare->a, lane}, ICS_NONE);
    return ics_said(arena, "%s%s%s: %s, and %s %s %s asked for", list, with, has, value, bound,
                    ics_constant_text(arena, trace, compare->k, compare->a, ICS_NONE),
                    code->op == ICS_OP_SHARE ? "is" : "are");
}

/* The side of an `and` that is not so, down to what is no `and`; NULL where the spot is so or not known. */
static const ics_instruction *deciding(const ics_trace *trace, ics_spot done)
{
    for (uint32_t steps = 0; steps < trace->program->code_count; steps++) {
        const ics_instruction *code = ics_trace_instruction(trace, done.reg);
        if (code == NULL || ics_trace_truth(trace, done) != ICS_TOLD_NO)
            return NULL;
        if (code->op != ICS_OP_AND)
            return code;
        const ics_spot a = {code->a, done.lane}, b = {code->b, done.lane};
        done = ics_trace_truth(trace, a) == ICS_TOLD_NO ? a : b;
    }
    return NULL;
}

const char *ics_claim_text(ics_arena *arena, const ics_trace *trace, ics_spot done)
{
    const ics_instruction *code = deciding(trace, done);
    if (code == NULL)
        return NULL;
    return code->op == ICS_OP_ANY ? none_text(arena, trace, code) : count_text(arena, trace, code, done.lane);
}

const char *ics_claim_bound(ics_arena *arena, const ics_trace *trace, ics_spot done)
{
    const ics_instruction *code = deciding(trace, done);
    const char *bound = code == NULL ? NULL : bound_word(code->op);
    const uint32_t attribute = bound == NULL ? ICS_NONE : ics_claim_attribute(trace, code->a);
    if (attribute == ICS_NONE || ics_trace_is_of_records(trace, code->a) ||
        !ics_trace_present(trace, (ics_spot){code->a, done.lane}))
        return NULL;
    return ics_said(arena, "%s %s is asked for", bound, ics_constant_text(arena, trace, code->k, code->a, attribute));
}

const char *ics_claim_condition(ics_arena *arena, const ics_trace *trace, ics_spot done, ics_span within)
{
    static const char *const verbs[] = {" is ", " are ", " has ", " includes ", " overlaps "};
    enum { LONGEST = 160 };
    const ics_instruction *code = deciding(trace, done);
    if (code == NULL)
        return NULL;
    const ics_span span = trace->program->spans[code - trace->program->code];
    if (span.source != within.source || span.start < within.start || span.end > within.end ||
        span.end - span.start > LONGEST)
        return NULL;
    const char *text = ics_program_span_text(arena, trace->program, span);
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (strstr(text, verbs[i]) != NULL)
            return text;
    return NULL;
}
