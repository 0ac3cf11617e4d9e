/*
 * What differs between two texts, line by line, as a unified diff. Myers' greedy search for the shortest edit: the
 * furthest place on each diagonal is kept for every number of edits. Leans on base.
 */
#include "format/format.h"

#include "base/source.h"

#include <string.h>

enum { CONTEXT = 3, EDITS_MOST = 4000 }; /* with more edits the search takes 64 MiB: then all between is replaced */

typedef struct line {
    const char *text;
    size_t size; /* without the line's end */
} line;

typedef struct lines {
    line *items;
    size_t count, room;
} lines;

/* One edit: lines of the old text [from, from + gone), of the new [to, to + come). */
typedef struct hunk {
    size_t from, gone, to, come;
} hunk;

typedef struct diff {
    ics_arena *arena;
    lines before, after;
    hunk *hunks; /* from the last to the first while they are collected */
    size_t count, room;
} diff;

static lines split(ics_arena *arena, const char *text, size_t size)
{
    lines out = {0};
    for (size_t start = 0; start < size;) {
        size_t end = start;
        while (end < size && text[end] != '\n')
            end++;
        const line one = {text + start, end - start};
        ICS_PUSH(arena, out.items, out.count, out.room, one);
        start = end + 1;
    }
    return out;
}

static bool is_equal(const diff *d, size_t before, size_t after)
{
    const line *a = &d->before.items[before], *b = &d->after.items[after];
    return a->size == b->size && memcmp(a->text, b->text, a->size) == 0;
}

static void add_hunk(diff *d, hunk one)
{
    hunk *last = d->count > 0 ? &d->hunks[d->count - 1] : NULL;
    if (last && one.from + one.gone == last->from && one.to + one.come == last->to) {
        last->from = one.from; /* goes on upwards */
        last->to = one.to;
        last->gone += one.gone;
        last->come += one.come;
    } else {
        ICS_PUSH(d->arena, d->hunks, d->count, d->room, one);
    }
}

/* The stretch that is searched: without what both texts begin and end with. */
typedef struct stretch {
    size_t start, old_count, new_count;
} stretch;

static stretch find_stretch(const diff *d)
{
    stretch s = {0, d->before.count, d->after.count};
    while (s.old_count > 0 && s.new_count > 0 && is_equal(d, s.start, s.start)) {
        s.start++;
        s.old_count--;
        s.new_count--;
    }
    while (s.old_count > 0 && s.new_count > 0 && is_equal(d, s.start + s.old_count - 1, s.start + s.new_count - 1)) {
        s.old_count--;
        s.new_count--;
    }
    return s;
}

/*
 * A row for each number of edits: row[edits][i] is how many old lines lie behind the furthest place on diagonal
 * 2i - edits (old lines minus new ones).
 */
static bool comes_from_above(const size_t *last, size_t edits, size_t i)
{
    return i == 0 || (i < edits && last[i - 1] < last[i]);
}

static size_t furthest(const diff *d, const stretch *s, const size_t *last, size_t edits, size_t i)
{
    size_t x = edits == 0 ? 0 : comes_from_above(last, edits, i) ? last[i] : last[i - 1] + 1;
    size_t y = x + edits - 2 * i;
    while (x < s->old_count && y < s->new_count && is_equal(d, s->start + x, s->start + y)) {
        x++;
        y++;
    }
    return x;
}

/* Goes back from the end of the stretch, one edit a row. */
static void collect(diff *d, const stretch *s, size_t **rows, size_t edits)
{
    size_t i = (s->old_count + edits - s->new_count) / 2;
    for (; edits > 0; edits--) {
        const size_t *last = rows[edits - 1];
        const bool is_new = comes_from_above(last, edits, i);
        i -= !is_new;
        const size_t x = last[i], y = x + (edits - 1) - 2 * i;
        add_hunk(d, (hunk){s->start + x, !is_new, s->start + y, is_new});
    }
}

static void search(diff *d)
{
    const stretch s = find_stretch(d);
    size_t most = s.old_count + s.new_count;
    if (most == 0)
        return;
    most = most < EDITS_MOST ? most : EDITS_MOST;
    size_t **rows = ICS_ARENA_ARRAY(d->arena, size_t *, most + 1);
    for (size_t edits = 0; edits <= most; edits++) {
        rows[edits] = ICS_ARENA_ARRAY(d->arena, size_t, edits + 1);
        for (size_t i = 0; i <= edits; i++) {
            rows[edits][i] = furthest(d, &s, edits > 0 ? rows[edits - 1] : NULL, edits, i);
            if (rows[edits][i] >= s.old_count && rows[edits][i] + edits - 2 * i >= s.new_count) {
                collect(d, &s, rows, edits);
                return;
            }
        }
    }
    add_hunk(d, (hunk){s.start, s.old_count, s.start, s.new_count});
}

/* ---- writing */

static void put_line(FILE *out, char sign, line one)
{
    fputc(sign, out);
    ics_print_escaped(out, one.text, one.size);
    fputc('\n', out);
}

static void put_lines(FILE *out, char sign, const lines *of, size_t from, size_t count)
{
    for (size_t i = 0; i < count; i++)
        put_line(out, sign, of->items[from + i]);
}

static void put_range(FILE *out, char sign, size_t from, size_t count)
{
    fprintf(out, " %c%zu", sign, count > 0 ? from + 1 : from);
    if (count != 1)
        fprintf(out, ",%zu", count);
}

/* Writes hunks [high, low] (they are kept from the last to the first) with the lines between and around them. */
static void put_group(FILE *out, const diff *d, size_t high, size_t low)
{
    const hunk *first = &d->hunks[high], *last = &d->hunks[low];
    const size_t above = first->from < CONTEXT ? first->from : CONTEXT;
    const size_t left = d->before.count - (last->from + last->gone);
    const size_t below = left < CONTEXT ? left : CONTEXT;
    const size_t from = first->from - above, to = first->to - above;
    fputs("@@", out);
    put_range(out, '-', from, last->from + last->gone + below - from);
    put_range(out, '+', to, last->to + last->come + below - to);
    fputs(" @@\n", out);
    size_t at = from;
    for (size_t i = high + 1; i-- > low; at = d->hunks[i].from + d->hunks[i].gone) {
        put_lines(out, ' ', &d->before, at, d->hunks[i].from - at);
        put_lines(out, '-', &d->before, d->hunks[i].from, d->hunks[i].gone);
        put_lines(out, '+', &d->after, d->hunks[i].to, d->hunks[i].come);
    }
    put_lines(out, ' ', &d->before, at, below);
}

static void put_name(FILE *out, const char *mark, const char *name)
{
    fprintf(out, "%s ", mark);
    ics_print_escaped(out, name, strlen(name));
    fputc('\n', out);
}

void ics_format_diff(FILE *out, ics_arena *arena, const char *name, const char *before, size_t before_size,
                     const char *after, size_t after_size)
{
    diff d = {.arena = arena};
    d.before = split(arena, before, before_size);
    d.after = split(arena, after, after_size);
    search(&d);
    if (d.count == 0 && before_size == after_size)
        return;
    put_name(out, "---", name);
    put_name(out, "+++", name);
    for (size_t high = d.count; high > 0;) {
        size_t low = high - 1;
        while (low > 0 && d.hunks[low - 1].from - (d.hunks[low].from + d.hunks[low].gone) <= 2 * CONTEXT)
            low--;
        put_group(out, &d, high - 1, low);
        high = low;
    }
}
