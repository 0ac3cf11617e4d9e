/* What a program keeps of a compilation beside its code: model, sources of law, rules, imports, texts of the sources.
 */
#include "ir/lower.h"

#include <string.h>

static const char *keep(ics_program *program, const char *text)
{
    return ics_arena_text(&program->arena, text ? text : "", text ? strlen(text) : 0);
}

static const char **keep_names(ics_program *program, const char *const *names, uint32_t count)
{
    const char **kept = ICS_ARENA_ARRAY(&program->arena, const char *, (size_t)count + 1);
    for (uint32_t i = 0; i < count; i++)
        kept[i] = keep(program, names[i]);
    return kept;
}

static void keep_entities(ics_program *program, const ics_model *from)
{
    ics_model *to = &program->model;
    to->entities = ICS_ARENA_ARRAY(&program->arena, ics_entity, (size_t)from->entity_count + 1);
    for (uint32_t i = 0; i < from->entity_count; i++) {
        to->entities[i] = from->entities[i];
        to->entities[i].name = keep(program, from->entities[i].name);
        to->entities[i].title = keep(program, from->entities[i].title);
        to->entities[i].help = keep(program, from->entities[i].help);
    }
    to->attributes = ICS_ARENA_ARRAY(&program->arena, ics_attribute, (size_t)from->attribute_count + 1);
    for (uint32_t i = 0; i < from->attribute_count; i++) {
        to->attributes[i] = from->attributes[i];
        to->attributes[i].name = keep(program, from->attributes[i].name);
        to->attributes[i].help = keep(program, from->attributes[i].help);
    }
}

static void keep_model(ics_program *program, const ics_model *from)
{
    ics_model *to = &program->model;
    *to = *from;
    to->name = keep(program, from->name);
    keep_entities(program, from);
    to->enums = ICS_ARENA_ARRAY(&program->arena, ics_enum, (size_t)from->enum_count + 1);
    for (uint32_t i = 0; i < from->enum_count; i++) {
        to->enums[i] = from->enums[i];
        to->enums[i].name = keep(program, from->enums[i].name);
    }
    to->values = keep_names(program, from->values, from->value_count);
    to->roles = keep_names(program, from->roles, from->role_count);
    to->aliases = ICS_ARENA_ARRAY(&program->arena, ics_alias, (size_t)from->alias_count + 1);
    for (uint32_t i = 0; i < from->alias_count; i++) {
        to->aliases[i] = from->aliases[i];
        to->aliases[i].name = keep(program, from->aliases[i].name);
    }
}

static void keep_laws(ics_program *program, const ics_meaning *meaning)
{
    program->law_count = (uint32_t)meaning->law_count;
    program->laws = ICS_ARENA_ARRAY(&program->arena, ics_law, meaning->law_count + 1);
    for (size_t i = 0; i < meaning->law_count; i++) {
        const ics_law *from = &meaning->laws[i];
        program->laws[i] = (ics_law){.id = keep(program, from->id),
                                     .title = keep(program, from->title),
                                     .kind = keep(program, from->kind),
                                     .publisher = keep(program, from->publisher),
                                     .url = keep(program, from->url),
                                     .checked_by = keep(program, from->checked_by),
                                     .published = from->published,
                                     .force = from->force};
    }
}

static void keep_calendars(ics_program *program, const ics_meaning *meaning)
{
    program->calendar_count = (uint32_t)meaning->calendar_count;
    program->calendars = ICS_ARENA_ARRAY(&program->arena, ics_calendar, meaning->calendar_count + 1);
    for (size_t i = 0; i < meaning->calendar_count; i++) {
        const ics_calendar *from = &meaning->calendars[i];
        ics_calendar *to = &program->calendars[i];
        *to = *from;
        to->id = keep(program, from->id);
        to->title = keep(program, from->title);
        to->place = keep(program, from->place);
        to->days = ICS_ARENA_ARRAY(&program->arena, int32_t, (size_t)from->day_count + 1);
        for (uint32_t d = 0; d < from->day_count; d++)
            to->days[d] = from->days[d];
    }
}

