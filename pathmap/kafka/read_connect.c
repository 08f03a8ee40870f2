/* pathmap/kafka/read_connect.c: Connect clusters: workers, connectors, and what these talk to.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: artefacts of the source "connect" (schemas/kafka.schema.json); Kafka Connect REST API,
 * GET /connectors?expand=info&expand=status. Settings that were taken out as secrets stay as settings without a value.
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/kafka/inside.h"

static struct wit_kasked *asked(const struct wit_kread *r, const char *operation, const char *resource)
{
    return (struct wit_kasked *)(uintptr_t)wit_kasked_find(r, "connect", operation, resource);
}

/* ---- destinations ---- */
static bool has_place(const struct wit_destination *d)
{
    return d->kind != WIT_DEST_TOPIC && !(d->kind == WIT_DEST_BUCKET && d->host[0] == '\0');
}

/* Only a bucket of AWS itself is one of the estate's: an endpoint of somebody else's has its own names. */
static bool is_aws_bucket(const struct wit_destination *d)
{
    return d->kind == WIT_DEST_BUCKET && wit_kis_s3_host(d->host);
}

static void place(struct wit_kread *r, struct wit_placed_destination *out, const struct wit_destination *d,
                  const struct wit_connector *c)
{
    /* One gap a place, however many connectors name it. */
    const char *what =
        wit_fmt(r->arena, "%s %s that connectors name", d->system[0] == '\0' ? "the system at" : d->system,
                d->host[0] != '\0'   ? d->host
                : d->name[0] != '\0' ? d->name
                                     : d->key);
    *out = (struct wit_placed_destination){.what = *d, .bucket = d->kind == WIT_DEST_BUCKET ? d->name : ""};
    out->site = (struct wit_site){.host = d->host, .gap = WIT_NO_GAP, .cite = c->cite};
    if (is_aws_bucket(d))
        out->in_estate = wit_kbucket_of(r, d->name);
    if (is_aws_bucket(d) && out->in_estate == NULL && !d->unresolved)
        out->site.gap =
            wit_kgap(r, WIT_GAP_DANGLING, "ListConnectors", d->name, c->cite, "aws s3api list-buckets",
                     "bucket '%s' that connectors name: it is not in the evidence, nor who owns it", d->name);
    else if (d->unresolved)
        out->site.gap = wit_kgap(r, WIT_GAP_NOT_ASKED, "ListConnectors", c->name, c->cite,
                                 "the value that the config provider gives",
                                 "where a destination of connector %s is: its setting '%s' names a value that stands "
                                 "elsewhere",
                                 c->name, d->key);
    else if (d->host[0] != '\0' && !is_aws_bucket(d))
        wit_kplace(r, &out->site, &d->host, 1, c->cite, what);
    else if (has_place(d))
        out->site.gap = wit_kgap(r, WIT_GAP_NOT_MODELLED, "ListConnectors", what, c->cite, "",
                                 "where %s is: its settings name a service and no address", what);
}

void wit_kdestinations(struct wit_kread *r, struct wit_connector *c)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *scratch = wit_arena_new();
    struct wit_connector_config *config = WIT_NEW_ARRAY(scratch, struct wit_connector_config, c->n_settings);
    for (size_t i = 0; i < c->n_settings; i++)
        config[i] = (struct wit_connector_config){c->settings[i].key, c->settings[i].value};
    size_t n;
    const struct wit_destination *list = wit_destinations(&n, &c->known, r->arena, c->class, config, c->n_settings);
    struct wit_placed_destination *placed = WIT_NEW_ARRAY(r->arena, struct wit_placed_destination, n);
    for (size_t i = 0; i < n; i++)
        place(r, &placed[i], &list[i], c);
    c->destinations = placed;
    c->n_destinations = n;
    if (!c->known && c->gap == WIT_NO_GAP)
        c->gap = wit_kgap(r, WIT_GAP_NOT_MODELLED, "ListConnectors", c->class, c->cite,
                          "a row of the table of destinations for this class",
                          "what connectors of class %s talk to: the class is not in the table of destinations",
                          c->class[0] == '\0' ? "(not told)" : c->class);
}

