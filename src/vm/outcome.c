/*
 * The ladder of outcomes, by the language reference, "Outcomes". What is known is judged by the steps; what is not is
 * tried each way in which it can fall, and a state on which all agree stands.
 */
#include "vm/outcome.h"

enum { NO = 0, YES = 1, UNKNOWN = 2, NO_CLOCK = 3 };

typedef struct duty {
    ics_modality modality;
    ics_force force;
    bool no_period;
} duty;

/* The first word of a pair: the thing is so, in time or where no time counts. */
static ics_outcome good_word(duty of)
{
    if (of.modality == ICS_STATEMENT)
        return ICS_HOLDS;
    if (of.modality == ICS_QUESTION)
        return ICS_ANSWERED;
    if (of.modality == ICS_PERMISSION)
        return ICS_USED;
    if (of.modality == ICS_CONSIDER)
        return ICS_CONSIDERED;
    return of.force == ICS_NOT_LAW ? ICS_FOLLOWED : ICS_MET;
}

static ics_outcome late_word(duty of)
{
    const ics_outcome good = good_word(of);
    return good == ICS_MET ? ICS_DONE_LATE : good;
}

static ics_outcome bad_word(duty of, bool is_lifted)
{
    if (of.modality == ICS_STATEMENT)
        return ICS_DOES_NOT_HOLD;
    if (of.modality == ICS_QUESTION)
        return ICS_UNANSWERED;
    if (of.modality == ICS_PERMISSION)
        return ICS_NOT_USED;
    if (of.modality == ICS_CONSIDER)
        return ICS_NOT_CONSIDERED;
    if (of.force == ICS_NOT_LAW)
        return ICS_NOT_FOLLOWED;
    if ((of.no_period || is_lifted) && of.modality != ICS_PROHIBITION)
        return ICS_OPEN;
    return of.modality == ICS_EXPECTATION || of.force == ICS_HAVE_REGARD || of.force == ICS_ADVICE ? ICS_DEPARTED
                                                                                                   : ICS_NOT_MET;
}

/* Steps 1 to 8 where nothing is unknown. */
static ics_outcome judge_decided(const ics_judged *o, duty of)
{
    if (o->governs == NO)
        return ICS_NOT_IN_FORCE;
    if (o->applies == NO || o->vacuous == YES)
        return ICS_NOT_APPLICABLE;
    if (of.modality == ICS_STATEMENT || of.modality == ICS_QUESTION)
        return o->done == YES ? good_word(of) : bad_word(of, false);
    const bool has_clock = !of.no_period && o->lifted == NO && o->in_time != NO_CLOCK && of.modality != ICS_PROHIBITION;
    if (o->done == YES && (!has_clock || o->in_time == YES))
        return good_word(of);
    if (o->exempt == YES)
        return ICS_EXEMPT;
    if (o->waived == YES)
        return ICS_WAIVED;
    if (o->done == NO && has_clock && o->due_ahead == YES && of.modality != ICS_PERMISSION)
        return ICS_NOT_YET_DUE;
    return o->done == YES ? late_word(of) : bad_word(of, o->lifted == YES && o->in_time != NO_CLOCK);
}

enum { OPERANDS = 9 };

/* The operands that are tried; an attestation is no fact and is looked at last. */
static uint8_t *operand(ics_judged *o, int index)
{
    uint8_t *const all[OPERANDS] = {&o->governs, &o->applies, &o->vacuous, &o->done,     &o->in_time,
                                    &o->lifted,  &o->exempt,  &o->waived,  &o->due_ahead};
    return all[index];
}

/* What is done while the last lawful day is ahead is done in time: nothing else can be so. */
static bool is_consistent(const ics_judged *o)
{
    return !(o->done == YES && o->due_ahead == YES && o->in_time == NO);
}

/* The states that the completions of what is unknown can have, one bit each. */
static uint32_t possible(const ics_judged *given, duty of, bool only_consistent)
{
    int unknown[OPERANDS], count = 0;
    ics_judged o = *given;
    for (int i = 0; i < OPERANDS; i++)
        if (*operand(&o, i) == UNKNOWN)
            unknown[count++] = i;
    uint32_t states = 0;
    for (uint32_t way = 0; way < 1u << count; way++) {
        for (int i = 0; i < count; i++)
            *operand(&o, unknown[i]) = way >> i & 1 ? YES : NO;
        if (!only_consistent || is_consistent(&o))
            states |= 1u << judge_decided(&o, of);
    }
    return states;
}

uint32_t ics_outcome_possible(ics_judged operands, ics_modality modality, ics_force force, bool no_period)
{
    const duty of = {modality, force, no_period};
    const uint32_t states = possible(&operands, of, true);
    return states ? states
                  : possible(&operands, of, false); /* facts that contradict the calendar: judged as they stand */
}

ics_outcome ics_outcome_judge(ics_judged operands, ics_modality modality, ics_force force, bool no_period)
{
    const uint32_t states = ics_outcome_possible(operands, modality, force, no_period);
    for (uint32_t i = 0; i < ICS_OUTCOME_COUNT; i++)
        if (states == 1u << i)
            return (ics_outcome)i;
    const bool is_owed = operands.governs == YES && operands.applies == YES && operands.vacuous == NO;
    if (is_owed && operands.exempt == YES && (states & 1u << ICS_EXEMPT))
        return ICS_EXEMPT;
    if (is_owed && operands.waived == YES && (states & 1u << ICS_WAIVED))
        return ICS_WAIVED;
    if (operands.due_ahead == YES && (states & 1u << ICS_NOT_YET_DUE))
        return ICS_NOT_YET_DUE;
    return operands.attested == YES ? ICS_ATTESTED : ICS_UNKNOWN;
}

bool ics_outcome_rests_on(ics_judged operands, uint32_t which, ics_modality modality, ics_force force, bool no_period)
{
    if (which >= OPERANDS || *operand(&operands, (int)which) != UNKNOWN)
        return false;
    const duty of = {modality, force, no_period};
    uint8_t *tried = operand(&operands, (int)which);
    int unknown[OPERANDS], count = 0;
    for (int i = 0; i < OPERANDS; i++)
        if (*operand(&operands, i) == UNKNOWN && i != (int)which)
            unknown[count++] = i;
    for (uint32_t way = 0; way < 1u << count; way++) {
        for (int i = 0; i < count; i++)
            *operand(&operands, unknown[i]) = way >> i & 1 ? YES : NO;
        *tried = NO;
        const ics_outcome if_no = judge_decided(&operands, of);
        *tried = YES;
        if (judge_decided(&operands, of) != if_no)
            return true;
    }
    return false;
}
