/*
 * From the port's arrays to columns of the plugin's own types, and back. Answers are a stranger's: they are copied out
 * of the area of answers first, then checked, then used.
 */
#include "plugin/call.h"

#include "base/file.h"
#include "base/limits.h"

#include <icsrules/plugin.h>

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { STATE_UNKNOWN, STATE_VALUE, STATE_ABSENT, STATE_FAILED };

static void say_why(const ics_plugin_call *call, char said[ICS_CAUSE_BYTES], const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static void say_why(const ics_plugin_call *call, char said[ICS_CAUSE_BYTES], const char *format, ...)
{
    const int head = snprintf(said, ICS_CAUSE_BYTES, "%s: ", call->function->name);
    va_list arguments;
    va_start(arguments, format);
    if (head > 0 && head < ICS_CAUSE_BYTES)
        vsnprintf(said + head, (size_t)(ICS_CAUSE_BYTES - head), format, arguments);
    va_end(arguments);
}

/* Lanes of one batch, on their way into columns. */
typedef struct packing {
    ics_plugin_call *call;
    uint32_t first, count;
    uint32_t next_text; /* where the next text, or list, goes */
    bool has_unfit;
} packing;

/* A lane that is not sent. The first cause of a call is kept: the others are of its kind or come after it. */
#define UNFIT(p, i, ...)                                                                                               \
    do {                                                                                                               \
        if ((p)->call->cause[0] == '\0')                                                                               \
            say_why((p)->call, (p)->call->cause, __VA_ARGS__);                                                         \
        (p)->call->scratch->is_unfit[i] = (p)->has_unfit = true;                                                       \
    } while (0)

static void say_fraction(packing *p, uint32_t parameter, uint32_t i, int64_t millionths)
{
    char text[32];
    ics_decimal_format(millionths, text);
    UNFIT(p, i, "argument %u is %s, and a count is whole", parameter + 1, text);
}

static void pack_counts(packing *p, uint32_t parameter, const int64_t *millionths, ics_count *column)
{
    int64_t fractions = 0;
    for (uint32_t i = 0; i < p->count; i++) {
        column[i] = millionths[i] / ICS_DECIMAL_ONE;
        fractions |= column[i] * ICS_DECIMAL_ONE ^ millionths[i];
    }
    for (uint32_t i = 0; fractions != 0 && i < p->count; i++)
        if (column[i] * ICS_DECIMAL_ONE != millionths[i])
            say_fraction(p, parameter, i, millionths[i]);
}

static void pack_shares(const packing *p, const int64_t *millionths, ics_share *column)
{
    for (uint32_t i = 0; i < p->count; i++)
        column[i] = ics_share_of(millionths[i], ICS_DECIMAL_ONE);
}

static void pack_yesnos(const packing *p, const uint8_t *truths, ics_yesno *column)
{
    for (uint32_t i = 0; i < p->count; i++)
        column[i] = truths[i];
}

static void pack_choices(packing *p, uint32_t parameter, const uint32_t *ids, ics_choice *column)
{
    const ics_plugin_word word = p->call->function->signature.parameters[parameter];
    const ics_enum *choices = &p->call->program->model.enums[word.enumeration];
    for (uint32_t i = 0; i < p->count; i++) {
        column[i] = ids[i] - choices->first_value;
        if (column[i] >= choices->value_count)
            UNFIT(p, i, "argument %u is not a value of %s", parameter + 1, choices->name);
    }
}

/* A text argument of a lane; NULL where a role has no name. */
static const char *text_of(const ics_plugin_call *call, ics_plugin_type type, uint32_t id, size_t *length)
{
    if (type == ICS_PLUGIN_TEXT)
        return ics_intern_text(call->dataset->texts, id, length);
    const char *role = id < call->program->model.role_count ? call->program->model.roles[id] : NULL;
    *length = role == NULL ? 0 : strlen(role);
    return role;
}

static void pack_texts(packing *p, uint32_t parameter, const uint32_t *ids, uint32_t *column)
{
    const ics_plugin_type type = p->call->function->signature.parameters[parameter].type;
    for (uint32_t i = 0; i < p->count; i++) {
        size_t length = 0;
        const char *text = text_of(p->call, type, ids[i], &length);
        column[i] = p->next_text;
        if (text == NULL) {
            UNFIT(p, i, "argument %u is not a role", parameter + 1);
        } else if (length >= ICS_REQUEST_BYTES - p->next_text) {
            UNFIT(p, i, "its texts are longer than %d bytes", ICS_REQUEST_BYTES - ICS_REQUEST_TEXTS);
        } else {
            memcpy((unsigned char *)p->call->request + p->next_text, text, length);
            ((unsigned char *)p->call->request)[p->next_text + length] = '\0';
            p->next_text += (uint32_t)length + 1;
        }
    }
}

/* Where the next list goes, for its values are read where they lie. */
static uint32_t aligned(uint32_t offset)
{
    return (offset + 7) & ~UINT32_C(7);
}

static void put_elements(void *to, ics_plugin_type type, const ics_call_list *list)
{
    if (type == ICS_PLUGIN_NUMBERS && list->count > 0)
        memcpy(to, list->values, list->count * sizeof *list->values);
    for (uint32_t i = 0; type == ICS_PLUGIN_DATES && i < list->count; i++)
        ((ics_date *)to)[i] = (ics_date)list->values[i];
}

/* Rows that have one list in common share it. */
static void pack_lists(packing *p, uint32_t parameter, const ics_call_list *lists, ics_exchange_list *column)
{
    const ics_plugin_type type = p->call->function->signature.parameters[parameter].type;
    for (uint32_t i = 0; i < p->count; i++) {
        if (i > 0 && lists[i].values == lists[i - 1].values && lists[i].count == lists[i - 1].count) {
            column[i] = column[i - 1];
            p->call->scratch->is_unfit[i] = p->call->scratch->is_unfit[i] || column[i].offset == 0;
            continue;
        }
        const uint32_t offset = aligned(p->next_text);
        const size_t size = lists[i].count * ics_exchange_element_size(type);
        column[i] = (ics_exchange_list){0, 0};
        if (size > ICS_REQUEST_BYTES - offset) {
            UNFIT(p, i, "its lists are longer than %d bytes", ICS_REQUEST_BYTES - ICS_REQUEST_TEXTS);
            continue;
        }
        column[i] = (ics_exchange_list){offset, lists[i].count};
        put_elements((unsigned char *)p->call->request + offset, type, &lists[i]);
        p->next_text = offset + (uint32_t)size;
    }
}

static void pack_column(packing *p, uint32_t parameter)
{
    const ics_plugin_type type = p->call->function->signature.parameters[parameter].type;
    const unsigned char *values = p->call->arguments[parameter];
    void *column = ics_request_column(p->call->request, parameter);
    const size_t first = p->first;
    switch (type) {
    case ICS_PLUGIN_COUNT:
    case ICS_PLUGIN_PEOPLE:
        pack_counts(p, parameter, (const int64_t *)(const void *)values + first, column);
        break;
    case ICS_PLUGIN_NUMBER:
    case ICS_PLUGIN_MONEY:
        memcpy(column, values + first * sizeof(int64_t), p->count * sizeof(int64_t));
        break;
    case ICS_PLUGIN_SHARE:
        pack_shares(p, (const int64_t *)(const void *)values + first, column);
        break;
    case ICS_PLUGIN_YESNO:
        pack_yesnos(p, values + first, column);
        break;
    case ICS_PLUGIN_DATE:
        memcpy(column, values + first * sizeof(int32_t), p->count * sizeof(int32_t));
        break;
    case ICS_PLUGIN_TEXT:
    case ICS_PLUGIN_ROLE:
        pack_texts(p, parameter, (const uint32_t *)(const void *)values + first, column);
        break;
    case ICS_PLUGIN_CHOICE:
        pack_choices(p, parameter, (const uint32_t *)(const void *)values + first, column);
        break;
    case ICS_PLUGIN_NUMBERS:
    case ICS_PLUGIN_DATES:
        pack_lists(p, parameter, (const ics_call_list *)(const void *)values + first, column);
        break;
    case ICS_PLUGIN_TYPE_COUNT:
        break;
    }
}

/* Calls that have failed by themselves are not made again. */
static void leave_out_guilty(packing *p)
{
    const ics_plugin_call *call = p->call;
    for (uint32_t i = 0; i < p->count; i++) {
        const ics_guilty_call *guilty = ics_blame_find(call->blame, call->function->place, &call->function->signature,
                                                       call->arguments, p->first + i);
        if (guilty == NULL)
            continue;
        if (call->cause[0] == '\0')
            memcpy(p->call->cause, guilty->cause, sizeof guilty->cause);
        call->scratch->is_unfit[i] = p->has_unfit = true;
    }
}

/* Takes the rows that are not sent out of the columns. */
static uint32_t close_ranks(const packing *p)
{
    const ics_plugin_signature *signature = &p->call->function->signature;
    ics_plugin_scratch *scratch = p->call->scratch;
    uint32_t rows = 0;
    for (uint32_t i = 0; i < p->count; i++) {
        if (scratch->is_unfit[i])
            continue;
        for (uint32_t parameter = 0; rows != i && parameter < signature->parameter_count; parameter++) {
            const size_t size = ics_exchange_value_size(signature->parameters[parameter].type);
            unsigned char *column = ics_request_column(p->call->request, parameter);
            memcpy(column + rows * size, column + i * size, size);
        }
        scratch->lanes[rows++] = p->first + i;
    }
    return rows;
}

/* What an argument takes behind the columns, at most: a list that follows on its like takes nothing. */
static size_t room_for(const ics_plugin_call *call, uint32_t parameter, uint32_t lane, bool is_first)
{
    const ics_plugin_type type = call->function->signature.parameters[parameter].type;
    if (ics_exchange_is_text(type)) {
        size_t length = 0;
        text_of(call, type, ((const uint32_t *)call->arguments[parameter])[lane], &length);
        return length + 1;
    }
    if (!ics_exchange_is_list(type))
        return 0;
    const ics_call_list *list = &((const ics_call_list *)call->arguments[parameter])[lane];
    const bool is_shared = !is_first && list->values == list[-1].values && list->count == list[-1].count;
    return is_shared ? 0 : list->count * ics_exchange_element_size(type) + 7; /* and to where it may begin */
}

/* How many lanes' texts and lists have room in one request; one at least. */
static uint32_t lanes_with_room(const ics_plugin_call *call, uint32_t first, uint32_t count)
{
    size_t room = ICS_REQUEST_BYTES - ICS_REQUEST_TEXTS;
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t p = 0; p < call->function->signature.parameter_count; p++) {
            const size_t length = room_for(call, p, first + i, i == 0);
            if (length > room)
                return i > 0 ? i : 1;
            room -= length;
        }
    return count;
}

