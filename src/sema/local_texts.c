/*
 * A local text in the place of a national one: whether it may stand there, and how both are versions of one rule, of
 * which the local one governs where its variation holds. Leans on versions and on the proof that a text is stricter.
 */
#include "sema/context.h"

#include <string.h>

static ics_span name_span(const ics_node *node)
{
    return node->text_span.source ? node->text_span : node->span;
}

static bool has_clause(const ics_node *list, ics_node_kind kind, const char *word)
{
    for (uint32_t i = 0; i < ics_node_length(list); i++)
        if (list->child[i] && list->child[i]->kind == kind &&
            (!word || (list->child[i]->word && strcmp(list->child[i]->word, word) == 0)))
            return true;
    return false;
}

/* The error that a local text takes from a national duty: the clause, and both texts. */
static bool refuse(ics_sema *sema, const ics_local_text *text, const ics_rule_meaning *national, bool is_less,
                   const ics_shortfall *shortfall)
{
    const char *clause = "";
    if (national->head.citation_count > 0) {
        const ics_citation *cited = &national->head.citations[0];
        const ics_law *law = &sema->out->laws[cited->source];
        clause = ics_text_of(sema, " by %s%s%s", *law->title ? law->title : law->id, *cited->place ? ", " : "",
                             cited->place);
    }
    ics_diag *diag =
        ics_report(sema->diags, ICS_E0250, shortfall->local,
                   is_less ? "this asks less than the duty of rule %s, which binds%s: %s"
                           : "this cannot be shown to ask as much as the duty of rule %s, which binds%s: %s",
                   text->name, clause, is_less ? shortfall->less : shortfall->perhaps);
    ics_diag_note(sema->diags, diag, shortfall->national, "the national duty");
    ics_diag_help(sema->diags, diag,
                  "a variation takes nothing from a national duty: write a rule of its own, with 'stricter than %s'; "
                  "then both are judged",
                  text->name);
    return false;
}

static bool is_duty(const ics_rule_meaning *rule)
{
    return rule->head.force == ICS_BINDING &&
           (rule->head.modality == ICS_DUTY || rule->head.modality == ICS_PROHIBITION);
}

/* Which rule prevails is said by rules, not by texts in the place of one. */
static bool says_no_precedence(ics_sema *sema, const ics_local_text *text)
{
    const ics_node *tails = ics_slot(text->node, "tails");
    if (!has_clause(tails, ICS_NODE_SUBJECTTO, NULL) && !has_clause(tails, ICS_NODE_DESPITE, NULL))
        return true;
    ics_report(sema->diags, ICS_E0247, name_span(text->node),
               "a text in the place of rule %s cannot say what prevails over it", text->name);
    return false;
}

static bool is_lawful(ics_sema *sema, const ics_node *national_node, const ics_local_text *text,
                      const ics_rule_meaning *local, const ics_rule_meaning *national)
{
    ics_shortfall shortfall;
    if (text->is_fill_in) {
        if (has_clause(ics_slot(national_node, "heads"), ICS_NODE_LOCALLY, NULL)) /* what is asked is its own matter */
            return !is_duty(national) || ics_binds_as_many(local, national, &shortfall) ||
                   refuse(sema, text, national, false, &shortfall);
        ics_diag *diag = ics_report(sema->diags, ICS_E0251, name_span(text->node),
                                    "rule %s leaves nothing to be filled in", text->name);
        ics_diag_note(sema->diags, diag, name_span(national_node), "it does not say 'locally determined'");
        return false;
    }
    const ics_stricter found = ics_compare_strictness(local, national, true, &shortfall);
    if (is_duty(national))
        return found == ICS_AS_STRICT || found == ICS_STRICTER ||
               refuse(sema, text, national, found == ICS_LAXER, &shortfall);
    if (has_clause(ics_slot(text->node, "tails"), ICS_NODE_PROSE, "because"))
        return true;
    ics_diag *diag = ics_report(sema->diags, ICS_E0253, name_span(text->node),
                                "an expectation is replaced for a reason, and none is given");
    ics_diag_help(sema->diags, diag, "write 'because \"…\"' below the sentence");
    return false;
}

/* Its citations are those of the national rule, then its own: the same duty is owed, in other words. */
static void cite_both(ics_sema *sema, ics_rule_meaning *local, const ics_rule_meaning *national)
{
    const ics_rule own = local->head;
    size_t count = 0, room = 0;
    local->head.citations = NULL;
    for (uint32_t i = 0; i < national->head.citation_count; i++)
        ICS_PUSH(sema->arena, local->head.citations, count, room, national->head.citations[i]);
    for (uint32_t i = 0; i < own.citation_count; i++)
        ICS_PUSH(sema->arena, local->head.citations, count, room, own.citations[i]);
    local->head.citation_count = (uint32_t)count;
    local->head.force = national->head.force;
}

