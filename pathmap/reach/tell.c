/* pathmap/reach/tell.c: one step in words: which object and rules did it, and where that stands in the evidence.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "pathmap/reach/inside.h"

struct about {
    const char *name;
    struct wit_cite cite;
};

static void index_one(struct wit_reach *r, const char *id, const char *name, struct wit_cite cite)
{
    if (id == NULL || id[0] == '\0')
        return;
    struct about *a = WIT_NEW(r->arena, struct about);
    *a = (struct about){name == NULL ? "" : name, cite};
    wit_strmap_put(r->about, id, a);
}

#define INDEX(list, n)                                                                                                 \
    for (size_t i = 0; i < (n); i++)                                                                                   \
    index_one(r, (list)[i].id, (list)[i].name, (list)[i].cite)

/* Every object that a step may name; made when the first answer is told. */
static const struct about *about(struct wit_reach *r, const char *id)
{
    const struct wit_estate *e = r->estate;
    if (r->about == NULL) {
        r->about = wit_strmap_new(r->arena);
        INDEX(e->filters, e->n_filters);
        INDEX(e->tables, e->n_tables);
        INDEX(e->gateways, e->n_gateways);
        INDEX(e->endpoints, e->n_endpoints);
        INDEX(e->interfaces, e->n_interfaces);
        INDEX(e->instances, e->n_instances);
        INDEX(e->subnets, e->n_subnets);
        INDEX(e->networks, e->n_networks);
        INDEX(e->buckets, e->n_buckets);
        INDEX(e->attachments, e->n_attachments);
        INDEX(e->transit_tables, e->n_transit_tables);
        INDEX(e->balancers, e->n_balancers);
        INDEX(e->endpoint_services, e->n_endpoint_services);
        INDEX(e->accelerators, e->n_accelerators);
        INDEX(e->doors, e->n_doors);
    }
    return id == NULL ? NULL : wit_strmap_get(r->about, id);
}

const char *wit_set_text(struct wit_arena *arena, wit_set ports)
{
    enum { TEXT_MAX_BYTES = 4096 };
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf buf;
    wit_buf_init(&buf, TEXT_MAX_BYTES);
    wit_pset_text(&buf, *ports);
    return wit_strdup(arena, wit_buf_str(&buf));
}

const char *wit_rule_text(struct wit_arena *arena, const struct wit_rule *rule)
{
    char prefix[WIT_PREFIX_TEXT];
    const char *peer = rule->peer == WIT_PEER_PREFIX ? wit_prefix_text(prefix, rule->prefix) : rule->peer_id;
    return wit_fmt(arena, "%s %s %s %s", rule->allow ? "allows" : "denies",
                   wit_pset_is_all(rule->ports) ? "everything" : wit_set_text(arena, &rule->ports),
                   rule->egress ? "to" : "from", peer[0] == '\0' ? "a peer that could not be read" : peer);
}

static const char *rule_word(struct wit_arena *arena, const struct wit_step *step, const struct wit_rule *rule)
{
    if (step->kind == WIT_STEP_ACL && rule == NULL &&
        (step->subnet->acl == NULL || step->subnet->acl->gap != WIT_NO_GAP))
        return ""; /* what is not in evidence has no last entry */
    if (step->kind == WIT_STEP_ACL)
        return wit_fmt(arena, "%u", rule != NULL ? rule->number : 32767U);
    if (rule == NULL)
        return "";
    return rule->id[0] != '\0' ? rule->id : wit_fmt(arena, "%s/%u", rule->egress ? "egress" : "ingress", rule->number);
}

static wit_set lowest_of(struct wit_reach *r, wit_set set)
{
    if (set->n == 0)
        return set;
    struct wit_span span = {set->spans[0].first, set->spans[0].first};
    return wit_set_of(r, (struct wit_pset){&span, 1});
}

void wit_step_decider(struct wit_decider *out, struct wit_arena *arena, struct wit_reach *r,
                      const struct wit_step *step, wit_set ports, bool passes)
{
    wit_set port = lowest_of(r, wit_step_ports(step, ports));
    *out = (struct wit_decider){step->word, wit_strdup(arena, step->id), wit_strdup(arena, step->rule), "", step->cite};
    if (step->kind == WIT_STEP_GROUP) {
        const struct wit_filter *filter = NULL;
        const struct wit_rule *rule =
            passes && step->peer.family != 0 ? wit_filters_group_rule(step, &filter, port) : NULL;
        out->direction = step->egress ? "egress" : "ingress";
        out->id = filter != NULL ? filter->id : step->itf->n_filters > 0 ? step->itf->filter_ids[0] : "";
        if (rule != NULL) {
            out->rule = rule_word(arena, step, rule);
            out->cite = rule->cite;
        } else if (step->itf->n_filters > 0 && step->itf->filters[0] != NULL) {
            out->cite = step->itf->filters[0]->cite;
        }
    } else if (step->kind == WIT_STEP_ACL) {
        const struct wit_filter *acl = step->subnet->acl;
        const struct wit_rule *rule = wit_filters_acl_rule(step, port->n == 0 ? 0 : port->spans[0].first);
        out->direction = step->egress ? "egress" : "ingress";
        out->id = acl != NULL ? acl->id : "";
        out->rule = rule_word(arena, step, rule);
        out->cite = rule != NULL ? rule->cite : acl != NULL ? acl->cite : (struct wit_cite){UINT32_MAX, ""};
    }
    if (out->cite.artefact == UINT32_MAX) { /* the object's own record */
        const struct about *a = about(r, out->id);
        if (a != NULL)
            out->cite = a->cite;
    }
    if (!wit_decider_is_word(out->kind)) /* the contract's words only, whatever a step says */
        out->kind = "policy";
}

