/* pathmap/decode/raw.h: raw objects: the public struct of a thing, and the ids that linking resolves.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Private to this folder. Adding and finding them: decode.h, raw.c.
 */
#ifndef WIT_PATHMAP_DECODE_RAW_H
#define WIT_PATHMAP_DECODE_RAW_H

#include "pathmap/estate.h"

struct wit_source;
struct wit_strmap;

enum wit_raw_kind {
    WIT_RAW_NETWORK,
    WIT_RAW_SUBNET,
    WIT_RAW_INTERFACE,
    WIT_RAW_INSTANCE,
    WIT_RAW_FILTER,
    WIT_RAW_LIST, /* prefix list */
    WIT_RAW_TABLE,
    WIT_RAW_GATEWAY,
    WIT_RAW_ENDPOINT,
    WIT_RAW_BUCKET,
    WIT_RAW_KEY,
    WIT_RAW_ATTACHMENT,
    WIT_RAW_TRANSIT_TABLE,
    WIT_RAW_LINE,
    WIT_RAW_BALANCER,
    WIT_RAW_TARGET_GROUP,
    WIT_RAW_SERVICE,
    WIT_RAW_ACCELERATOR,
    WIT_RAW_DOOR,
    WIT_RAW_KAFKA,
    WIT_RAW_FLOW_LOG,
    WIT_RAW_KINDS
};
/* Of two views of one object the higher wins; of equals the later. */
enum wit_rank {
    WIT_RANK_NAMED, /* a placeholder: only named by others */
    WIT_RANK_PART,  /* a part of it stands in another object's answer */
    WIT_RANK_GUEST, /* seen by an account that does not own it */
    WIT_RANK_OWNER
};
struct wit_raw { /* first member of every raw object */
    const char *id, *account, *region;
    const char *also;                /* tells things of one id apart; NULL none */
    const struct wit_source *source; /* NULL: placeholder */
    enum wit_rank rank;
    uint8_t digest[16];  /* of what the answer says, but for what changes by itself */
    size_t at;           /* index in the sealed array */
    wit_gap_ref differs; /* set: two answers of equal standing tell different things about it */
};
struct wit_raw_network {
    struct wit_raw raw;
    struct wit_network o;
    struct wit_raw_table *main_table;
    struct wit_raw_filter *default_acl;
    bool mains_differ, acls_differ;
    struct wit_raw_gateway **attached;
    size_t n_attached, cap_attached;
};
struct wit_raw_subnet {
    struct wit_raw raw;
    struct wit_subnet o;
    const char *network_id;
    bool placeholder;
};
struct wit_raw_interface {
    struct wit_raw raw;
    struct wit_interface o;
    struct wit_address *addresses; /* o.addresses */
    const char *subnet_id, *network_id;
    bool groups_told;
};
struct wit_raw_instance {
    struct wit_raw raw;
    struct wit_instance o;
    const char **interface_ids;
    size_t n, cap;
    bool windows, stopped;
};
struct wit_raw_filter {
    struct wit_raw raw;
    struct wit_filter o;
    struct wit_rule *rules;
    size_t n_rules, cap_rules;
    bool from_rules;         /* group of which only DescribeSecurityGroupRules is in evidence */
    const char **subnet_ids; /* NACL: associations */
    size_t n_subnets, cap_subnets;
};
struct wit_raw_list {
    struct wit_raw raw;
    struct wit_prefix_list o;
    struct wit_prefix *plain; /* DescribePrefixLists */
    size_t n_plain, cap_plain;
    bool plain_told, changing;
    wit_gap_ref plain_gap;
};
struct wit_raw_table {
    struct wit_raw raw;
    struct wit_route_table o;
    struct wit_route *routes;
    size_t n_routes, cap_routes;
    struct wit_table_subnet {
        const char *id;
        wit_gap_ref gap; /* set: being changed */
    } * subnets;
    size_t n_subnets, cap_subnets;
    bool associations_told;
};
struct wit_raw_gateway {
    struct wit_raw raw;
    struct wit_gateway o;
    const char *network_id, *network_account, *network_region;
    const char *subnet_id;
    const char *peer_id;
    const struct wit_prefix *prefixes, *peer_prefixes; /* peering: of the two networks */
    size_t n_prefixes, n_peer_prefixes;
    const char **table_ids;
    size_t n_tables, cap_tables;
    const char **networks; /* transit gateways: attached networks */
    size_t n_networks, cap_networks;
    const char **interface_ids; /* NAT gateways: their interfaces */
    size_t n_interfaces, cap_interfaces;
};
struct wit_raw_endpoint {
    struct wit_raw raw;
    struct wit_endpoint o;
    const char *network_id;
    const char **interface_ids;
    size_t n, cap;
};
struct wit_raw_bucket {
    struct wit_raw raw;
    struct wit_bucket o;
    bool located;
};
struct wit_raw_key {
    struct wit_raw raw;
    struct wit_key o;
    bool told;
};
struct wit_raw_flow_log {
    struct wit_raw raw;
    struct wit_flow_log o;
};
struct wit_raws {
    struct wit_raw **items;
    size_t n, cap;
    struct wit_strmap *by_key; /* id, account, region */
    struct wit_strmap *by_id;  /* the first by (account, region) */
};

/* raw_kinds.c */
size_t wit_raw_size(enum wit_raw_kind kind);
/* Zeroed memory would say "gap 0" everywhere. */
void wit_raw_no_gaps(enum wit_raw_kind kind, struct wit_raw *raw);

#endif
