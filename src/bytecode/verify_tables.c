/* The verifier's look at the tables beside the code: sources, laws, rules, constants, frames, registers, imports. */
#include "bytecode/verify.h"

#include "base/limits.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static bool span_fits(const ics_program *program, ics_span span)
{
    if (span.source == 0)
        return span.start == 0 && span.end == 0;
    return span.source <= program->source_count && span.start <= span.end &&
           span.end <= program->sources[span.source - 1].size;
}

static bool check_sources(const ics_verifier *verifier)
{
    const ics_program *program = verifier->program;
    for (uint32_t i = 0; i < program->source_count; i++)
        if (!program->sources[i].name || !program->sources[i].text)
            return ics_verify_refuse(verifier, "sources", i, "its name or text is missing");
    for (uint32_t i = 0; i < program->text_count; i++)
        if (!program->texts[i])
            return ics_verify_refuse(verifier, "texts", i, "the text is missing");
    for (uint32_t i = 0; i < program->constant_count; i++)
        if (program->constants[i] == INT64_MIN)
            return ics_verify_refuse(verifier, "constants", i, "the number is out of range");
    for (uint32_t i = 0; i < program->code_count; i++)
        if (!span_fits(program, program->spans[i]))
            return ics_verify_refuse(verifier, "source map", i, "the span lies outside its source");
    return true;
}

static bool check_laws(const ics_verifier *verifier)
{
    const ics_program *program = verifier->program;
    for (uint32_t i = 0; i < program->law_count; i++) {
        const ics_law *law = &program->laws[i];
        if (!law->id || !law->title || !law->kind || !law->publisher || !law->url || !law->checked_by)
            return ics_verify_refuse(verifier, "laws", i, "a text is missing");
        if (law->force >= ICS_FORCE_COUNT)
            return ics_verify_refuse(verifier, "laws", i, "%s has force %u, which does not exist", law->id, law->force);
        if (law->published < ICS_DAY_MIN - 1 || law->published > ICS_DAY_MAX)
            return ics_verify_refuse(verifier, "laws", i, "%s was published outside years 1 to 9999", law->id);
    }
    return true;
}

static bool citation_fits(const ics_program *program, const ics_citation *citation)
{
    return citation->source < program->law_count && citation->place &&
           (citation->direction == ICS_NONE || (citation->direction < program->law_count && citation->direction_place));
}

static bool check_rule_places(const ics_verifier *verifier, uint32_t index, const ics_rule *rule)
{
    const ics_program *program = verifier->program;
    if (!span_fits(program, rule->span) || !span_fits(program, rule->sentence))
        return ics_verify_refuse(verifier, "rules", index, "rule %s: its span lies outside its source", rule->id);
    for (uint32_t i = 0; i < rule->citation_count; i++)
        if (!citation_fits(program, &rule->citations[i]))
            return ics_verify_refuse(verifier, "rules", index, "rule %s cites source %" PRIu32 " of %" PRIu32, rule->id,
                                     rule->citations[i].source, program->law_count);
    for (uint32_t i = 0; i < rule->definition_count; i++)
        if (rule->definitions[i] >= program->defined_count)
            return ics_verify_refuse(verifier, "rules", index, "rule %s uses definition %" PRIu32 " of %" PRIu32,
                                     rule->id, rule->definitions[i], program->defined_count);
    for (uint32_t i = 0; i < rule->letter_count; i++)
        if (!rule->letters[i].label || !span_fits(program, rule->letters[i].span))
            return ics_verify_refuse(verifier, "rules", index, "rule %s: letter %" PRIu32 " has no label or place",
                                     rule->id, i);
    return true;
}

static bool check_notes(const ics_verifier *verifier, uint32_t index, const ics_rule *rule)
{
    if (rule->note_count >= ICS_NO_REGISTER)
        return ics_verify_refuse(verifier, "rules", index, "rule %s has %" PRIu32 " notes", rule->id, rule->note_count);
    for (uint32_t i = 0; i < rule->note_count; i++) {
        const ics_note_info *note = &rule->notes[i];
        const bool is_of_another = note->kind == ICS_NOTE_EXCEPTS || note->kind == ICS_NOTE_SHOWN;
        const bool is_of_rule = note->kind == ICS_NOTE_PREVAILS;
        if (note->kind >= ICS_NOTE_KINDS || !span_fits(verifier->program, note->span) ||
            (is_of_another ? note->of >= rule->note_count
             : is_of_rule  ? note->of >= verifier->program->rule_count
                           : note->of != ICS_NONE))
            return ics_verify_refuse(verifier, "rules", index, "rule %s: note %" PRIu32 " says what does not exist",
                                     rule->id, i);
        for (uint32_t c = 0; c < note->citation_count; c++)
            if (!citation_fits(verifier->program, &note->citations[c]))
                return ics_verify_refuse(verifier, "rules", index, "rule %s: an exception cites no source", rule->id);
    }
    return true;
}

