/* What stands in each section of a pack, field by field. Adding or changing one means another format version. */
#include "bytecode/pack.h"

#include <sodium.h>

/* As PNG's: a byte that is no text, the name, and line ends that a transfer as text would change. */
const unsigned char ics_pack_magic[ICS_PACK_MAGIC_BYTES] = {0x89, 'I', 'C', 'S', 'B', '\r', '\n', 0x1A};

void ics_pack_hash(unsigned char *out, size_t size, const unsigned char *bytes, size_t length)
{
    (void)crypto_generichash(out, size, bytes, length, NULL, 0); /* fails only for sizes that are not asked for */
}

static void type(ics_codec *codec, ics_type *value)
{
    uint8_t byte = (uint8_t)*value;
    ics_codec_u8(codec, &byte);
    *value = (ics_type)byte;
}

static void span(ics_codec *codec, ics_span *value)
{
    ics_codec_u32(codec, &value->source);
    ics_codec_u32(codec, &value->start);
    ics_codec_u32(codec, &value->end);
}

static void texts(ics_codec *codec, const char ***items, uint32_t *count, const char *what)
{
    ICS_CODEC_ARRAY(codec, *items, *count, 4, what);
    for (uint32_t i = 0; i < *count && codec->status == ICS_OK; i++)
        ics_codec_text(codec, &(*items)[i]);
}

static void entity(ics_codec *codec, ics_entity *value)
{
    ics_codec_text(codec, &value->name);
    ics_codec_text(codec, &value->title);
    ics_codec_text(codec, &value->help);
    ics_codec_u32(codec, &value->parent);
    ics_codec_u32(codec, &value->root);
    ics_codec_u32(codec, &value->unique);
    ics_codec_bool(codec, &value->is_special);
    ics_codec_bool(codec, &value->is_hidden);
    ics_codec_u8(codec, &value->ledger);
}

static void attribute(ics_codec *codec, ics_attribute *value)
{
    ics_codec_text(codec, &value->name);
    ics_codec_text(codec, &value->help);
    ics_codec_u32(codec, &value->entity);
    type(codec, &value->type);
    type(codec, &value->element);
    ics_codec_u32(codec, &value->target);
    ics_codec_u32(codec, &value->values_table);
    ics_codec_u32(codec, &value->inverse);
    ics_codec_bool(codec, &value->is_unique);
    ics_codec_bool(codec, &value->is_personal);
    ics_codec_bool(codec, &value->is_clause);
    ics_codec_bool(codec, &value->is_one);
    ics_codec_bool(codec, &value->is_hidden);
}

static void enumeration(ics_codec *codec, ics_enum *value)
{
    ics_codec_text(codec, &value->name);
    ics_codec_u32(codec, &value->first_value);
    ics_codec_u32(codec, &value->value_count);
}

static void alias(ics_codec *codec, ics_alias *value)
{
    ics_codec_text(codec, &value->name);
    ics_codec_u32(codec, &value->kind);
    ics_codec_u32(codec, &value->id);
}

static void model(ics_codec *codec, ics_program *program)
{
    ics_model *value = &program->model;
    ics_codec_text(codec, &value->name);
    ICS_CODEC_ARRAY(codec, value->entities, value->entity_count, 27, "entities");
    for (uint32_t i = 0; i < value->entity_count && codec->status == ICS_OK; i++)
        entity(codec, &value->entities[i]);
    ICS_CODEC_ARRAY(codec, value->attributes, value->attribute_count, 31, "attributes");
    for (uint32_t i = 0; i < value->attribute_count && codec->status == ICS_OK; i++)
        attribute(codec, &value->attributes[i]);
    ICS_CODEC_ARRAY(codec, value->enums, value->enum_count, 12, "enumerations");
    for (uint32_t i = 0; i < value->enum_count && codec->status == ICS_OK; i++)
        enumeration(codec, &value->enums[i]);
    texts(codec, &value->values, &value->value_count, "values");
    texts(codec, &value->roles, &value->role_count, "roles");
    ICS_CODEC_ARRAY(codec, value->aliases, value->alias_count, 12, "aliases");
    for (uint32_t i = 0; i < value->alias_count && codec->status == ICS_OK; i++)
        alias(codec, &value->aliases[i]);
}

