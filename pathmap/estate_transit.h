/* pathmap/estate_transit.h: transit gateways, their attachments and tables, VPN and Direct Connect: what joins networks
 * to one another and to places outside the cloud.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Part of the estate: include pathmap/estate.h. Arrays and objects are sorted and owned as there.
 * Source: docs/reachability.md 1.7 (transit gateways), 1.8 (hybrid); EC2 API Reference, TransitGatewayVpcAttachment,
 * TransitGatewayRoute, VpnConnection; Direct Connect API Reference, DirectConnectGatewayAssociation.
 */
#ifndef WIT_PATHMAP_ESTATE_TRANSIT_H
#define WIT_PATHMAP_ESTATE_TRANSIT_H

enum wit_attached_kind {
    WIT_ATTACHED_OTHER, /* connect, peering of a kind not known, what the platform will invent */
    WIT_ATTACHED_NETWORK,
    WIT_ATTACHED_PEERING, /* another transit gateway */
    WIT_ATTACHED_VPN,
    WIT_ATTACHED_DIRECT_CONNECT,
    WIT_ATTACHED_CONNECT
};

struct wit_transit_table;
struct wit_attachment { /* of something to a transit gateway; id "tgw-attach-…" */
    WIT_OBJECT_HEAD;
    const char *transit_id;
    const struct wit_gateway *transit; /* NULL: not in evidence */
    enum wit_attached_kind kind;
    enum wit_gateway_state state;
    const char *state_word;
    const char *resource; /* vpc, vpn or gateway id as told, "" unknown */
    /* network */
    const struct wit_network *network;       /* NULL: not in evidence (placeholder where it is named) */
    const char *const *subnet_ids;           /* sorted */
    const struct wit_subnet *const *subnets; /* the same, NULL where not in evidence */
    size_t n_subnets;
    wit_gap_ref subnets_gap; /* set: which subnets, hence which zones, is not (all) known */
    enum wit_told appliance_mode, group_references;
    /* peering: the gateway on the other side of `transit` */
    const char *peer_transit, *peer_account, *peer_region; /* "" unknown */
    /* the route table that packets entering here are looked up in (1.7.2: association = where I may go) */
    const char *table_id; /* "" none or unknown */
    const struct wit_transit_table *table;
    wit_gap_ref table_gap; /* set: which table, or whether one at all, is not known. table NULL without it: none */
    wit_gap_ref gap;       /* set: the attachment itself is not (fully) known */
};

struct wit_transit_route {
    bool by_list; /* a prefix list reference: `list`; else `prefix` */
    struct wit_prefix prefix;
    const char *list_id;
    const struct wit_prefix_list *list;
    wit_gap_ref list_gap;
    const char *const *attachment_ids;               /* several: equal-cost; sorted */
    const struct wit_attachment *const *attachments; /* NULL where not in evidence */
    size_t n_attachments;
    enum wit_route_origin origin;           /* STATIC, LIST or PROPAGATED */
    enum wit_attached_kind propagated_from; /* PROPAGATED: for the tie VPC > Direct Connect > Connect > VPN */
    bool blackhole;
    wit_gap_ref gap; /* set: this route could not be read */
    struct wit_cite cite;
};
struct wit_transit_table { /* "tgw-rtb-…" */
    WIT_OBJECT_HEAD;
    const char *transit_id;
    enum wit_gateway_state state;
    const struct wit_transit_route *routes; /* longest prefix first, then family, address, origin, first attachment */
    size_t n_routes;
    wit_gap_ref gap; /* set: routes may be missing (search denied, AdditionalRoutesAvailable, dynamic ones not told) */
};

/* Site-to-site VPN (on a virtual private gateway or a transit gateway) and Direct Connect gateway associations: that
 * something outside the cloud is joined there. Policy beyond is never known (1.8). */
enum wit_line_kind { WIT_LINE_VPN, WIT_LINE_DIRECT_CONNECT };
struct wit_line {
    WIT_OBJECT_HEAD; /* "vpn-…", or the association's id */
    enum wit_line_kind kind;
    enum wit_gateway_state state;
    const char *state_word;
    const char *gateway_id;            /* vgw-… or tgw-…; "" none */
    const char *far_id;                /* customer gateway or Direct Connect gateway */
    bool static_only;                  /* VPN: no BGP: `prefixes` are all that lies behind it */
    const struct wit_prefix *prefixes; /* VPN: static routes; Direct Connect: allowed prefixes towards on premises */
    size_t n_prefixes;
    wit_gap_ref gap;
};

#endif
