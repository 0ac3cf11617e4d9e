/* A dataset of a few rows for any model that the verifier passes, so that packs from strangers can be run. */
#ifndef ICS_TESTS_BYTECODE_ANYDATA_H
#define ICS_TESTS_BYTECODE_ANYDATA_H

#include "data/dataset.h"

/** @return NULL where memory ran out or the model is too large to be worth it. Free with anydata_free(). */
ics_dataset *anydata_new(const ics_model *model, uint32_t rows, uint32_t seed);
void anydata_free(ics_dataset *dataset);

#endif
