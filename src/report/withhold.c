/*
 * The table falls into parts that share no record; each is audited by itself. Linear algebra is done modulo a prime, on
 * vectors that are projected at random (by numbers that are always the same) to a few more columns than there are
 * cells: that keeps what depends on what, but for a chance of one in many millions.
 */
#include "report/withhold.h"

#include <stdlib.h>
#include <string.h>

enum {
    AUDITED_MOST = 512, /* cells of a part; of a larger one with a small count none is printed */
    SPARE_COLUMNS = 8
};

static const uint64_t prime = 2147483647;

/* -- vectors */

static uint32_t times(uint32_t a, uint32_t b)
{
    return (uint32_t)((uint64_t)a * b % prime);
}

static uint32_t inverse(uint32_t a)
{
    uint32_t result = 1;
    for (uint64_t power = prime - 2; power > 0; power >>= 1) {
        if (power & 1)
            result = times(result, a);
        a = times(a, a);
    }
    return result;
}

/* a -= factor * b */
static void subtract(uint32_t *a, const uint32_t *b, uint32_t factor, size_t width)
{
    for (size_t i = 0; factor != 0 && i < width; i++)
        a[i] = (uint32_t)((a[i] + (prime - factor) * b[i]) % prime);
}

/* The first column that is not zero, or the width. */
static size_t pivot_of(const uint32_t *row, size_t width)
{
    size_t at = 0;
    while (at < width && row[at] == 0)
        at++;
    return at;
}

/* A number of its own for each atom and column. */
static uint32_t random_at(uint64_t atom, uint64_t column)
{
    uint64_t z = (atom + 1) * UINT64_C(0x9E3779B97F4A7C15) + column * UINT64_C(0xD1B54A32D192ED03);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)((z ^ (z >> 31)) % prime);
}

/* -- one part of the table */

typedef struct part {
    ics_cell *cells;       /* of the whole table */
    const uint32_t *which; /* the cells of this part, in order */
    size_t count, width;
    uint32_t *rows;  /* by cell of the part */
    uint32_t *basis; /* what can be worked out of what is printed; each row is 1 at its pivot */
    size_t *pivots;  /* of the basis */
    size_t rank;
    uint32_t *secret; /* what must stay out of reach, less what the basis says of it */
    uint32_t *tried;  /* the same with one more cell printed */
    size_t secret_count;
    uint32_t *scratch; /* two rows */
    size_t *order;     /* of the cells, as they are tried */
} part;

/* Rows of which there is one for each cell, and one whole or one secret for each rule. */
static size_t most_rows(const part *p)
{
    return 2 * p->count + 1;
}

/* Lays the rows of a part out in one array. */
static void lay_out(part *p, uint32_t *numbers)
{
    const size_t most = most_rows(p) * p->width;
    p->rows = numbers;
    p->basis = p->rows + p->count * p->width;
    p->secret = p->basis + most;
    p->tried = p->secret + most;
    p->scratch = p->tried + most;
}

static ics_cell *cell_at(const part *p, size_t i)
{
    return &p->cells[p->which[i]];
}

/* How far the cells of the rule at @p begin reach. */
static size_t rule_end(const part *p, size_t begin)
{
    size_t end = begin;
    while (end < p->count && cell_at(p, end)->body == cell_at(p, begin)->body &&
           cell_at(p, end)->rule == cell_at(p, begin)->rule)
        end++;
    return end;
}

static bool is_small(const ics_cell *cell)
{
    return cell->records < ICS_SMALLEST_COUNT;
}

/* Puts a row, less what the basis says of it, into scratch. @return its pivot, or the width where nothing is left. */
static size_t reduce(part *p, const uint32_t *row)
{
    memcpy(p->scratch, row, p->width * sizeof *row);
    for (size_t b = 0; b < p->rank; b++)
        subtract(p->scratch, p->basis + b * p->width, p->scratch[p->pivots[b]], p->width);
    return pivot_of(p->scratch, p->width);
}

/* Takes what is in scratch into the basis. */
static void extend(part *p, size_t pivot)
{
    uint32_t *row = p->basis + p->rank * p->width;
    const uint32_t factor = inverse(p->scratch[pivot]);
    for (size_t i = 0; i < p->width; i++)
        row[i] = times(p->scratch[i], factor);
    p->pivots[p->rank++] = pivot;
}

/* What is secret, with the last row of the basis known too. @return false where one of them is then known. */
static bool reveals_nothing(part *p)
{
    const uint32_t *row = p->basis + (p->rank - 1) * p->width;
    const size_t pivot = p->pivots[p->rank - 1];
    memcpy(p->tried, p->secret, p->secret_count * p->width * sizeof *p->secret);
    for (size_t s = 0; s < p->secret_count; s++) {
        uint32_t *secret = p->tried + s * p->width;
        subtract(secret, row, secret[pivot], p->width);
        if (pivot_of(secret, p->width) == p->width)
            return false;
    }
    return true;
}

