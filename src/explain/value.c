#include "explain/value.h"

#include "data/debtor.h"

enum { ITEMS_NAMED = 8 }; /* of a set; more are counted */

/* A share as a percentage; as a plain number where a hundred times as much would not fit. */
static const char *share_text(ics_arena *arena, ics_decimal share)
{
    char digits[32];
    const bool fits = share >= -INT64_MAX / 100 && share <= INT64_MAX / 100;
    ics_decimal_format(fits ? share * 100 : share, digits);
    return ics_said(arena, fits ? "%s%%" : "%s", digits);
}

static const char *number_text(ics_arena *arena, const ics_trace *trace, ics_decimal number, uint32_t attribute)
{
    char digits[32];
    const ics_type type = attribute == ICS_NONE ? ICS_TYPE_NUMBER : trace->program->model.attributes[attribute].type;
    if (type == ICS_TYPE_SHARE)
        return share_text(arena, number);
    ics_decimal_format(number, digits);
    return ics_said(arena, type == ICS_TYPE_MONEY ? "£%s" : type == ICS_TYPE_DURATION ? "%s days" : "%s", digits);
}

/* The ends of what 64 bits hold stand for no bound: a list is partial. */
static const char *bounds_text(ics_arena *arena, int64_t low, int64_t high)
{
    char lowest[32], highest[32];
    if (low == INT64_MIN && high == INT64_MAX)
        return "not settled";
    if (low != INT64_MIN)
        ics_decimal_format(low, lowest);
    if (low == high)
        return ics_said(arena, "%s", lowest);
    if (high == INT64_MAX)
        return ics_said(arena, "at least %s", lowest);
    ics_decimal_format(high, highest);
    if (low == INT64_MIN)
        return ics_said(arena, "at most %s", highest);
    return ics_said(arena, "%s to %s", lowest, highest);
}

static const char *part_text(ics_arena *arena, int64_t part, int64_t whole)
{
    char above[32], below[32];
    const bool are_whole = part % ICS_DECIMAL_ONE == 0 && whole % ICS_DECIMAL_ONE == 0;
    if (!are_whole)
        return ics_said(arena, "%lld of %lld", (long long)part, (long long)whole);
    ics_decimal_format(part, above);
    ics_decimal_format(whole, below);
    return ics_said(arena, "%s of %s", above, below);
}

static const char *ratio_text(ics_arena *arena, const ics_lane_values *values, uint32_t lane)
{
    const char *low = part_text(arena, values->low[lane], values->low_of[lane]);
    if (values->high == NULL || values->high_of == NULL ||
        ics_ratio_compare(values->low[lane], values->low_of[lane], values->high[lane], values->high_of[lane]) == 0)
        return low;
    return ics_said(arena, "%s to %s", low, part_text(arena, values->high[lane], values->high_of[lane]));
}

static const char *id_text(const ics_trace *trace, uint32_t id, uint32_t space)
{
    const ics_model *model = &trace->program->model;
    if (space == ICS_SPACE_VALUE)
        return id < model->value_count ? model->values[id] : "?";
    if (space == ICS_SPACE_ROLE)
        return id < model->role_count ? model->roles[id] : "?";
    return ics_intern_text(trace->dataset->texts, id, NULL);
}

static const char *row_text(ics_arena *arena, const ics_trace *trace, uint32_t table, uint32_t row)
{
    const char *code = ics_dataset_code(trace->dataset, table, row);
    if (code[0] != '\0')
        return code;
    const char *name = ics_row_public_name(trace->dataset, (ics_row_ref){table, row}, trace->shows_personal);
    if (name[0] != '\0')
        return name;
    char path[512];
    ics_dataset_path(trace->dataset, table, row, ICS_NONE, path, sizeof path);
    return ics_said(arena, "%s", path);
}

static const char *count_text(ics_arena *arena, uint32_t count)
{
    if (count == 0)
        return "none";
    return ics_said(arena, count == 1 ? "%u item" : "%u items", count);
}

/* The names in a set that a column holds. */
static const char *set_text(ics_arena *arena, const ics_trace *trace, uint32_t attribute, uint32_t begin, uint32_t end,
                            uint32_t space)
{
    const uint32_t *items = attribute == ICS_NONE ? NULL : trace->dataset->columns[attribute].item;
    if (items == NULL || begin >= end)
        return count_text(arena, end - begin);
    const char *text = "";
    for (uint32_t i = begin; i < end && i - begin < ITEMS_NAMED; i++) {
        const char *name = space >= ICS_SPACE_ROW ? row_text(arena, trace, space - ICS_SPACE_ROW, items[i])
                                                  : id_text(trace, items[i], space);
        text = i == begin ? name : ics_said(arena, "%s, %s", text, name);
    }
    return end - begin > ITEMS_NAMED ? ics_said(arena, "%s and %u more", text, end - begin - ITEMS_NAMED) : text;
}

static const char *days_text(ics_arena *arena, int32_t first, int32_t last)
{
    char text[40];
    ics_date_format(first, last, text);
    return ics_said(arena, "%s", text);
}

const char *ics_value_text(ics_arena *arena, const ics_trace *trace, ics_spot spot, uint32_t attribute)
{
    if (!ics_trace_known(trace, spot))
        return ics_trace_failed(trace, spot) ? "error" : "unknown";
    if (!ics_trace_present(trace, spot))
        return "absent";
    if (ics_trace_is_hidden(trace, spot.reg))
        return ics_trace_is_of_records(trace, spot.reg) ? "not shown" : "personal, not shown";
    const ics_lane_values *values = &trace->values[spot.reg];
    const ics_register_info *info = &trace->program->registers[spot.reg];
    const uint32_t lane = spot.lane;
    switch (values->type) {
    case 'T':
    case 'Y':
        return ics_trace_truth(trace, spot) == ICS_TOLD_YES ? "yes" : "no";
    case 'N':
        return number_text(arena, trace, values->low[lane], attribute);
    case 'B':
        return bounds_text(arena, values->low[lane], values->high[lane]);
    case 'R':
        return ratio_text(arena, values, lane);
    case 'D':
    case 'P':
        return days_text(arena, values->first[lane], values->last[lane]);
    case 'I':
        return id_text(trace, values->id[lane], info->aux);
    case 'F':
        return row_text(arena, trace, info->aux, values->id[lane]);
    case 'L':
        return count_text(arena, values->end[lane] - values->id[lane]);
    case 'S':
        return set_text(arena, trace, attribute, values->id[lane], values->end[lane], info->aux);
    case 'O':
        return ics_outcome_name((ics_outcome)values->state[lane]);
    default:
        return "";
    }
}

const char *ics_constant_text(ics_arena *arena, const ics_trace *trace, uint32_t constant, uint16_t beside,
                              uint32_t attribute)
{
    const ics_program *program = trace->program;
    const ics_register_info *info = &program->registers[beside];
    const int64_t value = constant < program->constant_count ? program->constants[constant] : 0;
    if (info->type == 'I' || info->type == 'S') {
        if (info->aux == ICS_SPACE_TEXT)
            return constant < program->text_count ? program->texts[constant] : "";
        return info->aux >= ICS_SPACE_ROW ? row_text(arena, trace, info->aux - ICS_SPACE_ROW, (uint32_t)value)
                                          : id_text(trace, (uint32_t)value, info->aux);
    }
    if (info->type == 'R')
        return share_text(arena, value);
    return info->type == 'D' ? days_text(arena, (int32_t)value, (int32_t)value)
                             : number_text(arena, trace, value, attribute);
}
