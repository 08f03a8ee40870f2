/* pathmap/kafka/inside.h: what the files of this folder share, and nobody else sees.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Way: asked.c (which answers there are, which pages, which gaps stand) -> names.c (recorded DNS answers) ->
 * read_*.c (answers to clusters, Connect, registries; listeners.c for what a listener is) -> place.c (hosts to
 * interfaces). Everything is in `arena` but the tree of one page, which is in `scratch` and gone after it.
 */
#ifndef WIT_PATHMAP_KAFKA_INSIDE_H
#define WIT_PATHMAP_KAFKA_INSIDE_H

#include "base/value.h"
#include "pathmap/kafka/platform.h"

/* One page of one answer. */
struct wit_kpage {
    const struct wit_bundle *bundle;
    const struct wit_record *record;
    uint32_t artefact; /* index into the estate's; UINT32_MAX: it has none */
};
/* What was asked, and the best whole run of pages that answers it. */
struct wit_kasked {
    const char *source, *operation, *resource; /* never NULL */
    struct wit_kpage *pages;                   /* in order, from page 1 */
    size_t n, cap;
    wit_gap_ref gap; /* set: it is not answered, or not wholly */
};
/* A name and what the resolver of the collecting machine said. */
struct wit_kname {
    const char *name;
    struct wit_addr *addrs;
    size_t n, cap;
    const char *error; /* "" none */
    struct wit_cite cite;
};
/* Addresses of the estate's interfaces, by address. */
struct wit_kholder {
    struct wit_addr addr;
    const struct wit_interface *interface;
};

/* wit_bundle_blob, or one that needs no disk (tests/fuzz). */
typedef bool wit_kblob_fn(const struct wit_bundle *b, const struct wit_record *record, struct wit_arena *arena,
                          char **bytes, size_t *len, struct wit_err *err);

/* Everything while it is read. */
struct wit_kread {
    struct wit_arena *arena, *scratch;
    const struct wit_estate *estate;
    struct wit_strmap *words;
    bool several; /* bundles */
    wit_kblob_fn *blob;

    struct wit_gap *gaps;
    wit_gap_ref *gaps_in_estate; /* WIT_NO_GAP: found here */
    size_t n_gaps, cap_gaps, cap_in_estate;
    struct wit_strmap *gap_keys;

    struct wit_kasked **asked; /* sorted by source, operation, resource */
    size_t n_asked, cap_asked;
    struct wit_strmap *asked_keys;

    struct wit_strmap *names; /* host -> struct wit_kname */
    struct wit_kholder *holders;
    size_t n_holders, cap_holders;
    struct wit_kholder *delegated; /* by prefix: `addr` is its first */
    size_t n_delegated, cap_delegated;

    struct wit_kafka_cluster *clusters;
    size_t n_clusters, cap_clusters;
    struct wit_connect_cluster *connects;
    size_t n_connects, cap_connects;
    struct wit_registry *registries;
    size_t n_registries, cap_registries;
};

/* read.c: as wit_platform_read, with another source of bytes. */
bool wit_platform_read_by(struct wit_platform **out, struct wit_arena *arena, const struct wit_estate *estate,
                          const struct wit_bundle *const *bundles, size_t n, wit_kblob_fn *blob, struct wit_err *err);

/* ---- asked.c ---- */
bool wit_kasked_gather(struct wit_kread *r, const struct wit_bundle *const *bundles, size_t n);
/* NULL: nobody asked, and no gap says so. */
const struct wit_kasked *wit_kasked_find(const struct wit_kread *r, const char *source, const char *operation,
                                         const char *resource);
/* The tree of a page; *root NULL: unreadable, told as a gap of its question. err: the blob is missing or changed */
bool wit_kpage_tree(const struct wit_value **root, struct wit_kread *r, struct wit_kasked *asked, size_t page,
                    struct wit_err *err);
struct wit_cite wit_kpage_cite(const struct wit_kread *r, const struct wit_kpage *page, const char *pointer);
/* The gap of a question: not asked when there is nothing of it. `what` says it for people: "topics of cluster C". */
wit_gap_ref wit_kasked_gap(struct wit_kread *r, const char *source, const char *operation, const char *resource,
                           const char *what, const char *remedy);

/* ---- notes.c: words that are shared, gaps ---- */
const char *wit_kword(struct wit_kread *r, const char *text);
const char *wit_kword_of(struct wit_kread *r, const struct wit_value *object, const char *key); /* "" when absent */
WIT_PRINTF(7, 8)
wit_gap_ref wit_kgap(struct wit_kread *r, enum wit_gap_reason reason, const char *operation, const char *resource,
                     struct wit_cite cite, const char *remedy, const char *fmt, ...);