/* Adds a vector of cells up into scratch's second half. */
static uint32_t *sum_of(part *p, size_t begin, size_t end, bool of_small)
{
    uint32_t *sum = p->scratch + p->width;
    memset(sum, 0, p->width * sizeof *sum);
    for (size_t i = begin; i < end; i++)
        if (!of_small || is_small(cell_at(p, i)))
            subtract(sum, p->rows + i * p->width, (uint32_t)prime - 1, p->width);
    return sum;
}

static void take_wholes(part *p)
{
    for (size_t begin = 0, end; begin < p->count; begin = end) {
        end = rule_end(p, begin);
        const size_t pivot = reduce(p, sum_of(p, begin, end, false));
        if (pivot < p->width)
            extend(p, pivot);
    }
}

/* What the wholes tell already cannot be kept: there is nothing else to be withheld for it. */
static void add_secret(part *p, const uint32_t *row)
{
    if (reduce(p, row) < p->width)
        memcpy(p->secret + p->secret_count++ * p->width, p->scratch, p->width * sizeof *row);
}

/* Each small cell; and those of a rule together, where they are few even so. */
static void list_secrets(part *p)
{
    for (size_t begin = 0, end; begin < p->count; begin = end) {
        uint64_t records = 0;
        size_t small = 0;
        end = rule_end(p, begin);
        for (size_t i = begin; i < end; i++)
            if (is_small(cell_at(p, i))) {
                add_secret(p, p->rows + i * p->width);
                records += cell_at(p, i)->records;
                small++;
            }
        if (small > 1 && records < ICS_SMALLEST_COUNT)
            add_secret(p, sum_of(p, begin, end, true));
    }
}

/* Prints a cell where that gives nothing away. */
static void try_cell(part *p, size_t i)
{
    const size_t pivot = reduce(p, p->rows + i * p->width);
    bool is_safe = true;
    if (pivot < p->width) {
        extend(p, pivot);
        is_safe = reveals_nothing(p);
        if (is_safe) {
            uint32_t *before = p->secret;
            p->secret = p->tried;
            p->tried = before;
        } else {
            p->rank--;
        }
    }
    cell_at(p, i)->is_withheld = !is_safe;
}

/* The largest first; of equals the one that stands first. */
static void choose(part *p)
{
    for (size_t i = 0; i < p->count; i++) {
        size_t at = i;
        for (; at > 0 && cell_at(p, p->order[at - 1])->records < cell_at(p, i)->records; at--)
            p->order[at] = p->order[at - 1];
        p->order[at] = i;
    }
    for (size_t i = 0; i < p->count && !is_small(cell_at(p, p->order[i])); i++)
        try_cell(p, p->order[i]);
}

/* -- the memberships of one part */

static uint64_t mix(uint64_t hash, uint64_t value)
{
    hash ^= value + UINT64_C(0x9E3779B97F4A7C15) + (hash << 6) + (hash >> 2);
    return hash * UINT64_C(0xFF51AFD7ED558CCD);
}

/* The memberships of one record: a run of them. */
static size_t record_end(const ics_membership *members, size_t count, size_t begin)
{
    size_t end = begin + 1;
    while (end < count && members[end].record == members[begin].record && members[end].part == members[begin].part)
        end++;
    return end;
}

static uint64_t signature(const ics_membership *members, size_t begin, size_t end)
{
    uint64_t hash = 1;
    for (size_t i = begin; i < end; i++)
        hash = mix(hash, (uint64_t)members[i].cell << 32 | members[i].times);
    return hash == 0 ? 1 : hash;
}

/* Whether a signature is new; marks it. */
static bool is_new(uint64_t *seen, size_t room, uint64_t hash)
{
    size_t at = (size_t)(hash >> 20) & (room - 1);
    while (seen[at] != 0 && seen[at] != hash)
        at = (at + 1) & (room - 1);
    if (seen[at] == hash)
        return false;
    seen[at] = hash;
    return true;
}

/* Records that are counted alike are one atom, and one column, of which a random number in each row is kept. */
static bool fill_rows(part *p, const ics_membership *members, size_t count, const uint32_t *place)
{
    size_t room = 16, atoms = 0;
    while (room < 2 * count)
        room *= 2;
    uint64_t *seen = calloc(room, sizeof *seen);
    for (size_t begin = 0, end; seen && begin < count; begin = end) {
        end = record_end(members, count, begin);
        if (!is_new(seen, room, signature(members, begin, end)))
            continue;
        for (size_t c = 0; c < p->width; c++)
            p->scratch[c] = random_at(atoms, c);
        for (size_t i = begin; i < end; i++)
            subtract(p->rows + place[members[i].cell] * p->width, p->scratch,
                     (uint32_t)(prime - members[i].times % prime) % (uint32_t)prime, p->width);
        atoms++;
    }
    const bool is_filled = seen != NULL;
    free(seen);
    return is_filled;
}

