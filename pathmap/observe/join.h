/* pathmap/observe/join.h: what was seen meets what exists: ends of flows, the paths that they are, who watched what.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The law of this folder: without proof that a vantage point sees an endpoint, nothing is called not seen; an end that
 * cannot be told is named and counted, never guessed. Source: docs/traffic.md ("Seen, not seen, not watched").
 */
#ifndef WIT_PATHMAP_OBSERVE_JOIN_H
#define WIT_PATHMAP_OBSERVE_JOIN_H

#include "evidence/seen.h"
#include "pathmap/estate.h"

struct wit_review;
struct wit_bunch;
struct wit_listener;
struct wit_path;

enum wit_place {
    WIT_AT_INTERFACE, /* an interface of the estate */
    WIT_AT_OUTSIDE,   /* addresses outside every network of the evidence */
    WIT_AT_SERVICE,   /* a service of the platform, by its prefix list; outside too */
    WIT_AT_UNKNOWN
};
/* One end of a flow. */
struct wit_seen_end {
    enum wit_place place;
    const struct wit_interface *interface; /* AT_INTERFACE */
    const struct wit_prefix_list *list;    /* AT_SERVICE */
    struct wit_prefix prefix;
    /* Somebody else may stand behind it: a NAT gateway, a balancer, an endpoint; an address that several hold. What
     * such a flow is cannot be told, so nothing that it may be is called not seen. */
    bool hides;
    bool service;    /* an interface endpoint of a service of the platform's own: nobody of the estate is behind it */
    const char *why; /* AT_UNKNOWN, or `hides`: for people */
};

/* ends.c: addresses of the estate, once. */
struct wit_addresses;
struct wit_addresses *wit_addresses_new(struct wit_arena *arena, const struct wit_estate *estate);
/* Both at once: an address that several networks have is taken from the network of the other end. */
void wit_seen_ends(struct wit_seen_end *client, struct wit_seen_end *server, const struct wit_addresses *addresses,
                   const struct wit_seen_flow *flow);
/* The interface that holds it; NULL: none, or several. */
const struct wit_interface *wit_addresses_holder(const struct wit_addresses *addresses, struct wit_addr addr);

/* A flow with its ends and its path. */
struct wit_sighting {
    const struct wit_seen_flow *flow;
    struct wit_seen_end client, server;
    bool carried;                        /* something got through: not only openings without an answer */
    size_t bunch;                        /* index of its (first) path's bunch; SIZE_MAX: none */
    const struct wit_listener *listener; /* that it led to; NULL: none */
    const char *against; /* the configuration closes this way: by what, with its citation; NULL: it does not */
};
bool wit_flow_carried(const struct wit_seen_flow *flow);
/* (protocol, port) as a member of port sets: first and last of it. */
struct wit_span wit_flow_span(const struct wit_seen_flow *flow);

/* join.c: after the inventory, before the paths: every flow finds its paths; those that have none become paths where
 * both ends have a scope. Without traffic in evidence nothing is done. */
void wit_observe_join(struct wit_review *r);
/* members.c: the members of consumer groups as flows to the broker that coordinates them, added to `seen`. */
void wit_observe_members(struct wit_seen *seen, const struct wit_review *r);
/* hidden.c: by known end, what of its traffic has an end that cannot be told. */
struct wit_hidden {
    const char **behind_server; /* one an interface: it opened to somebody that cannot be told; why, NULL: no */
    const char **behind_client; /* one an interface: somebody that cannot be told opened to it; why, NULL: no */
    struct wit_pset *at;        /* … at these ports */
    bool *asks_services;        /* one an interface */
    const char **outside;       /* one a scope of outside addresses, as behind_server */
};
void wit_observe_hidden(struct wit_review *r);
/* contradict.c: asks about each flow that got an answer. */
void wit_observe_contradictions(struct wit_review *r);
/* witness.c: the second witness of a path. complete: its members are all known. */
void wit_observe_path(struct wit_path *path, const struct wit_review *r, const struct wit_bunch *bunch, bool complete);

/* coverage.c: which interfaces are watched, by what, and how well. */
struct wit_watch_of { /* of one interface */
    const size_t *vantages;
    size_t n;
};
struct wit_coverage;
struct wit_coverage *wit_coverage_new(struct wit_arena *arena, const struct wit_estate *estate,
                                      const struct wit_addresses *addresses, const struct wit_seen *seen);
/* The one that watched an interface longest; NULL: nobody did. */
/* seconds: for which it watched the interface */
const struct wit_vantage *wit_coverage_of(const struct wit_coverage *coverage, const struct wit_interface *interface,
                                          uint64_t *seconds);
uint64_t wit_vantage_seconds(const struct wit_vantage *v);
/* The smallest flow, in packets, of which 1-in-`sample` with a share of losses sees at least one with 99%: the least n
 * with (1 - p)^n <= 0.01, p = (1 - loss) / sample. 0: there is none. */
uint64_t wit_smallest_flow(uint64_t sample, double loss);
double wit_vantage_loss(const struct wit_vantage *v);

#endif
