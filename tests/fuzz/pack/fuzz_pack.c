/*
 * A libFuzzer target. The bytes are tried as they are, then with checks and hash made right, so that mutations reach
 * the fields, the verifier and the VM: a program that passes is printed, run with two lengths of batch, which must
 * agree, written again, and one of its outcomes is traced.
 */
#include "bytecode/anydata.h"
#include "bytecode/mend.h"
#include "vm/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { AS_AT = 19500, COST = 200000 };

static void ignore_step(void *context, const ics_trace_step *step)
{
    *(uint32_t *)context += step->lane_count;
}

static void trace_first(const ics_program *program, const ics_dataset *dataset, const ics_run *run)
{
    const ics_run_options options = {.cost_limit = COST};
    uint32_t lanes = 0;
    for (uint32_t i = 0; i < program->rule_count && i < 4; i++)
        if (run->rules[i].count > 0) {
            const ics_rule_outcomes *of = &run->rules[i];
            const ics_trace_aim aim = {.rule = i,
                                       .table = of->table[0],
                                       .row = of->row[0],
                                       .with = of->with[0],
                                       .when = ics_outcome_marks_of(of, 0).event_row,
                                       .is_gap = (of->detail[0] & ICS_DETAIL_GAP) != 0};
            (void)ics_vm_trace(program, dataset, AS_AT, &aim, &options, ignore_step, &lanes);
        }
}

static void expect_same(const ics_program *program, const ics_run *a, const ics_run *b)
{
    for (uint32_t i = 0; i < program->rule_count; i++)
        if (a->rules[i].count != b->rules[i].count ||
            (a->rules[i].count > 0 && memcmp(a->rules[i].state, b->rules[i].state, a->rules[i].count) != 0))
            abort();
}

static void run_twice(const ics_program *program, const ics_dataset *dataset)
{
    ics_run *small = NULL, *large = NULL;
    const ics_run_options one = {.batch_lanes = 1, .cost_limit = COST}, all = {.cost_limit = COST};
    if (ics_vm_run(&small, program, dataset, AS_AT, &one, NULL) == ICS_OK &&
        ics_vm_run(&large, program, dataset, AS_AT, &all, NULL) == ICS_OK) {
        expect_same(program, small, large);
        trace_first(program, dataset, large);
    }
    ics_run_free(small);
    ics_run_free(large);
}

static void print(const ics_program *program)
{
    static FILE *nowhere;
    if (!nowhere)
        nowhere = fopen("/dev/null", "w");
    if (nowhere)
        ics_program_print_code(program, nowhere);
}

static void try_pack(const unsigned char *bytes, size_t size)
{
    ics_program *program = NULL;
    ics_diags *diags = ics_diags_new();
    const ics_status status = ics_pack_read(&program, bytes, size, "fuzz.icsb", diags);
    if ((status == ICS_E_INPUT) != (ics_diags_error_count(diags) == 1))
        abort(); /* one mistake, one message */
    ics_diags_free(diags);
    if (status != ICS_OK)
        return;
    unsigned char *again = NULL;
    size_t again_size = 0;
    if (ics_pack_write(&again, &again_size, program) == ICS_OK)
        free(again);
    print(program);
    ics_dataset *dataset = anydata_new(&program->model, 3, (uint32_t)size);
    if (dataset) {
        run_twice(program, dataset);
        anydata_free(dataset);
    }
    ics_program_free(program);
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size);
int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size)
{
    try_pack(bytes, size);
    unsigned char *copy = malloc(size ? size : 1);
    if (!copy)
        return 0;
    memcpy(copy, bytes, size);
    mend_pack(copy, size);
    try_pack(copy, size);
    free(copy);
    return 0;
}
