#include "explain/outline.h"

#include "bytecode/op.h"

#include <stdlib.h>
#include <string.h>

/* What is written needs no telling: the value of a constant, or the day judged. */
static bool tells_something(const ics_instruction *code)
{
    switch (code->op) {
    case ICS_OP_TRUTH_K:
    case ICS_OP_NUMBER_K:
    case ICS_OP_DATE_K:
    case ICS_OP_PERIOD_K:
    case ICS_OP_ID_K:
    case ICS_OP_SELF:
    case ICS_OP_DAY:
    case ICS_OP_LIFT:
    case ICS_OP_JUDGE:
    case ICS_OP_VERSIONS:
    case ICS_OP_AGREE:
        return false;
    default:
        return code->dst != ICS_NO_REGISTER;
    }
}

static bool keeps(const ics_instruction *code)
{
    return code->op == ICS_OP_OUTCOME || code->op == ICS_OP_GAP || code->op == ICS_OP_NOTE || code->op == ICS_OP_TAKES;
}

static void index_registers(ics_outline *outline)
{
    const ics_program *program = outline->program;
    memset(outline->definition, 0xFF, program->register_count * sizeof *outline->definition);
    memset(outline->opening, 0xFF, program->frame_count * sizeof *outline->opening);
    for (uint32_t i = 0; i < program->code_count; i++) {
        const ics_instruction *code = &program->code[i];
        if (code->op == ICS_OP_OPEN)
            outline->opening[code->k] = i;
        if (code->dst < program->register_count)
            outline->definition[code->dst] = i;
    }
}

/* The whole list "a, b or c" is told, and each of its members, not "a, b". */
static void mark_midway(ics_outline *outline)
{
    const ics_program *program = outline->program;
    for (uint32_t i = 0; i < program->code_count; i++) {
        const ics_instruction *code = &program->code[i];
        if (code->op != ICS_OP_AND && code->op != ICS_OP_OR)
            continue;
        const uint32_t before = outline->definition[code->a];
        if (before < i && program->code[before].op == code->op &&
            ics_span_is_inside(program->spans[before], program->spans[i]))
            outline->is_midway[before] = true;
    }
}

/* Whether it was done in time, and on which day, is computed of the same words later on. What is forbidden is done
 * where it is not so (sema/requirements.c). */
static void mark_asked(ics_outline *outline)
{
    const ics_program *program = outline->program;
    for (uint32_t i = 0; i < program->judge_count; i++) {
        const ics_judge *judge = &program->judges[i];
        uint32_t at = judge->done < program->register_count ? outline->definition[judge->done] : ICS_NONE;
        if (at != ICS_NONE && judge->modality == ICS_PROHIBITION && program->code[at].op == ICS_OP_NOT &&
            program->spans[at].end == 0)
            at = outline->definition[program->code[at].a];
        if (at < program->code_count)
            outline->is_asked[at] = true;
    }
}

static void list_kept(ics_outline *outline)
{
    const ics_program *program = outline->program;
    uint32_t *from = outline->kept_from;
    for (uint32_t i = 0; i < program->code_count; i++)
        if (keeps(&program->code[i]))
            from[program->code[i].k + 1]++;
    for (uint32_t r = 0; r < program->rule_count; r++)
        from[r + 1] += from[r];
    for (uint32_t i = 0; i < program->code_count; i++)
        if (keeps(&program->code[i]))
            outline->kept[from[program->code[i].k]++] = i;
    for (uint32_t r = program->rule_count; r > 0; r--) /* each moved to where the next begins */
        from[r] = from[r - 1];
    from[0] = 0;
}

/* An instruction and where its phrase begins: sorted as one number, then by its own. */
typedef struct placed {
    uint64_t place;
    uint32_t at;
} placed;

static uint64_t place_of(ics_span span)
{
    return (uint64_t)span.source << 32 | span.start;
}

static int by_place(const void *one, const void *other)
{
    const placed *a = one, *b = other;
    if (a->place != b->place)
        return a->place < b->place ? -1 : 1;
    return a->at < b->at ? -1 : a->at > b->at;
}

static bool list_placed(ics_outline *outline)
{
    const ics_program *program = outline->program;
    placed *all = malloc(((size_t)program->code_count + 1) * sizeof *all);
    if (!all)
        return false;
    for (uint32_t i = 0; i < program->code_count; i++)
        if (tells_something(&program->code[i]) || program->code[i].op == ICS_OP_OUTCOME)
            all[outline->placed_count++] = (placed){place_of(program->spans[i]), i};
    qsort(all, outline->placed_count, sizeof *all, by_place);
    for (uint32_t i = 0; i < outline->placed_count; i++)
        outline->placed[i] = all[i].at;
    free(all);
    return true;
}

bool ics_outline_make(ics_outline *outline, const ics_program *program, ics_arena *arena)
{
    const size_t code = (size_t)program->code_count + 1, rules = (size_t)program->rule_count + 2;
    *outline = (ics_outline){
        .program = program,
        .arena = arena,
        .definition = ICS_ARENA_ARRAY(arena, uint32_t, (size_t)program->register_count + 1),
        .opening = ICS_ARENA_ARRAY(arena, uint32_t, (size_t)program->frame_count + 1),
        .is_midway = ICS_ARENA_ARRAY(arena, bool, code),
        .is_asked = ICS_ARENA_ARRAY(arena, bool, code),
        .kept = ICS_ARENA_ARRAY(arena, uint32_t, code),
        .kept_from = ICS_ARENA_ARRAY(arena, uint32_t, rules),
        .placed = ICS_ARENA_ARRAY(arena, uint32_t, code),
        .phrases = ICS_ARENA_ARRAY(arena, ics_code_list, rules),
    };
    if (!outline->definition || !outline->opening || !outline->is_midway || !outline->is_asked || !outline->kept ||
        !outline->kept_from || !outline->placed || !outline->phrases)
        return false;
    index_registers(outline);
    mark_midway(outline);
    mark_asked(outline);
    list_kept(outline);
    return list_placed(outline);
}

ics_code_list ics_outline_kept(const ics_outline *outline, uint32_t rule)
{
    const uint32_t from = outline->kept_from[rule];
    return (ics_code_list){outline->kept + from, outline->kept_from[rule + 1] - from, true};
}

static int by_number(const void *one, const void *other)
{
    const uint32_t a = *(const uint32_t *)one, b = *(const uint32_t *)other;
    return a < b ? -1 : a > b;
}

/* The first placed instruction at a place or behind it. */
static uint32_t first_at(const ics_outline *outline, uint64_t place)
{
    uint32_t low = 0, high = outline->placed_count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (place_of(outline->program->spans[outline->placed[middle]]) < place)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

ics_code_list ics_outline_phrases(const ics_outline *outline, uint32_t rule)
{
    const ics_program *program = outline->program;
    ics_code_list *list = &outline->phrases[rule];
    if (list->is_made)
        return *list;
    const ics_span span = program->rules[rule].span;
    const uint32_t begin = first_at(outline, place_of(span));
    const uint32_t end = first_at(outline, (uint64_t)span.source << 32 | span.end);
    uint32_t *at = ICS_ARENA_ARRAY(outline->arena, uint32_t, (size_t)(end - begin) + 1), count = 0;
    for (uint32_t i = begin; at && i < end; i++)
        if (ics_span_is_inside(program->spans[outline->placed[i]], span))
            at[count++] = outline->placed[i];
    if (at)
        qsort(at, count, sizeof *at, by_number);
    *list = (ics_code_list){at, count, at != NULL};
    return *list;
}
