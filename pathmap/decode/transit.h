/* pathmap/decode/transit.h: raw objects of transit gateways and of lines to places outside the cloud.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Private to this folder; raw.h tells what a raw object is. One attachment is told by up to four operations, each for
 * its own part, and by as many accounts as see it: what they tell is put together, and where they differ it is a gap.
 */
#ifndef WIT_PATHMAP_DECODE_TRANSIT_H
#define WIT_PATHMAP_DECODE_TRANSIT_H

#include "pathmap/decode/raw.h"

struct wit_decoding;

/* One side of an attachment: `raw.also` is the id of its transit gateway. */
struct wit_raw_attachment {
    struct wit_raw raw;
    struct wit_attachment o;
    const char *transit_account, *resource_account; /* "" not told */
    const char **subnet_ids;
    size_t n_subnets, cap_subnets;
    bool subnets_told;
    const char *told_table; /* its association by DescribeTransitGatewayAttachments, "" none told */
    wit_gap_ref told_gap;   /* set: that association is being changed */
    struct wit_view {       /* who told what: the same question answered twice must be answered alike */
        const struct wit_operation *op;
        const char *account, *region;
        uint8_t digest[16];
        struct wit_view *next;
    } * views;
};
struct wit_raw_transit_table {
    struct wit_raw raw;
    struct wit_transit_table o;
};
/* What was told about one table, by the table's id, account and region. */
struct wit_told_table {
    const char *id;
    const struct wit_source *source; /* of the first of it */
    struct wit_told_route {
        struct wit_transit_route o;
        const char **ids;
        size_t n_ids, cap_ids;
        const struct wit_source *source;
    } * routes, *references;
    size_t n_routes, cap_routes, n_references, cap_references;
    struct wit_told_association {
        const char *attachment;
        wit_gap_ref gap; /* set: it is being changed */
        struct wit_cite cite;
    } * associations;
    size_t n_associations, cap_associations;
    struct wit_named_attachment { /* by any of them */
        const char *id, *resource;
        enum wit_attached_kind kind;
    } * named;
    size_t n_named, cap_named;
};
struct wit_raw_line {
    struct wit_raw raw;
    struct wit_line o;
};

/* The side `transit` of the attachment `id`; added when there is none. `account`, `region`: of who tells it. */
struct wit_raw_attachment *wit_attachment_of(struct wit_decoding *d, const char *id, const char *transit,
                                             const char *account, const char *region);
enum wit_attached_kind wit_attached_kind_of(const char *word);
void wit_link_transit_named(struct wit_decoding *d); /* before sorting */
void wit_link_transit(struct wit_decoding *d);
/* link_transit_tables.c */
void wit_link_transit_tables(struct wit_decoding *d);
void wit_transit_associate(struct wit_decoding *d, const struct wit_raw_attachment *raw, struct wit_attachment *o);

#endif
