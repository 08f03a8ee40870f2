/* tests/support/bundle_fixture.h: a folder for one bundle, and calls that must be good. The test's file includes cmocka
 * before this one.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_TESTS_BUNDLE_FIXTURE_H
#define WIT_TESTS_BUNDLE_FIXTURE_H

#include <stdlib.h>

#include "tests/support/evidence_kit.h"

struct fixture {
    struct wit_arena *arena;
    char *dir;    /* removed afterwards */
    char *bundle; /* inside it */
};

static inline int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    f->arena = wit_arena_new();
    f->dir = wit_kit_dir(f->arena);
    f->bundle = wit_fmt(f->arena, "%s/acme.evidence", f->dir);
    *state = f;
    return 0;
}

static inline int teardown(void **state)
{
    struct fixture *f = *state;
    wit_kit_fault_clear();
    wit_kit_remove(f->dir);
    wit_arena_free(f->arena);
    free(f);
    return 0;
}

#define ASSERT_GOOD(call, err)                                                                                         \
    do {                                                                                                               \
        if (!(call))                                                                                                   \
            fail_msg("%s", (err).text);                                                                                \
    } while (0)

#endif
