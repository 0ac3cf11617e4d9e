/*
 * icsrules: a compiler and evaluator for policy rules. The whole public C API; everything not declared here is private.
 *
 * Order of work: compile rules (or load a pack) to a program, load data into a dataset for that program, evaluate,
 * read outcomes, explain some of them. Every handle is opaque, owned by the caller, and released by its own _free,
 * which takes NULL. Handles are immutable once made, so threads may share them; a function that makes one leaves its
 * out parameter untouched on failure. A dataset borrows its program, a run borrows its dataset and program: free them
 * in the opposite order. Texts that a call gives back live as long as the handle they came from. The library prints
 * nothing unless given a FILE, and keeps no global state. Days are days since 1970-01-01; all text is UTF-8.
 */
#ifndef ICSRULES_ICSRULES_H
#define ICSRULES_ICSRULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#if defined(_WIN32)
#define ICS_API __declspec(dllexport)
#elif defined(__GNUC__)
#define ICS_API __attribute__((visibility("default")))
#else
#define ICS_API
#endif
#if defined(__GNUC__)
#define ICS_NODISCARD __attribute__((warn_unused_result))
#else
#define ICS_NODISCARD
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** What a call came to. Breached duties are results, not errors: they come with ICS_OK. */
typedef enum ics_status {
    ICS_OK = 0,
    ICS_E_INPUT, /* rules, a pack, data or an argument could not be understood; the diagnostics say where */
    ICS_E_LIMIT, /* a documented bound was passed; the diagnostics name it */
    ICS_E_MODEL, /* program and dataset were made for different models */
    ICS_E_NOMEM, /* memory ran out */
    ICS_E_IO     /* the system refused to read or write */
} ics_status;

typedef struct ics_diags ics_diags;             /* a list of errors, warnings and notes */
typedef struct ics_project ics_project;         /* what a folder's icsrules.yaml says */
typedef struct ics_layout ics_layout;           /* a rule file in the one layout */
typedef struct ics_program ics_program;         /* verified bytecode with its model, rules and sources */
typedef struct ics_dataset ics_dataset;         /* system descriptions, as columns */
typedef struct ics_run ics_run;                 /* the outcomes of one evaluation */
typedef struct ics_costs ics_costs;             /* what each rule takes of the judging */
typedef struct ics_explanation ics_explanation; /* why one outcome is what it is */

/** No day, no number of days: where a duty has no clock. */
#define ICS_NO_DAY INT32_MIN

/* -- versions */

/** The version of the library, "0.1.0", and the commit it was built from ("" where that is not known). */
ICS_API const char *ics_version(void);
ICS_API const char *ics_version_commit(void);
/** The number of the pack format that is written and read. */
ICS_API uint32_t ics_version_pack_format(void);

/* -- diagnostics */

/** One error or warning. Texts live as long as the list. */
typedef struct ics_message {
    const char *code;      /* "E0101", stable */
    bool is_error;         /* else a warning */
    const char *file;      /* as the user named it, or NULL where the place is no place in a text */
    uint32_t line, column; /* from 1, columns in code points; 0 without a file */
    const char *where;     /* another kind of place: "pack.icsb: section code, offset 812"; or NULL */
    const char *text;      /* what was found and what was expected */
    const char *help;      /* what to do, or NULL */
    size_t note_count;     /* further places: ics_diags_note() */
    size_t edit_count;     /* the fix, where one is certain: ics_diags_edit() */
} ics_message;

typedef struct ics_message_note {
    const char *file; /* or NULL */
    uint32_t line, column;
    const char *text;
} ics_message_note;

/** One change of a fix: the bytes from start up to end of the file give way to the text. */
typedef struct ics_message_edit {
    const char *file;
    uint32_t start, end;           /* bytes, from 0 */
    uint32_t line, column;         /* of start, from 1, columns in code points */
    uint32_t end_line, end_column; /* of end */
    const char *text;
} ics_message_edit;

/** @return an empty list, or NULL where memory has run out. Wherever a list is asked for, NULL discards the messages.
 */
ICS_API ICS_NODISCARD ics_diags *ics_diags_new(void);
ICS_API void ics_diags_free(ics_diags *diags);

/** How many messages there are, and how many of them are errors. */
ICS_API size_t ics_diags_count(const ics_diags *diags);
ICS_API size_t ics_diags_error_count(const ics_diags *diags);

/** Message @p index of the list, in order of arrival; @p index must be less than the count. */
ICS_API void ics_diags_message(const ics_diags *diags, size_t index, ics_message *out);
ICS_API void ics_diags_note(const ics_diags *diags, size_t index, size_t note, ics_message_note *out);

ICS_API void ics_diags_edit(const ics_diags *diags, size_t index, size_t edit, ics_message_edit *out);

/** Keeps every message from now on; a list else keeps the first 20 errors and warnings of a source, and counts. */
ICS_API void ics_diags_keep_all(ics_diags *diags);

/**
 * Makes the fixes of all messages in the files that they are about. Each file is written anew all or nothing; one that
 * has changed since it was read stays as it is (E0001). Where two fixes meet, the later waits for the next run.
 * @param[out] fixed One flag a message, ics_diags_count() of them: whether its fix was made; or NULL.
 * @param[in,out] failures Gains what went wrong; another list than @p diags.
 */
