/* pathmap/review/indirect.c: who can reach what through a node that opens connections of its own.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/digest.h"
#include "pathmap/review/indirect.h"

enum ends { TO_ANY, TO_STORES, NOT_TO_STORES };

/* Kinds of roles that carry on, in a connection of their own, what others ask of them. */
static const struct relay_row {
    enum wit_role_kind kind;
    enum ends ends;
    const char *does;
} relays[] = {
    {WIT_ROLE_CONNECT_WORKER, TO_ANY, "its connectors move records between systems"},
    {WIT_ROLE_MIRROR, TO_ANY, "it copies records from one cluster to another"},
    {WIT_ROLE_ADMIN, TO_ANY, "who is logged in there connects from there"},
    {WIT_ROLE_MONITORING, NOT_TO_STORES, "it collects from the one and is read by the other"},
    {WIT_ROLE_BROKER, TO_STORES, "it writes tiers and logs of what it is given"},
};

static const struct relay_row *relay_row(const struct wit_role *role)
{
    for (size_t i = 0; role != NULL && i < sizeof relays / sizeof relays[0]; i++) {
        if (relays[i].kind == role->kind)
            return &relays[i];
    }
    return NULL;
}

/* Where event data and what describes it lies: a map lists the chains that end there, or on the internet. */
static bool is_worth_reaching(const struct wit_role *role)
{
    switch (role->kind) {
    case WIT_ROLE_BROKER:
    case WIT_ROLE_CONTROLLER:
    case WIT_ROLE_ZOOKEEPER:
    case WIT_ROLE_CONNECT_WORKER:
    case WIT_ROLE_SCHEMA_REGISTRY:
    case WIT_ROLE_MIRROR:
    case WIT_ROLE_OBJECT_STORE:
    case WIT_ROLE_KEY_SERVICE:
        return true;
    default:
        return false;
    }
}

static bool opens_connections(const struct wit_role *role)
{
    return role->kind != WIT_ROLE_OBJECT_STORE && role->kind != WIT_ROLE_KEY_SERVICE && role->kind != WIT_ROLE_DNS;
}

bool wit_indirect_add(struct wit_indirect_list *out, struct wit_arena *arena, const struct wit_indirect *row)
{
    if (out->n >= WIT_INDIRECT_MAX) {
        out->cut = true;
        return false;
    }
    const char *content = wit_fmt(arena, "indirect\n%s\n%s\n%s", row->kind, row->from, row->to);
    for (size_t i = 0; i < row->n_relays; i++)
        content = wit_fmt(arena, "%s\n%s", content, row->relays[i]);
    char digest[WIT_SHA256_HEX];
    wit_sha256_hex(digest, content, strlen(content));
    struct wit_indirect *kept = &WIT_PUSH(arena, out->rows, out->n, out->cap);
    *kept = *row;
    kept->id = wit_fmt(arena, "i-%.8s", digest);
    return true;
}

void wit_indirect_role(struct wit_indirect_node *out, const struct wit_indirect_asking *q, const struct wit_role *role)
{
    struct wit_end end = {.kind = WIT_END_ROLE, .text = role->id, .role = role};
    *out = (struct wit_indirect_node){.name = role->id, .role = role, .ports = wit_pset_none()};
    wit_ends_party(&out->from, q->arena, q->estate, &end, 1, false);
    wit_ends_party(&out->to, q->arena, q->estate, &end, 1, true);
    for (size_t i = 0; i < q->intent->n_services; i++) {
        if (q->intent->services[i].role == role)
            out->ports = wit_pset_union(q->arena, out->ports, q->intent->services[i].ports);
    }
    if (out->ports.n == 0)
        out->ports = wit_role_kind_ports(q->arena, role->kind);
    if (out->ports.n == 0)
        out->ports = wit_pset_ports(q->arena, WIT_TCP, 0, 65535);
}

