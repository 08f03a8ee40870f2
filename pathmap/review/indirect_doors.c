/* pathmap/review/indirect_doors.c: ways in and out that no rule of a network speaks of: sessions that an instance's own
 * agent opens, and the resolver that answers to everybody.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/reachability.md 1.2.7 (no filter stops the network's resolver), chapter 4. An agent of AWS Systems
 * Manager needs nothing but an outgoing connection to port 443 of the endpoint "ssmmessages" (an interface endpoint of
 * the network, or the public one): whoever may start sessions has a shell and port forwarding then.
 */
#include <string.h>

#include "pathmap/review/indirect.h"

enum { ENDPOINTS_MAX = 64 };

static bool carries_sessions(const struct wit_endpoint *e)
{
    size_t len = strlen(e->service_name), tail = strlen(".ssmmessages");
    return e->n_interfaces > 0 && len > tail && strcmp(e->service_name + len - tail, ".ssmmessages") == 0;
}

static void add_session(struct wit_indirect_list *out, const struct wit_indirect_asking *q, const char *relay,
                        const char *name, const struct wit_answer *a)
{
    struct wit_indirect_leg *leg = WIT_NEW(q->arena, struct wit_indirect_leg);
    const char **relays = WIT_NEW(q->arena, const char *);
    bool open = a->verdict != WIT_UNKNOWN;
    relays[0] = relay;
    *leg = (struct wit_indirect_leg){name, relay, "tcp/443", "", a->verdict};
    struct wit_indirect row = {
        .kind = "session",
        .from = "whoever may start sessions",
        .to = name,
        .relays = relays,
        .n_relays = 1,
        .direct = "",
        .verdict = open ? WIT_REACHABLE : WIT_UNKNOWN,
        .legs = leg,
        .n_legs = 1,
        .text = wit_fmt(q->arena,
                        "whoever may call ssm:StartSession -> %s -> %s: instances there %s open sessions themselves, "
                        "so no ingress rule stops a shell or a forwarded port",
                        relay, name, open ? "can" : "may")};
    wit_indirect_add(out, q->arena, &row);
}

void wit_indirect_sessions(struct wit_indirect_list *out, const struct wit_indirect_asking *q,
                           const struct wit_interface *const *interfaces, size_t n, const char *name)
{
    const struct wit_interface **instances = WIT_NEW_ARRAY(q->arena, const struct wit_interface *, n);
    size_t n_instances = 0, asked = 0, found = 0;
    for (size_t i = 0; i < n; i++) { /* what a service made runs no agent */
        if (interfaces[i]->instance[0] != '\0' && !interfaces[i]->requester_managed)
            instances[n_instances++] = interfaces[i];
    }
    if (n_instances == 0)
        return;
    struct wit_party from, to;
    struct wit_pset https = wit_pset_ports(q->arena, WIT_TCP, 443, 443);
    struct wit_answer a;
    wit_party_interfaces(&from, q->arena, name, instances, n_instances, WIT_NO_GAP);
    for (size_t i = 0; i < q->estate->n_endpoints && asked < ENDPOINTS_MAX; i++) {
        const struct wit_endpoint *e = &q->estate->endpoints[i];
        if (!carries_sessions(e))
            continue;
        asked++;
        wit_party_interfaces(&to, q->arena, e->id, e->interfaces, e->n_interfaces, WIT_NO_GAP);
        wit_reach_any(&a, q->arena, q->reach, &from, &to, https, false);
        if (a.verdict == WIT_ISOLATED || a.verdict == WIT_ONE_WAY)
            continue;
        add_session(out, q, wit_fmt(q->arena, "%s (%s)", e->id, e->service_name), name, &a);
        found++;
    }
    if (found > 0)
        return;
    wit_internet_party(&to);
    wit_reach_any(&a, q->arena, q->reach, &from, &to, https, false);
    if (a.verdict == WIT_REACHABLE || a.verdict == WIT_PARTIAL)
        add_session(out, q, "Systems Manager's public endpoints", name, &a);
}

void wit_indirect_resolver(struct wit_indirect_list *out, const struct wit_indirect_asking *q,
                           const struct wit_network *network, const char *from)
{
    const char **relays = WIT_NEW(q->arena, const char *);
    relays[0] = wit_fmt(q->arena, "resolver of %s", network->id);
    struct wit_indirect row = {
        .kind = "resolver",
        .from = from,
        .to = "internet",
        .relays = relays,
        .n_relays = 1,
        .direct = "",
        .verdict = WIT_UNKNOWN,
        .text = wit_fmt(q->arena,
                        "%s -> resolver of %s -> internet: names of any domain are asked outside, and no group or ACL "
                        "stops it; whether DNS support is on, or a DNS firewall filters, is not in evidence",
                        from, network->id)};
    wit_indirect_add(out, q->arena, &row);
}
