/* pathmap/review/connector_places.c: inside the platform's accounts, outside, or not known: never guessed.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "pathmap/review/connector_places.h"

#include <stdlib.h>
#include <string.h>

#include "pathmap/review/kafka_facts.h"

struct accounts {
    const char **items;
    size_t n, cap;
};

static void add_account(struct accounts *a, struct wit_arena *arena, const struct wit_site *site)
{
    for (size_t i = 0; i < site->n_interfaces; i++) {
        const char *account = site->interfaces[i]->account;
        bool there = account[0] == '\0';
        for (size_t k = 0; k < a->n && !there; k++)
            there = strcmp(a->items[k], account) == 0;
        if (!there)
            WIT_PUSH(arena, a->items, a->n, a->cap) = account;
    }
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char *const *wit_platform_accounts(size_t *n, const struct wit_review *r)
{
    const struct wit_platform *p = r->platform;
    struct accounts a = {0}, declared = {0};
    for (size_t i = 0; i < p->n_clusters; i++)
        for (size_t k = 0; k < p->clusters[i].n_nodes; k++)
            add_account(&a, r->arena, &p->clusters[i].nodes[k].site);
    for (size_t i = 0; i < p->n_connects; i++)
        for (size_t k = 0; k < p->connects[i].n_doors; k++)
            add_account(&a, r->arena, &p->connects[i].doors[k].site);
    for (size_t i = 0; i < p->n_registries; i++)
        add_account(&a, r->arena, &p->registries[i].door.site);
    for (size_t i = 0; a.n == 0 && i < r->estate->n_interfaces; i++) { /* else: who is declared to be of it */
        struct wit_roles_of of = wit_review_roles_of(r, &r->estate->interfaces[i]);
        const struct wit_interface *const one[] = {&r->estate->interfaces[i]};
        const struct wit_site site = {.interfaces = one, .n_interfaces = 1};
        if (wit_is_platform(of.roles, of.n))
            add_account(&declared, r->arena, &site);
    }
    if (a.n == 0)
        a = declared;
    if (a.n > 1)
        qsort(a.items, a.n, sizeof *a.items, by_text);
    *n = a.n;
    return a.items;
}

const char *wit_place_word(enum wit_place_where where)
{
    static const char *const words[] = {[WIT_PLACE_INSIDE] = "inside",
                                        [WIT_PLACE_CLUSTER] = "in the cluster",
                                        [WIT_PLACE_OUTSIDE] = "outside",
                                        [WIT_PLACE_UNKNOWN] = "not known"};
    return words[where];
}

static bool is_ours(const struct wit_review *r, const char *account)
{
    size_t n;
    const char *const *list = wit_platform_accounts(&n, r);
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i], account) == 0)
            return true;
    return false;
}

static bool have_accounts(const struct wit_review *r)
{
    size_t n;
    wit_platform_accounts(&n, r);
    return n > 0;
}

static void put(struct wit_destination_place *out, enum wit_place_where where, const char *text, const char *why)
{
    out->where = where;
    out->text = text;
    out->why = why;
}

static void by_account(struct wit_destination_place *out, const struct wit_review *r, const char *text)
{
    if (out->account[0] == '\0' || !have_accounts(r))
        put(out, WIT_PLACE_UNKNOWN, text,
            out->account[0] == '\0' ? "its account is not in the evidence"
                                    : "in which accounts the platform itself runs is not known");
    else if (is_ours(r, out->account))
        put(out, WIT_PLACE_INSIDE, text, wit_fmt(r->arena, "in account %s, as the platform", out->account));
    else
        put(out, WIT_PLACE_OUTSIDE, text,
            wit_fmt(r->arena, "in account %s, which is none of the platform's", out->account));
}

