/* tests/support/replay_parts.h: what the files of the replay server share.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_TESTS_REPLAY_PARTS_H
#define WIT_TESTS_REPLAY_PARTS_H

#include "base/arena.h"
#include "base/buf.h"
#include "evidence/operations.h"
#include "tests/support/replay.h"

enum { REPLAY_MAX_HEADERS = 64 };

struct replay_header {
    char *name, *value; /* name in lower case */
};

struct replay_request {
    struct wit_arena *arena;
    char *method, *path, *query; /* as on the wire; query "" when absent */
    struct replay_header headers[REPLAY_MAX_HEADERS];
    size_t n_headers;
    char *body;
    size_t body_len;
};
const char *replay_header_of(const struct replay_request *r, const char *name); /* NULL when absent */
/* Value of name=… in a query or form, decoded; NULL when absent. */
char *replay_field(struct wit_arena *arena, const char *form, const char *name);
char *replay_decode(struct wit_arena *arena, const char *text, size_t len);

struct replay_call {
    const struct wit_operation *op;                                        /* NULL: not in the table */
    const char *service, *operation, *account, *region, *resource, *token; /* resource, token: NULL when absent */
    unsigned page;                                                         /* from 1; 0: the token is unknown */
};

struct replay_reply {
    int status;
    const char *media, *headers; /* headers: further lines, each with CRLF; may be NULL */
    const char *body;
    size_t len;
    size_t cut_at; /* bytes of the body that are sent; SIZE_MAX: all */
    bool drop, stall, gzip;
};
void replay_reply_text(struct replay_reply *reply, int status, const char *media, const char *body);
void replay_reply_error(struct replay_reply *reply, struct wit_arena *arena, const struct replay_call *call, int status,
                        const char *code, const char *message);

/* replay_sign.c: NULL when the signature is right, else why it is not. Sets account and scope of the call. */
const char *replay_sign_check(struct replay_request *r, const char *first_account, struct replay_call *call);
/* replay_route.c: which operation, resource, token. */
void replay_route(struct replay_request *r, struct replay_call *call);
/* replay_identity.c: instance metadata, container credentials, AssumeRole. True when it was one of those. */
bool replay_identity(struct replay_request *r, struct replay_reply *reply);
bool replay_assume_role(struct replay_request *r, struct replay_reply *reply); /* a signed call */
/* replay_store.c: the recorded answer; sets call->page. */
void replay_store_find(struct replay_reply *reply, struct wit_arena *arena, const char *dir, struct replay_call *call);
/* replay_objects.c: a bucket's listing or object. True: it was one of those. */
bool replay_objects(struct replay_request *r, struct replay_reply *reply, const char *base, struct replay_call *call);
/* The first folder of 12 digits; NULL when there is none. */
const char *replay_store_account(struct wit_arena *arena, const char *dir);

/* replay_fault.c */
struct replay_faults;
WIT_NODISCARD bool replay_faults_parse(struct replay_faults **out, const char *text, struct wit_err *err);
void replay_faults_free(struct replay_faults *faults);
/* Changes the reply when a rule matches. Not thread-safe: the caller locks. */
void replay_faults_apply(struct replay_faults *faults, struct wit_arena *arena, const struct replay_call *call,
                         struct replay_reply *reply);

#endif
