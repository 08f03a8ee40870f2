/* tests/support/temp.h: folders that a test makes and removes.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_TESTS_TEMP_H
#define WIT_TESTS_TEMP_H

#include "base/arena.h"

/* A new, empty folder (below $TMPDIR or /tmp). Its name is in the arena. Ends the program when it cannot be made. */
char *wit_temp_new(struct wit_arena *arena);
/* Removes it with everything in it; links are not followed. NULL is fine. */
void wit_temp_remove(const char *path);

#endif
