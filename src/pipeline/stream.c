/* Judging a table in parts: threads take parts in turn, and what came of them is gathered in the order of the file. */
#include "pipeline/stream.h"

#include "base/limits.h"
#include "data/find.h"
#include "vm/cost.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { JOBS_MOST = 64 };

/* What went on in the threads, to be told apart afterwards. */
typedef enum verdict {
    GOES_ON,
    IS_IRREGULAR, /* a message, or a record that is told twice: parts cannot be judged by themselves */
    HAS_FAILED    /* status says why */
} verdict;

typedef struct stream {
    const ics_program *program;
    const char *name;
    ics_load_options load;
    ics_evaluate_options evaluate;
    int32_t as_at;
    ics_line_source source;
    pthread_mutex_t read_lock, turn_lock;
    pthread_cond_t turned;
    uint64_t turn; /* the part that is gathered next */
    verdict verdict;
    ics_status status;
    ics_diags *diags;
    ics_kept kept;
    ics_codes_seen seen;
    unsigned char key[crypto_shorthash_KEYBYTES];
    uint64_t cost, quiet_parts; /* parts whose warnings were not told, since others had been */
    bool has_warned, is_regular;
    double load_ms, judge_ms; /* of all threads together */
} stream;

/* One part as a thread works on it. */
typedef struct labour {
    stream *of;
    ics_line_part part;
    ics_data_sizes sizes;
    ics_dataset *dataset;
    ics_run *run;
    ics_status status;
    bool has_messages;
    uint32_t line_count;
    uint64_t *codes; /* hashes of the codes of its records */
    size_t code_count, code_room;
    double load_ms, judge_ms;
} labour;

static double clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* ---- a part by itself ---- */

static ics_status read_part(labour *l, uint32_t lines_before, ics_diags *diags)
{
    const stream *s = l->of;
    const ics_data_part part = {.name = s->name,
                                .bytes = l->part.bytes,
                                .size = l->part.size,
                                .is_first = l->part.number == 0,
                                .is_csv = s->source.is_csv,
                                .head_size = l->part.head_size,
                                .lines_before = lines_before,
                                .sizes = &l->sizes};
    return ics_dataset_read_part(&l->dataset, s->program, &part, &s->load, diags);
}

/* Records that no other holds; of records that were told twice there are fewer rows than records. */
static uint64_t count_own_rows(const ics_table *table)
{
    uint64_t count = 0;
    for (uint32_t row = 0; row < table->row_count; row++)
        count += table->owner_attribute[row] == ICS_NONE;
    return count;
}

static bool hash_codes(labour *l)
{
    const stream *s = l->of;
    const uint32_t table = s->kept.table;
    const uint32_t count = l->dataset->tables[table].row_count;
    l->code_count = 0;
    if (count > l->code_room) {
        uint64_t *grown = realloc(l->codes, count * sizeof *grown);
        if (!grown)
            return false;
        l->codes = grown;
        l->code_room = count;
    }
    for (uint32_t row = 0; row < count; row++) {
        const char *code = ics_dataset_code(l->dataset, table, row);
        unsigned char hash[crypto_shorthash_BYTES];
        if (code[0] == '\0')
            continue;
        crypto_shorthash(hash, (const unsigned char *)code, strlen(code), s->key);
        memcpy(&l->codes[l->code_count], hash, sizeof *l->codes);
        l->codes[l->code_count++] |= 1; /* never 0 */
    }
    return true;
}

/* Reads and judges the part, with nobody waiting. */
static void judge(labour *l)
{
    const stream *s = l->of;
    ics_diags *diags = ics_diags_new();
    const double begun = clock_ms();
    l->status = diags ? read_part(l, 0, diags) : ICS_E_NOMEM;
    if (!s->source.is_csv)
        l->line_count = ics_count_line_ends(l->part.bytes, 0, l->part.size);
    const double loaded = clock_ms();
    l->load_ms += loaded - begun;
    if (l->status == ICS_OK && ics_diags_count(diags) == 0)
        l->status = ics_evaluate_any(&l->run, s->program, l->dataset, s->as_at, &s->evaluate, diags);
    l->has_messages = diags && ics_diags_count(diags) > 0;
    if (l->run && !hash_codes(l))
        l->status = ICS_E_NOMEM;
    l->judge_ms += clock_ms() - loaded;
    ics_diags_free(diags);
}

/* ---- in turn ---- */

static void stop(stream *s, verdict why, ics_status status)
{
    if (s->verdict == GOES_ON) {
        s->verdict = why;
        s->status = status;
    }
}

