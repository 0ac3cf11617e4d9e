/* The run that a machine's outcomes make. */
#ifndef ICS_VM_GATHER_H
#define ICS_VM_GATHER_H

#include "vm/machine.h"

/**
 * Takes the machine's outcomes over into a run, ordered and counted, with what registers and ended bodies add.
 *
 * @param[in,out] run NULL, or a run of the program whose memory is used again. NULL where memory has run out.
 */
ICS_NODISCARD ics_status ics_gather(ics_run **run, const ics_machine *machine, uint64_t cost);

#endif
