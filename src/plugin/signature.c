/* Signatures are read strictly: a word that is neither a type nor an enumeration of the model is refused. */
#include "plugin/signature.h"

#include <string.h>

static const struct type_word {
    const char *word;
    ics_plugin_type type;
} type_words[] = {
    {"count", ICS_PLUGIN_COUNT},
    {"number", ICS_PLUGIN_NUMBER},
    {"money", ICS_PLUGIN_MONEY},
    {"people", ICS_PLUGIN_PEOPLE},
    {"share", ICS_PLUGIN_SHARE},
    {"yes/no", ICS_PLUGIN_YESNO},
    {"date", ICS_PLUGIN_DATE},
    {"event date", ICS_PLUGIN_DATE},
    {"text", ICS_PLUGIN_TEXT},
    {"role", ICS_PLUGIN_ROLE},
    {"list of number", ICS_PLUGIN_NUMBERS},
    {"list of date", ICS_PLUGIN_DATES},
};

static const char *skip_blanks(const char *at)
{
    while (*at == ' ')
        at++;
    return at;
}

static bool find_enumeration(const ics_model *model, const char *word, size_t length, uint32_t *out)
{
    for (uint32_t i = 0; i < model->enum_count; i++)
        if (ics_key_equal(model->enums[i].name, strlen(model->enums[i].name), word, length)) {
            *out = i;
            return true;
        }
    return false;
}

/* Reads one type word up to any of the ends; NULL where it is none. */
static const char *read_word(ics_plugin_word *out, const ics_model *model, const char *at, const char *ends)
{
    at = skip_blanks(at);
    const char *stop = at + strcspn(at, ends);
    size_t length = (size_t)(stop - at);
    while (length > 0 && at[length - 1] == ' ')
        length--;
    for (size_t i = 0; i < sizeof type_words / sizeof type_words[0]; i++)
        if (strlen(type_words[i].word) == length && memcmp(type_words[i].word, at, length) == 0) {
            *out = (ics_plugin_word){type_words[i].type, ICS_NONE};
            return stop;
        }
    out->type = ICS_PLUGIN_CHOICE;
    return length > 0 && find_enumeration(model, at, length, &out->enumeration) ? stop : NULL;
}

const char *ics_plugin_signature_parse(ics_plugin_signature *out, const ics_model *model, const char *text)
{
    *out = (ics_plugin_signature){0};
    const char *at = read_word(&out->result, model, text, "(");
    if (at == NULL)
        return "the type of its answer is neither a type nor an enumeration of the model";
    if (*at != '(')
        return "it has no '(' after the type of its answer";
    if (out->result.type == ICS_PLUGIN_TEXT)
        return "a function cannot give text";
    if (ics_exchange_is_list(out->result.type))
        return "a function cannot give a list";
    at = skip_blanks(at + 1);
    while (*at != ')') {
        if (out->parameter_count == ICS_PLUGIN_PARAMETERS)
            return "it has more than 16 arguments";
        at = read_word(&out->parameters[out->parameter_count], model, at, ",)");
        if (at == NULL)
            return "the type of an argument is neither a type nor an enumeration of the model";
        out->parameter_count++;
        if (*at == ',' && *skip_blanks(at + 1) != ')')
            at++;
        else if (*at != ')')
            return "its arguments do not end with ')'";
    }
    if (*skip_blanks(at + 1) != '\0')
        return "something follows its ')'";
    return out->parameter_count == 0 ? "it has no argument" : NULL;
}

static bool word_serves(ics_plugin_word declared, ics_plugin_word stated)
{
    if (declared.type == ICS_PLUGIN_NUMBER && stated.type == ICS_PLUGIN_COUNT)
        return true;
    return declared.type == stated.type && declared.enumeration == stated.enumeration;
}

bool ics_plugin_signature_serves(const ics_plugin_signature *declared, const ics_plugin_signature *stated)
{
    if (declared->parameter_count != stated->parameter_count || !word_serves(declared->result, stated->result))
        return false;
    for (uint32_t i = 0; i < declared->parameter_count; i++)
        if (!word_serves(declared->parameters[i], stated->parameters[i]))
            return false;
    return true;
}
