/* collectors/traffic/flows.c: the table of flow records.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/traffic/flows.h"

#include <stdlib.h>
#include <string.h>

#include "collectors/traffic/opener.h"

/* gcc's analyzer loses sight of memory that a slot of a table holds and calls it a leak; valgrind and ASan watch it. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wanalyzer-malloc-leak"
#endif

enum { SERVERS = 16384, PENDING_MAX = 65536, FLIGHT_WITH_CERTIFICATE = 400 };

struct wit_flow_table {
    struct wit_flow *flows;
    size_t n, room, n_buckets;
    uint32_t *buckets; /* index + 1 */
    /* servers that were told by more than ports: (address, port) */
    struct server {
        struct wit_addr addr;
        uint16_t port;
    } * servers;
    size_t n_servers, cap_servers;
    struct wit_conn *pending; /* not settled: asked again at the end */
    size_t n_pending;
};

static uint64_t mix(uint64_t h, uint64_t v)
{
    h = (h ^ v) * 0x9e3779b97f4a7c15U;
    return h ^ h >> 29;
}

static uint64_t hash_of(const struct wit_flow *f)
{
    uint64_t h = mix(mix(f->client.hi, f->client.lo), mix(f->server.hi, f->server.lo));
    return mix(h, (uint64_t)f->port << 24 | (uint64_t)f->protocol << 16 | (uint64_t)f->kind << 8 | f->client_bits);
}

static bool same(const struct wit_flow *a, const struct wit_flow *b)
{
    return a->port == b->port && a->protocol == b->protocol && a->kind == b->kind && a->client_bits == b->client_bits &&
           wit_addr_cmp(a->client, b->client) == 0 && wit_addr_cmp(a->server, b->server) == 0;
}

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
    t->room = 1024;
    t->n_buckets = 4096;
    t->flows = array(t->room, sizeof *t->flows);
    t->buckets = array(t->n_buckets, sizeof *t->buckets);
    t->servers = array(SERVERS, sizeof *t->servers);
}

static void rehash(struct wit_flow_table *t, size_t buckets)
{
    free(t->buckets);
    t->n_buckets = buckets;
    t->buckets = array(buckets, sizeof *t->buckets);
    for (size_t i = 0; i < t->n; i++) {
        size_t at = hash_of(&t->flows[i]) & (buckets - 1);
        while (t->buckets[at] != 0)
            at = (at + 1) & (buckets - 1);
        t->buckets[at] = (uint32_t)i + 1;
    }
}

static void join_facts(struct wit_facts **into, const struct wit_facts *from)
{
    if (from == NULL)
        return;
    if (*into == NULL) {
        *into = array(1, sizeof **into);
        wit_facts_init(*into);
    }
    wit_facts_join(*into, from);
}

static void join_answers(struct wit_answers *a, const struct wit_answers *b)
{
    a->server_hello = a->server_hello || b->server_hello;
    a->tls_records = a->tls_records || b->tls_records;
    if (b->tls_version != 0 && (a->tls_version == 0 || b->tls_version < a->tls_version))
        a->tls_version = b->tls_version;
}

