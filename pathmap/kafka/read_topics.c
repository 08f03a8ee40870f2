/* pathmap/kafka/read_topics.c: topics, access control lists and consumer groups of a cluster.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: artefacts ListTopics, DescribeConfigs (C/topics), DescribeAcls and DescribeConsumerGroups of
 * schemas/kafka.schema.json. Page after page: only what stays is kept.
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/kafka/inside.h"

static struct wit_kasked *asked(const struct wit_kread *r, const char *operation, const char *resource)
{
    return (struct wit_kasked *)(uintptr_t)wit_kasked_find(r, "kafka", operation, resource);
}

static struct wit_cite cite_at(const struct wit_kread *r, const struct wit_kpage *page, const char *list, size_t number)
{
    return wit_kpage_cite(r, page, wit_fmt(r->arena, "/%s/%zu", list, number));
}

static int by_topic(const void *a, const void *b)
{
    return strcmp(((const struct wit_topic *)a)->name, ((const struct wit_topic *)b)->name);
}

/* ---- topics ---- */
static void count_replicas(struct wit_topic *t, const struct wit_value *partitions)
{
    WIT_EACH(p, partitions) {
        const struct wit_value *replicas = wit_get(p, "replicas");
        uint32_t n = replicas == NULL ? 0 : (uint32_t)replicas->count;
        t->replication = t->partitions == 0 || n < t->replication ? n : t->replication;
        t->partitions++;
    }
}

/* Replicas name brokers that are not alive, which DescribeCluster leaves out. */
static void note_replicas(struct wit_kread *r, struct wit_kafka_cluster *c, const struct wit_value *partitions)
{
    WIT_EACH(p, partitions) {
        WIT_EACH(one, wit_get(p, "replicas")) {
            const char *id = wit_text(one);
            bool known = id == NULL || c->nodes_gap != WIT_NO_GAP;
            for (size_t i = 0; i < c->n_nodes && !known; i++)
                known = strcmp(c->nodes[i].id, id) == 0;
            if (!known)
                c->nodes_gap =
                    wit_kgap(r, WIT_GAP_DANGLING, "DescribeCluster", c->id, c->cite,
                             "pathwitness collect kafka while every broker is alive",
                             "broker %s of %s holds replicas, and was not among the brokers alive", id, c->id);
        }
    }
}

static const char *const *config_slots(struct wit_topic *t, const char *name)
{
    return strcmp(name, "retention.ms") == 0            ? &t->retention_ms
           : strcmp(name, "cleanup.policy") == 0        ? &t->cleanup
           : strcmp(name, "remote.storage.enable") == 0 ? &t->remote
           : strcmp(name, "min.insync.replicas") == 0   ? &t->min_insync
                                                        : NULL;
}

static bool read_topic_configs(struct wit_kread *r, struct wit_kafka_cluster *c, struct wit_topic *topics, size_t n,
                               struct wit_err *err)
{
    const char *resource = wit_fmt(r->arena, "%s/topics", c->id);
    struct wit_kasked *a = asked(r, "DescribeConfigs", resource);
    bool *told = WIT_NEW_ARRAY(r->arena, bool, n);
    for (size_t i = 0; a != NULL && i < a->n; i++) {
        const struct wit_value *root;
        if (!wit_kpage_tree(&root, r, a, i, err))
            return false;
        WIT_EACH(v, wit_get(root, "topics")) {
            struct wit_topic key = {.name = wit_str(v, "name")};
            if (key.name == NULL || n == 0)
                continue;
            struct wit_topic *t = bsearch(&key, topics, n, sizeof *topics, by_topic);
            const char *error = wit_str(v, "error");
            if (t == NULL)
                continue;
            told[t - topics] = true;
            if (error != NULL && error[0] != '\0')
                t->configs_gap = wit_kgap(r, WIT_GAP_DENIED, "DescribeConfigs", resource, t->cite,
                                          "a principal with DescribeConfigs on topics",
                                          "the settings of topics of %s: %s for some", c->id, error);
            WIT_EACH(entry, wit_get(v, "entries")) {
                const char *name = wit_str(entry, "name");
                const char **slot = name == NULL ? NULL : (const char **)(uintptr_t)config_slots(t, name);
                if (slot != NULL)
                    *slot = wit_kword_of(r, entry, "value");
            }
        }
    }
    wit_gap_ref gap = wit_kasked_gap(r, "kafka", "DescribeConfigs", resource,
                                     wit_fmt(r->arena, "the settings of the topics of %s", c->id),
                                     "pathwitness collect kafka, as a principal with DescribeConfigs on topics");
    for (size_t i = 0; i < n; i++) {
        if (topics[i].configs_gap == WIT_NO_GAP && !told[i])
            topics[i].configs_gap =
                gap != WIT_NO_GAP
                    ? gap
                    : wit_kgap(r, WIT_GAP_CUT, "DescribeConfigs", resource, wit_no_cite, "pathwitness collect kafka",
                               "the settings of topics of %s: the answer leaves some out", c->id);
    }
    return true;
}

