/* pathmap/identity/request.h: one request to the object store, as far as it is known, and whether statements speak of
 * it.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A request is either one of many (its resource is a pattern, what the client chooses is open: then YES means "every
 * such request", NO "none") or a single one (no wildcards, every choice made).
 * Source: IAM User Guide, "AWS global condition context keys"; Service Authorization Reference, "Amazon S3".
 */
#ifndef WIT_IDENTITY_REQUEST_H
#define WIT_IDENTITY_REQUEST_H

#include "base/addr.h"
#include "pathmap/identity/policy.h"

enum wit_key_state {
    WIT_KEY_UNKNOWN, /* present or not, with any value */
    WIT_KEY_ABSENT,  /* the request does not have it */
    WIT_KEY_IS,      /* exactly this value */
    WIT_KEY_BEGINS,  /* this, and more that is not known */
    WIT_KEY_CHOSEN   /* the client sends what it likes, or nothing */
};
struct wit_request_key {
    const char *name; /* compared without case */
    enum wit_key_state state;
    const char *value;
};

/* Who asks, as policies can name it. Empty texts are not known. */
enum wit_asker_kind {
    WIT_ASKER_ROLE,
    WIT_ASKER_USER,
    WIT_ASKER_SOMEBODY, /* a principal that the evidence does not tell */
    WIT_ASKER_ANONYMOUS /* without credentials */
};
struct wit_request {
    enum wit_asker_kind who;
    const char *arn, *account, *unique_id;
    const char *action;   /* "s3:GetObject" */
    const char *resource; /* ARN; with wildcards: of many */
    struct wit_request_key keys[40];
    size_t n_keys;
    const struct wit_request_key *choices; /* of a single request: the keys that the client chose; others it left out */
    size_t n_choices;
    bool single;
};
void wit_request_set(struct wit_request *r, const char *name, enum wit_key_state state, const char *value);
/* What the request has for that key; *found is filled. */
void wit_request_get(struct wit_request_key *found, const struct wit_request *r, const char *name);

/* Does the condition hold? (conditions.c) */
enum wit_match wit_condition_holds(const struct wit_condition *c, const struct wit_request *r);

/* Why a statement is not decided. */
struct wit_doubt {
    const struct wit_condition *condition; /* NULL: not by a condition */
    const char *part;                      /* "Principal", "Resource", "Condition", "statement" */
};
/*
 * Does the statement speak of the request: its principal, action, resource and every condition? `doubt` (may be NULL)
 * is filled with WIT_MATCH_MAYBE. *direct (may be NULL): the same, but for those whom it names by their account only,
 * which then has to allow it itself. (statements.c)
 */
enum wit_match wit_statement_matches(const struct wit_statement *s, const struct wit_request *r,
                                     struct wit_doubt *doubt, enum wit_match *direct);

#endif
