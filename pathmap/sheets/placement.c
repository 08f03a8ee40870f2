/* pathmap/sheets/placement.c: where every process of the platform runs: account, region, network, subnet, zone.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * "Can the organization prove where the data plane runs": a process that no evidence places is not known, never left
 * out. Source: docs/sheets.md ("placement").
 */
#include <string.h>

#include "pathmap/sheets/inside.h"

static const char *address_of(struct wit_arena *arena, const struct wit_interface *itf)
{
    char text[WIT_ADDR_TEXT];
    return itf->n_addresses == 0 ? "" : wit_strdup(arena, wit_addr_text(text, itf->addresses[0].addr));
}

static void add_interface(struct wit_sheet_maker *m, const char *id, const char *who, const char *kind,
                          const struct wit_interface *itf, enum wit_mark mark, enum wit_basis basis, const char *text,
                          struct wit_cite cite)
{
    const struct wit_subnet *s = itf->subnet;
    struct wit_sheet_row *row =
        WIT_ROW(m, id, mark, basis, text, who, kind, itf->account, itf->region, s->network->id,
                s->name[0] == '\0' ? s->id : wit_fmt(m->arena, "%s (%s)", s->name, s->id),
                s->zone_id[0] != '\0' ? s->zone_id : s->zone_name, itf->id, address_of(m->arena, itf));
    wit_row_cite(m, row, cite);
    wit_row_cite(m, row, itf->cite);
}

static void add_site(struct wit_sheet_maker *m, const char *id, const char *who, const char *kind,
                     const struct wit_site *site, const char *rack, struct wit_cite cite)
{
    for (size_t i = 0; i < site->n_interfaces; i++) {
        const struct wit_interface *itf = site->interfaces[i];
        const char *text = "placed by its address";
        enum wit_mark mark = WIT_MARK_GOOD;
        if (rack[0] != '\0' && itf->subnet->zone_id[0] != '\0' && strcmp(rack, itf->subnet->zone_id) != 0 &&
            strcmp(rack, itf->subnet->zone_name) != 0) {
            mark = WIT_MARK_WATCH;
            text = wit_fmt(m->arena, "its broker.rack is '%s', and its subnet is in %s", rack, itf->subnet->zone_id);
        }
        if (site->gap != WIT_NO_GAP) {
            mark = WIT_MARK_UNKNOWN;
            text = wit_fmt(m->arena, "placed in part only: %s", wit_platform_gap_text(m->review, site->gap));
        }
        add_interface(m, i == 0 ? id : wit_fmt(m->arena, "%s/%s", id, itf->id), who, kind, itf, mark,
                      WIT_BASIS_COMPUTED, text, cite);
    }
    if (site->n_interfaces > 0)
        return;
    const char *text = site->gap != WIT_NO_GAP ? wit_platform_gap_text(m->review, site->gap)
                       : site->outside ? "its address is in no network of the evidence: on premises, or not collected"
                                       : "no evidence tells its address";
    char addr[WIT_ADDR_TEXT];
    const char *at = site->n_addrs == 0 ? site->host : wit_strdup(m->arena, wit_addr_text(addr, site->addrs[0]));
    const char *where = site->outside ? "outside the evidence" : "not placed";
    struct wit_sheet_row *row = WIT_ROW(m, id, WIT_MARK_UNKNOWN, site->outside ? WIT_BASIS_COMPUTED : WIT_BASIS_MISSING,
                                        text, who, kind, where, "", "", "", "", "", at);
    wit_row_cite(m, row, cite);
    wit_row_cite(m, row, site->cite);
}

static const char *node_kind(const struct wit_kafka_node *n)
{
    static const char *const kinds[] = {"node, part not told", "broker", "controller", "broker, controller"};
    return kinds[n->parts & 3U];
}

