/* tests/support/traffic_gen_talk.c: what the programs of a Kafka platform say, message by message.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: message definitions of Apache Kafka 2.0 to 4.1, RFC 8446 (hello messages), RFC 9112, RFC 1035, as facts.
 */
#include <stdio.h>
#include <string.h>

#include "tests/support/traffic_gen_out.h"

/* Keys that some role asks for. */
enum {
    PRODUCE = 0,
    FETCH = 1,
    METADATA = 3,
    COMMIT = 8,
    COORDINATOR = 10,
    JOIN = 11,
    BEAT = 12,
    SYNC = 14,
    HANDSHAKE = 17
};
enum { VERSIONS = 18, CREATE = 19, INIT_PID = 22, CONFIGS = 32, SASL = 36, VOTE = 52, BEGIN_EPOCH = 53, ENVELOPE = 58 };
enum { REGISTER = 62, LIVE = 63, PUSH_TELEMETRY = 72 };

struct ask {
    uint8_t key, version;
    bool flexible;
    uint16_t body; /* of what is not spelt out: filler */
};
/* Said once, in this order; then the last `rounds` again and again. */
struct talk {
    const char *id; /* printf with the connection's number */
    const char *software, *group;
    int replica; /* -1: a client */
    struct ask asks[9];
    uint8_t n, rounds;
};

static const struct talk talks[WIT_GEN_ROLES] = {
    [WIT_GEN_PRODUCER] =
        {"orders-api-%u",
         "apache-kafka-java",
         NULL,
         -1,
         {{VERSIONS, 4, true, 0}, {METADATA, 12, true, 40}, {INIT_PID, 4, true, 16}, {PRODUCE, 11, true, 700}},
         4,
         1},
    [WIT_GEN_CONSUMER] = {"billing-%u",
                          "apache-kafka-java",
                          "consumer",
                          -1,
                          {{VERSIONS, 3, true, 0},
                           {METADATA, 12, true, 40},
                           {COORDINATOR, 4, true, 30},
                           {JOIN, 9, true, 0},
                           {SYNC, 5, true, 60},
                           {FETCH, 16, true, 0},
                           {FETCH, 16, true, 0},
                           {BEAT, 4, true, 60},
                           {COMMIT, 9, true, 90}},
                          9,
                          4},
    [WIT_GEN_OLD_PRODUCER] = {"rdkafka-%u",
                              "librdkafka",
                              NULL,
                              -1,
                              {{VERSIONS, 3, true, 0}, {METADATA, 4, false, 30}, {PRODUCE, 7, false, 500}},
                              3,
                              1},
    [WIT_GEN_OLD_CONSUMER] = {"legacy-%u",
                              NULL,
                              "consumer",
                              -1,
                              {{VERSIONS, 0, false, 0},
                               {METADATA, 5, false, 30},
                               {COORDINATOR, 2, false, 20},
                               {JOIN, 3, false, 0},
                               {FETCH, 11, false, 60},
                               {BEAT, 2, false, 50}},
                              6,
                              2},
    [WIT_GEN_NEW_CONSUMER] =
        {"future-%u",
         "apache-kafka-java",
         NULL,
         -1,
         {{VERSIONS, 5, true, 0}, {METADATA, 14, true, 40}, {FETCH, 20, true, 0}, {PUSH_TELEMETRY, 1, true, 200}},
         4,
         2},
    [WIT_GEN_REPLICA] = {"broker-%u-fetcher-0", NULL, NULL, 5, {{FETCH, 17, true, 0}}, 1, 1},
    [WIT_GEN_OLD_REPLICA] = {"broker-%u-fetcher-1", NULL, NULL, 5, {{FETCH, 11, false, 60}}, 1, 1},
    [WIT_GEN_RAFT] = {"raft-client-%u",
                      "apache-kafka-java",
                      NULL,
                      5,
                      {{VERSIONS, 4, true, 0}, {VOTE, 1, true, 60}, {FETCH, 17, true, 0}},
                      3,
                      1},
    [WIT_GEN_CONTROLLER] =
        {"%u",
         "apache-kafka-java",
         NULL,
         -1,
         {{VERSIONS, 3, true, 0}, {REGISTER, 3, true, 300}, {LIVE, 1, true, 40}, {ENVELOPE, 0, true, 200}},
         4,
         2},
    [WIT_GEN_CONNECT] = {"connect-worker-%u:8083",
                         "apache-kafka-java",
                         "connect",
                         -1,
                         {{VERSIONS, 3, true, 0},
                          {METADATA, 12, true, 40},
                          {COORDINATOR, 4, true, 30},
                          {JOIN, 9, true, 0},
                          {SYNC, 5, true, 60},
                          {BEAT, 4, true, 60}},
                         6,
                         1},
    [WIT_GEN_SINK] = {"connector-consumer-sink-%u",
                      "apache-kafka-java",
                      "consumer",
                      -1,
                      {{VERSIONS, 3, true, 0},
                       {METADATA, 12, true, 40},
                       {JOIN, 9, true, 0},
                       {FETCH, 17, true, 0},
                       {COMMIT, 9, true, 90}},
                      5,
                      2},
    [WIT_GEN_MIRROR] = {"a->b|a->b-%u|MirrorSourceConnector-0",
                        "apache-kafka-java",
                        NULL,
                        -1,
                        {{VERSIONS, 3, true, 0}, {METADATA, 12, true, 40}, {FETCH, 15, true, 0}},
                        3,
                        1},
    [WIT_GEN_ADMIN] =
        {"adminclient-%u",
         "apache-kafka-java",
         NULL,
         -1,
         {{VERSIONS, 3, true, 0}, {METADATA, 12, true, 10}, {CONFIGS, 4, true, 60}, {CREATE, 7, true, 90}},
         4,
         2},
    [WIT_GEN_SASL] = {"ledger-%u",
                      "apache-kafka-java",
                      NULL,
                      -1,
                      {{VERSIONS, 3, true, 0},
                       {HANDSHAKE, 1, false, 0},
                       {SASL, 2, true, 90},
                       {SASL, 2, true, 120},
                       {METADATA, 12, true, 40},
                       {PRODUCE, 9, true, 900}},
                      6,
                      1},
};

