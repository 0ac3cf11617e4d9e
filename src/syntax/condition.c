/* Conditions as they are built: `and` and `or` apart, comparisons, lettered lists in order. Leans on build. */
#include "syntax/build.h"

#include <stdlib.h>
#include <string.h>

static void report_mixed(ics_parse_context *ctx, const ics_logic *left, const ics_token *word, int join)
{
    const bool is_and = join == ICS_NODE_AND;
    ics_diag *diag = ics_report(ctx->diags, ICS_E0107, word->span, "'%s' follows '%s' without brackets",
                                is_and ? "and" : "or", is_and ? "or" : "and");
    ics_diag_note(ctx->diags, diag, left->word, "'%s' stands here", is_and ? "or" : "and");
    ics_diag_help(ctx->diags, diag, "put brackets round what belongs together, or write a lettered list");
}

ics_logic ics_ast_join_logic(ics_parse_context *ctx, ics_logic left, const ics_token *word, ics_node *right, int join)
{
    if (left.join != 0 && left.join != join) {
        report_mixed(ctx, &left, word, join);
        join = left.join; /* said once: read on as if the first word had stood here too */
    }
    if (left.join == 0) {
        ics_node *node = ics_ast_make(ctx, (ics_node_kind)join, left.node->span, NULL, 0);
        left = (ics_logic){ics_ast_append(ctx, node, left.node), join, word->span};
    }
    ics_ast_append(ctx, left.node, right);
    return left;
}

ics_node *ics_ast_compare(ics_parse_context *ctx, ics_span span, ics_node *left, ics_node *compare)
{
    ics_node *node =
        ics_ast_make(ctx, ICS_NODE_COMPARE, span, (ics_node *[]){left, compare->child[1], compare->child[2]}, 3);
    node->word = compare->word;
    return node;
}

ics_node *ics_ast_compare_letters(ics_parse_context *ctx, ics_span span, ics_node *left, ics_node *letters,
                                  const char *word)
{
    const bool any = strcmp(word, "includes all") != 0;
    const ics_listq opened = {any ? "any" : "all", NULL, span};
    ics_node *right = ics_ast_letters(ctx, letters, &opened);
    ics_node *node = ics_ast_make(ctx, ICS_NODE_COMPARE, span, (ics_node *[]){left, right, NULL}, 3);
    node->word = word;
    return node;
}

/* ---- lettered lists */

/* The name of a letter without its brackets. A token's text is "and (b)": the word before the letter, if there is one,
 * then the letter. */
static const char *letter_of(ics_parse_context *ctx, const ics_token *letter)
{
    const char *bracket = strchr(letter->text, '(');
    return ics_arena_text(ctx->arena, bracket + 1, strlen(bracket) - 2);
}

ics_node *ics_ast_expected_part(ics_parse_context *ctx, const ics_token *letter, const ics_token *state)
{
    ics_node *node = ics_ast_make(ctx, ICS_NODE_PARTSTATE, ics_span_of(letter->span, state->span), NULL, 0);
    node->text = letter_of(ctx, letter);
    node->word = state->text;
    return node;
}

ics_node *ics_ast_letter(ics_parse_context *ctx, ics_span span, ics_node *list, const ics_token *letter, ics_node *body)
{
    ics_node *node = ics_ast_make(ctx, ICS_NODE_LETTER, span, &body, 1);
    const char *bracket = strchr(letter->text, '(');
    node->text = letter_of(ctx, letter);
    node->text_span = letter->span; /* of the letter alone, which ends the token */
    node->text_span.start = letter->span.end - (uint32_t)strlen(bracket);
    node->word =
        bracket > letter->text ? ics_arena_text(ctx->arena, letter->text, (size_t)(bracket - letter->text) - 1) : "";
    return ics_ast_append(ctx, list, node);
}

static unsigned roman_value(const char *text)
{
    static const char digits[] = "ivxlc";
    static const unsigned values[] = {1, 5, 10, 50, 100};
    unsigned total = 0, before = 0;
    for (size_t i = strlen(text); i > 0; i--) {
        const char *digit = strchr(digits, text[i - 1]);
        const unsigned value = digit && *digit ? values[digit - digits] : 0;
        total = value < before ? total - value : total + value;
        before = value > before ? value : before;
    }
    return total;
}

/* The place of a letter in its series, from 1: (c) is 3, (iv) is 4 in a list of numerals, (C) is 3. */
static unsigned letter_place(const char *text, bool is_roman)
{
    if (is_roman)
        return roman_value(text);
    return (unsigned)(*text >= 'a' ? *text - 'a' : *text - 'A') + 1;
}

