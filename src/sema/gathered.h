/*
 * What the declarations of a vocabulary are gathered into before the model has ids: shared by those of entities and
 * those of attributes.
 */
#ifndef ICS_SEMA_GATHERED_H
#define ICS_SEMA_GATHERED_H

#include "model/index.h"
#include "sema/context.h"

/* What is gathered before ids are given: attributes in the order of the text, whoever they belong to. */
typedef struct ics_gathered {
    ics_sema *sema;
    ics_entity *entities;
    size_t entity_count, entity_room;
    ics_span *entity_spans;
    size_t span_count, span_room;
    uint32_t *entity_files;
    size_t file_count, file_room;
    ics_attribute *attributes;
    size_t attribute_count, attribute_room;
    const ics_node **nodes; /* of attributes */
    size_t node_count, node_room;
    uint32_t *attribute_files;
    size_t attribute_file_count, attribute_file_room;
    ics_enum *enums;
    size_t enum_count, enum_room;
    ics_span *enum_spans;
    size_t enum_span_count, enum_span_room;
    const char **values;
    size_t value_count, value_room;
    const char **roles;
    size_t role_count, role_room;
    ics_alias *aliases;
    size_t alias_count, alias_room;
    ics_name_index entity_names, entity_plurals; /* names and titles */
    ics_name_index attribute_names, value_names, role_names;
} ics_gathered;

/** The entity that is first declared by a name, or (@p plural) whose plural it is; ICS_NONE. */
uint32_t ics_gathered_entity(const ics_gathered *g, const char *name, bool plural);
/** What an entity is called by: its name or its title. */
void ics_gathered_name(ics_gathered *g, const char *name, uint32_t entity);
/** Reports a name that is declared already. */
ics_diag *ics_declared_twice(ics_gathered *g, ics_span span, ics_span earlier, const char *what, const char *name);
/** Whether an entity is of a kind, by the parents gathered so far. */
bool ics_is_among(const ics_gathered *g, uint32_t entity, uint32_t kind);
/** The entity that one side of a definition names, narrowed or not; ICS_NONE where it is none. */
uint32_t ics_entity_of_side(const ics_gathered *g, const ics_node *side);
/** The attributes of one ENTITY. */
void ics_declare_attributes(ics_gathered *g, const ics_node *node);
/** Those of one DEFINE … includes …: both sides have them. */
void ics_share_attributes(ics_gathered *g, const ics_node *node);
/** The registers that every model has. */
void ics_declare_ledgers(ics_gathered *g);
/** Attributes by entity, in the order of the text. */
void ics_lay_attributes(ics_gathered *g);
/** The code of an ancestor identifies its kinds too. */
void ics_inherit_codes(ics_model *model);
/** Each `inverse of`, once attributes can be looked up. */
void ics_find_inverses(ics_gathered *g);

#endif