static void put_head(const ics_plugin_call *call)
{
    const ics_plugin_signature *signature = &call->function->signature;
    ics_plugin_request *request = call->request;
    request->kind = ICS_REQUEST_CALL;
    request->function = call->function->place;
    request->row_count = call->row_count;
    request->parameter_count = (uint8_t)signature->parameter_count;
    request->result = (uint8_t)signature->result.type;
    for (uint32_t p = 0; p < signature->parameter_count; p++)
        request->parameters[p] = (uint8_t)signature->parameters[p].type;
}

uint32_t ics_plugin_pack(ics_plugin_call *call, uint32_t first, uint32_t count)
{
    packing p = {call, first, count < ICS_EXCHANGE_ROWS ? count : ICS_EXCHANGE_ROWS, ICS_REQUEST_TEXTS, false};
    p.count = lanes_with_room(call, first, p.count);
    for (uint32_t parameter = 0; parameter < call->function->signature.parameter_count; parameter++)
        pack_column(&p, parameter);
    if (call->blame != NULL && call->blame->call_count > 0)
        leave_out_guilty(&p);
    call->first = first;
    call->is_gapless = true;
    call->row_count = p.count;
    if (p.has_unfit) {
        ics_plugin_fail(call);
        call->is_gapless = false;
        call->row_count = close_ranks(&p);
        memset(call->scratch->is_unfit, 0, sizeof call->scratch->is_unfit);
    }
    put_head(call);
    return p.count;
}

