/* collectors/traffic/facts.c: collects facts from segments: Kafka requests in step with their lengths, greetings of
 * TLS, heads of HTTP.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/traffic/facts.h"

#include <stdio.h>
#include <string.h>

#include "collectors/traffic/dns_name.h"
#include "collectors/traffic/tls_hello.h"

enum { REQUESTS_A_SEGMENT = 64, DNS_PORT = 53 };

const char *wit_texts_keep(struct wit_texts *texts, struct wit_span_text text)
{
    char room[1024];
    if (text.bytes == NULL || text.len >= sizeof room)
        return NULL;
    memcpy(room, text.bytes, text.len);
    room[text.len] = '\0';
    if (texts->map == NULL)
        texts->map = wit_strmap_new(texts->arena);
    const char *known = wit_strmap_get(texts->map, room);
    if (known != NULL)
        return known;
    if (texts->n == WIT_TEXTS_MAX || texts->bytes + text.len > WIT_TEXTS_MAX_BYTES) {
        texts->full = true;
        return "…";
    }
    char *kept = wit_strndup(texts->arena, room, text.len);
    wit_strmap_put(texts->map, kept, kept);
    texts->n++;
    texts->bytes += text.len;
    return kept;
}

void wit_facts_init(struct wit_facts *f)
{
    *f = (struct wit_facts){.replica = WIT_KAFKA_REPLICA_UNKNOWN};
}

static void add_id(struct wit_facts *f, const char *id)
{
    for (uint8_t i = 0; i < f->n_client_ids; i++) {
        if (f->client_ids[i] == id)
            return;
    }
    if (f->n_client_ids < WIT_FACT_IDS)
        f->client_ids[f->n_client_ids++] = id;
    else
        f->more_client_ids = true;
}

static bool is(const char *known, struct wit_span_text text)
{
    return strncmp(known, text.bytes, text.len) == 0 && known[text.len] == '\0';
}

/* Nearly every request has the client.id of the one before. */
static bool has_id(const struct wit_facts *f, struct wit_span_text id)
{
    for (uint8_t i = 0; i < f->n_client_ids; i++) {
        if (id.bytes != NULL && is(f->client_ids[i], id))
            return true;
    }
    return false;
}

static void add_request(struct wit_facts *f, struct wit_texts *texts, const struct wit_kafka_request *r)
{
    f->requests++;
    f->keys[r->key / 64] |= (uint64_t)1 << (r->key % 64);
    if (r->has_client_id && !has_id(f, r->client_id))
        add_id(f, wit_texts_keep(texts, r->client_id));
    f->null_client_id = f->null_client_id || !r->has_client_id;
    if (r->software_name.len > 0) {
        char room[160];
        int n = snprintf(room, sizeof room, "%.*s/%.*s", (int)r->software_name.len, r->software_name.bytes,
                         (int)r->software_version.len, r->software_version.len > 0 ? r->software_version.bytes : "");
        f->software = wit_texts_keep(texts, (struct wit_span_text){room, (size_t)n});
    }
    if (r->mechanism.len > 0)
        f->mechanism = wit_texts_keep(texts, r->mechanism);
    if (r->protocol_type.len > 0)
        f->group_type = wit_texts_keep(texts, r->protocol_type);
    if (r->replica > f->replica)
        f->replica = r->replica;
}

/* Requests one behind the other; a boundary that is known is trusted, else only the segment's beginning is tried. */
static bool kafka(struct wit_facts *f, struct wit_texts *texts, const struct wit_packet *p)
{
    size_t at = 0;
    bool found = false;
    if (f->in_step) {
        int32_t ahead = (int32_t)(f->next_seq - p->seq);
        if (ahead > 0 && (size_t)ahead >= p->payload_whole)
            return true; /* inside a request */
        if (ahead > 0 && (size_t)ahead < p->payload_len)
            at = (size_t)ahead;
        else if (ahead > 0)
            return true; /* the boundary was not captured */
        else if (ahead < 0)
            f->in_step = false; /* something was missed, or sent again */
    }
    for (unsigned i = 0; i < REQUESTS_A_SEGMENT && at < p->payload_len; i++) {
        struct wit_kafka_request r;
        if (wit_kafka_request_read(&r, p->payload + at, p->payload_len - at) == WIT_KAFKA_NOTHING) {
            f->in_step = f->in_step && p->payload_len - at < 14; /* a head that is cut by the segment's end */
            return found;
        }
        add_request(f, texts, &r);
        found = true;
        at += (size_t)r.size + 4;
        f->in_step = true;
        f->next_seq = p->seq + (uint32_t)at;
    }
    return found;
}

