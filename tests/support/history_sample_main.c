/* tests/support/history_sample_main.c: makes a history of many snapshots, to measure queries.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * history_sample FILE SNAPSHOTS PATHS: a hundredth of the paths changes from one snapshot to the next. The maps
 * themselves are a line each: what is measured is the tables.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evidence/history.h"
#include "tests/support/sample_map.h"

int main(int argc, char **argv)
{
    if (argc != 4) {
        fputs("usage: history_sample FILE SNAPSHOTS PATHS\n", stderr);
        return 2;
    }
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    unsigned long snapshots = strtoul(argv[2], NULL, 10), count = strtoul(argv[3], NULL, 10);
    struct wit_map map = *wit_sample_map_large(arena, (count / 2 + 49) / 50, 50);
    struct wit_path *paths = WIT_NEW_ARRAY(arena, struct wit_path, map.n_paths);
    memcpy(paths, map.paths, map.n_paths * sizeof *paths);
    map.paths = paths;
    WIT_CLEANUP(wit_auto_history) struct wit_history *h = NULL;
    struct wit_err err = {0};
    bool good = wit_history_open(&h, argv[1], WIT_HISTORY_ADD, &err);
    for (unsigned long i = 0; good && i < snapshots; i++) {
        for (size_t k = i % 100; k < map.n_paths; k += 100)
            paths[k].status = paths[k].status == WIT_GREEN ? WIT_YELLOW : WIT_GREEN;
        map.collected_last =
            wit_fmt(arena, "%04lu-%02lu-%02luT00:00:00.000Z", 2000 + i / 336, i / 28 % 12 + 1, i % 28 + 1);
        const char *line = wit_fmt(arena, "{\"snapshot\": %lu}\n", i);
        uint64_t id;
        bool was_there;
        good = wit_history_add(h, &map, line, strlen(line), &id, &was_there, &err);
    }
    if (!good)
        fprintf(stderr, "%s\n", err.text);
    return good ? 0 : 1;
}
