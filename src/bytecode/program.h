/*
 * A program: typed three-address code over lanes, with all that a run and its explanation need. Made by the compiler
 * or the pack reader; in both cases nothing runs before the verifier has passed it.
 */
#ifndef ICS_BYTECODE_PROGRAM_H
#define ICS_BYTECODE_PROGRAM_H

#include "base/arena.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/diag.h"
#include "model/model.h"

typedef enum ics_op {
#define OP(name, number, dst, a, b, c, k, effect) ICS_OP_##name = number,
#include "bytecode/opcodes.def"
#undef OP
    ICS_OP_LIMIT = 256
} ics_op;

enum { ICS_NO_REGISTER = 0xFFFF, ICS_NO_FRAME = 0xFFFF };

/** Arguments that a plugin's function takes at most. */
enum { ICS_CALL_ARGUMENTS = 16 };

/** 16 bytes, little-endian in the file. Fields that an opcode does not use are ICS_NO_REGISTER, k is 0. */
typedef struct ics_instruction {
    uint16_t op, dst, a, b, c, reserved;
    uint32_t k;
} ics_instruction;

/** Register types, by the letters of opcodes.def: 'T','Y','N','B','R','D','P','I','F','L','S','O'. */
typedef struct ics_register_info {
    char type;
    uint16_t frame;
    uint32_t aux; /* F, L: root entity · I: space · S: space, or ICS_SPACE_ROW + root entity */
} ics_register_info;

enum { ICS_SPACE_TEXT = 0, ICS_SPACE_VALUE = 1, ICS_SPACE_ROLE = 2, ICS_SPACE_ROW = 16 };

typedef enum ics_frame_source {
    ICS_FRAME_ROOT,    /* every row of the table of that kind; no parent */
    ICS_FRAME_LIST,    /* the rows that a list register of the parent (or lifted into it) names */
    ICS_FRAME_EVERY,   /* every row of the table of that kind, for each lane of the parent: pairs, "every ICB" */
    ICS_FRAME_PERIODS, /* periods, for each lane of the parent */
    ICS_FRAME_DAYS     /* runs of days on which no fact that is read in it changes, for each lane of the parent */
} ics_frame_source;

typedef enum ics_period_kind {
    ICS_PERIOD_CALENDAR,
    ICS_PERIOD_FINANCIAL, /* from 1 April */
    ICS_PERIOD_ACADEMIC,  /* from 1 September */
    ICS_PERIOD_STRETCH,   /* so many months each, the first from the day that OPEN says */
    ICS_PERIOD_KIND_COUNT
} ics_period_kind;

typedef struct ics_frame_info {
    uint8_t source;  /* ics_frame_source */
    uint8_t period;  /* PERIODS: ics_period_kind */
    uint8_t ahead;   /* PERIODS: 1: those that begin after the first day, up to the one after the last day */
    uint16_t months; /* PERIODS: of a stretch */
    uint16_t parent;
    uint32_t
        entity; /* kind: only rows that are of it; its root is the table. PERIODS, DAYS: the parent's, for no use */
} ics_frame_info;

/** The days that working days leave out beside Saturdays and Sundays, in the years that it speaks of. */
typedef struct ics_calendar {
    const char *id, *title; /* "ENGLAND-WALES" */
    uint32_t law;           /* the source that it cites; ICS_NONE */
    const char *place;      /* in that source; "" */
    int32_t *days;          /* rising */
    uint32_t day_count;
    int32_t from, to; /* the first day of its first year and the last of its last */
} ics_calendar;

/** Whether the lanes of a frame are days, not rows. */
static inline bool ics_frame_is_of_days(const ics_frame_info *frame)
{
    return frame->source >= ICS_FRAME_PERIODS;
}

/** A length of time as an instrument counts it. */
typedef struct ics_time_span {
    int32_t n;         /* negative: counted back */
    uint8_t unit;      /* ics_time_unit */
    uint8_t begins;    /* 1: `beginning with` counts the first day; 0: `of` leaves it out */
    uint32_t calendar; /* for working days; ICS_NONE */
} ics_time_span;

