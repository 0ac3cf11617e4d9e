/* What the parser needs beside its tables: tokens one by one, mistakes in plain words, and where to pick up again. */
#include "base/limits.h"
#include "syntax/advice.h"
#include "syntax/build.h"
#include "syntax/tokens.h"

#include <stdio.h>
#include <string.h>

void ics_parse_too_deep(ics_parse_context *ctx, ics_span span)
{
    if (ctx->gave_up)
        return;
    ctx->gave_up = true;
    ics_diag *diag =
        ics_report(ctx->diags, ICS_E0005, span, "this is nested deeper than the limit RULE_NESTING, %d levels",
                   (int)ICS_LIMIT_RULE_NESTING);
    ics_diag_help(ctx->diags, diag, "break the sentence up: name a part of it with `let`");
}

const ics_token *ics_parse_next(ics_parse_context *ctx)
{
    const ics_token *end = &ctx->tokens->items[ctx->tokens->count - 1];
    if (ctx->gave_up || ctx->next + 1 >= ctx->tokens->count)
        return end;
    const ics_token *token = &ctx->tokens->items[ctx->next++];
    if (token->kind == T_FIN) {
        ctx->ended_first = ctx->first;
        ctx->first = ctx->next;
        ctx->brackets = 0;
    } else if (token->kind == '(' || token->kind == '[' || token->kind == '{') {
        if (++ctx->brackets > ICS_LIMIT_RULE_NESTING)
            ics_parse_too_deep(ctx, token->span);
    } else if (token->kind == ')' || token->kind == ']' || token->kind == '}') {
        ctx->brackets--;
    }
    return token;
}

void ics_parse_reduced(ics_parse_context *ctx, int production)
{
    if (!ctx->uses)
        return;
    ics_production_use *use = &ctx->uses[production];
    if (use->count < UINT32_MAX)
        use->count++;
    if (use->first_rule)
        return;
    const bool has_ended = ctx->next > 0 && ctx->tokens->items[ctx->next - 1].kind == T_FIN;
    const size_t name = (has_ended ? ctx->ended_first : ctx->first) + 1;
    if (name < ctx->tokens->count)
        use->first_rule = ctx->tokens->items[name].text;
}

/* ---- declarations */

static void refuse_company(ics_parse_context *ctx, const ics_node *sentence)
{
    ics_diag *diag =
        ics_report(ctx->diags, ICS_E0116, sentence->span, "a sentence without a name stands alone in its file");
    ics_diag_help(ctx->diags, diag, "give it a name: rule MY-RULE …");
}

/* The ## comment before the first token of the declaration that has just ended. */
static void attach_help(const ics_parse_context *ctx, ics_node *declaration)
{
    if (ctx->ended_first < ctx->tokens->count)
        declaration->help = ctx->tokens->items[ctx->ended_first].help;
}

static bool is_bare(const ics_node *node)
{
    return node->kind == ICS_NODE_RULE && !node->text;
}

void ics_parse_declare(ics_parse_context *ctx, ics_node *declaration)
{
    attach_help(ctx, declaration);
    ics_node *file = ctx->file;
    const ics_node *bare = is_bare(declaration)                                ? declaration
                           : file->child_count == 1 && is_bare(file->child[0]) ? file->child[0]
                                                                               : NULL;
    if (bare && file->child_count > 0)
        refuse_company(ctx, bare);
    if (declaration->kind == ICS_NODE_VARIATION) {
        ctx->variation = declaration;
        ics_ast_append(ctx, file, declaration);
    } else if (ctx->variation) {
        /* Nothing stands deeper than the declaration, so that the variation is deep enough once its list is. */
        ics_node *list = ics_ast_append(ctx, ctx->variation->child[3], declaration);
        ctx->variation->span.end = declaration->span.end;
        if (ctx->variation->depth <= list->depth)
            ctx->variation->depth = (uint16_t)(list->depth + 1);
        if (file->depth <= ctx->variation->depth)
            file->depth = (uint16_t)(ctx->variation->depth + 1);
    } else {
        ics_ast_append(ctx, file, declaration);
    }
}

