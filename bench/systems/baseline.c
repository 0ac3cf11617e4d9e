/*
 * What a C programmer would write for these 25 rules alone: one pass over the text into columns, one loop over the
 * columns. It checks nothing, explains nothing and knows no other rule; it is the floor that the benchmark measures
 * icsrules against where no other baseline is at hand. baseline FILE [RUNS]: one line of JSON.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { RULES = 25, MISSING = INT32_MIN, MOST_RUNS = 101 };
enum { AREA_SEND = 1, AREA_SAFE = 2, AREA_AUTISM = 4, AREA_DOWN = 8, DIRECTOR_FOR_AUTISM = 16 };
enum { TYPE_ICB = 1, TYPE_AUTHORITY = 2, TYPE_NETWORK = 4, TYPE_TRUST = 8, TYPE_VCSE = 16, TYPE_HEALTHWATCH = 32 };
enum { ALL_AREAS = 15, CORE_TYPES = 31 };
enum { SECTION_SAFE = 1, SECTION_SEND = 2, SECTION_INEQUALITIES = 4 };

/* One record; its lists are ranges in the arrays of all. */
typedef struct system {
    int32_t population, plan_published, plan_due, ages_low, ages_high, strategy_published;
    uint32_t first_place, first_case;
    uint8_t areas, authorities, member_types, sections, considered;
    bool is_reported, has_strategy, considers_needs, considers_send, is_this_year;
} record;

typedef struct place {
    int32_t population;
    uint8_t members;
} place;

typedef struct request {
    int32_t requested, finalised;
} request;

static record *records;
static place *places;
static request *requests;
static uint32_t record_count, place_count, request_count;

/* -- the text: known to be well formed, so it is only walked */

static const char *at;

static void blanks(void)
{
    while (*at == ' ' || *at == '\t' || *at == '\r')
        at++;
}

static bool take(char c)
{
    blanks();
    if (*at != c)
        return false;
    at++;
    return true;
}

static void need(char c)
{
    if (take(c))
        return;
    fprintf(stderr, "expected '%c' near '%.20s'\n", c, at);
    exit(2);
}

typedef struct word {
    const char *start;
    size_t size;
} word;

static word read_word(void)
{
    need('"');
    const char *start = at;
    while (*at != '"')
        at += *at == '\\' ? 2 : 1;
    return (word){start, (size_t)(at++ - start)};
}

static bool is(word w, const char *text)
{
    return w.size == strlen(text) && memcmp(w.start, text, w.size) == 0;
}

static void skip(void)
{
    int depth = 0;
    do {
        blanks();
        if (*at == '"')
            read_word();
        else if (*at == '{' || *at == '[')
            depth++, at++;
        else if (*at == '}' || *at == ']')
            depth--, at++;
        else if (*at == ',' || *at == ':')
            at++;
        else
            at += strcspn(at, ",:{}[]\"\n ");
    } while (depth > 0);
}

static bool is_null(void)
{
    blanks();
    if (*at != 'n')
        return false;
    at += 4;
    return true;
}

static int32_t read_number(void)
{
    if (is_null())
        return MISSING;
    return (int32_t)strtol(at, (char **)&at, 10);
}

