/* tests/fuzz/fuzz_destinations.c: no configuration of a connector gives a destination that is not well-formed.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Input: the class on the first line, then "key=value" lines; a line without "=" is a hidden value.
 */
#include <stdlib.h>
#include <string.h>

#include "evidence/destinations.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

enum { MOST = 64 };

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void check(const struct wit_destination *d)
{
    require(d->key != NULL && d->key[0] != '\0' && d->system != NULL && d->name != NULL && d->region != NULL);
    require(d->host != NULL && strlen(d->host) <= 600 && d->port <= 65535);
    require(strspn(d->host, "abcdefghijklmnopqrstuvwxyz0123456789-._:") == strlen(d->host));
    require(!d->port_assumed || d->port != 0);
    require(d->tls_told || !d->tls);
    require(d->kind != WIT_DEST_HOST || d->host[0] != '\0' || d->unresolved);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    const char *text = wit_strndup(arena, (const char *)data, size);
    struct wit_connector_config config[MOST];
    size_t n_config = 0, n;
    size_t len = strcspn(text, "\n");
    const char *class = wit_strndup(arena, text, len);
    for (text += len; *text == '\n' && n_config < MOST; text += len) {
        len = strcspn(++text, "\n");
        size_t key = strcspn(text, "=\n");
        config[n_config].key = wit_strndup(arena, text, key);
        config[n_config++].value = key < len ? wit_strndup(arena, text + key + 1, len - key - 1) : NULL;
    }
    bool known;
    const struct wit_destination *d = wit_destinations(&n, &known, arena, class, config, n_config);
    require(n <= 256);
    for (size_t i = 0; i < n; i++)
        check(&d[i]);
    return 0;
}
