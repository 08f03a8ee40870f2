/* pathmap/reach/way.h: what the files that follow one packet share: walk.c, reply.c, via_*.c, transit*.c, hybrid.c.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * walk.c asks the routes of a place and hands the packet to the handler of the gateway that they name (one row a kind);
 * a handler adds steps, ends the way (a leaf), or puts places on the list from which the packet goes on. reply.c does
 * the same for the answer. Source: docs/reachability.md 1.4-1.8, 2.8.
 */
#ifndef WIT_PATHMAP_REACH_WAY_H
#define WIT_PATHMAP_REACH_WAY_H

#include "pathmap/reach/inside.h"

enum { WIT_HOPS = 12 }; /* networks that one packet is followed through; farther is unknown */

/* ---- forward (walk.c) ---- */
struct wit_worklist {
    struct wit_place places[64];
    size_t n;
};
void wit_way_group(struct wit_walk *w, struct wit_place *p, const struct wit_interface *itf, bool egress,
                   struct wit_addr peer, const struct wit_interface *peer_itf, enum wit_scope_of_groups scope);
void wit_way_acl(struct wit_walk *w, struct wit_place *p, const struct wit_subnet *subnet, bool egress,
                 struct wit_addr peer);
void wit_way_edge(struct wit_walk *w, struct wit_place *p, enum wit_step_kind kind, const char *word,
                  struct wit_edge edge);
/* A route or an address that ends the way: a leaf. */
void wit_way_end(struct wit_walk *w, struct wit_place *p, const char *word, const char *id, const char *rule,
                 const char *reason, const char *text);
/* At b: its ACL unless the packet is in its subnet already, its groups, what a service does, and the answer. */
void wit_way_arrive(struct wit_walk *w, struct wit_place *p, enum wit_via via, enum wit_scope_of_groups scope);
void wit_way_arrive_from_internet(struct wit_walk *w, struct wit_place *p);
/* Nothing surely; possibly whatever b's own filters would ever let in: a leaf. */
void wit_way_beyond(struct wit_walk *w, struct wit_place *p, const char *word, struct wit_edge edge,
                    const struct wit_interface *router);
/* Goes on from there; a full list is an unknown. */
void wit_way_push(struct wit_walk *w, struct wit_worklist *list, struct wit_place *p);
/* Follows every place of the list to its end. */
void wit_way_run(struct wit_walk *w, struct wit_worklist *list);
/* A behaviour of the platform that no document settles. */
struct wit_edge wit_edge_unconfirmed(struct wit_reach *r, const char *id, const char *text);

typedef void wit_via_fn(struct wit_walk *w, struct wit_worklist *list, struct wit_place *p, const struct wit_branch *b);
wit_via_fn wit_via_local, wit_via_internet, wit_via_peering, wit_via_endpoint, wit_via_nat, wit_via_transit,
    wit_via_vpn, wit_via_unknown;

/* ---- transit.c, transit_zone.c ---- */
/* A packet that a transit gateway takes: one of the ways on which it may leave. Several: one of them holds. */
enum { WIT_CROSSINGS = 32, WIT_TOLD_EDGES = 20 };
enum wit_crossing_end { WIT_CROSSED_DROPPED, WIT_CROSSED_NETWORK, WIT_CROSSED_OUTSIDE, WIT_CROSSED_UNKNOWN };
struct wit_crossing {
    const struct wit_subnet *entry; /* whose ACL it passes inward, by its source; NULL: none, or not known which */
    struct wit_told_edge {
        struct wit_edge edge;
        const char *rule;
        bool branch;
    } told[WIT_TOLD_EDGES];
    size_t n, before; /* the first `before` lie before that ACL */
    enum wit_crossing_end end;
    const struct wit_attachment *out; /* NETWORK, OUTSIDE */
    const struct wit_subnet *subnet;  /* NETWORK: where the gateway's interface stands */
    enum wit_scope_of_groups references;
    const struct wit_transit_table *tables[8]; /* of peered gateways on the way so far */
    size_t n_tables;
};
/* From that subnet by that route. `onward`: it came into the network through a transit gateway. `special`: a subnet
 * that is told apart from others that have the same routes and ACL, NULL none. */
