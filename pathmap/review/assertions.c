/* pathmap/review/assertions.c: what must be impossible: proved with the cut, violated with the paths, or left unknown
 * with the gaps.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/reachability.md, chapter 2. A statement is about packets as much as about connections: what is delivered
 * but never answered (one-way) leaks, so it violates the statement. A statement about nobody is not proved.
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/review/review.h"

enum { WITNESSES_MAX = 500, PAIRS_MAX = 20000, EXPLAINED_MAX = 4000 };

/* One closing rule and what it closes. */
struct cut {
    const struct wit_part *from, *to; /* the first */
    size_t n_pairs;
    const char *words, *evidence;
};

struct proof {
    struct wit_review *r;
    struct wit_pset ports;
    struct wit_witness *open, *unknown;
    size_t n_open, open_cap, n_unknown, unknown_cap, more_open;
    struct cut *cuts;
    size_t n_cuts, cuts_cap, n_explained;
    struct wit_strmap *cut_index;
    wit_gap_ref *gaps;
    size_t n_gaps, gaps_cap;
    uint64_t pairs;
    bool doubtful; /* an interface endpoint would have a way */
};

const char *wit_decider_words(struct wit_arena *arena, const char *kind, const char *id, const char *rule,
                              const char *direction)
{
    const char *text = id[0] == '\0' ? kind : wit_fmt(arena, "%s %s", kind, id);
    if (direction[0] != '\0')
        text = wit_fmt(arena, "%s %s", text, direction);
    if (rule[0] != '\0')
        text = wit_fmt(arena, "%s rule %s", text, rule);
    return text;
}

/* The path of the inventory between two scopes that has these ports. */
static const char *path_between(const struct wit_review *r, const struct wit_part *from, const struct wit_part *to,
                                struct wit_pset ports)
{
    const char *any = "";
    for (size_t i = 0; i < r->n_paths; i++) {
        const struct wit_path *p = &r->paths[i];
        if (strcmp(p->from.id, from->id) != 0 || strcmp(p->to.id, to->id) != 0)
            continue;
        if (wit_pset_meets(wit_port_ranges_set(r->arena, p->service.ports, p->service.n_ports), ports))
            return p->id;
        if (any[0] == '\0')
            any = p->id;
    }
    return any;
}

/* What opened it: the last filter that let it in, forward. */
static void tell_opener(struct wit_witness *w, const struct proof *p, const struct wit_part *from,
                        const struct wit_part *to, struct wit_pset open)
{
    struct wit_answer a;
    const struct wit_hop *opener = NULL;
    wit_reach_any(&a, p->r->arena, p->r->reach, &from->party, &to->party, open, true);
    for (size_t i = 0; i < a.n_hops; i++) {
        const struct wit_hop *h = &a.hops[i];
        if (strcmp(h->direction, "forward") == 0 && strcmp(h->action, "pass") == 0 &&
            (opener == NULL || strcmp(h->kind, "security-group") == 0 || strcmp(opener->kind, "security-group") != 0))
            opener = h;
    }
    if (opener == NULL) {
        w->decider = wit_decider_words(p->r->arena, a.decider.kind, a.decider.id, a.decider.rule, a.decider.direction);
        w->evidence = wit_cite_text(p->r->arena, p->r->estate, a.decider.cite);
        return;
    }
    const char *words = wit_decider_words(p->r->arena, opener->kind, opener->id, opener->rule, "");
    w->decider = opener->text[0] == '\0' ? words : wit_fmt(p->r->arena, "%s: %s", words, opener->text);
    w->evidence = opener->evidence;
}

static void on_open(struct proof *p, const struct wit_part *from, const struct wit_part *to, const struct wit_answer *a)
{
    struct wit_arena *arena = p->r->arena;
    bool open = a->verdict == WIT_REACHABLE || a->verdict == WIT_PARTIAL;
    if (p->n_open >= WITNESSES_MAX) {
        p->more_open++;
        return;
    }
    struct wit_witness *w = &WIT_PUSH(arena, p->open, p->n_open, p->open_cap);
    *w = (struct wit_witness){.from = from->label,
                              .to = to->label,
                              .ports = open ? wit_pset_words(arena, a->open) : "",
                              .path = path_between(p->r, from, to, open ? a->open : p->ports),
                              .verdict = open ? a->verdict : WIT_ONE_WAY};
    if (open) {
        tell_opener(w, p, from, to, a->open);
        return;
    }
    w->decider =
        wit_fmt(arena, "delivered, but answers are stopped by %s",
                wit_decider_words(arena, a->decider.kind, a->decider.id, a->decider.rule, a->decider.direction));
    w->evidence = wit_cite_text(arena, p->r->estate, a->decider.cite);
}

