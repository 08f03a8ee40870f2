/* collectors/aws/s3_list.h: one page of ListObjectsV2.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: S3 API Reference, ListObjectsV2 (encoding-type url). Pure. Hostile input.
 */
#ifndef WIT_COLLECTORS_AWS_S3_LIST_H
#define WIT_COLLECTORS_AWS_S3_LIST_H

#include "collectors/aws/s3.h"

/* *token: of the next page, NULL: this is the last one. err: WIT_EPARSE no listing, or it says that it is truncated and
 * names no next page; WIT_ELIMIT */
WIT_NODISCARD bool wit_s3_list_read(struct wit_s3_page *out, const char **token, struct wit_arena *arena,
                                    const char *body, size_t len, struct wit_err *err);

#endif
