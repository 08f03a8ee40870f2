/* pathmap/sheets/listeners.c: every listener of every node: what it speaks, whom it asks who he is, who reaches it.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/sheets.md ("listeners"); Apache Kafka documentation, "Listener configuration", "Encryption and
 * authentication using SSL", "Authentication using SASL".
 */
#include <string.h>
#include <strings.h>

#include "pathmap/sheets/inside.h"

struct look {
    enum wit_mark mark;
    const char *text;
};

static void worse(struct look *l, struct wit_arena *arena, enum wit_mark mark, const char *text)
{
    enum wit_mark old = l->mark;
    l->mark = wit_mark_worse(old, mark);
    l->text = l->text[0] == '\0' ? text : wit_fmt(arena, "%s; %s", l->text, text);
}

/* SSL proves the client only where it asks for a certificate; SASL always asks. */
static void look_at_protocol(struct look *out, struct wit_arena *arena, const struct wit_kafka_listener *l)
{
    if (l->protocol[0] == '\0')
        worse(out, arena, WIT_MARK_UNKNOWN, "its security protocol is not told");
    else if (wit_protocol_is_anonymous(l->protocol))
        worse(out, arena, WIT_MARK_BAD, "no encryption, and nobody says who he is");
    else if (wit_protocol_is_plain(l->protocol))
        worse(out, arena, WIT_MARK_BAD, "no encryption");
    else if (strcasecmp(l->protocol, "SSL") == 0 && l->client_auth[0] == '\0')
        worse(out, arena, WIT_MARK_UNKNOWN, "whether it asks clients for a certificate (ssl.client.auth) is not told");
    else if (strcasecmp(l->protocol, "SSL") == 0 && strcasecmp(l->client_auth, "none") == 0)
        worse(out, arena, WIT_MARK_BAD, "TLS without client certificates: nobody says who he is");
    else if (strcasecmp(l->protocol, "SSL") == 0 && strcasecmp(l->client_auth, "requested") == 0)
        worse(out, arena, WIT_MARK_WATCH, "client certificates are asked for and may be left out");
}

static void look_at_reach(struct look *out, struct wit_arena *arena, const struct wit_kafka_listener *l,
                          const struct wit_kafka_node *node, const struct wit_exposure *e)
{
    bool inner = l->use == WIT_USE_REPLICATION || l->use == WIT_USE_CONTROLLER;
    if (e == NULL || !e->placed) {
        worse(out, arena, WIT_MARK_UNKNOWN, "who reaches it is not known, for its place or port is not");
        return;
    }
    if (e->internet)
        worse(out, arena, inner ? WIT_MARK_BAD : WIT_MARK_WATCH, "the internet reaches it");
    if (inner && e->n_surely > 0)
        worse(out, arena, WIT_MARK_BAD,
              wit_fmt(arena, "a %s listener that others than nodes reach", wit_listener_use_word(l->use)));
    if (e->internet_possibly || (inner && !wit_exposure_is_closed(e) && e->n_surely == 0))
        worse(out, arena, WIT_MARK_UNKNOWN,
              wit_fmt(arena, "others may reach it: %s",
                      e->why[0] == '\0' ? "evidence is missing" : wit_gap_brief(arena, e->why)));
    if (node->site.gap != WIT_NO_GAP && inner)
        worse(out, arena, WIT_MARK_UNKNOWN, "where the node is, is known in part only");
}

static void add(struct wit_sheet_maker *m, const struct wit_kafka_cluster *c, const struct wit_kafka_node *node,
                const struct wit_kafka_listener *l)
{
    struct wit_review *r = m->review;
    size_t n;
    unsigned port = wit_listener_port(l);
    bool local = wit_host_is_local(l->bind_host);
    const struct wit_interface *const *list = wit_listener_interfaces(&n, r, node, l);
    const struct wit_exposure *e = local || port == 0 ? NULL : wit_exposure_of(r, list, n, port, WIT_INSIDE_NODES);
    struct look look = {WIT_MARK_GOOD, ""};
    look_at_protocol(&look, m->arena, l);
    if (local)
        worse(&look, m->arena, WIT_MARK_GOOD, "bound to the loopback address: nobody else reaches it");
    else
        look_at_reach(&look, m->arena, l, node, e);
    if (local && look.mark == WIT_MARK_BAD)
        look.mark = WIT_MARK_WATCH;
    if (look.text[0] == '\0')
        look.text = "encrypted, and asks who is there";
    const char *id = r->platform->n_clusters > 1 ? wit_fmt(m->arena, "%s/%s/%s", c->id, node->id, l->name)
                                                 : wit_fmt(m->arena, "%s/%s", node->id, l->name);
    const char *who = local ? "nobody else" : wit_reached_by(m, e);
    const char *at = port == 0 ? "not told" : wit_fmt(m->arena, "tcp/%u", port);
    struct wit_sheet_row *row = WIT_ROW(m, id, look.mark, WIT_BASIS_COMPUTED, look.text, wit_node_words(r, c, node),
                                        l->name, l->protocol[0] == '\0' ? "not told" : l->protocol, at,
                                        wit_listener_use_word(l->use), l->client_auth, l->mechanisms, who);
    wit_row_cite(m, row, l->cite);
    wit_row_exposure(m, row, e);
}

static void add_gap(struct wit_sheet_maker *m, const char *id, const char *who, wit_gap_ref gap, const char *what)
{
    WIT_ROW(m, id, WIT_MARK_UNKNOWN, WIT_BASIS_MISSING,
            wit_fmt(m->arena, "%s: %s", what, wit_platform_gap_text(m->review, gap)), who, "not told");
}

