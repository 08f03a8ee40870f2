/* pathmap/decode/network.c: VPCs and subnets with their prefixes.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: EC2 API Reference, data types Vpc, VpcCidrBlockAssociation, Subnet, SubnetIpv6CidrBlockAssociation; 1.1.2.
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/decode/decode.h"

struct prefixes {
    struct wit_prefix *items;
    size_t n, cap;
};

static void add(struct wit_decoding *d, struct prefixes *p, struct wit_prefix prefix)
{
    for (size_t i = 0; i < p->n; i++) {
        if (wit_prefix_cmp(p->items[i], prefix) == 0)
            return;
    }
    WIT_PUSH(d->arena, p->items, p->n, p->cap) = prefix;
}

static int compare(const void *a, const void *b)
{
    return wit_prefix_cmp(*(const struct wit_prefix *)a, *(const struct wit_prefix *)b);
}

static void sort(struct prefixes *p)
{
    if (p->n > 1)
        qsort(p->items, p->n, sizeof *p->items, compare);
}

/* Whether an association counts; *unsettled: it is just being made or taken away. No word: it is there. */
static bool counts(const struct wit_value *association, const char *state_key, bool *unsettled)
{
    const char *state = wit_str(wit_get(association, state_key), "State");
    if (state == NULL || strcmp(state, "associated") == 0)
        return true;
    if (strcmp(state, "disassociated") == 0 || strcmp(state, "failed") == 0 || strcmp(state, "failing") == 0)
        return false;
    *unsettled = true;
    return strcmp(state, "disassociating") == 0;
}

/* False: one could not be read, or a list is no list. */
static bool read_set(struct wit_decoding *d, struct prefixes *p, const struct wit_value *item, const char *set,
                     const char *cidr, const char *state, bool *unsettled)
{
    const struct wit_value *list = wit_get(item, set);
    bool good = list == NULL || list->kind == WIT_ARRAY;
    WIT_EACH(association, good ? list : NULL) {
        struct wit_prefix prefix;
        if (!counts(association, state, unsettled))
            continue;
        if (wit_field_prefix(&prefix, association, cidr))
            add(d, p, prefix);
        else
            good = false;
    }
    return good;
}

void wit_decode_vpc(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    const char *id = wit_str(item, "VpcId"), *owner = wit_str(item, "OwnerId");
    if (id == NULL || id[0] == '\0') {
        wit_answer_unreadable(d, pointer, "a VPC without its id");
        return;
    }
    wit_ledger_owner(d, owner, false);
    struct wit_head head;
    struct wit_raw_network *network = wit_raw_add(d, WIT_RAW_NETWORK, &head, WIT_RANK_OWNER, item, id, owner, pointer);
    if (network == NULL)
        return;
    WIT_HEAD_SET(network->o, head);
    struct prefixes p = {0};
    struct wit_prefix primary;
    bool unsettled = false, good = wit_get(item, "CidrBlock") == NULL || wit_field_prefix(&primary, item, "CidrBlock");
    if (good && wit_get(item, "CidrBlock") != NULL)
        add(d, &p, primary);
    good &= read_set(d, &p, item, "CidrBlockAssociationSet", "CidrBlock", "CidrBlockState", &unsettled);
    good &= read_set(d, &p, item, "Ipv6CidrBlockAssociationSet", "Ipv6CidrBlock", "Ipv6CidrBlockState", &unsettled);
    sort(&p);
    network->o.prefixes = p.items;
    network->o.n_prefixes = p.n;
    if (!good || p.n == 0)
        network->o.gap = wit_found(d, WIT_GAP_UNREADABLE, d->source, id, pointer, NULL,
                                   "%s: not all of its CIDR blocks could be read", id);
    else if (unsettled)
        network->o.gap = wit_found(d, WIT_GAP_MOVING, d->source, id, pointer, NULL,
                                   "%s: a CIDR block is just being associated or disassociated", id);
}

void wit_decode_subnet(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    const char *id = wit_str(item, "SubnetId"), *owner = wit_str(item, "OwnerId");
    if (id == NULL || id[0] == '\0') {
        wit_answer_unreadable(d, pointer, "a subnet without its id");
        return;
    }
    wit_ledger_owner(d, owner, false);
    struct wit_head head;
    struct wit_raw_subnet *subnet = wit_raw_add(d, WIT_RAW_SUBNET, &head, WIT_RANK_OWNER, item, id, owner, pointer);
    if (subnet == NULL)
        return;
    WIT_HEAD_SET(subnet->o, head);
    subnet->network_id = wit_word_of(d, item, "VpcId");
    subnet->o.zone_name = wit_word_of(d, item, "AvailabilityZone");
    subnet->o.zone_id = wit_word_of(d, item, "AvailabilityZoneId");
    struct prefixes p = {0};
    struct wit_prefix prefix;
    bool unsettled = false, good = true;
    if (wit_get(item, "CidrBlock") != NULL && (good = wit_field_prefix(&prefix, item, "CidrBlock")))
        add(d, &p, prefix);
    good &= read_set(d, &p, item, "Ipv6CidrBlockAssociationSet", "Ipv6CidrBlock", "Ipv6CidrBlockState", &unsettled);
    sort(&p);
    subnet->o.prefixes = p.items;
    subnet->o.n_prefixes = p.n;
    if (!good || p.n == 0)
        wit_answer_unreadable(d, pointer, wit_fmt(d->scratch, "%s: not all of its CIDR blocks could be read", id));
    else if (unsettled)
        wit_ledger_moving(d, d->source, id, "a CIDR block is just being associated or disassociated");
}
