/*
 * Each thread writes a part into memory; the parts are handed on in their order when all of a round are done, so what
 * is held of a report is a few parts. Explaining is nearly all of the work, and each thread has its own machine for it.
 */
#include "report/parts.h"

#include "explain/explain.h"
#include "pipeline/evaluate.h"

#include <pthread.h>
#include <stdlib.h>

enum { PART = 512 }; /* outcomes: some milliseconds, and half a megabyte of JSON */

typedef struct part {
    ics_report_job job;
    ics_report_part_fn *write;
    ics_report_between marks;
    size_t begin, end;
    char *bytes;
    size_t size;
    ics_status status;
    bool is_any, has_thread;
    pthread_t thread;
} part;

/* Writes a part into memory of its own. */
static void *write_part(void *context)
{
    part *p = context;
    FILE *memory = open_memstream(&p->bytes, &p->size);
    p->status = ICS_E_NOMEM;
    if (!memory)
        return NULL;
    ics_writer_begin(&p->job.writer, memory);
    p->status = p->write(&p->job, p->begin, p->end, p->marks, &p->is_any);
    const bool is_written = ics_writer_end(&p->job.writer) == ICS_OK;
    if ((fclose(memory) != 0 || !is_written) && p->status == ICS_OK)
        p->status = ICS_E_NOMEM;
    return NULL;
}

/* A part for each thread, the first on this one; and here where no thread can be had. @return how many parts. */
static size_t write_round(part *const *parts, size_t thread_count, size_t begin, size_t count)
{
    size_t used = 0;
    for (; used < thread_count && begin < count; used++, begin += PART) {
        part *p = parts[used];
        p->begin = begin;
        p->end = count - begin < PART ? count : begin + PART;
        p->bytes = NULL;
        p->is_any = false;
        p->has_thread = used > 0 && pthread_create(&p->thread, NULL, write_part, p) == 0;
    }
    for (size_t i = 0; i < used; i++)
        if (!parts[i]->has_thread)
            write_part(parts[i]);
    for (size_t i = 0; i < used; i++)
        if (parts[i]->has_thread)
            (void)pthread_join(parts[i]->thread, NULL);
    return used;
}

/* Hands on what a part wrote, unless something before it has failed. */
static void hand_on(ics_report_job *job, part *p, ics_report_between marks, bool *is_any, ics_status *status)
{
    if (*status == ICS_OK)
        *status = p->status;
    if (*status == ICS_OK && p->is_any) {
        ics_write(&job->writer, *is_any ? marks.between : marks.before);
        ics_write_bytes(&job->writer, p->bytes, p->size);
        *is_any = true;
    }
    free(p->bytes);
}

static ics_status write_rounds(ics_report_job *job, part *const *parts, size_t thread_count, ics_report_between marks,
                               bool *is_any)
{
    const size_t count = ics_run_length(job->run);
    ics_status status = ICS_OK;
    for (size_t begin = 0; begin < count && status == ICS_OK && !job->writer.has_failed;) {
        const size_t used = write_round(parts, thread_count, begin, count);
        for (size_t i = 0; i < used; i++)
            hand_on(job, parts[i], marks, is_any, &status);
        begin += used * PART;
    }
    return status;
}

/* What a thread needs; fewer where memory runs out. @return how many. */
static size_t make_parts(part **parts, size_t count, const ics_report_job *job, ics_report_part_fn *write,
                         ics_report_between marks)
{
    for (size_t i = 0; i < count; i++) {
        parts[i] = calloc(1, sizeof *parts[i]);
        if (!parts[i])
            return i;
        parts[i]->job.run = job->run;
        parts[i]->job.options = job->options;
        parts[i]->job.diags = job->diags;
        parts[i]->job.groups = job->groups; /* which are read alone */
        parts[i]->write = write;
        parts[i]->marks = (ics_report_between){"", marks.between};
    }
    return count;
}

/* How many threads are worth their making. Plugins are asked by one, in one order. */
static size_t thread_count_of(const ics_run *run)
{
    enum { MOST = 64 };
    const size_t parts = ics_run_length(run) / PART, jobs = run->options.jobs < MOST ? run->options.jobs : MOST;
    return run->program->import_count > 0 ? 1 : jobs < parts ? jobs : parts;
}

ics_status ics_report_by_parts(ics_report_job *job, ics_report_part_fn *write, ics_report_between marks, bool *is_any)
{
    part *parts[64];
    const size_t wanted = thread_count_of(job->run);
    const size_t made = wanted > 1 ? make_parts(parts, wanted, job, write, marks) : 0;
    *is_any = false;
    const ics_status status = made > 1 ? write_rounds(job, parts, made, marks, is_any)
                                       : write(job, 0, ics_run_length(job->run), marks, is_any);
    for (size_t i = 0; i < made; i++) {
        ics_explanation_free(parts[i]->job.explanation);
        free(parts[i]);
    }
    return status;
}