ICS_API ICS_NODISCARD ics_status ics_fixes_write(const ics_diags *diags, bool *fixed, ics_diags *failures);
/** Writes what ics_fixes_write() would change as a unified diff, as patch(1) reads it. ICS_E_IO: a write failed. */
ICS_API ICS_NODISCARD ics_status ics_fixes_diff(const ics_diags *diags, FILE *out);

/** Adds an error of the embedding program itself, so that all are shown alike. @p text, @p help (or NULL) are copied.
 */
ICS_API void ics_diags_add(ics_diags *diags, const char *code, const char *text, const char *help);

/** Writes all messages for people, with excerpts and carets; what comes from input is escaped. */
ICS_API void ics_diags_print(const ics_diags *diags, FILE *out, bool colour);

/** Writes all messages as one JSON array. @return ICS_E_IO where a write failed. */
ICS_API ics_status ics_diags_print_json(const ics_diags *diags, FILE *out);

/** Writes a text that came from outside (a name, a title) on one line, with controls, controls of writing direction and
 *  malformed bytes shown as <U+202E> or <0xFF>. */
ICS_API void ics_text_print(const char *text, FILE *out);

/* -- compile */

/** A text to compile: a file that was read, or a sentence. Bytes are borrowed for the call. */
typedef struct ics_rule_text {
    const char *name; /* printed in messages, kept in the pack */
    const unsigned char *bytes;
    size_t size;
} ics_rule_text;

typedef struct ics_compile_options {
    /** Folders in which `use NAME` looks for NAME/ (all its .rules files) or NAME.rules, first match wins; then in
     *  the folder of packs that the library was installed with. */
    const char *const *pack_folders;
    size_t pack_folder_count;
    /** The pack of a text that uses none and declares no model; NULL: "ics". */
    const char *default_pack;
    /** Also looks for what is well formed and hardly meant (warnings, with fixes): what `icsrules check` says. */
    bool is_checked;
    /** Readings to judge by, by name; of a place where none is chosen, rules are judged by each. A project's own are
     *  chosen first, and may be chosen otherwise. */
    const char *const *readings;
    size_t reading_count;
    const char *const *project_readings;
    size_t project_reading_count;
} ics_compile_options;

/** The folder of packs that was installed with the library, where `use` looks last. */
ICS_API const char *ics_share_folder(void);

/**
 * Compiles files, or texts, and all that they use, to one program, which has been verified.
 *
 * @param options NULL: defaults.
 * @return ICS_OK, also with warnings; ICS_E_INPUT, ICS_E_LIMIT with messages in @p diags; ICS_E_NOMEM; ICS_E_IO.
 */
ICS_API ICS_NODISCARD ics_status ics_compile_files(ics_program **program_out, const char *const *paths,
                                                   size_t path_count, const ics_compile_options *options,
                                                   ics_diags *diags);
ICS_API ICS_NODISCARD ics_status ics_compile(ics_program **program_out, const ics_rule_text *texts, size_t text_count,
                                             const ics_compile_options *options, ics_diags *diags);
ICS_API void ics_program_free(ics_program *program);

/** Parses files and all that they use, and writes their syntax trees as JSON (format "icsrules-ast/1"). */
ICS_API ICS_NODISCARD ics_status ics_syntax_print(FILE *out, const char *const *paths, size_t path_count,
                                                  const ics_compile_options *options, ics_diags *diags);

/* -- layout */

/**
 * Lays out a rule file ("-": standard input): its words and comments stay as they are, in their order, and it says the
 * same. It is read with what it uses and, where it needs their names, with the other rule files of its folder.
 *
 * @param options NULL: defaults.
 * @return ICS_E_INPUT with messages where it does not parse; ICS_E_LIMIT, ICS_E_NOMEM, ICS_E_IO.
 */
ICS_API ICS_NODISCARD ics_status ics_layout_make(ics_layout **layout_out, const char *path,
                                                 const ics_compile_options *options, ics_diags *diags);
ICS_API void ics_layout_free(ics_layout *layout);
/** The text as laid out. */
ICS_API const char *ics_layout_text(const ics_layout *layout, size_t *size);
/** Whether the file has that layout already. */
ICS_API bool ics_layout_is_kept(const ics_layout *layout);
/** Writes what differs as a unified diff; nothing where the file has the layout. @return ICS_E_IO, ICS_E_NOMEM. */
ICS_API ICS_NODISCARD ics_status ics_layout_write_diff(const ics_layout *layout, FILE *out);
/** Writes the text in the place of the file, all or nothing; a file that has the layout is not touched. */
ICS_API ICS_NODISCARD ics_status ics_layout_save(const ics_layout *layout, ics_diags *diags);

/* -- packs */

/** Reads a pack and verifies it. Any bytes give a verified program or a message with section and offset. */
ICS_API ICS_NODISCARD ics_status ics_pack_load(ics_program **program_out, const char *path, ics_diags *diags);
ICS_API ICS_NODISCARD ics_status ics_pack_read(ics_program **program_out, const unsigned char *bytes, size_t size,
                                               const char *name, ics_diags *diags);

