/* Calendars: the days that working days leave out, and which of them a limit is counted by (docs/decisions.md, 34). */
#include "sema/context.h"

#include "model/key.h"

#include <stdlib.h>
#include <string.h>

static int by_day(const void *a, const void *b)
{
    const int32_t left = *(const int32_t *)a, right = *(const int32_t *)b;
    return (left > right) - (left < right);
}

static bool read_days(ics_sema *sema, const ics_node *days, ics_calendar *calendar)
{
    calendar->day_count = ics_node_length(days);
    calendar->days = ICS_ARENA_ARRAY(sema->arena, int32_t, (size_t)calendar->day_count + 1);
    for (uint32_t i = 0; i < calendar->day_count; i++) {
        const ics_node *day = days->child[i];
        if (!day || day->kind != ICS_NODE_DATE || day->first_day != day->last_day) {
            if (day && day->kind == ICS_NODE_DATE)
                ics_report(sema->diags, ICS_E0208, day->span, "a calendar leaves out days, each written whole");
            return false;
        }
        for (uint32_t k = 0; k < i; k++)
            if (calendar->days[k] == day->first_day) {
                ics_diag *diag = ics_report(sema->diags, ICS_E0208, day->span, "this day is left out twice");
                ics_diag_note(sema->diags, diag, days->child[k]->span, "the first time");
                return false;
            }
        calendar->days[i] = day->first_day;
    }
    return calendar->day_count > 0;
}

/* It speaks of whole years, from that of its first day to that of its last. */
static void set_years(ics_calendar *calendar)
{
    int year, month, day;
    qsort(calendar->days, calendar->day_count, sizeof *calendar->days, by_day);
    ics_day_to_civil(calendar->days[0], &year, &month, &day);
    ics_day_from_civil(year, 1, 1, &calendar->from);
    ics_day_to_civil(calendar->days[calendar->day_count - 1], &year, &month, &day);
    ics_day_from_civil(year, 12, 31, &calendar->to);
}

static void cite(ics_sema *sema, const ics_node *node, ics_calendar *calendar)
{
    const ics_node *heads = ics_slot(node, "heads");
    for (uint32_t i = 0; i < ics_node_length(heads); i++) {
        const ics_node *head = heads->child[i];
        ics_citation cited;
        if (!head || head->kind == ICS_NODE_ERROR)
            continue;
        if (head->kind != ICS_NODE_CITES)
            ics_report(sema->diags, ICS_E0208, head->span, "a calendar cites its source, and says nothing else here");
        else if (ics_cited(sema, ics_slot(head, "cite"), &cited)) {
            calendar->law = cited.source;
            calendar->place = cited.place;
        }
    }
}

static void declare_calendar(ics_sema *sema, const ics_node *node)
{
    const ics_node *title = ics_slot(node, "title");
    ics_calendar calendar = {
        .id = node->text, .title = title && title->text ? title->text : "", .law = ICS_NONE, .place = ""};
    if (!node->text)
        return;
    const ics_named *known = ics_named_find(sema->calendars, sema->calendar_count, node->text);
    if (known) {
        ics_diag *diag = ics_report(sema->diags, ICS_E0103, node->span, "calendar %s is already declared", node->text);
        ics_diag_note(sema->diags, diag, known->span, "first declared here");
        return;
    }
    cite(sema, node, &calendar);
    if (!read_days(sema, ics_slot(node, "days"), &calendar))
        return;
    set_years(&calendar);
    const ics_named named = {
        .name = calendar.id, .span = node->span, .file = sema->file, .id = (uint32_t)sema->out->calendar_count};
    ICS_PUSH(sema->arena, sema->out->calendars, sema->out->calendar_count, sema->out->calendar_room, calendar);
    ICS_PUSH(sema->arena, sema->calendars, sema->calendar_count, sema->calendar_room, named);
}

void ics_sema_declare_calendars(ics_sema *sema)
{
    for (sema->file = 0; sema->file < sema->syntax->file_count; sema->file++) {
        const ics_node *tree = sema->syntax->files[sema->file].tree;
        for (uint32_t i = 0; i < ics_node_length(tree); i++)
            if (tree->child[i] && tree->child[i]->kind == ICS_NODE_CALENDAR)
                declare_calendar(sema, tree->child[i]);
    }
}

/* -- which one */

static uint32_t named_calendar(ics_sema *sema, const ics_node *counted_by)
{
    const char **names = ICS_ARENA_ARRAY(sema->arena, const char *, sema->calendar_count + 1);
    const char *name = counted_by->text ? counted_by->text : "";
    for (size_t i = 0; i < sema->calendar_count; i++) {
        ics_named *one = &sema->calendars[i];
        names[i] = one->name;
        if (ics_key_equal(one->name, strlen(one->name), name, strlen(name)) && ics_sees(sema, one->file)) {
            one->is_used = true;
            sema->has_counted = true;
            return one->id;
        }
    }
    ics_diag *diag = ics_report(sema->diags, ICS_E0207, counted_by->span, "no calendar here is called %s", name);
    const char *near = ics_nearest(name, strlen(name), names, sema->calendar_count);
    if (near)
        ics_diag_help(sema->diags, diag, "did you mean '%s'?", near);
    else
        ics_diag_help(sema->diags, diag, "'use calendars' brings the bank holidays of England and Wales");
    return ICS_NONE;
}

uint32_t ics_calendar_here(ics_sema *sema, ics_span span)
{
    if (sema->counted_by)
        return named_calendar(sema, sema->counted_by);
    ics_named *found = NULL, *other = NULL;
    for (size_t i = 0; i < sema->calendar_count; i++)
        if (ics_sees(sema, sema->calendars[i].file)) {
            other = found;
            found = &sema->calendars[i];
        }
    if (found && !other) {
        found->is_used = true;
        return found->id;
    }
    ics_diag *diag = ics_report(sema->diags, ICS_E0207, span, "working days are those of a calendar, and %s",
                                found ? "there are several here" : "there is none here");
    if (found)
        ics_diag_help(sema->diags, diag, "write 'counted by %s' behind the limit", found->name);
    else
        ics_diag_help(sema->diags, diag, "'use calendars' brings the bank holidays of England and Wales");
    return ICS_NONE;
}
