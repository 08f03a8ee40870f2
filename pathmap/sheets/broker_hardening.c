/* pathmap/sheets/broker_hardening.c: the ten items of the broker hardening checklist, from what brokers tell.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * An item is in place only when every node of every cluster is known to have it. Source: docs/sheets.md
 * ("broker-hardening"); the review text 004, "Broker Hardening Checklist".
 */
#include <string.h>
#include <strings.h>

#include "pathmap/sheets/inside.h"

#define NOT_TOLD "no broker's configuration is in evidence: " WIT_ASK_KAFKA

typedef void look_fn(struct wit_sheet_maker *m, struct wit_item *item);

/* ---- listeners ---- */
/* What may be beside the listeners that are known. */
static void add_unknown_listeners(struct wit_sheet_maker *m, struct wit_item *item)
{
    const struct wit_review *r = m->review;
    for (size_t i = 0; i < r->platform->n_clusters; i++) {
        const struct wit_kafka_cluster *c = &r->platform->clusters[i];
        if (c->nodes_gap != WIT_NO_GAP)
            wit_item_add(item, m->arena, WIT_MARK_UNKNOWN,
                         wit_fmt(m->arena, "nodes may be missing: %s", wit_platform_gap_text(r, c->nodes_gap)));
        for (size_t k = 0; k < c->n_nodes; k++)
            if (c->nodes[k].listeners_gap != WIT_NO_GAP) {
                wit_item_add(item, m->arena, WIT_MARK_UNKNOWN,
                             wit_fmt(m->arena, "%s may have other listeners: %s", wit_node_words(r, c, &c->nodes[k]),
                                     wit_platform_gap_text(r, c->nodes[k].listeners_gap)));
                break;
            }
    }
}

typedef enum wit_mark judge_fn(const struct wit_kafka_door *d);

static void each_listener(struct wit_sheet_maker *m, struct wit_item *item, judge_fn *judge, const char *fine)
{
    size_t n, shown = 0;
    const struct wit_kafka_door *doors = wit_kafka_doors(&n, m->review);
    for (size_t i = 0; i < n; i++) {
        const struct wit_kafka_door *d = &doors[i];
        enum wit_mark mark = d->part == WIT_DOOR_LISTENER ? judge(d) : WIT_MARK_GOOD;
        if (mark == WIT_MARK_GOOD) {
            wit_item_add(item, m->arena, mark, "");
            continue;
        }
        const char *text = wit_fmt(m->arena, "%s (%s, tcp/%u) on %s", d->name,
                                   d->protocol[0] == '\0' ? "protocol not told" : d->protocol, d->port,
                                   wit_nodes_words(m->arena, d->nodes, d->n_nodes));
        wit_item_add(item, m->arena, mark, shown++ < WIT_SHEET_NAMED ? text : "");
        wit_item_cite(item, d->cite);
        wit_item_exposure(item, wit_kafka_door_exposure(m->review, d));
    }
    add_unknown_listeners(m, item);
    if (item->mark == WIT_MARK_GOOD)
        item->text = fine;
}

static enum wit_mark is_anonymous(const struct wit_kafka_door *d)
{
    if (d->protocol[0] == '\0')
        return WIT_MARK_UNKNOWN;
    return !wit_protocol_is_anonymous(d->protocol) ? WIT_MARK_GOOD : d->local ? WIT_MARK_WATCH : WIT_MARK_BAD;
}
static void no_plaintext(struct wit_sheet_maker *m, struct wit_item *item)
{
    each_listener(m, item, is_anonymous, "no listener of any node is PLAINTEXT");
}

static enum wit_mark is_clear(const struct wit_kafka_door *d)
{
    if (d->protocol[0] == '\0')
        return WIT_MARK_UNKNOWN;
    return !wit_protocol_is_plain(d->protocol) ? WIT_MARK_GOOD : d->local ? WIT_MARK_WATCH : WIT_MARK_BAD;
}
static bool was_seen_clear(const struct wit_review *r)
{
    for (size_t i = 0; i < r->n_findings; i++)
        if (strcmp(r->findings[i].check, "traffic-plaintext") == 0)
            return true;
    return false;
}
static void tls(struct wit_sheet_maker *m, struct wit_item *item)
{
    each_listener(m, item, is_clear, "every listener of every node is SSL or SASL_SSL");
    if (was_seen_clear(m->review))
        wit_item_add(item, m->arena, WIT_MARK_BAD, "Kafka was seen on the wire without encryption");
}

