/* pathmap/estate_identity.h: who may ask the object store: roles and users with their policies, and what bounds all of
 * them.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Part of the estate: include pathmap/estate.h. Arrays and objects are sorted and owned as there. Policies are text as
 * received: pathmap/identity reads them. Values in them may be secrets between companies (sts:ExternalId): never print
 * a policy's text.
 * Source: docs/identity.md; IAM API Reference 2010-05-08 (GetAccountAuthorizationDetails), Organizations API Reference
 * (DescribeOrganization), S3 Control API Reference (GetPublicAccessBlock), EC2 API Reference (IamInstanceProfile).
 */
#ifndef WIT_PATHMAP_ESTATE_IDENTITY_H
#define WIT_PATHMAP_ESTATE_IDENTITY_H

struct wit_policy_text {
    const char *id;   /* ARN of a managed policy; "arn:…:role/NAME#inline-name" of one that stands in its role */
    const char *text; /* JSON; "" when it is not in evidence: gap */
    wit_gap_ref gap;
    struct wit_cite cite;
};
struct wit_principal { /* id: ARN; name: its own name; region is "" */
    WIT_OBJECT_HEAD;
    bool user;                   /* an IAM user, else a role */
    const char *unique_id;       /* "AROA…", "AIDA…"; "" not told */
    const char *const *profiles; /* ARNs of the instance profiles that hold a role; sorted */
    size_t n_profiles;
    const struct wit_policy_text *policies; /* inline, attached, and of its groups; sorted by id */
    size_t n_policies;
    const struct wit_policy_text *boundary; /* NULL: none */
    wit_gap_ref gap;                        /* set: policies may be missing */
};

/* What bounds an account: its organisation, and its own block on public buckets. One row for each account that the
 * evidence speaks of. */
struct wit_account {
    const char *id;
    enum wit_told organized;        /* NO: in no organisation, so there are no service or resource control policies */
    const char *organization;       /* "o-…"; "" none, or not told */
    const char *management;         /* account id; its own account is bounded by no such policy; "" not told */
    wit_gap_ref organized_gap;      /* set with WIT_NOT_TOLD */
    wit_gap_ref policies_gap;       /* set: bounded by policies of the organisation that nobody asked for */
    enum wit_told restricts_public; /* RestrictPublicBuckets of the account */
    enum wit_told ignores_acls;     /* IgnorePublicAcls of the account */
    wit_gap_ref block_gap;          /* set with WIT_NOT_TOLD */
    wit_gap_ref principals_gap;     /* set: its roles and users are not (all) known */
    struct wit_cite cite;           /* of the organisation's answer */
};

#endif
