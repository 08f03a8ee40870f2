/* pathmap/identity/identity.h: the identity plane of the object store: which principal the policies let read, write or
 * list a bucket, by which way.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A verdict of its own, beside the network's: data moves only where both are open. Every policy that can forbid is
 * three-valued like everything else: reachable when all of them are known and allow, isolated when one is known to
 * forbid (or when all that could allow are known and none does), else unknown with its gaps. "Reachable": there is an
 * object that the principal can read (write, list). Source: docs/identity.md.
 */
#ifndef WIT_PATHMAP_IDENTITY_H
#define WIT_PATHMAP_IDENTITY_H

#include "pathmap/estate.h"

struct wit_identity;
/* Borrows the estate; everything is in the arena. */
struct wit_identity *wit_identity_new(struct wit_arena *arena, const struct wit_estate *estate);
struct wit_arena *wit_identity_arena(const struct wit_identity *id);
const struct wit_estate *wit_identity_estate(const struct wit_identity *id);

enum wit_s3_action { WIT_S3_READ, WIT_S3_WRITE, WIT_S3_LIST, WIT_S3_ACTIONS };
const char *wit_s3_action_word(enum wit_s3_action a); /* "read" */
const char *wit_s3_action_name(enum wit_s3_action a); /* "s3:GetObject" */

/* By which way a request comes to the store. */
enum wit_way_kind { WIT_WAY_INTERNET, WIT_WAY_GATEWAY, WIT_WAY_INTERFACE };
struct wit_way {
    enum wit_way_kind kind;
    const char *endpoint; /* "vpce-…"; "" for the internet */
    const char *network;  /* vpc id of the endpoint */
    const char *policy;   /* of the endpoint; "" not told */
    struct wit_cite cite;
};
struct wit_way wit_way_internet(void);
/* NULL when the id is no endpoint to S3 in evidence. */
bool wit_way_endpoint(struct wit_way *out, const struct wit_estate *e, const char *id);
/* By what an interface reaches buckets of `region`: the gateway endpoint of its routes, else the internet. *known
 * false: its routes, or the region, are not known, so it may be either. */
struct wit_way wit_way_of(const struct wit_interface *itf, const char *region, bool *known);

/* Who asks. */
enum wit_asked_by {
    WIT_BY_PRINCIPAL, /* a role or user of the evidence */
    WIT_BY_UNKNOWN,   /* some principal: whose credentials a machine uses is not known */
    WIT_BY_ANYONE,    /* without credentials */
    WIT_BY_STRANGER, /* a principal of an account that nobody here has heard of; its own account allows it everything */
    WIT_BY_FOREIGN   /* a principal that is named and not in evidence; its own account allows it everything */
};
struct wit_asker {
    enum wit_asked_by kind;
    const struct wit_principal *principal; /* WIT_BY_PRINCIPAL */
    const char *arn, *account;             /* WIT_BY_FOREIGN */
    wit_gap_ref gap;                       /* WIT_BY_UNKNOWN: why; may be WIT_NO_GAP */
};
/* The role of the interface's machine; WIT_BY_UNKNOWN where no instance profile tells one. */
struct wit_asker wit_asker_of(const struct wit_identity *id, const struct wit_interface *itf);
const char *wit_asker_text(struct wit_arena *arena, const struct wit_asker *a);

/* What decides, or is missing. */
struct wit_identity_answer {
    enum wit_verdict verdict; /* WIT_REACHABLE, WIT_ISOLATED, WIT_UNKNOWN */
    enum wit_s3_action action;
    const char *by;        /* whose policy: "bucket", "endpoint", "identity", "boundary", "organization",
                              "public-access-block", "acl"; "" when it is a gap */
    const char *id;        /* of the policy: bucket name, endpoint id, ARN, "o-…" */
    const char *statement; /* its Sid or number; "" when none of its statements allows */
    const char *text;      /* for people, one line */
    struct wit_cite cite;
    const struct wit_gap *const *gaps; /* of WIT_UNKNOWN: what would decide it; sorted by id */
    size_t n_gaps;
};
/* The one question. Total: never fails. */
void wit_identity_ask(struct wit_identity_answer *out, struct wit_identity *id, const struct wit_asker *asker,
                      const struct wit_bucket *bucket, enum wit_s3_action action, const struct wit_way *way);

/* Who else: everybody whom the bucket lets in by that way: anyone, strangers, named foreigners, principals in evidence.
 * Only verdicts that are not isolated; sorted: anyone first. */
struct wit_identity_other {
    struct wit_asker asker;
    const char *text;
    struct wit_identity_answer answer;
};
size_t wit_identity_who(const struct wit_identity_other **out, struct wit_identity *id, const struct wit_bucket *bucket,
                        enum wit_s3_action action, const struct wit_way *way);

/* A policy of the bucket denies every way but named endpoints or networks (Deny … StringNotEquals aws:SourceVpce). */
enum wit_confined { WIT_CONFINED_NO, WIT_CONFINED_YES, WIT_CONFINED_UNKNOWN };
enum wit_confined wit_identity_confined(struct wit_identity *id, const struct wit_bucket *bucket);
/* The endpoint's policy lets everybody do everything to every bucket. */
bool wit_identity_policy_is_full(struct wit_identity *id, const char *endpoint, const char *policy);
/*
 * Whether a principal's own policies let it do any of these actions ("kms:Decrypt"), on whatever and on whatever
 * condition. YES: some statement allows one, and none denies it everywhere; boundaries, the organisation and conditions
 * may narrow it. NO: every policy of its own is known and none allows one; policies of resources are not looked at.
 * *by: the policy, *action: what it allows; "" when it is no YES.
 */
enum wit_told wit_identity_may(const char **by, const char **action, struct wit_identity *id,
                               const struct wit_principal *principal, const char *const *actions, size_t n);
/* A gap that an answer named and that the estate does not have; NULL: it is one of the estate's. */
const struct wit_gap *wit_identity_own_gap(const struct wit_identity *id, const char *gap);

#endif
