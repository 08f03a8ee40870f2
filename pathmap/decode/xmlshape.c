/* pathmap/decode/xmlshape.c: turns the elements of AWS's XML into the members that the AWS CLI prints.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * EC2: a first letter in upper case; a "…Set" of items is an array in the plural. What follows neither rule is a row
 * of `exceptions`, found by comparing every answer of the operation table with the service model
 * (tests/slow/xmlshape_botocore.py). The other services name their members in XML as they do in JSON.
 */
#include "pathmap/decode/xmlshape.h"

#include <string.h>

#include "base/xml.h"

struct exception {
    const char *parent; /* nearest element that is no item; NULL: any */
    const char *xml, *json;
    bool list;
};
/* Rows with a parent stand before the row for any parent. Sorted by nothing else: it is short. */
static const struct exception exceptions[] = {
    {NULL, "allowedPrincipals", "AllowedPrincipals", true},
    {NULL, "associatedTargetNetwork", "AssociatedTargetNetworks", true},
    {"GetTransitGatewayRouteTableAssociations", "associations", "Associations", true},
    {"vpnGatewaySet", "attachments", "VpcAttachments", true},
    {NULL, "authenticationOptions", "AuthenticationOptions", true},
    {"DescribeClientVpnAuthorizationRules", "authorizationRule", "AuthorizationRules", true},
    {NULL, "availabilityZoneInfo", "AvailabilityZones", true},
    {NULL, "blockDeviceMapping", "BlockDeviceMappings", true},
    {NULL, "cidrBlockAssociationSet", "CidrBlockAssociationSet", true},
    {NULL, "cidrBlockSet", "CidrBlockSet", true},
    {NULL, "clientVpnEndpoint", "ClientVpnEndpoints", true},
    {NULL, "clientVpnTargetNetworks", "ClientVpnTargetNetworks", true},
    {"networkAclSet", "default", "IsDefault", false},
    {NULL, "dnsEntrySet", "DnsEntries", true},
    {"instancesSet", "dnsName", "PublicDnsName", false},
    {NULL, "dnsServer", "DnsServers", true},
    {NULL, "entrySet", "Entries", true},
    {NULL, "geographySet", "Geography", true},
    {"securityGroupInfo", "groupDescription", "Description", false},
    {"instancesSet", "groupSet", "SecurityGroups", true},
    {NULL, "groups", "UserIdGroupPairs", true},
    {NULL, "instanceState", "State", false},
    {"instancesSet", "ipAddress", "PublicIpAddress", false},
    {NULL, "ipPermissions", "IpPermissions", true},
    {NULL, "ipPermissionsEgress", "IpPermissionsEgress", true},
    {NULL, "ipPrefixSet", "IpPrefixes", true},
    {NULL, "ipRanges", "IpRanges", true},
    {NULL, "ipv4PrefixSet", "Ipv4Prefixes", true},
    {NULL, "ipv6CidrBlockAssociationSet", "Ipv6CidrBlockAssociationSet", true},
    {NULL, "ipv6CidrBlockSet", "Ipv6CidrBlockSet", true},
    {NULL, "ipv6PrefixSet", "Ipv6Prefixes", true},
    {NULL, "ipv6Ranges", "Ipv6Ranges", true},
    {NULL, "natGatewayAddressSet", "NatGatewayAddresses", true},
    {NULL, "payerResponsibilitySet", "PayerResponsibilities", true},
    {NULL, "prefixListIds", "PrefixListIds", true},
    {NULL, "privateIpAddressSet", "PrivateIpAddresses", true},
    {NULL, "productCode", "ProductCodeId", false},
    {NULL, "productCodes", "ProductCodes", true},
    {"instancesSet", "reason", "StateTransitionReason", false},
    {NULL, "regionEndpoint", "Endpoint", false},
    {NULL, "regionInfo", "Regions", true},
    {"vpnConnectionSet", "routes", "Routes", true},
    {"DescribeClientVpnRoutes", "routes", "Routes", true},
    {NULL, "securityGroupInfo", "SecurityGroups", true},
    {"clientVpnTargetNetworks", "securityGroups", "SecurityGroups", true},
    {"serviceConfigurationSet", "serviceType", "ServiceType", true},
    {NULL, "subGeographySet", "SubGeography", true},
    {"transitGatewayVpcAttachments", "subnetIds", "SubnetIds", true},
    {"networkInterfaceSet", "tagSet", "TagSet", true},
    {NULL, "transitGatewayAttachments", "TransitGatewayAttachments", true},
    {NULL, "transitGatewayCidrBlocks", "TransitGatewayCidrBlocks", true},
    {NULL, "transitGatewayPeeringAttachments", "TransitGatewayPeeringAttachments", true},
    {NULL, "transitGatewayRouteTablePropagations", "TransitGatewayRouteTablePropagations", true},
    {NULL, "transitGatewayRouteTables", "TransitGatewayRouteTables", true},
    {NULL, "transitGatewayVpcAttachments", "TransitGatewayVpcAttachments", true},
    {"productCodes", "type", "ProductCodeType", false},
    {NULL, "vgwTelemetry", "VgwTelemetry", true},
    {"availabilityZoneInfo", "zoneState", "State", false},
};

