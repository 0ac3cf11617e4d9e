/*
 * Properties that every function of a plugin must have, whatever it reckons: it answers, in range, and the same again.
 * Arguments are the edges of each type, each with each, then random ones from a fixed seed, so that what failed once
 * fails again.
 */
#include "base/date.h"
#include "base/decimal.h"
#include "base/intern.h"
#include "base/limits.h"
#include "plugin/host.h"
#include "plugin/lock.h"
#include "plugin/say.h"
#include "plugin/signature.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { LANES = 2048, EDGES = 12, TEXTS = 6, ELEMENTS = 64, SHOWN = 8 };
enum { UNKNOWN, VALUE, ABSENT, FAILED };

typedef union column {
    int64_t number[LANES];
    int32_t day[LANES];
    uint32_t id[LANES];
    uint8_t yesno[LANES];
    ics_call_list list[LANES];
} column;

typedef struct property {
    const ics_plugin_port *port;
    const ics_model *model;
    const ics_import *import;
    ics_plugin_signature signature;
    column *columns[ICS_PLUGIN_PARAMETERS], *turned[ICS_PLUGIN_PARAMETERS];
    int64_t numbers[ELEMENTS], days[ELEMENTS]; /* lists are stretches of them */
    ics_plugin_answer *first, *second;
    uint64_t seed;
    bool is_unclear; /* a batch failed as a whole: which call did it is still to be found */
    FILE *out;
} property;

static const char *const texts[TEXTS] = {"", "a", "Surrey Heartlands", "\xc3\xa9\xe2\x82\xac", "%s%n", "0123456789"};

