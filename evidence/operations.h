/* evidence/operations.h: the one table of cloud API operations: how each is asked, and what its answer is called.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Collectors ask by it, import recognises files by it, decoders and gaps name calls by it, `permissions aws` prints it.
 * A new operation is one row of evidence/operations.c (EC2: operations_ec2.def). Only Describe, List, Get and Search
 * operations are allowed (tested). Source: AWS API references; EC2 API version 2016-11-15, STS 2011-06-15, S3
 * 2006-03-01, KMS TrentService.
 */
#ifndef WIT_EVIDENCE_OPERATIONS_H
#define WIT_EVIDENCE_OPERATIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

enum wit_protocol { WIT_PROTO_EC2, WIT_PROTO_QUERY, WIT_PROTO_REST_XML, WIT_PROTO_JSON, WIT_PROTO_REST_JSON };
enum wit_reach_of_call {
    WIT_CALL_GLOBAL,   /* once an account, in the first region (sts, S3 ListBuckets, Global Accelerator …) */
    WIT_CALL_REGIONAL, /* once a region */
    WIT_CALL_EACH      /* once for each thing that `each_of` listed */
};

struct wit_operation {
    const char *service;   /* in the bundle and for signing unless sign_as: "ec2" */
    const char *operation; /* "DescribeVpcs" */
    const char *cli;       /* file and command name of the AWS CLI: "ec2-describe-vpcs", "s3api-get-bucket-policy" */
    enum wit_protocol protocol;
    enum wit_reach_of_call scope;
    const char *api_version;
    const char *list_key;             /* top-level key in the CLI's JSON: "Vpcs"; NULL when the answer is one object */
    const char *xml_list;             /* EC2 XML element that holds the items: "vpcSet"; NULL when none */
    const char *token_in, *token_out; /* "NextToken", "NextToken" (JSON name); NULL: not paged */
    const char *limit;                /* "MaxResults"; NULL: never sent */
    unsigned limit_value;             /* the largest that the API takes */
    const char *each_of;              /* WIT_CALL_EACH: operation whose list gives the resources */
    const char *each_service;         /* of that operation; NULL: the same */
    const char *each_field;           /* field of its items: "PrefixListId" */
    const char *each_param;           /* parameter that carries it: "PrefixListId", "Bucket" (path/host of S3) */
    const char *method, *path;        /* HTTP; NULL is POST / ; "{}" is the resource */
    const char *target;               /* X-Amz-Target for WIT_PROTO_JSON */
    const char *iam;                  /* least permission: "ec2:DescribeVpcs" */
    const char *params;               /* fixed further parameters "Filters.1.Name=…&…" or NULL */
    const char *absent_error; /* error code that means "there is none" (a fact, not a gap): "NoSuchBucketPolicy"; NULL.
                                 Collected: an artefact with status 404 whose body is that error */
    bool must_exist; /* an empty or absent answer can never mean "none" (VPCs, route tables, NACLs, groups …):
                        --assume-empty does not apply */
};

const struct wit_operation *wit_operations(size_t *n);
/* operations_optional.c: asked only when their service is named; not in the list above, found by the three below. */
const struct wit_operation *wit_operations_optional(size_t *n);
/* NULL when there is no such row. */
const struct wit_operation *wit_operation_find(const char *service, const char *operation);
const struct wit_operation *wit_operation_by_cli(const char *cli); /* "ec2-describe-vpcs" */
/* WIT_CALL_EACH: the row whose list names what it is asked about (which may be a WIT_CALL_EACH itself); else NULL. */
const struct wit_operation *wit_operation_lister(const struct wit_operation *op);
/* The row whose list_key that is, when exactly one row has it; else NULL. */
const struct wit_operation *wit_operation_by_list_key(const char *key);

/* remedy.c: the command of the AWS CLI that asks it: "aws ec2 describe-network-acls --region eu-west-1". `resource` is
 * what a WIT_CALL_EACH is asked about ("": ID stands for it); text of evidence is quoted for a shell. */
const char *wit_operation_command(struct wit_arena *arena, const struct wit_operation *op, const char *region,
                                  const char *resource);
/* The call that tells about an object, by the prefix of its id: "sg-…" -> DescribeSecurityGroups; "" none known. */
const char *wit_command_about(struct wit_arena *arena, const char *resource, const char *region);

#endif
