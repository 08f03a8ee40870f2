/* collectors/traffic/watch_write.c: the artefact of a watch: one JSON document, one flow a line.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: schemas/flows.schema.json.
 */
#include <stdio.h>

#include "base/clock.h"
#include "base/json.h"
#include "collectors/traffic/tls_hello.h"
#include "collectors/traffic/traffic.h"

static void put_time(struct wit_jw *jw, const char *key, uint64_t ns)
{
    char text[WIT_TIME_TEXT];
    if (ns == 0) {
        wit_jw_key(jw, key);
        wit_jw_null(jw);
    } else {
        wit_jw_kstr(jw, key, wit_time_text(text, (int64_t)(ns / 1000000)));
    }
}

static void put_count(struct wit_jw *jw, const char *key, uint64_t n)
{
    wit_jw_kint(jw, key, n > INT64_MAX ? INT64_MAX : (int64_t)n);
}

enum { FLUSH_BYTES = 1 << 20 };

static void put_text(struct wit_jw *jw, const char *key, const char *text)
{
    if (text != NULL)
        wit_jw_kstr(jw, key, text);
}

static void put_address(struct wit_jw *jw, const char *key, struct wit_addr a, uint8_t bits)
{
    char text[WIT_PREFIX_TEXT];
    if (bits == (a.family == 4 ? 32 : 128))
        wit_jw_kstr(jw, key, wit_addr_text(text, a));
    else
        wit_jw_kstr(jw, key, wit_prefix_text(text, (struct wit_prefix){a, bits}));
}

static void put_pair(struct wit_jw *jw, const char *key, const uint64_t pair[2])
{
    wit_jw_key(jw, key);
    wit_jw_array(jw);
    wit_jw_int(jw, (int64_t)pair[0]);
    wit_jw_int(jw, (int64_t)pair[1]);
    wit_jw_array_end(jw);
}

static void put_kafka(struct wit_jw *jw, const struct wit_facts *f)
{
    wit_jw_key(jw, "kafka");
    wit_jw_object(jw);
    put_count(jw, "requests", f->requests);
    wit_jw_key(jw, "keys");
    wit_jw_array(jw);
    for (unsigned key = 0; key < WIT_KAFKA_KEYS; key++) {
        if (wit_facts_has_key(f, key))
            wit_jw_int(jw, key);
    }
    wit_jw_array_end(jw);
    wit_jw_key(jw, "client_ids");
    wit_jw_array(jw);
    for (uint8_t i = 0; i < f->n_client_ids; i++)
        wit_jw_str(jw, f->client_ids[i]);
    wit_jw_array_end(jw);
    if (f->more_client_ids)
        wit_jw_kbool(jw, "more_client_ids", true);
    put_text(jw, "software", f->software);
    put_text(jw, "sasl", f->mechanism);
    put_text(jw, "group_type", f->group_type);
    if (f->replica != WIT_KAFKA_REPLICA_UNKNOWN)
        wit_jw_kint(jw, "replica", f->replica);
    wit_jw_object_end(jw);
}

static void put_tls(struct wit_jw *jw, const struct wit_flow *flow)
{
    static const struct wit_facts nothing;
    const struct wit_facts *c = flow->said != NULL ? flow->said : &nothing;
    const struct wit_answers *s = &flow->answered;
    wit_jw_key(jw, "tls");
    wit_jw_object(jw);
    if (c->client_hello)
        wit_jw_kstr(jw, "offered", wit_tls_version_word(c->tls_version));
    if (s->server_hello)
        wit_jw_kstr(jw, "chosen", wit_tls_version_word(s->tls_version));
    put_text(jw, "sni", c->sni);
    put_text(jw, "alpn", c->alpn);
    put_text(jw, "ja3", c->ja3);
    put_text(jw, "ja4", c->ja4);
    if (flow->mutual + flow->not_mutual > 0) {
        wit_jw_key(jw, "mutual");
        wit_jw_object(jw);
        put_count(jw, "yes", flow->mutual);
        put_count(jw, "no", flow->not_mutual);
        wit_jw_object_end(jw);
    }
    wit_jw_object_end(jw);
}