static void on_unknown(struct proof *p, const struct wit_part *from, const struct wit_part *to,
                       const struct wit_answer *a)
{
    struct wit_arena *arena = p->r->arena;
    for (size_t i = 0; i < a->n_gaps; i++)
        WIT_PUSH(arena, p->gaps, p->n_gaps, p->gaps_cap) = a->gaps[i];
    if (p->n_unknown >= WITNESSES_MAX)
        return;
    const char *words = wit_decider_words(arena, a->decider.kind, a->decider.id, a->decider.rule, a->decider.direction);
    const struct wit_gap *first = a->n_gaps == 0 ? NULL : wit_reach_gap(p->r->reach, a->gaps[0]);
    /* The filter alone does not say what of it is missing: "…: GetManagedPrefixListEntries of pl-1: denied". */
    const char *missing = first == NULL ? "" : wit_gap_brief(arena, wit_strdup(arena, first->text));
    if (missing[0] != '\0')
        words = words[0] == '\0' ? missing : wit_fmt(arena, "%s: %s", words, missing);
    WIT_PUSH(arena, p->unknown, p->n_unknown, p->unknown_cap) =
        (struct wit_witness){.from = from->label,
                             .to = to->label,
                             .ports = wit_pset_words(arena, a->possible),
                             .decider = words,
                             .path = path_between(p->r, from, to, a->possible),
                             .evidence = wit_cite_text(arena, p->r->estate, a->decider.cite),
                             .verdict = WIT_UNKNOWN};
}

/* An address is no rule, and its reason cites nothing: the interface's own record is the evidence. */
static const char *cite_address(const struct proof *p, const struct wit_part *part, const char *id)
{
    for (size_t i = 0; i < part->n_interfaces; i++)
        if (strcmp(part->interfaces[i]->id, id) == 0)
            return wit_cite_text(p->r->arena, p->r->estate, part->interfaces[i]->cite);
    return "";
}

static void add_cut(struct proof *p, const struct wit_part *from, const struct wit_part *to, const char *words,
                    const char *evidence)
{
    struct wit_arena *arena = p->r->arena;
    const char *key = wit_fmt(arena, "%s\n%s", words, evidence);
    uintptr_t at = (uintptr_t)wit_strmap_get(p->cut_index, key);
    if (at == 0) {
        WIT_PUSH(arena, p->cuts, p->n_cuts, p->cuts_cap) =
            (struct cut){.from = from, .to = to, .words = words, .evidence = evidence};
        at = p->n_cuts;
        wit_strmap_set(p->cut_index, key, (void *)at);
    }
    p->cuts[at - 1].n_pairs++;
}

/* "network-acl acl-1 ingress rule 90 (acl-deny) on the way 10.0.0.0/16 to local; also closed by …" */
static const char *closing_words(struct wit_arena *arena, const struct wit_decider *d, const char *reason,
                                 const struct wit_cut *cut)
{
    /* That an interface has no public address is one reason, however many interfaces there are; each is cited. */
    const char *id = strcmp(d->kind, "address") == 0 ? "" : d->id;
    const char *words = wit_decider_words(arena, d->kind, id, d->rule, d->direction);
    if (reason[0] != '\0' && strcmp(d->kind, "address") == 0)
        words = wit_reason_text(reason); /* nothing else is named: a sentence, not a code */
    else if (reason[0] != '\0')
        words = words[0] == '\0' ? reason : wit_fmt(arena, "%s (%s)", words, reason);
    if (cut != NULL && cut->way[0] != '\0')
        words = wit_fmt(arena, "%s on the way %s", words, cut->way);
    for (size_t i = 0; cut != NULL && i < cut->n_also; i++) {
        const struct wit_decider *also = &cut->also[i];
        words = wit_fmt(arena, "%s%s %s", words, i == 0 ? "; also closed by" : ",",
                        wit_decider_words(arena, also->kind, also->id, also->rule, also->direction));
    }
    return words;
}

static const char *closing_evidence(const struct proof *p, const struct wit_part *from, const struct wit_part *to,
                                    const struct wit_answer *a, const struct wit_decider *d)
{
    const char *evidence = wit_cite_text(p->r->arena, p->r->estate, d->cite);
    const char *const ids[] = {d->id, a->to_endpoint, a->from_endpoint};
    bool address = strcmp(d->kind, "address") == 0;
    for (size_t i = 0; address && evidence[0] == '\0' && p->n_cuts < WITNESSES_MAX && i < 3; i++) {
        evidence = ids[i] == NULL ? "" : cite_address(p, to, ids[i]);
        if (evidence[0] == '\0' && ids[i] != NULL)
            evidence = cite_address(p, from, ids[i]);
    }
    return evidence;
}

