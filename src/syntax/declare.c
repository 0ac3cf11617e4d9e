/*
 * Names, collected before anything is parsed: a declaration with a mistake still declares its name, and a name may be
 * used before the line, or the file, that declares it. Leans on declarations, forms and names.
 */
#include "syntax/declare.h"

#include "base/limits.h"
#include "syntax/forms.h"
#include "syntax/tokens.h"

#include <string.h>

enum { NAME_WORDS = 16 };

static ics_span words_span(const ics_word *words, size_t i, size_t count)
{
    return (ics_span){words[i].span.source, words[i].span.start, words[i + count - 1].span.end};
}

/* The spelling of count words: as written, with one space between words and none before 's. */
static char *spelling(ics_declarer *d, const ics_word *words, size_t i, size_t count)
{
    const char *text = ics_diags_source_text(d->diags, words[i].span.source, NULL);
    const size_t room = words[i + count - 1].span.end - words[i].span.start + count + 1;
    char *spelt = ics_arena_alloc(d->arena, room, 1);
    size_t length = 0;
    for (size_t n = i; n < i + count; n++) {
        if (n > i && words[n].kind != ICS_WORD_POSSESSIVE)
            spelt[length++] = ' ';
        const size_t size = words[n].span.end - words[n].span.start;
        memcpy(spelt + length, text + words[n].span.start, size);
        length += size;
    }
    return spelt;
}

/* The name without the reserved words at its ends, as a proposal; NULL where nothing is left. */
static const char *without_reserved(ics_declarer *d, const ics_word *words, size_t i, size_t count)
{
    while (count > 0 && ics_is_reserved(d->vocabulary, words[i].id)) {
        i++;
        count--;
    }
    while (count > 0 && ics_is_reserved(d->vocabulary, words[i + count - 1].id))
        count--;
    return count > 0 ? spelling(d, words, i, count) : NULL;
}

static void refuse_reserved(ics_declarer *d, const ics_word *words, size_t i, size_t count, size_t culprit)
{
    const char *spelt = spelling(d, words, i, count);
    const char *word = spelling(d, words, culprit, 1);
    const char *how = count == 1 ? "is" : culprit == i ? "begins with" : "ends with";
    ics_diag *diag = ics_report(d->diags, ICS_E0105, words_span(words, i, count), "'%s' %s the reserved word '%s'",
                                spelt, how, word);
    const char *proposal = without_reserved(d, words, i, count);
    if (proposal)
        ics_diag_help(d->diags, diag, "call it '%s', or another name without '%s' at its end or beginning", proposal,
                      word);
    else
        ics_diag_help(d->diags, diag, "choose another name: sentences are made of these words");
}

/* Says what is wrong with a name. @return false where it cannot be declared at all. */
static bool name_is_sound(ics_declarer *d, const ics_word *words, size_t i, size_t count, ics_name_kind kind)
{
    if (count > NAME_WORDS) {
        ics_report(d->diags, ICS_E0005, words_span(words, i, count),
                   "this name has %zu words; the limit TERM_WORDS is %d", count, NAME_WORDS);
        return false;
    }
    const bool may_begin =
        kind == ICS_NAME_VERB && count > 1 && words[i].id == d->vocabulary->have; /* have regard to */
    if (!may_begin && ics_is_reserved(d->vocabulary, words[i].id)) {
        refuse_reserved(d, words, i, count, i);
        return count > 1;
    }
    if (ics_is_reserved(d->vocabulary, words[i + count - 1].id)) {
        refuse_reserved(d, words, i, count, i + count - 1);
        return count > 1;
    }
    return true;
}

/* Declares words[i..i+count) as a name that stands for @p text (NULL: for itself). @return its spelling, or NULL. */
static const char *declare(ics_declarer *d, size_t i, size_t count, ics_name_kind kind, const char *text)
{
    const ics_word *words = d->words->items;
    if (count == 0 || !name_is_sound(d, words, i, count, kind))
        return NULL;
    uint32_t ids[NAME_WORDS];
    ics_word_ids(words, i, count, ids);
    const char *spelt = spelling(d, words, i, count);
    ics_names_add(d->names, ids, (uint32_t)count, kind, d->pack, text ? text : spelt, spelt);
    return spelt;
}

