/* pathmap/review/permits.c: who of a path's sources may read, write and list the bucket that it leads to.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "pathmap/review/permits.h"

#include <string.h>

enum { MAX_ROWS = 60 };

struct gathering {
    struct wit_identity *id;
    struct wit_arena *arena;
    const struct wit_estate *e;
    const struct wit_bucket *bucket;
    struct wit_identity_row *rows;
    size_t n, cap;
    struct wit_strmap *seen; /* principal and way */
};

static const struct wit_bucket *bucket_named(const struct wit_estate *e, const char *name)
{
    for (size_t i = 0; i < e->n_buckets; i++) {
        if (strcmp(e->buckets[i].id, name) == 0)
            return &e->buckets[i];
    }
    return NULL;
}

static void add_row(struct gathering *g, const struct wit_asker *asker, const struct wit_way *way, bool known,
                    const struct wit_identity_answer *a)
{
    struct wit_identity_row row = {.action = wit_s3_action_word(a->action),
                                   .principal = wit_asker_text(g->arena, asker),
                                   .way = way->kind == WIT_WAY_INTERNET ? "internet" : way->endpoint,
                                   .verdict = a->verdict,
                                   .decider = {"", "", "", ""},
                                   .text = a->text,
                                   .remedy = "",
                                   .evidence = wit_cite_text(g->arena, g->e, a->cite)};
    if (!known) { /* the other way may open what this one shuts, and the reverse */
        row.verdict = WIT_UNKNOWN;
        row.text = "its routes are not known: it may come by an endpoint, or by the internet";
        row.evidence = "";
    }
    if (row.verdict != WIT_UNKNOWN) {
        row.decider.kind = "policy";
        row.decider.of = a->by;
        row.decider.id = a->id;
        row.decider.statement = a->statement;
    }
    const char **gaps = WIT_NEW_ARRAY(g->arena, const char *, a->n_gaps);
    for (size_t i = 0; i < a->n_gaps; i++) {
        gaps[i] = a->gaps[i]->id;
        if (row.remedy[0] == '\0' && known && a->gaps[i]->remedy != NULL)
            row.remedy = a->gaps[i]->remedy;
    }
    row.gaps = gaps;
    row.n_gaps = a->n_gaps;
    WIT_PUSH(g->arena, g->rows, g->n, g->cap) = row;
}

static void ask(struct gathering *g, const struct wit_asker *asker, const struct wit_way *way, bool known)
{
    const char *key =
        wit_fmt(g->arena, "%d %s\n%s %d", (int)asker->kind, wit_asker_text(g->arena, asker), way->endpoint, (int)known);
    if (g->n + WIT_S3_ACTIONS > MAX_ROWS || !wit_strmap_put(g->seen, key, g))
        return;
    for (int action = 0; action < WIT_S3_ACTIONS; action++) {
        struct wit_identity_answer answer;
        wit_identity_ask(&answer, g->id, asker, g->bucket, (enum wit_s3_action)action, way);
        add_row(g, asker, way, known, &answer);
    }
}

static bool serves(const struct wit_endpoint *o, const struct wit_interface *itf, const char *region)
{
    return o->network != NULL && o->network == itf->subnet->network && strcmp(o->region, region) == 0 &&
           strcmp(o->state, "available") == 0;
}

static void ask_interface(struct gathering *g, const struct wit_interface *itf)
{
    bool known;
    struct wit_asker asker = wit_asker_of(g->id, itf);
    struct wit_way way = wit_way_of(itf, g->bucket->region, &known);
    ask(g, &asker, &way, known);
    for (size_t i = 0; i < g->e->n_endpoints; i++) {
        if (serves(&g->e->endpoints[i], itf, g->bucket->region) && wit_way_endpoint(&way, g->e, g->e->endpoints[i].id))
            ask(g, &asker, &way, true);
    }
}