/** Writes a pack all or nothing: an older file stays whole on failure. The same program gives the same bytes. */
ICS_API ICS_NODISCARD ics_status ics_pack_save(ics_program *program, const char *path, ics_diags *diags);
/** The bytes of the pack. Caller owns them: ics_memory_free(). */
ICS_API ICS_NODISCARD ics_status ics_pack_write(unsigned char **bytes_out, size_t *size_out, ics_program *program);
ICS_API void ics_memory_free(void *memory);

/** What a program says of a rule. Texts live as long as the program. */
typedef struct ics_rule_info {
    const char *id, *title, *help; /* a bare sentence has no id, and its words for a title */
    const char *modality;          /* as written: "must not" */
    const char *force;             /* "binding", "own rule", "have regard", "advice", "not law" */
    const char *kind;              /* "rule", "check", "description" or "question" */
    const char *remedy;            /* "" where it says none */
    const char *owner;             /* of a question: who sees to it; else "" */
    int32_t review_by;             /* of a question; else ICS_NO_DAY */
    const char *variation;         /* whose text it is, where it is local; else "" */
    const char *made_by;           /* who made that variation */
    const char *subject;           /* the entity whose outcomes it gives */
    const char *file;              /* where it stands */
    uint32_t line;
    uint32_t version_count;                  /* 0: the rule has but one */
    uint32_t version;                        /* its number, where this is about one of them; 0 else */
    uint32_t first_citation, citation_count; /* for ics_program_clause() */
    uint32_t first_letter, letter_count;     /* for ics_program_letter() */
    int32_t from, to;                        /* the days in force; ICS_NO_DAY where open */
} ics_rule_info;

/** A place in an instrument that a rule cites; the first governs. */
typedef struct ics_clause {
    const char *source_id; /* "NHS-ACT-2006" */
    const char *source;    /* its title */
    const char *kind;      /* "Act" */
    const char *place;     /* "section 14Z52(1)" */
    const char *url;       /* "" where none is given */
    const char *force;     /* of the place: that of its source, or "binding" as a direction under an Act */
    const char *direction; /* the title of that Act; "" where the place is no direction */
    const char *direction_place;
} ics_clause;

/** A whole program in figures. */
typedef struct ics_program_info {
    uint32_t rule_count, source_count, entity_count, attribute_count, instruction_count, register_count, frame_count;
    bool is_record_local; /* no rule joins or refers across records */
    char digest[65];      /* of the pack's bytes, in hexadecimal; "" where it was never written nor read */
} ics_program_info;

ICS_API void ics_program_info_read(const ics_program *program, ics_program_info *out);
ICS_API void ics_program_rule(const ics_program *program, uint32_t rule, ics_rule_info *out);
/**
 * One version of a rule: modality, force, remedy, line, clauses, letters and days in force are its own. @p version is
 * its number, or 0 for the last; a rule that has but one is as ics_program_rule() tells.
 */
ICS_API void ics_program_version(const ics_program *program, uint32_t rule, uint32_t version, ics_rule_info *out);
ICS_API void ics_program_clause(const ics_program *program, uint32_t rule, uint32_t citation, ics_clause *out);
ICS_API const char *ics_program_letter(const ics_program *program, uint32_t rule, uint32_t letter);
/** Name and text of a rule file that the program was made from; the text is kept in full. */
ICS_API const char *ics_program_source(const ics_program *program, uint32_t source, const char **text, size_t *size);
/** The index of a rule by its id (a bare sentence: its words), or UINT32_MAX; then @p nearest (or NULL) is set to the
 * id that was meant, or NULL. */
ICS_API uint32_t ics_program_find_rule(const ics_program *program, const char *id, const char **nearest);
/** Writes frames, registers and code with their phrases. */
ICS_API void ics_program_print_code(const ics_program *program, FILE *out);

/**
 * Writes the model as JSON Schema 2020-12: which descriptions ics_dataset_read() understands, with the comments of the
 * model. The same program gives the same text.
 * @return ICS_E_IO as soon as a write fails (errno says why); ICS_E_NOMEM.
 */
ICS_API ICS_NODISCARD ics_status ics_program_schema_write(const ics_program *program, FILE *out);

/**
 * Writes what is local: each variation, and in what it departs from the national rules, with both texts; as one JSON
 * document, or for people.
 * @return ICS_E_IO as soon as a write fails (errno says why); ICS_E_NOMEM.
 */
ICS_API ICS_NODISCARD ics_status ics_program_departures_write(const ics_program *program, bool is_json, FILE *out);

/* -- data */

/** A table bound to an entity: `--table 'EHC case=cases.csv'` or icsrules.yaml. */
typedef struct ics_table_binding {
    const char *entity;
    const char *path;
    const char *const *columns; /* pairs: heading, attribute; NULL: headings are attributes */
    size_t column_pair_count;
    const char *const *codes; /* pairs: cell text, meaning ("unknown", "absent", "not applicable") */
    size_t code_pair_count;
    const char *where_column, *where_value; /* row filter; NULL: all rows */
    const char *parent_entity, *parent_list,
        *parent_column;            /* key of the record whose list the rows go into; NULL: none */
    const char *list_separator;    /* of cells that hold lists; NULL: ";" */
    const char *nulls;             /* "absent" or "unknown": what null means in it (NDJSON tables) */
    const char *const *date_forms; /* "dd/mm/yyyy": forms of its dates; NULL: year-month-day */
    size_t date_form_count;
} ics_table_binding;

