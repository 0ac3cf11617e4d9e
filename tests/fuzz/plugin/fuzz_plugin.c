/*
 * A libFuzzer target: the bytes are what a worker left in its area of answers. They are read as terms, each stated
 * signature is parsed, and they are taken as the answers of a call whose type the first byte chooses. Whatever they
 * are, an answer that is taken is one of its type.
 */
#include "base/date.h"
#include "plugin/call.h"
#include "plugin/terms.h"

#include <stdlib.h>
#include <string.h>

enum { LANES = 48, FAILED = 3, VALUE = 1 };

static const char *values[] = {"primary care", "police", "housing"};
static const char *roles[] = {"chief nurse", "council leader"};
static ics_enum enums[] = {{"document kind", 0, 0}, {"sector", 0, 3}};

static const ics_program *program(void)
{
    static ics_program made;
    made.model.values = values;
    made.model.value_count = 3;
    made.model.roles = roles;
    made.model.role_count = 2;
    made.model.enums = enums;
    made.model.enum_count = 2;
    return &made;
}

static void read_terms(const void *reply)
{
    ics_arena arena = {0};
    ics_plugin_terms terms;
    if (ics_terms_read(&terms, reply, &arena) == NULL)
        for (uint32_t i = 0; i < terms.function_count; i++) {
            ics_plugin_signature signature;
            (void)ics_plugin_signature_parse(&signature, &program()->model, terms.functions[i].signature);
            if (ics_terms_find(&terms, terms.functions[i].name) > i)
                abort();
        }
    ics_arena_free(&arena);
}

static bool is_of_type(ics_plugin_type type, const ics_plugin_answer *answer)
{
    if (answer->state > FAILED || (answer->state != VALUE && answer->of != 1))
        return false;
    if (answer->state != VALUE)
        return true;
    switch (type) {
    case ICS_PLUGIN_SHARE:
        return answer->of > 0 && answer->value >= 0 && answer->value <= answer->of;
    case ICS_PLUGIN_YESNO:
        return answer->value == 0 || answer->value == 1;
    case ICS_PLUGIN_DATE:
        return answer->value >= ICS_DAY_MIN && answer->value <= ICS_DAY_MAX;
    case ICS_PLUGIN_ROLE:
        return answer->value >= 0 && answer->value < 2;
    case ICS_PLUGIN_CHOICE:
        return answer->value >= 0 && answer->value < 3;
    default:
        return answer->of == 1;
    }
}

static void take_answers(ics_plugin_type type, void *request, void *reply)
{
    static ics_plugin_scratch scratch;
    static const int64_t numbers[LANES] = {0, ICS_DECIMAL_ONE, ICS_DECIMAL_ONE / 2};
    const void *const arguments[] = {numbers};
    const ics_plugin_function function = {
        .name = "fuzz.f",
        .signature = {.result = {type, 1}, .parameters = {{ICS_PLUGIN_COUNT, ICS_NONE}}, .parameter_count = 1}};
    ics_plugin_answer answers[LANES];
    ics_plugin_call call = {.function = &function,
                            .program = program(),
                            .arguments = arguments,
                            .answers = answers,
                            .request = request,
                            .reply = reply,
                            .is_shared = true,
                            .scratch = &scratch};
    char said[ICS_CAUSE_BYTES];
    if (ics_plugin_pack(&call, 0, LANES) != LANES || call.row_count != LANES - 1)
        abort();
    ics_plugin_copy_results(&call);
    for (uint32_t row = ics_plugin_take(&call, 0, said); row < call.row_count;
         row = ics_plugin_take(&call, row + 1, said))
        if (memchr(said, '\0', sizeof said) == NULL)
            abort();
    for (uint32_t lane = 0; lane < LANES; lane++)
        if (!is_of_type(type, &answers[lane]))
            abort();
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size);
int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size)
{
    static unsigned char *request, *reply;
    if (request == NULL)
        request = calloc(1, ICS_REQUEST_BYTES);
    if (reply == NULL)
        reply = calloc(1, ICS_REPLY_BYTES);
    if (request == NULL || reply == NULL || size == 0)
        return 0;
    const ics_plugin_type types[] = {ICS_PLUGIN_COUNT, ICS_PLUGIN_NUMBER, ICS_PLUGIN_SHARE, ICS_PLUGIN_YESNO,
                                     ICS_PLUGIN_DATE,  ICS_PLUGIN_ROLE,   ICS_PLUGIN_CHOICE};
    const ics_plugin_type type = types[bytes[0] % (sizeof types / sizeof types[0])];
    const size_t most = ICS_EXCHANGE_COLUMN, used = size - 1 < most ? size - 1 : most;
    memset(reply, 0, sizeof(ics_plugin_reply));
    memcpy(reply + ICS_EXCHANGE_HEAD, bytes + 1, used);
    memcpy(reply + ICS_REPLY_TEXTS, bytes + 1, used); /* texts that offsets may find */
    ((ics_plugin_reply *)reply)->size = (uint32_t)used;
    read_terms(reply);
    take_answers(type, request, reply);
    memset(reply + ICS_EXCHANGE_HEAD, 0, used);
    memset(reply + ICS_REPLY_TEXTS, 0, used);
    return 0;
}