bool wit_ktopics_read(struct wit_kread *r, struct wit_kafka_cluster *c, struct wit_err *err)
{
    struct wit_kasked *a = asked(r, "ListTopics", c->id);
    struct wit_topic *topics = NULL;
    size_t n = 0, cap = 0;
    for (size_t i = 0; a != NULL && i < a->n; i++) {
        const struct wit_value *root;
        size_t number = 0;
        if (!wit_kpage_tree(&root, r, a, i, err))
            return false;
        WIT_EACH(v, wit_get(root, "topics")) {
            struct wit_topic t = {.name = wit_kword_of(r, v, "name"),
                                  .internal = wit_bool(v, "internal", false),
                                  .retention_ms = "",
                                  .cleanup = "",
                                  .remote = "",
                                  .min_insync = "",
                                  .configs_gap = WIT_NO_GAP,
                                  .cite = cite_at(r, &a->pages[i], "topics", number)};
            const char *error = wit_str(v, "error");
            count_replicas(&t, wit_get(v, "partitions"));
            note_replicas(r, c, wit_get(v, "partitions"));
            if (error != NULL && error[0] != '\0' && a->gap == WIT_NO_GAP)
                a->gap = wit_kgap(r, WIT_GAP_DENIED, "ListTopics", c->id, t.cite, "a principal with Describe on topics",
                                  "topics of %s: %s for some", c->id, error);
            if (t.name[0] != '\0')
                WIT_PUSH(r->arena, topics, n, cap) = t;
            number++;
        }
    }
    if (n > 1)
        qsort(topics, n, sizeof *topics, by_topic);
    c->topics = topics;
    c->n_topics = n;
    c->topics_gap = wit_kasked_gap(r, "kafka", "ListTopics", c->id, wit_fmt(r->arena, "the topics of %s", c->id),
                                   "pathwitness collect kafka");
    return read_topic_configs(r, c, topics, n, err);
}

/* ---- access control lists ---- */
static int by_acl(const void *a, const void *b)
{
    const struct wit_kafka_acl *x = a, *y = b;
    const char *const pairs[][2] = {
        {x->resource_type, y->resource_type}, {x->name, y->name}, {x->pattern, y->pattern},
        {x->principal, y->principal},         {x->host, y->host}, {x->operation, y->operation},
        {x->permission, y->permission}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        int order = strcmp(pairs[i][0], pairs[i][1]);
        if (order != 0)
            return order;
    }
    return 0;
}

