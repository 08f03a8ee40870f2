/* pathmap/estate_service.h: what takes a connection and makes or forwards another: load balancers, endpoint services,
 * accelerators, doors for people.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Part of the estate: include pathmap/estate.h. Arrays and objects are sorted and owned as there.
 * Source: docs/reachability.md 1.5.5, 1.9 (endpoints), 1.10 (load balancers), 1.11 (admin doors); Elastic Load
 * Balancing API 2015-12-01; EC2 API Reference, ServiceConfiguration, VpcEndpointConnection, ClientVpnEndpoint,
 * Ec2InstanceConnectEndpoint; Global Accelerator API; Amazon MSK API, VpcConnection.
 */
#ifndef WIT_PATHMAP_ESTATE_SERVICE_H
#define WIT_PATHMAP_ESTATE_SERVICE_H

enum wit_target_type {
    WIT_TARGET_UNKNOWN,
    WIT_TARGET_INSTANCE,
    WIT_TARGET_ADDRESS,
    WIT_TARGET_LAMBDA,
    WIT_TARGET_BALANCER
};
struct wit_balancer;
struct wit_balancer_target {
    const char *id;                      /* instance id, address text, function or balancer ARN, as told */
    struct wit_addr addr;                /* WIT_TARGET_ADDRESS */
    const struct wit_instance *instance; /* WIT_TARGET_INSTANCE; NULL not in evidence */
    const struct wit_balancer *balancer; /* WIT_TARGET_BALANCER; NULL not in evidence */
    uint16_t port;                       /* 0: the group's */
    const char *zone;                    /* zone name, "all", "" */
    struct wit_cite cite;
};
struct wit_target_group { /* id: ARN */
    WIT_OBJECT_HEAD;
    enum wit_target_type type;
    const char *protocol; /* "TCP", "TLS", "UDP", "TCP_UDP", "HTTP", "HTTPS", "GENEVE" … */
    uint16_t port;
    const char *network;        /* vpc id */
    uint8_t family;             /* 4 or 6, of the targets' addresses */
    enum wit_told keeps_client; /* preserve_client_ip.enabled, as told by its attributes */
    enum wit_told
        cross_zone; /* load_balancing.cross_zone.enabled; NOT_TOLD also for "use_load_balancer_configuration" */
    bool cross_zone_inherits;
    wit_gap_ref attributes_gap; /* set: attributes are not known */
    const struct wit_balancer_target *targets;
    size_t n_targets;
    wit_gap_ref targets_gap; /* set: targets may be missing */
    wit_gap_ref gap;
};
struct wit_balancer_listener {
    const char *id;       /* ARN */
    const char *protocol; /* "TCP", "TLS", "UDP", "TCP_UDP", "HTTP", "HTTPS", "QUIC" … */
    uint16_t port;
    const char *const *group_ids; /* target groups that any of its actions or rules may forward to; sorted */
    const struct wit_target_group *const *groups; /* NULL where not in evidence */
    size_t n_groups;
    bool only_answers;     /* every action redirects or answers by itself: nothing is forwarded */
    wit_gap_ref rules_gap; /* set: rules may forward to more groups */
    wit_gap_ref gap;
    struct wit_cite cite;
};
enum wit_balancer_kind {
    WIT_BALANCER_OTHER,
    WIT_BALANCER_NETWORK,
    WIT_BALANCER_APPLICATION,
    WIT_BALANCER_GATEWAY,
    WIT_BALANCER_CLASSIC
};
struct wit_balancer { /* id: ARN; classic: name */
    WIT_OBJECT_HEAD;
    enum wit_balancer_kind kind;
    enum wit_gateway_state state;
    const char *state_word;
    bool internet_facing;
    const struct wit_network *network;
    const char *const *subnet_ids; /* one an enabled zone; sorted */
    const struct wit_subnet *const *subnets;
    size_t n_subnets;
    const struct wit_interface *const
        *interfaces; /* found by description "ELB net/name/hash", "ELB app/…", "ELB name" and owner */
    size_t n_interfaces;
    enum wit_told cross_zone; /* classic and network: as told by its attributes; application: always yes */
    enum wit_told enforces_on_private_link; /* EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic (default on) */
    const struct wit_balancer_listener *listeners; /* by port, protocol */
    size_t n_listeners;
    wit_gap_ref listeners_gap, attributes_gap;
    wit_gap_ref gap;
};

