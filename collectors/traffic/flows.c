/* collectors/traffic/flows.c: connections that ended become flow records; who has been seen to serve.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/traffic/flows.h"

#include <stdlib.h>
#include <string.h>

#include "collectors/traffic/flow_table.h"
#include "collectors/traffic/opener.h"

/* gcc's analyzer loses sight of memory that a slot of a table holds and calls it a leak; valgrind and ASan watch it. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wanalyzer-malloc-leak"
#endif

enum { SERVERS = 16384, PENDING_MAX = 65536, FLIGHT_WITH_CERTIFICATE = 400 };

static void *array(size_t n, size_t size)
{
    void *memory = calloc(n, size);
    if (memory == NULL)
        wit_die("out of memory");
    return memory;
}

void wit_flows_init(struct wit_flows *flows, struct wit_arena *arena, bool anonymous)
{
    struct wit_flow_table *t = array(1, sizeof *t);
    *flows = (struct wit_flows){.arena = arena, .table = t, .anonymous = anonymous};
    wit_flow_table_init(t, WIT_FLOWS_MAX);
    t->servers = array(SERVERS, sizeof *t->servers);
}

void wit_flows_cap(struct wit_flows *flows, size_t most)
{
    flows->table->most = most;
}

/* Where it stands among the servers, or where it would. */
static struct wit_flow_server *server_of(const struct wit_flow_table *t, const struct wit_side *s)
{
    size_t at = wit_flow_mix(wit_flow_mix(s->addr.hi, s->addr.lo), s->port) & (SERVERS - 1);
    while (t->servers[at].addr.family != 0 &&
           (t->servers[at].port != s->port || wit_addr_cmp(t->servers[at].addr, s->addr) != 0))
        at = (at + 1) & (SERVERS - 1);
    return &t->servers[at];
}

static void remember_server(struct wit_flow_table *t, const struct wit_side *s)
{
    struct wit_flow_server *at = server_of(t, s);
    if (at->addr.family != 0 || t->n_servers > SERVERS / 2) /* more than these help nobody */
        return;
    *at = (struct wit_flow_server){s->addr, s->port};
    t->n_servers++;
}

static bool is_server(const struct wit_flow_table *t, const struct wit_side *s)
{
    return server_of(t, s)->addr.family != 0;
}

void wit_flows_merge(struct wit_flows *flows, const struct wit_flow *one)
{
    struct wit_flow kept;
    if (flows->anonymous) {
        kept = *one;
        kept.client_bits = kept.server_bits = one->client.family == 4 ? 24 : 64;
        kept.client = wit_prefix_of(one->client, kept.client_bits).addr;
        kept.server = wit_prefix_of(one->server, kept.server_bits).addr;
        one = &kept;
    }
    if (one->said == NULL)
        wit_flow_table_merge_soon(flows->table, one);
    else
        wit_flow_table_merge(flows->table, one);
    if (flows->table->n > flows->table->most)
        flows->folded += wit_flow_table_fold(flows->table);
}

bool wit_flows_is_server(const struct wit_flows *flows, struct wit_addr addr, uint16_t port)
{
    return is_server(flows->table, &(struct wit_side){.addr = addr, .port = port});
}

void wit_flows_learn_server(struct wit_flows *flows, struct wit_addr addr, uint16_t port)
{
    remember_server(flows->table, &(struct wit_side){.addr = addr, .port = port});
}

static void add_settled(struct wit_flows *flows, const struct wit_conn *k, enum wit_opener opener)
{
    struct wit_flow_table *t = flows->table;
    const struct wit_side *c = &k->side[k->client], *s = &k->side[1 - k->client];
    struct wit_kind_found kind = wit_kind_find(c->facts, s->facts, k->protocol, s->port);
    bool tcp = k->protocol == WIT_IP_TCP, begun = tcp && k->syn;
    /* Who acknowledges has got an answer, whether it was captured or not (one direction only, packets lost). */
    bool silent = begun && !k->syn_ack && (c->flags & WIT_TCP_ACK) == 0;
    bool refused = silent && (s->flags & WIT_TCP_RST) != 0;
    struct wit_flow one = {.client = c->addr,
                           .server = s->addr,
                           .client_bits = c->addr.family == 4 ? 32 : 128,
                           .server_bits = s->addr.family == 4 ? 32 : 128,
                           .port = s->port,
                           .protocol = k->protocol,
                           .kind = kind.kind,
                           .confidence = kind.confidence,
                           .reason = kind.reason,
                           .opener = opener,
                           .connections = 1,
                           .opened = k->syn || k->syn_ack,
                           .refused = refused,
                           .unanswered = silent && !refused && s->packets == 0,
                           .packets = {c->packets, s->packets},
                           .bytes = {c->bytes, s->bytes},
                           .census_packets = {c->census_packets, s->census_packets},
                           .census_bytes = {c->census_bytes, s->census_bytes},
                           .first_ns = k->first_ns,
                           .last_ns = k->last_ns,
                           .said = c->facts};
    if (s->facts != NULL)
        one.answered = (struct wit_answers){s->facts->server_hello, s->facts->tls_records, s->facts->tls_version};
    const struct wit_facts *f = c->facts;
    bool resumed = s->facts != NULL && s->facts->resumed;
    if (f != NULL && f->client_hello && (f->certificate || f->flight >= FLIGHT_WITH_CERTIFICATE))
        one.mutual = 1;
    else if (f != NULL && f->client_hello && f->flight_done && f->flight > 0 && !resumed)
        one.not_mutual = 1;
    wit_flows_merge(flows, &one);
    if (opener == WIT_OPENED_SPOKE || k->syn_ack) /* a scan makes no servers */
        remember_server(t, s);
}

