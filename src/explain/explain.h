/* Why an outcome is what it is: clause, phrases with their values, the facts and where they stand, what is missing. */
#ifndef ICS_EXPLAIN_EXPLAIN_H
#define ICS_EXPLAIN_EXPLAIN_H

#include "vm/run.h"

/** A fact that the outcome rests on. Texts live in the explanation. */
typedef struct ics_evidence {
    const char *path;  /* "ICB[QXU].posts[0].title" */
    const char *value; /* "SEND executive lead"; "absent" where it is said to be absent */
    ics_fact fact;     /* place, source, kind, dates */
    bool is_special;   /* of a record of a special category: it is not shown */
    bool is_event;     /* the day of something that happened */
} ics_evidence;

/** A missing fact that could change the outcome. */
typedef struct ics_need {
    const char *path;      /* "ICB[QXU].posts" */
    const char *attribute; /* "posts" */
    const char *reason;    /* "not mentioned", "list is partial", "outside its dates", "contradicted", "stale" … */
    bool is_special;       /* of a record of a special category: at most its path is shown */
    bool is_inapplicable;  /* said to be not applicable */
    bool is_of_exception;  /* an exception or the lifting of a limit asks for it, not the duty itself */
} ics_need;

struct ics_explanation;
/** Whether a need of a record that is not shown is said by an earlier one: how many records it is of is not told. */
bool ics_need_is_told(const struct ics_explanation *explanation, size_t index);

/** A phrase of the sentence with what it came to; in the order of the text, nested by depth. */
typedef struct ics_phrase {
    ics_span span; /* in the program's sources */
    uint32_t depth;
    const char *text;  /* the phrase as written, white space folded */
    const char *value; /* "yes", "no", "unknown", "2024-05-20", "3 of 4" … */
    bool is_asked;     /* what the rule asks, or forbids */
} ics_phrase;

/** A definition, or a named value, that the rule's sentence uses. */
typedef struct ics_definition_said {
    const char *name;   /* "young person" */
    const char *text;   /* as written: "define young person means pupil where …" */
    const char *clause; /* "Children and Families Act 2014, section 83(2)"; "" where it cites nothing */
} ics_definition_said;

/** The outcome by one combination of readings. */
typedef struct ics_read_outcome {
    const char *reading; /* "the 25th counts" */
    ics_outcome outcome;
} ics_read_outcome;

/** An exception that made an outcome what it is, or that a body had to show and did not. */
typedef struct ics_exception_said {
    const char *says;   /* "exempt", "limit lifted", "not shown" */
    const char *text;   /* its condition as written */
    const char *clause; /* "Special Educational Needs and Disability Regulations 2014, regulation 10"; "" uncited */
} ics_exception_said;

/** One who owed a duty together with others, and is known not to have taken part. */
typedef struct ics_absent {
    const char *type, *code, *name; /* "" where it has none */
    bool is_special;
} ics_absent;

typedef struct ics_explanation {
    ics_arena arena;
    const char *why; /* one plain sentence, no full stop inside quotes lost, ends with none */
    const char
        *due_counted;    /* "20 weeks of 2024-01-01, the first day left out, end on 2024-05-20"; "" without a clock */
    const char *version; /* "version 2 of 3, in force from 2022-01-01, which the day judged decides"; "" where a rule
                            has but one, or none governs */
    bool is_assumed; /* rests on a state without dates whose description is of another day than the day judged, or whose
                        last lawful day is behind */
    bool is_undated_in_time; /* that it was so by its last lawful day rests on facts without dates */
    bool is_on_statement_only;
    bool is_stale, is_contradicted;
    ics_need *needs;
    size_t need_count, need_room;
    ics_evidence *evidence;
    size_t evidence_count, evidence_room;
    ics_absent *absent;
    size_t absent_count, absent_room;
    ics_phrase *phrases;
    size_t phrase_count, phrase_room;
    ics_exception_said *exceptions;
    size_t exception_count, exception_room;
    ics_definition_said *definitions;
    size_t definition_count, definition_room;
    ics_read_outcome *readings; /* where the outcome hangs on readings that nobody chose */
    size_t reading_count, reading_room;
} ics_explanation;

/** How much is told: phrases are for whoever asks of one outcome, and reports of many do not show them. */
typedef enum ics_explained { ICS_EXPLAINED_REASON, ICS_EXPLAINED_PHRASES } ics_explained;

/**
 * Explains outcome @p index of rule @p rule of a run. May be called from several threads.
 *
 * @param[in,out] explanation NULL, or one that is not needed any more, whose memory is used again. Caller owns what it
 *                            is set to: ics_explanation_free(). What it pointed to is gone on failure too (NULL).
 */
ICS_NODISCARD ics_status ics_explain_outcome(ics_explanation **explanation, const ics_run *run, uint32_t rule,
                                             uint32_t index, ics_explained extent, const ics_run_options *options);

#endif
