/* pathmap/decode/interface.c: network interfaces with their addresses, and elastic addresses.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: EC2 API Reference, data types NetworkInterface, InstanceNetworkInterface, Address; 1.1.3 to 1.1.6.
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/decode/decode.h"

struct addresses {
    struct wit_address *items;
    size_t n, cap;
    bool good;
};

static void read_private(struct wit_decoding *d, struct addresses *a, const struct wit_value *one, bool primary)
{
    struct wit_address address = {.bits = 32, .primary = primary};
    const struct wit_value *association = wit_get(one, "Association");
    if (!wit_field_addr(&address.addr, one, "PrivateIpAddress") || address.addr.family != 4) {
        a->good = false;
        return;
    }
    const char *public_text = wit_str(association, "PublicIp");
    if (public_text != NULL && public_text[0] != '\0' && !wit_field_addr(&address.public_addr, association, "PublicIp"))
        a->good = false;
    WIT_PUSH(d->arena, a->items, a->n, a->cap) = address;
}

static void read_v6(struct wit_decoding *d, struct addresses *a, const struct wit_value *item)
{
    const struct wit_value *list = wit_get(item, "Ipv6Addresses");
    a->good = a->good && (list == NULL || list->kind == WIT_ARRAY);
    WIT_EACH(one, wit_field_list(item, "Ipv6Addresses")) {
        struct wit_address address = {.bits = 128};
        if (wit_field_addr(&address.addr, one, "Ipv6Address"))
            WIT_PUSH(d->arena, a->items, a->n, a->cap) = address;
        else
            a->good = false;
    }
}

static void read_prefixes(struct wit_decoding *d, struct addresses *a, const struct wit_value *item, const char *list,
                          const char *key)
{
    WIT_EACH(one, wit_field_list(item, list)) {
        struct wit_prefix prefix;
        if (wit_field_prefix(&prefix, one, key))
            WIT_PUSH(d->arena, a->items, a->n, a->cap) = (struct wit_address){.addr = prefix.addr, .bits = prefix.bits};
        else
            a->good = false;
    }
}

static struct addresses read_addresses(struct wit_decoding *d, const struct wit_value *item)
{
    struct addresses a = {.good = true};
    const struct wit_value *list = wit_get(item, "PrivateIpAddresses");
    if (list == NULL || (list->kind == WIT_ARRAY && list->count == 0)) {
        if (wit_str(item, "PrivateIpAddress") != NULL && wit_str(item, "PrivateIpAddress")[0] != '\0')
            read_private(d, &a, item, true);
    } else {
        a.good = list->kind == WIT_ARRAY;
        for (int primary = 1; primary >= 0; primary--) { /* primary first, then as listed */
            WIT_EACH(one, a.good ? list : NULL) {
                if (wit_bool(one, "Primary", false) == (primary == 1))
                    read_private(d, &a, one, primary == 1);
            }
        }
    }
    read_v6(d, &a, item);
    read_prefixes(d, &a, item, "Ipv4Prefixes", "Ipv4Prefix");
    read_prefixes(d, &a, item, "Ipv6Prefixes", "Ipv6Prefix");
    return a;
}

/* One that was never told is "interface"; the model of EC2 and its answers spell the NAT gateway's differently. */
static const char *type_of(struct wit_decoding *d, const struct wit_value *item)
{
    const char *type = wit_word_of(d, item, "InterfaceType");
    if (strcmp(type, "natGateway") == 0)
        return "nat_gateway";
    return type[0] == '\0' ? "interface" : type;
}

static void read_groups(struct wit_decoding *d, struct wit_raw_interface *raw, const struct wit_value *item)
{
    const struct wit_value *list = wit_field_list(item, "Groups");
    const char **ids = NULL;
    size_t n = 0, cap = 0;
    wit_field_ids(d, &ids, &n, &cap, list, "GroupId");
    raw->groups_told = list != NULL && n == list->count;
    if (n > 1)
        qsort(ids, n, sizeof(const char *), wit_compare_words);
    size_t filled = 0;
    for (size_t i = 0; i < n; i++) {
        if (filled == 0 || strcmp(ids[filled - 1], ids[i]) != 0)
            ids[filled++] = ids[i];
    }
    raw->o.filter_ids = ids;
    raw->o.n_filters = filled;
}

