/* collectors/kafka/collect_lists.c: topics, their configs, and groups: the long lists, page by page.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "collectors/kafka/run.h"
#include "collectors/kafka/sort.h"

enum { WAIT_MS = 200, MAX_KINDS = 16 };

/* How many things of a list had which error. */
struct tally {
    struct {
        const char *error, *first;
        size_t n;
    } kinds[MAX_KINDS];
    size_t n;
};

static void count(struct tally *t, struct wit_arena *arena, const char *error, const char *name)
{
    if (error == NULL)
        return;
    size_t i = 0;
    while (i < t->n && strcmp(t->kinds[i].error, error) != 0)
        i++;
    if (i == MAX_KINDS)
        i--; /* more kinds than there are words for: told with the last one */
    else if (i == t->n) {
        t->kinds[t->n].error = wit_strdup(arena, error);
        t->kinds[t->n++].first = wit_strdup(arena, name);
    }
    t->kinds[i].n++;
}

static bool note_tally(struct wit_kafka_session *s, const struct tally *t, const char *operation, const char *resource,
                       const char *things, size_t all, struct wit_err *err)
{
    for (size_t i = 0; i < t->n; i++)
        if (!wit_kafka_gap(s, wit_kafka_reason(t->kinds[i].error), operation, resource,
                           wit_fmt(s->arena, "%s: %zu of %zu %s, the first is %.120s", t->kinds[i].error, t->kinds[i].n,
                                   all, things, t->kinds[i].first),
                           err))
            return false;
    return true;
}

bool wit_kafka_collect_topics(struct wit_kafka_session *s, struct wit_err *err)
{
    const struct wit_kafka_cluster *c = &s->cluster;
    struct tally errors = {.n = 0};
    unsigned page = 1;
    for (size_t at = 0; at < c->n_topics || page == 1; at += WIT_KAFKA_PAGE_TOPICS, page++) {
        size_t n = c->n_topics - at < WIT_KAFKA_PAGE_TOPICS ? c->n_topics - at : WIT_KAFKA_PAGE_TOPICS;
        wit_kafka_write_topics(&s->document, c->topics + at, n);
        if (!wit_kafka_put(s, "ListTopics", NULL, page, at + n == c->n_topics, "Metadata topics=*", err))
            return false;
    }
    for (size_t i = 0; i < c->n_topics; i++) {
        count(&errors, s->arena, c->topics[i].error, c->topics[i].name);
        s->summary->partitions += c->topics[i].n;
    }
    s->summary->topics = c->n_topics;
    return note_tally(s, &errors, "ListTopics", NULL, "topics", c->n_topics, err);
}

/* Asks for one page; a broker that does not answer is followed by another. */
static void ask_page(struct wit_kafka_answer *out, struct wit_arena *arena, struct wit_kafka_session *s,
                     const struct wit_kafka_topic *topics, size_t n, unsigned page)
{
    for (unsigned attempt = 0; attempt < 2; attempt++) {
        int32_t broker = s->n_answering > 0 ? s->answering[(page + attempt) % s->n_answering] : -1;
        wit_kafka_start_configs(s->link, page, broker, topics, n);
        while (!wit_kafka_next(out, arena, arena, s->link, WAIT_MS))
            wit_kafka_step(s, "configs of topics");
        if (out->error == NULL || strcmp(out->error, WIT_KAFKA_NOT_ANSWERED) != 0)
            return;
    }
}

static bool has_topic(const struct wit_kafka_answer *answer, const char *name)
{
    size_t low = 0, high = answer->n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = strcmp(answer->resources[mid].name, name);
        if (order == 0)
            return true;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return false;
}

