/* The tape's memory, and words for what stands on it. */
#include "data/tape.h"

#include "base/limits.h"
#include "data/growth.h"
#include "model/model.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void ics_tape_clear(ics_tape *tape)
{
    tape->count = 0;
    if (tape->scratch_used)
        ics_arena_free(&tape->scratch);
    tape->scratch_used = false;
}

void ics_tape_free(ics_tape *tape)
{
    ics_tape_clear(tape);
    free(tape->nodes);
    *tape = (ics_tape){0};
}

ics_tape_node *ics_tape_push_slow(ics_tape *tape)
{
    if (tape->count >= (size_t)ICS_LIMIT_DOCUMENT_NODES || !ICS_GROW(tape->nodes, tape->count, tape->room))
        return NULL;
    return &tape->nodes[tape->count++];
}

bool ics_tape_refuse(const ics_tape *tape, size_t offset, ics_fault *fault)
{
    if (tape->count >= (size_t)ICS_LIMIT_DOCUMENT_NODES) {
        ics_fault_set(fault, ICS_E0005, offset, offset + 1,
                      "the document has more than %lld values (limit DOCUMENT_NODES)",
                      (long long)ICS_LIMIT_DOCUMENT_NODES);
        fault->help = "give large data as NDJSON or CSV, which are read one record at a time";
        return false;
    }
    *fault = (ics_fault){.out_of_memory = true};
    return false;
}

bool ics_fault_set(ics_fault *fault, ics_code code, size_t offset, size_t end, const char *format, ...)
{
    *fault = (ics_fault){.code = code, .offset = (uint32_t)offset, .end = (uint32_t)end};
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(fault->text, sizeof fault->text, format, arguments);
    va_end(arguments);
    return false;
}

const char *ics_fault_byte(const unsigned char *bytes, size_t size, size_t at, char buffer[static 16])
{
    if (at >= size)
        return "the end of the text";
    if (bytes[at] == '\n' || bytes[at] == '\r')
        return "the end of the line";
    if (bytes[at] > ' ' && bytes[at] < 0x7F)
        snprintf(buffer, 16, "'%c'", bytes[at]);
    else if (bytes[at] < 0x80)
        snprintf(buffer, 16, "U+%04X", bytes[at]);
    else
        snprintf(buffer, 16, "byte 0x%02X", bytes[at]);
    return buffer;
}

bool ics_fault_depth(ics_fault *fault, size_t offset)
{
    ics_fault_set(fault, ICS_E0005, offset, offset + 1, "nested more than %lld deep (limit DATA_NESTING)",
                  (long long)ICS_LIMIT_DATA_NESTING);
    fault->help = "a record nested this deep has no place in any model: look for a bracket that is not closed";
    return false;
}

bool ics_tape_is(const ics_tape_node *node, const char *word)
{
    return ics_key_equal(node->text, node->length, word, strlen(word));
}

/* At most 40 bytes of a value are shown, cut at the beginning of a character. */
static int shown_length(const ics_tape_node *node)
{
    if (node->length <= 40)
        return (int)node->length;
    int length = 40;
    while (length > 0 && ((unsigned char)node->text[length] & 0xC0) == 0x80)
        length--;
    return length;
}

/* What a value is, without what it says. */
static const char *kind_of(const ics_tape_node *node)
{
    switch (node->kind) {
    case ICS_TAPE_FALSE:
    case ICS_TAPE_TRUE:
        return "true or false";
    case ICS_TAPE_NUMBER:
        return "a number";
    case ICS_TAPE_PLAIN:
        return "another word";
    case ICS_TAPE_TEXT:
        return "a text";
    default:
        return NULL;
    }
}

const char *ics_tape_describe(const ics_tape *tape, uint32_t index, char *buffer, size_t size)
{
    static const char *const words[] = {
        [ICS_TAPE_NULL] = "null",
        [ICS_TAPE_FALSE] = "false",
        [ICS_TAPE_TRUE] = "true",
        [ICS_TAPE_NUMBER] = "the number ",
        [ICS_TAPE_PLAIN] = "'",
        [ICS_TAPE_TEXT] = "the text \"",
        [ICS_TAPE_ABSENT] = "the code for absent",
        [ICS_TAPE_UNKNOWN] = "the code for unknown",
        [ICS_TAPE_NOT_APPLICABLE] = "the code for not applicable",
        [ICS_TAPE_LIST] = "a list",
        [ICS_TAPE_RECORD] = "a record",
        [ICS_TAPE_KEY] = "'",
    };
    const ics_tape_node *node = &tape->nodes[index];
    const char *kind = tape->hides_values ? kind_of(node) : NULL;
    if (kind) {
        snprintf(buffer, size, "%s", kind);
        return buffer;
    }
    const bool is_quoted = node->kind == ICS_TAPE_PLAIN || node->kind == ICS_TAPE_KEY;
    const bool is_text = node->kind == ICS_TAPE_TEXT;
    const bool is_shown = is_quoted || is_text || node->kind == ICS_TAPE_NUMBER;
    snprintf(buffer, size, "%s%.*s%s%s", words[node->kind], is_shown ? shown_length(node) : 0, node->text,
             is_shown && node->length > 40 ? "…" : "",
             is_quoted ? "'"
             : is_text ? "\""
                       : "");
    return buffer;
}

/* Appends with ~ and / escaped as RFC 6901 says. */
static size_t append_escaped(char *buffer, size_t size, size_t at, const char *text, size_t length)
{
    for (size_t i = 0; i < length && at + 3 < size; i++) {
        if (text[i] == '~' || text[i] == '/') {
            buffer[at++] = '~';
            buffer[at++] = text[i] == '~' ? '0' : '1';
        } else {
            buffer[at++] = text[i];
        }
    }
    buffer[at] = 0;
    return at;
}

const char *ics_tape_pointer(const ics_tape *tape, uint32_t index, char *buffer, size_t size)
{
    size_t at = 0;
    uint32_t parent = 0;
    buffer[0] = 0;
    while (parent < index && parent < tape->count) { /* one step down each time round */
        const bool is_record = tape->nodes[parent].kind == ICS_TAPE_RECORD;
        uint32_t child = parent + 1, position = 0;
        for (;;) {
            const uint32_t value = is_record ? child + 1 : child;
            const uint32_t behind = ics_tape_next(tape, value);
            if (index < behind)
                break;
            child = behind;
            position++;
        }
        char number[16];
        snprintf(number, sizeof number, "%u", position);
        const char *text = is_record ? tape->nodes[child].text : number;
        const size_t length = is_record ? tape->nodes[child].length : strlen(number);
        if (at + 1 < size)
            buffer[at++] = '/';
        at = append_escaped(buffer, size, at, text, length);
        parent = is_record ? child + 1 : child;
        if (index == child)
            break;
    }
    return buffer;
}
