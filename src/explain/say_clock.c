/* How the last lawful day was counted, and the calendar that could not say. */
#include "explain/say.h"

#include "explain/text.h"
#include "explain/value.h"

enum { CLOCKS_DEEP = 4 }; /* the later of the earlier of … */

static const char *counted_text(ics_arena *arena, const ics_trace *trace, ics_spot day, uint32_t depth);

/* ", counted by ENGLAND-WALES (Banking and Financial Dealings Act 1971, section 1)" */
static const char *calendar_text(ics_arena *arena, const ics_program *program, const ics_time_span *span)
{
    if (span->unit != ICS_UNIT_WORKING_DAYS)
        return "";
    const ics_calendar *calendar = &program->calendars[span->calendar];
    if (calendar->law == ICS_NONE)
        return ics_said(arena, ", counted by %s", calendar->id);
    const ics_law *law = &program->laws[calendar->law];
    return ics_said(arena, ", counted by %s (%s%s%s)", calendar->id, law->title[0] != '\0' ? law->title : law->id,
                    calendar->place[0] != '\0' ? ", " : "", calendar->place);
}

static const char *span_text(ics_arena *arena, const ics_trace *trace, ics_spot day, const ics_instruction *code)
{
    static const char *const units[] = {"day", "week", "month", "year", "working day"};
    const ics_time_span *span = &trace->program->time_spans[code->k];
    const ics_spot start = {code->a, day.lane};
    const int32_t n = span->n < 0 ? -span->n : span->n;
    const char *unit = span->unit < sizeof units / sizeof units[0] ? units[span->unit] : "day";
    const char *relation = span->n < 0 ? "before" : span->begins ? "beginning with" : "of";
    const char *counted = span->n < 0 ? "" : span->begins ? ", that day counted" : ", the first day left out";
    return ics_said(arena, "%d %s%s %s %s%s%s, end%s on %s", (int)n, unit, n == 1 ? "" : "s", relation,
                    ics_value_text(arena, trace, start, ICS_NONE), calendar_text(arena, trace->program, span), counted,
                    n == 1 ? "s" : "", ics_value_text(arena, trace, day, ICS_NONE));
}

/* "the later of 2024-05-01 and 3 months beginning with …" */
static const char *extreme_text(ics_arena *arena, const ics_trace *trace, ics_spot day, const ics_instruction *code,
                                uint32_t depth)
{
    return ics_said(arena, "the %s of (%s) and (%s), %s", code->op == ICS_OP_LATER ? "later" : "earlier",
                    counted_text(arena, trace, (ics_spot){code->a, day.lane}, depth + 1),
                    counted_text(arena, trace, (ics_spot){code->b, day.lane}, depth + 1),
                    ics_value_text(arena, trace, day, ICS_NONE));
}

/* "20 weeks of …, end on 2024-05-20; and 10 days that do not count, 2024-05-30" */
static const char *later_text(ics_arena *arena, const ics_trace *trace, ics_spot day, const ics_instruction *code,
                              uint32_t depth)
{
    const ics_spot left_out = {code->b, day.lane};
    const char *days = ics_trace_present(trace, left_out) ? ics_value_text(arena, trace, left_out, ICS_NONE) : "no";
    return ics_said(arena, "%s; and %s days that do not count, %s",
                    counted_text(arena, trace, (ics_spot){code->a, day.lane}, depth + 1), days,
                    ics_value_text(arena, trace, day, ICS_NONE));
}

static const char *counted_text(ics_arena *arena, const ics_trace *trace, ics_spot day, uint32_t depth)
{
    const ics_instruction *code = ics_trace_instruction(trace, day.reg);
    if (code != NULL && depth < CLOCKS_DEEP && code->op == ICS_OP_DAYS_ON)
        return later_text(arena, trace, day, code, depth);
    if (code != NULL && code->op == ICS_OP_SPAN_ADD)
        return span_text(arena, trace, day, code);
    if (code != NULL && depth < CLOCKS_DEEP && (code->op == ICS_OP_LATER || code->op == ICS_OP_EARLIER))
        return extreme_text(arena, trace, day, code, depth);
    return ics_value_text(arena, trace, day, ICS_NONE);
}

