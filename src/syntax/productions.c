/* The names of the grammar's productions, written out by the build from what bison reports. */
#include "syntax/productions.h"

#include "syntax/ast.h"

static const char *const production_names[] = {
#include "productions.inc"
};

const char *ics_production_name(size_t production)
{
    return production >= 1 && production <= ics_production_count() &&
                   production < sizeof production_names / sizeof *production_names
               ? production_names[production]
               : "";
}

void ics_productions_print(const ics_syntax *syntax, FILE *out)
{
    for (size_t p = 1; p <= ics_production_count(); p++) {
        uint64_t count = 0;
        const char *first = NULL;
        for (size_t f = 0; f < syntax->file_count; f++) {
            const ics_production_use *use = syntax->files[f].productions ? &syntax->files[f].productions[p] : NULL;
            if (!use || use->count == 0)
                continue;
            count += use->count;
            if (!first)
                first = use->first_rule;
        }
        fprintf(out, "%llu\t%s\t%s\n", (unsigned long long)count, first ? first : "", ics_production_name(p));
    }
}
