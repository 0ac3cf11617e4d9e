/*
 * From the port's arrays to a plugin's own types, through libffi, and back. libffi calls what it is told and cannot
 * know that a signature is wrong, so signatures are compared long before; answers are copied, then checked, then used.
 */
#include "plugin/call.h"

#include "base/file.h"
#include "base/limits.h"
#include "plugin/say.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { STATE_UNKNOWN, STATE_VALUE, STATE_ABSENT, STATE_FAILED };

/* Structures of one and two 64-bit numbers. Size and alignment are given, so libffi writes nothing here. */
static ffi_type *number_elements[] = {&ffi_type_sint64, NULL};
static ffi_type number_type = {8, 8, FFI_TYPE_STRUCT, number_elements};
static ffi_type *share_elements[] = {&ffi_type_sint64, &ffi_type_sint64, NULL};
static ffi_type share_type = {16, 8, FFI_TYPE_STRUCT, share_elements};

static const struct native {
    size_t size;
    ffi_type *type;
} natives[ICS_PLUGIN_TYPE_COUNT] = {
    [ICS_PLUGIN_COUNT] = {sizeof(ics_count), &ffi_type_sint64},
    [ICS_PLUGIN_NUMBER] = {sizeof(ics_number), &number_type},
    [ICS_PLUGIN_MONEY] = {sizeof(ics_number), &number_type},
    [ICS_PLUGIN_PEOPLE] = {sizeof(ics_count), &ffi_type_sint64},
    [ICS_PLUGIN_SHARE] = {sizeof(ics_share), &share_type},
    [ICS_PLUGIN_YESNO] = {sizeof(ics_yesno), &ffi_type_sint32},
    [ICS_PLUGIN_DATE] = {sizeof(ics_date), &ffi_type_sint32},
    [ICS_PLUGIN_TEXT] = {sizeof(ics_text), &ffi_type_pointer},
    [ICS_PLUGIN_ROLE] = {sizeof(ics_text), &ffi_type_pointer},
    [ICS_PLUGIN_CHOICE] = {sizeof(ics_choice), &ffi_type_uint32},
};

bool ics_plugin_function_prepare(ics_plugin_function *function)
{
    static_assert(sizeof(size_t) == sizeof(uint64_t), "a batch's length crosses as 64 bits");
    const ics_plugin_signature *signature = &function->signature;
    unsigned count = 0;
    if (function->stated->form == ICS_FORM_LANE) {
        for (; count < signature->parameter_count; count++)
            function->types[count] = natives[signature->parameters[count].type].type;
        return ffi_prep_cif(&function->cif, FFI_DEFAULT_ABI, count, natives[signature->result.type].type,
                            function->types) == FFI_OK;
    }
    function->types[count++] = &ffi_type_uint64;
    while (count < signature->parameter_count + 2)
        function->types[count++] = &ffi_type_pointer;
    return ffi_prep_cif(&function->cif, FFI_DEFAULT_ABI, count, &ffi_type_void, function->types) == FFI_OK;
}

bool ics_plugin_scratch_make(ics_plugin_scratch *scratch, ics_arena *arena)
{
    bool made = true;
    for (size_t i = 0; i < ICS_PLUGIN_PARAMETERS; i++) {
        scratch->arguments[i] =
            ics_arena_array(arena, ICS_BATCH_LANES, sizeof(ics_plugin_value), _Alignof(ics_plugin_value));
        made = made && scratch->arguments[i] != NULL;
    }
    scratch->results = ics_arena_array(arena, ICS_BATCH_LANES, sizeof(ics_plugin_value), _Alignof(ics_plugin_value));
    scratch->lanes = ICS_ARENA_ARRAY(arena, uint32_t, ICS_BATCH_LANES);
    return made && scratch->results != NULL && scratch->lanes != NULL;
}

/* What one call needs, so that the steps below need not pass eight arguments on. */
typedef struct call {
    const ics_plugin_function *function;
    const ics_program *program;
    const ics_dataset *dataset;
    ics_plugin_scratch *scratch;
} call;

