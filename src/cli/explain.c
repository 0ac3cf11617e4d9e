/* icsrules explain RULE SUBJECT: the why of one outcome; icsrules explain CODE: what a message means. */
#define _XOPEN_SOURCE 700
#include "page.h"
#include "session.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Whether the words name the subject of an outcome: by code, by name, or by its path in the data. */
static bool is_subject(const ics_run *run, size_t index, const ics_result *result, const char *words)
{
    char path[1024];
    if (strcasecmp(result->subject_code, words) == 0)
        return true;
    if (!result->is_special && strcasecmp(result->subject_name, words) == 0)
        return true;
    return ics_run_path(run, index, path, sizeof path) < sizeof path && strcmp(path, words) == 0;
}

/* Whether it is the outcome of the period or event that --for names: by its label, or by its first day or its day. */
static bool is_for(const ics_result *result, const char *words)
{
    int32_t day = ICS_NO_DAY;
    if (!words || strcmp(result->period, words) == 0)
        return true;
    return ics_day_read(words, &day) && (result->period_from == day || result->event_day == day);
}

static int refuse_subject(cli_command *command, const cli_session *session, uint32_t rule)
{
    const char *candidates[1000];
    size_t count = 0;
    for (size_t i = 0; i < ics_run_length(session->run) && count + 2 <= sizeof candidates / sizeof *candidates; i++) {
        ics_result result;
        ics_run_result(session->run, i, &result);
        if (result.rule != rule || result.is_special)
            continue;
        if (result.subject_code[0] != '\0')
            candidates[count++] = result.subject_code;
        if (result.subject_name[0] != '\0')
            candidates[count++] = result.subject_name;
    }
    char help[300];
    if (command->values[CLI_FOR])
        return cli_refuse_as(command, "E0804", "without --for, explain tells all outcomes of the subject",
                             "the rule %.100s has no outcome for '%.200s' and %.100s", command->arguments[0],
                             command->arguments[1], command->values[CLI_FOR]);
    const char *nearest = ics_word_nearest(command->arguments[1], candidates, count);
    if (nearest)
        snprintf(help, sizeof help, "did you mean '%.200s'?", nearest);
    else
        snprintf(help, sizeof help, "name a subject by its code, its name or its path in the data");
    return cli_refuse_as(command, "E0804", help, "the rule %.100s judges no subject '%.200s'", command->arguments[0],
                         command->arguments[1]);
}

static int find_rule(cli_command *command, const cli_session *session, uint32_t *rule_out)
{
    const char *nearest = NULL;
    char help[300] = "icsrules inspect lists the rules of a pack";
    *rule_out = ics_program_find_rule(session->program, command->arguments[0], &nearest);
    if (*rule_out != UINT32_MAX)
        return CLI_OK;
    if (nearest)
        snprintf(help, sizeof help, "did you mean %.200s?", nearest);
    return cli_refuse_as(command, "E0804", help, "the pack has no rule '%.200s'", command->arguments[0]);
}

static int explain(cli_command *command, const cli_session *session)
{
    const ics_report_options options = {.records = command->values[CLI_RECORDS] != NULL};
    uint32_t rule = 0;
    bool is_found = false;
    int status = find_rule(command, session, &rule);
    for (size_t i = 0; i < ics_run_length(session->run) && status == CLI_OK; i++) {
        ics_result result;
        ics_run_result(session->run, i, &result);
        if (result.rule != rule || !is_subject(session->run, i, &result, command->arguments[1]) ||
            !is_for(&result, command->values[CLI_FOR]))
            continue;
        if (result.is_special && !options.records)
            return cli_refuse_as(command, "E0804", "--records shows single records, by their references",
                                 "what is judged of '%.200s' is of single records of a special category",
                                 command->arguments[1]);
        if (is_found)
            putchar('\n');
        is_found = true;
        errno = 0;
        const ics_status written = ics_report_explanation(session->run, i, &options, stdout);
        cli_wrote(command, written);
        status = written == ICS_E_IO ? CLI_OK : cli_status_of(command, written);
    }
    return status == CLI_OK && !is_found ? refuse_subject(command, session, rule) : status;
}

/* What a message means, from the pages that the program carries. */
static int explain_code(cli_command *command, const char *code)
{
    const cli_page *page = cli_page_find(code);
    if (!page) {
        char help[80] = "";
        const cli_page *nearest = cli_page_nearest(code);
        if (nearest)
            snprintf(help, sizeof help, "did you mean icsrules explain %s?", nearest->code);
        return cli_refuse_as(command, "E0804", help, "no message has the code %.20s", code);
    }
    errno = 0;
    cli_page_write(page, stdout);
    if (fflush(stdout) != 0 || ferror(stdout))
        cli_wrote(command, ICS_E_IO);
    return CLI_OK;
}

int cli_explain(cli_command *command)
{
    cli_session session = {0};
    int status = CLI_OK;
    if (command->argument_count == 1 && cli_page_is_code(command->arguments[0]))
        return cli_finish(command, explain_code(command, command->arguments[0]));
    if (command->argument_count < 2)
        status = cli_refuse(command, "icsrules explain RULE SUBJECT [PACK] [DATA...], or icsrules explain E0104",
                            "explain takes a rule and a subject, or the code of a message");
    if (status == CLI_OK)
        status = cli_session_judge(&session, command, command->arguments + 2, command->argument_count - 2);
    if (status == CLI_OK)
        status = explain(command, &session);
    status = cli_finish(command, status);
    cli_session_end(&session);
    return status;
}
