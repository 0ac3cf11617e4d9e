/*
 * Invented system descriptions for the benchmark: generate [COUNT] [SEED] > data.ndjson. Whole numbers alone, so the
 * bytes are the same on every machine: 10,000 records of seed 20261 have the SHA-256 that bench/run.py checks.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* -- chance: a 32-bit counter through a mixing function (mulberry32) */

static uint32_t seed;

static uint32_t draw(void)
{
    seed += 0x6D2B79F5u;
    uint32_t t = (seed ^ (seed >> 15)) * (1u | seed);
    t = (t + (t ^ (t >> 7)) * (61u | t)) ^ t;
    return t ^ (t >> 14);
}

static uint32_t below(uint32_t n)
{
    return draw() % n;
}

static uint32_t between(uint32_t lowest, uint32_t highest)
{
    return lowest + below(highest - lowest + 1);
}

static bool permille(uint32_t chance)
{
    return below(1000) < chance;
}

/* -- words */

static const char *const roles[] = {"chief_nurse", "medical_director", "executive_director", "finance_director",
                                    "strategy_director"};
static const char *const areas[] = {"SEND", "safeguarding", "learning_disability_autism", "down_syndrome"};
static const char *const other_areas[] = {"digital", "workforce", "estates"};
static const char *const core[] = {"icb", "local_authority", "primary_care_network", "nhs_trust", "vcse"};
static const char *const other_types[] = {"healthwatch",        "police",    "school_forum",        "public_health",
                                          "parent_carer_forum", "nhs_trust", "primary_care_network"};
enum { OTHER_TYPES_OF_PLACES = 5 }; /* the last two are for partnerships alone */
static const char *const considered[] = {
    "joint_strategic_needs_assessment", "SEND", "mental_health", "workforce", "carers", "inequalities"};
static const char *const sections[] = {"safeguarding", "SEND",        "health_inequalities",
                                       "finance",      "performance", "public_involvement"};
static const char *const towns[] = {"Arden",    "Bexmoor",  "Saint Ebb's", "Calder",
                                    "Dunholme", "Eastwick", "Fenland",     "Garrow"};

static const char *town(void)
{
    return towns[below(COUNT_OF(towns))];
}

/* -- a list of short JSON values, shuffled before it is written */

enum { ITEM_BYTES = 96, ITEMS = 32 };

typedef struct list {
    char item[ITEMS][ITEM_BYTES];
    uint32_t count;
} list;

static char *add(list *l)
{
    return l->item[l->count++];
}

static void add_word(list *l, const char *word)
{
    snprintf(add(l), ITEM_BYTES, "\"%s\"", word);
}

static void shuffle(list *l)
{
    for (uint32_t i = l->count; i-- > 1;) {
        char kept[ITEM_BYTES];
        const uint32_t j = below(i + 1);
        memcpy(kept, l->item[i], ITEM_BYTES);
        memmove(l->item[i], l->item[j], ITEM_BYTES);
        memcpy(l->item[j], kept, ITEM_BYTES);
    }
}

/* -- text that grows in a fixed buffer; a record is about 3 KB */

typedef struct text {
    char bytes[32768];
    size_t size;
} text;

static void write_text(text *t, const char *words)
{
    const size_t size = strlen(words);
    if (size >= sizeof t->bytes - t->size)
        abort();
    memcpy(t->bytes + t->size, words, size + 1);
    t->size += size;
}

static void write_number(text *t, uint64_t number)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRIu64, number);
    write_text(t, digits);
}

static void write_list(text *t, const list *l)
{
    write_text(t, "[");
    for (uint32_t i = 0; i < l->count; i++) {
        write_text(t, i == 0 ? "" : ",");
        write_text(t, l->item[i]);
    }
    write_text(t, "]");
}

/* "2024-02-29" from days since 2020-01-01, for the years 2020 to 2030 */
static void format_day(uint32_t day, char out[11])
{
    static const uint8_t lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    uint32_t year = 2020, month = 0;
    for (;; year++) {
        const uint32_t days = year % 4 == 0 ? 366 : 365;
        if (day < days)
            break;
        day -= days;
    }
    for (;; month++) {
        const uint32_t days = lengths[month] + (month == 1 && year % 4 == 0 ? 1u : 0u);
        if (day < days)
            break;
        day -= days;
    }
    snprintf(out, 11, "%04u-%02u-%02u", year % 10000, (month + 1) % 100, (day + 1) % 100);
}

