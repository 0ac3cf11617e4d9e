/* That a body has ended, and who came after it. */
#include "explain/life.h"

#include "explain/value.h"
#include "vm/life.h"

enum { SUCCESSORS_SAID = 8 };

/* "ICB QBB", or its name where it has no code. */
static const char *body_text(ics_arena *arena, const ics_run *run, uint32_t table, uint32_t row)
{
    const ics_dataset *dataset = run->dataset;
    const ics_table *of = &dataset->tables[table];
    const char *kind = run->program->model.entities[of->kind ? of->kind[row] : table].name;
    const char *code = ics_dataset_code(dataset, table, row);
    return ics_said(arena, "%s %s", kind, code[0] == '\0' ? ics_dataset_name(dataset, table, row) : code);
}

const char *ics_say_ended(ics_arena *arena, const ics_run *run, uint32_t table, uint32_t row)
{
    const int32_t ended = ics_life_ended(run, table, row);
    if (ended == ICS_NO_DAY)
        return "";
    char day[16];
    ics_day_format(ended, day);
    const char *text = ics_said(arena, "the body ended on %s", day);
    for (uint32_t i = 0; i < SUCCESSORS_SAID; i++) {
        const uint32_t heir = ics_life_successor(run, table, row, i);
        if (heir == ICS_NONE)
            break;
        text = ics_said(arena, "%s%s %s", text, i == 0 ? "; succeeded by" : ",", body_text(arena, run, table, heir));
    }
    return text;
}