typedef struct ics_load_options {
    bool is_strict;           /* a key that the model does not know is an error, not a warning */
    const char *input_format; /* "json", "ndjson", "yaml", "csv" or NULL: by name and content */
    const char *nulls;        /* "absent" (default) or "unknown", where a file does not say */
    const ics_table_binding *tables;
    size_t table_count;
    bool has_known_by; /* leave out what was recorded after known_by */
    int32_t known_by;
    bool records; /* messages about records of a special category give their places and what was found */
    bool names;   /* messages about personal facts give what was found */
} ics_load_options;

/**
 * Reads files, folders and "-" into one dataset for a program's model.
 *
 * @param program Borrowed as long as the dataset lives.
 * @param options NULL: defaults.
 * @return ICS_E_INPUT with messages where data is refused (warnings alone do not); ICS_E_LIMIT; ICS_E_NOMEM; ICS_E_IO.
 */
ICS_API ICS_NODISCARD ics_status ics_dataset_read(ics_dataset **dataset_out, const ics_program *program,
                                                  const char *const *paths, size_t path_count,
                                                  const ics_load_options *options, ics_diags *diags);
/** As ics_dataset_read() for one text in memory. */
ICS_API ICS_NODISCARD ics_status ics_dataset_read_text(ics_dataset **dataset_out, const ics_program *program,
                                                       const char *name, const unsigned char *bytes, size_t size,
                                                       const ics_load_options *options, ics_diags *diags);
ICS_API void ics_dataset_free(ics_dataset *dataset);

/** How many records were read, at the top level of files and in tables, and how many bytes of files. */
ICS_API uint64_t ics_dataset_record_count(const ics_dataset *dataset);
ICS_API uint64_t ics_dataset_byte_count(const ics_dataset *dataset);

/* -- project */

/** Where the plugins of a pack or a project stand. */
typedef struct ics_plugin_places {
    const char *pack_folder; /* the folder of the pack or the project, which holds icsrules.lock; NULL: there is none */
    const char *plugins;     /* the folder of plugins, as a path below that; NULL: `plugins` */
} ics_plugin_places;

/** Whether the folder has a project file. */
ICS_API bool ics_project_exists(const char *folder);
/**
 * Reads @p folder/icsrules.yaml. Paths in it count from that folder and do not leave it.
 * @return ICS_E_INPUT with a message where it is malformed; ICS_E_IO where it cannot be read.
 */
ICS_API ICS_NODISCARD ics_status ics_project_read(ics_project **project_out, const char *folder, ics_diags *diags);
ICS_API void ics_project_free(ics_project *project);

/** Compiles what the project names. */
ICS_API ICS_NODISCARD ics_status ics_project_compile(ics_program **program_out, const ics_project *project,
                                                     const ics_compile_options *options, ics_diags *diags);
/** Where the project's pack is written. */
ICS_API const char *ics_project_pack(const ics_project *project);
/** The files and folders of rules that it names; the folders are also where `use` looks first. *count_out says how
 * many. */
ICS_API const char *const *ics_project_rules(const ics_project *project, size_t *count_out);
/** Where its plugins stand, and their lock. The texts live as long as the project. */
ICS_API void ics_project_places(const ics_project *project, ics_plugin_places *out);
/** Whether it says as at which day to judge. */
ICS_API bool ics_project_as_at(const ics_project *project, int32_t *days_out);
/** ICS_E_INPUT (E0805) where a source differs from the text kept in the pack, is gone, or has come since. */
ICS_API ICS_NODISCARD ics_status ics_project_check(const ics_project *project, const ics_program *program,
                                                   const ics_compile_options *options, ics_diags *diags);
/**
 * Whether all the data that a project names is one table, a file. Then @p options, which name none, bind it and take
 * over what the project says of it: they borrow from the project.
 */
ICS_API bool ics_project_table(const ics_project *project, ics_load_options *options);
/** Reads the data and tables that the project names; tables of @p options come on top. */
ICS_API ICS_NODISCARD ics_status ics_project_read_data(ics_dataset **dataset_out, const ics_project *project,
                                                       const ics_program *program, const ics_load_options *options,
                                                       ics_diags *diags);

/* -- evaluate */

/** The state of one outcome, as the language reference names them; the words are given by ics_outcome_name(). */
typedef enum ics_outcome {
    ICS_NOT_IN_FORCE = 0,
    ICS_NOT_APPLICABLE,
    ICS_MET,
    ICS_DONE_LATE,
    ICS_NOT_MET,
    ICS_DEPARTED,
    ICS_NOT_YET_DUE,
    ICS_OPEN,
    ICS_EXEMPT,
    ICS_WAIVED,
    ICS_ATTESTED,
    ICS_UNKNOWN,
    ICS_LAW_UNCLEAR,
    ICS_USED,
    ICS_NOT_USED,
    ICS_ANSWERED,
    ICS_UNANSWERED,
    ICS_HOLDS,
    ICS_DOES_NOT_HOLD,
    ICS_CONSIDERED,
    ICS_NOT_CONSIDERED,
    ICS_FOLLOWED,
    ICS_NOT_FOLLOWED,
    ICS_ERROR,
    ICS_OUTCOME_COUNT
} ics_outcome;