static bool check_versions(const ics_verifier *verifier, uint32_t index, const ics_rule *rule)
{
    uint32_t letters = 0, citations = 0;
    for (uint32_t i = 0; i < rule->version_count; i++) {
        const ics_rule_version *v = &rule->versions[i];
        if (!v->modality_word || !v->remedy || v->modality >= ICS_MODALITY_COUNT || v->force >= ICS_FORCE_COUNT ||
            v->number == 0 || v->from < ICS_DAY_MIN || v->to > ICS_DAY_MAX || v->from > v->to)
            return ics_verify_refuse(verifier, "rules", index, "rule %s: version %" PRIu32 " says what does not exist",
                                     rule->id, v->number);
        if (!span_fits(verifier->program, v->span) || !span_fits(verifier->program, v->sentence))
            return ics_verify_refuse(verifier, "rules", index, "rule %s: a version lies outside its source", rule->id);
        if (v->first_letter != letters || v->letter_count > rule->letter_count - letters ||
            v->first_citation != citations || v->citation_count > rule->citation_count - citations)
            return ics_verify_refuse(verifier, "rules", index,
                                     "rule %s: the letters or citations of version %" PRIu32 " are not the rule's",
                                     rule->id, v->number);
        letters += v->letter_count;
        citations += v->citation_count;
    }
    if (rule->version_count > 0 && (letters != rule->letter_count || citations != rule->citation_count))
        return ics_verify_refuse(verifier, "rules", index, "rule %s has letters or citations of no version", rule->id);
    return true;
}

/* A rule that stands for another bears its name and letters, and no rule of its own comes after it. */
static bool check_stand_in(const ics_verifier *verifier, uint32_t index, const ics_rule *rule)
{
    const ics_program *program = verifier->program;
    if (rule->is_member > 1 || (rule->stands_for == 0 && rule->is_member))
        return ics_verify_refuse(verifier, "rules", index, "rule %s is a member of no group", rule->id);
    if (rule->stands_for == 0)
        return index == 0 || program->rules[index - 1].stands_for == 0 ||
               ics_verify_refuse(verifier, "rules", index, "rule %s stands behind one that stands for another",
                                 rule->id);
    const ics_rule *of = rule->stands_for <= index ? &program->rules[rule->stands_for - 1] : NULL;
    if (!of || of->stands_for != 0 || !of->id || strcmp(of->id, rule->id) != 0 ||
        of->letter_count != rule->letter_count)
        return ics_verify_refuse(verifier, "rules", index, "rule %s stands for another than its own", rule->id);
    return true;
}

static bool check_rule(const ics_verifier *verifier, uint32_t index)
{
    const ics_program *program = verifier->program;
    const ics_rule *rule = &program->rules[index];
    if (!rule->id || !rule->title || !rule->help || !rule->modality_word || !rule->remedy || !rule->subject_path ||
        !rule->owed_by)
        return ics_verify_refuse(verifier, "rules", index, "a text is missing");
    if (rule->modality >= ICS_MODALITY_COUNT || rule->force >= ICS_FORCE_COUNT || rule->statement >= ICS_STATED_COUNT)
        return ics_verify_refuse(verifier, "rules", index, "rule %s: modality, force or kind does not exist", rule->id);
    if (rule->frame >= program->frame_count ||
        (rule->with_frame != ICS_NO_FRAME && rule->with_frame >= program->frame_count) ||
        (rule->when_frame != ICS_NO_FRAME && rule->when_frame >= program->frame_count))
        return ics_verify_refuse(verifier, "rules", index, "rule %s stands in frame %u of %" PRIu32, rule->id,
                                 rule->frame, program->frame_count);
    if (rule->letter_count >= ICS_NO_REGISTER)
        return ics_verify_refuse(verifier, "rules", index, "rule %s has %" PRIu32 " letters", rule->id,
                                 rule->letter_count);
    if (rule->from < ICS_DAY_MIN || rule->to > ICS_DAY_MAX || rule->from > rule->to) {
        char from[11] = "?", to[11] = "?";
        if (rule->from >= ICS_DAY_MIN && rule->from <= ICS_DAY_MAX)
            ics_day_format(rule->from, from);
        if (rule->to >= ICS_DAY_MIN && rule->to <= ICS_DAY_MAX)
            ics_day_format(rule->to, to);
        return ics_verify_refuse(verifier, "rules", index, "rule %s is in force from %s to %s", rule->id, from, to);
    }
    return check_stand_in(verifier, index, rule) && check_rule_places(verifier, index, rule) &&
           check_versions(verifier, index, rule) && check_notes(verifier, index, rule);
}

