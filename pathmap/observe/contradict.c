/* pathmap/observe/contradict.c: traffic that the configuration closes: the evidence or the model is wrong.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Asked for each pair of endpoints that answered each other. Where it was guessed which side is the client, both
 * directions must be closed; where somebody else may stand behind an end, nothing is asked.
 */
#include <string.h>

#include "pathmap/observe/join.h"
#include "pathmap/review/review.h"

static bool party_of(struct wit_party *out, struct wit_arena *arena, const struct wit_seen_end *end)
{
    if (end->hides || end->place == WIT_AT_UNKNOWN || (end->place == WIT_AT_INTERFACE && end->interface == NULL))
        return false;
    if (end->place == WIT_AT_INTERFACE) {
        wit_party_interfaces(out, arena, end->interface->id, &end->interface, 1, WIT_NO_GAP);
        out->single = true;
        return true;
    }
    char text[WIT_PREFIX_TEXT];
    bool one = end->prefix.bits == (end->prefix.addr.family == 4 ? 32 : 128);
    *out = (struct wit_party){
        .kind = one ? WIT_PARTY_ADDRESS : WIT_PARTY_PREFIX,
        .text = wit_strdup(arena, one ? wit_addr_text(text, end->prefix.addr) : wit_prefix_text(text, end->prefix)),
        .single = one,
        .prefix = end->prefix,
        .gap = WIT_NO_GAP};
    return true;
}

static bool closed(enum wit_verdict v)
{
    return v == WIT_ISOLATED || v == WIT_ONE_WAY;
}

/* The last element that stops it; NULL: none is told. */
static const struct wit_hop *stop_of(const struct wit_answer *a)
{
    for (size_t i = a->n_hops; i-- > 0;)
        if (strcmp(a->hops[i].action, "block") == 0)
            return &a->hops[i];
    return NULL;
}

/* What closes it, with its citation. That there is no way at all has no place of its own in the evidence: then the
 * interface is cited to which none leads. */
static const char *closer(const struct wit_review *r, const struct wit_answer *a, const struct wit_sighting *s)
{
    const struct wit_decider *d = &a->decider;
    const struct wit_hop *stop = stop_of(a);
    const struct wit_interface *inside = s->server.interface != NULL ? s->server.interface : s->client.interface;
    const char *cite = wit_cite_text(r->arena, r->estate, d->cite), *words = a->reason;
    if (d->kind[0] != '\0' && strcmp(d->kind, "address") != 0)
        words = wit_decider_words(r->arena, d->kind, d->id, d->rule, d->direction);
    else if (stop != NULL && stop->text[0] != '\0')
        words = stop->text;
    if (cite[0] == '\0' && stop != NULL)
        cite = stop->evidence;
    if (cite[0] == '\0')
        cite = wit_cite_text(r->arena, r->estate, inside->cite);
    return wit_fmt(r->arena, "%s%s: %s%s%s%s", wit_verdict_word(a->verdict),
                   a->verdict == WIT_ONE_WAY ? ", no answer comes back" : "", words, cite[0] == '\0' ? "" : " (", cite,
                   cite[0] == '\0' ? "" : ")");
}

/* Told in full for the first flows of a path only: the others say the same. */
static const char *against(const struct wit_review *r, const struct wit_sighting *s, bool full)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *scratch = wit_arena_new();
    struct wit_party from, to;
    struct wit_answer a, back;
    struct wit_span span = wit_flow_span(s->flow);
    struct wit_pset ports = {&span, 1};
    if (!party_of(&from, scratch, &s->client) || !party_of(&to, scratch, &s->server))
        return NULL;
    wit_reach_ask(&a, scratch, r->reach, &from, &to, ports, false);
    if (!closed(a.verdict))
        return NULL;
    if (!s->flow->sure) {
        wit_reach_any(&back, scratch, r->reach, &to, &from, wit_pset_all(), false);
        if (!closed(back.verdict))
            return NULL;
    }
    if (!full)
        return wit_verdict_word(a.verdict);
    wit_reach_ask(&a, scratch, r->reach, &from, &to, ports, true);
    return closer(r, &a, s);
}

void wit_observe_contradictions(struct wit_review *r)
{
    enum { TOLD = 8 };
    unsigned *told = WIT_NEW_ARRAY(r->arena, unsigned, r->n_bunches);
    for (size_t i = 0; i < r->n_sightings; i++) {
        struct wit_sighting *s = &r->sightings[i];
        bool answered = s->carried && s->flow->forth > 0 && s->flow->back > 0;
        bool inside = s->client.interface != NULL || s->server.interface != NULL;
        if (answered && inside && s->bunch != SIZE_MAX && s->client.interface != s->server.interface) {
            s->against = against(r, s, told[s->bunch] < TOLD);
            told[s->bunch] += s->against != NULL;
        }
    }
}
