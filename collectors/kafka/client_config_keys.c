/* collectors/kafka/client_config_keys.c: the one table of a Java client's settings.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: Apache Kafka 3.9 and 4.1, "Admin Configs", and the producer's and consumer's keys that people leave in the
 * same file.
 */
#include <string.h>

#include "collectors/kafka/client_config.h"

#define JAVA_ONLY "it needs a Java class"

static const struct wit_kafka_key keys[] = {
    {"bootstrap.servers", WIT_KEY_TAKEN, NULL},
    {"client.id", WIT_KEY_PASSED, NULL},
    {"request.timeout.ms", WIT_KEY_TAKEN, NULL},
    {"security.protocol", WIT_KEY_TAKEN, NULL},
    {"sasl.mechanism", WIT_KEY_TAKEN, NULL},
    {"sasl.jaas.config", WIT_KEY_TAKEN, NULL},
    {"sasl.client.callback.handler.class", WIT_KEY_TAKEN, NULL},
    {"sasl.login.callback.handler.class", WIT_KEY_TAKEN, NULL},
    {"sasl.login.class", WIT_KEY_WARNED, JAVA_ONLY},
    {"sasl.oauthbearer.token.endpoint.url", WIT_KEY_TAKEN, NULL},
    {"sasl.oauthbearer.sub.claim.name", WIT_KEY_TAKEN, NULL},
    {"sasl.oauthbearer.scope", WIT_KEY_TAKEN, NULL},
    {"sasl.oauthbearer.client.credentials.client.id", WIT_KEY_TAKEN, NULL},
    {"sasl.oauthbearer.client.credentials.client.secret", WIT_KEY_TAKEN, NULL},
    {"sasl.oauthbearer.jwt.retriever.class", WIT_KEY_WARNED, JAVA_ONLY},
    {"sasl.oauthbearer.assertion.*", WIT_KEY_WARNED, "client assertions are not supported"},
    {"sasl.oauthbearer.*", WIT_KEY_QUIET, NULL},
    {"sasl.login.*", WIT_KEY_QUIET, NULL},
    {"sasl.kerberos.*", WIT_KEY_QUIET, NULL},
    {"ssl.truststore.location", WIT_KEY_TAKEN, NULL},
    {"ssl.truststore.password", WIT_KEY_TAKEN, NULL},
    {"ssl.truststore.type", WIT_KEY_TAKEN, NULL},
    {"ssl.truststore.certificates", WIT_KEY_TAKEN, NULL},
    {"ssl.keystore.location", WIT_KEY_TAKEN, NULL},
    {"ssl.keystore.password", WIT_KEY_TAKEN, NULL},
    {"ssl.keystore.type", WIT_KEY_TAKEN, NULL},
    {"ssl.keystore.certificate.chain", WIT_KEY_TAKEN, NULL},
    {"ssl.keystore.key", WIT_KEY_TAKEN, NULL},
    {"ssl.key.password", WIT_KEY_TAKEN, NULL},
    {"ssl.endpoint.identification.algorithm", WIT_KEY_TAKEN, NULL},
    {"ssl.cipher.suites", WIT_KEY_WARNED, "OpenSSL's own choice of cipher suites is offered"},
    {"ssl.engine.factory.class", WIT_KEY_WARNED, JAVA_ONLY},
    {"ssl.provider", WIT_KEY_WARNED, JAVA_ONLY},
    {"security.providers", WIT_KEY_WARNED, JAVA_ONLY},
    {"ssl.protocol", WIT_KEY_QUIET, NULL},
    {"ssl.enabled.protocols", WIT_KEY_QUIET, NULL},
    {"ssl.keymanager.algorithm", WIT_KEY_QUIET, NULL},
    {"ssl.trustmanager.algorithm", WIT_KEY_QUIET, NULL},
    {"ssl.secure.random.implementation", WIT_KEY_QUIET, NULL},
    {"config.providers*", WIT_KEY_WARNED, "references to config providers are not looked up"},
    {"bootstrap.controllers", WIT_KEY_WARNED, "brokers are asked, not controllers: name them with --bootstrap"},
    {"socket.connection.setup.timeout.ms", WIT_KEY_QUIET, NULL},
    {"socket.connection.setup.timeout.max.ms", WIT_KEY_QUIET, NULL},
    {"client.dns.lookup", WIT_KEY_QUIET, NULL},
    {"client.rack", WIT_KEY_QUIET, NULL},
    {"connections.max.idle.ms", WIT_KEY_QUIET, NULL},
    {"default.api.timeout.ms", WIT_KEY_QUIET, NULL},
    {"metadata.*", WIT_KEY_QUIET, NULL},
    {"receive.buffer.bytes", WIT_KEY_QUIET, NULL},
    {"send.buffer.bytes", WIT_KEY_QUIET, NULL},
    {"reconnect.backoff.ms", WIT_KEY_QUIET, NULL},
    {"reconnect.backoff.max.ms", WIT_KEY_QUIET, NULL},
    {"retries", WIT_KEY_QUIET, NULL},
    {"retry.backoff.ms", WIT_KEY_QUIET, NULL},
    {"retry.backoff.max.ms", WIT_KEY_QUIET, NULL},
    {"metric.reporters", WIT_KEY_QUIET, NULL},
    {"metrics.*", WIT_KEY_QUIET, NULL},
    {"enable.metrics.push", WIT_KEY_QUIET, NULL},
    {"auto.include.jmx.reporter", WIT_KEY_QUIET, NULL},
    {"interceptor.classes", WIT_KEY_QUIET, NULL},
    {"key.serializer", WIT_KEY_QUIET, NULL},
    {"value.serializer", WIT_KEY_QUIET, NULL},
    {"key.deserializer", WIT_KEY_QUIET, NULL},
    {"value.deserializer", WIT_KEY_QUIET, NULL},
    {"group.id", WIT_KEY_QUIET, NULL},
    {"group.instance.id", WIT_KEY_QUIET, NULL},
    {"group.protocol", WIT_KEY_QUIET, NULL},
    {"auto.offset.reset", WIT_KEY_QUIET, NULL},
    {"enable.auto.commit", WIT_KEY_QUIET, NULL},
    {"auto.commit.interval.ms", WIT_KEY_QUIET, NULL},
    {"isolation.level", WIT_KEY_QUIET, NULL},
    {"session.timeout.ms", WIT_KEY_QUIET, NULL},
    {"heartbeat.interval.ms", WIT_KEY_QUIET, NULL},
    {"max.poll.*", WIT_KEY_QUIET, NULL},
    {"fetch.*", WIT_KEY_QUIET, NULL},
    {"acks", WIT_KEY_QUIET, NULL},
    {"batch.size", WIT_KEY_QUIET, NULL},
    {"linger.ms", WIT_KEY_QUIET, NULL},
    {"compression.*", WIT_KEY_QUIET, NULL},
    {"buffer.memory", WIT_KEY_QUIET, NULL},
    {"delivery.timeout.ms", WIT_KEY_QUIET, NULL},
    {"enable.idempotence", WIT_KEY_QUIET, NULL},
    {"max.block.ms", WIT_KEY_QUIET, NULL},
    {"max.request.size", WIT_KEY_QUIET, NULL},
    {"max.in.flight.requests.per.connection", WIT_KEY_QUIET, NULL},
    {"partitioner.*", WIT_KEY_QUIET, NULL},
    {"transactional.id", WIT_KEY_QUIET, NULL},
};
static const struct wit_kafka_key unknown = {"", WIT_KEY_UNKNOWN, NULL};

const struct wit_kafka_key *wit_kafka_key_find(const char *name)
{
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        size_t len = strlen(keys[i].name);
        bool family = keys[i].name[len - 1] == '*';
        if (family ? strncmp(keys[i].name, name, len - 1) == 0 : strcmp(keys[i].name, name) == 0)
            return &keys[i];
    }
    return &unknown;
}