void ics_plugin_fail(ics_plugin_call *call)
{
    for (uint32_t row = 0; row < call->row_count; row++)
        call->answers[ics_plugin_lane(call, row)] = (ics_plugin_answer){.of = 1, .state = STATE_FAILED};
}

void ics_plugin_copy_results(ics_plugin_call *call)
{
    const size_t size = ics_exchange_value_size(call->function->signature.result.type);
    call->results = ics_reply_column(call->reply);
    if (!call->is_shared)
        return;
    memcpy(call->scratch->results, call->results, call->row_count * size);
    call->results = call->scratch->results;
}

/* One result, copied. */
typedef union result_value {
    ics_count count;
    ics_share share;
    ics_yesno yesno;
    ics_date date;
    uint32_t text; /* where it lies, 0 for none */
    ics_choice choice;
} result_value;

static void answer_value(ics_plugin_answer *answer, int64_t value)
{
    *answer = (ics_plugin_answer){.value = value, .of = 1, .state = STATE_VALUE};
}

static void answer_count(const ics_plugin_call *c, ics_count count, ics_plugin_answer *answer, char *said)
{
    const int64_t most = INT64_MAX / ICS_DECIMAL_ONE;
    if (count >= -most && count <= most)
        answer_value(answer, count * ICS_DECIMAL_ONE);
    else
        say_why(c, said, "bad return value: the count %" PRId64 " does not lie between -%" PRId64 " and %" PRId64,
                count, most, most);
}