typedef enum ics_modality {
    ICS_DUTY,
    ICS_PROHIBITION,
    ICS_EXPECTATION,
    ICS_PERMISSION,
    ICS_CONSIDER,
    ICS_STATEMENT,
    ICS_QUESTION,
    ICS_MODALITY_COUNT
} ics_modality;
/** What a declaration that gives outcomes is. */
typedef enum ics_stated {
    ICS_RULE_STATED,
    ICS_CHECK_STATED,
    ICS_DESCRIPTION_STATED,
    ICS_QUESTION_ASKED,
    ICS_STATED_COUNT
} ics_stated;

typedef enum ics_force {
    ICS_BINDING,
    ICS_OWN_RULE,
    ICS_HAVE_REGARD,
    ICS_ADVICE,
    ICS_NOT_LAW,
    ICS_FORCE_COUNT
} ics_force;

/**
 * What JUDGE reads. Each is a truth register of the judge's frame or ICS_NO_REGISTER, which stands for: governs yes,
 * applies yes, vacuous no, in_time no clock, lifted no, exempt no, waived no, due_ahead no, attested no.
 * due, done_on, began are dates or ICS_NO_REGISTER: they make the days that are printed; so do missed, a number of days
 * on which it was not so, since, the first of them, and event, the day of what the outcome is an answer to.
 * Source: outcomes.csv, whose columns these are. `done` for a prohibition is the negation of the requirement.
 */
typedef struct ics_judge {
    uint16_t governs, applies, vacuous, done, in_time, lifted, exempt, waived, due_ahead, attested;
    uint16_t due, done_on, began, event, missed, since;
    uint8_t modality, force, no_period;
} ics_judge;

typedef struct ics_citation {
    uint32_t source;    /* in sources of law */
    const char *place;  /* "section 14Z52(2)(d)" */
    uint32_t direction; /* the source as a direction under which the place binds; ICS_NONE: it does not */
    const char *direction_place;
} ics_citation;

/** An instrument or document that rules cite. */
typedef struct ics_law {
    const char *id, *title, *kind, *publisher, *url, *checked_by;
    int32_t published; /* ICS_DAY_MIN - 1 where not said */
    uint8_t force;
} ics_law;

/** A definition or a named value that rules use: what explanations say of it. */
typedef struct ics_defined {
    const char *name;
    ics_span span; /* of what it says, without its citation */
    ics_citation *citations;
    uint32_t citation_count;
    int32_t from, to; /* days on which it holds */
} ics_defined;

typedef struct ics_letter {
    const char *label; /* "a" */
    ics_span span;
} ics_letter;

typedef enum ics_note_kind {
    ICS_NOTE_EXEMPTS,  /* unless: T, whether it holds */
    ICS_NOTE_LIFTS,    /* time limit lifted where: T */
    ICS_NOTE_EXCEPTS,  /* except where: T, of another exception */
    ICS_NOTE_SHOWN,    /* it shows that: T, whether anything is known of what the body has to show */
    ICS_NOTE_STANDARD, /* D, the last day of a local standard */
    ICS_NOTE_PROMPTLY, /* T, yes: as soon as practicable, which nobody computes */
    ICS_NOTE_STATE,    /* T, whether the last lawful day of a state is behind, and no exception lifts it */
    ICS_NOTE_PREVAILS, /* T, whether the rule `of` prevails and applies, so that this one is exempt */
    ICS_NOTE_KINDS
} ics_note_kind;

/** What is kept beside a rule's outcome, so that it can say what it rests on: NOTE gives the register. */
typedef struct ics_note_info {
    uint8_t kind;
    uint32_t version; /* whose it is; 0 where the rule has but one */
    uint32_t of;      /* EXCEPTS, SHOWN: the index of the exception; PREVAILS: of the rule; else ICS_NONE */
    ics_span span;    /* of the clause */
    ics_citation *citations;
    uint32_t citation_count;
} ics_note_info;

/** One of several versions of a rule: what of the rule is its own. Its letters and citations stand among the rule's. */
typedef struct ics_rule_version {
    uint32_t number; /* as the rule numbers it, from 1 */
    const char *modality_word, *remedy;
    uint8_t modality, force;
    ics_span span, sentence;
    uint32_t first_citation, citation_count;
    uint32_t first_letter, letter_count;
    int32_t from, to;   /* days in force; ICS_DAY_MIN / ICS_DAY_MAX where open */
    uint32_t variation; /* 0: national; else the variation, counted from 1, whose text it is */
} ics_rule_version;

