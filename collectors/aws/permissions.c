/* collectors/aws/permissions.c: the least IAM policy, from the operation table.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "collectors/aws/aws.h"
#include "evidence/operations.h"

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void wit_aws_permissions(struct wit_buf *out)
{
    size_t n;
    const struct wit_operation *ops = wit_operations(&n);
    struct wit_arena *arena = wit_arena_new();
    const char **actions = WIT_NEW_ARRAY(arena, const char *, n);
    for (size_t i = 0; i < n; i++)
        actions[i] = ops[i].iam;
    qsort(actions, n, sizeof *actions, by_text);
    struct wit_jw jw;
    wit_jw_init(&jw, out, 2);
    wit_jw_object(&jw);
    wit_jw_kstr(&jw, "Version", "2012-10-17");
    wit_jw_key(&jw, "Statement");
    wit_jw_array(&jw);
    wit_jw_object(&jw);
    wit_jw_kstr(&jw, "Sid", "PathwitnessReadOnly");
    wit_jw_kstr(&jw, "Effect", "Allow");
    wit_jw_key(&jw, "Action");
    wit_jw_array(&jw);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || strcmp(actions[i], actions[i - 1]) != 0)
            wit_jw_str(&jw, actions[i]);
    }
    wit_jw_array_end(&jw);
    wit_jw_kstr(&jw, "Resource", "*");
    wit_jw_object_end(&jw);
    wit_jw_array_end(&jw);
    wit_jw_object_end(&jw);
    wit_buf_putc(out, '\n');
    wit_arena_free(arena);
}
