/* What the program asks does not depend on where the plugin sits: the areas are alike, and so are the answers. */
#include "plugin/seat.h"

#include "plugin/say.h"

#include "base/limits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool make_areas(ics_plugin_seat *seat)
{
    if (seat->options.worker_program == NULL) {
        seat->request = calloc(1, ICS_REQUEST_BYTES); /* only what is used is ever touched */
        seat->reply = calloc(1, ICS_REPLY_BYTES);
        return seat->request != NULL && seat->reply != NULL;
    }
    const ics_worker_terms terms = {seat->options.worker_program, seat->file, seat->options.memory_bytes,
                                    seat->options.reads, seat->options.read_count};
    seat->worker = ics_worker_new(&terms);
    if (seat->worker == NULL)
        return false;
    seat->request = ics_worker_request(seat->worker);
    seat->reply = ics_worker_reply(seat->worker);
    return true;
}

static int64_t limit_ns(const ics_plugin_seat *seat)
{
    return (int64_t)seat->options.batch_ms * 1000000;
}

/* What a worker wrote before it fell, on one line and printable. */
static void keep_output(ics_plugin_seat *seat)
{
    size_t size = 0, length = 0;
    const char *output = ics_worker_output(seat->worker, &size);
    while (size > 0 && (output[size - 1] == '\n' || output[size - 1] == ' '))
        size--;
    const size_t most = sizeof seat->said - 1;
    for (size_t i = size > most ? size - most : 0; i < size; i++) {
        const unsigned char byte = (unsigned char)output[i];
        seat->said[length++] = byte >= ' ' && byte < 0x7F ? (char)byte : byte == '\n' ? '|' : '?';
    }
    seat->said[length] = '\0';
}

/* The request that loads the plugin; its file has the number that it has in the process that opens it. */
static void put_load(ics_plugin_seat *seat)
{
    ics_plugin_request *request = seat->request;
    unsigned char *texts = (unsigned char *)seat->request + ICS_REQUEST_TEXTS;
    const int file = seat->worker == NULL ? seat->file : ICS_GUEST_FILE;
    const size_t room = ICS_REQUEST_BYTES - ICS_REQUEST_TEXTS;
    request->kind = ICS_REQUEST_LOAD;
    request->version = seat->version;
    snprintf(request->name, sizeof request->name, "%s", seat->name);
    const int length = snprintf((char *)texts, room, "/proc/self/fd/%d", file);
    request->file = ICS_REQUEST_TEXTS;
    request->shown = ICS_REQUEST_TEXTS + (uint32_t)length + 1;
    snprintf((char *)seat->request + request->shown, room - (size_t)length - 1, "%s", seat->shown);
}

/* A request to a worker that is up, or to the program itself. */
ics_seat_end ics_seat_ask(ics_plugin_seat *seat, int64_t *left_ns, char *why)
{
    if (seat->worker == NULL) {
        ics_guest_answer(&seat->guest, seat->request, seat->reply);
    } else {
        const ics_worker_end end = ics_worker_ask(seat->worker, left_ns, why);
        if (end == ICS_WORKER_LOST)
            return ICS_SEAT_LOST;
        seat->has_fallen = end != ICS_WORKER_ANSWERED;
        if (end != ICS_WORKER_ANSWERED)
            keep_output(seat);
        if (end == ICS_WORKER_LATE)
            snprintf(why, ICS_CAUSE_BYTES, "did not answer within its limit of time, %u ms", seat->options.batch_ms);
        if (end != ICS_WORKER_ANSWERED)
            return end == ICS_WORKER_LATE ? ICS_SEAT_LATE : ICS_SEAT_FELL;
    }
    const ics_plugin_reply *reply = seat->reply;
    if (reply->is_answered)
        return ICS_SEAT_ANSWERED;
    char refusal[ICS_REFUSAL_BYTES];
    memcpy(refusal, reply->refusal, sizeof refusal); /* copied first: its end is the plugin's to move */
    refusal[sizeof refusal - 1] = '\0';
    snprintf(why, ICS_CAUSE_BYTES, "%.*s", ICS_CAUSE_BYTES - 1, refusal);
    return ICS_SEAT_REFUSED;
}

/* Starts a worker and has it load the plugin. */
static ics_seat_end start(ics_plugin_seat *seat, char *why)
{
    if (seat->has_fallen && seat->starts == (uint32_t)ICS_LIMIT_PLUGIN_STARTS) {
        snprintf(why, ICS_CAUSE_BYTES, "has been started %u times", seat->starts);
        return ICS_SEAT_REFUSED;
    }
    if (seat->starts == 0 || seat->has_fallen)
        seat->starts++;
    seat->is_loaded = seat->has_fallen = false;
    if (!ics_worker_start(seat->worker, why))
        return ICS_SEAT_REFUSED;
    int64_t left_ns = limit_ns(seat);
    put_load(seat);
    const ics_seat_end end = ics_seat_ask(seat, &left_ns, why);
    seat->is_loaded = end == ICS_SEAT_ANSWERED;
    return end;
}

bool ics_seat_ready(ics_plugin_seat *seat, char *why)
{
    if (seat->worker == NULL || (seat->is_loaded && ics_worker_is_up(seat->worker)))
        return true;
    return start(seat, why) == ICS_SEAT_ANSWERED;
}

static const char *load(ics_plugin_seat *seat, ics_arena *arena)
{
    char why[ICS_CAUSE_BYTES] = "";
    int64_t left_ns = limit_ns(seat);
    ics_seat_end end = ICS_SEAT_ANSWERED;
    if (seat->worker != NULL) {
        end = start(seat, why);
    } else {
        put_load(seat);
        end = ics_seat_ask(seat, &left_ns, why);
    }
    if (end == ICS_SEAT_ANSWERED)
        return NULL;
    if (end == ICS_SEAT_REFUSED && (seat->worker == NULL || ics_worker_is_up(seat->worker)))
        return ics_plugin_say(arena, "%s", why); /* the guest's own words */
    if (end == ICS_SEAT_REFUSED)
        return ics_plugin_say(arena, "plugin %s cannot be run in isolation: %s", seat->name, why);
    return ics_plugin_say(arena, "plugin %s cannot be loaded: it %s", seat->name, why);
}

const char *ics_seat_open(ics_plugin_seat *seat, ics_plugin_terms *terms, ics_arena *arena)
{
    static const char no_memory[] = "memory ran out while a plugin was loaded";
    if (!make_areas(seat))
        return no_memory;
    const char *fault = load(seat, arena);
    if (fault != NULL)
        return fault;
    const char *broken = ics_terms_read(terms, seat->reply, arena);
    return broken == NULL ? NULL : ics_plugin_say(arena, "plugin %s is refused: %s", seat->name, broken);
}

void ics_seat_close(ics_plugin_seat *seat)
{
    ics_guest_close(seat->guest);
    if (seat->worker == NULL) {
        free(seat->request);
        free(seat->reply);
    }
    ics_worker_free(seat->worker);
    *seat = (ics_plugin_seat){0};
}
