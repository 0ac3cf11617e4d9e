/*
 * The joiner's main loop: which words are one token. What stands inside vocabulary lines, values and unknown words have
 * files of their own. Leans on names, phrases and declarations.
 */
#include "syntax/join.h"

#include "base/limits.h"
#include "syntax/tokens.h"

#include <string.h>

ics_token *ics_join_emit(ics_joiner *j, int kind, ics_span span, const char *text)
{
    const ics_token token = {.kind = kind, .span = span, .text = text};
    ICS_PUSH(j->arena, j->tokens->items, j->tokens->count, j->tokens->room, token);
    j->last_term = SIZE_MAX;
    j->line_is_open = true;
    return &j->tokens->items[j->tokens->count - 1];
}

int ics_join_before(const ics_joiner *j, size_t n)
{
    return j->tokens->count - j->first_token >= n ? j->tokens->items[j->tokens->count - n].kind : 0;
}

ics_span ics_join_span(const ics_joiner *j, size_t i, size_t count)
{
    return (ics_span){j->words[i].span.source, j->words[i].span.start, j->words[i + count - 1].span.end};
}

const char *ics_join_text(ics_joiner *j, size_t i, size_t count)
{
    const char *source = ics_diags_source_text(j->diags, j->words[i].span.source, NULL);
    const ics_span span = ics_join_span(j, i, count);
    char *text = ics_arena_alloc(j->arena, span.end - span.start + count + 1, 1);
    size_t length = 0;
    for (size_t n = i; n < i + count; n++) {
        if (n > i && j->words[n].kind != ICS_WORD_POSSESSIVE)
            text[length++] = ' ';
        const size_t size = j->words[n].span.end - j->words[n].span.start;
        memcpy(text + length, source + j->words[n].span.start, size);
        length += size;
    }
    return text;
}

bool ics_is_name_word(const ics_word *word)
{
    return word->kind == ICS_WORD_PLAIN || word->kind == ICS_WORD_POSSESSIVE;
}

static bool is_mark(const ics_word *word, char mark)
{
    return word->kind == ICS_WORD_MARK && word->mark == mark;
}

static ics_span end_of_last(const ics_joiner *j)
{
    const ics_span last = j->tokens->count ? j->tokens->items[j->tokens->count - 1].span : j->words[0].span;
    return (ics_span){last.source, last.end, last.end};
}

/* ---- phrases */

static bool begins_name_of_source(const ics_joiner *j)
{
    /* cites ID, made under ID, as direction under ID, under ID; reading "…" of ID */
    if (ics_join_before(j, 1) != T_ID)
        return ics_join_before(j, 1) == ',' && ics_join_before(j, 2) == T_LABEL;
    const int before = ics_join_before(j, 2);
    return before == T_CITES || before == T_MADEUNDER || before == T_ASDIRECTION || before == T_UNDER ||
           (j->in == ICS_IN_READING && j->tokens->count - j->first_token == 4);
}

/* Behind the letter in `expect RULE not met, (b) not met`. */
static bool is_part_of_expected(const ics_joiner *j)
{
    enum { FAR = 64 }; /* tokens of an expectation; `expect` is the nearest of these words where the letter is in one */
    if (j->in != ICS_IN_TEST || ics_join_before(j, 1) != T_MORE)
        return false;
    for (uint32_t before = 2; before < FAR; before++) {
        const int token = ics_join_before(j, before);
        if (token == T_EXPECT)
            return true;
        if (token == T_GIVEN || token == T_ASAT || token == T_TEST || token == T_MODAL)
            return false;
    }
    return false;
}

/* Behind `expect RULE`, `expect RULE for X`, `expect RULE for "CODE" for X`. */
static bool is_outcome_place(const ics_joiner *j)
{
    for (uint32_t before = 1; j->in == ICS_IN_TEST && before <= 5; before += 2)
        if (ics_join_before(j, before) == T_ID && ics_join_before(j, before + 1) == T_EXPECT)
            return true;
    return is_part_of_expected(j);
}

