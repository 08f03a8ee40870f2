/* pathmap/kafka/listeners.c: what a node listens on, by its effective settings.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: Apache Kafka broker configuration reference, 2.x to 4.x (listeners, advertised.listeners,
 * listener.security.protocol.map, inter.broker.listener.name, security.inter.broker.protocol,
 * controller.listener.names, process.roles; until 2.x host.name, port, advertised.host.name, advertised.port);
 * KIP-103 (named listeners), KIP-291 (control plane), KIP-684 (client certificates beside SASL).
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/kafka/inside.h"

/* Of one node; no broker has so many, and what each costs grows with their number. */
enum { LISTENERS = 256, PAIRS = 2048 };

static const char *const protocols[] = {"PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"};

struct node_reading {
    struct wit_kread *r;
    struct wit_kafka_node *node;
    const struct wit_ksettings *s;
    const char *label; /* "broker 1 of C" */
    const char *const *controllers;
    size_t n_controllers;
    struct wit_kendpoint *advertised;
    size_t n_advertised;
    bool advertised_told;
    const char *inter_broker; /* "" not told */
};

/* Names of listeners do not tell upper from lower case. */
static const char *upper(struct wit_arena *arena, const char *text)
{
    char *copy = wit_strdup(arena, text);
    for (char *p = copy; *p != '\0'; p++)
        if (*p >= 'a' && *p <= 'z')
            *p = (char)(*p - ('a' - 'A'));
    return copy;
}

bool wit_kendpoint_parse(struct wit_kendpoint *out, struct wit_arena *arena, const char *text)
{
    const char *host = strstr(text, "://"), *colon = strrchr(text, ':');
    if (host == NULL || host == text || colon == host || colon[1] == '\0' || strlen(colon + 1) > 5 ||
        strspn(colon + 1, "0123456789") != strlen(colon + 1))
        return false;
    unsigned long port = strtoul(colon + 1, NULL, 10);
    const char *name = upper(arena, wit_strndup(arena, text, (size_t)(host - text)));
    host += 3;
    if (colon < host || port > 65535)
        return false;
    size_t len = (size_t)(colon - host);
    if (len >= 2 && host[0] == '[' && host[len - 1] == ']') {
        host++;
        len -= 2;
    }
    for (size_t i = 0; i < len; i++) {
        char c = host[i];
        bool good = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || strchr("-%._:", c) != NULL;
        if (!good)
            return false;
    }
    *out = (struct wit_kendpoint){name, wit_klower(arena, wit_strndup(arena, host, len)), (unsigned)port};
    return true;
}

static void doubt(struct node_reading *n, struct wit_cite cite, const char *why)
{
    if (n->node->listeners_gap == WIT_NO_GAP)
        n->node->listeners_gap =
            wit_kgap(n->r, WIT_GAP_NOT_ASKED, "DescribeConfigs", n->label, cite,
                     "pathwitness collect kafka, as a principal with DescribeConfigs on the cluster; or import "
                     "kafka-properties of that node",
                     "listeners of %s: %s", n->label, why);
}

/* A comma-separated list of endpoints; what is none is told. */
static struct wit_kendpoint *endpoints(struct node_reading *n, size_t *count, const char *text, struct wit_cite cite)
{
    struct wit_arena *arena = n->r->arena;
    size_t n_items;
    const char *const *items = wit_klist(arena, &n_items, text);
    struct wit_kendpoint *list = WIT_NEW_ARRAY(arena, struct wit_kendpoint, n_items);
    *count = 0;
    if (n_items > LISTENERS) {
        doubt(n, cite, wit_fmt(arena, "%zu entries, of which %d are read", n_items, (int)LISTENERS));
        n_items = LISTENERS;
    }
    for (size_t i = 0; i < n_items; i++) {
        if (wit_kendpoint_parse(&list[*count], arena, items[i]))
            (*count)++;
        else
            doubt(n, cite, "an entry could not be read");
    }
    return list;
}

static unsigned port_of(const char *text)
{
    unsigned long port = strspn(text, "0123456789") == strlen(text) && strlen(text) < 6 ? strtoul(text, NULL, 10) : 0;
    return port > 65535 ? 0 : (unsigned)port;
}

