/* collectors/kafka/keystore.h: key stores and trust stores of clients as PEM texts in memory (the door to OpenSSL for
 * that).
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: Apache Kafka, "SSL key and trust stores" (KIP-651: PEM; PKCS12; JKS), RFC 7292 (PKCS #12), RFC 7468 (PEM).
 */
#ifndef WIT_COLLECTORS_KAFKA_KEYSTORE_H
#define WIT_COLLECTORS_KAFKA_KEYSTORE_H

#include "base/arena.h"

#define WIT_KEYSTORE_MAX_BYTES ((size_t)16 << 20)

struct wit_keystore {
    const char *certificates; /* PEM: trusted ones, or the chain from the client's own certificate on; NULL: none */
    const char *key;          /* PEM, not encrypted: a secret; NULL: none */
    const char *subject;      /* of the first certificate, RFC 2253 as Java prints it: "CN=a,O=b"; "" none */
    int64_t not_after_ms;     /* of the first certificate; INT64_MAX: none, or it cannot be told */
    size_t n;                 /* certificates */
};

/*
 * Reads one store.
 *   what      for messages: "ssl.keystore.location /etc/k.p12"
 *   bytes     the file, or the inline PEM text (whose lines may be joined by blanks)
 *   password  of the PKCS12 file; NULL or "" none
 *   key_password  of the private key in PEM; NULL none. A PKCS12 file's key has the file's password.
 *   err       WIT_EPARSE: no such store, JKS (with the keytool command that converts it), a wrong password
 */
WIT_NODISCARD bool wit_keystore_read(struct wit_keystore *out, struct wit_arena *arena, const char *what,
                                     const char *bytes, size_t len, const char *password, const char *key_password,
                                     struct wit_err *err);
/* Overwrites the key. */
void wit_keystore_wipe(struct wit_keystore *store);

/*
 * Certificates (no secrets) as a file that is on no disk: given as text, the client library keeps only the first of a
 * chain. The path in `path` is good while the descriptor that comes back is open; -1: there is no memory.
 */
int wit_keystore_memory_file(char path[64], const char *certificates);

/* A server's certificate that was refused, for messages: "CN=b-1, valid until 2026-01-02, issued by CN=ca". */
const char *wit_certificate_text(char *out, size_t room, const void *der, size_t len);

#endif