/* Writes "key":"date" with a comma before it where the object is not empty. */
static void write_day(text *t, const char *key, uint32_t day, bool is_first)
{
    char date[11];
    format_day(day, date);
    write_text(t, is_first ? "\"" : ",\"");
    write_text(t, key);
    write_text(t, "\":\"");
    write_text(t, date);
    write_text(t, "\"");
}

/* -- parts of a record, drawn in a fixed order whatever their order in the text */

static uint32_t place_population(void)
{
    if (permille(950))
        return between(60000, 480000);
    return permille(500) ? between(20000, 49999) : between(500001, 700000);
}

static uint32_t write_place(text *t, uint32_t number)
{
    const uint32_t population = place_population();
    list members = {.count = 0};
    for (size_t i = 0; i < COUNT_OF(core); i++)
        if (permille(985))
            add_word(&members, core[i]);
    for (size_t i = 0; i < OTHER_TYPES_OF_PLACES; i++)
        if (permille(450))
            add_word(&members, other_types[i]);
    write_text(t, number == 1 ? "{\"name\":\"" : ",{\"name\":\"");
    write_text(t, town());
    write_text(t, " Place ");
    write_number(t, number);
    write_text(t, "\"");
    shuffle(&members);
    if (permille(15)) {
        write_text(t, ",\"population\":null");
    } else if (!permille(10)) {
        write_text(t, ",\"population\":");
        write_number(t, population);
    }
    write_text(t, ",\"members\":");
    write_list(t, &members);
    write_text(t, "}");
    return population;
}

static uint64_t write_places(text *t)
{
    uint64_t sum = 0;
    const uint32_t count = between(3, 8);
    for (uint32_t k = 1; k <= count; k++)
        sum += write_place(t, k);
    return sum;
}

static void draw_leads(list *leads, const char *const *of, size_t count, uint32_t chance)
{
    for (size_t i = 0; i < count; i++)
        if (permille(chance))
            snprintf(add(leads), ITEM_BYTES, "{\"role\":\"%s\",\"area\":\"%s\"}", roles[below(COUNT_OF(roles))], of[i]);
}

static void write_plan(text *t)
{
    bool is_first = true;
    write_text(t, ",\"forward_plan\":{");
    if (permille(950)) {
        write_day(t, "published", between(1520, 1670), true);
        is_first = false;
    } else if (permille(500)) {
        write_text(t, "\"published\":null");
        is_first = false;
    }
    const uint32_t ages = below(100);
    if (permille(970)) {
        write_text(t, is_first ? "\"covers_ages\":" : ",\"covers_ages\":");
        write_text(t, ages < 85 ? "[0,25]" : ages < 95 ? "[0,18]" : "[5,25]");
        is_first = false;
    }
    if (permille(980)) {
        write_text(t, is_first ? "\"financial_year\":" : ",\"financial_year\":");
        write_text(t, permille(900) ? "\"2024-25\"" : "\"2023-24\"");
    }
    write_text(t, "}");
}

static void draw_words(list *l, const char *const *words, size_t count, uint32_t chance)
{
    for (size_t i = 0; i < count; i++)
        if (permille(chance))
            add_word(l, words[i]);
    shuffle(l);
}

static void write_board(text *t, uint32_t number, uint64_t people)
{
    list leads = {.count = 0}, topics = {.count = 0};
    draw_leads(&leads, areas, COUNT_OF(areas), 920);
    draw_leads(&leads, other_areas, COUNT_OF(other_areas), 500);
    write_text(t, "{\"name\":\"NHS ");
    write_text(t, town());
    write_text(t, " and ");
    write_text(t, town());
    write_text(t, " Integrated Care Board ");
    write_number(t, number);
    write_text(t, "\"");
    const uint64_t population = people * between(940, 1060) / 1000;
    if (permille(30)) {
        write_text(t, ",\"population\":null");
    } else if (!permille(20)) {
        write_text(t, ",\"population\":");
        write_number(t, population);
    }
    shuffle(&leads);
    write_text(t, ",\"executive_leads\":");
    write_list(t, &leads);
    if (permille(960))
        write_plan(t);
    else if (permille(500))
        write_text(t, ",\"forward_plan\":null");
    if (permille(960)) {
        draw_words(&topics, sections, COUNT_OF(sections), 900);
        write_text(t, ",\"annual_report\":{\"sections\":");
        write_list(t, &topics);
        write_text(t, "}");
    }
    write_text(t, "}");
}

