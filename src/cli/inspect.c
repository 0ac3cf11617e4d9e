/* icsrules inspect: what is in a pack. It is read and verified as eval does; its texts are a stranger's. */
#include "session.h"

#include <errno.h>

static void print_summary(const ics_program *program)
{
    ics_program_info info;
    ics_program_info_read(program, &info);
    printf("digest       %s\n", info.digest);
    printf("format       %u\n", (unsigned)ics_version_pack_format());
    printf("model        %u entities, %u attributes\n", (unsigned)info.entity_count, (unsigned)info.attribute_count);
    printf("program      %u instructions, %u registers, %u frames; %s\n", (unsigned)info.instruction_count,
           (unsigned)info.register_count, (unsigned)info.frame_count,
           info.is_record_local ? "record-local: each record can be judged by itself"
                                : "not record-local: a rule joins or refers across records");
    for (uint32_t s = 0; s < info.source_count; s++) {
        size_t size = 0;
        const char *name = ics_program_source(program, s, NULL, &size);
        fputs(s == 0 ? "sources      " : "             ", stdout);
        ics_text_print(name, stdout);
        printf(" (%zu bytes)\n", size);
    }
    printf("rules        %u\n", (unsigned)info.rule_count);
}

static void print_rule(const ics_program *program, uint32_t index)
{
    ics_rule_info rule;
    char from[16] = "", to[16] = "";
    ics_program_rule(program, index, &rule);
    if (rule.from != ICS_NO_DAY)
        ics_day_format(rule.from, from);
    if (rule.to != ICS_NO_DAY)
        ics_day_format(rule.to, to);
    fputs("\n", stdout);
    ics_text_print(rule.id, stdout);
    fputs("  ", stdout);
    ics_text_print(rule.title, stdout);
    printf("\n  %s, %s, %s, about each ", rule.kind, rule.modality, rule.force);
    ics_text_print(rule.subject, stdout);
    printf("%s%s%s%s\n", from[0] ? ", in force from " : "", from, to[0] ? " to " : "", to);
    for (uint32_t c = 0; c < rule.citation_count; c++) {
        ics_clause clause;
        ics_program_clause(program, index, c, &clause);
        fputs("  ", stdout);
        ics_text_print(clause.source, stdout);
        fputs(clause.place[0] ? ", " : "", stdout);
        ics_text_print(clause.place, stdout);
        fputs("\n", stdout);
    }
}

int cli_inspect(cli_command *command)
{
    ics_project *project = NULL;
    ics_program *program = NULL;
    int status = command->argument_count == 0 ? cli_project_read(command, &project) : CLI_OK;
    const char *path = command->argument_count > 0 ? command->arguments[0] : project ? ics_project_pack(project) : NULL;
    if (status == CLI_OK && !path)
        status = cli_refuse(command, "icsrules inspect PACK", "no pack is named");
    if (status == CLI_OK && command->argument_count > 1)
        status = cli_refuse(command, "icsrules inspect PACK", "inspect takes one pack");
    if (status == CLI_OK)
        status = cli_files_exist(command, &path, 1);
    if (status == CLI_OK)
        status = cli_status_of(command, ics_pack_load(&program, path, command->diags));
    if (status == CLI_OK) {
        ics_program_info info;
        ics_program_info_read(program, &info);
        errno = 0;
        if (command->values[CLI_CODE])
            ics_program_print_code(program, stdout);
        else
            print_summary(program);
        for (uint32_t r = 0; r < info.rule_count && !command->values[CLI_CODE]; r++)
            print_rule(program, r);
        if (ferror(stdout))
            cli_wrote(command, ICS_E_IO);
    }
    status = cli_finish(command, status);
    ics_program_free(program);
    ics_project_free(project);
    return status;
}
