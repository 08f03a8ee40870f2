/* pathmap/decode/decode.h: from artefacts to the estate: what the decoders of this folder share.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Way: ledger (what was asked, what is missing) -> answer (bytes to one tree: the AWS CLI's JSON, whatever came) ->
 * one decoder an operation (registry.c) that adds raw objects -> link (ids become pointers, what is missing becomes
 * gaps) -> seal (sorted arrays). Raw objects hold the public struct and the ids that link resolves. Memory: everything
 * in `arena` but the tree of one answer, which is in `scratch` and gone after it. Private to this folder.
 * Source: docs/decode.md.
 */
#ifndef WIT_PATHMAP_DECODE_H
#define WIT_PATHMAP_DECODE_H

#include "base/value.h"
#include "evidence/operations.h"
#include "pathmap/decode/raw.h"
#include "pathmap/decode/service.h"
#include "pathmap/decode/transit.h"
#include "pathmap/estate.h"

/* ---- what was asked: one entry for each subject of each bundle ---- */
struct wit_asked {
    const char *account, *region, *resource; /* never NULL; "" when not told */
    const struct wit_operation *op;          /* NULL: of an operation (or a whole place) without a row */
    unsigned run;                            /* pages 1..run are there, in order */
    uint64_t run_from;                       /* record of its page 1 */
    bool ended;                              /* a last page came in its turn */
    struct wit_asked_gap {
        const struct wit_record *record;
        unsigned page; /* that was wanted when it was recorded */
        bool settled;  /* a later answer filled it */
    } * gaps;
    size_t n_gaps, cap_gaps;
    wit_gap_ref gap; /* the first of them that is not settled */
    bool assumed;
    wit_gap_ref found; /* decoding found the answer wanting: unreadable, says that more follows, moved */
    size_t items;
    struct wit_asked *next; /* the same subject in another bundle */
};
struct wit_state {
    enum wit_list_state state;
    wit_gap_ref gap; /* WIT_LIST_INCOMPLETE */
    size_t items;
};

/* One artefact while it is decoded. */
struct wit_source {
    uint32_t artefact; /* index into the estate's */
    const struct wit_operation *op;
    const char *account, *region, *resource; /* where and about what it was asked; "" when not told */
    const char *prefix;                      /* pointer of its list: "/Vpcs" */
    struct wit_asked *asked;
};

/* ---- everything while it is built ---- */
struct wit_decoding {
    struct wit_arena *arena, *scratch;
    struct wit_strmap *words; /* strings that many objects share */
    const char **assumptions;
    size_t n_assumptions, cap_assumptions;
    struct wit_buf key; /* for composed keys */
    struct wit_estate *estate;
    const struct wit_source *source; /* of the artefact being decoded; NULL while linking */

    struct wit_artefact_ref *artefacts;
    size_t n_artefacts, cap_artefacts;
    struct wit_gap *gaps;
    size_t n_gaps, cap_gaps;
    struct wit_strmap *gap_keys;

    struct wit_asked **asked;
    size_t n_asked, cap_asked;
    struct wit_strmap *asked_keys;
    struct wit_resource {
        const struct wit_operation *op; /* that listed it */
        const char *account, *region, *id;
    } * resources;
    size_t n_resources, cap_resources;
    struct wit_strmap *resource_keys;
    struct wit_place {
        const char *account, *region;
        bool collected;
        /* Answers may be filed under another account than their owner's (anonymised or misfiled dumps). */
        const char *owner; /* the only owner that its things have, NULL none */
        bool owners_differ, owner_sure;
        struct wit_place *answers; /* not collected: the place whose answers are of this account, NULL none */
    } * *places;
    size_t n_places, cap_places;
    struct wit_strmap *place_keys;

    struct wit_raws raws[WIT_RAW_KINDS];
    struct wit_unmodelled *unmodelled;
    size_t n_unmodelled, cap_unmodelled;
    struct wit_strmap *unmodelled_keys;