static void decode(struct wit_decoding *d, const struct wit_value *item, const char *pointer, enum wit_rank rank,
                   const char *instance, const char *reservation_owner)
{
    const char *id = wit_str(item, "NetworkInterfaceId"), *owner = wit_str(item, "OwnerId");
    if (id == NULL || id[0] == '\0') {
        wit_answer_unreadable(d, pointer, "an interface without its id");
        return;
    }
    if (owner == NULL || owner[0] == '\0')
        owner = reservation_owner;
    if (rank == WIT_RANK_OWNER)
        wit_ledger_owner(d, owner, false);
    struct wit_head head;
    struct wit_raw_interface *raw = wit_raw_add(d, WIT_RAW_INTERFACE, &head, rank, item, id, owner, pointer);
    if (raw == NULL)
        return;
    WIT_HEAD_SET(raw->o, head);
    struct wit_interface *o = &raw->o;
    raw->subnet_id = wit_word_of(d, item, "SubnetId");
    raw->network_id = wit_word_of(d, item, "VpcId");
    o->type = type_of(d, item);
    o->description = wit_word_of(d, item, "Description");
    o->instance = instance != NULL ? instance : wit_word_of(d, wit_get(item, "Attachment"), "InstanceId");
    const struct wit_value *attachment = wit_get(item, "Attachment");
    int64_t device = wit_int(attachment, "DeviceIndex", -1), card = wit_int(attachment, "NetworkCardIndex", 0);
    o->first_attached = device < 0 ? WIT_NOT_TOLD : device == 0 && card == 0 ? WIT_TOLD_YES : WIT_TOLD_NO;
    o->requester = wit_word_of(d, item, "RequesterId");
    o->requester_managed = wit_bool(item, "RequesterManaged", false);
    /* Not told: not on. Off is what widens (1.1.6). */
    o->source_dest_check = wit_bool(item, "SourceDestCheck", false);
    o->endpoint_id = "";
    struct addresses a = read_addresses(d, item);
    raw->addresses = a.items;
    o->addresses = a.items;
    o->n_addresses = a.n;
    o->addresses_unread = !a.good;
    if (!a.good)
        wit_answer_unreadable(d, pointer, wit_fmt(d->scratch, "%s: not all of its addresses could be read", id));
    read_groups(d, raw, item);
}

void wit_decode_interface(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    decode(d, item, pointer, WIT_RANK_OWNER, NULL, NULL);
}

void wit_decode_instance_interface(struct wit_decoding *d, const struct wit_value *item, const char *pointer,
                                   const char *instance, const char *owner)
{
    decode(d, item, pointer, WIT_RANK_PART, instance, owner);
}

void wit_decode_address(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    const char *interface = wit_str(item, "NetworkInterfaceId"), *owner = wit_str(item, "NetworkInterfaceOwnerId");
    const char *text = wit_str(item, "PublicIp");
    struct wit_elastic e = {.cite = wit_here(d, pointer)};
    if (text == NULL || text[0] == '\0')
        return; /* a carrier or customer-owned address */
    if (!wit_field_addr(&e.public_addr, item, "PublicIp")) {
        wit_answer_unreadable(d, pointer, "an elastic address that is not one");
        return;
    }
    if (interface == NULL || interface[0] == '\0')
        return; /* not associated */
    if (wit_str(item, "PrivateIpAddress") != NULL && !wit_field_addr(&e.private_addr, item, "PrivateIpAddress"))
        wit_answer_unreadable(d, pointer, "the private address of an elastic address is not one");
    e.interface = wit_word(d, interface);
    e.account = owner == NULL || owner[0] == '\0' ? d->source->account : wit_word(d, owner);
    e.region = d->source->region;
    WIT_PUSH(d->arena, d->elastic, d->n_elastic, d->cap_elastic) = e;
}