/* An endpoint service of a provider ("vpce-svc-…"). */
struct wit_service_connection {
    const char *endpoint_id, *account, *state; /* "available", "pendingAcceptance", "rejected" … */
    struct wit_cite cite;
};
struct wit_endpoint_service {
    WIT_OBJECT_HEAD;
    const char *service_name; /* "com.amazonaws.vpce.<region>.vpce-svc-…" */
    enum wit_gateway_state state;
    const char *state_word;
    bool acceptance_required;
    const char *const *balancer_ids; /* NLB (or GWLB) ARNs; sorted */
    const struct wit_balancer *const *balancers;
    size_t n_balancers;
    bool gateway_kind;             /* a Gateway Load Balancer service: endpoints of it are middleboxes */
    const char *const *principals; /* allowed; "*" everybody */
    size_t n_principals;
    wit_gap_ref principals_gap;
    const struct wit_service_connection *connections;
    size_t n_connections;
    wit_gap_ref connections_gap;
    wit_gap_ref gap;
};

/* Global Accelerator. */
struct wit_accelerated { /* one endpoint behind one listener */
    const char *id;      /* balancer ARN, instance id, allocation id (eipalloc-…) */
    const char *region;
    enum wit_told keeps_client;
    struct wit_pset listener; /* (protocol, port) that the accelerator takes */
    struct {
        uint16_t from, to;
    } const *overrides; /* listener port -> endpoint port */
    size_t n_overrides;
    struct wit_cite cite;
};
struct wit_accelerator { /* id: ARN */
    WIT_OBJECT_HEAD;
    bool enabled;
    const struct wit_addr *addrs; /* its static public addresses */
    size_t n_addrs;
    const struct wit_accelerated *endpoints;
    size_t n_endpoints;
    wit_gap_ref gap; /* set: listeners or endpoints are not (all) known */
};

/* A VPC connection of Amazon MSK (1.9.5): clients of that network reach a cluster through endpoints that MSK keeps
 * there. */
struct wit_kafka_connection { /* id: ARN */
    WIT_OBJECT_HEAD;
    const char *cluster; /* its ARN, "" not told */
    const char *network; /* vpc id of the clients */
    enum wit_gateway_state state;
    const char *state_word;
    wit_gap_ref gap;
};

/* Doors by which people with credentials come in: Client VPN, EC2 Instance Connect endpoints, CloudFront VPC origins.
 */
enum wit_door_kind { WIT_DOOR_CLIENT_VPN, WIT_DOOR_INSTANCE_CONNECT, WIT_DOOR_VPC_ORIGIN };
struct wit_door {
    WIT_OBJECT_HEAD;
    enum wit_door_kind kind;
    enum wit_gateway_state state;
    const char *state_word;
    const struct wit_network *network;       /* NULL: not told */
    const struct wit_subnet *const *subnets; /* associated; NULL where not in evidence */
    const char *const *subnet_ids;
    size_t n_subnets;
    const struct wit_interface *const *interfaces;
    size_t n_interfaces;
    const struct wit_filter *const *filters; /* Client VPN: groups of its interfaces; NULL where not in evidence */
    const char *const *filter_ids;
    size_t n_filters;
    const struct wit_prefix *authorized; /* Client VPN: destinations of its authorization rules */
    size_t n_authorized;
    const struct wit_prefix *routes; /* Client VPN: destinations of its own route table */
    size_t n_routes;
    enum wit_told keeps_client; /* Instance Connect: PreserveClientIp */
    const char *target;         /* VPC origin: ARN of the balancer or instance */
    wit_gap_ref rules_gap;      /* set: authorization rules, routes or associations are not (all) known */
    wit_gap_ref gap;
};

#endif
