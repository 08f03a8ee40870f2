/* collectors/connect/rest.h: one run against one REST interface, shared by the files that carry it out.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * rest.c asks and waits, rest_url.c reads the URL and the file of the password, rest_store.c writes records, access.c
 * asks again as a stranger would.
 */
#ifndef WIT_COLLECTORS_CONNECT_REST_H
#define WIT_COLLECTORS_CONNECT_REST_H

#include "base/value.h"
#include "collectors/connect/connect.h"
#include "collectors/http.h"

#define WIT_REST_BODY_BYTES ((size_t)96 << 20) /* a larger answer is asked for in parts */

struct wit_rest {
    struct wit_arena *arena; /* of the run */
    struct wit_bundle_writer *writer;
    const struct wit_rest_options *options;
    struct wit_collect_summary *summary;
    struct wit_http *http;
    const char *source; /* "connect", "schema-registry" */
    const char *base;   /* scheme://host:port and path, without a slash at the end */
    const char *scheme, *host;
    unsigned port;
    char *auth; /* "Authorization: Basic …", NULL none; wiped at the end */
    unsigned timeout_ms, wait_percent;
    unsigned long done, total;
    char peer[48], tls[16]; /* of the last answer */
};

enum wit_rest_end {
    WIT_REST_OK,         /* 200 and JSON */
    WIT_REST_ABSENT,     /* 404, 405: there is no such thing or no such question */
    WIT_REST_DENIED,     /* 401, 403 */
    WIT_REST_BUSY,       /* 409 and the like until time was over */
    WIT_REST_CUT,        /* the body ended early */
    WIT_REST_TOO_LARGE,  /* more than WIT_REST_BODY_BYTES */
    WIT_REST_UNREADABLE, /* no JSON */
    WIT_REST_NO_TLS,     /* reached, and TLS could not be agreed on */
    WIT_REST_FAILED      /* no connection, time-out, another status */
};

struct wit_rest_answer {
    enum wit_rest_end end;
    int status;
    struct wit_value *json; /* in the arena given; OK only */
    size_t bytes;
    const char *detail; /* end is not OK: a sentence that says what and what to do, without any text of the server */
};

/* rest_url.c. err: WIT_EUSAGE, WIT_EIO */
WIT_NODISCARD bool wit_rest_open(struct wit_rest *r, struct wit_arena *arena, struct wit_bundle_writer *w,
                                 const struct wit_rest_options *options, const char *source,
                                 struct wit_collect_summary *summary, struct wit_err *err);
void wit_rest_close(struct wit_rest *r);
/* For a part of a path: all but unreserved characters as %XX. */
const char *wit_rest_encode(struct wit_arena *arena, const char *text);

/* rest.c: asks for base + path with the credentials, waits while the worker is busy. */
void wit_rest_get(struct wit_rest *r, struct wit_arena *arena, const char *path, struct wit_rest_answer *out);
/* Many at once: `each` is called in the order of answers, never twice at a time; those that are busy are asked again.
 */
typedef bool wit_rest_each_fn(void *context, size_t index, const struct wit_rest_answer *answer, struct wit_err *err);
WIT_NODISCARD bool wit_rest_get_all(struct wit_rest *r, struct wit_arena *arena, const char *const *paths, size_t n,
                                    wit_rest_each_fn *each, void *context, struct wit_err *err);
void wit_rest_tell(struct wit_rest *r, const char *what);

/* rest_store.c */
WIT_NODISCARD bool wit_rest_store(struct wit_rest *r, const char *operation, const char *resource, const char *request,
                                  int status, unsigned page, bool last, const struct wit_buf *body,
                                  struct wit_err *err);
WIT_NODISCARD bool wit_rest_gap(struct wit_rest *r, const char *operation, const char *resource,
                                enum wit_gap_reason reason, const char *detail, struct wit_err *err);
/* The gap of an answer that is not OK. */
WIT_NODISCARD bool wit_rest_gap_of(struct wit_rest *r, const char *operation, const char *resource,
                                   const struct wit_rest_answer *answer, struct wit_err *err);
WIT_NODISCARD bool wit_rest_store_names(struct wit_rest *r, struct wit_names *names, struct wit_err *err);

/* access.c: asks `path` again without credentials, and over plain HTTP; stores the artefact Access. `first` is what the
 * run's own question got. */
WIT_NODISCARD bool wit_rest_access(struct wit_rest *r, const char *path, const struct wit_rest_answer *first,
                                   struct wit_err *err);

#endif
