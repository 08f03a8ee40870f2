/* tests/support/naive_inside.h: what the parts of the naive evaluator share.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * One packet of one port between two addresses, for each of some source ports: naive_reach.c (addresses, verdict) ->
 * naive_there.c (the way there, branch by branch) -> naive_back.c (the way back) -> naive_filters.c, naive_routes.c,
 * naive_transit.c (one element). The numbers in comments are those of the rules (docs/reachability.md).
 */
#ifndef WIT_TESTS_NAIVE_INSIDE_H
#define WIT_TESTS_NAIVE_INSIDE_H

#include "tests/support/naive_reach.h"

enum wit_nv { WIT_NV_NO, WIT_NV_MAYBE, WIT_NV_YES };
enum { WIT_NV_TRIED = 18, WIT_NV_LEAVES = 65536, WIT_NV_CHOICES = 64, WIT_NV_DEPTH = 3, WIT_NV_SEEN = 32 };
extern const unsigned wit_nv_tried[WIT_NV_TRIED]; /* source ports */

struct wit_nv_leaf { /* one branch of which one holds: the way there, and the reply to each source port */
    enum wit_nv forward, near[WIT_NV_TRIED], far[WIT_NV_TRIED];
    bool nat, unsettled;
};
struct wit_nv_ask {
    const struct wit_estate *e;
    const struct wit_interface *a, *b;
    struct wit_addr src, src_public, dst;
    bool to_public;
    unsigned protocol, port;
    struct wit_nv_leaf leaves[WIT_NV_LEAVES];
    size_t n;
};
struct wit_nv_at { /* about to leave a subnet */
    const struct wit_subnet *subnet;
    const struct wit_subnet *home;   /* where the source address that it carries lives */
    const struct wit_subnet *behind; /* of a NAT gateway: from where it was sent there */
    const struct wit_gateway *nat;
    struct wit_addr src, src_public;
    bool entered;                    /* it came into this network through a transit gateway */
    const struct wit_attachment *at; /* entered: by this one */
    enum wit_nv scope;               /* of group references on the way (1.2.6) */
    struct wit_nv_seen {             /* places on the way so far: who comes back to one goes round */
        const struct wit_subnet *subnet;
        bool nat, entered;
    } seen[WIT_NV_SEEN];
    size_t n_seen;
    struct wit_nv_leaf leaf;
};
struct wit_nv_choice {
    enum wit_gateway_kind kind;
    const struct wit_gateway *gw;
    bool nowhere, empty, anywhere, doubtful;
};

enum wit_nv wit_nv_least(enum wit_nv a, enum wit_nv b);
enum wit_nv wit_nv_most(enum wit_nv a, enum wit_nv b);

/* ---- naive_filters.c ---- */
/* anybody: whatever the peer; by then `router` is the only interface whose groups count (NULL: all do) */
enum wit_nv wit_nv_group(const struct wit_nv_ask *q, const struct wit_interface *itf, bool egress, struct wit_addr peer,
                         const struct wit_interface *peer_itf, enum wit_nv scope, bool anybody,
                         const struct wit_interface *router);
enum wit_nv wit_nv_acl(const struct wit_subnet *s, bool egress, struct wit_addr peer, unsigned protocol, unsigned port);

/* ---- naive_routes.c ---- */
size_t wit_nv_route(const struct wit_nv_ask *q, struct wit_nv_choice *out, const struct wit_subnet *s,
                    struct wit_addr dst);
int wit_nv_length(bool by_list, struct wit_prefix prefix, const struct wit_prefix_list *list, struct wit_addr dst);
bool wit_nv_in_network(const struct wit_network *n, struct wit_addr a);
bool wit_nv_list_known(const struct wit_nv_ask *q, const struct wit_network *net, const char *operation);
enum wit_nv wit_nv_works(const struct wit_gateway *g);
enum wit_nv wit_nv_internet(const struct wit_nv_ask *q, const struct wit_network *net);
/* 2: in, 1: out under its own public address, 0: out by NAT or egress-only */
enum wit_nv wit_nv_public_access(const struct wit_nv_ask *q, const struct wit_subnet *s, int direction,
                                 bool *unsettled);
const struct wit_network *wit_nv_peer_of(const struct wit_gateway *g, const struct wit_network *n);
/* Does a choice that is not modelled let something pass? */
enum wit_nv wit_nv_strange(const struct wit_nv_choice *c);
bool wit_nv_known_kind(const struct wit_nv_choice *c);

/* ---- naive_back.c ---- */
void wit_nv_emit(struct wit_nv_ask *q, const struct wit_nv_leaf *l);
void wit_nv_emit_dead(struct wit_nv_ask *q, struct wit_nv_leaf l, enum wit_nv reply);
void wit_nv_pass(struct wit_nv_leaf *l, bool far, enum wit_nv v);
void wit_nv_pass_acl(const struct wit_nv_ask *q, struct wit_nv_leaf *l, bool far, const struct wit_subnet *s,
                     bool egress, struct wit_addr peer);
/* via: 's' one subnet, 'l' local, 'p' peering, 't' transit, 'i' internet, 'e' endpoint */
void wit_nv_back(struct wit_nv_ask *q, struct wit_nv_at p, char via);

/* Has the way been there? Notes it. */
bool wit_nv_goes_round(struct wit_nv_at *p, const struct wit_subnet *s, bool nat, bool entered);

/* ---- naive_there.c ---- */
void wit_nv_leave(struct wit_nv_ask *q, struct wit_nv_at p);
void wit_nv_from_internet(struct wit_nv_ask *q, struct wit_nv_at p);

/* ---- naive_transit.c: transit gateways (1.7) ---- */
struct wit_nv_exit {                 /* where a packet comes out */
    enum wit_nv passes;              /* of the gateways and the zones */
    const struct wit_subnet *ear;    /* the subnet in which it went in, NULL: not known which */
    const struct wit_attachment *at; /* that it comes out of */
    const struct wit_subnet
        *out; /* the subnet in which it comes out; NULL: not known (passes is not YES), or nowhere */
    enum wit_nv scope;
    bool far; /* to something that is not in evidence or not a network: passes says whether at all */
};
/* Every branch of a packet for dst that leaves `s` for the transit gateway g. onward: another one handed it over, and
 * then nothing is documented about zones. */
size_t wit_nv_transit(struct wit_nv_exit *out, size_t room, const struct wit_nv_ask *q, const struct wit_gateway *g,
                      const struct wit_subnet *s, struct wit_addr dst, bool onward);

/* Is the zone of `s` one that the attachment has a subnet in? NO: whether anything is delivered there is not documented
 * (1.7.3). */
enum wit_nv wit_nv_zone(const struct wit_attachment *at, const struct wit_subnet *s);

#endif