/* Every way between the two is closed: each by what closes it first. */
static void on_closed(struct proof *p, const struct wit_part *from, const struct wit_part *to, struct wit_answer *a)
{
    struct wit_arena *arena = p->r->arena;
    if (p->n_explained++ < EXPLAINED_MAX)
        wit_reach_explain(a, arena, p->r->reach, &from->party, &to->party, p->ports);
    for (size_t i = 0; i < a->n_cuts; i++) {
        const struct wit_cut *c = &a->cuts[i];
        add_cut(p, from, to, closing_words(arena, &c->decider, c->reason, c),
                closing_evidence(p, from, to, a, &c->decider));
    }
    if (a->n_cuts == 0)
        add_cut(p, from, to, closing_words(arena, &a->decider, a->reason, NULL),
                closing_evidence(p, from, to, a, &a->decider));
}

static void check(struct proof *p, const struct wit_part *from, const struct wit_part *to)
{
    struct wit_answer a;
    bool same = from->n_interfaces == 1 && to->n_interfaces == 1 && from->interfaces[0] == to->interfaces[0];
    if (same)
        return;
    wit_reach_any(&a, p->r->arena, p->r->reach, &from->party, &to->party, p->ports, false);
    p->pairs += a.pairs;
    bool delivered = a.open.n > 0 || a.verdict == WIT_ONE_WAY || a.pairs_one_way > 0;
    if (from->doubtful && delivered) {
        p->doubtful = true;
        on_unknown(p, from, to, &a);
        return;
    }
    if (a.open.n > 0 || a.verdict == WIT_REACHABLE || a.verdict == WIT_PARTIAL || a.verdict == WIT_ONE_WAY ||
        a.pairs_one_way > 0)
        on_open(p, from, to, &a);
    else if (a.possible.n > 0 || a.verdict == WIT_UNKNOWN || a.pairs_unknown > 0)
        on_unknown(p, from, to, &a);
    else
        on_closed(p, from, to, &a);
}

static int by_words(const void *a, const void *b)
{
    const struct cut *x = a, *y = b;
    int order = strcmp(x->words, y->words);
    return order != 0 ? order : strcmp(x->evidence, y->evidence);
}

static struct wit_witness *cut_witnesses(const struct proof *p, const char *ports)
{
    struct wit_arena *arena = p->r->arena;
    struct wit_witness *list = WIT_NEW_ARRAY(arena, struct wit_witness, p->n_cuts);
    qsort(p->cuts, p->n_cuts, sizeof *p->cuts, by_words);
    for (size_t i = 0; i < p->n_cuts; i++) {
        const struct cut *c = &p->cuts[i];
        const char *more = c->n_pairs == 1 ? "" : wit_fmt(arena, " and %zu more ways", c->n_pairs - 1);
        list[i] = (struct wit_witness){.from = c->from->label,
                                       .to = wit_fmt(arena, "%s%s", c->to->label, more),
                                       .ports = ports,
                                       .decider = c->words,
                                       .path = "",
                                       .evidence = c->evidence,
                                       .verdict = WIT_ISOLATED};
    }
    return list;
}

static const char *statement(struct wit_review *r, const struct wit_never *n)
{
    const char *text = "from ";
    for (size_t i = 0; i < n->n_from; i++) {
        bool negated = n->from[i].kind == WIT_END_NOT_ROLE;
        const char *name = negated ? wit_fmt(r->arena, "everything but %s", n->from[i].role->id) : n->from[i].text;
        bool both = negated && i > 0 && n->from[i - 1].kind == WIT_END_NOT_ROLE;
        text = both ? wit_fmt(r->arena, "%s and %s", text, n->from[i].role->id)
                    : wit_fmt(r->arena, "%s%s%s", text, i > 0 ? ", " : "", name);
    }
    return wit_fmt(r->arena, "%s to %s, %s", text, n->to.text,
                   n->any_port ? "any port" : wit_pset_words(r->arena, n->ports));
}

static void add_endpoint_gap(struct wit_assertion *out, struct wit_review *r)
{
    const char **longer = WIT_NEW_ARRAY(r->arena, const char *, out->n_gaps + 1);
    for (size_t i = 0; i < out->n_gaps; i++)
        longer[i] = out->gaps[i];
    longer[out->n_gaps++] = wit_endpoint_gap(r->arena).id;
    out->gaps = longer;
    r->used->endpoints = true;
}

