/* The disassembler: code as text that people read and golden files keep. It trusts no index, so that code which the
 * verifier refused can be looked at too. */
#include "bytecode/op.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { PHRASE_BYTES = 60, LABEL_BYTES = 96, INDENT = 2, COLUMN = 52 };

/* A line being made: instructions are padded to a column before their phrase. */
typedef struct line {
    char text[512];
    size_t length;
} line;

static void put(line *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(line *out, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const size_t left = sizeof out->text - out->length;
    const int n = vsnprintf(out->text + out->length, left, format, arguments);
    va_end(arguments);
    if (n > 0)
        out->length += (size_t)n < left ? (size_t)n : left - 1;
}

/* Text on one line: white space folded, controls shown as dots, cut at whole characters. */
static void fold(char *buffer, size_t size, const char *text, size_t length)
{
    size_t out = 0, i = 0;
    while (i < length && out + 5 < size) {
        const unsigned char c = (unsigned char)text[i++];
        if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
            if (out && buffer[out - 1] != ' ')
                buffer[out++] = ' ';
        } else {
            buffer[out++] = c < 0x20 || c == 0x7F ? '.' : (char)c;
        }
    }
    while (out && i < length && ((unsigned char)text[i] & 0xC0) == 0x80) /* cut inside a character: drop it */
        if (((unsigned char)buffer[--out] & 0xC0) != 0x80)
            break;
    if (i < length && out + 4 < size)
        out += (size_t)snprintf(buffer + out, size - out, "...");
    buffer[out] = '\0';
}

static void put_folded(line *out, const char *text)
{
    char buffer[LABEL_BYTES];
    fold(buffer, sizeof buffer, text ? text : "", text ? strlen(text) : 0);
    put(out, "%s", buffer);
}

static const char *entity_name(const ics_program *program, uint32_t entity)
{
    return entity < program->model.entity_count ? program->model.entities[entity].name : "?";
}

static void put_space(line *out, const ics_program *program, uint32_t space)
{
    if (space == ICS_SPACE_TEXT || space == ICS_SPACE_VALUE || space == ICS_SPACE_ROLE)
        put(out, "%s", space == ICS_SPACE_TEXT ? "text" : space == ICS_SPACE_VALUE ? "value" : "role");
    else
        put_folded(out, entity_name(program, space - ICS_SPACE_ROW));
}

static const ics_register_info *register_at(const ics_program *program, uint32_t index)
{
    return index < program->register_count ? &program->registers[index] : NULL;
}

static void put_register_type(line *out, const ics_program *program, const ics_register_info *info)
{
    put(out, ":%c", info->type);
    if (info->type != 'F' && info->type != 'L' && info->type != 'I' && info->type != 'S')
        return;
    put(out, "(");
    if (info->type == 'F' || info->type == 'L')
        put_folded(out, entity_name(program, info->aux));
    else
        put_space(out, program, info->aux);
    put(out, ")");
}

static void put_constant(line *out, const ics_program *program, uint32_t index, char type)
{
    if (index >= program->constant_count) {
        put(out, "constant %" PRIu32 "?", index);
        return;
    }
    const int64_t value = program->constants[index];
    char buffer[32];
    if ((type == 'D' || type == 'P') && value >= ICS_DAY_MIN && value <= ICS_DAY_MAX)
        ics_day_format((int32_t)value, buffer);
    else
        ics_decimal_format(value, buffer);
    put(out, "%s", buffer);
}

static void put_id_constant(line *out, const ics_program *program, uint32_t k, uint32_t space)
{
    if (space == ICS_SPACE_TEXT) {
        put(out, "\"");
        put_folded(out, k < program->text_count ? program->texts[k] : "?");
        put(out, "\"");
        return;
    }
    const uint64_t id = k < program->constant_count ? (uint64_t)program->constants[k] : UINT64_MAX;
    const bool is_role = space == ICS_SPACE_ROLE;
    const uint32_t count = is_role ? program->model.role_count : program->model.value_count;
    const char **names = is_role ? program->model.roles : program->model.values;
    put_folded(out, space <= ICS_SPACE_ROLE && id < count ? names[id] : "?");
}

