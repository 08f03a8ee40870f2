/* pathmap/reach/inside.h: what the files of this folder share, and nobody else sees.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Way of a question: party.c (names -> parties) -> members.c (parties -> classes with counts) -> pair.c (two classes ->
 * what connects; kept) -> walk.c, reply.c (one pair of addresses -> every way, step by step) -> filters.c, routes.c,
 * gateways.c (one element) -> ask.c (counts -> verdict) -> decide.c (the element that decides, the gaps, the hops).
 *
 * An element gives a pair of port sets, lo (surely passes) and hi (may pass), lo within hi. Elements one after the
 * other intersect, alternatives unite; branches of which one holds, nobody knows which, intersect in lo and unite in
 * hi. Source: docs/reachability.md.
 */
#ifndef WIT_PATHMAP_REACH_INSIDE_H
#define WIT_PATHMAP_REACH_INSIDE_H

#include "pathmap/reach/reach.h"

#include "pathmap/reach/sets.h"

/* ---- units: what no rule can tell apart ---- */
enum wit_use { WIT_USE_ANY, WIT_USE_PRIVATE, WIT_USE_PUBLIC };
struct wit_point {
    struct wit_addr addr, public_addr; /* a representative; family 0: none */
};
/* A class of endpoints. `itf` is any member. NULL: an address outside every network. */
struct wit_unit {
    uint32_t id;
    const struct wit_interface *itf;
    enum wit_use use;
    const struct wit_point *points;
    size_t n_points;
    const struct wit_bucket *bucket; /* an object store whose addresses are not in evidence */
    const char *text;                /* outside: its address */
};
/* Does the group reference rule hold between the two ends of a way (1.2.5-8)? */
enum wit_scope_of_groups { WIT_GROUPS_NO, WIT_GROUPS_MAYBE, WIT_GROUPS_YES };

/* ---- one way, step by step ---- */
enum wit_step_kind {
    WIT_STEP_GROUP,
    WIT_STEP_ACL,
    WIT_STEP_ROUTE,
    WIT_STEP_GATEWAY,
    WIT_STEP_BPA,
    WIT_STEP_ADDRESS,
    WIT_STEP_FAR /* beyond what is modelled */
};
struct wit_step {
    const struct wit_step *prev;
    enum wit_step_kind kind;
    bool reply, far; /* reply: `set` speaks of the port replied to; far: the one that a NAT gateway chose */
    bool egress;
    bool unconfirmed; /* lo and hi differ only because no document settles the behaviour */
    bool branch;      /* one of several, nobody knows which; gap says why */
    struct wit_tri set;
    wit_set ports;   /* what the packet is headed for here, when a balancer further on turns it into the port that `set`
                        speaks of; NULL: the same */
    wit_set came_to; /* of the balancer itself: that port; NULL: no other */
    const char *word, *id, *rule; /* decider's words; groups and ACLs: rule is found when asked */
    const char *reason;           /* code, when it closes or may close */
    const char *text;             /* for people, "" when kind and rule say it */
    struct wit_cite cite;
    wit_gap_ref gap;
    /* filters */
    const struct wit_interface *itf; /* WIT_STEP_GROUP: whose groups */
    const struct wit_subnet *subnet; /* WIT_STEP_ACL */
    struct wit_addr peer;            /* family 0: anybody */
    const struct wit_interface *peer_itf;
    enum wit_scope_of_groups scope;
    /* headers when it is entered, and after a rewrite */
    struct wit_addr src, dst, new_src, new_dst;
};
/* What a pair of classes can do, over destination ports. */
struct wit_sum {
    wit_set open, may_open;           /* connects and is answered: surely, possibly */
    wit_set delivered, may_deliver;   /* forward only */
    wit_set may_deliver_by_documents; /* may_deliver without unconfirmed behaviour */
    wit_set usual;                    /* of `open`: every usual source port is answered */
};
struct wit_leaf {
    const struct wit_step *last; /* of the reply; the chain leads to the first of the forward direction */
    size_t alternative;          /* leaves of one alternative are branches */
    struct wit_tri forward, near, far;
    struct wit_tri answers; /* ports at which what b forwards to answers; lo NULL: all */
    bool nat, translated;
    bool unconfirmed;               /* forward is possible only by behaviour that no document settles */
    bool via_igw;                   /* leaves through an internet gateway under its public address */
    bool opaque;                    /* groups have a say in it by more than its own steps of the two ends' groups */
    bool proxied;                   /* a node on the way answers for itself and opens a connection of its own (2.5) */
    const struct wit_sum *composed; /* of a way in two legs: what the legs give together, over b's ports; forward, near
                                       and far are then not looked at */
};
struct wit_ways {
    struct wit_leaf *leaves;
    size_t n, cap;
    size_t alternatives;
};