static enum wit_mark is_unproved(const struct wit_kafka_door *d)
{
    enum wit_mark mark = is_anonymous(d);
    for (size_t i = 0; mark == WIT_MARK_GOOD && strcasecmp(d->protocol, "SSL") == 0 && i < d->n_nodes; i++) {
        const char *auth = d->listeners[i]->client_auth;
        enum wit_mark own = auth[0] == '\0'                      ? WIT_MARK_UNKNOWN
                            : strcasecmp(auth, "required") == 0  ? WIT_MARK_GOOD
                            : strcasecmp(auth, "requested") == 0 ? WIT_MARK_WATCH
                                                                 : WIT_MARK_BAD;
        if (own != WIT_MARK_GOOD)
            return own;
    }
    return mark;
}
static void authentication(struct wit_sheet_maker *m, struct wit_item *item)
{
    each_listener(m, item, is_unproved, "every listener asks for SASL or a client certificate");
}

/* ---- settings ---- */
typedef enum wit_mark setting_fn(const struct wit_fact *f);

static void each_node(struct wit_sheet_maker *m, struct wit_item *item, const char *key, const char *fallback,
                      bool brokers_only, setting_fn *judge)
{
    const struct wit_review *r = m->review;
    for (size_t i = 0; i < r->platform->n_clusters; i++) {
        const struct wit_kafka_cluster *c = &r->platform->clusters[i];
        const struct wit_kafka_node **nodes = WIT_NEW_ARRAY(m->arena, const struct wit_kafka_node *, c->n_nodes);
        for (int mark = WIT_MARK_GOOD; mark <= WIT_MARK_UNKNOWN; mark++) {
            size_t n = 0;
            const char *value = "";
            for (size_t k = 0; k < c->n_nodes; k++) {
                struct wit_fact f = wit_node_fact(&c->nodes[k], key, fallback);
                if ((brokers_only && c->nodes[k].parts == WIT_NODE_CONTROLLER) || judge(&f) != (enum wit_mark)mark)
                    continue;
                if (n == 0) {
                    value = f.known && f.value != NULL && f.value[0] != '\0' ? f.value : "";
                    wit_item_cite(item, f.cite);
                }
                nodes[n++] = &c->nodes[k];
            }
            if (n == 0)
                continue;
            const char *what = mark == WIT_MARK_UNKNOWN ? "is not told" : value[0] == '\0' ? "is not set" : value;
            wit_item_add(item, m->arena, (enum wit_mark)mark,
                         wit_fmt(m->arena, "%s %s%s: %s", key, value[0] == '\0' ? "" : "= ", what,
                                 wit_nodes_words(m->arena, nodes, n)));
        }
        if (c->nodes_gap != WIT_NO_GAP)
            wit_item_add(item, m->arena, WIT_MARK_UNKNOWN, "nodes may be missing");
    }
}

static enum wit_mark is_set(const struct wit_fact *f)
{
    return !f->known ? WIT_MARK_UNKNOWN : f->value == NULL || wit_fact_is(f, "") ? WIT_MARK_BAD : WIT_MARK_GOOD;
}
static enum wit_mark not_true(const struct wit_fact *f)
{
    return wit_fact_is(f, "true") ? WIT_MARK_BAD : wit_fact_is(f, "false") ? WIT_MARK_GOOD : WIT_MARK_UNKNOWN;
}
static void authorization(struct wit_sheet_maker *m, struct wit_item *item)
{
    each_node(m, item, "authorizer.class.name", "", false, is_set);
    each_node(m, item, "allow.everyone.if.no.acl.found", "false", false, not_true);
}
static void auto_create(struct wit_sheet_maker *m, struct wit_item *item)
{
    each_node(m, item, "auto.create.topics.enable", "true", true, not_true);
}
static enum wit_mark is_told(const struct wit_fact *f)
{
    return f->known && f->value != NULL ? WIT_MARK_GOOD : WIT_MARK_UNKNOWN;
}
static void limits(struct wit_sheet_maker *m, struct wit_item *item)
{
    each_node(m, item, "message.max.bytes", "1048588", true, is_told);
    wit_item_add(item, m->arena, WIT_MARK_UNKNOWN,
                 "client quotas are not in the evidence: kafka-configs.sh --describe --entity-type clients tells");
}

