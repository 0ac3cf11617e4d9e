/*
 * What a dataset keeps beside its columns, and keeps growing while it is read: the files' bytes, the place and the
 * state of each cell, evidence, contradictions. Shared by the loader and by those who answer for the origin of facts;
 * private to this stage. Leans on base and model.
 *
 * A position is a place in all files together: a file's base plus a byte offset. 0 is no place.
 */
#ifndef ICS_DATA_STORE_H
#define ICS_DATA_STORE_H

#include "base/file.h"
#include "data/dataset.h"
#include "data/ledger.h"

#include <pthread.h>

/** What is said of one cell: one of the first four, and bits. */
enum {
    ICS_SAID_NOTHING = 0,
    ICS_SAID_PRESENT = 1,
    ICS_SAID_ABSENT = 2,
    ICS_SAID_UNKNOWN = 3,
    ICS_SAID_MASK = 3,
    ICS_STATE_YES = 4,             /* of a truth */
    ICS_STATE_PARTIAL = 8,         /* of a list or set */
    ICS_STATE_DATED = 16,          /* decided by dated facts */
    ICS_STATE_CLASH = 32,          /* contradicted: says nothing any more */
    ICS_STATE_NOT_APPLICABLE = 64, /* said to be; with ICS_SAID_UNKNOWN */
    ICS_STATE_EVIDENCE = 128       /* a line of evidence is kept */
};

/** No day was given: one before the first. */
#define ICS_DAY_NONE (ICS_DAY_MIN - 1)

/** A file that was read. Lines are found through a count of line ends at each step of bytes. */
typedef struct ics_input {
    const char *name;
    ics_bytes bytes;
    size_t start;                      /* behind a byte order mark */
    uint32_t base;                     /* position of its first byte */
    bool is_table;                     /* CSV: places are row and column */
    bool is_from_folder;               /* found there, not named by the user */
    bool is_part;                      /* of a file that is read in parts: the bytes are somebody else's */
    uint32_t lines_before;             /* of a part: how many lines of the file, rows of a table, come before it */
    size_t head_size;                  /* of a part of a table: of the headings that stand before its own rows */
    const uint32_t *given_number;      /* of such rows, where they were chosen from a file: borrowed while reading */
    uint32_t last_row;                 /* of a table: the number that the row behind its last would follow */
    struct ics_line_mark *marks;       /* at each ICS_LINE_STEP bytes; made when a place is first asked for */
    uint32_t *row_offset, *row_number; /* of a table's rows, or of the lines of which a part is made */
    size_t row_count, row_room, number_room;
    uint32_t stride; /* of rows handed over in memory, which have no bytes: how many cells a row has; else 0 */
    uint64_t cell_count;
    uint32_t source; /* in the diagnostics that the loader was given; 0: not there yet */
} ics_input;

/** How many positions an input takes up. */
static inline uint64_t ics_input_extent(const ics_input *input)
{
    return input->stride > 0 ? input->cell_count : input->bytes.size;
}

enum { ICS_LINE_STEP = 512 };

/** What a file's bytes hold before a mark: places are found from the nearest, however long a line is. */
typedef struct ics_line_mark {
    uint32_t line_ends, points;   /* ends of lines, code points */
    uint32_t begin, begin_points; /* of the line that the mark stands in: where it begins, code points before that */
} ics_line_mark;

/** The cells of one attribute while they grow; values lie in the attribute's ics_column. */
typedef struct ics_cells {
    uint8_t *state;
    uint32_t *position;
    size_t room;             /* rows for which there is room, in the column too */
    uint32_t *start, *count; /* LIST, SET: range in items */
    uint32_t *items;
    size_t item_count, item_room;
    const char **late; /* by row: a text that no rule reads, where it stands in no file; NULL: there is none of these */
    size_t late_room;
    bool says_inapplicable; /* some cell is said to be not applicable; set when the dataset is sealed */
} ics_cells;

/** Rows of a root entity while they grow. */
typedef struct ics_rows {
    uint32_t *position; /* where each record begins */
    size_t room;
} ics_rows;

/** Evidence for one cell, or for one of its dated facts. */
typedef struct ics_evidence_line {
    uint32_t attribute, row, position;
    uint32_t source, kind; /* texts; 0: not said */
    int32_t from, to, recorded, review_by;
} ics_evidence_line;

/** Two facts that contradict each other on some days. */
typedef struct ics_clash {
    uint32_t attribute, row, position, other_position;
    int32_t from, to;
} ics_clash;

