/*
 * Facts as columns. For each root entity a table of rows; for each attribute a column of its root's table. Column
 * contents are offsets, ids and numbers, never pointers. Readers write here; the VM and explanations read.
 */
#ifndef ICS_DATA_DATASET_H
#define ICS_DATA_DATASET_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/intern.h"
#include "bytecode/program.h"
#include "model/model.h"

/** One dated fact of a cell: it holds from `from` to `to` (ICS_DAY_MIN / MAX where open), was written down on
 * `recorded`, is stale after `review_by`. Of a fact whose days are known to a month the days on which it may hold, and
 * may not, are facts of their own. */
typedef struct ics_dated_fact {
    int32_t from, to, recorded, review_by;
    bool is_present;  /* false: said to be absent in those days */
    bool is_doubtful; /* it may hold on these days */
    int64_t value;    /* a number, id, row, or yes (1) / no (0); days: first; of a set see below */
    int32_t last;     /* days: last */
    uint32_t place;   /* a position, the loader's own */
} ics_dated_fact;

/** Of a set that holds on some days: where its items begin in its cell's range; how many there are is `last`. */
static inline uint32_t ics_set_start(const ics_dated_fact *fact)
{
    return (uint32_t)(fact->value & UINT32_MAX);
}

/** Whether such a set may hold others than it names. */
static inline bool ics_set_is_partial(const ics_dated_fact *fact)
{
    return fact->is_present && fact->value >> 32 != 0;
}

/** Whether two such sets of one cell, whose items begin at @p items, hold the same. */
bool ics_dated_sets_are_same(const uint32_t *items, const ics_dated_fact *a, const ics_dated_fact *b);

/** Whether both may be true of one day: they are the same, or one is partial and has room in the other. */
bool ics_dated_sets_agree(const uint32_t *items, const ics_dated_fact *a, const ics_dated_fact *b);

/**
 * A column of row_count cells. Bitmaps have (row_count + 63) / 64 words and one zero word more; the other arrays have
 * 64 spare items, so that kernels may read past the end. A cell that is not known is not present.
 */
typedef struct ics_column {
    uint64_t *is_known, *is_present;
    uint64_t *is_true;     /* TRUTH */
    int64_t *number;       /* NUMBER */
    int32_t *first, *last; /* DAYS; one array where every day is known to the day */
    uint32_t *id;          /* ID, REF (row of the target's table) */
    uint32_t *offset;      /* LIST, SET: row_count + 1 offsets */
    uint32_t *item;    /* LIST: rows of the target's table; SET: ids; NULL for a LIST that is a slice: rows offset[i] to
                          offset[i + 1] */
    uint64_t *members; /* SET whose ids are close to each other: by row a bit for each that it holds, the bit of id
                          first_member + n being n; else NULL */
    uint32_t first_member;
    uint64_t *is_partial;                 /* LIST, SET: others may exist; NULL: none is partial */
    int32_t *complete_from, *complete_to; /* LIST, SET: days for which it speaks; first to last of all days where it
                                             gives none; NULL: none does */
    int32_t *review_by;     /* LIST, SET: judged later than this day it is stale; NULL: none says such a day */
    uint32_t *dated_offset; /* row_count + 1 offsets into dated, or NULL: no cell of this column has dated facts. A cell
                               with dated facts is decided by them alone */
    ics_dated_fact *dated;  /* by cell, ordered by from */
} ics_column;

typedef struct ics_table {
    uint32_t row_count;
    uint32_t *kind;                                      /* entity id of each row */
    int32_t *holds_from, *holds_to;                      /* of the record itself; NULL: no record of this table says */
    int32_t *may_hold_from, *may_hold_to;                /* where months leave days in doubt; both NULL: none does */
    uint32_t *owner_table, *owner_row, *owner_attribute; /* where the record is nested; ICS_NONE at top level */
} ics_table;

/** Where something stands: file, and line and column (JSON, YAML) or row and column (CSV). */
typedef struct ics_place {
    const char *file;
    uint32_t line, column;
    bool is_table; /* line is a row of a table */
} ics_place;

