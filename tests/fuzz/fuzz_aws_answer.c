/* tests/fuzz/fuzz_aws_answer.c: any bytes as the answer to any operation. First byte: the operation; second: the
 * status.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>
#include <string.h>

#include "collectors/aws/answer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const int statuses[] = {200, 400, 403, 404, 500, 301};
    if (size < 2)
        return 0;
    struct wit_arena *arena = wit_arena_new();
    size_t n_ops;
    const struct wit_operation *ops = wit_operations(&n_ops), *op = &ops[data[0] % n_ops];
    int status = statuses[data[1] % 6];
    char *body = wit_strndup(arena, (const char *)data + 2, size - 2);
    memcpy(body, data + 2, size - 2);
    struct wit_answer a;
    struct wit_err err = {0};
    if (wit_answer_read(&a, arena, op, status, "", body, size - 2, &err)) {
        assert(a.is_error == (status != 200));
        assert(a.token == NULL || (*a.token != '\0' && op->token_out != NULL));
        for (const char *c = a.message; *c != '\0'; c++)
            assert((unsigned char)*c >= 0x20);
    } else {
        assert(status == 200 && err.code != WIT_OK && err.text[0] != '\0');
    }
    const char **items;
    size_t n;
    if (op->list_key != NULL && wit_answer_list(&items, &n, arena, op, "VpcId", body, size - 2, &err)) {
        for (size_t i = 0; i < n; i++)
            assert(*items[i] != '\0');
    }
    const char *region = wit_answer_bucket_region(arena, body, size - 2);
    assert(region == NULL || strlen(region) <= 40);
    wit_arena_free(arena);
    return 0;
}