static void put_flow(struct wit_jw *jw, const struct wit_flow *f, bool sampled)
{
    static const char *const openers[] = {"opening", "request", "ports", "unknown"};
    static const struct {
        uint8_t number;
        const char *word;
    } protocols[] = {{WIT_IP_TCP, "tcp"},
                     {WIT_IP_UDP, "udp"},
                     {WIT_IP_ICMP, "icmp"},
                     {WIT_IP_ICMPV6, "icmpv6"},
                     {WIT_IP_SCTP, "sctp"}};
    char protocol[16];
    snprintf(protocol, sizeof protocol, "proto/%u", f->protocol);
    for (size_t i = 0; i < sizeof protocols / sizeof protocols[0]; i++) {
        if (protocols[i].number == f->protocol)
            snprintf(protocol, sizeof protocol, "%s", protocols[i].word);
    }
    wit_jw_object(jw);
    put_address(jw, "client", f->client, f->client_bits);
    put_address(jw, "server", f->server, f->server_bits);
    wit_jw_kint(jw, "port", f->port);
    wit_jw_kstr(jw, "protocol", protocol);
    wit_jw_kstr(jw, "kind", wit_kind_row(f->kind)->word);
    wit_jw_kint(jw, "confidence", f->confidence);
    wit_jw_kstr(jw, "reason", f->reason);
    wit_jw_kstr(jw, "client_by", openers[f->opener]);
    put_count(jw, "connections", f->connections);
    put_count(jw, "opened", f->opened);
    put_count(jw, "refused", f->refused);
    put_count(jw, "unanswered", f->unanswered);
    if (f->rejected > 0)
        put_count(jw, "rejected", f->rejected);
    if (f->rejected > 0 && f->accepted > 0)
        put_count(jw, "accepted", f->accepted);
    put_pair(jw, "packets", f->packets);
    put_pair(jw, "bytes", f->bytes);
    if (sampled && f->census_packets[0] + f->census_packets[1] > 0) {
        wit_jw_key(jw, "census");
        wit_jw_object(jw);
        put_pair(jw, "packets", f->census_packets);
        put_pair(jw, "bytes", f->census_bytes);
        wit_jw_object_end(jw);
    }
    put_time(jw, "first", f->first_ns);
    put_time(jw, "last", f->last_ns);
    bool tls = (f->said != NULL && (f->said->client_hello || f->said->tls_records)) || f->answered.server_hello ||
               f->answered.tls_records;
    if (f->said != NULL && f->said->requests > 0)
        put_kafka(jw, f->said);
    if (tls)
        put_tls(jw, f);
    if (f->said != NULL && f->said->http_requests > 0) {
        wit_jw_key(jw, "http");
        wit_jw_object(jw);
        put_count(jw, "requests", f->said->http_requests);
        wit_jw_kstr(jw, "kind", wit_http_kind_word(f->said->http));
        put_text(jw, "host", f->said->host);
        put_text(jw, "agent", f->said->agent);
        wit_jw_object_end(jw);
    }
    if (f->said != NULL)
        put_text(jw, "name", f->said->dns_name);
    wit_jw_object_end(jw);
}

static void put_interfaces(struct wit_jw *jw, const struct wit_capture *c)
{
    wit_jw_key(jw, "interfaces");
    wit_jw_array(jw);
    for (size_t i = 0; i < c->n_interfaces; i++) {
        const struct wit_capture_interface *itf = &c->interfaces[i];
        wit_jw_object(jw);
        wit_jw_kstr(jw, "name", itf->name);
        wit_jw_kint(jw, "link", itf->link);
        wit_jw_kint(jw, "snap", itf->snap);
        wit_jw_kstr(jw, "filter", itf->filter);
        if (itf->received != UINT64_MAX)
            put_count(jw, "received", itf->received);
        if (itf->dropped != UINT64_MAX)
            put_count(jw, "dropped", itf->dropped);
        wit_jw_object_end(jw);
    }
    wit_jw_array_end(jw);
}

/* Flow logs: what they cover, and what of them could not be used. */
static void put_log(struct wit_jw *jw, const struct wit_log_facts *log)
{
    wit_jw_key(jw, "log");
    wit_jw_object(jw);
    put_count(jw, "files", log->files);
    put_count(jw, "records", log->records);
    put_count(jw, "nodata", log->nodata);
    put_count(jw, "skipped", log->skipped);
    put_count(jw, "bad", log->bad);
    if (log->no_action > 0)
        put_count(jw, "no_action", log->no_action);
    put_count(jw, "lost", log->lost);
    put_count(jw, "longest_interval", log->longest);
    wit_jw_kbool(jw, "more_interfaces", log->more_vantages);
    wit_jw_key(jw, "interfaces");
    wit_jw_array(jw);
    for (size_t i = 0; i < log->n_vantages; i++)
        wit_jw_str(jw, log->vantages[i]->id);
    wit_jw_array_end(jw);
    wit_jw_key(jw, "watched");
    wit_jw_array(jw);
    for (size_t i = 0; i < log->n_vantages; i++)
        wit_jw_int(jw, (int64_t)log->vantages[i]->seconds);
    wit_jw_array_end(jw);
    if (log->objects != NULL) {
        wit_jw_key(jw, "objects");
        wit_jw_object(jw);
        put_count(jw, "listed", log->objects->listed);
        put_count(jw, "read", log->objects->read);
        put_count(jw, "missing", log->objects->missing);
        wit_jw_kstr(jw, "digest", log->objects->digest);
        put_text(jw, "since", log->objects->since);
        put_text(jw, "until", log->objects->until);
        wit_jw_object_end(jw);
    }
    wit_jw_object_end(jw);
}