/* Days since 0000-03-01: only differences and order matter. */
static int32_t day_number(int32_t year, int32_t month, int32_t day)
{
    year -= month <= 2;
    return 365 * year + year / 4 - year / 100 + year / 400 + (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day;
}

static int32_t digits(const char *text, int count)
{
    int32_t value = 0;
    for (int i = 0; i < count; i++)
        value = 10 * value + (text[i] - '0');
    return value;
}

static int32_t read_day(void)
{
    if (is_null())
        return MISSING;
    const word w = read_word();
    return day_number(digits(w.start, 4), digits(w.start + 5, 2), digits(w.start + 8, 2));
}

/* Calls member() with each key, at its value. */
static void read_object(void (*member)(word key, void *into), void *into)
{
    if (is_null())
        return;
    need('{');
    if (take('}'))
        return;
    do {
        const word key = read_word();
        need(':');
        member(key, into);
    } while (take(','));
    need('}');
}

static void read_list(void (*item)(void *into), void *into)
{
    if (is_null())
        return;
    need('[');
    if (take(']'))
        return;
    do
        item(into);
    while (take(','));
    need(']');
}

/* -- the parts of a record */

static uint8_t type_bit(word w)
{
    return is(w, "icb")                    ? TYPE_ICB
           : is(w, "local_authority")      ? TYPE_AUTHORITY
           : is(w, "primary_care_network") ? TYPE_NETWORK
           : is(w, "nhs_trust")            ? TYPE_TRUST
           : is(w, "vcse")                 ? TYPE_VCSE
           : is(w, "healthwatch")          ? TYPE_HEALTHWATCH
                                           : 0;
}

typedef struct lead {
    uint8_t area;
    bool is_director;
} lead;

static void lead_member(word key, void *into)
{
    lead *l = into;
    const word w = read_word();
    if (is(key, "role"))
        l->is_director = is(w, "executive_director");
    else
        l->area = is(w, "SEND")                         ? AREA_SEND
                  : is(w, "safeguarding")               ? AREA_SAFE
                  : is(w, "learning_disability_autism") ? AREA_AUTISM
                  : is(w, "down_syndrome")              ? AREA_DOWN
                                                        : 0;
}

static void lead_item(void *into)
{
    lead l = {0, false};
    record *r = into;
    read_object(lead_member, &l);
    r->areas |= l.area;
    if (l.area == AREA_AUTISM && l.is_director)
        r->areas |= DIRECTOR_FOR_AUTISM;
}

static void plan_member(word key, void *into)
{
    record *r = into;
    if (is(key, "published")) {
        r->plan_published = read_day();
    } else if (is(key, "covers_ages")) {
        need('[');
        r->ages_low = read_number();
        need(',');
        r->ages_high = read_number();
        need(']');
    } else if (is(key, "financial_year")) {
        const word year = read_word();
        r->plan_due = day_number(digits(year.start, 4), 6, 30);
        r->is_this_year = is(year, "2024-25");
    } else {
        skip();
    }
}

static void section_item(void *into)
{
    record *r = into;
    const word w = read_word();
    r->sections |= is(w, "safeguarding")          ? SECTION_SAFE
                   : is(w, "SEND")                ? SECTION_SEND
                   : is(w, "health_inequalities") ? SECTION_INEQUALITIES
                                                  : 0;
}

static void report_member(word key, void *into)
{
    (void)key;
    read_list(section_item, into);
}

static void board_member(word key, void *into)
{
    record *r = into;
    if (is(key, "population")) {
        r->population = read_number();
    } else if (is(key, "executive_leads")) {
        read_list(lead_item, r);
    } else if (is(key, "forward_plan")) {
        read_object(plan_member, r);
    } else if (is(key, "annual_report")) {
        r->is_reported = true;
        read_object(report_member, r);
    } else {
        skip();
    }
}

static void considered_item(void *into)
{
    record *r = into;
    const word w = read_word();
    r->considered++;
    r->considers_needs = r->considers_needs || is(w, "joint_strategic_needs_assessment");
    r->considers_send = r->considers_send || is(w, "SEND");
}

static void strategy_member(word key, void *into)
{
    record *r = into;
    r->has_strategy = true;
    if (is(key, "published"))
        r->strategy_published = read_day();
    else
        read_list(considered_item, r);
}

static void member_member(word key, void *into)
{
    record *r = into;
    const word w = read_word();
    if (!is(key, "type"))
        return;
    const uint8_t bit = type_bit(w);
    r->member_types |= bit;
    r->authorities = (uint8_t)(r->authorities + (bit == TYPE_AUTHORITY));
}

static void member_item(void *into)
{
    read_object(member_member, into);
}

static void partnership_member(word key, void *into)
{
    if (is(key, "members"))
        read_list(member_item, into);
    else
        read_object(strategy_member, into);
}

static void place_type_item(void *into)
{
    place *p = into;
    p->members |= type_bit(read_word());
}

static void place_member(word key, void *into)
{
    place *p = into;
    if (is(key, "population"))
        p->population = read_number();
    else if (is(key, "members"))
        read_list(place_type_item, p);
    else
        skip();
}

static void place_item(void *into)
{
    (void)into;
    places[place_count] = (place){MISSING, 0};
    read_object(place_member, &places[place_count++]);
}

static void case_member(word key, void *into)
{
    request *c = into;
    *(is(key, "requested") ? &c->requested : &c->finalised) = read_day();
}

static void case_item(void *into)
{
    (void)into;
    requests[request_count] = (request){MISSING, MISSING};
    read_object(case_member, &requests[request_count++]);
}

static void record_member(word key, void *into)
{
    if (is(key, "icb"))
        read_object(board_member, into);
    else if (is(key, "icp"))
        read_object(partnership_member, into);
    else if (is(key, "places"))
        read_list(place_item, into);
    else if (is(key, "cases"))
        read_list(case_item, into);
    else
        skip();
}

/* Room for what a text of so many bytes can hold: no record, place or case is shorter. */
static void begin(size_t size)
{
    records = calloc(size / 200 + 2, sizeof *records);
    places = calloc(size / 16 + 2, sizeof *places);
    requests = calloc(size / 16 + 2, sizeof *requests);
    if (records == NULL || places == NULL || requests == NULL)
        exit(2);
}

static void read_records(const char *text, const char *end)
{
    record_count = place_count = request_count = 0;
    for (at = text; at < end; at++) { /* past the line's end */
        record *r = &records[record_count++];
        *r = (record){.population = MISSING,
                      .plan_published = MISSING,
                      .plan_due = MISSING,
                      .ages_low = MISSING,
                      .strategy_published = MISSING,
                      .first_place = place_count,
                      .first_case = request_count};
        read_object(record_member, r);
    }
    records[record_count] = (record){.first_place = place_count, .first_case = request_count};
}

/* -- the rules: 0 not met, 1 met, 2 unknown */

static int kleene(bool is_false, bool is_open)
{
    return is_false ? 0 : is_open ? 2 : 1;
}

static void judge_places(const record *r, uint8_t *out)
{
    bool is_short = false, is_odd = false, is_open = false;
    int64_t sum = 0;
    for (uint32_t i = r->first_place; i < r[1].first_place; i++) {
        const int32_t people = places[i].population;
        is_short = is_short || (places[i].members & CORE_TYPES) != CORE_TYPES;
        is_open = is_open || people == MISSING;
        is_odd = is_odd || (people != MISSING && (people < 50000 || people > 500000));
        sum += people == MISSING ? 0 : people;
    }
    const uint32_t count = r[1].first_place - r->first_place;
    out[18] = count >= 4 && count <= 7;
    out[19] = !is_short;
    out[20] = (uint8_t)kleene(is_odd, is_open);
    out[21] = r->population == MISSING || is_open ? 2 : 20 * llabs(sum - r->population) <= r->population;
}

static void judge_cases(const record *r, uint8_t *out)
{
    uint32_t dated = 0, timely = 0, open = 0;
    for (uint32_t i = r->first_case; i < r[1].first_case; i++) {
        const bool is_dated = requests[i].requested != MISSING && requests[i].finalised != MISSING;
        dated += is_dated;
        timely += is_dated && requests[i].finalised - requests[i].requested <= 140;
        open += requests[i].finalised == MISSING;
    }
    const uint32_t count = r[1].first_case - r->first_case;
    out[22] = (uint8_t)kleene(timely < dated, dated < count);
    out[23] = dated == 0 ? 2 : 5 * timely >= 3 * dated;
    out[24] = 10 * open <= count;
}

static void judge_board(const record *r, uint8_t *out)
{
    const bool is_planned = r->plan_published != MISSING;
    out[0] = (r->areas & AREA_SEND) != 0;
    out[1] = (r->areas & AREA_SAFE) != 0;
    out[2] = (r->areas & DIRECTOR_FOR_AUTISM) != 0;
    out[3] = (r->areas & AREA_DOWN) != 0;
    out[4] = (r->areas & ALL_AREAS) == ALL_AREAS;
    out[5] = r->population == MISSING ? 2 : r->population >= 1000000 && r->population <= 3000000;
    out[6] = is_planned;
    out[7] = !is_planned || r->plan_due == MISSING ? 2 : r->plan_published <= r->plan_due;
    out[8] = r->ages_low == MISSING ? 2 : r->ages_low <= 0 && r->ages_high >= 25;
    out[9] = r->plan_due == MISSING ? 2 : r->is_this_year;
    out[10] = !r->is_reported ? 2 : (r->sections & SECTION_SAFE) != 0;
    out[11] = !r->is_reported ? 2 : r->sections == (SECTION_SAFE | SECTION_SEND | SECTION_INEQUALITIES);
}

static void judge_partnership(const record *r, uint8_t *out)
{
    const uint8_t voices = TYPE_ICB | TYPE_VCSE | TYPE_HEALTHWATCH;
    const int32_t days = r->plan_published - (r->strategy_published == MISSING ? 0 : r->strategy_published);
    out[12] = r->authorities >= 1;
    out[13] = r->authorities >= 2;
    out[14] = (r->member_types & voices) == voices;
    out[15] = r->considers_needs;
    out[16] = !r->has_strategy ? 2 : r->considered >= 3 && r->considers_send;
    out[17] = r->plan_published == MISSING || r->strategy_published == MISSING ? 2 : days >= 0 && days <= 1095;
}

static void judge_all(uint64_t counts[RULES][3])
{
    memset(counts, 0, RULES * sizeof counts[0]);
    for (uint32_t i = 0; i < record_count; i++) {
        uint8_t out[RULES];
        judge_board(&records[i], out);
        judge_partnership(&records[i], out);
        judge_places(&records[i], out);
        judge_cases(&records[i], out);
        for (int rule = 0; rule < RULES; rule++)
            counts[rule][out[rule]]++;
    }
}

/* -- the clock */

static double now_ms(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *times, int count)
{
    qsort(times, (size_t)count, sizeof *times, by_size);
    return times[count / 2];
}

static char *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        fprintf(stderr, "cannot read %s\n", path);
        exit(2);
    }
    *size = (size_t)ftell(file);
    rewind(file);
    char *text = calloc(*size + 64, 1);
    if (text == NULL || fread(text, 1, *size, file) != *size)
        exit(2);
    fclose(file);
    return text;
}

