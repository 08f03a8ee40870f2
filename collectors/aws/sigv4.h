/* collectors/aws/sigv4.h: AWS Signature Version 4, each stage visible.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: AWS General Reference, "Create a signed AWS API request"; S3 API Reference, "Authenticating Requests (AWS
 * Signature Version 4)". Pure: no clock, no globals, no I/O. Strings are in the arena; the canonical request and the
 * query may hold the session token: wit_sigv4_wipe them when they were used.
 */
#ifndef WIT_COLLECTORS_AWS_SIGV4_H
#define WIT_COLLECTORS_AWS_SIGV4_H

#include "base/arena.h"
#include "base/digest.h"
#include "collectors/aws/secret.h"

#define WIT_AMZ_DATE 17 /* "20150830T123600Z" with its NUL */

struct wit_header {
    const char *name, *value; /* value may hold newlines with white space (obsolete folding) */
};

struct wit_sigv4_request {
    const char *method;
    const char *path;  /* as it goes on the wire, without the query; "" is "/" */
    const char *query; /* as it goes on the wire, without "?"; NULL: none */
    const struct wit_header *headers;
    size_t n_headers; /* with Host; without Authorization, X-Amz-Date, X-Amz-Security-Token, X-Amz-Content-Sha256 */
    const void *body;
    size_t body_len;
};

enum wit_sigv4_path {
    WIT_PATH_NORMALISED, /* dot segments and double slashes go, then the wire path is encoded once more */
    WIT_PATH_AS_IS,      /* not normalised, encoded once more */
    WIT_PATH_S3          /* not normalised, encoded exactly once */
};

struct wit_sigv4_options {
    const char *region, *service; /* the credential scope */
    char date[WIT_AMZ_DATE];
    enum wit_sigv4_path path;
    bool hash_header;    /* send and sign X-Amz-Content-Sha256 (S3 requires it) */
    bool token_unsigned; /* the session token is added after signing */
    bool in_query;       /* the signature goes into the query (presigned URL), not into a header */
    unsigned expires_s;  /* in_query only */
};

struct wit_sigv4_stages {
    char *canonical_request;
    char *string_to_sign;
    char signature[WIT_SHA256_HEX];
    char *authorization; /* value of that header; NULL when in_query */
    char *query;         /* in_query: the whole query to send; else NULL */
    char payload[WIT_SHA256_HEX];
    char *signed_headers; /* "host;x-amz-date" */
};

/* Writes "20150830T123600Z"; unix_ms is at least 0. */
void wit_amz_date(char out[WIT_AMZ_DATE], int64_t unix_ms);

void wit_sigv4_sign(struct wit_sigv4_stages *out, struct wit_arena *arena, const struct wit_sigv4_request *request,
                    const struct wit_sigv4_options *options, const struct wit_aws_keys *keys);
/* Wipes the strings that may hold the session token. */
void wit_sigv4_wipe(struct wit_sigv4_stages *stages);

#endif