/* The first cause of a call is kept: the others are of its kind or come after it. Always false. */
static bool fault(const call *c, const char *format, ...) __attribute__((format(printf, 2, 3)));
static bool fault(const call *c, const char *format, ...)
{
    char *cause = c->scratch->cause;
    if (cause[0] != '\0')
        return false;
    const size_t room = sizeof c->scratch->cause;
    const int head = snprintf(cause, room, "%s: ", c->function->name);
    va_list arguments;
    va_start(arguments, format);
    if (head > 0 && (size_t)head < room)
        vsnprintf(cause + head, room - (size_t)head, format, arguments);
    va_end(arguments);
    return false;
}

static bool whole_argument(const call *c, uint32_t parameter, int64_t millionths, ics_count *out)
{
    if (millionths % ICS_DECIMAL_ONE == 0) {
        *out = millionths / ICS_DECIMAL_ONE;
        return true;
    }
    char text[32];
    ics_decimal_format(millionths, text);
    return fault(c, "argument %u is %s, and a count is whole", parameter + 1, text);
}

static bool choice_argument(const call *c, uint32_t parameter, uint32_t id, ics_choice *out)
{
    const ics_enum *choices = &c->program->model.enums[c->function->signature.parameters[parameter].enumeration];
    *out = id - choices->first_value;
    return *out < choices->value_count || fault(c, "argument %u is not a value of %s", parameter + 1, choices->name);
}

/* One argument of one lane in the plugin's type. False (with a cause) where it does not fit. */
static bool argument_value(const call *c, uint32_t parameter, const void *values, uint32_t lane, ics_plugin_value *out)
{
    switch (c->function->signature.parameters[parameter].type) {
    case ICS_PLUGIN_COUNT:
    case ICS_PLUGIN_PEOPLE:
        return whole_argument(c, parameter, ((const int64_t *)values)[lane], &out->count);
    case ICS_PLUGIN_NUMBER:
    case ICS_PLUGIN_MONEY:
        out->number = ics_number_of_millionths(((const int64_t *)values)[lane]);
        return true;
    case ICS_PLUGIN_SHARE:
        out->share = ics_share_of(((const int64_t *)values)[lane], ICS_DECIMAL_ONE);
        return true;
    case ICS_PLUGIN_YESNO:
        out->yesno = ((const uint8_t *)values)[lane];
        return true;
    case ICS_PLUGIN_DATE:
        out->date = ((const int32_t *)values)[lane];
        return true;
    case ICS_PLUGIN_TEXT:
        out->text = ics_intern_text(c->dataset->texts, ((const uint32_t *)values)[lane], NULL);
        return true;
    case ICS_PLUGIN_ROLE: {
        const uint32_t role = ((const uint32_t *)values)[lane];
        out->text = role < c->program->model.role_count ? c->program->model.roles[role] : NULL;
        return out->text != NULL || fault(c, "argument %u is not a role", parameter + 1);
    }
    case ICS_PLUGIN_CHOICE:
        return choice_argument(c, parameter, ((const uint32_t *)values)[lane], &out->choice);
    case ICS_PLUGIN_TYPE_COUNT:
        break;
    }
    return false;
}

/* Packs the arguments of lanes [first, first + count) whose values fit. @return how many rows. */
static uint32_t pack(const call *c, uint32_t first, uint32_t count, const void *const *arguments,
                     ics_plugin_answer *answers)
{
    const ics_plugin_signature *signature = &c->function->signature;
    uint32_t rows = 0;
    for (uint32_t lane = first; lane < first + count; lane++) {
        bool fits = true;
        for (uint32_t p = 0; p < signature->parameter_count && fits; p++) {
            const size_t size = natives[signature->parameters[p].type].size;
            ics_plugin_value value = {0};
            fits = argument_value(c, p, arguments[p], lane, &value);
            memcpy(c->scratch->arguments[p] + rows * size, &value, size);
        }
        answers[lane] = (ics_plugin_answer){.of = 1, .state = STATE_FAILED};
        if (fits)
            c->scratch->lanes[rows++] = lane;
    }
    return rows;
}

static void call_batch(const call *c, uint32_t rows)
{
    const uint32_t count = c->function->signature.parameter_count;
    uint64_t length = rows;
    void *pointers[ICS_PLUGIN_PARAMETERS + 1];
    void *values[ICS_PLUGIN_PARAMETERS + 2];
    values[0] = &length;
    for (uint32_t p = 0; p <= count; p++) {
        pointers[p] = p < count ? c->scratch->arguments[p] : c->scratch->results;
        values[p + 1] = &pointers[p];
    }
    ffi_cif cif = c->function->cif; /* ffi_call takes it without const */
    ffi_call(&cif, FFI_FN(c->function->stated->code), NULL, values);
}