static void sources(ics_codec *codec, ics_program *program)
{
    ICS_CODEC_ARRAY(codec, program->sources, program->source_count, 8, "sources");
    for (uint32_t i = 0; i < program->source_count && codec->status == ICS_OK; i++) {
        ics_source_text *source = &program->sources[i];
        ics_codec_text(codec, &source->name);
        ics_codec_u32(codec, &source->size);
        ics_codec_utf8(codec, &source->text, source->size);
    }
}

static void citations(ics_codec *codec, ics_citation **items, uint32_t *count)
{
    ICS_CODEC_ARRAY(codec, *items, *count, 16, "citations");
    for (uint32_t i = 0; i < *count && codec->status == ICS_OK; i++) {
        ics_codec_u32(codec, &(*items)[i].source);
        ics_codec_text(codec, &(*items)[i].place);
        ics_codec_u32(codec, &(*items)[i].direction);
        ics_codec_text(codec, &(*items)[i].direction_place);
    }
}

static void notes(ics_codec *codec, ics_rule *rule)
{
    ICS_CODEC_ARRAY(codec, rule->notes, rule->note_count, 25, "notes");
    for (uint32_t i = 0; i < rule->note_count && codec->status == ICS_OK; i++) {
        ics_codec_u8(codec, &rule->notes[i].kind);
        ics_codec_u32(codec, &rule->notes[i].version);
        ics_codec_u32(codec, &rule->notes[i].of);
        span(codec, &rule->notes[i].span);
        citations(codec, &rule->notes[i].citations, &rule->notes[i].citation_count);
    }
}

static void letters(ics_codec *codec, ics_rule *rule)
{
    ICS_CODEC_ARRAY(codec, rule->letters, rule->letter_count, 16, "letters");
    for (uint32_t i = 0; i < rule->letter_count && codec->status == ICS_OK; i++) {
        ics_codec_text(codec, &rule->letters[i].label);
        span(codec, &rule->letters[i].span);
    }
}

static void versions(ics_codec *codec, ics_rule *rule)
{
    ICS_CODEC_ARRAY(codec, rule->versions, rule->version_count, 62, "versions");
    for (uint32_t i = 0; i < rule->version_count && codec->status == ICS_OK; i++) {
        ics_rule_version *version = &rule->versions[i];
        ics_codec_u32(codec, &version->number);
        ics_codec_text(codec, &version->modality_word);
        ics_codec_text(codec, &version->remedy);
        ics_codec_u8(codec, &version->modality);
        ics_codec_u8(codec, &version->force);
        span(codec, &version->span);
        span(codec, &version->sentence);
        ics_codec_u32(codec, &version->first_citation);
        ics_codec_u32(codec, &version->citation_count);
        ics_codec_u32(codec, &version->first_letter);
        ics_codec_u32(codec, &version->letter_count);
        ics_codec_i32(codec, &version->from);
        ics_codec_i32(codec, &version->to);
        ics_codec_u32(codec, &version->variation);
    }
}

static void rule_texts(ics_codec *codec, ics_rule *rule)
{
    ics_codec_text(codec, &rule->id);
    ics_codec_text(codec, &rule->title);
    ics_codec_text(codec, &rule->help);
    ics_codec_text(codec, &rule->modality_word);
    ics_codec_text(codec, &rule->remedy);
    ics_codec_text(codec, &rule->subject_path);
    ics_codec_text(codec, &rule->owed_by);
    ics_codec_text(codec, &rule->owner);
}