/* `listeners`, or what stood for it: host.name and port until 2.x, PLAINTEXT://:9092 by default. */
static struct wit_kendpoint *bound(struct node_reading *n, size_t *count, struct wit_cite *cite)
{
    const char *value, *host, *port;
    const struct wit_setting *found;
    *count = 0;
    *cite = n->node->cite;
    enum wit_kknown known = wit_ksettings_get(n->s, "listeners", &value, &found);
    if (found != NULL)
        *cite = found->cite;
    if (known == WIT_K_TOLD)
        return endpoints(n, count, value, *cite);
    if (known != WIT_K_UNSET) {
        doubt(n, *cite, "the setting `listeners` is not told");
        return NULL;
    }
    struct wit_kendpoint *one = WIT_NEW(n->r->arena, struct wit_kendpoint);
    wit_ksettings_get(n->s, "host.name", &host, NULL);
    wit_ksettings_get(n->s, "port", &port, NULL);
    *one =
        (struct wit_kendpoint){"PLAINTEXT", wit_klower(n->r->arena, host), port_of(port) == 0 ? 9092 : port_of(port)};
    *count = 1;
    return one;
}

static void read_advertised(struct node_reading *n)
{
    const char *value, *host, *port;
    const struct wit_setting *found;
    enum wit_kknown known = wit_ksettings_get(n->s, "advertised.listeners", &value, &found);
    n->advertised_told = true;
    if (known == WIT_K_TOLD) {
        n->advertised = endpoints(n, &n->n_advertised, value, found->cite);
        return;
    }
    if (known != WIT_K_UNSET) {
        n->advertised_told = false;
        doubt(n, found == NULL ? n->node->cite : found->cite, "the setting `advertised.listeners` is not told");
        return;
    }
    bool old = wit_ksettings_get(n->s, "advertised.host.name", &host, NULL) == WIT_K_TOLD;
    old = wit_ksettings_get(n->s, "advertised.port", &port, NULL) == WIT_K_TOLD || old;
    if (!old)
        return;
    n->advertised = WIT_NEW(n->r->arena, struct wit_kendpoint);
    *n->advertised = (struct wit_kendpoint){"PLAINTEXT", wit_klower(n->r->arena, host), port_of(port)};
    n->n_advertised = 1;
}

static bool is_protocol(const char *name)
{
    for (size_t i = 0; i < sizeof protocols / sizeof protocols[0]; i++)
        if (strcmp(protocols[i], name) == 0)
            return true;
    return false;
}

static bool is_controller(const struct node_reading *n, const char *name)
{
    for (size_t i = 0; i < n->n_controllers; i++)
        if (strcmp(n->controllers[i], name) == 0)
            return true;
    return false;
}

/* Nobody wrote a map: controllers without a protocol's name speak PLAINTEXT, unless a listener is named SSL or SASL_*
 * (KafkaConfig, effectiveListenerSecurityProtocolMap). */
static bool controllers_are_plain(const struct node_reading *n, const struct wit_kendpoint *bounds, size_t n_bounds)
{
    for (size_t i = 0; i < n->n_controllers; i++)
        if (is_protocol(n->controllers[i]) && strcmp(n->controllers[i], "PLAINTEXT") != 0)
            return false;
    for (size_t i = 0; i < n_bounds; i++)
        if (is_protocol(bounds[i].name) && strcmp(bounds[i].name, "PLAINTEXT") != 0)
            return false;
    return true;
}

static const char *protocol_of(const struct node_reading *n, const char *name, const struct wit_kendpoint *bounds,
                               size_t n_bounds)
{
    const char *value, *mapped = NULL;
    const struct wit_setting *found;
    struct wit_arena *arena = n->r->scratch;
    enum wit_kknown known = wit_ksettings_get(n->s, "listener.security.protocol.map", &value, &found);
    if (known == WIT_K_HIDDEN || known == WIT_K_UNKNOWN)
        return "";
    size_t n_pairs;
    const char *const *pairs = wit_klist(arena, &n_pairs, value);
    if (n_pairs > PAIRS)
        return "";
    for (size_t i = 0; i < n_pairs; i++) {
        const char *colon = strrchr(pairs[i], ':');
        if (colon == NULL)
            continue;
        size_t len = (size_t)(colon - pairs[i]);
        while (len > 0 && pairs[i][len - 1] == ' ')
            len--;
        const char *protocol = upper(arena, colon + 1 + strspn(colon + 1, " "));
        if (strcmp(upper(arena, wit_strndup(arena, pairs[i], len)), name) != 0)
            continue;
        if (!is_protocol(protocol) || (mapped != NULL && strcmp(mapped, protocol) != 0))
            return ""; /* of two that differ nobody tells which stands */
        mapped = wit_kword(n->r, protocol);
    }
    if (mapped != NULL)
        return mapped;
    bool written = known == WIT_K_TOLD && strcmp(found->origin, "DEFAULT_CONFIG") != 0;
    if (written)
        return "";
    if (is_protocol(name))
        return name;
    return is_controller(n, name) && controllers_are_plain(n, bounds, n_bounds) ? "PLAINTEXT" : "";
}

