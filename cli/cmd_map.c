/* cli/cmd_map.c: `map` and `paths`.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/cli.h"
#include "evidence/map.h"
#include "pathmap/pathmap.h"
#include "pathmap/review/policy.h"
#include "render/render.h"

#define OUTPUT_MAX_BYTES ((size_t)1 << 30)

static void show(void *context, const char *what, size_t done, size_t total)
{
    wit_bar_step(context, what, done, total);
}

static const char *s(size_t n) /* of the plural */
{
    return n == 1 ? "" : "s";
}

static void tell(const struct wit_args *args, const struct wit_map *map)
{
    size_t status[3] = {0}, proof[3] = {0};
    for (size_t i = 0; i < map->n_paths; i++)
        status[map->paths[i].status]++;
    for (size_t i = 0; i < map->n_assertions; i++)
        proof[map->assertions[i].proof]++;
    wit_say(args, "%zu path%s: %zu green, %zu yellow, %zu red; %zu finding%s; %zu gap%s", map->n_paths, s(map->n_paths),
            status[WIT_GREEN], status[WIT_YELLOW], status[WIT_RED], map->n_findings, s(map->n_findings), map->n_gaps,
            s(map->n_gaps));
    if (map->n_assertions > 0)
        wit_say(args, "never: %zu proved, %zu violated, %zu unknown", proof[WIT_PROVED], proof[WIT_VIOLATED],
                proof[WIT_UNDECIDED]);
    size_t chains = 0;
    for (size_t i = 0; i < map->n_indirect; i++)
        chains += map->indirect[i].n_legs > 1;
    if (map->n_indirect > 0)
        wit_say(args, "indirect, apart from these: %zu chain%s through other nodes, %zu session%s or resolver%s",
                chains, s(chains), map->n_indirect - chains, s(map->n_indirect - chains), s(map->n_indirect - chains));
}

enum wit_exit cmd_map(const struct wit_args *args)
{
    struct wit_err err = {0};
    const char *path = wit_arg(args, "output");
    if (path == NULL) {
        wit_fail(&err, WIT_EUSAGE, "'map' needs -o MAP, the file to write (- is standard output)");
        return wit_report(&err);
    }
    const struct wit_bundle *const *bundles;
    size_t n;
    const struct wit_intent *intent;
    const struct wit_review_policy *policy = wit_review_policy_none();
    if (!wit_output_file_check(args, path, &err) || !wit_load_intent(&intent, args, &err) ||
        (wit_arg(args, "policy") != NULL &&
         !wit_review_policy_read(&policy, args->arena, wit_arg(args, "policy"), &err)) ||
        !wit_load_bundles(&bundles, &n, args, &err))
        return wit_report(&err);
    struct wit_bar bar;
    wit_bar_start(&bar, args, "map");
    struct wit_map *map;
    bool done = wit_map_compute_by(&map, args->arena, bundles, n, intent, policy, show, &bar, &err);
    wit_bar_end(&bar);
    if (!done)
        return wit_report(&err);
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, OUTPUT_MAX_BYTES);
    wit_map_write(&out, map);
    enum wit_exit status = wit_emit(path, &out);
    if (status != WIT_EXIT_DONE)
        return status;
    tell(args, map);
    return map->n_gaps > 0 ? WIT_EXIT_GAPS : WIT_EXIT_DONE;
}

static unsigned terminal_width(void)
{
    struct winsize size;
    if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
        return 0;
    return size.ws_col;
}

/* The index of a word among the words of an enum, -1 when not given. */
static bool word_index(int *out, const struct wit_args *args, const char *option, int (*of)(const char *),
                       const char *words, struct wit_err *err)
{
    const char *word = wit_arg(args, option);
    *out = -1;
    if (word == NULL)
        return true;
    *out = of(word);
    return *out >= 0 ? true : wit_fail(err, WIT_EUSAGE, "--%s '%s': there is %s", option, word, words);
}

/* A map, or with --what-if the one that bundles would give. */
static bool load_paths(const struct wit_map **out, const struct wit_args *args, struct wit_err *err)
{
    struct wit_map *thought = NULL;
    if (wit_arg(args, "what-if") != NULL) {
        bool done = wit_load_thought(NULL, &thought, args, err);
        *out = done ? thought : NULL;
        return done;
    }
    if (wit_arg(args, "intent") != NULL)
        return wit_fail(err, WIT_EUSAGE, "--intent goes with --what-if: a map holds its intent already");
    if (args->n_positional != 1)
        return wit_fail(err, WIT_EUSAGE, "'paths' takes one map (several bundles go with --what-if)");
    return wit_load_map(out, NULL, NULL, args, args->positional[0], err);
}

enum wit_exit cmd_paths(const struct wit_args *args)
{
    struct wit_err err = {0};
    struct wit_paths_filter filter;
    enum wit_table_format format = WIT_TABLE_TEXT;
    const char *word = wit_arg(args, "format");
    const struct wit_map *map = NULL;
    if (!word_index(
            &filter.class, args, "class", wit_class_of,
            "client, replication, controller, connector, object-storage, telemetry, schema-registry, admin, migration, "
            "dns, key-service and other",
            &err) ||
        !word_index(&filter.status, args, "status", wit_status_of, "green, yellow and red", &err) ||
        (word != NULL && !wit_table_format_of(&format, word, &err)) || !load_paths(&map, args, &err))
        return wit_report(&err);
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, OUTPUT_MAX_BYTES);
    if (!wit_paths_print(&out, map, filter, format, terminal_width(), &err))
        return wit_report(&err);
    return wit_emit("-", &out);
}
