/* What came of the tests, for people: each expectation that does not hold with its explanation, and a line of counts.
 */
#include "report/writer.h"
#include "trial/trial.h"

#include <string.h>

static const char red[] = "\033[1;31m", plain[] = "\033[0m";

/* Each line of a text indented by as much. */
static void write_indented(ics_writer *writer, const char *text, const char *indent)
{
    while (*text != '\0') {
        const size_t length = strcspn(text, "\n");
        if (length > 0) {
            ics_write(writer, indent);
            ics_write_bytes(writer, text, length); /* escaped when it was written */
        }
        ics_write(writer, "\n");
        text += length + (text[length] == '\n');
    }
}

static void write_failure(ics_writer *writer, const ics_trial *trial, const ics_verdict *verdict, bool colour)
{
    char day[16];
    ics_day_format(verdict->as_at, day);
    ics_write_plain(writer, trial->file);
    ics_write_format(writer, ":%u:%u: %sfailed%s: ", (unsigned)verdict->line, (unsigned)verdict->column,
                     colour ? red : "", colour ? plain : "");
    ics_write_plain(writer, trial->title);
    ics_write(writer, "\n  expected  ");
    ics_write_plain(writer, verdict->expected);
    ics_write(writer, "\n  found     ");
    ics_write_plain(writer, verdict->found);
    ics_write_format(writer, "\n  as at     %s\n", day);
    if (verdict->explanation) {
        ics_write(writer, "\n");
        write_indented(writer, verdict->explanation, "    ");
    }
    ics_write(writer, "\n");
}

static const char *several(size_t count)
{
    return count == 1 ? "" : "s";
}

void ics_trials_text(const ics_trials *trials, bool colour, ics_writer *writer)
{
    for (size_t t = 0; t < trials->count; t++)
        for (size_t v = 0; v < trials->items[t].verdict_count; v++)
            if (!trials->items[t].verdicts[v].holds)
                write_failure(writer, &trials->items[t], &trials->items[t].verdicts[v], colour);
    ics_write_format(writer, "%zu test%s: %zu passed, %zu failed", trials->count, several(trials->count),
                     trials->count - trials->failed_count, trials->failed_count);
    ics_write_format(writer, " (%zu expectation%s", trials->expectation_count, several(trials->expectation_count));
    if (trials->failed_expectation_count > 0)
        ics_write_format(writer, ", %zu not as expected", trials->failed_expectation_count);
    ics_write(writer, ")\n");
    ics_measures_text(&trials->measures, writer);
}
