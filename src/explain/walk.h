/*
 * The way back from an outcome to facts: which operands of the judgement could change it, and through them the cells it
 * rests on and the cells that are missing.
 */
#ifndef ICS_EXPLAIN_WALK_H
#define ICS_EXPLAIN_WALK_H

#include "explain/explain.h"
#include "explain/trace.h"

/** The operands of a judgement, in the order in which explanations speak of them. */
typedef enum ics_operand {
    ICS_OPERAND_GOVERNS,
    ICS_OPERAND_APPLIES,
    ICS_OPERAND_VACUOUS,
    ICS_OPERAND_DONE,
    ICS_OPERAND_IN_TIME,
    ICS_OPERAND_EXEMPT,
    ICS_OPERAND_LIFTED,
    ICS_OPERAND_WAIVED,
    ICS_OPERAND_ATTESTED,
    ICS_OPERAND_DUE_AHEAD,
    ICS_OPERAND_COUNT
} ics_operand;

/** Where an outcome came from: the instruction that kept it, its judgement, and the lane. */
typedef struct ics_verdict {
    const ics_instruction *keeper; /* OUTCOME or GAP */
    const ics_judge *judge;
    uint16_t frame;
    uint32_t lane;
    ics_outcome state;
    uint32_t version;                    /* that governs; 0: none of several, or it is not known which */
    uint16_t operand[ICS_OPERAND_COUNT]; /* registers, or ICS_NO_REGISTER */
    uint8_t value[ICS_OPERAND_COUNT];    /* ics_told; in time also 3: no clock */
    bool matters[ICS_OPERAND_COUNT];     /* the other way, it could be another outcome */
    ics_operand chief;                   /* the one that the state speaks of: done, exempt, applies … */
    size_t chief_evidence;               /* how many facts, from the first, are the chief's (set by the walk) */
} ics_verdict;

/** Finds the judgement of outcome @p index of a rule. False where the trace does not hold it. */
/** The judgement of another rule's outcome that is asked for: operands, values and what matters. */
bool ics_verdict_of(ics_verdict *verdict, const ics_trace *trace, ics_spot outcome);
bool ics_verdict_find(ics_verdict *verdict, const ics_trace *trace, const ics_run *run, uint32_t rule, uint32_t index);

/**
 * Gathers needs (where the outcome is unknown) and evidence into the explanation, each cell once: those of the chief
 * operand, then the others' in the order of applicability, requirement, exception, limit. Once for what a
 * trace has seen; the escapes of its arenas and of the explanation's must be set.
 */
void ics_walk_outcome(ics_explanation *explanation, ics_trace *trace, ics_verdict *verdict);

#endif