/* SplitMix64: each run draws the same. */
static uint64_t draw(property *p)
{
    uint64_t z = p->seed += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static int64_t number_for(property *p, ics_plugin_type type, uint32_t edge)
{
    static const int64_t wholes[EDGES] = {0, 1, -1, 2, 7, 100, 2047, 1000000, -1000000, 4294967296, INT32_MAX, 3};
    const bool is_whole = type == ICS_PLUGIN_COUNT || type == ICS_PLUGIN_PEOPLE;
    const int64_t most = INT64_MAX / ICS_DECIMAL_ONE;
    if (edge < EDGES)
        return edge == 11 && is_whole ? most * ICS_DECIMAL_ONE : wholes[edge] * ICS_DECIMAL_ONE;
    if (type == ICS_PLUGIN_SHARE)
        return (int64_t)(draw(p) % (uint64_t)(ICS_DECIMAL_ONE + 1));
    const int64_t whole = (int64_t)(draw(p) % 2001) - 1000;
    return whole * ICS_DECIMAL_ONE + (is_whole ? 0 : (int64_t)(draw(p) % (uint64_t)ICS_DECIMAL_ONE));
}

static int64_t share_for(property *p, uint32_t edge)
{
    static const int64_t parts[EDGES] = {0, 1000000, 1, 999999, 500000, 333333, 0, 1000000, 750000, 250000, 1, 0};
    return edge < EDGES ? parts[edge] : number_for(p, ICS_PLUGIN_SHARE, edge);
}

static int32_t day_for(property *p, uint32_t edge)
{
    static const int32_t days[EDGES] = {ICS_DAY_MIN, ICS_DAY_MAX, 0,      -1,    1,     11016,
                                        19722,       19782,       -25509, 47540, 18262, 59};
    return edge < EDGES ? days[edge] : (int32_t)(draw(p) % 40000);
}

/* None, one, two on one day, all of them; then any stretch. */
static ics_call_list list_for(property *p, ics_plugin_type type, uint32_t edge)
{
    static const uint32_t counts[] = {0, 1, 2, ELEMENTS};
    const int64_t *all = type == ICS_PLUGIN_DATES ? p->days : p->numbers;
    if (edge < sizeof counts / sizeof counts[0])
        return (ics_call_list){all, counts[edge]};
    const uint32_t from = (uint32_t)(draw(p) % ELEMENTS);
    return (ics_call_list){all + from, (uint32_t)(draw(p) % (ELEMENTS - from + 1))};
}

static void fill_elements(property *p)
{
    for (uint32_t i = 0; i < ELEMENTS; i++) {
        p->numbers[i] = number_for(p, ICS_PLUGIN_NUMBER, i);
        p->days[i] = day_for(p, i);
    }
    p->days[1] = p->days[0];
}

/* One argument: an edge of its type, or random where the edge is past the last. */
static void set_argument(property *p, uint32_t parameter, uint32_t lane, uint32_t edge)
{
    const ics_plugin_word word = p->signature.parameters[parameter];
    column *to = p->columns[parameter];
    const uint32_t any = edge < EDGES ? edge : (uint32_t)(draw(p) % 4096);
    switch (word.type) {
    case ICS_PLUGIN_YESNO:
        to->yesno[lane] = (uint8_t)(any % 2);
        break;
    case ICS_PLUGIN_DATE:
        to->day[lane] = day_for(p, edge);
        break;
    case ICS_PLUGIN_TEXT:
        to->id[lane] = any % TEXTS;
        break;
    case ICS_PLUGIN_ROLE:
        to->id[lane] = p->model->role_count > 0 ? any % p->model->role_count : 0;
        break;
    case ICS_PLUGIN_CHOICE: {
        const ics_enum *choices = &p->model->enums[word.enumeration];
        to->id[lane] = choices->first_value + (choices->value_count > 0 ? any % choices->value_count : 0);
        break;
    }
    case ICS_PLUGIN_SHARE:
        to->number[lane] = share_for(p, edge);
        break;
    case ICS_PLUGIN_NUMBERS:
    case ICS_PLUGIN_DATES:
        to->list[lane] = list_for(p, word.type, edge);
        break;
    default:
        to->number[lane] = number_for(p, word.type, edge);
    }
}

static size_t width_of(ics_plugin_type type)
{
    return type == ICS_PLUGIN_YESNO     ? 1
           : ics_exchange_is_list(type) ? sizeof(ics_call_list)
           : type == ICS_PLUGIN_DATE || type == ICS_PLUGIN_TEXT || type == ICS_PLUGIN_ROLE || type == ICS_PLUGIN_CHOICE
               ? 4
               : 8;
}

/* Fills every lane, and the same lanes from the last to the first. */
static void fill(property *p)
{
    const uint32_t count = p->signature.parameter_count;
    fill_elements(p);
    for (uint32_t lane = 0; lane < LANES; lane++) {
        uint32_t rest = lane;
        for (uint32_t i = 0; i < count; i++, rest /= EDGES)
            set_argument(p, i, lane, lane < LANES / 2 && (i < 3 || rest > 0) ? rest % EDGES : EDGES);
    }
    for (uint32_t i = 0; i < count; i++) {
        const size_t width = width_of(p->signature.parameters[i].type);
        for (size_t lane = 0; lane < LANES; lane++)
            memcpy((char *)p->turned[i] + (LANES - 1 - lane) * width, (char *)p->columns[i] + lane * width, width);
    }
}

/* -- what is told */

static void say_day(FILE *out, int32_t day)
{
    char text[16];
    ics_day_format(day, text);
    fputs(text, out);
}

static void say_number(FILE *out, int64_t millionths)
{
    char text[32];
    ics_decimal_format(millionths, text);
    fputs(text, out);
}

static void say_list(const property *p, ics_plugin_type type, const ics_call_list *list)
{
    fputs("[", p->out);
    for (uint32_t i = 0; i < list->count && i < SHOWN; i++) {
        fputs(i > 0 ? ", " : "", p->out);
        if (type == ICS_PLUGIN_DATES)
            say_day(p->out, (int32_t)list->values[i]);
        else
            say_number(p->out, list->values[i]);
    }
    if (list->count > SHOWN)
        fprintf(p->out, " and %" PRIu32 " more", list->count - SHOWN);
    fputs("]", p->out);
}

static void say_argument(const property *p, uint32_t parameter, uint32_t lane)
{
    const ics_plugin_word word = p->signature.parameters[parameter];
    const column *from = p->columns[parameter];
    if (word.type == ICS_PLUGIN_YESNO)
        fputs(from->yesno[lane] ? "yes" : "no", p->out);
    else if (word.type == ICS_PLUGIN_DATE)
        say_day(p->out, from->day[lane]);
    else if (word.type == ICS_PLUGIN_TEXT)
        fprintf(p->out, "\"%s\"", texts[from->id[lane]]);
    else if (word.type == ICS_PLUGIN_ROLE)
        fputs(from->id[lane] < p->model->role_count ? p->model->roles[from->id[lane]] : "no role", p->out);
    else if (ics_exchange_is_list(word.type))
        say_list(p, word.type, &from->list[lane]);
    else if (word.type == ICS_PLUGIN_CHOICE)
        fputs(p->model->values[from->id[lane]], p->out);
    else
        say_number(p->out, from->number[lane]);
}

static void say_call(const property *p, uint32_t lane)
{
    fprintf(p->out, "%s(", p->import->function);
    for (uint32_t i = 0; i < p->signature.parameter_count; i++) {
        fputs(i > 0 ? ", " : "", p->out);
        say_argument(p, i, lane);
    }
    fputs(")", p->out);
}

static void say_answer(const property *p, const ics_plugin_answer *answer)
{
    static const char *const states[] = {"unknown", NULL, "absent", "a fault"};
    const ics_plugin_type type = p->signature.result.type;
    if (answer->state != VALUE)
        fputs(states[answer->state], p->out);
    else if (type == ICS_PLUGIN_SHARE)
        fprintf(p->out, "%" PRId64 "/%" PRId64, answer->value, answer->of);
    else if (type == ICS_PLUGIN_DATE)
        say_day(p->out, (int32_t)answer->value);
    else if (width_of(type) == 8)
        say_number(p->out, answer->value);
    else
        fprintf(p->out, "%" PRId64, answer->value);
}

/* -- the properties */

/* The first lane whose call failed, or LANES. */
static uint32_t find_fault(const ics_plugin_answer *answers)
{
    uint32_t lane = 0;
    while (lane < LANES && answers[lane].state != FAILED)
        lane++;
    return lane;
}

static bool is_same(const ics_plugin_answer *one, const ics_plugin_answer *other)
{
    return one->state == other->state && (one->state != VALUE || (one->value == other->value && one->of == other->of));
}

static bool ask(property *p, column *const *columns, ics_plugin_answer *answers, const char **cause)
{
    const void *arguments[ICS_PLUGIN_PARAMETERS];
    for (uint32_t i = 0; i < p->signature.parameter_count; i++)
        arguments[i] = columns[i];
    *cause = NULL;
    return p->port->call(p->port->context, p->import, LANES, arguments, answers, cause);
}

static bool fails(property *p, uint32_t lane, const char *cause)
{
    p->is_unclear = lane == LANES;
    if (p->is_unclear)
        return false;
    say_call(p, lane);
    fprintf(p->out, " fails: %s\n", cause != NULL ? cause : "it does not answer");
    return false;
}

/* Calls that were asked for together and failed, one after the other up to the first that fails by itself. */
static void find_guilty(property *p)
{
    for (uint32_t lane = 0; lane < LANES; lane++) {
        const void *arguments[ICS_PLUGIN_PARAMETERS];
        ics_plugin_answer answer;
        const char *cause = NULL;
        for (uint32_t i = 0; i < p->signature.parameter_count; i++)
            arguments[i] = (const char *)p->columns[i] + lane * width_of(p->signature.parameters[i].type);
        if (p->port->call(p->port->context, p->import, 1, arguments, &answer, &cause) && answer.state != FAILED)
            continue;
        fails(p, lane, cause);
        return;
    }
    fprintf(p->out, "%s fails when many are asked for together, and not one by one\n", p->import->function);
}

static bool holds(property *p)
{
    const char *cause;
    p->is_unclear = false;
    fill(p);
    if (!ask(p, p->columns, p->first, &cause))
        return fails(p, LANES, cause);
    uint32_t lane = find_fault(p->first);
    if (lane < LANES)
        return fails(p, lane, cause);
    if (!ask(p, p->turned, p->second, &cause) || find_fault(p->second) < LANES)
        return fails(p, LANES, cause);
    for (lane = 0; lane < LANES; lane++) {
        if (is_same(&p->first[lane], &p->second[LANES - 1 - lane]))
            continue;
        say_call(p, lane);
        fputs(" gives ", p->out);
        say_answer(p, &p->first[lane]);
        fputs(" and, asked again, ", p->out);
        say_answer(p, &p->second[LANES - 1 - lane]);
        fputs("\n", p->out);
        return false;
    }
    fprintf(p->out, "%s: %d calls, twice: every answer in range, and the same again\n", p->import->function, LANES);
    return true;
}

/* -- all functions */

static bool make_room(property *p, ics_arena *arena)
{
    bool has_room = true;
    for (uint32_t i = 0; i < ICS_PLUGIN_PARAMETERS; i++) {
        p->columns[i] = ICS_ARENA_NEW(arena, column);
        p->turned[i] = ICS_ARENA_NEW(arena, column);
        has_room = has_room && p->columns[i] != NULL && p->turned[i] != NULL;
    }
    p->first = ICS_ARENA_ARRAY(arena, ics_plugin_answer, LANES);
    p->second = ICS_ARENA_ARRAY(arena, ics_plugin_answer, LANES);
    return has_room && p->first != NULL && p->second != NULL;
}

static bool make_texts(ics_intern *table)
{
    bool made = table != NULL;
    for (size_t i = 0; i < TEXTS && made; i++)
        made = texts[i][0] == '\0' || ics_intern_add(table, texts[i], strlen(texts[i])) != 0;
    return made;
}

/* A host of its own for one step, so that no step suffers by what the one before did. */
static ics_status with_host(property *p, const ics_program *program, const ics_dataset *dataset,
                            const ics_plugin_places *places, void (*step)(property *p, bool *holds_out),
                            bool *holds_out, ics_diags *diags)
{
    const ics_plugin_host_options how = {.places = places};
    ics_plugin_host *host = NULL;
    const ics_status status = ics_plugin_host_open(&host, program, dataset, &how, diags);
    if (status != ICS_OK)
        return status;
    const bool can_be_called = ics_plugin_host_fault(host, 0) == NULL;
    p->port = ics_plugin_host_port(host);
    if (can_be_called)
        step(p, holds_out);
    ics_plugin_host_close(host);
    return can_be_called ? ICS_OK : ICS_E_INPUT;
}

static void try_all(property *p, bool *holds_out)
{
    *holds_out = holds(p);
}

static void try_each(property *p, bool *holds_out)
{
    *holds_out = false;
    find_guilty(p);
}

static ics_status try_one(property *p, const ics_program *program, const ics_dataset *dataset,
                          const ics_plugin_places *places, bool *holds_out, ics_diags *diags)
{
    const char *wrong = ics_plugin_signature_parse(&p->signature, &program->model, p->import->signature);
    *holds_out = false;
    if (wrong != NULL) {
        fprintf(p->out, "%s: %s\n", p->import->function, wrong);
        return ICS_OK;
    }
    ics_status status = with_host(p, program, dataset, places, try_all, holds_out, diags);
    if (status == ICS_OK && p->is_unclear)
        status = with_host(p, program, dataset, places, try_each, holds_out, diags);
    return status;
}

ics_status ics_plugin_try(size_t *failed_out, const ics_program *program, const ics_plugin_info *plugin,
                          const ics_plugin_places *places, FILE *out, ics_diags *diags)
{
    ics_arena arena = {0};
    ics_program one = {.model = program->model, .import_count = 1};
    ics_dataset dataset = {.texts = ics_intern_new()};
    property p = {.model = &program->model, .out = out};
    ics_status status = make_texts(dataset.texts) && make_room(&p, &arena) ? ICS_OK : ICS_E_NOMEM;
    *failed_out = 0;
    for (size_t i = 0; i < plugin->function_count && status == ICS_OK; i++) {
        ics_import import = {.plugin = plugin->name,
                             .function = plugin->functions[i].name,
                             .signature = plugin->functions[i].signature,
                             .version = ics_lock_version_major(plugin->version)};
        bool does_hold = false;
        p.import = &import;
        one.imports = &import;
        status = try_one(&p, &one, &dataset, places, &does_hold, diags);
        *failed_out += status == ICS_OK && !does_hold;
    }
    ics_intern_free(dataset.texts);
    ics_arena_free(&arena);
    return status;
}
