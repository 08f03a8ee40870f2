/* pathmap/review/check_kafka.c: checks of what brokers and controllers say about themselves.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * What surely is and what may be are findings of different checks; what is only not known is no finding: the sheets
 * say so. Source: docs/findings.md; Apache Kafka security documentation (listeners, authorization).
 */
#include <string.h>

#include "pathmap/review/findings.h"
#include "pathmap/review/kafka_facts.h"

enum { NAMED = 6 };

static const char *door_words(const struct wit_review *r, const struct wit_kafka_door *d)
{
    const char *what = d->part == WIT_DOOR_LISTENER
                           ? wit_fmt(r->arena, "Listener %s%s%s%s", d->name, d->protocol[0] == '\0' ? "" : " (",
                                     d->protocol, d->protocol[0] == '\0' ? "" : ")")
                           : d->name;
    const char *on =
        d->n_nodes == 0 ? "" : wit_fmt(r->arena, " on %s", wit_nodes_words(r->arena, d->nodes, d->n_nodes));
    const char *of = r->platform->n_clusters > 1 ? wit_fmt(r->arena, " of %s", d->cluster->id) : "";
    return wit_fmt(r->arena, "%s, tcp/%u%s%s", what, d->port, on, of);
}

static void tell_door(struct wit_review *r, struct wit_finding *f, const struct wit_kafka_door *d,
                      const struct wit_exposure *e)
{
    wit_finding_cite(f, r->arena, wit_review_cite(r, d->cite));
    for (size_t i = 0; i < d->n_nodes; i++)
        wit_finding_cite(f, r->arena, wit_review_cite(r, d->listeners[i]->cite));
    for (size_t i = 0; e != NULL && i < e->n_paths; i++)
        for (size_t k = 0; k < r->n_paths; k++)
            if (strcmp(r->paths[k].id, e->paths[i]) == 0)
                wit_finding_path(f, r->arena, &r->paths[k]);
}

static const char *door_key(const struct wit_review *r, const struct wit_kafka_door *d)
{
    return wit_fmt(r->arena, "%s\n%s\n%s\n%u", d->cluster->id, d->name, d->protocol, d->port);
}

/* Endpoints of services most likely open nothing: they leave a proof open, and accuse nobody. */
static bool may_be_open(const struct wit_exposure *e)
{
    return e->n_surely == 0 && e->n > e->n_doubtful;
}

/* A door of that kind that is reached by others than nodes: surely, or only possibly. */
static void inner(struct wit_review *r, const struct wit_check *check, bool controllers, bool surely)
{
    size_t n;
    const struct wit_kafka_door *doors = wit_kafka_doors(&n, r);
    for (size_t i = 0; i < n; i++) {
        const struct wit_kafka_door *d = &doors[i];
        if (controllers ? d->use != WIT_USE_CONTROLLER : d->use != WIT_USE_REPLICATION)
            continue;
        const struct wit_exposure *e = wit_kafka_door_exposure(r, d);
        if (e == NULL || !e->placed || (surely ? e->n_surely == 0 : !may_be_open(e)))
            continue;
        const char *unplaced = d->n_unplaced == 0 ? ""
                                                  : wit_fmt(r->arena,
                                                            "; %zu of its processes are not placed (%s: %s), so "
                                                            "one of these may be one of them",
                                                            d->n_unplaced, d->unplaced, d->gap);
        const char *why = surely || e->why[0] == '\0' ? "" : wit_fmt(r->arena, ": %s", wit_gap_brief(r->arena, e->why));
        struct wit_finding *f =
            wit_finding_add(r, check, door_key(r, d),
                            wit_fmt(r->arena, "%s, %s reached from %s, which %s neither broker nor controller%s%s",
                                    door_words(r, d), surely ? "is" : "may be", wit_exposure_words(r->arena, e, NAMED),
                                    e->n == 1 ? "is" : "are", why, unplaced));
        tell_door(r, f, d, e);
    }
}

void wit_check_kafka_inner(struct wit_review *r, const struct wit_check *check)
{
    inner(r, check, false, true);
}
void wit_check_kafka_inner_maybe(struct wit_review *r, const struct wit_check *check)
{
    inner(r, check, false, false);
}
void wit_check_kafka_quorum(struct wit_review *r, const struct wit_check *check)
{
    inner(r, check, true, true);
}
void wit_check_kafka_quorum_maybe(struct wit_review *r, const struct wit_check *check)
{
    inner(r, check, true, false);
}

static void plain(struct wit_review *r, const struct wit_check *check, bool open)
{
    size_t n;
    const struct wit_kafka_door *doors = wit_kafka_doors(&n, r);
    for (size_t i = 0; i < n; i++) {
        const struct wit_kafka_door *d = &doors[i];
        if (!wit_protocol_is_plain(d->protocol))
            continue;
        const struct wit_exposure *e = wit_kafka_door_exposure(r, d);
        if ((e != NULL && e->n_surely > 0) != open)
            continue;
        const char *who = wit_protocol_is_anonymous(d->protocol) ? "nothing is encrypted and nobody says who he is"
                                                                 : "nothing is encrypted";
        const char *whom = e == NULL || !e->placed ? "who reaches it is not known"
                           : d->local              ? "it is bound to the loopback address"
                           : wit_exposure_is_closed(e)
                               ? "no one but the cluster's own nodes reaches it"
                               : wit_fmt(r->arena, "%s reached from %s", open ? "it is" : "it may be",
                                         wit_exposure_words(r->arena, e, NAMED));
        struct wit_finding *f =
            wit_finding_add(r, check, door_key(r, d), wit_fmt(r->arena, "%s: %s; %s", door_words(r, d), who, whom));
        tell_door(r, f, d, e);
    }
}

