/* tests/support/platform_kit.c: the lines of a small platform, read.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/support/platform_kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX = 64, WORDS = 16 };

struct kit {
    struct wit_arena *arena;
    const struct wit_estate *estate;
    struct wit_platform *p;
    struct wit_kafka_cluster *cluster;
    struct wit_kafka_node *node;
    struct wit_connect_cluster *connect;
    struct wit_connector *connector;
    struct wit_gap *gaps;
    char *words[WORDS];
    size_t n;
};

static const struct wit_cite none = {UINT32_MAX, ""};

static _Noreturn void bad(const struct kit *k, const char *what)
{
    fprintf(stderr, "platform_kit: %s: %s\n", what, k->n > 0 ? k->words[0] : "");
    exit(70);
}

/* A list of the model keeps its room of MAX items from the first on. */
static void *room(const struct kit *k, const void *list, size_t n, size_t size)
{
    if (n >= MAX)
        bad(k, "too many");
    return n == 0 ? wit_alloc_array(k->arena, MAX, size) : (void *)(uintptr_t)list;
}
#define MORE(k, list, count, type)                                                                                     \
    ((list) = room((k), (list), (count), sizeof(type)), (type *)(uintptr_t) & (list)[(count)++])

static wit_gap_ref gap(struct kit *k, const char *text)
{
    struct wit_gap *g = &k->gaps[k->p->n_gaps];
    *g = (struct wit_gap){
        .id = wit_fmt(k->arena, "g-test%zu", k->p->n_gaps), .text = text, .remedy = "ask again", .cite = none};
    if (k->p->n_gaps + 1 >= MAX)
        bad(k, "too many gaps");
    return (wit_gap_ref)k->p->n_gaps++;
}

/* "?" of an option: a gap, else none. */
static wit_gap_ref option_gap(struct kit *k, const char *option)
{
    for (size_t i = 1; i < k->n; i++)
        if (strcmp(k->words[i], option) == 0)
            return gap(k, wit_fmt(k->arena, "%s was denied", option));
    return WIT_NO_GAP;
}

static bool has(const struct kit *k, const char *word)
{
    for (size_t i = 1; i < k->n; i++)
        if (strcmp(k->words[i], word) == 0)
            return true;
    return false;
}

static const char *value(const struct kit *k, const char *key)
{
    size_t len = strlen(key);
    for (size_t i = 1; i < k->n; i++)
        if (strncmp(k->words[i], key, len) == 0 && k->words[i][len] == '=')
            return k->words[i] + len + 1;
    return "";
}

static struct wit_site site(struct kit *k, const char *word, const char *host)
{
    struct wit_site s = {.host = host, .gap = WIT_NO_GAP, .cite = none};
    const struct wit_interface **list = WIT_NEW_ARRAY(k->arena, const struct wit_interface *, MAX);
    s.interfaces = list;
    if (strcmp(word, "?") == 0) {
        s.gap = gap(k, wit_fmt(k->arena, "nobody resolved %s", host));
        return s;
    }
    if (strcmp(word, "outside") == 0) {
        struct wit_addr *addr = WIT_NEW(k->arena, struct wit_addr);
        s.outside = true;
        s.addrs = addr;
        s.n_addrs = wit_addr_parse(addr, "203.0.113.77", NULL) ? 1 : 0;
        return s;
    }
    for (char *save = NULL, *one = strtok_r(wit_strdup(k->arena, word), ",", &save); one != NULL;
         one = strtok_r(NULL, ",", &save)) {
        const struct wit_interface *itf = wit_estate_interface(k->estate, one);
        if (itf == NULL)
            bad(k, "no such interface");
        list[s.n_interfaces++] = itf;
    }
    return s;
}

static enum wit_told told(const char *word, const char *yes, const char *no)
{
    return strcmp(word, yes) == 0 ? WIT_TOLD_YES : strcmp(word, no) == 0 ? WIT_TOLD_NO : WIT_NOT_TOLD;
}

static void read_cluster(struct kit *k)
{
    k->cluster = MORE(k, k->p->clusters, k->p->n_clusters, struct wit_kafka_cluster);
    *k->cluster = (struct wit_kafka_cluster){.id = k->words[1],
                                             .flavour = "",
                                             .metadata = has(k, "zookeeper") ? "zookeeper" : "kraft",
                                             .asked_protocol = "",
                                             .nodes_gap = option_gap(k, "nodes=?"),
                                             .topics_gap = option_gap(k, "topics=?"),
                                             .acls_gap = option_gap(k, "acls=?"),
                                             .groups_gap = option_gap(k, "groups=?"),
                                             .voters_gap = option_gap(k, "voters=?"),
                                             .uses_gap = WIT_NO_GAP,
                                             .authorizer = told(value(k, "authorizer"), "yes", "no"),
                                             .cite = none};
}

