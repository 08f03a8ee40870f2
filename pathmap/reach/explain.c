/* pathmap/reach/explain.c: the cut: every way that is closed, and by what; equal ones together.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Apart from the verdict, which it never changes: asked for when somebody wants to read why.
 */
#include <string.h>

#include "pathmap/reach/inside.h"

enum { CUTS_MAX = 400, CLASS_PAIRS_MAX = 4096, ALSO_MAX = 4 };

struct explaining {
    struct wit_answer *out;
    struct wit_arena *arena;
    struct wit_reach *r;
    wit_set ports;
    struct wit_cut *list;
    size_t n, cap;
    struct wit_strmap *index;
    size_t *cell_of, cells_cap, n_cells; /* of each cut: the last pair of members that counted */
    size_t cell, class_pairs;
    const struct wit_member *from, *to;
    const char **alike; /* of each cut */
    size_t n_alike, alike_cap;
};

/* "0.0.0.0/0 to nat-1, 0.0.0.0/0 to igw-1": what leads a way on, whatever kinds of steps it has. */
static const char *way_of(struct wit_arena *arena, const struct wit_trace *t)
{
    const char *text = "";
    for (size_t i = 0; i < t->n; i++) {
        const struct wit_step *s = t->steps[i];
        const char *piece = "";
        if (s->reply || s->kind == WIT_STEP_GROUP || s->kind == WIT_STEP_ACL || s->kind == WIT_STEP_BPA ||
            s->kind == WIT_STEP_ADDRESS)
            continue;
        if (s->kind == WIT_STEP_ROUTE)
            piece = s->reason[0] != '\0' && wit_addr_cmp(s->src, s->new_src) == 0 && s->rule[0] == '\0' ? "" : s->text;
        else if (s->id[0] != '\0' && strstr(text, s->id) == NULL)
            piece = wit_fmt(arena, "%s %s", s->word, s->id);
        if (piece[0] != '\0')
            text = text[0] == '\0' ? wit_strdup(arena, piece) : wit_fmt(arena, "%s, %s", text, piece);
    }
    return text;
}

static const char *first_header(struct wit_arena *arena, const struct wit_trace *t)
{
    char src[WIT_ADDR_TEXT], dst[WIT_ADDR_TEXT];
    if (t->n == 0 || t->steps[0]->src.family == 0 || t->steps[0]->dst.family == 0)
        return "";
    return wit_fmt(arena, "%s -> %s", wit_addr_text(src, t->steps[0]->src), wit_addr_text(dst, t->steps[0]->dst));
}

/* Later steps that would stop the same ports by themselves. */
static void tell_also(struct wit_cut *cut, struct explaining *x, const struct wit_trace *t, const struct wit_leaf *leaf,
                      const struct wit_closing *closing)
{
    struct wit_decider *also = WIT_NEW_ARRAY(x->arena, struct wit_decider, ALSO_MAX);
    bool behind = false;
    for (size_t i = 0; i < t->n && cut->n_also < ALSO_MAX && leaf->composed == NULL && !closing->reply; i++) {
        const struct wit_step *s = t->steps[i];
        if (behind && !s->reply && !wit_set_meets(x->r, s->set.hi, closing->ports))
            wit_step_decider(&also[cut->n_also++], x->arena, x->r, s, closing->ports, false);
        behind = behind || s == closing->step;
    }
    cut->also = also;
}

/* What stands in the key is what makes two ways alike. */
static const char *key_of(struct explaining *x, const struct wit_cut *cut, const struct wit_closing *closing)
{
    const struct wit_decider *d = &cut->decider;
    uint32_t groups = 0;
    if (closing->step != NULL && closing->step->kind == WIT_STEP_GROUP)
        groups = wit_itf_facts_of(x->r, closing->step->itf)->group_set + 1;
    bool address = strcmp(d->kind, "address") == 0; /* one reason, however many interfaces there are */
    return wit_fmt(x->arena, "%s\n%s\n%s\n%s\n%s\n%s\n%s\n%d\n%u", d->kind, address ? "" : d->id, d->rule, d->direction,
                   cut->reason, cut->way, cut->ports, cut->reply, groups);
}

