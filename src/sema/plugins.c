/* Functions of plugins, as `plugin` declarations give them: names and types, no shared object is opened. */
#include "sema/context.h"

#include "base/limits.h"

#include <stdio.h>
#include <string.h>

enum { PARAMETERS_MAX = 16 };

static const struct {
    const char *name;
    ics_type type;
} types[] = {
    {"number", ICS_TYPE_NUMBER},   {"count", ICS_TYPE_NUMBER}, {"people", ICS_TYPE_PEOPLE},
    {"money", ICS_TYPE_MONEY},     {"share", ICS_TYPE_SHARE},  {"date", ICS_TYPE_DATE},
    {"event date", ICS_TYPE_DATE}, {"yes/no", ICS_TYPE_YESNO}, {"text", ICS_TYPE_TEXT},
};

static const char *type_word(const ics_node *type)
{
    if (!type || (type->word && strcmp(type->word, "plain") != 0))
        return NULL;
    const ics_node *of = ics_slot(type, "of");
    return type->text ? type->text : of ? of->text : NULL;
}

static bool read_type(ics_sema *sema, const ics_node *at, const ics_node *type, ics_type *out)
{
    const char *word = type_word(type);
    for (size_t i = 0; word && i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].name, word) == 0) {
            *out = types[i].type;
            return true;
        }
    ics_report(
        sema->diags, ICS_E0303, type ? type->span : at->span,
        "a function takes and gives number, count, people, money, share, date, yes/no or text, and takes lists of "
        "number or date, not %s",
        word ? word : "this");
    return false;
}

/* A parameter alone may be a list: of what is compared and counted, not of what is looked up. */
static bool is_list(const ics_node *type)
{
    return type && type->text && type->word && strcmp(type->word, "list") == 0 &&
           (strcmp(type->text, "number") == 0 || strcmp(type->text, "date") == 0);
}

static bool read_parameter(ics_sema *sema, const ics_node *parameter, ics_import *import, uint32_t number,
                           const char **word)
{
    const ics_node *type = ics_slot(parameter, "type");
    if (is_list(type)) {
        import->parameters[number] = strcmp(type->text, "date") == 0 ? ICS_TYPE_DATE : ICS_TYPE_NUMBER;
        import->lists |= UINT32_C(1) << number;
        *word = ics_text_of(sema, "list of %s", type->text);
        return true;
    }
    *word = type_word(type);
    return read_type(sema, parameter, type, &import->parameters[number]);
}

static void declare_function(ics_sema *sema, const ics_node *plugin, const ics_node *node)
{
    const ics_node *parameters = ics_slot(node, "parameters");
    const uint32_t count = ics_node_length(parameters);
    ics_import import = {.plugin = plugin->text,
                         .function = node->text,
                         .version = (uint32_t)(plugin->number / ICS_DECIMAL_ONE),
                         .parameter_count = count};
    if (count > PARAMETERS_MAX) {
        ics_report(sema->diags, ICS_E0005, node->span, "a function takes at most %d values", PARAMETERS_MAX);
        return;
    }
    const char *name = ics_text_of(sema, "%s.%s", plugin->text, node->text);
    const ics_named *known = ics_named_find(sema->functions, sema->function_count, name);
    if (known) {
        ics_diag *diag = ics_report(sema->diags, ICS_E0103, node->span, "function '%s' is already declared", name);
        ics_diag_note(sema->diags, diag, known->span, "first declared here");
        return;
    }
    if (!read_type(sema, node, ics_slot(node, "gives"), &import.result))
        return;
    import.parameters = ICS_ARENA_ARRAY(sema->arena, ics_type, count + 1);
    const char *signature = ics_text_of(sema, "%s(", type_word(ics_slot(node, "gives")));
    for (uint32_t i = 0; i < count; i++) {
        const char *word;
        if (!read_parameter(sema, parameters->child[i], &import, i, &word))
            return;
        signature = ics_text_of(sema, "%s%s%s", signature, i ? ", " : "", word);
    }
    import.signature = ics_text_of(sema, "%s)", signature);
    const ics_named named = {
        .name = name, .span = node->span, .file = sema->file, .id = (uint32_t)sema->out->import_count};
    ICS_PUSH(sema->arena, sema->functions, sema->function_count, sema->function_room, named);
    ICS_PUSH(sema->arena, sema->out->imports, sema->out->import_count, sema->out->import_room, import);
}

/* Whether a plugin is one too many, or has too many functions. */
static bool is_within_limits(ics_sema *sema, const ics_node *plugin)
{
    const uint32_t functions = ics_node_length(ics_slot(plugin, "functions"));
    if (functions > ICS_LIMIT_PLUGIN_FUNCTIONS) {
        ics_report(sema->diags, ICS_E0005, plugin->span,
                   "plugin '%s' has %u functions; the limit PLUGIN_FUNCTIONS is %d", plugin->text, functions,
                   (int)ICS_LIMIT_PLUGIN_FUNCTIONS);
        return false;
    }
    if (++sema->plugin_count <= ICS_LIMIT_PLUGINS)
        return true;
    if (sema->plugin_count == ICS_LIMIT_PLUGINS + 1) /* it is said once */
        ics_report(sema->diags, ICS_E0005, plugin->span, "these are more plugins than the limit PLUGINS, %d",
                   (int)ICS_LIMIT_PLUGINS);
    return false;
}

static void declare_plugin(ics_sema *sema, const ics_node *plugin)
{
    if (!plugin->text || !is_within_limits(sema, plugin))
        return;
    if (plugin->number < ICS_DECIMAL_ONE || plugin->number % ICS_DECIMAL_ONE != 0 ||
        plugin->number / ICS_DECIMAL_ONE > UINT16_MAX) {
        ics_report(sema->diags, ICS_E0303, plugin->span, "the version of a plugin is a whole number from 1");
        return;
    }
    const ics_node *functions = ics_slot(plugin, "functions");
    for (uint32_t i = 0; i < ics_node_length(functions); i++)
        if (functions->child[i] && functions->child[i]->kind == ICS_NODE_FUNCTION && functions->child[i]->text)
            declare_function(sema, plugin, functions->child[i]);
}

void ics_sema_declare_plugins(ics_sema *sema)
{
    for (sema->file = 0; sema->file < sema->syntax->file_count; sema->file++) {
        const ics_node *tree = sema->syntax->files[sema->file].tree;
        for (uint32_t i = 0; i < ics_node_length(tree); i++)
            if (tree->child[i] && tree->child[i]->kind == ICS_NODE_PLUGIN)
                declare_plugin(sema, tree->child[i]);
    }
}