/* The version whose force is the strongest, of those the last: a text in their place has no weaker one. */
static const ics_rule_meaning *strongest(const ics_rule_meaning *national, uint32_t count)
{
    const ics_rule_meaning *found = &national[count - 1];
    for (uint32_t i = count - 1; i-- > 0;)
        found = national[i].head.force < found->head.force ? &national[i] : found;
    return found;
}

/* Its days are those of its variation: another text for other days is that of another variation. */
static bool is_one_text(ics_sema *sema, const ics_local_text *text)
{
    const ics_node *versions = ics_slot(text->node, "versions");
    if (ics_node_length(versions) == 0)
        return true;
    ics_diag *diag = ics_report(sema->diags, ICS_E0252, versions->child[0]->span,
                                "a text in the place of rule %s has no versions", text->name);
    ics_diag_help(sema->diags, diag, "write a variation for the days of each");
    return false;
}

static ics_expr *any_governs(ics_sema *sema, const ics_rule_meaning *versions, uint32_t count, size_t gap)
{
    ics_expr *any = NULL;
    for (uint32_t i = 0; i < count; i++) {
        ics_expr *one = gap == SIZE_MAX ? versions[i].ladder.governs : versions[i].gaps[gap].ladder.governs;
        if (!one)
            return NULL;
        any = ics_or(sema, any, one);
    }
    return any;
}

/*
 * A body that was set up after the last lawful day of the local text owes what the national one asks; so the local text
 * governs where the body lives to owe it, or to owe neither. NULL: wherever it owes the one it owes the other.
 */
static ics_expr *lives_to_owe(ics_sema *sema, const ics_rule_meaning *local, const ics_rule_meaning *national)
{
    if (!local->life || ics_lives_as_long(local, national))
        return NULL;
    return national->life ? ics_or(sema, local->life, ics_not(sema, national->life)) : local->life;
}

/* That a national version was not breached; NULL: it forbids nothing with binding force. */
static ics_expr *unbreached(ics_sema *sema, const ics_rule_meaning *national)
{
    const ics_ladder *l = &national->ladder;
    if (national->head.force != ICS_BINDING || national->head.modality != ICS_PROHIBITION || !l->done)
        return NULL;
    ics_expr *truth = l->exempt ? ics_or(sema, l->done, l->exempt) : l->done;
    truth = l->applies ? ics_or(sema, truth, ics_not(sema, l->applies)) : truth;
    return l->governs ? ics_or(sema, truth, ics_not(sema, l->governs)) : truth;
}

/* What the national text forbade on its days stays a breach, also where a local text has come into its place since. */
static void keep_breaches(ics_sema *sema, ics_rule_meaning *local, const ics_rule_meaning *national, uint32_t count)
{
    ics_ladder *l = &local->ladder;
    for (uint32_t i = 0; i < count && local->head.modality == ICS_PROHIBITION; i++) {
        ics_expr *kept = unbreached(sema, &national[i]);
        if (!kept)
            continue;
        l->done = ics_and(sema, l->done, kept);
        local->each_day.kept = ics_and(sema, local->each_day.kept, kept);
        l->in_time = l->in_time ? ics_and(sema, l->in_time, kept) : NULL;
    }
}

static void place(ics_sema *sema, ics_rule_meaning *local, const ics_rule_meaning *national, uint32_t count)
{
    const ics_variation *v = sema->variation;
    ics_expr *day = local->law_day ? local->law_day : ics_make(sema, ICS_EXPR_DAY, local->span, NULL, NULL);
    ics_expr *days = ics_variation_days(sema, v, day);
    local->ladder.governs = ics_and(sema, ics_and(sema, local->scope, days),
                                    ics_and(sema, local->ladder.governs, any_governs(sema, national, count, SIZE_MAX)));
    local->ladder.governs = ics_and(sema, local->ladder.governs, lives_to_owe(sema, local, &national[count - 1]));
    keep_breaches(sema, local, national, count);
    ics_expr *today = ics_make(sema, ICS_EXPR_DAY, local->span, NULL, NULL);
    for (size_t i = 0; i < local->gap_count; i++)
        local->gaps[i].ladder.governs =
            ics_and(sema, ics_and(sema, local->gaps[i].scope, ics_variation_days(sema, v, today)),
                    any_governs(sema, national, count, i));
    local->head.from = v->from;
    local->head.to = v->to;
}

static bool is_about_the_same(ics_sema *sema, const ics_rule_meaning *local, const ics_rule_meaning *national)
{
    if (ics_same_subject(local, national))
        return true;
    ics_diag *diag = ics_report(sema->diags, ICS_E0252, local->span,
                                "this is about another subject than the rule in whose place it stands");
    ics_diag_note(sema->diags, diag, national->span, "the rule");
    return false;
}

