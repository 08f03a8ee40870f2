/* collectors/aws/endpoints.h: where a service of a region is, and how its requests are signed.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: AWS General Reference (service endpoints, FIPS endpoints), AWS SDKs and Tools Reference Guide
 * (service-specific endpoints, dual-stack and FIPS), partitions as published with the SDKs.
 */
#ifndef WIT_COLLECTORS_AWS_ENDPOINTS_H
#define WIT_COLLECTORS_AWS_ENDPOINTS_H

#include "base/arena.h"
#include "collectors/aws/sigv4.h"

struct wit_partition {
    const char *id;          /* "aws" */
    const char *prefixes;    /* of its region names, space-separated; "" for the rest */
    const char *suffix;      /* "amazonaws.com" */
    const char *dual;        /* suffix of dual-stack endpoints */
    const char *cloudfront;  /* region that signs for CloudFront; NULL: not there */
    const char *accelerator; /* the same for Global Accelerator */
};

struct wit_service {
    const char *service;   /* as in the operation table */
    const char *sign_as;   /* in the credential scope */
    const char *host;      /* first label */
    const char *dual_host; /* first label of dual-stack endpoints, NULL: host */
    const char *env;       /* AWS_ENDPOINT_URL_<env> */
    enum wit_sigv4_path path;
    bool hash_header;
    bool gov_plain_is_fips; /* in aws-us-gov the plain endpoint is the FIPS one */
};

struct wit_endpoint {
    const char *base;        /* "https://ec2.eu-west-1.amazonaws.com", without a slash at the end */
    const char *host;        /* value of the Host header: "ec2.eu-west-1.amazonaws.com", "127.0.0.1:8080" */
    const char *path;        /* path of a configured URL, "" mostly */
    const char *sign_region; /* us-west-2 for Global Accelerator */
};

struct wit_endpoint_options {
    const char *url;         /* --endpoint-url, or NULL */
    const char *profile_url; /* endpoint_url of the profile, or NULL */
    bool fips, dual_stack;
};

const struct wit_partition *wit_partition_of(const char *region); /* never NULL */
const struct wit_service *wit_service_find(const char *service);  /* NULL when unknown */
/* The row that signs so; `sign_as` of a credential scope. */
const struct wit_service *wit_service_by_scope(const char *sign_as);
/* "eu-west-1", "us-gov-east-1": letters, digits and hyphens, at most 40. Anything else must not get into a host name.
 */
bool wit_region_valid(const char *region);
/* False when the service does not exist in that partition. */
bool wit_service_exists(const struct wit_service *service, const char *region);

/* Order: options->url, AWS_ENDPOINT_URL_<SERVICE>, AWS_ENDPOINT_URL, options->profile_url, the real one.
 * AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true leaves out all but the first. err: WIT_EUSAGE not a URL or region */
WIT_NODISCARD bool wit_endpoint_find(struct wit_endpoint *out, struct wit_arena *arena,
                                     const struct wit_service *service, const char *region,
                                     const struct wit_endpoint_options *options, struct wit_err *err);
/* S3 Control has the account in its host's name: put before it, but for a configured URL. `account`: twelve digits. */
void wit_endpoint_of_account(struct wit_endpoint *endpoint, struct wit_arena *arena, const char *account);

#endif