static void answer_share(const ics_plugin_call *c, ics_share share, ics_plugin_answer *answer, char *said)
{
    if (share.whole <= 0)
        say_why(c, said, "bad return value: the share %" PRId64 "/%" PRId64 ", whose whole is not more than 0",
                share.part, share.whole);
    else if (share.part < 0 || share.part > share.whole)
        say_why(c, said, "bad return value: the share %" PRId64 "/%" PRId64 " does not lie between 0 and 1", share.part,
                share.whole);
    else
        *answer = (ics_plugin_answer){.value = share.part, .of = share.whole, .state = STATE_VALUE};
}

static void answer_date(const ics_plugin_call *c, ics_date day, ics_plugin_answer *answer, char *said)
{
    if (day >= ICS_DAY_MIN && day <= ICS_DAY_MAX)
        answer_value(answer, day);
    else
        say_why(c, said, "bad return value: day %" PRId32 " does not lie in the years 1 to 9999", day);
}

static void answer_choice(const ics_plugin_call *c, ics_choice choice, ics_plugin_answer *answer, char *said)
{
    const ics_enum *choices = &c->program->model.enums[c->function->signature.result.enumeration];
    if (choice < choices->value_count)
        answer_value(answer, (int64_t)choices->first_value + choice);
    else
        say_why(c, said, "bad return value: value %" PRIu32 " of %s, which has %" PRIu32, choice, choices->name,
                choices->value_count);
}

/* The text is copied byte by byte as far as it may be long, for its end is the plugin's to move. */
static void answer_role(const ics_plugin_call *c, uint32_t offset, ics_plugin_answer *answer, char *said)
{
    char text[256];
    size_t length = 0, bad_offset;
    const volatile char *from = (const char *)c->reply + offset;
    if (offset < ICS_REPLY_TEXTS || offset > ICS_REPLY_BYTES - sizeof text) {
        say_why(c, said, "bad return value: a text that does not lie in its answer");
        return;
    }
    while (length < sizeof text - 1 && (text[length] = from[length]) != '\0')
        length++;
    if (length == sizeof text - 1 && from[length] != '\0')
        say_why(c, said, "bad return value: a text of more than %d bytes for a role", (int)ICS_LIMIT_NAME_BYTES);
    else if (!ics_utf8_check((const unsigned char *)text, length, &bad_offset))
        say_why(c, said, "bad return value: text that is not UTF-8 at byte %zu", bad_offset);
    else {
        text[length] = '\0';
        const uint32_t role = ics_model_role(&c->program->model, text, length);
        if (role != ICS_NONE)
            answer_value(answer, role);
        else
            say_why(c, said, "bad return value: '%s' is not a role of the model", text);
    }
}