static bool has_small(const ics_cell *cells, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (is_small(&cells[i]))
            return true;
    return false;
}

static ics_status audit(ics_cell *cells, const uint32_t *which, size_t count, const uint32_t *place,
                        const ics_membership *members, size_t member_count)
{
    bool is_sensitive = false;
    for (size_t i = 0; i < count; i++)
        is_sensitive |= is_small(&cells[which[i]]);
    for (size_t i = 0; i < count; i++)
        cells[which[i]].is_withheld = is_sensitive;
    if (!is_sensitive || count > AUDITED_MOST)
        return ICS_OK;
    part p = {.cells = cells, .which = which, .count = count, .width = count + SPARE_COLUMNS};
    uint32_t *numbers = calloc((count + 3 * most_rows(&p) + 2) * p.width, sizeof *numbers);
    size_t *pivots = calloc(most_rows(&p), sizeof *pivots), *order = calloc(count, sizeof *order);
    bool is_made = numbers && pivots && order;
    if (is_made) {
        p.pivots = pivots;
        p.order = order;
        lay_out(&p, numbers);
        is_made = fill_rows(&p, members, member_count, place);
    }
    if (is_made) {
        take_wholes(&p);
        list_secrets(&p);
        choose(&p);
    }
    free(numbers);
    free(pivots);
    free(order);
    return is_made ? ICS_OK : ICS_E_NOMEM;
}

/* -- the parts */

static uint32_t root_of(uint32_t *parents, uint32_t at)
{
    while (parents[at] != at)
        at = parents[at] = parents[parents[at]];
    return at;
}

/* The lower number becomes the root. */
static void join(uint32_t *parents, uint32_t a, uint32_t b)
{
    a = root_of(parents, a);
    b = root_of(parents, b);
    parents[a < b ? b : a] = a < b ? a : b;
}

static int compare(uint64_t a, uint64_t b)
{
    return a < b ? -1 : a > b;
}

static int by_record(const void *a, const void *b)
{
    const ics_membership *x = a, *y = b;
    const int order = compare(x->record, y->record);
    return order != 0 ? order : compare(x->cell, y->cell);
}

static int by_part(const void *a, const void *b)
{
    const ics_membership *x = a, *y = b;
    const int order = compare(x->part, y->part);
    return order != 0 ? order : by_record(a, b);
}

/* Cells that count one record, or are of one body, are in one part. */
static void find_parts(uint32_t *parents, const ics_cell *cells, size_t cell_count, ics_membership *members,
                       size_t member_count)
{
    for (uint32_t i = 0; i < cell_count; i++) {
        parents[i] = i;
        if (i > 0 && cells[i].body == cells[i - 1].body)
            join(parents, i - 1, i);
    }
    qsort(members, member_count, sizeof *members, by_record);
    for (size_t i = 1; i < member_count; i++)
        if (members[i].record == members[i - 1].record)
            join(parents, members[i - 1].cell, members[i].cell);
    for (size_t i = 0; i < member_count; i++)
        members[i].part = root_of(parents, members[i].cell);
    qsort(members, member_count, sizeof *members, by_part);
}

/* The cells of one part after the other, by its root; where each part begins, and the place of each cell in it. */
static void gather(uint32_t *which, uint32_t *place, uint32_t *begins, uint32_t *parents, size_t cell_count)
{
    for (uint32_t i = 0; i < cell_count; i++)
        place[i] = begins[root_of(parents, i) + 1]++;
    for (size_t i = 0; i < cell_count; i++)
        begins[i + 1] += begins[i];
    for (uint32_t i = 0; i < cell_count; i++)
        which[begins[root_of(parents, i)] + place[i]] = i;
}

ics_status ics_withhold(ics_cell *cells, size_t cell_count, ics_membership *members, size_t member_count)
{
    uint32_t *parents = calloc(cell_count + 1, sizeof *parents), *which = calloc(cell_count + 1, sizeof *which);
    uint32_t *place = calloc(cell_count + 1, sizeof *place), *begins = calloc(cell_count + 2, sizeof *begins);
    ics_status status = parents && which && place && begins ? ICS_OK : ICS_E_NOMEM;
    if (!has_small(cells, cell_count)) /* then nothing is withheld, as every cell says already */
        member_count = 0;
    if (status == ICS_OK && member_count > 0) {
        find_parts(parents, cells, cell_count, members, member_count);
        gather(which, place, begins, parents, cell_count);
    }
    for (size_t begin = 0, end; status == ICS_OK && begin < member_count; begin = end) {
        const uint32_t root = members[begin].part;
        for (end = begin; end < member_count && members[end].part == root; end++)
            ;
        status =
            audit(cells, which + begins[root], begins[root + 1] - begins[root], place, members + begin, end - begin);
    }
    free(parents);
    free(which);
    free(place);
    free(begins);
    return status;
}
