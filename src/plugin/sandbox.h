/* What a worker gives up before any of a plugin's code runs: files, processes, the network, memory without end. */
#ifndef ICS_PLUGIN_SANDBOX_H
#define ICS_PLUGIN_SANDBOX_H

#include <stdbool.h>
#include <stdint.h>

/** Limits that the kernel keeps: memory, files, processes, no core. @return NULL, or which cannot be set. */
const char *ics_sandbox_limit(uint64_t memory_bytes);

/**
 * Gives up all privileges, all files and all system calls but those of reckoning, for good.
 * @param[out] listener Tells the program of each other call before it is made; -1 where this kernel cannot: then such
 * a call ends the process at once, and files can still be opened to read until ics_sandbox_close().
 * @return NULL, or what could not be done.
 */
const char *ics_sandbox_enter(int *listener);

/** After the plugin has been loaded, where there is no listener: no file can be opened any more. @return NULL, or why.
 */
const char *ics_sandbox_close(void);

#endif
