/* pathmap/observe/join.c: every flow finds its path; those without one get one, where both ends have a scope.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "pathmap/observe/join.h"

#include <stdlib.h>
#include <string.h>

#include "pathmap/observe/observe.h"
#include "pathmap/review/review.h"

enum { SCOPES = 16 /* prefixes of the intent that may hold one address */ };

struct joining {
    struct wit_review *r;
    const struct wit_ground **of_interface; /* one an interface of the estate */
    struct wit_strmap *pairs;               /* "FROM TO" -> struct list of bunches */
    struct wit_strmap *fresh;               /* "BUNCH SERVER" -> lane's number + 1 */
};
struct list {
    size_t *items, n, cap;
};

bool wit_flow_carried(const struct wit_seen_flow *f)
{
    uint64_t failed = f->refused + f->unanswered + f->rejected;
    return f->member || f->accepted > 0 || f->connections > failed || (failed == 0 && f->packets > 0);
}

struct wit_span wit_flow_span(const struct wit_seen_flow *f)
{
    static const struct {
        const char *word;
        uint32_t number;
        bool ports;
    } rows[] = {{"tcp", WIT_TCP, true},
                {"udp", WIT_UDP, true},
                {"icmp", WIT_ICMP, true},
                {"icmpv6", WIT_ICMPV6, true},
                {"sctp", 132, false}};
    uint32_t number = strncmp(f->protocol, "proto/", 6) == 0 ? (uint32_t)(strtoul(f->protocol + 6, NULL, 10) & 255) : 0;
    bool ports = false;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (strcmp(rows[i].word, f->protocol) == 0) {
            number = rows[i].number;
            ports = rows[i].ports;
        }
    }
    uint32_t row = number << 16;
    return ports ? (struct wit_span){row | f->port, row | f->port} : (struct wit_span){row, row | 0xffff};
}

/* ---- scopes of an end ---- */
static bool holds(const struct wit_ground *g, struct wit_prefix prefix)
{
    if (g->kind == WIT_GROUND_INTERNET && g->n_prefixes == 0)
        return wit_addr_is_public(prefix.addr);
    for (size_t i = 0; i < g->n_prefixes; i++)
        if (wit_prefix_covers(g->prefixes[i], prefix))
            return true;
    return false;
}

static bool is_store(const struct wit_ground *g)
{
    return g->kind == WIT_GROUND_BUCKET || g->kind == WIT_GROUND_ENDPOINT;
}

/* "acme-events.s3.eu-west-1.amazonaws.com": the name that the client asks for tells the bucket. */
static bool names_bucket(const struct wit_seen_flow *f, const struct wit_ground *g)
{
    size_t len = g->bucket == NULL ? 0 : strlen(g->bucket);
    return len > 0 && f->sni != NULL && strncmp(f->sni, g->bucket, len) == 0 && f->sni[len] == '.' &&
           strncmp(f->sni + len + 1, "s3", 2) == 0;
}

/* An address that is only led to (grounds.c) is part of the internet for what starts there; as a server it is itself.
 */
static size_t without_internet(const struct wit_ground **list, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (list[i]->kind != WIT_GROUND_INTERNET)
            list[kept++] = list[i];
    return kept;
}

static size_t scopes_of(const struct wit_ground **out, const struct joining *j, const struct wit_seen_end *end,
                        const struct wit_seen_flow *f, bool client)
{
    const struct wit_review *r = j->r;
    size_t n = 0;
    bool own = false;
    if (end->place == WIT_AT_UNKNOWN)
        return 0;
    if (end->place == WIT_AT_INTERFACE) {
        out[0] = j->of_interface[end->interface - r->estate->interfaces];
        return out[0] == NULL ? 0 : 1;
    }
    for (size_t i = 0; i < r->n_grounds && n < SCOPES; i++) {
        const struct wit_ground *g = &r->grounds[i];
        bool outside = g->kind == WIT_GROUND_PREFIX || g->kind == WIT_GROUND_INTERNET;
        if (client && i >= r->n_sources)
            continue;
        if (outside ? holds(g, end->prefix) : is_store(g) && names_bucket(f, g)) {
            out[n++] = g;
            own = own || (g->kind == WIT_GROUND_PREFIX && i >= r->n_sources);
        }
    }
    return own ? without_internet(out, n) : n;
}

/* ---- paths that are there ---- */
static bool group_has(const struct wit_group *group, const struct wit_seen_end *end)
{
    for (size_t i = 0; i < group->n_interfaces; i++)
        if (group->interfaces[i] == end->interface)
            return true;
    return end->interface == NULL; /* its scope was looked at before */
}

static const struct wit_lane *lane_of(const struct wit_bunch *bunch, const struct wit_sighting *s)
{
    struct wit_span span = wit_flow_span(s->flow);
    for (size_t i = 0; i < bunch->n_lanes; i++) {
        const struct wit_lane *lane = &bunch->lanes[i];
        if (wit_pset_meets(lane->ports, (struct wit_pset){&span, 1}) && group_has(&lane->from, &s->client) &&
            group_has(&lane->target->group, &s->server))
            return lane;
    }
    return NULL;
}

