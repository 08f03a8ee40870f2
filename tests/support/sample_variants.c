/* tests/support/sample_variants.c: the sample map with hostile names, large, and empty.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "tests/support/sample_parts.h"

const char *const WIT_HOSTILE[] = {
    "\"><script>alert(1)</script>",
    "'; DROP TABLE paths; --",
    "{rank=same; a -> b} | <port> \\N \\G \\",
    "=HYPERLINK(\"http://192.0.2.1/\",\"x\")",
    "line one\r\nline two\nline three",
    "abc\xff\xfe\xc0\xaf def \xed\xa0\x80",
    "\xe2\x80\xaegnp.exe \xe2\x80\x8b hidden",
    "]]></svg><svg onload=\"x\">&lt;b&gt;&amp;&#60;",
    "\x01\x02 bell\x07 escape \x1b[31m",
    "<!-- --> <style>*{display:none}</style>",
    NULL,
};

static const char *hostile(struct wit_arena *arena, size_t i)
{
    size_t n = 0;
    while (WIT_HOSTILE[n] != NULL)
        n++;
    if (i % (n + 1) < n)
        return WIT_HOSTILE[i % (n + 1)];
    char *big = wit_alloc(arena, 4097); /* 4 kB of one name */
    memset(big, 'x', 4096);
    memcpy(big, "\"<&'", 4);
    return big;
}

const struct wit_map *wit_sample_map_hostile(struct wit_arena *arena)
{
    struct wit_map *map = WIT_NEW(arena, struct wit_map);
    *map = *wit_sample_map(arena);
    struct wit_map_subnet *subnets = WIT_NEW_ARRAY(arena, struct wit_map_subnet, map->n_subnets);
    memcpy(subnets, map->subnets, map->n_subnets * sizeof *subnets);
    for (size_t i = 0; i < map->n_subnets; i++)
        subnets[i].name = hostile(arena, i);
    map->subnets = subnets;
    struct wit_map_network *networks = WIT_NEW_ARRAY(arena, struct wit_map_network, map->n_networks);
    memcpy(networks, map->networks, map->n_networks * sizeof *networks);
    for (size_t i = 0; i < map->n_networks; i++)
        networks[i].name = hostile(arena, i + 6);
    map->networks = networks;
    struct wit_map_gateway *gateways = WIT_NEW_ARRAY(arena, struct wit_map_gateway, map->n_gateways);
    memcpy(gateways, map->gateways, map->n_gateways * sizeof *gateways);
    for (size_t i = 0; i < map->n_gateways; i++)
        gateways[i].detail = gateways[i].name = hostile(arena, i + 3);
    map->gateways = gateways;
    struct wit_map_gap *gaps = WIT_NEW_ARRAY(arena, struct wit_map_gap, map->n_gaps);
    memcpy(gaps, map->gaps, map->n_gaps * sizeof *gaps);
    for (size_t i = 0; i < map->n_gaps; i++)
        gaps[i].text = gaps[i].remedy = gaps[i].resource = hostile(arena, i);
    map->gaps = gaps;
    struct wit_path *paths = WIT_NEW_ARRAY(arena, struct wit_path, map->n_paths);
    memcpy(paths, map->paths, map->n_paths * sizeof *paths);
    for (size_t i = 0; i < map->n_paths; i++) {
        struct wit_path *p = &paths[i];
        p->from.name = hostile(arena, i);
        p->to.name = hostile(arena, i + 1);
        p->to.role = hostile(arena, i + 2);
        p->service.listener = p->review.owner = hostile(arena, i + 3);
        p->review.purpose = p->review.audit = hostile(arena, i + 4);
        p->id = i % 7 == 0 ? hostile(arena, i + 5) : p->id;
        p->observed.client_ids = p->observed.software = p->observed.vantages = WIT_HOSTILE;
        p->observed.n_client_ids = p->observed.n_software = p->observed.n_vantages = 8;
        p->evidence = WIT_HOSTILE;
        p->n_evidence = 3;
        struct wit_hop *hops = WIT_NEW_ARRAY(arena, struct wit_hop, p->permitted.n_hops);
        memcpy(hops, p->permitted.hops, p->permitted.n_hops * sizeof *hops);
        for (size_t k = 0; k < p->permitted.n_hops; k++)
            hops[k].text = hops[k].rule = hops[k].evidence = hostile(arena, i + k);
        p->permitted.hops = hops;
    }
    map->paths = paths;
    struct wit_sheet *sheet = WIT_NEW(arena, struct wit_sheet);
    struct wit_sheet_row *rows = WIT_NEW_ARRAY(arena, struct wit_sheet_row, 8);
    *sheet = (struct wit_sheet){"checklist",
                                "checklist",
                                WIT_HOSTILE[0],
                                WIT_HOSTILE[2],
                                "",
                                WIT_HOSTILE[7],
                                WIT_MARK_BAD,
                                WIT_HOSTILE,
                                3,
                                rows,
                                8};
    for (size_t i = 0; i < 8; i++)
        rows[i] = (struct wit_sheet_row){.id = "row",
                                         .cells = WIT_HOSTILE + (i % 4),
                                         .n_cells = 3,
                                         .mark = WIT_MARK_BAD,
                                         .basis = WIT_BASIS_COMPUTED,
                                         .text = hostile(arena, i),
                                         .paths = WIT_HOSTILE,
                                         .n_paths = 2,
                                         .evidence = WIT_HOSTILE,
                                         .n_evidence = 2};
    map->sheets = sheet;
    map->n_sheets = 1;
    struct wit_waiver *waiver = WIT_NEW(arena, struct wit_waiver);
    *waiver =
        (struct wit_waiver){WIT_HOSTILE[0], WIT_HOSTILE[3], WIT_HOSTILE[7], WIT_HOSTILE[9], "2027-01-31", false, true};
    map->waivers = waiver;
    map->n_waivers = 1;
    map->assumptions = WIT_HOSTILE;
    map->n_assumptions = 5;
    return map;
}

