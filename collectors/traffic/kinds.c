/* collectors/traffic/kinds.c: from facts to kinds: rows in order, the first that fits decides.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/traffic/kinds.h"

#include <string.h>

static const struct wit_kind_row rows[WIT_KIND_COUNT] = {
    [WIT_KIND_OTHER] = {"other", "unknown"},
    [WIT_KIND_REPLICA_FETCH] = {"replica-fetch", "replication"},
    [WIT_KIND_QUORUM] = {"quorum", "controller"},
    [WIT_KIND_BROKER_TO_CONTROLLER] = {"broker-to-controller", "controller"},
    [WIT_KIND_TXN_MARKERS] = {"transaction-markers", "replication"},
    [WIT_KIND_MIRROR] = {"mirror", "migration"},
    [WIT_KIND_CONNECT_WORKER] = {"connect-worker", "connector"},
    [WIT_KIND_CONNECT_TASK] = {"connect-task", "connector"},
    [WIT_KIND_REGISTRY_STORE] = {"registry-store", "schema-registry"},
    [WIT_KIND_KAFKA_ADMIN] = {"kafka-admin", "admin"},
    [WIT_KIND_KAFKA_CLIENT] = {"kafka-client", "client"},
    [WIT_KIND_KAFKA] = {"kafka", "unknown"},
    [WIT_KIND_TLS] = {"tls", "unknown"},
    [WIT_KIND_METRICS] = {"metrics", "telemetry"},
    [WIT_KIND_CONNECT_REST] = {"connect-rest", "admin"},
    [WIT_KIND_REGISTRY_REST] = {"registry-rest", "schema-registry"},
    [WIT_KIND_OBJECTS] = {"object-store", "object-storage"},
    [WIT_KIND_HTTP] = {"http", "unknown"},
    [WIT_KIND_DNS] = {"dns", "dns"},
};

const struct wit_kind_row *wit_kind_row(enum wit_kind_of_flow kind)
{
    return &rows[kind];
}

enum wit_kind_of_flow wit_kind_of_word(const char *word)
{
    for (int i = 0; i < WIT_KIND_COUNT; i++) {
        if (strcmp(rows[i].word, word) == 0)
            return (enum wit_kind_of_flow)i;
    }
    return WIT_KIND_OTHER;
}

/* ---- names: '#' stands for digits (one or more, all there are), '*' for anything ---- */
static bool matches(const char *text, const char *pattern)
{
    const char *star = NULL, *from = NULL; /* the last '*', and where the text behind it was begun */
    for (;;) {
        if (*pattern == '*') {
            star = ++pattern;
            from = text;
            continue;
        }
        if (*text == '\0' && *pattern == '\0')
            return true;
        size_t digits = *pattern == '#' ? strspn(text, "0123456789") : 0;
        if (digits > 0) {
            text += digits;
            pattern++;
        } else if (*text != '\0' && *pattern == *text && *pattern != '#') {
            text++;
            pattern++;
        } else if (star != NULL && *from != '\0') {
            pattern = star;
            text = ++from;
        } else {
            return false;
        }
    }
}

#define BIT(key) ((uint64_t)1 << (key))
/* Keys that only speak to a leader of a quorum or between its members: Vote, BeginQuorumEpoch, EndQuorumEpoch,
 * FetchSnapshot; (low words) */
#define QUORUM_KEYS (BIT(52) | BIT(53) | BIT(54) | BIT(59))
/* Of a broker to its controller: BrokerRegistration, BrokerHeartbeat, Envelope, AlterPartition. AllocateProducerIds and
 * ControllerRegistration are in the second word. */
#define CONTROLLER_KEYS      (BIT(62) | BIT(63) | BIT(58) | BIT(56))
#define CONTROLLER_KEYS_HIGH (BIT(67 - 64) | BIT(70 - 64) | BIT(73 - 64))
#define CLIENT_KEYS                                                                                                    \
    (BIT(0) | BIT(1) | BIT(8) | BIT(9) | BIT(11) | BIT(12) | BIT(13) | BIT(14) | BIT(22) | BIT(24) | BIT(25) |         \
     BIT(26) | BIT(28))
