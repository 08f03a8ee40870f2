/* tests/support/map_sample_main.c: writes believable maps as files: whole, hostile, empty, waived, and large pairs.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * map_sample DIR: DIR/sample.json, hostile.json, empty.json
 * map_sample DIR large N: DIR/old.json, new.json with N subnets' paths twice over, a tenth of them changed
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "tests/support/evidence_kit.h"
#include "tests/support/sample_map.h"

static void write_map(const char *path, const struct wit_map *map)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, WIT_JSON_MAX_BYTES);
    wit_map_write(&out, map);
    wit_kit_write(path, wit_buf_str(&out), out.len);
}

/* Text from outside in findings, statements and waivers too. */
static const struct wit_map *hostile(struct wit_arena *arena)
{
    enum { MANY = 16 };
    struct wit_map *map = WIT_NEW(arena, struct wit_map);
    struct wit_finding *findings = WIT_NEW_ARRAY(arena, struct wit_finding, MANY);
    struct wit_assertion *statements = WIT_NEW_ARRAY(arena, struct wit_assertion, MANY);
    struct wit_waiver *waivers = WIT_NEW_ARRAY(arena, struct wit_waiver, MANY);
    *map = *wit_sample_map_hostile(arena);
    size_t n = 0;
    for (; WIT_HOSTILE[n] != NULL && n < MANY; n++) {
        const char *s = WIT_HOSTILE[n];
        findings[n] = (struct wit_finding){s, s, (enum wit_severity)(n % 4), s, s, WIT_HOSTILE, 3, WIT_HOSTILE, 3, s};
        statements[n] = map->assertions[n % map->n_assertions];
        statements[n].id = statements[n].text = s;
        waivers[n] = (struct wit_waiver){s, s, s, s, s, n % 2 == 0, true};
    }
    map->findings = findings;
    map->assertions = statements;
    map->waivers = waivers;
    map->n_findings = map->n_assertions = map->n_waivers = n;
    return map;
}

static void write_pair(const char *dir, struct wit_arena *arena, size_t subnets)
{
    struct wit_map map = *wit_sample_map_large(arena, (subnets + 49) / 50, 50);
    write_map(wit_fmt(arena, "%s/old.json", dir), &map);
    struct wit_path *paths = WIT_NEW_ARRAY(arena, struct wit_path, map.n_paths);
    size_t n = 0;
    for (size_t i = 0; i < map.n_paths; i++) {
        if (i % 40 == 3)
            continue;
        paths[n] = map.paths[i];
        if (i % 20 == 5)
            paths[n].status = WIT_RED;
        if (i % 20 == 7)
            paths[n].review.owner = "somebody-else";
        n++;
    }
    map.paths = paths;
    map.n_paths = n;
    write_map(wit_fmt(arena, "%s/new.json", dir), &map);
}

int main(int argc, char **argv)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    if (argc == 4 && strcmp(argv[2], "large") == 0) {
        write_pair(argv[1], arena, strtoul(argv[3], NULL, 10));
        return 0;
    }
    if (argc != 2) {
        fputs("usage: map_sample DIR [large N]\n", stderr);
        return 2;
    }
    write_map(wit_fmt(arena, "%s/sample.json", argv[1]), wit_sample_map(arena));
    write_map(wit_fmt(arena, "%s/hostile.json", argv[1]), hostile(arena));
    write_map(wit_fmt(arena, "%s/empty.json", argv[1]), wit_sample_map_empty(arena));
    return 0;
}
