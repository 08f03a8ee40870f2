/* pathmap/review/review.h: the working state of one map: who is who, the scopes, and what is found between them.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The way of the data (compute.c): roles -> grounds (scopes with their endpoints) -> targets (what listens where) ->
 * lanes (source group, target, service) -> paths (one a class, source, destination) -> status; then `never`, findings.
 */
#ifndef WIT_PATHMAP_REVIEW_REVIEW_H
#define WIT_PATHMAP_REVIEW_REVIEW_H

#include "pathmap/identity/identity.h"
#include "pathmap/kafka/platform.h"
#include "pathmap/observe/join.h"
#include "pathmap/pathmap.h"
#include "pathmap/review/intent.h"
#include "pathmap/review/policy.h"
#include "pathmap/review/roles.h"

enum wit_ground_kind {
    WIT_GROUND_SUBNET,
    WIT_GROUND_NETWORK, /* instead of its subnets, where there are too many of these */
    WIT_GROUND_INTERNET,
    WIT_GROUND_PREFIX,
    WIT_GROUND_BUCKET,
    WIT_GROUND_ENDPOINT /* gateway endpoint */
};
/* A scope with the endpoints in it. */
struct wit_ground {
    enum wit_ground_kind kind;
    struct wit_scope scope;
    const struct wit_interface *const *interfaces; /* SUBNET, NETWORK */
    size_t n_interfaces;
    const struct wit_prefix *prefixes; /* PREFIX: only what lies outside every network; INTERNET: none is all of it */
    size_t n_prefixes;
    const char *bucket, *region;         /* BUCKET, ENDPOINT */
    const struct wit_role *const *roles; /* all but SUBNET, NETWORK: roles that hold the whole of it */
    size_t n_roles;
};

/* What opens connections, by the class that it gives to a path (classes.c). */
enum wit_source_kind { WIT_SRC_PLAIN, WIT_SRC_CONNECT, WIT_SRC_MIRROR, WIT_SRC_ADMIN, WIT_SRC_COUNT };

/* A part of a ground: endpoints that are alike for what is asked. */
struct wit_group {
    const struct wit_ground *ground;
    const struct wit_interface *const *interfaces;
    size_t n_interfaces;
};

/* What a role listens on. */
struct wit_listener {
    const struct wit_role *role;
    const char *listener, *security;
    struct wit_pset ports;
    enum wit_class use;
    bool told;          /* by the intent's services; else taken from a declared path's ports, or by kind */
    bool platform_only; /* stores, keys and names: the inventory asks for them only from the platform's own roles */
};

struct wit_target {
    struct wit_group group;
    const struct wit_role *role; /* NULL: the internet, or a prefix without role */
    const struct wit_listener *listeners;
    size_t n_listeners;
    struct wit_pset known; /* ports of every listener that its endpoints have, by any of their roles */
};

/* One question that makes part of a path. */
struct wit_lane {
    struct wit_group from;
    enum wit_source_kind source;
    const struct wit_target *target;
    const struct wit_listener *listener; /* NULL: ports beyond every listener */
    struct wit_pset ports;               /* asked: of the listener, or what is open beyond */
    struct wit_pset open, possible;      /* every port between the two ends */
    const wit_gap_ref *gaps;
    size_t n_gaps;
};
/* The lanes of one (class, source, destination). */
struct wit_bunch {
    enum wit_class class;
    const struct wit_ground *from, *to;
    struct wit_lane *lanes;
    size_t n_lanes, lanes_cap;
    bool only_seen; /* nothing but traffic makes it a path */
    const struct wit_sighting **sightings;
    size_t n_sightings, sightings_cap;
};

struct wit_roles_of { /* of one interface */
    const struct wit_role **roles;
    size_t n, cap;
};

/* Gaps that the engine found and that something in the map names: they are told beside the estate's. */
struct wit_used_gaps {
    struct wit_strmap *seen;
    wit_gap_ref *refs;
    size_t n, cap;
    bool endpoints;                  /* wit_endpoint_gap is used */
    const struct wit_gap **identity; /* of the identity plane */
    size_t n_identity, cap_identity;
};

