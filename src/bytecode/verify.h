/* What the parts of the verifier share. It trusts nothing of a program but that its arrays have the lengths they say.
 */
#ifndef ICS_BYTECODE_VERIFY_H
#define ICS_BYTECODE_VERIFY_H

#include "bytecode/op.h"

/** Where a program came from, for messages: a pack's name and the offset of its code, or NULL and 0. */
typedef struct ics_origin {
    const char *name;
    size_t code_offset;
} ics_origin;

typedef struct ics_verifier {
    ics_program *program;
    ics_diags *diags;
    ics_origin origin;
} ics_verifier;

/** As ics_program_verify for a program read from a pack. */
ICS_NODISCARD ics_status ics_program_verify_from(ics_program *program, ics_origin origin, ics_diags *diags);

/** Reports E0503 in a section ("rules"), item @p index of it. @return false, so that a check can end with it. */
bool ics_verify_refuse(const ics_verifier *verifier, const char *section, uint32_t index, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/** Each checks one part; false where it is refused. The code relies on the tables, the tables on the model. */
bool ics_verify_model(const ics_verifier *verifier, bool *no_memory);
bool ics_verify_tables(const ics_verifier *verifier, bool *no_memory);
bool ics_verify_code(const ics_verifier *verifier, bool *no_memory);

/** Whether no rule of a verified program joins or refers across records. */
bool ics_program_is_record_local(const ics_program *program);

#endif
