/* icsrules plugin list and trust: what stands in the folders of plugins, and what the locks say of it. */
#include "plugin.h"

#include <errno.h>
#include <string.h>

static void print_rights(const ics_plugin_info *info)
{
    printf("    may use %u MiB of memory and %u s for a batch", info->memory_mib, info->seconds);
    for (size_t i = 0; i < info->read_count; i++) {
        fputs(i == 0 ? "; reads " : ", ", stdout);
        ics_text_print(info->reads[i], stdout);
    }
    puts("");
}

static void print_plugin(const ics_plugin_info *info)
{
    ics_text_print(info->name, stdout);
    fputs(info->version[0] ? " " : "", stdout);
    ics_text_print(info->version, stdout);
    fputs(info->why ? "  not trusted: " : "  trusted", stdout);
    if (info->why)
        ics_text_print(info->why, stdout);
    fputs("\n    ", stdout);
    ics_text_print(info->file, stdout);
    puts("");
    if (info->author[0]) {
        fputs("    by ", stdout);
        ics_text_print(info->author, stdout);
        puts("");
    }
    for (size_t i = 0; i < info->function_count; i++) {
        const ics_plugin_function_info *function = &info->functions[i];
        fputs("    ", stdout);
        ics_text_print(function->name, stdout);
        fputs(": ", stdout);
        ics_text_print(function->signature, stdout);
        fputs(function->help[0] ? ", " : "", stdout);
        ics_text_print(function->help, stdout);
        puts("");
    }
    if (info->hash)
        printf("    %s %s\n", info->platform, info->hash);
    if (info->locked && (!info->hash || strcmp(info->hash, info->locked) != 0))
        printf("    in icsrules.lock: %s\n", info->locked);
    print_rights(info);
}

static int read_format(cli_command *command, bool *is_json)
{
    const char *format = command->values[CLI_FORMAT];
    *is_json = format && strcmp(format, "json") == 0;
    return format && !*is_json && strcmp(format, "text") != 0
               ? cli_refuse(command, "plugin takes text or json", "--format does not know '%.100s'", format)
               : CLI_OK;
}

static int tell(cli_command *command, const ics_plugin_list *plugins, bool is_json)
{
    errno = 0;
    if (is_json) {
        cli_wrote(command, ics_plugin_list_write(plugins, stdout));
        command->has_reported = true;
        return CLI_OK;
    }
    for (size_t i = 0; i < ics_plugin_list_count(plugins); i++) {
        ics_plugin_info info;
        ics_plugin_list_at(plugins, i, &info);
        print_plugin(&info);
    }
    return CLI_OK;
}

int cli_plugin_list(cli_command *command, const ics_project *project)
{
    ics_plugin_list *plugins = NULL;
    ics_plugin_places places;
    bool is_json;
    int status = read_format(command, &is_json);
    cli_plugin_places(project, &places);
    if (status == CLI_OK && command->grant_count > 0)
        status = cli_refuse(command, "give --grant to icsrules plugin trust", "list grants nothing");
    if (status == CLI_OK && command->argument_count > 0)
        status = cli_refuse(command, "icsrules plugin list", "list takes no arguments");
    if (status == CLI_OK)
        status = cli_status_of(command, ics_plugin_list_read(&plugins, &places, command->diags));
    if (status == CLI_OK)
        status = tell(command, plugins, is_json);
    if (status == CLI_OK && !is_json && ics_plugin_list_count(plugins) == 0)
        puts("there is no plugin here");
    ics_plugin_list_free(plugins);
    return status;
}

static int trust_one(cli_command *command, const char *file, const ics_plugin_places *places)
{
    ics_plugin_list *plugins = NULL;
    ics_plugin_info info;
    const int status =
        cli_status_of(command, ics_plugin_trust(&plugins, file, places, (const char *const *)command->grants,
                                                command->grant_count, command->diags));
    if (status != CLI_OK)
        return status;
    ics_plugin_list_at(plugins, 0, &info);
    print_plugin(&info);
    ics_plugin_list_free(plugins);
    return status;
}

int cli_plugin_trust(cli_command *command, const ics_project *project)
{
    ics_plugin_places places;
    int status = CLI_OK;
    cli_plugin_places(project, &places);
    if (command->argument_count == 0)
        return cli_refuse(command, "icsrules plugin trust plugins/NAME.so", "trust takes the file of a plugin");
    if (command->values[CLI_FORMAT])
        return cli_refuse(command, "icsrules plugin list --format json", "trust says what it did as text alone");
    for (size_t i = 0; i < command->argument_count && status == CLI_OK; i++)
        status = trust_one(command, command->arguments[i], &places);
    return status;
}
