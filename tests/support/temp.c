/* tests/support/temp.c: folders that a test makes and removes.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/support/temp.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *wit_temp_new(struct wit_arena *arena)
{
    const char *parent = getenv("TMPDIR");
    char *path = wit_fmt(arena, "%s/wit-test-XXXXXX", parent == NULL || parent[0] == '\0' ? "/tmp" : parent);
    if (mkdtemp(path) == NULL)
        wit_die("cannot make '%s': %s", path, strerror(errno));
    return path;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
    (void)st, (void)kind, (void)where;
    return remove(path);
}

void wit_temp_remove(const char *path)
{
    if (path != NULL)
        nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

int wit_temp_set_up(void **state)
{
    struct wit_arena *arena = wit_arena_new();
    struct wit_temp *temp = WIT_NEW(arena, struct wit_temp);
    *temp = (struct wit_temp){arena, wit_temp_new(arena)};
    *state = temp;
    return 0;
}

int wit_temp_tear_down(void **state)
{
    struct wit_temp *temp = *state;
    wit_temp_remove(temp->dir);
    wit_arena_free(temp->arena);
    return 0;
}

const char *wit_temp_path(const struct wit_temp *temp, const char *name)
{
    return wit_fmt(temp->arena, "%s/%s", temp->dir, name);
}
