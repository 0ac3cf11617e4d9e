/* What can be slipped in a rule: found on its tree. Leans on syntax, whose parser bounds how deep that is. */
#include "trial/mutant.h"

#include "base/date.h"

#include <stdio.h>
#include <string.h>

enum { WORDS_ROOM = 70 };

typedef struct maker {
    ics_mutants *out;
    ics_arena *arena;
    const ics_node *rule;
    const ics_diags *diags;
    bool with_strength;
} maker;

/* ---- words */

const char *ics_mutant_words(ics_arena *arena, const ics_diags *diags, ics_span span)
{
    size_t size;
    const char *text = ics_diags_source_text(diags, span.source, &size);
    char *out = ics_arena_alloc(arena, WORDS_ROOM + 8, 1);
    size_t length = 0;
    for (size_t at = span.start; at < span.end && at < size; at++) {
        const bool is_space = strchr(" \t\r\n", text[at]) != NULL;
        const bool begins = ((unsigned char)text[at] & 0xC0) != 0x80;
        if (length >= WORDS_ROOM && begins) {
            memcpy(out + length, "...", 4);
            return out;
        }
        if (!is_space)
            out[length++] = text[at];
        else if (length > 0 && out[length - 1] != ' ')
            out[length++] = ' ';
    }
    return out;
}

static const char *number_words(maker *m, const ics_node *node, ics_decimal number)
{
    char digits[32], text[64];
    if (node->kind == ICS_NODE_PERCENT) {
        ics_decimal percent;
        if (!ics_decimal_mul(number, 100 * ICS_DECIMAL_ONE, &percent))
            return "another share";
        ics_decimal_format(percent, digits);
        snprintf(text, sizeof text, "%s%%", digits);
    } else {
        ics_decimal_format(number, digits);
        snprintf(text, sizeof text, "%s%s", node->kind == ICS_NODE_MONEY ? "\xC2\xA3" : "", digits);
    }
    return ics_arena_text(m->arena, text, strlen(text));
}

static const char *day_words(maker *m, int32_t day)
{
    char text[32];
    ics_date_format(day, day, text);
    return ics_arena_text(m->arena, text, strlen(text));
}

/* ---- one mutant */

static void add(maker *m, ics_node *node, ics_node after, ics_span place, const char *was, const char *is)
{
    const ics_mutant mutant = {node, *node, after, m->rule, place, was, is};
    ICS_PUSH(m->arena, m->out->items, m->out->count, m->out->room, mutant);
}

static void change_word(maker *m, ics_node *node, const char *word)
{
    ics_node after = *node;
    after.word = word;
    add(m, node, after, node->span, node->word, word);
}

ics_mutant ics_mutant_without(ics_arena *arena, ics_node *list, uint32_t item, const ics_node *rule,
                              const ics_diags *diags)
{
    ics_node after = *list;
    after.child = ICS_ARENA_ARRAY(arena, ics_node *, list->child_count + 1);
    after.child_count = after.child_room = 0;
    for (uint32_t i = 0; i < list->child_count; i++)
        if (i != item)
            after.child[after.child_count++] = list->child[i];
    after.child_room = after.child_count;
    ics_span place = list->child[item]->span;
    if (list->child[item]->kind == ICS_NODE_LETTER)
        place.start = list->child[item]->text_span.start; /* without the `and` before it */
    return (ics_mutant){list, *list, after, rule, place, ics_mutant_words(arena, diags, place), NULL};
}

/* 1 is 1: in every frame, and never unknown. */
ics_mutant ics_mutant_always(ics_arena *arena, ics_node *node, uint32_t slot, const ics_node *rule)
{
    const ics_span place = node->child[slot]->span;
    ics_node *always = ICS_ARENA_NEW(arena, ics_node);
    *always =
        (ics_node){.kind = ICS_NODE_COMPARE, .span = place, .word = "at least", .child_count = 3, .child_room = 3};
    always->child = ICS_ARENA_ARRAY(arena, ics_node *, 3);
    for (int i = 0; i < 2; i++) {
        always->child[i] = ICS_ARENA_NEW(arena, ics_node);
        *always->child[i] =
            (ics_node){.kind = ICS_NODE_NUMBER, .span = place, .number = ICS_DECIMAL_ONE, .has_number = true};
    }
    ics_node after = *node;
    after.child = ICS_ARENA_ARRAY(arena, ics_node *, node->child_count);
    memcpy(after.child, node->child, node->child_count * sizeof(ics_node *));
    after.child[slot] = always;
    return (ics_mutant){node, *node, after, rule, place, NULL, NULL};
}

/* ---- what each kind of node can slip to */

static void slip_number(maker *m, ics_node *node)
{
    const ics_decimal one = node->kind == ICS_NODE_PERCENT ? ICS_DECIMAL_ONE / 100 : ICS_DECIMAL_ONE;
    for (int sign = -1; sign <= 1; sign += 2) {
        ics_node after = *node;
        if (!ics_decimal_add(node->number, sign * one, &after.number) || after.number < 0)
            continue;
        add(m, node, after, node->span, number_words(m, node, node->number), number_words(m, node, after.number));
    }
}

