/* Outcomes in the words in which tests expect them, so that what was found can be compared, and copied, by eye. */
#include "trial/trial.h"

#include "explain/explain.h"
#include "report/report.h"

#include <string.h>

bool ics_need_read(ics_need_path *out, const char *path, ics_arena *arena)
{
    char *text = ics_arena_text(arena, path, strlen(path));
    out->count = 0;
    if (!text)
        return false;
    for (char *end = text + strlen(text); end > text && out->count < sizeof out->steps / sizeof *out->steps;) {
        char *begin = end;
        uint32_t brackets = 0; /* a code between them may hold dots */
        while (begin > text && (brackets > 0 || begin[-1] != '.')) {
            begin--;
            brackets += *begin == ']';
            brackets -= *begin == '[' && brackets > 0;
        }
        *end = '\0';
        begin[strcspn(begin, "[")] = '\0';
        out->steps[out->count++] = begin;
        end = begin > text ? begin - 1 : text;
    }
    return true;
}

static void say_days(FILE *out, int32_t days, const char *after)
{
    fprintf(out, ", %d day%s%s", (int)days, days == 1 ? "" : "s", after);
}

/* "needing posts": each attribute once. */
static void say_needs(FILE *out, const ics_explanation *explanation)
{
    for (size_t i = 0; i < explanation->need_count; i++) {
        bool is_said = false;
        for (size_t k = 0; k < i; k++)
            is_said = is_said || strcmp(explanation->needs[k].attribute, explanation->needs[i].attribute) == 0;
        if (!is_said)
            fprintf(out, ", needing %s", explanation->needs[i].attribute);
    }
}

void ics_say_outcome(FILE *out, const ics_result *result, const ics_explanation *explanation)
{
    char day[16];
    fputs(ics_outcome_name(result->outcome), out);
    if (result->is_limit_lifted)
        fputs(", limit lifted", out);
    if (result->outcome == ICS_DEPARTED)
        fputs(", no reason", out); /* the data has no place for reasons yet, so none is ever given */
    if (result->outcome == ICS_NOT_YET_DUE && result->due != ICS_NO_DAY) {
        ics_day_format(result->due, day);
        fprintf(out, ", by %s", day);
    } else if (result->days != ICS_NO_DAY && result->outcome == ICS_NOT_MET) {
        say_days(out, result->days, " overdue");
    } else if (result->days != ICS_NO_DAY) {
        say_days(out, result->days, "");
    }
    if (explanation && (result->outcome == ICS_UNKNOWN || result->outcome == ICS_LAW_UNCLEAR))
        say_needs(out, explanation);
}