/* ---- quorum, JMX ---- */
static void quorum(struct wit_sheet_maker *m, struct wit_item *item)
{
    size_t n, found = 0;
    const struct wit_kafka_door *doors = wit_kafka_doors(&n, m->review);
    for (size_t i = 0; i < n; i++) {
        const struct wit_kafka_door *d = &doors[i];
        if (d->use != WIT_USE_CONTROLLER)
            continue;
        const struct wit_exposure *e = wit_kafka_door_exposure(m->review, d);
        const char *what = wit_fmt(m->arena, "%s tcp/%u", d->name, d->port);
        found++;
        wit_item_cite(item, d->cite);
        wit_item_exposure(item, e);
        if (e == NULL || !e->placed)
            wit_item_add(item, m->arena, WIT_MARK_UNKNOWN, wit_fmt(m->arena, "%s is not placed", what));
        else if (e->n_surely > 0)
            wit_item_add(item, m->arena, WIT_MARK_BAD,
                         wit_fmt(m->arena, "%s is reached from %s", what, wit_exposure_words(m->arena, e, 3)));
        else if (!wit_exposure_is_closed(e))
            wit_item_add(item, m->arena, WIT_MARK_UNKNOWN,
                         wit_fmt(m->arena, "%s may be reached from %s: %s", what, wit_exposure_words(m->arena, e, 3),
                                 wit_gap_brief(m->arena, e->why)));
        else
            wit_item_add(item, m->arena, WIT_MARK_GOOD,
                         wit_fmt(m->arena, "nobody but brokers and controllers reaches %s", what));
        if (d->n_unplaced > 0)
            wit_item_add(
                item, m->arena, WIT_MARK_UNKNOWN,
                wit_fmt(m->arena, "%zu of its processes are not placed (%s: %s)", d->n_unplaced, d->unplaced, d->gap));
    }
    if (found == 0)
        wit_item_add(item, m->arena, WIT_MARK_UNKNOWN, "no controller listener and no ZooKeeper is told");
    for (size_t i = 0; i < m->review->platform->n_clusters; i++) {
        const struct wit_kafka_cluster *c = &m->review->platform->clusters[i];
        if (c->voters_gap != WIT_NO_GAP)
            wit_item_add(item, m->arena, WIT_MARK_UNKNOWN, wit_platform_gap_text(m->review, c->voters_gap));
        if (c->n_zookeepers > 0)
            wit_item_add(item, m->arena, WIT_MARK_UNKNOWN,
                         "what ZooKeeper's servers open to one another (tcp/2888, tcp/3888) is told by no broker");
    }
    add_unknown_listeners(m, item);
}

static void jmx(struct wit_sheet_maker *m, struct wit_item *item)
{
    struct wit_review *r = m->review;
    size_t untold = 0;
    for (size_t i = 0; i < r->platform->n_clusters; i++)
        for (size_t k = 0; k < r->platform->clusters[i].n_nodes; k++) {
            const struct wit_kafka_node *node = &r->platform->clusters[i].nodes[k];
            if (node->jmx_port == 0) {
                untold++;
                continue;
            }
            const struct wit_exposure *e =
                wit_exposure_of(r, node->site.interfaces, node->site.n_interfaces, node->jmx_port, WIT_INSIDE_NODES);
            const char *who = wit_node_words(r, &r->platform->clusters[i], node);
            if (wit_exposure_is_closed(e))
                wit_item_add(item, m->arena, WIT_MARK_GOOD, wit_fmt(m->arena, "nobody else reaches JMX of %s", who));
            else
                wit_item_add(item, m->arena, e->n_surely > 0 ? WIT_MARK_BAD : WIT_MARK_UNKNOWN,
                             wit_fmt(m->arena,
                                     "JMX of %s (tcp/%u) is reached from %s, and nothing tells that it asks "
                                     "for credentials",
                                     who, node->jmx_port, wit_exposure_words(m->arena, e, 3)));
            wit_item_cite(item, node->cite);
            wit_item_exposure(item, e);
        }
    if (untold > 0)
        wit_item_add(item, m->arena, WIT_MARK_UNKNOWN,
                     wit_fmt(m->arena,
                             "whether %zu node%s open%s JMX is not told: JMX_PORT and "
                             "com.sun.management.jmxremote are options of the JVM",
                             untold, wit_plural(untold, "", "s"), wit_plural(untold, "s", "")));
}

