/* cli/cmd_history.c: `history DB add|list|show|path`: maps over time.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "cli/cli.h"
#include "evidence/history.h"
#include "render/escape.h"
#include "render/render.h"

enum format { TEXT, CSV, JSON };

/* One table in three forms; cells are hostile text. */
struct table {
    struct wit_buf *out;
    enum format format;
    const char *const *heads;
    const int *widths; /* of TEXT; the last column has none */
    size_t n, at;
    struct wit_jw jw;
};

static void table_begin(struct table *t)
{
    if (t->format == JSON) {
        wit_jw_init(&t->jw, t->out, 2);
        wit_jw_array(&t->jw);
        return;
    }
    for (size_t i = 0; i < t->n; i++)
        if (t->format == CSV)
            wit_buf_printf(t->out, "%s%s", i > 0 ? "," : "", t->heads[i]);
        else
            wit_buf_printf(t->out, "%-*s", i + 1 < t->n ? t->widths[i] : 0, t->heads[i]);
    wit_buf_puts(t->out, t->format == CSV ? "\r\n" : "\n");
}

static void cell(struct table *t, const char *text)
{
    if (t->format == JSON) {
        if (t->at == 0)
            wit_jw_object(&t->jw);
        wit_jw_kstr(&t->jw, t->heads[t->at], text);
    } else if (t->format == CSV) {
        wit_buf_puts(t->out, t->at > 0 ? "," : "");
        wit_esc_csv(t->out, text);
    } else {
        wit_esc_plain(t->out, text, 0);
        /* At least one blank between columns, however wide a name is. */
        size_t columns = wit_text_columns(text), width = (size_t)t->widths[t->at];
        for (size_t i = columns; t->at + 1 < t->n && (i == columns || i < width); i++)
            wit_buf_putc(t->out, ' ');
    }
    if (++t->at < t->n)
        return;
    t->at = 0;
    if (t->format == JSON)
        wit_jw_object_end(&t->jw);
    else
        wit_buf_puts(t->out, t->format == CSV ? "\r\n" : "\n");
}

static void number(struct table *t, uint64_t n)
{
    char text[24];
    snprintf(text, sizeof text, "%llu", (unsigned long long)n);
    if (t->format != JSON) {
        cell(t, text);
        return;
    }
    if (t->at == 0)
        wit_jw_object(&t->jw);
    wit_jw_kint(&t->jw, t->heads[t->at], (int64_t)n);
    if (++t->at == t->n) {
        t->at = 0;
        wit_jw_object_end(&t->jw);
    }
}

static void table_end(struct table *t)
{
    if (t->format != JSON)
        return;
    wit_jw_array_end(&t->jw);
    wit_buf_putc(t->out, '\n');
}

static bool do_add(const struct wit_args *args, struct wit_history *h, struct wit_err *err)
{
    const struct wit_map *map;
    char *bytes;
    size_t len;
    uint64_t id;
    bool was_there;
    if (!wit_load_map(&map, &bytes, &len, args, args->positional[2], err) ||
        !wit_history_add(h, map, bytes, len, &id, &was_there, err))
        return false;
    wit_say(args, was_there ? "snapshot %llu is this map already" : "snapshot %llu", (unsigned long long)id);
    return true;
}

static bool do_list(struct wit_buf *out, enum format format, const struct wit_args *args, struct wit_history *h,
                    struct wit_err *err)
{
    static const char *const heads[] = {"snapshot", "collected", "violated", "unknown", "proved", "red",   "yellow",
                                        "green",    "high",      "gaps",     "came",    "left",   "sha256"};
    static const int widths[] = {10, 26, 10, 9, 8, 6, 8, 7, 6, 6, 6, 6, 0};
    const struct wit_snapshot *list;
    size_t n;
    if (!wit_history_list(h, &list, &n, args->arena, err))
        return false;
    struct table t = {.out = out, .format = format, .heads = heads, .widths = widths, .n = 13};
    table_begin(&t);
    for (size_t i = 0; i < n; i++) {
        const struct wit_snapshot *s = &list[i];
        const uint64_t numbers[] = {s->violated, s->undecided, s->proved, s->red,  s->yellow,
                                    s->green,    s->high,      s->gaps,   s->came, s->left};
        number(&t, s->id);
        cell(&t, s->collected_last);
        for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
            number(&t, numbers[k]);
        cell(&t, s->sha256);
    }
    table_end(&t);
    return true;
}

