/* pathmap/decode/group.c: security groups and their rules, from both answers that tell them.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * One permission of an answer has several peers; each is a rule of its own here. A rule's number is the index of its
 * permission in the answer, in its direction. Source: EC2 API Reference, data types SecurityGroup, IpPermission,
 * SecurityGroupRule; 1.2.
 */
#include <string.h>

#include "pathmap/decode/decode.h"

static struct wit_rule blank_rule(struct wit_decoding *d, bool egress, uint32_t number, const char *pointer)
{
    return (struct wit_rule){.number = number,
                             .egress = egress,
                             .allow = true,
                             .peer = WIT_PEER_ANYTHING_UNREADABLE,
                             .peer_id = "",
                             .peer_account = "",
                             .peer_network = "",
                             .id = "",
                             .gap = WIT_NO_GAP,
                             .list_gap = WIT_NO_GAP,
                             .cite = wit_here(d, pointer)};
}

static void unreadable(struct wit_decoding *d, struct wit_rule *rule, const char *group, const char *what)
{
    rule->gap = wit_found(d, WIT_GAP_UNREADABLE, d->source, group, rule->cite.pointer, NULL,
                          "%s: %s rule %u could not be read: %s", group, rule->egress ? "egress" : "ingress",
                          rule->number, what);
}

static void read_group_peer(struct wit_decoding *d, struct wit_rule *rule, const struct wit_value *pair)
{
    rule->peer_id = wit_word_of(d, pair, "GroupId");
    rule->peer_account = wit_word_of(d, pair, "UserId");
    rule->peer_network = wit_word_of(d, pair, "VpcId");
    if (rule->peer_id[0] != '\0')
        rule->peer = WIT_PEER_GROUP;
}

/* One kind of peer in a permission. */
static const struct peers {
    const char *list, *key;
    enum wit_peer_kind kind;
} peer_lists[] = {
    {"IpRanges", "CidrIp", WIT_PEER_PREFIX},
    {"Ipv6Ranges", "CidrIpv6", WIT_PEER_PREFIX},
    {"UserIdGroupPairs", "GroupId", WIT_PEER_GROUP},
    {"PrefixListIds", "PrefixListId", WIT_PEER_LIST},
};

static void read_peer(struct wit_decoding *d, struct wit_rule *rule, const struct peers *of,
                      const struct wit_value *peer)
{
    if (of->kind == WIT_PEER_GROUP) {
        read_group_peer(d, rule, peer);
    } else if (of->kind == WIT_PEER_LIST) {
        rule->peer_id = wit_word_of(d, peer, of->key);
        if (rule->peer_id[0] != '\0')
            rule->peer = WIT_PEER_LIST;
    } else if (wit_field_prefix(&rule->prefix, peer, of->key)) {
        rule->peer = WIT_PEER_PREFIX;
    }
}

static void read_permission(struct wit_decoding *d, struct wit_raw_filter *group, const struct wit_value *permission,
                            bool egress, uint32_t number, const char *pointer)
{
    struct wit_rule rule = blank_rule(d, egress, number, pointer);
    bool good = wit_group_ports(&rule.ports, d, permission);
    if (permission->kind != WIT_OBJECT) {
        unreadable(d, &rule, group->raw.id, "it is no object");
        WIT_PUSH(d->arena, group->rules, group->n_rules, group->cap_rules) = rule;
        return;
    }
    for (size_t i = 0; i < sizeof peer_lists / sizeof peer_lists[0]; i++) {
        const struct peers *of = &peer_lists[i];
        const struct wit_value *list = wit_get(permission, of->list);
        if (list != NULL && list->kind != WIT_ARRAY) {
            struct wit_rule odd = rule;
            unreadable(d, &odd, group->raw.id, wit_fmt(d->scratch, "%s is not a list", of->list));
            WIT_PUSH(d->arena, group->rules, group->n_rules, group->cap_rules) = odd;
            continue;
        }
        size_t at = 0;
        WIT_EACH(peer, list) {
            struct wit_rule one = rule;
            one.cite.pointer = wit_pointer(d, "%s/%s/%zu", pointer, of->list, at++);
            read_peer(d, &one, of, peer);
            if (!good)
                unreadable(d, &one, group->raw.id, "its protocol or its ports");
            else if (one.peer == WIT_PEER_ANYTHING_UNREADABLE)
                unreadable(d, &one, group->raw.id, "its peer");
            else
                one.id = wit_group_rule_key(d, group->raw.id, egress, permission, &one);
            WIT_PUSH(d->arena, group->rules, group->n_rules, group->cap_rules) = one;
        }
    }
}

