/* collectors/kafka/collect.c: one collection: connect, ask for everything, tell what is missing.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collectors/kafka/run.h"

enum { TIMEOUT_S = 15, LISTED_TROUBLES = 3, FIXED_STEPS = 4, PATIENCE_MS = 20000 };
#define DOCUMENT_MAX_BYTES ((size_t)256 << 20)

/* "b-1:9096, [::1]:9096" without its blanks. */
static bool read_bootstrap(const char **out, struct wit_arena *arena, const char *text, struct wit_err *err)
{
    char *clean = wit_strdup(arena, text);
    size_t n = 0;
    for (const char *at = text; *at != '\0'; at++)
        if (strchr(" \t", *at) == NULL)
            clean[n++] = *at;
    clean[n] = '\0';
    for (const char *at = clean;;) {
        size_t len = strcspn(at, ",");
        const char *colon = memrchr(at, ':', len);
        size_t digits = colon != NULL ? strspn(colon + 1, "0123456789") : 0;
        bool inside = colon != NULL && at[0] != '[' && memchr(at, ':', (size_t)(colon - at)) != NULL;
        if (colon == NULL || colon == at || digits == 0 || digits > 5 || digits != len - (size_t)(colon + 1 - at) ||
            inside || strtoul(colon + 1, NULL, 10) > 65535 || memchr(at, '@', len) != NULL ||
            memchr(at, '/', len) != NULL)
            return wit_fail(err, WIT_EUSAGE,
                            "bootstrap servers are HOST:PORT,HOST:PORT (IPv6 as [::1]:9092), not '%.*s'",
                            len < 80 ? (int)len : 80, at);
        if (at[len] == '\0')
            break;
        at += len + 1;
    }
    *out = clean;
    return true;
}

static bool nothing_answered(struct wit_kafka_session *s, struct wit_err *err)
{
    size_t n;
    const struct wit_kafka_trouble *all = wit_kafka_trouble_list(wit_kafka_link_troubles(s->link), s->arena, &n);
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf text;
    wit_buf_init(&text, 8192);
    bool refused = false;
    for (size_t i = 0; i < n && i < LISTED_TROUBLES; i++) {
        wit_buf_puts(&text, i > 0 ? ". " : "");
        wit_kafka_trouble_tell(&text, &all[i], &s->config);
        refused = refused || strstr(wit_buf_str(&text), "refused the ") != NULL;
    }
    if (n > LISTED_TROUBLES)
        wit_buf_printf(&text, ". And %zu more", n - LISTED_TROUBLES);
    if (n == 0)
        wit_buf_printf(&text, "%s: no answer in time; a firewall may be between, or --timeout is too short",
                       s->bootstrap);
    return wit_fail(err, refused ? WIT_EDENIED : WIT_ENET, "nothing could be asked: %s", wit_buf_str(&text));
}

static bool open_session(struct wit_kafka_session *s, struct wit_err *err)
{
    const struct wit_kafka_options *o = s->options;
    if (!wit_kafka_config_read(&s->config, s->arena, o->command_config, err))
        return false;
    const char *bootstrap = o->bootstrap != NULL ? o->bootstrap : s->config.bootstrap;
    if (bootstrap == NULL)
        return wit_fail(err, WIT_EUSAGE,
                        "no server: give --bootstrap HOST:PORT, or bootstrap.servers in --command-config");
    unsigned timeout_ms = o->timeout_s != 0                   ? o->timeout_s * 1000
                          : s->config.request_timeout_ms != 0 ? s->config.request_timeout_ms
                                                              : TIMEOUT_S * 1000;
    const char *error, *text;
    if (!read_bootstrap(&s->bootstrap, s->arena, bootstrap, err) ||
        !wit_kafka_link_open(&s->link, &s->config, s->bootstrap, timeout_ms, err))
        return false;
    if (!wit_kafka_link_wait(s->link))
        return nothing_answered(s, err);
    if (!wit_kafka_ask_cluster(&s->cluster, s->arena, s->link, &error, &text))
        return strcmp(error, WIT_KAFKA_NOT_ANSWERED) == 0
                   ? nothing_answered(s, err)
                   : wit_fail(err, WIT_EDENIED, "nothing could be asked: %s: %s", error, text);
    return true;
}

bool wit_kafka_session_open(struct wit_kafka_session **out, struct wit_arena *arena,
                            const struct wit_kafka_options *options, struct wit_err *err)
{
    struct wit_kafka_session *s = WIT_NEW(arena, struct wit_kafka_session);
    s->options = options;
    s->arena = arena;
    if (!open_session(s, err)) {
        wit_kafka_session_close(s);
        return false;
    }
    *out = s;
    return true;
}

void wit_kafka_session_close(struct wit_kafka_session *s)
{
    if (s == NULL)
        return;
    wit_kafka_link_close(s->link);
    s->link = NULL;
    wit_kafka_config_wipe(&s->config);
}

const char *const *wit_kafka_session_warnings(const struct wit_kafka_session *s, size_t *n)
{
    *n = s->config.n_warnings;
    return s->config.warnings;
}