/* Whether a phrase of count words at i is a word of the grammar there. */
static bool phrase_fits(const ics_joiner *j, const ics_phrase *phrase, size_t i, size_t count)
{
    const int last = ics_join_before(j, 1);
    const ics_word *next = &j->words[i + count];
    switch (phrase->place) {
    case ICS_PHRASE_ANYWHERE:
        return true;
    case ICS_PHRASE_IN:
        return ((unsigned)j->in & phrase->in) != 0;
    case ICS_PHRASE_AFTER_KIND:
        return last == T_KIND;
    case ICS_PHRASE_AFTER_SOURCE:
        return begins_name_of_source(j) || (phrase->token == T_ASDIRECTION && last == T_LABEL);
    case ICS_PHRASE_AFTER_COLON:
        return last == ':' || last == T_GIVES || last == T_LISTOF || last == T_SETOF;
    case ICS_PHRASE_AFTER_DATE:
        return last == T_DATE;
    case ICS_PHRASE_AFTER_GIVEN:
        return last == T_GIVEN;
    case ICS_PHRASE_AFTER_COMMA_IN_TEST:
        return j->in == ICS_IN_TEST && last == ',';
    case ICS_PHRASE_AFTER_UNIT:
        return last == T_UNIT;
    case ICS_PHRASE_AFTER_EXPECT:
        return is_outcome_place(j);
    case ICS_PHRASE_AFTER_MODAL:
        return last == T_MODAL || last == T_TOGETHER || last == T_EITHER;
    case ICS_PHRASE_AFTER_IS:
        return last == T_IS || (last == T_NOT && ics_join_before(j, 2) == T_IS);
    case ICS_PHRASE_AFTER_IT:
        return last == T_IT;
    case ICS_PHRASE_AFTER_NUMBER:
        return last == T_NUM;
    case ICS_PHRASE_BEFORE_NUMBER:
        return next->kind == ICS_WORD_NUMBER;
    case ICS_PHRASE_BEFORE_TEXT:
        return next->kind == ICS_WORD_TEXT;
    }
    return false;
}

/* The phrase of exactly count words at i, one with a place of its own before one that stands anywhere; NULL for none.
 */
static const ics_phrase *phrase_of(ics_joiner *j, size_t i, const uint32_t *ids, size_t count)
{
    const ics_phrase *found = NULL;
    for (const ics_name *name = ics_names_same(&j->phrases->table, ids, (uint32_t)count); name;
         name = name->next_same) {
        const ics_phrase *phrase = &ics_phrase_table[name->pack];
        if (name->words[count - 1] != ids[count - 1] || !phrase_fits(j, phrase, i, count))
            continue;
        if (!found || phrase->place != ICS_PHRASE_ANYWHERE)
            found = phrase;
    }
    return found;
}

/* The longest phrase at i. */
static const ics_phrase *longest_phrase(ics_joiner *j, size_t i, size_t *length)
{
    uint32_t ids[ICS_PHRASE_WORDS];
    size_t most = 0;
    while (most < ICS_PHRASE_WORDS && j->words[i + most].kind == ICS_WORD_PLAIN) {
        ids[most] = j->words[i + most].id;
        most++;
    }
    if (most > 0 && most > ics_names_longest(&j->phrases->table, ids[0]))
        most = ics_names_longest(&j->phrases->table, ids[0]);
    for (size_t n = most; n > 0; n--) {
        const ics_phrase *phrase = phrase_of(j, i, ids, n);
        if (phrase) {
            *length = n;
            return phrase;
        }
    }
    *length = 0;
    return NULL;
}

/* ---- terms */

/* Small words that stand inside names: a line that begins with one may go on with the name before it. */
static bool stands_inside_names(int token)
{
    return token == T_OF || token == T_AND || token == T_OR || token == T_PREP || token == T_TO || token == T_WITH ||
           token == T_AT || token == T_BY || token == T_ART || token == T_NOT || token == T_IS || token == T_HAS;
}

/* Whether a name cannot go on over the line break before words[i]. */
static bool line_ends_names(ics_joiner *j, size_t i)
{
    int token;
    size_t length;
    if (j->in & (ICS_IN_ENTITY | ICS_IN_ENUM | ICS_IN_ROLE | ICS_IN_TERM))
        return true;
    if (ics_declaration_at(j->vocabulary, j->words, i, &token, &length) != ICS_IN_NONE)
        return true;
    const ics_phrase *phrase = longest_phrase(j, i, &length);
    return phrase && (length > 1 || !stands_inside_names(phrase->token));
}