/* The groups of an interface, as many as a line holds. */
static const char *group_list(struct wit_arena *arena, const struct wit_interface *itf)
{
    enum { SHOWN = 5 };
    const char *text = "";
    for (size_t i = 0; i < itf->n_filters && i < SHOWN; i++)
        text = wit_fmt(arena, "%s%s%s", text, i > 0 ? ", " : "", itf->filter_ids[i]);
    return itf->n_filters > SHOWN ? wit_fmt(arena, "%s and %zu more", text, itf->n_filters - SHOWN) : text;
}

/* alike: as it holds of every pair that is closed in this way */
static const char *silence(struct wit_arena *arena, struct wit_reach *r, const struct wit_step *s, wit_set ports,
                           bool alike)
{
    if (s->kind == WIT_STEP_ACL) {
        bool unread = s->subnet->acl == NULL || s->subnet->acl->gap != WIT_NO_GAP;
        if (unread)
            return wit_fmt(arena,
                           s->subnet->acl == NULL ? "the ACL of %s is not in evidence"
                                                  : "the entries of the ACL of %s are not all in evidence",
                           s->subnet->id);
        return wit_set_meets(r, s->set.hi, ports) ? "entries before it could not be read"
                                                  : "no entry matches: denied at the end of the list";
    }
    if (s->itf->unfiltered)
        return "this kind of interface has no groups: everything passes";
    if (s->peer.family == 0)
        return "what the groups would let pass from or to anybody";
    if (wit_set_meets(r, s->set.hi, ports))
        return "what may allow it is not all in evidence";
    char peer[WIT_ADDR_TEXT];
    const char *groups = group_list(arena, s->itf);
    const char *of = groups[0] == '\0'        ? ", which has no groups,"
                     : s->itf->n_filters == 1 ? wit_fmt(arena, " in %s", groups)
                                              : wit_fmt(arena, " in any of %s", groups);
    if (alike)
        return wit_fmt(arena, "no rule%s allows %s %s", of, wit_set_text(arena, ports),
                       s->egress ? "to there" : "from there");
    return wit_fmt(arena, "no rule%s allows %s %s %s", of, wit_set_text(arena, ports), s->egress ? "to" : "from",
                   wit_addr_text(peer, s->peer));
}

static const char *filter_text(struct wit_arena *arena, struct wit_reach *r, const struct wit_step *s, wit_set ports,
                               const struct wit_rule_hits *hits, bool passes, bool alike)
{
    if (hits->n != 1 || hits->list[0].rule == NULL) {
        size_t told = 0;
        for (size_t i = 0; i < hits->n; i++)
            told += hits->list[i].rule != NULL;
        return told == 0        ? silence(arena, r, s, ports, alike)
               : told < hits->n ? wit_fmt(arena, "%zu rules decide; for %s %s", told + hits->more,
                                          wit_set_text(arena, hits->list[hits->n - 1].ports),
                                          silence(arena, r, s, hits->list[hits->n - 1].ports, alike))
                                : wit_fmt(arena, "%zu rules together", told + hits->more);
    }
    const char *text = wit_rule_text(arena, hits->list[0].rule);
    bool clouded =
        s->kind == WIT_STEP_ACL && !passes && wit_set_meets(r, s->set.hi, ports) && !wit_set_has(r, s->set.lo, ports);
    return clouded ? wit_fmt(arena, "%s, unless an entry before it that could not be read decides", text) : text;
}

static void tell_rules(struct wit_telling *out, struct wit_arena *arena, struct wit_reach *r, const struct wit_step *s,
                       const struct wit_rule_hits *hits)
{
    struct wit_hop_rule *list = WIT_NEW_ARRAY(arena, struct wit_hop_rule, hits->n);
    for (size_t i = 0; i < hits->n; i++) {
        const struct wit_rule_hit *h = &hits->list[i];
        if (h->rule == NULL && !(s->kind == WIT_STEP_ACL && s->subnet->acl != NULL))
            continue;
        const struct wit_filter *f = h->filter;
        list[out->n_rules++] = (struct wit_hop_rule){
            .id = f->id,
            .rule = rule_word(arena, s, h->rule),
            .ports = wit_set_text(arena, h->ports),
            .text = h->rule != NULL ? wit_rule_text(arena, h->rule) : "denies everything at the end of the list",
            .evidence = wit_cite_text(arena, r->estate, h->rule != NULL ? h->rule->cite : f->cite)};
    }
    out->rules = list;
    if (out->n_rules < 2)
        out->n_rules = 0; /* the hop itself says it */
}

void wit_step_tell(struct wit_telling *out, struct wit_arena *arena, struct wit_reach *r, const struct wit_step *s,
                   wit_set ports, bool passes)
{
    *out = (struct wit_telling){.text = ""};
    ports = wit_step_ports(s, ports);
    wit_step_decider(&out->decider, arena, r, s, ports, passes);
    const struct about *a = about(r, out->decider.id);
    out->name = a == NULL ? "" : wit_strdup(arena, a->name);
    if (s->kind == WIT_STEP_GROUP || s->kind == WIT_STEP_ACL) {
        struct wit_rule_hits hits;
        wit_filters_hits(&hits, arena, r, s, ports);
        out->text = filter_text(arena, r, s, ports, &hits, passes, false);
        out->alike = filter_text(arena, r, s, ports, &hits, passes, true);
        tell_rules(out, arena, r, s, &hits);
    } else {
        out->text = out->alike = wit_strdup(arena, s->text);
    }
    out->evidence = wit_cite_text(arena, r->estate, out->decider.cite);
}
