/* Declarations and their heads and tails, as they are built. Leans on build. */
#include "syntax/build.h"

#include <stdio.h>
#include <string.h>

ics_node *ics_ast_bare(ics_parse_context *ctx, ics_span span, ics_node *sentence, ics_node *tails)
{
    return ics_ast_make(ctx, ICS_NODE_RULE, span, (ics_node *[]){NULL, ics_ast_list(ctx, span), sentence, tails, NULL},
                        5);
}

ics_node *ics_ast_rule(ics_parse_context *ctx, ics_span span, const ics_token *id, ics_node *title, ics_node *heads,
                       ics_node *body)
{
    ics_node *children[] = {title, heads, body->child[2], body->child[3], body->child[4]};
    return ics_ast_named(ics_ast_make(ctx, ICS_NODE_RULE, span, children, 5), id);
}

/* `should consider publishing`: the form in -ing follows that modality alone. */
static void check_doing(ics_parse_context *ctx, ics_node *requirement, const ics_token *modal)
{
    if (requirement->kind != ICS_NODE_DO || !requirement->word)
        return;
    requirement->word = NULL;
    if (strcmp(modal->text, "should consider") == 0)
        return;
    ics_diag *diag = ics_report(ctx->diags, ICS_E0100, requirement->text_span,
                                "the form of the verb in -ing follows 'should consider' alone, not '%s'", modal->text);
    ics_diag_help(ctx->diags, diag, "write '%s %s'", modal->text, requirement->text);
}

ics_node *ics_ast_sentence(ics_parse_context *ctx, ics_span span, ics_node *when, ics_node *subject,
                           const ics_token *modal, const ics_token *share, ics_node *requirement, ics_node *limits)
{
    check_doing(ctx, requirement, modal);
    ics_node *node = ics_ast_make(ctx, ICS_NODE_SENTENCE, span, (ics_node *[]){when, subject, requirement, limits}, 4);
    node->word = share ? share->text : NULL;
    return ics_ast_named(node, modal);
}

/* What belongs to the exception before it, by rule 11 of the language: its citation, its dates, its own finding. */
static bool belongs_to_exception(const ics_node *tail)
{
    return tail->kind == ICS_NODE_CITES || tail->kind == ICS_NODE_INFORCE || tail->kind == ICS_NODE_GOVERNS ||
           tail->kind == ICS_NODE_OWNFINDING;
}

/* The slot of an exception's node that holds its heads. */
static ics_node **heads_of(ics_node *exception)
{
    return &exception->child[1];
}

static void raise_depth(ics_node *node, uint16_t depth)
{
    if (node->depth < depth)
        node->depth = depth;
}

/* Appends to a list in a slot of a node that stands in the tails already; all stays far below the limit of depth. */
static void add_to(ics_parse_context *ctx, ics_node *tails, ics_node *holder, ics_node **slot, ics_node *item)
{
    *slot = ics_ast_append(ctx, *slot, item);
    holder->span.end = item->span.end;
    raise_depth(holder, (uint16_t)((*slot)->depth + 1));
    raise_depth(tails, (uint16_t)(holder->depth + 1));
}

static void report_stray(ics_parse_context *ctx, const ics_node *tail)
{
    const char *what = tail->kind == ICS_NODE_CITES    ? "cites"
                       : tail->kind == ICS_NODE_EXCEPT ? "except where"
                                                       : "in force from";
    if (tail->kind == ICS_NODE_GOVERNS)
        what = "governs";
    ics_diag *diag = ics_report(ctx->diags, ICS_E0100, tail->span,
                                "'%s' after the sentence belongs to an exception, and there is none", what);
    if (tail->kind == ICS_NODE_EXCEPT)
        ics_diag_help(ctx->diags, diag, "an exception begins with 'unless'; 'except where' is an exception to it");
    else
        ics_diag_help(ctx->diags, diag, "put what belongs to the rule before its sentence");
}