static void place_bucket(struct wit_destination_place *out, const struct wit_review *r,
                         const struct wit_placed_destination *d)
{
    const struct wit_bucket *b = d->in_estate;
    out->region = d->what.region;
    if (b == NULL && d->what.host[0] != '\0') {
        put(out, WIT_PLACE_UNKNOWN, wit_fmt(r->arena, "store at %s", d->what.host),
            "a bucket of a store that is no AWS endpoint in evidence");
    } else if (b == NULL) {
        put(out, WIT_PLACE_UNKNOWN, "bucket not in evidence",
            "no account of the evidence lists this bucket: it may belong to anybody");
    } else {
        out->account = b->account;
        out->region = b->region;
        by_account(out, r, wit_fmt(r->arena, "%s %s", b->account, b->region));
    }
}

static void place_host(struct wit_destination_place *out, const struct wit_review *r,
                       const struct wit_placed_destination *d)
{
    const struct wit_site *s = &d->site;
    if (s->n_interfaces > 0) {
        const struct wit_interface *itf = s->interfaces[0];
        out->account = itf->account;
        out->region = itf->region;
        for (size_t i = 1; i < s->n_interfaces; i++)
            if (strcmp(s->interfaces[i]->account, itf->account) != 0)
                out->account = "";
        by_account(out, r, wit_fmt(r->arena, "%s %s %s", itf->account, itf->region, itf->subnet->id));
        if (out->where == WIT_PLACE_INSIDE && s->gap != WIT_NO_GAP) {
            out->where = WIT_PLACE_UNKNOWN;
            out->why = wit_platform_gap_text(r, s->gap);
        }
    } else if (s->outside) {
        char text[WIT_ADDR_TEXT];
        const char *where = s->n_addrs == 0 ? s->host : wit_strdup(r->arena, wit_addr_text(text, s->addrs[0]));
        put(out, WIT_PLACE_OUTSIDE, wit_fmt(r->arena, "outside: %s", where),
            wit_fmt(r->arena, "%s is in no network of the evidence: on premises, another account, or the internet",
                    where));
    } else {
        put(out, WIT_PLACE_UNKNOWN, "not placed",
            s->gap != WIT_NO_GAP ? wit_platform_gap_text(r, s->gap) : "no evidence tells its address");
    }
}

static const char *name_of(struct wit_arena *arena, const struct wit_placed_destination *d)
{
    const struct wit_destination *w = &d->what;
    const char *kind = w->kind == WIT_DEST_GCS ? "GCS" : w->kind == WIT_DEST_AZURE ? "Azure" : "a destination";
    if (w->kind == WIT_DEST_BUCKET)
        return wit_fmt(arena, "s3://%s", d->bucket[0] != '\0' ? d->bucket : w->name);
    if (w->host[0] != '\0')
        return w->port == 0 ? w->host : wit_fmt(arena, "%s:%u", w->host, w->port);
    if (w->name[0] != '\0')
        return wit_fmt(arena, "%s %s", w->system[0] != '\0' ? w->system : kind, w->name);
    return w->system[0] != '\0' ? w->system : kind;
}

void wit_destination_place(struct wit_destination_place *out, struct wit_review *r,
                           const struct wit_connect_cluster *connect, const struct wit_placed_destination *d)
{
    (void)connect;
    *out = (struct wit_destination_place){.account = "", .region = "", .name = name_of(r->arena, d)};
    if (d->what.unresolved) {
        put(out, WIT_PLACE_UNKNOWN, "a reference",
            "its value is a reference to a secret store or variable: what it names is not told");
        return;
    }
    switch (d->what.kind) {
    case WIT_DEST_TOPIC:
        put(out, WIT_PLACE_CLUSTER, "a topic of the cluster", "it stays in the cluster");
        return;
    case WIT_DEST_GCS:
    case WIT_DEST_AZURE:
        put(out, WIT_PLACE_OUTSIDE, "another cloud", "it is a store of another cloud");
        return;
    case WIT_DEST_SERVICE:
        put(out, WIT_PLACE_OUTSIDE, "a service of another company",
            "it is a service outside the account; by which address it is reached is not told");
        return;
    case WIT_DEST_BUCKET:
        place_bucket(out, r, d);
        return;
    case WIT_DEST_HOST:
    case WIT_DEST_KAFKA:
    case WIT_DEST_REGISTRY:
        place_host(out, r, d);
        return;
    }
}
