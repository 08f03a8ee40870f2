/* collectors/aws/s3.h: reads one bucket: lists its keys page by page, fetches objects several at a time.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Only ListObjectsV2 and GetObject are asked. An object is spooled to an unnamed temporary file as it is stored, and
 * handed over when it is whole: what was cut and asked again is never read twice. Retries, paces of waiting and renewed
 * credentials as in `collect aws`; a bucket of another region is asked there. Source: S3 API Reference.
 */
#ifndef WIT_COLLECTORS_AWS_S3_H
#define WIT_COLLECTORS_AWS_S3_H

#include "base/arena.h"
#include "evidence/bundle.h"

struct wit_s3_options {
    const char *region;                           /* NULL: that of the environment, the profile, or us-east-1 */
    const char *profile, *role_arn, *external_id; /* NULL: as in struct wit_aws_options */
    const char *endpoint_url, *ca_file;           /* NULL: the real one; the system's */
    unsigned parallel, timeout_s, attempts;       /* 0: 8 at once; 600 s an object; 8 */
};
struct wit_s3_object {
    const char *key, *etag; /* the key as it is, decoded; etag "" when not told */
    uint64_t size;
};
struct wit_s3_page {
    struct wit_s3_object *objects;
    size_t n;
    bool last;
};
/* What became of an object. */
struct wit_s3_got {
    int fd;                     /* its bytes from the beginning, until the callback returns; -1: it was not obtained */
    enum wit_gap_reason reason; /* fd is -1: why */
    const char *detail;         /* … for people, without secrets */
};
/* False: stop, err is set. */
typedef bool wit_s3_object_fn(void *context, const struct wit_s3_object *object, const struct wit_s3_got *got,
                              struct wit_err *err);

struct wit_s3;
/* err: WIT_EUSAGE no credentials, no region, no bucket's name; WIT_EDENIED, WIT_ENET a role */
WIT_NODISCARD bool wit_s3_open(struct wit_s3 **out, const char *bucket, const struct wit_s3_options *options,
                               struct wit_err *err);
void wit_s3_close(struct wit_s3 *s3); /* NULL is fine */
/*
 * The next page of the keys that begin with `prefix`, after `start_after` ("" the first). One listing an object. In the
 * arena. err: WIT_EDENIED, WIT_ENET (no answer, or a refusal), WIT_EPARSE (no listing)
 */
WIT_NODISCARD bool wit_s3_list(struct wit_s3 *s3, struct wit_s3_page *out, struct wit_arena *arena, const char *prefix,
                               const char *start_after, struct wit_err *err);
/* Each object goes to `got`, in their order. err: WIT_EIO no temporary file, or it is full; what the callback says */
WIT_NODISCARD bool wit_s3_fetch(struct wit_s3 *s3, const struct wit_s3_object *objects, size_t n, wit_s3_object_fn *got,
                                void *context, struct wit_err *err);
const char *wit_s3_region(const struct wit_s3 *s3); /* where the bucket answered */

#endif
