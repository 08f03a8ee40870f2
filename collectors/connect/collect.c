/* collectors/connect/collect.c: the order of questions to Kafka Connect.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/connect/connect.h"

#include <string.h>

#include "collectors/connect/connect_run.h"

static bool store_root(struct wit_rest *r, const struct wit_rest_answer *a, struct wit_err *err)
{
    if (a->end != WIT_REST_OK)
        return wit_rest_gap_of(r, "GetRoot", r->base, a, err);
    if (wit_str(a->json, "version") == NULL)
        return wit_rest_gap(r, "GetRoot", r->base, WIT_GAP_UNREADABLE,
                            "the answer has no version: is this the address of Kafka Connect?", err);
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf body;
    wit_buf_init(&body, (size_t)1 << 20);
    struct wit_removed removed = {.arena = r->arena};
    struct wit_jw jw;
    wit_jw_init(&jw, &body, 0);
    wit_connect_write(&jw, &removed, NULL, a->json, "");
    return wit_rest_store(r, "GetRoot", r->base, "GET /", a->status, 1, true, &body, err);
}

static bool store_plugin_list(struct wit_rest *r, struct wit_err *err)
{
    struct wit_rest_answer a;
    wit_rest_get(r, r->arena, "/connector-plugins?connectorsOnly=false", &a);
    if (a.end != WIT_REST_OK)
        return wit_rest_gap_of(r, "ListConnectorPlugins", r->base, &a, err);
    if (a.json->kind != WIT_ARRAY)
        return wit_rest_gap(r, "ListConnectorPlugins", r->base, WIT_GAP_UNREADABLE, "the answer is no list", err);
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf body;
    wit_buf_init(&body, (size_t)64 << 20);
    struct wit_removed removed = {.arena = r->arena};
    struct wit_jw jw;
    wit_jw_init(&jw, &body, 0);
    wit_jw_object(&jw);
    wit_jw_key(&jw, "plugins");
    wit_connect_write(&jw, &removed, NULL, a.json, "/plugins");
    wit_jw_object_end(&jw);
    return wit_rest_store(r, "ListConnectorPlugins", r->base, "GET /connector-plugins?connectorsOnly=false", a.status,
                          1, true, &body, err);
}

/* Everything behind a door that does not open has its gap. */
static bool all_closed(struct wit_rest *r, const struct wit_rest_answer *first, struct wit_err *err)
{
    static const char *const operations[] = {"GetRoot", "ListConnectors", "ListConnectorPlugins"};
    for (size_t i = 0; i < sizeof operations / sizeof operations[0]; i++)
        if (!wit_rest_gap_of(r, operations[i], r->base, first, err))
            return false;
    return true;
}

static bool collect(struct wit_rest *r, struct wit_err *err)
{
    struct wit_connect_run run = {.rest = r};
    struct wit_rest_answer first;
    bool there = false;
    wit_names_init(&run.names, r->arena);
    wit_names_add(&run.names, r->host);
    r->total = 4;
    wit_rest_get(r, r->arena, "/", &first);
    r->done++;
    if (first.end == WIT_REST_FAILED && first.status == 0)
        return wit_fail(err, WIT_ENET, "%s: %s", r->base, first.detail);
    if (first.end == WIT_REST_NO_TLS) {
        run.listed = first;
        if (!all_closed(r, &first, err))
            return false;
    } else {
        if (!store_root(r, &first, err) || !wit_connect_list(&run, &there, err))
            return false;
        r->done++;
        if (there && (!wit_connect_ask_plugins(&run, err) || !wit_connect_store_pages(&run, err)))
            return false;
        if (!store_plugin_list(r, err))
            return false;
        r->done++;
    }
    return wit_rest_access(r, "/connectors", &run.listed, err) && wit_rest_store_names(r, &run.names, err);
}

bool wit_connect_collect(struct wit_bundle_writer *w, const struct wit_rest_options *options,
                         struct wit_collect_summary *summary, struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_rest rest;
    *summary = (struct wit_collect_summary){0};
    bool good = wit_rest_open(&rest, arena, w, options, "connect", summary, err) && collect(&rest, err);
    wit_rest_close(&rest);
    return good;
}