size_t ics_join_run(ics_joiner *j, size_t i)
{
    size_t n = 0;
    while (n < (size_t)ICS_LIMIT_TERM_WORDS && ics_is_name_word(&j->words[i + n]) &&
           (n == 0 || !j->words[i + n].starts_line || !line_ends_names(j, i + n)))
        n++;
    return n;
}

const ics_name *ics_join_longest(ics_joiner *j, size_t i, size_t most, size_t *length, unsigned *kinds)
{
    uint32_t ids[16];
    if (most > 0 && most > ics_names_longest(j->names, j->words[i].id))
        most = ics_names_longest(j->names, j->words[i].id);
    ics_word_ids(j->words, i, most, ids);
    for (size_t n = most; n > 0; n--) {
        const ics_name *name = ics_names_find(j->names, ids, (uint32_t)n, j->visible, kinds);
        if (name) {
            *length = n;
            return name;
        }
    }
    *length = 0;
    return NULL;
}

/* The token of a name: the forms of verbs and clauses have their own. A declared noun of that spelling goes before
 * them. */
static int token_of(const ics_joiner *j, const ics_name *name, unsigned kinds, size_t i, size_t count)
{
    if (kinds & ICS_NAME_CLAUSE)
        return T_FACT;
    if (kinds & ~(unsigned)ICS_NAME_FORMS)
        return T_TERM;
    (void)j;
    (void)i;
    (void)count;
    return name->kind == ICS_NAME_DOES ? T_DOES : name->kind == ICS_NAME_DOING ? T_DOING : T_NOTFACT;
}

static void emit_term(ics_joiner *j, const ics_name *name, unsigned kinds, size_t i, size_t count)
{
    ics_token *token = ics_join_emit(j, token_of(j, name, kinds, i, count), ics_join_span(j, i, count), name->text);
    token->flag = (kinds & ICS_NAME_CLAUSE) != 0;
    if (token->kind == T_TERM)
        j->last_term = i;
}

static bool is_parameter(const ics_joiner *j, uint32_t word)
{
    for (size_t n = 0; n < j->parameter_count; n++)
        if (j->parameters[n] == word)
            return true;
    return false;
}

/* ---- phrases to tokens */

static const char *canonical_unit(const char *text)
{
    static const char *const plurals[][2] = {{"day", "days"},
                                             {"week", "weeks"},
                                             {"month", "months"},
                                             {"year", "years"},
                                             {"working day", "working days"},
                                             {"clear day", "clear days"}};
    for (size_t i = 0; i < sizeof plurals / sizeof *plurals; i++)
        if (strcmp(text, plurals[i][0]) == 0)
            return plurals[i][1];
    return text;
}

/* `shall` is read as `must`; `may not` is refused, since statutes mean two things by it. */
static const char *canonical_modal(ics_joiner *j, const char *text, ics_span span)
{
    if (strcmp(text, "shall") == 0)
        return "must";
    if (strcmp(text, "shall not") == 0)
        return "must not";
    if (strcmp(text, "are encouraged to") == 0)
        return "is encouraged to";
    if (strcmp(text, "may not") != 0)
        return text;
    ics_diag *diag = ics_report(j->diags, ICS_E0106, span, "'may not' has two meanings in statutes");
    ics_diag_help(j->diags, diag, "write 'must not' where it forbids, 'need not' where it frees from a duty");
    return "must not"; /* said once; read on */
}

static void emit_phrase(ics_joiner *j, const ics_phrase *phrase, size_t i, size_t count)
{
    const ics_span span = ics_join_span(j, i, count);
    const char *text = phrase->text;
    if (phrase->token == T_MODAL)
        text = canonical_modal(j, text, span);
    else if (phrase->token == T_UNIT)
        text = canonical_unit(text);
    ics_token *token = ics_join_emit(j, phrase->token, span, text);
    token->help = j->words[i].help;
    token->flag = strstr(text, "it shows that") != NULL;
    if (phrase->token == T_GIVEN || phrase->token == T_EXPECT || phrase->token == T_ASAT)
        j->in_waiver = false;
    else if (phrase->token == T_WAIVEROF)
        j->in_waiver = true;
    else if (phrase->token == T_MEANS)
        j->in_verb_header = false;
    else if (phrase->token == T_RULE && j->in == ICS_IN_REPLACE)
        j->in = ICS_IN_RULE;
}

