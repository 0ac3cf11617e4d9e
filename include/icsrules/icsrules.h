/*
 * icsrules: a compiler and evaluator for policy rules. The whole public C API; everything not declared here is private.
 *
 * Order of work: compile rules (or load a pack) to a program, load data into a dataset for that program, evaluate,
 * read outcomes, explain some of them. Every handle is opaque, owned by the caller, and released by its own _free,
 * which takes NULL. Handles are immutable once made, so threads may share them; a function that makes one leaves its
 * out parameter untouched on failure. The library prints nothing and keeps no global state.
 */
#ifndef ICSRULES_ICSRULES_H
#define ICSRULES_ICSRULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32)
#define ICS_API __declspec(dllexport)
#elif defined(__GNUC__)
#define ICS_API __attribute__((visibility("default")))
#else
#define ICS_API
#endif
#if defined(__GNUC__)
#define ICS_NODISCARD __attribute__((warn_unused_result))
#else
#define ICS_NODISCARD
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** What a call came to. Breached duties are results, not errors: they come with ICS_OK. */
typedef enum ics_status {
    ICS_OK = 0,
    ICS_E_INPUT, /* rules, a pack, data or an argument could not be understood; the diagnostics say where */
    ICS_E_LIMIT, /* a documented bound was passed; the diagnostics name it */
    ICS_E_MODEL, /* program and dataset were made for different models */
    ICS_E_NOMEM, /* memory ran out */
    ICS_E_IO     /* the system refused to read or write */
} ics_status;

typedef struct ics_diags ics_diags;     /* a list of errors, warnings and notes */
typedef struct ics_program ics_program; /* verified bytecode with its model, rules and sources */
typedef struct ics_dataset ics_dataset; /* system descriptions, as columns */
typedef struct ics_run ics_run;         /* the outcomes of one evaluation */

/** The state of one outcome, as `language.md` names them; the words are given by ics_outcome_name(). */
typedef enum ics_outcome {
    ICS_NOT_IN_FORCE = 0,
    ICS_NOT_APPLICABLE,
    ICS_MET,
    ICS_DONE_LATE,
    ICS_NOT_MET,
    ICS_DEPARTED,
    ICS_NOT_YET_DUE,
    ICS_OPEN,
    ICS_EXEMPT,
    ICS_WAIVED,
    ICS_ATTESTED,
    ICS_UNKNOWN,
    ICS_LAW_UNCLEAR,
    ICS_USED,
    ICS_NOT_USED,
    ICS_ANSWERED,
    ICS_UNANSWERED,
    ICS_HOLDS,
    ICS_DOES_NOT_HOLD,
    ICS_CONSIDERED,
    ICS_NOT_CONSIDERED,
    ICS_FOLLOWED,
    ICS_NOT_FOLLOWED,
    ICS_ERROR,
    ICS_OUTCOME_COUNT
} ics_outcome;

/** The words of a state, "not yet due". */
ICS_API const char *ics_outcome_name(ics_outcome outcome);

/** Each takes NULL. */
ICS_API void ics_diags_free(ics_diags *diags);
ICS_API void ics_program_free(ics_program *program);
ICS_API void ics_dataset_free(ics_dataset *dataset);
ICS_API void ics_run_free(ics_run *run);

#ifdef __cplusplus
}
#endif
#endif
