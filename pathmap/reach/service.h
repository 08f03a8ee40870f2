/* pathmap/reach/service.h: connections in two legs: client to front, front to target.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A front is an interface that takes a connection for somebody else: a node of a load balancer, an interface endpoint,
 * a door for people. Leg 1 is whether the client's connection arrives there, leg 2 whether what the front makes of it
 * arrives at the target. Both legs are pairs of classes like any other; one way (struct wit_leaf) with a `composed` sum
 * tells both. Sources: docs/reachability.md 1.5.5, 1.9, 1.10, 1.11.
 *
 * Files: service_index.c (who stands before whom; once) -> service_ways.c (the table of kinds of ways) ->
 * service_balancer.c, service_public.c, service_unknown.c (one kind each) -> service_legs.c (the two legs) ->
 * service_compose.c (the two legs as one way); service_arrival.c (what a front does with what arrives).
 */
#ifndef WIT_PATHMAP_REACH_SERVICE_H
#define WIT_PATHMAP_REACH_SERVICE_H

#include "pathmap/reach/inside.h"

/* One place that a listener may forward to. */
struct wit_forward {
    const struct wit_balancer *balancer;
    const struct wit_balancer_listener *listener;
    const struct wit_target_group *group;
    const struct wit_balancer_target *target;
    const struct wit_interface *itf; /* NULL: the target is not in evidence */
    struct wit_addr addr;            /* of the target, on itf */
    size_t at;                       /* index in its addresses */
    uint16_t port;
    bool sure; /* it is that interface: not one of several of an instance */
};
struct wit_entry { /* an interface endpoint that leads to a balancer */
    const struct wit_endpoint_service *service;
    const struct wit_endpoint *endpoint;
    const struct wit_interface *itf;
};
struct wit_balancer_facts {
    size_t first, n; /* its rows among `forwards` */
    struct wit_entry *entries;
    size_t n_entries, cap_entries;
    wit_gap_ref targets_gap; /* set: it may forward to more than the rows tell */
    wit_gap_ref nodes_gap;   /* set: some of its interfaces may not be in evidence */
};
struct wit_speeded { /* an accelerator's endpoint that is (or may be) that interface */
    const struct wit_accelerator *accelerator;
    const struct wit_accelerated *endpoint;
    const struct wit_interface *itf;
    const struct wit_balancer *balancer; /* NULL: an instance or address */
    bool sure;
};
/* A front that may forward to more than is known. */
struct wit_dark_front {
    const struct wit_interface *itf;
    const struct wit_balancer *balancer; /* NULL: not in evidence */
    wit_gap_ref gap;
};
struct wit_services {
    struct wit_forward *forwards; /* by balancer, listener, group, target */
    size_t n_forwards, cap_forwards;
    uint32_t *forwards_of;                   /* indices of forwards, by target interface */
    size_t *first_of;                        /* for interface i: forwards_of[first_of[i] .. first_of[i + 1] - 1] */
    struct wit_balancer_facts *facts;        /* by index of the balancer */
    const struct wit_balancer **balancer_of; /* by index of the interface */
    struct wit_speeded *speeded;             /* by interface, accelerator, endpoint */
    size_t n_speeded, cap_speeded;
    struct wit_dark_front *dark;
    size_t n_dark, cap_dark;
    const struct wit_interface **managed; /* endpoints that MSK keeps for clients in other networks */
    size_t n_managed, cap_managed;
    const struct wit_interface **unled; /* endpoints of services that are not in evidence */
    size_t n_unled, cap_unled;
    struct wit_strmap *by_name;  /* endpoint services, by service name */
    struct wit_strmap *followed; /* accelerators and doors, by id */
    struct wit_memo arrivals, kept;
};

/* ---- service_index.c ---- */
void wit_services_build(struct wit_reach *r);
/* What of a class depends on services: two interfaces with one key fare alike. `pinned` family 0: all addresses. */
void wit_service_key(const struct wit_reach *r, struct wit_buf *key, const struct wit_interface *itf,
                     struct wit_addr pinned);
const struct wit_balancer *wit_service_balancer(const struct wit_reach *r, const struct wit_interface *itf);
const struct wit_balancer_facts *wit_service_facts(const struct wit_reach *r, const struct wit_balancer *b);
/* ---- service_lookup.c ---- */
bool wit_service_made_by_msk(const struct wit_endpoint *e); /* for clients in other networks (1.12.3) */
/* Whether MSK's connection behind such an endpoint stands. */
struct wit_edge wit_service_kafka(struct wit_reach *r, const struct wit_interface *itf);
/* NULL: not in evidence, or none of a provider's. */
const struct wit_endpoint_service *wit_service_named(const struct wit_reach *r, const char *service_name);
bool wit_service_is_platform(const char *service_name); /* the platform's own: "com.amazonaws.<region>.s3" */
/* Is the thing of that id an object whose ways are followed here? */
bool wit_service_is_followed(const struct wit_reach *r, const char *id);
bool wit_service_is_managed(const struct wit_reach *r, const struct wit_interface *itf);
/* Does a target or endpoint at that address belong to the class asked about? */
/* Calls for every interface that a connection to `itf` may have arrived at before: fronts, and fronts of those. */
void wit_service_fronts(struct wit_reach *r, struct wit_arena *arena, const struct wit_interface *itf,
                        void (*found)(void *context, const struct wit_interface *front), void *context);
bool wit_service_concerns(const struct wit_unit *unit, struct wit_addr addr);