void wit_check_kafka_plain_open(struct wit_review *r, const struct wit_check *check)
{
    plain(r, check, true);
}
void wit_check_kafka_plain(struct wit_review *r, const struct wit_check *check)
{
    plain(r, check, false);
}

/* ---- settings that are the same fault on many nodes ---- */
typedef bool faulty_fn(const struct wit_kafka_cluster *c, const struct wit_kafka_node *node, struct wit_cite *cite);

static void gather(struct wit_review *r, const struct wit_check *check, faulty_fn *faulty, const char *text)
{
    for (size_t i = 0; i < r->platform->n_clusters; i++) {
        const struct wit_kafka_cluster *c = &r->platform->clusters[i];
        const struct wit_kafka_node **nodes = WIT_NEW_ARRAY(r->arena, const struct wit_kafka_node *, c->n_nodes);
        struct wit_cite *cites = WIT_NEW_ARRAY(r->arena, struct wit_cite, c->n_nodes);
        size_t n = 0;
        for (size_t k = 0; k < c->n_nodes; k++)
            if (faulty(c, &c->nodes[k], &cites[n]))
                nodes[n++] = &c->nodes[k];
        if (n == 0)
            continue;
        const char *whose = wit_nodes_words(r->arena, nodes, n);
        struct wit_finding *f =
            wit_finding_add(r, check, c->id, wit_fmt(r->arena, "%s of %s: %s", whose, wit_cluster_words(r, c), text));
        for (size_t k = 0; k < n; k++)
            wit_finding_cite(f, r->arena, wit_review_cite(r, cites[k]));
    }
}

static bool no_authorizer(const struct wit_kafka_cluster *c, const struct wit_kafka_node *node, struct wit_cite *cite)
{
    (void)c;
    struct wit_fact f = wit_node_fact(node, "authorizer.class.name", "");
    *cite = f.cite;
    return f.known && (f.value == NULL || wit_fact_is(&f, ""));
}
void wit_check_kafka_authorizer(struct wit_review *r, const struct wit_check *check)
{
    gather(r, check, no_authorizer,
           "no authorizer.class.name is set, so whoever connects may read, write and administer everything");
}

static bool open_acls(const struct wit_kafka_cluster *c, const struct wit_kafka_node *node, struct wit_cite *cite)
{
    struct wit_fact f = wit_node_fact(node, "allow.everyone.if.no.acl.found", "false");
    *cite = f.cite;
    return wit_fact_is(&f, "true") && !no_authorizer(c, node, &(struct wit_cite){UINT32_MAX, ""});
}
void wit_check_kafka_open_acls(struct wit_review *r, const struct wit_check *check)
{
    gather(r, check, open_acls, "allow.everyone.if.no.acl.found=true, so whatever has no ACL is open to everybody");
}

static bool auto_create(const struct wit_kafka_cluster *c, const struct wit_kafka_node *node, struct wit_cite *cite)
{
    (void)c;
    struct wit_fact f = wit_node_fact(node, "auto.create.topics.enable", "true");
    *cite = f.cite;
    return wit_fact_is(&f, "true") && node->parts != WIT_NODE_CONTROLLER;
}
void wit_check_kafka_auto_create(struct wit_review *r, const struct wit_check *check)
{
    gather(r, check, auto_create, "auto.create.topics.enable=true, so a producer makes any topic that it names");
}

static void jmx(struct wit_review *r, const struct wit_check *check, bool surely)
{
    for (size_t i = 0; i < r->platform->n_clusters; i++)
        for (size_t k = 0; k < r->platform->clusters[i].n_nodes; k++) {
            const struct wit_kafka_cluster *c = &r->platform->clusters[i];
            const struct wit_kafka_node *node = &c->nodes[k];
            if (node->jmx_port == 0)
                continue;
            const struct wit_exposure *e =
                wit_exposure_of(r, node->site.interfaces, node->site.n_interfaces, node->jmx_port, WIT_INSIDE_NODES);
            if (!e->placed || (surely ? e->n_surely == 0 : !may_be_open(e)))
                continue;
            struct wit_finding *f = wit_finding_add(
                r, check, wit_fmt(r->arena, "%s\n%s", c->id, node->id),
                wit_fmt(r->arena,
                        "JMX of %s at tcp/%u %s reached from %s; nothing in the evidence tells that it asks for "
                        "credentials",
                        wit_node_words(r, c, node), node->jmx_port, surely ? "is" : "may be",
                        wit_exposure_words(r->arena, e, NAMED)));
            wit_finding_cite(f, r->arena, wit_review_cite(r, node->cite));
        }
}

void wit_check_kafka_jmx(struct wit_review *r, const struct wit_check *check)
{
    jmx(r, check, true);
}
void wit_check_kafka_jmx_maybe(struct wit_review *r, const struct wit_check *check)
{
    jmx(r, check, false);
}