/** All that is known of one cell's origin, for explanations. Texts are borrowed from the dataset, "" where not said. */
typedef struct ics_fact {
    bool is_known, is_present, is_contradicted, is_stale,
        is_outside;               /* outside: dated facts exist but none for the day */
    bool is_doubtful;             /* … but one that may hold on it */
    bool is_not_applicable;       /* said to be not applicable: unknown to rules */
    ics_place place, other_place; /* other: where the contradicting fact stands */
    const char *source, *kind;
    int32_t from, to, recorded, review_by;
    int32_t as_at; /* the description's own `as at`, or ICS_DAY_MIN - 1 */
} ics_fact;

typedef struct ics_data_file {
    const char *name; /* as the user gave it, or as found in a folder; "-" is standard input */
    uint64_t size;
} ics_data_file;

struct ics_dataset {
    const ics_model *model; /* borrowed from the program, which must outlive the dataset */
    ics_intern *texts;
    ics_table *tables;   /* by entity id; only roots have rows */
    ics_column *columns; /* by attribute id */
    ics_data_file *files;
    size_t file_count;
    uint64_t record_count; /* top-level records read */
    uint64_t bytes_before; /* of parts that were judged and let go, beside the files */
    bool has_known_by;     /* what was recorded after known_by was left out */
    int32_t known_by;
    struct ics_dataset_private *private_; /* places, evidence, memory: the loader's own */
};

/** How much a dataset held, by which the next of its kind is given room at once; and what its reader learned of the
 * data. All datasets for which one is used are read by the same program. */
typedef struct ics_data_sizes {
    uint32_t *rows;          /* by root entity; NULL: not known */
    size_t *items;           /* by attribute: of all lists together */
    struct ics_plain *plain; /* the reader of plain records; NULL: none yet */
} ics_data_sizes;

void ics_data_sizes_free(ics_data_sizes *sizes);

/** Part of a file of a record a line or row: some of its lines, whole, which follow each other or were chosen. */
typedef struct ics_data_part {
    const char *name;     /* of the file */
    unsigned char *bytes; /* 64 zero bytes follow; borrowed until the dataset is freed */
    size_t size;
    bool gives_bytes;      /* they were malloc'd, and the dataset takes them over */
    bool is_first;         /* the file begins with it */
    bool is_csv;           /* its lines are rows of a table */
    size_t head_size;      /* of the row of headings before its own rows; 0: the first of them is it */
    uint32_t lines_before; /* in the file; of a table rows */
    const uint32_t *row_offset, *row_number; /* where each line begins, and its number; NULL: they follow each other */
    size_t row_count;
    ics_data_sizes *sizes; /* of the part before, and then of this one; NULL: none are kept */
} ics_data_part;

/**
 * Reads a part as a dataset of its own. Messages name the places in the file, without its lines.
 * @param options With the one table that the records are bound to.
 */
ICS_NODISCARD ics_status ics_dataset_read_part(ics_dataset **dataset_out, const ics_program *program,
                                               const ics_data_part *part, const ics_load_options *options,
                                               ics_diags *diags);

/** Whether a text, the beginning of a file, is read as a record a line or row. No message is given where it is not. */
bool ics_data_is_lines(const char *name, unsigned char *bytes, size_t size, const char *input_format);

/** Whether a file of this name is a table of rows, if it is what its name, or the user, says. */
bool ics_data_is_named_csv(const char *name, const char *input_format);

/** Where the row of a table that begins at an offset ends: at its line break, or at the end. */
size_t ics_data_row_end(const unsigned char *bytes, size_t begin, size_t size);

/** Where the last whole row of a table ends: at its line feed. SIZE_MAX where none does. @p bytes begin with a row. */
size_t ics_data_last_row_end(const unsigned char *bytes, size_t size);