size_t wit_transit_cross(struct wit_reach *r, struct wit_crossing out[WIT_CROSSINGS], const struct wit_branch *branch,
                         const struct wit_subnet *from, bool onward, struct wit_addr dst,
                         const struct wit_subnet *special);
/* What comes in by that attachment (1.8). */
size_t wit_transit_enter(struct wit_reach *r, struct wit_crossing out[WIT_CROSSINGS], const struct wit_attachment *in,
                         struct wit_addr dst, const struct wit_subnet *special);
/* Zones, three-valued: 1 the same, 0 not told, -1 another (1.1.1). */
int wit_zone_same(const struct wit_subnet *a, const struct wit_subnet *b);
/* Whether the attachment has an interface in that subnet's zone: passes 1, 0 with its gap, -1; *entry: which. */
struct wit_edge wit_zone_attached(struct wit_reach *r, const struct wit_attachment *at, const struct wit_subnet *from,
                                  const struct wit_subnet **entry);
/* 1.7.3: from the transit gateway to a place in a zone that the attachment does not serve. passes 1: it does. */
struct wit_edge wit_zone_served(struct wit_reach *r, const struct wit_attachment *at, const struct wit_subnet *to);
bool wit_attachment_joins(const struct wit_attachment *at, const struct wit_network *network);

/* ---- transit_table.c ---- */
struct wit_transit_choice {
    const struct wit_transit_route *route;   /* NULL: no route */
    const char *attachment_id;               /* "" none */
    const struct wit_attachment *attachment; /* NULL with an id: not in evidence */
    bool blackhole, anywhere;                /* anywhere: routes may be missing */
    wit_gap_ref gap;                         /* set: one of several, or not sure */
};
enum { WIT_TRANSIT_CHOICES = 16 };
size_t wit_transit_lookup(struct wit_reach *r, struct wit_transit_choice out[WIT_TRANSIT_CHOICES],
                          const struct wit_transit_table *table, struct wit_addr dst);

/* ---- pods.c (1.12) ---- */
/* The packet may leave under the address of the node that a's pod runs on. */
bool wit_pods_may_translate(const struct wit_walk *w);
struct wit_step *wit_pods_branch(struct wit_walk *w, struct wit_place *p); /* says so: one of several */
/* The node's own interfaces; its first address is the one that is written. */
size_t wit_pods_nodes(const struct wit_walk *w, const struct wit_interface **out, size_t cap);

/* ---- gateways.c ---- */
/* What is not known of the gateway itself; that its kind as a whole leads outside is told by its attachments. */
wit_gap_ref wit_gateway_gap(const struct wit_reach *r, const struct wit_gateway *g);

/* ---- via_transit.c, hybrid.c (1.8) ---- */
/* Goes on by each of the ways. */
void wit_transit_follow(struct wit_walk *w, struct wit_worklist *list, const struct wit_place *p,
                        const struct wit_crossing *ways, size_t n);
/* At a place outside: delivered there when b is outside; into b's network when something joins it with places outside.
 */
void wit_way_outside(struct wit_walk *w, struct wit_place *p, const char *word, struct wit_edge edge);
/* That a place outside, which an attachment joins, has rules of its own that nobody knows. */
struct wit_edge wit_edge_outside(struct wit_reach *r, const struct wit_attachment *at);
/* The same for a virtual private gateway: passes 0 with its gap, -1 when nothing is joined to it that carries dst. */
struct wit_edge wit_hybrid_line(struct wit_reach *r, const struct wit_gateway *gateway, const char *account,
                                const char *region, struct wit_addr dst);
/* Whether what is outside may come in to that address of the network. */
bool wit_hybrid_has_door(struct wit_reach *r, const struct wit_network *network, struct wit_addr dst);

#endif
