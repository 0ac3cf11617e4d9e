/* What this library is: its version, its commit, the formats it speaks. */
#include "bytecode/codec.h"
#include "bytecode/program.h"

#include <stdlib.h>
#include <string.h>

const char *ics_version(void)
{
    return ICS_VERSION;
}

const char *ics_version_commit(void)
{
    return ICS_COMMIT;
}

uint32_t ics_version_pack_format(void)
{
    return ICS_PACK_FORMAT;
}

void ics_memory_free(void *memory)
{
    free(memory);
}

const char *ics_word_nearest(const char *word, const char *const *candidates, size_t count)
{
    return ics_nearest(word, strlen(word), candidates, count);
}

bool ics_day_read(const char *text, int32_t *days_out)
{
    const char *why = NULL;
    int32_t first = 0, last = 0;
    const size_t length = strlen(text);
    if (length != strlen("2023-06-01") || !ics_date_parse(text, length, &first, &last, &why) || first != last)
        return false;
    *days_out = first;
    return true;
}
