/* collectors/kafka/trouble_tell.c: the words in which people are told what went wrong with a server.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "collectors/kafka/door.h"
#include "collectors/kafka/trouble.h"

/* Errors of the server's certificate: openssl/x509_vfy.h. */
static const struct verify_row {
    int code;
    const char *what, *remedy;
} verify_rows[] = {
    {10, "its certificate has expired", "it must be renewed on the broker"},
    {9, "its certificate is not valid yet", "compare the clocks"},
    {62, "its certificate is for another host name",
     "name it as the certificate does, or set "
     "ssl.endpoint.identification.algorithm= to check no names"},
    {64, "its certificate is for another address",
     "name the broker by its host name, or set "
     "ssl.endpoint.identification.algorithm= to check no names"},
    {18, "its certificate is signed by nobody but itself",
     "put it into ssl.truststore.location if it is the right one"},
    {0, "its certificate is of an authority that is not trusted", "name that authority in ssl.truststore.location"},
};

/* librdkafka's issue 4895: before 2.6.1 it repeats its nonce, which brokers accept up to Kafka 3.9. */
#define SCRAM_WITH_KAFKA_4 0x02060100

/* The first row whose text is in the library's decides. */
static const struct text_row {
    const char *part; /* of the library's text */
    const char *what; /* NULL: the library's own */
    const char *remedy;
} text_rows[] = {
    {"connecting to a PLAINTEXT broker listener", "it does not speak TLS on that port",
     "the listener is PLAINTEXT or SASL_PLAINTEXT, or another port is meant: see security.protocol"},
    {"wrong version number", "it does not speak TLS on that port",
     "the listener is PLAINTEXT or SASL_PLAINTEXT, or another port is meant: see security.protocol"},
    {"unexpected eof", "it ended the TLS handshake",
     "the listener may be PLAINTEXT or SASL_PLAINTEXT: see security.protocol"},
    {"connecting to a SSL listener", "it ended the connection at the first request",
     "the listener may want TLS (SSL, SASL_SSL) or SASL: see security.protocol"},
    {"receive.message.max.bytes", "what it answers is not Kafka's protocol",
     "the listener may want TLS (SSL, SASL_SSL), or the port is no Kafka listener: see security.protocol"},
    {"Unsupported SASL mechanism", "it does not offer that SASL mechanism", "see sasl.mechanism"},
    {"mechanism handshake failed", "it does not offer that SASL mechanism", "see sasl.mechanism"},
    {"uthentication fail", "it refused the user or the password", "see sasl.jaas.config"},
    {"SASL authentication error", "it refused the credentials", "see sasl.jaas.config"},
    {"SCRAM", "it refused the user or the password", "see sasl.jaas.config"},
    {"certificate expired", "it refused the client's certificate: it has expired",
     "renew what is in ssl.keystore.location"},
    {"unknown ca", "it does not trust the authority of the client's certificate",
     "see ssl.keystore.location, and the broker's ssl.truststore.location"},
    {"certificate required", "it wants a certificate of the client", "name one with ssl.keystore.location"},
    {"bad certificate", "it wants a certificate of the client that it trusts", "see ssl.keystore.location"},
    {"certificate verify failed", "its certificate is of an authority that is not trusted",
     "name that authority in ssl.truststore.location"},
    {"handshake failure", "it ended the TLS handshake",
     "it may want a certificate of the client: ssl.keystore.location"},
    {"SSL handshake failed", "the TLS handshake failed", "see security.protocol and the ssl.* settings"},
    {"esolve", "its name cannot be resolved", "see the address, and this machine's DNS"},
    {"resolution failure", "its name cannot be resolved", "see the address, and this machine's DNS"},
    {"Connection refused", "nothing listens there (connection refused)", "see the address and the port"},
    {"No route to host", "there is no route to it", "run this where the broker can be reached"},
    {"unreachable", "its network cannot be reached", "run this where the broker can be reached"},
    {"onnection setup timed out", "it does not answer", "a firewall may be between, or the address is wrong"},
    {"timed out", "it does not answer in time", "a firewall may be between, or --timeout is too short"},
    {"Connection reset", "it ended the connection", "see security.protocol, and the broker's log"},
    {"isconnected", "it ended the connection", "see security.protocol, and the broker's log"},
};

static void put_clean(struct wit_buf *out, const char *text)
{
    for (; *text != '\0'; text++)
        wit_buf_putc(out, (unsigned char)*text < 0x20 || *text == 0x7f ? ' ' : *text);
}

static void tell_verify(struct wit_buf *out, const struct wit_kafka_trouble *t)
{
    const struct verify_row *row = verify_rows;
    while (row->code != 0 && row->code != t->verify)
        row++;
    wit_buf_puts(out, row->what);
    if (t->certificate[0] != '\0') {
        wit_buf_puts(out, " (");
        put_clean(out, t->certificate);
        wit_buf_putc(out, ')');
    }
    wit_buf_printf(out, "; %s", row->remedy);
}

void wit_kafka_trouble_tell(struct wit_buf *out, const struct wit_kafka_trouble *t,
                            const struct wit_kafka_config *config)
{
    put_clean(out, t->server);
    wit_buf_puts(out, ": ");
    if (t->verify != 0) {
        tell_verify(out, t);
        return;
    }
    const struct text_row *row = NULL;
    for (size_t i = 0; i < sizeof text_rows / sizeof text_rows[0] && row == NULL; i++)
        if (strstr(t->text, text_rows[i].part) != NULL)
            row = &text_rows[i];
    if (row == NULL) {
        put_clean(out, t->text[0] != '\0' ? t->text : "no answer");
        return;
    }
    wit_buf_puts(out, row->what);
    if (strstr(row->what, "mechanism") != NULL && config->mechanism != NULL)
        wit_buf_printf(out, " (%s)", config->mechanism);
    else if (strstr(row->what, "refused the ") != NULL && config->user != NULL) {
        wit_buf_puts(out, " (user ");
        put_clean(out, config->user);
        wit_buf_printf(out, ", %s)", config->mechanism);
    }
    wit_buf_printf(out, "; %s", row->remedy);
    if (strstr(row->what, "refused the ") != NULL && config->mechanism != NULL &&
        strncmp(config->mechanism, "SCRAM", 5) == 0 && wit_kafka_library_version() < SCRAM_WITH_KAFKA_4)
        wit_buf_puts(out,
                     " (if they are right: brokers from Kafka 4 on refuse SCRAM of librdkafka before 2.6.1, whatever "
                     "the password; use a client certificate, PLAIN or OAUTHBEARER, or a newer librdkafka)");
    if (config->identity.certificates != NULL && config->identity.not_after_ms < wit_now_ms() &&
        strstr(row->remedy, "keystore") != NULL && strstr(row->what, "expired") == NULL)
        wit_buf_puts(out, " (the client's certificate has expired)");
}