static void draw_member(list *members, const char *type)
{
    char spoken[40];
    snprintf(spoken, sizeof spoken, "%s", type);
    for (char *c = spoken; *c != '\0'; c++)
        if (*c == '_')
            *c = ' ';
    const char *from = town();
    snprintf(add(members), ITEM_BYTES, "{\"org\":\"%s %s %u\",\"type\":\"%s\"}", from, spoken, between(1, 99), type);
}

static void write_partnership(text *t)
{
    static const struct {
        const char *type;
        uint32_t chance;
    } usual[] = {{"local_authority", 970}, {"local_authority", 850}, {"icb", 970}, {"vcse", 900}, {"healthwatch", 900}};
    list members = {.count = 0}, topics = {.count = 0};
    for (size_t i = 0; i < COUNT_OF(usual); i++)
        if (permille(usual[i].chance))
            draw_member(&members, usual[i].type);
    for (uint32_t k = between(1, 5); k > 0; k--)
        draw_member(&members, other_types[below(COUNT_OF(other_types))]);
    shuffle(&members);
    write_text(t, "{\"members\":");
    write_list(t, &members);
    if (permille(960)) {
        write_text(t, ",\"strategy\":{");
        const bool is_published = permille(960);
        if (is_published)
            write_day(t, "published", between(300, 1640), true);
        draw_words(&topics, considered, COUNT_OF(considered), 800);
        write_text(t, is_published ? ",\"considers\":" : "\"considers\":");
        write_list(t, &topics);
        write_text(t, "}");
    } else if (permille(500)) {
        write_text(t, ",\"strategy\":null");
    }
    write_text(t, "}");
}

static void write_case(text *t, bool is_first, uint32_t late, uint32_t open)
{
    const uint32_t requested = between(1096, 1600);
    const uint32_t finalised = requested + (permille(late) ? between(141, 420) : between(40, 140));
    const bool is_open = permille(open), is_undated = permille(4);
    write_text(t, is_first ? "{" : ",{");
    if (is_undated)
        write_text(t, "\"requested\":null");
    else
        write_day(t, "requested", requested, true);
    if (is_open)
        write_text(t, ",\"finalised\":null");
    else
        write_day(t, "finalised", finalised, false);
    write_text(t, "}");
}

static void write_cases(text *t)
{
    static const uint32_t lateness[] = {0, 0, 0, 50, 300, 600}, openness[] = {0, 0, 30, 120};
    const uint32_t late = lateness[below(COUNT_OF(lateness))], open = openness[below(COUNT_OF(openness))];
    const uint32_t count = between(15, 25);
    for (uint32_t k = 0; k < count; k++)
        write_case(t, k == 0, late, open);
}

static void print_record(uint32_t number)
{
    static text places, board, partnership, cases;
    places.size = board.size = partnership.size = cases.size = 0;
    const uint64_t people = write_places(&places);
    write_board(&board, number, people);
    write_partnership(&partnership);
    write_cases(&cases);
    printf("{\"id\":\"ICS%05" PRIu32 "\",\"icb\":%s,\"icp\":%s,\"places\":[%s],\"cases\":[%s]}\n", number, board.bytes,
           partnership.bytes, places.bytes, cases.bytes);
}

int main(int argc, char **argv)
{
    const unsigned long count = argc > 1 ? strtoul(argv[1], NULL, 10) : 10000;
    seed = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) : 20261;
    for (uint32_t i = 0; i < count; i++)
        print_record(i);
    return fflush(stdout) == 0 ? 0 : 1;
}
