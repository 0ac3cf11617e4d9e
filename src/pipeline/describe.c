/* What a program says of itself: its rules, clauses, letters, sources and size. */
#include "bytecode/program.h"

#include <string.h>

/* Rules that stand for others come behind all that stand for themselves, and are not counted. */
static uint32_t own_rules(const ics_program *program)
{
    uint32_t count = program->rule_count;
    while (count > 0 && program->rules[count - 1].stands_for != 0)
        count--;
    return count;
}

void ics_program_info_read(const ics_program *program, ics_program_info *out)
{
    static const unsigned char never[sizeof program->digest];
    *out = (ics_program_info){
        .rule_count = own_rules(program),
        .source_count = program->source_count,
        .entity_count = program->model.entity_count,
        .attribute_count = program->model.attribute_count,
        .instruction_count = program->code_count,
        .register_count = program->register_count,
        .frame_count = program->frame_count,
        .is_record_local = program->is_record_local,
    };
    if (memcmp(program->digest, never, sizeof never) == 0)
        return;
    for (size_t i = 0; i < sizeof program->digest; i++)
        snprintf(out->digest + 2 * i, 3, "%02x", program->digest[i]);
}

static const char *text_or_empty(const char *text)
{
    return text ? text : "";
}

static void place_of(const ics_program *program, ics_span span, ics_rule_info *out)
{
    out->file = "";
    if (span.source < 1 || span.source > program->source_count)
        return;
    const ics_source_text *source = &program->sources[span.source - 1];
    out->file = source->name;
    out->line = ics_source_line(source, span.start);
}

void ics_program_version(const ics_program *program, uint32_t rule, uint32_t version, ics_rule_info *out)
{
    static const char *const kinds[] = {"rule", "check", "description", "question"};
    const ics_rule *r = &program->rules[rule];
    const ics_rule_version v = ics_rule_version_of(r, version);
    *out = (ics_rule_info){
        .id = text_or_empty(r->id),
        .title = text_or_empty(r->title),
        .help = text_or_empty(r->help),
        .modality = text_or_empty(v.modality_word),
        .force = ics_force_name((ics_force)v.force),
        .kind = r->statement < ICS_STATED_COUNT ? kinds[r->statement] : "rule",
        .remedy = text_or_empty(v.remedy),
        .owner = text_or_empty(r->owner),
        .variation = v.variation == 0 ? "" : text_or_empty(program->variations[v.variation - 1].id),
        .made_by = v.variation == 0 ? "" : text_or_empty(program->variations[v.variation - 1].made_by),
        .review_by = r->owner && r->owner[0] != '\0' ? r->review_by : ICS_NO_DAY,
        .subject = program->model.entities[program->frames[r->frame].entity].name,
        .version_count = r->version_count,
        .version = r->version_count > 0 ? v.number : 0,
        .first_citation = v.first_citation,
        .citation_count = v.citation_count,
        .first_letter = v.first_letter,
        .letter_count = v.letter_count,
        .from = v.from == ICS_DAY_MIN ? ICS_NO_DAY : v.from,
        .to = v.to == ICS_DAY_MAX ? ICS_NO_DAY : v.to,
    };
    place_of(program, v.span, out);
}

void ics_program_rule(const ics_program *program, uint32_t rule, ics_rule_info *out)
{
    const ics_rule *r = &program->rules[rule];
    ics_program_version(program, rule, 0, out);
    out->version = out->first_citation = out->first_letter = 0;
    out->citation_count = r->citation_count;
    out->letter_count = r->letter_count;
    out->from = r->from == ICS_DAY_MIN ? ICS_NO_DAY : r->from;
    out->to = r->to == ICS_DAY_MAX ? ICS_NO_DAY : r->to;
    place_of(program, r->span, out);
}

void ics_program_clause(const ics_program *program, uint32_t rule, uint32_t citation, ics_clause *out)
{
    const ics_citation *cited = &program->rules[rule].citations[citation];
    const ics_law *law = &program->laws[cited->source];
    const ics_law *under = cited->direction == ICS_NONE ? NULL : &program->laws[cited->direction];
    *out = (ics_clause){
        .source_id = text_or_empty(law->id),
        .source = text_or_empty(law->title),
        .kind = text_or_empty(law->kind),
        .place = text_or_empty(cited->place),
        .url = text_or_empty(law->url),
        .force = ics_force_name(under ? ICS_BINDING : (ics_force)law->force),
        .direction = under ? under->title[0] != '\0' ? under->title : under->id : "",
        .direction_place = under ? text_or_empty(cited->direction_place) : "",
    };
}

const char *ics_program_letter(const ics_program *program, uint32_t rule, uint32_t letter)
{
    return program->rules[rule].letters[letter].label;
}

const char *ics_program_source(const ics_program *program, uint32_t source, const char **text, size_t *size)
{
    const ics_source_text *found = &program->sources[source];
    if (text)
        *text = found->text;
    if (size)
        *size = found->size;
    return found->name;
}

/* What a rule is called on the command line: a bare sentence has no identifier, and is called by its words. */
static const char *rule_name(const ics_rule *rule)
{
    return rule->id && rule->id[0] != '\0' ? rule->id : text_or_empty(rule->title);
}

static const char *nearest_rule(const ics_program *program, const char *id)
{
    const char *candidates[512]; /* more rules than that are not compared: a hint, no promise */
    size_t count = 0;
    for (uint32_t r = 0; r < program->rule_count && count < sizeof candidates / sizeof *candidates; r++)
        if (rule_name(&program->rules[r])[0] != '\0')
            candidates[count++] = rule_name(&program->rules[r]);
    return ics_nearest(id, strlen(id), candidates, count);
}

uint32_t ics_program_find_rule(const ics_program *program, const char *id, const char **nearest)
{
    for (uint32_t r = 0; r < program->rule_count; r++) {
        const char *name = rule_name(&program->rules[r]);
        if (ics_key_equal(name, strlen(name), id, strlen(id)))
            return r;
    }
    if (nearest)
        *nearest = nearest_rule(program, id);
    return UINT32_MAX;
}
