/* seeds_pack DIR: writes the fuzz target's seed corpus, the sample and some generated programs, as packs. */
#include "bytecode/sample.h"
#include "vm/generate.h"

#include <stdio.h>
#include <stdlib.h>

static int write_seed(const char *folder, uint32_t seed)
{
    char path[4096];
    unsigned char *bytes = NULL;
    size_t size = 0;
    ics_program *program = seed ? generate_program(seed) : sample_program();
    int failed = ics_program_verify(program, NULL) != ICS_OK || ics_pack_write(&bytes, &size, program) != ICS_OK;
    snprintf(path, sizeof path, "%s/seed-%02u.icsb", folder, seed);
    FILE *file = failed ? NULL : fopen(path, "wb");
    failed = !file || fwrite(bytes, 1, size, file) != size;
    if (file && fclose(file) != 0)
        failed = 1;
    free(bytes);
    ics_program_free(program);
    return failed;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: seeds_pack DIR\n");
        return 2;
    }
    int failed = 0;
    for (uint32_t seed = 0; seed < 16 && !failed; seed++)
        failed = write_seed(argv[1], seed);
    return failed;
}
