/*
 * Questions (docs/decisions.md, 43): what each system has to settle, who sees to it and by when. A fact answers where
 * it is there.
 */
#include "sema/context.h"

#include <string.h>

static const char *text_of(const ics_node *node)
{
    return node && node->text ? node->text : "";
}

static const char *path_text(ics_sema *sema, const ics_node *path)
{
    const char *text = "";
    for (uint32_t i = 0; path && i < path->child_count; i++)
        text = ics_text_of(sema, "%s%s%s", text, i ? " of " : "", text_of(path->child[i]));
    return text;
}

/* A term of the vocabulary that is nobody's attribute: its answers stand in a register. */
static bool is_term(const ics_sema *sema, const ics_node *path)
{
    const char *name = path && path->child_count > 0 ? text_of(path->child[0]) : "";
    for (uint32_t i = 0; i < sema->model->attribute_count; i++)
        if (ics_same_name(sema->model->attributes[i].name, name))
            return false;
    return ics_named_find(sema->terms, sema->term_count, name) != NULL;
}

static void set_owner(ics_sema *sema, ics_rule_meaning *rule, const ics_node *node)
{
    const ics_node *owner = ics_slot(node, "owner"), *review = ics_slot(node, "review");
    rule->head.owner = path_text(sema, owner);
    if (owner && *rule->head.owner && ics_role_named(sema, rule->head.owner) == ICS_NONE &&
        ics_entity_named(sema, rule->head.owner) == ICS_NONE) {
        ics_diag *diag = ics_report(sema->diags, ICS_E0243, owner->span, "'%s' is no role: nobody owns the question",
                                    rule->head.owner);
        const char *near =
            ics_nearest(rule->head.owner, strlen(rule->head.owner), sema->model->roles, sema->model->role_count);
        if (near)
            ics_diag_help(sema->diags, diag, "did you mean '%s'?", near);
    }
    if (review)
        rule->head.review_by = review->last_day;
}

/* `asks TERM of each S`: S is the subject, and the register says whether the question is answered for it. */
static ics_expr *in_register(ics_sema *sema, ics_rule_meaning *rule, const ics_node *applies, const ics_node *path,
                             ics_subject *subject)
{
    if (path->child_count < 2) {
        ics_diag *diag = ics_report(sema->diags, ICS_E0243, path->span, "a question asks for one fact of each");
        ics_diag_help(sema->diags, diag, "write 'asks %s of each …'", text_of(path->child[0]));
        return ics_wrong(sema, path->span);
    }
    ics_named_find(sema->terms, sema->term_count, text_of(path->child[0]))->is_used = true;
    ics_node *asked = ICS_ARENA_NEW(sema->arena, ics_node);
    *asked = *path;
    asked->child++;
    asked->child_count--;
    ics_subject_of_sentence(sema, rule, applies, asked, subject);
    if (subject->is_wrong)
        return ics_wrong(sema, path->span);
    return ics_make(sema, ICS_EXPR_ANSWERED, path->span, subject->scope.row, NULL);
}

ics_expr *ics_question_asks(ics_sema *sema, ics_rule_meaning *rule, const ics_node *node, const ics_node *applies,
                            ics_subject *subject)
{
    const ics_node *asks = ics_slot(node, "asks");
    const ics_node *path = asks && asks->kind == ICS_NODE_NP ? ics_slot(asks, "path") : asks;
    rule->head.modality = ICS_QUESTION;
    rule->head.modality_word = "asks";
    rule->head.statement = ICS_QUESTION_ASKED;
    set_owner(sema, rule, node);
    *subject = (ics_subject){.is_wrong = true};
    if (is_term(sema, path))
        return in_register(sema, rule, applies, path, subject);
    ics_subject_of_sentence(sema, rule, applies, asks, subject);
    if (subject->is_wrong)
        return ics_wrong(sema, node->span);
    ics_expr *value = subject->who.value;
    if (subject->who.ranges.count > 0 || value->kind == ICS_EXPR_ROW) {
        ics_diag *diag = ics_report(sema->diags, ICS_E0243, asks->span, "a question asks for one fact of each");
        ics_diag_help(sema->diags, diag, "write 'asks ATTRIBUTE of each …'");
        return ics_wrong(sema, asks->span);
    }
    subject->about = NULL; /* the fact that is asked for is no subject */
    if (value->shape.sort == ICS_SORT_LIST)
        return ics_is_there(sema, value, subject->scope.depth + 1, asks->span);
    return ics_make(sema, ICS_EXPR_PRESENT, asks->span, value, NULL);
}
