/* Scalars: what a text, a number or a word of the file means for an attribute's type. Nothing is guessed. */
#include "data/load.h"

#include "base/date.h"
#include "base/date_form.h"
#include "base/decimal.h"
#include "data/growth.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A spelling that was met before, and what it means. */
typedef struct spelling {
    const char *text; /* in the loader's words; NULL: free */
    uint32_t length, id;
} spelling;

enum { SPELLINGS = 256, VALUES_NAMED = 12 };

/* Which value a word of the data is, worked out once for each spelling; the last few are found without hashing. */
typedef struct ics_word_values {
    uint32_t *value_of_word; /* by word: id + 1 */
    size_t room;
    spelling recent[SPELLINGS];
} ics_word_values;

static spelling *recent_slot(ics_word_values *values, const ics_tape_node *node)
{
    const unsigned first = node->length ? (unsigned char)node->text[0] : 0;
    const unsigned last = node->length ? (unsigned char)node->text[node->length - 1] : 0;
    return &values->recent[(first * 7 + last * 31 + node->length * 13) % SPELLINGS];
}

void ics_load_free_values(ics_load *load)
{
    for (size_t i = 0; i < load->enum_room; i++)
        free(load->enum_words[i].value_of_word);
    free(load->enum_words);
}

static bool is_word(const ics_tape_node *node, const char *word)
{
    const size_t length = strlen(word);
    if (node->length != length)
        return false;
    for (size_t i = 0; i < length; i++)
        if ((node->text[i] | 0x20) != word[i])
            return false;
    return true;
}

static bool is_scalar_text(const ics_tape_node *node)
{
    return node->kind == ICS_TAPE_PLAIN || node->kind == ICS_TAPE_TEXT;
}

static bool refuse(ics_load *load, uint32_t attribute, uint32_t node, const char *help, const char *expected)
{
    char found[96];
    const char *name = attribute == ICS_NONE ? NULL : load->model->attributes[attribute].name;
    return ics_load_error(load, ICS_E0602, node, help, "expected %s%s%s%s, found %s", expected, name ? " for '" : "",
                          name ? name : "", name ? "'" : "", ics_tape_describe(&load->tape, node, found, sizeof found));
}

static bool read_yes_no(ics_load *load, uint32_t attribute, uint32_t node, ics_value *out)
{
    const ics_tape_node *at = &load->tape.nodes[node];
    const bool is_plain = at->kind == ICS_TAPE_PLAIN;
    if (at->kind == ICS_TAPE_TRUE || (is_plain && (is_word(at, "yes") || is_word(at, "true"))))
        *out = (ics_value){ICS_SAID_PRESENT, 1, 0};
    else if (at->kind == ICS_TAPE_FALSE || (is_plain && (is_word(at, "no") || is_word(at, "false"))))
        *out = (ics_value){ICS_SAID_PRESENT, 0, 0};
    else
        return refuse(load, attribute, node, "in JSON write true or false, in YAML and tables also yes or no",
                      "yes or no");
    return true;
}

static bool refuse_number(ics_load *load, uint32_t attribute, uint32_t node, ics_decimal_status status,
                          const char *expected)
{
    char found[96];
    ics_tape_describe(&load->tape, node, found, sizeof found);
    if (status == ICS_DECIMAL_RANGE)
        return ics_load_error(load, ICS_E0202, node, NULL,
                              "%s does not fit: numbers reach from -9,223,372,036,854 to 9,223,372,036,854", found);
    if (status == ICS_DECIMAL_INEXACT)
        return ics_load_error(load, ICS_E0202, node, "round it where the figure is made; nothing is rounded here",
                              "%s is more exact than millionths", found);
    return refuse(load, attribute, node, NULL, expected);
}

static ics_decimal_status parse_decimal(const ics_tape_node *node, size_t skip, size_t cut, ics_decimal *out)
{
    return ics_decimal_parse(node->text + skip, node->length - skip - cut, node->kind != ICS_TAPE_NUMBER, out);
}

/* Parses digits that have no fraction and fit easily; most numbers of data are such. */
static bool parse_short(const ics_tape_node *node, ics_decimal *out)
{
    if (node->length == 0 || node->length > 9)
        return false;
    int64_t value = 0;
    for (uint32_t i = 0; i < node->length; i++) {
        const unsigned digit = (unsigned)(unsigned char)node->text[i] - '0';
        if (digit > 9)
            return false;
        value = value * 10 + digit;
    }
    *out = value * ICS_DECIMAL_ONE;
    return true;
}

