/*
 * YAML. libyaml gives events with the number of the character where each stands; here they become nodes with byte
 * offsets. It builds no tree and expands no alias, so depth and expansion are ours to bound.
 */
#include "data/yaml.h"

#include "base/limits.h"
#include "data/growth.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

/* A node that an alias may name: where it stands on the tape. */
typedef struct anchor {
    const char *name; /* in the scratch */
    uint32_t node;
} anchor;

typedef struct reader {
    yaml_parser_t parser;
    ics_tape *tape;
    ics_fault *fault;
    const unsigned char *bytes;
    size_t size;
    size_t seen_characters, seen_bytes; /* a character's number and its offset, the last that were asked for */
    uint32_t open[ICS_DATA_NESTING];
    bool awaits_key[ICS_DATA_NESTING]; /* of a record: what comes next is a key */
    uint32_t depth;
    anchor *anchors;
    size_t anchor_count, anchor_room;
    size_t alias_nodes; /* made by aliases so far */
    uint32_t document_count;
    bool has_ended;
} reader;

static bool is_continuation(unsigned char c)
{
    return (c & 0xC0) == 0x80;
}

/* The byte offset of a character's number. Marks come nearly in order, so that walking from the last is short. */
static size_t offset_of(reader *r, size_t character)
{
    while (r->seen_characters < character && r->seen_bytes < r->size) {
        r->seen_bytes++;
        while (r->seen_bytes < r->size && is_continuation(r->bytes[r->seen_bytes]))
            r->seen_bytes++;
        r->seen_characters++;
    }
    while (r->seen_characters > character) {
        do
            r->seen_bytes--;
        while (is_continuation(r->bytes[r->seen_bytes]));
        r->seen_characters--;
    }
    return r->seen_bytes;
}

static bool refuse(reader *r, size_t offset, const char *text, const char *help)
{
    ics_fault_set(r->fault, ICS_E0601, offset, offset + 1, "%s", text);
    r->fault->help = help;
    return false;
}

static bool out_of_memory(reader *r)
{
    *r->fault = (ics_fault){.out_of_memory = true};
    return false;
}

static const char wrong_version[] = "%YAML says a version that is not read; 1.1 and 1.2 are";

/* What to do about the slips that people make most, by libyaml's words for them; NULL where those say it. */
static const char *problem_help(const char *problem)
{
    if (strstr(problem, "mapping values are not allowed"))
        return "put a text that holds ': ' in quotes";
    if (strstr(problem, "did not find expected key") || strstr(problem, "did not find expected '-' indicator"))
        return "lines that belong together begin in the same column, and what belongs to a line stands further in";
    if (strstr(problem, "did not find expected ','"))
        return "put a comma between the items, and close each bracket";
    return NULL;
}

/* What libyaml could not read. */
static bool refuse_problem(reader *r)
{
    const yaml_parser_t *parser = &r->parser;
    if (parser->error == YAML_MEMORY_ERROR)
        return out_of_memory(r);
    const size_t offset =
        parser->error == YAML_READER_ERROR ? parser->problem_offset : offset_of(r, parser->problem_mark.index);
    if (parser->problem && strstr(parser->problem, "incompatible YAML"))
        return refuse(r, offset, wrong_version, NULL);
    if (offset < r->size && r->bytes[offset] == '\t')
        return refuse(r, offset, "a tab stands where the line is indented", "indent with spaces");
    ics_fault_set(r->fault, ICS_E0601, offset, offset + 1, "%s%s%s", parser->problem ? parser->problem : "not YAML",
                  parser->context ? " " : "", parser->context ? parser->context : "");
    r->fault->help = parser->problem ? problem_help(parser->problem) : NULL;
    return false;
}

static bool push(reader *r, ics_tape_kind kind, const char *text, size_t length, size_t offset)
{
    return ics_tape_push(r->tape, kind, text, length, offset) || ics_tape_refuse(r->tape, offset, r->fault);
}

/* A value or key is whole: a record's turn changes between its keys and their values. */
static void end_value(reader *r)
{
    if (r->depth > 0 && r->tape->nodes[r->open[r->depth - 1]].kind == ICS_TAPE_RECORD)
        r->awaits_key[r->depth - 1] = !r->awaits_key[r->depth - 1];
}

static bool is_key_turn(const reader *r)
{
    return r->depth > 0 && r->awaits_key[r->depth - 1];
}

