/* Which registers an instruction reads, wherever it names them. */
#include "vm/plan.h"

static void each_judge_read(const ics_judge *judge, uint32_t pc, ics_read_fn *fn, void *context)
{
    const uint16_t reads[] = {judge->governs,   judge->applies,  judge->vacuous, judge->done,
                              judge->in_time,   judge->lifted,   judge->exempt,  judge->waived,
                              judge->due_ahead, judge->attested, judge->due,     judge->done_on,
                              judge->began,     judge->event,    judge->missed,  judge->since};
    for (size_t i = 0; i < sizeof reads / sizeof reads[0]; i++)
        if (reads[i] != ICS_NO_REGISTER)
            fn(context, pc, reads[i]);
}

static void each_choice_read(const ics_alternatives *choice, uint32_t pc, ics_read_fn *fn, void *context)
{
    if (choice->some != ICS_NO_REGISTER)
        fn(context, pc, choice->some);
    for (uint32_t i = 0; i < choice->option_count; i++) {
        fn(context, pc, choice->options[i].outcome);
        if (choice->options[i].governs != ICS_NO_REGISTER)
            fn(context, pc, choice->options[i].governs);
    }
}

void ics_each_read(const ics_program *program, uint32_t pc, ics_read_fn *fn, void *context)
{
    const ics_instruction *at = &program->code[pc];
    const ics_op_info *info = ics_op_find(at->op);
    const uint16_t operands[3] = {at->a, at->b, at->c};
    const char *kinds[3] = {info->a, info->b, info->c};
    for (int i = 0; i < 3; i++)
        if (operands[i] != ICS_NO_REGISTER && kinds[i][0] != '.' && kinds[i][0] != 'n')
            fn(context, pc, operands[i]);
    if (info->k == 'j')
        each_judge_read(&program->judges[at->k], pc, fn, context);
    if (info->k == 'v')
        each_choice_read(&program->choices[at->k], pc, fn, context);
    if (info->k == 'x')
        for (uint32_t i = 0; i < program->calls[at->k].argument_count; i++)
            fn(context, pc, program->calls[at->k].arguments[i]);
}
