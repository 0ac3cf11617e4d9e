/* What the traces of one run share. */
#ifndef ICS_VM_TRACER_H
#define ICS_VM_TRACER_H

#include "vm/run.h"

/** An empty one: it is filled by the first trace. NULL without memory. */
struct ics_tracer *ics_tracer_new(void);
void ics_tracer_free(struct ics_tracer *tracer);

#endif