/** How plugins are run. What they answer does not depend on it. */
typedef enum ics_plugins {
    ICS_PLUGINS_ISOLATED,   /* each in a process of its own, shut in: the program outlives what they do */
    ICS_PLUGINS_IN_PROCESS, /* in the program itself, for those who trust theirs */
    ICS_PLUGINS_OFF         /* not at all: outcomes that need one are errors */
} ics_plugins;

/** The words of a state, "not yet due". */
ICS_API const char *ics_outcome_name(ics_outcome outcome);

typedef struct ics_evaluate_options {
    uint32_t batch_lanes;      /* 1 to 2,048; 0: 2,048. Outcomes do not depend on it */
    uint64_t cost_limit;       /* instructions times lanes; 0: the documented limit */
    bool names;                /* names of persons and other personal facts are told; else a person's role is */
    bool made_up;              /* the records are nobody's: what is reckoned from a special category is told too */
    ics_plugins plugins;       /* how plugins are run */
    const char *plugin_host;   /* path of icsrules-plugin-host; NULL: beside the program, else where it was installed */
    uint32_t plugin_ms;        /* what a plugin may take for a batch, milliseconds; 0: what it has been granted */
    const char *pack_folder;   /* holds `plugins`, in which they are looked for, and their lock; NULL: none */
    const char *plugin_folder; /* another folder of plugins, as a path below that; NULL: `plugins` */
    uint32_t jobs;             /* threads, at most 64; 0: one. What comes of it does not depend on it */
    ics_costs *costs;          /* gains what each rule takes: all is judged a few times more, on one thread; or NULL */
} ics_evaluate_options;

/**
 * Judges every subject in @p dataset by every rule of @p program.
 *
 * @param[out] run_out     The outcomes. Caller owns: ics_run_free(). Untouched on failure.
 * @param program, dataset Borrowed until the run is freed and only read, so threads may share them.
 * @param as_at_days       The day the law is read at.
 * @param options          NULL: defaults.
 * @return ICS_OK, also where duties are breached: an outcome is a result, not an error. ICS_E_INPUT where nothing was
 *         judged, since no rule's subject is in the data; ICS_E_MODEL if the two were made for different models, or
 *         the dataset was read for a program that passes over texts which this one reads; ICS_E_LIMIT where it would
 *         cost too much (before anything is judged); ICS_E_NOMEM.
 */
ICS_API ICS_NODISCARD ics_status ics_evaluate(ics_run **run_out, const ics_program *program, const ics_dataset *dataset,
                                              int32_t as_at_days, const ics_evaluate_options *options,
                                              ics_diags *diags);
/**
 * As ics_evaluate(), for programs that judge one description after another: in the memory of a run that is not needed
 * any more, so that a small one takes microseconds. What was told of that run (results, explanations) is gone.
 *
 * @param[in,out] run NULL, or a run of any program that still lives. Caller owns what it is set to: ics_run_free().
 *                    Where judging fails it is set to NULL, and what it pointed to is freed.
 */
ICS_API ICS_NODISCARD ics_status ics_evaluate_again(ics_run **run, const ics_program *program,
                                                    const ics_dataset *dataset, int32_t as_at_days,
                                                    const ics_evaluate_options *options, ics_diags *diags);
ICS_API void ics_run_free(ics_run *run);

/** How long the parts of ics_evaluate_lines() took, as if one followed the other. */
typedef struct ics_lines_times {
    double load_ms, judge_ms, keep_ms; /* keep: reading and judging again what is told one by one */
} ics_lines_times;

/**
 * Whether ics_evaluate_lines() may be used: no rule joins records (ics_program_info) or calls a plugin, nothing is of a
 * special category unless @p options show its records one by one, and they bind one table.
 */
ICS_API bool ics_evaluates_lines(const ics_program *program, const ics_load_options *options);
/**
 * Reads and judges one table of a record a line, or of rows (CSV), in parts, so that memory does not grow with it, and
 * keeps what a report for people tells: the run counts all outcomes, but holds those of the records that such a report
 * tells one by one. Data that is short, that has another form, or of a file whose parts cannot be judged by themselves
 * (a message, a record told twice) is read whole, as ics_dataset_read() and ics_evaluate() do. From a pipe such parts
 * are refused.
 *
 * @param[out] run_out, dataset_out Caller owns; ics_run_free() before ics_dataset_free(). Set on success alone.
 * @param times                     NULL, or set.
 */
ICS_API ICS_NODISCARD ics_status ics_evaluate_lines(ics_run **run_out, ics_dataset **dataset_out,
                                                    const ics_program *program, const ics_load_options *load,
                                                    int32_t as_at_days, const ics_evaluate_options *options,
                                                    ics_lines_times *times, ics_diags *diags);

/* -- costs */

