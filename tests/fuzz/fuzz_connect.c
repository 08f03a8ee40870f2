/* tests/fuzz/fuzz_connect.c: whatever a worker answers, what is stored of it is JSON, and has nothing of a secret's
 * text.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "collectors/connect/redact.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static const char *const passwords[] = {"knock"};
static struct wit_plugin items[] = {{"a.B", true, passwords, 1}, {"a.C", false, NULL, 0}};
static const struct wit_plugins plugins = {items, 2, 2};

static void require(bool holds)
{
    if (!holds)
        abort();
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, (size_t)64 << 20);
    const char *text = wit_strndup(arena, (const char *)data, size);
    struct wit_value *v, *again;
    if (!wit_json_parse(&v, arena, text, size, NULL))
        return 0;
    struct wit_removed removed = {.arena = arena};
    struct wit_jw jw;
    wit_jw_init(&jw, &out, 0);
    wit_jw_object(&jw);
    wit_jw_key(&jw, "c");
    wit_connect_write(&jw, &removed, &plugins, v, "/c");
    wit_removed_write(&jw, &removed);
    wit_jw_object_end(&jw);
    if (out.over)
        return 0;
    require(wit_json_parse(&again, arena, wit_buf_str(&out), out.len, NULL));
    const char *knock = wit_str(wit_get(wit_get(again, "c"), "config"), "knock");
    bool of_class = strcmp(wit_str(wit_get(v, "config"), "connector.class") != NULL
                               ? wit_str(wit_get(v, "config"), "connector.class")
                               : "",
                           "a.B") == 0;
    require(!of_class || knock == NULL || knock[0] == '\0' || knock[0] == '$' || strstr(knock, "(removed)") != NULL);
    return 0;
}
