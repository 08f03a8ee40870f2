/* collectors/aws/request.h: one call as a signed HTTP request.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: EC2 Query API, AWS JSON 1.1, REST conventions of S3, CloudFront, VPC Lattice and MSK.
 */
#ifndef WIT_COLLECTORS_AWS_REQUEST_H
#define WIT_COLLECTORS_AWS_REQUEST_H

#include "collectors/aws/endpoints.h"
#include "collectors/http.h"
#include "evidence/operations.h"

enum { WIT_WIRE_MAX_HEADERS = 10 };

/* Ready to send; strings in the arena. wit_wire_wipe it when it was sent: its headers hold the session token. */
struct wit_wire {
    const char *method, *url;
    char *headers[WIT_WIRE_MAX_HEADERS];
    size_t n_headers;
    const char *body;
    size_t body_len;
    const char *summary; /* one line for the bundle: what was asked, without keys */
};

/* What goes into a request, before it is signed. */
struct wit_unsigned {
    const char *method, *path, *query; /* encoded; query NULL: none */
    const char *content_type;          /* NULL: none */
    const char *target;                /* X-Amz-Target, or NULL */
    const char *account;               /* x-amz-account-id, or NULL */
    const char *body;                  /* NULL: none */
};

/* keys NULL: not signed at all (AssumeRoleWithWebIdentity). */
void wit_wire_sign(struct wit_wire *out, struct wit_arena *arena, const struct wit_unsigned *request,
                   const struct wit_service *service, const struct wit_endpoint *endpoint,
                   const struct wit_aws_keys *keys, int64_t now_ms);
void wit_wire_wipe(struct wit_wire *wire);

/* The request of one page. resource: for WIT_CALL_EACH, else NULL; token: NULL for the first page. */
void wit_unsigned_build(struct wit_unsigned *out, struct wit_arena *arena, const struct wit_operation *op,
                        const char *resource, const char *token);
/* "Action=DescribeVpcs&MaxResults=1000&Version=2016-11-15", "GET /acme?policy=" */
const char *wit_unsigned_summary(struct wit_arena *arena, const struct wit_unsigned *request);

#endif