/** Of a rule of several versions, modality, force, remedy and sentence are those of the last; letters and citations are
 * those of all, one version after another; from and to span all. */
typedef struct ics_rule {
    const char *id, *title, *help;
    const char *modality_word; /* as written: "must not" */
    const char *remedy;
    const char
        *subject_path;   /* "partnership" for `partnership of each place`; "" where the lane's row is the subject */
    const char *owed_by; /* entity name of the one who owes it where it is another than the subject; else "" */
    uint8_t modality, force, statement; /* statement: ics_stated */
    uint16_t frame;                     /* whose lanes are its subjects: where its OUTCOME stands */
    uint16_t with_frame; /* pairs: the frame of the first of the pair, which encloses `frame`, the frame of the second;
                            else ICS_NO_FRAME */
    uint16_t when_frame; /* one outcome for each period or event: the frame inside `frame` where OUTCOME stands; else
                            ICS_NO_FRAME */
    uint32_t stands_for; /* 0: itself; else the rule before it, counted from 1, that it judges for other bodies: its
                            outcomes are told as that rule's (ics_rule_told). Such rules stand behind all others */
    uint8_t is_member; /* its outcomes are those of the others in a group, each `with` the body named first: the row of
                          OUTCOME's c with the lane's own, or (with_frame) the lane's own with that around it */
    ics_span span, sentence;
    ics_citation *citations;
    uint32_t citation_count;
    ics_letter *letters;
    uint32_t letter_count;
    uint32_t *definitions; /* that its sentence uses, in order of use */
    uint32_t definition_count;
    int32_t from, to;      /* days in force; ICS_DAY_MIN / ICS_DAY_MAX where open */
    const char **readings; /* the combinations of readings by which it is judged, in the order of AGREE's outcomes */
    uint32_t reading_count;
    uint32_t variation; /* 0: none; else the one, counted from 1, that adds the rule */
    const char *owner;  /* of a question: who sees to it; else "" */
    int32_t review_by;  /* of a question */
    bool is_on_paper;   /* met by what is shown on paper: consultation, regard */
    ics_note_info *notes;
    uint32_t note_count;
    ics_rule_version *versions;
    uint32_t version_count; /* 0: the rule has the one that its own fields say */
} ics_rule;

/** The version of that number; 0: the last. Of a rule without versions, what it says of itself. */
ics_rule_version ics_rule_version_of(const ics_rule *rule, uint32_t number);

/** A local variation. */
typedef struct ics_varied {
    const char *id, *base; /* base: the pack that it varies */
    const char *made_by;
    uint32_t definition; /* its citation and days, among the definitions */
    ics_span subject;    /* for whom it holds, as written */
} ics_varied;

typedef enum ics_departure_kind {
    ICS_ADDS,
    ICS_FILLS_IN,
    ICS_REPLACES,
    ICS_GOES_BEYOND,
    ICS_DEPARTURE_KINDS
} ics_departure_kind;

/** One thing in which a variation departs from the national rules. */
typedef struct ics_departure {
    uint32_t variation;
    uint8_t kind;   /* ics_departure_kind */
    bool is_proved; /* it was proved to ask at least what the national text asks */
    const char *rule;
    const char *national;         /* the rule that it is about; "" of an addition */
    ics_span span, national_span; /* of the texts */
} ics_departure;

/** A function of a plugin that the code calls. */
typedef struct ics_import {
    const char *plugin, *function, *signature; /* "share(number, number)", as the rules declare it */
    uint32_t version;
    ics_type result;
    ics_type *parameters;
    uint32_t parameter_count;
    uint32_t lists; /* bit p: parameter p is a list of its type, number or date */
} ics_import;

typedef struct ics_call {
    uint32_t import;
    uint16_t *arguments;
    uint32_t argument_count;
} ics_call;