#define CLIENT_KEYS_HIGH (BIT(68 - 64) | BIT(76 - 64) | BIT(78 - 64) | BIT(79 - 64) | BIT(88 - 64))
/* What only tools for administration send: topics, partitions, configurations, ACLs, users, groups. */
#define ADMIN_KEYS                                                                                                     \
    (BIT(15) | BIT(16) | BIT(19) | BIT(20) | BIT(21) | BIT(29) | BIT(30) | BIT(31) | BIT(32) | BIT(33) | BIT(34) |     \
     BIT(35) | BIT(37) | BIT(38) | BIT(39) | BIT(40) | BIT(41) | BIT(42) | BIT(43) | BIT(44) | BIT(45) | BIT(46) |     \
     BIT(47) | BIT(48) | BIT(49) | BIT(50) | BIT(51) | BIT(55) | BIT(57) | BIT(60) | BIT(61))
#define ADMIN_KEYS_HIGH (BIT(64 - 64) | BIT(65 - 64) | BIT(66 - 64) | BIT(69 - 64) | BIT(74 - 64))

/* By client.id. `low`, `high`: keys of which one must have been seen (0: none is needed). MirrorMaker before Connect.
 */
static const struct {
    const char *pattern;
    enum wit_kind_of_flow kind;
    unsigned confidence;
    uint64_t low, high;
    const char *reason;
} names[] = {
    {"raft-client-#", WIT_KIND_QUORUM, 98, 0, 0, "client.id raft-client-N"},
    {"broker-#-fetcher-#", WIT_KIND_REPLICA_FETCH, 97, BIT(1), 0, "client.id broker-N-fetcher-M and Fetch"},
    {"broker-#-fetcher-#", WIT_KIND_REPLICA_FETCH, 90, 0, 0, "client.id broker-N-fetcher-M"},
    {"broker-#-txn-marker-sender", WIT_KIND_TXN_MARKERS, 95, 0, 0, "client.id broker-N-txn-marker-sender"},
    {"#", WIT_KIND_BROKER_TO_CONTROLLER, 97, CONTROLLER_KEYS, CONTROLLER_KEYS_HIGH,
     "client.id is a node's number, and requests of a broker to its controller"},
    {"connector-producer-Mirror*Connector-#", WIT_KIND_MIRROR, 95, 0, 0, "client.id of a MirrorMaker connector"},
    {"connector-consumer-Mirror*Connector-#", WIT_KIND_MIRROR, 95, 0, 0, "client.id of a MirrorMaker connector"},
    {"*-mm2-*", WIT_KIND_MIRROR, 90, 0, 0, "client.id of MirrorMaker 2"},
    {"*->*", WIT_KIND_MIRROR, 90, 0, 0, "client.id source->target of MirrorMaker 2"},
    {"connector-consumer-*", WIT_KIND_CONNECT_TASK, 93, 0, 0, "client.id of a sink task"},
    {"connector-producer-*", WIT_KIND_CONNECT_TASK, 93, 0, 0, "client.id of a source task"},
    {"connector-adminclient-*", WIT_KIND_CONNECT_TASK, 93, 0, 0, "client.id of a connector's admin client"},
    {"connector-dlq-producer-*", WIT_KIND_CONNECT_TASK, 93, 0, 0, "client.id of a dead letter queue's producer"},
    {"connect-*", WIT_KIND_CONNECT_WORKER, 92, 0, 0, "client.id of a Connect worker"},
    {"*-configs", WIT_KIND_CONNECT_WORKER, 75, BIT(0) | BIT(1), 0, "client.id of a Connect worker's store"},
    {"*-offsets", WIT_KIND_CONNECT_WORKER, 75, BIT(0) | BIT(1), 0, "client.id of a Connect worker's store"},
    {"*-statuses", WIT_KIND_CONNECT_WORKER, 75, BIT(0) | BIT(1), 0, "client.id of a Connect worker's store"},
    {"*-shared-admin", WIT_KIND_CONNECT_WORKER, 85, 0, 0, "client.id of a Connect worker's admin client"},
    {"KafkaStore-reader-*", WIT_KIND_REGISTRY_STORE, 93, 0, 0, "client.id of Schema Registry's store"},
    {"sr-#", WIT_KIND_REGISTRY_STORE, 85, 0, 0, "client.id of Schema Registry's group"},
};

static bool has(const struct wit_facts *f, uint64_t low, uint64_t high)
{
    return (f->keys[0] & low) != 0 || (f->keys[1] & high) != 0;
}

