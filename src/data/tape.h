/*
 * The tape: one document as a flat array of nodes, the same whatever format it came from. Readers of JSON, YAML and
 * tables write it, the builder of records walks it. Leans on base.
 *
 * A list's or record's children follow it; `next` of a list or record is the index behind its last descendant. In a
 * record a KEY node is followed by its value. So children of a list at i are i + 1, ics_tape_next(i + 1) … while below
 * `next` of i; members of a record likewise, in pairs.
 */
#ifndef ICS_DATA_TAPE_H
#define ICS_DATA_TAPE_H

#include "base/arena.h"
#include "base/diag.h"

typedef enum ics_tape_kind {
    ICS_TAPE_NULL,
    ICS_TAPE_FALSE, /* JSON's own word, not a text that reads so */
    ICS_TAPE_TRUE,
    ICS_TAPE_NUMBER, /* JSON's number, as written */
    ICS_TAPE_PLAIN,  /* an unquoted scalar of YAML or a cell: its type is the attribute's */
    ICS_TAPE_TEXT,   /* a quoted text */
    ICS_TAPE_ABSENT, /* a table's code for what is absent, unknown, not applicable */
    ICS_TAPE_UNKNOWN,
    ICS_TAPE_NOT_APPLICABLE,
    ICS_TAPE_LIST,
    ICS_TAPE_RECORD,
    ICS_TAPE_KEY
} ics_tape_kind;

typedef struct ics_tape_node {
    const char *text; /* of scalars and keys, not NUL-terminated: in the file's bytes, or the tape's scratch */
    uint32_t length;
    uint32_t offset; /* of the first byte of the node in its file */
    uint32_t next;   /* LIST, RECORD: index behind the last descendant; KEY: left to whoever walks */
    uint8_t kind;    /* ics_tape_kind */
} ics_tape_node;

typedef struct ics_tape {
    ics_tape_node *nodes;
    size_t count, room;
    ics_arena scratch; /* texts that do not stand in the file as they are meant */
    bool scratch_used;
    bool hides_values; /* what is described is named by its kind alone: it is of a child, or personal */
} ics_tape;

/** Why a reader stopped. All readers fill it alike; the loader makes the message. */
typedef struct ics_fault {
    ics_code code;
    uint32_t offset, end;   /* in the file; the byte or word at fault */
    uint32_t other_offset;  /* a second place (where the text was opened), if has_other */
    const char *other_text; /* "opened here" */
    bool has_other, out_of_memory;
    char text[240];   /* what was found and what was expected */
    const char *help; /* or NULL */
} ics_fault;

/** Empties the tape for the next document; keeps its memory. */
void ics_tape_clear(ics_tape *tape);
void ics_tape_free(ics_tape *tape);

/** Appends a node. @return it, or NULL where memory ran out or the document has too many nodes: see ics_tape_refuse. */
ics_tape_node *ics_tape_push_slow(ics_tape *tape);

static inline ics_tape_node *ics_tape_push(ics_tape *tape, ics_tape_kind kind, const char *text, size_t length,
                                           size_t offset)
{
    ics_tape_node *node = tape->count < tape->room ? &tape->nodes[tape->count++] : ics_tape_push_slow(tape);
    if (node)
        *node = (ics_tape_node){text, (uint32_t)length, (uint32_t)offset, 0, (uint8_t)kind};
    return node;
}

/** The index behind a node and all below it. */
static inline uint32_t ics_tape_next(const ics_tape *tape, uint32_t index)
{
    const ics_tape_node *node = &tape->nodes[index];
    return node->kind == ICS_TAPE_LIST || node->kind == ICS_TAPE_RECORD ? node->next : index + 1;
}

/** Fills @p fault after a push that failed: the limit of nodes, or memory. @return false. */
bool ics_tape_refuse(const ics_tape *tape, size_t offset, ics_fault *fault);

/** Fills @p fault with a printf sentence. @return false, for readers to return. */
bool ics_fault_set(ics_fault *fault, ics_code code, size_t offset, size_t end, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/** Says a byte as people can read it: 'x', or the byte in hexadecimal, or "the end". 16 bytes of buffer. @return it. */
const char *ics_fault_byte(const unsigned char *bytes, size_t size, size_t at, char buffer[static 16]);

/** Fills @p fault for a document nested deeper than the limit. @return false. */
bool ics_fault_depth(ics_fault *fault, size_t offset);

/** Whether the node's text is @p word, keys being folded. */
bool ics_tape_is(const ics_tape_node *node, const char *word);

/** What a node is, for messages: "the text 'abc'", "the number 12", "a list". @return buffer. */
const char *ics_tape_describe(const ics_tape *tape, uint32_t index, char *buffer, size_t size);

/** The JSON pointer that leads to a node ("/ICS/places/0/name"; "" for the whole). Truncates. @return buffer. */
const char *ics_tape_pointer(const ics_tape *tape, uint32_t index, char *buffer, size_t size);

#endif