/** An outcome that may be taken: where governs (a truth; ICS_NO_REGISTER: yes) says so. */
typedef struct ics_alternative {
    uint16_t outcome, governs;
    uint32_t number; /* of the version */
} ics_alternative;

enum { ICS_CHOICE_OPTIONS = 64 }; /* outcomes that one choice has at most */

/** Outcomes of which one is taken. some: whether any is, where that is known better than from the options; or
 * ICS_NO_REGISTER. */
typedef struct ics_alternatives {
    ics_alternative *options;
    uint32_t option_count;
    uint16_t some;
} ics_alternatives;

/** A rule file kept in full. Span sources count from 1: sources[source - 1]. */
typedef struct ics_source_text {
    const char *name;
    const char *text;
    uint32_t size;
    const uint32_t *line_marks; /* by half kibibyte, the line it begins in; NULL until the program is verified */
} ics_source_text;

/** Notes the lines of a source, in the arena. False without memory. */
bool ics_source_mark_lines(ics_source_text *source, ics_arena *arena);
/** The line of an offset, from 1; an offset behind the end is at the end. */
uint32_t ics_source_line(const ics_source_text *source, uint32_t offset);

struct ics_program {
    ics_arena arena; /* owns all below */
    ics_model model;
    ics_instruction *code;
    ics_span *spans; /* the source map: one for each instruction */
    uint32_t code_count;
    ics_register_info *registers;
    uint32_t register_count;
    ics_frame_info *frames;
    uint32_t frame_count;
    int64_t *constants; /* numbers in millionths, days, value and role ids */
    uint32_t constant_count;
    const char **texts; /* text constants: ID_K and its like name them by their index here */
    uint32_t text_count;
    ics_time_span *time_spans;
    uint32_t time_span_count;
    ics_calendar *calendars;
    uint32_t calendar_count;
    ics_judge *judges;
    uint32_t judge_count;
    ics_rule *rules;
    uint32_t rule_count;
    ics_law *laws;
    uint32_t law_count;
    ics_defined *definitions;
    uint32_t defined_count;
    ics_varied *variations;
    uint32_t variation_count;
    ics_departure *departures;
    uint32_t departure_count;
    const char **chosen; /* the readings that were chosen when it was compiled */
    uint32_t chosen_count;
    ics_import *imports;
    uint32_t import_count;
    ics_call *calls;
    uint32_t call_count;
    ics_alternatives *choices;
    uint32_t choice_count;
    ics_source_text *sources;
    uint32_t source_count;
    unsigned char digest[32]; /* over the pack's bytes; made by the writer, checked by the reader */
    bool is_verified;
    struct ics_idle *idle;          /* what waits for the next run; idle.h */
    struct ics_lifetime *lifetimes; /* by entity; set by the verifier, as is what follows */
    bool is_record_local;           /* no rule joins or refers across records */
};

/** The attributes by which records of an entity say that they begin, end and are succeeded; ICS_NONE where none does.
 */
typedef struct ics_lifetime {
    uint32_t established, ended, successors;
} ics_lifetime;

/** Finds them for all entities. @return NULL without memory. */
ics_lifetime *ics_lifetimes_find(const ics_model *model, ics_arena *arena);

/** The entity of which each row has outcomes of a rule, or holds what has them; ICS_NONE where no table is judged. */
uint32_t ics_program_subject(const ics_program *program, uint32_t rule);

/** The rule as which the outcomes of rule @p index are told. */
static inline uint32_t ics_rule_told(const ics_program *program, uint32_t index)
{
    const uint32_t other = program->rules[index].stands_for;
    return other == 0 ? index : other - 1;
}

const char *ics_modality_name(ics_modality modality); /* "duty", as in outcomes.csv */
const char *ics_force_name(ics_force force);          /* "have regard" */

/** Checks a program as vm.md says; on success sets is_verified. Errors are E0503 with instruction number and offset. */
ICS_NODISCARD ics_status ics_program_verify(ics_program *program, ics_diags *diags);

/* Packs are written, which sets the digest, read, and disassembled by ics_pack_write(), ics_pack_read() and
 * ics_program_print_code() of the public header. */

/** A new empty program whose arena is ready, or NULL. */
ics_program *ics_program_new(void);

#endif