/* ZooKeeper and voters that no listener covers. */
static void add_members(struct wit_sheet_maker *m)
{
    size_t n;
    const struct wit_kafka_door *doors = wit_kafka_doors(&n, m->review);
    for (size_t i = 0; i < n; i++) {
        const struct wit_kafka_door *d = &doors[i];
        if (d->part == WIT_DOOR_LISTENER)
            continue;
        const struct wit_exposure *e = wit_kafka_door_exposure(m->review, d);
        struct look look = {WIT_MARK_GOOD, ""};
        worse(&look, m->arena, WIT_MARK_UNKNOWN, "its security is not told by the brokers");
        if (e != NULL && e->n_surely > 0)
            worse(&look, m->arena, WIT_MARK_BAD, "others than nodes reach it");
        if (d->n_unplaced > 0)
            worse(&look, m->arena, WIT_MARK_UNKNOWN, wit_fmt(m->arena, "%s is not placed: %s", d->unplaced, d->gap));
        struct wit_sheet_row *row =
            WIT_ROW(m, wit_fmt(m->arena, "%s/%s/%u", d->cluster->id, d->name, d->port), look.mark, WIT_BASIS_COMPUTED,
                    look.text, wit_cluster_words(m->review, d->cluster), d->name, "not told",
                    d->port == 0 ? "not told" : wit_fmt(m->arena, "tcp/%u", d->port), wit_listener_use_word(d->use), "",
                    "", wit_reached_by(m, e));
        wit_row_cite(m, row, d->cite);
        wit_row_exposure(m, row, e);
    }
}

/* ---- without Kafka's evidence: what people say that it listens on ---- */
static bool is_kafka(enum wit_role_kind kind)
{
    return kind == WIT_ROLE_BROKER || kind == WIT_ROLE_CONTROLLER || kind == WIT_ROLE_ZOOKEEPER;
}

static unsigned first_port(const struct wit_service *s)
{
    return s->ports.n == 0 || s->ports.spans[0].first >> 16 != WIT_TCP ? 0 : s->ports.spans[0].first & 0xffffU;
}

static void add_service(struct wit_sheet_maker *m, const struct wit_service *s)
{
    struct wit_review *r = m->review;
    const struct wit_holders *members = &r->members[s->role - r->intent->roles];
    unsigned port = first_port(s);
    bool inner = s->use == WIT_CLASS_REPLICATION || s->use == WIT_CLASS_CONTROLLER;
    const struct wit_exposure *e =
        port == 0 || members->n_interfaces == 0
            ? NULL
            : wit_exposure_of(r, members->interfaces, members->n_interfaces, port, WIT_INSIDE_NODES);
    struct look look = {WIT_MARK_WATCH, "declared; " WIT_ASK_KAFKA " what really listens"};
    if (wit_protocol_is_plain(s->security))
        worse(&look, m->arena, WIT_MARK_BAD, "no encryption");
    if (e == NULL)
        worse(&look, m->arena, WIT_MARK_UNKNOWN, "who reaches it is not known");
    else if (inner && e->n_surely > 0)
        worse(&look, m->arena, WIT_MARK_BAD, "others than nodes reach it");
    else if (inner && !wit_exposure_is_closed(e))
        worse(&look, m->arena, WIT_MARK_UNKNOWN,
              wit_fmt(m->arena, "others may reach it: %s",
                      e->why[0] == '\0' ? "evidence is missing" : wit_gap_brief(m->arena, e->why)));
    const char *ports = wit_pset_words(m->arena, s->ports);
    struct wit_sheet_row *row =
        WIT_ROW(m, wit_fmt(m->arena, "%s/%s/%s", s->role->id, s->listener, ports), look.mark, WIT_BASIS_BOTH, look.text,
                s->role->id, s->listener, s->security[0] == '\0' ? "not told" : s->security, ports,
                wit_class_word(s->use), "", "", wit_reached_by(m, e));
    wit_row_exposure(m, row, e);
}

static void add_declared(struct wit_sheet_maker *m)
{
    const struct wit_intent *intent = m->review->intent;
    for (size_t i = 0; intent != NULL && i < intent->n_services; i++)
        if (!intent->services[i].derived && is_kafka(intent->services[i].role->kind))
            add_service(m, &intent->services[i]);
}

void wit_make_listeners(struct wit_sheet_maker *m)
{
    const struct wit_platform *p = m->review->platform;
    for (size_t i = 0; i < p->n_clusters; i++) {
        const struct wit_kafka_cluster *c = &p->clusters[i];
        for (size_t k = 0; k < c->n_nodes; k++) {
            const struct wit_kafka_node *node = &c->nodes[k];
            for (size_t j = 0; j < node->n_listeners; j++)
                add(m, c, node, &node->listeners[j]);
            if (node->listeners_gap != WIT_NO_GAP)
                add_gap(m, wit_fmt(m->arena, "%s/%s/others", c->id, node->id), wit_node_words(m->review, c, node),
                        node->listeners_gap, "there may be other listeners");
        }
        if (c->nodes_gap != WIT_NO_GAP)
            add_gap(m, wit_fmt(m->arena, "%s/others", c->id), wit_cluster_words(m->review, c), c->nodes_gap,
                    "there may be other nodes");
    }
    add_members(m);
    if (p->n_clusters == 0)
        add_declared(m);
}
