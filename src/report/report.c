/* Choosing the form of a report, and what all forms say alike. */
#include "report/report.h"

#include "explain/explain.h"

#include <stdlib.h>

bool ics_report_hides(const ics_report_job *job, const ics_result *result)
{
    return result->is_special && !job->options->records;
}

ics_status ics_report_path(ics_report_job *job, size_t index, bool is_json)
{
    char near[512], *path = near;
    const size_t length = ics_run_path(job->run, index, near, sizeof near);
    if (length >= sizeof near) {
        path = malloc(length + 1);
        if (!path)
            return ICS_E_NOMEM;
        ics_run_path(job->run, index, path, length + 1);
    }
    if (is_json)
        ics_write_string(&job->writer, path);
    else
        ics_write_plain(&job->writer, path);
    if (path != near)
        free(path);
    return ICS_OK;
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
    if (explanation && explanation->is_assumed)
        details[count++] = "assumed";
    if (explanation && explanation->is_on_statement_only)
        details[count++] = "on statement only";
    if (explanation && explanation->is_stale)
        details[count++] = "stale";
    if (explanation && explanation->is_contradicted)
        details[count++] = "contradicted";
    return count;
}

ics_status ics_report_write(const ics_run *run, const ics_report_options *options, const ics_diags *diags, FILE *out)
{
    static const ics_report_options plain;
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
    ics_groups_free(&job->groups);
    free(job);
    return status == ICS_OK ? written : status;
}