static void put_span(line *out, const ics_program *program, uint32_t k)
{
    static const char *const units[] = {"days", "weeks", "months", "years", "working days"};
    if (k >= program->time_span_count) {
        put(out, "span %" PRIu32 "?", k);
        return;
    }
    const ics_time_span *span = &program->time_spans[k];
    put(out, "%" PRId32 " %s %s", span->n, span->unit < 5 ? units[span->unit] : "?",
        span->begins ? "beginning with" : "after");
    if (span->calendar < program->calendar_count)
        put(out, " counted by %s", program->calendars[span->calendar].id);
}

static void put_judge(line *out, const ics_program *program, uint32_t k)
{
    if (k >= program->judge_count) {
        put(out, "judge %" PRIu32 "?", k);
        return;
    }
    const ics_judge *judge = &program->judges[k];
    put(out, "%s, %s%s", ics_modality_name(judge->modality), ics_force_name(judge->force),
        judge->no_period ? ", no period" : "");
    const struct {
        const char *name;
        uint16_t at;
    } operands[] = {
        {"governs", judge->governs},   {"applies", judge->applies}, {"vacuous", judge->vacuous},
        {"done", judge->done},         {"in time", judge->in_time}, {"lifted", judge->lifted},
        {"exempt", judge->exempt},     {"waived", judge->waived},   {"due ahead", judge->due_ahead},
        {"attested", judge->attested}, {"due", judge->due},         {"done on", judge->done_on},
        {"began", judge->began},
    };
    for (size_t i = 0; i < sizeof operands / sizeof operands[0]; i++)
        if (operands[i].at != ICS_NO_REGISTER)
            put(out, ", %s r%u", operands[i].name, operands[i].at);
}

static void put_call(line *out, const ics_program *program, uint32_t k)
{
    if (k >= program->call_count || program->calls[k].import >= program->import_count) {
        put(out, "call %" PRIu32 "?", k);
        return;
    }
    const ics_call *call = &program->calls[k];
    const ics_import *import = &program->imports[call->import];
    put_folded(out, import->plugin);
    put(out, ".");
    put_folded(out, import->function);
    put(out, "(");
    for (uint32_t i = 0; i < call->argument_count; i++)
        put(out, "%sr%u", i ? ", " : "", call->arguments[i]);
    put(out, ")");
}

static void put_choice(line *out, const ics_program *program, uint32_t k)
{
    if (k >= program->choice_count) {
        put(out, "choice %" PRIu32 "?", k);
        return;
    }
    const ics_alternatives *choice = &program->choices[k];
    for (uint32_t i = 0; i < choice->option_count; i++) {
        const ics_alternative *option = &choice->options[i];
        put(out, "%s%" PRIu32 ": r%u", i ? ", " : "", option->number, option->outcome);
        if (option->governs != ICS_NO_REGISTER)
            put(out, " where r%u", option->governs);
    }
    if (choice->some != ICS_NO_REGISTER)
        put(out, ", some r%u", choice->some);
}

static void put_attribute(line *out, const ics_program *program, uint32_t k)
{
    if (k >= program->model.attribute_count) {
        put(out, "attribute %" PRIu32 "?", k);
        return;
    }
    const ics_attribute *attribute = &program->model.attributes[k];
    put_folded(out, entity_name(program, attribute->entity));
    put(out, ".");
    put_folded(out, attribute->name);
}

static void put_k(line *out, const ics_program *program, const ics_op_info *info, const ics_instruction *at)
{
    const ics_register_info *dst = register_at(program, at->dst), *a = register_at(program, at->a);
    switch (info->k) {
    case 'c':
        put_constant(out, program, at->k, dst && dst->type == 'D' ? 'D' : 'N');
        break;
    case 'q':
        put_constant(out, program, at->k, 'P');
        put(out, " to ");
        put_constant(out, program, at->k + 1, 'P');
        break;
    case 's':
        put_id_constant(out, program, at->k, a ? a->aux : dst ? dst->aux : ICS_NONE);
        break;
    case 'm':
        put_attribute(out, program, at->k);
        break;
    case 'e':
        put_folded(out, entity_name(program, at->k));
        break;
    case 'p':
        put_span(out, program, at->k);
        break;
    case 'f':
        put(out, "f%" PRIu32, at->k);
        break;
    case 'j':
        put_judge(out, program, at->k);
        break;
    case 'r':
        put_folded(out, at->k < program->rule_count ? program->rules[at->k].id : "?");
        break;
    case 'x':
        put_call(out, program, at->k);
        break;
    case 'v':
        put_choice(out, program, at->k);
        break;
    case 't':
        put(out, "to %" PRIu32, at->k);
        break;
    default:
        if (at->op == ICS_OP_TRUTH_K)
            put(out, "%s", at->k == 0 ? "no" : at->k == 1 ? "yes" : "unknown");
        break;
    }
}

