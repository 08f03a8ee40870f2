/* render/packet_refs.c: everything that the map of a packet refers to is there.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "evidence/cites.h"
#include "render/packet_files.h"

struct checking {
    struct wit_packet_report *report;
    const struct wit_map *map;
    struct wit_arena *scratch;
    struct wit_strmap *artefacts, *paths, *gaps, *waivers;
    struct wit_err *err;
};

static bool check_citation(struct checking *c, const char *place, const char *text)
{
    struct wit_citation citation;
    wit_arena_reset(c->scratch);
    if (!wit_citation_read(&citation, c->scratch, text))
        return wit_fail(c->err, WIT_EINTEGRITY, "map.json#%s: '%.80s' is no citation", place, text);
    if (citation.gap && wit_strmap_get(c->gaps, citation.key) == NULL)
        return wit_fail(c->err, WIT_EINTEGRITY, "map.json#%s: there is no gap %s in the map", place, citation.key);
    if (!citation.gap && c->map->n_artefacts == 0) {
        c->report->unlisted++;
        return true;
    }
    if (!citation.gap && wit_strmap_get(c->artefacts, citation.key) == NULL)
        return wit_fail(c->err, WIT_EINTEGRITY, "map.json#%s: %.80s is not among the artefacts that the map lists",
                        place, citation.key);
    c->report->citations++;
    return true;
}

static bool check_ref(void *context, enum wit_ref_kind kind, const char *place, const char *text)
{
    struct checking *c = context;
    const struct {
        const struct wit_strmap *known;
        const char *what;
    } kinds[] = {[WIT_REF_PATH] = {c->paths, "path"},
                 [WIT_REF_GAP] = {c->gaps, "gap"},
                 [WIT_REF_WAIVER] = {c->waivers, "waiver"}};
    if (kind == WIT_REF_CITATION)
        return check_citation(c, place, text);
    if (wit_strmap_get(kinds[kind].known, text) != NULL)
        return true;
    return wit_fail(c->err, WIT_EINTEGRITY, "map.json#%s: there is no %s %.80s in the map", place, kinds[kind].what,
                    text);
}

static bool check_artefact(const struct checking *c, size_t i)
{
    const struct wit_map_artefact *a = &c->map->artefacts[i];
    struct wit_citation citation;
    bool there = false;
    wit_arena_reset(c->scratch);
    if (!wit_citation_read(&citation, c->scratch, a->id) || citation.gap || strcmp(citation.key, a->id) != 0 ||
        strncmp(a->id, "a-", 2) != 0)
        return wit_fail(c->err, WIT_EINTEGRITY, "map.json#/evidence/artefacts/%zu: '%.80s' is no artefact's id", i,
                        a->id);
    if (strlen(a->sha256) != 64 || strspn(a->sha256, "0123456789abcdef") != 64)
        return wit_fail(c->err, WIT_EINTEGRITY, "map.json#/evidence/artefacts/%zu: %s has no SHA-256", i, a->id);
    for (size_t k = 0; k < c->map->n_bundles; k++)
        there = there || strcmp(c->map->bundles[k].name, a->bundle) == 0;
    return there ? true
                 : wit_fail(c->err, WIT_EINTEGRITY,
                            "map.json#/evidence/artefacts/%zu: %s is of bundle '%.80s', which the map does not name", i,
                            a->id, a->bundle);
}

bool wit_packet_check_refs(struct wit_packet_report *report, const struct wit_map *map, struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *scratch = wit_arena_new();
    struct checking c = {report,
                         map,
                         scratch,
                         wit_map_artefact_index(map, arena),
                         wit_strmap_new(arena),
                         wit_strmap_new(arena),
                         wit_strmap_new(arena),
                         err};
    for (size_t i = 0; i < map->n_paths; i++)
        wit_strmap_put(c.paths, map->paths[i].id, &c);
    for (size_t i = 0; i < map->n_gaps; i++)
        wit_strmap_put(c.gaps, map->gaps[i].id, &c);
    for (size_t i = 0; i < map->n_waivers; i++)
        wit_strmap_put(c.waivers, map->waivers[i].id, &c);
    for (size_t i = 0; i < map->n_artefacts; i++) {
        if (!check_artefact(&c, i))
            return false;
    }
    return wit_map_refs(map, check_ref, &c);
}