static bool tls(struct wit_facts *f, struct wit_facts *peer, struct wit_texts *texts, const struct wit_packet *p)
{
    struct wit_tls_hello h;
    bool certificate;
    switch (wit_tls_hello_read(&h, p->payload, p->payload_len)) {
    case WIT_TLS_NONE:
        return f->client_hello || f->server_hello;
    case WIT_TLS_CLIENT_HELLO:
        f->client_hello = true;
        f->tls_version = h.version;
        f->flight = 0;
        f->flight_done = false;
        if (h.sni.len > 0)
            f->sni = wit_texts_keep(texts, h.sni);
        if (h.alpn.len > 0)
            f->alpn = wit_texts_keep(texts, h.alpn);
        if (h.ja3[0] != '\0')
            f->ja3 = wit_texts_keep(texts, (struct wit_span_text){h.ja3, strlen(h.ja3)});
        if (h.ja4[0] != '\0')
            f->ja4 = wit_texts_keep(texts, (struct wit_span_text){h.ja4, strlen(h.ja4)});
        break;
    case WIT_TLS_SERVER_HELLO:
        f->server_hello = true;
        f->resumed = f->resumed || h.resumed;
        f->tls_version = h.version;
        f->cipher = h.cipher;
        break;
    case WIT_TLS_OTHER:
        f->tls_records = true;
        break;
    }
    if (f->client_hello && peer->server_hello && !f->flight_done && h.kind == WIT_TLS_OTHER) {
        f->flight += (uint32_t)wit_tls_flight(p->payload, p->payload_len, &certificate);
        f->certificate = f->certificate || certificate;
    }
    if (f->server_hello && peer->client_hello && peer->flight > 0)
        peer->flight_done = true; /* the server spoke again: the client's first flight is over */
    return true;
}

void wit_facts_segment(struct wit_facts *f, struct wit_facts *peer, struct wit_texts *texts, const struct wit_packet *p)
{
    struct wit_http_head head;
    if (p->payload_len == 0)
        return;
    if (!f->in_step && f->requests == 0 && tls(f, peer, texts, p))
        return;
    enum wit_http_kind http = f->requests > 0 ? WIT_HTTP_NONE : wit_http_head_read(&head, p->payload, p->payload_len);
    if (http != WIT_HTTP_NONE) {
        f->http_requests++;
        if (http > f->http)
            f->http = http;
        if (head.host.len > 0)
            f->host = wit_texts_keep(texts, head.host);
        if (head.agent.len > 0)
            f->agent = wit_texts_keep(texts, head.agent);
        return;
    }
    if (f->http_requests == 0)
        (void)kafka(f, texts, p);
}

void wit_facts_datagram(struct wit_facts *f, struct wit_texts *texts, const struct wit_packet *p)
{
    char name[WIT_DNS_NAME];
    if (p->dst_port == DNS_PORT && wit_dns_name_read(name, p->payload, p->payload_len))
        f->dns_name = wit_texts_keep(texts, (struct wit_span_text){name, strlen(name)});
}

#define KEEP(field)                                                                                                    \
    do {                                                                                                               \
        if (a->field == NULL || (b->field != NULL && strcmp(b->field, a->field) < 0))                                  \
            a->field = b->field;                                                                                       \
    } while (0)

void wit_facts_join(struct wit_facts *a, const struct wit_facts *b)
{
    a->requests += b->requests;
    a->keys[0] |= b->keys[0];
    a->keys[1] |= b->keys[1];
    for (uint8_t i = 0; i < b->n_client_ids; i++)
        add_id(a, b->client_ids[i]);
    a->more_client_ids = a->more_client_ids || b->more_client_ids;
    a->null_client_id = a->null_client_id || b->null_client_id;
    KEEP(software);
    KEEP(mechanism);
    KEEP(group_type);
    KEEP(sni);
    KEEP(alpn);
    KEEP(ja3);
    KEEP(ja4);
    KEEP(host);
    KEEP(agent);
    KEEP(dns_name);
    a->replica = b->replica > a->replica ? b->replica : a->replica;
    a->client_hello = a->client_hello || b->client_hello;
    a->server_hello = a->server_hello || b->server_hello;
    a->resumed = a->resumed || b->resumed;
    a->certificate = a->certificate || b->certificate;
    a->tls_records = a->tls_records || b->tls_records;
    /* the weakest counts: it is what a review asks about */
    if (b->tls_version != 0 && (a->tls_version == 0 || b->tls_version < a->tls_version))
        a->tls_version = b->tls_version;
    a->flight = b->flight > a->flight ? b->flight : a->flight;
    a->flight_done = a->flight_done || b->flight_done;
    a->http = b->http > a->http ? b->http : a->http;
    a->http_requests += b->http_requests;
}
