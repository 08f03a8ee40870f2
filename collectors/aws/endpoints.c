/* collectors/aws/endpoints.c: tables of partitions and services; the endpoint of a call.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/aws/endpoints.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The first row is for every region that no other row claims. */
static const struct wit_partition partitions[] = {
    {"aws", "", "amazonaws.com", "api.aws", "us-east-1", "us-west-2"},
    {"aws-cn", "cn-", "amazonaws.com.cn", "api.amazonwebservices.com.cn", "cn-northwest-1", NULL},
    {"aws-us-gov", "us-gov-", "amazonaws.com", "api.aws", NULL, NULL},
    {"aws-iso", "us-iso-", "c2s.ic.gov", "api.aws.ic.gov", NULL, NULL},
    {"aws-iso-b", "us-isob-", "sc2s.sgov.gov", "api.aws.scloud", NULL, NULL},
    {"aws-iso-e", "eu-isoe-", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk", NULL, NULL},
    {"aws-iso-f", "us-isof-", "csp.hci.ic.gov", "api.aws.hci.ic.gov", NULL, NULL},
    {"aws-eusc", "eusc-", "amazonaws.eu", "api.amazonwebservices.eu", NULL, NULL},
};

static const struct wit_service services[] = {
    {"sts", "sts", "sts", NULL, "STS", WIT_PATH_NORMALISED, false, true},
    {"ec2", "ec2", "ec2", NULL, "EC2", WIT_PATH_NORMALISED, false, true},
    {"s3", "s3", "s3", NULL, "S3", WIT_PATH_S3, true, false},
    {"kms", "kms", "kms", NULL, "KMS", WIT_PATH_NORMALISED, false, false},
    {"elbv2", "elasticloadbalancing", "elasticloadbalancing", NULL, "ELASTIC_LOAD_BALANCING_V2", WIT_PATH_NORMALISED,
     false, true},
    {"elb", "elasticloadbalancing", "elasticloadbalancing", NULL, "ELASTIC_LOAD_BALANCING", WIT_PATH_NORMALISED, false,
     true},
    {"directconnect", "directconnect", "directconnect", NULL, "DIRECT_CONNECT", WIT_PATH_NORMALISED, false, true},
    {"kafka", "kafka", "kafka", "kafka-api", "KAFKA", WIT_PATH_NORMALISED, false, false},
    {"vpc-lattice", "vpc-lattice", "vpc-lattice", NULL, "VPC_LATTICE", WIT_PATH_NORMALISED, false, false},
    {"globalaccelerator", "globalaccelerator", "globalaccelerator", NULL, "GLOBAL_ACCELERATOR", WIT_PATH_NORMALISED,
     false, false},
    {"cloudtrail", "cloudtrail", "cloudtrail", NULL, "CLOUDTRAIL", WIT_PATH_NORMALISED, false, true},
    {"cloudfront", "cloudfront", "cloudfront", NULL, "CLOUDFRONT", WIT_PATH_NORMALISED, false, false},
    {"s3control", "s3", "s3-control", NULL, "S3_CONTROL", WIT_PATH_S3, true, false},
    {"iam", "iam", "iam", NULL, "IAM", WIT_PATH_NORMALISED, false, true},
    {"organizations", "organizations", "organizations", NULL, "ORGANIZATIONS", WIT_PATH_NORMALISED, false, true},
};

enum { N_PARTITIONS = sizeof partitions / sizeof partitions[0], N_SERVICES = sizeof services / sizeof services[0] };

const struct wit_partition *wit_partition_of(const char *region)
{
    for (size_t i = 1; i < N_PARTITIONS; i++) {
        if (strncmp(region, partitions[i].prefixes, strlen(partitions[i].prefixes)) == 0)
            return &partitions[i];
    }
    return &partitions[0];
}

const struct wit_service *wit_service_find(const char *service)
{
    for (size_t i = 0; i < N_SERVICES; i++) {
        if (strcmp(services[i].service, service) == 0)
            return &services[i];
    }
    return NULL;
}

const struct wit_service *wit_service_by_scope(const char *sign_as)
{
    for (size_t i = 0; i < N_SERVICES; i++) {
        if (strcmp(services[i].sign_as, sign_as) == 0)
            return &services[i];
    }
    return NULL;
}

bool wit_region_valid(const char *region)
{
    size_t len = strlen(region);
    return len >= 2 && len <= 40 && strspn(region, "abcdefghijklmnopqrstuvwxyz0123456789-") == len &&
           region[0] != '-' && region[len - 1] != '-';
}

/* Where the services of whole partitions have their seat; in others the region itself answers. */
static const struct {
    const char *partition, *iam, *organizations;
} seats[] = {{"aws", "us-east-1", "us-east-1"},
             {"aws-cn", "cn-north-1", "cn-northwest-1"},
             {"aws-us-gov", "us-gov-west-1", "us-gov-west-1"}};

/* The one region that signs for a service of the whole partition; NULL: the region itself. */
static const char *fixed_region(const struct wit_service *service, const struct wit_partition *partition)
{
    if (strcmp(service->service, "cloudfront") == 0)
        return partition->cloudfront;
    if (strcmp(service->service, "globalaccelerator") == 0)
        return partition->accelerator;
    bool iam = strcmp(service->service, "iam") == 0;
    for (size_t i = 0; i < sizeof seats / sizeof seats[0]; i++) {
        if (strcmp(partition->id, seats[i].partition) == 0 && (iam || strcmp(service->service, "organizations") == 0))
            return iam ? seats[i].iam : seats[i].organizations;
    }
    return NULL;
}

static bool is_global(const struct wit_service *service)
{
    return strcmp(service->service, "cloudfront") == 0 || strcmp(service->service, "globalaccelerator") == 0;
}

bool wit_service_exists(const struct wit_service *service, const char *region)
{
    return !is_global(service) || fixed_region(service, wit_partition_of(region)) != NULL;
}

static const char *configured(struct wit_arena *arena, const struct wit_service *service,
                              const struct wit_endpoint_options *options)
{
    if (options->url != NULL)
        return options->url;
    const char *ignore = getenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS");
    if (ignore != NULL && strcasecmp(ignore, "true") == 0)
        return NULL;
    const char *url = getenv(wit_fmt(arena, "AWS_ENDPOINT_URL_%s", service->env));
    if (url == NULL || *url == '\0')
        url = getenv("AWS_ENDPOINT_URL");
    if (url == NULL || *url == '\0')
        url = options->profile_url;
    return url;
}

/* "https://host[:port][/path]" without user, query and fragment. */
static bool split(struct wit_endpoint *out, struct wit_arena *arena, const char *url, struct wit_err *err)
{
    size_t scheme = strncmp(url, "https://", 8) == 0 ? 8 : strncmp(url, "http://", 7) == 0 ? 7 : 0;
    size_t host = scheme != 0 ? strcspn(url + scheme, "/") : 0;
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:[]";
    if (host == 0 || strspn(url + scheme, allowed) != host)
        return wit_fail(err, WIT_EUSAGE,
                        "an endpoint URL must look like https://host[:port][/path], without user, query and fragment");
    const char *path = url + scheme + host;
    size_t path_len = strlen(path);
    if (strpbrk(path, "?#% \t\r\n") != NULL)
        return wit_fail(err, WIT_EUSAGE, "the path of an endpoint URL must be plain");
    while (path_len > 0 && path[path_len - 1] == '/')
        path_len--;
    out->base = wit_strndup(arena, url, scheme + host);
    out->host = wit_strndup(arena, url + scheme, host);
    out->path = wit_strndup(arena, path, path_len);
    return true;
}

bool wit_endpoint_find(struct wit_endpoint *out, struct wit_arena *arena, const struct wit_service *service,
                       const char *region, const struct wit_endpoint_options *options, struct wit_err *err)
{
    if (!wit_region_valid(region))
        return wit_fail(err, WIT_EUSAGE, "that is no region name (example: eu-west-1)");
    const struct wit_partition *partition = wit_partition_of(region);
    const char *fixed = fixed_region(service, partition);
    struct wit_endpoint found = {.sign_region = wit_strdup(arena, fixed != NULL ? fixed : region)};
    const char *url = configured(arena, service, options);
    if (url == NULL || *url == '\0') {
        bool gov = strcmp(partition->id, "aws-us-gov") == 0 && service->gov_plain_is_fips && !options->dual_stack;
        const char *fips = options->fips && !gov ? "-fips" : "";
        const char *suffix = options->dual_stack ? partition->dual : partition->suffix;
        const char *label = options->dual_stack && service->dual_host != NULL ? service->dual_host : service->host;
        if (strcmp(service->service, "cloudfront") == 0 && strcmp(partition->id, "aws") == 0)
            url = wit_fmt(arena, "https://%s%s.%s%s", label, fips, options->dual_stack ? "global." : "", suffix);
        else if (strcmp(service->service, "cloudfront") == 0 && options->dual_stack)
            url = wit_fmt(arena, "https://%s%s.%s", label, fips, suffix);
        else if (strcmp(service->service, "iam") == 0 && fixed != NULL && *fips == '\0')
            url = gov ? wit_fmt(arena, "https://iam.us-gov.%s", partition->suffix)
                      : wit_fmt(arena, "https://iam%s%s.%s", *partition->prefixes != '\0' ? "." : "",
                                *partition->prefixes != '\0' ? fixed : "", partition->suffix);
        else if (strcmp(service->service, "iam") == 0 && fixed != NULL)
            url = wit_fmt(arena, "https://iam-fips.%s", partition->suffix);
        else if (strcmp(service->service, "s3control") == 0 && options->dual_stack)
            url = wit_fmt(arena, "https://s3-control%s.dualstack.%s.%s", fips, region, partition->suffix);
        else if (strcmp(service->service, "s3") == 0 && options->dual_stack)
            url = wit_fmt(arena, "https://s3%s.dualstack.%s.%s", fips, region, partition->suffix);
        else
            url = wit_fmt(arena, "https://%s%s.%s.%s", label, fips, found.sign_region, suffix);
    }
    if (!split(&found, arena, url, err))
        return false;
    *out = found;
    return true;
}

void wit_endpoint_of_account(struct wit_endpoint *endpoint, struct wit_arena *arena, const char *account)
{
    static const char scheme[] = "https://s3-control";
    if (strncmp(endpoint->base, scheme, sizeof scheme - 1) != 0)
        return;
    endpoint->base = wit_fmt(arena, "https://%s.%s", account, endpoint->base + 8);
    endpoint->host = wit_fmt(arena, "%s.%s", account, endpoint->host);
}