/* `and (b)`, `or (b)`: one token. */
static size_t join_connected_letter(ics_joiner *j, const ics_phrase *phrase, size_t i)
{
    if ((phrase->token != T_AND && phrase->token != T_OR) || !ics_is_letter(j, i + 1))
        return 0;
    return ics_join_letter(j, i + 1, 1) + 1;
}

/* A word after must, should or may that nothing declares is passed on: which verbs a subject has is known later. */
static size_t join_unknown_verb(ics_joiner *j, size_t i)
{
    const int last = ics_join_before(j, 1);
    const bool after_share =
        (last == T_TOGETHER || last == T_EITHER || last == T_EACH) && ics_join_before(j, 2) == T_MODAL;
    if (last != T_MODAL && !after_share)
        return 0;
    size_t count = 1, length;
    unsigned kinds;
    while (ics_is_name_word(&j->words[i + count]) && !j->words[i + count].starts_line &&
           count < (size_t)ICS_LIMIT_TERM_WORDS && !longest_phrase(j, i + count, &length) &&
           !ics_join_longest(j, i + count, ics_join_run(j, i + count), &length, &kinds))
        count++;
    ics_join_emit(j, T_TERM, ics_join_span(j, i, count), ics_join_text(j, i, count));
    return count;
}

static bool is_article(const ics_joiner *j, uint32_t word)
{
    return word == j->vocabulary->a || word == j->vocabulary->an || word == j->vocabulary->the;
}

/* The longest verb at words[i] as people write it, `send a final plan` for `send final plan`: longer than @p least. */
static const ics_name *longest_with_articles(ics_joiner *j, size_t i, size_t least, size_t *length, unsigned *kinds)
{
    uint32_t ids[16];
    const size_t run = ics_join_run(j, i);
    const ics_name *longest = NULL;
    uint32_t count = 0;
    for (size_t n = 0; n < run && count < sizeof ids / sizeof *ids; n++) {
        if (n > 0 && is_article(j, j->words[i + n].id))
            continue;
        ids[count++] = j->words[i + n].id;
        unsigned found = 0;
        const ics_name *name =
            n >= least && n >= count ? ics_names_find(j->names, ids, count, j->visible, &found) : NULL;
        if (name && (found & (ICS_NAME_VERB | ICS_NAME_DOES | ICS_NAME_DOING))) {
            longest = name;
            *length = n + 1;
            *kinds = found;
        }
    }
    return longest;
}

/* The longest of phrases and terms at words[i]. */
static size_t join_words(ics_joiner *j, size_t i)
{
    size_t phrase_length, term_length;
    unsigned kinds;
    const ics_phrase *phrase = longest_phrase(j, i, &phrase_length);
    const ics_name *name = ics_join_longest(j, i, ics_join_run(j, i), &term_length, &kinds);
    const size_t least = phrase_length > term_length ? phrase_length : term_length;
    const ics_name *verb = longest_with_articles(j, i, least, &term_length, &kinds);
    name = verb ? verb : name;
    if (is_parameter(j, j->words[i].id) && phrase_length <= 1 && term_length <= 1) {
        ics_join_emit(j, T_TERM, j->words[i].span, ics_join_text(j, i, 1));
        return 1;
    }
    const size_t idiom = ics_join_idiom(j, i, phrase_length > term_length ? phrase_length : term_length);
    if (idiom)
        return idiom;
    if (phrase && phrase_length >= term_length) {
        const size_t letter = join_connected_letter(j, phrase, i);
        if (letter)
            return letter;
        emit_phrase(j, phrase, i, phrase_length);
        return phrase_length;
    }
    if (name) {
        emit_term(j, name, kinds, i, term_length);
        return term_length;
    }
    size_t taken =
        begins_name_of_source(j) && j->in != ICS_IN_READING ? ics_join_place_slip(j, i) : ics_join_local(j, i);
    if (!taken)
        taken = join_unknown_verb(j, i);
    return taken ? taken : ics_join_unknown(j, i);
}