static bool read_number(ics_load *load, uint32_t attribute, uint32_t node, const char *expected, ics_value *out)
{
    const ics_tape_node *at = &load->tape.nodes[node];
    if (at->kind != ICS_TAPE_NUMBER && at->kind != ICS_TAPE_PLAIN)
        return refuse(load, attribute, node, at->kind == ICS_TAPE_TEXT ? "write the number without quotes" : NULL,
                      expected);
    out->state = ICS_SAID_PRESENT;
    if (parse_short(at, &out->value))
        return true;
    const ics_decimal_status status = parse_decimal(at, 0, 0, &out->value);
    if (status == ICS_DECIMAL_OK)
        return true;
    out->state = ICS_SAID_NOTHING;
    return refuse_number(load, attribute, node, status, expected);
}

/* "£20,000", with the pound sign first; or a bare number. */
static bool read_money(ics_load *load, uint32_t attribute, uint32_t node, ics_value *out)
{
    static const char expected[] = "an amount of money (20000, or \"£20,000\")";
    const ics_tape_node *at = &load->tape.nodes[node];
    if (!is_scalar_text(at) || at->length < 2 || memcmp(at->text, "\xC2\xA3", 2) != 0)
        return read_number(load, attribute, node, expected, out);
    const ics_decimal_status status = parse_decimal(at, 2, 0, &out->value);
    if (status != ICS_DECIMAL_OK)
        return refuse_number(load, attribute, node, status, expected);
    out->state = ICS_SAID_PRESENT;
    return true;
}

/* "75%" or 0.75. */
static bool read_share(ics_load *load, uint32_t attribute, uint32_t node, ics_value *out)
{
    static const char expected[] = "a share (0.75, or \"75%\")";
    const ics_tape_node *at = &load->tape.nodes[node];
    if (!is_scalar_text(at) || at->length == 0 || at->text[at->length - 1] != '%')
        return read_number(load, attribute, node, expected, out);
    ics_decimal percent;
    const ics_decimal_status status = parse_decimal(at, 0, 1, &percent);
    if (status != ICS_DECIMAL_OK)
        return refuse_number(load, attribute, node, status, expected);
    if (percent % 100 != 0)
        return refuse_number(load, attribute, node, ICS_DECIMAL_INEXACT, expected);
    *out = (ics_value){ICS_SAID_PRESENT, percent / 100, 0};
    return true;
}

/* "14 days", "3 weeks", or a number of days. Months and years have no fixed number of days. */
static bool read_duration(ics_load *load, uint32_t attribute, uint32_t node, ics_value *out)
{
    static const char expected[] = "a length of time in days or weeks (14, \"14 days\", \"3 weeks\")";
    const ics_tape_node *at = &load->tape.nodes[node];
    uint32_t digits = 0;
    while (is_scalar_text(at) && digits < at->length && at->text[digits] != ' ')
        digits++;
    if (!is_scalar_text(at) || digits == at->length)
        return read_number(load, attribute, node, expected, out);
    const char *unit = at->text + digits + 1;
    const size_t length = at->length - digits - 1;
    const bool is_weeks = ics_key_equal(unit, length, "weeks", 5) || ics_key_equal(unit, length, "week", 4);
    if (!is_weeks && !ics_key_equal(unit, length, "days", 4) && !ics_key_equal(unit, length, "day", 3))
        return refuse(load, attribute, node, NULL, expected);
    ics_decimal count;
    const ics_decimal_status status = ics_decimal_parse(at->text, digits, false, &count);
    if (status != ICS_DECIMAL_OK)
        return refuse_number(load, attribute, node, status, expected);
    if (is_weeks && !ics_decimal_mul(count, (ics_decimal)7 * ICS_DECIMAL_ONE, &count))
        return refuse_number(load, attribute, node, ICS_DECIMAL_RANGE, expected);
    *out = (ics_value){ICS_SAID_PRESENT, count, 0};
    return true;
}