/** How many rows of the file a part of a table holds, and which of them the record of a row is, from 1. */
uint32_t ics_dataset_part_rows(const ics_dataset *dataset);
uint32_t ics_dataset_part_row(const ics_dataset *dataset, uint32_t table, uint32_t row);

/** Ends of lines in bytes [begin, end) of a text that zeros follow: LF, CR LF, CR alone, U+2028. */
uint32_t ics_count_line_ends(const unsigned char *bytes, size_t begin, size_t end);

/** Where in its part a row's record begins. */
size_t ics_dataset_row_offset(const ics_dataset *dataset, uint32_t table, uint32_t row);

/**
 * Says which rows of all the rows of a table those of a dataset of chosen records are: the records that no other holds
 * begin with @p first_rows, in order. False where memory ran out.
 */
ICS_NODISCARD bool ics_dataset_number_rows(ics_dataset *dataset, uint32_t table, const uint32_t *first_rows,
                                           size_t count);

/* Reading files, tables and texts into a dataset: ics_dataset_read() and ics_dataset_read_text() of the public header.
 */

/**
 * As ics_dataset_read_text() for a description that a test gives: @p fill puts one document on the tape, and its
 * offsets are places in @p bytes, which are copied. @p fill gives false where a push failed.
 */
struct ics_tape;
typedef bool ics_tape_fill(struct ics_tape *tape, void *context);
ICS_NODISCARD ics_status ics_dataset_read_tape(ics_dataset **dataset_out, const ics_program *program, const char *name,
                                               const unsigned char *bytes, size_t size, const ics_load_options *options,
                                               ics_tape_fill *fill, void *context, ics_diags *diags);

/** Origin of the cell as at a day, stale where its review was due before the day judged. False where the description
 * does not mention it (then only is_known = false is set). */
bool ics_dataset_fact(const ics_dataset *dataset, uint32_t attribute, uint32_t row, int32_t day, int32_t judged,
                      ics_fact *out);

/**
 * The day on which what is known of a cell as at a day was written down: `recorded` of its own, else of the list that
 * it stands in, else the `as at` of its description. Of a value that is said several times the newest counts, of a list
 * the oldest. A day before ICS_DAY_MIN where nobody says.
 */
int32_t ics_dataset_recorded(const ics_dataset *dataset, uint32_t attribute, uint32_t row, int32_t day);

/** Whether all columns that a program reads are there: texts that the program it was read for passes over are not. */
bool ics_dataset_serves(const ics_dataset *dataset, const ics_program *program);

/** Whether any cell of the attribute is said to be not applicable. */
bool ics_dataset_says_inapplicable(const ics_dataset *dataset, uint32_t attribute);

/** Where a row's record begins. */
bool ics_dataset_row_place(const ics_dataset *dataset, uint32_t table, uint32_t row, ics_place *out);

/** Writes the path of a row ("ICS[QXU].places[0].partnership") or, with an attribute, of a cell. @return its length;
 * truncates. */
size_t ics_dataset_path(const ics_dataset *dataset, uint32_t table, uint32_t row, uint32_t attribute, char *buffer,
                        size_t size);

/** SHA-256 of a data file's bytes, worked out when asked (loading does not need it). @p file is below file_count. */
void ics_dataset_file_hash(const ics_dataset *dataset, size_t file, unsigned char out[32]);

/** Rows that are of a kind: how many subjects of that kind the description holds. */
uint32_t ics_dataset_kind_count(const ics_dataset *dataset, uint32_t entity);

/** Whether an entity, or one that it is a kind of, is of a special category. */
bool ics_entity_is_special(const ics_model *model, uint32_t entity);

/** Whether a record, or one that it is nested in, is of a special category: it is counted, not shown. */
bool ics_dataset_row_is_special(const ics_dataset *dataset, uint32_t table, uint32_t row);

/** Code and name of a row as text, "" where it has none. Borrowed. */
const char *ics_dataset_code(const ics_dataset *dataset, uint32_t table, uint32_t row);
const char *ics_dataset_name(const ics_dataset *dataset, uint32_t table, uint32_t row);

#endif
