/* pathmap/sheets/surfaces.c: where the state of a platform lands, by its settings: buckets, volumes, topics.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A kind of state whose place no evidence tells is a surface that is not mapped, never one that is not there.
 * Source: docs/sheets.md ("storage-surfaces"); Apache Kafka broker configuration (log.dirs, metadata.log.dir,
 * remote.log.storage.*), KIP-405; AutoMQ configuration (s3.data.buckets, s3.ops.buckets, s3.wal.path).
 */
#include <string.h>

#include "pathmap/sheets/inside.h"

struct list {
    struct wit_sheet_maker *m;
    struct wit_surface *items;
    size_t n, cap;
};

static struct wit_surface *add(struct list *l, const char *kind, const char *id, const char *resource,
                               const char *where, const char *text)
{
    struct wit_surface *s = &WIT_PUSH(l->m->arena, l->items, l->n, l->cap);
    *s = (struct wit_surface){.id = id,
                              .kind = kind,
                              .resource = resource,
                              .where = where,
                              .text = text,
                              .copies = "",
                              .cite = {UINT32_MAX, ""}};
    return s;
}

static const struct wit_bucket *bucket_of(const struct wit_review *r, const char *name)
{
    for (size_t i = 0; i < r->estate->n_buckets; i++)
        if (strcmp(r->estate->buckets[i].id, name) == 0)
            return &r->estate->buckets[i];
    return NULL;
}

static void add_bucket(struct list *l, const char *kind, const char *scope, const char *name, struct wit_cite cite)
{
    struct wit_arena *a = l->m->arena;
    const char *id = wit_fmt(a, "%s/%s/%s", kind, scope, name);
    for (size_t i = 0; i < l->n; i++)
        if (strcmp(l->items[i].id, id) == 0)
            return;
    struct wit_surface *s = add(l, kind, id, wit_fmt(a, "s3://%s", name), "bucket", "");
    s->bucket = bucket_of(l->m->review, name);
    s->mapped = s->bucket != NULL;
    s->cite = cite;
    if (s->bucket == NULL)
        s->text =
            wit_fmt(a, "no account of the evidence lists bucket %s: aws s3api list-buckets tells whose it is", name);
}

/* "0@s3://bucket?region=r,1@block:///dev/nvme1n1": one surface each. */
static void add_uris(struct list *l, const char *kind, const char *scope, const char *value, struct wit_cite cite)
{
    struct wit_arena *a = l->m->arena;
    while (*value != '\0') {
        size_t len = strcspn(value, ",");
        const char *one = wit_strndup(a, value, len), *at = strchr(one, '@');
        one = at == NULL ? one : at + 1;
        if (strncmp(one, "s3://", 5) == 0)
            add_bucket(l, kind, scope, wit_strndup(a, one + 5, strcspn(one + 5, "?/")), cite);
        else if (strstr(one, "://") == NULL && one[0] != '\0')
            add_bucket(l, kind, scope, one, cite);
        else if (one[0] != '\0') {
            const char *place = wit_strndup(a, one, strcspn(one, "?"));
            add(l, kind, wit_fmt(a, "%s/%s/%s", kind, scope, place), place, "volume",
                "its volume is not in evidence: aws ec2 describe-volumes tells its encryption and key")
                ->cite = cite;
        }
        value += len + (value[len] == ',');
    }
}

enum wit_told wit_storage_is_shared(const struct wit_kafka_cluster *c)
{
    bool whole = c->n_nodes > 0 && c->nodes_gap == WIT_NO_GAP;
    for (size_t i = 0; i < c->n_nodes; i++) {
        struct wit_fact f = wit_node_fact(&c->nodes[i], "s3.data.buckets", "");
        if (f.known && f.value != NULL && f.value[0] != '\0')
            return WIT_TOLD_YES;
        whole = whole && f.known;
    }
    return whole ? WIT_TOLD_NO : WIT_NOT_TOLD;
}

