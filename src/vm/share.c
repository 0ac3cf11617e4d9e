/*
 * A run on several threads. Each has a machine and judges the whole program for a run of the rows of every root frame;
 * plan and binding are read by all and written by none. Rows are shared out by their number, so what each rule's
 * outcomes are, and their order, does not depend on how many threads there are.
 */
#include "vm/machine.h"

#include <pthread.h>
#include <stdlib.h>

enum { ROWS_WORTH_A_THREAD = 2048 };

static void *judge(void *machine)
{
    ics_machine_run(machine);
    return NULL;
}

uint32_t ics_share_count(const ics_machine *machine, uint32_t jobs)
{
    uint32_t most = 0;
    if (machine->program->import_count > 0) /* plugins are asked by one thread, in one order */
        return 1;
    for (uint32_t i = 0; i < machine->program->frame_count; i++)
        if (machine->program->frames[i].source == ICS_FRAME_ROOT && machine->binding.row_count[i] > most)
            most = machine->binding.row_count[i];
    const uint32_t worth = most / ROWS_WORTH_A_THREAD;
    return worth < 1 ? 1 : jobs < worth ? jobs : worth;
}

static ics_status append(ics_machine *to, ics_machine *from)
{
    for (uint32_t i = 0; i < to->program->rule_count; i++) {
        const uint32_t letters = to->program->rules[i].letter_count;
        if (!ics_outcome_rows_append(&to->outcomes[i], &from->outcomes[i], letters) ||
            !ics_outcome_rows_append(&to->gaps[i], &from->gaps[i], letters))
            return ICS_E_NOMEM;
    }
    return ICS_OK;
}

static ics_machine borrower(const ics_machine *of, uint32_t share)
{
    return (ics_machine){.program = of->program,
                         .dataset = of->dataset,
                         .as_at = of->as_at,
                         .batch = of->batch,
                         .plan = of->plan,
                         .lender = of,
                         .share = share,
                         .share_count = of->share_count};
}

/* The first share on this thread, the others on their own; where one cannot be had, here. */
static void judge_all(ics_machine *machine, ics_machine *others, pthread_t *threads, bool *is_own)
{
    for (uint32_t i = 1; i < machine->share_count; i++)
        is_own[i] = pthread_create(&threads[i], NULL, judge, &others[i]) == 0;
    ics_machine_run(machine);
    for (uint32_t i = 1; i < machine->share_count; i++) {
        if (is_own[i])
            (void)pthread_join(threads[i], NULL);
        else
            ics_machine_run(&others[i]);
    }
}

ics_status ics_share_run(ics_machine *machine, uint32_t count)
{
    ics_machine *others = calloc(count, sizeof *others);
    pthread_t *threads = calloc(count, sizeof *threads);
    bool *is_own = calloc(count, sizeof *is_own);
    ics_status status = others && threads && is_own ? ICS_OK : ICS_E_NOMEM;
    uint32_t made = 1;
    machine->share_count = count;
    for (; status == ICS_OK && made < count; made++) {
        others[made] = borrower(machine, made);
        status = ics_machine_lay_out(&others[made]);
    }
    if (status == ICS_OK) {
        judge_all(machine, others, threads, is_own);
        status = machine->status;
    }
    for (uint32_t i = 1; others && i < made; i++) {
        status = status == ICS_OK ? others[i].status : status;
        status = status == ICS_OK ? append(machine, &others[i]) : status;
        ics_machine_free(&others[i]);
    }
    free(others);
    free(threads);
    free(is_own);
    return status;
}
