/*
 * From columns to a plugin's own types, through libffi, and back. libffi calls what it is told and cannot know that a
 * signature is wrong, so the program compares signatures long before it sends a call.
 */
#include "plugin/guest.h"

#include "plugin/record.h"
#include "plugin/say.h"
#include "plugin/terms.h"

#include <icsrules/plugin.h>

#include <assert.h>
#include <dlfcn.h>
#include <ffi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROLE_BYTES = 256 }; /* what is kept of a role's name: one more than a name may have */

/* A call that libffi has prepared, for the types that the program named. */
typedef struct prepared {
    bool is_ready;
    uint8_t parameter_count, result;
    uint8_t parameters[ICS_PLUGIN_PARAMETERS];
    ffi_cif cif;
    ffi_type *types[ICS_PLUGIN_PARAMETERS + 2];
} prepared;

struct ics_guest {
    void *handle;
    const ics_plugin *record;
    prepared *calls;                                              /* by function */
    ics_text texts[ICS_PLUGIN_PARAMETERS + 1][ICS_EXCHANGE_ROWS]; /* addresses of texts; the last: of results */
    ics_dates lists[ICS_PLUGIN_PARAMETERS][ICS_EXCHANGE_ROWS];    /* of numbers too: the two differ in the pointer */
};

/* Structures of one and two 64-bit numbers. Size and alignment are given, so libffi writes nothing here. */
static ffi_type *number_elements[] = {&ffi_type_sint64, NULL};
static ffi_type number_type = {8, 8, FFI_TYPE_STRUCT, number_elements};
static ffi_type *share_elements[] = {&ffi_type_sint64, &ffi_type_sint64, NULL};
static ffi_type share_type = {16, 8, FFI_TYPE_STRUCT, share_elements};

/* A list: how many, and where. */
static ffi_type *list_elements[] = {&ffi_type_uint64, &ffi_type_pointer, NULL};
static ffi_type list_type = {16, 8, FFI_TYPE_STRUCT, list_elements};

static ffi_type *const natives[ICS_PLUGIN_TYPE_COUNT] = {
    [ICS_PLUGIN_COUNT] = &ffi_type_sint64, [ICS_PLUGIN_NUMBER] = &number_type,
    [ICS_PLUGIN_MONEY] = &number_type,     [ICS_PLUGIN_PEOPLE] = &ffi_type_sint64,
    [ICS_PLUGIN_SHARE] = &share_type,      [ICS_PLUGIN_YESNO] = &ffi_type_sint32,
    [ICS_PLUGIN_DATE] = &ffi_type_sint32,  [ICS_PLUGIN_TEXT] = &ffi_type_pointer,
    [ICS_PLUGIN_ROLE] = &ffi_type_pointer, [ICS_PLUGIN_CHOICE] = &ffi_type_uint32,
    [ICS_PLUGIN_NUMBERS] = &list_type,     [ICS_PLUGIN_DATES] = &list_type,
};

static bool is_prepared_for(const prepared *call, const ics_plugin_request *request)
{
    return call->is_ready && call->parameter_count == request->parameter_count && call->result == request->result &&
           memcmp(call->parameters, request->parameters, request->parameter_count) == 0;
}

static bool prepare(prepared *call, const ics_plugin_request *request, uint32_t form)
{
    static_assert(sizeof(size_t) == sizeof(uint64_t), "a batch's length crosses as 64 bits");
    static_assert(sizeof(ics_dates) == 16 && sizeof(ics_numbers) == 16, "a list is two words");
    call->is_ready = false;
    call->parameter_count = request->parameter_count;
    call->result = request->result;
    memcpy(call->parameters, request->parameters, sizeof call->parameters);
    unsigned count = 0;
    ffi_type *result = &ffi_type_void;
    if (form == ICS_FORM_LANE) {
        result = natives[call->result];
        for (; count < call->parameter_count; count++)
            call->types[count] = natives[call->parameters[count]];
    } else {
        call->types[count++] = &ffi_type_uint64;
        while (count < call->parameter_count + 2u)
            call->types[count++] = &ffi_type_pointer;
    }
    call->is_ready = ffi_prep_cif(&call->cif, FFI_DEFAULT_ABI, count, result, call->types) == FFI_OK;
    return call->is_ready;
}

/* What one request needs, so that the steps below need not pass six arguments on. */
typedef struct answering {
    ics_guest *guest;
    const ics_plugin_request *request;
    const ics_function *function;
    prepared *call;
    unsigned char *arguments[ICS_PLUGIN_PARAMETERS]; /* columns, in native types */
    unsigned char *results;
} answering;