/* Every node's value of a key, each once; the number of nodes that did not tell. */
static size_t add_by_setting(struct list *l, const struct wit_kafka_cluster *c, const char *kind, const char *key,
                             size_t *untold)
{
    size_t before = l->n;
    for (size_t i = 0; i < c->n_nodes; i++) {
        struct wit_fact f = wit_node_fact(&c->nodes[i], key, NULL);
        *untold += !f.known;
        if (f.known && f.value != NULL)
            add_uris(l, kind, c->id, f.value, f.cite);
    }
    return l->n - before;
}

/* What the platform's own reading of the settings names: "data", "wal", "operations", "tier". */
static size_t add_uses(struct list *l, const struct wit_kafka_cluster *c, const char *kind, const char *what)
{
    size_t before = l->n;
    for (size_t i = 0; i < c->n_uses; i++)
        if (strcmp(c->uses[i].what, what) == 0 && c->uses[i].bucket[0] != '\0')
            add_bucket(l, kind, c->id, c->uses[i].bucket, c->uses[i].cite);
    return l->n - before;
}

/* Controllers keep metadata and no records. */
static bool holds(const struct wit_kafka_node *node, bool records)
{
    return !records || node->parts != WIT_NODE_CONTROLLER;
}

/* Directories on the nodes' own disks: the nodes that have the same are one surface. */
static void add_disks(struct list *l, const struct wit_kafka_cluster *c, const char *kind, const char *key,
                      const char *or_key, bool records)
{
    struct wit_arena *a = l->m->arena;
    const struct wit_kafka_node **nodes = WIT_NEW_ARRAY(a, const struct wit_kafka_node *, c->n_nodes);
    const char **values = WIT_NEW_ARRAY(a, const char *, c->n_nodes);
    for (size_t i = 0; i < c->n_nodes; i++) {
        struct wit_fact f = wit_node_fact(&c->nodes[i], key, NULL);
        if ((!f.known || f.value == NULL || f.value[0] == '\0') && or_key != NULL)
            f = wit_node_fact(&c->nodes[i], or_key, NULL);
        values[i] = f.known && f.value != NULL && f.value[0] != '\0' ? f.value : "not told";
    }
    for (size_t i = 0; i < c->n_nodes; i++) {
        size_t n = 0;
        bool first = holds(&c->nodes[i], records);
        for (size_t k = 0; k < i; k++)
            first = first && !(holds(&c->nodes[k], records) && strcmp(values[k], values[i]) == 0);
        for (size_t k = i; first && k < c->n_nodes; k++)
            if (holds(&c->nodes[k], records) && strcmp(values[k], values[i]) == 0)
                nodes[n++] = &c->nodes[k];
        if (!first)
            continue;
        bool msk = strcmp(c->flavour, "Amazon MSK") == 0;
        struct wit_surface *s = add(
            l, kind, wit_fmt(a, "%s/%s/%s", kind, c->id, values[i]),
            wit_fmt(a, "%s on %s", values[i], wit_nodes_words(a, nodes, n)), "volume",
            msk ? "its encryption is not in evidence: aws kafka describe-cluster-v2 tells it"
                : "its volumes are not in evidence: aws ec2 describe-volumes tells encryption and key; for disks of "
                  "other machines, whoever runs them");
        s->cite = c->nodes[i].cite;
    }
    if (c->n_nodes == 0 || c->nodes_gap != WIT_NO_GAP)
        add(l, kind, wit_fmt(a, "%s/%s/others", kind, c->id), "", "",
            wit_fmt(a, "there may be other nodes: %s", wit_platform_gap_text(l->m->review, c->nodes_gap)));
}