bool wit_kacls_read(struct wit_kread *r, struct wit_kafka_cluster *c, struct wit_err *err)
{
    struct wit_kasked *a = asked(r, "DescribeAcls", c->id);
    struct wit_kafka_acl *acls = NULL;
    size_t n = 0, cap = 0;
    for (size_t i = 0; a != NULL && i < a->n; i++) {
        const struct wit_value *root;
        size_t number = 0;
        if (!wit_kpage_tree(&root, r, a, i, err))
            return false;
        WIT_EACH(v, wit_get(root, "acls")) {
            WIT_PUSH(r->arena, acls, n, cap) =
                (struct wit_kafka_acl){.resource_type = wit_kword_of(r, v, "resource_type"),
                                       .name = wit_kword_of(r, v, "name"),
                                       .pattern = wit_kword_of(r, v, "pattern"),
                                       .principal = wit_kword_of(r, v, "principal"),
                                       .host = wit_kword_of(r, v, "host"),
                                       .operation = wit_kword_of(r, v, "operation"),
                                       .permission = wit_kword_of(r, v, "permission"),
                                       .cite = cite_at(r, &a->pages[i], "acls", number)};
            number++;
        }
    }
    if (n > 1)
        qsort(acls, n, sizeof *acls, by_acl);
    c->acls = acls;
    c->n_acls = n;
    c->acls_gap = wit_kasked_gap(r, "kafka", "DescribeAcls", c->id, wit_fmt(r->arena, "the ACLs of %s", c->id),
                                 "pathwitness collect kafka, as a principal with Describe on the cluster");
    return true;
}

/* ---- consumer groups ---- */
static int by_group(const void *a, const void *b)
{
    return strcmp(((const struct wit_consumer_group *)a)->id, ((const struct wit_consumer_group *)b)->id);
}

static int by_member(const void *a, const void *b)
{
    const struct wit_group_member *x = a, *y = b;
    int order = strcmp(x->host, y->host);
    return order != 0 ? order : strcmp(x->client_id, y->client_id);
}

static void read_members(struct wit_kread *r, struct wit_consumer_group *g, const struct wit_value *members,
                         const struct wit_kpage *page, size_t group)
{
    struct wit_group_member *list =
        WIT_NEW_ARRAY(r->arena, struct wit_group_member, members == NULL ? 0 : members->count);
    WIT_EACH(m, members) {
        const char *host = wit_kword_of(r, m, "host");
        list[g->n_members] = (struct wit_group_member){
            wit_kword_of(r, m, "client_id"), host[0] == '/' ? host + 1 : host,
            wit_kpage_cite(r, page, wit_fmt(r->arena, "/groups/%zu/members/%zu", group, g->n_members))};
        g->n_members++;
    }
    if (g->n_members > 1)
        qsort(list, g->n_members, sizeof *list, by_member);
    g->members = list;
}

bool wit_kgroups_read(struct wit_kread *r, struct wit_kafka_cluster *c, struct wit_err *err)
{
    struct wit_kasked *a = asked(r, "DescribeConsumerGroups", c->id);
    struct wit_consumer_group *groups = NULL;
    size_t n = 0, cap = 0;
    for (size_t i = 0; a != NULL && i < a->n; i++) {
        const struct wit_value *root;
        size_t number = 0;
        if (!wit_kpage_tree(&root, r, a, i, err))
            return false;
        WIT_EACH(v, wit_get(root, "groups")) {
            struct wit_consumer_group g = {.id = wit_kword_of(r, v, "id"),
                                           .state = wit_kword_of(r, v, "state"),
                                           .protocol_type = wit_kword_of(r, v, "protocol_type"),
                                           .coordinator = wit_kword_of(r, v, "coordinator"),
                                           .time = wit_kword(r, a->pages[i].record->time),
                                           .gap = WIT_NO_GAP,
                                           .cite = cite_at(r, &a->pages[i], "groups", number)};
            const char *error = wit_str(v, "error");
            if (error != NULL && error[0] != '\0')
                g.gap =
                    wit_kgap(r, WIT_GAP_DENIED, "DescribeConsumerGroups", c->id, g.cite,
                             "a principal with Describe on groups", "consumer groups of %s: %s for some", c->id, error);
            read_members(r, &g, wit_get(v, "members"), &a->pages[i], number);
            WIT_PUSH(r->arena, groups, n, cap) = g;
            number++;
        }
    }
    if (n > 1)
        qsort(groups, n, sizeof *groups, by_group);
    c->groups = groups;
    c->n_groups = n;
    c->groups_gap = wit_kasked_gap(r, "kafka", "DescribeConsumerGroups", c->id,
                                   wit_fmt(r->arena, "the consumer groups of %s", c->id), "pathwitness collect kafka");
    return true;
}