/* A statement about nobody, or about members that are not all known, proves nothing. */
static void conclude(struct wit_assertion *out, struct proof *p, const struct wit_never *n, bool vacuous,
                     wit_gap_ref from_gap, wit_gap_ref to_gap)
{
    struct wit_arena *arena = p->r->arena;
    const char *ports = n->any_port ? "" : wit_pset_words(arena, n->ports);
    if (p->n_open > 0) {
        if (p->more_open > 0)
            WIT_PUSH(arena, p->open, p->n_open, p->open_cap) =
                (struct wit_witness){.from = "",
                                     .to = "",
                                     .ports = "",
                                     .decider = wit_fmt(arena, "and %zu more ways", p->more_open),
                                     .path = "",
                                     .evidence = "",
                                     .verdict = WIT_REACHABLE};
        out->proof = WIT_VIOLATED;
        out->witnesses = p->open;
        out->n_witnesses = p->n_open;
        return;
    }
    if (from_gap != WIT_NO_GAP)
        WIT_PUSH(arena, p->gaps, p->n_gaps, p->gaps_cap) = from_gap;
    if (to_gap != WIT_NO_GAP)
        WIT_PUSH(arena, p->gaps, p->n_gaps, p->gaps_cap) = to_gap;
    if (p->n_unknown > 0 || p->n_gaps > 0 || vacuous) {
        out->proof = WIT_UNDECIDED;
        if (vacuous)
            WIT_PUSH(arena, p->unknown, p->n_unknown, p->unknown_cap) =
                (struct wit_witness){.from = statement(p->r, n),
                                     .to = n->to.text,
                                     .ports = ports,
                                     .decider = "the statement is about no endpoint at all: a role matches nothing",
                                     .path = "",
                                     .evidence = "",
                                     .verdict = WIT_UNKNOWN};
        out->witnesses = p->unknown;
        out->n_witnesses = p->n_unknown;
        out->gaps = wit_gap_ids(&out->n_gaps, p->r, p->gaps, p->n_gaps);
        if (p->doubtful)
            add_endpoint_gap(out, p->r);
        return;
    }
    out->proof = WIT_PROVED;
    out->witnesses = cut_witnesses(p, ports);
    out->n_witnesses = p->n_cuts;
}

static void prove(struct wit_assertion *out, struct wit_review *r, const struct wit_never *n)
{
    struct proof p = {.r = r, .ports = n->ports, .cut_index = wit_strmap_new(r->arena)};
    struct wit_party from, to;
    size_t n_from, n_to;
    wit_ends_party(&from, r->arena, r->estate, n->from, n->n_from, false);
    wit_ends_party(&to, r->arena, r->estate, &n->to, 1, true);
    struct wit_part *sources = wit_parts_of(&n_from, r, &from, true, true);
    struct wit_part *sinks = wit_parts_of(&n_to, r, &to, false, true);
    if (n_from * n_to > PAIRS_MAX) {
        sources = wit_parts_of(&n_from, r, &from, true, false);
        sinks = wit_parts_of(&n_to, r, &to, false, false);
    }
    for (size_t i = 0; i < n_from; i++)
        for (size_t k = 0; k < n_to; k++)
            check(&p, &sources[i], &sinks[k]);
    const char **words = WIT_NEW_ARRAY(r->arena, const char *, n->n_from);
    for (size_t i = 0; i < n->n_from; i++)
        words[i] = n->from[i].text;
    *out = (struct wit_assertion){.id = n->id, .text = statement(r, n), .from = words, .n_from = n->n_from};
    out->to = n->to.text;
    if (!n->any_port)
        out->ports = wit_port_ranges_of(&out->n_ports, r->arena, n->ports);
    out->checked_pairs = p.pairs;
    conclude(out, &p, n, n_from == 0 || n_to == 0 || p.n_open + p.n_unknown + p.n_cuts == 0, from.gap, to.gap);
}

void wit_review_nevers(struct wit_review *r)
{
    size_t n = r->intent == NULL ? 0 : r->intent->n_nevers;
    r->assertions = WIT_NEW_ARRAY(r->arena, struct wit_assertion, n);
    r->n_assertions = n;
    for (size_t i = 0; i < n; i++) {
        if (r->progress != NULL)
            r->progress(r->context, "never", i, n);
        prove(&r->assertions[i], r, &r->intent->nevers[i]);
    }
}