bool wit_kafka_collect_topic_configs(struct wit_kafka_session *s, struct wit_err *err)
{
    const struct wit_kafka_cluster *c = &s->cluster;
    const char *resource = wit_kafka_part(s, "topics");
    struct tally errors = {.n = 0};
    unsigned page = 1;
    for (size_t at = 0; at < c->n_topics || page == 1; at += WIT_KAFKA_PAGE_TOPICS, page++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        size_t n = c->n_topics - at < WIT_KAFKA_PAGE_TOPICS ? c->n_topics - at : WIT_KAFKA_PAGE_TOPICS;
        struct wit_kafka_answer answer = {.n = 0};
        if (n > 0)
            ask_page(&answer, arena, s, c->topics + at, n, page);
        /* Every topic of the page has its line: with its error when there is nothing else. */
        struct wit_kafka_resource *lines = WIT_NEW_ARRAY(arena, struct wit_kafka_resource, answer.n + n + 1);
        size_t n_lines = answer.error == NULL ? answer.n : 0;
        if (n_lines > 0)
            memcpy(lines, answer.resources, n_lines * sizeof *lines);
        for (size_t i = 0; i < n; i++)
            if (answer.error != NULL || !has_topic(&answer, c->topics[at + i].name))
                lines[n_lines++] = (struct wit_kafka_resource){
                    .name = c->topics[at + i].name,
                    .error = answer.error != NULL ? answer.error : WIT_KAFKA_NOT_ANSWERED,
                };
        wit_kafka_sort_lines(lines, n_lines);
        for (size_t i = 0; i < n_lines; i++)
            count(&errors, s->arena, lines[i].error, lines[i].name);
        wit_kafka_write_topic_configs(&s->document, lines, n_lines);
        if (!wit_kafka_put(s, "DescribeConfigs", resource, page, at + n == c->n_topics,
                           wit_fmt(arena, "DescribeConfigs topics=%zu", n), err))
            return false;
        s->done++;
        wit_kafka_step(s, "configs of topics");
    }
    return note_tally(s, &errors, "DescribeConfigs", resource, "topics", c->n_topics, err);
}

/* A group in use has members or is empty; "Dead" is what a broker says of a group that this request cannot describe
 * (the consumer protocol of KIP-848, share groups). */
static void mark_undescribed(struct wit_kafka_group *groups, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (groups[i].error == NULL && strcmp(groups[i].state, "Dead") == 0)
            groups[i].error = "NOT_DESCRIBED";
}

bool wit_kafka_collect_groups(struct wit_kafka_session *s, struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_kafka_group *groups;
    size_t n;
    const char *missing, *error, *text;
    wit_kafka_step(s, "groups");
    if (!wit_kafka_ask_groups(&groups, &n, &missing, arena, s->link, &error, &text)) {
        s->done++;
        return wit_kafka_gap(s, wit_kafka_reason(error), "DescribeConsumerGroups", NULL,
                             wit_fmt(arena, "%s: %s: a broker did not tell its groups", error, text), err);
    }
    struct tally errors = {.n = 0};
    unsigned page = 1;
    mark_undescribed(groups, n);
    for (size_t at = 0; at < n || page == 1; at += WIT_KAFKA_PAGE_GROUPS, page++) {
        size_t some = n - at < WIT_KAFKA_PAGE_GROUPS ? n - at : WIT_KAFKA_PAGE_GROUPS;
        wit_kafka_write_groups(&s->document, groups + at, some);
        if (!wit_kafka_put(s, "DescribeConsumerGroups", NULL, page, at + some == n, "ListGroups, DescribeGroups", err))
            return false;
    }
    for (size_t i = 0; i < n; i++)
        count(&errors, s->arena, groups[i].error, groups[i].id);
    s->summary->groups = n;
    s->done++;
    if (missing != NULL && !wit_kafka_gap(s, WIT_GAP_CUT, "DescribeConsumerGroups", NULL, missing, err))
        return false;
    bool sees_all =
        s->acls_known || s->no_authorizer || s->authorizer == WIT_KAFKA_NO || s->super_user == WIT_KAFKA_YES;
    if (!sees_all && !wit_kafka_gap(s, WIT_GAP_DENIED, "DescribeConsumerGroups", NULL,
                                    "brokers leave out groups that the principal may not describe, and it may not "
                                    "describe the cluster: there may be more groups",
                                    err))
        return false;
    return note_tally(s, &errors, "DescribeConsumerGroups", NULL, "groups", n, err);
}