static void keep_imports(ics_program *program, const ics_meaning *meaning)
{
    program->import_count = (uint32_t)meaning->import_count;
    program->imports = ICS_ARENA_ARRAY(&program->arena, ics_import, meaning->import_count + 1);
    for (size_t i = 0; i < meaning->import_count; i++) {
        const ics_import *from = &meaning->imports[i];
        ics_import *to = &program->imports[i];
        *to = *from;
        to->plugin = keep(program, from->plugin);
        to->function = keep(program, from->function);
        to->signature = keep(program, from->signature);
        to->parameters = ICS_ARENA_ARRAY(&program->arena, ics_type, (size_t)from->parameter_count + 1);
        for (uint32_t p = 0; p < from->parameter_count; p++)
            to->parameters[p] = from->parameters[p];
    }
}

ics_span ics_keep_span(const ics_syntax *syntax, ics_span span)
{
    for (size_t i = 0; i < syntax->file_count; i++)
        if (span.source != 0 && syntax->files[i].source == span.source)
            return (ics_span){(uint32_t)i + 1, span.start, span.end};
    return (ics_span){0};
}

static ics_citation *keep_citations(ics_program *program, const ics_citation *from, uint32_t count)
{
    ics_citation *to = ICS_ARENA_ARRAY(&program->arena, ics_citation, (size_t)count + 1);
    for (uint32_t i = 0; i < count; i++)
        to[i] = (ics_citation){.source = from[i].source,
                               .place = keep(program, from[i].place),
                               .direction = from[i].direction,
                               .direction_place = keep(program, from[i].direction_place)};
    return to;
}

static void keep_definitions(ics_program *program, const ics_syntax *syntax, const ics_meaning *meaning)
{
    program->defined_count = (uint32_t)meaning->definition_count;
    program->chosen_count = (uint32_t)meaning->chosen_count;
    program->chosen = keep_names(program, meaning->chosen, program->chosen_count);
    program->definitions = ICS_ARENA_ARRAY(&program->arena, ics_defined, meaning->definition_count + 1);
    for (size_t i = 0; i < meaning->definition_count; i++) {
        const ics_defined *from = &meaning->definitions[i];
        program->definitions[i] =
            (ics_defined){.name = keep(program, from->name),
                          .span = ics_keep_span(syntax, from->span),
                          .citations = keep_citations(program, from->citations, from->citation_count),
                          .citation_count = from->citation_count,
                          .from = from->from,
                          .to = from->to};
    }
}

static void keep_variations(ics_program *program, const ics_syntax *syntax, const ics_meaning *meaning)
{
    program->variation_count = (uint32_t)meaning->variation_count;
    program->variations = ICS_ARENA_ARRAY(&program->arena, ics_varied, meaning->variation_count + 1);
    for (size_t i = 0; i < meaning->variation_count; i++) {
        const ics_varied *from = &meaning->variations[i];
        program->variations[i] = (ics_varied){.id = keep(program, from->id),
                                              .base = keep(program, from->base),
                                              .made_by = keep(program, from->made_by),
                                              .definition = from->definition,
                                              .subject = ics_keep_span(syntax, from->subject)};
    }
    program->departure_count = (uint32_t)meaning->departure_count;
    program->departures = ICS_ARENA_ARRAY(&program->arena, ics_departure, meaning->departure_count + 1);
    for (size_t i = 0; i < meaning->departure_count; i++) {
        const ics_departure *from = &meaning->departures[i];
        program->departures[i] = *from;
        program->departures[i].rule = keep(program, from->rule);
        program->departures[i].national = keep(program, from->national);
        program->departures[i].span = ics_keep_span(syntax, from->span);
        program->departures[i].national_span = ics_keep_span(syntax, from->national_span);
    }
}