static void put_operands(line *out, const ics_program *program, const ics_op_info *info, const ics_instruction *at)
{
    const char *kinds[3] = {info->a, info->b, info->c};
    const uint16_t registers[3] = {at->a, at->b, at->c};
    const char *separator = " ";
    for (int i = 0; i < 3; i++) {
        if (kinds[i][0] == '.' || registers[i] == ICS_NO_REGISTER)
            continue;
        put(out, kinds[i][0] == 'n' ? "%s%u" : "%sr%u", separator, registers[i]);
        separator = ", ";
    }
    line k = {.length = 0};
    put_k(&k, program, info, at);
    if (k.length)
        put(out, "%s%s", separator, k.text);
}

static void put_frame(line *out, const ics_program *program, uint32_t index)
{
    static const char *const sources[] = {"all", "list of", "every", "periods of", "days of"};
    if (index >= program->frame_count)
        return;
    const ics_frame_info *frame = &program->frames[index];
    put(out, "  %s ", frame->source < 5 ? sources[frame->source] : "?");
    put_folded(out, entity_name(program, frame->entity));
}

static void put_phrase(line *out, const ics_program *program, ics_span span)
{
    if (span.source == 0 || span.source > program->source_count)
        return;
    const ics_source_text *source = &program->sources[span.source - 1];
    if (span.start >= span.end || span.end > source->size)
        return;
    char buffer[PHRASE_BYTES];
    fold(buffer, sizeof buffer, source->text + span.start, span.end - span.start);
    while (out->length < COLUMN)
        put(out, " ");
    put(out, "  ; %s", buffer);
}

static void print_instruction(const ics_program *program, uint32_t index, int depth, FILE *out)
{
    const ics_instruction *at = &program->code[index];
    const ics_op_info *info = ics_op_find(at->op);
    line text = {.length = 0};
    put(&text, "%5" PRIu32 "  %*s", index, depth * INDENT, "");
    if (!info) {
        put(&text, "opcode %u?", at->op);
    } else {
        const ics_register_info *dst = register_at(program, at->dst);
        if (at->dst != ICS_NO_REGISTER)
            put(&text, "r%u", at->dst);
        if (at->dst != ICS_NO_REGISTER && dst)
            put_register_type(&text, program, dst);
        put(&text, "%s%s", at->dst != ICS_NO_REGISTER ? " = " : "", info->name);
        put_operands(&text, program, info, at);
        if (at->op == ICS_OP_OPEN)
            put_frame(&text, program, at->k);
    }
    if (program->spans)
        put_phrase(&text, program, program->spans[index]);
    fprintf(out, "%s\n", text.text);
}

static void print_rules(const ics_program *program, FILE *out)
{
    for (uint32_t i = 0; i < program->rule_count; i++) {
        const ics_rule *rule = &program->rules[i];
        line text = {.length = 0};
        put(&text, "rule %" PRIu32 " ", i);
        put_folded(&text, rule->id);
        put(&text, "  %s, %s, frame f%u", ics_modality_name(rule->modality), ics_force_name(rule->force), rule->frame);
        if (rule->with_frame != ICS_NO_FRAME)
            put(&text, " with f%u", rule->with_frame);
        if (rule->when_frame != ICS_NO_FRAME)
            put(&text, " in f%u", rule->when_frame);
        if (rule->stands_for != 0)
            put(&text, "%s", rule->is_member ? ", of the others who owe it together" : ", of others who owe it");
        fprintf(out, "%s\n", text.text);
    }
}

void ics_program_print_code(const ics_program *program, FILE *out)
{
    fprintf(out, "%" PRIu32 " instructions, %" PRIu32 " registers, %" PRIu32 " frames, %" PRIu32 " rules\n",
            program->code_count, program->register_count, program->frame_count, program->rule_count);
    print_rules(program, out);
    int depth = 0;
    for (uint32_t i = 0; i < program->code_count; i++) {
        if (program->code[i].op == ICS_OP_CLOSE && depth > 0)
            depth--;
        print_instruction(program, i, depth < 16 ? depth : 16, out);
        if (program->code[i].op == ICS_OP_OPEN)
            depth++;
    }
}