static bool check_definitions(const ics_verifier *verifier)
{
    const ics_program *program = verifier->program;
    for (uint32_t i = 0; i < program->defined_count; i++) {
        const ics_defined *defined = &program->definitions[i];
        if (!defined->name || !span_fits(program, defined->span))
            return ics_verify_refuse(verifier, "definitions", i, "it has no name or place");
        for (uint32_t k = 0; k < defined->citation_count; k++)
            if (!citation_fits(program, &defined->citations[k]))
                return ics_verify_refuse(verifier, "definitions", i, "it cites source %" PRIu32 " of %" PRIu32,
                                         defined->citations[k].source, program->law_count);
    }
    return true;
}

static bool check_variations(const ics_verifier *verifier)
{
    const ics_program *program = verifier->program;
    for (uint32_t i = 0; i < program->variation_count; i++) {
        const ics_varied *varied = &program->variations[i];
        if (!varied->id || !varied->base || !varied->made_by || varied->definition >= program->defined_count ||
            !span_fits(program, varied->subject))
            return ics_verify_refuse(verifier, "variations", i, "it has no name, place or definition");
    }
    for (uint32_t i = 0; i < program->departure_count; i++) {
        const ics_departure *departure = &program->departures[i];
        if (!departure->rule || !departure->national || departure->kind >= ICS_DEPARTURE_KINDS ||
            departure->variation >= program->variation_count || !span_fits(program, departure->span) ||
            !span_fits(program, departure->national_span))
            return ics_verify_refuse(verifier, "variations", i, "a departure of no kind, name, place or variation");
    }
    for (uint32_t r = 0; r < program->rule_count; r++) {
        bool fits = program->rules[r].variation <= program->variation_count;
        for (uint32_t v = 0; v < program->rules[r].version_count; v++)
            fits &= program->rules[r].versions[v].variation <= program->variation_count;
        if (!fits)
            return ics_verify_refuse(verifier, "rules", r, "a variation that is not there");
    }
    return true;
}

