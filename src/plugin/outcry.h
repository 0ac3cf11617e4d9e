/* Forbidden system calls of a worker, told by the kernel before they are made. Leans on seccomp's user notification. */
#ifndef ICS_PLUGIN_OUTCRY_H
#define ICS_PLUGIN_OUTCRY_H

#include <stdbool.h>
#include <stddef.h>

/**
 * Takes what the kernel tells. The first file that is opened is let pass where *may_open says so, and that is then
 * spent: the loader opens the plugin, and it alone, before any of the plugin's code runs. Of any other call the name is
 * given, and the worker waits in it until it is killed.
 *
 * @param[out] forbidden The call's name; empty where it was let pass. @return false where nothing can be heard any
 * more.
 */
bool ics_outcry_hear(int listener, bool *may_open, char *forbidden, size_t room);

#endif
