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

/* An arena and such a folder for one test: give these to cmocka_unit_test_setup_teardown; *state is the struct. */
struct wit_temp {
    struct wit_arena *arena;
    char *dir;
};

int wit_temp_set_up(void **state);
int wit_temp_tear_down(void **state);
const char *wit_temp_path(const struct wit_temp *temp, const char *name); /* dir/name, in the arena */

#endif
