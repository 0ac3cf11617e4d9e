/*
 * Each instruction has the span of the phrase that it was made from. Of instructions with one span the last is the
 * phrase's value, for it was computed from the others; but of what a rule asks it is whether that is done.
 */
#include "explain/phrase.h"

#include "bytecode/op.h"
#include "explain/text.h"
#include "explain/value.h"

#include <stdlib.h>

/* How one phrase stands for all elements of an open list: "1 of 3". */
static const char *element_value(ics_arena *arena, const ics_trace *trace, uint16_t reg, const ics_verdict *verdict)
{
    const uint16_t frame = trace->program->registers[reg].frame;
    uint32_t count = 0, yes = 0, unknown = 0, last = 0;
    for (uint32_t lane = 0; lane < trace->frames[frame].lane_count; lane++) {
        uint32_t above;
        if (!ics_trace_ancestor(trace, frame, lane, verdict->frame, &above) || above != verdict->lane)
            continue;
        const ics_spot spot = {reg, lane};
        last = lane;
        count++;
        yes += ics_trace_truth(trace, spot) == ICS_TOLD_YES;
        unknown += !ics_trace_known(trace, spot);
    }
    if (count == 0)
        return "";
    if (count == 1)
        return ics_value_text(arena, trace, (ics_spot){reg, last}, ICS_NONE);
    const char type = trace->values[reg].type;
    if (type != 'T' && type != 'Y')
        return ics_said(arena, "%u values", count);
    return unknown == 0 ? ics_said(arena, "yes for %u of %u", yes, count)
                        : ics_said(arena, "yes for %u of %u, unknown for %u", yes, count, unknown);
}

/* The value of a register seen from the outcome's lane; "" where the lane has none. */
static const char *seen_value(ics_arena *arena, const ics_trace *trace, uint16_t reg, const ics_verdict *verdict)
{
    uint32_t lane;
    const uint16_t frame = trace->program->registers[reg].frame;
    if (trace->values[reg].type == '\0')
        return "";
    if (ics_trace_is_of_records(trace, reg)) /* neither how many nor which */
        return "not shown";
    if (ics_trace_ancestor(trace, verdict->frame, verdict->lane, frame, &lane))
        return ics_value_text(arena, trace, (ics_spot){reg, lane}, ICS_NONE);
    return element_value(arena, trace, reg, verdict);
}

static bool is_same(ics_span a, ics_span b)
{
    return a.source == b.source && a.start == b.start && a.end == b.end;
}

static int by_place(const void *one, const void *other)
{
    const ics_phrase *a = one, *b = other;
    if (a->span.start != b->span.start)
        return a->span.start < b->span.start ? -1 : 1;
    return a->span.end == b->span.end ? 0 : a->span.end > b->span.end ? -1 : 1;
}

/* "within 20 weeks of request received" is a day: that there is one to count from says less of the same words. */
static bool says_less(const ics_trace *trace, uint32_t at)
{
    const ics_program *program = trace->program;
    const ics_instruction *code = &program->code[at];
    if (code->op != ICS_OP_PRESENT)
        return false;
    const uint32_t of = trace->outline.definition[code->a];
    return of < program->code_count && !is_same(program->spans[of], program->spans[at]);
}

/* @p is_least: where nothing else is said of the words. */
static void add_phrase(ics_explanation *out, const ics_phrase *phrase, bool is_least)
{
    for (size_t i = 0; i < out->phrase_count; i++)
        if (is_same(out->phrases[i].span, phrase->span)) {
            if (!is_least && (!out->phrases[i].is_asked || phrase->is_asked))
                out->phrases[i] = *phrase;
            return;
        }
    ICS_PUSH(&out->arena, out->phrases, out->phrase_count, out->phrase_room, *phrase);
}

/* How many earlier phrases hold this one; phrases are in order, so those are a stack. */
static void nest(ics_explanation *out)
{
    for (size_t i = 0; i < out->phrase_count; i++)
        for (size_t j = 0; j < i; j++)
            out->phrases[i].depth += ics_span_is_inside(out->phrases[i].span, out->phrases[j].span) ? 1 : 0;
}

/* The rule's whole sentence: what it came to is the outcome, not the value of a step on the way. */
static ics_span sentence_span(const ics_program *program, const ics_rule *rule, ics_code_list list)
{
    for (uint32_t i = 0; i < list.count; i++)
        if (program->code[list.at[i]].op == ICS_OP_OUTCOME)
            return program->spans[list.at[i]];
    return rule->span;
}

/* Of a rule of several versions only the one that is spoken of is told, and what all have in common. */
static bool is_told(const ics_rule *rule, ics_span told, ics_span span)
{
    if (rule->version_count == 0 || ics_span_is_inside(span, told))
        return true;
    for (uint32_t i = 0; i < rule->version_count; i++)
        if (span.start < rule->versions[i].span.end && span.end > rule->versions[i].span.start)
            return false;
    return true;
}

void ics_phrases_gather(ics_explanation *explanation, const ics_trace *trace, const ics_verdict *verdict,
                        uint32_t index)
{
    const ics_program *program = trace->program;
    const ics_rule *rule = &program->rules[index];
    const ics_code_list list = ics_outline_phrases(&trace->outline, index);
    const ics_span sentence = sentence_span(program, rule, list);
    const ics_rule_version version = ics_rule_version_of(rule, verdict->version);
    for (uint32_t i = 0; i < list.count; i++) {
        const ics_instruction *code = &program->code[list.at[i]];
        const ics_span span = program->spans[list.at[i]];
        if (code->dst == ICS_NO_REGISTER || is_same(span, sentence) || is_same(span, version.sentence) ||
            trace->outline.is_midway[list.at[i]] || !is_told(rule, version.span, span))
            continue;
        const char *value = seen_value(&explanation->arena, trace, code->dst, verdict);
        if (value[0] == '\0')
            continue;
        const ics_phrase phrase = {
            .span = span, .text = "", .value = value, .is_asked = trace->outline.is_asked[list.at[i]]};
        add_phrase(explanation, &phrase, says_less(trace, list.at[i]));
    }
    if (explanation->phrase_count > 0)
        qsort(explanation->phrases, explanation->phrase_count, sizeof explanation->phrases[0], by_place);
    nest(explanation);
    for (size_t i = 0; i < explanation->phrase_count; i++)
        explanation->phrases[i].text =
            ics_program_span_text(&explanation->arena, program, explanation->phrases[i].span);
}
