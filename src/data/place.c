/* Positions back into files, lines, columns, rows. */
#include "data/store.h"

#include "data/growth.h"

#include <stdlib.h>
#include <string.h>

/* Whether a line ends with the byte at an offset: LF, CR LF at its LF, CR alone, U+2028 at its last byte. */
static bool ends_line(const unsigned char *bytes, size_t at)
{
    if (bytes[at] == '\n')
        return true;
    if (bytes[at] == '\r')
        return bytes[at + 1] != '\n';
    return bytes[at] == 0xA8 && at >= 2 && bytes[at - 1] == 0x80 && bytes[at - 2] == 0xE2;
}

static uint32_t count_all_ends(const unsigned char *bytes, size_t begin, size_t end)
{
    uint32_t count = 0;
    for (size_t at = begin; at < end; at++)
        count += ends_line(bytes, at);
    return count;
}

/* Nearly all lines of nearly all files end with LF alone. */
uint32_t ics_count_line_ends(const unsigned char *bytes, size_t begin, size_t end)
{
    uint32_t count = 0;
    if (memchr(bytes + begin, '\r', end - begin) || memchr(bytes + begin, 0xA8, end - begin))
        return count_all_ends(bytes, begin, end);
    const unsigned char *at = bytes + begin;
    while ((at = memchr(at, '\n', (size_t)(bytes + end - at)))) {
        count++;
        at++;
    }
    return count;
}

/* Code points that begin in a range. */
static uint32_t count_points(const unsigned char *bytes, size_t begin, size_t end)
{
    uint32_t count = 0;
    for (size_t at = begin; at < end; at++)
        count += (bytes[at] & 0xC0) != 0x80;
    return count;
}

/* Where the line of an offset begins, looked for no further back than a limit; `before` where no line ends there. */
static size_t line_begin(const unsigned char *bytes, size_t offset, size_t limit, size_t before)
{
    if (offset <= limit)
        return before;
    const unsigned char *at = bytes + limit, *const end = bytes + offset;
    if (memchr(at, '\r', offset - limit) || memchr(at, 0xA8, offset - limit)) {
        for (size_t begin = offset; begin > limit; begin--)
            if (ends_line(bytes, begin - 1))
                return begin;
        return before;
    }
    while ((at = memchr(at, '\n', (size_t)(end - at))))
        before = (size_t)(++at - bytes);
    return before;
}

/* Counts an input's line ends at each step. Without memory for that, all is counted from the beginning. */
static void make_marks(ics_input *input)
{
    const size_t step_count = input->bytes.size / ICS_LINE_STEP + 1;
    const unsigned char *bytes = input->bytes.data;
    ics_line_mark *marks = calloc(step_count, sizeof *marks);
    for (size_t i = 1; marks && i < step_count; i++) {
        const ics_line_mark *last = &marks[i - 1];
        const size_t begin = (i - 1) * ICS_LINE_STEP, end = i * ICS_LINE_STEP;
        marks[i] = (ics_line_mark){last->line_ends + ics_count_line_ends(bytes, begin, end),
                                   last->points + count_points(bytes, begin, end),
                                   (uint32_t)line_begin(bytes, end, begin, last->begin)};
    }
    input->marks = marks;
}

static void index_lines(const ics_dataset *dataset, const ics_input *input)
{
    struct ics_dataset_private *store = dataset->private_;
    pthread_mutex_lock(&store->lock);
    if (!input->marks)
        make_marks(&store->inputs[input - store->inputs]);
    pthread_mutex_unlock(&store->lock);
}

/* The nearest mark before an offset, and where it stands. */
static ics_line_mark mark_before(const ics_input *input, size_t offset, size_t *at)
{
    const ics_line_mark none = {0, 0, 0};
    *at = input->marks ? offset / ICS_LINE_STEP * ICS_LINE_STEP : 0;
    return input->marks ? input->marks[offset / ICS_LINE_STEP] : none;
}