static void read_direction(struct wit_decoding *d, struct wit_raw_filter *group, const struct wit_value *item,
                           const char *key, bool egress, const char *pointer)
{
    const struct wit_value *list = wit_field_list(item, key);
    if (list == NULL) {
        group->o.gap = wit_found(d, WIT_GAP_UNREADABLE, d->source, group->raw.id, pointer, NULL,
                                 "%s: the answer has no list \"%s\"", group->raw.id, key);
        return;
    }
    uint32_t number = 0;
    WIT_EACH(permission, list) {
        read_permission(d, group, permission, egress, number, wit_pointer(d, "%s/%s/%u", pointer, key, number));
        number++;
    }
}

void wit_decode_group(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    const char *id = wit_str(item, "GroupId"), *owner = wit_str(item, "OwnerId");
    if (id == NULL || id[0] == '\0') {
        wit_answer_unreadable(d, pointer, "a security group without its id");
        return;
    }
    wit_ledger_owner(d, owner, false);
    struct wit_head head;
    struct wit_raw_filter *group = wit_raw_add(d, WIT_RAW_FILTER, &head, WIT_RANK_OWNER, item, id, owner, pointer);
    if (group == NULL)
        return;
    const char *name = wit_word_of(d, item, "GroupName");
    if (head.name[0] == '\0')
        head.name = name;
    WIT_HEAD_SET(group->o, head);
    group->o.mode = WIT_ALLOW_UNION;
    group->o.stateful = true;
    group->o.is_default = strcmp(name, "default") == 0;
    group->o.network = wit_word_of(d, item, "VpcId");
    read_direction(d, group, item, "IpPermissions", false, pointer);
    read_direction(d, group, item, "IpPermissionsEgress", true, pointer);
}

static void read_listed_peer(struct wit_decoding *d, struct wit_rule *rule, const struct wit_value *item)
{
    const struct wit_value *group = wit_get(item, "ReferencedGroupInfo");
    if (group != NULL && group->kind == WIT_OBJECT && group->count > 0) {
        read_group_peer(d, rule, group);
    } else if (wit_str(item, "PrefixListId") != NULL) {
        rule->peer_id = wit_word_of(d, item, "PrefixListId");
        rule->peer = rule->peer_id[0] != '\0' ? WIT_PEER_LIST : rule->peer;
    } else if (wit_field_prefix(&rule->prefix, item, "CidrIpv4") || wit_field_prefix(&rule->prefix, item, "CidrIpv6")) {
        rule->peer = WIT_PEER_PREFIX;
    }
}

void wit_decode_group_rule(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    const char *group = wit_str(item, "GroupId"), *id = wit_str(item, "SecurityGroupRuleId");
    if (group == NULL || group[0] == '\0' || id == NULL || id[0] == '\0' || wit_get(item, "IsEgress") == NULL) {
        wit_answer_unreadable(d, pointer, "a rule without its id, its group or its direction");
        return;
    }
    if (!wit_strmap_put(d->rule_ids, id, d))
        return; /* told before */
    struct wit_listed_rule *listed = WIT_NEW(d->arena, struct wit_listed_rule);
    const char *owner = wit_word_of(d, item, "GroupOwnerId");
    listed->id = wit_word(d, id);
    listed->group = wit_word(d, group);
    listed->account = owner[0] == '\0' ? d->source->account : owner;
    listed->region = d->source->region;
    listed->source = d->source;
    listed->rule = blank_rule(d, wit_bool(item, "IsEgress", false), 0, pointer);
    listed->rule.id = listed->id;
    bool good = wit_group_ports(&listed->rule.ports, d, item);
    read_listed_peer(d, &listed->rule, item);
    if (!good)
        unreadable(d, &listed->rule, listed->group, "its protocol or its ports");
    else if (listed->rule.peer == WIT_PEER_ANYTHING_UNREADABLE)
        unreadable(d, &listed->rule, listed->group, "its peer");
    else
        listed->key = wit_group_rule_key(d, listed->group, listed->rule.egress, item, &listed->rule);
    if (listed->key != NULL)
        wit_strmap_put(d->rule_keys, listed->key, listed);
    WIT_PUSH(d->arena, d->listed_rules, d->n_listed_rules, d->cap_listed_rules) = listed;
}