struct wit_reach {
    const struct wit_estate *estate;
    uint64_t born; /* the how many-th engine of the process: tells one from another at the same place in memory */
    struct wit_arena *arena;   /* as long as the engine */
    struct wit_arena *scratch; /* steps of one pair */
    struct wit_arena *work;    /* set operations */
    struct wit_arena *line;    /* of the caller; NULL until asked for */
    /* sets */
    struct wit_sets *sets;
    struct wit_memo ops;
    wit_set none, all, tcp, udp, icmp4, icmp6, others, family4, family6, tcp_source, udp_source, tcp_nat, udp_nat,
        nat_protocols;
    /* filters, routes, pairs */
    struct wit_memo groups_seen, acls_seen, pairs_seen, outside_units, outside_cuts, network_facts, lists_seen;
    /* atoms: the first address of each, ascending, families apart */
    struct wit_addr *atoms;
    size_t n_atoms;
    uint32_t *atom_classes; /* of each: atoms that no rule, route or network tells apart have one number */
    uint32_t n_atom_classes;
    /* interfaces, by index in the estate */
    struct wit_itf_facts {
        uint32_t group_set;
        const struct wit_unit *unit;
    } * itf_facts;
    uint32_t n_group_sets;
    const struct wit_unit **units;
    size_t n_units, cap_units;
    struct wit_strmap *unit_by_key, *itf_by_id, *instance_by_id, *subnet_by_id, *endpoint_by_id, *bucket_by_name,
        *network_by_id;
    struct wit_holder { /* who holds an address; sorted by first */
        struct wit_addr first, last;
        const struct wit_interface *itf;
        size_t at; /* index in its addresses */
    } * holders, *public_holders, *wide_holders;
    size_t n_holders, n_public_holders, n_wide_holders;
    const struct wit_interface **fronts; /* of load balancers */
    size_t n_fronts, cap_fronts;
    struct wit_strmap *about; /* tell.c: id -> name and citation; NULL until an answer is told */
    /* gaps of its own, behind the estate's */
    struct wit_gap **gaps;
    size_t n_gaps, cap_gaps;
    struct wit_strmap *gap_by_id;
    wit_gap_ref gap_no_group, gap_outside;
    struct wit_bulk *bulk;         /* bulk.h */
    bool one_by_one;               /* tests: every pair of classes is asked */
    bool open_groups;              /* a twin, which knows places only: every group lets everything pass */
    struct wit_services *services; /* service.h */
};

/* ---- reach.c, units.c, atoms.c ---- */
void wit_atoms_build(struct wit_reach *r);
uint32_t wit_atom_of(const struct wit_reach *r, struct wit_addr a);
uint32_t wit_atom_class(const struct wit_reach *r, struct wit_addr a);
void wit_holders_build(struct wit_reach *r);
void wit_units_build(struct wit_reach *r);
/* An engine of its own over the same estate and the same sets, in which groups let everything pass: its classes are
 * places, and what its ways let through is what places let through. Freed before the engine that it is the twin of. */
struct wit_reach *wit_reach_twin(const struct wit_reach *of);
const struct wit_itf_facts *wit_itf_facts_of(const struct wit_reach *r, const struct wit_interface *itf);
const struct wit_unit *wit_unit_of_interface(struct wit_reach *r, const struct wit_interface *itf);
/* One address of an interface (`at`), or `pinned` within a delegated prefix. */
const struct wit_unit *wit_unit_of_address(struct wit_reach *r, const struct wit_interface *itf, size_t at,
                                           struct wit_addr pinned, enum wit_use use);
const struct wit_unit *wit_unit_outside(struct wit_reach *r, struct wit_addr a);
const struct wit_unit *wit_unit_of_bucket(struct wit_reach *r, const struct wit_bucket *bucket);
/* Every atom that begins inside first..last (the first one cut to `first`). */
size_t wit_atoms_within(const struct wit_reach *r, struct wit_addr first, struct wit_addr last);

/* pods.c: a node of a Kubernetes cluster has it, so its addresses may be those of pods. */
bool wit_pods_on(const struct wit_reach *r, const struct wit_interface *itf);

