/* pathmap/sheets/responsibility.c: who answers for what: declared owners, joined with what was discovered.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/sheets.md ("responsibility"); the review text 001, "Operational responsibility".
 */
#include <string.h>

#include "pathmap/sheets/inside.h"

static const struct {
    const char *id, *area;
} areas[] = {
    {"upgrades", "Upgrades"},
    {"scaling", "Scaling"},
    {"incident-response", "Incident response"},
    {"quotas", "Cloud quota requests"},
    {"access-reviews", "Access reviews"},
    {"disaster-recovery", "Disaster recovery tests"},
    {"evidence", "Evidence collection"},
};

static bool has_owner(const char *owners, const char *owner)
{
    size_t len = strlen(owner);
    for (const char *at = owners; (at = strstr(at, owner)) != NULL; at++)
        if ((at == owners || at[-1] == ' ') && (at[len] == '\0' || at[len] == ','))
            return true;
    return false;
}

static void add_class(struct wit_sheet_maker *m, enum wit_class class)
{
    size_t n = 0, owned = 0;
    const char *owners = "", *ids[WIT_SHEET_PATHS];
    size_t n_ids = 0;
    for (size_t i = 0; i < m->review->n_paths; i++) {
        const struct wit_path *p = &m->review->paths[i];
        if (p->class != class ||
            !(wit_path_is_open(p) || p->observed.verdict == WIT_SEEN || p->permitted.verdict == WIT_UNKNOWN))
            continue;
        n++;
        owned += p->review.owner[0] != '\0';
        if (p->review.owner[0] == '\0' && n_ids < WIT_SHEET_PATHS)
            ids[n_ids++] = p->id;
        if (p->review.owner[0] != '\0' && !has_owner(owners, p->review.owner))
            owners = wit_fmt(m->arena, "%s%s%s", owners, owners[0] == '\0' ? "" : ", ", p->review.owner);
    }
    if (n == 0)
        return;
    struct wit_item item = {.basis = WIT_BASIS_BOTH, .text = ""};
    if (owned == n)
        wit_item_add(&item, m->arena, WIT_MARK_GOOD, "every path of the class has an owner");
    else
        wit_item_add(&item, m->arena, WIT_MARK_BAD,
                     wit_fmt(m->arena, "%zu of %zu paths have no owner: declare them in the intent", n - owned, n));
    const char *cells[] = {wit_fmt(m->arena, "%s paths", wit_class_title(class)), owners[0] == '\0' ? "nobody" : owners,
                           wit_fmt(m->arena, "%zu path%s, %zu with an owner", n, wit_plural(n, "", "s"), owned)};
    wit_item_row(m, wit_fmt(m->arena, "paths-%s", wit_class_word(class)), &item, cells, 3);
    for (size_t i = 0; i < n_ids; i++)
        wit_sheet_path(m, &m->rows[m->sheet->n_rows - 1], ids[i]);
}

/* What there is to operate. */
static const char *discovered(struct wit_sheet_maker *m)
{
    const struct wit_platform *p = m->review->platform;
    size_t nodes = 0, connectors = 0;
    for (size_t i = 0; i < p->n_clusters; i++)
        nodes += p->clusters[i].n_nodes;
    for (size_t i = 0; i < p->n_connects; i++)
        connectors += p->connects[i].n_connectors;
    if (!wit_has_kafka(m->review))
        return "";
    return wit_fmt(m->arena, "%zu nodes, %zu connectors, %zu registr%s", nodes, connectors, p->n_registries,
                   wit_plural(p->n_registries, "y", "ies"));
}

void wit_make_responsibility(struct wit_sheet_maker *m)
{
    for (size_t i = 0; i < sizeof areas / sizeof *areas; i++) {
        struct wit_item item = wit_item_missing(wit_fmt(
            m->arena, "who owns it is for people to say: responsibility/%s under answers in policy.yaml", areas[i].id));
        const char *cells[] = {areas[i].area, "", discovered(m)};
        wit_item_row(m, areas[i].id, &item, cells, 3);
    }
    for (int c = 0; c < WIT_CLASS_COUNT; c++)
        add_class(m, (enum wit_class)c);
}