    struct wit_listed_rule { /* of DescribeSecurityGroupRules */
        const char *id, *group, *account, *region, *key;
        bool found; /* in DescribeSecurityGroups too */
        struct wit_rule rule;
        const struct wit_source *source;
    } * *listed_rules;
    size_t n_listed_rules, cap_listed_rules;
    struct wit_strmap *rule_keys; /* rule as text -> struct wit_listed_rule */
    struct wit_strmap *rule_ids;
    struct wit_elastic {
        const char *account, *region, *interface;
        struct wit_addr private_addr, public_addr;
        struct wit_cite cite;
    } * elastic;
    size_t n_elastic, cap_elastic;
    struct wit_strmap *entries;  /* by list, account, region */
    struct wit_strmap *bpa_keys; /* struct wit_bpa_raw by place */
    struct wit_strmap *plain_lists, *bucket_keys;
    struct wit_people *people;   /* people.h; NULL: none yet */
    struct wit_raw_list **plain; /* DescribePrefixLists */
    size_t n_plain, cap_plain;
    struct wit_strmap *attachment_keys; /* struct wit_raw_attachment by its id and its transit gateway's */
    struct wit_strmap *told_tables;     /* struct wit_told_table by its table */
    struct wit_told_table **told;
    size_t n_told, cap_told;
    struct wit_strmap *told_things; /* struct wit_told_thing by question, thing, account, region */
};
struct wit_entries { /* of one prefix list, all pages */
    struct wit_prefix *items;
    size_t n, cap;
    wit_gap_ref gap; /* an entry could not be read */
};
struct wit_bpa_raw {
    const char *account, *region;
    enum wit_bpa_mode mode;
    bool told;
    wit_gap_ref gap, exclusions_gap;
    struct wit_exclusion {
        const char *resource;
        bool egress_only;
    } * exclusions;
    size_t n, cap;
    struct wit_cite cite;
};

/* ---- words, keys, gaps (notes.c) ---- */
const char *wit_word(struct wit_decoding *d, const char *text); /* shared copy; "" for NULL */
const char *wit_word_of(struct wit_decoding *d, const struct wit_value *object, const char *key);
/* Key made of parts (NULL ends them); valid until the next call. */
const char *wit_key_of(struct wit_decoding *d, const char *first, ...);
/* "/Vpcs/3" + the rest, in the arena. */
WIT_PRINTF(2, 3) const char *wit_pointer(struct wit_decoding *d, const char *fmt, ...);
struct wit_cite wit_here(const struct wit_decoding *d, const char *pointer);
/* A gap that decoding found; equal ones are one. `resource`: id of the object, NULL none. */
WIT_PRINTF(7, 8)
wit_gap_ref wit_found(struct wit_decoding *d, enum wit_gap_reason reason, const struct wit_source *source,
                      const char *resource, const char *pointer, const char *remedy, const char *fmt, ...);
wit_gap_ref wit_note_gap(struct wit_decoding *d, const struct wit_gap *gap);
/* "aws ec2 describe-vpcs --region eu-west-1" */
const char *wit_remedy(struct wit_decoding *d, const struct wit_operation *op, const char *region,
                       const char *resource);

/* ---- the ledger (ledger.c) ---- */
/* `label`: unlike that of any other bundle; `several`: ids of gaps then hold the bundle's name. */
void wit_ledger_bundle(struct wit_decoding *d, const struct wit_bundle *bundle, const char *label, bool several);
struct wit_asked *wit_ledger_entry(struct wit_decoding *d, const struct wit_subject *subject, const char *bundle);
struct wit_place *wit_ledger_place(struct wit_decoding *d, const char *account, const char *region);
void wit_ledger_resource(struct wit_decoding *d, const char *id); /* listed by d->source */
bool wit_ledger_is_global(const struct wit_operation *op);
/* `sure`: only the owner sees such things. */
void wit_ledger_owner(struct wit_decoding *d, const char *owner, bool sure);
void wit_ledger_settle(struct wit_decoding *d); /* after the last artefact */
/* How complete the answer to one question is; resource "" for lists. Never asked is a gap like any other. */
struct wit_state wit_ledger_state(struct wit_decoding *d, const struct wit_operation *op, const char *account,
                                  const char *region, const char *resource);
/* The same for a list of the table; WIT_CALL_EACH: of all things that should have been asked. */
struct wit_state wit_ledger_list(struct wit_decoding *d, const char *service, const char *operation,
                                 const char *account, const char *region);
/* Two answers differ: the list that `source` is of is not to be trusted. */
void wit_ledger_moving(struct wit_decoding *d, const struct wit_source *source, const char *id, const char *what);
/* The same while linking, by place. */
void wit_ledger_moved(struct wit_decoding *d, const char *service, const char *operation, const char *account,
                      const char *region, const char *id, const char *what);

/* ---- raw objects (raw.c) ---- */
struct wit_head {
    WIT_OBJECT_HEAD;
};
#define WIT_HEAD_SET(o, h)                                                                                             \
    ((o).id = (h).id, (o).name = (h).name, (o).account = (h).account, (o).region = (h).region, (o).tags = (h).tags,    \
     (o).n_tags = (h).n_tags, (o).cite = (h).cite)