/* One connection of a chain; false when it is closed. */
static bool leg_of(struct wit_indirect_leg *out, const struct wit_indirect_asking *q,
                   const struct wit_indirect_node *from, const struct wit_indirect_node *to)
{
    struct wit_answer a;
    wit_reach_any(&a, q->arena, q->reach, &from->from, &to->to, to->ports, false);
    bool open = a.verdict == WIT_REACHABLE || a.verdict == WIT_PARTIAL;
    if (!open && a.verdict != WIT_UNKNOWN)
        return false;
    if (a.pairs == 0) /* nobody is there, or both are the same */
        return false;
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf text;
    wit_buf_init(&text, (size_t)1 << 12);
    wit_pset_text(&text, open ? a.open : a.possible);
    *out = (struct wit_indirect_leg){from->name, to->name, wit_strdup(q->arena, wit_buf_str(&text)), "",
                                     open ? a.verdict : WIT_UNKNOWN};
    return true;
}

static void add_chain(struct wit_indirect_list *out, const struct wit_indirect_asking *q,
                      const struct wit_indirect_leg *legs, size_t n, const struct wit_role *first,
                      enum wit_verdict direct)
{
    struct wit_indirect_leg *kept = WIT_NEW_ARRAY(q->arena, struct wit_indirect_leg, n);
    const char **names = WIT_NEW_ARRAY(q->arena, const char *, n - 1);
    struct wit_indirect row = {.kind = wit_role_kind_word(first->kind),
                               .from = legs[0].from,
                               .to = legs[n - 1].to,
                               .relays = names,
                               .n_relays = n - 1,
                               .direct = wit_verdict_word(direct),
                               .verdict = WIT_REACHABLE,
                               .legs = kept,
                               .n_legs = n};
    const char *way = legs[0].from;
    for (size_t i = 0; i < n; i++) {
        kept[i] = legs[i];
        way = wit_fmt(q->arena, "%s -> %s", way, legs[i].to);
        if (i + 1 < n)
            names[i] = legs[i].to;
        if (legs[i].verdict == WIT_UNKNOWN)
            row.verdict = WIT_UNKNOWN;
    }
    row.text = wit_fmt(q->arena, "%s: %s %s by way of %s (%s): %s", way, row.to,
                       row.verdict == WIT_REACHABLE ? "can be reached" : "may be reached", names[0], row.kind,
                       relay_row(first)->does);
    wit_indirect_add(out, q->arena, &row);
}

static bool relays_to(const struct wit_role *relay, const struct wit_indirect_node *to)
{
    bool store = to->to.kind == WIT_PARTY_BUCKET || (to->role != NULL && to->role->kind == WIT_ROLE_OBJECT_STORE);
    enum ends ends = relay_row(relay)->ends;
    return ends == TO_ANY || (ends == TO_STORES) == store;
}

/* What lies outside is no node of the evidence: nobody knows what it does. */
static bool is_inside(const struct wit_party *p)
{
    if (p->kind == WIT_PARTY_INTERFACES)
        return p->n_interfaces > 0;
    for (size_t i = 0; p->kind == WIT_PARTY_MIXED && i < p->n_parts; i++) {
        if (p->parts[i].kind == WIT_PARTY_INTERFACES && p->parts[i].n_interfaces > 0)
            return true;
    }
    return false;
}

/* What the chains of one question are made of: the relays, and whether each is reached and reaches the end. */
struct relaying {
    const struct wit_indirect_node *nodes;
    size_t n;
    struct wit_indirect_leg in[WIT_INDIRECT_RELAYS], out[WIT_INDIRECT_RELAYS];
    bool has_in[WIT_INDIRECT_RELAYS], has_out[WIT_INDIRECT_RELAYS];
};

static size_t relay_nodes(struct wit_indirect_node out[WIT_INDIRECT_RELAYS], const struct wit_indirect_asking *q,
                          bool *cut)
{
    size_t n = 0;
    for (size_t i = 0; q->intent != NULL && i < q->intent->n_roles; i++) {
        struct wit_indirect_node node;
        if (relay_row(&q->intent->roles[i]) == NULL)
            continue;
        wit_indirect_role(&node, q, &q->intent->roles[i]);
        if (!is_inside(&node.from))
            continue;
        if (n == WIT_INDIRECT_RELAYS) {
            *cut = true;
            break;
        }
        out[n++] = node;
    }
    return n;
}