static void states(struct wit_buf *out, enum format format, const struct wit_path_state *list, size_t n)
{
    static const char *const heads[] = {"path",      "class",      "from",     "to",        "status",
                                        "permitted", "observed",   "declared", "ports",     "owner",
                                        "first",     "first_time", "last",     "last_time", "reasons"};
    static const int widths[] = {12, 16, 24, 24, 8, 11, 13, 12, 24, 16, 7, 26, 6, 26, 0};
    struct table t = {.out = out, .format = format, .heads = heads, .widths = widths, .n = 15};
    table_begin(&t);
    for (size_t i = 0; i < n; i++) {
        const struct wit_path_state *s = &list[i];
        const char *texts[] = {s->path,      s->class,    s->from,     s->to,    s->status,
                               s->permitted, s->observed, s->declared, s->ports, s->owner};
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
            cell(&t, texts[k]);
        number(&t, s->valid_from);
        cell(&t, s->first_time);
        if (s->valid_to == 0)
            cell(&t, "now");
        else
            number(&t, s->valid_to);
        cell(&t, s->last_time);
        cell(&t, s->reasons);
    }
    table_end(&t);
}

/* `show ID` in JSON is the map itself, byte for byte: every other command reads it. */
static bool do_show(struct wit_buf *out, enum format format, const struct wit_args *args, struct wit_history *h,
                    struct wit_err *err)
{
    const char *text = args->positional[2];
    const struct wit_path_state *list;
    char *end, *bytes;
    size_t n, len;
    unsigned long long id = strtoull(text, &end, 10);
    if (*text < '0' || *text > '9' || *end != '\0')
        return wit_fail(err, WIT_EUSAGE, "'history show' takes the number of a snapshot, not '%.40s'", text);
    if (format == JSON) {
        if (!wit_history_map(h, id, &bytes, &len, args->arena, err))
            return false;
        wit_buf_add(out, bytes, len);
        return true;
    }
    if (!wit_history_at(h, id, &list, &n, args->arena, err))
        return false;
    states(out, format, list, n);
    return true;
}

static bool do_path(struct wit_buf *out, enum format format, const struct wit_args *args, struct wit_history *h,
                    struct wit_err *err)
{
    const struct wit_path_state *list;
    size_t n;
    if (!wit_history_path(h, args->positional[2], &list, &n, args->arena, err))
        return false;
    states(out, format, list, n);
    return true;
}

static bool format_of(enum format *out, const char *word, struct wit_err *err)
{
    static const char *const words[] = {[TEXT] = "text", [CSV] = "csv", [JSON] = "json"};
    *out = TEXT;
    if (word == NULL)
        return true;
    for (int i = TEXT; i <= JSON; i++)
        if (strcmp(word, words[i]) == 0) {
            *out = (enum format)i;
            return true;
        }
    return wit_fail(err, WIT_EUSAGE, "--format '%.40s': there is text, csv and json", word);
}

enum wit_exit cmd_history(const struct wit_args *args)
{
    static const struct {
        const char *verb;
        size_t positional;
        bool (*run)(struct wit_buf *, enum format, const struct wit_args *, struct wit_history *, struct wit_err *);
    } VERBS[] = {{"add", 3, NULL}, {"list", 2, do_list}, {"show", 3, do_show}, {"path", 3, do_path}};
    struct wit_err err = {0};
    enum format format;
    size_t verb = 0;
    while (verb < 4 && strcmp(VERBS[verb].verb, args->positional[1]) != 0)
        verb++;
    if (verb == 4 || VERBS[verb].positional != args->n_positional) {
        wit_fail(&err, WIT_EUSAGE, "'history' takes DB and then: add MAP, list, show SNAPSHOT, or path PATH-ID");
        return wit_report(&err);
    }
    WIT_CLEANUP(wit_auto_history) struct wit_history *h = NULL;
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, WIT_RENDER_MAX_BYTES);
    bool adds = VERBS[verb].run == NULL;
    if (!format_of(&format, wit_arg(args, "format"), &err) ||
        !wit_history_open(&h, args->positional[0], adds ? WIT_HISTORY_ADD : WIT_HISTORY_READ, &err) ||
        !(adds ? do_add(args, h, &err) : VERBS[verb].run(&out, format, args, h, &err))) {
        enum wit_exit status = wit_report(&err);
        return err.code == WIT_EINTEGRITY ? WIT_EXIT_FOUND : status;
    }
    return adds ? WIT_EXIT_DONE : wit_emit("-", &out);
}
