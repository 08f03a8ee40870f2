/* pathmap/observe/read.c: flow artefacts of bundles become flows with classes.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "pathmap/observe/observe.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "pathmap/observe/inside.h"

enum { CLIENT_IDS = 8, FULL_PACKET = 1500 };

struct reading {
    struct wit_arena *arena;
    struct wit_vantage *vantages;
    size_t n_vantages, cap_vantages;
    struct wit_seen_flow *flows;
    size_t n_flows, cap_flows;
    bool several; /* bundles: citations hold their names */
};

static const char *word(const struct wit_value *v, const char *key)
{
    const char *text = wit_str(v, key);
    return text == NULL ? "" : text;
}

static uint64_t count(const struct wit_value *v, const char *key)
{
    int64_t n = wit_int(v, key, 0);
    return n < 0 ? 0 : (uint64_t)n;
}

static uint64_t sum(const struct wit_value *pair)
{
    uint64_t total = 0;
    WIT_EACH(one, pair) {
        const char *text = wit_text(one);
        total += text == NULL ? 0 : strtoull(text, NULL, 10);
    }
    return total;
}

static uint64_t item(const struct wit_value *pair, size_t at)
{
    const char *text = wit_text(wit_at(pair, at));
    return text == NULL ? 0 : strtoull(text, NULL, 10);
}

/* An address, or a prefix. */
static bool read_end(struct wit_prefix *out, const char *text)
{
    struct wit_addr a;
    if (wit_addr_parse(&a, text, NULL)) {
        *out = wit_prefix_of(a, a.family == 4 ? 32 : 128);
        return true;
    }
    return wit_prefix_parse(out, NULL, text, NULL);
}

static const char *const *words(struct wit_arena *arena, size_t *n, const struct wit_value *list, size_t most)
{
    const char **out = WIT_NEW_ARRAY(arena, const char *, most);
    *n = 0;
    WIT_EACH(one, list) {
        if (one->kind == WIT_STRING && *n < most)
            out[(*n)++] = one->text;
    }
    return out;
}

/* "a/b 1.2" of the wire is "apache-kafka-java/3.9.2"; people write it with a blank. */
static const char *software_text(struct wit_arena *arena, const char *wire)
{
    char *text = wit_strdup(arena, wire);
    char *slash = strrchr(text, '/');
    if (slash != NULL)
        *slash = ' ';
    return text;
}

static const char *encryption_of(const struct wit_value *v)
{
    const struct wit_value *tls = wit_get(v, "tls");
    const char *chosen = wit_str(tls, "chosen");
    if (chosen != NULL && chosen[0] != '\0')
        return chosen;
    if (tls != NULL)
        return "TLS";
    bool clear = wit_get(v, "kafka") != NULL || wit_get(v, "http") != NULL || wit_get(v, "name") != NULL;
    return clear ? "none" : NULL;
}

/* What 1-in-N sampling leaves of a count: its 95% interval (normal approximation of the binomial). */
static void estimate(struct wit_seen_flow *f, uint64_t packets, uint64_t bytes, uint64_t rate)
{
    f->packets = packets * rate;
    f->bytes = f->bytes_low = f->bytes_high = bytes * rate;
    if (rate <= 1 || packets == 0)
        return;
    double share = 1 - 1 / (double)rate, spread = 1.96 * sqrt((double)packets * share) / (double)packets;
    double low = (double)f->bytes * (1 - spread), high = (double)f->bytes * (1 + spread);
    f->bytes_low = low < (double)bytes ? bytes : (uint64_t)low;
    f->bytes_high = (uint64_t)high;
}

static bool read_flow(struct reading *r, const struct wit_value *v, size_t number, uint64_t rate, const char *cite,
                      struct wit_err *err)
{
    struct wit_seen_flow f = {
        .client = word(v, "client"), .server = word(v, "server"), .protocol = word(v, "protocol")};
    const struct wit_value *kafka = wit_get(v, "kafka"), *tls = wit_get(v, "tls");
    int64_t port = wit_int(v, "port", -1);
    if (!read_end(&f.client_prefix, f.client) || !read_end(&f.server_prefix, f.server) || port < 0 || port > 65535)
        return wit_fail(err, WIT_EPARSE, "%s: flow %zu has no client, server or port", cite, number);
    f.port = (unsigned)port;
    f.kind = word(v, "kind");
    f.class = wit_observed_class(f.kind);
    f.confidence = (double)wit_int(v, "confidence", 0) / 100;
    f.reason = word(v, "reason");
    f.connections = count(v, "connections");
    f.opened = count(v, "opened");
    f.refused = count(v, "refused");
    f.unanswered = count(v, "unanswered");
    f.rejected = count(v, "rejected");
    f.accepted = count(v, "accepted");
    f.forth = item(wit_get(v, "packets"), 0);
    f.back = item(wit_get(v, "packets"), 1);
    f.sure = strcmp(word(v, "client_by"), "opening") == 0 || strcmp(word(v, "client_by"), "request") == 0;
    /* What a census kept stands for itself, the rest for `rate` packets each. */
    const struct wit_value *kept = wit_get(v, "census");
    uint64_t packets = sum(wit_get(v, "packets")), bytes = sum(wit_get(v, "bytes"));
    uint64_t sure_packets = sum(wit_get(kept, "packets")), sure_bytes = sum(wit_get(kept, "bytes"));
    if (sure_packets > packets || sure_bytes > bytes)
        return wit_fail(err, WIT_EPARSE, "%s: flow %zu has more packets in its census than at all", cite, number);
    estimate(&f, packets - sure_packets, bytes - sure_bytes, rate);
    f.packets += sure_packets;
    f.bytes += sure_bytes;
    f.bytes_low += sure_bytes;
    f.bytes_high += sure_bytes;
    if (kept != NULL && packets == sure_packets) /* none of the rest: fewer than 3 * rate, with 95% (rule of three) */
        f.bytes_high += 3 * rate * FULL_PACKET;
    f.client_ids = words(r->arena, &f.n_client_ids, wit_get(kafka, "client_ids"), CLIENT_IDS);
    const char *software = wit_str(kafka, "software");
    if (software != NULL) {
        const char **one = WIT_NEW(r->arena, const char *);
        *one = software_text(r->arena, software);
        f.software = one;
        f.n_software = 1;
    }
    f.encryption = encryption_of(v);
    f.sasl = wit_str(kafka, "sasl");
    f.sni = wit_str(tls, "sni");
    f.first = word(v, "first");
    f.last = word(v, "last");
    f.vantage = r->n_vantages - 1;
    f.evidence = wit_fmt(r->arena, "%s#/flows/%zu", cite, number);
    WIT_PUSH(r->arena, r->flows, r->n_flows, r->cap_flows) = f;
    return true;
}

