/* pathmap/estate.h: the estate: what exists, by the evidence, in words that are nobody's cloud's.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Decoders (pathmap/decode) build it, then it is sealed and only read. One arena holds everything. Objects are sorted
 * by (account, region, id), arrays inside them as the platform orders them (rules by number, routes by prefix), so the
 * same evidence gives the same estate whatever the order of files and pages.
 *
 * Three-valued from the first line on: each place that an answer could not fill holds a gap (index into `gaps`), never
 * a silent default. WIT_NO_GAP says "this is known". Pointers to other objects are NULL when the named object is not in
 * evidence; then the id is kept beside it and a gap says so.
 *
 * Source: the semantics, by number, in docs/reachability.md (1.1 identity … 1.9 endpoints; chapter 3 for what is
 * missing).
 */
#ifndef WIT_PATHMAP_ESTATE_H
#define WIT_PATHMAP_ESTATE_H

#include "base/addr.h"
#include "base/pset.h"
#include "evidence/bundle.h"
#include "evidence/map.h"

struct wit_estate_index;

#define WIT_NO_GAP UINT32_MAX
typedef uint32_t wit_gap_ref; /* index into estate.gaps, or WIT_NO_GAP */

/* Where a fact stands: an artefact and the place in it, in the shape that the AWS CLI prints (also for XML answers). */
struct wit_cite {
    uint32_t artefact;   /* index into estate.artefacts; UINT32_MAX: none */
    const char *pointer; /* "/SecurityGroups/3/IpPermissions/0"; JSON pointer, RFC 6901 */
};
struct wit_artefact_ref {
    const char *bundle; /* name of its bundle */
    const char *id;     /* "a-000012" */
    const char *operation, *account, *region;
};

/* A gap of the journal, or one that decoding found (not asked, dangling, unreadable, not modelled). */
struct wit_gap {
    const char *id; /* "g-000013" (journal), "g-<8 hex>" (found; from its content, so stable) */
    enum wit_gap_reason reason;
    struct wit_subject subject;
    const char *text;     /* "network ACLs of 111122223333 eu-west-1 were denied (UnauthorizedOperation)" */
    const char *remedy;   /* the call that would answer: "aws ec2 describe-network-acls --region eu-west-1" */
    struct wit_cite cite; /* for unreadable places */
};

struct wit_tag {
    const char *key, *value;
};
#define WIT_OBJECT_HEAD                                                                                                \
    const char *id, *name;        /* name: Name tag or "" */                                                           \
    const char *account, *region; /* of the owner; "" unknown */                                                       \
    const struct wit_tag *tags;                                                                                        \
    size_t n_tags;                                                                                                     \
    struct wit_cite cite

/* ---- filters: security groups and network ACLs (and firewalls of other clouds) ---- */
enum wit_filter_mode {
    WIT_ALLOW_UNION, /* security group: any allow rule of any attached filter passes; else drop */
    WIT_FIRST_MATCH  /* network ACL: lowest number first, first match decides, then implied deny */
};
enum wit_peer_kind { WIT_PEER_PREFIX, WIT_PEER_GROUP, WIT_PEER_LIST, WIT_PEER_ANYTHING_UNREADABLE };
struct wit_filter;
struct wit_prefix_list;
struct wit_rule {
    uint32_t number; /* WIT_FIRST_MATCH: its order; WIT_ALLOW_UNION: index in its direction, as the answer lists them */
    bool egress, allow;
    struct wit_pset ports; /* (protocol, destination port) it speaks of */
    enum wit_peer_kind peer;
    struct wit_prefix prefix;           /* WIT_PEER_PREFIX */
    const char *peer_id;                /* group or list id; "" for prefixes */
    const struct wit_filter *group;     /* WIT_PEER_GROUP: NULL when not in evidence (members are still found by id) */
    const struct wit_prefix_list *list; /* WIT_PEER_LIST: NULL when not in evidence (list_gap) */
    wit_gap_ref list_gap;
    const char *peer_account, *peer_network; /* of a referenced group, "" when not told */
    const char *id;                          /* "sgr-…", "" when none */
    wit_gap_ref
        gap; /* set: this entry could not be read: clouds what comes after it (first match) or raises hi (union) */
    struct wit_cite cite;
};
struct wit_filter {
    WIT_OBJECT_HEAD;
    enum wit_filter_mode mode;
    bool stateful;
    bool is_default;              /* default NACL / default group of its network */
    const char *network;          /* vpc id */
    const struct wit_rule *rules; /* sorted: ingress first, then egress, by number */
    size_t n_rules;
    wit_gap_ref gap; /* set: rules may be missing (cut list) */
};