/* A day written in full, without the general parser's questions. */
static bool parse_day(const ics_tape_node *node, int32_t *day)
{
    if (node->length != 10 || node->text[4] != '-' || node->text[7] != '-')
        return false;
    int part[3] = {0, 0, 0};
    for (uint32_t i = 0, which = 0; i < 10; i++) {
        const unsigned digit = (unsigned)(unsigned char)node->text[i] - '0';
        if (i == 4 || i == 7)
            which++;
        else if (digit > 9)
            return false;
        else
            part[which] = part[which] * 10 + (int)digit;
    }
    return ics_day_from_civil(part[0], part[1], part[2], day);
}

static bool can_be_date(const ics_tape_node *node)
{
    return is_scalar_text(node) || node->kind == ICS_TAPE_NUMBER; /* a year is a number to JSON */
}

/* A date of a table that says how its dates are written: no other form is read, and none is chosen where two differ. */
static bool read_date_by_form(ics_load *load, uint32_t node, ics_value *out)
{
    const ics_tape_node *at = &load->tape.nodes[node];
    const ics_table_binding *table = load->binding;
    size_t fitting = 0;
    int32_t found = 0, day;
    for (size_t i = 0; i < table->date_form_count; i++)
        if (ics_date_form_read(table->date_forms[i], at->text, at->length, &day)) {
            fitting += fitting == 0 || day != found;
            found = day;
        }
    char text[96];
    ics_tape_describe(&load->tape, node, text, sizeof text);
    if (fitting == 0)
        return ics_load_error(load, ICS_E0201, node, "the table's 'dates' in the project file say how they are written",
                              "expected a date written %s%s, found %s", table->date_forms[0],
                              table->date_form_count > 1 ? ", or in another of its forms" : "", text);
    if (fitting > 1)
        return ics_load_error(load, ICS_E0201, node, "leave one of the forms out",
                              "%s is another day by another of the table's forms", text);
    *out = (ics_value){ICS_SAID_PRESENT, found, found};
    return true;
}

static bool read_date(ics_load *load, uint32_t attribute, uint32_t node, ics_value *out)
{
    static const char expected[] = "a date (\"2023-05-09\", \"2023-05\" or \"2023\")";
    const ics_tape_node *at = &load->tape.nodes[node];
    int32_t first, last;
    const char *why = NULL;
    if (!can_be_date(at))
        return refuse(load, attribute, node, NULL, expected);
    if (load->binding && load->binding->date_form_count > 0)
        return read_date_by_form(load, node, out);
    if (parse_day(at, &first)) {
        last = first;
    } else if (!ics_date_parse(at->text, at->length, &first, &last, &why)) {
        char found[96];
        ics_tape_describe(&load->tape, node, found, sizeof found);
        why = load->tape.hides_values ? NULL : why;
        return ics_load_error(load, ICS_E0201, node, NULL, "expected %s, found %s%s%s", expected, found,
                              why ? ": " : "", why ? why : "");
    }
    *out = (ics_value){ICS_SAID_PRESENT, first, last};
    return true;
}

static bool calendar_year_parse(const char *text, size_t length, int32_t *first, int32_t *last)
{
    const char *why;
    return length == 4 && ics_date_parse(text, length, first, last, &why);
}

static bool read_year(ics_load *load, uint32_t attribute, uint32_t node, ics_type type, ics_value *out)
{
    static const struct {
        ics_type type;
        bool (*parse)(const char *text, size_t length, int32_t *first, int32_t *last);
        const char *expected;
    } kinds[] = {
        {ICS_TYPE_CALENDAR_YEAR, calendar_year_parse, "a calendar year (2023)"},
        {ICS_TYPE_FINANCIAL_YEAR, ics_financial_year_parse, "a financial year (\"2023/24\")"},
        {ICS_TYPE_ACADEMIC_YEAR, ics_academic_year_parse, "an academic year (\"2023/24\")"},
        {ICS_TYPE_PERIOD, ics_period_parse, "a period (\"2023-05-09 to 2024-01-31\", or a month or year)"},
    };
    const ics_tape_node *at = &load->tape.nodes[node];
    int32_t first, last;
    size_t kind = 0;
    while (kinds[kind].type != type)
        kind++;
    if (!can_be_date(at) || !kinds[kind].parse(at->text, at->length, &first, &last))
        return refuse(load, attribute, node, NULL, kinds[kind].expected);
    *out = (ics_value){ICS_SAID_PRESENT, first, last};
    return true;
}