static size_t native_size(uint8_t type)
{
    return ics_exchange_is_text((ics_plugin_type)type)   ? sizeof(ics_text)
           : ics_exchange_is_list((ics_plugin_type)type) ? sizeof(ics_dates)
                                                         : ics_exchange_value_size((ics_plugin_type)type);
}

/* Addresses of texts, and of what is in lists, in place of offsets. */
static unsigned char *find_column(const answering *a, void *request, uint32_t parameter)
{
    void *column = ics_request_column(request, parameter);
    const ics_plugin_type type = (ics_plugin_type)a->request->parameters[parameter];
    if (ics_exchange_is_text(type)) {
        for (uint32_t row = 0; row < a->request->row_count; row++)
            a->guest->texts[parameter][row] = (const char *)request + ((const uint32_t *)column)[row];
        return (unsigned char *)a->guest->texts[parameter];
    }
    if (ics_exchange_is_list(type)) {
        const ics_exchange_list *lists = column;
        for (uint32_t row = 0; row < a->request->row_count; row++)
            a->guest->lists[parameter][row] =
                (ics_dates){lists[row].count, (const void *)((const unsigned char *)request + lists[row].offset)};
        return (unsigned char *)a->guest->lists[parameter];
    }
    return column;
}

static void find_columns(answering *a, void *request, void *reply)
{
    for (uint32_t p = 0; p < a->request->parameter_count; p++)
        a->arguments[p] = find_column(a, request, p);
    a->results = ics_exchange_is_text((ics_plugin_type)a->request->result)
                     ? (unsigned char *)a->guest->texts[ICS_PLUGIN_PARAMETERS]
                     : ics_reply_column(reply);
}

static void call_batch(const answering *a)
{
    const uint32_t count = a->request->parameter_count;
    uint64_t length = a->request->row_count;
    void *pointers[ICS_PLUGIN_PARAMETERS + 1];
    void *values[ICS_PLUGIN_PARAMETERS + 2];
    values[0] = &length;
    for (uint32_t p = 0; p <= count; p++) {
        pointers[p] = p < count ? a->arguments[p] : a->results;
        values[p + 1] = &pointers[p];
    }
    ffi_call(&a->call->cif, FFI_FN(a->function->code), NULL, values);
}

static void call_lane(const answering *a, uint32_t row)
{
    const uint8_t type = a->request->result;
    void *values[ICS_PLUGIN_PARAMETERS];
    for (uint32_t p = 0; p < a->request->parameter_count; p++)
        values[p] = a->arguments[p] + row * native_size(a->request->parameters[p]);
    union {
        ics_share share;
        ics_text text;
        ics_date date;
        ics_choice choice;
        ffi_arg widened; /* libffi widens numbers shorter than this */
    } result = {.share = {0, 0}};
    ffi_call(&a->call->cif, FFI_FN(a->function->code), &result, values);
    if (type == ICS_PLUGIN_YESNO || type == ICS_PLUGIN_DATE)
        result.date = (int32_t)result.widened;
    else if (type == ICS_PLUGIN_CHOICE)
        result.choice = (uint32_t)result.widened;
    memcpy(a->results + row * native_size(type), &result, native_size(type));
}

/* Texts that were returned, copied behind the column; no more of each than the program looks at. */
static void put_texts(const answering *a, unsigned char *reply)
{
    uint32_t *offsets = ics_reply_column(reply);
    uint32_t next = ICS_REPLY_TEXTS;
    static_assert(ICS_REPLY_TEXTS + ICS_EXCHANGE_ROWS * (ROLE_BYTES + 1) <= ICS_REPLY_BYTES, "all texts have room");
    for (uint32_t row = 0; row < a->request->row_count; row++) {
        const char *text = a->guest->texts[ICS_PLUGIN_PARAMETERS][row];
        offsets[row] = text == NULL ? 0 : next;
        if (text == NULL)
            continue;
        const size_t length = strnlen(text, ROLE_BYTES);
        memcpy(reply + next, text, length);
        reply[next + length] = '\0';
        next += (uint32_t)length + 1;
    }
}

static void refuse(ics_plugin_reply *reply, const char *reason)
{
    snprintf(reply->refusal, sizeof reply->refusal, "%s", reason);
}