/** @return what has gathered nothing yet, for ics_evaluate_options; or NULL where memory has run out. */
ICS_API ICS_NODISCARD ics_costs *ics_costs_new(void);
ICS_API void ics_costs_free(ics_costs *costs);
/**
 * What was announced for all that was judged: instructions times lanes (subjects, or what a rule looks at of each).
 * ics_evaluate() adds to it; ics_evaluate_lines() begins anew.
 */
ICS_API uint64_t ics_costs_announced(const ics_costs *costs);
/**
 * Whether records of a special category were looked at. The announced cost is not for showing then, since it tells how
 * many there are, and ics_costs_write() writes whole percents, or times alone where they are few.
 */
ICS_API bool ics_costs_is_special(const ics_costs *costs);
/**
 * Writes a table of the rules, the dearest first: what only that rule needs, its even part of what it shares with
 * others (both of the announced cost), and its share of the time that instructions took by the clock. As JSON: an
 * array, whose last entry (rule null) is what no one rule needs; the costs of all entries sum to the announced one.
 *
 * @param costs The program that it was gathered of must still live.
 * @param most  How many rules are written at most; the others are summed up in one line (JSON: left out).
 * @return ICS_E_INPUT where nothing was gathered; ICS_E_IO as soon as a write fails (errno says why); ICS_E_NOMEM.
 */
ICS_API ICS_NODISCARD ics_status ics_costs_write(const ics_costs *costs, bool is_json, uint32_t most, FILE *out);

/** How many outcomes of a state there are, each record counted. */
ICS_API uint64_t ics_run_count(const ics_run *run, ics_outcome outcome);
/** The day judged. */
ICS_API int32_t ics_run_as_at(const ics_run *run);

/** One outcome. Texts live as long as the run. */
typedef struct ics_result {
    uint32_t rule; /* index, for ics_program_rule() */
    ics_outcome outcome;
    const char *subject_type, *subject_code, *subject_name; /* "" where it has none */
    const char *with_type, *with_code;                      /* pairs: the other one; "" else */
    const char *owed_by_type, *owed_by_code;     /* who owes it, where another than the subject; "" where not told */
    const char *inherited_type, *inherited_code; /* the body that ended and owed it; "" where it is the subject's own */
    const char *event_type, *event_code; /* what happened, that it is an answer to; "" where it is of no event */
    int32_t event_day;                   /* the day it happened, or ICS_NO_DAY */
    int32_t period_from, period_to;      /* the period that it is for, whole; ICS_NO_DAY where it is of none */
    char period[32];                     /* "2023/24", "2023", "2022-07-01 to 2025-06-30"; "" where it is of none */
    uint32_t version;               /* of the rule, the one that governs: 1 where there are no several, 0 where none
                                       of several does, or it is not known which */
    int32_t since;                  /* `throughout`: the first day on which it was not so; or ICS_NO_DAY */
    int32_t due;                    /* last lawful day, or ICS_NO_DAY */
    int32_t days;                   /* days late, overdue, left or open, as the state says; or ICS_NO_DAY */
    bool is_in_time;                /* done by the last lawful day */
    bool is_limit_lifted;           /* the time limit was lifted */
    bool is_assumed;                /* it may rest on a state of another day; its explanation says whether */
    bool is_on_statement;           /* it rests on statements alone */
    bool is_on_paper;               /* a date or a line in a document shows it; that it was real is a finding */
    bool is_past_standard;          /* open, and past its local standard */
    bool is_stale, is_contradicted; /* evidence too old, or facts that contradict each other, were left out */
    bool is_burden_on_body;         /* an exception is for the body to show: its silence counted as no */
    bool is_promptness_unjudged;    /* `as soon as practicable` stands beside the limit, and nobody computes that */
    bool is_waiver_expired;         /* a waiver has run out that would have changed the state */
    bool is_against_attestation;    /* facts decide otherwise than was attested */
    const char *power, *approver;   /* waived: the power relied on, and who approved it; "" else */
    const char *attested_by;        /* attested: the role; "" else */
    int32_t held_from, held_to;     /* the days of that waiver or attestation; ICS_NO_DAY */
    bool is_about_list;  /* the subject owns a list of what the rule is about, and it is unknown, partial or empty */
    bool is_special;     /* the subject is of a special category: show it in groups only */
    uint32_t part_count; /* lettered lists: ics_run_part() */
} ics_result;

/** How many outcomes there are, in the order of the subjects in the data and, for each, of the pack's rules. */
ICS_API size_t ics_run_length(const ics_run *run);
/** Outcome @p index, which must be less than the length. */
ICS_API void ics_run_result(const ics_run *run, size_t index, ics_result *out);
/** Letter and state of a part of outcome @p index. */
ICS_API ics_outcome ics_run_part(const ics_run *run, size_t index, uint32_t part, const char **letter_out);
/** Writes the path that leads to the subject in the data; cut to @p size with a NUL. @return its whole length. */
ICS_API size_t ics_run_path(const ics_run *run, size_t index, char *buffer, size_t size);
/** As ics_run_path() for the event that the outcome is an answer to; "" where it is of none. */
ICS_API size_t ics_run_event_path(const ics_run *run, size_t index, char *buffer, size_t size);

/* -- plugins */

typedef struct ics_plugin_function_info {
    const char *name, *signature, *help;
} ics_plugin_function_info;

