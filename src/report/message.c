/* Diagnostics as values and as JSON, for programs. */
#include "report/message.h"

#include "base/diag.h"

#include <stdlib.h>
#include <string.h>

static void place_of(const ics_diags *diags, ics_span span, const char **file, uint32_t *line, uint32_t *column)
{
    *file = ics_diags_source_name(diags, span.source);
    *line = *column = 0;
    if (*file)
        ics_diags_line(diags, span.source, span.start, line, column);
}

void ics_diags_message(const ics_diags *diags, size_t index, ics_message *out)
{
    const ics_diag *diag = ics_diags_at(diags, index);
    *out = (ics_message){
        .code = ics_code_name(diag->code),
        .is_error = diag->severity == ICS_SEVERITY_ERROR,
        .where = diag->where,
        .text = diag->text,
        .help = diag->help,
        .note_count = diag->note_count,
        .edit_count = diag->edit_count,
    };
    place_of(diags, diag->span, &out->file, &out->line, &out->column);
}

void ics_diags_note(const ics_diags *diags, size_t index, size_t note, ics_message_note *out)
{
    const ics_note *found = &ics_diags_at(diags, index)->notes[note];
    *out = (ics_message_note){.text = found->text};
    place_of(diags, found->span, &out->file, &out->line, &out->column);
}

void ics_diags_edit(const ics_diags *diags, size_t index, size_t edit, ics_message_edit *out)
{
    const ics_edit *found = &ics_diags_at(diags, index)->edits[edit];
    *out = (ics_message_edit){.start = found->span.start, .end = found->span.end, .text = found->text};
    place_of(diags, found->span, &out->file, &out->line, &out->column);
    ics_diags_line(diags, found->span.source, found->span.end, &out->end_line, &out->end_column);
}

void ics_diags_add(ics_diags *diags, const char *code, const char *text, const char *help)
{
    for (int c = 0; c < ICS_CODE_COUNT; c++)
        if (strcmp(ics_code_name((ics_code)c), code) == 0) {
            ics_diag *diag = ics_report(diags, (ics_code)c, (ics_span){0}, "%s", text);
            if (help)
                ics_diag_help(diags, diag, "%s", help);
            return;
        }
}

static void write_place(ics_writer *writer, const char *file, uint32_t line, uint32_t column)
{
    if (!file)
        return;
    ics_write(writer, ", \"file\": ");
    ics_write_string(writer, file);
    ics_write_format(writer, ", \"line\": %u, \"column\": %u", (unsigned)line, (unsigned)column);
}

static void write_fix(ics_writer *writer, const ics_diags *diags, size_t index, size_t edit_count)
{
    for (size_t i = 0; i < edit_count; i++) {
        ics_message_edit edit;
        ics_diags_edit(diags, index, i, &edit);
        ics_write_format(writer, "%s{\"start\": %u, \"end\": %u", i == 0 ? ", \"fix\": [" : ", ", (unsigned)edit.start,
                         (unsigned)edit.end);
        write_place(writer, edit.file, edit.line, edit.column);
        ics_write_format(writer, ", \"end_line\": %u, \"end_column\": %u, \"text\": ", (unsigned)edit.end_line,
                         (unsigned)edit.end_column);
        ics_write_string(writer, edit.text);
        ics_write(writer, i + 1 == edit_count ? "}]" : "}");
    }
}

static void write_message(ics_writer *writer, const ics_diags *diags, size_t index)
{
    ics_message message;
    ics_diags_message(diags, index, &message);
    ics_write_format(writer, "{\"code\": \"%s\", \"severity\": \"%s\"", message.code,
                     message.is_error ? "error" : "warning");
    write_place(writer, message.file, message.line, message.column);
    if (message.where) {
        ics_write(writer, ", \"where\": ");
        ics_write_string(writer, message.where);
    }
    ics_write(writer, ", \"text\": ");
    ics_write_string(writer, message.text);
    if (message.help) {
        ics_write(writer, ", \"help\": ");
        ics_write_string(writer, message.help);
    }
    for (size_t i = 0; i < message.note_count; i++) {
        ics_message_note note;
        ics_diags_note(diags, index, i, &note);
        ics_write(writer, i == 0 ? ", \"notes\": [{\"text\": " : ", {\"text\": ");
        ics_write_string(writer, note.text);
        write_place(writer, note.file, note.line, note.column);
        ics_write(writer, "}");
    }
    ics_write(writer, message.note_count > 0 ? "]" : "");
    write_fix(writer, diags, index, message.edit_count);
    ics_write(writer, "}");
}

void ics_write_messages(ics_writer *writer, const ics_diags *diags)
{
    const size_t count = diags ? ics_diags_count(diags) : 0;
    ics_write(writer, "[");
    for (size_t i = 0; i < count; i++) {
        ics_write(writer, i == 0 ? "\n    " : ",\n    ");
        write_message(writer, diags, i);
    }
    ics_write(writer, count > 0 ? "\n  ]" : "]");
}

ics_status ics_diags_print_json(const ics_diags *diags, FILE *out)
{
    ics_writer *writer = malloc(sizeof *writer);
    if (!writer)
        return ICS_E_NOMEM;
    ics_writer_begin(writer, out);
    ics_write_messages(writer, diags);
    ics_write(writer, "\n");
    const ics_status status = ics_writer_end(writer);
    free(writer);
    return status;
}