/* The words of a quoted long form ("integrated care board") as another name for text. */
static void declare_title(ics_declarer *d, const ics_word *title, const char *text)
{
    const char *source = ics_diags_source_text(d->diags, title->span.source, NULL);
    uint32_t ids[NAME_WORDS];
    uint32_t count = 0;
    size_t at = title->span.start + 1;
    const size_t end = title->span.end - (source[title->span.end - 1] == '"');
    while (at < end) {
        size_t length = 0;
        while (at + length < end && source[at + length] != ' ')
            length++;
        if (length > 0 && count == NAME_WORDS)
            return; /* a description rather than a name */
        if (length > 0)
            ids[count++] = ics_word_id(d->names->ids, d->arena, source + at, length);
        at += length + 1;
    }
    if (count == 0 || ics_is_reserved(d->vocabulary, ids[0]) || ics_is_reserved(d->vocabulary, ids[count - 1]))
        return;
    const ics_span span = {title->span.source, title->span.start + 1, (uint32_t)end};
    ics_names_add(d->names, ids, count, ICS_NAME_ENTITY, d->pack, text, ics_span_text(d->arena, d->diags, span));
}

/* "plan is needed" is a clause; its other form is "plan is not needed". */
static bool declare_clause(ics_declarer *d, size_t i, size_t count, const char *text)
{
    const ics_word *words = d->words->items;
    const ics_vocabulary *v = d->vocabulary;
    if (count + 1 > NAME_WORDS)
        return false;
    for (size_t n = 1; n + 1 < count; n++) {
        const uint32_t word = words[i + n].id;
        if (word != v->is && word != v->are && word != v->has)
            continue;
        uint32_t ids[NAME_WORDS];
        ics_word_ids(words, i, count, ids);
        ics_names_add(d->names, ids, (uint32_t)count, ICS_NAME_CLAUSE, d->pack, text, text);
        memmove(ids + n + 2, ids + n + 1, (count - n - 1) * sizeof *ids);
        ids[n + 1] = v->not ;
        ics_names_add(d->names, ids, (uint32_t)count + 1, ICS_NAME_DENIED, d->pack, text, text);
        return true;
    }
    return false;
}

/* Index after the last word of the declaration that begins at i: where the next one begins. */
static size_t declaration_end(ics_declarer *d, size_t i)
{
    int token;
    size_t opening;
    for (i++; i < d->words->count; i++)
        if (ics_declaration_at(d->vocabulary, d->words->items, i, &token, &opening) != ICS_IN_NONE)
            break;
    return i;
}

static void declare_entity(ics_declarer *d, size_t i, size_t end)
{
    const ics_word *words = d->words->items;
    const size_t count = ics_words_on_line(words, i, &d->vocabulary->is, 1);
    const char *text = declare(d, i, count, ICS_NAME_ENTITY, NULL);
    size_t at = i + count;
    if (text && words[at].kind == ICS_WORD_TEXT)
        declare_title(d, &words[at], text);
    for (; at < end; at++) {
        size_t name;
        if (!words[at].starts_line || !ics_is_attribute_line(words, at, &name))
            continue;
        const char *attribute = declare(d, at, name, ICS_NAME_ATTRIBUTE, NULL);
        if (attribute)
            declare_clause(d, at, name, attribute);
    }
}

static bool is_mark(const ics_word *word, char mark)
{
    return word->kind == ICS_WORD_MARK && word->mark == mark;
}

static void declare_enum(ics_declarer *d, size_t i, size_t end)
{
    const ics_word *words = d->words->items;
    const size_t count = ics_words_on_line(words, i, &d->vocabulary->is, 1);
    declare(d, i, count, ICS_NAME_ENUM, NULL);
    size_t at = i + count + 1; /* after `is` */
    while (at < end) {
        size_t length = at < end ? 1 : 0;
        if (words[at].kind != ICS_WORD_PLAIN) {
            at++;
            continue;
        }
        length += ics_words_on_line(words, at + 1, NULL, 0);
        declare(d, at, length, ICS_NAME_VALUE, NULL);
        at += length;
    }
}

/* A role or a term and its other names, each after `also`. */
static void declare_with_aliases(ics_declarer *d, size_t i, size_t end, ics_name_kind kind)
{
    const ics_word *words = d->words->items;
    const char *text = NULL;
    while (i < end) {
        if (words[i].kind != ICS_WORD_PLAIN || words[i].id == d->vocabulary->also) {
            i++;
            continue;
        }
        const size_t count = 1 + ics_words_on_line(words, i + 1, &d->vocabulary->also, 1);
        const char *spelt = declare(d, i, count, kind, text);
        if (!text)
            text = spelt;
        i += count;
    }
}

static void declare_up_to(ics_declarer *d, size_t i, ics_name_kind kind, const uint32_t *stops, size_t stop_count)
{
    declare(d, i, ics_words_on_line(d->words->items, i, stops, stop_count), kind, NULL);
}

