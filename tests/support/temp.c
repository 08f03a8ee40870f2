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
