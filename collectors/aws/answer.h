/* collectors/aws/answer.h: what a collector must understand of an answer: errors, the next token, the listed things.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Everything else is for the decoders; the bytes are stored as they came. Hostile input: only base/xml.h and
 * base/json.h read it. Pure.
 */
#ifndef WIT_COLLECTORS_AWS_ANSWER_H
#define WIT_COLLECTORS_AWS_ANSWER_H

#include "base/arena.h"
#include "evidence/operations.h"

#define WIT_ANSWER_MAX_BYTES ((size_t)64 << 20) /* one page */

struct wit_answer {
    bool is_error;
    char code[128];    /* "UnauthorizedOperation"; "" when the body tells none */
    char message[512]; /* one line, no control characters */
    char region[48];   /* S3's errors name the bucket's region; "" when absent */
    const char *token; /* of the next page; NULL: this is the last one. In the arena. */
};

/*
 * status is HTTP's, error_type the value of x-amzn-ErrorType ("" when absent).
 * err: WIT_EPARSE  a success that is not the answer to `op`: not XML or JSON, another root, no list in it; the answer
 *                  says that it is truncated, and names no next page
 * An error answer (status 300 and more) is never an err: is_error is set, with what could be read.
 */
WIT_NODISCARD bool wit_answer_read(struct wit_answer *out, struct wit_arena *arena, const struct wit_operation *op,
                                   int status, const char *error_type, const char *body, size_t len,
                                   struct wit_err *err);

/* Values of `field` in the items of a page that `op` listed, in their order. err: WIT_EPARSE; WIT_ELIMIT */
WIT_NODISCARD bool wit_answer_list(const char ***out, size_t *n, struct wit_arena *arena,
                                   const struct wit_operation *op, const char *field, const char *body, size_t len,
                                   struct wit_err *err);
/* The region in S3's LocationConstraint: "" is us-east-1, "EU" is eu-west-1. NULL when it is not one. */
const char *wit_answer_bucket_region(struct wit_arena *arena, const char *body, size_t len);

#endif
