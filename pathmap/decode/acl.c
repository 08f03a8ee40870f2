/* pathmap/decode/acl.c: network ACLs: ordered entries and the subnets they stand at.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * An entry that cannot be read keeps its place: it clouds what comes after it. Entries are deny or allow of one
 * family. The implied deny is an ordinary entry with number 32767 (32768 for IPv6 in answers).
 * Source: EC2 API Reference, data types NetworkAcl, NetworkAclEntry; 1.3.
 */
#include <string.h>

#include "pathmap/decode/decode.h"

enum { IMPLIED = 32767 };

static void push(struct wit_decoding *d, struct wit_raw_filter *acl, const struct wit_rule *rule)
{
    WIT_PUSH(d->arena, acl->rules, acl->n_rules, acl->cap_rules) = *rule;
}

/* "" when all of it was read, else what was not. */
static const char *read_match(struct wit_decoding *d, struct wit_rule *rule, const struct wit_value *entry)
{
    const char *action = wit_str(entry, "RuleAction");
    const char *wrong = "";
    if (action != NULL && strcmp(action, "allow") == 0)
        rule->allow = true;
    else if (action == NULL || strcmp(action, "deny") != 0)
        wrong = "its action";
    if (!wit_acl_ports(&rule->ports, d, entry))
        wrong = "its protocol or its ports";
    const char *v4 = wit_str(entry, "CidrBlock"), *v6 = wit_str(entry, "Ipv6CidrBlock");
    if ((v4 != NULL && v4[0] != '\0' && wit_field_prefix(&rule->prefix, entry, "CidrBlock")) ||
        ((v4 == NULL || v4[0] == '\0') && v6 != NULL && wit_field_prefix(&rule->prefix, entry, "Ipv6CidrBlock")))
        rule->peer = WIT_PEER_PREFIX;
    else
        wrong = "its CIDR block";
    return wrong;
}

static void read_entry(struct wit_decoding *d, struct wit_raw_filter *acl, const struct wit_value *entry,
                       const char *pointer)
{
    struct wit_rule rule = {.peer = WIT_PEER_ANYTHING_UNREADABLE,
                            .peer_id = "",
                            .peer_account = "",
                            .peer_network = "",
                            .id = "",
                            .gap = WIT_NO_GAP,
                            .list_gap = WIT_NO_GAP,
                            .cite = wit_here(d, pointer)};
    int64_t number = wit_int(entry, "RuleNumber", -1);
    const char *egress = wit_text(wit_get(entry, "Egress"));
    const char *wrong = read_match(d, &rule, entry);
    bool placed = number >= 0 && number <= IMPLIED + 1;
    bool directed = egress != NULL && (strcmp(egress, "true") == 0 || strcmp(egress, "false") == 0);
    if (!placed)
        wrong = "its number";
    else if (!directed)
        wrong = "its direction";
    rule.number = !placed ? 0 : number > IMPLIED ? IMPLIED : (uint32_t)number;
    rule.egress = directed && strcmp(egress, "true") == 0;
    if (wrong[0] != '\0') {
        rule.gap = wit_found(d, WIT_GAP_UNREADABLE, d->source, acl->raw.id, pointer, NULL,
                             "%s: an entry could not be read: %s", acl->raw.id, wrong);
        rule.allow = false;
    }
    push(d, acl, &rule);
    if (!directed) { /* it may stand in either direction */
        rule.egress = true;
        push(d, acl, &rule);
    }
}

void wit_decode_acl(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    const char *id = wit_str(item, "NetworkAclId"), *owner = wit_str(item, "OwnerId");
    if (id == NULL || id[0] == '\0') {
        wit_answer_unreadable(d, pointer, "a network ACL without its id");
        return;
    }
    wit_ledger_owner(d, owner, false);
    struct wit_head head;
    struct wit_raw_filter *acl = wit_raw_add(d, WIT_RAW_FILTER, &head, WIT_RANK_OWNER, item, id, owner, pointer);
    if (acl == NULL)
        return;
    WIT_HEAD_SET(acl->o, head);
    acl->o.mode = WIT_FIRST_MATCH;
    acl->o.is_default = wit_bool(item, "IsDefault", false);
    acl->o.network = wit_word_of(d, item, "VpcId");
    const struct wit_value *entries = wit_field_list(item, "Entries");
    if (entries == NULL)
        acl->o.gap = wit_found(d, WIT_GAP_UNREADABLE, d->source, id, pointer, NULL,
                               "%s: the answer has no list \"Entries\"", id);
    size_t at = 0;
    WIT_EACH(entry, entries)
        read_entry(d, acl, entry, wit_pointer(d, "%s/Entries/%zu", pointer, at++));
    const struct wit_value *associations = wit_field_list(item, "Associations");
    if (associations == NULL)
        wit_answer_unreadable(d, pointer, wit_fmt(d->scratch, "%s: no list \"Associations\"", id));
    wit_field_ids(d, &acl->subnet_ids, &acl->n_subnets, &acl->cap_subnets, associations, "SubnetId");
}
