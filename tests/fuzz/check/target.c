/*
 * Any bytes as a file of rules: compiled with all checks, its fixes shown. Nothing may crash, leak or hang, and every
 * edit lies within its text. The pack `ics` is a small model, so that terms, verbs and clauses are known.
 */
#include <icsrules/icsrules.h>

#include <stdlib.h>
#include <string.h>

static const char model[] =
    "model ics\n"
    "entity body\n  name : text\n  posts : list of post\n  plan is needed : yes/no\n  population : people\n"
    "  request received : event date\n  rate : share\n"
    "entity ICB \"integrated care board\" is a body\n"
    "entity post\n  title : role\n  holder : text\n"
    "enum topic is SEND, health and wellbeing\n"
    "role SEND executive lead also lead\n"
    "source ACT \"An Act\"\n  kind Act\n  published 2020-01-01\n"
    "verb body name (r: role)\n  means some of its posts where title is r has holder\n"
    "verb body receive request\n  means it has request received\n  happens on request received\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look_at_fixes(const ics_diags *diags, size_t size)
{
    FILE *nowhere = fopen("/dev/null", "w");
    if (!nowhere)
        abort();
    for (size_t i = 0; i < ics_diags_count(diags); i++) {
        ics_message message;
        ics_diags_message(diags, i, &message);
        for (size_t e = 0; e < message.edit_count; e++) {
            ics_message_edit edit;
            ics_diags_edit(diags, i, e, &edit);
            if (edit.start > edit.end || !edit.file || (strcmp(edit.file, "fuzz.rules") == 0 && edit.end > size))
                abort();
        }
    }
    if (ics_fixes_diff(diags, nowhere) != ICS_OK || ics_diags_print_json(diags, nowhere) != ICS_OK)
        abort();
    fclose(nowhere);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const ics_rule_text texts[] = {{"fuzz.rules", data, size},
                                   {"model.rules", (const unsigned char *)model, sizeof model - 1}};
    const ics_compile_options options = {.is_checked = true};
    ics_program *program = NULL;
    ics_diags *diags = ics_diags_new();
    if (!diags)
        abort();
    ics_diags_keep_all(diags);
    if (ics_compile(&program, texts, 2, &options, diags) == ICS_OK)
        ics_program_free(program);
    look_at_fixes(diags, size);
    ics_diags_free(diags);
    return 0;
}