static int compare_ids(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool check_rule_ids(const ics_verifier *verifier, bool *no_memory)
{
    const ics_program *program = verifier->program;
    const char **ids = calloc((size_t)program->rule_count + 1, sizeof *ids);
    if (!ids) {
        *no_memory = true;
        return false;
    }
    uint32_t count = 0;
    for (uint32_t i = 0; i < program->rule_count; i++)
        if (program->rules[i].stands_for == 0)
            ids[count++] = program->rules[i].id;
    qsort(ids, count, sizeof *ids, compare_ids);
    bool fits = true;
    for (uint32_t i = 1; i < count && fits; i++)
        if (strcmp(ids[i - 1], ids[i]) == 0)
            fits = ics_verify_refuse(verifier, "rules", i, "rule %s stands twice", ids[i]);
    free(ids);
    return fits;
}

static bool check_time_spans(const ics_verifier *verifier)
{
    const ics_program *program = verifier->program;
    for (uint32_t i = 0; i < program->time_span_count; i++) {
        const ics_time_span *span = &program->time_spans[i];
        const bool is_working = span->unit == ICS_UNIT_WORKING_DAYS;
        if (span->unit > ICS_UNIT_WORKING_DAYS || span->begins > 1 ||
            (is_working ? span->calendar >= program->calendar_count : span->calendar != ICS_NONE))
            return ics_verify_refuse(verifier, "time spans", i, "a unit or calendar that this format does not have");
        if (span->n == INT32_MIN)
            return ics_verify_refuse(verifier, "time spans", i, "the length is out of range");
    }
    return true;
}

/* No longer than a program could ever need, so that a table of its working days can be made. */
enum { CALENDAR_YEARS = 1000 };

static bool check_calendars(const ics_verifier *verifier)
{
    const ics_program *program = verifier->program;
    for (uint32_t i = 0; i < program->calendar_count; i++) {
        const ics_calendar *of = &program->calendars[i];
        if (!of->id || !of->title || !of->place || (of->law != ICS_NONE && of->law >= program->law_count))
            return ics_verify_refuse(verifier, "calendars", i, "its name or source is missing");
        if (of->from < ICS_DAY_MIN || of->to > ICS_DAY_MAX || of->from > of->to ||
            of->to - of->from > CALENDAR_YEARS * 366)
            return ics_verify_refuse(verifier, "calendars", i, "%s speaks of years that cannot be", of->id);
        for (uint32_t d = 0; d < of->day_count; d++)
            if (of->days[d] < of->from || of->days[d] > of->to || (d > 0 && of->days[d] <= of->days[d - 1]))
                return ics_verify_refuse(verifier, "calendars", i, "%s: its days do not rise within its years", of->id);
    }
    return true;
}

static bool check_frames(const ics_verifier *verifier)
{
    const ics_program *program = verifier->program;
    if (program->frame_count > ICS_LIMIT_FRAMES)
        return ics_verify_refuse(verifier, "frames", program->frame_count, "more than %" PRId64 " (limit FRAMES)",
                                 ICS_LIMIT_FRAMES);
    for (uint32_t i = 0; i < program->frame_count; i++) {
        const ics_frame_info *frame = &program->frames[i];
        if (frame->source > ICS_FRAME_DAYS || frame->entity >= program->model.entity_count)
            return ics_verify_refuse(verifier, "frames", i, "its source or entity does not exist");
        if ((frame->source == ICS_FRAME_ROOT) != (frame->parent == ICS_NO_FRAME) ||
            (frame->parent != ICS_NO_FRAME && frame->parent >= program->frame_count))
            return ics_verify_refuse(verifier, "frames", i, "its parent is frame %u of %" PRIu32, frame->parent,
                                     program->frame_count);
        const bool is_periods = frame->source == ICS_FRAME_PERIODS;
        if (frame->period >= ICS_PERIOD_KIND_COUNT || frame->ahead > is_periods ||
            (frame->months > 0) != (is_periods && frame->period == ICS_PERIOD_STRETCH) ||
            (!is_periods && frame->period != 0))
            return ics_verify_refuse(verifier, "frames", i, "a kind of period that this format does not have");
    }
    return true;
}

static bool space_exists(const ics_model *model, uint32_t space, bool is_set)
{
    if (space <= ICS_SPACE_ROLE)
        return true;
    const uint32_t entity = space - ICS_SPACE_ROW;
    return is_set && space >= ICS_SPACE_ROW && entity < model->entity_count && model->entities[entity].root == entity;
}

static bool check_registers(const ics_verifier *verifier)
{
    const ics_program *program = verifier->program;
    const ics_model *model = &program->model;
    if (program->register_count > ICS_LIMIT_REGISTERS)
        return ics_verify_refuse(verifier, "registers", program->register_count,
                                 "more than %" PRId64 " (limit REGISTERS)", ICS_LIMIT_REGISTERS);
    for (uint32_t i = 0; i < program->register_count; i++) {
        const ics_register_info *info = &program->registers[i];
        if (info->type == '\0' || !strchr("TYNBRDPIFLSO", info->type) || info->frame >= program->frame_count)
            return ics_verify_refuse(verifier, "registers", i,
                                     "register r%" PRIu32 " is of no type or frame that exists", i);
        if (((info->type == 'F' || info->type == 'L') &&
             (info->aux >= model->entity_count || model->entities[info->aux].root != info->aux)) ||
            ((info->type == 'I' || info->type == 'S') && !space_exists(model, info->aux, info->type == 'S')))
            return ics_verify_refuse(verifier, "registers", i, "register r%" PRIu32 " is of a %s that does not exist",
                                     i, ics_register_type_name(info->type));
    }
    return true;
}

static bool is_name(const char *text)
{
    if (!text || !text[0] || strlen(text) > (size_t)ICS_LIMIT_NAME_BYTES)
        return false;
    for (const char *at = text; *at; at++)
        if (!isalnum((unsigned char)*at) && *at != '_' && (*at != '-' || at == text))
            return false;
    return true;
}

/* "share(number, number)": words, then as many words in brackets as there are parameters. */
static bool signature_fits(const char *text, uint32_t parameter_count)
{
    if (!text || strlen(text) > 16 * (size_t)ICS_LIMIT_NAME_BYTES)
        return false;
    const char *open = strchr(text, '(');
    const size_t length = strlen(text);
    if (!open || open == text || text[length - 1] != ')' || strchr(open + 1, '(') ||
        strchr(text, ')') != text + length - 1)
        return false;
    uint32_t commas = 0;
    for (const char *at = text; *at; at++) {
        if ((unsigned char)*at < 0x20 || *at == 0x7F)
            return false;
        commas += *at == ',';
    }
    return parameter_count == 0 ? open[1] == ')' : commas + 1 == parameter_count && open[1] != ')';
}

static bool can_answer(ics_type type)
{
    return (unsigned)type <= ICS_TYPE_EVENT_DATE
               ? type != ICS_TYPE_TEXT
               : type == ICS_TYPE_DURATION || type == ICS_TYPE_ENUM || type == ICS_TYPE_ROLE;
}

/* Lists are of numbers and dates. */
static bool are_lists_good(const ics_import *import)
{
    bool is_good = import->lists >> import->parameter_count == 0;
    for (uint32_t p = 0; is_good && p < import->parameter_count; p++)
        is_good = !(import->lists >> p & 1) || import->parameters[p] == ICS_TYPE_NUMBER ||
                  import->parameters[p] == ICS_TYPE_DATE;
    return is_good;
}

/* A pack calls no more plugins, and no more functions of each, than rules may declare. */
static bool check_plugin_counts(const ics_verifier *verifier)
{
    const ics_program *program = verifier->program;
    struct {
        const char *name;
        uint32_t version, functions;
    } plugins[ICS_PLUGINS];
    uint32_t count = 0;
    for (uint32_t i = 0; i < program->import_count; i++) {
        const ics_import *import = &program->imports[i];
        uint32_t at = 0;
        while (at < count && (plugins[at].version != import->version || strcmp(plugins[at].name, import->plugin) != 0))
            at++;
        if (at == ICS_PLUGINS)
            return ics_verify_refuse(verifier, "imports", i, "more than %d plugins, the limit PLUGINS", ICS_PLUGINS);
        if (at == count) {
            plugins[count].name = import->plugin;
            plugins[count].version = import->version;
            plugins[count++].functions = 0;
        }
        if (++plugins[at].functions > ICS_LIMIT_PLUGIN_FUNCTIONS)
            return ics_verify_refuse(verifier, "imports", i,
                                     "%s has more functions than the limit PLUGIN_FUNCTIONS, %d", import->plugin,
                                     (int)ICS_LIMIT_PLUGIN_FUNCTIONS);
    }
    return true;
}

static bool check_imports(const ics_verifier *verifier)
{
    const ics_program *program = verifier->program;
    for (uint32_t i = 0; i < program->import_count; i++) {
        const ics_import *import = &program->imports[i];
        if (!is_name(import->plugin) || !is_name(import->function))
            return ics_verify_refuse(verifier, "imports", i,
                                     "the name of a plugin or function has letters, digits, _ and - alone");
        if (!signature_fits(import->signature, import->parameter_count))
            return ics_verify_refuse(verifier, "imports", i, "%s.%s: its signature cannot be read", import->plugin,
                                     import->function);
        if (import->parameter_count > ICS_CALL_ARGUMENTS)
            return ics_verify_refuse(verifier, "imports", i, "%s.%s takes %" PRIu32 " arguments; at most %d are passed",
                                     import->plugin, import->function, import->parameter_count, ICS_CALL_ARGUMENTS);
        if (!can_answer(import->result))
            return ics_verify_refuse(verifier, "imports", i, "%s.%s answers with a type that a plugin cannot give",
                                     import->plugin, import->function);
        if (!are_lists_good(import))
            return ics_verify_refuse(verifier, "imports", i, "%s.%s takes a list that a plugin cannot be given",
                                     import->plugin, import->function);
        for (uint32_t p = 0; p < import->parameter_count; p++)
            if ((unsigned)import->parameters[p] >= ICS_TYPE_REF)
                return ics_verify_refuse(verifier, "imports", i, "%s.%s takes a type that a plugin cannot be given",
                                         import->plugin, import->function);
    }
    if (!check_plugin_counts(verifier))
        return false;
    for (uint32_t i = 0; i < program->call_count; i++) {
        const ics_call *call = &program->calls[i];
        if (call->import >= program->import_count)
            return ics_verify_refuse(verifier, "calls", i, "import %" PRIu32 " of %" PRIu32, call->import,
                                     program->import_count);
        if (call->argument_count != program->imports[call->import].parameter_count)
            return ics_verify_refuse(verifier, "calls", i, "%" PRIu32 " arguments where %" PRIu32 " are taken",
                                     call->argument_count, program->imports[call->import].parameter_count);
    }
    return true;
}

bool ics_verify_tables(const ics_verifier *verifier, bool *no_memory)
{
    if (!check_sources(verifier) || !check_laws(verifier) || !check_definitions(verifier) ||
        !check_variations(verifier) || !check_calendars(verifier) || !check_time_spans(verifier) ||
        !check_frames(verifier) || !check_registers(verifier) || !check_imports(verifier))
        return false;
    for (uint32_t i = 0; i < verifier->program->rule_count; i++)
        if (!check_rule(verifier, i))
            return false;
    return check_rule_ids(verifier, no_memory);
}
