/* tests/unit/test_traffic_heads.c: greetings of TLS, heads of HTTP requests, questions of DNS.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The ClientHello is OpenSSL's own; its fingerprints were computed by another program from the definitions of JA3 and
 * JA4.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "collectors/traffic/dns_name.h"
#include "collectors/traffic/http_head.h"
#include "collectors/traffic/tls_hello.h"

static const char hello[] =
    "1603010200010001fc03035b97b2528e413cdc0f4c06a50019c41b55ee0152583afe77219a88a5d502d1a420df6a231c74ae"
    "42c6f40010a1a0cbfdf7a6a7cc99108b61a3aec0e036abcb6984000c130213031301c02fc03000ff010001a7000000190017"
    "00001462726f6b65722d312e6578616d706c652e636f6d000b000403000102000a00160014001d0017001e00190018010001"
    "01010201030104002300000010000e000c02683208687474702f312e310016000000170000000d002a002804030503060308"
    "0708080809080a080b080408050806040105010601030303010302040205020602002b00050403040303002d000201010033"
    "00260024001d0020fc8e87cb6d24285c0c79f21727e7e23fb07428ee82f0b5dab5a3756d057dfe2b001500df000000000000"
    "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "0000000000000000000000000000000000";
#define JA3 "4fdb168bf0054bc95906145326de970f"
#define JA4 "t13d0612h2_1841c8e5b05d_d41ae481755e"

static size_t unhex(uint8_t *out, const char *text)
{
    size_t n = 0;
    for (; text[0] != '\0' && text[1] != '\0'; text += 2) {
        char two[3] = {text[0], text[1], '\0'};
        out[n++] = (uint8_t)strtol(two, NULL, 16);
    }
    return n;
}

static void a_client_hello(void **state)
{
    (void)state;
    uint8_t bytes[1024];
    struct wit_tls_hello h;
    size_t n = unhex(bytes, hello);
    assert_int_equal(wit_tls_hello_read(&h, bytes, n), WIT_TLS_CLIENT_HELLO);
    assert_int_equal(h.version, 0x0304);
    assert_true(h.sni.len == 20 && memcmp(h.sni.bytes, "broker-1.example.com", 20) == 0);
    assert_true(h.alpn.len == 2 && memcmp(h.alpn.bytes, "h2", 2) == 0);
    assert_string_equal(h.ja3, JA3);
    assert_string_equal(h.ja4, JA4);
    assert_false(h.cut);
    for (size_t len = 0; len < n; len++) { /* cut anywhere: less, never else */
        uint8_t *exact = malloc(len == 0 ? 1 : len);
        assert_non_null(exact);
        memcpy(exact, bytes, len);
        enum wit_tls_kind kind = wit_tls_hello_read(&h, exact, len);
        bool good = (kind == WIT_TLS_NONE && len < 5) || (kind == WIT_TLS_OTHER && len < 9) ||
                    (kind == WIT_TLS_CLIENT_HELLO && h.cut && h.ja3[0] == '\0' && h.ja4[0] == '\0' &&
                     (h.sni.len == 0 || h.sni.len == 20));
        free(exact);
        if (!good)
            fail_msg("cut to %zu: kind %d", len, (int)kind);
    }
}

static const struct {
    const char *name, *bytes, *told;
} greetings[] = {
    {"server, 1.3 by its extension",
     "160303003a020000360303"
     "0000000000000000000000000000000000000000000000000000000000000000"
     "00"
     "1302"
     "00"
     "000e"
     "002b00020304"
     "00330004001d0000",
     "server TLSv1.3 1302"},
    {"server, 1.2",
     "160303002a020000260303"
     "0000000000000000000000000000000000000000000000000000000000000000"
     "00"
     "c02f"
     "00",
     "server TLSv1.2 c02f"},
    {"client, 1.0 without extensions",
     "160301002d010000290301"
     "0000000000000000000000000000000000000000000000000000000000000000"
     "00"
     "0002"
     "002f"
     "01"
     "00",
     "client TLSv1.0"},
    {"alert", "15030300020228", "other"},
    {"application data", "1703030005aabbccddee", "other"},
    {"no record: an HTTP request", "474554202f20485454502f312e310d0a", "none"},
    {"no record: a length beyond all", "1603037fff01", "none"},
    {"no record: length 0", "1603030000", "none"},
};

static void greetings_are_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof greetings / sizeof greetings[0]; i++) {
        uint8_t bytes[512];
        char out[64];
        struct wit_tls_hello h;
        enum wit_tls_kind kind = wit_tls_hello_read(&h, bytes, unhex(bytes, greetings[i].bytes));
        if (kind == WIT_TLS_SERVER_HELLO)
            snprintf(out, sizeof out, "server %s %04x", wit_tls_version_word(h.version), h.cipher);
        else if (kind == WIT_TLS_CLIENT_HELLO)
            snprintf(out, sizeof out, "client %s", wit_tls_version_word(h.version));
        else
            snprintf(out, sizeof out, kind == WIT_TLS_NONE ? "none" : "other");
        if (strcmp(out, greetings[i].told) != 0)
            fail_msg("%s: %s", greetings[i].name, out);
    }
}