static bool is_sound(const ics_guest *guest, const ics_plugin_request *request)
{
    bool sound = guest != NULL && request->function < guest->record->function_count &&
                 request->row_count <= ICS_EXCHANGE_ROWS && request->parameter_count <= ICS_PLUGIN_PARAMETERS &&
                 request->result < ICS_PLUGIN_TYPE_COUNT;
    for (uint32_t p = 0; sound && p < request->parameter_count; p++)
        sound = request->parameters[p] < ICS_PLUGIN_TYPE_COUNT;
    return sound;
}

static void answer_call(ics_guest *guest, void *request, ics_plugin_reply *reply)
{
    answering a = {.guest = guest, .request = request};
    if (!is_sound(guest, a.request)) {
        refuse(reply, "a request that cannot be understood");
        return;
    }
    a.function = &guest->record->functions[a.request->function];
    a.call = &guest->calls[a.request->function];
    if (!is_prepared_for(a.call, a.request) && !prepare(a.call, a.request, a.function->form)) {
        refuse(reply, "a call that this machine cannot make");
        return;
    }
    find_columns(&a, request, reply);
    memset(a.results, 0, a.request->row_count * native_size(a.request->result));
    if (a.function->form == ICS_FORM_BATCH)
        call_batch(&a);
    else
        for (uint32_t row = 0; row < a.request->row_count; row++)
            call_lane(&a, row);
    if (ics_exchange_is_text((ics_plugin_type)a.request->result))
        put_texts(&a, (unsigned char *)reply);
    reply->is_answered = 1;
}

static const char *file_of(const ics_plugin_request *request)
{
    return (const char *)request + request->file;
}

static const char *shown_of(const ics_plugin_request *request)
{
    return (const char *)request + request->shown;
}

/* The loader names the file by the path that it was given, which people do not know. */
static const char *loader_words(const ics_plugin_request *request, ics_arena *arena)
{
    const char *words = dlerror(), *file = file_of(request);
    const size_t length = strlen(file);
    if (words != NULL && strncmp(words, file, length) == 0)
        return ics_plugin_say(arena, "plugin %s cannot be loaded: %s%s", request->name, shown_of(request),
                              words + length);
    return ics_plugin_say(arena, "plugin %s cannot be loaded: %s", request->name, words == NULL ? "no reason" : words);
}

/* Opens the shared object and compares what it states. @return NULL, or why it is refused (in the arena). */
static const char *open_plugin(ics_guest *guest, const ics_plugin_request *request, ics_arena *arena)
{
    guest->handle = dlopen(file_of(request), RTLD_NOW | RTLD_LOCAL);
    if (guest->handle == NULL)
        return loader_words(request, arena);
    guest->record = dlsym(guest->handle, "ics_plugin_record");
    if (guest->record == NULL)
        return ics_plugin_say(arena, "plugin %s states no terms: %s has no ics_plugin_record", request->name,
                              shown_of(request));
    const char *difference = ics_plugin_record_check(guest->record, request->name, request->version, arena);
    if (difference != NULL)
        return ics_plugin_say(arena, "plugin %s is refused: %s", request->name, difference);
    guest->calls = calloc(guest->record->function_count, sizeof *guest->calls);
    return guest->calls == NULL ? "memory ran out while a plugin was loaded" : NULL;
}

static void answer_load(ics_guest **guest, const ics_plugin_request *request, ics_plugin_reply *reply)
{
    ics_arena arena = {0};
    const char *reason = "a request that cannot be understood";
    if (*guest == NULL) {
        *guest = calloc(1, sizeof **guest);
        reason = *guest == NULL ? "memory ran out while a plugin was loaded" : open_plugin(*guest, request, &arena);
    }
    if (reason != NULL) {
        refuse(reply, reason);
    } else {
        ics_terms_write((*guest)->record, reply);
        reply->is_answered = 1;
    }
    ics_arena_free(&arena);
}

void ics_guest_answer(ics_guest **guest, void *request, void *reply)
{
    const ics_plugin_request *asked = request;
    ics_plugin_reply *answered = reply;
    answered->is_answered = 0;
    answered->size = 0;
    answered->refusal[0] = '\0';
    if (asked->kind == ICS_REQUEST_LOAD)
        answer_load(guest, asked, answered);
    else
        answer_call(*guest, request, answered);
    answered->number = asked->number;
}

void ics_guest_close(ics_guest *guest)
{
    if (guest == NULL)
        return;
    if (guest->handle != NULL)
        dlclose(guest->handle);
    free(guest->calls);
    free(guest);
}