/* Again, in its turn: now the messages are told, with their places, and the part is judged if it can be. Where the file
 * can be read anew all of it is, and the messages are those of the whole. */
static void judge_again(labour *l)
{
    stream *s = l->of;
    if (s->is_regular) {
        stop(s, IS_IRREGULAR, ICS_OK);
        return;
    }
    ics_dataset_free(l->dataset);
    l->dataset = NULL;
    s->quiet_parts += s->has_warned;
    l->status = read_part(l, s->kept.line_count, s->has_warned ? NULL : s->diags);
    if (l->status == ICS_E_INPUT && s->has_warned)
        l->status = read_part(l, s->kept.line_count, s->diags);
    s->has_warned = true;
    if (l->status == ICS_OK)
        l->status = ics_evaluate_any(&l->run, s->program, l->dataset, s->as_at, &s->evaluate, s->diags);
    if (l->status == ICS_OK && !hash_codes(l))
        l->status = ICS_E_NOMEM;
}

static void refuse_doubled(stream *s)
{
    if (s->is_regular) {
        stop(s, IS_IRREGULAR, ICS_OK);
        return;
    }
    ics_diag *diag = ics_report_at(s->diags, ICS_E0605, s->name,
                                   "a record is told twice in a stream, whose records are judged one by one");
    ics_diag_help(s->diags, diag, "give it as a file: then records of one code are joined, wherever they stand");
    stop(s, HAS_FAILED, ICS_E_INPUT);
}

static bool has_doubled(labour *l)
{
    stream *s = l->of;
    bool has_room = true, is_new = true;
    if (count_own_rows(&l->dataset->tables[s->kept.table]) != l->dataset->record_count)
        return true;
    for (size_t i = 0; i < l->code_count && is_new; i++)
        is_new = ics_codes_note(&s->seen, l->codes[i], &has_room);
    if (!has_room)
        stop(s, HAS_FAILED, ICS_E_NOMEM);
    return has_room && !is_new;
}

static bool is_too_dear(stream *s)
{
    const uint64_t limit = s->evaluate.cost_limit ? s->evaluate.cost_limit : (uint64_t)ICS_LIMIT_RUN_COST;
    if (s->cost <= limit)
        return false;
    ics_diag *diag = ics_report(s->diags, ICS_E0504, (ics_span){0, 0, 0},
                                "judging this data would take more than %llu steps (instructions times lanes)",
                                (unsigned long long)limit);
    ics_diag_help(s->diags, diag, "limit RUN_COST; judge fewer rules or less data at a time");
    return true;
}

static void gather(labour *l)
{
    stream *s = l->of;
    if (l->has_messages)
        judge_again(l);
    if (s->verdict != GOES_ON)
        return;
    if (l->status != ICS_OK) {
        stop(s, HAS_FAILED, l->status);
        return;
    }
    s->cost += l->run->cost;
    if (has_doubled(l))
        refuse_doubled(s);
    else if (is_too_dear(s))
        stop(s, HAS_FAILED, ICS_E_LIMIT);
    else if (!ics_kept_add(&s->kept, l->run, l->part.bytes, l->part.size, l->part.head_size))
        stop(s, HAS_FAILED, ICS_E_NOMEM);
    s->kept.line_count += s->source.is_csv ? ics_dataset_part_rows(l->dataset) : l->line_count;
}

static void await_turn(labour *l)
{
    stream *s = l->of;
    pthread_mutex_lock(&s->turn_lock);
    while (s->turn != l->part.number)
        pthread_cond_wait(&s->turned, &s->turn_lock);
    if (s->verdict == GOES_ON)
        gather(l);
    s->turn++;
    pthread_cond_broadcast(&s->turned);
    pthread_mutex_unlock(&s->turn_lock);
}

static void tell_unread(stream *s, ics_status status, int error)
{
    if (status == ICS_E_IO)
        ics_report_at(s->diags, ICS_E0001, s->name, "cannot be read: %s", strerror(error));
    else if (status == ICS_E_LIMIT)
        ics_report_at(s->diags, ICS_E0005, s->name, "has a line longer than %lld bytes, the limit DATA_FILE_BYTES",
                      (long long)ICS_LIMIT_DATA_FILE_BYTES);
}

static bool take_part(labour *l)
{
    stream *s = l->of;
    bool more = false;
    pthread_mutex_lock(&s->turn_lock);
    const bool goes_on = s->verdict == GOES_ON;
    pthread_mutex_unlock(&s->turn_lock);
    if (!goes_on)
        return false;
    pthread_mutex_lock(&s->read_lock);
    const ics_status status = ics_lines_next(&s->source, &l->part, &more, NULL);
    const int error = errno;
    pthread_mutex_unlock(&s->read_lock);
    if (status == ICS_OK)
        return more;
    pthread_mutex_lock(&s->turn_lock);
    tell_unread(s, status, error);
    stop(s, HAS_FAILED, status);
    pthread_mutex_unlock(&s->turn_lock);
    return false;
}

