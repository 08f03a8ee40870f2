/* tests/support/xmlshape_main.c: prints AWS XML answers as the decoders see them, for tests/slow/xmlshape_botocore.py.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 *   xmlshape < CASES     each case: a line "SERVICE OPERATION BYTES", then that many bytes of XML
 *
 * Answers one line of JSON a case; "error: …" when it cannot be read.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "pathmap/decode/xmlshape.h"

static void answer(const char *service, const char *operation, const char *bytes, size_t len)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, (size_t)256 << 20);
    const struct wit_operation *op = wit_operation_find(service, operation);
    struct wit_err err = {WIT_EUSAGE, "no such operation"};
    struct wit_value *tree;
    if (op == NULL || !wit_xmlshape_read(&tree, arena, op, bytes, len, &err)) {
        printf("error: %s\n", err.text);
        return;
    }
    struct wit_jw jw;
    wit_jw_init(&jw, &out, 0);
    wit_jw_value(&jw, tree);
    printf("%s\n", wit_buf_str(&out));
}

int main(void)
{
    char service[64], operation[128];
    size_t len;
    while (scanf("%63s %127s %zu", service, operation, &len) == 3) {
        if (getchar() != '\n' || len > WIT_JSON_MAX_BYTES)
            return 2;
        char *bytes = malloc(len + 1);
        if (bytes == NULL || fread(bytes, 1, len, stdin) != len)
            return 2;
        answer(service, operation, bytes, len);
        free(bytes);
    }
    return 0;
}
