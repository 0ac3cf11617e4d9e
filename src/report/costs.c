/* The table of what each rule takes: the dearest first, and nothing of any record. */
#include "report/writer.h"
#include "vm/cost.h"

#include <inttypes.h>
#include <stdlib.h>

typedef struct job {
    const ics_program *program;
    uint64_t announced;
    double spent;      /* nanoseconds, of all */
    ics_rule_cost *by; /* those that are told, the dearest first; behind them what no one rule needs */
    ics_costs_told told;
    uint32_t count, shown; /* rules that are told, and how many of them one by one */
    ics_writer writer;
} job;

static uint64_t whole(const ics_rule_cost *cost)
{
    return cost->own + cost->shared;
}

static int by_cost(const void *a, const void *b)
{
    const ics_rule_cost *one = a, *other = b;
    if (whole(one) != whole(other))
        return whole(one) > whole(other) ? -1 : 1;
    return one->rule < other->rule ? -1 : one->rule > other->rule;
}

/* The order by cost would tell of the costs. */
static int by_time(const void *a, const void *b)
{
    const ics_rule_cost *one = a, *other = b;
    if (one->spent < other->spent || one->spent > other->spent)
        return one->spent > other->spent ? -1 : 1;
    return one->rule < other->rule ? -1 : one->rule > other->rule;
}

/* Rules that judge for another are told as that one: they stand behind all others, and are left out. */
static void arrange(job *j)
{
    const uint32_t rule_count = j->program->rule_count;
    for (uint32_t i = 0; i <= rule_count; i++)
        j->spent += j->by[i].spent;
    while (j->count < rule_count && ics_rule_told(j->program, j->count) == j->count)
        j->count++;
    j->by[j->count] = j->by[rule_count];
    qsort(j->by, j->count, sizeof *j->by, j->told == ICS_COSTS_NOT ? by_time : by_cost);
}

/* -- for people -- */

static double percent(double part, double all)
{
    return all > 0 ? 100 * part / all : 0;
}

static void write_share(job *j, double share)
{
    ics_write_format(&j->writer, j->told == ICS_COSTS_ALL ? "  %5.1f%%" : "  %5.0f%%", share);
}

static void write_line(job *j, const ics_rule_cost *cost, const char *name)
{
    if (j->told == ICS_COSTS_ALL)
        ics_write_format(&j->writer, "%14" PRIu64 "%14" PRIu64 "%14" PRIu64, whole(cost), cost->own, cost->shared);
    if (j->told != ICS_COSTS_NOT)
        write_share(j, percent((double)whole(cost), (double)j->announced));
    write_share(j, percent(cost->spent, j->spent));
    ics_write(&j->writer, "  ");
    ics_write_plain(&j->writer, name);
    ics_write(&j->writer, "\n");
}

static const char *name_of(const job *j, const ics_rule_cost *cost)
{
    const ics_rule *rule = &j->program->rules[cost->rule];
    return rule->id && rule->id[0] != '\0' ? rule->id : rule->title;
}

static void write_others(job *j)
{
    ics_rule_cost others = {0};
    char name[64];
    if (j->shown == j->count)
        return;
    for (uint32_t i = j->shown; i < j->count; i++) {
        others.own += j->by[i].own;
        others.shared += j->by[i].shared;
        others.spent += j->by[i].spent;
    }
    snprintf(name, sizeof name, "(%u more rules: --all)", (unsigned)(j->count - j->shown));
    write_line(j, &others, name);
}

static void write_text(job *j)
{
    ics_write(&j->writer, j->told == ICS_COSTS_ALL ? "          cost       its own   part shared" : "");
    ics_write(&j->writer, j->told == ICS_COSTS_NOT ? "" : "    cost");
    ics_write(&j->writer, "    time  rule\n");
    for (uint32_t i = 0; i < j->shown; i++)
        write_line(j, &j->by[i], name_of(j, &j->by[i]));
    write_others(j);
    if (whole(&j->by[j->count]) > 0)
        write_line(j, &j->by[j->count], "(for no one rule)");
}

/* -- for programs -- */

static void write_share_field(job *j, const char *name, double share)
{
    ics_write_format(&j->writer, ", \"%s\": %.*f", name, j->told == ICS_COSTS_ALL ? 4 : 0, share);
}

static void write_entry(job *j, const ics_rule_cost *cost, bool is_rule)
{
    ics_writer *w = &j->writer;
    ics_write(w, "{\"rule\": ");
    ics_write_string(w, is_rule ? name_of(j, cost) : NULL);
    ics_write(w, ", \"title\": ");
    ics_write_string(w, is_rule ? j->program->rules[cost->rule].title : NULL);
    if (j->told == ICS_COSTS_ALL)
        ics_write_format(w, ", \"cost\": %" PRIu64 ", \"own\": %" PRIu64 ", \"shared\": %" PRIu64, whole(cost),
                         cost->own, cost->shared);
    else
        ics_write(w, ", \"cost\": null, \"own\": null, \"shared\": null");
    if (j->told == ICS_COSTS_NOT)
        ics_write(w, ", \"cost_percent\": null");
    else
        write_share_field(j, "cost_percent", percent((double)whole(cost), (double)j->announced));
    write_share_field(j, "time_percent", percent(cost->spent, j->spent));
    ics_write(w, "}");
}

static void write_json(job *j)
{
    ics_write(&j->writer, "[");
    for (uint32_t i = 0; i < j->shown; i++) {
        ics_write(&j->writer, "\n  ");
        write_entry(j, &j->by[i], true);
        ics_write(&j->writer, ",");
    }
    ics_write(&j->writer, "\n  ");
    write_entry(j, &j->by[j->count], false);
    ics_write(&j->writer, "]");
}

ics_status ics_costs_write(const ics_costs *costs, bool is_json, uint32_t most, FILE *out)
{
    if (!costs->program)
        return ICS_E_INPUT;
    job *j = calloc(1, sizeof *j);
    ics_rule_cost *by = calloc((size_t)costs->program->rule_count + 1, sizeof *by);
    ics_status status = j && by ? ics_costs_by_rule(costs, by) : ICS_E_NOMEM;
    if (status == ICS_OK) {
        j->program = costs->program;
        j->announced = costs->announced;
        j->told = ics_costs_tellable(costs);
        j->by = by;
        arrange(j);
        j->shown = j->count < most ? j->count : most;
        ics_writer_begin(&j->writer, out);
        (is_json ? write_json : write_text)(j);
        status = ics_writer_end(&j->writer);
    }
    free(by);
    free(j);
    return status;
}