static void flights_are_measured(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t size;
        bool certificate;
    } rows[] = {
        {"140303000101"
         "1703030035",
         0x35, false}, /* finished only */
        {"140303000101"
         "17030304e7",
         0x4e7, false}, /* with a certificate, hidden */
        {"160303000b"
         "0b000007000004000001"
         "00",
         0x0b, true}, /* TLS 1.2: a list */
        {"1603030007"
         "0b000003000000",
         7, false}, /* TLS 1.2: an empty list */
        {"485454502f", 0, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint8_t bytes[64];
        bool certificate;
        assert_int_equal(wit_tls_flight(bytes, unhex(bytes, rows[i].bytes), &certificate), rows[i].size);
        assert_int_equal(certificate, rows[i].certificate);
    }
}

static const struct {
    const char *name, *text, *told;
} heads[] = {
    {"a scrape by path", "GET /metrics HTTP/1.1\r\nHost: b-1:7071\r\n\r\n", "metrics GET b-1 "},
    {"a scrape by its agent",
     "GET /probe?target=x HTTP/1.1\r\nHost: [fd00::1]:9100\r\nUser-Agent: Prometheus/2.42.0\r\n\r\n",
     "metrics GET [fd00::1] Prometheus/2.42.0"},
    {"connectors", "GET /connectors?expand=status HTTP/1.1\r\nHost: connect\r\nUser-Agent: curl/8.1 (x)\r\n\r\n",
     "connect-rest GET connect curl/8.1"},
    {"plugins", "GET /connector-plugins HTTP/1.1\r\nHost: c\r\n\r\n", "connect-rest GET c "},
    {"a path that only begins so", "GET /connectorsX HTTP/1.1\r\nHost: c\r\n\r\n", "other GET c "},
    {"subjects",
     "POST /subjects/orders-value/versions HTTP/1.1\r\nHost: sr:8081\r\nAuthorization: Basic c2VjcmV0\r\n\r\n",
     "schema-registry POST sr "},
    {"an object",
     "PUT /acme-events/part-0 HTTP/1.1\r\nHost: s3.eu-west-1.amazonaws.com\r\nX-Amz-Date: 20261001T000000Z\r\n\r\n",
     "object-storage PUT s3.eu-west-1.amazonaws.com "},
    {"cut in the headers", "GET /metrics HTTP/1.1\r\nHost: b-1", "metrics GET  "},
    {"cut in the line", "GET /metr", "other GET  "},
    {"another version", "GET / HTTP/2.0\r\n\r\n", "none"},
    {"no request", "HTTP/1.1 200 OK\r\n\r\n", "none"},
    {"a host with blanks", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "other GET  "},
};

static void heads_are_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        struct wit_http_head h;
        char out[256];
        size_t len = strlen(heads[i].text);
        uint8_t *exact = malloc(len);
        assert_non_null(exact);
        memcpy(exact, heads[i].text, len);
        if (wit_http_head_read(&h, exact, len) == WIT_HTTP_NONE)
            snprintf(out, sizeof out, "none");
        else
            snprintf(out, sizeof out, "%s %.*s %.*s %.*s", wit_http_kind_word(h.kind), (int)h.method.len,
                     h.method.bytes, (int)h.host.len, h.host.len > 0 ? h.host.bytes : "", (int)h.agent.len,
                     h.agent.len > 0 ? h.agent.bytes : "");
        free(exact);
        if (strcmp(out, heads[i].told) != 0)
            fail_msg("%s: '%s'", heads[i].name, out);
    }
}

static void names_are_asked_for(void **state)
{
    (void)state;
    static const struct {
        const char *name, *bytes, *told;
    } rows[] = {
        {"a query",
         "123401000001000000000000"
         "0362"
         "2d31"
         "04"
         "50524f44"
         "00"
         "0001"
         "0001",
         "b-1.prod"},
        {"with EDNS",
         "123401000001000000000001"
         "0161"
         "00"
         "0001"
         "0001"
         "0000290200000000000000",
         "a"},
        {"an answer",
         "123481000001000000000000"
         "0161"
         "00"
         "0001"
         "0001",
         NULL},
        {"a pointer",
         "123401000001000000000000"
         "c00c"
         "0001"
         "0001",
         NULL},
        {"cut",
         "123401000001000000000000"
         "0361",
         NULL},
        {"a control character",
         "123401000001000000000000"
         "0107"
         "00"
         "0001"
         "0001",
         NULL},
        {"the root",
         "123401000001000000000000"
         "00"
         "0002"
         "0001",
         NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint8_t bytes[128];
        char out[WIT_DNS_NAME];
        bool found = wit_dns_name_read(out, bytes, unhex(bytes, rows[i].bytes));
        if (found != (rows[i].told != NULL) || (found && strcmp(out, rows[i].told) != 0))
            fail_msg("%s: %s", rows[i].name, found ? out : "none");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_client_hello), cmocka_unit_test(greetings_are_told),  cmocka_unit_test(flights_are_measured),
        cmocka_unit_test(heads_are_told), cmocka_unit_test(names_are_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