static bool read_text(ics_load *load, uint32_t attribute, uint32_t node, ics_value *out)
{
    const ics_tape_node *at = &load->tape.nodes[node];
    if (!is_scalar_text(at))
        return refuse(load, attribute, node, at->kind == ICS_TAPE_NUMBER ? "put it in quotes" : NULL, "a text");
    const uint32_t id = ics_intern_add(load->dataset->texts, at->text, at->length);
    if (id == 0)
        return ics_load_out_of_memory(load);
    *out = (ics_value){ICS_SAID_PRESENT, id, 0};
    return true;
}

/* Looks a word up among the values of an enumeration, or the roles where it is ICS_NONE. */
static uint32_t find_value(const ics_load *load, uint32_t enumeration, const ics_tape_node *node)
{
    return enumeration == ICS_NONE ? ics_model_role(load->model, node->text, node->length)
                                   : ics_model_value(load->model, enumeration, node->text, node->length);
}

/* "it is one of county, unitary, district"; of many the first. */
static void list_values(const char *const *names, size_t count, char *out, size_t size)
{
    size_t length = (size_t)snprintf(out, size, "it is one of");
    for (size_t i = 0; i < count && length < size; i++) {
        const bool fits = i < VALUES_NAMED && length + strlen(names[i]) + sizeof ", …" < size;
        length += (size_t)snprintf(out + length, size - length, "%s%s", i == 0 ? " " : ", ", fits ? names[i] : "…");
        if (!fits)
            return;
    }
}

static bool refuse_value(ics_load *load, uint32_t enumeration, uint32_t node)
{
    const ics_model *model = load->model;
    const ics_tape_node *at = &load->tape.nodes[node];
    const char *const *names = model->roles;
    size_t count = model->role_count;
    if (enumeration != ICS_NONE) {
        names = model->values + model->enums[enumeration].first_value;
        count = model->enums[enumeration].value_count;
    }
    char found[96], help[400];
    const char *nearest = ics_nearest(at->text, at->length, names, count);
    if (nearest && !load->tape.hides_values) /* what is near a value tells it */
        snprintf(help, sizeof help, "did you mean '%s'?", nearest);
    else if (enumeration == ICS_NONE)
        snprintf(help, sizeof help, "name a role that a rule file declares, or declare it there: role NAME");
    else
        list_values(names, count, help, sizeof help);
    return ics_load_error(load, ICS_E0602, node, help, "%s is no %s",
                          ics_tape_describe(&load->tape, node, found, sizeof found),
                          enumeration == ICS_NONE ? "role that the model knows" : model->enums[enumeration].name);
}

static bool read_value(ics_load *load, uint32_t attribute, uint32_t enumeration, uint32_t node, ics_value *out)
{
    const ics_tape_node *at = &load->tape.nodes[node];
    const uint32_t table = enumeration == ICS_NONE ? load->model->enum_count : enumeration;
    if (!is_scalar_text(at))
        return refuse(load, attribute, node, NULL,
                      enumeration == ICS_NONE ? "the name of a role" : load->model->enums[enumeration].name);
    if (!ics_grow(&load->enum_words, &load->enum_room, load->model->enum_count + 1u, sizeof *load->enum_words))
        return ics_load_out_of_memory(load);
    ics_word_values *values = &load->enum_words[table];
    spelling *recent = recent_slot(values, at);
    if (recent->text && recent->length == at->length && memcmp(recent->text, at->text, at->length) == 0) {
        *out = (ics_value){ICS_SAID_PRESENT, recent->id, 0};
        return true;
    }
    const uint32_t word = ics_intern_add(load->words, at->text, at->length);
    if (word == 0 || !ics_grow(&values->value_of_word, &values->room, word + 1u, sizeof *values->value_of_word))
        return ics_load_out_of_memory(load);
    if (values->value_of_word[word] == 0) {
        const uint32_t id = find_value(load, enumeration, at);
        if (id == ICS_NONE)
            return refuse_value(load, enumeration, node);
        values->value_of_word[word] = id + 1;
    }
    *recent = (spelling){ics_intern_text(load->words, word, NULL), at->length, values->value_of_word[word] - 1};
    *out = (ics_value){ICS_SAID_PRESENT, recent->id, 0};
    return true;
}

/* Words that people put in a cell for want of a value. What they mean has to be said by the table's codes. */
static bool is_missing_word(const ics_tape_node *node)
{
    static const char *const words[] = {"NULL", "null", "n/a", "N/A", "#N/A", "NA", "-", "--", "."};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (node->length == strlen(words[i]) && memcmp(node->text, words[i], node->length) == 0)
            return true;
    return false;
}

