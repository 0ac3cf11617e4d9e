/* One cell as at a day. */
#include "vm/cell.h"

static bool bit(const uint64_t *bits, uint32_t index)
{
    return bits && (bits[index / 64] >> (index % 64) & 1);
}

static ics_cell plain_cell(const ics_column *column, ics_representation representation, uint32_t row)
{
    ics_cell cell = {.is_known = bit(column->is_known, row)};
    cell.is_present = cell.is_known && bit(column->is_present, row);
    if (!cell.is_present)
        return cell;
    switch (representation) {
    case ICS_REP_TRUTH:
        cell.value = bit(column->is_true, row);
        break;
    case ICS_REP_NUMBER:
        cell.value = column->number[row];
        break;
    case ICS_REP_DAYS:
        cell.value = column->first[row];
        cell.last = column->last[row];
        break;
    default:
        cell.value = column->id[row];
        break;
    }
    return cell;
}

static bool is_same(const ics_cell *a, const ics_cell *b, ics_representation representation)
{
    return a->is_present == b->is_present && a->value == b->value &&
           (representation != ICS_REP_DAYS || a->last == b->last);
}

/* What holds for certain, where all that may hold beside it says the same. */
ics_cell ics_cell_at(const ics_column *column, ics_representation representation, uint32_t row, int32_t day,
                     int32_t as_at)
{
    if (!column->dated_offset || column->dated_offset[row] == column->dated_offset[row + 1])
        return plain_cell(column, representation, row);
    ics_cell cell = {.is_known = false};
    bool is_any = false, is_certain = false;
    for (uint32_t i = column->dated_offset[row]; i < column->dated_offset[row + 1]; i++) {
        const ics_dated_fact *fact = &column->dated[i];
        if (fact->from > day || fact->to < day || fact->review_by < as_at)
            continue;
        const ics_cell said = {.is_known = true,
                               .is_present = fact->is_present,
                               .value = fact->is_present ? fact->value : 0,
                               .last = fact->is_present ? fact->last : 0};
        if (is_any && !is_same(&cell, &said, representation))
            return (ics_cell){.is_known = false};
        cell = said;
        is_any = true;
        is_certain |= !fact->is_doubtful;
    }
    return is_certain ? cell : (ics_cell){.is_known = false};
}

void ics_cell_hide_later(ics_cell *cell, int32_t day)
{
    if (!cell->is_present || cell->last <= day)
        return;
    cell->is_known = cell->value > day;
    cell->is_present = false;
}