const struct wit_map *wit_sample_map_empty(struct wit_arena *arena)
{
    struct wit_map *map = WIT_NEW(arena, struct wit_map);
    map->tool_version = WIT_VERSION;
    map->collected_first = map->collected_last = map->intent_sha256 = "";
    return map;
}

const struct wit_map *wit_sample_map_large(struct wit_arena *arena, size_t networks, size_t subnets)
{
    static const char *const both[] = {"apps", "brokers"};
    struct wit_map *map = WIT_NEW(arena, struct wit_map);
    *map = *wit_sample_map(arena);
    struct wit_map_network *nets = WIT_NEW_ARRAY(arena, struct wit_map_network, networks);
    struct wit_map_subnet *subs = WIT_NEW_ARRAY(arena, struct wit_map_subnet, networks * subnets);
    struct wit_path *paths = WIT_NEW_ARRAY(arena, struct wit_path, networks * subnets * 2);
    size_t n = 0;
    for (size_t i = 0; i < networks; i++) {
        nets[i] = (struct wit_map_network){wit_fmt(arena, "vpc-%03zu", i),
                                           wit_fmt(arena, "net-%zu", i),
                                           wit_fmt(arena, "11112222%04zu", i / 3),
                                           REGION,
                                           NULL,
                                           0};
        for (size_t k = 0; k < subnets; k++)
            subs[i * subnets + k] = (struct wit_map_subnet){wit_fmt(arena, "subnet-%03zu-%03zu", i, k),
                                                            wit_fmt(arena, "s-%zu-%zu", i, k),
                                                            nets[i].account,
                                                            REGION,
                                                            nets[i].id,
                                                            wit_fmt(arena, "euw1-az%zu", k % 3 + 1),
                                                            NULL,
                                                            0,
                                                            2,
                                                            both,
                                                            2,
                                                            false};
    }
    for (size_t i = 0; i < networks * subnets; i++) {
        for (size_t k = 0; k < 2; k++) {
            size_t to = (i * 7 + k * subnets + i % 5) % (networks * subnets);
            const struct wit_map_subnet *a = &subs[i], *b = &subs[to];
            struct wit_sample_row r = {WIT_CLASS_CLIENT,
                                       {"subnet", a->id, a->name, a->account, REGION, a->network, a->zone, "apps"},
                                       {"subnet", b->id, b->name, b->account, REGION, b->network, b->zone, "brokers"},
                                       P_CLIENT,
                                       "broker",
                                       "CLIENT",
                                       WIT_REACHABLE,
                                       WIT_NOT_WATCHED,
                                       WIT_DECLARED,
                                       i % 11 == 0 ? WIT_RED : WIT_GREEN,
                                       REVIEWED,
                                       IN_ORDER};
            paths[n++] = wit_sample_path(arena, &r);
        }
    }
    map->networks = nets;
    map->n_networks = networks;
    map->subnets = subs;
    map->n_subnets = networks * subnets;
    map->paths = paths;
    map->n_paths = n;
    map->n_gateways = 0;
    return map;
}
