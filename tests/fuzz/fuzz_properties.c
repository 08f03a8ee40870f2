/* tests/fuzz/fuzz_properties.c: any bytes are read as properties or refused; texts are UTF-8 and lie in one block; what
 * is a secret by its name never survives the scrubbing.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "collectors/kafka/properties.h"
#include "collectors/secrets.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void check_text(const struct wit_properties *props, const char *text)
{
    require(text >= props->text && text < props->text + props->text_len);
    size_t len = strlen(text);
    for (size_t i = 0, step; i < len; i += step) {
        step = wit_utf8_decode(NULL, text + i, len - i);
        require(step > 0);
    }
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_properties props;
    struct wit_err err = {0};
    if (!wit_properties_parse(&props, arena, (const char *)data, size, &err)) {
        require(err.code == WIT_EPARSE || err.code == WIT_ELIMIT);
        return 0;
    }
    unsigned line = 0;
    for (size_t i = 0; i < props.n; i++) {
        const struct wit_property *p = &props.items[i];
        check_text(&props, p->key);
        check_text(&props, p->value);
        require(p->line > line);
        line = p->line;
        WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
        wit_buf_init(&out, strlen(p->value) * 11);
        bool removed = wit_secret_scrub(&out, p->key, p->value);
        require(!out.over && (removed || strcmp(wit_buf_str(&out), p->value) == 0));
        require(!removed || strcmp(wit_buf_str(&out), p->value) != 0);
        if (removed && wit_secret_key(p->key))
            require(strcmp(wit_buf_str(&out), WIT_SECRETS_REMOVED) == 0);
    }
    wit_properties_wipe(&props);
    return 0;
}
