/* Every bound of the product, each with its reason. A bound is named in messages by the name it has here. */
#ifndef ICS_BASE_LIMITS_H
#define ICS_BASE_LIMITS_H

#include <stdint.h>

/* LIMIT(name, value, reason): the one list; the reference page and `--help` are made from it. */
#define ICS_LIMITS(LIMIT)                                                                                              \
    LIMIT(RULE_FILE_BYTES, 16u << 20, "a statute with its notes is under 2 MiB; spans are 32-bit")                     \
    LIMIT(RULE_NESTING, 200, "deeper sentences are not read by people; what walks the tree recurses")                  \
    LIMIT(RULE_STEPS, 65000, "verbs and names stand for phrases that may hold more of them; a rule has some dozens")   \
    LIMIT(TEXT_LITERAL_BYTES, 64u << 10, "a title or a quoted clause")                                                 \
    LIMIT(NAME_BYTES, 255, "a term, an identifier, a name")                                                            \
    LIMIT(TERM_WORDS, 16, "the joiner looks this far ahead for the longest term")                                      \
    LIMIT(USE_CHAIN, 64, "packs build on packs, not on themselves")                                                    \
    LIMIT(ERRORS_PRINTED, 20, "the first mistakes explain the later ones")                                             \
    LIMIT(DATA_NESTING, 64, "records nest a few levels; readers keep a fixed stack")                                   \
    LIMIT(YAML_ALIAS_NODES, 1000000, "aliases can multiply without end")                                               \
    LIMIT(TEXT_VALUE_BYTES, 16u << 20, "one value of text in data")                                                    \
    LIMIT(DATA_FILE_BYTES, 4294967295u, "places in a file are kept as 32-bit offsets")                                 \
    LIMIT(DATASET_BYTES, 4294900000u, "all files of a dataset together: a fact's place is one 32-bit number")          \
    LIMIT(DOCUMENT_NODES, 16777216, "a JSON or YAML document is held whole: 24 bytes a value")                         \
    LIMIT(CELL_FACTS, 4096, "dated facts of one cell: each is compared with each")                                     \
    LIMIT(DATA_ERRORS, 1000, "mistakes of one dataset that are kept; reading stops there")                             \
    LIMIT(PROJECT_FILE_BYTES, 1u << 20, "a page of settings, not data")                                                \
    LIMIT(DATA_FILES, 100000, "files of one dataset, folders counted with all that is in them")                        \
    LIMIT(CSV_COLUMNS, 4096, "a spreadsheet has 16,384; a table for judging has far fewer")                            \
    LIMIT(PACK_BYTES, 256u << 20, "a pack is read whole before it is verified")                                        \
    LIMIT(FRAMES_OPEN, 8, "each open frame keeps a batch of every register in memory")                                 \
    LIMIT(FRAMES, 65000, "frames are numbered in 16 bits")                                                             \
    LIMIT(REGISTERS, 65000, "registers are numbered in 16 bits")                                                       \
    LIMIT(KINDS_DEEP, 32, "a kind of a kind of a kind; `is a` is looked up by walking them")                           \
    LIMIT(SKIPS_OPEN, 64, "skips nest as the sentences do that they leave out")                                        \
    LIMIT(RUN_COST, 1000000000000, "instructions times lanes; about an hour of one core")                              \
    LIMIT(BATCH_LANES, 2048, "fits the second-level cache; from 64 to 4,096 lanes differ by 2%")                       \
    LIMIT(EXPLAINED_FACTS, 200, "more needs or evidence for one outcome are not read; a list has its own path")        \
    LIMIT(PLUGIN_BATCH_MS, 2000, "a check is a formula, not a service")                                                \
    LIMIT(PLUGIN_STARTS, 6, "workers of one plugin in a run: two for each call that may fail")                         \
    LIMIT(PLUGIN_FAILURES, 3, "calls that fail before a plugin is not asked any more")                                 \
    LIMIT(PLUGIN_MEMORY_BYTES, 256u << 20, "a plugin's worker")                                                        \
    LIMIT(PLUGIN_FUNCTIONS, 256, "a plugin is one local variation, not a library")                                     \
    LIMIT(PLUGINS, 64, "a system has a handful of local variations; each may run in a process of its own")             \
    LIMIT(PLUGIN_LOCK_BYTES, 1u << 20, "a page that people read")                                                      \
    LIMIT(PLUGIN_FILE_BYTES, 64u << 20, "it is copied into memory before it is loaded")                                \
    LIMIT(TEST_MUTANTS, 2000, "each is compiled and tested by itself: a minute or two")                                \
    LIMIT(PLUGIN_LOG_BYTES, 64u << 10, "what is kept of a plugin's output")

#define ICS_LIMIT_CONSTANT(name, value, reason) static const int64_t ICS_LIMIT_##name = (value);
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-const-variable"
#endif
ICS_LIMITS(ICS_LIMIT_CONSTANT)
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif
#undef ICS_LIMIT_CONSTANT

/* The batch length, the nesting of data and the number of plugins as constant expressions, for array bounds. */
enum { ICS_BATCH_LANES = 2048, ICS_DATA_NESTING = 64, ICS_PLUGINS = 64 };

#endif
