/* The exit status of a run, and what --fail-on says about it. */
#include "command.h"

#include <string.h>

#define STATE(name) (UINT32_C(1) << ICS_##name)

static const struct {
    const char *word;
    cli_fail_on adds;
} fail_words[] = {
    {"not-met", {.breaches = STATE(NOT_MET)}},
    {"own-rule", {.own_rules = true}},
    {"done-late", {.breaches = STATE(DONE_LATE)}},
    {"departed", {.breaches = STATE(DEPARTED)}},
    {"open", {.breaches = STATE(OPEN)}},
    {"unanswered", {.breaches = STATE(UNANSWERED)}},
    {"expired-waiver", {.expired_waivers = true}},
    {"unknown", {.unknowns = true}},
    {"never", {.never = true}},
};
enum { FAIL_WORD_COUNT = sizeof fail_words / sizeof *fail_words };

static bool add_word(cli_fail_on *out, const char *word, size_t length)
{
    for (size_t i = 0; i < FAIL_WORD_COUNT; i++)
        if (strlen(fail_words[i].word) == length && memcmp(fail_words[i].word, word, length) == 0) {
            out->breaches |= fail_words[i].adds.breaches;
            out->own_rules |= fail_words[i].adds.own_rules;
            out->expired_waivers |= fail_words[i].adds.expired_waivers;
            out->unknowns |= fail_words[i].adds.unknowns;
            out->never |= fail_words[i].adds.never;
            return true;
        }
    return false;
}

bool cli_fail_on_read(cli_command *command, cli_fail_on *out)
{
    const char *list = command->values[CLI_FAIL_ON];
    *out = (cli_fail_on){.breaches = STATE(NOT_MET), .unknowns = true};
    if (!list)
        return true;
    *out = (cli_fail_on){0};
    for (const char *word = list;; word++) {
        const size_t length = strcspn(word, ",");
        if (!add_word(out, word, length)) {
            cli_refuse(command,
                       "it takes not-met, own-rule, done-late, departed, open, unanswered, expired-waiver, unknown, "
                       "parted by commas, or never",
                       "--fail-on does not know '%.*s'", (int)(length < 100 ? length : 100), word);
            return false;
        }
        word += length;
        if (*word == '\0')
            return true;
    }
}

static bool own_rule_is_breached(const ics_run *run, const ics_program *program)
{
    for (size_t i = 0; i < ics_run_length(run); i++) {
        ics_result result;
        ics_rule_info rule;
        ics_run_result(run, i, &result);
        if (result.outcome != ICS_NOT_MET)
            continue;
        ics_program_version(program, result.rule, result.version, &rule);
        if (strcmp(rule.force, "own rule") == 0)
            return true;
    }
    return false;
}

static bool waiver_has_expired(const ics_run *run)
{
    bool has_expired = false;
    for (size_t i = 0; i < ics_run_length(run) && !has_expired; i++) {
        ics_result result;
        ics_run_result(run, i, &result);
        has_expired = result.is_waiver_expired;
    }
    return has_expired;
}

int cli_status_of_run(const ics_run *run, const ics_program *program, const cli_fail_on *fail_on)
{
    if (fail_on->never)
        return CLI_OK;
    if (ics_run_count(run, ICS_ERROR) > 0)
        return CLI_ERRORS;
    for (int state = 0; state < ICS_OUTCOME_COUNT; state++)
        if ((fail_on->breaches >> state & 1) && ics_run_count(run, (ics_outcome)state) > 0)
            return CLI_BREACHED;
    if (fail_on->own_rules && own_rule_is_breached(run, program))
        return CLI_BREACHED;
    if (fail_on->expired_waivers && waiver_has_expired(run))
        return CLI_BREACHED;
    if (fail_on->unknowns && (ics_run_count(run, ICS_UNKNOWN) > 0 || ics_run_count(run, ICS_LAW_UNCLEAR) > 0))
        return CLI_UNKNOWN;
    return CLI_OK;
}
