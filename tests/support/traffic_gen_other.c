/* tests/support/traffic_gen_other.c: what is no Kafka: HTTP, TLS, DNS.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>
#include <string.h>

#include "tests/support/traffic_gen_out.h"

struct wit_gen_say wit_gen_http(struct wit_gen_out *o, enum wit_gen_role role, uint32_t conn, uint32_t turn,
                                uint64_t random)
{
    struct wit_gen_say say = {.from_client = turn % 2 == 0};
    char head[400] = "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n";
    say.len = 300 + random % 3000;
    if (say.from_client && role == WIT_GEN_METRICS)
        snprintf(head, sizeof head,
                 "GET /metrics HTTP/1.1\r\nHost: broker-%u.kafka.internal:7071\r\nUser-Agent: "
                 "Prometheus/2.51\r\nAccept: text/plain\r\n\r\n",
                 conn % 40);
    else if (say.from_client && role == WIT_GEN_CONNECT_REST)
        snprintf(head, sizeof head,
                 "GET /connectors/sink-%u/status HTTP/1.1\r\nHost: connect.kafka.internal:8083\r\nUser-Agent: "
                 "curl/8.5\r\nAccept: */*\r\n\r\n",
                 conn % 40);
    else if (say.from_client)
        snprintf(head, sizeof head,
                 "PUT /events/topics/orders/part-%u HTTP/1.1\r\nHost: "
                 "acme-events.s3.eu-west-1.amazonaws.com\r\nx-amz-content-sha256: UNSIGNED-PAYLOAD\r\nx-amz-date: "
                 "20261120T214000Z\r\nContent-Length: 3000\r\n\r\n",
                 turn);
    wit_gen_raw(o, head, strlen(head));
    if (say.from_client && role != WIT_GEN_OBJECTS)
        say.len = o->len;
    say.len = say.len < o->len ? o->len : say.len;
    return say;
}

static void extension(struct wit_gen_out *o, unsigned type, const void *bytes, size_t len)
{
    wit_gen_number(o, type, 2);
    wit_gen_number(o, len, 2);
    wit_gen_raw(o, bytes, len);
}

static void hello(struct wit_gen_out *o, bool client, uint32_t conn, uint64_t random)
{
    static const uint8_t versions[] = {4, 3, 4, 3, 3}, chosen[] = {3, 4}, groups[] = {0, 4, 0, 29, 0, 23},
                         signs[] = {0, 4, 4, 3, 8, 4};
    char name[40];
    uint8_t sni[64];
    struct wit_gen_out s = {sni, 0, sizeof sni};
    wit_gen_raw(o, "\x16\x03\x01\0\0", 5);
    wit_gen_number(o, client ? 1 : 2, 1);
    wit_gen_number(o, 0, 3);
    wit_gen_number(o, 0x0303, 2);
    for (unsigned i = 0; i < 4; i++)
        wit_gen_number(o, random * (i + 3), 8);
    wit_gen_number(o, 0, 1); /* session */
    if (client)
        wit_gen_raw(o, "\0\x06\x13\x01\x13\x02\xc0\x2f\x01\0", 10);
    else
        wit_gen_raw(o, "\x13\x01\0", 3);
    size_t at = o->len;
    wit_gen_number(o, 0, 2);
    if (client) {
        snprintf(name, sizeof name, "b%u.kafka.acme.internal", conn % 50);
        wit_gen_number(&s, strlen(name) + 3, 2);
        wit_gen_number(&s, 0, 1);
        wit_gen_text(&s, name, false);
        extension(o, 0, sni, s.len);
        extension(o, 10, groups, sizeof groups);
        extension(o, 13, signs, sizeof signs);
    }
    extension(o, 43, client ? versions : chosen, client ? sizeof versions : sizeof chosen);
    wit_gen_patch(o, at, o->len - at - 2, 2);
    wit_gen_patch(o, 6, o->len - 9, 3);
    wit_gen_patch(o, 3, o->len - 5, 2);
}

struct wit_gen_say wit_gen_tls(struct wit_gen_out *o, uint32_t conn, uint32_t turn, uint64_t random)
{
    struct wit_gen_say say = {.from_client = turn % 2 == 0};
    if (turn < 2) {
        hello(o, say.from_client, conn, random);
        say.len = o->len;
        return say;
    }
    size_t inside = turn == 2 ? 69 : 30 + random % (random % 8 == 0 ? 9000 : 300);
    wit_gen_raw(o, "\x17\x03\x03", 3);
    wit_gen_number(o, inside, 2);
    say.len = inside + 5;
    return say;
}

struct wit_gen_say wit_gen_dns(struct wit_gen_out *o, uint32_t conn, uint32_t turn)
{
    char label[16];
    struct wit_gen_say say = {.from_client = turn == 0, .last = turn == 1};
    int n = snprintf(label, sizeof label, "b%u", conn % 50);
    wit_gen_number(o, conn, 2);
    wit_gen_number(o, turn == 0 ? 0x0100 : 0x8180, 2);
    wit_gen_number(o, 0x0001, 2);
    wit_gen_number(o, turn == 0 ? 0 : 1, 2);
    wit_gen_number(o, 0, 4);
    wit_gen_number(o, (uint64_t)n, 1);
    wit_gen_raw(o, label, (size_t)n);
    wit_gen_raw(o, "\5kafka\4acme\10internal\0\0\1\0\1", 25);
    if (turn == 1)
        wit_gen_raw(o, "\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4\x0a\0\0\x09", 16);
    say.len = o->len;
    return say;
}
