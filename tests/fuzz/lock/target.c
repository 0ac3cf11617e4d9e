/*
 * A lock of any bytes is taken or refused with a message; what is taken is written, and read back as the same bytes.
 * The same bytes as a shared object: its record is read, or it is told why not.
 */
#include "plugin/lock.h"
#include "plugin/object.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void write_and_read(const ics_lock *lock, ics_arena *arena)
{
    size_t size = 0, again_size = 0;
    ics_lock again;
    char *text = ics_lock_write(lock, &size);
    if (!text || ics_lock_read(&again, text, size, 0, arena, NULL) != ICS_OK)
        abort();
    char *second = ics_lock_write(&again, &again_size);
    if (!second || size != again_size || memcmp(text, second, size) != 0)
        abort();
    free(text);
    free(second);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    ics_arena arena = {0};
    ics_lock lock;
    ics_object_terms terms;
    ics_diags *diags = ics_diags_new();
    char *text = malloc(size + 1);
    memcpy(text, bytes, size);
    text[size] = '\0';
    const uint32_t source = ics_diags_source(diags, "icsrules.lock", text, size, true);
    const ics_status status = ics_lock_read(&lock, text, size, source, &arena, diags);
    if ((status == ICS_OK) != (ics_diags_error_count(diags) == 0))
        abort(); /* refused without a word, or taken in spite of a mistake */
    if (status == ICS_OK)
        write_and_read(&lock, &arena);
    (void)ics_object_terms_read(&terms, bytes, size, &arena);
    free(text);
    ics_diags_free(diags);
    ics_arena_free(&arena);
    return 0;
}