/* Metadata lists brokers that are alive; a partition's replicas name the others too. */
static bool note_missing_brokers(struct wit_kafka_session *s, struct wit_err *err)
{
    const struct wit_kafka_cluster *c = &s->cluster;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_strmap *known = wit_strmap_new(arena);
    for (size_t i = 0; i < c->n_brokers; i++)
        wit_strmap_put(known, wit_fmt(arena, "%d", c->brokers[i].id), s);
    for (size_t i = 0; i < c->n_topics; i++)
        for (size_t k = 0; k < c->topics[i].n; k++)
            for (size_t r = 0; r < c->topics[i].partitions[k].n_replicas; r++) {
                char id[16];
                snprintf(id, sizeof id, "%d", c->topics[i].partitions[k].replicas[r]);
                if (!wit_strmap_put(known, id, s))
                    continue;
                if (!wit_kafka_gap(s, WIT_GAP_FAILED, "DescribeConfigs",
                                   wit_kafka_part(s, wit_fmt(arena, "broker/%s", id)),
                                   wit_fmt(arena,
                                           "broker %s holds replicas (of topic %.120s) and is not among the brokers "
                                           "that are alive: it is down, and nothing of it could be asked",
                                           id, c->topics[i].name),
                                   err))
                    return false;
            }
    return true;
}

static bool note_hidden_topics(struct wit_kafka_session *s, struct wit_err *err)
{
    bool sees_all =
        s->no_authorizer || s->authorizer == WIT_KAFKA_NO || s->super_user == WIT_KAFKA_YES || s->described_all;
    const char *principal = wit_kafka_principal(s->arena, &s->config);
    return sees_all ||
           wit_kafka_gap(s, WIT_GAP_DENIED, "ListTopics", NULL,
                         wit_fmt(s->arena,
                                 "brokers leave out topics that the principal may not describe, and neither "
                                 "super.users nor an ACL says that %.200s may describe all: there may be "
                                 "more topics",
                                 principal != NULL ? principal : "it"),
                         err);
}

/* What no version of this collector asks yet. */
static bool note_not_asked(struct wit_kafka_session *s, struct wit_err *err)
{
    if (!wit_kafka_gap(
            s, WIT_GAP_NOT_ASKED, "DescribeClientQuotas", NULL,
            "the client library cannot ask for client quotas: kafka-configs.sh --entity-type users --describe", err))
        return false;
    return s->kraft == WIT_KAFKA_NO ||
           wit_kafka_gap(s, WIT_GAP_NOT_ASKED, "DescribeMetadataQuorum", NULL,
                         "the client library cannot ask for the state of the controllers' quorum: "
                         "kafka-metadata-quorum.sh describe --status; controllers that are no brokers are known by "
                         "their properties only (import kafka-properties)",
                         err);
}

static bool collect_names(struct wit_kafka_session *s, struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    size_t lost = 0;
    const char *first = NULL;
    wit_names_add_list(&s->names, s->bootstrap);
    for (size_t i = 0; i < s->cluster.n_brokers; i++)
        wit_names_add_host(&s->names, s->cluster.brokers[i].host, strlen(s->cluster.brokers[i].host));
    wit_kafka_step(s, "names");
    wit_names_resolve(&s->names, wit_resolve_system, NULL, PATIENCE_MS);
    for (size_t i = 0; i < s->names.n; i++)
        if (s->names.items[i].unanswered) {
            first = lost++ == 0 ? s->names.items[i].name : first;
        }
    wit_names_write(&s->document, s->names.items, s->names.n);
    s->done++;
    if (!wit_kafka_put(s, "ResolveNames", NULL, 1, true, "names of brokers and listeners", err))
        return false;
    if (s->names.over > 0 && !wit_kafka_gap(s, WIT_GAP_CUT, "ResolveNames", NULL,
                                            wit_fmt(arena, "more than %d names", (int)WIT_NAMES_MAX), err))
        return false;
    return lost == 0 ||
           wit_kafka_gap(s, WIT_GAP_FAILED, "ResolveNames", NULL,
                         wit_fmt(arena, "the resolver did not answer for %zu of %zu names, the first is %s", lost,
                                 s->names.n, first),
                         err);
}

static bool run(struct wit_kafka_session *s, struct wit_err *err)
{
    const struct wit_kafka_cluster *c = &s->cluster;
    wit_kafka_write_cluster(&s->document, c, &s->config, s->bootstrap);
    return wit_kafka_put(s, "DescribeCluster", NULL, 1, true, "Metadata", err) && wit_kafka_collect_topics(s, err) &&
           wit_kafka_collect_brokers(s, err) && wit_kafka_collect_topic_configs(s, err) &&
           wit_kafka_collect_groups(s, err) && collect_names(s, err) && note_missing_brokers(s, err) &&
           note_hidden_topics(s, err) && note_not_asked(s, err);
}

bool wit_kafka_collect(struct wit_kafka_session *s, struct wit_bundle_writer *w, struct wit_kafka_summary *out,
                       struct wit_err *err)
{
    const struct wit_kafka_cluster *c = &s->cluster;
    *out = (struct wit_kafka_summary){.cluster = c->id, .brokers = c->n_brokers, .first_gaps = s->gaps};
    s->writer = w;
    s->summary = out;
    s->total = FIXED_STEPS - 1 + c->n_brokers + (c->n_topics + WIT_KAFKA_PAGE_TOPICS - 1) / WIT_KAFKA_PAGE_TOPICS;
    wit_names_init(&s->names, s->arena);
    wit_buf_init(&s->document, DOCUMENT_MAX_BYTES);
    bool done = run(s, err);
    wit_buf_deinit(&s->document);
    return done;
}