/* ---- service_legs.c ---- */
struct wit_arrival { /* one leaf of leg 1 */
    size_t alternative;
    struct wit_addr seen;                /* the source that the front sees */
    const struct wit_interface *visible; /* the client, when that is its own address inside; else NULL */
    struct wit_sum sum;                  /* over the front's ports */
    const struct wit_leaf *leaf;         /* when told */
    bool translated, proxied;
};
struct wit_arrivals {
    struct wit_arrival *list;
    size_t n, cap;
};
/* Every way of the client to a front: alternatives that surely fail are left out. Kept unless told. */
const struct wit_arrivals *wit_service_arrivals(struct wit_walk *w, const struct wit_unit *from,
                                                const struct wit_unit *front);
struct wit_leg2 {
    struct wit_sum sum;
    const struct wit_leaf *leaf; /* when told: the one that speaks */
};
/* From a front's own address to one address of the target. */
struct wit_leg2 wit_service_onward(struct wit_walk *w, const struct wit_interface *node,
                                   const struct wit_interface *target, size_t at, struct wit_addr addr, wit_set ports);
/* The same with the client's address as the source (1.10.1, 1.11.4). */
struct wit_leg2 wit_service_as_client(struct wit_walk *w, const struct wit_interface *node,
                                      const struct wit_interface *target, struct wit_addr addr, struct wit_addr seen,
                                      wit_set ports);

/* ---- service_compose.c ---- */
struct wit_joint {          /* what stands between the legs */
    wit_set listen, target; /* the port that the front takes, the one that the target gets */
    bool same;              /* target is listen: any port of it, as it is */
    bool answers;           /* the front answers the client itself (it need not wait for the target) */
    const char *word, *text;
    const char *id;
    struct wit_cite cite;
    struct wit_edge gates[6]; /* further conditions, each with its word */
    const char *gate_words[6];
    size_t n_gates;
    struct wit_addr new_src, new_dst; /* headers behind it */
};
void wit_joint_gate(struct wit_joint *j, const char *word, struct wit_edge edge);
/* Adds the way: leg 1, the joint, leg 2. The caller ends the alternative. */
void wit_service_compose(struct wit_walk *w, const struct wit_arrival *first, const struct wit_joint *joint,
                         const struct wit_leg2 *second);

/* A client outside that nothing keeps from the front. */
struct wit_arrival wit_service_from_anywhere(struct wit_addr seen, wit_set ports);

/* ---- service_balancer.c ---- */
wit_set wit_listener_ports(struct wit_reach *r, const struct wit_balancer *b, const struct wit_balancer_listener *l);
/* The listener's port, and the target's, for one protocol (TCP, UDP) of the listener; none: it does not take it. */
wit_set wit_forward_listen(struct wit_reach *r, const struct wit_balancer_listener *l, unsigned protocol);
wit_set wit_forward_target(struct wit_reach *r, const struct wit_forward *f, unsigned protocol);
bool wit_listener_answers(const struct wit_balancer *b, const struct wit_balancer_listener *l);
enum wit_told wit_forward_keeps_client(const struct wit_forward *f);
/* May that node use that target (zones, 1.10.3)? */
struct wit_edge wit_forward_zone(struct wit_reach *r, const struct wit_forward *f, const struct wit_interface *node);
struct wit_edge wit_balancer_state(struct wit_reach *r, const struct wit_balancer *b);
/* May the endpoint use that node, and does the service take the endpoint's connections (1.9.3)? */
struct wit_edge wit_entry_state(struct wit_reach *r, const struct wit_entry *e);
struct wit_edge wit_entry_zone(struct wit_reach *r, const struct wit_entry *e, const struct wit_balancer *b,
                               const struct wit_interface *node);
/* 1.9.4: what the groups of a balancer say to a client on the other side of an endpoint. */
struct wit_tri wit_entry_groups(struct wit_reach *r, const struct wit_balancer *b, const struct wit_interface *node,
                                struct wit_addr seen);

/* ---- service_forward.c ---- */
/* Leg 2 of that row from that node: one leg, or two of which one holds (nobody knows which). `by_endpoint`: the client
 * came through an endpoint, so the target sees the balancer (1.9.4). */
struct wit_onward {
    struct wit_leg2 legs[2];
    bool as_client[2];
    size_t n;
};
void wit_forward_onward(struct wit_onward *out, struct wit_walk *w, const struct wit_forward *f,
                        const struct wit_interface *node, struct wit_addr seen, bool by_endpoint, wit_set ports);
struct wit_edge wit_forward_sure(struct wit_reach *r, const struct wit_forward *f);
void wit_ways_through_balancers(struct wit_walk *w, enum wit_origin origin);

/* ---- service_arrival.c ---- */
/* What an interface that a service made does with a connection from that source: ports that it takes, ports at which
 * somebody answers it. */
struct wit_taking {
    struct wit_tri listens, forwards, answers;
};
void wit_service_taking(struct wit_taking *out, struct wit_walk *w, const struct wit_interface *itf,
                        struct wit_addr seen);

/* ---- service_public.c ---- */
void wit_ways_of_accelerators(struct wit_walk *w, enum wit_origin origin);
void wit_ways_of_doors(struct wit_walk *w, enum wit_origin origin);

/* ---- service_unknown.c ---- */
void wit_ways_of_foreign_consumers(struct wit_walk *w, enum wit_origin origin);
void wit_ways_through_dark_fronts(struct wit_walk *w, enum wit_origin origin);
void wit_ways_of_unled_endpoints(struct wit_walk *w, enum wit_origin origin);
void wit_ways_through_unseen_fronts(struct wit_walk *w, enum wit_origin origin);
void wit_ways_of_managed_endpoints(struct wit_walk *w, enum wit_origin origin);

/* ---- service_ways.c ---- */
void wit_service_ways(struct wit_walk *w, enum wit_origin origin);

#endif