void wit_flows_add(void *context, struct wit_conn *k)
{
    struct wit_flows *flows = context;
    struct wit_flow_table *t = flows->table;
    enum wit_opener opener = wit_opener_find(k);
    if (k->client >= 0) {
        add_settled(flows, k, opener);
        return;
    }
    if (t->pending == NULL)
        t->pending = array(PENDING_MAX, sizeof *t->pending);
    if (t->n_pending == PENDING_MAX) {
        opener = wit_opener_by_ports(k);
        add_settled(flows, k, opener);
        return;
    }
    t->pending[t->n_pending++] = *k;
    k->side[0].facts = k->side[1].facts = NULL; /* kept here now */
}

static int by_key(const void *a, const void *b)
{
    const struct wit_flow *x = a, *y = b;
    int order = wit_addr_cmp(x->client, y->client);
    if (order == 0)
        order = (int)x->client_bits - (int)y->client_bits;
    if (order == 0)
        order = wit_addr_cmp(x->server, y->server);
    if (order == 0)
        order = (int)x->port - (int)y->port;
    if (order == 0)
        order = (int)x->protocol - (int)y->protocol;
    return order != 0 ? order : (int)x->kind - (int)y->kind;
}

static int by_addr(const void *a, const void *b)
{
    return wit_addr_cmp(*(const struct wit_addr *)a, *(const struct wit_addr *)b);
}

/* A host that runs Connect or MirrorMaker makes admin clients by their default name too. */
static void doubt_default_admins(struct wit_flow_table *t)
{
    struct wit_addr *hosts = array(t->n + 1, sizeof *hosts);
    size_t n = 0;
    for (size_t i = 0; i < t->n; i++) {
        enum wit_kind_of_flow kind = t->flows[i].kind;
        if (kind == WIT_KIND_CONNECT_WORKER || kind == WIT_KIND_CONNECT_TASK || kind == WIT_KIND_MIRROR)
            hosts[n++] = t->flows[i].client;
    }
    if (n > 1)
        qsort(hosts, n, sizeof *hosts, by_addr);
    for (size_t i = 0; n > 0 && i < t->n; i++) {
        struct wit_flow *f = &t->flows[i];
        if (f->kind == WIT_KIND_KAFKA_ADMIN && wit_kind_is_default_admin(f->said) &&
            bsearch(&f->client, hosts, n, sizeof *hosts, by_addr) != NULL) {
            f->kind = WIT_KIND_KAFKA;
            f->confidence = 40;
            f->reason = "client.id adminclient-N on a host that runs Connect or MirrorMaker: either's";
        }
    }
    free(hosts);
}

void wit_flows_finish(struct wit_flows *flows)
{
    struct wit_flow_table *t = flows->table;
    for (size_t i = 0; i < t->n_pending; i++) {
        struct wit_conn *k = &t->pending[i];
        bool first = is_server(t, &k->side[0]), second = is_server(t, &k->side[1]);
        enum wit_opener opener = WIT_OPENED_PORTS;
        if (first != second)
            k->client = first ? 1 : 0;
        else
            opener = wit_opener_by_ports(k);
        add_settled(flows, k, opener);
        free(k->side[0].facts);
        free(k->side[1].facts);
    }
    t->n_pending = 0;
    wit_flow_table_settle(t);
    doubt_default_admins(t);
    if (t->n > 1)
        qsort(t->flows, t->n, sizeof *t->flows, by_key);
    flows->list = t->flows;
    flows->n = t->n;
}

void wit_flows_free(struct wit_flows *flows)
{
    struct wit_flow_table *t = flows->table;
    if (t == NULL)
        return;
    for (size_t i = 0; i < t->n; i++) {
        free(t->flows[i].said);
    }
    for (size_t i = 0; i < t->n_pending; i++) {
        free(t->pending[i].side[0].facts);
        free(t->pending[i].side[1].facts);
    }
    free(t->flows);
    free(t->buckets);
    free(t->servers);
    free(t->pending);
    free(t);
    flows->table = NULL;
}