/* "listener.name.<name>.<key>", in lower case, before the key itself. */
static enum wit_kknown of_listener(const struct node_reading *n, const char *name, const char *key, const char **value,
                                   bool *own)
{
    struct wit_arena *arena = n->r->arena;
    const struct wit_setting *found;
    const char *mine = wit_fmt(arena, "listener.name.%s.%s", wit_klower(arena, name), key);
    enum wit_kknown known = wit_ksettings_get(n->s, mine, value, &found);
    *own = found != NULL && known != WIT_K_UNSET;
    return *own ? known : wit_ksettings_get(n->s, key, value, NULL);
}

static void read_security(const struct node_reading *n, struct wit_kafka_listener *l)
{
    struct wit_arena *arena = n->r->arena;
    const char *value;
    bool own;
    l->mechanisms = l->client_auth = "";
    if (strncmp(l->protocol, "SASL_", 5) == 0) {
        enum wit_kknown known = of_listener(n, l->name, "sasl.enabled.mechanisms", &value, &own);
        if (known == WIT_K_UNSET)
            value = "GSSAPI";
        size_t n_items;
        const char *const *items = wit_klist(arena, &n_items, value);
        for (size_t i = 0; i < n_items; i++)
            l->mechanisms = wit_fmt(arena, "%s%s%s", l->mechanisms, i == 0 ? "" : ",", items[i]);
    }
    if (strcmp(l->protocol, "SSL") == 0 || strcmp(l->protocol, "SASL_SSL") == 0) {
        enum wit_kknown known = of_listener(n, l->name, "ssl.client.auth", &value, &own);
        /* Beside SASL a client certificate is asked for only where the listener's own setting says so (KIP-684). */
        if (known == WIT_K_UNSET || (known == WIT_K_TOLD && !own && strcmp(l->protocol, "SASL_SSL") == 0))
            l->client_auth = "none";
        else if (known == WIT_K_TOLD)
            l->client_auth = wit_kword(n->r, wit_klower(arena, value));
    }
}

/* The k-th advertised endpoint of that name, the last when there are fewer. */
static const struct wit_kendpoint *advertised_as(const struct node_reading *n, const char *name, size_t k)
{
    const struct wit_kendpoint *last = NULL;
    for (size_t i = 0; i < n->n_advertised; i++) {
        if (strcmp(n->advertised[i].name, name) != 0)
            continue;
        last = &n->advertised[i];
        if (k-- == 0)
            break;
    }
    return last;
}

static const char *inter_broker_name(const struct node_reading *n)
{
    const char *value;
    enum wit_kknown known = wit_ksettings_get(n->s, "inter.broker.listener.name", &value, NULL);
    if (known == WIT_K_UNSET) {
        known = wit_ksettings_get(n->s, "security.inter.broker.protocol", &value, NULL);
        if (known == WIT_K_UNSET)
            return "PLAINTEXT";
    }
    return known == WIT_K_TOLD ? upper(n->r->arena, value) : "";
}

static void read_parts(const struct node_reading *n)
{
    const char *value;
    size_t n_items;
    enum wit_kknown known = wit_ksettings_get(n->s, "process.roles", &value, NULL);
    if (known == WIT_K_UNSET)
        n->node->parts = WIT_NODE_BROKER; /* of ZooKeeper's days: every process is a broker */
    const char *const *items = wit_klist(n->r->arena, &n_items, value);
    for (size_t i = 0; i < n_items; i++)
        n->node->parts |= strcmp(items[i], "broker") == 0       ? WIT_NODE_BROKER
                          : strcmp(items[i], "controller") == 0 ? WIT_NODE_CONTROLLER
                                                                : 0;
}

