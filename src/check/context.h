/* What the checks share: the declarations by name, each sentence with the clauses around it, and walks over the tree.
 */
#ifndef ICS_CHECK_CONTEXT_H
#define ICS_CHECK_CONTEXT_H

#include "check/check.h"
#include "format/format.h"

/** Nodes by a name, whatever its case; several may have one name. */
typedef struct ics_entry ics_entry;
struct ics_entry {
    const char *name;
    const ics_node *node;
    uint32_t file;
    uint32_t id;           /* of the meaning, where the index says so; else ICS_NONE */
    const ics_entry *next; /* of the same slot */
};

typedef struct ics_index {
    ics_entry **slots;
    size_t slot_count, count;
} ics_index;

enum { ICS_CLAUSE_LISTS = 4 };

/** A sentence with all that is said around it: a rule, or one version of a rule. */
typedef struct ics_body {
    const ics_node *rule;      /* RULE, FILLIN */
    const ics_node *version;   /* or NULL */
    const ics_node *variation; /* that it is local to; or NULL */
    const ics_node *sentence;  /* SENTENCE */
    const ics_node *clauses[ICS_CLAUSE_LISTS];
    size_t list_count;
    const ics_rule_meaning *meaning; /* NULL where the rule has several versions, or none was made of it */
    uint32_t file;
} ics_body;

typedef struct ics_checker {
    ics_arena *arena;
    ics_diags *diags;
    const ics_syntax *syntax;
    const ics_meaning *meaning;
    ics_index sources, laws, verbs, attributes, rules; /* of all files */
    ics_index cited;                                   /* ids of sources that rules of the user's own files cite */
    ics_body *bodies;                                  /* of all files, in their order */
    size_t body_count, body_room;
    uint32_t file; /* at hand; always one of the user's own */
} ics_checker;

/* -- index.c */
void ics_index_make(ics_index *index, ics_arena *arena, size_t room);
void ics_index_add(ics_index *index, ics_arena *arena, const char *name, const ics_node *node, uint32_t file,
                   uint32_t id);
/** The first entry of that name, then the next; NULL: no more. */
const ics_entry *ics_index_first(const ics_index *index, const char *name);
const ics_entry *ics_index_next(const ics_entry *entry);
/** Fills sources, verbs, attributes, rules and bodies. */
void ics_checker_gather(ics_checker *c);

/* -- tree.c */
/** The child in the slot; NULL where it is empty or the kind has no such slot. */
const ics_node *ics_part_of(const ics_node *node, const char *slot);
/** Trees that say the same (ics_format_same) have equal hashes. */
uint64_t ics_node_hash(const ics_node *node);
/** Calls fn for the node and all below it, from the top; what lies below a node for which fn gives false is left out.
 */
typedef bool ics_visit(ics_checker *c, const ics_node *node, void *context);
void ics_nodes_visit(ics_checker *c, const ics_node *node, ics_visit *visit, void *context);
/** The clauses around a sentence, one by one from 0; NULL: no more. */
const ics_node *ics_clause_at(const ics_body *body, size_t index);
/** The first clause of a kind, or NULL. */
const ics_node *ics_clause_of(const ics_body *body, ics_node_kind kind);
/** Where a declaration's name stands, else the whole of it. */
ics_span ics_name_span(const ics_node *node);
const char *ics_text(const ics_node *node); /* "" for none */
bool ics_says(const ics_node *node, const char *word);
/** The first and last day of all `in force` of a body, what is spent without end; false where it gives no start. */
bool ics_days_of(const ics_body *body, int32_t *from, int32_t *to);
/** Whether the body's modality is one of duty: must, shall. */
bool ics_is_duty(const ics_body *body);
/** The source as sema knows it; NULL for none. */
const ics_law *ics_law_named(const ics_checker *c, const char *name);
/** The force of what a body cites; that of a rule of one's own where it cites nothing. */
ics_force ics_force_of(const ics_checker *c, const ics_body *body);
/** The words as they stand in the text. @return NULL where the span is none. */
const char *ics_words_at(const ics_checker *c, ics_span span, size_t *size);

/* -- mend.c: fixes; each leaves a message without one where the text between would lose a comment */
void ics_mend(ics_checker *c, ics_diag *diag, ics_span span, const char *text);
/** Takes out what stands alone on its lines, with them; else the span and the blanks before it. */
void ics_mend_out(ics_checker *c, ics_diag *diag, ics_span span);
/** Takes out the second of two neighbours with what joins them, where that is a comma, `and` or `or` alone. */
void ics_mend_joined(ics_checker *c, ics_diag *diag, ics_span before, ics_span out);

/* -- the checks: of one body, one declaration, one file, or all */
void ics_check_source(ics_checker *c, const ics_node *source);
void ics_check_source_titles(ics_checker *c);
void ics_check_citations(ics_checker *c, const ics_body *body);
void ics_check_heading(ics_checker *c, const ics_body *body);
void ics_check_titles(ics_checker *c);
void ics_check_versions(ics_checker *c, const ics_node *rule);
void ics_check_days(ics_checker *c, const ics_body *body);
void ics_check_variation(ics_checker *c, const ics_node *variation);
void ics_check_clock(ics_checker *c, const ics_body *body);
void ics_check_lengths(ics_checker *c, const ics_node *declaration);
void ics_check_bounds(ics_checker *c, const ics_node *declaration);
void ics_check_conditions(ics_checker *c, const ics_node *declaration);
void ics_check_applicability(ics_checker *c, const ics_body *body);
void ics_check_letters(ics_checker *c, const ics_node *declaration);
void ics_check_proof(ics_checker *c, const ics_body *body);
void ics_check_exceptions(ics_checker *c, const ics_body *body);
void ics_check_yields(ics_checker *c, const ics_body *body);
void ics_check_pairs(ics_checker *c);
void ics_check_readings(ics_checker *c);
void ics_check_words(ics_checker *c, const ics_node *declaration);
void ics_check_names(ics_checker *c);
void ics_check_unused(ics_checker *c);
void ics_check_verb(ics_checker *c, const ics_node *verb);
void ics_check_comments(ics_checker *c);
void ics_check_uses(ics_checker *c);
void ics_check_trial(ics_checker *c, const ics_node *test);

/* -- bounds.c: what a comparison lets through */
typedef struct ics_bounds {
    const ics_node *left; /* of what; equal trees are of one thing */
    int64_t low, high;    /* millionths, or days; INT64_MIN and INT64_MAX: open */
    const ics_node *is;   /* one name or literal instead of a stretch of numbers */
    const char *clause;   /* a yes/no attribute by its verb */
    bool negated;         /* is not; the clause with not */
} ics_bounds;
/** What a COMPARE or FACT asks, where it asks it of a single value; false for all else. */
bool ics_bounds_of(const ics_checker *c, const ics_node *condition, ics_bounds *out);
/** Whether no value passes both. */
bool ics_bounds_clash(const ics_bounds *a, const ics_bounds *b);

#endif
