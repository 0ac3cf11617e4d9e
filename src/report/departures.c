/* What is local: variations, and in what each departs from the national rules. */
#include "explain/text.h"
#include "report/writer.h"

#include "bytecode/program.h"

#include <setjmp.h>
#include <stdlib.h>

/* What the writing goes through; texts of rules live in the arena. */
typedef struct job {
    jmp_buf escape;
    ics_arena arena;
    const ics_program *program;
    ics_writer writer;
} job;

static const char *const kinds[ICS_DEPARTURE_KINDS] = {
    [ICS_ADDS] = "adds",
    [ICS_FILLS_IN] = "fills in",
    [ICS_REPLACES] = "replaces",
    [ICS_GOES_BEYOND] = "is said to be stricter than",
};

static const char *text_at(job *j, ics_span span)
{
    return ics_program_span_text(&j->arena, j->program, span);
}

/* Whether the national rule is judged beside the local one. */
static bool are_both_judged(const ics_departure *departure)
{
    return departure->kind == ICS_GOES_BEYOND;
}

/* -- for people */

static void write_days(job *j, const ics_defined *said)
{
    char day[16];
    if (said->from > ICS_DAY_MIN) {
        ics_day_format(said->from, day);
        ics_write_format(&j->writer, ", from %s", day);
    }
    if (said->to < ICS_DAY_MAX) {
        ics_day_format(said->to, day);
        ics_write_format(&j->writer, ", to %s", day);
    }
}

static void write_clauses(job *j, const ics_defined *said)
{
    for (uint32_t i = 0; i < said->citation_count; i++) {
        const ics_law *law = &j->program->laws[said->citations[i].source];
        ics_write(&j->writer, i == 0 ? "  " : "; ");
        ics_write_plain(&j->writer, law->title && law->title[0] != '\0' ? law->title : law->id);
        ics_write(&j->writer, said->citations[i].place[0] != '\0' ? ", " : "");
        ics_write_plain(&j->writer, said->citations[i].place);
    }
    if (said->citation_count > 0)
        ics_write(&j->writer, "\n");
}

static void write_variation(job *j, const ics_varied *varied)
{
    const ics_defined *said = &j->program->definitions[varied->definition];
    ics_write_plain(&j->writer, varied->id);
    ics_write(&j->writer, " varies ");
    ics_write_plain(&j->writer, varied->base);
    ics_write(&j->writer, " for ");
    ics_write_plain(&j->writer, text_at(j, varied->subject));
    if (varied->made_by[0] != '\0') {
        ics_write(&j->writer, ", made by ");
        ics_write_plain(&j->writer, varied->made_by);
    }
    write_days(j, said);
    ics_write(&j->writer, "\n");
    write_clauses(j, said);
}

static void write_departure(job *j, const ics_departure *departure)
{
    ics_writer *w = &j->writer;
    const bool is_beyond = departure->kind == ICS_GOES_BEYOND;
    ics_write(w, "  ");
    if (is_beyond) {
        ics_write_plain(w, departure->rule);
        ics_write(w, " ");
    }
    ics_write_format(w, "%s ", kinds[departure->kind]);
    ics_write_plain(w, is_beyond ? departure->national : departure->rule);
    if (departure->kind == ICS_ADDS && departure->national[0] != '\0') {
        ics_write(w, ", which frees from ");
        ics_write_plain(w, departure->national);
    }
    if (departure->kind == ICS_REPLACES || is_beyond)
        ics_write(w, departure->is_proved ? ", and is proved to ask at least as much"
                                          : ", and is not proved to ask as much");
    ics_write(w, are_both_judged(departure) ? "; both are judged\n    local:    " : "\n    local:    ");
    ics_write_plain(w, text_at(j, departure->span));
    if (departure->national[0] != '\0') {
        ics_write(w, "\n    national: ");
        ics_write_plain(w, text_at(j, departure->national_span));
    }
    ics_write(w, "\n");
}

