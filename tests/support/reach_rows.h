/* tests/support/reach_rows.h: questions to the engine as rows: an estate, two ends, a port, the verdict, who decides.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_TESTS_REACH_ROWS_H
#define WIT_TESTS_REACH_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

#include "evidence/map.h"

struct wit_reach_row {
    const char *name;
    const char *estate; /* estate_builder.h */
    const char *from, *to, *port;
    enum wit_verdict verdict;
    const char *kind, *id, *rule; /* decider; NULL: not looked at */
    const char *reason;           /* NULL: not looked at */
};

/* NULL: as the row says (and unknown if and only if gaps are named), else what is wrong; malloced. */
char *wit_reach_row_check(const struct wit_reach_row *row);
#ifdef CMOCKA_H_ /* not where rows are only looked at */
/* One cmocka test a row. The test's file includes cmocka before this one. */
static inline void wit_reach_row_test(void **state)
{
    char *wrong = wit_reach_row_check(*state);
    if (wrong != NULL)
        print_error("%s", wrong);
    bool good = wrong == NULL;
    free(wrong);
    assert_true(good);
}

#define WIT_REACH_ROWS_MAIN(group, rows)                                                                               \
    int main(void)                                                                                                     \
    {                                                                                                                  \
        enum { N = sizeof(rows) / sizeof(rows)[0] };                                                                   \
        struct CMUnitTest tests[N];                                                                                    \
        for (size_t i = 0; i < N; i++)                                                                                 \
            tests[i] =                                                                                                 \
                (struct CMUnitTest){(rows)[i].name, wit_reach_row_test, NULL, NULL, (void *)(uintptr_t) & (rows)[i]};  \
        return _cmocka_run_group_tests(group, tests, N, NULL, NULL);                                                   \
    }

#endif

#endif
