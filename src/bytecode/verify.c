/* The verifier: proves before a run what the run takes for granted. It shares nothing with the compiler. */
#include "bytecode/verify.h"
#include "bytecode/idle.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { WHERE_BYTES = 512, TEXT_BYTES = 512, INSTRUCTION_BYTES = 16 };

bool ics_verify_refuse(const ics_verifier *verifier, const char *section, uint32_t index, const char *format, ...)
{
    char where[WHERE_BYTES], text[TEXT_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    const char *name = verifier->origin.name ? verifier->origin.name : "program";
    if (strcmp(section, "code") == 0)
        snprintf(where, sizeof where, "%s: section code, instruction %" PRIu32 ", offset %zu", name, index,
                 verifier->origin.code_offset + (size_t)index * INSTRUCTION_BYTES);
    else
        snprintf(where, sizeof where, "%s: section %s, item %" PRIu32, name, section, index);
    ics_diag *diag = ics_report_at(verifier->diags, ICS_E0503, where, "%s", text);
    ics_diag_help(verifier->diags, diag,
                  verifier->origin.name ? "the pack was not made by this compiler, or was changed; compile it again"
                                        : "this is a mistake of the compiler; please report it with the rules");
    return false;
}

ics_status ics_program_verify_from(ics_program *program, ics_origin origin, ics_diags *diags)
{
    const ics_verifier verifier = {.program = program, .diags = diags, .origin = origin};
    bool no_memory = false;
    ics_idle_clear(program->idle); /* it may have been changed */
    program->is_verified = false;
    program->is_record_local = false;
    if (!ics_verify_model(&verifier, &no_memory) || !ics_verify_tables(&verifier, &no_memory) ||
        !ics_verify_code(&verifier, &no_memory))
        return no_memory ? ICS_E_NOMEM : ICS_E_INPUT;
    program->lifetimes = ics_lifetimes_find(&program->model, &program->arena);
    if (!program->lifetimes)
        return ICS_E_NOMEM;
    for (uint32_t i = 0; i < program->source_count; i++)
        if (!ics_source_mark_lines(&program->sources[i], &program->arena))
            return ICS_E_NOMEM;
    program->is_verified = true;
    program->is_record_local = ics_program_is_record_local(program);
    return ICS_OK;
}

ics_status ics_program_verify(ics_program *program, ics_diags *diags)
{
    return ics_program_verify_from(program, (ics_origin){.name = NULL, .code_offset = 0}, diags);
}

/* A list or reference stays inside one record when its rows can only be nested there: rows with a code of their own
 * may be named from anywhere. */
static bool stays_in_record(const ics_model *model, const ics_attribute *attribute)
{
    if (attribute->type == ICS_TYPE_SET)
        return attribute->element != ICS_TYPE_REF;
    if (attribute->type != ICS_TYPE_REF && attribute->type != ICS_TYPE_LIST)
        return true;
    for (uint32_t i = 0; i < model->entity_count; i++)
        if (model->entities[i].root == model->entities[attribute->target].root && model->entities[i].unique != ICS_NONE)
            return false;
    return attribute->inverse == ICS_NONE;
}

bool ics_program_is_record_local(const ics_program *program)
{
    for (uint32_t i = 0; i < program->frame_count; i++)
        if (program->frames[i].source == ICS_FRAME_EVERY)
            return false;
    for (uint32_t i = 0; i < program->code_count; i++) {
        const ics_instruction *at = &program->code[i];
        switch (at->op) {
        case ICS_OP_OWNER:
        case ICS_OP_SAME:
        case ICS_OP_NOT_SAME:
            return false;
        case ICS_OP_LOAD:
        case ICS_OP_FOLLOW:
            if (!stays_in_record(&program->model, &program->model.attributes[at->k]))
                return false;
            break;
        default:
            break;
        }
    }
    return true;
}
