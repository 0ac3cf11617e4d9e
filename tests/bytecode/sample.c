/* The sample: a law, a time span, a call, a text constant, a child frame and one rule. */
#include "sample.h"

enum { NONE = ICS_NO_REGISTER };

static void make_tables(ics_program *program)
{
    program->laws = ICS_ARENA_NEW(&program->arena, ics_law);
    program->laws[0] = (ics_law){.id = "ACT",
                                 .title = "An Act",
                                 .kind = "Act",
                                 .publisher = "",
                                 .url = "",
                                 .checked_by = "",
                                 .published = ICS_DAY_MIN - 1};
    program->law_count = 1;
    program->time_spans = ICS_ARENA_NEW(&program->arena, ics_time_span);
    program->time_spans[0] = (ics_time_span){20, ICS_UNIT_WEEKS, 0, ICS_NONE};
    program->time_span_count = 1;
    program->imports = ICS_ARENA_NEW(&program->arena, ics_import);
    program->imports[0] = (ics_import){.plugin = "northshire",
                                       .function = "quorum",
                                       .signature = "share(number)",
                                       .version = 1,
                                       .result = ICS_TYPE_SHARE,
                                       .parameter_count = 1};
    program->imports[0].parameters = ICS_ARENA_NEW(&program->arena, ics_type);
    program->imports[0].parameters[0] = ICS_TYPE_NUMBER;
    program->import_count = 1;
}

static uint16_t call(builder *b, uint16_t argument)
{
    ics_program *program = b->program;
    program->calls = ICS_ARENA_NEW(&program->arena, ics_call);
    program->calls[0] = (ics_call){.import = 0, .argument_count = 1};
    program->calls[0].arguments = ICS_ARENA_NEW(&program->arena, uint16_t);
    program->calls[0].arguments[0] = argument;
    program->call_count = 1;
    return builder_op(b, ICS_OP_CALL, 'R', 0, NONE, NONE, NONE, 0);
}

ics_program *sample_program(void)
{
    builder b = builder_new();
    make_tables(b.program);
    builder_open(&b, ICS_FRAME_ROOT, E_BOARD, NONE);
    const uint16_t list = builder_load(&b, A_MEMBERS), spend = builder_load(&b, A_SPEND),
                   name = builder_load(&b, A_NAME);
    const uint16_t date = builder_load(&b, A_ESTABLISHED);
    builder_op(&b, ICS_OP_SPAN_ADD, 'D', 0, date, NONE, NONE, 0);
    builder_op(&b, ICS_OP_ID_EQ_K, 'T', 0, name, NONE, NONE, 0);
    builder_op(&b, ICS_OP_GE_K, 'T', 0, call(&b, spend), NONE, NONE, builder_constant(&b, 750000));
    builder_open(&b, ICS_FRAME_LIST, E_MEMBER, list);
    const uint16_t active = builder_load(&b, A_ACTIVE);
    const uint16_t yes = builder_op(&b, ICS_OP_YES, 'T', 0, active, NONE, NONE, 0);
    const uint16_t some = builder_op(&b, ICS_OP_ANY, 'T', 0, yes, NONE, NONE, 0);
    builder_close(&b);
    builder_rule(&b, some);
    ics_rule *rule = &b.program->rules[0];
    rule->citations = ICS_ARENA_NEW(&b.program->arena, ics_citation);
    rule->citations[0] = (ics_citation){0, "section 1(2)", ICS_NONE, ""};
    rule->citation_count = 1;
    builder_close(&b);
    return b.program;
}