static void slip_date(maker *m, ics_node *node)
{
    if (node->first_day != node->last_day)
        return; /* a month has no day beside it */
    for (int sign = -1; sign <= 1; sign += 2) {
        ics_node after = *node;
        after.first_day = after.last_day = node->first_day + sign;
        add(m, node, after, node->span, day_words(m, node->first_day), day_words(m, after.first_day));
    }
}

/* Pairs of words of which one slips to the other. */
static const struct pair {
    const char *word, *other;
} strengths[] = {{"must", "should"},
                 {"should", "must"},
                 {"must not", "should not"},
                 {"should not", "must not"},
                 {"should consider", "should"},
                 {"is encouraged to", "should"},
                 {"may", "must"},
                 {"need not", "must"}},
  senses[] = {{"must", "must not"}, {"must not", "must"}, {"should", "should not"}, {"should not", "should"}},
  comparisons[] = {{"at least", "less than"},       {"less than", "at least"}, {"at most", "more than"},
                   {"more than", "at most"},        {"before", "on or after"}, {"on or after", "before"},
                   {"after", "on or before"},       {"on or before", "after"}, {"includes all", "includes any"},
                   {"includes any", "includes all"}},
  quantifiers[] = {{"every", "some"},        {"some", "every"}, {"at least", "less than"},
                   {"at most", "more than"}, {"all", "any"},    {"any", "all"}};

static const char *other_of(const struct pair *pairs, size_t count, const char *word)
{
    for (size_t i = 0; i < count && word; i++)
        if (strcmp(pairs[i].word, word) == 0)
            return pairs[i].other;
    return NULL;
}
#define OTHER_OF(pairs, word) other_of(pairs, sizeof(pairs) / sizeof *(pairs), word)

static void slip_modality(maker *m, ics_node *sentence)
{
    const char *words[] = {m->with_strength || !OTHER_OF(senses, sentence->text) ? OTHER_OF(strengths, sentence->text)
                                                                                 : NULL,
                           OTHER_OF(senses, sentence->text)};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        ics_node after = *sentence;
        after.text = words[i];
        if (words[i])
            add(m, sentence, after, sentence->text_span, sentence->text, words[i]);
    }
}

static void slip_comparison(maker *m, ics_node *compare)
{
    const char *other = OTHER_OF(comparisons, compare->word);
    if (other && compare->child[1] && compare->child[1]->kind == ICS_NODE_LETTERS)
        return; /* the list's own word slips */
    if (other) {
        change_word(m, compare, other);
    } else if (compare->child[0] && compare->word && strncmp(compare->word, "includes", 8) != 0 &&
               strcmp(compare->word, "overlaps") != 0) {
        ics_node after = *compare;
        after.negated = !compare->negated;
        add(m, compare, after, compare->span, ics_mutant_words(m->arena, m->diags, compare->span),
            compare->negated ? "the same without `not`" : "the same with `not`");
    }
}

static void slip_logic(maker *m, ics_node *logic)
{
    ics_node after = *logic;
    const bool is_and = logic->kind == ICS_NODE_AND;
    after.kind = is_and ? ICS_NODE_OR : ICS_NODE_AND;
    add(m, logic, after, logic->span, is_and ? "and" : "or", is_and ? "or" : "and");
}

static void leave_out(maker *m, ics_node *list)
{
    for (uint32_t i = 0; i < list->child_count; i++) {
        const ics_node_kind kind = list->child[i]->kind;
        const bool is_letter = kind == ICS_NODE_LETTER && list->child_count > 1;
        if (!is_letter && kind != ICS_NODE_UNLESS && kind != ICS_NODE_LIFTED && kind != ICS_NODE_EXCEPT)
            continue;
        const ics_mutant mutant = ics_mutant_without(m->arena, list, i, m->rule, m->diags);
        ICS_PUSH(m->arena, m->out->items, m->out->count, m->out->room, mutant);
    }
}

static void slip_word(maker *m, ics_node *node)
{
    const char *other = OTHER_OF(quantifiers, node->word);
    if (other)
        change_word(m, node, other);
}

static void slip(maker *m, ics_node *node)
{
    switch (node->kind) {
    case ICS_NODE_NUMBER:
    case ICS_NODE_MONEY:
    case ICS_NODE_PERCENT:
    case ICS_NODE_SPAN:
    case ICS_NODE_WITHIN:
    case ICS_NODE_NOTLATER:
    case ICS_NODE_ALLOW:
        slip_number(m, node);
        break;
    case ICS_NODE_DATE:
        slip_date(m, node);
        break;
    case ICS_NODE_SENTENCE:
        slip_modality(m, node);
        break;
    case ICS_NODE_COMPARE:
        slip_comparison(m, node);
        break;
    case ICS_NODE_AND:
    case ICS_NODE_OR:
        slip_logic(m, node);
        break;
    case ICS_NODE_LIST:
        leave_out(m, node);
        break;
    case ICS_NODE_QUANT:
    case ICS_NODE_LETTERS:
        slip_word(m, node);
        break;
    default:
        break;
    }
}

static void walk(maker *m, ics_node *node)
{
    slip(m, node);
    for (uint32_t i = 0; i < node->child_count; i++)
        if (node->child[i])
            walk(m, node->child[i]);
}

void ics_mutants_of_rule(ics_mutants *out, ics_arena *arena, ics_node *rule, bool with_strength, const ics_diags *diags)
{
    maker m = {out, arena, rule, diags, with_strength};
    walk(&m, rule);
}
