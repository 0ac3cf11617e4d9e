/* What each opcode is, at run time: the list of opcodes as a table. Leans on the list alone. */
#ifndef ICS_BYTECODE_OP_H
#define ICS_BYTECODE_OP_H

#include "bytecode/program.h"

/** One opcode. Operand kinds are strings of opcodes.def: a type letter, "?T", "#", "*", "V", "=", "n" or ".". */
typedef struct ics_op_info {
    const char *name;
    const char *dst, *a, *b, *c;
    char k;
    const char *effect;
} ics_op_info;

/** @return the entry of an opcode, or NULL where there is no such opcode. */
const ics_op_info *ics_op_find(uint32_t op);

/** Whether the opcode closes a frame: it stands in the child and writes a register of the parent. */
bool ics_op_is_reduction(uint32_t op);

/** "truth" for 'T' … for people; "register" for a letter that is none. */
const char *ics_register_type_name(char type);

/** The register type that a column of this attribute type is loaded into: 'Y', 'N', 'D', 'P', 'I', 'F', 'L' or 'S'. */
char ics_register_type_of(const ics_attribute *attribute);

/**
 * What a register of that column carries in aux: the root entity of a reference or list, the space of an id or a set;
 * 0 for the other types.
 */
uint32_t ics_register_aux_of(const ics_model *model, const ics_attribute *attribute);

#endif