static void add_records(struct list *l, const struct wit_kafka_cluster *c)
{
    size_t untold = 0;
    uint32_t least = 0;
    enum wit_told shared = wit_storage_is_shared(c);
    size_t first = l->n;
    if (shared == WIT_TOLD_YES)
        add_by_setting(l, c, "durable records", "s3.data.buckets", &untold);
    else
        add_disks(l, c, "durable records", "log.dirs", "log.dir", true);
    for (size_t i = 0; i < c->n_topics; i++)
        if (!c->topics[i].internal && (least == 0 || c->topics[i].replication < least))
            least = c->topics[i].replication;
    for (size_t i = first; i < l->n; i++)
        l->items[i].copies = shared == WIT_TOLD_YES ? "1 in shared storage"
                             : least > 0            ? wit_fmt(l->m->arena, "at least %u replicas", least)
                                                    : "";
    if (shared == WIT_TOLD_YES &&
        add_by_setting(l, c, "WAL or local log", "s3.wal.path", &untold) + add_uses(l, c, "WAL or local log", "wal") ==
            0)
        add(l, "WAL or local log", wit_fmt(l->m->arena, "WAL or local log/%s", c->id), "", "",
            "s3.wal.path is not told by any node: where a write is kept before it is in the store is not known");
    else if (shared != WIT_TOLD_YES)
        add_disks(l, c, "WAL or local log", "log.dirs", "log.dir", true);
}

static void add_offsets(struct list *l, const struct wit_kafka_cluster *c, size_t records)
{
    const struct wit_topic *topic = NULL;
    for (size_t i = 0; i < c->n_topics && topic == NULL; i++)
        if (strcmp(c->topics[i].name, "__consumer_offsets") == 0)
            topic = &c->topics[i];
    struct wit_surface *s =
        add(l, "offsets", wit_fmt(l->m->arena, "offsets/%s", c->id), "topic __consumer_offsets, as durable records",
            "topic", "kept as the durable records are, and those are not mapped");
    if (records < l->n - 1) {
        s->bucket = l->items[records].bucket;
        s->mapped = l->items[records].mapped;
    }
    if (topic != NULL) {
        s->copies = wit_fmt(l->m->arena, "%u replicas", topic->replication);
        s->cite = topic->cite;
    }
}

static void add_remote(struct list *l, const struct wit_kafka_cluster *c)
{
    static const char *const keys[] = {"rsm.config.storage.s3.bucket.name", "rsm.config.s3.bucket.name",
                                       "confluent.tier.s3.bucket"};
    size_t untold = 0, found = 0, on = 0, ignored = 0;
    const char *id = wit_fmt(l->m->arena, "remote tier/%s", c->id);
    struct wit_cite cite = c->cite;
    for (size_t i = 0; i < c->n_nodes; i++) {
        struct wit_fact f = wit_node_fact(&c->nodes[i], "remote.log.storage.system.enable", "false");
        struct wit_fact g = wit_node_fact(&c->nodes[i], "confluent.tier.enable", "false");
        untold += !f.known || !g.known;
        on += wit_fact_is(&f, "true") || wit_fact_is(&g, "true");
        cite = f.cite;
    }
    for (size_t i = 0; i < sizeof keys / sizeof *keys && on > 0; i++)
        found += add_by_setting(l, c, "remote tier", keys[i], &ignored);
    found += add_uses(l, c, "remote tier", "tier");
    if (on > 0 && found == 0)
        add(l, "remote tier", id, "", "",
            "tiered storage is on, and no setting that is known names its bucket (rsm.config.*): its plug-in decides")
            ->cite = cite;
    else if (on == 0 && (untold > 0 || c->n_nodes == 0 || c->nodes_gap != WIT_NO_GAP))
        add(l, "remote tier", id, "", "", "whether tiered storage is on is not told by every node");
    else if (on == 0) {
        struct wit_surface *s =
            add(l, "remote tier", id, "none", "", "remote.log.storage.system.enable=false on every node");
        s->none = true;
        s->cite = cite;
    }
}

