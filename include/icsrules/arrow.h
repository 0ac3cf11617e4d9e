/**
 * Arrow: records that another library holds as columns are judged as they are, and outcomes go back as columns. The
 * structures are those of the Arrow C Data Interface and C Stream Interface; no Arrow library is needed.
 *
 * Source: "The Arrow C data interface" and "The Arrow C stream interface", Apache Arrow columnar specification.
 */
#ifndef ICSRULES_ARROW_H
#define ICSRULES_ARROW_H

#include "icsrules.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The specification has each library define these itself, within these guards. */
#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE           2
#define ARROW_FLAG_MAP_KEYS_SORTED    4

/** The type of a column, its name, and the columns within it. */
struct ArrowSchema {
    const char *format;
    const char *name;
    const char *metadata;
    int64_t flags;
    int64_t n_children;
    struct ArrowSchema **children;
    struct ArrowSchema *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};

/** The values of a column: buffers laid out as its type says. */
struct ArrowArray {
    int64_t length;
    int64_t null_count;
    int64_t offset;
    int64_t n_buffers;
    int64_t n_children;
    const void **buffers;
    struct ArrowArray **children;
    struct ArrowArray *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};

#endif

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

/** Arrays of one type, one after another. Calls return 0 or an errno. */
struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
    void *private_data;
};

#endif

/** Records of one entity: each array of the stream is a struct whose fields are the entity's attributes. */
typedef struct ics_arrow_table {
    const char *name;                 /* in messages and as the place of facts: "cases" */
    const char *entity;               /* whose records the rows are; of no account where there is a binding */
    struct ArrowArrayStream *stream;  /* taken over by the call, and released by it whatever comes of it */
    const ics_table_binding *binding; /* entity, other names for columns, codes, a parent; its path is not read. NULL:
                                         columns have the names of attributes */
} ics_arrow_table;

/**
 * Reads tables in Arrow's form, and after them files, into one dataset for a program's model.
 *
 * Fields are found by name, whatever their case, spaces, hyphens or underscores. Read are: booleans; integers; floats
 * of 32 and 64 bits, if a decimal of at most six places is meant; decimals of up to 128 bits; texts with offsets of 32
 * or 64 bits, and views; dates; timestamps without a time zone, at midnight; lists of any size; structs as nested
 * records; all of these also as dictionaries. A null is what `nulls` says, as in NDJSON. Everything is checked before
 * it is used: an array whose lengths, offsets or buffers do not fit, that is nested more than 64 deep or released
 * already, is refused with one message. (How long a buffer is the interface does not say: that is for the producer to
 * get right.)
 *
 * Every array is released as soon as it has been read; nothing of it is kept.
 *
 * @param[out] dataset_out Caller owns: ics_dataset_free(). Untouched on failure.
 * @param program    Borrowed as long as the dataset lives.
 * @param tables     Each stream is taken over; its `release` is NULL when the call returns.
 * @param paths      Files and folders besides, as for ics_dataset_read(); NULL and 0: none.
 * @param options    NULL: defaults. Its tables are of the files.
 * @return as ics_dataset_read(); ICS_E_IO where a stream fails, with its own message.
 */
ICS_API ICS_NODISCARD ics_status ics_dataset_read_arrow(ics_dataset **dataset_out, const ics_program *program,
                                                        const ics_arrow_table *tables, size_t table_count,
                                                        const char *const *paths, size_t path_count,
                                                        const ics_load_options *options, ics_diags *diags);

/**
 * Makes a stream of one array, so that a single batch can be read.
 *
 * @param[out] stream Gets the stream, to be released by whoever uses it (ics_dataset_read_arrow() does).
 * @param schema, array Taken over: their `release` is NULL when the call returns ICS_OK.
 * @return ICS_OK; ICS_E_INPUT where one of them is released already; ICS_E_NOMEM.
 */
ICS_API ICS_NODISCARD ics_status ics_arrow_stream_of(struct ArrowArrayStream *stream, struct ArrowSchema *schema,
                                                     struct ArrowArray *array);

typedef struct ics_arrow_export_options {
    bool records;        /* single outcomes about records of a special category, by their references; else left out */
    uint32_t batch_rows; /* outcomes of an array at most; 0: 65,536 */
} ics_arrow_export_options;

/**
 * Makes a stream of the outcomes of a run, in their order: structs with the columns that docs/arrow.md lists. What is
 * not printed (docs/privacy.md) does not go out here either.
 *
 * @param[out] stream Gets the stream; the caller, or whoever it is given to, releases it. Untouched on failure.
 * @param run     Borrowed until the stream is released. Schemas and arrays that it gave out live on without either.
 * @param options NULL: defaults.
 * @return ICS_OK; ICS_E_NOMEM. The stream's calls return ENOMEM where memory runs out later, and may be called again.
 */
ICS_API ICS_NODISCARD ics_status ics_run_arrow_stream(struct ArrowArrayStream *stream, const ics_run *run,
                                                      const ics_arrow_export_options *options);

#ifdef __cplusplus
}
#endif
#endif