struct wit_prefix_list {
    WIT_OBJECT_HEAD;                  /* name: "com.amazonaws.eu-west-1.s3" for the platform's own */
    const struct wit_prefix *entries; /* sorted */
    size_t n_entries;
    bool managed_by_platform;
    wit_gap_ref gap; /* set: entries are not (all) known */
};

/* ---- networks ---- */
struct wit_route_table;
struct wit_network { /* VPC */
    WIT_OBJECT_HEAD;
    const struct wit_prefix *prefixes; /* every associated v4 and v6 CIDR; sorted */
    size_t n_prefixes;
    const struct wit_route_table *main; /* NULL: see main_gap */
    const struct wit_filter *default_acl;
    wit_gap_ref main_gap, acl_gap;
    wit_gap_ref gap;                     /* set: e.g. CIDRs not all known */
    bool placeholder;                    /* not in evidence itself: named by others (peer VPC …): gap is set */
    struct wit_gateway *const *attached; /* internet, egress-only, vpn, … gateways attached to it; sorted by id */
    size_t n_attached;
};
struct wit_subnet {
    WIT_OBJECT_HEAD;
    const struct wit_network *network; /* never NULL (placeholder when not in evidence) */
    const char *zone_name, *zone_id;
    const struct wit_prefix *prefixes;
    size_t n_prefixes;
    const struct wit_route_table *routes; /* explicit, else the network's main; NULL: routes_gap */
    const struct wit_filter *acl;         /* its NACL, NULL: acl_gap */
    wit_gap_ref routes_gap, acl_gap;
};

enum wit_route_origin { WIT_ROUTE_LOCAL, WIT_ROUTE_STATIC, WIT_ROUTE_LIST, WIT_ROUTE_PROPAGATED };
enum wit_gateway_kind {
    WIT_GW_LOCAL = 1, /* inside the network */
    WIT_GW_INTERNET,
    WIT_GW_EGRESS_ONLY,
    WIT_GW_NAT,
    WIT_GW_PEERING,
    WIT_GW_ENDPOINT, /* gateway endpoint */
    WIT_GW_TRANSIT,
    WIT_GW_VPN,
    WIT_GW_INTERFACE,         /* an interface or instance as router */
    WIT_GW_FIREWALL_ENDPOINT, /* Gateway Load Balancer / Network Firewall endpoint */
    WIT_GW_CARRIER,
    WIT_GW_LOCAL_OUTPOST,
    WIT_GW_CORE_NETWORK,
    WIT_GW_ODB,
    WIT_GW_OTHER
};
struct wit_gateway;
struct wit_route {
    bool by_list; /* destination is a prefix list */
    struct wit_prefix prefix;
    const char *list_id;
    const struct wit_prefix_list *list; /* NULL: not in evidence (list_gap) */
    wit_gap_ref list_gap;
    const char *target;                /* "igw-1", "local", "" (blackholes may have none) */
    enum wit_gateway_kind kind;        /* by the target's field and prefix, also when the object is not in evidence */
    const struct wit_gateway *gateway; /* NULL when not in evidence (gateway_gap) or WIT_GW_LOCAL */
    wit_gap_ref gateway_gap;           /* set: the target is not in evidence; the route itself is known */
    enum wit_route_origin origin;
    bool blackhole;
    wit_gap_ref gap; /* set: this route could not be read */
    struct wit_cite cite;
};
struct wit_route_table {
    WIT_OBJECT_HEAD;
    const char *network;
    const struct wit_route *routes; /* longest prefix first, then family, address, origin, target */
    size_t n_routes;
    bool is_main;
    const char *edge_of; /* gateway id when this is an edge table, else "" */
    wit_gap_ref gap;     /* set: routes may be missing (e.g. propagated ones not told) */
};

/* What an answer may not tell. */
enum wit_told { WIT_NOT_TOLD, WIT_TOLD_NO, WIT_TOLD_YES };

enum wit_gateway_state {
    WIT_GW_READY,
    WIT_GW_CLOSED /* deleted, pending, rejected, expired … */,
    WIT_GW_STATE_UNKNOWN
};
struct wit_interface;
struct wit_instance;
struct wit_gateway {
    WIT_OBJECT_HEAD;
    enum wit_gateway_kind kind;
    enum wit_gateway_state state;
    const char *state_word;            /* as the platform says it */
    const struct wit_network *network; /* attached/requester network; NULL: none (detached) or unknown */
    const struct wit_subnet *subnet;   /* NAT (zonal): its subnet */
    /* NAT */
    bool nat_private, nat_regional;
    const struct wit_addr *private_addrs, *public_addrs; /* NAT gateway addresses, pairwise when zonal */
    size_t n_private_addrs, n_public_addrs;
    /* peering */
    const struct wit_network *peer; /* accepter network (placeholder when not in evidence) */
    const char *peer_account, *peer_region;
    /* gateway endpoint */
    const char *service_name;                    /* "com.amazonaws.eu-west-1.s3" */
    const struct wit_route_table *const *tables; /* route tables it is associated with */
    size_t n_tables;
    const char *policy; /* JSON text as received, "" none */
    /* interface used as router */
    const struct wit_interface *interface;
    /* transit gateway: its attachments, sorted by id */
    const struct wit_attachment *const *attachments;
    size_t n_attachments;
    wit_gap_ref attachments_gap;    /* set: attachments may be missing */
    enum wit_told group_references; /* SecurityGroupReferencingSupport (1.2.6; the platform's default is off) */
    wit_gap_ref gap; /* set: not (fully) known or not modelled: passes nothing surely and everything possibly */
};

