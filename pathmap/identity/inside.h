/* pathmap/identity/inside.h: what the files of this folder share: parsed policies, layers, and one question's state.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Private to this folder.
 */
#ifndef WIT_PATHMAP_IDENTITY_INSIDE_H
#define WIT_PATHMAP_IDENTITY_INSIDE_H

#include "pathmap/identity/identity.h"
#include "pathmap/identity/request.h"

struct wit_identity {
    struct wit_arena *arena;
    const struct wit_estate *estate;
    struct wit_strmap *parsed;     /* struct wit_document by the place of its text */
    struct wit_strmap *principals; /* struct wit_principal by ARN */
    struct wit_strmap *profiles;   /* the same by ARN of an instance profile */
    struct wit_strmap *gap_rows;   /* own gaps by id */
};

/* One policy with whose it is. */
struct wit_document {
    const char *by, *id; /* as in the answer */
    struct wit_cite cite;
    struct wit_policy policy;
    const struct wit_gap *gap; /* set: its statements are not known: it allows and denies possibly */
};
struct wit_layer { /* policies that count together */
    const struct wit_document **items;
    size_t n, cap;
};

/* One question, prepared. */
struct wit_question {
    struct wit_identity *id;
    const struct wit_asker *asker;
    const struct wit_bucket *bucket;
    const struct wit_way *way;
    enum wit_s3_action action;
    struct wit_request base;                                  /* many requests; the resource is not set */
    const char *whole;                                        /* every object of the bucket, or the bucket: ARN */
    const struct wit_account *asker_account, *bucket_account; /* NULL: not in evidence */
    bool same_account, account_known;
    bool trusted; /* the asker's own account is taken to allow it */
    struct wit_layer identity, boundary, endpoint, bucket_policy;
    const struct wit_gap *identity_gap; /* its policies are not (all) known */
};

/* What the layers say to one request. */
struct wit_judged {
    enum wit_match open;
    const struct wit_document *document; /* that decides a YES or NO */
    const struct wit_statement *statement;
    const char *by, *who;        /* where no document does: a block, a bound */
    const struct wit_gap **gaps; /* with WIT_MATCH_MAYBE */
    size_t n_gaps, cap_gaps;
};

/* documents.c */
const struct wit_document *wit_document_of(struct wit_identity *id, const char *by, const char *name, const char *text,
                                           const struct wit_gap *missing, struct wit_cite cite);
const struct wit_gap *wit_identity_gap(struct wit_identity *id, enum wit_gap_reason reason, const char *account,
                                       const char *operation, const char *resource, const char *remedy,
                                       const char *text);
const struct wit_gap *wit_identity_gap_at(const struct wit_identity *id, wit_gap_ref ref); /* NULL: none */
const struct wit_account *wit_identity_account(const struct wit_identity *id, const char *account);

/* question.c */
void wit_question_prepare(struct wit_question *q, struct wit_identity *id, const struct wit_asker *asker,
                          const struct wit_bucket *bucket, enum wit_s3_action action, const struct wit_way *way);
const char *wit_bucket_arn(struct wit_arena *arena, const struct wit_bucket *bucket);

/* judge.c */
void wit_judge(struct wit_judged *out, const struct wit_question *q, const struct wit_request *r);
/* Is the policy public in the sense of the block on public access? */
enum wit_match wit_policy_is_public(const struct wit_layer *layer);

/* search.c: many requests, and those of them that are tried one by one */
struct wit_tries {
    const char **regions; /* patterns of ARNs that policies allow */
    size_t n_regions, cap_regions;
    struct wit_chosen { /* a key that the client chooses, and what is tried */
        const char *name;
        const char **values; /* NULL: left out */
        size_t n, cap;
    } * keys;
    size_t n_keys, cap_keys;
};
void wit_tries_find(struct wit_tries *out, const struct wit_question *q);
/* A single request in the region that is surely open. */
bool wit_try_region(struct wit_judged *out, const struct wit_question *q, const struct wit_tries *t,
                    const char *region);

#endif