/*
 * The object to fill, zeroed but for its key, with its head in *head; NULL when what is there is as good or better.
 * `owner` NULL or "": the account that asked. Where two answers differ the list becomes a gap.
 */
void *wit_raw_add(struct wit_decoding *d, enum wit_raw_kind kind, struct wit_head *head, enum wit_rank rank,
                  const struct wit_value *item, const char *id, const char *owner, const char *pointer);
/* What an answer says about a thing, in 128 bits, but for what changes by itself. */
void wit_raw_digest(uint8_t out[16], const struct wit_value *item);
void wit_raw_head(struct wit_decoding *d, struct wit_head *head, const struct wit_raw *raw,
                  const struct wit_value *item, const char *pointer);
/* A new one without an answer of its own: a placeholder, or made from several answers. */
void *wit_raw_new(struct wit_decoding *d, enum wit_raw_kind kind, struct wit_head *head, const char *id,
                  const char *account, const char *region);
/* By key, else the first with that id; NULL when absent. */
void *wit_raw_find(const struct wit_decoding *d, enum wit_raw_kind kind, const char *id, const char *account,
                   const char *region);
/* Adds a placeholder when there is none. */
struct wit_raw_network *wit_raw_network_named(struct wit_decoding *d, const char *id, const char *account,
                                              const char *region);
struct wit_raw_subnet *wit_raw_subnet_named(struct wit_decoding *d, const char *id, const char *account,
                                            const char *region, const char *network_id);
void wit_raw_sort(struct wit_decoding *d);

/* ---- answers (answer.c, xmlshape.c) ---- */
typedef void wit_decode_fn(struct wit_decoding *d, const struct wit_value *item, const char *pointer);
struct wit_decoder {
    const char *service, *operation;
    wit_decode_fn *item; /* called for each thing listed, or once for an answer that is one object */
};
extern const struct wit_decoder wit_decoders[]; /* service NULL ends it */
/* Bytes of an artefact to the CLI's JSON. err: WIT_EPARSE, WIT_ELIMIT */
WIT_NODISCARD bool wit_answer_shape(struct wit_value **out, struct wit_arena *arena, const struct wit_operation *op,
                                    const char *bytes, size_t len, struct wit_err *err);
/* Decodes d->source's bytes; what is wrong becomes a gap of its entry. */
void wit_answer_decode(struct wit_decoding *d, const struct wit_record *record, const char *bytes, size_t len);

/* Something of d->source could not be read: what it lists is not all known. */
void wit_answer_unreadable(struct wit_decoding *d, const char *pointer, const char *what);

/* Values that a decoder needs often (fields.c). */
bool wit_field_prefix(struct wit_prefix *out, const struct wit_value *object, const char *key);
bool wit_field_addr(struct wit_addr *out, const struct wit_value *object, const char *key);
const struct wit_value *wit_field_list(const struct wit_value *object, const char *key); /* NULL unless an array */
void wit_field_ids(struct wit_decoding *d, const char ***out, size_t *n, size_t *cap, const struct wit_value *list,
                   const char *key);                 /* strings of a list, or `key` of its objects */
int wit_compare_words(const void *a, const void *b); /* of const char * */
enum wit_told wit_told_word(const char *word, const char *yes, const char *no); /* word NULL: not told */
/* `closed` ends with NULL; every other word leaves it open. */
enum wit_gateway_state wit_state_word(const char *word, const char *ready, const char *const *closed);
/* wit_found of reason "moving" for a thing that is between two states; WIT_NO_GAP when it is not. */
wit_gap_ref wit_state_gap(struct wit_decoding *d, enum wit_gateway_state state, const char *id, const char *word,
                          const char *pointer);