/** A plugin as its file states itself, and whether it may be loaded. Texts are a stranger's. */
typedef struct ics_plugin_info {
    const char *name;    /* of its file */
    const char *version; /* "" where its record cannot be read; author likewise */
    const char *author;
    const char *file;             /* absolute */
    const char *lock;             /* the lock that speaks for it */
    const char *platform;         /* "linux-x86_64" */
    const char *hash;             /* of its bytes; NULL where they were not read */
    const char *locked;           /* the hash in the lock for this platform; NULL where there is none */
    const char *why;              /* why it may not be loaded; NULL where it may */
    uint32_t memory_mib, seconds; /* what it may use, of time for a batch */
    const char *const *reads;     /* tables that it may read, below the lock's folder */
    size_t read_count;
    const ics_plugin_function_info *functions; /* none where its record cannot be read */
    size_t function_count;
} ics_plugin_info;

typedef struct ics_plugin_list ics_plugin_list;

/**
 * Lists the plugins in the folder of a pack and in that of the program. Their files are read; none is loaded.
 * @param places NULL: the program's alone. @return ICS_OK; ICS_E_INPUT after a lock that cannot be understood;
 * ICS_E_LIMIT where a folder has too many; ICS_E_NOMEM. Caller owns: ics_plugin_list_free().
 */
ICS_API ICS_NODISCARD ics_status ics_plugin_list_read(ics_plugin_list **out, const ics_plugin_places *places,
                                                      ics_diags *diags);

/**
 * Says that a plugin is trusted as it stands: writes the hash of its file into icsrules.lock beside its folder. The
 * file is read and not loaded; what nobody may load (others could write it, it is no plugin) is refused.
 *
 * @param places  The project at hand, for a folder of plugins of another name; or NULL.
 * @param grants  "memory 512 MiB", "seconds 5", "reads tables/places.csv": all that it is granted. None given: what
 *                the lock grants it already stays; "none" alone: nothing.
 * @param out     The one plugin, as it stands then. Caller owns: ics_plugin_list_free().
 * @return ICS_E_INPUT after a message; ICS_E_IO where the lock cannot be written (E0802); ICS_E_NOMEM.
 */
ICS_API ICS_NODISCARD ics_status ics_plugin_trust(ics_plugin_list **out, const char *file,
                                                  const ics_plugin_places *places, const char *const *grants,
                                                  size_t grant_count, ics_diags *diags);

/**
 * Tries every function of a plugin, where plugins run isolated: with the edges of its types and with random values, the
 * same each time, and all of them twice over in another order. A function fails that crashes or does not answer, gives
 * a value out of its range, or another answer the second time; which arguments did it is written to @p out, a line for
 * each function.
 *
 * @param program     Gives the roles and enumerations that the plugin's signatures name.
 * @param failed_out  How many functions failed.
 * @return ICS_E_INPUT where the plugin is not found or not trusted, after a message; ICS_E_NOMEM.
 */
ICS_API ICS_NODISCARD ics_status ics_plugin_try(size_t *failed_out, const ics_program *program,
                                                const ics_plugin_info *plugin, const ics_plugin_places *places,
                                                FILE *out, ics_diags *diags);

ICS_API size_t ics_plugin_list_count(const ics_plugin_list *plugins);
/** The texts live as long as the list. */
ICS_API void ics_plugin_list_at(const ics_plugin_list *plugins, size_t index, ics_plugin_info *out);
ICS_API void ics_plugin_list_free(ics_plugin_list *plugins);
/** Writes them as JSON ("icsrules-plugins/1", docs/plugins.md). @return ICS_E_IO as soon as a write fails (errno says
 * why); ICS_E_NOMEM. */
ICS_API ICS_NODISCARD ics_status ics_plugin_list_write(const ics_plugin_list *plugins, FILE *out);

/* -- explain */

/** A fact that an outcome rests on. Texts live as long as the explanation. */
typedef struct ics_evidence_info {
    const char *path;  /* "ICB[QXU].posts[0].title" */
    const char *value; /* "absent" where it is said to be absent */
    const char *file;
    uint32_t line, column;     /* row and column of a table */
    const char *source, *kind; /* as the data says, "" where it does not */
    bool is_special;           /* of a record of a special category: do not show it */
} ics_evidence_info;

/** A missing fact that could change the outcome. */
typedef struct ics_need_info {
    const char *path;
    const char *reason; /* "not mentioned", "list is partial" … */
    bool is_special;    /* of a record of a special category: do not show its path */
} ics_need_info;

/** A phrase of the sentence with what it came to, in the order of the text. */
typedef struct ics_phrase_info {
    uint32_t depth;
    const char *text, *value;
} ics_phrase_info;

/** Judges one outcome again, step by step, and says why. Caller owns: ics_explanation_free(). */
ICS_API ICS_NODISCARD ics_status ics_explain(ics_explanation **explanation_out, const ics_run *run, size_t index);
ICS_API void ics_explanation_free(ics_explanation *explanation);

