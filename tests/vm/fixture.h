/*
 * Programs and datasets made by hand, for tests of the verifier and the VM: a small model, a builder that keeps the
 * frames that are open, and columns filled directly.
 */
#ifndef ICS_TESTS_VM_FIXTURE_H
#define ICS_TESTS_VM_FIXTURE_H

#include "bytecode/op.h"
#include "vm/run.h"

/* The model: boards (with a code; some are ICBs), persons (with a code), members (without; nested in a board). */
enum { E_BOARD, E_PERSON, E_MEMBER, E_ICB, E_COUNT };
enum {
    A_CODE,
    A_NAME,
    A_POPULATION,
    A_SPEND,
    A_ESTABLISHED,
    A_REVIEW,
    A_YEAR,
    A_OPEN,
    A_SECTOR,
    A_ROLE,
    A_LEAD,
    A_MEMBERS,
    A_FRIENDS,
    A_SECTORS, /* of a board */
    A_ID,
    A_AGE, /* of a person */
    A_WEIGHT,
    A_JOINED,
    A_ACTIVE,
    A_KIND,
    A_HOLDER, /* of a member */
    A_COUNT
};
enum { VALUES = 3, ROLES = 2 };

typedef struct builder {
    ics_program *program;
    uint16_t open[8];
    uint32_t depth;
    size_t code_room, span_room, register_room, frame_room, constant_room, text_room, judge_room, rule_room,
        time_span_room, import_room, call_room;
} builder;

/** An empty program with the model; texts[0] is "alpha", texts[1] "nowhere". */
builder builder_new(void);

/** Opens a frame; @p list is a register of the current frame, or ICS_NO_REGISTER. @return the frame. */
uint16_t builder_open(builder *b, ics_frame_source source, uint32_t entity, uint16_t list);
void builder_close(builder *b);

/** Emits an instruction and, unless type is 0, a register for it: of the current frame, of its parent for reductions.
 */
uint16_t builder_op(builder *b, ics_op op, char type, uint32_t aux, uint16_t a, uint16_t x, uint16_t c, uint32_t k);

/** LOAD of an attribute of the current frame's row. */
uint16_t builder_load(builder *b, uint32_t attribute);

/** An index of a constant with this value. */
uint32_t builder_constant(builder *b, int64_t value);

/** A rule of a duty whose `done` is the truth register: a judge, its instruction and the OUTCOME. @return the rule. */
uint32_t builder_rule(builder *b, uint16_t done);
/** A judge with nothing set. */
ics_judge builder_judge(void);
uint16_t builder_judged(builder *b, ics_judge judge);
uint32_t builder_outcome(builder *b, uint16_t outcome, uint16_t kept, uint16_t with_frame);

/** Rows of each root entity. Columns start unknown; lists are unknown. */
typedef struct data {
    ics_dataset dataset;
    uint32_t rows[E_COUNT];
} data;

data *data_new(const ics_program *program, uint32_t boards, uint32_t persons, uint32_t members);
void data_free(data *d);
void data_number(data *d, uint32_t attribute, uint32_t row, int64_t millionths);
void data_days(data *d, uint32_t attribute, uint32_t row, int32_t first, int32_t last);
void data_id(data *d, uint32_t attribute, uint32_t row, uint32_t id);
void data_text(data *d, uint32_t attribute, uint32_t row, const char *text);
void data_yes(data *d, uint32_t attribute, uint32_t row, bool yes);
void data_absent(data *d, uint32_t attribute, uint32_t row);
/** A list or set of given items, complete or partial; rows are to be set in order, each once. */
void data_list(data *d, uint32_t attribute, uint32_t row, const uint32_t *items, uint32_t count, bool is_partial);
/** MEMBERS as slices: so many for each board, all known and complete. */
void data_slices(data *d, const uint32_t *counts);

/** Random facts of every kind, unknown and absent among them. */
data *data_random(const ics_program *program, uint32_t boards, uint32_t seed, bool has_slices, bool has_holds);

/** A small generator of numbers, the same everywhere. */
uint32_t next_random(uint32_t *state);

enum { AS_AT = 19500 };

#endif