/* ---- marks */

/* `(r: role)`, `(attended: number, …)`: a parameter's name before its colon. */
static size_t join_parameter(ics_joiner *j, size_t i)
{
    const int last = ics_join_before(j, 1);
    if ((j->in != ICS_IN_VERB && j->in != ICS_IN_PLUGIN) || (last != '(' && last != ','))
        return 0;
    const bool is_name = j->words[i].kind == ICS_WORD_PLAIN && is_mark(&j->words[i + 1], ':');
    const bool is_form = j->in == ICS_IN_VERB && j->in_verb_header && j->words[i].kind == ICS_WORD_PLAIN;
    if (!is_name && !is_form)
        return 0;
    if (is_name && j->in == ICS_IN_VERB)
        ICS_PUSH(j->arena, j->parameters, j->parameter_count, j->parameter_room, j->words[i].id);
    ics_join_emit(j, T_ID, j->words[i].span, ics_join_text(j, i, 1));
    return 1;
}

/* A type after a colon or `gives`: all words of the name, up to a mark. */
static size_t join_type(ics_joiner *j, size_t i)
{
    const int last = ics_join_before(j, 1);
    const bool after_type_word = last == T_LISTOF || last == T_SETOF || last == T_ONE;
    if (j->in == ICS_IN_TEST || (last != ':' && last != T_GIVES && !after_type_word))
        return 0;
    size_t length, term;
    unsigned kinds;
    const ics_phrase *phrase = longest_phrase(j, i, &length);
    const ics_name *name = ics_join_longest(j, i, ics_join_run(j, i), &term, &kinds);
    const bool is_type_word = phrase && (phrase->token == T_LISTOF || phrase->token == T_SETOF ||
                                         phrase->token == T_ONE || phrase->token == T_TYPE);
    if (is_type_word && (length >= term || phrase->token != T_TYPE)) {
        ics_join_emit(j, phrase->token, ics_join_span(j, i, length), phrase->text);
        return length;
    }
    if (name) {
        ics_join_emit(j, T_TERM, ics_join_span(j, i, term), name->text);
        return term;
    }
    const size_t count = 1 + ics_words_on_line(j->words, i + 1, NULL, 0);
    ics_join_unknown_name(j, i, count, ICS_NAME_ENTITY | ICS_NAME_ENUM, "type");
    return count;
}

static size_t join_mark(ics_joiner *j, size_t i)
{
    if (is_mark(&j->words[i], ',') && !(j->in & (ICS_IN_ENTITY | ICS_IN_ENUM | ICS_IN_PLUGIN))) {
        const bool with_word = j->words[i + 1].kind == ICS_WORD_PLAIN &&
                               (j->words[i + 1].id == j->vocabulary->and || j->words[i + 1].id == j->vocabulary->or);
        if (ics_is_letter(j, i + 1 + with_word))
            return ics_join_letter(j, i + 1 + with_word, 1 + with_word) + 1 + with_word;
    }
    ics_join_emit(j, j->words[i].mark, j->words[i].span, NULL);
    return 1;
}

/* ---- one word after the other */

static size_t join_dotted(ics_joiner *j, size_t i)
{
    const bool is_call = is_mark(&j->words[i + 1], '(');
    if (is_call) {
        ics_join_emit(j, T_CALL, j->words[i].span, ics_join_text(j, i, 1));
        return 1;
    }
    ics_diag *diag =
        ics_report(j->diags, ICS_E0101, j->words[i].span, "'%s' is no word of a sentence", ics_join_text(j, i, 1));
    ics_diag_help(j->diags, diag, "a plugin's function is followed by its arguments in brackets");
    ics_join_emit(j, T_UNKNOWN, j->words[i].span, NULL);
    return 1;
}

static size_t join_plain(ics_joiner *j, size_t i)
{
    size_t taken = ics_join_expects_identifier(j) ? ics_join_identifier(j, i) : ics_join_split_name(j, i);
    if (!taken)
        taken = join_parameter(j, i);
    if (!taken)
        taken = ics_join_key(j, i);
    if (!taken)
        taken = ics_join_waiver_fact(j, i);
    if (!taken)
        taken = join_type(j, i);
    return taken ? taken : join_words(j, i);
}