bool ics_load_is_said_missing(ics_load *load, uint32_t node, ics_value *out)
{
    const ics_tape_node *at = &load->tape.nodes[node];
    switch ((ics_tape_kind)at->kind) {
    case ICS_TAPE_NULL:
        *out = (ics_value){load->is_null_unknown ? ICS_SAID_UNKNOWN : ICS_SAID_ABSENT, 0, 0};
        return true;
    case ICS_TAPE_ABSENT:
        *out = (ics_value){ICS_SAID_ABSENT, 0, 0};
        return true;
    case ICS_TAPE_UNKNOWN:
        *out = (ics_value){ICS_SAID_UNKNOWN, 0, 0};
        return true;
    case ICS_TAPE_NOT_APPLICABLE:
        *out = (ics_value){ICS_SAID_UNKNOWN | ICS_STATE_NOT_APPLICABLE, 0, 0};
        return true;
    case ICS_TAPE_PLAIN:
    case ICS_TAPE_TEXT:
        if (at->length < 13 || at->length > 15 || !ics_tape_is(at, "not applicable"))
            return false;
        *out = (ics_value){ICS_SAID_UNKNOWN | ICS_STATE_NOT_APPLICABLE, 0, 0};
        return true;
    default:
        return false;
    }
}

bool ics_load_scalar(ics_load *load, uint32_t attribute, ics_type type, uint32_t node, ics_value *out)
{
    const ics_attribute *a = &load->model->attributes[attribute];
    *out = (ics_value){ICS_SAID_NOTHING, 0, 0};
    if (ics_load_is_said_missing(load, node, out))
        return true;
    const ics_input *input = &load->store->inputs[load->input];
    if (input->is_table && input->stride == 0 && is_missing_word(&load->tape.nodes[node]))
        return refuse(load, attribute, node,
                      "say in the table's codes what it means: absent, unknown or not applicable", "a value");
    switch (type) {
    case ICS_TYPE_YESNO:
    case ICS_TYPE_FINDING:
        return read_yes_no(load, attribute, node, out);
    case ICS_TYPE_NUMBER:
        return read_number(load, attribute, node, "a number", out);
    case ICS_TYPE_PEOPLE:
        return read_number(load, attribute, node, "a number of people", out);
    case ICS_TYPE_MONEY:
        return read_money(load, attribute, node, out);
    case ICS_TYPE_SHARE:
        return read_share(load, attribute, node, out);
    case ICS_TYPE_TEXT:
        return read_text(load, attribute, node, out);
    case ICS_TYPE_DATE:
    case ICS_TYPE_EVENT_DATE:
        return read_date(load, attribute, node, out);
    case ICS_TYPE_CALENDAR_YEAR:
    case ICS_TYPE_FINANCIAL_YEAR:
    case ICS_TYPE_ACADEMIC_YEAR:
    case ICS_TYPE_PERIOD:
        return read_year(load, attribute, node, type, out);
    case ICS_TYPE_DURATION:
        return read_duration(load, attribute, node, out);
    case ICS_TYPE_ENUM:
        return read_value(load, attribute, a->target, node, out);
    case ICS_TYPE_ROLE:
        return read_value(load, attribute, ICS_NONE, node, out);
    default:
        return refuse(load, attribute, node, NULL, "a value");
    }
}

bool ics_load_text(ics_load *load, uint32_t node, uint32_t *out)
{
    ics_value value = {ICS_SAID_NOTHING, 0, 0};
    if (!read_text(load, ICS_NONE, node, &value))
        return false;
    *out = (uint32_t)value.value;
    return true;
}

bool ics_load_days(ics_load *load, uint32_t node, int32_t *first, int32_t *last)
{
    ics_value value = {ICS_SAID_NOTHING, 0, 0};
    if (!read_date(load, ICS_NONE, node, &value))
        return false;
    if (value.state == ICS_SAID_PRESENT) {
        *first = (int32_t)value.value;
        *last = value.last;
    }
    return true;
}

bool ics_load_day(ics_load *load, uint32_t node, bool is_last, int32_t *out)
{
    int32_t first = *out, last = *out;
    if (!ics_load_days(load, node, &first, &last))
        return false;
    *out = is_last ? last : first;
    return true;
}
