/* collectors/traffic/logs.c: records of flow logs to flows, and the artefact of them.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/traffic/logs.h"

#include <stdlib.h>
#include <string.h>

#include "collectors/traffic/opener.h"

bool wit_logs_init(struct wit_logs *l, struct wit_arena *arena, const char *format, bool anonymous, struct wit_err *err)
{
    *l = (struct wit_logs){.arena = arena, .seen = wit_strmap_new(arena), .given = format != NULL};
    wit_log_format_default(&l->format);
    if (format != NULL && !wit_log_format_parse(&l->format, format, err))
        return false;
    wit_flows_init(&l->flows, arena, anonymous);
    return true;
}

/* How long it was watched, at least: intervals count once, and holes in which records of one must be missing do not. An
 * interval has ten minutes at most. Records come nearly in the order of time; what comes late adds nothing. */
static void add_interval(struct wit_log_vantage *v, const struct wit_log_record *r)
{
    enum { INTERVAL_MAX = 600 };
    int64_t start = v->until != 0 && r->start - v->until <= INTERVAL_MAX ? v->until : r->start;
    if (r->end < start || r->end - start > 2 * INTERVAL_MAX)
        return;
    v->seconds += (uint64_t)(r->end - start);
    v->until = r->end;
}

/* Which interfaces were logged, and when. Most lines are of one that was seen a moment ago. */
static void note_vantage(struct wit_logs *l, const struct wit_log_record *r)
{
    char id[128];
    if (r->vantage_len == 0 || r->vantage_len >= sizeof id)
        return;
    unsigned slot = 0;
    for (size_t i = r->vantage_len < 4 ? 0 : r->vantage_len - 4; i < r->vantage_len; i++)
        slot = slot * 31 + (unsigned char)r->vantage[i];
    struct wit_log_vantage **recent = &l->recent[slot % WIT_LOGS_RECENT];
    if (*recent != NULL && strncmp((*recent)->id, r->vantage, r->vantage_len) == 0 &&
        (*recent)->id[r->vantage_len] == '\0') {
        add_interval(*recent, r);
        return;
    }
    memcpy(id, r->vantage, r->vantage_len);
    id[r->vantage_len] = '\0';
    struct wit_log_vantage *known = wit_strmap_get(l->seen, id);
    if (known == NULL && l->n_vantages == WIT_LOG_VANTAGES) {
        l->facts.more_vantages = true;
        return;
    }
    if (known == NULL) {
        known = WIT_NEW(l->arena, struct wit_log_vantage);
        *known = (struct wit_log_vantage){.id = wit_strdup(l->arena, id)};
        wit_strmap_put(l->seen, known->id, known);
        WIT_PUSH(l->arena, l->vantages, l->n_vantages, l->cap_vantages) = known;
    }
    *recent = known;
    add_interval(known, r);
}

enum { CLIENT_UNKNOWN = -1, CLIENT_SRC, CLIENT_DST };

/* Roles: by TCP flags, then servers that flags told before, then ports. */
static int client_of(struct wit_logs *l, const struct wit_log_record *r, enum wit_opener *opener)
{
    bool syn = r->protocol == WIT_IP_TCP && r->flags >= 0 && (r->flags & WIT_TCP_SYN) != 0;
    *opener = WIT_OPENED_SYN;
    if (syn && (r->flags & WIT_TCP_ACK) == 0) {
        if (r->action != WIT_LOG_REJECT)
            wit_flows_learn_server(&l->flows, r->dst, r->dst_port);
        return CLIENT_SRC;
    }
    if (syn) {
        wit_flows_learn_server(&l->flows, r->src, r->src_port);
        return CLIENT_DST;
    }
    *opener = WIT_OPENED_PORTS;
    bool to = wit_flows_is_server(&l->flows, r->dst, r->dst_port);
    bool from = wit_flows_is_server(&l->flows, r->src, r->src_port);
    if (to != from)
        return to ? CLIENT_SRC : CLIENT_DST;
    struct wit_conn conn = {.client = -1,
                            .side = {{.addr = r->src, .port = r->src_port}, {.addr = r->dst, .port = r->dst_port}}};
    *opener = wit_opener_by_ports(&conn);
    return conn.client == 0 ? CLIENT_SRC : CLIENT_DST;
}

static void add_record(struct wit_logs *l, const struct wit_log_record *r)
{
    enum wit_opener opener;
    bool ports = r->protocol == WIT_IP_TCP || r->protocol == WIT_IP_UDP || r->protocol == WIT_IP_SCTP;
    int client = ports ? client_of(l, r, &opener) : CLIENT_SRC;
    bool asks = client == CLIENT_SRC, tcp = r->protocol == WIT_IP_TCP;
    if (!ports)
        opener = WIT_OPENED_UNKNOWN;
    uint8_t bits = r->src.family == 4 ? 32 : 128;
    struct wit_flow one = {.client = asks ? r->src : r->dst,
                           .server = asks ? r->dst : r->src,
                           .client_bits = bits,
                           .server_bits = bits,
                           .port = asks ? r->dst_port : r->src_port,
                           .protocol = r->protocol,
                           .opener = opener,
                           .first_ns = (uint64_t)r->start * 1000000000U,
                           .last_ns = (uint64_t)r->end * 1000000000U};
    struct wit_kind_found kind = wit_kind_find(NULL, NULL, r->protocol, one.port);
    one.kind = kind.kind;
    one.confidence = kind.confidence;
    one.reason = kind.reason;
    bool opening = tcp && r->flags >= 0 ? opener == WIT_OPENED_SYN : true;
    one.connections = asks && opening;
    one.opened = asks && tcp && r->flags >= 0 && opener == WIT_OPENED_SYN;
    one.rejected = r->action == WIT_LOG_REJECT;
    /* What was open before its rule was taken away goes on, while openings are rejected. */
    one.accepted = r->action == WIT_LOG_ACCEPT && tcp && r->flags >= 0 && (r->flags & (WIT_TCP_SYN | WIT_TCP_RST)) == 0;
    l->facts.no_action += r->action == WIT_LOG_ACTION_UNKNOWN;
    one.packets[asks ? 0 : 1] = r->packets;
    one.bytes[asks ? 0 : 1] = r->bytes;
    wit_flows_merge(&l->flows, &one);
    l->facts.records++;
    l->facts.lost += r->lost;
    uint64_t span = r->end > r->start ? (uint64_t)(r->end - r->start) : 0;
    l->facts.longest = span > l->facts.longest && span < 86400 ? span : l->facts.longest;
    l->first = l->first == 0 || r->start < l->first ? r->start : l->first;
    l->end = r->end > l->end ? r->end : l->end;
}