struct wit_review {
    struct wit_arena *arena;
    struct wit_used_gaps *used;
    const struct wit_estate *estate;
    const struct wit_intent *intent; /* NULL: nothing is declared */
    struct wit_reach *reach;
    struct wit_identity *identity;
    wit_map_progress_fn *progress;
    void *context;
    struct wit_holders *members; /* one a role of the intent, same order */
    struct wit_roles_of *roles;  /* one an interface of the estate, same order */
    struct wit_ground *grounds;  /* every scope that opens connections; buckets and endpoints after them */
    size_t n_grounds, grounds_cap, n_sources;
    struct wit_target *targets;
    size_t n_targets, targets_cap;
    struct wit_bunch *bunches;
    size_t n_bunches, bunches_cap;
    struct wit_strmap *bunch_index;
    struct wit_path *paths; /* final order */
    const struct wit_bunch **path_bunches;
    size_t n_paths;
    struct wit_assertion *assertions;
    size_t n_assertions;
    struct wit_finding *findings;
    size_t n_findings, findings_cap;
    const struct wit_indirect *indirect;
    size_t n_indirect;
    bool indirect_cut;           /* there are more chains than are listed */
    const char *aggregated;      /* what was drawn together, for the assumptions; NULL nothing */
    const char *today;           /* day of the last evidence, "" when there is none */
    const struct wit_seen *seen; /* NULL: no traffic */
    struct wit_sighting *sightings;
    size_t n_sightings;
    const struct wit_coverage *coverage; /* NULL: no traffic */
    const struct wit_hidden *hidden;
    const struct wit_platform *platform; /* what Kafka, Connect and registries tell; never NULL */
    const struct wit_sheet *sheets;
    size_t n_sheets;
    const struct wit_review_policy *policy; /* never NULL */
    struct wit_waiver *waivers;
    size_t n_waivers;
    struct wit_strmap *listening;    /* basis.c: interface id -> nodes of the platform */
    struct wit_exposures *exposures; /* exposure.c: answers so far; NULL none */
};

/* grounds.c */
void wit_review_roles(struct wit_review *r);
void wit_review_grounds(struct wit_review *r);
struct wit_roles_of wit_review_roles_of(const struct wit_review *r, const struct wit_interface *interface);
/* asks.c */
void wit_group_party(struct wit_party *out, const struct wit_review *r, const struct wit_group *group);
/* wit_reach_any between two groups. */
void wit_groups_ask(struct wit_answer *out, const struct wit_review *r, const struct wit_group *from,
                    const struct wit_group *to, struct wit_pset ports, bool explain);
/* wit_reach_spread at any port: nobody speaks for the pairs, and the verdict is the engine's. */
void wit_groups_spread(struct wit_answer *out, const struct wit_review *r, const struct wit_group *from,
                       const struct wit_group *to);
int wit_verdict_rank(enum wit_verdict v); /* isolated 0 … reachable 4 */
/* grounds.c */
bool wit_never_starts(const struct wit_interface *interface);     /* opens nothing of its own: NAT gateways */
bool wit_should_not_start(const struct wit_interface *interface); /* most likely: interface endpoints */

/* classes.c */
enum wit_source_kind wit_source_kind_of(const struct wit_role *const *roles, size_t n);
bool wit_is_platform(const struct wit_role *const *roles, size_t n);
/* The class of a path from such a source to a listener; `same`: the sources hold the listener's role too. */
enum wit_class wit_class_derive(enum wit_source_kind source, enum wit_class use, bool same);
struct wit_pset wit_admin_ports(struct wit_arena *arena); /* remote shells and desktops */

/* targets.c */
void wit_review_targets(struct wit_review *r);

/* inventory.c */
void wit_review_inventory(struct wit_review *r);
void wit_review_inventory_plain(struct wit_review *r); /* without an intent */
/* Adds a lane to the bunch of (class, its source, its target's ground). */
void wit_review_lane(struct wit_review *r, enum wit_class class, const struct wit_lane *lane);
/* Asks for every port between a group and a target: fills open, possible, gaps of the lane. */
void wit_lane_ask(struct wit_lane *lane, const struct wit_review *r);
/* declared.c */
/* The interfaces of a group that a declared path's `from` holds; the whole group when it is no list of interfaces and
 * is held. false: none is. */
bool wit_declared_part(struct wit_group *out, const struct wit_review *r, const struct wit_end *ends, size_t n,
                       const struct wit_group *group);
bool wit_declared_to(const struct wit_review *r, const struct wit_declared_path *d, const struct wit_target *target);
/* The endpoints of two groups are one and the same interface. */
bool wit_same_single(const struct wit_group *a, const struct wit_group *b);
bool wit_declared_expired(const struct wit_review *r, const struct wit_declared_path *d);

/* What the three witnesses and the status of one path are made from. */
struct wit_case {
    const struct wit_bunch *bunch;
    const struct wit_declared_path *const *declared; /* that speak of it, in force first */
    size_t n_declared, n_in_force;
    struct wit_pset declared_ports; /* of those in force; of the expired ones when none is */
    struct wit_pset elsewhere;      /* declared between the same ends as another class */
    struct wit_pset service_ports;  /* the path's own */
    struct wit_pset open;           /* every port */
    struct wit_pset strange;        /* open from members of the source that no declaration in force holds */
    struct wit_pset strange_possible;
    uint64_t strangers;
    const struct wit_declared_path *ended; /* an expired declaration of some of these, beside one in force */
};