static bool resolve_text(ics_sema *sema, const ics_local_text *text, const ics_node *node, const ics_rule_meaning *bare,
                         const ics_rule_meaning *national, uint32_t count, ics_rule_meaning *out)
{
    const uint32_t file = sema->file;
    const bool is_another_way = sema->is_another_way;
    *out = *bare;
    out->head.span = text->node->span;
    sema->file = text->file;
    sema->variation = &sema->variations[text->variation];
    sema->in_place_of = node;
    sema->is_another_way = true; /* what it cites is the national rule's */
    bool is_good = !sema->variation->is_wrong && says_no_precedence(sema, text) && is_one_text(sema, text) &&
                   ics_resolve_version(sema, text->node, NULL, out);
    is_good = is_good && is_about_the_same(sema, out, national);
    for (uint32_t i = 0; i < count && is_good; i++)
        is_good = is_lawful(sema, node, text, out, &national[i]);
    if (is_good) {
        cite_both(sema, out, strongest(national, count));
        place(sema, out, national, count);
    }
    sema->variation = NULL;
    sema->in_place_of = NULL;
    sema->is_another_way = is_another_way;
    sema->file = file;
    return is_good;
}

static size_t texts_of(const ics_sema *sema, const ics_node *node)
{
    size_t count = 0;
    for (size_t i = 0; i < sema->local_text_count; i++)
        count += node->text && ics_key_equal(sema->local_texts[i].name, strlen(sema->local_texts[i].name), node->text,
                                             strlen(node->text));
    return count;
}

/* A number for a version: those of the national text come first. */
static void number(ics_sema *sema, ics_rule_meaning *version, uint32_t value, uint32_t variation)
{
    ics_rule_version *said = ICS_ARENA_NEW(sema->arena, ics_rule_version);
    said->number = value;
    said->variation = variation;
    version->head.versions = said;
}

static void note_departure(ics_sema *sema, const ics_local_text *text, const ics_rule_meaning *local,
                           const ics_rule_meaning *national)
{
    if (sema->is_another_way)
        return;
    const ics_stricter found = text->is_fill_in ? ICS_UNLIKE : ics_compare_strictness(local, national, true, NULL);
    const ics_departure departure = {.variation = text->variation,
                                     .kind = text->is_fill_in ? ICS_FILLS_IN : ICS_REPLACES,
                                     .is_proved = found == ICS_STRICTER || found == ICS_AS_STRICT,
                                     .rule = text->name,
                                     .national = text->name,
                                     .span = local->span,
                                     .national_span = national->span};
    ics_meaning *out = sema->out;
    ICS_PUSH(sema->arena, out->departures, out->departure_count, out->departure_room, departure);
}

bool ics_vary(ics_sema *sema, const ics_node *node, const ics_rule_meaning *bare, ics_rule_meaning *rule)
{
    const size_t texts = texts_of(sema, node);
    if (texts == 0 || sema->variation)
        return true;
    ics_rule_meaning *national =
        rule->version_count > 0 ? rule->versions : ICS_ARENA_NEW(sema->arena, ics_rule_meaning);
    const uint32_t count = rule->version_count > 0 ? rule->version_count : 1;
    uint32_t next = 0, placed = 0;
    if (rule->version_count == 0) {
        *national = *rule;
        number(sema, national, 1, 0);
    }
    for (uint32_t i = 0; i < count; i++)
        next = national[i].head.versions[0].number > next ? national[i].head.versions[0].number : next;
    ics_rule_meaning *all = ICS_ARENA_ARRAY(sema->arena, ics_rule_meaning, texts + count);
    for (size_t i = 0; i < sema->local_text_count; i++) {
        const ics_local_text *text = &sema->local_texts[i];
        if (!ics_key_equal(text->name, strlen(text->name), node->text, strlen(node->text)))
            continue;
        sema->local_texts[i].is_tried = true;
        if (sema->syntax->files[sema->file].pack != sema->variations[text->variation].pack) {
            ics_report(sema->diags, ICS_E0252, name_span(text->node), "rule %s is not one of the pack that is varied",
                       text->name);
            return false;
        }
        ics_rule_meaning *local = &all[placed++];
        if (!resolve_text(sema, text, node, bare, national, count, local))
            return false;
        number(sema, local, ++next, text->variation + 1);
        note_departure(sema, text, local, &national[count - 1]);
    }
    memcpy(all + placed, national, count * sizeof *all);
    rule->versions = all;
    rule->version_count = placed + count;
    rule->part_count = 0; /* letters are those of each text */
    ics_versions_make(sema, rule);
    return true;
}