static void *work(void *context)
{
    labour *l = context;
    while (take_part(l)) {
        judge(l);
        await_turn(l);
        ics_run_free(l->run);
        ics_dataset_free(l->dataset);
        l->run = NULL;
        l->dataset = NULL;
    }
    return NULL;
}

/* ---- all of them ---- */

static void end_labour(labour *l)
{
    l->of->load_ms += l->load_ms;
    l->of->judge_ms += l->judge_ms;
    free(l->part.bytes);
    free(l->codes);
    ics_data_sizes_free(&l->sizes);
}

/* The caller works too, so that a thread that cannot be had is not missed. @p first: the part that was read. */
static void work_all(stream *s, ics_line_part *first, uint32_t jobs)
{
    labour labours[JOBS_MOST] = {0};
    pthread_t threads[JOBS_MOST];
    bool is_running[JOBS_MOST] = {false};
    labours[0] = (labour){.of = s, .part = *first};
    *first = (ics_line_part){0};
    for (uint32_t i = 1; i < jobs; i++) {
        labours[i].of = s;
        is_running[i] = pthread_create(&threads[i], NULL, work, &labours[i]) == 0;
    }
    judge(&labours[0]);
    await_turn(&labours[0]);
    ics_run_free(labours[0].run);
    ics_dataset_free(labours[0].dataset);
    labours[0].run = NULL;
    labours[0].dataset = NULL;
    work(&labours[0]);
    for (uint32_t i = 1; i < jobs; i++)
        if (is_running[i])
            pthread_join(threads[i], NULL);
    for (uint32_t i = 0; i < jobs; i++)
        end_labour(&labours[i]);
}

static void end_stream(stream *s)
{
    pthread_mutex_destroy(&s->read_lock);
    pthread_mutex_destroy(&s->turn_lock);
    pthread_cond_destroy(&s->turned);
    ics_kept_free(&s->kept);
    free(s->seen.slots);
    free(s->source.carry);
    free(s->source.head);
    ics_file_close(&s->source.file);
}

static bool has_special(const ics_model *model)
{
    for (uint32_t e = 0; e < model->entity_count; e++)
        if (model->entities[e].is_special)
            return true;
    return false;
}

bool ics_evaluates_lines(const ics_program *program, const ics_load_options *load)
{
    return program->is_record_local && program->import_count == 0 && load->table_count == 1 &&
           !load->tables[0].parent_entity && (load->records || !has_special(&program->model));
}

/* Everything at once: of data that is no file of lines, or short, or whose parts cannot be judged by themselves. */
static ics_status judge_whole(ics_run **run, ics_dataset **dataset, const ics_program *program,
                              const ics_load_options *load, int32_t as_at, const ics_evaluate_options *options,
                              ics_lines_times *times, ics_diags *diags)
{
    const double begun = clock_ms();
    if (options && options->costs)
        ics_costs_clear(options->costs); /* parts may have been judged before it was seen that all must be read */
    ics_status status = *dataset ? ICS_OK : ics_dataset_read(dataset, program, NULL, 0, load, diags);
    const double loaded = clock_ms();
    times->load_ms += loaded - begun;
    if (status != ICS_OK)
        return status;
    status = ics_evaluate(run, program, *dataset, as_at, options, diags);
    times->judge_ms += clock_ms() - loaded;
    if (status == ICS_OK)
        return ICS_OK;
    ics_dataset_free(*dataset);
    *dataset = NULL;
    return status;
}

/* The whole of a pipe of which a part was read, in memory. */
static ics_status read_rest(stream *s, ics_line_part *first)
{
    while (!s->source.has_ended) {
        ics_line_part more = {0};
        bool is_more = false;
        ics_status status = ics_lines_next(&s->source, &more, &is_more, s->diags);
        if (status == ICS_OK && first->size + more.size > (size_t)ICS_LIMIT_DATA_FILE_BYTES) {
            ics_report_at(s->diags, ICS_E0005, s->name, "is longer than %lld bytes, the limit %s",
                          (long long)ICS_LIMIT_DATA_FILE_BYTES, "DATA_FILE_BYTES");
            status = ICS_E_LIMIT;
        }
        unsigned char *grown = status == ICS_OK ? realloc(first->bytes, first->size + more.size + 64) : NULL;
        if (grown) {
            memcpy(grown + first->size, more.bytes + more.head_size, more.size - more.head_size + 64);
            first->bytes = grown;
            first->size += more.size - more.head_size;
        }
        free(more.bytes);
        if (status != ICS_OK || !grown)
            return status != ICS_OK ? status : ICS_E_NOMEM;
    }
    return ICS_OK;
}