ics_node *ics_parse_failed(ics_parse_context *ctx, ics_span span)
{
    ics_node *node = ics_ast_make(ctx, ICS_NODE_ERROR, span, NULL, 0);
    const ics_token *first = &ctx->tokens->items[ctx->ended_first], *end = &ctx->tokens->items[ctx->tokens->count - 1];
    if (first >= end)
        return node;
    node->span.start = first->span.start;
    node->word = first->text;
    const ics_token *name = first + 1;
    if (first->kind == T_REPLACE)
        name++;
    if (first->kind == T_VERB && name < end) /* the verb follows its entity */
        name += name[1].kind == T_BE ? 2 : 1;
    if (name < end && (name->kind == T_ID || name->kind == T_TERM))
        ics_ast_named(node, name);
    return node;
}

ics_node *ics_parse_failed_line(ics_parse_context *ctx, ics_span span)
{
    ics_node *node = ics_ast_make(ctx, ICS_NODE_ERROR, span, NULL, 0);
    node->word = "attribute";
    size_t first = ctx->next > 0 ? ctx->next - 1 : 0; /* the EOL that has just been read */
    while (first > ctx->first && ctx->tokens->items[first - 1].kind != T_EOL)
        first--;
    const ics_token *name = &ctx->tokens->items[first];
    if (name->kind == T_TERM || name->kind == T_FACT) {
        ics_ast_named(node, name);
        node->span.start = name->span.start;
    }
    return node;
}

/* ---- mistakes */

/* Token names in groups: where any of a group may stand, one word says so. */
static const struct {
    const char *group;
    const char *members[16];
} groups[] = {
    {"a term", {"a term", "it", "its", "the", NULL}}, /* first, and after must, should and may "a verb" */
    {"a number, a date or a text",
     {"a number", "a percentage", "a sum of money", "a date", "a financial year", "a quoted text", "the day judged",
      NULL}},
    {"a quantity",
     {"number of", "sum of", "average of", "earliest", "latest", "share of", "age of", "the later of", "the earlier of",
      "a plugin's function", NULL}},
    {"a quantifier (every, some, no, at least …)", {"every", "some", "no", "at least", "at most", "exactly", NULL}},
    {"a lettered list", {"all of", "any of", "none of", "(a)", NULL}},
    {"a clause", {"a clause", "a clause with not", "not", "limit lifted under", NULL}},
    {"a limit of time",
     {"by", "before", "after", "within", "not later than", "not counting", "counted by", "as soon as practicable",
      "each financial year", "every (a number of years)", NULL}},
    {"a clause of the rule",
     {"unless", "except where", "time limit lifted where", "judged by finding of", "own finding", "no period stated",
      "throughout", "evidence not older than", "subject to", "despite", "stricter than", "because, remedy or evidence",
      "governs limits that run out from", "cites", "in force from", NULL}},
    {"a head of the rule", {"not commenced", "governs", "applies to", "locally determined", NULL}},
    {"a comparison",
     {"more than", "less than", "between", "on or after", "on or before", "in that year", "the same as", "recorded",
      "yes", NULL}},
};
enum { GROUP_COUNT = sizeof groups / sizeof *groups, NAMED_MAX = 4 };

static int group_of(const char *name)
{
    for (int g = 0; g < GROUP_COUNT; g++)
        for (size_t m = 0; groups[g].members[m]; m++)
            if (strcmp(groups[g].members[m], name) == 0)
                return g;
    return -1;
}

/* What was expected, each named once, at most NAMED_MAX of them. */
typedef struct expectation {
    const char *names[NAMED_MAX];
    size_t count;
    bool more;
} expectation;

