/* What is personal spreads from the attributes that are marked to what is reckoned from them, in one pass. */
#include "explain/personal.h"

#include "bytecode/op.h"

#include <stdlib.h>

static bool reads_personal(const ics_program *program, const ics_instruction *at)
{
    return (at->op == ICS_OP_LOAD || at->op == ICS_OP_FOLLOW) && program->model.attributes[at->k].is_personal;
}

static bool is_marked(const bool *is_personal, uint16_t reg)
{
    return reg != ICS_NO_REGISTER && is_personal[reg];
}

static bool call_takes_personal(const ics_program *program, const ics_instruction *at, const bool *is_personal)
{
    const ics_call *call = at->op == ICS_OP_CALL ? &program->calls[at->k] : NULL;
    for (uint32_t i = 0; call && i < call->argument_count; i++)
        if (is_personal[call->arguments[i]])
            return true;
    return false;
}

/* Whether a truth says what a personal value is, not merely how it lies to another. */
static bool tells_value(uint16_t op)
{
    switch (op) {
    case ICS_OP_YES:
    case ICS_OP_NO:
    case ICS_OP_YES_EQ:
    case ICS_OP_EQ:
    case ICS_OP_EQ_K:
    case ICS_OP_DATE_EQ:
    case ICS_OP_ID_EQ:
    case ICS_OP_ID_NE:
    case ICS_OP_ID_EQ_K:
    case ICS_OP_ID_NE_K:
    case ICS_OP_HAS_K:
    case ICS_OP_HAS:
    case ICS_OP_LIFT:
        return true;
    default:
        return false;
    }
}

void ics_personal_find(const ics_program *program, bool *is_personal)
{
    for (uint32_t i = 0; i < program->register_count; i++)
        is_personal[i] = false;
    for (uint32_t i = 0; i < program->code_count; i++) {
        const ics_instruction *at = &program->code[i];
        const char type = at->dst == ICS_NO_REGISTER ? 'O' : program->registers[at->dst].type;
        if (type == 'O' || (type == 'T' && !tells_value(at->op)))
            continue;
        is_personal[at->dst] = reads_personal(program, at) || is_marked(is_personal, at->a) ||
                               is_marked(is_personal, at->b) || is_marked(is_personal, at->c) ||
                               call_takes_personal(program, at, is_personal);
    }
}

static void mark_rules_at(const ics_program *program, ics_span span, bool *is_personal)
{
    for (uint32_t i = 0; i < program->rule_count; i++) {
        const ics_span rule = program->rules[i].span;
        is_personal[i] |= rule.source == span.source && rule.start <= span.start && span.end <= rule.end;
    }
}

bool ics_personal_rules(const ics_program *program, bool *is_personal)
{
    bool *registers = calloc((size_t)program->register_count + 1, sizeof *registers);
    if (!registers)
        return false;
    ics_personal_find(program, registers);
    for (uint32_t i = 0; i < program->rule_count; i++)
        is_personal[i] = false;
    for (uint32_t i = 0; i < program->code_count; i++) {
        const ics_instruction *at = &program->code[i];
        const uint16_t due = at->op == ICS_OP_JUDGE ? program->judges[at->k].due : ICS_NO_REGISTER;
        if (is_marked(registers, due))
            mark_rules_at(program, program->spans[i], is_personal);
    }
    free(registers);
    return true;
}