/* ---- connectors ---- */
static int by_word(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void add_worker(struct wit_kread *r, const char ***list, size_t *n, size_t *cap, const char *worker)
{
    if (worker[0] == '\0')
        return;
    for (size_t i = 0; i < *n; i++)
        if (strcmp((*list)[i], worker) == 0)
            return;
    WIT_PUSH(r->arena, *list, *n, *cap) = worker;
}

/* RFC 6901 */
static const char *escaped(struct wit_arena *arena, const char *name)
{
    char *out = wit_alloc(arena, 2 * strlen(name) + 1);
    size_t n = 0;
    for (; *name != '\0'; name++) {
        if (*name == '~' || *name == '/') {
            out[n++] = '~';
            out[n++] = *name == '~' ? '0' : '1';
        } else {
            out[n++] = *name;
        }
    }
    return out;
}

static void read_config(struct wit_kread *r, struct wit_connector *c, const struct wit_value *config,
                        const struct wit_kpage *page, const char *pointer)
{
    struct wit_ksettings s = {0};
    WIT_EACH(v, config) {
        const char *text = wit_text(v);
        bool hidden = text == NULL || strcmp(text, "(removed)") == 0;
        c->n_hidden += hidden;
        WIT_PUSH(r->arena, s.items, s.n, s.cap) = (struct wit_setting){
            wit_kword(r, v->key), hidden ? NULL : wit_kword(r, text), "connector",
            wit_kpage_cite(r, page, wit_fmt(r->arena, "%s/info/config/%s", pointer, escaped(r->scratch, v->key)))};
    }
    wit_ksettings_sort(&s);
    c->settings = s.items;
    c->n_settings = s.n;
}

static void read_connector(struct wit_kread *r, struct wit_connector *c, const struct wit_value *v,
                           const struct wit_kpage *page)
{
    const struct wit_value *info = wit_get(v, "info"), *status = wit_get(v, "status");
    const char *pointer = wit_fmt(r->arena, "/connectors/%s", escaped(r->scratch, v->key)), **workers = NULL;
    size_t cap = 0;
    *c = (struct wit_connector){.name = wit_kword(r, v->key),
                                .class = wit_kword_of(r, wit_get(info, "config"), "connector.class"),
                                .type = wit_kword_of(r, info, "type"),
                                .state = wit_kword_of(r, wit_get(status, "connector"), "state"),
                                .gap = WIT_NO_GAP,
                                .cite = wit_kpage_cite(r, page, pointer)};
    read_config(r, c, wit_get(info, "config"), page, pointer);
    add_worker(r, &workers, &c->n_workers, &cap, wit_kword_of(r, wit_get(status, "connector"), "worker_id"));
    WIT_EACH(task, wit_get(status, "tasks"))
        add_worker(r, &workers, &c->n_workers, &cap, wit_kword_of(r, task, "worker_id"));
    if (c->n_workers > 1)
        qsort(workers, c->n_workers, sizeof *workers, by_word);
    c->workers = workers;
    if (wit_get(info, "config") == NULL)
        c->gap = wit_kgap(r, WIT_GAP_CUT, "ListConnectors", c->name, c->cite, "pathwitness collect connect",
                          "what connector %s talks to: its settings are not in the answer", c->name);
    wit_kdestinations(r, c);
}

static int by_connector(const void *a, const void *b)
{
    return strcmp(((const struct wit_connector *)a)->name, ((const struct wit_connector *)b)->name);
}

static bool read_connectors(struct wit_kread *r, struct wit_connect_cluster *c, struct wit_err *err)
{
    struct wit_kasked *a = asked(r, "ListConnectors", c->id);
    struct wit_connector *list = NULL;
    size_t n = 0, cap = 0;
    for (size_t i = 0; a != NULL && i < a->n; i++) {
        const struct wit_value *root;
        if (!wit_kpage_tree(&root, r, a, i, err))
            return false;
        WIT_EACH(v, wit_get(root, "connectors"))
            read_connector(r, &WIT_PUSH(r->arena, list, n, cap), v, &a->pages[i]);
    }
    if (n > 1)
        qsort(list, n, sizeof *list, by_connector);
    c->connectors = list;
    c->n_connectors = n;
    c->connectors_gap = wit_kasked_gap(r, "connect", "ListConnectors", c->id,
                                       wit_fmt(r->arena, "the connectors of %s", c->id), "pathwitness collect connect");
    return true;
}

/* Every worker that runs something: "host:port" of its REST door. One that runs nothing is in no answer. */
static bool read_workers(struct wit_kread *r, struct wit_connect_cluster *c, struct wit_err *err)
{
    const char **workers = NULL;
    size_t n = 0, cap = 0, n_doors = 0;
    for (size_t i = 0; i < c->n_connectors; i++)
        for (size_t k = 0; k < c->connectors[i].n_workers; k++)
            add_worker(r, &workers, &n, &cap, c->connectors[i].workers[k]);
    if (n > 1)
        qsort(workers, n, sizeof *workers, by_word);
    struct wit_rest_door *doors = WIT_NEW_ARRAY(r->arena, struct wit_rest_door, n + 1);
    struct wit_kurl own = {"", "", 0};
    (void)wit_kurl_parse(&own, r->arena, c->id);
    if (!wit_kdoor_read(&doors[n_doors++], r, "connect", c->id, wit_fmt(r->arena, "Connect %s", c->id), err))
        return false;
    for (size_t i = 0; i < n; i++) {
        const char *url = wit_fmt(r->arena, "%s://%s", own.scheme[0] == '\0' ? "http" : own.scheme, workers[i]);
        struct wit_kurl parts;
        if (strcmp(url, c->id) == 0 || !wit_kurl_parse(&parts, r->arena, url))
            continue;
        struct wit_rest_door *door = &doors[n_doors++];
        *door = (struct wit_rest_door){.url = url, .scheme = own.scheme, .port = parts.port, .cite = c->cite};
        wit_kplace(r, &door->site, &parts.host, 1, c->cite, wit_fmt(r->arena, "Connect worker %s", workers[i]));
    }
    c->doors = doors;
    c->n_doors = n_doors;
    c->workers_gap = c->connectors_gap;
    if (c->workers_gap == WIT_NO_GAP)
        c->workers_gap = wit_kgap(r, WIT_GAP_NOT_MODELLED, "ListConnectors", c->id, c->cite,
                                  "import kafka-properties --at of every worker",
                                  "the workers of %s: only those that run a connector or a task are told", c->id);
    return true;
}

static bool read_one(struct wit_kread *r, struct wit_connect_cluster *c, struct wit_err *err)
{
    struct wit_kasked *a = asked(r, "GetRoot", c->id);
    const struct wit_value *root = NULL;
    if (a != NULL && a->n > 0 && !wit_kpage_tree(&root, r, a, 0, err))
        return false;
    c->version = wit_kword_of(r, root, "version");
    c->kafka_cluster = wit_kword_of(r, root, "kafka_cluster_id");
    if (root != NULL)
        c->cite = wit_kpage_cite(r, &a->pages[0], "/version");
    return read_connectors(r, c, err) && read_workers(r, c, err);
}

bool wit_kconnects_read(struct wit_kread *r, struct wit_err *err)
{
    for (size_t i = 0; i < r->n_asked; i++) {
        const struct wit_kasked *a = r->asked[i];
        bool known =
            strcmp(a->source, "connect") != 0 || strcmp(a->operation, "GetPluginConfig") == 0 || a->resource[0] == '\0';
        for (size_t k = 0; k < r->n_connects && !known; k++)
            known = strcmp(r->connects[k].id, a->resource) == 0;
        if (!known)
            WIT_PUSH(r->arena, r->connects, r->n_connects, r->cap_connects) = (struct wit_connect_cluster){
                .id = a->resource, .workers_gap = WIT_NO_GAP, .connectors_gap = WIT_NO_GAP, .cite = wit_no_cite};
    }
    for (size_t i = 0; i < r->n_connects; i++)
        if (!read_one(r, &r->connects[i], err))
            return false;
    return true;
}
