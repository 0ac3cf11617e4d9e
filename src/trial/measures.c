/* What tests are worth, for people: what no test decides or notices, with its place, and lines of counts. */
#include "report/writer.h"
#include "trial/trial.h"

#include <string.h>

void ics_measures_sides(const ics_measures *measures, ics_covered_kind kind, size_t *sides, size_t *decided)
{
    *sides = *decided = 0;
    for (size_t i = 0; i < measures->covered_count; i++) {
        const ics_covered *covered = &measures->covered[i];
        if (covered->kind != kind)
            continue;
        *sides += 2;
        *decided += (size_t)covered->sides.yes + covered->sides.no;
    }
}

static void write_place(ics_writer *writer, const char *file, uint32_t line, uint32_t column, const char *rule)
{
    ics_write_plain(writer, file);
    ics_write_format(writer, ":%u:%u: ", (unsigned)line, (unsigned)column);
    ics_write_plain(writer, rule[0] != '\0' ? rule : "the sentence");
}

/* @p rule: the rule that it is part of, or itself. Of a rule that nothing decides the parts are not told one by one. */
static void write_covered(ics_writer *writer, const ics_covered *covered, const ics_covered *rule)
{
    const bool is_exception = covered->kind == ICS_COVERED_EXCEPTION;
    const bool is_empty = !covered->sides.yes && !covered->sides.no;
    if ((covered->sides.yes && covered->sides.no) ||
        (covered != rule && is_empty && !rule->sides.yes && !rule->sides.no))
        return;
    write_place(writer, covered->file, covered->line, covered->column, covered->rule);
    if (covered->what[0] != '\0') {
        ics_write(writer, ", ");
        ics_write_plain(writer, covered->what);
    }
    if (is_empty)
        ics_write(writer, is_exception ? ": no test hangs on it\n" : ": no test decides it\n");
    else if (is_exception)
        ics_write_format(writer, ": no test hangs on it where it %s\n", covered->sides.yes ? "does not hold" : "holds");
    else
        ics_write_format(writer, ": no test finds it %s\n", covered->sides.yes ? "not so" : "so");
}

static void write_coverage(ics_writer *writer, const ics_measures *measures)
{
    static const char *const names[] = {"rules", "exceptions", "letters"};
    size_t all = 0, decided = 0;
    const ics_covered *rule = measures->covered;
    for (size_t i = 0; i < measures->covered_count; i++) {
        if (measures->covered[i].kind == ICS_COVERED_RULE)
            rule = &measures->covered[i]; /* its parts follow it */
        write_covered(writer, &measures->covered[i], rule);
    }
    ics_write(writer, "coverage:");
    for (int kind = ICS_COVERED_RULE; kind <= ICS_COVERED_LETTER; kind++) {
        size_t count = 0, both = 0;
        for (size_t i = 0; i < measures->covered_count; i++) {
            const ics_covered *covered = &measures->covered[i];
            if (covered->kind != (ics_covered_kind)kind)
                continue;
            count++;
            both += covered->sides.yes && covered->sides.no;
            decided += (size_t)covered->sides.yes + covered->sides.no;
        }
        all += 2 * count;
        ics_write_format(writer, "%s %zu of %zu %s", kind == ICS_COVERED_RULE ? "" : ",", both, count, names[kind]);
    }
    ics_write_format(writer, " decided both ways; %zu of %zu sides (%zu%%)\n", decided, all,
                     all == 0 ? 100 : decided * 100 / all);
}

static void write_survivor(ics_writer *writer, const ics_survivor *survivor)
{
    write_place(writer, survivor->file, survivor->line, survivor->column, survivor->rule);
    if (!survivor->is) {
        ics_write(writer, ": no test notices if this is left out: ");
        ics_write_plain(writer, survivor->was);
        ics_write(writer, "\n");
        return;
    }
    ics_write(writer, ": no test notices ");
    ics_write_plain(writer, survivor->is);
    ics_write(writer, " in place of ");
    ics_write_plain(writer, survivor->was);
    ics_write(writer, "\n");
}

/* One by one, or in one line where no test notices any of a rule's. */
static void write_survivors(ics_writer *writer, const ics_measures *measures)
{
    for (size_t i = 0; i < measures->survivor_count; i++) {
        const ics_survivor *survivor = &measures->survivors[i];
        const ics_tally *tally = &measures->tallies[survivor->tally];
        if (tally->noticed > 0) {
            write_survivor(writer, survivor);
        } else if (i == 0 || measures->survivors[i - 1].tally != survivor->tally) {
            write_place(writer, tally->file, tally->line, tally->column, tally->rule);
            ics_write_format(writer, ": no test notices any of %zu mutants\n", tally->tried);
        }
    }
}

static void write_mutants(ics_writer *writer, const ics_measures *measures)
{
    write_survivors(writer, measures);
    ics_write_format(writer, "mutants: %zu tried, %zu noticed (%zu%%)", measures->mutant_count, measures->noticed_count,
                     measures->mutant_count == 0 ? 100 : measures->noticed_count * 100 / measures->mutant_count);
    if (measures->refused_count > 0)
        ics_write_format(writer, ", %zu that do not compile", measures->refused_count);
    if (measures->left_out_count > 0)
        ics_write_format(writer, ", %zu left out", measures->left_out_count);
    ics_write(writer, "\n");
}

void ics_measures_text(const ics_measures *measures, ics_writer *writer)
{
    if (measures->has_coverage)
        write_coverage(writer, measures);
    if (measures->has_mutants)
        write_mutants(writer, measures);
}