/* ---- endpoints ---- */
struct wit_address {
    struct wit_addr addr;        /* on the interface */
    struct wit_addr public_addr; /* 1:1 public IPv4 of that address, family 0 when none */
    uint8_t bits;                /* 32/128, less for delegated prefixes: then every address of the prefix is held */
    bool primary;
};
struct wit_interface {
    WIT_OBJECT_HEAD;
    const struct wit_subnet *subnet; /* never NULL */
    const char *type; /* InterfaceType: "interface", "nat_gateway", "vpc_endpoint", "network_load_balancer" … */
    const char *description; /* hostile text */
    const char *instance;    /* "i-…" or "" */
    const char *requester;   /* RequesterId or "" */
    bool requester_managed;
    bool source_dest_check;
    bool windows;                        /* its instance runs Windows: another ephemeral range */
    enum wit_told first_attached;        /* of its instance: device 0, where balancers send connections (1.10.7) */
    bool stopped;                        /* its instance is stopped: treated as present, flagged (1.1.7) */
    const struct wit_address *addresses; /* primary first, then as listed */
    size_t n_addresses;
    bool addresses_unread;                   /* one or more could not be read: the list of interfaces has the gap */
    const char *const *filter_ids;           /* group ids, sorted */
    const struct wit_filter *const *filters; /* the same, NULL where not in evidence */
    size_t n_filters;
    bool
        unfiltered; /* a kind that has no groups by nature (NAT gateway, NLB made without): everything passes (1.1.5) */
    wit_gap_ref filters_gap; /* set: group list unknown (or empty where that means unknown); a NULL above is not this:
                                the ids are known, that group's rules are not */
    const char *endpoint_id; /* "vpce-…" when it belongs to an interface endpoint, else "" */
};
struct wit_instance {
    WIT_OBJECT_HEAD;
    const char *state, *platform;
    const char *profile; /* ARN of its instance profile; "" or NULL: none */
    const struct wit_interface *const *interfaces;
    size_t n_interfaces;
};
struct wit_endpoint { /* interface endpoint (PrivateLink) and others: as objects with their interfaces */
    WIT_OBJECT_HEAD;
    const char *type, *service_name, *state;
    const struct wit_network *network;
    const struct wit_interface *const *interfaces;
    size_t n_interfaces;
    const char *const *dns_names;
    size_t n_dns_names;
    const char *policy; /* JSON text as received; "" or NULL: not told */
};
#include "pathmap/estate_storage.h"

#include "pathmap/estate_identity.h"
#include "pathmap/estate_service.h"
#include "pathmap/estate_transit.h"

/* How complete a list of things is, for one account, region and operation. */
enum wit_list_state {
    WIT_LIST_COMPLETE,
    WIT_LIST_ASSUMED_EMPTY,
    WIT_LIST_INCOMPLETE /* denied, cut, not asked: gap */
};
struct wit_list {
    const char *account, *region, *service, *operation;
    enum wit_list_state state;
    size_t items;    /* seen */
    wit_gap_ref gap; /* WIT_LIST_INCOMPLETE */
};

/* Whether the platform's block on public access is on for a subnet's owner and region (1.5.4). */
enum wit_bpa_mode { WIT_BPA_OFF, WIT_BPA_BLOCK_INGRESS, WIT_BPA_BLOCK_BIDIRECTIONAL, WIT_BPA_UNKNOWN };
struct wit_bpa {
    const char *account, *region;
    enum wit_bpa_mode mode;
    wit_gap_ref gap; /* mode unknown, or exclusions not known */
    struct {
        const char *resource; /* vpc or subnet id */
        bool egress_only;
    } const *exclusions;
    size_t n_exclusions;
    wit_gap_ref exclusions_gap;
    struct wit_cite cite;
};

