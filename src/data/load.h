/*
 * The loader at work: all that the builder's parts share while a dataset is read. A part reports mistakes in the data
 * and goes on (true); it returns false only where reading has to stop, with `status` saying why. Private to those
 * who read data.
 */
#ifndef ICS_DATA_LOAD_H
#define ICS_DATA_LOAD_H

#include "data/store.h"
#include "data/tape.h"

/** What a key means, beside the attributes' ids. */
enum {
    ICS_KEY_UNSEEN = 0x7FFFFF00, /* not looked up yet */
    ICS_KEY_UNKNOWN,
    ICS_KEY_HOLDS_FROM, /* of records */
    ICS_KEY_HOLDS_TO,
    ICS_KEY_IS_A,
    ICS_KEY_VALUE, /* of wrappers */
    ICS_KEY_SOURCE,
    ICS_KEY_KIND,
    ICS_KEY_FROM,
    ICS_KEY_TO,
    ICS_KEY_RECORDED,
    ICS_KEY_REVIEW_BY,
    ICS_KEY_PARTIAL,
    ICS_KEY_COMPLETE,
    ICS_KEY_AS_AT, /* of documents, beside entity names, whose meaning is ICS_KEY_ENTITY + id */
    ICS_KEY_NULLS,
    ICS_KEY_HANDLED, /* read already, or not to be read */
    ICS_KEY_ENTITY = 0x40000000
};

/** A key as it was written, and what it means where it stands. */
typedef struct ics_slot {
    const char *key;
    uint32_t length, word, meaning;
    uint32_t first_position; /* of an unknown key: where it stood first, and how often */
    uint32_t seen_count;
} ics_slot;

/** The keys of one kind of record: those seen, in the order in which they came, so that the next is guessed. */
typedef struct ics_shape {
    ics_slot *slots;
    size_t slot_count, slot_room;
    uint32_t *slot_of_word; /* by word: slot + 1 */
    size_t word_room;
    size_t guess;
} ics_shape;

/** A value by itself, in the form of ics_dated_fact: number, id, row, yes 1 / no 0; days: first, with last. */
typedef struct ics_value {
    uint8_t state; /* ICS_SAID_…, with ICS_STATE_NOT_APPLICABLE */
    int64_t value;
    int32_t last;
} ics_value;

/** What a wrapper says beside the value. */
typedef struct ics_wrap {
    bool is_given, has_days;
    uint32_t source, kind;
    int32_t from, to, recorded, review_by; /* from, to: days on which it holds for certain; none where from is later */
    int32_t may_from, may_to;              /* days on which it may hold */
} ics_wrap;

/** A reference by code that is looked up when all has been read. */
typedef struct ics_pending {
    uint32_t attribute, row; /* the cell; row of the child where is_parent */
    uint32_t item;           /* index in the items of the attribute's cells; ICS_NONE: the cell itself */
    uint32_t target;         /* entity */
    uint32_t position;
    int64_t code;   /* as the target's unique attribute holds it */
    bool is_parent; /* a table's key of the record whose list holds the row */
    ics_wrap wrap;  /* of a single reference */
} ics_pending;

enum { ICS_ITEM_PENDING = 0x40000000 }; /* an item that is an index of pendings */

/** A list or set for a cell that has one already. */
typedef struct ics_second_list {
    uint32_t attribute, row, start, count, position;
    uint8_t state;
    ics_list_days days;
} ics_second_list;

/** A unique code and its row. */
typedef struct ics_code_entry {
    uint32_t attribute, row;
    int64_t value;
    bool is_used;
} ics_code_entry;

typedef struct ics_load {
    ics_dataset *dataset;
    struct ics_dataset_private *store; /* of the dataset */
    const ics_model *model;
    const ics_program *program;
    const ics_load_options *options;
    ics_diags *diags;
    ics_status status; /* why reading stopped */
    size_t error_count, warning_count;
    bool is_any_file_broken;
    bool *is_name;    /* by text: the name of a record without a code; NULL until a register asks */
    bool hides_lines; /* messages at hand show no line of a file: they are about children */
    bool is_test;     /* what a test gives, not a file */
    bool may_ring;    /* a record was put into another after it was made */

    ics_arena arena;                     /* lives as long as the load */
    ics_intern *words;                   /* keys and words of enumerations, as written */
    ics_shape *shapes;                   /* by entity, then the three below */
    uint32_t *seen_serial, *seen_offset; /* by word: the last object in which a key stood, and where */
    size_t seen_room;
    uint32_t serial;

    ics_tape tape;                    /* the document at hand */
    size_t input;                     /* its file, in the store's inputs */
    bool is_null_unknown;             /* what null means in it */
    const ics_table_binding *binding; /* of the table at hand, or NULL */

    uint32_t *rows; /* items of the lists that are open */
    size_t row_count, row_room;
    ics_pending *pendings;
    size_t pending_count, pending_room;
    ics_second_list *seconds;
    size_t second_count, second_room;
    ics_code_entry *codes; /* a hash table of a power of two */
    size_t code_count, code_room;
    uint64_t code_seed;
    struct ics_word_values *enum_words;
    size_t enum_room;
    struct ics_plain *plain; /* the reader of plain records; NULL until one is tried */
} ics_load;