static void chains(struct wit_indirect_list *out, const struct wit_indirect_asking *q, struct relaying *w,
                   const struct wit_indirect_node *from, const struct wit_indirect_node *to, enum wit_verdict direct)
{
    for (size_t i = 0; i < w->n; i++) {
        const struct wit_role *role = w->nodes[i].role;
        if (!w->has_in[i] || role == from->role || role == to->role || !relays_to(role, to))
            continue;
        if (w->has_out[i]) {
            add_chain(out, q, (struct wit_indirect_leg[]){w->in[i], w->out[i]}, 2, role, direct);
            continue;
        }
        for (size_t k = 0; k < w->n; k++) { /* two relays, where neither alone would do */
            const struct wit_role *second = w->nodes[k].role;
            struct wit_indirect_leg middle;
            if (k == i || w->has_in[k] || !w->has_out[k] || second == from->role || second == to->role ||
                !relays_to(second, to) || !leg_of(&middle, q, &w->nodes[i], &w->nodes[k]))
                continue;
            add_chain(out, q, (struct wit_indirect_leg[]){w->in[i], middle, w->out[k]}, 3, role, direct);
        }
    }
}

void wit_indirect_between(struct wit_indirect_list *out, const struct wit_indirect_asking *q,
                          const struct wit_indirect_node *from, const struct wit_indirect_node *to,
                          enum wit_verdict direct)
{
    struct wit_indirect_node nodes[WIT_INDIRECT_RELAYS];
    struct relaying w = {.nodes = nodes};
    if (direct == WIT_REACHABLE)
        return;
    w.n = relay_nodes(nodes, q, &out->cut);
    for (size_t i = 0; i < w.n; i++) {
        w.has_in[i] = leg_of(&w.in[i], q, from, &nodes[i]);
        w.has_out[i] = leg_of(&w.out[i], q, &nodes[i], to);
    }
    chains(out, q, &w, from, to, direct);
}

void wit_indirect_all(struct wit_indirect_list *out, const struct wit_indirect_asking *q)
{
    struct wit_indirect_node relay[WIT_INDIRECT_RELAYS];
    size_t n_roles = q->intent == NULL ? 0 : q->intent->n_roles;
    size_t n = n_roles > WIT_INDIRECT_ROLES ? WIT_INDIRECT_ROLES : n_roles;
    size_t n_relays = relay_nodes(relay, q, &out->cut);
    if (n_relays == 0)
        return;
    out->cut = out->cut || n < n_roles;
    struct wit_indirect_node *nodes = WIT_NEW_ARRAY(q->arena, struct wit_indirect_node, n + 1);
    struct relaying *in = WIT_NEW_ARRAY(q->arena, struct relaying, n + 1);
    for (size_t i = 0; i < n; i++)
        wit_indirect_role(&nodes[i], q, &q->intent->roles[i]);
    nodes[n].name = "internet";
    wit_internet_party(&nodes[n].from);
    wit_internet_party(&nodes[n].to);
    nodes[n].ports = wit_pset_ports(q->arena, WIT_TCP, 443, 443);
    for (size_t i = 0; i <= n; i++) { /* the connections to and from each relay, once */
        bool source = i == n || opens_connections(nodes[i].role), sink = i == n || is_worth_reaching(nodes[i].role);
        in[i].nodes = relay;
        in[i].n = n_relays;
        for (size_t k = 0; k < n_relays; k++) {
            bool other = nodes[i].role != relay[k].role;
            in[i].has_in[k] = other && source && leg_of(&in[i].in[k], q, &nodes[i], &relay[k]);
            in[i].has_out[k] = other && sink && leg_of(&in[i].out[k], q, &relay[k], &nodes[i]);
        }
    }
    for (size_t i = 0; i <= n; i++) {
        for (size_t k = 0; k <= n; k++) {
            struct wit_answer a;
            bool any_in = false, any_out = false;
            for (size_t m = 0; m < n_relays; m++) {
                any_in = any_in || in[i].has_in[m];
                any_out = any_out || in[k].has_out[m];
            }
            if (i == k || !any_in || !any_out)
                continue;
            wit_reach_any(&a, q->arena, q->reach, &nodes[i].from, &nodes[k].to, nodes[k].ports, false);
            if (a.verdict == WIT_REACHABLE)
                continue;
            struct relaying w = in[i];
            memcpy(w.out, in[k].out, sizeof w.out);
            memcpy(w.has_out, in[k].has_out, sizeof w.has_out);
            chains(out, q, &w, &nodes[i], &nodes[k], a.verdict);
        }
    }
}
