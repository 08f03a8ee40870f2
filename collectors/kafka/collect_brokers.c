/* collectors/kafka/collect_brokers.c: the configs of every broker, several at once, and the ACLs meanwhile.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "collectors/kafka/run.h"

enum { AT_ONCE = 16, WAIT_MS = 200, TAG_ACLS = 1, TAG_BROKERS = 2 };

static const char *entry_value(const struct wit_kafka_resource *r, const char *name)
{
    for (size_t i = 0; i < r->n; i++)
        if (strcmp(r->entries[i].name, name) == 0)
            return r->entries[i].value;
    return NULL;
}

static bool is_set(const char *value)
{
    return value != NULL && value[0] != '\0';
}

/* What is asked next, and what can be told, follows from brokers' own settings. */
static void learn(struct wit_kafka_session *s, const struct wit_kafka_resource *r)
{
    const char *principal = wit_kafka_principal(s->arena, &s->config);
    const char *supers = entry_value(r, "super.users");
    if (is_set(entry_value(r, "authorizer.class.name")))
        s->authorizer = WIT_KAFKA_YES;
    else if (s->authorizer == WIT_KAFKA_NOT_TOLD)
        s->authorizer = WIT_KAFKA_NO;
    if (is_set(entry_value(r, "process.roles")) || is_set(entry_value(r, "controller.quorum.voters")) ||
        is_set(entry_value(r, "controller.quorum.bootstrap.servers")))
        s->kraft = WIT_KAFKA_YES;
    else if (s->kraft == WIT_KAFKA_NOT_TOLD && is_set(entry_value(r, "zookeeper.connect")))
        s->kraft = WIT_KAFKA_NO;
    if (supers != NULL && principal != NULL && wit_kafka_is_super(supers, principal) &&
        s->super_user == WIT_KAFKA_NOT_TOLD)
        s->super_user = WIT_KAFKA_YES; /* of the first broker; another's "no" takes it back */
    else if (supers == NULL || principal == NULL || !wit_kafka_is_super(supers, principal))
        s->super_user = WIT_KAFKA_NO;
    static const char *const lists[] = {"listeners",
                                        "advertised.listeners",
                                        "host.name",
                                        "advertised.host.name",
                                        "zookeeper.connect",
                                        "controller.quorum.voters",
                                        "controller.quorum.bootstrap.servers"};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        wit_names_add_list(&s->names, entry_value(r, lists[i]));
}

/* Why a broker that was asked for itself did not answer, in words. */
static const char *silence(struct wit_kafka_session *s, struct wit_arena *arena, const struct wit_kafka_broker *broker)
{
    size_t n;
    const struct wit_kafka_trouble *all = wit_kafka_trouble_list(wit_kafka_link_troubles(s->link), arena, &n);
    const char *server =
        wit_fmt(arena, strchr(broker->host, ':') != NULL ? "[%s]:%d" : "%s:%d", broker->host, broker->port);
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf text;
    wit_buf_init(&text, 4096);
    for (size_t i = 0; i < n; i++)
        if (strcmp(all[i].server, server) == 0) {
            wit_kafka_trouble_tell(&text, &all[i], &s->config);
            return wit_strdup(arena, wit_buf_str(&text));
        }
    return wit_fmt(arena, "%s: it did not answer in time", server);
}

static bool take_broker(struct wit_kafka_session *s, struct wit_arena *arena, const struct wit_kafka_answer *answer,
                        struct wit_err *err)
{
    const struct wit_kafka_broker *broker = &s->cluster.brokers[answer->tag - TAG_BROKERS];
    const char *resource = wit_kafka_part(s, wit_fmt(arena, "broker/%d", broker->id));
    const struct wit_kafka_resource *r = answer->error == NULL && answer->n == 1 ? &answer->resources[0] : NULL;
    if (answer->error != NULL)
        return wit_kafka_gap(s, wit_kafka_reason(answer->error), "DescribeConfigs", resource,
                             strcmp(answer->error, WIT_KAFKA_NOT_ANSWERED) == 0
                                 ? silence(s, arena, broker)
                                 : wit_fmt(arena, "%s: %s", answer->error, answer->text),
                             err);
    if (r == NULL || r->error != NULL)
        return wit_kafka_gap(s, r != NULL ? wit_kafka_reason(r->error) : WIT_GAP_UNREADABLE, "DescribeConfigs",
                             resource,
                             r != NULL ? wit_fmt(arena, "%s: configs of broker %d", r->error, broker->id)
                                       : "the answer is not about this broker",
                             err);
    learn(s, r);
    s->answering[s->n_answering++] = broker->id;
    wit_kafka_write_broker_configs(&s->document, r);
    return wit_kafka_put(s, "DescribeConfigs", resource, 1, true,
                         wit_fmt(arena, "DescribeConfigs broker=%d", broker->id), err);
}