static void not_there(struct gathering *g, const char *bucket)
{
    const char *text = wit_fmt(g->arena, "nothing about bucket %.80s is in the evidence", bucket);
    WIT_PUSH(g->arena, g->rows, g->n, g->cap) = (struct wit_identity_row){.action = "read",
                                                                          .principal = "",
                                                                          .way = "internet",
                                                                          .verdict = WIT_UNKNOWN,
                                                                          .decider = {"", "", "", ""},
                                                                          .text = text,
                                                                          .remedy = "aws s3api get-bucket-policy",
                                                                          .evidence = ""};
}

static void begin(struct gathering *g, struct wit_identity *id, const char *bucket)
{
    *g = (struct gathering){.id = id, .arena = wit_identity_arena(id), .e = wit_identity_estate(id)};
    g->bucket = bucket_named(g->e, bucket);
    g->seen = wit_strmap_new(g->arena);
    if (g->bucket == NULL)
        not_there(g, bucket);
}

static void end(struct wit_identity_part *out, const struct gathering *g)
{
    enum wit_verdict verdict = WIT_ISOLATED;
    for (size_t i = 0; i < g->n; i++) {
        if (g->rows[i].verdict == WIT_REACHABLE || (g->rows[i].verdict == WIT_UNKNOWN && verdict == WIT_ISOLATED))
            verdict = g->rows[i].verdict;
    }
    *out = (struct wit_identity_part){verdict, g->rows, g->n};
}

void wit_permits_of_interfaces(struct wit_identity_part *out, struct wit_identity *id,
                               const struct wit_interface *const *interfaces, size_t n, const char *bucket)
{
    struct gathering g;
    begin(&g, id, bucket);
    for (size_t i = 0; i < n && g.bucket != NULL; i++)
        ask_interface(&g, interfaces[i]);
    end(out, &g);
}

static bool holds(const struct wit_interface *itf, struct wit_prefix prefix)
{
    for (size_t i = 0; i < itf->n_addresses; i++) {
        const struct wit_address *a = &itf->addresses[i];
        if (wit_prefix_has(prefix, a->addr) || (a->public_addr.family != 0 && wit_prefix_has(prefix, a->public_addr)))
            return true;
    }
    return false;
}

/* An address or prefix: the interfaces in it; what else lies there has credentials that nobody knows. */
static void ask_prefix(struct gathering *g, struct wit_prefix prefix, bool one)
{
    struct wit_asker unknown = {.kind = WIT_BY_UNKNOWN, .gap = WIT_NO_GAP};
    struct wit_way way = wit_way_internet();
    bool found = false;
    for (size_t i = 0; i < g->e->n_interfaces; i++) {
        if (holds(&g->e->interfaces[i], prefix)) {
            ask_interface(g, &g->e->interfaces[i]);
            found = true;
        }
    }
    if (!found || !one)
        ask(g, &unknown, &way, wit_addr_is_public(prefix.addr));
}

static void ask_part(struct gathering *g, const struct wit_party *p)
{
    struct wit_way way = wit_way_internet();
    for (size_t i = 0; i < p->n_interfaces; i++)
        ask_interface(g, p->interfaces[i]);
    if (p->kind == WIT_PARTY_ADDRESS || p->kind == WIT_PARTY_PREFIX)
        ask_prefix(g, p->prefix, p->kind == WIT_PARTY_ADDRESS);
    if (p->kind == WIT_PARTY_INTERNET) {
        ask(g, &(struct wit_asker){.kind = WIT_BY_ANYONE, .gap = WIT_NO_GAP}, &way, true);
        ask(g, &(struct wit_asker){.kind = WIT_BY_STRANGER, .gap = WIT_NO_GAP}, &way, true);
    }
}

void wit_permits_of_party(struct wit_identity_part *out, struct wit_identity *id, const struct wit_party *from,
                          const char *bucket)
{
    struct gathering g;
    begin(&g, id, bucket);
    if (g.bucket != NULL)
        ask_part(&g, from);
    for (size_t i = 0; i < from->n_parts && g.bucket != NULL; i++)
        ask_part(&g, &from->parts[i]);
    end(out, &g);
}