/* witnesses.c: permitted, observed, declared of every path, then its status */
void wit_review_paths(struct wit_review *r);
/* verdicts.c */
void wit_case_permitted(struct wit_path *path, struct wit_case *c, const struct wit_review *r);
wit_gap_ref wit_case_members_gap(const struct wit_review *r, const struct wit_case *c); /* of its declared ends */
void wit_case_strangers(struct wit_case *c, const struct wit_review *r);
/* That interface endpoints open nothing is not promised anywhere. */
struct wit_map_gap wit_endpoint_gap(struct wit_arena *arena);
/* Ids of gaps, sorted, without doubles. */
const char *const *wit_gap_ids(size_t *n, const struct wit_review *r, const wit_gap_ref *gaps, size_t n_gaps);
const char *wit_role_words(struct wit_arena *arena, const struct wit_role *const *roles, size_t n);

/* ranges.c */
const char *wit_pset_words(struct wit_arena *arena, struct wit_pset set);

/* status.c */
void wit_path_judge(const struct wit_review *r, struct wit_path *path, const struct wit_case *c);
/* Codes and their sentences, for the document and its test. */
struct wit_status_row {
    const char *code;
    enum wit_status status;
    const char *text;
};
const struct wit_status_row *wit_status_rows(size_t *n);
/* What a code means by the policy in force. */
enum wit_status wit_status_code(const struct wit_review *r, const char *code);

/* parts.c: the endpoints of a statement's side, parted so that each part has one place and one set of filters */
struct wit_part {
    struct wit_party party;
    const char *label;     /* "apps-a (subnet-0aa1)" */
    const char *kind, *id; /* of its scope */
    bool doubtful;         /* as a source: no document says that it can open connections, none that it cannot */
    const struct wit_interface *const *interfaces;
    size_t n_interfaces;
};
/* fine: by filters too; else by subnet only. as_source: without what opens nothing of its own. */
struct wit_part *wit_parts_of(size_t *n, const struct wit_review *r, const struct wit_party *party, bool as_source,
                              bool fine);

/* assertions.c */
void wit_review_nevers(struct wit_review *r);
/* "security-group sg-0c1 ingress rule sgr-1" */
const char *wit_decider_words(struct wit_arena *arena, const char *kind, const char *id, const char *rule,
                              const char *direction);

/* map_build.c: the gaps of an identity row stand in the map */
struct wit_identity_row;
void wit_review_identity_gaps(const struct wit_review *r, const struct wit_identity_row *row);

/* findings.c */
void wit_review_findings(struct wit_review *r);

/* indirect_map.c: chains through relays, apart from the paths */
void wit_review_indirect(struct wit_review *r);

/* compute.c: the same for an estate that is there already (tests); of_seen: and for traffic (NULL: none) */
struct wit_map *wit_map_of_parts(struct wit_arena *arena, const struct wit_estate *estate,
                                 const struct wit_bundle *const *bundles, size_t n, const struct wit_intent *intent,
                                 const struct wit_seen *seen, const struct wit_platform *platform,
                                 const struct wit_review_policy *policy, struct wit_reach *reach,
                                 wit_map_progress_fn *progress, void *context);
struct wit_map *wit_map_of_seen(struct wit_arena *arena, const struct wit_estate *estate,
                                const struct wit_bundle *const *bundles, size_t n, const struct wit_intent *intent,
                                const struct wit_seen *seen, wit_map_progress_fn *progress, void *context);
struct wit_map *wit_map_of_estate(struct wit_arena *arena, const struct wit_estate *estate,
                                  const struct wit_bundle *const *bundles, size_t n, const struct wit_intent *intent,
                                  wit_map_progress_fn *progress, void *context);

/* estate_summary.c, map_build.c */
void wit_review_summary(struct wit_map *map, const struct wit_review *r);
/* estate_gateways.c: gateways, attachments, lines, endpoints, balancers, services, accelerators, doors. */
void wit_review_gateways(struct wit_map *map, const struct wit_review *r);
void wit_review_rules(struct wit_map *map, const struct wit_review *r); /* rules.c */
/* rules_kafka.c: "kafka-listener", "kafka-config", "connector"; not sorted. */
const struct wit_map_rule *wit_review_kafka_rules(size_t *n, const struct wit_review *r);
struct wit_map *wit_review_map(const struct wit_review *r, const struct wit_bundle *const *bundles, size_t n);

#endif