enum { ICS_SHAPE_WRAPPER, ICS_SHAPE_DOCUMENT, ICS_SHAPE_EXTRA_COUNT };

/* load.c */
typedef bool ics_load_more(ics_load *load, void *context);
/** As ics_dataset_read(); @p more (or NULL) reads what is in no file, when the files have been read. */
ics_status ics_load_all(ics_dataset **out, const ics_program *program, const char *const *paths, size_t path_count,
                        const ics_load_options *options, ics_load_more *more, void *context, ics_diags *diags);
/** The next input has no bytes: rows of @p stride (from 1) cells, places are row and column. */
bool ics_load_begin_rows(ics_load *load, const char *name, uint32_t stride, const ics_table_binding *binding);

/* report.c: messages with places */
bool ics_load_out_of_memory(ics_load *load); /* false */
uint32_t ics_load_position(const ics_load *load, uint32_t node);
ics_span ics_load_span(ics_load *load, uint32_t position, uint32_t length);
/** Counts an error of code at a node of the tape and reports it with its pointer; @return false past DATA_ERRORS. */
bool ics_load_error(ics_load *load, ics_code code, uint32_t node, const char *help, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
bool ics_load_error_at(ics_load *load, ics_code code, uint32_t position, uint32_t other, const char *other_text,
                       const char *format, ...) __attribute__((format(printf, 6, 7)));
void ics_load_warn(ics_load *load, ics_code code, uint32_t position, uint32_t other, const char *other_text,
                   const char *help, const char *format, ...) __attribute__((format(printf, 7, 8)));
/** Reports why a reader stopped. @return false only where reading of further files has to stop too. */
bool ics_load_fault(ics_load *load, const ics_fault *fault);

/* shape.c: keys */
/** Finds what each key of a record means (in the KEY nodes' `next`) and refuses doubled ones. */
bool ics_load_keys(ics_load *load, uint32_t node, uint32_t shape);
bool ics_load_check_unknown(ics_load *load, uint32_t node); /* doubled keys in what no model knows */
void ics_load_warn_unknown_keys(ics_load *load);
/** Says that a shape has no such key: a warning, or an error where the options are strict. */
void ics_load_warn_unknown_key(ics_load *load, uint32_t shape, const ics_slot *slot);
uint32_t ics_load_find_meaning(const ics_load *load, uint32_t shape, const char *key, size_t length);
/** What a key means in a shape, without counting it. @return ICS_KEY_UNSEEN where memory ran out. */
uint32_t ics_load_meaning(ics_load *load, uint32_t shape, uint32_t key);
uint32_t ics_load_shape(const ics_load *load, uint32_t extra);
void ics_load_free_shapes(ics_load *load);

/* value.c: scalars by type */
/** Reads a scalar node as a type. A mistake is reported and gives ICS_SAID_NOTHING. */
bool ics_load_scalar(ics_load *load, uint32_t attribute, ics_type type, uint32_t node, ics_value *out);
/** Whether the node says null, a code, or "not applicable", whatever the type; then *out is set. */
bool ics_load_is_said_missing(ics_load *load, uint32_t node, ics_value *out);
bool ics_load_text(ics_load *load, uint32_t node, uint32_t *out); /* a text outside the model: source, kind */
bool ics_load_day(ics_load *load, uint32_t node, bool is_last, int32_t *out);
/** The first and the last day that a day known to its month or year may be; both stay where nothing is said. */
bool ics_load_days(ics_load *load, uint32_t node, int32_t *first, int32_t *last);
void ics_load_free_values(ics_load *load);

/* cell.c: what is said of a cell, once or twice */
bool ics_load_put(ics_load *load, uint32_t attribute, uint32_t row, ics_value value, uint32_t position,
                  const ics_wrap *wrap);
/** Marks the texts that no instruction reads, in the store's has_late: names, mostly. @return false without memory. */
ICS_NODISCARD bool ics_load_choose_late(ics_load *load);
/** Interns the text of a cell that was passed over. */
bool ics_load_read_late(ics_load *load, uint32_t attribute, uint32_t row);
/** Keeps the days for which a list speaks, and its review; of several lists, what is so of each. */
bool ics_load_keep_days(ics_load *load, uint32_t attribute, uint32_t row, const ics_list_days *days);
bool ics_load_put_list(ics_load *load, uint32_t attribute, uint32_t row, size_t mark, uint8_t state, uint32_t position,
                       const ics_wrap *wrap);
bool ics_load_evidence(ics_load *load, uint32_t attribute, uint32_t row, uint32_t position, const ics_wrap *wrap);
bool ics_load_clash(ics_load *load, uint32_t attribute, uint32_t row, uint32_t position, uint32_t other, int32_t from,
                    int32_t to);
/** A value without dates beside dated facts becomes one of all days. */
bool ics_load_date_value(ics_load *load, uint32_t attribute, uint32_t row);
/* sets.c: sets that hold on some days only */
/** Whether the attribute holds a set of words, of which there may be a history. */
bool ics_load_is_dated_set(const ics_load *load, uint32_t attribute);
/** A set of the attribute's items, put in order, as the value of a dated fact. */
ics_value ics_load_set_value(ics_load *load, uint32_t attribute, uint8_t state, uint32_t start, uint32_t count);
/** Puts the sets of each cell's facts, which are in order, into one range. */
bool ics_load_gather_sets(ics_load *load);
/* dated.c */
void ics_load_sort_dated(ics_load *load); /* by cell and day */
/** Whether two dated facts of an attribute say the same, whatever their days. */
bool ics_load_is_same_fact(const ics_load *load, uint32_t attribute, const ics_dated_fact *a, const ics_dated_fact *b);
bool ics_load_settle_dated(ics_load *load);

/* record.c: records and what stands in them */
typedef struct ics_owner {
    uint32_t table, row, attribute; /* ICS_NONE at top level */
} ics_owner;
extern const ics_owner ics_no_owner;
bool ics_load_record(ics_load *load, uint32_t node, uint32_t entity, ics_owner owner, uint32_t *row);
bool ics_load_cell(ics_load *load, uint32_t attribute, uint32_t row, uint32_t node, const ics_wrap *wrap);

/* wrapper.c */
bool ics_load_is_wrapper(const ics_load *load, uint32_t attribute, uint32_t node);
/** The value that a wrapper or a form of list holds, or ICS_NONE. Looks at the keys alone. */
uint32_t ics_load_wrapped(const ics_load *load, uint32_t node);
bool ics_load_wrapper(ics_load *load, uint32_t attribute, uint32_t row, uint32_t node);

/* list.c */
bool ics_load_list(ics_load *load, uint32_t attribute, uint32_t row, uint32_t node, uint8_t state,
                   const ics_wrap *wrap);
bool ics_load_reference(ics_load *load, uint32_t attribute, uint32_t row, uint32_t node, const ics_wrap *wrap);
/** Notes a code of @p target that is looked up later. @p made: index of the pending, ICS_NONE after a mistake. */
bool ics_load_pend(ics_load *load, uint32_t target, uint32_t node, ics_pending pending, uint32_t *made);

/* codes.c, resolve.c, merge.c, drop.c, inverse.c: when all has been read */
bool ics_load_code_add(ics_load *load, uint32_t attribute, int64_t value, uint32_t row);
/** Forgets a code that was added. */
void ics_load_code_remove(ics_load *load, uint32_t attribute, int64_t value);
uint32_t ics_load_code_find(const ics_load *load, uint32_t attribute, int64_t value);
bool ics_load_resolve(ics_load *load);
bool ics_load_merge(ics_load *load);
bool ics_load_has_code(const ics_load *load, uint32_t root, uint32_t row);
/** Takes out rows that turned out to be told twice: dead[root][row] is set. */
bool ics_load_drop(ics_load *load, uint8_t **dead);
bool ics_load_inverses(ics_load *load);
bool ics_load_rings(ics_load *load);

/* exercised.c: rows of the register of functions become rows of their bodies' lists */
bool ics_load_exercised(ics_load *load);

/* enroll.c: registers, when columns are made */
bool ics_load_enroll(ics_load *load);

/* document.c, table.c: what a whole file or line holds */
bool ics_load_document(ics_load *load);
/** Whether a binding says no more than which kind of record stands in a file. */
bool ics_load_is_bound_plainly(const ics_table_binding *binding);
bool ics_load_table_record(ics_load *load, uint32_t entity, uint32_t node);
bool ics_load_csv(ics_load *load, uint32_t entity);
/** The entity of the binding at hand, its parts checked against the model; ICS_NONE after a mistake. */
uint32_t ics_load_binding_entity(ics_load *load, const ics_table_binding *binding);
/** The kinds of record that the program judges, in order of first use. @return how many. */
size_t ics_load_subjects(const ics_load *load, uint32_t *kinds, size_t room);

#endif
