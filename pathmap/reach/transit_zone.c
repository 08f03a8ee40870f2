/* pathmap/reach/transit_zone.c: in which zones an attachment has the transit gateway's interfaces.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/reachability.md 1.1.1: zone names are shuffled from account to account, ids are not; 1.7.1, 1.7.3: what
 * leaves a network must do so in a zone that is attached.
 */
#include <string.h>

#include "pathmap/reach/way.h"

int wit_zone_same(const struct wit_subnet *a, const struct wit_subnet *b)
{
    if (a == b)
        return 1;
    if (a->zone_id[0] != '\0' && b->zone_id[0] != '\0')
        return strcmp(a->zone_id, b->zone_id) == 0 ? 1 : -1;
    bool one_account = a->account[0] != '\0' && strcmp(a->account, b->account) == 0;
    if (one_account && a->zone_name[0] != '\0' && b->zone_name[0] != '\0')
        return strcmp(a->zone_name, b->zone_name) == 0 ? 1 : -1;
    return 0;
}

static struct wit_edge zone_of(struct wit_reach *r, const struct wit_attachment *at, const struct wit_subnet *from,
                               const struct wit_subnet **entry)
{
    struct wit_edge edge = {
        .passes = -1, .gap = WIT_NO_GAP, .id = at->transit_id, .text = "", .reason = "", .cite = at->cite};
    wit_gap_ref gap = at->subnets_gap;
    *entry = NULL;
    for (size_t i = 0; i < at->n_subnets; i++) {
        const struct wit_subnet *s = at->subnets[i];
        int same = s == NULL ? 0 : wit_zone_same(s, from);
        if (same > 0) {
            edge.passes = 1;
            *entry = s;
            return edge;
        }
        if (same == 0 && gap == WIT_NO_GAP)
            gap = s == NULL ? wit_list_gap_of(r, at->network != NULL ? at->network->account : at->account,
                                              at->network != NULL ? at->network->region : at->region, "ec2",
                                              "DescribeSubnets")
                            : WIT_NO_GAP;
        if (same == 0 && gap == WIT_NO_GAP)
            gap = wit_gap_add(
                r, WIT_GAP_DANGLING, from->account, from->region, at->subnet_ids[i],
                wit_fmt(r->arena, "whether %s and %s lie in one zone is not told", at->subnet_ids[i], from->id),
                "aws ec2 describe-subnets");
    }
    if (gap != WIT_NO_GAP) {
        edge.passes = 0;
        edge.gap = gap;
    }
    return edge;
}

struct wit_edge wit_zone_attached(struct wit_reach *r, const struct wit_attachment *at, const struct wit_subnet *from,
                                  const struct wit_subnet **entry)
{
    struct wit_edge edge = zone_of(r, at, from, entry);
    if (edge.passes < 0) {
        edge.reason = "zone-not-attached";
        edge.text = wit_fmt(r->arena, "%s has no subnet in the zone of %s", at->id, from->id);
    }
    return edge;
}

struct wit_edge wit_zone_served(struct wit_reach *r, const struct wit_attachment *at, const struct wit_subnet *to)
{
    const struct wit_subnet *entry;
    struct wit_edge edge = zone_of(r, at, to, &entry);
    if (edge.passes >= 0)
        return edge;
    return wit_edge_unconfirmed(r, at->transit_id,
                                wit_fmt(r->arena, "%s delivers into the zone of %s, in which %s has no subnet",
                                        at->transit_id, to->id, at->id));
}
