/* The definitions and named values that a rule uses: what they say, and where the law says it. */
#include "explain/defined.h"

#include "explain/text.h"
#include "explain/value.h"

static const char *cited(ics_arena *arena, const ics_program *program, const ics_defined *defined)
{
    const char *text = "";
    for (uint32_t i = 0; i < defined->citation_count; i++) {
        const ics_citation *citation = &defined->citations[i];
        const ics_law *law = &program->laws[citation->source];
        const char *title = law->title && law->title[0] != '\0' ? law->title : law->id;
        const char *comma = citation->place[0] != '\0' ? ", " : "";
        text = ics_said(arena, "%s%s%s%s%s", text, i > 0 ? "; " : "", title, comma, citation->place);
    }
    return text;
}

void ics_defined_gather(ics_explanation *explanation, const ics_program *program, const ics_rule *rule, int32_t as_at)
{
    for (uint32_t i = 0; i < rule->definition_count; i++) {
        const ics_defined *defined = &program->definitions[rule->definitions[i]];
        if (as_at < defined->from || as_at > defined->to)
            continue;
        const ics_definition_said said = {
            .name = defined->name,
            .text = ics_program_span_text(&explanation->arena, program, defined->span),
            .clause = cited(&explanation->arena, program, defined),
        };
        ICS_PUSH(&explanation->arena, explanation->definitions, explanation->definition_count,
                 explanation->definition_room, said);
    }
}
