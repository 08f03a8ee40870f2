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

static bool party_of(struct wit_party *out, const struct wit_review *r, const struct wit_seen_end *end)
{
    if (end->hides || end->place == WIT_AT_UNKNOWN)
        return false;
    if (end->place == WIT_AT_INTERFACE) {
        wit_party_interfaces(out, r->arena, end->interface->id, &end->interface, 1, WIT_NO_GAP);
        out->single = true;
        return true;
    }
    char text[WIT_PREFIX_TEXT];
    bool one = end->prefix.bits == (end->prefix.addr.family == 4 ? 32 : 128);
    *out = (struct wit_party){
        .kind = one ? WIT_PARTY_ADDRESS : WIT_PARTY_PREFIX,
        .text = wit_strdup(r->arena, one ? wit_addr_text(text, end->prefix.addr) : wit_prefix_text(text, end->prefix)),
        .single = one,
        .prefix = end->prefix,
        .gap = WIT_NO_GAP};
    return true;
}

static bool closed(enum wit_verdict v)
{
    return v == WIT_ISOLATED || v == WIT_ONE_WAY;
}

/* What closes it, with its citation; the last element that blocks, when nothing else is named. */
static const char *closer(const struct wit_review *r, const struct wit_answer *a)
{
    const struct wit_decider *d = &a->decider;
    const char *cite = wit_cite_text(r->arena, r->estate, d->cite);
    const char *words = d->kind[0] == '\0' ? "" : wit_decider_words(r->arena, d->kind, d->id, d->rule, d->direction);
    for (size_t i = a->n_hops; i-- > 0 && (words[0] == '\0' || cite[0] == '\0');) {
        const struct wit_hop *h = &a->hops[i];
        if (strcmp(h->action, "block") != 0)
            continue;
        words = words[0] == '\0' ? wit_decider_words(r->arena, h->kind, h->id, h->rule, h->facing) : words;
        cite = cite[0] == '\0' ? h->evidence : cite;
    }
    if (words[0] == '\0')
        words = a->reason[0] == '\0' ? "the configuration" : a->reason;
    return wit_fmt(r->arena, "%s%s by %s%s%s%s", wit_verdict_word(a->verdict),
                   a->verdict == WIT_ONE_WAY ? ", its answer closed" : "", words, cite[0] == '\0' ? "" : " (", cite,
                   cite[0] == '\0' ? "" : ")");
}

static const char *against(const struct wit_review *r, const struct wit_sighting *s)
{
    struct wit_party from, to;
    struct wit_answer a, back;
    struct wit_span span = wit_flow_span(s->flow);
    struct wit_pset ports = {&span, 1};
    if (!party_of(&from, r, &s->client) || !party_of(&to, r, &s->server))
        return NULL;
    wit_reach_ask(&a, r->arena, r->reach, &from, &to, ports, false);
    if (!closed(a.verdict))
        return NULL;
    if (!s->flow->sure) {
        wit_reach_any(&back, r->arena, r->reach, &to, &from, wit_pset_all(), false);
        if (!closed(back.verdict))
            return NULL;
    }
    wit_reach_ask(&a, r->arena, r->reach, &from, &to, ports, true);
    return closer(r, &a);
}

void wit_observe_contradictions(struct wit_review *r)
{
    for (size_t i = 0; i < r->n_sightings; i++) {
        struct wit_sighting *s = &r->sightings[i];
        bool answered = s->carried && s->flow->forth > 0 && s->flow->back > 0;
        bool inside = s->client.interface != NULL || s->server.interface != NULL;
        if (answered && inside && s->bunch != SIZE_MAX && s->client.interface != s->server.interface)
            s->against = against(r, s);
    }
}