/** A dated fact on its way into its column. */
typedef struct ics_dated_line {
    uint32_t attribute, row;
    ics_dated_fact fact;      /* place is a position */
    int32_t may_from, may_to; /* the days on which it may hold */
} ics_dated_line;

/** The days for which a list is complete, and the last one before which it has to be asked about anew. */
typedef struct ics_list_days {
    int32_t from, to, review_by;
} ics_list_days;

/** … of one cell. */
typedef struct ics_complete_line {
    uint32_t attribute, row;
    ics_list_days days;
} ics_complete_line;

/** What a description says of itself; it reaches from its position to the next description's. */
typedef struct ics_description {
    uint32_t position, source;
    int32_t as_at;
} ics_description;

struct ics_dataset_private {
    ics_arena arena;      /* names of files */
    ics_data_sizes sizes; /* borrowed: what to make room for; by NULLs where nothing is known */
    pthread_mutex_t lock; /* around what is worked out when it is first asked for, also of a dataset that is shared */
    ics_intern *late;     /* texts that were read late */
    uint32_t *row_number; /* by row of one table: which of all rows it is, of records that were chosen from many */
    uint32_t numbered_table;
    bool *has_late; /* by attribute: whether a cell may say ICS_TEXT_LATE; NULL: none does */
    ics_input *inputs;
    size_t input_count, input_room;
    ics_cells *cells; /* by attribute */
    ics_rows *rows;   /* by root entity */
    ics_evidence_line *evidence;
    size_t evidence_count, evidence_room;
    ics_clash *clashes;
    size_t clash_count, clash_room;
    ics_dated_line *dated;
    size_t dated_count, dated_room;
    ics_complete_line *complete;
    size_t complete_count, complete_room;
    ics_description *descriptions;
    size_t description_count, description_room;
    ics_ledger_index ledgers[ICS_LEDGER_COUNT];
};

/** @return an empty dataset for a model, or NULL. */
ics_dataset *ics_store_new(const ics_model *model);

/** Appends a row of a kind to its root's table. @return false where memory ran out. */
ICS_NODISCARD bool ics_store_row(ics_dataset *dataset, uint32_t kind, uint32_t position, uint32_t *row);

/** Appends rows of one kind, each with its position. @p first: the first of them. @return false where memory ran out.
 */
ICS_NODISCARD bool ics_store_rows(ics_dataset *dataset, uint32_t kind, const uint32_t *positions, uint32_t count,
                                  uint32_t *first);

/** Makes room for so many rows more, that are about to come; where there is none, they are refused when they come. */
void ics_store_expect(ics_dataset *dataset, uint32_t kind, size_t count);

/** Makes room for a row's cell in an attribute's arrays. @return false where memory ran out. */
ICS_NODISCARD bool ics_store_reach(ics_dataset *dataset, uint32_t attribute, uint32_t row);

/** What is said of a cell; ICS_SAID_NOTHING for one that was never reached. */
uint8_t ics_store_state(const ics_dataset *dataset, uint32_t attribute, uint32_t row);

/** Root entity whose table holds an attribute's cells. */
static inline uint32_t ics_store_table(const ics_model *model, uint32_t attribute)
{
    return model->entities[model->attributes[attribute].entity].root;
}

/** Turns what has grown into columns as dataset.h describes them. @return false where memory ran out. */
ICS_NODISCARD bool ics_store_seal(ics_dataset *dataset);

/** The file of a position, or NULL. */
const ics_input *ics_store_input(const ics_dataset *dataset, uint32_t position);

/** First line of a cell's evidence; evidence_count or a line of another cell where there is none. */
size_t ics_store_evidence(const struct ics_dataset_private *store, uint32_t attribute, uint32_t row);

/** The description that a position stands in; NULL where that says nothing of itself. */
const ics_description *ics_store_description(const ics_dataset *dataset, uint32_t position);

/** File, line and column of a position. @return false for no place. */
bool ics_store_place(const ics_dataset *dataset, uint32_t position, ics_place *out);

/** An id of a text that no rule reads: it stands in the file, as it is meant, at the cell's position, or is kept as it
 * is in ics_cells. */
enum { ICS_TEXT_LATE = 0x7FFFFFFF };

/** The text of a cell whose id is ICS_TEXT_LATE, "" where memory ran out. Lives as long as the dataset. */
const char *ics_store_late_text(const ics_dataset *dataset, uint32_t attribute, uint32_t row);

#endif
