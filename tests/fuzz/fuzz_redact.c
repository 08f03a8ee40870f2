/* tests/fuzz/fuzz_redact.c: an answer without its secrets is well-formed as before, and nothing is found in it again.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/xml.h"
#include "collectors/aws/redact.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    const char *bytes = wit_strndup(arena, (const char *)data, size); /* a NUL after the end, as every reader gives */
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out, pointers, again;
    wit_buf_init(&out, size * 9 + 16);
    wit_buf_init(&pointers, 2000);
    wit_buf_init(&again, size * 9 + 16);
    size_t removed = 0;
    /* Bytes that no parser accepts are only read. */
    (void)wit_redact_json(&again, &pointers, bytes, size);
    wit_buf_reset(&again);
    (void)wit_redact_xml(&again, &pointers, bytes, size);
    wit_buf_reset(&again);
    if (!wit_redact(&removed, &out, &pointers, bytes, size, NULL))
        return 0;
    require((removed == 0) == (out.len == 0) && !out.over);
    if (removed == 0)
        return 0;
    size_t more = 0;
    require(wit_redact(&more, &again, &pointers, wit_buf_str(&out), out.len, NULL) && more == 0);
    struct wit_xml *xml;
    struct wit_value *json;
    require(bytes[strspn(bytes, " \t\r\n")] == '<' ? wit_xml_parse(&xml, arena, out.data, out.len, NULL)
                                                   : wit_json_parse(&json, arena, out.data, out.len, NULL));
    return 0;
}