static void rules(ics_codec *codec, ics_program *program)
{
    ICS_CODEC_ARRAY(codec, program->rules, program->rule_count, 91, "rules");
    for (uint32_t i = 0; i < program->rule_count && codec->status == ICS_OK; i++) {
        ics_rule *rule = &program->rules[i];
        rule_texts(codec, rule);
        ics_codec_u8(codec, &rule->modality);
        ics_codec_u8(codec, &rule->force);
        ics_codec_u8(codec, &rule->statement);
        ics_codec_u16(codec, &rule->frame);
        ics_codec_u16(codec, &rule->with_frame);
        ics_codec_u16(codec, &rule->when_frame);
        ics_codec_u32(codec, &rule->stands_for);
        ics_codec_u8(codec, &rule->is_member);
        span(codec, &rule->span);
        span(codec, &rule->sentence);
        citations(codec, &rule->citations, &rule->citation_count);
        letters(codec, rule);
        ICS_CODEC_ARRAY(codec, rule->definitions, rule->definition_count, 4, "definitions of a rule");
        for (uint32_t d = 0; d < rule->definition_count && codec->status == ICS_OK; d++)
            ics_codec_u32(codec, &rule->definitions[d]);
        ics_codec_i32(codec, &rule->from);
        ics_codec_i32(codec, &rule->to);
        ics_codec_i32(codec, &rule->review_by);
        ics_codec_bool(codec, &rule->is_on_paper);
        ics_codec_u32(codec, &rule->variation);
        texts(codec, &rule->readings, &rule->reading_count, "readings of a rule");
        versions(codec, rule);
        notes(codec, rule);
    }
}

static void laws(ics_codec *codec, ics_program *program)
{
    ICS_CODEC_ARRAY(codec, program->laws, program->law_count, 29, "laws");
    for (uint32_t i = 0; i < program->law_count && codec->status == ICS_OK; i++) {
        ics_law *law = &program->laws[i];
        ics_codec_text(codec, &law->id);
        ics_codec_text(codec, &law->title);
        ics_codec_text(codec, &law->kind);
        ics_codec_text(codec, &law->publisher);
        ics_codec_text(codec, &law->url);
        ics_codec_text(codec, &law->checked_by);
        ics_codec_i32(codec, &law->published);
        ics_codec_u8(codec, &law->force);
    }
}

static void variations(ics_codec *codec, ics_program *program)
{
    ICS_CODEC_ARRAY(codec, program->variations, program->variation_count, 28, "variations");
    for (uint32_t i = 0; i < program->variation_count && codec->status == ICS_OK; i++) {
        ics_varied *varied = &program->variations[i];
        ics_codec_text(codec, &varied->id);
        ics_codec_text(codec, &varied->base);
        ics_codec_text(codec, &varied->made_by);
        ics_codec_u32(codec, &varied->definition);
        span(codec, &varied->subject);
    }
    ICS_CODEC_ARRAY(codec, program->departures, program->departure_count, 38, "departures");
    for (uint32_t i = 0; i < program->departure_count && codec->status == ICS_OK; i++) {
        ics_departure *departure = &program->departures[i];
        ics_codec_u32(codec, &departure->variation);
        ics_codec_u8(codec, &departure->kind);
        ics_codec_bool(codec, &departure->is_proved);
        ics_codec_text(codec, &departure->rule);
        ics_codec_text(codec, &departure->national);
        span(codec, &departure->span);
        span(codec, &departure->national_span);
    }
}

static void definitions(ics_codec *codec, ics_program *program)
{
    ICS_CODEC_ARRAY(codec, program->definitions, program->defined_count, 28, "definitions");
    for (uint32_t i = 0; i < program->defined_count && codec->status == ICS_OK; i++) {
        ics_defined *defined = &program->definitions[i];
        ics_codec_text(codec, &defined->name);
        span(codec, &defined->span);
        citations(codec, &defined->citations, &defined->citation_count);
        ics_codec_i32(codec, &defined->from);
        ics_codec_i32(codec, &defined->to);
    }
    texts(codec, &program->chosen, &program->chosen_count, "readings chosen");
}

static void constants(ics_codec *codec, ics_program *program)
{
    ICS_CODEC_ARRAY(codec, program->constants, program->constant_count, 8, "constants");
    for (uint32_t i = 0; i < program->constant_count && codec->status == ICS_OK; i++)
        ics_codec_i64(codec, &program->constants[i]);
}

static void text_constants(ics_codec *codec, ics_program *program)
{
    texts(codec, &program->texts, &program->text_count, "texts");
}

static void time_spans(ics_codec *codec, ics_program *program)
{
    ICS_CODEC_ARRAY(codec, program->time_spans, program->time_span_count, 10, "spans of time");
    for (uint32_t i = 0; i < program->time_span_count && codec->status == ICS_OK; i++) {
        ics_time_span *value = &program->time_spans[i];
        ics_codec_i32(codec, &value->n);
        ics_codec_u8(codec, &value->unit);
        ics_codec_u8(codec, &value->begins);
        ics_codec_u32(codec, &value->calendar);
    }
}

