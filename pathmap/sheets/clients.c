/* pathmap/sheets/clients.c: who uses the cluster: members of consumer groups by Kafka's own view, clients on the wire.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/sheets.md ("kafka-clients"); Kafka protocol, DescribeGroups; docs/traffic.md.
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/sheets/inside.h"

enum { CLIENTS = 2000 };

struct client {
    const char *id, *host, *groups, *seen;
    size_t n_groups;
    struct wit_cite cite;
    const char *evidence; /* of the wire, "" none */
};
struct clients {
    struct client *items;
    size_t n, cap;
    struct wit_strmap *index;
    bool cut;
};

static struct client *client_of(struct clients *c, struct wit_sheet_maker *m, const char *id, const char *host)
{
    const char *key = wit_fmt(m->arena, "%s\n%s", id, host);
    uintptr_t at = (uintptr_t)wit_strmap_get(c->index, key);
    if (at != 0)
        return &c->items[at - 1];
    if (c->n == CLIENTS) {
        c->cut = true;
        return NULL;
    }
    struct client *fresh = &WIT_PUSH(m->arena, c->items, c->n, c->cap);
    *fresh = (struct client){id, host, "", "", 0, {UINT32_MAX, ""}, ""};
    wit_strmap_set(c->index, key, (void *)(uintptr_t)c->n);
    return fresh;
}

static void add_members(struct clients *out, struct wit_sheet_maker *m)
{
    const struct wit_platform *p = m->review->platform;
    for (size_t i = 0; i < p->n_clusters; i++)
        for (size_t g = 0; g < p->clusters[i].n_groups; g++) {
            const struct wit_consumer_group *group = &p->clusters[i].groups[g];
            const struct client *last = NULL; /* members of one client are neighbours: name the group once */
            for (size_t k = 0; k < group->n_members; k++) {
                struct client *c = client_of(out, m, group->members[k].client_id, group->members[k].host);
                if (c == NULL || c == last)
                    continue;
                last = c;
                if (c->n_groups++ < WIT_SHEET_NAMED)
                    c->groups = wit_fmt(m->arena, "%s%s%s", c->groups, c->n_groups > 1 ? ", " : "", group->id);
                if (c->cite.artefact == UINT32_MAX)
                    c->cite = group->members[k].cite;
            }
        }
}

static void add_seen(struct clients *out, struct wit_sheet_maker *m)
{
    for (size_t i = 0; i < m->review->n_sightings; i++) {
        const struct wit_seen_flow *f = m->review->sightings[i].flow;
        for (size_t k = 0; k < f->n_client_ids; k++) {
            struct client *c = client_of(out, m, f->client_ids[k], f->client);
            if (c == NULL || c->evidence[0] != '\0')
                continue;
            c->evidence = f->evidence;
            c->seen = wit_fmt(m->arena, "%s, last %.10s", f->class, f->last);
        }
    }
}

static int by_client(const void *a, const void *b)
{
    const struct client *x = a, *y = b;
    int order = strcmp(x->id, y->id);
    return order != 0 ? order : strcmp(x->host, y->host);
}

/* A declaration in force holds it as a source and leads to brokers. */
static bool is_declared(const struct wit_review *r, const struct wit_interface *itf)
{
    struct wit_roles_of of = wit_review_roles_of(r, itf);
    for (size_t i = 0; r->intent != NULL && i < r->intent->n_paths; i++) {
        const struct wit_declared_path *d = &r->intent->paths[i];
        if (d->to.kind == WIT_END_ROLE && d->to.role->kind == WIT_ROLE_BROKER && !wit_declared_expired(r, d) &&
            wit_ends_have_interface(d->from, d->n_from, itf, of.roles, of.n))
            return true;
    }
    return false;
}

/* The paths from where it is to the cluster. */
static void add_paths(struct wit_sheet_maker *m, struct wit_sheet_row *row, const char *subnet)
{
    for (size_t i = 0; i < m->review->n_paths && row->n_paths < WIT_SHEET_PATHS; i++) {
        const struct wit_path *p = &m->review->paths[i];
        if (strcmp(p->from.id, subnet) == 0 && strstr(p->service.role, "broker") != NULL)
            wit_sheet_path(m, row, p->id);
    }
}

static void add_client(struct wit_sheet_maker *m, struct wit_strmap *index, const struct client *c)
{
    const struct wit_interface *itf = wit_interface_at(m, index, c->host);
    const char *scope =
        itf == NULL ? "not in the evidence"
                    : wit_fmt(m->arena, "%s, %s", itf->subnet->name[0] != '\0' ? itf->subnet->name : itf->subnet->id,
                              wit_interface_words(m->arena, itf));
    const char *groups = c->n_groups > WIT_SHEET_NAMED
                             ? wit_fmt(m->arena, "%s and %zu more", c->groups, c->n_groups - WIT_SHEET_NAMED)
                             : c->groups;
    struct wit_sheet_row *row = WIT_ROW(m, wit_fmt(m->arena, "%s@%s", c->id, c->host), WIT_MARK_NONE,
                                        WIT_BASIS_COMPUTED, "", c->id, c->host, scope, groups, c->seen);
    wit_row_cite(m, row, c->cite);
    wit_sheet_cite(m, row, c->evidence);
    bool declared = itf != NULL && is_declared(m->review, itf);
    if (itf != NULL)
        add_paths(m, row, itf->subnet->id);
    if (itf == NULL) {
        row->mark = WIT_MARK_UNKNOWN;
        row->text = "no interface of the evidence, or several, have this address: who it is is not known";
    } else if (declared) {
        row->mark = WIT_MARK_GOOD;
        row->text = "a declared path leads from it to brokers";
    } else {
        bool any = m->review->intent != NULL && m->review->intent->n_paths > 0;
        row->mark = any ? WIT_MARK_BAD : WIT_MARK_WATCH;
        row->text = any ? "it uses the cluster, and no declared path leads from it to brokers"
                        : "it uses the cluster; no path is declared at all";
    }
    wit_sheet_cell(m, row, 5, itf == NULL ? "not known" : declared ? "yes" : "no");
}

void wit_make_clients(struct wit_sheet_maker *m)
{
    struct clients list = {.index = wit_strmap_new(m->arena)};
    const struct wit_platform *p = m->review->platform;
    add_members(&list, m);
    add_seen(&list, m);
    if (list.n > 0) {
        struct wit_strmap *index = wit_address_index(m);
        qsort(list.items, list.n, sizeof *list.items, by_client);
        for (size_t i = 0; i < list.n; i++)
            add_client(m, index, &list.items[i]);
    }
    for (size_t i = 0; i < p->n_clusters; i++)
        if (p->clusters[i].groups_gap != WIT_NO_GAP)
            WIT_ROW(m, wit_fmt(m->arena, "%s/others", p->clusters[i].id), WIT_MARK_UNKNOWN, WIT_BASIS_MISSING,
                    wit_fmt(m->arena, "there may be other consumers: %s",
                            wit_platform_gap_text(m->review, p->clusters[i].groups_gap)),
                    "others", "not told");
    m->sheet->note = list.cut ? "There are more clients than the 2,000 that are listed."
                              : "Producers and consumers without a group are known only by traffic that was seen.";
}
