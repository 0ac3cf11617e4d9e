/*
 * What crosses between the program and a guest: one area of requests, which the guest only reads, and one of answers,
 * which it writes. The layout is the same whether both are memory of one process or are shared with a worker's, so a
 * guest cannot answer otherwise in the one than in the other. Values lie in columns, in the plugin's own types; texts
 * and what is in lists lie behind them and are named by their offset, for an address means nothing in another process.
 *
 * The program believes nothing that it finds in the area of answers: it copies, then checks, then uses.
 */
#ifndef ICS_PLUGIN_EXCHANGE_H
#define ICS_PLUGIN_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The types of a signature, as they are told to a guest. */
typedef enum ics_plugin_type {
    ICS_PLUGIN_COUNT,
    ICS_PLUGIN_NUMBER,
    ICS_PLUGIN_MONEY,
    ICS_PLUGIN_PEOPLE,
    ICS_PLUGIN_SHARE,
    ICS_PLUGIN_YESNO,
    ICS_PLUGIN_DATE,
    ICS_PLUGIN_TEXT,
    ICS_PLUGIN_ROLE,
    ICS_PLUGIN_CHOICE,  /* of an enumeration */
    ICS_PLUGIN_NUMBERS, /* lists: arguments alone */
    ICS_PLUGIN_DATES,
    ICS_PLUGIN_TYPE_COUNT
} ics_plugin_type;

enum {
    ICS_PLUGIN_PARAMETERS = 16, /* more arguments than this are no formula */
    ICS_PLUGIN_SIGNATURE_BYTES = 1024,
    ICS_EXCHANGE_ROWS = 2048, /* of one request: a batch */
    ICS_EXCHANGE_HEAD = 1024, /* bytes of each area before its columns */
    ICS_EXCHANGE_COLUMN = ICS_EXCHANGE_ROWS * 16,
    ICS_REQUEST_BYTES = 24 << 20, /* room for the longest text of a dataset; only what is used is ever touched */
    ICS_REQUEST_TEXTS = ICS_EXCHANGE_HEAD + ICS_PLUGIN_PARAMETERS * ICS_EXCHANGE_COLUMN,
    ICS_REPLY_BYTES = 4 << 20,
    ICS_REPLY_TEXTS = ICS_EXCHANGE_HEAD + ICS_EXCHANGE_COLUMN,
    ICS_GUEST_FILE = 6, /* the shared object's descriptor in a worker */
    ICS_REFUSAL_BYTES = 768,
    ICS_CAUSE_BYTES = 512 /* of a sentence that says why a call failed */
};

typedef enum ics_request_kind {
    ICS_REQUEST_LOAD, /* open the plugin, check its record, tell its terms */
    ICS_REQUEST_CALL, /* answer the rows */
} ics_request_kind;

/** Opens the area of requests. Columns follow at ics_request_column(), texts from ICS_REQUEST_TEXTS on. */
typedef struct ics_plugin_request {
    uint32_t number; /* from 1; the answer says it again */
    uint32_t kind;   /* ics_request_kind */
    /* LOAD */
    uint32_t version; /* that the rules declare */
    char name[68];
    uint32_t file;  /* where its path lies among the texts */
    uint32_t shown; /* and the path by which people know it */
    /* CALL */
    uint32_t function; /* its place in the plugin's record */
    uint32_t row_count;
    uint8_t parameter_count;
    uint8_t result;                            /* ics_plugin_type */
    uint8_t parameters[ICS_PLUGIN_PARAMETERS]; /* ics_plugin_type */
} ics_plugin_request;

/** Opens the area of answers. LOAD: the terms follow (ics_terms_read()). CALL: a column of results, then texts. */
typedef struct ics_plugin_reply {
    uint32_t number;
    uint32_t is_answered;
    uint32_t size;                   /* LOAD: bytes of the terms */
    uint32_t is_out_of_memory;       /* a wish for memory was refused */
    char refusal[ICS_REFUSAL_BYTES]; /* why it is not answered */
} ics_plugin_reply;

_Static_assert(sizeof(ics_plugin_request) <= ICS_EXCHANGE_HEAD, "a request's head has its room");
_Static_assert(sizeof(ics_plugin_reply) <= ICS_EXCHANGE_HEAD, "an answer's head has its room");

/** A list in a column: what is in it lies behind the columns, as a plugin has it. */
typedef struct ics_exchange_list {
    uint32_t offset, count;
} ics_exchange_list;

/** Bytes of one value in a column; a text crosses as its offset, 0 for none. */
static inline size_t ics_exchange_value_size(ics_plugin_type type)
{
    switch (type) {
    case ICS_PLUGIN_COUNT:
    case ICS_PLUGIN_PEOPLE:
    case ICS_PLUGIN_NUMBER:
    case ICS_PLUGIN_MONEY:
    case ICS_PLUGIN_NUMBERS: /* ics_exchange_list */
    case ICS_PLUGIN_DATES:
        return 8;
    case ICS_PLUGIN_SHARE:
        return 16;
    default:
        return 4;
    }
}

/** Whether values of the type cross as texts. */
static inline bool ics_exchange_is_text(ics_plugin_type type)
{
    return type == ICS_PLUGIN_TEXT || type == ICS_PLUGIN_ROLE;
}

static inline bool ics_exchange_is_list(ics_plugin_type type)
{
    return type == ICS_PLUGIN_NUMBERS || type == ICS_PLUGIN_DATES;
}

/** Bytes of one value in a list. */
static inline size_t ics_exchange_element_size(ics_plugin_type type)
{
    return type == ICS_PLUGIN_NUMBERS ? 8 : 4;
}

/** Where the column of an argument begins. */
static inline void *ics_request_column(void *request, uint32_t parameter)
{
    return (unsigned char *)request + ICS_EXCHANGE_HEAD + (size_t)parameter * ICS_EXCHANGE_COLUMN;
}

/** Where the column of results begins. */
static inline void *ics_reply_column(void *reply)
{
    return (unsigned char *)reply + ICS_EXCHANGE_HEAD;
}

#endif