/* `allow at least`: "15 days beginning with …, end on 2024-01-01; the first lawful day is 2024-01-02". */
static const char *allowed_text(ics_arena *arena, const ics_trace *trace, const ics_verdict *verdict)
{
    const ics_instruction *done = ics_trace_instruction(trace, verdict->operand[ICS_OPERAND_DONE]);
    const ics_instruction *last = done && done->op == ICS_OP_DATE_LT ? ics_trace_instruction(trace, done->a) : NULL;
    if (last == NULL || last->op != ICS_OP_SPAN_ADD || !trace->program->time_spans[last->k].begins)
        return "";
    const ics_spot end = {done->a, verdict->lane};
    if (ics_trace_is_of_records(trace, end.reg) || !ics_trace_present(trace, end) || !ics_trace_settled(trace, end))
        return "";
    char day[16];
    ics_day_format(trace->values[end.reg].first[end.lane] + 1, day);
    return ics_said(arena, "%s; the first lawful day is %s", span_text(arena, trace, end, last), day);
}

const char *ics_say_clock(ics_arena *arena, const ics_trace *trace, const ics_verdict *verdict)
{
    const ics_spot due = {verdict->judge->due, verdict->lane};
    if (due.reg == ICS_NO_REGISTER)
        return allowed_text(arena, trace, verdict);
    if (!ics_trace_present(trace, due) || ics_trace_is_of_records(trace, due.reg))
        return "";
    const ics_instruction *code = ics_trace_instruction(trace, due.reg);
    const char *counted = counted_text(arena, trace, due, 0);
    return code != NULL && (code->op == ICS_OP_SPAN_ADD || code->op == ICS_OP_DAYS_ON || code->op == ICS_OP_LATER ||
                            code->op == ICS_OP_EARLIER)
               ? counted
               : ics_said(arena, "by %s", counted);
}

/* -- a calendar that does not speak of a year */

static int year_of(int32_t day)
{
    int year, month, of_month;
    ics_day_to_civil(day, &year, &month, &of_month);
    return year;
}

/* The lane of a register's frame that the outcome stands in, or the first where it went through a list. */
static bool lane_of(const ics_trace *trace, const ics_verdict *verdict, uint16_t reg, uint32_t *lane)
{
    const uint16_t frame = trace->program->registers[reg].frame;
    if (ics_trace_ancestor(trace, verdict->frame, verdict->lane, frame, lane))
        return true;
    for (*lane = 0; *lane < trace->frames[frame].lane_count; (*lane)++)
        if (ics_trace_failed(trace, (ics_spot){reg, *lane}))
            return true;
    return false;
}

const char *ics_say_calendar_fault(ics_arena *arena, const ics_trace *trace, const ics_verdict *verdict, bool tells_day)
{
    const ics_program *program = trace->program;
    for (uint32_t i = 0; i < program->code_count; i++) {
        const ics_instruction *code = &program->code[i];
        uint32_t lane;
        if (code->op != ICS_OP_SPAN_ADD || program->time_spans[code->k].unit != ICS_UNIT_WORKING_DAYS ||
            !lane_of(trace, verdict, code->dst, &lane) || !ics_trace_failed(trace, (ics_spot){code->dst, lane}) ||
            !ics_trace_present(trace, (ics_spot){code->a, lane}))
            continue;
        const ics_time_span *span = &program->time_spans[code->k];
        const ics_calendar *calendar = &program->calendars[span->calendar];
        if (!tells_day || ics_trace_is_of_records(trace, code->dst))
            return ics_said(arena, "calendar %s speaks of the years %d to %d, and the count needs another",
                            calendar->id, year_of(calendar->from), year_of(calendar->to));
        const int32_t from = trace->values[code->a].first[lane];
        const bool is_before =
            from < calendar->from || (from == calendar->from && span->n < 0) || (span->n < 0 && from <= calendar->to);
        const int missing = is_before ? (from < calendar->from ? year_of(from) : year_of(calendar->from) - 1)
                                      : (from > calendar->to ? year_of(from) : year_of(calendar->to) + 1);
        return ics_said(arena, "calendar %s speaks of the years %d to %d, and the count needs %d", calendar->id,
                        year_of(calendar->from), year_of(calendar->to), missing);
    }
    return "";
}
