/* What the grammar's actions call: each builds one node, from tokens and nodes. Leans on the tree. */
#ifndef ICS_SYNTAX_BUILD_H
#define ICS_SYNTAX_BUILD_H

#include "syntax/parse.h"

/** A condition joined by `and` or `or`, while it is not known which: the two are not mixed without brackets. */
typedef struct ics_logic {
    ics_node *node;
    int join;      /* ICS_NODE_AND, ICS_NODE_OR, or 0 for a single condition */
    ics_span word; /* the first `and` or `or` */
} ics_logic;

/** `all of`, `at least 2 of` before letters. */
typedef struct ics_listq {
    const char *word;
    ics_node *count;
    ics_span span;
} ics_listq;

/** From the first to the last of n places that are not empty. rhs[0] is the place before. */
ics_span ics_span_join(const ics_span *rhs, int n);
ics_span ics_span_of(ics_span first, ics_span last);

/** A node with those children: as many as the kind has slots; those not named are filled in later. */
ics_node *ics_ast_make(ics_parse_context *ctx, ics_node_kind kind, ics_span span, ics_node *const *children,
                       size_t count);
ics_node *ics_ast_named(ics_node *node, const ics_token *token);
ics_node *ics_ast_worded(ics_node *node, const char *word);
ics_node *ics_ast_negated(ics_node *node, bool negated);
ics_node *ics_ast_numbered(ics_node *node, const ics_token *number);
ics_node *ics_ast_measured(ics_node *node, const ics_token *number, const ics_token *unit);
ics_node *ics_ast_on_day(ics_node *node, const ics_token *date);

ics_node *ics_ast_list(ics_parse_context *ctx, ics_span span);
/** Appends to a list, or to a new LIST where @p list is NULL. */
ics_node *ics_ast_append(ics_parse_context *ctx, ics_node *list, ics_node *item);

/* -- values */
ics_node *ics_ast_day_node(ics_parse_context *ctx, ics_node_kind kind, ics_span span, const ics_token *date);
ics_node *ics_ast_date(ics_parse_context *ctx, ics_span span, const ics_token *date);
/** NUMBER; SPAN where the unit is of time. @p unit may be NULL. */
ics_node *ics_ast_number(ics_parse_context *ctx, ics_span span, const ics_token *number, const ics_token *unit);
ics_node *ics_ast_money(ics_parse_context *ctx, ics_span span, const ics_token *money);
ics_node *ics_ast_percent(ics_parse_context *ctx, ics_span span, const ics_token *percent, ics_node *of);
ics_node *ics_ast_minus(ics_node *number);
ics_node *ics_ast_yes_no(ics_parse_context *ctx, ics_span span, const char *word);

/* -- noun phrases */
ics_node *ics_ast_path(ics_parse_context *ctx, ics_span span, ics_node *step);
ics_node *ics_ast_of(ics_parse_context *ctx, ics_node *path, ics_node *of);
ics_node *ics_ast_possessed(ics_parse_context *ctx, ics_span span, ics_node *owner, ics_node *step);
ics_node *ics_ast_each(ics_parse_context *ctx, ics_span span, const ics_token *word, ics_node *path, ics_node *name);
ics_node *ics_ast_pair(ics_parse_context *ctx, ics_span span, ics_node *each, ics_node *by, ics_node *with);
ics_node *ics_ast_joint(ics_parse_context *ctx, ics_span span, ics_node *first);
ics_node *ics_ast_quantify(ics_node *quant, ics_span span, ics_node *noun, ics_node *part);
ics_node *ics_ast_narrow(ics_node *aggregate, ics_span span, ics_node *where);

/* -- conditions and lettered lists */
ics_logic ics_ast_join_logic(ics_parse_context *ctx, ics_logic left, const ics_token *word, ics_node *right, int join);
ics_node *ics_ast_compare(ics_parse_context *ctx, ics_span span, ics_node *left, ics_node *compare);
ics_node *ics_ast_compare_letters(ics_parse_context *ctx, ics_span span, ics_node *left, ics_node *letters,
                                  const char *word);
/** `(b) not met`, of an expectation. */
ics_node *ics_ast_expected_part(ics_parse_context *ctx, const ics_token *letter, const ics_token *state);
/** One more letter of a list; @p list is NULL for the first. */
ics_node *ics_ast_letter(ics_parse_context *ctx, ics_span span, ics_node *list, const ics_token *letter,
                         ics_node *body);
/** Closes a lettered list: checks its order and its words. @p opened is NULL where nothing like `all of` opens it. */
ics_node *ics_ast_letters(ics_parse_context *ctx, ics_node *list, const ics_listq *opened);

/* -- declarations */
ics_node *ics_ast_bare(ics_parse_context *ctx, ics_span span, ics_node *sentence, ics_node *tails);
ics_node *ics_ast_rule(ics_parse_context *ctx, ics_span span, const ics_token *id, ics_node *title, ics_node *heads,
                       ics_node *body);
ics_node *ics_ast_sentence(ics_parse_context *ctx, ics_span span, ics_node *when, ics_node *subject,
                           const ics_token *modal, const ics_token *share, ics_node *requirement, ics_node *limits);
ics_node *ics_ast_tail(ics_parse_context *ctx, ics_node *tails, ics_node *tail);
ics_node *ics_ast_period(ics_parse_context *ctx, ics_span span, ics_node *inforce, ics_node *from, ics_node *to);
ics_node *ics_ast_place(ics_parse_context *ctx, ics_span span, ics_node *place, const ics_token *word,
                        const ics_token *label);
ics_node *ics_ast_attribute(ics_parse_context *ctx, ics_span span, const ics_token *name, ics_node *type,
                            ics_node *mods);
ics_node *ics_ast_record(ics_parse_context *ctx, ics_span span, ics_node *pairs);

#endif
