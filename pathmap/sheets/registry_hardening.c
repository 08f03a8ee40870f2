/* pathmap/sheets/registry_hardening.c: the five items of hardening a Schema Registry.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/sheets.md ("registry-hardening"); the review text 004, "Hardening the Schema Registry".
 */
#include <string.h>

#include "pathmap/sheets/inside.h"

typedef void look_fn(struct wit_sheet_maker *m, struct wit_item *item, const struct wit_registry *g);

static void authentication(struct wit_sheet_maker *m, struct wit_item *item, const struct wit_registry *g)
{
    struct wit_fact roles =
        wit_settings_fact(g->settings, g->n_settings, g->settings_gap == WIT_NO_GAP, "authentication.roles", NULL);
    if (g->door.anonymous == WIT_TOLD_YES)
        wit_item_add(item, m->arena, WIT_MARK_BAD, wit_fmt(m->arena, "%s answers without credentials", g->url));
    else if (g->door.anonymous == WIT_NOT_TOLD)
        wit_item_add(item, m->arena, WIT_MARK_UNKNOWN,
                     wit_fmt(m->arena, "whether %s answers without credentials was not tried", g->url));
    else if (roles.known && roles.value != NULL)
        wit_item_add(item, m->arena, WIT_MARK_GOOD,
                     wit_fmt(m->arena, "%s asks for credentials; roles: %s", g->url, roles.value));
    else
        wit_item_add(item, m->arena, WIT_MARK_WATCH,
                     wit_fmt(m->arena,
                             "%s asks for credentials; who may write is not told (authentication.roles, ACLs)",
                             g->url));
    if (g->door.plain == WIT_TOLD_YES)
        wit_item_add(item, m->arena, WIT_MARK_BAD,
                     wit_fmt(m->arena, "%s answers over HTTP: credentials are readable on the way", g->url));
}

static void compatibility(struct wit_sheet_maker *m, struct wit_item *item, const struct wit_registry *g)
{
    if (g->compatibility[0] == '\0')
        wit_item_add(item, m->arena, WIT_MARK_UNKNOWN, wit_fmt(m->arena, "the level of %s is not told", g->url));
    else if (strcmp(g->compatibility, "NONE") == 0)
        wit_item_add(item, m->arena, WIT_MARK_BAD,
                     wit_fmt(m->arena, "%s: NONE, so any change of a schema is taken", g->url));
    else
        wit_item_add(item, m->arena, WIT_MARK_GOOD,
                     wit_fmt(m->arena, "%s: %s (subjects may have a level of their own)", g->url, g->compatibility));
}

static void isolation(struct wit_sheet_maker *m, struct wit_item *item, const struct wit_registry *g)
{
    const struct wit_exposure *e = wit_rest_door_exposure(m->review, &g->door, true);
    wit_item_exposure(item, e);
    if (e == NULL || !e->placed)
        wit_item_add(item, m->arena, WIT_MARK_UNKNOWN,
                     wit_fmt(m->arena, "%s is not placed: %s", g->url,
                             g->door.site.gap == WIT_NO_GAP ? "its address is outside the evidence"
                                                            : wit_platform_gap_text(m->review, g->door.site.gap)));
    else if (e->internet)
        wit_item_add(item, m->arena, WIT_MARK_BAD, wit_fmt(m->arena, "the internet reaches %s", g->url));
    else if (e->internet_possibly)
        wit_item_add(item, m->arena, WIT_MARK_UNKNOWN,
                     wit_fmt(m->arena, "the internet may reach %s: %s", g->url, wit_gap_brief(m->arena, e->why)));
    else if (g->door.site.gap != WIT_NO_GAP)
        wit_item_add(item, m->arena, WIT_MARK_UNKNOWN, wit_platform_gap_text(m->review, g->door.site.gap));
    else if (e->n_surely == 0)
        wit_item_add(item, m->arena, wit_exposure_is_closed(e) ? WIT_MARK_GOOD : WIT_MARK_UNKNOWN,
                     wit_fmt(m->arena, "the internet does not reach %s; reached from %s", g->url,
                             wit_exposure_words(m->arena, e, 3)));
    else {
        bool declared = true;
        for (size_t i = 0; i < m->review->n_paths; i++)
            for (size_t k = 0; k < e->n_paths; k++)
                if (strcmp(m->review->paths[i].id, e->paths[k]) == 0)
                    declared = declared && m->review->paths[i].declared.verdict == WIT_DECLARED;
        declared = declared && e->n_paths > 0 && e->why[0] == '\0';
        wit_item_add(item, m->arena, declared ? WIT_MARK_GOOD : WIT_MARK_WATCH,
                     wit_fmt(m->arena, "the internet does not reach %s; reached from %s%s", g->url,
                             wit_exposure_words(m->arena, e, 3),
                             declared ? ", all of it declared" : "; whether all of these need it is not declared"));
    }
}

static void change(struct wit_sheet_maker *m, struct wit_item *item, const struct wit_registry *g)
{
    if (strncmp(g->mode, "READONLY", 8) == 0)
        wit_item_add(item, m->arena, WIT_MARK_GOOD,
                     wit_fmt(m->arena, "%s is %s: nothing is registered at run time", g->url, g->mode));
    else
        wit_item_add(item, m->arena, WIT_MARK_UNKNOWN,
                     wit_fmt(m->arena, "%s is %s: whether changes are reviewed before is not in any answer of it",
                             g->url, g->mode[0] == '\0' ? "of a mode that is not told" : g->mode));
}

static const struct {
    const char *id, *title;
    look_fn *look;
    const char *otherwise;
} rows[] = {
    {"authentication", "Authentication and authorization", authentication, NULL},
    {"change-control", "Change control: schema changes are reviewed", change, NULL},
    {"compatibility", "Compatibility enforcement", compatibility, NULL},
    {"isolation", "Network isolation: not from the internet, only from what needs it", isolation, NULL},
    {"audit", "Audit logging of reads and writes", NULL, "no answer of a registry tells whether it keeps an audit log"},
};

void wit_make_registry_hardening(struct wit_sheet_maker *m)
{
    const struct wit_platform *p = m->review->platform;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct wit_item item = {.mark = WIT_MARK_NONE, .basis = WIT_BASIS_COMPUTED, .text = ""};
        if (rows[i].look == NULL)
            item = wit_item_none(rows[i].otherwise);
        else if (p->n_registries == 0)
            item = wit_item_missing("no Schema Registry is in evidence: " WIT_ASK_REGISTRY);
        for (size_t k = 0; rows[i].look != NULL && k < p->n_registries; k++) {
            rows[i].look(m, &item, &p->registries[k]);
            wit_item_cite(&item, p->registries[k].door.cite);
        }
        wit_item_row(m, rows[i].id, &item, &rows[i].title, 1);
    }
}
