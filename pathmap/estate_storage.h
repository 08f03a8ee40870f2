/* pathmap/estate_storage.h: buckets, keys and flow logs.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Part of the estate: include pathmap/estate.h.
 */
#ifndef WIT_PATHMAP_ESTATE_STORAGE_H
#define WIT_PATHMAP_ESTATE_STORAGE_H

struct wit_bucket {
    WIT_OBJECT_HEAD;
    const char *encryption, *key, *public_access_block; /* words; "" unknown */
    const char *policy;                                 /* JSON text, "" none */
    wit_gap_ref policy_gap, encryption_gap, location_gap;
    /* NOT_TOLD: the gap beside it */
    enum wit_told restricts_public; /* RestrictPublicBuckets */
    enum wit_told ignores_acls;     /* IgnorePublicAcls */
    enum wit_told owner_enforced;   /* ObjectOwnership is BucketOwnerEnforced: no ACL counts */
    wit_gap_ref block_gap, ownership_gap;
    struct wit_cite policy_cite;
};
struct wit_key {
    WIT_OBJECT_HEAD; /* id: key id; name: alias when known */
    const char *manager, *origin, *state, *arn;
    wit_gap_ref gap;
};

/* A record of traffic that the platform keeps by itself. */
struct wit_flow_log {
    WIT_OBJECT_HEAD;
    const char *resource;    /* VPC, subnet, interface, transit gateway or attachment */
    const char *status;      /* "ACTIVE" */
    const char *delivery;    /* DeliverLogsStatus: "SUCCESS", "FAILED", "" not told */
    const char *traffic;     /* "ALL", "ACCEPT", "REJECT", "" not told (transit gateways) */
    const char *destination; /* "s3", "cloud-watch-logs", "kinesis-data-firehose" */
};

#endif