static void add_closing(struct explaining *x, const struct wit_case *pair, const struct wit_leaf *leaf,
                        const struct wit_trace *t, const struct wit_closing *closing)
{
    struct wit_cut cut = {.from = wit_strdup(x->arena, pair->from_name),
                          .to = wit_strdup(x->arena, pair->to_name),
                          .way = way_of(x->arena, t),
                          .before = x->from->n_ranges + x->to->n_ranges > 0 ? "" : first_header(x->arena, t),
                          .ports = wit_set_text(x->arena, closing->ports),
                          .reply = closing->reply,
                          .decider = {"address", "", "", "", {UINT32_MAX, ""}},
                          .reason = closing->reason,
                          .text = "",
                          .evidence = ""};
    if (closing->step != NULL)
        wit_step_decider(&cut.decider, x->arena, x->r, closing->step, closing->left, false);
    else
        cut.decider.id = cut.to;
    const char *key = key_of(x, &cut, closing);
    uintptr_t at = (uintptr_t)wit_strmap_get(x->index, key);
    if (at == 0 && x->n == CUTS_MAX) {
        x->out->cuts_left++;
        return;
    }
    if (at == 0) {
        const char *alike = "";
        if (closing->step != NULL) {
            struct wit_telling told;
            wit_step_tell(&told, x->arena, x->r, closing->step, closing->left, false);
            cut.text = told.text;
            cut.evidence = told.evidence;
            alike = told.alike;
            tell_also(&cut, x, t, leaf, closing);
        }
        WIT_PUSH(x->arena, x->list, x->n, x->cap) = cut;
        WIT_PUSH(x->arena, x->alike, x->n_alike, x->alike_cap) = alike;
        WIT_PUSH(x->arena, x->cell_of, x->n_cells, x->cells_cap) = SIZE_MAX;
        at = x->n;
        wit_strmap_set(x->index, key, (void *)at);
    }
    if (x->cell_of[at - 1] != x->cell) {
        x->cell_of[at - 1] = x->cell;
        x->list[at - 1].pairs += wit_pairs_of(x->from, x->to);
    }
}

static void pair_of_classes(struct explaining *x, const struct wit_case *pair, wit_set rest)
{
    struct wit_ways ways;
    if (x->class_pairs++ >= CLASS_PAIRS_MAX) {
        x->out->cuts_left++;
        return;
    }
    const struct wit_unit *from = wit_unit_in_person(x->r, x->arena, pair->from_member, pair->from);
    const struct wit_unit *to = wit_unit_in_person(x->r, x->arena, pair->to_member, pair->to);
    wit_pair_ways(x->r, &ways, from, to);
    for (size_t i = 0; i < ways.n; i++) {
        struct wit_closing closings[WIT_CLOSINGS];
        struct wit_trace t;
        size_t n = wit_leaf_closings(closings, x->r, &ways.leaves[i], rest);
        wit_trace_of(&t, ways.leaves[i].last);
        for (size_t k = 0; k < n; k++)
            add_closing(x, pair, &ways.leaves[i], &t, &closings[k]);
    }
}

static void cell_of_units(struct explaining *x, const struct wit_member *m, const struct wit_member *n,
                          const char *from_name, const char *to_name)
{
    struct wit_sum sum = wit_sum_none(x->r);
    for (size_t i = 0; i < m->n_units; i++)
        for (size_t k = 0; k < n->n_units; k++)
            sum = wit_sum_or(x->r, sum, *wit_pair_sum(x->r, m->units[i], n->units[k]));
    wit_set rest = wit_set_minus(x->r, wit_set_minus(x->r, x->ports, sum.open), sum.may_open);
    for (size_t i = 0; rest != x->r->none && i < m->n_units; i++)
        for (size_t k = 0; k < n->n_units; k++)
            pair_of_classes(x, &(struct wit_case){m->units[i], n->units[k], m, n, from_name, to_name, NULL}, rest);
}

static void cell_of_ranges(struct explaining *x, const struct wit_member *m, const struct wit_member *n)
{
    const struct wit_member *inside = m->n_ranges > 0 ? n : m, *outside = m->n_ranges > 0 ? m : n;
    size_t n_cuts;
    const struct wit_addr *cuts = wit_outside_cuts(x->r, x->arena, inside, outside->ranges, outside->n_ranges, &n_cuts);
    for (size_t i = 0; i < n_cuts; i++) {
        const struct wit_unit *unit = wit_unit_outside(x->r, cuts[i]);
        struct wit_member one = {.units = &unit, .n_units = 1, .text = unit->text};
        if (outside == m)
            cell_of_units(x, &one, n, m->text, n->text);
        else
            cell_of_units(x, m, &one, m->text, n->text);
    }
}

void wit_reach_explain(struct wit_answer *answer, struct wit_arena *arena, struct wit_reach *r,
                       const struct wit_party *from, const struct wit_party *to, struct wit_pset ports)
{
    answer->explained = true;
    if (answer->verdict == WIT_REACHABLE || answer->verdict == WIT_UNKNOWN || answer->pairs == 0)
        return;
    struct explaining x = {
        .out = answer, .arena = arena, .r = r, .ports = wit_set_of(r, ports), .index = wit_strmap_new(arena)};
    struct wit_members froms, tos;
    wit_members_of(&froms, arena, r, from, false);
    wit_members_of(&tos, arena, r, to, true);
    for (size_t i = 0; i < froms.n; i++) {
        for (size_t k = 0; k < tos.n; k++) {
            x.from = &froms.list[i];
            x.to = &tos.list[k];
            x.cell++;
            if (wit_pairs_of(x.from, x.to) == 0 || (x.from->n_ranges > 0 && x.to->n_ranges > 0))
                continue;
            if (x.from->n_ranges > 0 || x.to->n_ranges > 0)
                cell_of_ranges(&x, x.from, x.to);
            else
                cell_of_units(&x, x.from, x.to, x.from->text, x.to->text);
        }
    }
    for (size_t i = 0; i < x.n; i++) {
        if (x.list[i].pairs > 1)
            x.list[i].text = x.alike[i];
    }
    answer->cuts = x.list;
    answer->n_cuts = x.n;
}
