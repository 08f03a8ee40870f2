/* collectors/aws/import_hints.c: whose account and which region answers speak of, when no folder says it.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Sources in falling order of trust. Account: sts; owner of instances (only one's own are listed); owner of other
 * things (shared subnets have a foreign owner); ARNs. Region: zone names; ARNs; service names of endpoints. Two values
 * from the most trusted source that speaks are a contradiction, and then nothing is derived.
 */
#include <string.h>

#include "collectors/aws/import.h"

enum { OF_STS, OF_INSTANCES, OF_OWNERS, OF_ARNS };
enum { OF_ZONES, OF_REGION_ARNS, OF_SERVICES };
enum { MAX_ITEMS = 20000 };

static void tell(const char **slot, bool *several, const char *value)
{
    if (*slot == NULL)
        *slot = value;
    else if (strcmp(*slot, value) != 0)
        *several = true;
}

void wit_import_hints_merge(struct wit_import_hints *into, const struct wit_import_hints *more)
{
    for (int i = 0; i < WIT_HINTS; i++) {
        if (more->account[i] != NULL)
            tell(&into->account[i], &into->several_accounts[i], more->account[i]);
        if (more->region[i] != NULL)
            tell(&into->region[i], &into->several_regions[i], more->region[i]);
        into->several_accounts[i] = into->several_accounts[i] || more->several_accounts[i];
        into->several_regions[i] = into->several_regions[i] || more->several_regions[i];
    }
}

/* Anonymised dumps have owners that are not numbers; they are taken as they are written when they are plain words. */
static void tell_account(struct wit_import_hints *h, struct wit_arena *arena, int source, const char *text)
{
    if (text == NULL || text[0] == '\0' || strlen(text) > 64)
        return;
    for (const char *c = text; *c != '\0'; c++) {
        if (!((*c >= '0' && *c <= '9') || (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') ||
              strchr("_-.:", *c) != NULL))
            return;
    }
    if (strcmp(text, "aws") == 0 || strncmp(text, "amazon", 6) == 0 || strcmp(text, "AWS") == 0)
        return;
    if (h->account[source] == NULL || strcmp(h->account[source], text) != 0)
        tell(&h->account[source], &h->several_accounts[source], wit_strdup(arena, text));
}

static void tell_region(struct wit_import_hints *h, struct wit_arena *arena, int source, const char *text)
{
    size_t len = text == NULL ? 0 : wit_import_region_len(text);
    if (len == 0 ||
        (h->region[source] != NULL && strlen(h->region[source]) == len && strncmp(h->region[source], text, len) == 0))
        return;
    tell(&h->region[source], &h->several_regions[source], wit_strndup(arena, text, len));
}

/* arn:partition:service:region:account:… */
static void tell_arn(struct wit_import_hints *h, struct wit_arena *arena, const char *arn)
{
    const char *field[6] = {NULL};
    size_t n = 0;
    for (const char *at = arn; at != NULL && n < 6; n++) {
        field[n] = at;
        at = strchr(at, ':');
        at = at == NULL ? NULL : at + 1;
    }
    if (n < 6 || strncmp(arn, "arn:", 4) != 0)
        return;
    if (field[4] - field[3] > 1)
        tell_region(h, arena, OF_REGION_ARNS, wit_strndup(arena, field[3], (size_t)(field[4] - field[3] - 1)));
    if (field[5] - field[4] == 13)
        tell_account(h, arena, OF_ARNS, wit_strndup(arena, field[4], 12));
}

static void read_item(struct wit_import_hints *h, struct wit_arena *arena, const struct wit_operation *op,
                      const struct wit_value *item)
{
    bool own = strcmp(op->operation, "DescribeInstances") == 0;
    tell_account(h, arena, own ? OF_INSTANCES : OF_OWNERS, wit_str(item, "OwnerId"));
    tell_region(h, arena, OF_ZONES, wit_str(item, "AvailabilityZone"));
    tell_region(h, arena, OF_ZONES, wit_str(wit_get(item, "Placement"), "AvailabilityZone"));
    const struct wit_value *first = wit_at(wit_get(item, "Instances"), 0);
    tell_region(h, arena, OF_ZONES, wit_str(wit_get(first, "Placement"), "AvailabilityZone"));
    if (strcmp(op->operation, "DescribeAvailabilityZones") == 0)
        tell_region(h, arena, OF_ZONES, wit_str(item, "RegionName"));
    const char *service = wit_str(item, "ServiceName");
    if (service != NULL && strncmp(service, "com.amazonaws.", 14) == 0)
        tell_region(h, arena, OF_SERVICES, service + 14);
    static const char *const arns[] = {"SubnetArn", "LoadBalancerArn", "KeyArn", "ClusterArn", "TransitGatewayArn"};
    for (size_t i = 0; i < sizeof arns / sizeof arns[0]; i++) {
        const char *arn = wit_str(item, arns[i]);
        if (arn != NULL)
            tell_arn(h, arena, arn);
    }
}

void wit_import_hints_read(struct wit_import_hints *hints, struct wit_arena *arena, const struct wit_operation *op,
                           const struct wit_value *answer)
{
    if (strcmp(op->operation, "GetCallerIdentity") == 0) {
        tell_account(hints, arena, OF_STS, wit_str(answer, "Account"));
        return;
    }
    if (strcmp(op->operation, "DescribeKey") == 0) {
        const char *arn = wit_str(wit_get(answer, "KeyMetadata"), "Arn");
        if (arn != NULL)
            tell_arn(hints, arena, arn);
        return;
    }
    /* The platform's own prefix lists and other accounts' peerings tell nothing about whose answers these are. */
    if (strstr(op->operation, "PrefixList") != NULL || strcmp(op->operation, "DescribeRegions") == 0)
        return;
    size_t seen = 0;
    WIT_EACH(item, answer) {
        if (item->kind == WIT_OBJECT && seen++ < MAX_ITEMS)
            read_item(hints, arena, op, item);
    }
}

static const char *first(const char *const *values, const bool *several)
{
    for (int i = 0; i < WIT_HINTS; i++) {
        if (values[i] != NULL)
            return several[i] ? NULL : values[i];
    }
    return NULL;
}

const char *wit_import_hints_account(const struct wit_import_hints *hints)
{
    return first(hints->account, hints->several_accounts);
}

const char *wit_import_hints_region(const struct wit_import_hints *hints)
{
    return first(hints->region, hints->several_regions);
}
