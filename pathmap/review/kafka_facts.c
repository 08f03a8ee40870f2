/* pathmap/review/kafka_facts.c: settings with their defaults, words for nodes, gaps of the platform.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "pathmap/review/kafka_facts.h"

#include <string.h>
#include <strings.h>

/* A reference to a config provider stands for a value that nobody told, which may be empty. */
static bool is_told(const struct wit_setting *s)
{
    return s->value != NULL && strstr(s->value, "${") == NULL;
}

struct wit_fact wit_settings_fact(const struct wit_setting *settings, size_t n, bool complete, const char *key,
                                  const char *fallback)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(settings[i].key, key) == 0)
            return (struct wit_fact){is_told(&settings[i]), settings[i].value, settings[i].cite};
    return (struct wit_fact){complete, complete ? fallback : NULL, {UINT32_MAX, ""}};
}

struct wit_fact wit_node_fact(const struct wit_kafka_node *node, const char *key, const char *fallback)
{
    struct wit_fact f =
        wit_settings_fact(node->settings, node->n_settings, node->settings_gap == WIT_NO_GAP, key, fallback);
    if (f.cite.artefact == UINT32_MAX)
        f.cite = node->cite;
    return f;
}

/* Kafka trims what it parses; java.util.Properties keeps blanks at the end of a line. */
bool wit_fact_is(const struct wit_fact *f, const char *value)
{
    if (!f->known || f->value == NULL)
        return false;
    const char *text = f->value + strspn(f->value, " \t");
    size_t len = strlen(value);
    return strncasecmp(text, value, len) == 0 && text[len + strspn(text + len, " \t")] == '\0';
}

bool wit_protocol_is_plain(const char *protocol)
{
    return strcasecmp(protocol, "PLAINTEXT") == 0 || strcasecmp(protocol, "SASL_PLAINTEXT") == 0;
}

bool wit_protocol_is_anonymous(const char *protocol)
{
    return strcasecmp(protocol, "PLAINTEXT") == 0;
}

const char *wit_listener_use_word(enum wit_listener_use use)
{
    static const char *const words[] = {[WIT_USE_CLIENT] = "client",
                                        [WIT_USE_REPLICATION] = "replication",
                                        [WIT_USE_CONTROLLER] = "controller",
                                        [WIT_USE_BOTH] = "client and replication"};
    return words[use];
}

const char *wit_cluster_words(const struct wit_review *r, const struct wit_kafka_cluster *c)
{
    return r->platform->n_clusters <= 1 ? "the cluster" : c->id;
}

static const char *part_word(unsigned parts)
{
    if (parts == (WIT_NODE_BROKER | WIT_NODE_CONTROLLER))
        return "broker and controller";
    return parts == WIT_NODE_CONTROLLER ? "controller" : "broker";
}

const char *wit_node_words(const struct wit_review *r, const struct wit_kafka_cluster *c,
                           const struct wit_kafka_node *n)
{
    if (r->platform->n_clusters <= 1)
        return wit_fmt(r->arena, "%s %s", part_word(n->parts), n->id);
    return wit_fmt(r->arena, "%s %s of %s", part_word(n->parts), n->id, c->id);
}

const char *wit_nodes_words(struct wit_arena *arena, const struct wit_kafka_node *const *nodes, size_t n)
{
    enum { NAMED = 6 };
    if (n == 0)
        return "no node";
    size_t controllers = 0;
    for (size_t i = 0; i < n; i++)
        controllers += nodes[i]->parts == WIT_NODE_CONTROLLER;
    const char *text = wit_fmt(arena, "%s%s",
                               controllers == 0   ? "broker"
                               : controllers == n ? "controller"
                                                  : "node",
                               n == 1 ? "" : "s");
    for (size_t i = 0; i < n && i < NAMED; i++)
        text = wit_fmt(arena, "%s%s%s", text, i == 0 ? " " : ", ", nodes[i]->id);
    return n > NAMED ? wit_fmt(arena, "%s and %zu more", text, n - NAMED) : text;
}

const struct wit_gap *wit_platform_gap(const struct wit_review *r, wit_gap_ref ref)
{
    static const struct wit_gap none = {.id = "", .text = "evidence is missing", .remedy = ""};
    return ref < r->platform->n_gaps ? &r->platform->gaps[ref] : &none;
}

const char *wit_platform_gap_text(const struct wit_review *r, wit_gap_ref ref)
{
    return ref == WIT_NO_GAP ? "" : wit_gap_brief(r->arena, wit_platform_gap(r, ref)->text);
}

const char *wit_review_cite(const struct wit_review *r, struct wit_cite cite)
{
    return cite.artefact == UINT32_MAX || cite.artefact >= r->estate->n_artefacts
               ? ""
               : wit_cite_text(r->arena, r->estate, cite);
}