/* ---- gaps.c ---- */
wit_gap_ref wit_gap_add(struct wit_reach *r, enum wit_gap_reason reason, const char *account, const char *region,
                        const char *resource, const char *text, const char *remedy);
wit_gap_ref wit_gap_unconfirmed(struct wit_reach *r, const char *resource, const char *text);
/* WIT_NO_GAP when that list is complete (or assumed empty), else its gap. region NULL: whatever region was asked. */
wit_gap_ref wit_list_gap_of(struct wit_reach *r, const char *account, const char *region, const char *service,
                            const char *operation);

/* ---- filters.c ---- */
struct wit_tri wit_filters_groups(struct wit_reach *r, const struct wit_interface *itf, bool egress,
                                  struct wit_addr peer, const struct wit_interface *peer_itf,
                                  enum wit_scope_of_groups scope);
/* What the rules of one group that name no other group say (NULL: it is not in evidence). */
struct wit_tri wit_filters_prefixes(struct wit_reach *r, const struct wit_filter *filter, bool egress,
                                    struct wit_addr peer);
/* Whatever the peer is: nothing surely, everything that some rule allows to somebody possibly. */
struct wit_tri wit_filters_anybody(struct wit_reach *r, const struct wit_interface *itf, bool egress,
                                   const struct wit_interface *router);
struct wit_tri wit_filters_acl(struct wit_reach *r, const struct wit_subnet *subnet, bool egress, struct wit_addr peer);

/* ---- routes.c ---- */
struct wit_branch {
    const struct wit_route *route;   /* NULL: no route */
    const struct wit_subnet *subnet; /* whose routes were asked; NULL when there is no route */
    enum wit_gateway_kind kind;      /* 0: no route, or anywhere */
    const struct wit_gateway *gateway;
    const char *target;
    const char *dest; /* text of the destination, "" when there is no route */
    bool blackhole, anywhere;
    bool doubtful; /* nothing surely: gap says why */
    wit_gap_ref gap;
};
enum { WIT_BRANCHES = 32 };
/* Where a packet for `dst` goes from that subnet: one branch, or several of which one holds. */
size_t wit_routes_lookup(struct wit_reach *r, struct wit_branch out[WIT_BRANCHES], const struct wit_subnet *subnet,
                         struct wit_addr dst);
bool wit_network_holds(const struct wit_network *network, struct wit_addr a);
bool wit_same_network(const struct wit_network *a, const struct wit_network *b);

/* ---- gateways.c ---- */
struct wit_edge {     /* what an element says about a packet at large */
    int passes;       /* 1 surely, 0 perhaps, -1 no */
    bool unconfirmed; /* with 0 */
    wit_gap_ref gap;  /* with 0 */
    const char *id, *text, *reason;
    struct wit_cite cite;
};
/* The network's own internet gateway (`named`: the one that a route names, else NULL for any that is attached). */
struct wit_edge wit_gateway_internet(struct wit_reach *r, const struct wit_network *network,
                                     const struct wit_branch *named);
struct wit_edge wit_gateway_state(struct wit_reach *r, const struct wit_branch *branch);
/* The other end of a peering; NULL: it is none of that network's. */
const struct wit_network *wit_gateway_other_side(const struct wit_gateway *peering, const struct wit_network *from);
bool wit_gateway_sides_known(const struct wit_gateway *peering);
enum wit_scope_of_groups wit_gateway_peering_scope(const struct wit_interface *a, const struct wit_interface *b);
/* By another way than a peering that joins them as well; by internet gateways, where IPv4 never matches: docs 1.2.5. */
enum wit_scope_of_groups wit_gateway_other_scope(const struct wit_reach *r, const struct wit_interface *a,
                                                 const struct wit_interface *b);
enum wit_scope_of_groups wit_gateway_internet_scope(const struct wit_interface *a, const struct wit_interface *b,
                                                    struct wit_addr dst);
struct wit_edge wit_gateway_bpa(struct wit_reach *r, const struct wit_subnet *subnet, bool outward, bool by_nat);
/* Whether the interface endpoint that `itf` belongs to is in service (1.9.3). */
struct wit_edge wit_gateway_endpoint(struct wit_reach *r, const struct wit_interface *itf);
const char *wit_gateway_word(enum wit_gateway_kind kind);
struct wit_edge wit_gateway_edge_table(struct wit_reach *r, const struct wit_network *network, const char *gateway,
                                       struct wit_addr dst);

