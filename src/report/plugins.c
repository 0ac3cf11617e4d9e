/* The list of plugins for programs: "icsrules-plugins/1". Every text of it is a stranger's. */
#include "report/writer.h"

#include <stdlib.h>

static void write_member(ics_writer *w, const char *name, const char *text)
{
    ics_write_format(w, ", \"%s\": ", name);
    ics_write_string(w, text);
}

static void write_rights(ics_writer *w, const ics_plugin_info *info)
{
    ics_write_format(w, ", \"rights\": {\"memory_mib\": %u, \"seconds\": %u, \"reads\": [", info->memory_mib,
                     info->seconds);
    for (size_t i = 0; i < info->read_count; i++) {
        ics_write(w, i == 0 ? "" : ", ");
        ics_write_string(w, info->reads[i]);
    }
    ics_write(w, "]}");
}

static void write_functions(ics_writer *w, const ics_plugin_info *info)
{
    ics_write(w, ", \"functions\": [");
    for (size_t i = 0; i < info->function_count; i++) {
        ics_write(w, i == 0 ? "{\"name\": " : ", {\"name\": ");
        ics_write_string(w, info->functions[i].name);
        write_member(w, "signature", info->functions[i].signature);
        write_member(w, "help", info->functions[i].help);
        ics_write(w, "}");
    }
    ics_write(w, "]");
}

static void write_plugin(ics_writer *w, const ics_plugin_info *info)
{
    ics_write(w, "{\"name\": ");
    ics_write_string(w, info->name);
    write_member(w, "version", info->version[0] ? info->version : NULL);
    write_member(w, "author", info->author[0] ? info->author : NULL);
    write_member(w, "file", info->file);
    ics_write(w, info->why ? ", \"trusted\": false" : ", \"trusted\": true");
    if (info->why)
        write_member(w, "why", info->why);
    write_member(w, "lock", info->lock);
    write_member(w, "platform", info->platform);
    write_member(w, "hash", info->hash);
    write_member(w, "locked", info->locked);
    write_rights(w, info);
    write_functions(w, info);
    ics_write(w, "}");
}

ics_status ics_plugin_list_write(const ics_plugin_list *plugins, FILE *out)
{
    ics_writer *w = malloc(sizeof *w);
    if (!w)
        return ICS_E_NOMEM;
    ics_writer_begin(w, out);
    ics_write(w, "{\"format\": \"icsrules-plugins/1\", \"plugins\": [");
    for (size_t i = 0; i < ics_plugin_list_count(plugins); i++) {
        ics_plugin_info info;
        ics_plugin_list_at(plugins, i, &info);
        ics_write(w, i == 0 ? "\n  " : ",\n  ");
        write_plugin(w, &info);
    }
    ics_write(w, ics_plugin_list_count(plugins) == 0 ? "]}\n" : "\n]}\n");
    const ics_status status = ics_writer_end(w);
    free(w);
    return status;
}