static void expect(expectation *e, const char *name)
{
    for (size_t n = 0; n < e->count; n++)
        if (strcmp(e->names[n], name) == 0)
            return;
    if (e->count < NAMED_MAX)
        e->names[e->count++] = name;
    else
        e->more = true;
}

/* Groups first, in the order of their table; then what stands alone, in the order of the grammar. */
static expectation sum_up(const char *const *expected, size_t count, const char *term)
{
    size_t members[GROUP_COUNT] = {0};
    for (size_t i = 0; i < count; i++)
        if (group_of(expected[i]) >= 0)
            members[group_of(expected[i])]++;
    expectation e = {.count = 0};
    if (members[0] > 0)
        expect(&e, term);
    for (int g = 1; g < GROUP_COUNT; g++)
        if (members[g] > 1)
            expect(&e, groups[g].group);
    for (size_t i = 0; i < count; i++) {
        const int g = group_of(expected[i]);
        if (g < 0 || (g > 0 && members[g] == 1))
            expect(&e, expected[i]);
    }
    return e;
}

/* "a term, 'of' or 'where'"; with an ellipsis where there is more. */
static void list_expected(const expectation *e, char *out, size_t room)
{
    size_t length = 0;
    *out = '\0';
    for (size_t n = 0; n < e->count && length < room; n++) {
        const char *between = n == 0 ? "" : n + 1 == e->count && !e->more ? " or " : ", ";
        length += (size_t)snprintf(out + length, room - length, "%s%s", between, e->names[n]);
    }
    if (e->more && length < room)
        snprintf(out + length, room - length, " …");
}

/* How a token is named where it was not expected: as written, or by what it is. */
static void describe_found(const ics_parse_context *ctx, const ics_token *token, char *out, size_t room)
{
    if (token->kind == T_EOL) {
        snprintf(out, room, "the line ends here");
    } else if (token->kind == T_FIN || token->kind == 0) {
        snprintf(out, room, "the declaration ends here");
    } else {
        const char *text = ics_diags_source_text(ctx->diags, token->span.source, NULL);
        const size_t length = token->span.end - token->span.start;
        snprintf(out, room, "'%.*s%s' does not fit here", (int)(length < 60 ? length : 60), text + token->span.start,
                 length < 60 ? "" : "…");
    }
}

void ics_parse_unexpected(ics_parse_context *ctx, ics_span span, const char *const *expected, size_t count)
{
    const ics_token *found = ctx->next > 0 ? &ctx->tokens->items[ctx->next - 1] : ctx->tokens->items;
    if (ctx->gave_up || found->kind == T_UNKNOWN || ctx->next == 0)
        return;                                               /* it was said already */
    if (ctx->mistakes++ > (size_t)ICS_LIMIT_ERRORS_PRINTED) { /* it is counted, and not printed */
        ics_report(ctx->diags, ICS_E0100, span, "a mistake of syntax");
        return;
    }
    if (found->kind == T_MORE || found->kind == T_RMORE || found->kind == T_UMORE) {
        ics_diag *diag =
            ics_report(ctx->diags, ICS_E0108, span, "'%s' goes on with a list, and none has begun here", found->text);
        ics_diag_help(ctx->diags, diag, "a lettered list begins with (a), one inside it with (i)");
        return;
    }
    const int before = ctx->next > 1 ? found[-1].kind : 0;
    const bool wants_verb = before == T_MODAL || before == T_TOGETHER || before == T_EITHER;
    const expectation e = sum_up(expected, count, wants_verb ? "a verb" : "a term");
    char what[128], wanted[400];
    describe_found(ctx, found, what, sizeof what);
    list_expected(&e, wanted, sizeof wanted);
    const char *here = ics_expected_here(ctx, expected, count);
    ics_diag *diag =
        ics_report(ctx->diags, ICS_E0100, span, "%s%s%s", what, *wanted ? "; expected " : "", here ? here : wanted);
    ics_advise(ctx, diag, expected, count);
}