static bool read_artefact(struct reading *r, const struct wit_bundle *bundle, const struct wit_record *record,
                          struct wit_err *err)
{
    char *bytes;
    size_t len, number = 0;
    struct wit_value *root;
    if (!wit_bundle_blob(bundle, record, r->arena, &bytes, &len, err))
        return false;
    const char *cite = r->several ? wit_fmt(r->arena, "%s/%s", bundle->name, record->id) : record->id;
    if (!wit_json_parse(&root, r->arena, bytes, len, err))
        return wit_fail_in(err, "%s", cite);
    if (wit_int(root, "version", 0) != 1)
        return wit_fail(err, WIT_EPARSE, "%s: flows of a version that this program does not know", cite);
    int64_t rate = wit_int(root, "sample", 1);
    struct wit_vantage v = {.bundle = bundle->name,
                            .artefact = cite,
                            .name = word(root, "name"),
                            .sample = rate < 1 ? 1 : (uint64_t)rate,
                            .packets = count(root, "packets"),
                            .cut = wit_str(root, "cut") != NULL,
                            .first = word(root, "first"),
                            .last = word(root, "last")};
    WIT_EACH(itf, wit_get(root, "interfaces")) {
        v.dropped += count(itf, "dropped");
        v.filtered = v.filtered || word(itf, "filter")[0] != '\0';
    }
    v.dropped += count(wit_get(root, "capture"), "missed");
    const struct wit_value *log = wit_get(root, "log");
    const struct wit_value *at = log != NULL ? wit_get(log, "interfaces") : wit_get(root, "at");
    v.log = log != NULL;
    v.told = wit_bool(wit_get(root, "capture"), "at_told", false);
    v.census = strcmp(word(root, "source"), "capture") == 0;
    v.anonymous = wit_bool(root, "anonymous", false);
    /* Records without an action may all be of rejected traffic. */
    v.skipped =
        count(log, "skipped") + count(log, "bad") + count(log, "no_action") + count(wit_get(log, "objects"), "missing");
    v.at = at == NULL ? NULL : words(r->arena, &v.n_at, at, at->count);
    const struct wit_value *watched = wit_get(log, "watched"), *whole = wit_get(root, "watched");
    if (log == NULL && whole != NULL) {
        uint64_t *seconds = WIT_NEW_ARRAY(r->arena, uint64_t, v.n_at + 1);
        for (size_t i = 0; i < v.n_at; i++)
            seconds[i] = count(root, "watched");
        v.watched = seconds;
    }
    if (watched != NULL && watched->count == v.n_at) {
        uint64_t *seconds = WIT_NEW_ARRAY(r->arena, uint64_t, v.n_at + 1);
        for (size_t i = 0; i < v.n_at; i++)
            seconds[i] = item(watched, i);
        v.watched = seconds;
    }
    WIT_EACH(one, wit_get(root, "unread"))
        v.unread += strcmp(one->key, "not-ip") == 0 ? 0 : count(wit_get(root, "unread"), one->key);
    WIT_PUSH(r->arena, r->vantages, r->n_vantages, r->cap_vantages) = v;
    WIT_EACH(flow, wit_get(root, "flows")) {
        if (!read_flow(r, flow, number++, v.sample, cite, err))
            return false;
    }
    return true;
}

bool wit_seen_read(struct wit_seen **out, struct wit_arena *arena, const struct wit_bundle *const *bundles, size_t n,
                   const struct wit_intent *intent, struct wit_err *err)
{
    struct reading r = {.arena = arena, .several = n > 1};
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < bundles[i]->n; k++) {
            const struct wit_record *record = &bundles[i]->records[k];
            bool flows = record->kind == WIT_REC_ARTEFACT && record->subject.source != NULL &&
                         strcmp(record->subject.source, "traffic") == 0 && record->subject.operation != NULL &&
                         strcmp(record->subject.operation, "Flows") == 0;
            if (flows && !read_artefact(&r, bundles[i], record, err))
                return false;
        }
    }
    wit_observed_by_port(r.flows, r.n_flows, intent);
    struct wit_seen *seen = WIT_NEW(arena, struct wit_seen);
    *seen = (struct wit_seen){r.vantages, r.n_vantages, r.flows, r.n_flows};
    wit_seen_sort(r.flows, r.n_flows);
    *out = seen;
    return true;
}
