/*
 * Write a function that rules can call. This header stands alone: it includes nothing of icsrules, and works in C11 and
 * C++. A plugin is one shared object, NAME.so, that states its terms in one record; the host compares the record, and
 * the signature of each function with the one that the rules declare, before it calls anything.
 *
 *     static ics_share attendance(ics_count attended, ics_count held)
 *     {
 *         return held == 0 ? ICS_SHARE_ABSENT : ics_share_of(attended, held);
 *     }
 *
 *     ICS_PLUGIN("frimley", "1.0.0", "Frimley Health and Care")
 *     ICS_FUNCTION(attendance, "share(count, count)", "Share of meetings attended")
 *     ICS_PLUGIN_END
 *
 * A function is a formula: its answer depends on its arguments alone, it keeps nothing, and it opens nothing. It is
 * called only where all arguments are known and present; unknown in gives unknown out, absent likewise, without a call.
 * An answer may itself be unknown or absent, by the constants below.
 *
 * Types, by the words of a signature ("share(count, count)": the answer's, then the arguments'):
 *
 *   count     ics_count    a whole number; an argument with a fraction makes the outcome an error
 *   number    ics_number   an exact decimal, in millionths
 *   money     ics_number   pounds, in millionths
 *   people    ics_count    a number of persons
 *   share     ics_share    a part of a whole, kept as two numbers: one third stays one third
 *   yes/no    ics_yesno    ICS_YESNO_NO, ICS_YESNO_YES; an answer also ICS_YESNO_UNKNOWN, ICS_YESNO_ABSENT
 *   date      ics_date     days since 1970-01-01, years 1 to 9999
 *   text      ics_text     an argument alone: UTF-8, ends with NUL, lives until the function returns
 *   role      ics_text     the name of a role of the model; an answer must be a constant of the plugin
 *   (a name)  ics_choice   a value of the enumeration of that name: 0 is the first that the model lists
 *   list of number  ics_numbers  an argument alone: what each element of a list has, in the order of the data
 *   list of date    ics_dates    an argument alone, likewise; not sorted
 *
 * A list is whole and all of it is known: of one that is partial, or in which something is not known, the answer is
 * unknown without a call. What is absent is left out, so a list may be empty. Lists live until the function returns.
 *
 * The rules' `number` may be a plugin's `number` or `count`; every other type must agree.
 */
#ifndef ICSRULES_PLUGIN_H
#define ICSRULES_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef int64_t ics_count;
typedef struct ics_number {
    int64_t millionths;
} ics_number;
typedef struct ics_share {
    int64_t part;
    int64_t whole; /* more than 0 */
} ics_share;
typedef int32_t ics_yesno;
typedef int32_t ics_date;
typedef const char *ics_text;
typedef uint32_t ics_choice;
typedef struct ics_numbers {
    size_t count;
    const ics_number *values; /* never NULL; of an empty list nothing may be read there */
} ics_numbers;
typedef struct ics_dates {
    size_t count;
    const ics_date *values;
} ics_dates;

enum { ICS_YESNO_NO = 0, ICS_YESNO_YES = 1, ICS_YESNO_UNKNOWN = 2, ICS_YESNO_ABSENT = 3 };

/* Answers that are no value. They are not written as braces so that both languages can return them. */
#define ICS_COUNT_UNKNOWN  INT64_MIN
#define ICS_COUNT_ABSENT   (INT64_MIN + 1)
#define ICS_NUMBER_UNKNOWN ics_number_of_millionths(INT64_MIN)
#define ICS_NUMBER_ABSENT  ics_number_of_millionths(INT64_MIN + 1)
#define ICS_SHARE_UNKNOWN  ics_share_of(0, INT64_MIN)
#define ICS_SHARE_ABSENT   ics_share_of(0, INT64_MIN + 1)
#define ICS_DATE_UNKNOWN   INT32_MIN
#define ICS_DATE_ABSENT    (INT32_MIN + 1)
#define ICS_CHOICE_UNKNOWN UINT32_MAX
#define ICS_CHOICE_ABSENT  (UINT32_MAX - 1)
/* A role: NULL is absent; no text stands for unknown. */

