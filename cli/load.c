/* cli/load.c: bundles, maps and intent files that several commands read.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/io.h"
#include "cli/cli.h"
#include "evidence/bundle.h"
#include "evidence/map.h"
#include "pathmap/whatif.h"

#define MAP_MAX_BYTES ((size_t)1 << 30)

bool wit_load_bundles(const struct wit_bundle *const **out, size_t *n, const struct wit_args *args, struct wit_err *err)
{
    const struct wit_bundle **bundles = WIT_NEW_ARRAY(args->arena, const struct wit_bundle *, args->n_positional);
    for (size_t i = 0; i < args->n_positional; i++) {
        struct wit_bundle *bundle;
        if (wit_path_exists(args->positional[i]) && !wit_path_is_dir(args->positional[i]))
            return wit_fail(err, WIT_EUSAGE, "%s is no bundle: bundles are folders, made by 'collect' and 'import'",
                            args->positional[i]);
        if (!wit_bundle_open(&bundle, args->arena, args->positional[i], err))
            return wit_fail_in(err, "%s", args->positional[i]);
        bundles[i] = bundle;
    }
    *out = bundles;
    *n = args->n_positional;
    return true;
}

bool wit_load_map(const struct wit_map **out, char **bytes, size_t *len, const struct wit_args *args, const char *path,
                  struct wit_err *err)
{
    if (wit_path_is_dir(path))
        return wit_fail(err, WIT_EUSAGE, "%s is a folder, not a map; make one with 'pathwitness map %s -o FILE'", path,
                        path);
    char *text;
    size_t text_len;
    struct wit_map *map;
    if (!wit_file_read(&text, &text_len, args->arena, path, MAP_MAX_BYTES, err))
        return false;
    if (!wit_map_read(&map, args->arena, text, text_len, err))
        return wit_fail_in(err, "%s", path);
    *out = map;
    if (bytes != NULL)
        *bytes = text;
    if (len != NULL)
        *len = text_len;
    return true;
}

bool wit_load_intent(const struct wit_intent **out, const struct wit_args *args, struct wit_err *err)
{
    const char *path = wit_arg(args, "intent");
    *out = NULL;
    if (path == NULL)
        return true;
    struct wit_intent *intent;
    if (!wit_intent_read(&intent, args->arena, path, err))
        return false;
    *out = intent;
    return true;
}

static void show(void *context, const char *what, size_t done, size_t total)
{
    wit_bar_step(context, what, done, total);
}

bool wit_load_thought(struct wit_map **before, struct wit_map **after, const struct wit_args *args, struct wit_err *err)
{
    struct wit_whatif *whatif = NULL;
    const struct wit_bundle *const *bundles = NULL;
    const struct wit_intent *intent = NULL;
    size_t n = 0;
    for (size_t i = 0; i < args->n_positional; i++) {
        if (wit_path_exists(args->positional[i]) && !wit_path_is_dir(args->positional[i]))
            return wit_fail(err, WIT_EUSAGE,
                            "%s is no bundle: --what-if computes from the evidence, so it takes BUNDLE… "
                            "in place of a map",
                            args->positional[i]);
    }
    if (!wit_whatif_read(&whatif, args->arena, wit_arg(args, "what-if"), err) || !wit_load_intent(&intent, args, err) ||
        !wit_load_bundles(&bundles, &n, args, err))
        return false;
    struct wit_bar bar;
    wit_bar_start(&bar, args, "what if");
    bool done = wit_map_compute_if(before, after, args->arena, bundles, n, intent, whatif, show, &bar, err);
    wit_bar_end(&bar);
    if (done)
        wit_say(args, "what if, with %zu change%s from %s: the evidence is as it was", whatif->n,
                whatif->n == 1 ? "" : "s", whatif->name);
    return done;
}