static struct wit_kind_found kafka(const struct wit_facts *f)
{
    /* A broker's fetcher tells its number; who fetches as a consumer only bears such a name. */
    bool consumer = f->replica != WIT_KAFKA_REPLICA_UNKNOWN && f->replica < 0;
    if (f->replica >= 0 && has(f, QUORUM_KEYS, 0))
        return (struct wit_kind_found){WIT_KIND_QUORUM, 97, "Fetch with a replica id and requests of a quorum"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (consumer && names[i].kind == WIT_KIND_REPLICA_FETCH)
            continue;
        for (uint8_t k = 0; k < f->n_client_ids; k++) {
            if (matches(f->client_ids[k], names[i].pattern) &&
                ((names[i].low == 0 && names[i].high == 0) || has(f, names[i].low, names[i].high)))
                return (struct wit_kind_found){names[i].kind, names[i].confidence, names[i].reason};
        }
    }
    if (f->group_type != NULL && strcmp(f->group_type, "connect") == 0)
        return (struct wit_kind_found){WIT_KIND_CONNECT_WORKER, 90, "joins a group of protocol type connect"};
    if (has(f, QUORUM_KEYS, 0))
        return (struct wit_kind_found){WIT_KIND_QUORUM, 90, "requests of a quorum"};
    if (has(f, CONTROLLER_KEYS, CONTROLLER_KEYS_HIGH))
        return (struct wit_kind_found){WIT_KIND_BROKER_TO_CONTROLLER, 90, "requests of a broker to its controller"};
    if (f->replica >= 0)
        return (struct wit_kind_found){WIT_KIND_REPLICA_FETCH, 90, "Fetch with a replica id"};
    if (has(f, BIT(27), 0))
        return (struct wit_kind_found){WIT_KIND_TXN_MARKERS, 90, "WriteTxnMarkers"};
    if (has(f, CLIENT_KEYS, CLIENT_KEYS_HIGH))
        return (struct wit_kind_found){WIT_KIND_KAFKA_CLIENT, 85, "produces, fetches or joins a group"};
    if (wit_kind_is_default_admin(f))
        return (struct wit_kind_found){WIT_KIND_KAFKA_ADMIN, 80, "client.id adminclient-N"};
    if (has(f, ADMIN_KEYS, ADMIN_KEYS_HIGH))
        return (struct wit_kind_found){WIT_KIND_KAFKA_ADMIN, 70, "requests of administration, and none of a client"};
    bool named = f->n_client_ids > 0 && f->client_ids[0][0] != '\0' && !matches(f->client_ids[0], "#");
    if (named)
        return (struct wit_kind_found){WIT_KIND_KAFKA_CLIENT, 55,
                                       "a client.id of its own, and only the first requests"};
    return (struct wit_kind_found){WIT_KIND_KAFKA, 50, "Kafka requests that every program sends"};
}

bool wit_kind_is_default_admin(const struct wit_facts *f)
{
    for (uint8_t i = 0; f != NULL && i < f->n_client_ids; i++) {
        if (matches(f->client_ids[i], "adminclient-#"))
            return true;
    }
    return false;
}

struct wit_kind_found wit_kind_find(const struct wit_facts *client, const struct wit_facts *server, uint8_t protocol,
                                    uint16_t port)
{
    static const struct {
        enum wit_http_kind http;
        enum wit_kind_of_flow kind;
        unsigned confidence;
        const char *reason;
    } http[] = {
        {WIT_HTTP_METRICS, WIT_KIND_METRICS, 95, "HTTP request for metrics"},
        {WIT_HTTP_CONNECT, WIT_KIND_CONNECT_REST, 92, "HTTP request of the Connect REST interface"},
        {WIT_HTTP_REGISTRY, WIT_KIND_REGISTRY_REST, 88, "HTTP request of the Schema Registry interface"},
        {WIT_HTTP_OBJECTS, WIT_KIND_OBJECTS, 92, "HTTP request of an object store"},
        {WIT_HTTP_OTHER, WIT_KIND_HTTP, 60, "HTTP request"},
    };
    if (client != NULL && client->dns_name != NULL)
        return (struct wit_kind_found){WIT_KIND_DNS, 97, "DNS query"};
    if (protocol == WIT_IP_UDP && port == 53)
        return (struct wit_kind_found){WIT_KIND_DNS, 70, "port 53"};
    for (size_t i = 0; client != NULL && client->http_requests > 0 && i < sizeof http / sizeof http[0]; i++) {
        if (client->http == http[i].http)
            return (struct wit_kind_found){http[i].kind, http[i].confidence, http[i].reason};
    }
    if (client != NULL && client->requests > 0)
        return kafka(client);
    bool greeted = (client != NULL && client->client_hello) || (server != NULL && server->server_hello);
    if (greeted || (client != NULL && server != NULL && client->tls_records && server->tls_records))
        return (struct wit_kind_found){WIT_KIND_TLS, greeted ? 95 : 70, "TLS"};
    return (struct wit_kind_found){WIT_KIND_OTHER, 0, "nothing in the clear tells"};
}
