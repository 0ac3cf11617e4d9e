/* How a call of the program ends: messages, the document of a failure, and the exit status. */
#include "command.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int refuse(cli_command *command, const char *code, const char *help, const char *format, va_list args)
{
    char text[600];
    vsnprintf(text, sizeof text, format, args);
    ics_diags_add(command->diags, code, text, help);
    return CLI_REFUSED;
}

int cli_refuse(cli_command *command, const char *help, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    refuse(command, "E0801", help, format, args);
    va_end(args);
    return CLI_REFUSED;
}

int cli_refuse_as(cli_command *command, const char *code, const char *help, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    refuse(command, code, help, format, args);
    va_end(args);
    return CLI_REFUSED;
}

bool cli_has_colour(FILE *stream)
{
    const char *none = getenv("NO_COLOR"), *terminal = getenv("TERM");
    return (!none || none[0] == '\0') && isatty(fileno(stream)) && terminal && strcmp(terminal, "dumb") != 0;
}

static bool has_message(const cli_command *command, const char *code)
{
    for (size_t i = 0; i < ics_diags_count(command->diags); i++) {
        ics_message message;
        ics_diags_message(command->diags, i, &message);
        if (strcmp(message.code, code) == 0)
            return true;
    }
    return false;
}

int cli_status_of(cli_command *command, ics_status status)
{
    switch (status) {
    case ICS_OK:
        return CLI_OK;
    case ICS_E_NOMEM:
        ics_diags_add(command->diags, "E0005", "memory has run out", "give the program more, or judge less at a time");
        return CLI_MACHINE;
    case ICS_E_IO: /* an input that cannot be read is the caller's to mend, an output the machine's */
        return has_message(command, "E0802") ? CLI_MACHINE : CLI_REFUSED;
    case ICS_E_MODEL:
        if (ics_diags_error_count(command->diags) == 0)
            cli_refuse_as(command, "E0501", "compile the pack again", "pack and data are of different models");
        return CLI_REFUSED;
    default:
        return CLI_REFUSED;
    }
}

void cli_wrote(cli_command *command, ics_status status)
{
    const int error = errno;
    if (status == ICS_E_IO && command->write_error == 0)
        command->write_error = error != 0 ? error : EIO;
}

/* Whoever reads our output may stop reading; that is no failure, and nobody is there to be told. */
static int check_output(cli_command *command, int status)
{
    errno = 0;
    if (fflush(stdout) != 0 || ferror(stdout))
        cli_wrote(command, ICS_E_IO);
    if (command->write_error == 0 || command->write_error == EPIPE)
        return status;
    char text[200];
    snprintf(text, sizeof text, "standard output cannot be written: %s", strerror(command->write_error));
    ics_diags_add(command->diags, "E0802", text, NULL);
    return CLI_MACHINE;
}

void cli_tell(cli_command *command)
{
    ics_diags_print(command->diags, stderr, cli_has_colour(stderr));
    command->told_count = ics_diags_count(command->diags);
}

int cli_finish(cli_command *command, int status)
{
    const bool has_failed = status == CLI_REFUSED || status == CLI_MACHINE;
    if (has_failed && command->is_json && !command->has_reported)
        cli_wrote(command, ics_report_failure(command->diags, stdout));
    status = check_output(command, status);
    if (ics_diags_count(command->diags) > command->told_count)
        cli_tell(command);
    return status;
}