static void read_node(struct kit *k)
{
    k->node = MORE(k, k->cluster->nodes, k->cluster->n_nodes, struct wit_kafka_node);
    *k->node = (struct wit_kafka_node){.id = k->words[1],
                                       .parts = has(k, "both")         ? WIT_NODE_BROKER | WIT_NODE_CONTROLLER
                                                : has(k, "controller") ? WIT_NODE_CONTROLLER
                                                                       : WIT_NODE_BROKER,
                                       .rack = value(k, "rack"),
                                       .site = site(k, k->words[2], k->words[1]),
                                       .listeners_gap = option_gap(k, "listeners=?"),
                                       .settings_gap = option_gap(k, "settings=?"),
                                       .jmx_port = (unsigned)strtoul(value(k, "jmx"), NULL, 10),
                                       .cite = none};
}

static void read_listener(struct kit *k)
{
    struct wit_kafka_listener *l = MORE(k, k->node->listeners, k->node->n_listeners, struct wit_kafka_listener);
    *l = (struct wit_kafka_listener){.name = k->words[1],
                                     .protocol = strcmp(k->words[2], "?") == 0 ? "" : k->words[2],
                                     .port = (unsigned)strtoul(k->words[3], NULL, 10),
                                     .use = strcmp(k->words[4], "replication") == 0  ? WIT_USE_REPLICATION
                                            : strcmp(k->words[4], "controller") == 0 ? WIT_USE_CONTROLLER
                                            : strcmp(k->words[4], "both") == 0       ? WIT_USE_BOTH
                                                                                     : WIT_USE_CLIENT,
                                     .bind_host = value(k, "bind"),
                                     .advertised_host = "",
                                     .mechanisms = value(k, "mech"),
                                     .client_auth = value(k, "auth"),
                                     .cite = none};
}

static void read_set(struct kit *k)
{
    struct wit_setting *s = MORE(k, k->node->settings, k->node->n_settings, struct wit_setting);
    *s = (struct wit_setting){k->words[1], strcmp(k->words[2], "?") == 0 ? NULL : k->words[2], "file", none};
}

static void read_zookeeper(struct kit *k)
{
    size_t n = k->cluster->n_zookeepers;
    const char **name = MORE(k, k->cluster->zookeepers, k->cluster->n_zookeepers, const char *);
    struct wit_site *at = MORE(k, k->cluster->zookeeper_sites, n, struct wit_site);
    *name = k->words[1];
    *at = site(k, k->words[2], k->words[1]);
}

static void read_voter(struct kit *k)
{
    size_t n = k->cluster->n_voters;
    const char **name = MORE(k, k->cluster->voters, k->cluster->n_voters, const char *);
    struct wit_site *at = MORE(k, k->cluster->voter_sites, n, struct wit_site);
    *name = k->words[1];
    *at = site(k, k->words[2], k->words[1]);
}

static void read_acl(struct kit *k)
{
    struct wit_kafka_acl *a = MORE(k, k->cluster->acls, k->cluster->n_acls, struct wit_kafka_acl);
    *a = (struct wit_kafka_acl){k->words[1], k->words[2], "LITERAL", k->words[3], "*", k->words[4], k->words[5], none};
}

static void read_topic(struct kit *k)
{
    struct wit_topic *t = MORE(k, k->cluster->topics, k->cluster->n_topics, struct wit_topic);
    *t = (struct wit_topic){.name = k->words[1],
                            .internal = k->words[1][0] == '_',
                            .partitions = 1,
                            .replication = (uint32_t)strtoul(k->words[2], NULL, 10),
                            .retention_ms = value(k, "retention"),
                            .cleanup = "",
                            .remote = "",
                            .min_insync = "",
                            .configs_gap = WIT_NO_GAP,
                            .cite = none};
}

static void read_group(struct kit *k)
{
    struct wit_consumer_group *g = MORE(k, k->cluster->groups, k->cluster->n_groups, struct wit_consumer_group);
    *g = (struct wit_consumer_group){
        .id = k->words[1], .state = "Stable", .protocol_type = "consumer", .gap = WIT_NO_GAP, .cite = none};
    for (size_t i = 2; i < k->n; i++) {
        struct wit_group_member *m = MORE(k, g->members, g->n_members, struct wit_group_member);
        char *at = strchr(k->words[i], '@');
        *at = '\0';
        *m = (struct wit_group_member){k->words[i], at + 1, none};
    }
}

static struct wit_rest_door door(struct kit *k, const char *url)
{
    const char *colon = strrchr(url, ':');
    return (struct wit_rest_door){.url = url,
                                  .scheme = strncmp(url, "https", 5) == 0 ? "https" : "http",
                                  .site = site(k, k->words[2], url),
                                  .port = (unsigned)strtoul(colon + 1, NULL, 10),
                                  .anonymous = told(k->words[3], "anonymous", "closed"),
                                  .plain = told(k->words[4], "plain", "tls"),
                                  .cite = none};
}

static void read_connect(struct kit *k)
{
    k->connect = MORE(k, k->p->connects, k->p->n_connects, struct wit_connect_cluster);
    *k->connect = (struct wit_connect_cluster){.id = k->words[1],
                                               .version = "",
                                               .kafka_cluster = "",
                                               .workers_gap = WIT_NO_GAP,
                                               .connectors_gap = option_gap(k, "connectors=?"),
                                               .cite = none};
    struct wit_rest_door *d = MORE(k, k->connect->doors, k->connect->n_doors, struct wit_rest_door);
    *d = door(k, k->words[1]);
}

