/* The definitions and named values that a rule uses: what they say, and where the law says it. */
#include "explain/defined.h"

#include "bytecode/op.h"
#include "explain/excepted.h"
#include "explain/text.h"
#include "explain/value.h"

void ics_defined_gather(ics_explanation *explanation, const ics_program *program, const ics_rule *rule, int32_t as_at)
{
    for (uint32_t i = 0; i < rule->definition_count; i++) {
        const ics_defined *defined = &program->definitions[rule->definitions[i]];
        if (as_at < defined->from || as_at > defined->to)
            continue;
        const ics_definition_said said = {
            .name = defined->name,
            .text = ics_program_span_text(&explanation->arena, program, defined->span),
            .clause = ics_citations_text(&explanation->arena, program, defined->citations, defined->citation_count),
        };
        ICS_PUSH(&explanation->arena, explanation->definitions, explanation->definition_count,
                 explanation->definition_room, said);
    }
}

void ics_readings_gather(ics_explanation *explanation, const ics_trace *trace, const ics_verdict *verdict,
                         const ics_rule *rule)
{
    const ics_instruction *agree = ics_trace_instruction(trace, verdict->keeper->a);
    if (agree == NULL || agree->op != ICS_OP_AGREE)
        return;
    const ics_alternatives *choice = &trace->program->choices[agree->k];
    for (uint32_t i = 0; i < choice->option_count && i < rule->reading_count; i++) {
        const ics_spot spot = {choice->options[i].outcome, verdict->lane};
        if (!ics_trace_has(trace, spot))
            continue;
        const ics_read_outcome one = {rule->readings[i], (ics_outcome)trace->values[spot.reg].state[spot.lane]};
        ICS_PUSH(&explanation->arena, explanation->readings, explanation->reading_count, explanation->reading_room,
                 one);
    }
    if (verdict->state != ICS_LAW_UNCLEAR)
        return;
    const char *why = "lawyers read it in several ways";
    for (size_t i = 0; i < explanation->reading_count; i++)
        why = ics_said(&explanation->arena, "%s%s by the reading \"%s\" %s", why, i == 0 ? ":" : ",",
                       explanation->readings[i].reading, ics_outcome_name(explanation->readings[i].outcome));
    explanation->why = why;
}
