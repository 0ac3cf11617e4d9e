/* Evidence: {value, source, kind, from, to, recorded, review by} around a value; {partial}, {complete} around a list.
 */
#include "data/load.h"

#include "base/date.h"

#include <stdio.h>
#include <string.h>

static bool is_many(ics_type type)
{
    return type == ICS_TYPE_LIST || type == ICS_TYPE_SET || type == ICS_TYPE_VALUES;
}

uint32_t ics_load_wrapped(const ics_load *load, uint32_t node)
{
    static const char *const names[] = {"value", "partial", "complete"};
    const uint32_t end = load->tape.nodes[node].next;
    for (uint32_t key = node + 1; key < end; key = ics_tape_next(&load->tape, key + 1))
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (ics_tape_is(&load->tape.nodes[key], names[i]))
                return key + 1;
    return ICS_NONE;
}

bool ics_load_is_wrapper(const ics_load *load, uint32_t attribute, uint32_t node)
{
    const ics_attribute *a = &load->model->attributes[attribute];
    if (load->tape.nodes[node].kind != ICS_TAPE_RECORD)
        return false;
    if (a->type != ICS_TYPE_REF)
        return true; /* nothing else of this type is written with braces */
    if (ics_model_attribute(load->model, a->target, "value", 5) != ICS_NONE)
        return false;
    const uint32_t value = ics_load_wrapped(load, node);
    return value != ICS_NONE && ics_tape_is(&load->tape.nodes[value - 1], "value");
}

/* What a wrapper says, while its keys are read. */
typedef struct wrapper {
    ics_wrap wrap;
    uint32_t value, value_key; /* node of the value, and which word stood before it */
    size_t value_count;
    uint32_t found[ICS_FINDING_FIELDS]; /* of a finding: by whom, whose, when; 0: not said */
} wrapper;

/* A finding says by whom it was made, when and why in words of its own. */
static uint32_t finding_meaning(const ics_load *load, uint32_t key, wrapper *w)
{
    const ics_tape_node *at = &load->tape.nodes[key];
    const bool is_finder = ics_tape_is(at, "finder") || ics_tape_is(at, "role");
    if (is_finder || ics_tape_is(at, "body"))
        w->found[is_finder ? ICS_FINDING_ROLE : ICS_FINDING_BODY] = key + 1;
    if (is_finder)
        return ICS_KEY_KIND;
    if (ics_tape_is(at, "body"))
        return ICS_KEY_HANDLED;
    if (ics_tape_is(at, "basis"))
        return ICS_KEY_SOURCE;
    if (ics_tape_is(at, "review date"))
        return ICS_KEY_REVIEW_BY;
    if (!ics_tape_is(at, "date"))
        return ICS_KEY_UNKNOWN;
    w->found[ICS_FINDING_DATE] = key + 1;
    return ICS_KEY_RECORDED;
}

/* Each in an attribute of its own, on the days of the finding. */
static bool put_found(ics_load *load, uint32_t attribute, uint32_t row, const wrapper *w)
{
    for (int field = 0; field < ICS_FINDING_FIELDS; field++) {
        const uint32_t part = ics_finding_part(load->model, attribute, (ics_finding_field)field);
        ics_value value = {ICS_SAID_NOTHING, 0, 0};
        if (w->found[field] == 0 || part == ICS_NONE)
            continue;
        if (!ics_load_scalar(load, part, load->model->attributes[part].type, w->found[field], &value) ||
            !ics_load_put(load, part, row, value, ics_load_position(load, w->found[field]), &w->wrap))
            return false;
    }
    return true;
}

static bool refuse_key(ics_load *load, uint32_t attribute, uint32_t key)
{
    char found[96];
    ics_tape_describe(&load->tape, key, found, sizeof found);
    if (is_many(load->model->attributes[attribute].type))
        return ics_load_error(load, ICS_E0606, key, "a list of one record is written [{...}], or with '- ' before it",
                              "expected a list, or {partial: [...]} or {complete: [...], from, to}, found the key %s",
                              found);
    return ics_load_error(load, ICS_E0606, key, NULL,
                          "expected value, source, kind, from, to, recorded or review by around a value, found %s",
                          found);
}

/* The kinds of evidence; of a finding its finder stands there. */
static bool read_kind(ics_load *load, uint32_t attribute, uint32_t node, uint32_t *out)
{
    static const char *const kinds[] = {"published text", "minute", "return", "case system", "statement"};
    enum { KINDS = sizeof kinds / sizeof *kinds };
    if (!ics_load_text(load, node, out) || *out == 0 || load->model->attributes[attribute].type == ICS_TYPE_FINDING)
        return load->status == ICS_OK;
    size_t length;
    const char *text = ics_intern_text(load->dataset->texts, *out, &length);
    for (size_t i = 0; i < KINDS; i++)
        if (ics_key_equal(kinds[i], strlen(kinds[i]), text, length)) {
            *out = ics_intern_add(load->dataset->texts, kinds[i], strlen(kinds[i]));
            return *out != 0 || ics_load_out_of_memory(load);
        }
    const char *nearest = ics_nearest(text, length, kinds, KINDS);
    char help[120] = "kinds are published text, minute, return, case system, statement";
    if (nearest)
        snprintf(help, sizeof help, "did you mean '%s'?", nearest);
    ics_load_warn(load, ICS_W1604, ics_load_position(load, node), 0, NULL, help, "'%.60s' is no kind of evidence",
                  text);
    return true;
}

