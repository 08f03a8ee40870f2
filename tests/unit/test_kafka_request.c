/* tests/unit/test_kafka_request.c: the head of every kind of request, what is read behind it, and what is no request.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "collectors/traffic/kafka_request.h"

/* A body in words: "4:-1" an integer of four bytes, "s:connect" a string with two bytes of length, "c:connect" a
 * compact one, "s:-" and "c:-" null ones, "v:300" a varint, "x:00ff" bytes. */
static size_t body(uint8_t *out, const char *words)
{
    size_t n = 0;
    for (const char *at = words; *at != '\0';) {
        const char *value = at + 2;
        size_t len = strcspn(value, " ");
        long number = strtol(value, NULL, 10);
        if (at[0] >= '1' && at[0] <= '8') {
            for (int i = at[0] - '1'; i >= 0; i--)
                out[n++] = (uint8_t)(i > 7 ? 0 : (unsigned long)number >> (8 * (unsigned)i));
        } else if (at[0] == 's' || at[0] == 'c') {
            bool null = len == 1 && value[0] == '-';
            if (at[0] == 'c') {
                out[n++] = (uint8_t)(null ? 0 : len + 1);
            } else {
                out[n++] = null ? 0xff : 0;
                out[n++] = null ? 0xff : (uint8_t)len;
            }
            memcpy(out + n, value, null ? 0 : len);
            n += null ? 0 : len;
        } else if (at[0] == 'v') {
            for (unsigned long v = (unsigned long)number;; v >>= 7) {
                out[n++] = (uint8_t)((v & 0x7f) | (v > 0x7f ? 0x80 : 0));
                if (v <= 0x7f)
                    break;
            }
        } else {
            for (size_t i = 0; i + 1 < len; i += 2) {
                char two[3] = {value[i], value[i + 1], '\0'};
                out[n++] = (uint8_t)strtol(two, NULL, 16);
            }
        }
        at = value + len;
        at += strspn(at, " ");
    }
    return n;
}

static size_t request(uint8_t *out, const char *words)
{
    size_t n = body(out + 4, words);
    for (unsigned i = 0; i < 4; i++)
        out[i] = (uint8_t)(n >> (24 - 8 * i));
    return n + 4;
}

#define HEAD(key, version) "2:" key " 2:" version " 4:7 "
#define FETCH15            "4:500 4:1 4:52428800 1:0 4:0 4:1 "
#define TOPIC              "x:00112233445566778899aabbccddeeff "
#define PARTITION          "4:0 4:1 8:42 4:-1 8:0 4:1048576 "

static const struct row {
    const char *name, *words, *told;
} rows[] = {
    {"produce", HEAD("0", "10") "s:orders-api v:0 c:- 2:-1 4:30000 v:2", "Produce.10 [orders-api]"},
    {"null client id", HEAD("3", "1") "s:- 4:0", "Metadata.1 null"},
    {"empty client id", HEAD("3", "1") "s: 4:0", "Metadata.1 []"},
    {"software", HEAD("18", "4") "s:raft-client-1 v:0 c:apache-kafka-java c:4.1.0 v:0",
     "ApiVersions.4 [raft-client-1] software apache-kafka-java/4.1.0"},
    {"software of an old version is not there", HEAD("18", "2") "s:x", "ApiVersions.2 [x]"},
    {"mechanism", HEAD("17", "1") "s:app s:SCRAM-SHA-512", "SaslHandshake.1 [app] mechanism SCRAM-SHA-512"},
    {"fetch of an old consumer", HEAD("1", "4") "s:old 4:-1 4:500 4:1 4:1 1:0 4:0", "Fetch.4 [old] replica -1"},
    {"fetch of an old broker", HEAD("1", "11") "s:broker-0-fetcher-0 4:3 4:500 4:1",
     "Fetch.11 [broker-0-fetcher-0] replica 3"},
    {"fetch 12 of a broker, flexible", HEAD("1", "12") "s:broker-0-fetcher-0 v:0 4:2 4:500",
     "Fetch.12 [broker-0-fetcher-0] replica 2"},
    {"fetch 17 of a broker: replica state at the end",
     HEAD("1", "17") "s:broker-1-fetcher-0 v:0 " FETCH15 "v:2 " TOPIC "v:3 " PARTITION "v:0 " PARTITION
                     "v:1 v:0 v:4 x:00000001 v:0 v:1 c: v:1 v:1 v:13 4:1 8:5 v:0",
     "Fetch.17 [broker-1-fetcher-0] replica 1"},
    {"fetch 17 of a consumer: the default",
     HEAD("1", "17") "s:c v:0 " FETCH15 "v:2 " TOPIC "v:2 " PARTITION "v:0 v:0 v:1 c: v:0", "Fetch.17 [c] replica -1"},
    {"fetch 17, cut before its end", HEAD("1", "17") "s:c v:0 " FETCH15 "v:2 " TOPIC "v:9 " PARTITION "v:0",
     "Fetch.17 [c]"},
    {"a worker joins", HEAD("11", "9") "s:connect-w1:8083 v:0 c:connect-orders 4:10000 4:60000 c: c:- c:connect v:2",
     "JoinGroup.9 [connect-w1:8083] type connect"},
    {"a consumer joins, old", HEAD("11", "5") "s:c s:g 4:10000 4:60000 s:m s:- s:consumer 4:0",
     "JoinGroup.5 [c] type consumer"},
    {"a consumer joins, oldest", HEAD("11", "0") "s:c s:g 4:10000 s:m s:consumer", "JoinGroup.0 [c] type consumer"},
    {"a worker syncs", HEAD("14", "5") "s:w v:0 c:g 4:3 c:m c:- c:connect c:sessioned v:1",
     "SyncGroup.5 [w] type connect"},
    {"a version to come", HEAD("1", "21") "s:c v:0 4:0", "Fetch.21 [c]"},
    {"a key that is none", HEAD("93", "0") "s:c v:0", "-"},
    {"a version far off", HEAD("17", "9") "s:c", "-"},
    {"a client id with a control character", HEAD("3", "1") "x:00036101ff 4:0", "-"},
    {"a client id that is no UTF-8", HEAD("3", "1") "x:0003616280 4:0", "-"},
    {"a negative correlation id", "2:3 2:1 4:-7 s:c 4:0", "-"},
    {"a reply with a low correlation id", "4:3 2:0 4:17 2:0 2:3", "-"},
    {"too short", "2:3 2:1 4:7", "-"},
};

