/* pathmap/kafka/read_files.c: imported properties files, each to its kind.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: artefacts Properties of the source "kafka-properties" (schemas/kafka.schema.json). A file says what was
 * written, not what holds: a running process that told its settings wins. What a file leaves out has Kafka's default.
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/kafka/files.h"

static void add_entry(struct wit_kread *r, struct wit_kfile *f, const struct wit_value *root, const struct wit_value *v,
                      const struct wit_kpage *page, size_t number)
{
    const char *pointer = wit_fmt(r->arena, "/entries/%zu/value", number);
    const char *key = wit_kword_of(r, v, "key"), *text = wit_text(wit_get(v, "value"));
    bool hidden = text == NULL || strcmp(text, "(removed)") == 0 || wit_kwas_removed(root, pointer);
    if (key[0] != '\0')
        WIT_PUSH(r->arena, f->settings.items, f->settings.n, f->settings.cap) =
            (struct wit_setting){key, hidden ? NULL : wit_kword(r, text), "file", wit_kpage_cite(r, page, pointer)};
}

static void read_at(struct wit_kread *r, struct wit_kfile *f, const struct wit_value *at)
{
    f->at = WIT_NEW_ARRAY(r->arena, const char *, at == NULL ? 0 : at->count);
    WIT_EACH(one, at) {
        if (one->kind == WIT_STRING && one->text[0] != '\0')
            f->at[f->n_at++] = wit_kword(r, one->text);
    }
}

const char *wit_kfile_get(const struct wit_kfile *f, const char *key)
{
    const char *value;
    return wit_ksettings_get(&f->settings, key, &value, NULL) == WIT_K_TOLD ? value : "";
}

/* ---- files that are no broker's ---- */
/* The first listener "http://host:port" of a REST door's settings. */
static struct wit_kurl first_url(struct wit_kread *r, const struct wit_kfile *f, const char *scheme, unsigned port)
{
    size_t n;
    struct wit_kurl url = {scheme, "", port};
    const char *const *items = wit_klist(r->arena, &n, wit_kfile_get(f, "listeners"));
    for (size_t i = 0; i < n; i++) {
        struct wit_kurl one;
        if (wit_kurl_parse(&one, r->arena, items[i]) && (i == 0 || strcmp(one.scheme, "https") != 0))
            url = one; /* the weaker of several */
    }
    return url;
}

static void place_door(struct wit_kread *r, struct wit_rest_door *door, const struct wit_kfile *f,
                       const struct wit_kurl *url, const char *host, const char *what)
{
    const char **hosts = WIT_NEW_ARRAY(r->arena, const char *, f->n_at + 2);
    size_t n = 0;
    for (size_t i = 0; i < f->n_at; i++)
        hosts[n++] = f->at[i];
    if (n == 0) {
        if (host[0] != '\0')
            hosts[n++] = wit_klower(r->arena, host);
        hosts[n++] = url->host;
    }
    const char *shown = host[0] != '\0' ? host : url->host[0] != '\0' ? url->host : "0.0.0.0";
    *door = (struct wit_rest_door){.url = wit_fmt(r->arena, "%s://%s:%u", url->scheme, shown, url->port),
                                   .scheme = url->scheme,
                                   .port = url->port,
                                   .plain = strcmp(url->scheme, "http") == 0 ? WIT_TOLD_YES : WIT_NOT_TOLD,
                                   .cite = f->cite};
    wit_kplace(r, &door->site, hosts, n, f->cite, what);
}

static struct wit_connect_cluster *connect_of(struct wit_kread *r, const char *id)
{
    for (size_t i = 0; i < r->n_connects; i++)
        if (strcmp(r->connects[i].id, id) == 0)
            return &r->connects[i];
    struct wit_connect_cluster *c = &WIT_PUSH(r->arena, r->connects, r->n_connects, r->cap_connects);
    *c = (struct wit_connect_cluster){.id = id,
                                      .version = "",
                                      .kafka_cluster = "",
                                      .workers_gap = WIT_NO_GAP,
                                      .connectors_gap = WIT_NO_GAP,
                                      .cite = wit_no_cite};
    return c;
}