static void calendars(ics_codec *codec, ics_program *program)
{
    ICS_CODEC_ARRAY(codec, program->calendars, program->calendar_count, 28, "calendars");
    for (uint32_t i = 0; i < program->calendar_count && codec->status == ICS_OK; i++) {
        ics_calendar *calendar = &program->calendars[i];
        ics_codec_text(codec, &calendar->id);
        ics_codec_text(codec, &calendar->title);
        ics_codec_u32(codec, &calendar->law);
        ics_codec_text(codec, &calendar->place);
        ics_codec_i32(codec, &calendar->from);
        ics_codec_i32(codec, &calendar->to);
        ICS_CODEC_ARRAY(codec, calendar->days, calendar->day_count, 4, "days of a calendar");
        for (uint32_t d = 0; d < calendar->day_count && codec->status == ICS_OK; d++)
            ics_codec_i32(codec, &calendar->days[d]);
    }
}

static void frames(ics_codec *codec, ics_program *program)
{
    ICS_CODEC_ARRAY(codec, program->frames, program->frame_count, 11, "frames");
    for (uint32_t i = 0; i < program->frame_count && codec->status == ICS_OK; i++) {
        ics_codec_u8(codec, &program->frames[i].source);
        ics_codec_u8(codec, &program->frames[i].period);
        ics_codec_u8(codec, &program->frames[i].ahead);
        ics_codec_u16(codec, &program->frames[i].months);
        ics_codec_u16(codec, &program->frames[i].parent);
        ics_codec_u32(codec, &program->frames[i].entity);
    }
}

static void registers(ics_codec *codec, ics_program *program)
{
    ICS_CODEC_ARRAY(codec, program->registers, program->register_count, 7, "registers");
    for (uint32_t i = 0; i < program->register_count && codec->status == ICS_OK; i++) {
        uint8_t letter = (uint8_t)program->registers[i].type;
        ics_codec_u8(codec, &letter);
        program->registers[i].type = (char)letter;
        ics_codec_u16(codec, &program->registers[i].frame);
        ics_codec_u32(codec, &program->registers[i].aux);
    }
}

static void code(ics_codec *codec, ics_program *program)
{
    ICS_CODEC_ARRAY(codec, program->code, program->code_count, 16, "instructions");
    for (uint32_t i = 0; i < program->code_count && codec->status == ICS_OK; i++) {
        ics_instruction *at = &program->code[i];
        ics_codec_u16(codec, &at->op);
        ics_codec_u16(codec, &at->dst);
        ics_codec_u16(codec, &at->a);
        ics_codec_u16(codec, &at->b);
        ics_codec_u16(codec, &at->c);
        ics_codec_u16(codec, &at->reserved);
        ics_codec_u32(codec, &at->k);
    }
}

/* One span an instruction: the count is that of the code, which stands before. */
static void source_map(ics_codec *codec, ics_program *program)
{
    uint32_t count = program->code_count;
    const size_t offset = codec->at;
    ICS_CODEC_ARRAY(codec, program->spans, count, 12, "spans");
    if (codec->is_reading && codec->status == ICS_OK && count != program->code_count) {
        ics_codec_refuse(codec, offset, "%u spans for %u instructions", (unsigned)count, (unsigned)program->code_count);
        return;
    }
    for (uint32_t i = 0; i < count && codec->status == ICS_OK; i++)
        span(codec, &program->spans[i]);
}

static void judges(ics_codec *codec, ics_program *program)
{
    ICS_CODEC_ARRAY(codec, program->judges, program->judge_count, 35, "judges");
    for (uint32_t i = 0; i < program->judge_count && codec->status == ICS_OK; i++) {
        ics_judge *judge = &program->judges[i];
        uint16_t *operands[] = {&judge->governs,   &judge->applies,  &judge->vacuous, &judge->done,
                                &judge->in_time,   &judge->lifted,   &judge->exempt,  &judge->waived,
                                &judge->due_ahead, &judge->attested, &judge->due,     &judge->done_on,
                                &judge->began,     &judge->event,    &judge->missed,  &judge->since};
        for (size_t k = 0; k < sizeof operands / sizeof operands[0]; k++)
            ics_codec_u16(codec, operands[k]);
        ics_codec_u8(codec, &judge->modality);
        ics_codec_u8(codec, &judge->force);
        ics_codec_u8(codec, &judge->no_period);
    }
}

