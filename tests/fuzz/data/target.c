/*
 * A file of any bytes: it becomes a dataset, or messages and nothing else. What becomes a dataset is asked for all that
 * explanations ask. FUZZ_FORMAT names the reader.
 */
#include "fixture.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void ask_for_facts(const ics_dataset *dataset)
{
    const ics_model *model = dataset->model;
    char path[40];
    for (uint32_t i = 0; i < model->attribute_count; i++) {
        const uint32_t root = model->entities[model->attributes[i].entity].root;
        for (uint32_t row = 0; row < dataset->tables[root].row_count; row++) {
            ics_fact fact;
            (void)ics_dataset_fact(dataset, i, row, 19000, 19000, &fact);
            ics_dataset_path(dataset, root, row, i, path, sizeof path);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static ics_program *program;
    if (!program)
        program = fixture_program();
    ics_diags *diags = ics_diags_new();
    ics_dataset *dataset = NULL;
    const ics_load_options options = {.input_format = FUZZ_FORMAT};
    const ics_status status = ics_dataset_read_text(&dataset, program, "fuzz", bytes, size, &options, diags);
    if ((status == ICS_OK) != (ics_diags_error_count(diags) == 0))
        abort(); /* refused without a word, or taken in spite of a mistake */
    if (dataset) {
        free(fixture_dump(dataset));
        ask_for_facts(dataset);
    }
    free(fixture_messages(diags));
    ics_dataset_free(dataset);
    ics_diags_free(diags);
    return 0;
}