static struct list *pair_of(const struct joining *j, const struct wit_ground *from, const struct wit_ground *to)
{
    const char *key = wit_fmt(j->r->arena, "%td %td", from - j->r->grounds, to - j->r->grounds);
    struct list *list = wit_strmap_get(j->pairs, key);
    if (list == NULL) {
        list = WIT_NEW(j->r->arena, struct list);
        wit_strmap_set(j->pairs, key, list);
    }
    return list;
}

static void note(struct wit_review *r, size_t bunch, struct wit_sighting *s, const struct wit_listener *listener)
{
    struct wit_bunch *b = &r->bunches[bunch];
    if (s->bunch == SIZE_MAX) {
        s->bunch = bunch;
        s->listener = listener;
    }
    WIT_PUSH(r->arena, b->sightings, b->n_sightings, b->sightings_cap) = s;
}

static bool find(const struct joining *j, struct wit_sighting *s, const struct wit_ground *const *from, size_t n_from,
                 const struct wit_ground *const *to, size_t n_to)
{
    struct list hits = {0};
    const struct wit_review *r = j->r;
    bool same_class = false;
    for (size_t i = 0; i < n_from * n_to; i++) {
        const struct list *list = pair_of(j, from[i / n_to], to[i % n_to]);
        for (size_t k = 0; k < list->n; k++) {
            if (lane_of(&r->bunches[list->items[k]], s) == NULL)
                continue;
            WIT_PUSH(r->arena, hits.items, hits.n, hits.cap) = list->items[k];
            const char *word = wit_class_word(r->bunches[list->items[k]].class);
            same_class = same_class || strcmp(word, s->flow->class) == 0;
        }
    }
    for (size_t i = 0; i < hits.n; i++) { /* what the wire tells decides between paths at the same port */
        const struct wit_bunch *b = &r->bunches[hits.items[i]];
        if (!same_class || strcmp(wit_class_word(b->class), s->flow->class) == 0)
            note(j->r, hits.items[i], s, lane_of(b, s)->listener);
    }
    return hits.n > 0;
}

/* ---- paths that nobody had listed ---- */
static struct wit_target *new_target(struct wit_review *r, const struct wit_ground *to, const struct wit_seen_end *end)
{
    struct wit_target *t = WIT_NEW(r->arena, struct wit_target);
    t->group = (struct wit_group){to, NULL, 0};
    t->known = wit_pset_none();
    if (end->interface != NULL) {
        const struct wit_interface **one = WIT_NEW_ARRAY(r->arena, const struct wit_interface *, 1);
        one[0] = end->interface;
        t->group.interfaces = one;
        t->group.n_interfaces = 1;
        struct wit_roles_of roles = wit_review_roles_of(r, end->interface);
        t->role = roles.n > 0 ? roles.roles[0] : NULL;
    } else if (to->n_roles > 0) {
        t->role = to->roles[0];
    }
    return t;
}

static size_t bunch_at(struct joining *j, enum wit_class class, const struct wit_ground *from,
                       const struct wit_ground *to)
{
    const char *key = wit_fmt(j->r->arena, "%d %td %td", (int)class, from - j->r->grounds, to - j->r->grounds);
    uintptr_t at = (uintptr_t)wit_strmap_get(j->r->bunch_index, key);
    return at == 0 ? SIZE_MAX : (size_t)at - 1;
}

/* A path that is declared, or in the inventory, keeps its ports: what else is seen is another path, of class `other`.
 */
static enum wit_class class_for(struct joining *j, const struct wit_sighting *s, const struct wit_ground *from,
                                const struct wit_ground *to)
{
    int told = wit_class_of(s->flow->class);
    if (told < 0)
        return WIT_CLASS_OTHER;
    size_t at = bunch_at(j, (enum wit_class)told, from, to);
    return at == SIZE_MAX || j->r->bunches[at].only_seen ? (enum wit_class)told : WIT_CLASS_OTHER;
}

/* Of many separate ports one range a protocol: whoever uses ports as they come has no listener to name. */
static struct wit_pset gather_ports(struct wit_arena *arena, struct wit_pset ports)
{
    enum { SEPARATE = 64 };
    struct wit_span *hull;
    size_t n = 0;
    if (ports.n <= SEPARATE)
        return ports;
    hull = WIT_NEW_ARRAY(arena, struct wit_span, ports.n);
    for (size_t i = 0; i < ports.n; i++) {
        if (n > 0 && hull[n - 1].last >> 16 == ports.spans[i].first >> 16)
            hull[n - 1].last = ports.spans[i].last;
        else
            hull[n++] = ports.spans[i];
    }
    return (struct wit_pset){hull, n};
}