static void imports(ics_codec *codec, ics_program *program)
{
    ICS_CODEC_ARRAY(codec, program->imports, program->import_count, 25, "imports");
    for (uint32_t i = 0; i < program->import_count && codec->status == ICS_OK; i++) {
        ics_import *import = &program->imports[i];
        ics_codec_text(codec, &import->plugin);
        ics_codec_text(codec, &import->function);
        ics_codec_text(codec, &import->signature);
        ics_codec_u32(codec, &import->version);
        type(codec, &import->result);
        ICS_CODEC_ARRAY(codec, import->parameters, import->parameter_count, 1, "parameters");
        for (uint32_t p = 0; p < import->parameter_count && codec->status == ICS_OK; p++)
            type(codec, &import->parameters[p]);
        ics_codec_u32(codec, &import->lists);
    }
}

static void calls(ics_codec *codec, ics_program *program)
{
    ICS_CODEC_ARRAY(codec, program->calls, program->call_count, 8, "calls");
    for (uint32_t i = 0; i < program->call_count && codec->status == ICS_OK; i++) {
        ics_call *call = &program->calls[i];
        ics_codec_u32(codec, &call->import);
        ICS_CODEC_ARRAY(codec, call->arguments, call->argument_count, 2, "arguments");
        for (uint32_t a = 0; a < call->argument_count && codec->status == ICS_OK; a++)
            ics_codec_u16(codec, &call->arguments[a]);
    }
}

static void choices(ics_codec *codec, ics_program *program)
{
    ICS_CODEC_ARRAY(codec, program->choices, program->choice_count, 6, "choices");
    for (uint32_t i = 0; i < program->choice_count && codec->status == ICS_OK; i++) {
        ics_alternatives *choice = &program->choices[i];
        ics_codec_u16(codec, &choice->some);
        ICS_CODEC_ARRAY(codec, choice->options, choice->option_count, 8, "options");
        for (uint32_t o = 0; o < choice->option_count && codec->status == ICS_OK; o++) {
            ics_codec_u16(codec, &choice->options[o].outcome);
            ics_codec_u16(codec, &choice->options[o].governs);
            ics_codec_u32(codec, &choice->options[o].number);
        }
    }
}

/* clang-format off */
const ics_pack_section ics_pack_sections[] = {
    {{'T', 'E', 'X', 'T'}, "texts",         NULL},
    {{'M', 'O', 'D', 'L'}, "model",         model},
    {{'S', 'R', 'C', 'S'}, "sources",       sources},
    {{'R', 'U', 'L', 'E'}, "rules",         rules},
    {{'L', 'A', 'W', 'S'}, "laws",          laws},
    {{'D', 'E', 'F', 'S'}, "definitions",   definitions},
    {{'V', 'A', 'R', 'S'}, "variations",    variations},
    {{'C', 'O', 'N', 'S'}, "constants",     constants},
    {{'T', 'C', 'O', 'N'}, "text constants", text_constants},
    {{'S', 'P', 'A', 'N'}, "time spans",    time_spans},
    {{'F', 'R', 'A', 'M'}, "frames",        frames},
    {{'R', 'E', 'G', 'S'}, "registers",     registers},
    {{'C', 'O', 'D', 'E'}, "code",          code},
    {{'S', 'M', 'A', 'P'}, "source map",    source_map},
    {{'J', 'U', 'D', 'G'}, "judges",        judges},
    {{'I', 'M', 'P', 'O'}, "imports",       imports},
    {{'C', 'A', 'L', 'L'}, "calls",         calls},
    {{'C', 'H', 'O', 'I'}, "choices",       choices},
    {{'C', 'A', 'L', 'N'}, "calendars",     calendars},
};
/* clang-format on */
const size_t ics_pack_section_count = sizeof ics_pack_sections / sizeof ics_pack_sections[0];