/* `use NAME`: what else stands on its line was refused when packs were looked for. */
static size_t join_use(ics_joiner *j, size_t i)
{
    const bool is_name = ics_join_before(j, 1) == T_USE && j->words[i].kind == ICS_WORD_PLAIN;
    ics_join_emit(j, is_name ? T_ID : T_UNKNOWN, j->words[i].span, ics_join_text(j, i, 1));
    return 1;
}

static size_t join_one(ics_joiner *j, size_t i)
{
    if (j->in == ICS_IN_USE)
        return join_use(j, i);
    if (ics_join_before(j, 1) == T_PLACE) {
        const size_t taken = ics_join_label(j, i);
        if (taken)
            return taken;
    }
    const size_t vocabulary = ics_join_vocabulary(j, i);
    if (vocabulary)
        return vocabulary;
    switch (j->words[i].kind) {
    case ICS_WORD_PLAIN:
        return join_plain(j, i);
    case ICS_WORD_POSSESSIVE:
        ics_join_emit(j, T_POSS, j->words[i].span, "'s");
        return 1;
    case ICS_WORD_DOTTED:
        return join_dotted(j, i);
    case ICS_WORD_MARK:
        return join_mark(j, i);
    case ICS_WORD_LETTER:
    case ICS_WORD_ROMAN:
    case ICS_WORD_UPPER:
        return ics_join_letter(j, i, 0);
    case ICS_WORD_LABEL:
        if (ics_join_expects_identifier(j))
            return ics_join_identifier(j, i);
        return ics_join_value(j, i);
    default:
        return ics_join_value(j, i);
    }
}

/* ---- declarations */

static void end_line(ics_joiner *j)
{
    if (j->in == ICS_IN_ENTITY && j->line_is_open && j->is_open)
        ics_join_emit(j, T_EOL, end_of_last(j), NULL);
    j->line_is_open = false;
}

static void end_declaration(ics_joiner *j)
{
    end_line(j);
    if (j->is_open)
        ics_join_emit(j, T_FIN, end_of_last(j), NULL);
    j->is_open = false;
}

static void begin_declaration(ics_joiner *j, ics_declaration kind)
{
    j->in = kind;
    j->is_open = true;
    j->first_token = j->tokens->count;
    j->in_waiver = false;
    j->in_verb_header = kind == ICS_IN_VERB;
    j->parameter_count = 0;
    j->local_count = 0;
    memset(j->letters, 0, sizeof j->letters);
}

/* A line of an entity ends, unless its last word says that it goes on. */
static void begin_line(ics_joiner *j)
{
    const int last = ics_join_before(j, 1);
    if (j->in & (ICS_IN_USE | ICS_IN_MODEL))
        end_declaration(j);
    else if (last != ':' && last != ',' && last != T_LISTOF && last != T_SETOF && last != T_ONE)
        end_line(j);
}

void ics_join(ics_joiner *j)
{
    j->last_term = SIZE_MAX;
    j->in = ICS_IN_RULE;
    for (size_t i = 0; i < j->count;) {
        int token = 0;
        size_t opening = 0;
        ics_declaration kind = ics_declaration_at(j->vocabulary, j->words, i, &token, &opening);
        const int last = ics_join_before(j, 1);
        if (kind == ICS_IN_RULE && j->is_open && (last == T_GIVEN || last == T_REPLACE))
            kind = ICS_IN_NONE; /* `given` or `replace` stands at the end of the line before */
        if (kind != ICS_IN_NONE) {
            end_declaration(j);
            begin_declaration(j, kind);
            ics_join_emit(j, token, ics_join_span(j, i, opening), ics_join_text(j, i, opening))->help =
                j->words[i].help;
            i += opening;
            continue;
        }
        if (j->words[i].starts_line)
            begin_line(j);
        if (!j->is_open)
            begin_declaration(j, ICS_IN_RULE);
        i += join_one(j, i);
    }
    end_declaration(j);
    ics_join_emit(j, 0, j->words[j->count].span, NULL);
}