static uint32_t points_before(const ics_input *input, size_t offset)
{
    size_t at;
    const ics_line_mark mark = mark_before(input, offset, &at);
    return mark.points + count_points(input->bytes.data, at, offset);
}

/* The row that holds an offset: of those that begin before it the last. */
static size_t find_row(const ics_input *input, size_t offset)
{
    size_t low = 0, high = input->row_count;
    while (low + 1 < high) {
        const size_t middle = (low + high) / 2;
        if (input->row_offset[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static void find_line(const ics_input *input, size_t offset, uint32_t *line, uint32_t *column)
{
    if (input->row_count > 0) { /* lines that did not follow each other */
        const size_t row = find_row(input, offset);
        *line = input->row_number[row];
        *column = 1 + count_points(input->bytes.data, input->row_offset[row], offset);
        return;
    }
    const unsigned char *bytes = input->bytes.data;
    size_t from;
    const ics_line_mark mark = mark_before(input, offset, &from);
    const size_t start = mark.begin > input->start ? mark.begin : input->start; /* behind a byte order mark */
    const size_t begin = line_begin(bytes, offset, from > start ? from : start, start);
    *line = 1 + input->lines_before + mark.line_ends + ics_count_line_ends(bytes, from, offset);
    *column = 1 + (begin >= from ? count_points(bytes, begin, offset)
                                 : points_before(input, offset) - points_before(input, begin));
}

/* Number of the row that holds an offset, and which of its cells that is. */
static void find_cell(const ics_input *input, size_t offset, uint32_t *row, uint32_t *column)
{
    const size_t low = find_row(input, offset);
    *row = input->row_count ? input->row_number[low] : 1;
    *column = 1;
    bool is_quoted = false;
    for (size_t at = input->row_count ? input->row_offset[low] : input->start; at < offset; at++) {
        if (input->bytes.data[at] == '"')
            is_quoted = !is_quoted;
        else if (!is_quoted && input->bytes.data[at] == ',')
            ++*column;
    }
}

const ics_input *ics_store_input(const ics_dataset *dataset, uint32_t position)
{
    const struct ics_dataset_private *store = dataset->private_;
    size_t low = 0, high = store->input_count;
    while (low + 1 < high) {
        const size_t middle = (low + high) / 2;
        if (store->inputs[middle].base <= position)
            low = middle;
        else
            high = middle;
    }
    return position == 0 || store->input_count == 0 ? NULL : &store->inputs[low];
}

bool ics_store_place(const ics_dataset *dataset, uint32_t position, ics_place *out)
{
    const ics_input *input = ics_store_input(dataset, position);
    *out = (ics_place){.file = ""};
    if (!input)
        return false;
    out->file = input->name;
    out->is_table = input->is_table;
    size_t offset = position - input->base;
    if (input->stride > 0) {
        out->line = (uint32_t)(offset / input->stride) + 1;
        out->column = (uint32_t)(offset % input->stride) + 1;
        return true;
    }
    if (offset > input->bytes.size)
        offset = input->bytes.size;
    if (input->is_table) {
        find_cell(input, offset, &out->line, &out->column);
    } else {
        index_lines(dataset, input);
        find_line(input, offset, &out->line, &out->column);
    }
    return true;
}

const char *ics_store_late_text(const ics_dataset *dataset, uint32_t attribute, uint32_t row)
{
    struct ics_dataset_private *store = dataset->private_;
    const uint32_t position = store->cells[attribute].position[row];
    const ics_input *input = ics_store_input(dataset, position);
    const char *text = (const char *)input->bytes.data + (position - input->base) + 1, *found = "";
    const char *end = strchr(text, '"'); /* it was found when the text was passed over */
    pthread_mutex_lock(&store->lock);
    if (!store->late)
        store->late = ics_intern_new();
    const uint32_t id = store->late ? ics_intern_add(store->late, text, (size_t)(end - text)) : 0;
    if (id != 0)
        found = ics_intern_text(store->late, id, NULL);
    pthread_mutex_unlock(&store->lock);
    return found;
}
