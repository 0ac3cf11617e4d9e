/*
 * What is well formed and hardly meant: warnings about the user's own files, each with a fix where one is certain. Runs
 * over trees and meaning that have no mistake. Leans on sema, and on format for which trees say
 * the same.
 */
#ifndef ICS_CHECK_CHECK_H
#define ICS_CHECK_CHECK_H

#include "sema/meaning.h"

/** Adds the warnings to @p diags. Works in @p arena, whose `escape` must be set. */
void ics_check(const ics_syntax *syntax, const ics_meaning *meaning, ics_arena *arena, ics_diags *diags);

#endif