static void keep_rule(ics_program *program, const ics_syntax *syntax, ics_rule *to, const ics_rule *from)
{
    *to = *from;
    to->id = keep(program, from->id);
    to->title = keep(program, from->title);
    to->help = keep(program, from->help);
    to->modality_word = keep(program, from->modality_word);
    to->remedy = keep(program, from->remedy);
    to->subject_path = keep(program, from->subject_path);
    to->owed_by = keep(program, from->owed_by);
    to->owner = keep(program, from->owner);
    to->readings = keep_names(program, from->readings, from->reading_count);
    to->span = ics_keep_span(syntax, from->span);
    to->sentence = ics_keep_span(syntax, from->sentence);
    to->citations = keep_citations(program, from->citations, from->citation_count);
    to->definitions = ICS_ARENA_ARRAY(&program->arena, uint32_t, (size_t)from->definition_count + 1);
    for (uint32_t i = 0; i < from->definition_count; i++)
        to->definitions[i] = from->definitions[i];
    to->letters = ICS_ARENA_ARRAY(&program->arena, ics_letter, (size_t)from->letter_count + 1);
    for (uint32_t i = 0; i < from->letter_count; i++)
        to->letters[i] = (ics_letter){.label = keep(program, from->letters[i].label),
                                      .span = ics_keep_span(syntax, from->letters[i].span)};
}

static void keep_versions(ics_program *program, const ics_syntax *syntax, ics_rule *to, const ics_rule *from)
{
    to->versions = ICS_ARENA_ARRAY(&program->arena, ics_rule_version, (size_t)from->version_count + 1);
    for (uint32_t i = 0; i < from->version_count; i++) {
        to->versions[i] = from->versions[i];
        to->versions[i].modality_word = keep(program, from->versions[i].modality_word);
        to->versions[i].remedy = keep(program, from->versions[i].remedy);
        to->versions[i].span = ics_keep_span(syntax, from->versions[i].span);
        to->versions[i].sentence = ics_keep_span(syntax, from->versions[i].sentence);
    }
}

/* The notes of a rule, or of its versions one after another. */
static void keep_notes(ics_program *program, const ics_syntax *syntax, ics_rule *to, const ics_rule_meaning *from)
{
    size_t room = 0, count = 0;
    to->notes = NULL;
    for (uint32_t v = 0; v < (from->version_count ? from->version_count : 1); v++) {
        const ics_rule_meaning *of = from->version_count ? &from->versions[v] : from;
        const uint32_t first = (uint32_t)count;
        for (size_t i = 0; i < of->note_count; i++) {
            ics_note_info note = of->notes[i].info;
            note.version = from->version_count ? from->head.versions[v].number : 0;
            if (note.of != ICS_NONE && note.kind != ICS_NOTE_PREVAILS) /* that one is of another rule */
                note.of += first;
            note.span = ics_keep_span(syntax, note.span);
            note.citations = keep_citations(program, note.citations, note.citation_count);
            ICS_PUSH(&program->arena, to->notes, count, room, note);
        }
    }
    to->note_count = (uint32_t)count;
}

static void keep_sources(ics_program *program, const ics_syntax *syntax, const ics_diags *diags)
{
    program->source_count = (uint32_t)syntax->file_count;
    program->sources = ICS_ARENA_ARRAY(&program->arena, ics_source_text, syntax->file_count + 1);
    for (size_t i = 0; i < syntax->file_count; i++) {
        size_t size = 0;
        const char *text = ics_diags_source_text(diags, syntax->files[i].source, &size);
        program->sources[i].name = keep(program, syntax->files[i].name);
        program->sources[i].text = ics_arena_text(&program->arena, text ? text : "", text ? size : 0);
        program->sources[i].size = (uint32_t)(text ? size : 0);
    }
}

void ics_keep_tables(ics_program *program, const ics_meaning *meaning, const ics_syntax *syntax, const ics_diags *diags)
{
    keep_model(program, &meaning->model);
    keep_laws(program, meaning);
    keep_calendars(program, meaning);
    keep_imports(program, meaning);
    keep_definitions(program, syntax, meaning);
    keep_variations(program, syntax, meaning);
    keep_sources(program, syntax, diags);
    program->rule_count = (uint32_t)meaning->rule_count;
    program->rules = ICS_ARENA_ARRAY(&program->arena, ics_rule, meaning->rule_count + 1);
    for (size_t i = 0; i < meaning->rule_count; i++) {
        keep_rule(program, syntax, &program->rules[i], &meaning->rules[i].head);
        keep_versions(program, syntax, &program->rules[i], &meaning->rules[i].head);
        keep_notes(program, syntax, &program->rules[i], &meaning->rules[i]);
    }
}
