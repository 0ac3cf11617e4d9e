#include "explain/takers.h"

#include "base/limits.h"
#include "data/debtor.h"
#include "explain/value.h"

#include <string.h>

enum { ABSENT_SAID = 8 };

static void add(ics_explanation *explanation, const ics_trace *trace, uint32_t table, uint32_t row)
{
    const ics_dataset *dataset = trace->dataset;
    const ics_table *of = &dataset->tables[table];
    const char *code = ics_dataset_code(dataset, table, row);
    ics_absent absent = {.type = trace->program->model.entities[of->kind ? of->kind[row] : table].name,
                         .code = ics_said(&explanation->arena, "%s", code),
                         .name =
                             ics_said(&explanation->arena, "%s",
                                      ics_row_public_name(dataset, (ics_row_ref){table, row}, trace->shows_personal)),
                         .is_special = ics_dataset_row_is_special(dataset, table, row)};
    if (explanation->absent_count < (size_t)ICS_LIMIT_EXPLAINED_FACTS)
        ICS_PUSH(&explanation->arena, explanation->absent, explanation->absent_count, explanation->absent_room, absent);
}

/* Whether a lane belongs to the outcome's: the two are in one lane of the frame that holds them both. */
static bool is_of_outcome(const ics_trace *trace, const ics_verdict *verdict, uint16_t frame, uint32_t lane)
{
    for (uint16_t around = frame; around < trace->program->frame_count;
         around = trace->program->frames[around].parent) {
        uint32_t own, theirs;
        if (ics_trace_ancestor(trace, verdict->frame, verdict->lane, around, &theirs))
            return ics_trace_ancestor(trace, frame, lane, around, &own) && own == theirs;
    }
    return false;
}

/* The record that a lane stands for: of a period or a day, the one that it is a period of. */
static void add_own(ics_explanation *explanation, const ics_trace *trace, uint16_t frame, uint32_t lane)
{
    uint16_t of = frame;
    while (ics_frame_is_of_days(&trace->program->frames[of]))
        of = trace->program->frames[of].parent;
    uint32_t own = lane;
    if (of == frame || ics_trace_ancestor(trace, frame, lane, of, &own))
        add(explanation, trace, ics_trace_table(trace, of), ics_trace_row(trace, of, own));
}

static void gather_from(ics_explanation *explanation, const ics_trace *trace, const ics_verdict *verdict,
                        const ics_instruction *at)
{
    const uint16_t frame = trace->program->registers[at->a].frame;
    for (uint32_t lane = 0; lane < trace->frames[frame].lane_count; lane++) {
        const ics_spot took = {at->a, lane}, row = {at->c, lane};
        if (!is_of_outcome(trace, verdict, frame, lane) || ics_trace_truth(trace, took) != ICS_TOLD_NO)
            continue;
        if (at->c == ICS_NO_REGISTER)
            add_own(explanation, trace, frame, lane);
        else if (ics_trace_present(trace, row))
            add(explanation, trace, trace->program->registers[at->c].aux, trace->values[at->c].id[lane]);
    }
}

void ics_takers_gather(ics_explanation *explanation, const ics_trace *trace, const ics_verdict *verdict, uint32_t rule,
                       uint32_t version)
{
    const ics_outcome state = verdict->state;
    if (state != ICS_NOT_MET && state != ICS_DEPARTED && state != ICS_OPEN && state != ICS_NOT_FOLLOWED)
        return;
    const ics_code_list kept = ics_outline_kept(&trace->outline, rule);
    for (uint32_t i = 0; i < kept.count; i++) {
        const ics_instruction *at = &trace->program->code[kept.at[i]];
        if (at->op == ICS_OP_TAKES && at->b == version && ics_trace_has(trace, (ics_spot){at->a, 0}))
            gather_from(explanation, trace, verdict, at);
    }
}

const char *ics_say_absent(ics_explanation *explanation)
{
    const char *text = "";
    const size_t count = explanation->absent_count;
    for (size_t i = 0; i < count && i < ABSENT_SAID; i++) {
        const ics_absent *absent = &explanation->absent[i];
        const char *name = absent->is_special ? "" : absent->code[0] != '\0' ? absent->code : absent->name;
        text = ics_said(&explanation->arena, "%s%s%s%s%s", text,
                        i == 0           ? ""
                        : i + 1 == count ? " and "
                                         : ", ",
                        absent->type, name[0] == '\0' ? "" : " ", name);
    }
    if (count > ABSENT_SAID)
        text = ics_said(&explanation->arena, "%s and %zu more", text, count - ABSENT_SAID);
    return count == 0 ? "" : ics_said(&explanation->arena, "%s did not take part", text);
}