static void put_live(struct wit_jw *jw, const struct wit_live_facts *live)
{
    wit_jw_key(jw, "capture");
    wit_jw_object(jw);
    wit_jw_kstr(jw, "sampler", live->sampler);
    wit_jw_kstr(jw, "ended", live->ended);
    put_count(jw, "seconds_asked", live->seconds_asked);
    put_count(jw, "snap_census", live->snap_census);
    put_count(jw, "buffer_mib", live->buffer_mib);
    put_count(jw, "missed", live->missed);
    put_count(jw, "openings_sampled", live->openings_sampled);
    wit_jw_kbool(jw, "promiscuous", live->promiscuous);
    wit_jw_kbool(jw, "at_told", live->at_told);
    wit_jw_object_end(jw);
}

/* draft NULL: all of it stays in the buffer. */
static void flush(struct wit_buf *out, struct wit_draft *draft, size_t most)
{
    if (draft == NULL || out->len < most)
        return;
    wit_draft_add(draft, out->data, out->len);
    wit_buf_reset(out);
}

static void write_watch(struct wit_buf *out, struct wit_draft *draft, const struct wit_watch *w)
{
    struct wit_jw jw;
    wit_jw_init(&jw, out, 0);
    wit_jw_object(&jw);
    wit_jw_kint(&jw, "version", 1);
    wit_jw_kstr(&jw, "source", w->source);
    wit_jw_kstr(&jw, "name", w->name);
    put_count(&jw, "sample", w->sample);
    wit_jw_kbool(&jw, "anonymous", w->flows.anonymous);
    put_interfaces(&jw, w->capture);
    put_count(&jw, "frames", w->capture->frames);
    put_count(&jw, "packets", w->packets);
    put_count(&jw, "copies", w->copies);
    wit_jw_key(&jw, "unread");
    wit_jw_object(&jw);
    for (unsigned i = 1; i < WIT_PACKET_DOUBTS; i++) {
        if (w->doubts[i] > 0)
            put_count(&jw, wit_packet_doubt_word((enum wit_packet_doubt)i), w->doubts[i]);
    }
    wit_jw_object_end(&jw);
    wit_jw_key(&jw, "cut");
    wit_jw_str(&jw, w->capture->cut ? w->capture->why : NULL);
    put_time(&jw, "first", w->capture->first_ns);
    put_time(&jw, "last", w->capture->last_ns);
    if (w->live == NULL && w->log == NULL)
        put_count(&jw, "watched", w->capture->watched_ns / 1000000000);
    put_count(&jw, "folded", w->flows.folded);
    wit_jw_kbool(&jw, "texts_full", w->texts.full);
    if (w->log != NULL)
        put_log(&jw, w->log);
    if (w->live != NULL)
        put_live(&jw, w->live);
    if (w->n_at > 0) {
        wit_jw_key(&jw, "at");
        wit_jw_array(&jw);
        for (size_t i = 0; i < w->n_at; i++)
            wit_jw_str(&jw, w->at[i]);
        wit_jw_array_end(&jw);
    }
    wit_jw_key(&jw, "flows");
    wit_jw_array(&jw);
    for (size_t i = 0; i < w->flows.n; i++) {
        put_flow(&jw, &w->flows.list[i], w->sample > 1);
        flush(out, draft, FLUSH_BYTES);
    }
    wit_jw_array_end(&jw);
    wit_jw_object_end(&jw);
    wit_buf_putc(out, '\n');
    flush(out, draft, 0);
}

void wit_watch_write(struct wit_buf *out, const struct wit_watch *w)
{
    write_watch(out, NULL, w);
}

bool wit_watch_put(struct wit_bundle_writer *writer, const struct wit_watch *w, const struct wit_record *record,
                   char id_out[24], struct wit_err *err)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf part;
    struct wit_draft *draft = wit_draft_new();
    wit_buf_init(&part, WIT_BLOB_MAX_BYTES);
    write_watch(&part, draft, w);
    bool done = wit_bundle_put_draft(writer, record, draft, id_out, err);
    wit_draft_free(draft);
    return done;
}