static bool begin_container(reader *r, ics_tape_kind kind, size_t offset)
{
    if (is_key_turn(r))
        return refuse(r, offset, "a key is a text, not a list or a record", NULL);
    if (r->depth == ICS_DATA_NESTING)
        return ics_fault_depth(r->fault, offset);
    r->open[r->depth] = (uint32_t)r->tape->count;
    r->awaits_key[r->depth] = kind == ICS_TAPE_RECORD;
    r->depth++;
    return push(r, kind, "", 0, offset);
}

static void end_container(reader *r)
{
    r->tape->nodes[r->open[--r->depth]].next = (uint32_t)r->tape->count;
    end_value(r);
}

static const char *keep(reader *r, const void *text, size_t length)
{
    r->tape->scratch_used = true;
    return ics_arena_text(&r->tape->scratch, text, length);
}

static bool add_anchor(reader *r, const yaml_char_t *name)
{
    if (!name)
        return true;
    if (!ICS_GROW(r->anchors, r->anchor_count, r->anchor_room))
        return out_of_memory(r);
    const char *kept = keep(r, name, strlen((const char *)name));
    if (!kept)
        return out_of_memory(r);
    r->anchors[r->anchor_count++] = (anchor){kept, (uint32_t)r->tape->count};
    return true;
}

static bool refuse_tag(reader *r, const yaml_char_t *tag, size_t offset)
{
    ics_fault_set(r->fault, ICS_E0601, offset, offset + 1, "the tag %.60s is not read", (const char *)tag);
    r->fault->help = "leave it out: the type of a value is what the model says";
    return false;
}

static bool is_null_word(const char *text, size_t length)
{
    return length == 0 || (length == 1 && *text == '~') ||
           (length == 4 && (!memcmp(text, "null", 4) || !memcmp(text, "Null", 4) || !memcmp(text, "NULL", 4)));
}

static bool read_scalar(reader *r, const yaml_event_t *event, size_t offset)
{
    if (event->data.scalar.tag)
        return refuse_tag(r, event->data.scalar.tag, offset);
    const size_t length = event->data.scalar.length;
    if (length > (size_t)ICS_LIMIT_TEXT_VALUE_BYTES)
        return ics_fault_set(r->fault, ICS_E0005, offset, offset + 1,
                             "a text of %zu bytes; at most %lld are read (limit TEXT_VALUE_BYTES)", length,
                             (long long)ICS_LIMIT_TEXT_VALUE_BYTES);
    if (memchr(event->data.scalar.value, 0, length)) /* "\0" in double quotes */
        return refuse(r, offset, "U+0000 has no place in a text", NULL);
    if (!add_anchor(r, event->data.scalar.anchor))
        return false;
    const char *text = keep(r, event->data.scalar.value, length);
    if (!text)
        return out_of_memory(r);
    const bool is_plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    ics_tape_kind kind = is_plain ? is_null_word(text, length) ? ICS_TAPE_NULL : ICS_TAPE_PLAIN : ICS_TAPE_TEXT;
    if (is_key_turn(r)) {
        if (is_plain && length == 2 && !memcmp(text, "<<", 2))
            return refuse(r, offset, "merge keys (<<) are not read", "write the keys out, or give the whole as *NAME");
        kind = ICS_TAPE_KEY;
    }
    if (!push(r, kind, text, length, offset))
        return false;
    end_value(r);
    return true;
}

/* Copies the node that an alias names, with all below it. Places stay those of the node that was named. */
static bool expand_alias(reader *r, const yaml_event_t *event, size_t offset)
{
    const char *name = (const char *)event->data.alias.anchor;
    size_t i = r->anchor_count;
    while (i > 0 && strcmp(r->anchors[i - 1].name, name) != 0) /* the last of a name counts */
        i--;
    if (i == 0)
        return ics_fault_set(r->fault, ICS_E0601, offset, offset + 1, "no anchor &%.60s stands before this", name);
    const uint32_t from = r->anchors[i - 1].node, end = ics_tape_next(r->tape, from);
    const ics_tape_kind kind = (ics_tape_kind)r->tape->nodes[from].kind;
    const bool is_scalar = kind != ICS_TAPE_LIST && kind != ICS_TAPE_RECORD;
    if (end <= from)
        return ics_fault_set(r->fault, ICS_E0601, offset, offset + 1, "*%.60s stands inside what it names", name);
    if (is_key_turn(r) && !is_scalar)
        return refuse(r, offset, "a key is a text, not a list or a record", NULL);
    r->alias_nodes += end - from;
    if (r->alias_nodes > (size_t)ICS_LIMIT_YAML_ALIAS_NODES) {
        ics_fault_set(r->fault, ICS_E0005, offset, offset + 1,
                      "aliases expand to more than %lld values (limit YAML_ALIAS_NODES)",
                      (long long)ICS_LIMIT_YAML_ALIAS_NODES);
        return false;
    }
    const uint32_t shift = (uint32_t)r->tape->count - from;
    for (uint32_t n = from; n < end; n++) {
        const ics_tape_node copy = r->tape->nodes[n];
        if (!push(r, (ics_tape_kind)copy.kind, copy.text, copy.length, copy.offset))
            return false;
        if (copy.kind == ICS_TAPE_LIST || copy.kind == ICS_TAPE_RECORD)
            r->tape->nodes[r->tape->count - 1].next = copy.next + shift;
    }
    if (is_key_turn(r))
        r->tape->nodes[r->tape->count - 1].kind = ICS_TAPE_KEY;
    else if (is_scalar && kind == ICS_TAPE_KEY) /* a key's anchor used as a value */
        r->tape->nodes[r->tape->count - 1].kind = ICS_TAPE_TEXT;
    end_value(r);
    return true;
}