static void tell(char out[256], const uint8_t *bytes, size_t len)
{
    struct wit_kafka_request r;
    int n;
    if (wit_kafka_request_read(&r, bytes, len) == WIT_KAFKA_NOTHING) {
        snprintf(out, 256, "-");
        return;
    }
    n = snprintf(out, 256, "%s.%u ", wit_kafka_key_word(r.key), r.version);
    n += r.has_client_id ? snprintf(out + n, 256 - (size_t)n, "[%.*s]", (int)r.client_id.len, r.client_id.bytes)
                         : snprintf(out + n, 256 - (size_t)n, "null");
    if (r.software_name.bytes != NULL)
        n += snprintf(out + n, 256 - (size_t)n, " software %.*s/%.*s", (int)r.software_name.len, r.software_name.bytes,
                      (int)r.software_version.len, r.software_version.bytes);
    if (r.mechanism.bytes != NULL)
        n += snprintf(out + n, 256 - (size_t)n, " mechanism %.*s", (int)r.mechanism.len, r.mechanism.bytes);
    if (r.replica != WIT_KAFKA_REPLICA_UNKNOWN)
        n += snprintf(out + n, 256 - (size_t)n, " replica %d", (int)r.replica);
    if (r.protocol_type.bytes != NULL)
        snprintf(out + n, 256 - (size_t)n, " type %.*s", (int)r.protocol_type.len, r.protocol_type.bytes);
}

static void requests_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint8_t bytes[512];
        char out[256];
        size_t n = request(bytes, rows[i].words);
        tell(out, bytes, n);
        if (strcmp(out, rows[i].told) != 0)
            fail_msg("%s: %s", rows[i].name, out);
        memset(bytes + n, 0x41, 8); /* the next request begins behind it */
        tell(out, bytes, n + 8);
        if (strcmp(out, rows[i].told) != 0)
            fail_msg("%s, with another behind it: %s", rows[i].name, out);
    }
}

/* A snap length cuts anywhere: the facts before the cut stay, nothing else appears. */
static void cut_requests_say_less(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint8_t bytes[512];
        size_t n = request(bytes, rows[i].words);
        for (size_t len = 0; len < n; len++) {
            uint8_t *exact = malloc(len == 0 ? 1 : len);
            char out[256];
            assert_non_null(exact);
            memcpy(exact, bytes, len);
            tell(out, exact, len);
            free(exact);
            const char *tail = strstr(rows[i].told, " replica");
            bool changed = strcmp(out, "-") != 0 && strncmp(out, rows[i].told, strlen(out)) != 0;
            if (changed || (strcmp(out, rows[i].told) == 0 && tail != NULL && strstr(rows[i].name, "17") != NULL))
                fail_msg("%s cut to %zu: %s", rows[i].name, len, out);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests_are_read),
        cmocka_unit_test(cut_requests_say_less),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