/* A reading names its value on a line of its own: `last day of easement is 2020-09-25`. */
static void declare_reading(ics_declarer *d, size_t i, size_t end)
{
    const ics_word *words = d->words->items;
    for (; i < end; i++) {
        if (!words[i].starts_line || words[i].kind != ICS_WORD_PLAIN)
            continue;
        const size_t count = 1 + ics_words_on_line(words, i + 1, &d->vocabulary->is, 1);
        if (words[i + count].id == d->vocabulary->is && words[i + count].kind == ICS_WORD_PLAIN)
            declare(d, i, count, ICS_NAME_READING, NULL);
        i += count - 1;
    }
}

static void declare_one(ics_declarer *d, ics_declaration kind, size_t i, size_t end)
{
    const ics_vocabulary *v = d->vocabulary;
    const uint32_t defining[] = {v->means, v->includes, v->counts, v->where};
    switch (kind) {
    case ICS_IN_ENTITY:
        declare_entity(d, i, end);
        break;
    case ICS_IN_ENUM:
        declare_enum(d, i, end);
        break;
    case ICS_IN_ROLE:
        declare_with_aliases(d, i, end, ICS_NAME_ROLE);
        break;
    case ICS_IN_TERM:
        declare_with_aliases(d, i, end, ICS_NAME_TERM);
        break;
    case ICS_IN_LET:
        declare_up_to(d, i, ICS_NAME_LET, &v->is, 1);
        break;
    case ICS_IN_DEFINE:
        declare_up_to(d, i, ICS_NAME_DEFINED, defining, sizeof defining / sizeof *defining);
        break;
    case ICS_IN_READING:
        declare_reading(d, i, end);
        break;
    default:
        break; /* the others declare identifiers, which are not joined; verbs come later */
    }
}

/* ---- verbs */

/* Irregular forms: `(sends, sending, sent)`; index of the first of them, or 0. */
static size_t find_irregular(const ics_word *words, size_t i)
{
    for (; !words[i].starts_line && words[i].kind != ICS_WORD_END; i++)
        if (is_mark(&words[i], '(') && words[i + 1].kind == ICS_WORD_PLAIN && is_mark(&words[i + 2], ',') &&
            words[i + 3].kind == ICS_WORD_PLAIN)
            return i + 1;
    return 0;
}

static void add_form(ics_declarer *d, const uint32_t *ids, uint32_t count, uint32_t first, ics_name_kind kind,
                     const char *text)
{
    uint32_t form[NAME_WORDS];
    memcpy(form, ids, count * sizeof *form);
    form[0] = first;
    size_t length, rest = 0;
    const char *word = ics_intern_text(d->names->ids, first, &length);
    const char *tail = strchr(text, ' ');
    if (tail)
        rest = strlen(tail);
    char *spelt = ics_arena_alloc(d->arena, length + rest + 1, 1);
    memcpy(spelt, word, length);
    if (tail)
        memcpy(spelt + length, tail, rest);
    ics_names_add(d->names, form, count, kind, d->pack, text, spelt);
}

static void declare_verb(ics_declarer *d, size_t i)
{
    const ics_word *words = d->words->items;
    const ics_verb_header header = ics_find_verb_header(d->vocabulary, d->names, d->visible, words, i);
    const char *text = declare(d, header.name, header.name_count, ICS_NAME_VERB, NULL);
    if (!text || header.has_be)
        return;
    uint32_t ids[NAME_WORDS];
    ics_word_ids(words, header.name, header.name_count, ids);
    const size_t irregular = find_irregular(words, header.name + header.name_count);
    uint32_t does, doing;
    if (irregular) {
        does = words[irregular].id;
        doing = words[irregular + 2].id;
    } else {
        char form[ICS_FORM_BUFFER];
        size_t length;
        const char *plain = ics_intern_text(d->names->ids, ids[0], &length);
        does = ics_word_id(d->names->ids, d->arena, form, ics_third_person(plain, length, form));
        plain = ics_intern_text(d->names->ids, ids[0], &length);
        doing = ics_word_id(d->names->ids, d->arena, form, ics_present_participle(plain, length, form));
    }
    add_form(d, ids, (uint32_t)header.name_count, does, ICS_NAME_DOES, text);
    add_form(d, ids, (uint32_t)header.name_count, doing, ICS_NAME_DOING, text);
}

/* ---- both passes */

static void each_declaration(ics_declarer *d, bool verbs)
{
    for (size_t i = 0; i < d->words->count;) {
        int token;
        size_t opening;
        const ics_declaration kind = ics_declaration_at(d->vocabulary, d->words->items, i, &token, &opening);
        const size_t end = declaration_end(d, i);
        if (verbs && kind == ICS_IN_VERB)
            declare_verb(d, i + opening);
        else if (!verbs)
            declare_one(d, kind, i + opening, end);
        i = end;
    }
}

void ics_declare_names(ics_declarer *declarer)
{
    each_declaration(declarer, false);
}

void ics_declare_verbs(ics_declarer *declarer)
{
    each_declaration(declarer, true);
}
