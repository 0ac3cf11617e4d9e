/* Forbidden system calls of a worker, told by the kernel before they are made. Leans on seccomp's user notification. */
#ifndef ICS_PLUGIN_OUTCRY_H
#define ICS_PLUGIN_OUTCRY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/** The worker that is listened to, and what it may open. */
typedef struct ics_outcry {
    int listener;
    pid_t process;
    bool may_load;            /* one file, whatever its name: the loader opens the plugin before any of its code runs */
    const char *const *reads; /* absolute paths that the plugin has been granted */
    size_t read_count;
} ics_outcry;

/**
 * Takes what the kernel tells. The loader's file is let pass, and a table that was granted is opened here, and handed
 * over: by its path, or by the end of it ("tables/places.csv"), to be read. Of any other call the name is given, and
 * the worker waits in it until it is killed.
 *
 * @param[out] forbidden The call's name; empty where it was let pass. @return false where nothing can be heard any
 * more.
 */
bool ics_outcry_hear(ics_outcry *outcry, char *forbidden, size_t room);

#endif