/** A number from whole millionths: 75% is 750000. */
static inline ics_number ics_number_of_millionths(int64_t millionths)
{
    ics_number number;
    number.millionths = millionths;
    return number;
}

/** A share, not reduced and not rounded. A whole of 0 or less is a fault, never "nothing": say ICS_SHARE_ABSENT. */
static inline ics_share ics_share_of(int64_t part, int64_t whole)
{
    ics_share share;
    share.part = part;
    share.whole = whole;
    return share;
}

/** Code of any type; the signature says which. */
typedef void ics_plugin_code(void);

/** How a function is called. */
enum {
    ICS_FORM_LANE = 0, /* result function(argument, ...): once for each lane */
    ICS_FORM_BATCH = 1 /* void function(size_t count, const argument *, ..., result *): once for each batch */
};

/** One function: what the rules call it, its signature, its code, and one line for people. */
typedef struct ics_function {
    const char *name;
    const char *signature;
    const char *help;
    ics_plugin_code *code;
    uint32_t form;
    uint32_t reserved; /* 0 */
} ics_function;

/* "ICSP" as it lies in memory of a little-endian machine. */
#define ICS_PLUGIN_MAGIC 0x50534349u
/* Raised when the record, a type or a way of calling changes. */
#define ICS_PLUGIN_ABI 1u

/** What a plugin states. The first four fields keep their place in every version of this header. */
typedef struct ics_plugin {
    uint32_t magic;
    uint32_t abi;
    uint32_t size;          /* of this record */
    uint32_t function_size; /* of one ics_function */
    const char *name;       /* as the rules call it, and as the file is named */
    const char *version;    /* "1.0.0": the first number is the version that the rules declare */
    const char *author;
    const ics_function *functions;
    uint32_t function_count;
    uint32_t reserved; /* 0 */
} ics_plugin;

#if defined(_WIN32)
#define ICS_PLUGIN_EXPORT __declspec(dllexport)
#elif defined(__GNUC__)
#define ICS_PLUGIN_EXPORT __attribute__((visibility("default")))
#else
#define ICS_PLUGIN_EXPORT
#endif

/** The one symbol that a host looks for. */
extern ICS_PLUGIN_EXPORT const ics_plugin ics_plugin_record;

/* ICS_PLUGIN(name, version, author) ICS_FUNCTION(...) ... ICS_PLUGIN_END write the record. The rules call a function by
 * its name in C, or by the one that ..._AS gives it: names of two words have a hyphen there, "largest-gap". */
/* clang-format off */
#define ICS_PLUGIN(name, version, author)                                                                              \
    static const char ics_plugin_name_[] = name;                                                                       \
    static const char ics_plugin_version_[] = version;                                                                 \
    static const char ics_plugin_author_[] = author;                                                                   \
    static const ics_function ics_plugin_functions_[] = {
#define ICS_FUNCTION(function, signature, help) ICS_FUNCTION_AS(#function, function, signature, help)
#define ICS_BATCH_FUNCTION(function, signature, help) ICS_BATCH_FUNCTION_AS(#function, function, signature, help)
#define ICS_FUNCTION_AS(name, function, signature, help)                                                               \
        {name, signature, help, (ics_plugin_code *)(function), ICS_FORM_LANE, 0},
#define ICS_BATCH_FUNCTION_AS(name, function, signature, help)                                                         \
        {name, signature, help, (ics_plugin_code *)(function), ICS_FORM_BATCH, 0},
#define ICS_PLUGIN_END                                                                                                 \
    };                                                                                                                 \
    const ics_plugin ics_plugin_record = {                                                                             \
        ICS_PLUGIN_MAGIC, ICS_PLUGIN_ABI, (uint32_t)sizeof(ics_plugin), (uint32_t)sizeof(ics_function),                \
        ics_plugin_name_, ics_plugin_version_, ics_plugin_author_, ics_plugin_functions_,                              \
        (uint32_t)(sizeof ics_plugin_functions_ / sizeof ics_plugin_functions_[0]), 0};
/* clang-format on */

#ifdef __cplusplus
}
#endif
#endif