/* ---- decoders, one a kind ---- */
wit_decode_fn wit_decode_vpc, wit_decode_subnet, wit_decode_interface, wit_decode_reservation, wit_decode_group,
    wit_decode_group_rule, wit_decode_acl, wit_decode_table, wit_decode_managed_list, wit_decode_entry,
    wit_decode_plain_list, wit_decode_internet_gateway, wit_decode_egress_only, wit_decode_nat, wit_decode_carrier,
    wit_decode_local_gateway, wit_decode_vpn_gateway, wit_decode_transit, wit_decode_attachment,
    wit_decode_vpc_attachment, wit_decode_address, wit_decode_peering, wit_decode_endpoint, wit_decode_bpa,
    wit_decode_bpa_exclusion, wit_decode_bucket, wit_decode_bucket_location, wit_decode_bucket_policy,
    wit_decode_bucket_encryption, wit_decode_bucket_block, wit_decode_key, wit_decode_key_listed,
    wit_decode_accelerator, wit_decode_client_vpn, wit_decode_connect_endpoint, wit_decode_lattice, wit_decode_origin,
    wit_decode_balancer, wit_decode_peering_attachment, wit_decode_connect, wit_decode_transit_table,
    wit_decode_transit_route, wit_decode_transit_association, wit_decode_transit_reference, wit_decode_vpn_connection,
    wit_decode_virtual_interface, wit_decode_direct_association, wit_decode_attribute, wit_decode_listener,
    wit_decode_listener_rule, wit_decode_target_group, wit_decode_target, wit_decode_classic, wit_decode_service,
    wit_decode_principal, wit_decode_connection, wit_decode_target_network, wit_decode_client_route,
    wit_decode_authorization_rule, wit_decode_accelerator_listener, wit_decode_endpoint_group,
    wit_decode_kafka_connection, wit_decode_flow_log;
/* NULL: there already, or without its id. */
struct wit_raw_gateway *wit_gateway_add(struct wit_decoding *d, const struct wit_value *item, const char *pointer,
                                        const char *key, enum wit_gateway_kind kind);
/* One that is only named; its state is unknown. */
struct wit_raw_gateway *wit_gateway_named(struct wit_decoding *d, const char *id, const char *account,
                                          const char *region, enum wit_gateway_kind kind);
void wit_unmodelled_add(struct wit_decoding *d, const struct wit_value *item, const char *pointer, const char *id_key,
                        const char *kind, const char *network);
/* An interface as DescribeInstances prints it. */
void wit_decode_instance_interface(struct wit_decoding *d, const struct wit_value *item, const char *pointer,
                                   const char *instance, const char *owner);
/* Protocol and ports of one rule. False: unreadable; *out is then as wide as what could be read. (protocol.c) */
bool wit_protocol_read(unsigned *protocol, bool *all, const char *word);
bool wit_group_ports(struct wit_pset *out, struct wit_decoding *d, const struct wit_value *permission);
bool wit_acl_ports(struct wit_pset *out, struct wit_decoding *d, const struct wit_value *entry);
/* The text by which a rule of a group is known in both answers. */
const char *wit_group_rule_key(struct wit_decoding *d, const char *group, bool egress, const struct wit_value *ports,
                               const struct wit_rule *rule);

/* ---- the whole (decode.c) ---- */
/* Where the bytes of an artefact are: wit_bundle_blob, or the memory of a fuzzer. */
typedef bool wit_blob_fn(const struct wit_bundle *bundle, const struct wit_record *record, struct wit_arena *arena,
                         char **bytes, size_t *len, struct wit_err *err);
WIT_NODISCARD bool wit_decode_bundles(struct wit_estate **out, struct wit_arena *arena,
                                      const struct wit_bundle *const *bundles, size_t n, wit_blob_fn *blob,
                                      struct wit_err *err);

/* ---- linking and sealing ---- */
/* Why an object that others name is not there: the gap of its list, or a dangling name. `place`: where the name stands.
 */
wit_gap_ref wit_link_missing(struct wit_decoding *d, const char *service, const char *operation,
                             const struct wit_raw *by, const char *id);
void wit_link_named(struct wit_decoding *d);   /* placeholders, and what two answers tell together; before sorting */
void wit_link_lists(struct wit_decoding *d);   /* prefix lists */
void wit_link_filters(struct wit_decoding *d); /* groups, NACLs and their rules */
void wit_link_tables(struct wit_decoding *d);  /* routes */
void wit_link_gateways(struct wit_decoding *d);
void wit_link_networks(struct wit_decoding *d);   /* defaults of networks and subnets */
void wit_link_interfaces(struct wit_decoding *d); /* interfaces, instances, endpoints */
void wit_link_storage(struct wit_decoding *d);    /* buckets and keys */
void wit_seal_arrays(struct wit_decoding *d);     /* sorts raw objects, allocates the estate's arrays */
void wit_seal_places(struct wit_decoding *d);     /* lists, places, block public access */
void wit_seal_gaps(struct wit_decoding *d);       /* sorts gaps, renames every reference */
void wit_seal_index(struct wit_decoding *d);

/* Sealed arrays are writable until the end; raw object -> its sealed one. */
#define WIT_SEALED(type, array)       ((struct type *)(uintptr_t)(array))
#define WIT_SEALED_AT(type, array, r) (&WIT_SEALED(type, array)[(r)->raw.at])

#endif