/* One that the estate has already: the journal's. */
wit_gap_ref wit_kgap_of_estate(struct wit_kread *r, wit_gap_ref ref, const char *remedy);
extern const struct wit_cite wit_no_cite;

/* ---- settings.c: lists of settings ---- */
struct wit_ksettings {
    struct wit_setting *items;
    size_t n, cap;
    bool whole; /* a key that is absent is not set */
};
void wit_ksettings_sort(struct wit_ksettings *s); /* the later of two with one key stays */
enum wit_kknown { WIT_K_UNSET, WIT_K_TOLD, WIT_K_HIDDEN, WIT_K_UNKNOWN };
/* *value is "" unless WIT_K_TOLD; an empty value counts as unset. */
enum wit_kknown wit_ksettings_get(const struct wit_ksettings *s, const char *key, const char **value,
                                  const struct wit_setting **found);
/* A comma-separated list, blanks trimmed, empty ones left out. */
const char *const *wit_klist(struct wit_arena *arena, size_t *n, const char *text);
const char *wit_klower(struct wit_arena *arena, const char *text);

/* ---- listeners.c ---- */
struct wit_kendpoint { /* "NAME://host:port" */
    const char *name, *host;
    unsigned port;
};
/* false: it is none */
bool wit_kendpoint_parse(struct wit_kendpoint *out, struct wit_arena *arena, const char *text);
/* Listeners, parts, and what is not told, of one node; its settings are there. `told_host`, `told_port`: what
 * DescribeCluster says of it, "" and 0 when it does not. */
void wit_klisteners(struct wit_kread *r, struct wit_kafka_node *node, const struct wit_ksettings *s, const char *label,
                    const char *told_host, unsigned told_port, const char *asked_protocol);

/* ---- names.c, place.c ---- */
bool wit_knames_read(struct wit_kread *r, struct wit_err *err);
void wit_kplaces_index(struct wit_kread *r);
/* Where these hosts are, that belong to one process (or system). `what` names it in gaps. */
void wit_kplace(struct wit_kread *r, struct wit_site *out, const char *const *hosts, size_t n, struct wit_cite cite,
                const char *what);
/* host:port of a list, "[::1]:9093" too; the host without brackets. */
const char *wit_khost_of(struct wit_arena *arena, const char *host_port);
/* It takes connections for others: a load balancer's or an endpoint's interface. */
bool wit_kis_front(const struct wit_interface *interface);

/* ---- read_*.c ---- */
struct wit_kafka_cluster *wit_kcluster_of(struct wit_kread *r, const char *id); /* made when it is not there */
bool wit_kclusters_read(struct wit_kread *r, struct wit_err *err);
bool wit_ktopics_read(struct wit_kread *r, struct wit_kafka_cluster *c, struct wit_err *err);
bool wit_kacls_read(struct wit_kread *r, struct wit_kafka_cluster *c, struct wit_err *err);
bool wit_kgroups_read(struct wit_kread *r, struct wit_kafka_cluster *c, struct wit_err *err);
/* Listeners, rack, place and JMX port of a node whose settings are there. */
void wit_knode_finish(struct wit_kread *r, struct wit_kafka_node *node, const struct wit_ksettings *s,
                      const char *label, const char *told_host, unsigned told_port, const char *asked_protocol);
bool wit_kconnects_read(struct wit_kread *r, struct wit_err *err);
bool wit_kregistries_read(struct wit_kread *r, struct wit_err *err);
bool wit_kfiles_read(struct wit_kread *r, struct wit_err *err);
/* Connectors' settings to destinations, each with its place. */
void wit_kdestinations(struct wit_kread *r, struct wit_connector *c);
/* A place for a URL's own host, and what Access said of it. */
struct wit_kurl {
    const char *scheme, *host;
    unsigned port; /* of the scheme when it has none */
};
bool wit_kurl_parse(struct wit_kurl *out, struct wit_arena *arena, const char *url);
/* The door of URL as the artefact Access of that source tells it; plain facts of the URL when there is none. */
bool wit_kdoor_read(struct wit_rest_door *out, struct wit_kread *r, const char *source, const char *url,
                    const char *what, struct wit_err *err);
bool wit_kwas_removed(const struct wit_value *root, const char *pointer);

void wit_kuses_read(struct wit_kread *r, struct wit_kafka_cluster *c); /* uses.c */
const struct wit_bucket *wit_kbucket_of(const struct wit_kread *r, const char *name);
/* "" or a host of S3 itself */
bool wit_kis_s3_host(const char *host);
/* What the nodes of a cluster tell about it: metadata, flavour, quorum, authorizer. */
void wit_kcluster_facts(struct wit_kread *r, struct wit_kafka_cluster *c);

#endif