static const struct exception *exception_of(const char *parent, const char *xml)
{
    for (size_t i = 0; i < sizeof exceptions / sizeof exceptions[0]; i++) {
        if (strcmp(exceptions[i].xml, xml) == 0 &&
            (exceptions[i].parent == NULL || strcmp(exceptions[i].parent, parent) == 0))
            return &exceptions[i];
    }
    return NULL;
}

struct shaping {
    struct wit_arena *arena;
    const struct wit_operation *op;
    struct wit_strmap *names; /* a name is made once */
};

static const char *named(struct shaping *s, const char *xml, size_t len, const char *more)
{
    char *name = wit_fmt(s->arena, "%.*s%s", (int)len, xml, more);
    if (name[0] >= 'a' && name[0] <= 'z')
        name[0] = (char)(name[0] - 'a' + 'A');
    return name;
}

/* Name and kind of an EC2 element. */
static const char *ec2_name(struct shaping *s, const char *parent, const char *xml, bool *list)
{
    const struct exception *e = exception_of(parent, xml);
    if (e != NULL) {
        *list = e->list;
        return e->json;
    }
    size_t len = strlen(xml);
    *list = len > 3 && strcmp(xml + len - 3, "Set") == 0;
    const char *known = wit_strmap_get(s->names, xml);
    if (known != NULL)
        return known;
    const char *name = !*list                ? named(s, xml, len, "")
                       : xml[len - 4] == 's' ? named(s, xml, len - 3, "")
                                             : named(s, xml, len - 3, "s");
    wit_strmap_put(s->names, xml, (void *)(uintptr_t)name);
    return name;
}

/* Lists of the other services: their members have one fixed name, or the list stands in this table. */
static const char *plain_name(struct shaping *s, const struct wit_xml *e, const char *parent, bool *list)
{
    *list = (e->first != NULL && strcmp(e->first->name, "member") == 0) ||
            (s->op->xml_list != NULL && strcmp(e->name, s->op->xml_list) == 0) ||
            (strcmp(e->name, "Items") == 0 && strcmp(parent, "VpcOriginList") == 0);
    return e->name;
}

struct level {
    const struct wit_xml *next; /* child that is converted next */
    struct wit_value *value;
    const char *context; /* nearest element that is no item */
};

static struct wit_value *leaf(struct shaping *s, const struct wit_xml *e)
{
    struct wit_value *v = wit_value_new(s->arena, WIT_STRING);
    v->text = e->text;
    v->line = e->line;
    return v;
}

/* Lists of S3 without a frame: each item stands by itself. */
static const char *frameless(const struct shaping *s, const struct wit_xml *e)
{
    static const char *const lists[][2] = {{"Rule", "Rules"}, {"EncryptionType", "EncryptionType"}};
    for (size_t i = 0; s->op->protocol == WIT_PROTO_REST_XML && i < sizeof lists / sizeof lists[0]; i++) {
        if (strcmp(e->name, lists[i][0]) == 0)
            return lists[i][1];
    }
    return NULL;
}

static void append(struct wit_value *parent, const char *key, struct wit_value *child)
{
    child->key = parent->kind == WIT_OBJECT ? key : NULL;
    wit_value_append(parent, child);
}

