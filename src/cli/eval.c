/* icsrules eval: judge, report, and say by the exit status what it came to. */
#include "session.h"

#include <errno.h>
#include <string.h>
#include <sys/resource.h>

static int read_report_options(cli_command *command, ics_report_options *out)
{
    const char *format = command->values[CLI_FORMAT];
    *out = (ics_report_options){.records = command->values[CLI_RECORDS] != NULL, .colour = cli_has_colour(stdout)};
    if (!format || strcmp(format, "text") == 0)
        out->format = ICS_FORMAT_TEXT;
    else if (strcmp(format, "json") == 0)
        out->format = ICS_FORMAT_JSON;
    else if (strcmp(format, "ndjson") == 0)
        out->format = ICS_FORMAT_NDJSON;
    else
        return cli_refuse(command, "it takes text, json or ndjson", "--format does not know '%.100s'", format);
    const char *stats = command->values[CLI_STATS];
    if (stats && strcmp(stats, "json") != 0 && strcmp(stats, "text") != 0)
        return cli_refuse(command, "write --stats or --stats=json", "--stats does not know '%.100s'", stats);
    return CLI_OK;
}

static void print_stats(const cli_session *session, const char *form, const char *jobs, double report_ms,
                        double total_ms)
{
    struct rusage usage = {0};
    getrusage(RUSAGE_SELF, &usage);
    const char *line = strcmp(form, "json") == 0
                           ? "{\"records\": %llu, \"load_ms\": %.3f, \"judge_ms\": %.3f, \"report_ms\": %.3f, "
                             "\"total_ms\": %.3f, \"peak_rss_kib\": %ld, \"jobs\": %s}\n"
                           : "%llu records: loaded in %.1f ms, judged in %.1f ms, reported in %.1f ms, %.1f ms in all; "
                             "%ld KiB at most, %s job(s)\n";
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    fprintf(stderr, line, (unsigned long long)ics_dataset_record_count(session->dataset), session->load_ms,
            session->judge_ms, report_ms + session->keep_ms, total_ms, usage.ru_maxrss, jobs ? jobs : "1");
#pragma GCC diagnostic pop
}

int cli_eval(cli_command *command)
{
    const double begun = cli_clock_ms();
    cli_session session = {0};
    ics_report_options options;
    cli_fail_on fail_on;
    int status = read_report_options(command, &options);
    if (status == CLI_OK && !cli_fail_on_read(command, &fail_on))
        status = CLI_REFUSED;
    session.may_stream = options.format == ICS_FORMAT_TEXT && !command->values[CLI_BATCH_LANES];
    if (status == CLI_OK)
        status = cli_session_judge(&session, command, command->arguments, command->argument_count);
    if (status == CLI_OK) {
        const double judged = cli_clock_ms();
        cli_tell(command);
        errno = 0;
        const ics_status written = ics_report_write(session.run, &options, command->diags, stdout);
        cli_wrote(command, written);
        command->has_reported = true;
        status = written == ICS_OK || written == ICS_E_IO ? cli_status_of_run(session.run, session.program, &fail_on)
                                                          : cli_status_of(command, written);
        if (command->values[CLI_STATS])
            print_stats(&session, command->values[CLI_STATS], command->values[CLI_JOBS], cli_clock_ms() - judged,
                        cli_clock_ms() - begun);
    }
    status = cli_finish(command, status);
    cli_session_end(&session);
    return status;
}