/* ---- walk.c, reply.c, beyond.c ---- */
enum wit_ask {
    WIT_ASK_ALL,     /* whether the connection comes up, whatever ways there are */
    WIT_ASK_ARRIVAL, /* whether b takes it, by whatever way; not what b does with it then (a leg of a longer way) */
    WIT_ASK_PLAIN    /* the same by routes alone */
};
struct wit_walk {
    enum wit_ask ask;
    unsigned depth; /* of balancers one behind the other */
    bool tell;      /* steps are wanted, not only sums */
    struct wit_reach *r;
    struct wit_ways *out;
    const struct wit_unit *from, *to;
    const struct wit_interface *a, *b; /* NULL: outside */
    struct wit_addr src, dst;          /* as the client writes them */
    struct wit_addr src_public;        /* of src, family 0 none */
    struct wit_addr dst_inside;        /* the address on b's interface; family 0 outside */
    bool dst_is_public;                /* dst is the 1:1 public address of dst_inside */
    bool need_public_source;           /* only ways on which the source appears as src_public count */
};
struct wit_place { /* where a packet is about to leave a subnet */
    const struct wit_subnet *subnet;
    struct wit_addr src, dst, src_public;
    const struct wit_subnet
        *home; /* where an answer must come to: the client's, then the NAT gateway's; NULL outside */
    const struct wit_gateway *nat; /* it came through that one, which wrote nat_addr as its source */
    struct wit_addr nat_addr;
    const struct wit_subnet *nat_from, *nat_home; /* whence it came to the gateway; home before it */
    const struct wit_attachment
        *transit;                        /* it came into this network by that one, whose interface stands in `subnet` */
    enum wit_scope_of_groups references; /* with transit: whether group references match over it (1.2.6) */
    const struct wit_visited *visited;
    unsigned hops;
    struct wit_tri forward;
    struct wit_tri answers; /* see struct wit_leaf */
    struct wit_step *last;
    bool translated, unconfirmed;
};
struct wit_visited { /* places on the way so far: routes that lead back to one of them never deliver */
    const struct wit_visited *prev;
    const struct wit_subnet *subnet;
    const void *state;
    bool transit;
};
enum wit_via { WIT_VIA_SUBNET, WIT_VIA_ROUTES, WIT_VIA_INTERNET, WIT_VIA_ENDPOINT, WIT_VIA_OUTSIDE };
void wit_walk_inside(struct wit_walk *w);  /* from an interface */
void wit_walk_outside(struct wit_walk *w); /* from an address outside */
/* The ports that a step is asked about when the way is asked about these. */
wit_set wit_step_ports(const struct wit_step *s, wit_set asked);
/* Appends a step to the place: intersects forward. Returns it for more fields. */
struct wit_step *wit_step_add(struct wit_walk *w, struct wit_place *p, enum wit_step_kind kind, struct wit_tri set);
void wit_step_edge(struct wit_step *s, const char *word, struct wit_edge edge);
void wit_step_route(struct wit_reach *r, struct wit_step *s, const struct wit_subnet *subnet,
                    const struct wit_branch *b);
void wit_leaf_add(struct wit_walk *w, const struct wit_place *p, struct wit_tri near, struct wit_tri far);
/* Delivered: every way back. `seen` is the source that b sees. */
void wit_reply(struct wit_walk *w, const struct wit_place *p, enum wit_via via, struct wit_addr seen);
struct wit_tri wit_edge_set(const struct wit_reach *r, struct wit_edge edge);
/* service_arrival.c: the packet has passed b's filters: what b does with it when a service made it (a load balancer
 * listens at its listeners' ports only, an endpoint leads on to its service). Appends steps to the place. */
void wit_service_arrival(struct wit_walk *w, struct wit_place *p);
/* beyond.c: ways that no route shows, into the network of `to` (1.5.2, 1.9, 1.10): added as alternatives. */
enum wit_origin { WIT_FROM_INTERNET = 1, WIT_FROM_PRIVATE = 2, WIT_FROM_INSIDE = 4 };
void wit_beyond(struct wit_walk *w);
/* One such way: a's groups, the thing, and (anybody) b's groups whatever the peer. Nothing is added when a known deny
 * closes it. */
void wit_beyond_add(struct wit_walk *w, const char *word, const char *id, const char *text, wit_gap_ref gap,
                    struct wit_tri set, bool anybody);
/* hybrid.c: ways in from outside the cloud (1.8). */
void wit_hybrid(struct wit_walk *w, enum wit_origin origin);
bool wit_interface_is_front(const struct wit_interface *itf); /* a load balancer's */

