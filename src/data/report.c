/* Messages about data: a place that can be found again, what was found, what was expected. */
#include "data/load.h"

#include "base/limits.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Above this size a file is not copied into the messages: they give its line and column without the excerpt. */
enum { EXCERPT_BYTES = 64 << 20 };

/* Whether messages at hand name the file alone: they are about a child, and nobody asked for single records. */
static bool hides_places(const ics_load *load)
{
    return load->hides_lines && !load->options->records && !load->is_test;
}

bool ics_load_out_of_memory(ics_load *load)
{
    load->status = ICS_E_NOMEM;
    return false;
}

uint32_t ics_load_position(const ics_load *load, uint32_t node)
{
    return load->store->inputs[load->input].base + load->tape.nodes[node].offset;
}

ics_span ics_load_span(ics_load *load, uint32_t position, uint32_t length)
{
    const ics_input *found = ics_store_input(load->dataset, position);
    if (!found || !load->diags || load->hides_lines || load->tape.hides_values || found->is_table || found->is_part ||
        found->bytes.size > EXCERPT_BYTES)
        return (ics_span){0, 0, 0};
    ics_input *input = &load->store->inputs[found - load->store->inputs];
    if (input->source == 0)
        input->source =
            ics_diags_source(load->diags, input->name, (const char *)input->bytes.data, input->bytes.size, true);
    const size_t offset = position - input->base;
    const size_t end = offset + length > input->bytes.size ? input->bytes.size : offset + length;
    return (ics_span){input->source, (uint32_t)offset, (uint32_t)(end < offset ? offset : end)};
}

/* "cases.csv: row 5, column 3", or "big.json:7:12" where no span can be given. */
static void say_where(const ics_load *load, uint32_t position, char *buffer, size_t size)
{
    ics_place place;
    if (!ics_store_place(load->dataset, position, &place))
        snprintf(buffer, size, "data");
    else if (hides_places(load))
        snprintf(buffer, size, "%s", place.file);
    else if (place.is_table)
        snprintf(buffer, size, "%s: row %u, column %u", place.file, place.line, place.column);
    else
        snprintf(buffer, size, "%s:%u:%u", place.file, place.line, place.column);
}

static ics_diag *report(ics_load *load, ics_code code, uint32_t position, uint32_t length, const char *text)
{
    const ics_span span = ics_load_span(load, position, length);
    if (span.source)
        return ics_report(load->diags, code, span, "%s", text);
    char where[512];
    say_where(load, position, where, sizeof where);
    return ics_report_at(load->diags, code, where, "%s", text);
}

static void add_note(ics_load *load, ics_diag *diag, uint32_t position, const char *text)
{
    if (!text || hides_places(load))
        return;
    const ics_span span = ics_load_span(load, position, 1);
    char where[512];
    say_where(load, position, where, sizeof where);
    if (span.source)
        ics_diag_note(load->diags, diag, span, "%s", text);
    else
        ics_diag_note(load->diags, diag, span, "%s (%s)", text, where);
}

/* The help, and the option that shows what the message leaves out. */
static void add_help(ics_load *load, ics_diag *diag, const char *help)
{
    const char *more = hides_places(load)        ? "--records shows the record and its place"
                       : load->tape.hides_values ? "--names shows what was found"
                                                 : NULL;
    if (help || more)
        ics_diag_help(load->diags, diag, "%s%s%s", help ? help : "", help && more ? "; " : "", more ? more : "");
}

/* Counts a mistake. @return false where so many have been made that reading stops. */
static bool count_error(ics_load *load)
{
    if (++load->error_count < (size_t)ICS_LIMIT_DATA_ERRORS)
        return true;
    ics_report(load->diags, ICS_E0005, (ics_span){0, 0, 0},
               "%lld mistakes in the data; reading stops here "
               "(limit DATA_ERRORS)",
               (long long)ICS_LIMIT_DATA_ERRORS);
    load->status = ICS_E_INPUT;
    return false;
}

bool ics_load_error(ics_load *load, ics_code code, uint32_t node, const char *help, const char *format, ...)
{
    char text[700], pointer[256];
    va_list arguments;
    va_start(arguments, format);
    const int length = vsnprintf(text, 400, format, arguments);
    va_end(arguments);
    size_t at = length < 0 ? 0 : length < 400 ? (size_t)length : strlen(text);
    const ics_input *input = &load->store->inputs[load->input];
    ics_tape_pointer(&load->tape, node, pointer, sizeof pointer);
    if (hides_places(load))
        pointer[0] = '\0';
    if (pointer[0] && !input->is_table)
        snprintf(text + at, sizeof text - at, " (at %s)", pointer);
    else if (pointer[0] && !strchr(pointer + 1, '/'))
        snprintf(text + at, sizeof text - at, " (column '%s')", pointer + 1);
    const uint32_t shown = load->tape.nodes[node].length > 0 ? load->tape.nodes[node].length : 1;
    add_help(load, report(load, code, ics_load_position(load, node), shown, text), help);
    return count_error(load);
}

bool ics_load_error_at(ics_load *load, ics_code code, uint32_t position, uint32_t other, const char *other_text,
                       const char *format, ...)
{
    char text[400];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    ics_diag *diag = report(load, code, position, 1, text);
    add_note(load, diag, other, other_text);
    add_help(load, diag, NULL);
    return count_error(load);
}

void ics_load_warn(ics_load *load, ics_code code, uint32_t position, uint32_t other, const char *other_text,
                   const char *help, const char *format, ...)
{
    char text[400];
    if (++load->warning_count > (size_t)ICS_LIMIT_DATA_ERRORS)
        return;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    ics_diag *diag = report(load, code, position, 1, text);
    add_note(load, diag, other, other_text);
    add_help(load, diag, help);
}

/* Whether a file that cannot be read may hold records of children: nobody knows yet what stands in it. */
static bool may_be_of_children(const ics_load *load)
{
    bool has_special = false;
    for (uint32_t i = 0; i < load->model->entity_count; i++)
        has_special |= load->model->entities[i].is_special;
    return has_special && !load->options->records && !load->is_test;
}

bool ics_load_fault(ics_load *load, const ics_fault *fault)
{
    if (fault->out_of_memory)
        return ics_load_out_of_memory(load);
    const uint32_t base = load->store->inputs[load->input].base;
    const bool hides_values = load->tape.hides_values;
    load->tape.hides_values = hides_values || may_be_of_children(load); /* the place, and no line of the file */
    ics_diag *diag = report(load, fault->code, base + fault->offset, fault->end - fault->offset, fault->text);
    if (fault->has_other)
        add_note(load, diag, base + fault->other_offset, fault->other_text);
    const char *more = load->tape.hides_values && !hides_values ? "--records shows the line" : NULL;
    if (fault->help || more)
        ics_diag_help(load->diags, diag, "%s%s%s", fault->help ? fault->help : "", fault->help && more ? "; " : "",
                      more ? more : "");
    load->tape.hides_values = hides_values;
    load->is_any_file_broken = true;
    return count_error(load);
}