/* Whether letters follow each other; says where they do not. */
static bool letters_in_order(ics_parse_context *ctx, const ics_node *list)
{
    const char *first = list->child[0]->text;
    const bool is_roman = strcmp(first, "i") == 0;
    for (uint32_t i = 0; i < list->child_count; i++) {
        const ics_node *letter = list->child[i];
        const unsigned place = letter_place(letter->text, is_roman);
        if (place == i + 1)
            continue;
        ics_diag *diag;
        if (i == 0) {
            diag = ics_report(ctx->diags, ICS_E0108, letter->text_span, "the list begins with (%s)", letter->text);
            ics_diag_help(ctx->diags, diag, "begin it with (%s)", is_roman ? "i" : *first >= 'a' ? "a" : "A");
            return false;
        }
        const char *earlier = list->child[i - 1]->text;
        diag = ics_report(ctx->diags, ICS_E0108, letter->text_span, "(%s) follows (%s)", letter->text, earlier);
        ics_diag_note(ctx->diags, diag, list->child[i - 1]->text_span, "(%s) stands here", earlier);
        ics_diag_help(ctx->diags, diag, "letter the list without gaps or doubles");
        return false;
    }
    return true;
}

static bool says_joining_word(const ics_node *letter)
{
    return strcmp(letter->word, "and") == 0 || strcmp(letter->word, "or") == 0;
}

/* The word that joins the letters, "and" or "or"; "" where none is given. NULL, and said, where two are given. */
static const char *joining_word(ics_parse_context *ctx, const ics_node *list)
{
    const ics_node *found = NULL;
    for (uint32_t i = 1; i < list->child_count; i++) {
        const ics_node *letter = list->child[i];
        if (!says_joining_word(letter))
            continue;
        if (found && strcmp(found->word, letter->word) != 0) {
            ics_diag *diag = ics_report(ctx->diags, ICS_E0108, letter->text_span,
                                        "the list is joined by '%s' and by '%s'", found->word, letter->word);
            ics_diag_note(ctx->diags, diag, found->text_span, "'%s' stands here", found->word);
            ics_diag_help(ctx->diags, diag,
                          "use one of them, before the last letter; nest a list (i), (ii) for the rest");
            return NULL;
        }
        found = letter;
    }
    if (found && !says_joining_word(list->child[list->child_count - 1])) {
        ics_diag *diag =
            ics_report(ctx->diags, ICS_E0108, list->child[list->child_count - 1]->text_span,
                       "the list says '%s' before (%s), and not before its last letter", found->word, found->text);
        ics_diag_note(ctx->diags, diag, found->text_span, "'%s' stands here", found->word);
        ics_diag_help(ctx->diags, diag, "write '%s' before the last letter", found->word);
        return NULL;
    }
    return found ? found->word : "";
}

/* The word of the list: what opens it, or what joins it. NULL, and said, where the two do not agree or both are
 * missing. */
static const char *list_word(ics_parse_context *ctx, const ics_node *list, const ics_listq *opened, const char *joined)
{
    ics_diag *diag;
    if (!opened) {
        if (*joined)
            return strcmp(joined, "and") == 0 ? "all" : "any";
        diag = ics_report(ctx->diags, ICS_E0108, list->child[list->child_count - 1]->text_span,
                          "the list says neither 'and' nor 'or'");
        ics_diag_help(ctx->diags, diag,
                      "write 'and' or 'or' before the last letter, or 'all of', 'any of' before the first");
        return NULL;
    }
    const bool clash = (strcmp(opened->word, "all") == 0 && strcmp(joined, "or") == 0) ||
                       (strcmp(opened->word, "any") == 0 && strcmp(joined, "and") == 0);
    if (!clash)
        return opened->word;
    diag = ics_report(ctx->diags, ICS_E0108, list->child[list->child_count - 1]->text_span,
                      "the list opens with '%s of' and is joined by '%s'", opened->word, joined);
    ics_diag_help(ctx->diags, diag, "write '%s' before the last letter", strcmp(joined, "or") == 0 ? "and" : "or");
    return NULL;
}

ics_node *ics_ast_letters(ics_parse_context *ctx, ics_node *list, const ics_listq *opened)
{
    const bool ordered = letters_in_order(ctx, list);
    const char *joined = ordered ? joining_word(ctx, list) : NULL;
    const char *word = joined ? list_word(ctx, list, opened, joined) : NULL;
    for (uint32_t i = 0; i < list->child_count; i++)
        list->child[i]->word = NULL; /* the list's word says it */
    ics_node *count = opened ? opened->count : NULL;
    const ics_span span =
        opened && opened->span.start < list->span.start ? ics_span_of(opened->span, list->span) : list->span;
    ics_node *letters = ics_ast_make(ctx, ICS_NODE_LETTERS, span, (ics_node *[]){count, list}, 2);
    letters->word = word ? word : opened ? opened->word : "all";
    return letters;
}