static void fetch(struct wit_gen_out *o, const struct ask *a, int replica)
{
    if (a->version < 15)
        wit_gen_number(o, (uint64_t)(int64_t)replica, 4);
    wit_gen_number(o, 500, 4);
    wit_gen_number(o, 1, 4);
    wit_gen_number(o, 52428800, 4);
    wit_gen_number(o, 1, 1);
    wit_gen_number(o, 0, 8); /* session, epoch */
    if (a->version < 15) {
        wit_gen_number(o, 0, 8); /* no topics, none forgotten */
        wit_gen_text(o, "", false);
        return;
    }
    wit_gen_number(o, 0x010101, 3); /* no topics, none forgotten, rack "" */
    wit_gen_number(o, replica >= 0, 1);
    if (replica >= 0) {
        wit_gen_number(o, 0x010d, 2); /* tag 1, 13 bytes: id, epoch, no tags */
        wit_gen_number(o, (uint64_t)replica, 4);
        wit_gen_number(o, 7, 8);
        wit_gen_number(o, 0, 1);
    }
}

static void join(struct wit_gen_out *o, const struct talk *t, const struct ask *a)
{
    wit_gen_text(o, "group", a->flexible);
    wit_gen_number(o, 45000, 4);
    wit_gen_number(o, 60000, 4);
    wit_gen_text(o, "", a->flexible); /* member */
    if (a->version >= 5)
        wit_gen_number(o, 0, 1); /* instance: none */
    wit_gen_text(o, t->group, a->flexible);
    wit_gen_number(o, 1, a->flexible ? 1 : 4);
}

/* One request. Returns its whole length; filler is left out of the head. */
static size_t request(struct wit_gen_out *o, const struct talk *t, const struct ask *a, uint32_t conn, uint32_t turn,
                      uint64_t random)
{
    char id[64];
    size_t filler = a->body == 0 ? 0 : a->body / 2 + random % a->body;
    snprintf(id, sizeof id, t->id, conn % 1000);
    wit_gen_number(o, 0, 4);
    wit_gen_number(o, a->key, 2);
    wit_gen_number(o, a->version, 2);
    wit_gen_number(o, turn, 4);
    wit_gen_text(o, id, false);
    if (a->flexible)
        wit_gen_number(o, 0, 1);
    if (a->key == VERSIONS && a->version >= 3 && t->software != NULL) {
        wit_gen_text(o, t->software, true);
        wit_gen_text(o, "3.9.1", true);
        wit_gen_number(o, 0, 1);
    } else if (a->key == FETCH) {
        fetch(o, a, t->replica);
    } else if (a->key == JOIN) {
        join(o, t, a);
    } else if (a->key == HANDSHAKE) {
        wit_gen_text(o, "SCRAM-SHA-512", false);
    }
    wit_gen_patch(o, 0, o->len - 4 + filler, 4);
    return o->len + filler;
}

static struct wit_gen_say kafka(struct wit_gen_out *o, const struct talk *t, uint32_t conn, uint32_t turn,
                                uint64_t random)
{
    uint32_t asked = turn / 2;
    const struct ask *a = &t->asks[asked < t->n ? asked : t->n - t->rounds + (asked - t->n) % t->rounds];
    struct wit_gen_say say = {.from_client = turn % 2 == 0};
    if (say.from_client) {
        say.len = request(o, t, a, conn, asked, random);
    } else {
        /* mostly a few bytes; what was fetched is long, now and then */
        say.len = a->key == FETCH && random % 4 == 0 ? 200 + random % 24000 : 12 + random % 90;
        wit_gen_number(o, say.len - 4, 4);
        wit_gen_number(o, asked, 4);
        wit_gen_number(o, 0, 4);
    }
    return say;
}

struct wit_gen_say wit_gen_talk(enum wit_gen_role role, uint32_t conn, uint32_t turn, uint64_t random, uint8_t *bytes,
                                size_t room)
{
    struct wit_gen_out o = {bytes, 0, room};
    struct wit_gen_say say;
    if (role == WIT_GEN_DNS)
        say = wit_gen_dns(&o, conn, turn);
    else if (role == WIT_GEN_TLS)
        say = wit_gen_tls(&o, conn, turn, random);
    else if (role == WIT_GEN_METRICS || role == WIT_GEN_CONNECT_REST || role == WIT_GEN_OBJECTS)
        say = wit_gen_http(&o, role, conn, turn, random);
    else
        say = kafka(&o, &talks[role], conn, turn, random);
    say.head = o.len;
    return say;
}

const char *wit_gen_class(enum wit_gen_role role)
{
    static const char *const classes[WIT_GEN_ROLES] = {
        "client",     "client",     "client",         "client",    "client",    "replication", "replication",
        "controller", "controller", "connector",      "connector", "migration", "admin",       "client",
        "telemetry",  "admin",      "object-storage", "unknown",   "dns",       "unknown",
    };
    return classes[role];
}
