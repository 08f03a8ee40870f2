/* pathmap/reach/hops.c: one way, told hop by hop, both directions, each with its rule and its citation.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "pathmap/reach/inside.h"

static const char *ports_text(struct wit_arena *arena, struct wit_pset ports)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf buf;
    wit_buf_init(&buf, 4096);
    wit_pset_text(&buf, ports);
    return wit_strdup(arena, wit_buf_str(&buf));
}

const char *wit_rule_text(struct wit_arena *arena, const struct wit_rule *rule)
{
    char prefix[WIT_PREFIX_TEXT];
    const char *peer = rule->peer == WIT_PEER_PREFIX ? wit_prefix_text(prefix, rule->prefix) : rule->peer_id;
    return wit_fmt(arena, "%s %s %s %s", rule->allow ? "allows" : "denies",
                   wit_pset_is_all(rule->ports) ? "everything" : ports_text(arena, rule->ports),
                   rule->egress ? "to" : "from", peer[0] == '\0' ? "a peer that could not be read" : peer);
}

static const char *header(struct wit_arena *arena, struct wit_addr src, struct wit_addr dst)
{
    char a[WIT_ADDR_TEXT], b[WIT_ADDR_TEXT];
    if (src.family == 0 || dst.family == 0)
        return "";
    return wit_fmt(arena, "%s -> %s", wit_addr_text(a, src), wit_addr_text(b, dst));
}

static const char *filter_text(struct wit_arena *arena, struct wit_reach *r, const struct wit_step *s, wit_set ports,
                               bool passes)
{
    const struct wit_rule *rule = NULL;
    if (s->kind == WIT_STEP_ACL) {
        if (s->subnet->acl == NULL)
            return "the ACL is not in evidence";
        rule = ports->n > 0 ? wit_filters_acl_rule(s, ports->spans[0].first) : NULL;
        return rule != NULL ? wit_rule_text(arena, rule) : "no rule matches: denied at the end of the list";
    }
    if (s->itf->unfiltered)
        return "this kind of interface has no groups: everything passes";
    const struct wit_filter *filter = NULL;
    (void)r;
    rule = passes && s->peer.family != 0 ? wit_filters_group_rule(s, &filter, ports) : NULL;
    if (rule != NULL)
        return wit_rule_text(arena, rule);
    return s->peer.family == 0 ? "what the groups would let in from anybody"
                               : wit_fmt(arena, "no rule of the groups of %s allows it", s->itf->id);
}

void wit_hops_fill(struct wit_answer *out, struct wit_arena *arena, struct wit_reach *r, const struct wit_step *last,
                   wit_set ports)
{
    size_t n = 0;
    for (const struct wit_step *s = last; s != NULL; s = s->prev)
        n++;
    struct wit_hop *hops = WIT_NEW_ARRAY(arena, struct wit_hop, n);
    size_t at = n;
    for (const struct wit_step *s = last; s != NULL; s = s->prev) {
        struct wit_hop *hop = &hops[--at];
        struct wit_decider d;
        bool lo = wit_set_has(r, s->set.lo, ports), hi = wit_set_meets(r, s->set.hi, ports);
        wit_set speaks = ports;
        if (s->reply) { /* the port replied to is the client's choice */
            wit_set replies = wit_set_or(r, wit_set_or(r, r->tcp_source, r->udp_source), r->icmp4);
            bool tcp = wit_set_meets(r, ports, r->tcp), udp = wit_set_meets(r, ports, r->udp);
            if (tcp || udp)
                replies = tcp ? r->tcp_source : r->udp_source;
            speaks = wit_set_and(r, replies, s->set.hi) == r->none ? replies : wit_set_and(r, replies, s->set.hi);
            lo = wit_set_meets(r, s->set.lo, replies);
            hi = wit_set_meets(r, s->set.hi, replies);
        }
        bool rewritten = wit_addr_cmp(s->src, s->new_src) != 0 || wit_addr_cmp(s->dst, s->new_dst) != 0;
        wit_step_decider(&d, arena, r, s, speaks, lo);
        bool filter = s->kind == WIT_STEP_GROUP || s->kind == WIT_STEP_ACL;
        *hop = (struct wit_hop){.direction = s->reply ? "reply" : "forward",
                                .kind = d.kind,
                                .id = d.id,
                                .rule = d.rule,
                                .action = !hi         ? "block"
                                          : !lo       ? "unknown"
                                          : rewritten ? "rewrite"
                                                      : "pass",
                                .before = header(arena, s->src, s->dst),
                                .after = header(arena, s->new_src, s->new_dst),
                                .evidence = wit_cite_text(arena, r->estate, d.cite)};
        const char *text = filter ? filter_text(arena, r, s, speaks, lo) : wit_strdup(arena, s->text);
        hop->text = filter ? wit_fmt(arena, "%s: %s", d.direction, text) : text;
    }
    out->hops = hops;
    out->n_hops = n;
}
