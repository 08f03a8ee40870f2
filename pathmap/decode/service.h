/* pathmap/decode/service.h: raw objects of load balancers, endpoint services, accelerators and doors.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Private to this folder; raw.h tells what a raw object is. Answers about one thing each (its listeners, targets,
 * rules, attributes, principals …) are kept by the question and the thing until they are linked.
 */
#ifndef WIT_PATHMAP_DECODE_SERVICE_H
#define WIT_PATHMAP_DECODE_SERVICE_H

#include "pathmap/decode/raw.h"

struct wit_decoding;
struct wit_value;

struct wit_raw_balancer {
    struct wit_raw raw;
    struct wit_balancer o;
    const char *network_id, *description; /* of its interfaces */
    const char **subnet_ids;
    size_t n_subnets, cap_subnets;
    struct wit_told_listener *classic; /* classic: its answer holds them */
    size_t n_classic, cap_classic;
};
struct wit_raw_target_group {
    struct wit_raw raw;
    struct wit_target_group o;
    bool classic; /* made from a classic balancer, which told its targets */
    struct wit_balancer_target *targets;
    size_t n_targets, cap_targets;
};
struct wit_raw_service {
    struct wit_raw raw;
    struct wit_endpoint_service o;
    const char **balancer_ids;
    size_t n_balancers, cap_balancers;
};
struct wit_raw_accelerator {
    struct wit_raw raw;
    struct wit_accelerator o;
};
struct wit_raw_door {
    struct wit_raw raw;
    struct wit_door o;
    const char *network_id;
    const char **subnet_ids, **filter_ids, **interface_ids;
    size_t n_subnets, cap_subnets, n_filters, cap_filters, n_interfaces, cap_interfaces;
};

struct wit_raw_kafka {
    struct wit_raw raw;
    struct wit_kafka_connection o;
};

/* What the answers to one question about one thing told. */
struct wit_told_thing {
    struct wit_balancer_target *targets;
    size_t n_targets, cap_targets;
    struct wit_told_pair { /* attributes */
        const char *key, *value;
    } * pairs;
    size_t n_pairs, cap_pairs;
    struct wit_told_listener {
        struct wit_balancer_listener o;
        const char **groups;
        size_t n_groups, cap_groups;
        bool forwards, answers; /* some action of that kind */
        struct wit_pset ports;  /* of an accelerator's */
    } * listeners;
    size_t n_listeners, cap_listeners;
    struct wit_accelerated *endpoints;
    size_t n_endpoints, cap_endpoints;
    struct wit_service_connection *connections; /* by service */
    size_t n_connections, cap_connections;
    const char **words, **more; /* principals; subnets and groups of target networks */
    size_t n_words, cap_words, n_more, cap_more;
    const char *network;
    struct wit_prefix *prefixes;
    size_t n_prefixes, cap_prefixes;
    wit_gap_ref gap; /* something of it could not be read, or is being changed */
};
/* Of d->source's question and thing. */
struct wit_told_thing *wit_told_here(struct wit_decoding *d);
/* NULL: nothing. */
const struct wit_told_thing *wit_told_about(struct wit_decoding *d, const char *operation, const char *resource,
                                            const char *account, const char *region);
/* wit_told_about for a thing of `raw`'s own place, and the gap that leaves the answer open (WIT_NO_GAP: none). */
const struct wit_told_thing *wit_told_of(struct wit_decoding *d, wit_gap_ref *gap, const char *service,
                                         const char *operation, const struct wit_raw *raw, const char *resource);
/* Groups that an action may forward to. False: a kind of action that is not known. */
bool wit_read_actions(struct wit_decoding *d, struct wit_told_listener *listener, const struct wit_value *actions);

void wit_link_services_named(struct wit_decoding *d); /* before sorting */
void wit_link_services(struct wit_decoding *d);
/* link_balancers.c */
void wit_link_target_groups(struct wit_decoding *d);
void wit_link_balancers(struct wit_decoding *d);
const struct wit_balancer *wit_balancer_sealed(const struct wit_decoding *d, const char *id, const char *account,
                                               const char *region);

#endif