int main(int argc, char **argv)
{
    static double parse[MOST_RUNS], judge[MOST_RUNS];
    static uint64_t counts[RULES][3];
    size_t size;
    const long asked = argc > 2 ? strtol(argv[2], NULL, 10) : 11;
    const int runs = asked < 1 ? 1 : asked > MOST_RUNS ? MOST_RUNS : (int)asked;
    if (argc < 2)
        return 2;
    char *text = read_file(argv[1], &size);
    begin(size);
    for (int run = 0; run < runs; run++) {
        const double begun = now_ms();
        read_records(text, text + size);
        const double parsed = now_ms();
        judge_all(counts);
        parse[run] = parsed - begun;
        judge[run] = now_ms() - parsed;
    }
    printf("{\"peer\":\"baseline\",\"records\":%" PRIu32 ",\"parse_ms\":%.3f,\"eval_ms\":%.4f,\"counts\":[",
           record_count, median(parse, runs), median(judge, runs));
    for (int rule = 0; rule < RULES; rule++)
        printf("%s[%" PRIu64 ",%" PRIu64 ",%" PRIu64 "]", rule == 0 ? "" : ",", counts[rule][0], counts[rule][1],
               counts[rule][2]);
    puts("]}");
    free(text);
    free(records);
    free(places);
    free(requests);
    return 0;
}