static void call_lane(const call *c, uint32_t row)
{
    const ics_plugin_signature *signature = &c->function->signature;
    const ics_plugin_type type = signature->result.type;
    void *values[ICS_PLUGIN_PARAMETERS];
    for (uint32_t p = 0; p < signature->parameter_count; p++)
        values[p] = c->scratch->arguments[p] + row * natives[signature->parameters[p].type].size;
    union {
        ics_plugin_value value;
        ffi_arg widened; /* libffi widens numbers shorter than this */
    } result = {.value = {0}};
    ffi_cif cif = c->function->cif;
    ffi_call(&cif, FFI_FN(c->function->stated->code), &result, values);
    if (type == ICS_PLUGIN_YESNO || type == ICS_PLUGIN_DATE)
        result.value.date = (int32_t)result.widened;
    else if (type == ICS_PLUGIN_CHOICE)
        result.value.choice = (uint32_t)result.widened;
    memcpy(c->scratch->results + row * natives[type].size, &result.value, natives[type].size);
}

static void answer_value(ics_plugin_answer *answer, int64_t value)
{
    *answer = (ics_plugin_answer){.value = value, .of = 1, .state = STATE_VALUE};
}

static void answer_count(const call *c, ics_count count, ics_plugin_answer *answer)
{
    const int64_t most = INT64_MAX / ICS_DECIMAL_ONE;
    if (count >= -most && count <= most)
        answer_value(answer, count * ICS_DECIMAL_ONE);
    else
        fault(c, "bad return value: the count %" PRId64 " does not lie between -%" PRId64 " and %" PRId64, count, most,
              most);
}

static void answer_share(const call *c, ics_share share, ics_plugin_answer *answer)
{
    if (share.whole <= 0)
        fault(c, "bad return value: the share %" PRId64 "/%" PRId64 ", whose whole is not more than 0", share.part,
              share.whole);
    else if (share.part < 0 || share.part > share.whole)
        fault(c, "bad return value: the share %" PRId64 "/%" PRId64 " does not lie between 0 and 1", share.part,
              share.whole);
    else
        *answer = (ics_plugin_answer){.value = share.part, .of = share.whole, .state = STATE_VALUE};
}

static void answer_date(const call *c, ics_date day, ics_plugin_answer *answer)
{
    if (day >= ICS_DAY_MIN && day <= ICS_DAY_MAX)
        answer_value(answer, day);
    else
        fault(c, "bad return value: day %" PRId32 " does not lie in the years 1 to 9999", day);
}

static void answer_choice(const call *c, ics_choice choice, ics_plugin_answer *answer)
{
    const ics_enum *choices = &c->program->model.enums[c->function->signature.result.enumeration];
    if (choice < choices->value_count)
        answer_value(answer, (int64_t)choices->first_value + choice);
    else
        fault(c, "bad return value: value %" PRIu32 " of %s, which has %" PRIu32, choice, choices->name,
              choices->value_count);
}

static void answer_role(const call *c, ics_text text, ics_plugin_answer *answer)
{
    size_t bad_offset;
    const size_t length = strnlen(text, (size_t)ICS_LIMIT_NAME_BYTES + 1);
    if (length > (size_t)ICS_LIMIT_NAME_BYTES)
        fault(c, "bad return value: a text of more than %d bytes for a role", (int)ICS_LIMIT_NAME_BYTES);
    else if (!ics_utf8_check((const unsigned char *)text, length, &bad_offset))
        fault(c, "bad return value: text that is not UTF-8 at byte %zu", bad_offset);
    else {
        const uint32_t role = ics_model_role(&c->program->model, text, length);
        if (role != ICS_NONE)
            answer_value(answer, role);
        else
            fault(c, "bad return value: '%s' is not a role of the model", text);
    }
}

