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

/* Code points that begin in a range: in blocks whose sums fit a byte, which the compiler does 16 bytes at a time. */
static uint32_t count_points(const unsigned char *bytes, size_t begin, size_t end)
{
    enum { BLOCK = 64 };
    uint32_t count = 0;
    for (; begin < end && end - begin >= BLOCK; begin += BLOCK) {
        uint8_t some = 0;
        for (size_t i = 0; i < BLOCK; i++)
            some = (uint8_t)(some + ((bytes[begin + i] & 0xC0) != 0x80));
        count += some;
    }
    for (; begin < end; begin++)
        count += (bytes[begin] & 0xC0) != 0x80;
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

/* What comes before the first line: nothing, or a byte order mark. */
static ics_line_mark first_mark(const ics_input *input)
{
    return (ics_line_mark){.begin = (uint32_t)input->start,
                           .begin_points = count_points(input->bytes.data, 0, input->start)};
}

/* What comes before an offset, by the mark of another at or before it; none of an offset in a byte order mark. */
static ics_line_mark mark_from(const ics_input *input, ics_line_mark mark, size_t from, size_t offset)
{
    const unsigned char *bytes = input->bytes.data;
    const uint32_t ends = ics_count_line_ends(bytes, from, offset);
    const uint32_t points = count_points(bytes, from, offset);
    if (ends > 0) {
        const size_t begin = line_begin(bytes, offset, from > mark.begin ? from : mark.begin, mark.begin);
        mark.begin_points = mark.points + count_points(bytes, from, begin);
        mark.begin = (uint32_t)begin;
    }
    mark.line_ends += ends;
    mark.points += points;
    return mark;
}

/* Counts an input's line ends at each step. Without memory for that, all is counted from the beginning. */
static void make_marks(ics_input *input)
{
    const size_t step_count = input->bytes.size / ICS_LINE_STEP + 1;
    ics_line_mark *marks = calloc(step_count, sizeof *marks);
    if (marks)
        marks[0] = first_mark(input);
    for (size_t i = 1; marks && i < step_count; i++)
        marks[i] = mark_from(input, marks[i - 1], (i - 1) * ICS_LINE_STEP, i * ICS_LINE_STEP);
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
    const size_t step = input->marks ? offset / ICS_LINE_STEP : 0;
    const ics_line_mark at =
        mark_from(input, input->marks ? input->marks[step] : first_mark(input), step * ICS_LINE_STEP, offset);
    *line = 1 + input->lines_before + at.line_ends;
    *column = offset > at.begin ? 1 + at.points - at.begin_points : 1;
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
    const ics_cells *cells = &store->cells[attribute];
    const uint32_t position = cells->position[row];
    if (row < cells->late_room && cells->late[row])
        return cells->late[row];
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