static const struct {
    const char *id, *title;
    look_fn *look;
    const char *otherwise; /* not computable: why */
} rows[] = {
    {"plaintext", "Disable all unauthenticated listeners: no PLAINTEXT in production", no_plaintext, NULL},
    {"tls", "Enable TLS for all client and inter-broker communication", tls, NULL},
    {"authentication", "Enable authentication (mTLS or SASL) for all connections", authentication, NULL},
    {"authorization", "Enable authorization (ACLs at minimum)", authorization, NULL},
    {"quorum", "Restrict ZooKeeper/KRaft access to broker nodes only", quorum, NULL},
    {"auto-create", "Disable auto-topic creation", auto_create, NULL},
    {"limits", "Set resource limits (message size, quotas)", limits, NULL},
    {"non-root", "Run the broker process as a non-root user", NULL,
     "no evidence that this program reads tells under which user a process runs"},
    {"jmx", "Enable JMX authentication if JMX is exposed", jmx, NULL},
    {"up-to-date", "Keep the broker software up to date", NULL,
     "Kafka's API does not tell its release, and which releases have known faults changes daily"},
};

/* Without Kafka's evidence: rows of the sheet of listeners that are declared, of one use or with one word. */
static struct wit_item declared(struct wit_sheet_maker *m, bool quorum, bool anonymous)
{
    struct wit_item item = {.basis = WIT_BASIS_BOTH, .text = ""};
    const struct wit_sheet *s = wit_made(m, "listeners");
    size_t n = 0;
    for (size_t i = 0; s != NULL && i < s->n_rows; i++) {
        const struct wit_sheet_row *row = &s->rows[i];
        const char *text = wit_fmt(m->arena, "%s %s (%s): %s", row->cells[0], row->cells[1], row->cells[2], row->text);
        bool clear = anonymous ? wit_protocol_is_anonymous(row->cells[2]) : wit_protocol_is_plain(row->cells[2]);
        if (quorum ? strcmp(row->cells[4], "controller") != 0 : row->cells[2][0] == '\0')
            continue;
        n++;
        if (quorum)
            wit_item_add(&item, m->arena, row->mark, text);
        else
            wit_item_add(&item, m->arena, clear ? WIT_MARK_BAD : WIT_MARK_WATCH,
                         clear ? wit_fmt(m->arena, "declared in the clear: %s %s", row->cells[0], row->cells[1]) : "");
        for (size_t k = 0; quorum && k < row->n_paths; k++)
            wit_item_path(&item, row->paths[k]);
    }
    if (n == 0)
        return wit_item_missing(NOT_TOLD);
    if (!quorum)
        wit_item_add(&item, m->arena, WIT_MARK_WATCH,
                     "by declared services only: " WIT_ASK_KAFKA " what really listens");
    return item;
}

void wit_make_broker_hardening(struct wit_sheet_maker *m)
{
    bool known = m->review->platform->n_clusters > 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct wit_item item = {.mark = WIT_MARK_NONE, .basis = WIT_BASIS_COMPUTED, .text = ""};
        if (rows[i].look == NULL)
            item = wit_item_none(rows[i].otherwise);
        else if (!known)
            item = rows[i].look == quorum ? declared(m, true, false)
                   : rows[i].look == tls || rows[i].look == no_plaintext
                       ? declared(m, false, rows[i].look == no_plaintext)
                       : wit_item_missing(NOT_TOLD);
        else
            rows[i].look(m, &item);
        if (!known && rows[i].look == tls && was_seen_clear(m->review))
            item = (struct wit_item){.mark = WIT_MARK_BAD,
                                     .basis = WIT_BASIS_COMPUTED,
                                     .text = "Kafka was seen on the wire without encryption"};
        wit_item_row(m, rows[i].id, &item, &rows[i].title, 1);
    }
}
