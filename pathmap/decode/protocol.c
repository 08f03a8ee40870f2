/* pathmap/decode/protocol.c: protocols and ports of filter rules as sets.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: EC2 API Reference, data types IpPermission, SecurityGroupRule, NetworkAclEntry, PortRange, IcmpTypeCode;
 * rules 1.2.4 and 1.3.1.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "pathmap/decode/decode.h"

bool wit_protocol_read(unsigned *protocol, bool *all, const char *word)
{
    static const struct {
        const char *word;
        unsigned protocol;
    } words[] = {{"tcp", WIT_TCP}, {"udp", WIT_UDP}, {"icmp", WIT_ICMP}, {"icmpv6", WIT_ICMPV6}};
    if (word == NULL)
        return false;
    *protocol = 0;
    *all = strcmp(word, "-1") == 0 || strcasecmp(word, "all") == 0;
    if (*all)
        return true;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcasecmp(words[i].word, word) == 0) {
            *protocol = words[i].protocol;
            return true;
        }
    }
    size_t len = strlen(word);
    if (len == 0 || len > 3 || strspn(word, "0123456789") != len)
        return false;
    *protocol = (unsigned)strtoul(word, NULL, 10);
    return *protocol <= 255;
}

/* A number in lowest..highest; *there false when absent. False: something else stands there. */
static bool read_number(int64_t *out, bool *there, const struct wit_value *object, const char *key, int64_t highest)
{
    *there = wit_get(object, key) != NULL;
    *out = wit_int(object, key, INT64_MIN);
    return !*there || (*out >= -1 && *out <= highest);
}

/* Two numbers that stand or miss together: ports, or type and code. Missing and -1 both mean any. */
static bool read_pair(struct wit_pset *out, struct wit_arena *arena, unsigned protocol, const struct wit_value *object,
                      const char *first_key, const char *second_key)
{
    bool icmp = protocol == WIT_ICMP || protocol == WIT_ICMPV6, has_first, has_second;
    int64_t first, second;
    *out = wit_pset_protocol(arena, protocol);
    if (!read_number(&first, &has_first, object, first_key, icmp ? 255 : 65535) ||
        !read_number(&second, &has_second, object, second_key, icmp ? 255 : 65535) || has_first != has_second)
        return false;
    if (!has_first || first == -1)
        return icmp || !has_first || second == -1;
    if (icmp && second == -1)
        *out = wit_pset_ports(arena, protocol, (unsigned)first << 8, (unsigned)first << 8 | 255);
    else if (icmp)
        *out = wit_pset_ports(arena, protocol, (unsigned)(first << 8 | second), (unsigned)(first << 8 | second));
    else if (first <= second)
        *out = wit_pset_ports(arena, protocol, (unsigned)first, (unsigned)second);
    else
        return false;
    return true;
}

static bool has_ports(unsigned protocol)
{
    return protocol == WIT_TCP || protocol == WIT_UDP || protocol == WIT_ICMP || protocol == WIT_ICMPV6;
}

bool wit_group_ports(struct wit_pset *out, struct wit_decoding *d, const struct wit_value *permission)
{
    unsigned protocol;
    bool all;
    *out = wit_pset_all();
    if (!wit_protocol_read(&protocol, &all, wit_text(wit_get(permission, "IpProtocol"))))
        return false;
    if (all)
        return true;
    if (has_ports(protocol))
        return read_pair(out, d->arena, protocol, permission, "FromPort", "ToPort");
    *out = wit_pset_protocol(d->arena, protocol); /* portless protocols ignore ports */
    return true;
}

bool wit_acl_ports(struct wit_pset *out, struct wit_decoding *d, const struct wit_value *entry)
{
    unsigned protocol;
    bool all;
    *out = wit_pset_all();
    if (!wit_protocol_read(&protocol, &all, wit_text(wit_get(entry, "Protocol"))))
        return false;
    if (all)
        return true;
    *out = wit_pset_protocol(d->arena, protocol);
    if (!has_ports(protocol))
        return true;
    if (protocol == WIT_ICMP || protocol == WIT_ICMPV6) {
        const struct wit_value *type = wit_get(entry, "IcmpTypeCode");
        return type != NULL && type->kind == WIT_OBJECT && type->count > 0 &&
               read_pair(out, d->arena, protocol, type, "Type", "Code");
    }
    const struct wit_value *range = wit_get(entry, "PortRange");
    if (range != NULL && range->kind != WIT_OBJECT)
        return false;
    return read_pair(out, d->arena, protocol, range, "From", "To");
}

const char *wit_group_rule_key(struct wit_decoding *d, const char *group, bool egress, const struct wit_value *ports,
                               const struct wit_rule *rule)
{
    unsigned protocol = 0;
    bool all = false;
    if (!wit_protocol_read(&protocol, &all, wit_text(wit_get(ports, "IpProtocol"))))
        return NULL;
    bool told = !all && has_ports(protocol);
    char prefix[WIT_PREFIX_TEXT];
    const char *peer = rule->peer == WIT_PEER_PREFIX ? wit_prefix_text(prefix, rule->prefix) : rule->peer_id;
    return wit_fmt(d->arena, "%s %c %d %d %d %s", group, egress ? 'e' : 'i', all ? -1 : (int)protocol,
                   told ? (int)wit_int(ports, "FromPort", -1) : -1, told ? (int)wit_int(ports, "ToPort", -1) : -1,
                   peer);
}
