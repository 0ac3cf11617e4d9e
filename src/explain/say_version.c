/* Which of several versions of a rule governs, and the day that decided it. */
#include "explain/say.h"

#include "explain/claim.h"
#include "explain/text.h"
#include "explain/value.h"

/* The day on which days in force were tested: the operand of their comparisons that is no constant. */
static uint16_t law_day(const ics_trace *trace, uint16_t governs)
{
    for (uint32_t steps = 0; steps < trace->program->code_count; steps++) {
        const ics_instruction *code = ics_trace_instruction(trace, governs);
        if (code == NULL)
            return ICS_NO_REGISTER;
        if (code->op == ICS_OP_DATE_LE) {
            const ics_instruction *a = ics_trace_instruction(trace, code->a);
            return a != NULL && a->op == ICS_OP_DATE_K ? code->b : code->a;
        }
        if (code->op != ICS_OP_AND && code->op != ICS_OP_OR)
            return ICS_NO_REGISTER;
        governs = code->a;
    }
    return ICS_NO_REGISTER;
}

/* ", which asked, 2021-12-31, decides" or ", which the day judged decides" */
static const char *decided_by(ics_arena *arena, const ics_trace *trace, const ics_verdict *verdict, bool tells_day)
{
    const uint16_t day = law_day(trace, verdict->operand[ICS_OPERAND_GOVERNS]);
    if (day == ICS_NO_REGISTER)
        return "";
    const ics_instruction *code = ics_trace_instruction(trace, day);
    const ics_spot began = {code != NULL && code->op == ICS_OP_ELSE ? code->a : day, verdict->lane};
    if (code == NULL || code->op == ICS_OP_DAY || !ics_trace_present(trace, began))
        return ", which the day judged decides";
    const uint32_t attribute = ics_claim_attribute(trace, began.reg);
    const char *name = day == verdict->judge->due ? "the last lawful day"
                       : attribute == ICS_NONE    ? "the day from which the limit is counted"
                                                  : trace->program->model.attributes[attribute].name;
    if (!tells_day || ics_trace_is_of_records(trace, began.reg))
        return ics_said(arena, ", which %s decides", name);
    return ics_said(arena, ", which %s, %s, decides", name, ics_value_text(arena, trace, began, ICS_NONE));
}

static const char *day_text(ics_arena *arena, int32_t day)
{
    char text[16];
    ics_day_format(day, text);
    return ics_said(arena, "%s", text);
}

const char *ics_say_version(ics_arena *arena, const ics_trace *trace, const ics_verdict *verdict, const ics_rule *rule,
                            bool tells_day)
{
    if (rule->version_count == 0 || verdict->version == 0)
        return "";
    const ics_rule_version of = ics_rule_version_of(rule, verdict->version);
    const char *from = of.from == ICS_DAY_MIN ? "" : ics_said(arena, " from %s", day_text(arena, of.from));
    const char *to = of.to == ICS_DAY_MAX ? "" : ics_said(arena, " to %s", day_text(arena, of.to));
    return ics_said(arena, "version %u of %u%s%s%s%s", (unsigned)of.number, (unsigned)rule->version_count,
                    from[0] != '\0' || to[0] != '\0' ? ", in force" : "", from, to,
                    decided_by(arena, trace, verdict, tells_day));
}