/* ---- pair.c ---- */
const struct wit_sum *wit_pair_sum(struct wit_reach *r, const struct wit_unit *from, const struct wit_unit *to);
/* The same without the ways through load balancers. */
const struct wit_sum *wit_pair_plain(struct wit_reach *r, const struct wit_unit *from, const struct wit_unit *to);
/* Every way, in r->scratch, inside another evaluation. */
void wit_pair_leaves(struct wit_reach *r, struct wit_ways *out, const struct wit_unit *from, const struct wit_unit *to,
                     enum wit_ask ask, unsigned depth, bool tell);
struct wit_sum wit_ways_sum(struct wit_reach *r, const struct wit_unit *from, const struct wit_ways *w);
/* Every way, in r->scratch, valid until the next call of wit_pair_sum or wit_pair_ways. */
void wit_pair_ways(struct wit_reach *r, struct wit_ways *out, const struct wit_unit *from, const struct wit_unit *to);
struct wit_sum wit_leaf_sum(struct wit_reach *r, const struct wit_unit *from, const struct wit_leaf *leaf);
struct wit_sum wit_sum_none(const struct wit_reach *r);
struct wit_sum wit_sum_or(struct wit_reach *r, struct wit_sum a, struct wit_sum b);     /* alternatives */
struct wit_sum wit_sum_either(struct wit_reach *r, struct wit_sum a, struct wit_sum b); /* branches */
enum wit_verdict wit_sum_verdict(struct wit_reach *r, const struct wit_sum *sum, wit_set ports);
/* Destination ports whose replies pass: near the client's side, far the NAT gateway's. */
wit_set wit_answered(struct wit_reach *r, wit_set near, wit_set far, bool nat);
/* The reply type of an ICMP request type, -1 none. */
int wit_icmp_answer(unsigned protocol, unsigned type);

/* ---- members.c, twins.c ---- */
struct wit_gap_bag;
struct wit_member {
    const struct wit_unit *const *units; /* one endpoint may be several (an instance's interfaces) */
    size_t n_units;
    const struct wit_interface *const *itfs; /* sorted by id; NULL outside */
    size_t n_itfs;
    uint64_t count;                 /* endpoints that are alike */
    const struct wit_range *ranges; /* outside: every address of them */
    size_t n_ranges;
    bool internet;          /* one family is enough */
    struct wit_point point; /* one address of the first of them; family 0: all its addresses */
    const char *text;
};
struct wit_members {
    struct wit_member *list;
    size_t n, cap;
    bool single;
    uint64_t total;
    const char *no_endpoint; /* asked for an address that nobody holds: its text */
    wit_gap_ref *gaps;       /* the list of members may be incomplete */
    size_t n_gaps, cap_gaps;
    struct wit_range *twins; /* sources: what networks claim of a prefix, and hosts outside may have as well */
    size_t n_twins, cap_twins;
};
void wit_members_of(struct wit_members *out, struct wit_arena *arena, struct wit_reach *r,
                    const struct wit_party *party, bool destination);
/* Representatives of `ranges`: one address for each part that the filters and routes around `units` tell apart. */
struct wit_addr *wit_outside_cuts(struct wit_reach *r, struct wit_arena *arena, const struct wit_member *inside,
                                  const struct wit_range *ranges, size_t n_ranges, size_t *n);
/* The class with its first member (or the one of several that is of that class) in place of the representative: answers
 * name who was asked for. */
const struct wit_unit *wit_unit_in_person(struct wit_reach *r, struct wit_arena *arena, const struct wit_member *m,
                                          const struct wit_unit *unit);
/* Of a source: what of the range networks claim. */
void wit_twins_add(struct wit_members *out, struct wit_arena *arena, const struct wit_reach *r, struct wit_range range,
                   bool destination);
/* Whether a host outside, whose address a network in evidence has too, may come in to one of `to` by a door of its
 * network: then `bag` gets what leaves that open. Asked only where every other source is closed. */
bool wit_twins_open(struct wit_gap_bag *bag, struct wit_arena *arena, struct wit_reach *r,
                    const struct wit_members *from, const struct wit_members *to, wit_set ports);
/* The parts of first..last that no network in evidence claims. */
void wit_unclaimed(const struct wit_reach *r, struct wit_arena *arena, struct wit_range range, struct wit_range **out,
                   size_t *n, size_t *cap);

#include "pathmap/reach/telling.h"

#endif