struct wit_estate {
    const struct wit_artefact_ref *artefacts;
    size_t n_artefacts;
    const struct wit_gap *gaps;
    size_t n_gaps;
    const char *const *assumptions;
    size_t n_assumptions;
    const struct wit_list *lists;
    size_t n_lists;
    const struct wit_network *networks;
    size_t n_networks;
    const struct wit_subnet *subnets;
    size_t n_subnets;
    const struct wit_interface *interfaces;
    size_t n_interfaces;
    const struct wit_instance *instances;
    size_t n_instances;
    const struct wit_filter *filters;
    size_t n_filters;
    const struct wit_prefix_list *prefix_lists;
    size_t n_prefix_lists;
    const struct wit_route_table *tables;
    size_t n_tables;
    const struct wit_gateway *gateways;
    size_t n_gateways;
    const struct wit_endpoint *endpoints;
    size_t n_endpoints;
    const struct wit_bucket *buckets;
    size_t n_buckets;
    const struct wit_key *keys;
    size_t n_keys;
    const struct wit_flow_log *flow_logs;
    size_t n_flow_logs;
    const struct wit_bpa *bpa;
    size_t n_bpa;
    /* estate_transit.h */
    const struct wit_attachment *attachments;
    size_t n_attachments;
    const struct wit_transit_table *transit_tables;
    size_t n_transit_tables;
    const struct wit_line *lines;
    size_t n_lines;
    /* estate_service.h */
    const struct wit_balancer *balancers;
    size_t n_balancers;
    const struct wit_target_group *target_groups;
    size_t n_target_groups;
    const struct wit_endpoint_service *endpoint_services;
    size_t n_endpoint_services;
    const struct wit_accelerator *accelerators;
    size_t n_accelerators;
    const struct wit_door *doors;
    size_t n_doors;
    const struct wit_kafka_connection *kafka_connections;
    size_t n_kafka_connections;
    /* estate_identity.h */
    const struct wit_principal *principals;
    size_t n_principals;
    const struct wit_account *accounts;
    size_t n_accounts;
    /* Things that exist and that this version does not model: each may open ways (Global Accelerator, Client VPN,
     * Lattice …). */
    struct wit_unmodelled {
        const char *id, *kind; /* "globalaccelerator", "client-vpn", "instance-connect-endpoint", "vpc-lattice" … */
        const char *network;   /* vpc id it opens ways into, "" when it may be any */
        const char *account, *region;
        wit_gap_ref gap;
        struct wit_cite cite;
    } const *unmodelled;
    size_t n_unmodelled;
    const char *time_first, *time_last; /* of the evidence */
    /* (account, region) pairs that the evidence speaks of, sorted */
    struct {
        const char *account, *region;
    } const *places;
    size_t n_places;
    const struct wit_estate_index *index; /* of the lookups below; NULL: they walk the arrays */
};

/*
 * Decodes bundles into an estate. Bad artefacts become gaps, never errors.
 * err: WIT_EINTEGRITY a blob is missing or changed; WIT_ELIMIT
 */
WIT_NODISCARD bool wit_estate_decode(struct wit_estate **out, struct wit_arena *arena,
                                     const struct wit_bundle *const *bundles, size_t n, struct wit_err *err);
/* A canonical JSON picture of the estate (for golden tests, and for comparing XML with JSON evidence). Without artefact
 * ids when `bare`. */
void wit_estate_write(struct wit_buf *out, const struct wit_estate *estate, bool bare);

/* Lookup by id: binary search; NULL when absent. Ids are unique over accounts (platform ids are); the first by
 * (account, region) wins. */
const struct wit_network *wit_estate_network(const struct wit_estate *e, const char *id);
const struct wit_subnet *wit_estate_subnet(const struct wit_estate *e, const char *id);
const struct wit_interface *wit_estate_interface(const struct wit_estate *e, const char *id);
const struct wit_instance *wit_estate_instance(const struct wit_estate *e, const char *id);
const struct wit_filter *wit_estate_filter(const struct wit_estate *e, const char *id);
const struct wit_gateway *wit_estate_gateway(const struct wit_estate *e, const char *id);
const struct wit_route_table *wit_estate_table(const struct wit_estate *e, const char *id);
const struct wit_prefix_list *wit_estate_prefix_list(const struct wit_estate *e, const char *id);
const struct wit_endpoint *wit_estate_endpoint(const struct wit_estate *e, const char *id);
/* Never NULL: a list that nobody asked for is WIT_LIST_INCOMPLETE with its gap (made at decode time for every place and
 * operation row). Of a place that the evidence never speaks of it is incomplete with WIT_NO_GAP. */
const struct wit_list *wit_estate_list(const struct wit_estate *e, const char *account, const char *region,
                                       const char *service, const char *operation);
/* "a-000012#/Vpcs/0", with several bundles "name/a-000012#/Vpcs/0"; "" when there is none. In the arena. */
const char *wit_cite_text(struct wit_arena *arena, const struct wit_estate *e, struct wit_cite cite);

#endif
