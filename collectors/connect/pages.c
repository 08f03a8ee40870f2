/* collectors/connect/pages.c: writes connectors without their secrets, some hundred to a page.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "collectors/connect/connect_run.h"
#include "evidence/destinations.h"

enum { PAGE_CONNECTORS = 500 };
#define PAGE_BYTES ((size_t)16 << 20)

/* "10.0.3.5:8083", "worker-1:8083", "[fd00::1]:8083" */
static void add_worker(struct wit_connect_run *run, struct wit_arena *scratch, const char *id)
{
    const char *colon = id != NULL ? strrchr(id, ':') : NULL;
    if (colon != NULL && id[0] != '[')
        wit_names_add(&run->names, wit_strndup(scratch, id, (size_t)(colon - id)));
}

/* From the settings as they are stored: what was taken out is looked up by nobody. */
static void add_names(struct wit_connect_run *run, struct wit_arena *scratch, const struct wit_connector_answer *c)
{
    const struct wit_value *config = wit_get(c->info, "config");
    const char *class = wit_str(config, "connector.class");
    struct wit_connector_config *settings =
        WIT_NEW_ARRAY(scratch, struct wit_connector_config, config != NULL ? config->count + 1 : 1);
    size_t n = 0, n_found;
    struct wit_buf text;
    wit_buf_init(&text, (size_t)64 << 20);
    WIT_EACH(entry, config) {
        const char *value = wit_text(entry);
        wit_buf_reset(&text);
        if (value != NULL)
            (void)wit_connect_config_value(&text, scratch, &run->plugins, config, entry->key, value);
        settings[n].key = entry->key;
        settings[n++].value = value != NULL ? wit_strdup(scratch, wit_buf_str(&text)) : NULL;
    }
    wit_buf_deinit(&text);
    bool known;
    const struct wit_destination *d =
        wit_destinations(&n_found, &known, scratch, class != NULL ? class : "", settings, n);
    for (size_t i = 0; i < n_found; i++)
        wit_names_add(&run->names, d[i].host);
    add_worker(run, scratch, wit_str(wit_get(c->status, "connector"), "worker_id"));
    WIT_EACH(task, wit_get(c->status, "tasks"))
        add_worker(run, scratch, wit_str(task, "worker_id"));
}

static void put_escaped(struct wit_buf *out, char c)
{
    if (c == '~' || c == '/')
        wit_buf_puts(out, c == '~' ? "~0" : "~1");
    else
        wit_buf_putc(out, c);
}

static const char *pointer_of(struct wit_arena *arena, const char *name, const char *part)
{
    struct wit_buf out;
    wit_buf_init(&out, strlen(name) * 2 + 64);
    wit_buf_puts(&out, "/connectors/");
    for (; *name != '\0'; name++) /* RFC 6901, 3 */
        put_escaped(&out, *name);
    wit_buf_printf(&out, "/%s", part);
    const char *text = wit_strdup(arena, wit_buf_str(&out));
    wit_buf_deinit(&out);
    return text;
}

static void write_one(struct wit_jw *jw, struct wit_removed *removed, const struct wit_connect_run *run,
                      struct wit_arena *scratch, const struct wit_connector_answer *c)
{
    const struct wit_value *const parts[] = {c->info, c->status};
    static const char *const names[] = {"info", "status"};
    wit_jw_key(jw, c->name);
    wit_jw_object(jw);
    for (size_t i = 0; i < 2; i++) {
        wit_jw_key(jw, names[i]);
        if (parts[i] == NULL)
            wit_jw_null(jw);
        else
            wit_connect_write(jw, removed, &run->plugins, parts[i], pointer_of(scratch, c->name, names[i]));
    }
    wit_jw_object_end(jw);
}

bool wit_connect_store_pages(struct wit_connect_run *run, struct wit_err *err)
{
    struct wit_rest *r = run->rest;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *scratch = wit_arena_new(), *page_arena = wit_arena_new();
    size_t at = 0;
    for (unsigned page = 1; page == 1 || at < run->n; page++) {
        WIT_CLEANUP(wit_buf_deinit) struct wit_buf body;
        struct wit_removed removed = {.arena = page_arena};
        struct wit_jw jw;
        wit_buf_init(&body, WIT_BLOB_MAX_BYTES);
        wit_jw_init(&jw, &body, 0);
        wit_jw_object(&jw);
        wit_jw_key(&jw, "connectors");
        wit_jw_object(&jw);
        for (size_t n = 0; at < run->n && n < PAGE_CONNECTORS && body.len < PAGE_BYTES; n++, at++) {
            write_one(&jw, &removed, run, scratch, &run->connectors[at]);
            add_names(run, scratch, &run->connectors[at]);
            wit_arena_reset(scratch);
        }
        wit_jw_object_end(&jw);
        wit_removed_write(&jw, &removed);
        wit_jw_object_end(&jw);
        if (!wit_rest_store(r, "ListConnectors", r->base, "GET /connectors?expand=info&expand=status", 200, page,
                            at == run->n, &body, err))
            return false;
        wit_arena_reset(page_arena);
    }
    return true;
}
