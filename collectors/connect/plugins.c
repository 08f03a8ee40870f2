/* collectors/connect/plugins.c: which settings the plugins in use declare as PASSWORD.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: KIP-769 (Kafka 3.2): GET /connector-plugins/{plugin}/config, for connectors, converters, transforms and
 * predicates. Older workers tell it to PUT …/config/validate only, which is not sent: this program reads. Then the
 * plugin's declarations are not known, and the redaction is stricter.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "collectors/connect/connect_run.h"

enum { MAX_CLASSES = 1000, MAX_CLASS_BYTES = 300 };

struct classes {
    struct wit_arena *arena;
    struct wit_strmap *known;
    const char **items;
    size_t n, cap;
};

static void add_class(struct classes *c, const char *class)
{
    if (class != NULL && class[0] != '\0' && strlen(class) <= MAX_CLASS_BYTES && c->n < MAX_CLASSES &&
        strstr(class, "${") == NULL && wit_strmap_put(c->known, class, c))
        WIT_PUSH(c->arena, c->items, c->n, c->cap) = class;
}

static bool ends(const char *text, const char *with)
{
    size_t len = strlen(text), n = strlen(with);
    return len >= n && strcmp(text + len - n, with) == 0;
}

static void add_used(struct classes *c, const struct wit_value *config)
{
    add_class(c, wit_str(config, "connector.class"));
    add_class(c, wit_str(config, "key.converter"));
    add_class(c, wit_str(config, "value.converter"));
    add_class(c, wit_str(config, "header.converter"));
    WIT_EACH(entry, config)
        if ((strncmp(entry->key, "transforms.", 11) == 0 || strncmp(entry->key, "predicates.", 11) == 0) &&
            ends(entry->key, ".type"))
            add_class(c, wit_text(entry));
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool store_one(struct wit_rest *r, const struct wit_plugin *p, int status, struct wit_err *err)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf body;
    wit_buf_init(&body, (size_t)4 << 20);
    struct wit_jw jw;
    wit_jw_init(&jw, &body, 0);
    wit_jw_object(&jw);
    wit_jw_kstr(&jw, "class", p->class);
    wit_jw_key(&jw, "passwords");
    wit_jw_array(&jw);
    for (size_t i = 0; i < p->n; i++)
        wit_jw_str(&jw, p->passwords[i]);
    wit_jw_array_end(&jw);
    wit_jw_kbool(&jw, "known", p->known);
    wit_jw_object_end(&jw);
    return wit_rest_store(r, "GetPluginConfig", wit_fmt(r->arena, "%s/%s", r->base, p->class),
                          wit_fmt(r->arena, "GET /connector-plugins/%s/config", p->class), status, 1, true, &body, err);
}

static void take_declarations(struct wit_arena *arena, struct wit_plugin *p, const struct wit_value *list)
{
    const char **names = WIT_NEW_ARRAY(arena, const char *, list->count + 1);
    p->known = list->kind == WIT_ARRAY && list->count > 0;
    WIT_EACH(entry, list) {
        const char *name = wit_str(entry, "name"), *type = wit_str(entry, "type");
        if (name == NULL || type == NULL) {
            p->known = false;
            continue;
        }
        if (strcasecmp(type, "PASSWORD") == 0)
            names[p->n++] = name;
    }
    p->passwords = names;
    if (p->n > 0)
        qsort(names, p->n, sizeof *names, by_text);
}

bool wit_connect_ask_plugins(struct wit_connect_run *run, struct wit_err *err)
{
    struct wit_rest *r = run->rest;
    struct classes used = {.arena = r->arena, .known = wit_strmap_new(r->arena)};
    for (size_t i = 0; i < run->n; i++)
        add_used(&used, wit_get(run->connectors[i].info, "config"));
    if (used.n > 0)
        qsort(used.items, used.n, sizeof *used.items, by_text);
    r->total += used.n;
    for (size_t i = 0; i < used.n; i++) {
        struct wit_rest_answer a;
        struct wit_plugin p = {.class = used.items[i]};
        wit_rest_get(r, r->arena, wit_fmt(r->arena, "/connector-plugins/%s/config", wit_rest_encode(r->arena, p.class)),
                     &a);
        r->done++;
        if (a.end == WIT_REST_OK)
            take_declarations(r->arena, &p, a.json);
        WIT_PUSH(r->arena, run->plugins.items, run->plugins.n, run->plugins.cap) = p;
        if (!store_one(r, &p, a.status, err))
            return false;
        bool refused = a.end != WIT_REST_OK && a.end != WIT_REST_ABSENT;
        if (refused && !wit_rest_gap_of(r, "GetPluginConfig", wit_fmt(r->arena, "%s/%s", r->base, p.class), &a, err))
            return false;
    }
    return true;
}
