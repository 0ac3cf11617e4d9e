/* Diagnostics in a report. */
#ifndef ICS_REPORT_MESSAGE_H
#define ICS_REPORT_MESSAGE_H

#include "report/writer.h"

/** Writes all messages (NULL: none) as a JSON array. */
void ics_write_messages(ics_writer *writer, const ics_diags *diags);

#endif
