/* Files read whole under a limit, and written all or nothing. */
#ifndef ICS_BASE_FILE_H
#define ICS_BASE_FILE_H

#include "base/diag.h"

typedef struct ics_bytes {
    unsigned char *data; /* malloc'd, followed by 64 zero bytes that do not count */
    size_t size;
} ics_bytes;

/**
 * Reads a file whole ("-": standard input). Refuses folders, sockets, FIFOs without a writer, and more than @p limit
 * bytes (named @p limit_name). Errors go to @p diags as E0001, E0005. Caller owns: ics_bytes_free().
 */
ICS_NODISCARD ics_status ics_file_read(ics_bytes *out, const char *path, int64_t limit, const char *limit_name,
                                       ics_diags *diags);
void ics_bytes_free(ics_bytes *bytes);

/** A file that is read a piece at a time. */
typedef struct ics_file_source {
    const char *path; /* borrowed */
    int fd;
    bool is_regular; /* it can be opened and read again */
    uint64_t size;   /* of a regular file when it was opened; else 0 */
    bool has_early;  /* a byte was read when a FIFO was looked at */
    unsigned char early;
} ics_file_source;

/** Opens a file as ics_file_read() does, with the same refusals. Closed by ics_file_close(). */
ICS_NODISCARD ics_status ics_file_open(ics_file_source *out, const char *path, ics_diags *diags);
/** Reads on until @p room bytes are there or the file ends: *got is less than the room then. Errors are E0001. */
ICS_NODISCARD ics_status ics_file_fill(ics_file_source *source, unsigned char *to, size_t room, size_t *got,
                                       ics_diags *diags);
void ics_file_close(ics_file_source *source);

/**
 * Writes a file all or nothing: a new file in the same folder, synced, renamed, folder synced; on failure nothing is
 * left and an older file is whole. Errors go to @p diags as E0802.
 */
ICS_NODISCARD ics_status ics_file_write(const char *path, const void *data, size_t size, ics_diags *diags);

/** UTF-8 check of a whole text. @return true, or false with the offset of the first bad byte. NUL is refused too. */
bool ics_utf8_check(const unsigned char *bytes, size_t size, size_t *bad_offset);

#endif
