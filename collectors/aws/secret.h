/* collectors/aws/secret.h: bytes that no formatter accepts and that are wiped when they are done with.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A secret never goes into an error text, a log, an artefact or a command line.
 */
#ifndef WIT_COLLECTORS_AWS_SECRET_H
#define WIT_COLLECTORS_AWS_SECRET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WIT_SECRET_MAX_BYTES 16384 /* session tokens of web identities are the longest, some kB */

struct wit_secret {
    char *bytes; /* on the heap, NUL after the end; NULL: not set */
    size_t len;
};

/* Copies; wipes what was there. False when longer than WIT_SECRET_MAX_BYTES or with a byte that no header can carry. */
bool wit_secret_set(struct wit_secret *secret, const char *bytes, size_t len);
void wit_secret_copy(struct wit_secret *to, const struct wit_secret *from);
void wit_secret_wipe(struct wit_secret *secret);
bool wit_secret_is_set(const struct wit_secret *secret);
/* Wipes memory in a way that the compiler keeps. NULL is fine. */
void wit_wipe(void *bytes, size_t len);

/* One set of keys. {0} is "none". */
struct wit_aws_keys {
    char access_key[132]; /* not secret: it is part of every signature */
    struct wit_secret secret_key;
    struct wit_secret token; /* not set: long-lived keys */
    int64_t expires_ms;      /* Unix time; 0: never */
};

void wit_aws_keys_wipe(struct wit_aws_keys *keys);

#endif
