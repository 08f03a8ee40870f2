/* collectors/connect/connectors.c: the list of connectors with their settings and states.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: KIP-465 (Kafka 2.3): GET /connectors?expand=info&expand=status. Older workers ignore the parameters and
 * answer with names; then each connector is asked for, as it is when the one answer is too large.
 */
#include <stdlib.h>
#include <string.h>

#include "collectors/connect/connect_run.h"

enum { MAX_CONNECTORS = 100000 };

struct singles {
    struct wit_connect_run *run;
    size_t failed, gone;
    const char *detail; /* of the first that failed */
    enum wit_rest_end end;
};

static int by_name(const void *a, const void *b)
{
    const struct wit_connector_answer *left = a, *right = b;
    return strcmp(left->name, right->name);
}

/* Two paths for each: 2i is the connector, 2i+1 its status. */
static bool take_one(void *context, size_t index, const struct wit_rest_answer *answer, struct wit_err *err)
{
    struct singles *s = context;
    struct wit_connector_answer *c = &s->run->connectors[index / 2];
    (void)err;
    bool is_object = answer->end == WIT_REST_OK && answer->json->kind == WIT_OBJECT;
    if (is_object && index % 2 == 0)
        c->info = answer->json;
    else if (is_object)
        c->status = answer->json;
    else if (answer->end == WIT_REST_ABSENT)
        s->gone += index % 2 == 0;
    else {
        if (s->failed++ == 0) {
            s->detail = answer->end == WIT_REST_OK ? "the answer is no object" : answer->detail;
            s->end = answer->end;
        }
    }
    return true;
}

static bool ask_singles(struct wit_connect_run *run, struct wit_err *err)
{
    struct wit_rest *r = run->rest;
    struct singles s = {.run = run, .detail = ""};
    const char **paths = WIT_NEW_ARRAY(r->arena, const char *, run->n * 2 + 1);
    for (size_t i = 0; i < run->n; i++) {
        const char *name = wit_rest_encode(r->arena, run->connectors[i].name);
        paths[2 * i] = wit_fmt(r->arena, "/connectors/%s", name);
        paths[2 * i + 1] = wit_fmt(r->arena, "/connectors/%s/status", name);
    }
    r->total += run->n * 2;
    if (!wit_rest_get_all(r, r->arena, paths, run->n * 2, take_one, &s, err))
        return false;
    if (s.failed > 0 &&
        !wit_rest_gap(r, "ListConnectors", r->base, s.end == WIT_REST_DENIED ? WIT_GAP_DENIED : WIT_GAP_CUT,
                      wit_fmt(r->arena, "%zu of %zu questions about single connectors got no answer; the first: %s",
                              s.failed, run->n * 2, s.detail),
                      err))
        return false;
    if (s.gone > 0 &&
        !wit_rest_gap(r, "ListConnectors", r->base, WIT_GAP_MOVING,
                      wit_fmt(r->arena, "%zu connectors were listed and gone when asked for", s.gone), err))
        return false;
    size_t kept = 0;
    for (size_t i = 0; i < run->n; i++)
        if (run->connectors[i].info != NULL || run->connectors[i].status != NULL)
            run->connectors[kept++] = run->connectors[i];
    run->n = kept;
    return true;
}

/* Names of the list: of an array its strings, of an object its members with what is told of them. */
static void take_list(struct wit_connect_run *run, const struct wit_value *list)
{
    run->connectors = WIT_NEW_ARRAY(run->rest->arena, struct wit_connector_answer, list->count);
    WIT_EACH(one, list) {
        const char *name = list->kind == WIT_ARRAY ? wit_text(one) : one->key;
        if (name == NULL || name[0] == '\0' || run->n == MAX_CONNECTORS)
            continue;
        const struct wit_value *info = wit_get(one, "info"), *status = wit_get(one, "status");
        run->connectors[run->n++] = (struct wit_connector_answer){
            .name = name,
            .info = info != NULL && info->kind == WIT_OBJECT ? info : NULL,
            .status = status != NULL && status->kind == WIT_OBJECT ? status : NULL,
        };
    }
    if (run->n > 0)
        qsort(run->connectors, run->n, sizeof *run->connectors, by_name);
}

bool wit_connect_list(struct wit_connect_run *run, bool *there, struct wit_err *err)
{
    struct wit_rest *r = run->rest;
    struct wit_rest_answer *a = &run->listed;
    *there = false;
    wit_rest_get(r, r->arena, "/connectors?expand=info&expand=status", a);
    if (a->end == WIT_REST_TOO_LARGE)
        wit_rest_get(r, r->arena, "/connectors", a);
    if (a->end != WIT_REST_OK)
        return wit_rest_gap_of(r, "ListConnectors", r->base, a, err);
    if (a->json->kind != WIT_ARRAY && a->json->kind != WIT_OBJECT)
        return wit_rest_gap(r, "ListConnectors", r->base, WIT_GAP_UNREADABLE,
                            "the answer is no list of connectors: is this the address of Kafka Connect?", err);
    take_list(run, a->json);
    if (run->n < a->json->count &&
        !wit_rest_gap(
            r, "ListConnectors", r->base, WIT_GAP_UNREADABLE,
            wit_fmt(r->arena, "%zu of %zu entries are no connectors", a->json->count - run->n, a->json->count), err))
        return false;
    *there = true;
    size_t bare = 0;
    for (size_t i = 0; i < run->n; i++)
        bare += run->connectors[i].info == NULL;
    if (a->json->kind == WIT_ARRAY)
        return ask_singles(run, err);
    if (bare > 0)
        return wit_rest_gap(
            r, "ListConnectors", r->base, WIT_GAP_CUT,
            wit_fmt(r->arena, "the settings of %zu of %zu connectors are not in the answer", bare, run->n), err);
    return true;
}