static ics_status begin_stream(stream *s, const char *path)
{
    pthread_mutex_init(&s->read_lock, NULL);
    pthread_mutex_init(&s->turn_lock, NULL);
    pthread_cond_init(&s->turned, NULL);
    randombytes_buf(s->key, sizeof s->key);
    s->kept.program = s->program;
    const ics_table_binding *table = s->load.tables;
    const uint32_t entity = ics_model_entity(&s->program->model, table->entity, strlen(table->entity));
    s->kept.table = entity == ICS_NONE ? 0 : s->program->model.entities[entity].root;
    const ics_status status = ics_file_open(&s->source.file, path, s->diags);
    /* standard input is read once, also where it comes from a file: what was read of it does not come again */
    s->is_regular = status == ICS_OK && s->source.file.is_regular && strcmp(path, "-") != 0;
    s->source.is_csv = s->kept.is_csv = ics_data_is_named_csv(s->name, s->load.input_format);
    return status;
}

static void tell_quiet(stream *s)
{
    if (s->quiet_parts > 0)
        ics_report_at(s->diags, ICS_W1601, s->name, "the warnings of %llu more parts of the stream are not told",
                      (unsigned long long)s->quiet_parts);
}

/* The stream from its first part on. */
static ics_status judge_lines(stream *s, ics_line_part *first, ics_run **run, ics_dataset **dataset, uint32_t jobs,
                              ics_lines_times *times)
{
    const double begun = clock_ms();
    s->kept.head = s->source.head;
    s->kept.head_size = s->source.head_size;
    work_all(s, first, jobs < 1 ? 1 : jobs > JOBS_MOST ? JOBS_MOST : jobs);
    const double taken = clock_ms() - begun, all = s->load_ms + s->judge_ms;
    times->judge_ms = all > 0 ? taken * s->judge_ms / all : 0;
    times->load_ms = taken - times->judge_ms;
    tell_quiet(s);
    if (s->verdict != GOES_ON)
        return s->status;
    const ics_status status = ics_kept_judge(&s->kept, run, dataset, s->name, &s->load, s->as_at, &s->evaluate);
    times->keep_ms = clock_ms() - begun - taken;
    return status;
}

ics_status ics_evaluate_lines(ics_run **run_out, ics_dataset **dataset_out, const ics_program *program,
                              const ics_load_options *load, int32_t as_at_days, const ics_evaluate_options *options,
                              ics_lines_times *times, ics_diags *diags)
{
    stream s = {.program = program, .name = load->tables[0].path, .load = *load, .as_at = as_at_days, .diags = diags};
    ics_line_part first = {0};
    ics_lines_times spare;
    bool more = false;
    times = times ? times : &spare;
    *times = (ics_lines_times){0};
    s.evaluate = options ? *options : (ics_evaluate_options){0};
    const uint32_t jobs = s.evaluate.costs ? 1 : s.evaluate.jobs;
    if (s.evaluate.costs)
        ics_costs_clear(s.evaluate.costs);
    s.evaluate.jobs = 1; /* each thread has a part, and judges it alone */
    *dataset_out = NULL;
    ics_status status = begin_stream(&s, load->tables[0].path);
    const bool is_short = s.is_regular && s.source.file.size < ICS_LINE_PART_BYTES; /* which is read whole at once */
    if (status == ICS_OK && !is_short)
        status = ics_lines_next(&s.source, &first, &more, diags);
    const bool is_long = status == ICS_OK && !is_short && !s.source.has_ended &&
                         ics_data_is_lines(s.name, first.bytes, first.size, load->input_format);
    if (is_long)
        status = judge_lines(&s, &first, run_out, dataset_out, jobs, times);
    else if (status == ICS_OK && !s.is_regular && (status = read_rest(&s, &first)) == ICS_OK)
        status = ics_dataset_read_text(dataset_out, program, s.name, first.bytes, first.size, load, diags);
    const bool is_judged = is_long && s.verdict == GOES_ON;
    free(first.bytes);
    end_stream(&s);
    if (status != ICS_OK || is_judged)
        return status;
    return judge_whole(run_out, dataset_out, program, load, as_at_days, options, times, diags);
}