ics_node *ics_ast_tail(ics_parse_context *ctx, ics_node *tails, ics_node *tail)
{
    ics_node *last = tails->child_count ? tails->child[tails->child_count - 1] : NULL;
    const bool is_exception = last && (last->kind == ICS_NODE_UNLESS || last->kind == ICS_NODE_LIFTED);
    if (tail->kind == ICS_NODE_EXCEPT) {
        if (last && last->kind == ICS_NODE_UNLESS)
            add_to(ctx, tails, last, &last->child[2], tail);
        else
            report_stray(ctx, tail);
        return tails;
    }
    if (!belongs_to_exception(tail) || (tail->kind == ICS_NODE_OWNFINDING && !is_exception))
        return ics_ast_append(ctx, tails, tail);
    if (!is_exception) {
        report_stray(ctx, tail);
        return tails;
    }
    ics_node *exceptions = last->kind == ICS_NODE_UNLESS ? last->child[2] : NULL;
    ics_node *holder = exceptions ? exceptions->child[exceptions->child_count - 1] : last;
    add_to(ctx, tails, holder, heads_of(holder), tail);
    if (holder != last) {
        last->span.end = tail->span.end;
        raise_depth(last, (uint16_t)(holder->depth + 2));
        raise_depth(tails, (uint16_t)(last->depth + 1));
    }
    tails->span.end = tail->span.end;
    return tails;
}

ics_node *ics_ast_period(ics_parse_context *ctx, ics_span span, ics_node *inforce, ics_node *from, ics_node *to)
{
    if (!inforce)
        inforce = ics_ast_make(ctx, ICS_NODE_INFORCE, span, NULL, 0);
    const ics_span own = to ? ics_span_of(from->span, to->span) : from->span;
    ics_ast_append(ctx, inforce, ics_ast_make(ctx, ICS_NODE_PERIOD, own, (ics_node *[]){from, to}, 2));
    inforce->span = span;
    return inforce;
}

ics_node *ics_ast_place(ics_parse_context *ctx, ics_span span, ics_node *place, const ics_token *word,
                        const ics_token *label)
{
    if (!place)
        place = ics_ast_make(ctx, ICS_NODE_PLACE, span, NULL, 0);
    ics_node *node = ics_ast_named(ics_ast_make(ctx, ICS_NODE_LABEL, span, NULL, 0), label);
    node->word = word->text;
    return ics_ast_append(ctx, place, node);
}

/* "unique, personal" from the marks after a type, in the order given; NULL where there is none. */
static const char *marks(ics_parse_context *ctx, const ics_node *mods)
{
    char text[64] = "";
    size_t length = 0;
    for (uint32_t i = 0; i < ics_node_length(mods); i++) {
        const char *mark = mods->child[i]->word;
        if (!mark || strstr(text, mark))
            continue; /* said twice is said; the three there are fit */
        length += (size_t)snprintf(text + length, sizeof text - length, "%s%s", length ? ", " : "", mark);
    }
    return *text ? ics_arena_text(ctx->arena, text, strlen(text)) : NULL;
}

ics_node *ics_ast_attribute(ics_parse_context *ctx, ics_span span, const ics_token *name, ics_node *type,
                            ics_node *mods)
{
    ics_node *inverse = NULL;
    for (uint32_t i = 0; i < ics_node_length(mods); i++)
        if (mods->child[i]->kind == ICS_NODE_TERM)
            inverse = mods->child[i];
    ics_node *node = ics_ast_named(ics_ast_make(ctx, ICS_NODE_ATTRIBUTE, span, (ics_node *[]){type, inverse}, 2), name);
    node->word = marks(ctx, mods);
    node->help = name->help;
    node->negated = name->flag; /* the joiner knows clauses by their verb */
    return node;
}

ics_node *ics_ast_record(ics_parse_context *ctx, ics_span span, ics_node *pairs)
{
    ics_node *record = ics_ast_make(ctx, ICS_NODE_RECORD, span, NULL, 0);
    for (uint32_t i = 0; i < ics_node_length(pairs); i++)
        ics_ast_append(ctx, record, pairs->child[i]);
    record->span = span;
    return record;
}
