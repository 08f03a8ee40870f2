/* base/digest.h: SHA-256, HMAC, Ed25519 and MD5 (OpenSSL is behind it).
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: FIPS 180-4, RFC 2104, RFC 8032.
 */
#ifndef WIT_BASE_DIGEST_H
#define WIT_BASE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define WIT_SHA256_BYTES 32
#define WIT_SHA256_HEX   65 /* with its NUL */

void wit_sha256(uint8_t out[WIT_SHA256_BYTES], const void *bytes, size_t len);
void wit_sha256_hex(char out[WIT_SHA256_HEX], const void *bytes, size_t len); /* lower case */
/* The same of bytes that come piece by piece. */
struct wit_sha256_run;
struct wit_sha256_run *wit_sha256_run_new(void);
void wit_sha256_run_add(struct wit_sha256_run *run, const void *bytes, size_t len);
void wit_sha256_run_end(char out[WIT_SHA256_HEX], struct wit_sha256_run *run); /* frees it; out NULL: only that */
void wit_hmac_sha256(uint8_t out[WIT_SHA256_BYTES], const void *key, size_t key_len, const void *bytes, size_t len);
void wit_hex(char *out, const uint8_t *bytes, size_t len); /* 2*len + NUL, lower case */

/* MD5 (RFC 1321): for fingerprints that others define by it (JA3), never for safety. false where the library refuses
 * it. */
WIT_NODISCARD bool wit_md5_hex(char out[33], const void *bytes, size_t len);

/* Ed25519 over `bytes`; keys are PEM files (openssl genpkey -algorithm ed25519). err: WIT_EIO, WIT_EPARSE,
 * WIT_EINTEGRITY */
WIT_NODISCARD bool wit_ed25519_sign(uint8_t out[64], const char *key_path, const void *bytes, size_t len,
                                    struct wit_err *err);
WIT_NODISCARD bool wit_ed25519_verify(const char *public_key_path, const uint8_t sig[64], const void *bytes, size_t len,
                                      struct wit_err *err);

#endif
