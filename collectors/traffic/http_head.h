/* collectors/traffic/http_head.h: the first lines of an HTTP/1 request: method, host, what kind of interface the path
 * belongs to. The path itself, its query, cookies and credentials are never kept.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: RFC 9112; Kafka Connect REST API, Schema Registry API, Prometheus exposition, Amazon S3 REST API (paths and
 * headers, as facts).
 */
#ifndef WIT_COLLECTORS_TRAFFIC_HTTP_HEAD_H
#define WIT_COLLECTORS_TRAFFIC_HTTP_HEAD_H

#include "collectors/traffic/kafka_request.h"

enum wit_http_kind {
    WIT_HTTP_NONE,    /* these bytes begin no request */
    WIT_HTTP_OTHER,   /* a request of no kind below */
    WIT_HTTP_METRICS, /* Prometheus and exporters */
    WIT_HTTP_CONNECT, /* Kafka Connect REST */
    WIT_HTTP_REGISTRY,
    WIT_HTTP_OBJECTS, /* S3 and the like */
    WIT_HTTP_KINDS
};
struct wit_http_head {
    enum wit_http_kind kind;
    struct wit_span_text method, host; /* host: without port; NULL when it was not captured */
    struct wit_span_text agent;        /* product and version: the first word of User-Agent */
};
enum wit_http_kind wit_http_head_read(struct wit_http_head *out, const uint8_t *bytes, size_t len);
const char *wit_http_kind_word(enum wit_http_kind kind); /* "metrics", "connect-rest" …; "" none */

#endif
