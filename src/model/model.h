/*
 * The vocabulary as tables: entities, attributes, enumerations, roles. Made by sema from declarations, written into the
 * pack, and all that a reader of data needs to know. Flat arrays and ids, no pointers between tables but text.
 */
#ifndef ICS_MODEL_MODEL_H
#define ICS_MODEL_MODEL_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

#define ICS_NONE UINT32_MAX     /* no entity, attribute, row, enumeration */
enum { ICS_NAME_BUFFER = 256 }; /* holds any name and its NUL: limit NAME_BYTES */

/** What an attribute's value is. How it lies in a column is ics_representation. */
typedef enum ics_type {
    ICS_TYPE_YESNO,
    ICS_TYPE_NUMBER,
    ICS_TYPE_PEOPLE,
    ICS_TYPE_MONEY,
    ICS_TYPE_SHARE, /* 75% is 0.75 */
    ICS_TYPE_TEXT,
    ICS_TYPE_DATE,
    ICS_TYPE_EVENT_DATE, /* later than the day it is judged on, it is absent */
    ICS_TYPE_CALENDAR_YEAR,
    ICS_TYPE_FINANCIAL_YEAR,
    ICS_TYPE_DURATION, /* in days */
    ICS_TYPE_ENUM,     /* target: enumeration */
    ICS_TYPE_ROLE,
    ICS_TYPE_FINDING, /* read as yes/no */
    ICS_TYPE_REF,     /* target: entity */
    ICS_TYPE_LIST,    /* target: entity */
    ICS_TYPE_SET,     /* of enumeration values, roles (element ICS_TYPE_ROLE) or entities (element ICS_TYPE_REF) */
    ICS_TYPE_VALUES,  /* list of plain values, element: a scalar type; lies in a child table of its own */
    ICS_TYPE_ACADEMIC_YEAR,
    ICS_TYPE_PERIOD, /* any stretch of days */
    ICS_TYPE_COUNT
} ics_type;

/** How a column holds its values. Every column also has `is_known` and `is_present`. */
typedef enum ics_representation {
    ICS_REP_TRUTH,  /* a bitmap */
    ICS_REP_NUMBER, /* int64 millionths: number, people, money, share, duration in days */
    ICS_REP_DAYS,   /* first and last day, int32 each: date, event date, calendar and financial year */
    ICS_REP_ID,     /* uint32: text (interned in the dataset), enumeration value, role */
    ICS_REP_REF,    /* uint32: row of the target's table */
    ICS_REP_LIST,   /* rows of the target's table: a slice or an index list */
    ICS_REP_SET     /* uint32 ids */
} ics_representation;

typedef struct ics_attribute {
    const char *name; /* canonical: "request received" */
    const char *help; /* its ## comment or "" */
    uint32_t entity;  /* who declares it */
    ics_type type;
    ics_type element; /* of SET and VALUES */
    uint32_t target;  /* entity (REF, LIST, SET of REF) or enumeration (ENUM, SET of ENUM); else ICS_NONE */
    uint32_t
        values_table; /* VALUES: entity id of the hidden child table whose one attribute is "value"; else ICS_NONE */
    uint32_t inverse; /* REF declared `inverse of`: the list or reference attribute it inverts; else ICS_NONE */
    bool is_unique, is_personal, is_clause, is_one; /* is_one: `one ICB`, contained */
    bool is_hidden; /* part of a finding, behind the finding itself: ics_finding_part() */
} ics_attribute;

/** What a finding says beside its value, each in an attribute of its own. */
typedef enum ics_finding_field {
    ICS_FINDING_ROLE, /* of who made it: role */
    ICS_FINDING_BODY, /* whose: text, a code */
    ICS_FINDING_DATE, /* when: date */
    ICS_FINDING_FIELDS
} ics_finding_field;

/** An entity type. `is a` makes a kind of its root: one table for each root, with a kind for each row. */
typedef struct ics_entity {
    const char *name;
    const char *title; /* long form or "" */
    const char *help;
    uint32_t parent;            /* ICS_NONE for a root */
    uint32_t root;              /* itself for a root */
    uint32_t unique;            /* attribute that identifies it, also of an ancestor; else ICS_NONE */
    bool is_special, is_hidden; /* special category; hidden: the table of a VALUES attribute */
    uint8_t ledger;             /* 1 + ics_ledger of a register that every model has; 0: declared by rules */
} ics_entity;

typedef struct ics_enum {
    const char *name;
    uint32_t first_value, value_count; /* in values[] */
} ics_enum;

/** A name by which data and people may call something, beside its canonical one. */
typedef struct ics_alias {
    const char *name;
    uint32_t kind; /* ics_alias_kind */
    uint32_t id;
} ics_alias;

typedef enum ics_alias_kind { ICS_ALIAS_ENTITY, ICS_ALIAS_VALUE, ICS_ALIAS_ROLE } ics_alias_kind;

/**
 * Ids: an entity, attribute, enumeration is its index. An enumeration value is its index in values[] (so that ids of
 * different enumerations differ); a role is its index in roles[]. Attributes of one entity stand together in
 * declaration order.
 */
typedef struct ics_model {
    const char *name;
    ics_entity *entities;
    uint32_t entity_count;
    ics_attribute *attributes;
    uint32_t attribute_count;
    ics_enum *enums;
    uint32_t enum_count;
    const char **values;
    uint32_t value_count;
    const char **roles;
    uint32_t role_count;
    ics_alias *aliases;
    uint32_t alias_count;
} ics_model;

ics_representation ics_type_representation(ics_type type);
const char *ics_type_name(ics_type type); /* "event date" */

/** Whether entity is kind, or one of its kinds ("ICB" is a "body"). */
bool ics_model_is_a(const ics_model *model, uint32_t entity, uint32_t kind);

/**
 * The attribute of that name on the entity or its ancestors; ICS_NONE where there is none. Keys match whatever the
 * case, spaces, hyphens or underscores, and in the plural for lists (data.md point 2); so for all the finders below.
 */
uint32_t ics_model_attribute(const ics_model *model, uint32_t entity, const char *key, size_t length);
/** The attribute that holds a field of a FINDING attribute; ICS_NONE in a model without. */
uint32_t ics_finding_part(const ics_model *model, uint32_t finding, ics_finding_field field);
/** "role", "body", "date": the key by which data says it, also behind the finding's name and a colon. */
const char *ics_finding_key(ics_finding_field field);
uint32_t ics_model_entity(const ics_model *model, const char *key, size_t length);
uint32_t ics_model_value(const ics_model *model, uint32_t enumeration, const char *key, size_t length);
uint32_t ics_model_role(const ics_model *model, const char *key, size_t length);

/** Whether two keys are the same after folding of case, spaces, hyphens and underscores. */
bool ics_key_equal(const char *a, size_t a_length, const char *b, size_t b_length);

/** The candidate nearest to a mistyped word (Damerau-Levenshtein, folded), or NULL when none is near. */
const char *ics_nearest(const char *word, size_t length, const char *const *candidates, size_t count);

#endif
