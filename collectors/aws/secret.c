/* collectors/aws/secret.c: keep secrets on the heap, wipe them.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/aws/secret.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"

void wit_wipe(void *bytes, size_t len)
{
    if (bytes != NULL && len != 0)
        explicit_bzero(bytes, len);
}

bool wit_secret_set(struct wit_secret *secret, const char *bytes, size_t len)
{
    if (len > WIT_SECRET_MAX_BYTES)
        return false;
    for (size_t i = 0; i < len; i++) {
        if ((unsigned char)bytes[i] < 0x20 || bytes[i] == 0x7f)
            return false;
    }
    char *copy = malloc(len + 1);
    if (copy == NULL)
        wit_die("no memory for credentials");
    memcpy(copy, bytes, len);
    copy[len] = '\0';
    wit_secret_wipe(secret);
    secret->bytes = copy;
    secret->len = len;
    return true;
}

void wit_secret_copy(struct wit_secret *to, const struct wit_secret *from)
{
    if (to == from)
        return;
    if (!wit_secret_is_set(from))
        wit_secret_wipe(to);
    else if (!wit_secret_set(to, from->bytes, from->len))
        wit_die("a stored secret is not one");
}

void wit_secret_wipe(struct wit_secret *secret)
{
    if (secret->bytes != NULL) {
        wit_wipe(secret->bytes, secret->len);
        free(secret->bytes);
    }
    secret->bytes = NULL;
    secret->len = 0;
}

bool wit_secret_is_set(const struct wit_secret *secret)
{
    return secret->bytes != NULL && secret->len != 0;
}

void wit_aws_keys_wipe(struct wit_aws_keys *keys)
{
    wit_secret_wipe(&keys->secret_key);
    wit_secret_wipe(&keys->token);
    wit_wipe(keys->access_key, sizeof keys->access_key);
    keys->expires_ms = 0;
}