static void read_connector(struct kit *k)
{
    k->connector = MORE(k, k->connect->connectors, k->connect->n_connectors, struct wit_connector);
    *k->connector = (struct wit_connector){.name = k->words[1],
                                           .class = "com.acme.Connector",
                                           .type = "sink",
                                           .state = "RUNNING",
                                           .known = has(k, "known"),
                                           .gap = WIT_NO_GAP,
                                           .cite = none};
}

static void read_destination(struct kit *k)
{
    static const char *const kinds[] = {
        [WIT_DEST_HOST] = "host",   [WIT_DEST_BUCKET] = "bucket",  [WIT_DEST_GCS] = "gcs",
        [WIT_DEST_AZURE] = "azure", [WIT_DEST_KAFKA] = "kafka",    [WIT_DEST_REGISTRY] = "registry",
        [WIT_DEST_TOPIC] = "topic", [WIT_DEST_SERVICE] = "service"};
    struct wit_placed_destination *d =
        MORE(k, k->connector->destinations, k->connector->n_destinations, struct wit_placed_destination);
    size_t kind = 0;
    while (kind < sizeof kinds / sizeof *kinds && strcmp(kinds[kind], k->words[1]) != 0)
        kind++;
    const char *bucket = value(k, "bucket");
    *d = (struct wit_placed_destination){.what = {.kind = (enum wit_destination_kind)kind,
                                                  .system = "",
                                                  .key = "connection.url",
                                                  .host = kind == WIT_DEST_BUCKET ? "" : k->words[2],
                                                  .port = (unsigned)strtoul(k->words[3], NULL, 10),
                                                  .name = bucket,
                                                  .region = "",
                                                  .tls_told = has(k, "tls") || has(k, "clear"),
                                                  .tls = has(k, "tls"),
                                                  .source = strcmp(k->words[0], "from") == 0,
                                                  .unresolved = has(k, "reference")},
                                         .site = kind == WIT_DEST_BUCKET
                                                     ? (struct wit_site){.host = "", .gap = WIT_NO_GAP, .cite = none}
                                                     : site(k, k->words[4], k->words[2]),
                                         .bucket = bucket};
    for (size_t i = 0; i < k->estate->n_buckets; i++)
        if (strcmp(k->estate->buckets[i].id, bucket) == 0)
            d->in_estate = &k->estate->buckets[i];
}

static void read_registry(struct kit *k)
{
    struct wit_registry *g = MORE(k, k->p->registries, k->p->n_registries, struct wit_registry);
    *g = (struct wit_registry){.url = k->words[1],
                               .mode = value(k, "mode"),
                               .compatibility = value(k, "compat"),
                               .door = door(k, k->words[1]),
                               .subjects_gap = WIT_NO_GAP,
                               .settings_gap = option_gap(k, "settings=?"),
                               .cite = none};
}

static const struct {
    const char *word;
    size_t least;
    void (*read)(struct kit *k);
} lines[] = {{"cluster", 2, read_cluster},  {"node", 4, read_node},           {"listen", 5, read_listener},
             {"set", 3, read_set},          {"zk", 3, read_zookeeper},        {"voter", 3, read_voter},
             {"acl", 6, read_acl},          {"topic", 3, read_topic},         {"group", 2, read_group},
             {"connect", 5, read_connect},  {"connector", 3, read_connector}, {"to", 5, read_destination},
             {"from", 5, read_destination}, {"registry", 5, read_registry}};

const struct wit_platform *wit_platform_build(struct wit_arena *arena, struct wit_estate *estate, const char *text)
{
    struct kit k = {.arena = arena, .estate = estate, .p = WIT_NEW(arena, struct wit_platform)};
    k.gaps = WIT_NEW_ARRAY(arena, struct wit_gap, MAX);
    k.p->gaps = k.gaps;
    for (char *save = NULL, *line = strtok_r(wit_strdup(arena, text), "\n", &save); line != NULL;
         line = strtok_r(NULL, "\n", &save)) {
        size_t i = 0;
        k.n = 0;
        for (char *in = NULL, *word = strtok_r(line, " ", &in); word != NULL && word[0] != '#' && k.n < WORDS;
             word = strtok_r(NULL, " ", &in))
            k.words[k.n++] = word;
        while (k.n > 0 && i < sizeof lines / sizeof *lines && strcmp(lines[i].word, k.words[0]) != 0)
            i++;
        if (k.n > 0 && (i == sizeof lines / sizeof *lines || k.n < lines[i].least))
            bad(&k, "not understood");
        if (k.n > 0)
            lines[i].read(&k);
    }
    wit_gap_ref *refs = WIT_NEW_ARRAY(arena, wit_gap_ref, MAX);
    for (size_t i = 0; i < MAX; i++)
        refs[i] = WIT_NO_GAP;
    k.p->gaps_in_estate = refs;
    wit_platform_adopt(estate, k.p, arena);
    return k.p;
}