/* An alias inside nested lists may make the whole deeper than what was read: walked once, when a document used any. */
static bool check_depth(reader *r)
{
    uint32_t ends[ICS_DATA_NESTING], depth = 0;
    for (uint32_t n = 0; n < r->tape->count; n++) {
        while (depth > 0 && n >= ends[depth - 1])
            depth--;
        const ics_tape_node *node = &r->tape->nodes[n];
        if (node->kind != ICS_TAPE_LIST && node->kind != ICS_TAPE_RECORD)
            continue;
        if (depth == ICS_DATA_NESTING)
            return ics_fault_depth(r->fault, node->offset);
        ends[depth++] = node->next;
    }
    return true;
}

static bool begin_document(reader *r, const yaml_event_t *event, size_t offset)
{
    const yaml_version_directive_t *version = event->data.document_start.version_directive;
    if (version && (version->major != 1 || version->minor < 1 || version->minor > 2))
        return refuse(r, offset, wrong_version, NULL);
    if (event->data.document_start.tag_directives.start != event->data.document_start.tag_directives.end)
        return refuse(r, offset, "%TAG is not read", "leave tags out: the type of a value is what the model says");
    if (r->document_count++ > 0)
        return refuse(r, offset, "a second document begins here; a file holds one",
                      "put each in a file of its own, or all of them in one list");
    return true;
}

static bool read_event(reader *r, const yaml_event_t *event)
{
    const size_t offset = offset_of(r, event->start_mark.index);
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        return begin_document(r, event, offset);
    case YAML_SCALAR_EVENT:
        return read_scalar(r, event, offset);
    case YAML_ALIAS_EVENT:
        return expand_alias(r, event, offset);
    case YAML_SEQUENCE_START_EVENT:
        if (event->data.sequence_start.tag)
            return refuse_tag(r, event->data.sequence_start.tag, offset);
        return add_anchor(r, event->data.sequence_start.anchor) && begin_container(r, ICS_TAPE_LIST, offset);
    case YAML_MAPPING_START_EVENT:
        if (event->data.mapping_start.tag)
            return refuse_tag(r, event->data.mapping_start.tag, offset);
        return add_anchor(r, event->data.mapping_start.anchor) && begin_container(r, ICS_TAPE_RECORD, offset);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        end_container(r);
        return true;
    case YAML_STREAM_END_EVENT:
        r->has_ended = true;
        return true;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_DOCUMENT_END_EVENT:
        return true;
    }
    return true;
}

static bool read_events(reader *r)
{
    while (!r->has_ended) {
        yaml_event_t event;
        if (!yaml_parser_parse(&r->parser, &event))
            return refuse_problem(r);
        const bool went_well = read_event(r, &event);
        yaml_event_delete(&event);
        if (!went_well)
            return false;
    }
    return r->alias_nodes == 0 || check_depth(r);
}

bool ics_yaml_read(ics_tape *tape, const unsigned char *bytes, size_t size, ics_fault *fault)
{
    reader r = {.tape = tape, .fault = fault, .bytes = bytes, .size = size};
    if (!yaml_parser_initialize(&r.parser))
        return out_of_memory(&r);
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, bytes, size);
    const bool went_well = read_events(&r);
    yaml_parser_delete(&r.parser);
    free(r.anchors);
    return went_well;
}