static struct wit_value *list_member(struct shaping *s, struct wit_value *parent, const char *key)
{
    WIT_EACH(child, parent) {
        if (strcmp(child->key, key) == 0 && child->kind == WIT_ARRAY)
            return (struct wit_value *)(uintptr_t)child;
    }
    struct wit_value *child = wit_value_new(s->arena, WIT_ARRAY);
    append(parent, key, child);
    return child;
}

/* Children of `root` into `into`, without recursion: depth is within the cap of base/xml.h. */
static bool convert(struct shaping *s, struct wit_value *into, const struct wit_xml *root, struct wit_err *err)
{
    bool ec2 = s->op->protocol == WIT_PROTO_EC2;
    struct level levels[WIT_XML_MAX_DEPTH + 1];
    size_t depth = 1;
    levels[0] = (struct level){root->first, into, s->op->operation};
    while (depth > 0) {
        struct level *level = &levels[depth - 1];
        const struct wit_xml *e = level->next;
        if (e == NULL) {
            depth--;
            continue;
        }
        level->next = e->next;
        if (ec2 && depth == 1 && strcmp(e->name, "requestId") == 0)
            continue; /* the CLI does not print it */
        bool item = level->value->kind == WIT_ARRAY, list = false;
        const char *name = NULL;
        if (!item)
            name = ec2 ? ec2_name(s, level->context, e->name, &list) : plain_name(s, e, level->context, &list);
        struct wit_value *v =
            !list && e->first == NULL ? leaf(s, e) : wit_value_new(s->arena, list ? WIT_ARRAY : WIT_OBJECT);
        v->line = e->line;
        const char *framed = item ? NULL : frameless(s, e);
        if (framed != NULL)
            append(list_member(s, level->value, framed), NULL, v);
        else
            append(level->value, name, v);
        if (e->first == NULL)
            continue;
        if (depth == WIT_XML_MAX_DEPTH)
            return wit_fail(err, WIT_ELIMIT, "line %u: nested deeper than %d", e->line, WIT_XML_MAX_DEPTH);
        levels[depth] = (struct level){e->first, v, item ? level->context : e->name};
        depth++;
    }
    return true;
}

/* The element whose children are the answer's members. */
static const struct wit_xml *answer_in(const struct wit_operation *op, const struct wit_xml *root)
{
    if (op->protocol != WIT_PROTO_QUERY)
        return root;
    for (const struct wit_xml *e = root->first; e != NULL; e = e->next) {
        size_t len = strlen(e->name);
        if (len > 6 && strcmp(e->name + len - 6, "Result") == 0)
            return e;
    }
    return root;
}

static bool is_error(const struct wit_xml *root)
{
    return strcmp(root->name, "Error") == 0 || strcmp(root->name, "ErrorResponse") == 0 ||
           (strcmp(root->name, "Response") == 0 && wit_xml_child(root, "Errors") != NULL);
}

bool wit_xmlshape_read(struct wit_value **out, struct wit_arena *arena, const struct wit_operation *op,
                       const char *bytes, size_t len, struct wit_err *err)
{
    struct wit_xml *root;
    if (!wit_xml_parse(&root, arena, bytes, len, err))
        return false;
    if (is_error(root))
        return wit_fail(err, WIT_EPARSE, "line %u: the answer is an error", root->line);
    struct shaping s = {arena, op, wit_strmap_new(arena)};
    struct wit_value *object = wit_value_new(arena, WIT_OBJECT);
    object->line = root->line;
    if (strcmp(root->name, "LocationConstraint") == 0) { /* empty: us-east-1, which the CLI prints as null */
        struct wit_value *v = root->text[0] == '\0' ? wit_value_new(arena, WIT_NULL) : leaf(&s, root);
        append(object, "LocationConstraint", v);
        *out = object;
        return true;
    }
    struct wit_value *into = object;
    /* These roots stand in the CLI's JSON as a member; those of lists do not. */
    if (op->protocol == WIT_PROTO_REST_XML && (op->list_key == NULL || strcmp(root->name, op->list_key) == 0)) {
        into = wit_value_new(arena, WIT_OBJECT);
        append(object, root->name, into);
    }
    if (op->protocol != WIT_PROTO_REST_XML && root->first == NULL)
        return wit_fail(err, WIT_EPARSE, "line %u: <%s> is empty", root->line, root->name);
    if (!convert(&s, into, answer_in(op, root), err))
        return false;
    *out = object;
    return true;
}