static void widen(struct wit_review *r, struct wit_lane *lane, const struct wit_sighting *s)
{
    struct wit_span *span = WIT_NEW(r->arena, struct wit_span); /* a union may keep it */
    struct wit_pset one = {span, 1};
    *span = wit_flow_span(s->flow);
    if (!wit_pset_has(lane->ports, one))
        lane->ports = gather_ports(r->arena, wit_pset_union(r->arena, lane->ports, one));
    if (s->client.interface == NULL || (lane->from.n_interfaces > 0 && group_has(&lane->from, &s->client)))
        return;
    const struct wit_interface **longer =
        WIT_NEW_ARRAY(r->arena, const struct wit_interface *, lane->from.n_interfaces + 1);
    for (size_t i = 0; i < lane->from.n_interfaces; i++)
        longer[i] = lane->from.interfaces[i];
    longer[lane->from.n_interfaces++] = s->client.interface;
    lane->from.interfaces = longer;
}

static void list_new(struct joining *j, struct wit_sighting *s, const struct wit_ground *from,
                     const struct wit_ground *to)
{
    struct wit_review *r = j->r;
    enum wit_class class = class_for(j, s, from, to);
    size_t at = bunch_at(j, class, from, to);
    const char *server = s->server.interface == NULL ? "" : s->server.interface->id;
    const char *key = wit_fmt(r->arena, "%d %td %td %s", (int)class, from - r->grounds, to - r->grounds, server);
    uintptr_t lane = (uintptr_t)wit_strmap_get(j->fresh, key);
    if (lane == 0) {
        struct wit_lane one = {.from = {from, NULL, 0}, .target = new_target(r, to, &s->server)};
        one.ports = one.open = one.possible = wit_pset_none();
        wit_review_lane(r, class, &one);
        if (at == SIZE_MAX) {
            at = r->n_bunches - 1;
            struct list *list = pair_of(j, from, to);
            WIT_PUSH(r->arena, list->items, list->n, list->cap) = at;
            r->bunches[at].only_seen = true;
        }
        lane = r->bunches[at].n_lanes;
        wit_strmap_set(j->fresh, key, (void *)lane);
    }
    widen(r, &r->bunches[at].lanes[lane - 1], s);
    note(r, at, s, NULL);
}

/* ---- all flows ---- */
static void prepare(struct joining *j)
{
    struct wit_review *r = j->r;
    j->of_interface = WIT_NEW_ARRAY(r->arena, const struct wit_ground *, r->estate->n_interfaces);
    j->pairs = wit_strmap_new(r->arena);
    j->fresh = wit_strmap_new(r->arena);
    for (size_t i = 0; i < r->n_grounds; i++)
        for (size_t k = 0; k < r->grounds[i].n_interfaces; k++)
            j->of_interface[r->grounds[i].interfaces[k] - r->estate->interfaces] = &r->grounds[i];
    for (size_t i = 0; i < r->n_bunches; i++) {
        struct list *list = pair_of(j, r->bunches[i].from, r->bunches[i].to);
        WIT_PUSH(r->arena, list->items, list->n, list->cap) = i;
    }
}

void wit_observe_join(struct wit_review *r)
{
    struct joining j = {.r = r};
    struct wit_seen *seen = WIT_NEW(r->arena, struct wit_seen);
    if (r->seen != NULL) {
        *seen = *r->seen;
        wit_observe_members(seen, r);
    }
    if (seen->n_vantages == 0)
        return;
    struct wit_seen *all = WIT_NEW(r->arena, struct wit_seen);
    *all = *seen;
    r->seen = all;
    struct wit_addresses *addresses = wit_addresses_new(r->arena, r->estate);
    r->coverage = wit_coverage_new(r->arena, r->estate, addresses, seen);
    wit_seen_fold(seen, r->arena);
    r->sightings = WIT_NEW_ARRAY(r->arena, struct wit_sighting, seen->n_flows);
    r->n_sightings = seen->n_flows;
    prepare(&j);
    for (size_t i = 0; i < seen->n_flows; i++) {
        const struct wit_ground *from[SCOPES], *to[SCOPES];
        struct wit_sighting *s = &r->sightings[i];
        *s = (struct wit_sighting){.flow = &seen->flows[i], .bunch = SIZE_MAX};
        s->carried = wit_flow_carried(s->flow);
        wit_seen_ends(&s->client, &s->server, addresses, s->flow);
        size_t n_from = scopes_of(from, &j, &s->client, s->flow, true);
        size_t n_to = scopes_of(to, &j, &s->server, s->flow, false);
        bool itself = s->client.interface != NULL && s->client.interface == s->server.interface;
        if (itself || n_from == 0 || n_to == 0 || find(&j, s, from, n_from, to, n_to))
            continue;
        if (s->carried && !s->flow->unsure && (s->client.interface != NULL || s->server.interface != NULL))
            list_new(&j, s, from[0], to[0]);
    }
    for (size_t i = 0; i < r->n_bunches; i++) /* asked once, when everything that it holds is known */
        for (size_t k = 0; k < r->bunches[i].n_lanes; k++)
            if (r->bunches[i].only_seen || r->bunches[i].lanes[k].open.n + r->bunches[i].lanes[k].possible.n == 0)
                wit_lane_ask(&r->bunches[i].lanes[k], r);
    wit_observe_hidden(r);
    wit_observe_contradictions(r);
}
