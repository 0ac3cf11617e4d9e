/* The one who owes a duty about a thing that nothing in the model leads from: a name in the report, and no more. */
#include "sema/context.h"

static bool reads_unnamed(const ics_expr *expr)
{
    return expr && (expr->free >> ICS_UNNAMED_BIT & 1);
}

bool ics_debtor_is_unread(ics_sema *sema, const ics_rule_meaning *rule)
{
    const ics_ladder *l = &rule->ladder;
    const ics_expr *read[] = {l->governs, l->stays,     l->applies, l->vacuous, l->done,  l->in_time, l->lifted,
                              l->exempt,  l->due_ahead, l->due,     l->done_on, l->began, rule->about};
    bool is_read = false;
    for (size_t i = 0; i < sizeof read / sizeof *read; i++)
        is_read |= reads_unnamed(read[i]);
    for (uint32_t i = 0; i < rule->part_count; i++)
        is_read |= reads_unnamed(rule->parts[i].done) || reads_unnamed(rule->parts[i].in_time);
    if (!is_read)
        return true;
    ics_diag *diag = ics_report(sema->diags, ICS_E0114, rule->span,
                                "nothing leads from %s to the %s of which something is read here",
                                ics_entity_name(sema, rule->root->entity), rule->head.owed_by);
    ics_diag_help(sema->diags, diag, "give %s an attribute that names its %s",
                  ics_entity_name(sema, rule->root->entity), rule->head.owed_by);
    return false;
}
