/* collectors/traffic/tls_hello.h: what the two greetings of TLS tell in the clear.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Versions offered and chosen, server name (SNI), first protocol asked for (ALPN), fingerprints. Source: RFC 8446,
 * 5246, 6066 (SNI), 7301 (ALPN), 8701 (GREASE); JA3 (salesforce/ja3), JA4 (FoxIO), as facts.
 */
#ifndef WIT_COLLECTORS_TRAFFIC_TLS_HELLO_H
#define WIT_COLLECTORS_TRAFFIC_TLS_HELLO_H

#include "collectors/traffic/kafka_request.h"

enum wit_tls_kind { WIT_TLS_NONE, WIT_TLS_CLIENT_HELLO, WIT_TLS_SERVER_HELLO, WIT_TLS_OTHER };
struct wit_tls_hello {
    enum wit_tls_kind kind;
    uint16_t version;               /* client: highest offered; server: chosen; 0x0301 … 0x0304; 0 not told */
    uint16_t cipher;                /* server: chosen */
    struct wit_span_text sni, alpn; /* inside the packet */
    char ja3[33], ja4[37];          /* client; "" when the hello was cut */
    bool cut;                       /* the hello goes on beyond these bytes */
    bool resumed;                   /* server: it took a session up again, so a certificate need not show */
};
/*
 * Do these bytes begin a TLS record of a connection? WIT_TLS_OTHER: a record (alert, application data …) that is no
 * hello. Version fields of records must be 3.0-3.4, lengths within RFC 8446's.
 */
enum wit_tls_kind wit_tls_hello_read(struct wit_tls_hello *out, const uint8_t *bytes, size_t len);
const char *wit_tls_version_word(uint16_t version); /* "TLSv1.3"; "" unknown */
/*
 * Bytes of handshake and application data records among these (a client's segment after its hello), to tell a flight
 * with a certificate by its size; *certificate: a TLS 1.2 Certificate message that is not empty begins here.
 */
size_t wit_tls_flight(const uint8_t *bytes, size_t len, bool *certificate);

#endif
