/* evidence/operations_optional.c: operations that are asked only when their service is named.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * What they answer opens and closes no way: nobody misses it, nothing assumes it, and no verdict hangs on it. Source:
 * AWS CloudTrail API Reference 2013-11-01, LookupEvents (MaxResults at most 50; management events of 90 days).
 */
#include "evidence/operations.h"

static const struct wit_operation rows[] = {
    {.service = "cloudtrail",
     .operation = "LookupEvents",
     .cli = "cloudtrail-lookup-events",
     .protocol = WIT_PROTO_JSON,
     .scope = WIT_CALL_REGIONAL,
     .api_version = "2013-11-01",
     .list_key = "Events",
     .token_in = "NextToken",
     .token_out = "NextToken",
     .limit = "MaxResults",
     .limit_value = 50,
     .target = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents",
     .iam = "cloudtrail:LookupEvents"},
};

const struct wit_operation *wit_operations_optional(size_t *n)
{
    *n = sizeof rows / sizeof rows[0];
    return rows;
}
