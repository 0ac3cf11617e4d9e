/* Parts of a file, cut where lines end; and the codes of records that went by. */
#define _GNU_SOURCE /* memrchr */
#include "pipeline/stream.h"

#include "base/limits.h"

#include <stdlib.h>
#include <string.h>

enum { PADDING = 64 };

static bool make_room(ics_line_part *part, size_t room)
{
    if (room <= part->room)
        return true;
    unsigned char *grown = realloc(part->bytes, room + PADDING);
    if (!grown)
        return false;
    part->bytes = grown;
    part->room = room;
    return true;
}

static bool keep_carry(ics_line_source *source, const unsigned char *bytes, size_t size)
{
    if (size > source->carry_room) {
        free(source->carry);
        source->carry = malloc(size);
        source->carry_room = source->carry ? size : 0;
        if (!source->carry)
            return false;
    }
    if (size > 0)
        memcpy(source->carry, bytes, size);
    source->carry_size = size;
    return true;
}

/* Where the last whole line or row of the part ends, of which the bytes from an offset on are new; SIZE_MAX: nowhere.
 */
static size_t last_end(const ics_line_source *source, const ics_line_part *part, size_t from)
{
    if (source->is_csv) {
        const size_t end = ics_data_last_row_end(part->bytes + part->head_size, part->size - part->head_size);
        return end == SIZE_MAX ? end : part->head_size + end;
    }
    const unsigned char *end = memrchr(part->bytes + from, '\n', part->size - from);
    return end ? (size_t)(end - part->bytes) : SIZE_MAX;
}

/* Reads on until the part holds the end of a line, or the file has ended. */
static ics_status fill(ics_line_source *source, ics_line_part *part, size_t *whole, ics_diags *diags)
{
    for (size_t room = ICS_LINE_PART_BYTES; !source->has_ended; room *= 2) {
        size_t got;
        if (room > (size_t)ICS_LIMIT_DATA_FILE_BYTES) {
            ics_report_at(diags, ICS_E0005, source->file.path, "has a line longer than %lld bytes, the limit %s",
                          (long long)ICS_LIMIT_DATA_FILE_BYTES, "DATA_FILE_BYTES");
            return ICS_E_LIMIT;
        }
        if (!make_room(part, room > part->size ? room : part->size))
            return ICS_E_NOMEM;
        const size_t from = part->size;
        const ics_status status = ics_file_fill(&source->file, part->bytes + from, part->room - from, &got, diags);
        if (status != ICS_OK)
            return status;
        part->size += got;
        source->has_ended = part->size < part->room;
        const size_t end = last_end(source, part, from);
        *whole = source->has_ended || end == SIZE_MAX ? part->size : end + 1;
        if (end != SIZE_MAX)
            break;
    }
    return ICS_OK;
}

/* The first row that is not empty. */
static bool keep_head(ics_line_source *source, const ics_line_part *part)
{
    size_t begin = part->size >= 3 && memcmp(part->bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (begin < part->size && (part->bytes[begin] == '\n' || part->bytes[begin] == '\r'))
        begin++;
    const size_t size = ics_data_row_end(part->bytes, begin, part->size) - begin;
    source->head = malloc(size + 1);
    if (!source->head)
        return false;
    memcpy(source->head, part->bytes + begin, size);
    source->head[size] = '\n';
    source->head_size = size + 1;
    return true;
}

ics_status ics_lines_next(ics_line_source *source, ics_line_part *part, bool *more, ics_diags *diags)
{
    *more = false;
    part->size = 0;
    if (source->has_ended && source->carry_size == 0)
        return ICS_OK;
    part->head_size = source->head_size;
    const size_t least = part->head_size + source->carry_size;
    if (!make_room(part, least > ICS_LINE_PART_BYTES ? least : ICS_LINE_PART_BYTES))
        return ICS_E_NOMEM;
    if (part->head_size > 0)
        memcpy(part->bytes, source->head, part->head_size);
    if (source->carry_size > 0)
        memcpy(part->bytes + part->head_size, source->carry, source->carry_size);
    part->size = least;
    size_t whole = part->size;
    const ics_status status = fill(source, part, &whole, diags);
    if (status != ICS_OK)
        return status;
    if (!keep_carry(source, part->bytes + whole, part->size - whole))
        return ICS_E_NOMEM;
    part->size = whole;
    memset(part->bytes + whole, 0, PADDING);
    part->number = source->next++;
    *more = part->size > part->head_size;
    return !source->is_csv || source->head || keep_head(source, part) ? ICS_OK : ICS_E_NOMEM;
}

static bool grow_codes(ics_codes_seen *seen)
{
    const size_t room = seen->room ? seen->room * 2 : 1024;
    uint64_t *slots = calloc(room, sizeof *slots);
    if (!slots)
        return false;
    for (size_t i = 0; i < seen->room; i++) {
        size_t at = (size_t)seen->slots[i] & (room - 1);
        while (slots[at] != 0)
            at = (at + 1) & (room - 1);
        slots[at] = seen->slots[i];
    }
    free(seen->slots);
    seen->slots = slots;
    seen->room = room;
    return true;
}

bool ics_codes_note(ics_codes_seen *seen, uint64_t hash, bool *has_room)
{
    *has_room = seen->count * 4 < seen->room * 3 || grow_codes(seen);
    if (!*has_room)
        return false;
    size_t at = (size_t)hash & (seen->room - 1);
    for (; seen->slots[at] != 0; at = (at + 1) & (seen->room - 1))
        if (seen->slots[at] == hash)
            return false;
    seen->slots[at] = hash;
    seen->count++;
    return true;
}