/* A value of the plugin's type that stands for unknown or absent. */
static int stands_for(ics_plugin_type type, const ics_plugin_value *value)
{
    switch (type) {
    case ICS_PLUGIN_COUNT:
    case ICS_PLUGIN_PEOPLE:
    case ICS_PLUGIN_NUMBER:
    case ICS_PLUGIN_MONEY: /* a structure of one count */
        return value->count == ICS_COUNT_UNKNOWN  ? STATE_UNKNOWN
               : value->count == ICS_COUNT_ABSENT ? STATE_ABSENT
                                                  : STATE_VALUE;
    case ICS_PLUGIN_SHARE:
        if (value->share.part != 0)
            return STATE_VALUE;
        return value->share.whole == INT64_MIN       ? STATE_UNKNOWN
               : value->share.whole == INT64_MIN + 1 ? STATE_ABSENT
                                                     : STATE_VALUE;
    case ICS_PLUGIN_YESNO:
        return value->yesno == ICS_YESNO_UNKNOWN  ? STATE_UNKNOWN
               : value->yesno == ICS_YESNO_ABSENT ? STATE_ABSENT
                                                  : STATE_VALUE;
    case ICS_PLUGIN_DATE:
        return value->date == ICS_DATE_UNKNOWN  ? STATE_UNKNOWN
               : value->date == ICS_DATE_ABSENT ? STATE_ABSENT
                                                : STATE_VALUE;
    case ICS_PLUGIN_TEXT:
    case ICS_PLUGIN_ROLE:
        return value->text == NULL ? STATE_ABSENT : STATE_VALUE;
    case ICS_PLUGIN_CHOICE:
        return value->choice == ICS_CHOICE_UNKNOWN  ? STATE_UNKNOWN
               : value->choice == ICS_CHOICE_ABSENT ? STATE_ABSENT
                                                    : STATE_VALUE;
    case ICS_PLUGIN_TYPE_COUNT:
        break;
    }
    return STATE_FAILED;
}

/* Checks one answer; where it is refused the answer stays failed. */
static void take_answer(const call *c, uint32_t row, ics_plugin_answer *answer)
{
    const ics_plugin_type type = c->function->signature.result.type;
    ics_plugin_value value = {0};
    memcpy(&value, c->scratch->results + row * natives[type].size, natives[type].size);
    const int state = stands_for(type, &value);
    if (state != STATE_VALUE) {
        *answer = (ics_plugin_answer){.of = 1, .state = (uint8_t)state};
    } else if (type == ICS_PLUGIN_COUNT || type == ICS_PLUGIN_PEOPLE) {
        answer_count(c, value.count, answer);
    } else if (type == ICS_PLUGIN_NUMBER || type == ICS_PLUGIN_MONEY) {
        answer_value(answer, value.number.millionths);
    } else if (type == ICS_PLUGIN_SHARE) {
        answer_share(c, value.share, answer);
    } else if (type == ICS_PLUGIN_YESNO) {
        if (value.yesno == ICS_YESNO_NO || value.yesno == ICS_YESNO_YES)
            answer_value(answer, value.yesno);
        else
            fault(c, "bad return value: %" PRId32 " for yes/no", value.yesno);
    } else if (type == ICS_PLUGIN_DATE) {
        answer_date(c, value.date, answer);
    } else if (type == ICS_PLUGIN_CHOICE) {
        answer_choice(c, value.choice, answer);
    } else {
        answer_role(c, value.text, answer);
    }
}

void ics_plugin_function_call(const ics_plugin_function *function, const ics_program *program,
                              const ics_dataset *dataset, ics_plugin_scratch *scratch, uint32_t lane_count,
                              const void *const *arguments, ics_plugin_answer *answers)
{
    const call c = {function, program, dataset, scratch};
    const size_t size = natives[function->signature.result.type].size;
    scratch->cause[0] = '\0';
    for (uint32_t first = 0; first < lane_count; first += ICS_BATCH_LANES) {
        const uint32_t left = lane_count - first;
        const uint32_t rows = pack(&c, first, left < ICS_BATCH_LANES ? left : ICS_BATCH_LANES, arguments, answers);
        memset(scratch->results, 0, rows * size); /* what a plugin leaves out is not what another call left */
        if (rows > 0 && function->stated->form == ICS_FORM_BATCH)
            call_batch(&c, rows);
        for (uint32_t row = 0; row < rows; row++) {
            if (function->stated->form == ICS_FORM_LANE)
                call_lane(&c, row);
            take_answer(&c, row, &answers[scratch->lanes[row]]);
        }
    }
}
