/* pathmap/reach/hops.c: one way, told hop by hop, both directions, each with its rules and its citation.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "pathmap/reach/inside.h"

/* "9094" or "9092-9098" when that is all that the ports say, else "". */
static const char *port_text(struct wit_arena *arena, wit_set ports)
{
    if (ports->n != 1)
        return "";
    unsigned protocol = ports->spans[0].first >> 16, last = ports->spans[0].last >> 16;
    unsigned from = ports->spans[0].first & 0xffff, to = ports->spans[0].last & 0xffff;
    if (protocol != last || (protocol != WIT_TCP && protocol != WIT_UDP) || (from <= 1 && to == 65535))
        return "";
    return from == to ? wit_fmt(arena, "%u", from) : wit_fmt(arena, "%u-%u", from, to);
}

static const char *end_text(struct wit_arena *arena, struct wit_addr a, const char *port)
{
    char text[WIT_ADDR_TEXT];
    wit_addr_text(text, a);
    if (port[0] == '\0')
        return wit_strdup(arena, text);
    return a.family == 6 ? wit_fmt(arena, "[%s]:%s", text, port) : wit_fmt(arena, "%s:%s", text, port);
}

static const char *header(struct wit_arena *arena, const struct wit_step *s, struct wit_addr src, struct wit_addr dst,
                          const char *port)
{
    if (src.family == 0 || dst.family == 0)
        return "";
    return wit_fmt(arena, "%s -> %s", end_text(arena, src, s->reply ? port : ""),
                   end_text(arena, dst, s->reply ? "" : port));
}

/* What a step is asked about: the ports; of the reply, source ports of the client that may be answered. */
static wit_set speaks_of(struct wit_reach *r, const struct wit_step *s, wit_set ports)
{
    return s->reply ? wit_replies_to(r, ports, s->far) : wit_step_ports(s, ports);
}

static const char *passing(struct wit_arena *arena, struct wit_reach *r, wit_set set, wit_set asked)
{
    wit_set both = wit_set_and(r, set, asked);
    return both == r->none ? "" : wit_set_text(arena, both);
}

static bool is_rewritten(const struct wit_step *s)
{
    return wit_addr_cmp(s->src, s->new_src) != 0 || wit_addr_cmp(s->dst, s->new_dst) != 0;
}

static void tell(struct wit_hop *hop, struct wit_arena *arena, struct wit_reach *r, const struct wit_step *s,
                 wit_set ports)
{
    const char *port = port_text(arena, s->ports != NULL ? s->ports : ports);
    const char *port_before = s->came_to != NULL ? port_text(arena, s->came_to) : port;
    wit_set asked = speaks_of(r, s, ports);
    bool lo = wit_set_has(r, s->set.lo, asked), hi = wit_set_meets(r, s->set.hi, asked);
    wit_set about = asked;
    if (s->reply) { /* one source port that passes is enough */
        lo = wit_set_meets(r, s->set.lo, asked);
        about = hi ? wit_set_and(r, asked, s->set.hi) : asked;
    }
    bool filter = s->kind == WIT_STEP_GROUP || s->kind == WIT_STEP_ACL;
    struct wit_telling told;
    wit_step_tell(&told, arena, r, s, about, lo);
    const char *surely = passing(arena, r, s->set.lo, asked), *possibly = passing(arena, r, s->set.hi, asked);
    *hop = (struct wit_hop){.direction = s->reply ? "reply" : "forward",
                            .kind = told.decider.kind,
                            .id = told.decider.id,
                            .name = told.name,
                            .rule = told.decider.rule,
                            .facing = told.decider.direction,
                            .action = !hi               ? "block"
                                      : !lo             ? "unknown"
                                      : is_rewritten(s) ? "rewrite"
                                                        : "pass",
                            .surely = surely,
                            .possibly = strcmp(surely, possibly) == 0 ? "" : possibly,
                            .before = header(arena, s, s->src, s->dst, port_before),
                            .after = header(arena, s, s->new_src, s->new_dst, port),
                            .evidence = told.evidence,
                            .rules = told.rules,
                            .n_rules = told.n_rules};
    hop->text = filter ? wit_fmt(arena, "%s: %s", told.decider.direction, told.text) : told.text;
}

/* Whose rewrite a step of another kind carries: the gateway that the packet passed last, in the reply the one that
 * wrote the address forward. */
static const struct wit_step *rewriter_of(const struct wit_step *s)
{
    if (s->kind == WIT_STEP_GATEWAY || s->kind == WIT_STEP_FAR)
        return s;
    const struct wit_step *nearest = NULL;
    for (const struct wit_step *f = s->prev; f != NULL; f = f->prev) {
        bool gateway = f->kind == WIT_STEP_GATEWAY;
        bool mirrored = s->reply && !f->reply && wit_addr_cmp(f->new_src, s->dst) == 0 &&
                        wit_addr_cmp(f->src, s->new_dst) == 0 && wit_addr_cmp(f->src, f->new_src) != 0;
        if (mirrored && gateway)
            return f;
        if (gateway && f->reply == s->reply && nearest == NULL)
            nearest = f;
    }
    return nearest != NULL ? nearest : s;
}

static void tell_rewrite(struct wit_hop *hop, struct wit_arena *arena, struct wit_reach *r, const struct wit_step *by,
                         const struct wit_hop *at)
{
    struct wit_telling told;
    wit_step_tell(&told, arena, r, by, r->none, true);
    *hop = (struct wit_hop){.direction = at->direction,
                            .kind = told.decider.kind,
                            .id = told.decider.id,
                            .name = told.name,
                            .rule = "",
                            .facing = "",
                            .action = "rewrite",
                            .text = "translates the address",
                            .surely = at->surely,
                            .possibly = at->possibly,
                            .before = at->before,
                            .after = at->after,
                            .evidence = told.evidence};
}

void wit_hops_fill(struct wit_answer *out, struct wit_arena *arena, struct wit_reach *r, const struct wit_leaf *leaf,
                   wit_set ports)
{
    size_t n = 0;
    for (const struct wit_step *s = leaf->last; s != NULL; s = s->prev)
        n += is_rewritten(s) && rewriter_of(s) != s ? 2 : 1;
    struct wit_hop *hops = WIT_NEW_ARRAY(arena, struct wit_hop, n);
    size_t at = n;
    for (const struct wit_step *s = leaf->last; s != NULL; s = s->prev) {
        const struct wit_step *by = is_rewritten(s) ? rewriter_of(s) : s;
        struct wit_hop hop;
        tell(&hop, arena, r, s, ports);
        if (by != s) {
            tell_rewrite(&hops[--at], arena, r, by, &hop);
            hop.after = hop.before;
            hop.action = strcmp(hop.action, "rewrite") == 0 ? "pass" : hop.action;
        }
        hops[--at] = hop;
    }
    out->hops = hops;
    out->n_hops = n;
}