static void read_controllers(struct node_reading *n)
{
    static const char *const keys[] = {"controller.listener.names", "control.plane.listener.name"};
    const char **names = NULL;
    size_t cap = 0;
    for (size_t i = 0; i < 2; i++) {
        const char *value;
        size_t n_items;
        wit_ksettings_get(n->s, keys[i], &value, NULL);
        const char *const *items = wit_klist(n->r->arena, &n_items, value);
        for (size_t k = 0; k < n_items; k++)
            WIT_PUSH(n->r->arena, names, n->n_controllers, cap) = upper(n->r->arena, items[k]);
    }
    n->controllers = names;
}

static enum wit_listener_use use_of(const struct node_reading *n, const char *name, size_t n_others)
{
    if (is_controller(n, name) || n->node->parts == WIT_NODE_CONTROLLER)
        return WIT_USE_CONTROLLER;
    if (n_others == 1) /* a broker does not start when brokers have no listener between them */
        return WIT_USE_BOTH;
    return strcmp(name, n->inter_broker) == 0 ? WIT_USE_REPLICATION : WIT_USE_CLIENT;
}

/* Only what DescribeCluster says: the listener that the collector used. */
static void only_told(struct node_reading *n, const char *host, unsigned port, const char *protocol)
{
    struct wit_kafka_listener *l = WIT_NEW(n->r->arena, struct wit_kafka_listener);
    *l = (struct wit_kafka_listener){"", protocol, WIT_USE_CLIENT, "", 0, host, port, "", "", n->node->cite};
    n->node->listeners = l;
    n->node->n_listeners = 1;
}

void wit_klisteners(struct wit_kread *r, struct wit_kafka_node *node, const struct wit_ksettings *s, const char *label,
                    const char *told_host, unsigned told_port, const char *asked_protocol)
{
    struct node_reading n = {.r = r, .node = node, .s = s, .label = label};
    struct wit_cite cite;
    size_t n_bounds, others = 0;
    node->listeners_gap = node->settings_gap;
    read_parts(&n);
    read_controllers(&n);
    struct wit_kendpoint *bounds = bound(&n, &n_bounds, &cite);
    if (n_bounds == 0) {
        if (told_port != 0)
            only_told(&n, told_host, told_port, asked_protocol);
        return;
    }
    read_advertised(&n);
    n.inter_broker = inter_broker_name(&n);
    for (size_t i = 0; i < n_bounds; i++)
        others += !is_controller(&n, bounds[i].name);
    struct wit_kafka_listener *list = WIT_NEW_ARRAY(r->arena, struct wit_kafka_listener, n_bounds);
    for (size_t i = 0; i < n_bounds; i++) {
        size_t nth = 0;
        for (size_t k = 0; k < i; k++)
            nth += strcmp(bounds[k].name, bounds[i].name) == 0;
        struct wit_kafka_listener *l = &list[i];
        const struct wit_kendpoint *to = advertised_as(&n, bounds[i].name, nth);
        *l = (struct wit_kafka_listener){.name = bounds[i].name,
                                         .protocol = protocol_of(&n, bounds[i].name, bounds, n_bounds),
                                         .use = use_of(&n, bounds[i].name, others),
                                         .bind_host = bounds[i].host,
                                         .port = bounds[i].port,
                                         .advertised_host = "",
                                         .cite = cite};
        read_security(&n, l);
        bool told = told_port != 0 && bounds[i].port == told_port && l->use != WIT_USE_CONTROLLER;
        if (to != NULL) {
            l->advertised_host = to->host;
            l->advertised_port = to->port;
        } else if (n.advertised_told && n.n_advertised == 0 && l->use != WIT_USE_CONTROLLER) {
            l->advertised_host = bounds[i].host[0] == '\0' && told ? told_host : bounds[i].host;
            l->advertised_port = bounds[i].port;
        }
    }
    bool inner = others <= 1 || node->parts == WIT_NODE_CONTROLLER;
    for (size_t i = 0; i < n_bounds; i++)
        inner = inner || list[i].use == WIT_USE_REPLICATION;
    if (!inner) /* hidden, or a name that no listener has */
        doubt(&n, cite, "which of them is the one between brokers is not told");
    node->listeners = list;
    node->n_listeners = n_bounds;
}
