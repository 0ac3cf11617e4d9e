/* Choosing the form of a report, and what all forms say alike. */
#include "report/report.h"

#include "explain/explain.h"

#include <stdlib.h>
#include <string.h>

bool ics_report_hides(const ics_report_job *job, const ics_result *result)
{
    return result->is_special && !job->options->records;
}

typedef size_t path_fn(const ics_run *run, size_t index, char *buffer, size_t size);

static ics_status write_path(ics_report_job *job, size_t index, bool is_json, path_fn *path_of)
{
    char near[512], *path = near;
    const size_t length = path_of(job->run, index, near, sizeof near);
    if (length >= sizeof near) {
        path = malloc(length + 1);
        if (!path)
            return ICS_E_NOMEM;
        path_of(job->run, index, path, length + 1);
    }
    if (is_json)
        ics_write_string(&job->writer, path);
    else
        ics_write_plain(&job->writer, path);
    if (path != near)
        free(path);
    return ICS_OK;
}

ics_status ics_report_path(ics_report_job *job, size_t index, bool is_json)
{
    return write_path(job, index, is_json, ics_run_path);
}

ics_status ics_report_event_path(ics_report_job *job, size_t index)
{
    return write_path(job, index, true, ics_run_event_path);
}

static size_t write_words(ics_report_job *job, const char *before, const char *words)
{
    ics_write(&job->writer, before);
    ics_write_plain(&job->writer, words);
    return strlen(before) + strlen(words);
}

static size_t write_event(ics_report_job *job, const ics_result *result)
{
    char day[16];
    size_t columns = write_words(job, ", for ", result->event_type);
    if (result->event_code[0] != '\0')
        columns += write_words(job, " ", result->event_code);
    if (result->event_day == ICS_NO_DAY || result->is_special)
        return columns;
    ics_day_format(result->event_day, day);
    return columns + write_words(job, " of ", day);
}

size_t ics_report_marks(ics_report_job *job, const ics_result *result)
{
    size_t columns = 0;
    if (result->period[0] != '\0')
        columns += write_words(job, ", for ", result->period);
    if (result->event_type[0] != '\0')
        columns += write_event(job, result);
    if (result->inherited_type[0] != '\0') {
        columns += write_words(job, ", inherited from ", result->inherited_type);
        columns += write_words(job, " ", result->inherited_code);
    }
    return columns;
}

size_t ics_report_details(const ics_result *result, const ics_explanation *explanation,
                          const char *details[ICS_REPORT_DETAILS])
{
    size_t count = 0;
    if (result->outcome == ICS_MET && result->is_in_time && result->due != ICS_NO_DAY && !result->is_limit_lifted)
        details[count++] = "in time";
    if (result->is_limit_lifted)
        details[count++] = "limit lifted";
    if (result->outcome == ICS_DEPARTED)
        details[count++] = "no reason"; /* the data has no place for reasons yet, so none is ever given */
    if (result->is_past_standard)
        details[count++] = "past local standard";
    if (explanation ? explanation->is_assumed : result->is_assumed) /* which facts decided is known once it is told */
        details[count++] = "assumed";
    if (result->is_on_statement || (explanation && explanation->is_on_statement_only))
        details[count++] = "on statement only";
    if (result->is_on_paper)
        details[count++] = "on paper";
    if (result->is_stale || (explanation && explanation->is_stale))
        details[count++] = "stale";
    if (result->is_contradicted || (explanation && explanation->is_contradicted))
        details[count++] = "contradicted";
    if (result->is_promptness_unjudged)
        details[count++] = "promptness not judged";
    if (result->is_burden_on_body)
        details[count++] = "burden on the body";
    if (result->is_waiver_expired)
        details[count++] = "waiver expired";
    if (result->is_against_attestation)
        details[count++] = "against attestation";
    return count;
}

ics_status ics_report_write(const ics_run *run, const ics_report_options *options, const ics_diags *diags, FILE *out)
{
    static const ics_report_options plain;
    if (ics_run_evaluation(run)->unshown && options && options->format != ICS_FORMAT_TEXT)
        return ICS_E_INPUT;
    ics_report_job *job = calloc(1, sizeof *job);
    if (!job)
        return ICS_E_NOMEM;
    job->run = run;
    job->options = options ? options : &plain;
    job->diags = diags;
    ics_writer_begin(&job->writer, out);
    ics_status status = job->options->records ? ICS_OK : ics_groups_make(&job->groups, run);
    if (status == ICS_OK)
        status = job->options->format == ICS_FORMAT_TEXT ? ics_report_text(job) : ics_report_json(job);
    const ics_status written = ics_writer_end(&job->writer);
    ics_explanation_free(job->explanation);
    ics_groups_free(&job->groups);
    free(job);
    return status == ICS_OK ? written : status;
}