static bool take_acls(struct wit_kafka_session *s, struct wit_arena *arena, const struct wit_kafka_answer *answer,
                      struct wit_err *err)
{
    bool disabled = answer->error != NULL && strcmp(answer->error, "SECURITY_DISABLED") == 0;
    if (answer->error != NULL && !disabled)
        return wit_kafka_gap(s, wit_kafka_reason(answer->error), "DescribeAcls", NULL,
                             wit_fmt(arena, "%s: %s", answer->error, answer->text), err);
    const char *principal = wit_kafka_principal(arena, &s->config);
    /* librdkafka 2.0.2 drops the error of this answer: refused, no authorizer and no ACLs look alike, an empty list.
     * Only who is known to be allowed has seen that there is none. */
    bool empty = answer->error == NULL && answer->n == 0;
    s->no_authorizer = disabled || (empty && s->authorizer == WIT_KAFKA_NO && s->n_answering == s->cluster.n_brokers);
    s->summary->no_authorizer = s->no_authorizer;
    if (empty && !s->no_authorizer && s->super_user != WIT_KAFKA_YES)
        return wit_kafka_gap(
            s, WIT_GAP_DENIED, "DescribeAcls", NULL,
            "the list is empty, which is also how a refusal looks (Describe on the cluster is needed), "
            "and the principal is not known to be a super user",
            err);
    size_t n = answer->error == NULL ? answer->n : 0, unknown = 0;
    unsigned page = 1;
    for (size_t at = 0; at < n || page == 1; at += WIT_KAFKA_PAGE_ACLS, page++) {
        size_t some = n - at < WIT_KAFKA_PAGE_ACLS ? n - at : WIT_KAFKA_PAGE_ACLS;
        wit_kafka_write_acls(&s->document, answer->acls + at, some, s->no_authorizer ? "SECURITY_DISABLED" : NULL);
        if (!wit_kafka_put(s, "DescribeAcls", NULL, page, at + some == n, "DescribeAcls *", err))
            return false;
    }
    for (size_t i = 0; i < n; i++)
        unknown +=
            strcmp(answer->acls[i].resource_type, "UNKNOWN") == 0 || strcmp(answer->acls[i].operation, "UNKNOWN") == 0;
    s->acls_known = !s->no_authorizer;
    s->described_all = principal != NULL && wit_kafka_describes_all(answer->acls, n, principal);
    s->summary->acls = n;
    return unknown == 0 ||
           wit_kafka_gap(s, WIT_GAP_NOT_MODELLED, "DescribeAcls", NULL,
                         wit_fmt(arena,
                                 "%zu of %zu ACLs are about something that the client library cannot name "
                                 "(transactional ids, delegation tokens, users, or newer operations)",
                                 unknown, n),
                         err);
}

/* The ACLs' answer waits for what the brokers tell of their authorizer. */
static bool ask_all(struct wit_kafka_answer *acls, struct wit_arena *acls_arena, struct wit_kafka_session *s,
                    struct wit_err *err)
{
    const struct wit_kafka_cluster *c = &s->cluster;
    size_t next = 0, under_way = 1;
    bool again = false;
    wit_kafka_start_acls(s->link, TAG_ACLS, -1);
    while (under_way > 0 || next < c->n_brokers) {
        for (; next < c->n_brokers && under_way < AT_ONCE; next++, under_way++)
            wit_kafka_start_configs(s->link, TAG_BROKERS + next, c->brokers[next].id, NULL, 0);
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        struct wit_kafka_answer answer;
        wit_kafka_step(s, "configs of brokers, ACLs");
        if (!wit_kafka_next(&answer, arena, acls_arena, s->link, WAIT_MS))
            continue;
        under_way--;
        bool silent = answer.error != NULL && strcmp(answer.error, WIT_KAFKA_NOT_ANSWERED) == 0;
        if (answer.tag == TAG_ACLS && silent && !again && s->n_answering > 0) {
            again = true; /* the controller is asked by default; another broker knows them too */
            under_way++;
            wit_kafka_start_acls(s->link, TAG_ACLS, s->answering[0]);
            continue;
        }
        s->done++;
        if (answer.tag == TAG_ACLS)
            *acls = answer;
        else if (!take_broker(s, arena, &answer, err))
            return false;
    }
    return true;
}

bool wit_kafka_collect_brokers(struct wit_kafka_session *s, struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_kafka_answer acls = {.n = 0};
    s->answering = WIT_NEW_ARRAY(s->arena, int32_t, s->cluster.n_brokers + 1);
    return ask_all(&acls, arena, s, err) && take_acls(s, arena, &acls, err);
}
