/* Names in vocabulary lines: whatever their words mean elsewhere, they end with their line or at a mark. */
#include "base/limits.h"
#include "syntax/join.h"
#include "syntax/tokens.h"

static size_t emit_name(ics_joiner *j, size_t i, size_t count)
{
    if (count > 0)
        ics_join_emit(j, T_TERM, ics_join_span(j, i, count), ics_join_text(j, i, count));
    return count;
}

/* Words of one line from i on, words[i] itself whether or not it begins the line. */
static size_t words_from(const ics_joiner *j, size_t i, const uint32_t *stops, size_t stop_count)
{
    return ics_is_name_word(&j->words[i]) ? 1 + ics_words_on_line(j->words, i + 1, stops, stop_count) : 0;
}

/* `population : people`: the name, a clause where it has its verb. */
static size_t join_attribute_name(ics_joiner *j, size_t i)
{
    size_t count;
    if (!ics_is_attribute_line(j->words, i, &count))
        return emit_name(j, i, words_from(j, i, NULL, 0)); /* the parser says that the colon is missing */
    size_t length = 0;
    unsigned kinds = 0;
    if (count <= (size_t)ICS_LIMIT_TERM_WORDS)
        ics_join_longest(j, i, count, &length, &kinds);
    const bool is_clause = length == count && (kinds & ICS_NAME_CLAUSE);
    ics_token *token =
        ics_join_emit(j, is_clause ? T_FACT : T_TERM, ics_join_span(j, i, count), ics_join_text(j, i, count));
    token->flag = is_clause;
    token->help = j->words[i].help;
    return count;
}

/* After `is a`: the name of another entity. */
static size_t join_entity_name(ics_joiner *j, size_t i)
{
    size_t length;
    unsigned kinds;
    const ics_name *name = ics_join_longest(j, i, ics_join_run(j, i), &length, &kinds);
    if (name) {
        ics_join_emit(j, T_TERM, ics_join_span(j, i, length), name->text);
        return length;
    }
    const size_t count = words_from(j, i, NULL, 0);
    if (count > 0)
        ics_join_unknown_name(j, i, count, ICS_NAME_ENTITY, "entity");
    return count;
}

static size_t join_in_entity(ics_joiner *j, size_t i, int last)
{
    if (!ics_is_name_word(&j->words[i]))
        return 0;
    if (last == T_ENTITY)
        return j->words[i].starts_line ? 0 : emit_name(j, i, ics_words_on_line(j->words, i, &j->vocabulary->is, 1));
    if (last == T_EOL)
        return join_attribute_name(j, i);
    return last == T_ISA || last == T_INVERSEOF ? join_entity_name(j, i) : 0;
}

static size_t join_verb_header(ics_joiner *j, size_t i)
{
    const ics_verb_header header = ics_find_verb_header(j->vocabulary, j->names, j->visible, j->words, i);
    const size_t on_line = ics_words_on_line(j->words, i, NULL, 0);
    if (on_line == 0)
        return 0;
    if (header.entity_count == 0) {
        ics_join_unknown_name(j, i, on_line, ICS_NAME_ENTITY, "entity");
        return on_line;
    }
    size_t length;
    unsigned kinds;
    const ics_name *entity = ics_join_longest(j, i, header.entity_count, &length, &kinds);
    ics_join_emit(j, T_TERM, ics_join_span(j, i, header.entity_count), entity->text);
    if (header.has_be)
        ics_join_emit(j, T_BE, j->words[header.name - 1].span, "be");
    emit_name(j, header.name, header.name_count);
    return header.entity_count + header.has_be + header.name_count;
}

size_t ics_join_vocabulary(ics_joiner *j, size_t i)
{
    const int last = ics_join_before(j, 1);
    const ics_vocabulary *v = j->vocabulary;
    switch (j->in) {
    case ICS_IN_ENTITY:
        return join_in_entity(j, i, last);
    case ICS_IN_ENUM:
        if (last == T_ENUM)
            return emit_name(j, i, ics_words_on_line(j->words, i, &v->is, 1));
        return last == T_IS || last == ',' ? emit_name(j, i, words_from(j, i, NULL, 0)) : 0;
    case ICS_IN_ROLE:
    case ICS_IN_TERM:
        if (j->words[i].id == v->also && last == T_TERM)
            return 0;
        return last == T_ROLE || last == T_TERMDECL || last == T_ALSO ? emit_name(j, i, words_from(j, i, &v->also, 1))
                                                                      : 0;
    case ICS_IN_LET:
        return last == T_LET ? emit_name(j, i, ics_words_on_line(j->words, i, &v->is, 1)) : 0;
    case ICS_IN_VERB:
        return last == T_VERB ? join_verb_header(j, i) : 0;
    default:
        return 0;
    }
}