static bool read_part(ics_load *load, uint32_t attribute, uint32_t key, wrapper *w)
{
    uint32_t meaning = load->tape.nodes[key].next;
    const uint32_t value = key + 1;
    if (meaning == ICS_KEY_UNKNOWN && load->model->attributes[attribute].type == ICS_TYPE_FINDING)
        meaning = finding_meaning(load, key, w);
    switch (meaning) {
    case ICS_KEY_PARTIAL:
    case ICS_KEY_COMPLETE:
        if (!is_many(load->model->attributes[attribute].type))
            return refuse_key(load, attribute, key);
        /* fallthrough */
    case ICS_KEY_VALUE:
        w->value = value;
        w->value_key = meaning;
        w->value_count++;
        return true;
    case ICS_KEY_SOURCE:
        return ics_load_text(load, value, &w->wrap.source);
    case ICS_KEY_KIND:
        return read_kind(load, attribute, value, &w->wrap.kind);
    case ICS_KEY_FROM:
        w->wrap.has_days = true;
        return ics_load_days(load, value, &w->wrap.may_from, &w->wrap.from);
    case ICS_KEY_TO:
        w->wrap.has_days = true;
        return ics_load_days(load, value, &w->wrap.to, &w->wrap.may_to);
    case ICS_KEY_RECORDED:
        return ics_load_day(load, value, true, &w->wrap.recorded); /* in a month: known for certain at its end */
    case ICS_KEY_REVIEW_BY:
        w->wrap.has_days = true;
        return ics_load_day(load, value, true, &w->wrap.review_by);
    case ICS_KEY_HANDLED:
        return true;
    default:
        return refuse_key(load, attribute, key);
    }
}

static bool check_wrapper(ics_load *load, uint32_t attribute, uint32_t node, const wrapper *w, bool *is_good)
{
    *is_good = false;
    if (w->value_count == 0)
        return ics_load_error(load, ICS_E0606, node, NULL, "expected {value: …} around the %s, found no value in it",
                              load->model->attributes[attribute].name);
    if (w->value_count > 1)
        return ics_load_error(load, ICS_E0606, node, NULL, "two values in one wrapper");
    if (w->wrap.may_from > w->wrap.may_to)
        return ics_load_error(load, ICS_E0203, node, NULL, "'from' is after 'to'");
    const uint32_t inner = w->value;
    if (load->tape.nodes[inner].kind == ICS_TAPE_RECORD && ics_load_is_wrapper(load, attribute, inner))
        return ics_load_error(load, ICS_E0606, inner, NULL, "a wrapper inside a wrapper");
    if (load->tape.nodes[inner].kind == ICS_TAPE_LIST && !is_many(load->model->attributes[attribute].type))
        return ics_load_error(load, ICS_E0606, inner, "a history is a list of wrappers, not a wrapper of a list",
                              "expected one value in the wrapper, found a list");
    *is_good = true;
    return true;
}

bool ics_load_wrapper(ics_load *load, uint32_t attribute, uint32_t row, uint32_t node)
{
    wrapper w = {
        .wrap = {true, false, 0, 0, ICS_DAY_MIN, ICS_DAY_MAX, ICS_DAY_NONE, ICS_DAY_MAX, ICS_DAY_MIN, ICS_DAY_MAX}};
    const uint32_t end = load->tape.nodes[node].next;
    const size_t errors = load->error_count;
    bool is_good;
    if (!ics_load_keys(load, node, ics_load_shape(load, ICS_SHAPE_WRAPPER)))
        return false;
    for (uint32_t key = node + 1; key < end; key = ics_tape_next(&load->tape, key + 1))
        if (!read_part(load, attribute, key, &w))
            return false;
    if (load->error_count > errors)
        return true; /* one message is enough */
    if (!check_wrapper(load, attribute, node, &w, &is_good))
        return false;
    if (!is_good || (load->options->has_known_by && w.wrap.recorded > load->options->known_by))
        return true; /* as if nobody had said it */
    if (!put_found(load, attribute, row, &w))
        return false;
    if (w.value_key != ICS_KEY_PARTIAL)
        return ics_load_cell(load, attribute, row, w.value, &w.wrap);
    if (load->tape.nodes[w.value].kind != ICS_TAPE_LIST)
        return ics_load_error(load, ICS_E0606, w.value, NULL, "expected {partial: [...]}");
    return ics_load_evidence(load, attribute, row, ics_load_position(load, w.value), &w.wrap) &&
           ics_load_list(load, attribute, row, w.value, ICS_SAID_PRESENT | ICS_STATE_PARTIAL, &w.wrap);
}
