/* What came of the tests as JUnit XML, which programs that run builds read. One suite a file. */
#include "base/utf8.h"
#include "report/writer.h"
#include "trial/trial.h"

#include <string.h>

/* XML 1.0 has no way to write most controls and some code points: they are shown as <U+0007> is elsewhere. */
static bool is_xml(uint32_t point)
{
    return point == '\t' || point == '\n' || (point >= 0x20 && point < 0xD800) || (point >= 0xE000 && point < 0xFFFE) ||
           point >= 0x10000;
}

static void write_point(ics_writer *writer, uint32_t point, const char *bytes, size_t length)
{
    if (point == '&')
        ics_write(writer, "&amp;");
    else if (point == '<')
        ics_write(writer, "&lt;");
    else if (point == '>')
        ics_write(writer, "&gt;");
    else if (point == '"')
        ics_write(writer, "&quot;");
    else if (!is_xml(point))
        ics_write_format(writer, "&lt;U+%04X&gt;", (unsigned)point);
    else
        ics_write_bytes(writer, bytes, length);
}

/* A text in an attribute or an element; a malformed byte is shown as its number. */
static void write_xml(ics_writer *writer, const char *text)
{
    const size_t size = strlen(text);
    for (size_t at = 0; at < size;) {
        uint32_t point = 0;
        const size_t length = ics_utf8_decode((const unsigned char *)text + at, size - at, &point);
        if (length == 0) {
            ics_write_format(writer, "&lt;0x%02X&gt;", (unsigned)(unsigned char)text[at]);
            at++;
            continue;
        }
        write_point(writer, point, text + at, length);
        at += length;
    }
}

static void write_attribute(ics_writer *writer, const char *name, const char *value)
{
    ics_write_format(writer, " %s=\"", name);
    write_xml(writer, value);
    ics_write(writer, "\"");
}

static void write_failure(ics_writer *writer, const ics_trial *trial, const ics_verdict *verdict)
{
    char day[16];
    ics_day_format(verdict->as_at, day);
    ics_write(writer, "      <failure message=\"line ");
    ics_write_format(writer, "%u: expected ", (unsigned)verdict->line);
    write_xml(writer, verdict->expected);
    ics_write(writer, ", found ");
    write_xml(writer, verdict->found);
    ics_write(writer, "\">");
    write_xml(writer, trial->file);
    ics_write_format(writer, ":%u:%u, as at %s", (unsigned)verdict->line, (unsigned)verdict->column, day);
    if (verdict->explanation) {
        ics_write(writer, "\n\n");
        write_xml(writer, verdict->explanation);
    }
    ics_write(writer, "</failure>\n");
}

static void write_trial(ics_writer *writer, const ics_trial *trial)
{
    ics_write(writer, "    <testcase");
    write_attribute(writer, "name", trial->title);
    write_attribute(writer, "classname", trial->file);
    write_attribute(writer, "file", trial->file);
    ics_write_format(writer, " line=\"%u\" assertions=\"%zu\"", (unsigned)trial->line, trial->verdict_count);
    if (trial->failed_count == 0) {
        ics_write(writer, "/>\n");
        return;
    }
    ics_write(writer, ">\n");
    for (size_t v = 0; v < trial->verdict_count; v++)
        if (!trial->verdicts[v].holds)
            write_failure(writer, trial, &trial->verdicts[v]);
    ics_write(writer, "    </testcase>\n");
}

/* The tests of one file stand together. @return the first of the next file. */
static size_t write_suite(ics_writer *writer, const ics_trials *trials, size_t first)
{
    size_t end = first, failed = 0;
    for (; end < trials->count && strcmp(trials->items[end].file, trials->items[first].file) == 0; end++)
        failed += trials->items[end].failed_count > 0;
    ics_write(writer, "  <testsuite");
    write_attribute(writer, "name", trials->items[first].file);
    ics_write_format(writer, " tests=\"%zu\" failures=\"%zu\" errors=\"0\">\n", end - first, failed);
    for (size_t t = first; t < end; t++)
        write_trial(writer, &trials->items[t]);
    ics_write(writer, "  </testsuite>\n");
    return end;
}

void ics_trials_junit(const ics_trials *trials, ics_writer *writer)
{
    ics_write(writer, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    ics_write_format(writer, "<testsuites name=\"icsrules\" tests=\"%zu\" failures=\"%zu\" errors=\"0\">\n",
                     trials->count, trials->failed_count);
    for (size_t first = 0; first < trials->count;)
        first = write_suite(writer, trials, first);
    ics_write(writer, "</testsuites>\n");
}