/* Records outside the time that was asked for are none of its business, nor are their interfaces. */
static bool outside(const struct wit_logs *l, const struct wit_log_record *r)
{
    return (l->since_s != 0 && r->end < l->since_s) || (l->until_s != 0 && r->start >= l->until_s);
}

bool wit_logs_read(struct wit_logs *l, struct wit_lines *lines, struct wit_err *err)
{
    const char *line;
    size_t len, number = 0;
    uint64_t used = 0, bad = 0;
    struct wit_log_format format = l->format;
    struct wit_err why = {0};
    while (wit_lines_next(lines, &line, &len, &why)) {
        struct wit_log_record r;
        if (number++ == 0 && !l->given && wit_log_format_header(&format, line)) {
            used++;
            continue;
        }
        if (number == 1 && l->given && wit_log_format_header(&(struct wit_log_format){0}, line))
            continue;
        enum wit_log_line kind = len == 0 ? WIT_LOG_NODATA : wit_log_read(&r, &format, line, len);
        used += len > 0 && kind != WIT_LOG_BAD;
        if (len == 0 || (kind != WIT_LOG_BAD && outside(l, &r)))
            continue;
        switch (kind) {
        case WIT_LOG_RECORD:
            note_vantage(l, &r);
            add_record(l, &r);
            break;
        case WIT_LOG_NODATA:
            note_vantage(l, &r);
            l->facts.nodata++;
            break;
        case WIT_LOG_SKIPDATA:
            note_vantage(l, &r);
            l->facts.skipped++;
            break;
        case WIT_LOG_BAD:
            bad++;
            break;
        }
    }
    wit_lines_close(lines);
    l->facts.bad += used > 0 ? bad : 0; /* else the whole of it is none */
    if (why.code != WIT_OK)
        return wit_fail(err, why.code, "%s", why.text);
    if (used == 0 && number > 0)
        return wit_fail(err, WIT_EPARSE,
                        "no line of it is a flow log record of this format; --format takes the LogFormat that 'aws ec2 "
                        "describe-flow-logs' prints");
    l->facts.files++;
    return true;
}

static int by_id(const void *a, const void *b)
{
    return strcmp((*(struct wit_log_vantage *const *)a)->id, (*(struct wit_log_vantage *const *)b)->id);
}

void wit_logs_finish(struct wit_logs *l)
{
    wit_flows_finish(&l->flows);
    if (l->n_vantages > 1)
        qsort(l->vantages, l->n_vantages, sizeof *l->vantages, by_id);
    l->facts.vantages = l->vantages;
    l->facts.n_vantages = l->n_vantages;
}

void wit_logs_free(struct wit_logs *l)
{
    wit_flows_free(&l->flows);
}

bool wit_logs_gap(struct wit_bundle_writer *writer, const struct wit_subject *subject, enum wit_gap_reason reason,
                  const char *detail, struct wit_err *err)
{
    struct wit_record record = {.kind = WIT_REC_GAP, .subject = *subject, .reason = reason, .detail = detail};
    return wit_bundle_note(writer, &record, err);
}

bool wit_logs_store(struct wit_bundle_writer *writer, struct wit_logs *l, const char *name, struct wit_log_summary *out,
                    struct wit_err *err)
{
    *out = (struct wit_log_summary){.facts = l->facts, .flows = l->flows.n, .folded = l->flows.folded};
    struct wit_capture none = {
        .path = name, .first_ns = (uint64_t)l->first * 1000000000U, .last_ns = (uint64_t)l->end * 1000000000U};
    struct wit_watch w = {
        .source = "flow-log", .name = name, .sample = 1, .capture = &none, .flows = l->flows, .log = &l->facts};
    struct wit_record record = {
        .kind = WIT_REC_ARTEFACT,
        .subject = {.source = "traffic", .service = "flow-log", .operation = "Flows", .resource = name},
        .page = 1,
        .last_page = true,
        .request = name,
        .media = "application/json",
        .root = ""};
    if (!wit_watch_put(writer, &w, &record, out->id, err))
        return false;
    if (l->facts.skipped > 0 && !wit_logs_gap(writer, &record.subject, WIT_GAP_CUT,
                                              wit_fmt(l->arena, "%llu intervals were skipped by the log (SKIPDATA)",
                                                      (unsigned long long)l->facts.skipped),
                                              err))
        return false;
    return l->facts.bad == 0 ||
           wit_logs_gap(writer, &record.subject, WIT_GAP_UNREADABLE,
                        wit_fmt(l->arena, "%llu lines could not be read", (unsigned long long)l->facts.bad), err);
}
