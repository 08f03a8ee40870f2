/* pathmap/reach/back.h: what the files that follow an answer share: reply.c, back_ways.c.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_PATHMAP_REACH_BACK_H
#define WIT_PATHMAP_REACH_BACK_H

#include "pathmap/reach/way.h"

struct wit_back {
    struct wit_place p; /* of the packet that is answered; steps go on behind its last one */
    struct wit_tri near, far;
    struct wit_addr src, dst;             /* headers of the reply */
    enum wit_via via;                     /* by which the packet arrived */
    bool at_far;                          /* before the NAT gateway, seen from b */
    bool behind;                          /* has passed it: on the way to the client */
    const struct wit_subnet *at;          /* which it is about to leave */
    const struct wit_attachment *transit; /* it came in there from a transit gateway, by that one */
    unsigned hops;
    const struct wit_visited *visited;
};
struct wit_backlist {
    struct wit_back places[32];
    size_t n;
};
typedef void wit_back_fn(struct wit_walk *w, struct wit_backlist *list, struct wit_back *b,
                         const struct wit_branch *branch);
wit_back_fn wit_back_local, wit_back_internet, wit_back_peering, wit_back_transit, wit_back_vpn, wit_back_other_way,
    wit_back_unknown;

struct wit_step *wit_back_add(struct wit_walk *w, struct wit_back *b, enum wit_step_kind kind, struct wit_tri set);
void wit_back_acl(struct wit_walk *w, struct wit_back *b, const struct wit_subnet *subnet, bool egress,
                  struct wit_addr peer);
void wit_back_edge(struct wit_walk *w, struct wit_back *b, enum wit_step_kind kind, const char *word,
                   struct wit_edge edge);
void wit_back_end(struct wit_walk *w, struct wit_back *b); /* a leaf */
/* The reply goes where it is not waited for: a leaf. */
void wit_back_elsewhere(struct wit_walk *w, struct wit_back *b, const struct wit_branch *branch, const char *text);
/* The subnet that it must come to next: the NAT gateway's, then the client's; NULL: the client is outside. */
const struct wit_subnet *wit_back_home(const struct wit_back *b);
/* It has come there; `crosses`: into the subnet from without. */
void wit_back_come_home(struct wit_walk *w, struct wit_backlist *list, struct wit_back *b, bool crosses);
void wit_back_push(struct wit_walk *w, struct wit_backlist *list, struct wit_back *b);
/* The packet came in through an internet gateway of b's network, and the reply is still in b's subnet. */
bool wit_back_waits_on_internet(const struct wit_back *b);

#endif