static void add_cluster(struct list *l, const struct wit_kafka_cluster *c)
{
    struct wit_arena *a = l->m->arena;
    size_t records = l->n, untold = 0;
    add_records(l, c);
    add_offsets(l, c, records);
    if (strcmp(c->metadata, "zookeeper") == 0)
        add(l, "metadata", wit_fmt(a, "metadata/%s", c->id), "dataDir of the ZooKeeper nodes", "volume",
            "its volumes are not in evidence: aws ec2 describe-volumes tells encryption and key");
    else
        add_disks(l, c, "metadata", "metadata.log.dir", "log.dirs", false);
    add_remote(l, c);
    if (add_by_setting(l, c, "logs and diagnostics", "s3.ops.buckets", &untold) +
            add_uses(l, c, "logs and diagnostics", "operations") ==
        0)
        add(l, "logs and diagnostics", wit_fmt(a, "logs and diagnostics/%s", c->id), "", "",
            "where brokers write their logs is an option of the process: no evidence tells");
}

static void add_connects(struct list *l)
{
    const struct wit_review *r = l->m->review;
    struct wit_arena *a = l->m->arena;
    for (size_t i = 0; i < r->platform->n_connects; i++) {
        const struct wit_connect_cluster *c = &r->platform->connects[i];
        add(l, "connector buffers", wit_fmt(a, "connector buffers/%s", c->id), "memory and disks of the workers",
            "volume", "what plug-ins buffer on disk is theirs to say; the workers' volumes: aws ec2 describe-volumes")
            ->cite = c->cite;
        for (size_t k = 0; k < c->n_connectors; k++)
            for (size_t d = 0; d < c->connectors[k].n_destinations; d++)
                if (c->connectors[k].destinations[d].bucket[0] != '\0')
                    add_bucket(l, "connector stores", c->id, c->connectors[k].destinations[d].bucket,
                               c->connectors[k].cite);
    }
}

/* Buckets that people name as the platform's stores. */
static void add_declared(struct list *l)
{
    const struct wit_review *r = l->m->review;
    for (size_t i = 0; r->intent != NULL && i < r->intent->n_roles; i++)
        for (size_t k = 0; !r->intent->roles[i].derived && k < r->members[i].n_buckets; k++) {
            const struct wit_bucket *b = r->members[i].buckets[k];
            bool there = false;
            for (size_t s = 0; s < l->n && !there; s++)
                there = l->items[s].bucket == b;
            if (!there)
                add_bucket(l, "declared store", r->intent->roles[i].id, b->id, b->cite);
        }
}

const struct wit_surface *wit_surfaces(size_t *n, struct wit_sheet_maker *m)
{
    static const char *const kinds[] = {"durable records", "offsets", "metadata", "WAL or local log", "remote tier"};
    struct list l = {.m = m};
    const struct wit_platform *p = m->review->platform;
    for (size_t i = 0; i < p->n_clusters; i++)
        add_cluster(&l, &p->clusters[i]);
    for (size_t i = 0; p->n_clusters == 0 && i < sizeof kinds / sizeof *kinds; i++)
        add(&l, kinds[i], kinds[i], "", "", "no broker's configuration is in evidence: " WIT_ASK_KAFKA);
    for (size_t i = 0; i < p->n_registries; i++)
        add(&l, "schemas", wit_fmt(m->arena, "schemas/%s", p->registries[i].url), "a topic of its cluster", "topic",
            "kept as the durable records of the cluster that the registry uses (kafkastore.bootstrap.servers)")
            ->cite = p->registries[i].cite;
    add(&l, "snapshots and backups", "snapshots and backups", "", "",
        "no evidence: aws ec2 describe-snapshots, aws s3api get-bucket-replication and get-bucket-versioning tell");
    add_connects(&l);
    if (p->n_connects == 0)
        add(&l, "connector buffers", "connector buffers", "", "",
            "no Connect cluster is in evidence: " WIT_ASK_CONNECT);
    if (p->n_clusters == 0)
        add(&l, "logs and diagnostics", "logs and diagnostics", "", "", "where logs are written is not in evidence");
    add_declared(&l);
    *n = l.n;
    return l.items;
}