static void read_worker(struct wit_kread *r, struct wit_kfile *f)
{
    const char *group = wit_kfile_get(f, "group.id"), *host = wit_kfile_get(f, "rest.advertised.host.name");
    struct wit_connect_cluster *c = connect_of(r, group[0] == '\0' ? f->name : group);
    const char *port = wit_kfile_get(f, "rest.port");
    struct wit_kurl url = first_url(r, f, "http", port[0] == '\0' ? 8083 : (unsigned)(strtoul(port, NULL, 10) & 65535));
    struct wit_rest_door *doors = WIT_NEW_ARRAY(r->arena, struct wit_rest_door, c->n_doors + 1);
    if (c->n_doors > 0)
        memcpy(doors, c->doors, c->n_doors * sizeof *doors);
    place_door(r, &doors[c->n_doors++], f, &url, host, wit_fmt(r->arena, "the Connect worker of %s", f->name));
    c->doors = doors;
    if (c->n_settings == 0) {
        c->settings = f->settings.items;
        c->n_settings = f->settings.n;
        c->cite = f->cite;
    }
    if (c->n_connectors == 0 && c->connectors_gap == WIT_NO_GAP)
        c->connectors_gap =
            wit_kgap(r, WIT_GAP_NOT_ASKED, "ListConnectors", c->id, f->cite, "pathwitness collect connect --url",
                     "the connectors of %s: only a worker's properties are in the evidence", c->id);
    if (c->workers_gap == WIT_NO_GAP)
        c->workers_gap = c->connectors_gap;
}

/* MirrorMaker 2 by itself: one "<alias>.bootstrap.servers" for each cluster; it connects to all of them. */
static void read_mirror(struct wit_kread *r, struct wit_kfile *f)
{
    struct wit_connect_cluster *c = connect_of(r, f->name);
    struct wit_connector *one = WIT_NEW(r->arena, struct wit_connector);
    *one = (struct wit_connector){.name = f->name,
                                  .class = "org.apache.kafka.connect.mirror.MirrorMaker",
                                  .type = "source",
                                  .state = "",
                                  .known = true,
                                  .settings = f->settings.items,
                                  .n_settings = f->settings.n,
                                  .gap = WIT_NO_GAP,
                                  .cite = f->cite};
    struct wit_placed_destination *list = NULL;
    size_t cap = 0;
    for (size_t i = 0; i < f->settings.n; i++) {
        const struct wit_setting *s = &f->settings.items[i];
        size_t len = strlen(s->key), n;
        one->n_hidden += s->value == NULL;
        if (len <= 18 || strcmp(s->key + len - 18, ".bootstrap.servers") != 0 || s->value == NULL)
            continue;
        const char *const *items = wit_klist(r->arena, &n, s->value);
        for (size_t k = 0; k < n; k++) {
            const char *colon = strrchr(items[k], ':');
            unsigned long port = colon == NULL ? 0 : strtoul(colon + 1, NULL, 10);
            struct wit_placed_destination d = {.what = {.kind = WIT_DEST_KAFKA,
                                                        .system = "Kafka",
                                                        .key = s->key,
                                                        .host = wit_khost_of(r->arena, items[k]),
                                                        .port = port > 65535 ? 0 : (unsigned)port,
                                                        .name = wit_strndup(r->arena, s->key, len - 18),
                                                        .region = ""},
                                               .bucket = ""};
            wit_kplace(r, &d.site, &d.what.host, 1, s->cite, wit_fmt(r->arena, "Kafka %s of %s", items[k], f->name));
            WIT_PUSH(r->arena, list, one->n_destinations, cap) = d;
        }
    }
    one->destinations = list;
    c->connectors = one;
    c->n_connectors = 1;
    c->settings = f->settings.items;
    c->n_settings = f->settings.n;
    c->cite = f->cite;
    struct wit_rest_door *door = WIT_NEW(r->arena, struct wit_rest_door);
    struct wit_kurl none = {"", "", 0};
    place_door(r, door, f, &none, "", wit_fmt(r->arena, "the MirrorMaker of %s", f->name));
    c->doors = door;
    c->n_doors = 1;
}

