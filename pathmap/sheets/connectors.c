/* pathmap/sheets/connectors.c: every connector with every system that it exchanges data with.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/sheets.md ("connectors"); docs/connectors.md.
 */
#include <string.h>

#include "pathmap/sheets/inside.h"

static const char *encryption(const struct wit_destination *d)
{
    if (d->kind == WIT_DEST_BUCKET && d->host[0] == '\0')
        return "TLS (AWS endpoint)";
    if (d->kind == WIT_DEST_TOPIC)
        return "as the cluster";
    if (!d->tls_told)
        return "not told";
    return d->tls ? "TLS" : "none";
}

/* Paths by where they lead. */
struct way {
    const struct wit_path *path;
    const struct way *next;
};

static struct wit_strmap *ways_of(struct wit_sheet_maker *m)
{
    struct wit_strmap *index = wit_strmap_new(m->arena);
    for (size_t i = m->review->n_paths; i-- > 0;) {
        struct way *w = WIT_NEW(m->arena, struct way);
        *w = (struct way){&m->review->paths[i], wit_strmap_get(index, m->review->paths[i].to.id)};
        wit_strmap_set(index, m->review->paths[i].to.id, w);
    }
    return index;
}

static bool from_worker(const struct wit_connect_cluster *c, const struct wit_path *p)
{
    for (size_t k = 0; k < c->n_doors; k++)
        for (size_t i = 0; i < c->doors[k].site.n_interfaces; i++)
            if (strcmp(p->from.id, c->doors[k].site.interfaces[i]->subnet->id) == 0)
                return true;
    return false;
}

static void add_ways(struct wit_sheet_maker *m, struct wit_sheet_row *row, struct wit_strmap *ways,
                     const struct wit_connect_cluster *c, const char *to)
{
    for (const struct way *w = wit_strmap_get(ways, to); w != NULL && row->n_paths < WIT_SHEET_PATHS; w = w->next)
        if (from_worker(c, w->path))
            wit_sheet_path(m, row, w->path->id);
}

/* Paths of the inventory from a worker's subnet to where the destination is. */
static void add_paths(struct wit_sheet_maker *m, struct wit_sheet_row *row, struct wit_strmap *ways,
                      const struct wit_connect_cluster *c, const struct wit_placed_destination *d)
{
    if (d->bucket[0] != '\0')
        add_ways(m, row, ways, c, d->bucket);
    if (d->site.outside && d->site.n_addrs > 0 && wit_addr_is_public(d->site.addrs[0]))
        add_ways(m, row, ways, c, "internet");
    for (size_t k = 0; k < d->site.n_interfaces; k++)
        add_ways(m, row, ways, c, d->site.interfaces[k]->subnet->id);
}

static enum wit_mark mark_of(const struct wit_destination *d, const struct wit_destination_place *place)
{
    bool open = d->tls_told && !d->tls && d->kind != WIT_DEST_TOPIC;
    switch (place->where) {
    case WIT_PLACE_CLUSTER:
        return WIT_MARK_GOOD;
    case WIT_PLACE_INSIDE:
        return open ? WIT_MARK_WATCH : WIT_MARK_GOOD;
    case WIT_PLACE_OUTSIDE:
        return open ? WIT_MARK_BAD : WIT_MARK_WATCH;
    case WIT_PLACE_UNKNOWN:
        break;
    }
    return open ? WIT_MARK_BAD : WIT_MARK_UNKNOWN;
}

static void add_destination(struct wit_sheet_maker *m, struct wit_strmap *ways,
                            const struct wit_connect_cluster *connect, const struct wit_connector *c, size_t i)
{
    const struct wit_placed_destination *d = &c->destinations[i];
    struct wit_destination_place place;
    wit_destination_place(&place, m->review, connect, d);
    const char *text = place.why;
    if (d->what.tls_told && !d->what.tls && d->what.kind != WIT_DEST_TOPIC)
        text = wit_fmt(m->arena, "%s; its settings say that nothing is encrypted on the way", text);
    struct wit_sheet_row *row =
        WIT_ROW(m, wit_fmt(m->arena, "%s/%zu", c->name, i + 1), mark_of(&d->what, &place), WIT_BASIS_COMPUTED, text,
                c->name, c->class, c->state, wit_fmt(m->arena, "%s %s", d->what.source ? "from" : "to", place.name),
                d->what.system, encryption(&d->what), place.text, d->what.key);
    wit_row_cite(m, row, c->cite);
    wit_row_cite(m, row, d->site.cite);
    add_paths(m, row, ways, connect, d);
}

static void add_connector(struct wit_sheet_maker *m, struct wit_strmap *ways, const struct wit_connect_cluster *connect,
                          const struct wit_connector *c)
{
    for (size_t i = 0; i < c->n_destinations && m->sheet->n_rows < WIT_SHEET_ROWS; i++)
        add_destination(m, ways, connect, c, i);
    const char *text = NULL;
    if (!c->known)
        text = "its class is not modelled: it may connect to anything";
    else if (c->gap != WIT_NO_GAP)
        text = wit_platform_gap_text(m->review, c->gap);
    if (text == NULL && c->n_destinations > 0)
        return;
    enum wit_mark mark = text == NULL ? WIT_MARK_GOOD : WIT_MARK_UNKNOWN;
    struct wit_sheet_row *row =
        WIT_ROW(m, wit_fmt(m->arena, "%s/others", c->name), mark, text == NULL ? WIT_BASIS_COMPUTED : WIT_BASIS_MISSING,
                text == NULL ? "a connector of this class talks to nothing but the cluster" : text, c->name, c->class,
                c->state, text == NULL ? "none" : "there may be others", "", "", text == NULL ? "" : "not known");
    wit_row_cite(m, row, c->cite);
}

void wit_make_connectors(struct wit_sheet_maker *m)
{
    const struct wit_platform *p = m->review->platform;
    struct wit_strmap *ways = p->n_connects == 0 ? NULL : ways_of(m);
    for (size_t i = 0; i < p->n_connects; i++) {
        for (size_t k = 0; k < p->connects[i].n_connectors; k++)
            add_connector(m, ways, &p->connects[i], &p->connects[i].connectors[k]);
        if (p->connects[i].connectors_gap != WIT_NO_GAP)
            WIT_ROW(m, wit_fmt(m->arena, "%s/others", p->connects[i].id), WIT_MARK_UNKNOWN, WIT_BASIS_MISSING,
                    wit_fmt(m->arena, "there may be other connectors: %s",
                            wit_platform_gap_text(m->review, p->connects[i].connectors_gap)),
                    "others", "not told");
    }
}
