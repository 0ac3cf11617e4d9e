/* What came of the tests and of their measures, for programs: one document, "icsrules-tests/1" (docs/tests.md). */
#include "report/writer.h"
#include "trial/trial.h"

static void write_text(ics_writer *writer, const char *name, const char *text)
{
    ics_write_format(writer, ", \"%s\": ", name);
    ics_write_string(writer, text);
}

/* {"file": …, "line": …, "column": … */
static void write_place(ics_writer *writer, const char *file, uint32_t line, uint32_t column)
{
    ics_write(writer, "{\"file\": ");
    ics_write_string(writer, file);
    ics_write_format(writer, ", \"line\": %u, \"column\": %u", (unsigned)line, (unsigned)column);
}

static void write_failure(ics_writer *writer, const ics_trial *trial, const ics_verdict *verdict)
{
    char day[16];
    ics_day_format(verdict->as_at, day);
    write_place(writer, trial->file, verdict->line, verdict->column);
    write_text(writer, "test", trial->title);
    ics_write_format(writer, ", \"as_at\": \"%s\"", day);
    write_text(writer, "expected", verdict->expected);
    write_text(writer, "found", verdict->found);
    ics_write(writer, "}");
}

static void write_failures(ics_writer *writer, const ics_trials *trials)
{
    const char *separator = "";
    ics_write(writer, ", \"failures\": [");
    for (size_t t = 0; t < trials->count; t++)
        for (size_t v = 0; v < trials->items[t].verdict_count; v++)
            if (!trials->items[t].verdicts[v].holds) {
                ics_write(writer, separator);
                write_failure(writer, &trials->items[t], &trials->items[t].verdicts[v]);
                separator = ", ";
            }
    ics_write(writer, "]");
}

static void write_coverage(ics_writer *writer, const ics_measures *measures)
{
    static const char *const kinds[] = {"rule", "exception", "letter"};
    size_t sides = 0, decided = 0;
    ics_write(writer, ", \"coverage\": {\"items\": [");
    for (size_t i = 0; i < measures->covered_count; i++) {
        const ics_covered *covered = &measures->covered[i];
        ics_write(writer, i > 0 ? ", " : "");
        write_place(writer, covered->file, covered->line, covered->column);
        ics_write_format(writer, ", \"kind\": \"%s\"", kinds[covered->kind]);
        write_text(writer, "rule", covered->rule);
        if (covered->kind != ICS_COVERED_RULE)
            write_text(writer, "what", covered->what);
        ics_write_format(writer, ", \"so\": %s, \"not_so\": %s}", covered->sides.yes ? "true" : "false",
                         covered->sides.no ? "true" : "false");
        sides += 2;
        decided += (size_t)covered->sides.yes + covered->sides.no;
    }
    ics_write_format(writer, "], \"sides\": %zu, \"decided\": %zu}", sides, decided);
}

static void write_mutants(ics_writer *writer, const ics_measures *measures)
{
    ics_write_format(writer, ", \"mutants\": {\"tried\": %zu, \"noticed\": %zu, \"refused\": %zu, \"left_out\": %zu",
                     measures->mutant_count, measures->noticed_count, measures->refused_count,
                     measures->left_out_count);
    ics_write(writer, ", \"unnoticed\": [");
    for (size_t i = 0; i < measures->survivor_count; i++) {
        const ics_survivor *survivor = &measures->survivors[i];
        ics_write(writer, i > 0 ? ", " : "");
        write_place(writer, survivor->file, survivor->line, survivor->column);
        write_text(writer, "rule", survivor->rule);
        write_text(writer, "was", survivor->was);
        write_text(writer, "is", survivor->is); /* null: left out */
        ics_write(writer, "}");
    }
    ics_write(writer, "]}");
}

void ics_trials_json(const ics_trials *trials, ics_writer *writer)
{
    ics_write_format(writer, "{\"format\": \"icsrules-tests/1\", \"tests\": %zu, \"failed\": %zu", trials->count,
                     trials->failed_count);
    ics_write_format(writer, ", \"expectations\": %zu", trials->expectation_count);
    write_failures(writer, trials);
    if (trials->measures.has_coverage)
        write_coverage(writer, &trials->measures);
    if (trials->measures.has_mutants)
        write_mutants(writer, &trials->measures);
    ics_write(writer, "}\n");
}