static void write_text(job *j)
{
    const ics_program *program = j->program;
    for (uint32_t v = 0; v < program->variation_count; v++) {
        write_variation(j, &program->variations[v]);
        for (uint32_t i = 0; i < program->departure_count; i++)
            if (program->departures[i].variation == v)
                write_departure(j, &program->departures[i]);
        ics_write(&j->writer, "\n");
    }
    ics_write_format(&j->writer, "%u variation%s, %u departure%s\n", (unsigned)program->variation_count,
                     program->variation_count == 1 ? "" : "s", (unsigned)program->departure_count,
                     program->departure_count == 1 ? "" : "s");
}

/* -- for programs */

static void write_field(job *j, const char *name, const char *text)
{
    ics_write_format(&j->writer, ", \"%s\": ", name);
    ics_write_string(&j->writer, text);
}

static void write_day_field(job *j, const char *name, int32_t day, bool is_open)
{
    char text[16];
    if (is_open) {
        ics_write_format(&j->writer, ", \"%s\": null", name);
        return;
    }
    ics_day_format(day, text);
    ics_write_format(&j->writer, ", \"%s\": \"%s\"", name, text);
}

static void write_departure_json(job *j, const ics_departure *departure)
{
    ics_write(&j->writer, "{\"kind\": ");
    ics_write_string(&j->writer, departure->kind == ICS_GOES_BEYOND ? "stricter than" : kinds[departure->kind]);
    write_field(j, "rule", departure->rule);
    write_field(j, "text", text_at(j, departure->span));
    if (departure->national[0] != '\0') {
        write_field(j, "national_rule", departure->national);
        write_field(j, "national_text", text_at(j, departure->national_span));
        ics_write(&j->writer, departure->is_proved ? ", \"proved\": true" : ", \"proved\": false");
    }
    ics_write(&j->writer, are_both_judged(departure) ? ", \"both_judged\": true}" : ", \"both_judged\": false}");
}

static void write_variation_json(job *j, uint32_t v)
{
    const ics_varied *varied = &j->program->variations[v];
    const ics_defined *said = &j->program->definitions[varied->definition];
    ics_write(&j->writer, "{\"variation\": ");
    ics_write_string(&j->writer, varied->id);
    write_field(j, "of", varied->base);
    write_field(j, "for", text_at(j, varied->subject));
    write_field(j, "made_by", varied->made_by);
    ics_write(&j->writer, ", \"cites\": [");
    for (uint32_t i = 0; i < said->citation_count; i++) {
        ics_write(&j->writer, i == 0 ? "{\"source\": " : ", {\"source\": ");
        ics_write_string(&j->writer, j->program->laws[said->citations[i].source].id);
        write_field(j, "place", said->citations[i].place);
        ics_write(&j->writer, "}");
    }
    ics_write(&j->writer, "]");
    write_day_field(j, "from", said->from, said->from == ICS_DAY_MIN);
    write_day_field(j, "to", said->to, said->to == ICS_DAY_MAX);
    ics_write(&j->writer, ", \"departures\": [");
    const char *before = "\n    ";
    for (uint32_t i = 0; i < j->program->departure_count; i++) {
        if (j->program->departures[i].variation != v)
            continue;
        ics_write(&j->writer, before);
        write_departure_json(j, &j->program->departures[i]);
        before = ",\n    ";
    }
    ics_write(&j->writer, "]}");
}

static void write_json(job *j)
{
    ics_write(&j->writer, "{\"format\": \"icsrules-departures/1\", \"variations\": [");
    for (uint32_t v = 0; v < j->program->variation_count; v++) {
        ics_write(&j->writer, v == 0 ? "\n  " : ",\n  ");
        write_variation_json(j, v);
    }
    ics_write(&j->writer, "]}\n");
}

ics_status ics_program_departures_write(const ics_program *program, bool is_json, FILE *out)
{
    job *const j = calloc(1, sizeof *j);
    if (!j)
        return ICS_E_NOMEM;
    j->program = program;
    if (setjmp(j->escape) != 0) {
        ics_arena_free(&j->arena);
        free(j);
        return ICS_E_NOMEM;
    }
    ics_arena_init(&j->arena, &j->escape);
    ics_writer_begin(&j->writer, out);
    (is_json ? write_json : write_text)(j);
    const ics_status status = ics_writer_end(&j->writer);
    j->arena.escape = NULL;
    ics_arena_free(&j->arena);
    free(j);
    return status;
}