/** One plain sentence without a full stop; how the last lawful day was counted ("" without a clock). */
ICS_API const char *ics_explanation_why(const ics_explanation *explanation);
ICS_API const char *ics_explanation_clock(const ics_explanation *explanation);
ICS_API size_t ics_explanation_need_count(const ics_explanation *explanation);
ICS_API void ics_explanation_need(const ics_explanation *explanation, size_t index, ics_need_info *out);
ICS_API size_t ics_explanation_evidence_count(const ics_explanation *explanation);
ICS_API void ics_explanation_evidence(const ics_explanation *explanation, size_t index, ics_evidence_info *out);
ICS_API size_t ics_explanation_phrase_count(const ics_explanation *explanation);
ICS_API void ics_explanation_phrase(const ics_explanation *explanation, size_t index, ics_phrase_info *out);

/* -- report */

typedef enum ics_format { ICS_FORMAT_TEXT, ICS_FORMAT_JSON, ICS_FORMAT_NDJSON } ics_format;

typedef struct ics_report_options {
    ics_format format;
    bool colour;  /* text: escape sequences for a terminal */
    bool records; /* single records of special category subjects, by their references */
} ics_report_options;

/**
 * Writes the outcomes of a run. @p diags (or NULL) are the messages of the run, which the JSON document holds.
 * @return ICS_E_IO as soon as a write fails (errno says why); ICS_E_NOMEM.
 */
ICS_API ICS_NODISCARD ics_status ics_report_write(const ics_run *run, const ics_report_options *options,
                                                  const ics_diags *diags, FILE *out);
/** Writes the JSON document of a run that could not be: format, diagnostics, no outcomes. */
ICS_API ICS_NODISCARD ics_status ics_report_failure(const ics_diags *diags, FILE *out);
/** Writes one outcome with its explanation for people: clause, phrases with values, facts and places, what is missing.
 */
ICS_API ICS_NODISCARD ics_status ics_report_explanation(const ics_run *run, size_t index,
                                                        const ics_report_options *options, FILE *out);

/* -- tests */

typedef struct ics_trials ics_trials; /* what came of the `test` declarations of rule files */

typedef struct ics_trial_options {
    const ics_compile_options *compile;   /* NULL: defaults */
    const ics_evaluate_options *evaluate; /* NULL: defaults */
    int32_t as_at;                        /* the day judged before a test says one */
    bool has_known_by;                    /* leave out what was recorded after known_by */
    int32_t known_by;
    bool coverage; /* also find which rules, exceptions and letters no test decides both ways */
    bool mutants;  /* also find which slips of the pen no test notices */
} ics_trial_options;

typedef enum ics_trials_format { ICS_TRIALS_TEXT, ICS_TRIALS_JUNIT, ICS_TRIALS_JSON } ics_trials_format;

/**
 * Compiles rule files (and those of folders) and runs the tests declared in them; tests of packs that they use are not
 * run. A test that fails is a result, not an error.
 *
 * @param[out] trials_out Caller owns: ics_trials_free(). Untouched on failure.
 * @return ICS_E_INPUT where the rules have mistakes, a test gives what the model does not know, or no test is declared;
 *         ICS_E_LIMIT; ICS_E_NOMEM; ICS_E_IO.
 */
ICS_API ICS_NODISCARD ics_status ics_trials_run(ics_trials **trials_out, const char *const *paths, size_t path_count,
                                                const ics_trial_options *options, ics_diags *diags);
/** As ics_trials_run() for the rules that the project names, and the rule files in its folder `tests`. */
ICS_API ICS_NODISCARD ics_status ics_project_trials_run(ics_trials **trials_out, const ics_project *project,
                                                        const ics_trial_options *options, ics_diags *diags);
ICS_API void ics_trials_free(ics_trials *trials);

/** How many tests there are, and how many have an expectation that does not hold. */
ICS_API size_t ics_trials_count(const ics_trials *trials);
ICS_API size_t ics_trials_failed(const ics_trials *trials);
/** Of a hundred sides (a rule, an exception or a letter found so, and found not so) those that tests decide, rounded
 *  down; 0 where a test fails, 100 where no rule is there. Only where coverage was asked for. */
ICS_API uint32_t ics_trials_coverage(const ics_trials *trials);
/** Of a hundred mutants those that a test notices, likewise. Only where mutants were asked for. */
ICS_API uint32_t ics_trials_mutants_noticed(const ics_trials *trials);

/**
 * Writes what came of them: as text each expectation that does not hold, with the explanation of what was found, and a
 * line of counts; or JUnit XML; or JSON ("icsrules-tests/1", docs/tests.md). @p colour: text with escape sequences for
 * a terminal.
 * @return ICS_E_IO as soon as a write fails (errno says why); ICS_E_NOMEM.
 */
ICS_API ICS_NODISCARD ics_status ics_trials_write(const ics_trials *trials, ics_trials_format format, bool colour,
                                                  FILE *out);

/* -- days and words */

/** Reads "2023-06-01". False where it is no day of the years 1 to 9999 in that form. */
ICS_API ICS_NODISCARD bool ics_day_read(const char *text, int32_t *days_out);
/** Writes "2023-06-01"; the buffer holds at least 11 bytes. */
ICS_API void ics_day_format(int32_t days, char *buffer);

/** The candidate nearest to a mistyped word, or NULL where none is near. */
ICS_API const char *ics_word_nearest(const char *word, const char *const *candidates, size_t count);

#ifdef __cplusplus
}
#endif
#endif