/* Adds `one` (borrowing its facts) to the flow of its key. */
static void merge(struct wit_flow_table *t, const struct wit_flow *one)
{
    size_t at = hash_of(one) & (t->n_buckets - 1);
    while (t->buckets[at] != 0 && !same(&t->flows[t->buckets[at] - 1], one))
        at = (at + 1) & (t->n_buckets - 1);
    struct wit_flow *f;
    if (t->buckets[at] == 0) {
        if (t->n == t->room) {
            t->room *= 2;
            t->flows = realloc(t->flows, t->room * sizeof *t->flows);
            if (t->flows == NULL)
                wit_die("out of memory");
        }
        f = &t->flows[t->n++];
        *f = *one;
        f->said = NULL;
        join_facts(&f->said, one->said);
        t->buckets[at] = (uint32_t)t->n;
        if (t->n * 2 > t->n_buckets)
            rehash(t, t->n_buckets * 2);
        return;
    }
    f = &t->flows[t->buckets[at] - 1];
    if (one->confidence > f->confidence || (one->confidence == f->confidence && strcmp(one->reason, f->reason) < 0)) {
        f->confidence = one->confidence;
        f->reason = one->reason;
    }
    f->opener = one->opener > f->opener ? one->opener : f->opener;
    f->connections += one->connections;
    f->opened += one->opened;
    f->refused += one->refused;
    f->unanswered += one->unanswered;
    f->rejected += one->rejected;
    for (int i = 0; i < 2; i++) {
        f->packets[i] += one->packets[i];
        f->bytes[i] += one->bytes[i];
        f->census_packets[i] += one->census_packets[i];
        f->census_bytes[i] += one->census_bytes[i];
    }
    f->first_ns = one->first_ns < f->first_ns ? one->first_ns : f->first_ns;
    f->last_ns = one->last_ns > f->last_ns ? one->last_ns : f->last_ns;
    f->mutual += one->mutual;
    f->not_mutual += one->not_mutual;
    join_facts(&f->said, one->said);
    join_answers(&f->answered, &one->answered);
}

static uint64_t size_of(const struct wit_flow *f)
{
    return f->packets[0] + f->packets[1];
}

static int by_size(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* The smaller half goes into prefixes of its clients. What said something that tells stays. */
static void fold(struct wit_flows *flows)
{
    struct wit_flow_table *t = flows->table;
    uint64_t *sizes = array(t->n, sizeof *sizes);
    for (size_t i = 0; i < t->n; i++)
        sizes[i] = size_of(&t->flows[i]);
    qsort(sizes, t->n, sizeof *sizes, by_size);
    uint64_t limit = sizes[t->n / 2];
    free(sizes);
    struct wit_flow *old = t->flows;
    size_t n = t->n;
    t->room = n;
    t->flows = array(t->room, sizeof *t->flows);
    t->n = 0;
    memset(t->buckets, 0, t->n_buckets * sizeof *t->buckets);
    for (size_t i = 0; i < n; i++) {
        struct wit_flow one = old[i];
        uint8_t bits = one.client.family == 4 ? 24 : 64;
        if (size_of(&one) <= limit && one.client_bits > bits) {
            one.client = wit_prefix_of(one.client, bits).addr;
            one.client_bits = bits;
            flows->folded++;
        }
        merge(t, &one);
        free(one.said);
    }
    free(old);
    rehash(t, t->n_buckets);
}

/* Where it stands among the servers, or where it would. */
static struct server *server_of(const struct wit_flow_table *t, const struct wit_side *s)
{
    size_t at = mix(mix(s->addr.hi, s->addr.lo), s->port) & (SERVERS - 1);
    while (t->servers[at].addr.family != 0 &&
           (t->servers[at].port != s->port || wit_addr_cmp(t->servers[at].addr, s->addr) != 0))
        at = (at + 1) & (SERVERS - 1);
    return &t->servers[at];
}

static void remember_server(struct wit_flow_table *t, const struct wit_side *s)
{
    struct server *at = server_of(t, s);
    if (at->addr.family != 0 || t->n_servers > SERVERS / 2) /* more than these help nobody */
        return;
    *at = (struct server){s->addr, s->port};
    t->n_servers++;
}

static bool is_server(const struct wit_flow_table *t, const struct wit_side *s)
{
    return server_of(t, s)->addr.family != 0;
}

void wit_flows_merge(struct wit_flows *flows, const struct wit_flow *one)
{
    struct wit_flow kept = *one;
    if (flows->anonymous) {
        kept.client_bits = kept.server_bits = one->client.family == 4 ? 24 : 64;
        kept.client = wit_prefix_of(one->client, kept.client_bits).addr;
        kept.server = wit_prefix_of(one->server, kept.server_bits).addr;
    }
    merge(flows->table, &kept);
    if (flows->table->n > WIT_FLOWS_MAX)
        fold(flows);
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
    bool refused = begun && !k->syn_ack && (s->flags & WIT_TCP_RST) != 0;
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
                           .unanswered = begun && !k->syn_ack && !refused && s->packets == 0,
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
