/* cli/cmd_show.c: what is made of a map: `render`, `packet`, `diff`; and `completion`.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/digest.h"
#include "base/io.h"
#include "cli/cli.h"
#include "evidence/changes.h"
#include "pathmap/pathmap.h"
#include "render/packet.h"
#include "render/render.h"

/* --class, --finding: what of the map is drawn. */
static bool view_of(struct wit_scene_view *out, const struct wit_args *args, const struct wit_map *map,
                    struct wit_err *err)
{
    const char *class = wit_arg(args, "class"), *id = wit_arg(args, "finding");
    *out = WIT_SCENE_ALL;
    if (class != NULL && id != NULL)
        return wit_fail(err, WIT_EUSAGE, "--class and --finding do not go together");
    if (class != NULL && (out->class = wit_class_of(class)) < 0)
        return wit_fail(err, WIT_EUSAGE, "--class '%.40s': no class goes by that name", class);
    for (size_t i = 0; id != NULL && i < map->n_findings; i++)
        if (strcmp(map->findings[i].id, id) == 0)
            out->finding = &map->findings[i];
    if (id != NULL && out->finding == NULL)
        return wit_fail(err, WIT_EUSAGE, "--finding '%.40s': the map has no such finding", id);
    return true;
}

enum wit_exit cmd_render(const struct wit_args *args)
{
    struct wit_err err = {0};
    const char *path = wit_arg(args, "output");
    const char *word = wit_arg(args, "format");
    enum wit_format format;
    const struct wit_map *map;
    if (path == NULL) {
        wit_fail(&err, WIT_EUSAGE, "'render' needs -o FILE; its ending is the format: %s", wit_format_list());
        return wit_report(&err);
    }
    const char *ending = word != NULL ? wit_fmt(args->arena, "x.%s", word) : path;
    if (!wit_format_of(&format, ending, &err) || !wit_output_file_check(args, path, &err) ||
        !wit_load_map(&map, NULL, NULL, args, args->positional[0], &err))
        return wit_report(&err);
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, WIT_RENDER_MAX_BYTES);
    struct wit_scene_view view;
    if (!view_of(&view, args, map, &err) || !wit_render(&out, map, view, format, &err))
        return wit_report(&err);
    return wit_emit(path, &out);
}

/* --previous MAP: what changed since; *out NULL when it was not given. */
static bool load_changes(const struct wit_changes **out, struct wit_changes *changes, const struct wit_args *args,
                         const struct wit_map *map, struct wit_err *err)
{
    const char *path = wit_arg(args, "previous");
    const struct wit_map *older;
    char *bytes, sha256[WIT_SHA256_HEX];
    size_t len;
    *out = NULL;
    if (path == NULL)
        return true;
    if (!wit_load_map(&older, &bytes, &len, args, path, err))
        return false;
    wit_sha256_hex(sha256, bytes, len);
    struct wit_diff diff;
    wit_diff_maps(&diff, args->arena, older, map);
    wit_diff_changes(changes, args->arena, &diff, older, sha256);
    *out = changes;
    return true;
}

enum wit_exit cmd_packet(const struct wit_args *args)
{
    struct wit_err err = {0};
    const char *dir = wit_arg(args, "output");
    const struct wit_map *map;
    const struct wit_changes *since;
    struct wit_changes changes;
    char *bytes;
    size_t len;
    if (dir == NULL) {
        wit_fail(&err, WIT_EUSAGE, "'packet' needs -o DIR, the folder to write");
        return wit_report(&err);
    }
    if (!wit_output_check(args, dir, &err) || !wit_load_map(&map, &bytes, &len, args, args->positional[0], &err) ||
        !load_changes(&since, &changes, args, map, &err) || !wit_packet_write(dir, map, bytes, len, since, &err))
        return wit_report(&err);
    wit_say(args, "%s: open %s/index.html; check it any time with 'pathwitness verify %s'", dir, dir, dir);
    return WIT_EXIT_DONE;
}

static bool diff_format_of(enum wit_diff_format *out, const char *word, struct wit_err *err)
{
    static const char *const words[] = {
        [WIT_DIFF_TEXT] = "text", [WIT_DIFF_JSON] = "json", [WIT_DIFF_MARKDOWN] = "markdown"};
    *out = WIT_DIFF_TEXT;
    if (word == NULL)
        return true;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(words[i], word) == 0) {
            *out = (enum wit_diff_format)i;
            return true;
        }
    return wit_fail(err, WIT_EUSAGE, "--format '%s': there is text, json and markdown", word);
}

/* Two maps, or with --what-if the one of bundles as they are and as they would be. */
static bool load_both(const struct wit_map **older, const struct wit_map **newer, const struct wit_args *args,
                      struct wit_err *err)
{
    struct wit_map *before = NULL, *after = NULL;
    if (wit_arg(args, "what-if") != NULL) {
        bool done = wit_load_thought(&before, &after, args, err);
        *older = before;
        *newer = after;
        return done;
    }
    if (wit_arg(args, "intent") != NULL)
        return wit_fail(err, WIT_EUSAGE, "--intent goes with --what-if: maps hold their intent already");
    if (args->n_positional != 2)
        return wit_fail(err, WIT_EUSAGE, "'diff' takes two maps, OLD and NEW (bundles go with --what-if)");
    return wit_load_map(older, NULL, NULL, args, args->positional[0], err) &&
           wit_load_map(newer, NULL, NULL, args, args->positional[1], err);
}

/* --picture FILE: only what changed. */
static bool draw(const char *path, enum wit_format format, const struct wit_map *map, struct wit_err *err)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, WIT_RENDER_MAX_BYTES);
    return wit_render(&out, map, WIT_SCENE_ALL, format, err) && wit_file_write(path, wit_buf_str(&out), out.len, err);
}

enum wit_exit cmd_diff(const struct wit_args *args)
{
    struct wit_err err = {0};
    enum wit_diff_format format;
    const struct wit_map *older = NULL, *newer = NULL;
    const char *picture = wit_arg(args, "picture");
    enum wit_format picture_format = WIT_FORMAT_SVG;
    if (!diff_format_of(&format, wit_arg(args, "format"), &err) ||
        (picture != NULL &&
         (!wit_format_of(&picture_format, picture, &err) || !wit_output_file_check(args, picture, &err))) ||
        !load_both(&older, &newer, args, &err))
        return wit_report(&err);
    struct wit_diff diff;
    wit_diff_maps(&diff, args->arena, older, newer);
    if (picture != NULL && !draw(picture, picture_format, wit_diff_picture(args->arena, &diff, older, newer), &err))
        return wit_report(&err);
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, WIT_RENDER_MAX_BYTES);
    wit_diff_write(&out, &diff, format);
    enum wit_exit status = wit_emit("-", &out);
    if (status != WIT_EXIT_DONE)
        return status;
    return diff.n > 0 ? WIT_EXIT_FOUND : WIT_EXIT_DONE;
}

enum wit_exit cmd_completion(const struct wit_args *args)
{
    struct wit_err err = {0};
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, (size_t)1 << 20);
    wit_completion(&out, args->positional[0]);
    if (out.len == 0) {
        wit_fail(&err, WIT_EUSAGE, "no completions for '%s': there is bash, zsh and fish", args->positional[0]);
        return wit_report(&err);
    }
    return wit_emit("-", &out);
}
