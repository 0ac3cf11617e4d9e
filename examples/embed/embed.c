/*
 * icsrules inside another program: compile a sentence, load a description, judge, and explain what came of it.
 *
 *     cc embed.c $(pkg-config --cflags --libs icsrules) -o embed && ./embed system.yaml
 */
#include <icsrules/icsrules.h>

#include <string.h>

static const char sentence[] = "ICB must name SEND executive lead";

/* Judges a description and prints each outcome with its reason. */
static ics_status judge(const ics_program *program, const char *path, int32_t as_at, ics_diags *diags)
{
    ics_dataset *dataset = NULL;
    ics_run *run = NULL;
    ics_status status = ics_dataset_read(&dataset, program, &path, 1, NULL, diags);
    if (status == ICS_OK)
        status = ics_evaluate(&run, program, dataset, as_at, NULL, diags);
    for (size_t i = 0; status == ICS_OK && i < ics_run_length(run); i++) {
        ics_explanation *explanation = NULL;
        ics_result result;
        ics_run_result(run, i, &result);
        status = ics_explain(&explanation, run, i);
        if (status == ICS_OK)
            printf("%s %s: %s, since %s\n", result.subject_type, result.subject_code, ics_outcome_name(result.outcome),
                   ics_explanation_why(explanation));
        ics_explanation_free(explanation);
    }
    ics_run_free(run); /* in the opposite order of making */
    ics_dataset_free(dataset);
    return status;
}

int main(int argc, char **argv)
{
    ics_program *program = NULL;
    ics_diags *diags = ics_diags_new();
    int32_t as_at = 0;
    if (argc < 2 || !diags || !ics_day_read(argc > 2 ? argv[2] : "2023-06-01", &as_at)) {
        fputs("usage: embed DESCRIPTION [DAY] [FOLDER OF PACKS]\n", stderr);
        ics_diags_free(diags);
        return 2;
    }
    const char *const folder = argc > 3 ? argv[3] : NULL; /* NULL: the packs that were installed with the library */
    const ics_compile_options options = {.pack_folders = &folder, .pack_folder_count = folder ? 1 : 0};
    const ics_rule_text text = {"sentence", (const unsigned char *)sentence, strlen(sentence)};
    ics_status status = ics_compile(&program, &text, 1, &options, diags);
    if (status == ICS_OK)
        status = judge(program, argv[1], as_at, diags);
    ics_diags_print(diags, stderr, false);
    ics_program_free(program);
    ics_diags_free(diags);
    return status == ICS_OK ? 0 : 1;
}