static void add_others(struct wit_sheet_maker *m, const char *id, const char *kind, wit_gap_ref gap)
{
    if (gap == WIT_NO_GAP)
        return;
    WIT_ROW(m, wit_fmt(m->arena, "%s/others", id), WIT_MARK_UNKNOWN, WIT_BASIS_MISSING,
            wit_fmt(m->arena, "there may be more: %s", wit_platform_gap_text(m->review, gap)), "others", kind,
            "not placed");
}

/* A voter that is one of the nodes is there already. */
static bool is_node(const struct wit_kafka_cluster *c, const struct wit_site *voter)
{
    for (size_t i = 0; i < c->n_nodes; i++)
        for (size_t k = 0; k < c->nodes[i].site.n_interfaces; k++)
            for (size_t v = 0; v < voter->n_interfaces; v++)
                if (c->nodes[i].site.interfaces[k] == voter->interfaces[v])
                    return true;
    return false;
}

static void add_clusters(struct wit_sheet_maker *m)
{
    struct wit_review *r = m->review;
    for (size_t i = 0; i < r->platform->n_clusters; i++) {
        const struct wit_kafka_cluster *c = &r->platform->clusters[i];
        for (size_t k = 0; k < c->n_nodes; k++)
            add_site(m, wit_fmt(m->arena, "%s/%s", c->id, c->nodes[k].id), wit_node_words(r, c, &c->nodes[k]),
                     node_kind(&c->nodes[k]), &c->nodes[k].site, c->nodes[k].rack, c->nodes[k].cite);
        for (size_t k = 0; k < c->n_zookeepers; k++)
            add_site(m, wit_fmt(m->arena, "%s/zookeeper/%s", c->id, c->zookeepers[k]), c->zookeepers[k], "zookeeper",
                     &c->zookeeper_sites[k], "", c->zookeeper_sites[k].cite);
        for (size_t k = 0; k < c->n_voters; k++)
            if (!is_node(c, &c->voter_sites[k]))
                add_site(m, wit_fmt(m->arena, "%s/voter/%s", c->id, c->voters[k]), c->voters[k], "controller (voter)",
                         &c->voter_sites[k], "", c->voter_sites[k].cite);
        add_others(m, c->id, "node", c->nodes_gap);
    }
}

/* Without Kafka's evidence: who holds a role of the platform, by the intent. */
static void add_declared(struct wit_sheet_maker *m)
{
    struct wit_review *r = m->review;
    for (size_t i = 0; r->intent != NULL && i < r->intent->n_roles; i++) {
        const struct wit_role *role = &r->intent->roles[i];
        const struct wit_role *const one[] = {role};
        if (role->derived || !wit_is_platform(one, 1))
            continue;
        for (size_t k = 0; k < r->members[i].n_interfaces && m->sheet->n_rows < WIT_SHEET_ROWS; k++) {
            const struct wit_interface *itf = r->members[i].interfaces[k];
            add_interface(m, wit_fmt(m->arena, "%s/%s", role->id, itf->id), role->id, wit_role_kind_word(role->kind),
                          itf, WIT_MARK_WATCH, WIT_BASIS_BOTH,
                          "that it plays this part is declared; " WIT_ASK_KAFKA " who really does", itf->cite);
        }
    }
}

void wit_make_placement(struct wit_sheet_maker *m)
{
    const struct wit_platform *p = m->review->platform;
    add_clusters(m);
    for (size_t i = 0; i < p->n_connects; i++) {
        for (size_t k = 0; k < p->connects[i].n_doors; k++)
            add_site(m, wit_fmt(m->arena, "%s/%s", p->connects[i].id, p->connects[i].doors[k].url),
                     p->connects[i].doors[k].url, "connect worker", &p->connects[i].doors[k].site, "",
                     p->connects[i].doors[k].cite);
        add_others(m, p->connects[i].id, "connect worker", p->connects[i].workers_gap);
    }
    for (size_t i = 0; i < p->n_registries; i++)
        add_site(m, p->registries[i].url, p->registries[i].url, "schema registry", &p->registries[i].door.site, "",
                 p->registries[i].cite);
    if (p->n_clusters == 0)
        add_declared(m);
}
