/* tests/unit/test_permissions.c: the IAM policy holds each permission of the table once, and nothing else.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "collectors/aws/aws.h"
#include "evidence/operations.h"

static void test_policy(void **state)
{
    (void)state;
    struct wit_arena *arena = wit_arena_new();
    struct wit_buf out;
    struct wit_err err = {0};
    struct wit_value *root;
    wit_buf_init(&out, 1 << 20);
    wit_aws_permissions(&out);
    if (!wit_json_parse(&root, arena, out.data, out.len, &err))
        fail_msg("%s", err.text);
    const struct wit_value *statement = wit_at(wit_get(root, "Statement"), 0);
    assert_string_equal(wit_str(root, "Version"), "2012-10-17");
    assert_string_equal(wit_str(statement, "Effect"), "Allow");
    const struct wit_value *actions = wit_get(statement, "Action");
    const char *before = "";
    size_t n, found = 0;
    const struct wit_operation *ops = wit_operations(&n);
    WIT_EACH(action, actions) {
        assert_true(strcmp(before, action->text) < 0); /* sorted, each once */
        before = action->text;
        bool known = false;
        for (size_t i = 0; i < n; i++)
            known = known || strcmp(ops[i].iam, action->text) == 0;
        assert_true(known);
    }
    for (size_t i = 0; i < n; i++) {
        WIT_EACH(action, actions)
            found += strcmp(ops[i].iam, action->text) == 0;
    }
    assert_int_equal(found, n);
    wit_buf_deinit(&out);
    wit_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_policy)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