/* A value of the plugin's type that stands for unknown or absent. */
static int stands_for(ics_plugin_type type, const result_value *value)
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
        return value->text == 0 ? STATE_ABSENT : STATE_VALUE;
    case ICS_PLUGIN_CHOICE:
        return value->choice == ICS_CHOICE_UNKNOWN  ? STATE_UNKNOWN
               : value->choice == ICS_CHOICE_ABSENT ? STATE_ABSENT
                                                    : STATE_VALUE;
    case ICS_PLUGIN_NUMBERS: /* no answers: a signature that says so is refused */
    case ICS_PLUGIN_DATES:
    case ICS_PLUGIN_TYPE_COUNT:
        break;
    }
    return STATE_FAILED;
}

/* Checks one answer; where it is refused the answer stays failed. */
static void take_answer(const ics_plugin_call *c, const result_value *value, ics_plugin_answer *answer, char *said)
{
    const ics_plugin_type type = c->function->signature.result.type;
    const int state = stands_for(type, value);
    if (state != STATE_VALUE) {
        *answer = (ics_plugin_answer){.of = 1, .state = (uint8_t)state};
    } else if (type == ICS_PLUGIN_COUNT || type == ICS_PLUGIN_PEOPLE) {
        answer_count(c, value->count, answer, said);
    } else if (type == ICS_PLUGIN_NUMBER || type == ICS_PLUGIN_MONEY) {
        answer_value(answer, value->count);
    } else if (type == ICS_PLUGIN_SHARE) {
        answer_share(c, value->share, answer, said);
    } else if (type == ICS_PLUGIN_YESNO) {
        if (value->yesno == ICS_YESNO_NO || value->yesno == ICS_YESNO_YES)
            answer_value(answer, value->yesno);
        else
            say_why(c, said, "bad return value: %" PRId32 " for yes/no", value->yesno);
    } else if (type == ICS_PLUGIN_DATE) {
        answer_date(c, value->date, answer, said);
    } else if (type == ICS_PLUGIN_CHOICE) {
        answer_choice(c, value->choice, answer, said);
    } else {
        answer_role(c, value->text, answer, said);
    }
}

static bool is_sound_share(ics_share share)
{
    return (share.part >= 0) & (share.part <= share.whole) & (share.whole > 0);
}

/* Shares and numbers that are sound, as most are: each in a loop of its own. @return the first row that is not. */
static uint32_t take_sound(ics_plugin_call *call, uint32_t row)
{
    const ics_plugin_type type = call->function->signature.result.type;
    const uint32_t count = call->row_count;
    const ics_share *shares = (const void *)call->results;
    const ics_count *counts = (const void *)call->results;
    ics_plugin_answer *answers = call->answers + call->first;
    const int64_t most = INT64_MAX / ICS_DECIMAL_ONE;
    if (!call->is_gapless)
        return row;
    if (type == ICS_PLUGIN_SHARE)
        for (; row < count && is_sound_share(shares[row]); row++)
            answers[row] = (ics_plugin_answer){shares[row].part, shares[row].whole, STATE_VALUE};
    else if (type == ICS_PLUGIN_COUNT || type == ICS_PLUGIN_PEOPLE)
        for (; row < count && counts[row] >= -most && counts[row] <= most; row++)
            answer_value(&answers[row], counts[row] * ICS_DECIMAL_ONE);
    else if (type == ICS_PLUGIN_NUMBER || type == ICS_PLUGIN_MONEY)
        for (; row < count && counts[row] > ICS_COUNT_ABSENT; row++)
            answer_value(&answers[row], counts[row]);
    return row;
}

uint32_t ics_plugin_take(ics_plugin_call *call, uint32_t row, char said[ICS_CAUSE_BYTES])
{
    const size_t size = ics_exchange_value_size(call->function->signature.result.type);
    while ((row = take_sound(call, row)) < call->row_count) {
        ics_plugin_answer *answer = &call->answers[ics_plugin_lane(call, row)];
        result_value value = {.share = {0, 0}};
        *answer = (ics_plugin_answer){.of = 1, .state = STATE_FAILED};
        memcpy(&value, call->results + row * size, size);
        take_answer(call, &value, answer, said);
        if (answer->state == STATE_FAILED)
            return row;
        row++;
    }
    return row;
}