static void read_registry_file(struct wit_kread *r, struct wit_kfile *f)
{
    struct wit_kurl url = first_url(r, f, "http", 8081);
    struct wit_registry own = {.mode = "", .compatibility = "", .settings_gap = WIT_NO_GAP, .cite = f->cite};
    const char *what = wit_fmt(r->arena, "the Schema Registry of %s", f->name);
    place_door(r, &own.door, f, &url, wit_kfile_get(f, "host.name"), what);
    for (size_t i = 0; i < r->n_registries; i++) { /* one that was asked, at the same place and port */
        struct wit_registry *g = &r->registries[i];
        bool same = g->door.port == own.door.port && g->door.site.n_interfaces > 0 && own.door.site.n_interfaces > 0 &&
                    g->door.site.interfaces[0] == own.door.site.interfaces[0];
        if (!same && strcmp(g->door.url, own.door.url) != 0)
            continue;
        g->settings = f->settings.items;
        g->n_settings = f->settings.n;
        g->settings_gap = WIT_NO_GAP;
        return;
    }
    own.url = own.door.url;
    own.settings = f->settings.items;
    own.n_settings = f->settings.n;
    own.subjects_gap =
        wit_kgap(r, WIT_GAP_NOT_ASKED, "ListSubjects", f->name, f->cite, "pathwitness collect schema-registry --url",
                 "the subjects of %s: only its properties are in the evidence", what);
    WIT_PUSH(r->arena, r->registries, r->n_registries, r->cap_registries) = own;
}

/* ---- the order ---- */
static bool read_file(struct wit_kfile *f, struct wit_kread *r, struct wit_kasked *a, struct wit_err *err)
{
    const struct wit_value *root;
    size_t number = 0;
    *f = (struct wit_kfile){.name = a->resource, .kind = "", .cite = wit_kpage_cite(r, &a->pages[0], "")};
    if (!wit_kpage_tree(&root, r, a, 0, err))
        return false;
    f->kind = wit_kword_of(r, root, "kind");
    read_at(r, f, wit_get(root, "at"));
    WIT_EACH(v, wit_get(root, "entries")) {
        add_entry(r, f, root, v, &a->pages[0], number);
        number++;
    }
    wit_ksettings_sort(&f->settings);
    f->settings.whole = true;
    return true;
}

bool wit_kfiles_read(struct wit_kread *r, struct wit_err *err)
{
    static const struct {
        const char *kind;
        void (*read)(struct wit_kread *r, struct wit_kfile *f);
    } kinds[] = {
        {"broker", wit_kfile_node}, {"controller", wit_kfile_node}, {"zookeeper", wit_kfile_keeper},
        {"connect", read_worker},   {"mirror-maker", read_mirror},  {"schema-registry", read_registry_file},
    };
    for (size_t i = 0; i < r->n_asked; i++) {
        struct wit_kasked *a = r->asked[i];
        struct wit_kfile *f = WIT_NEW(r->arena, struct wit_kfile);
        if (strcmp(a->source, "kafka-properties") != 0 || a->n == 0)
            continue;
        if (!read_file(f, r, a, err))
            return false;
        bool known = strcmp(f->kind, "client") == 0; /* what a client is told says nothing about the platform */
        for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
            if (strcmp(kinds[k].kind, f->kind) != 0)
                continue;
            kinds[k].read(r, f);
            known = true;
        }
        if (!known)
            wit_kgap(r, WIT_GAP_NOT_MODELLED, "Properties", f->name, f->cite, "",
                     "what %s configures is not known: by its keys it is no file of Kafka's", f->name);
    }
    return true;
}
