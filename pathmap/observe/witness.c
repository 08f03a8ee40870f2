/* pathmap/observe/witness.c: the second witness of a path: seen, not seen, or not watched.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pathmap/observe/join.h"
#include "pathmap/review/review.h"

enum { CITED = 8, TOLD = 20 };

struct texts {
    const char **items;
    size_t n, cap;
};

static int by_word(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void add_text(struct texts *t, struct wit_arena *arena, const char *text)
{
    if (text == NULL || text[0] == '\0')
        return;
    for (size_t i = 0; i < t->n; i++)
        if (strcmp(t->items[i], text) == 0)
            return;
    WIT_PUSH(arena, t->items, t->n, t->cap) = text;
}

/* Sorted; so many of them that a table stays one. */
static const char *const *sorted(size_t *n, const struct texts *t)
{
    if (t->n > 1)
        qsort(t->items, t->n, sizeof *t->items, by_word);
    *n = t->n > TOLD ? TOLD : t->n;
    return (const char *const *)t->items;
}

/* ---- seen ---- */
static void add_evidence(struct wit_path *path, const struct wit_review *r, const struct texts *flows)
{
    const char **list = WIT_NEW_ARRAY(r->arena, const char *, path->n_evidence + flows->n);
    for (size_t i = 0; i < path->n_evidence; i++)
        list[i] = path->evidence[i];
    for (size_t i = 0; i < flows->n && i < CITED; i++)
        list[path->n_evidence++] = flows->items[i];
    path->evidence = list;
}

static uint64_t failed(const struct wit_seen_flow *f)
{
    return f->refused + f->unanswered + f->rejected;
}

static const char *time_of(const char *a, const char *b, bool earlier)
{
    if (a[0] == '\0' || b[0] == '\0')
        return a[0] == '\0' ? b : a;
    return (strcmp(b, a) < 0) == earlier ? b : a;
}

static size_t gather(struct wit_path *path, const struct wit_review *r, const struct wit_bunch *bunch)
{
    struct texts ids = {0}, software = {0}, encryption = {0}, sasl = {0}, vantages = {0}, flows = {0};
    double below = 0, above = 0;
    size_t carried = 0, members = 0;
    for (size_t i = 0; i < bunch->n_sightings; i++) {
        const struct wit_seen_flow *f = bunch->sightings[i]->flow;
        path->observed.attempts += failed(f);
        if (!bunch->sightings[i]->carried)
            continue;
        const struct wit_sighting *s = bunch->sightings[i];
        const struct wit_seen_end *hiding = s->client.hides ? &s->client : s->server.hides ? &s->server : NULL;
        if (hiding != NULL && path->observed.text[0] == '\0')
            path->observed.text = hiding->why;
        carried++;
        path->observed.connections += f->connections > failed(f) ? f->connections - failed(f) : 0;
        path->observed.bytes_estimate += f->bytes;
        below += pow((double)(f->bytes - f->bytes_low), 2); /* flows are sampled apart: variances add */
        above += pow((double)(f->bytes_high - f->bytes), 2);
        path->observed.first = time_of(path->observed.first, f->first, true);
        path->observed.last = time_of(path->observed.last, f->last, false);
        for (size_t k = 0; k < f->n_client_ids; k++)
            add_text(&ids, r->arena, f->client_ids[k]);
        for (size_t k = 0; k < f->n_software; k++)
            add_text(&software, r->arena, f->software[k]);
        add_text(&encryption, r->arena, f->encryption);
        add_text(&sasl, r->arena, f->sasl);
        add_text(&vantages, r->arena, r->seen->vantages[f->vantage].name);
        members += f->member;
        if (flows.n < CITED)
            add_text(&flows, r->arena, f->evidence);
    }
    if (carried == 0)
        return 0;
    if (members == carried && path->observed.text[0] == '\0')
        path->observed.text = "by Kafka's own list of consumer-group members; no packet of it was seen";
    uint64_t low = (uint64_t)sqrt(below), high = (uint64_t)sqrt(above), all = path->observed.bytes_estimate;
    path->observed.bytes_low = low > all ? 0 : all - low;
    path->observed.bytes_high = all + high;
    path->observed.client_ids = sorted(&path->observed.n_client_ids, &ids);
    path->observed.software = sorted(&path->observed.n_software, &software);
    path->observed.encryption = sorted(&path->observed.n_encryption, &encryption);
    path->observed.sasl = sorted(&path->observed.n_sasl, &sasl);
    path->observed.vantages = sorted(&path->observed.n_vantages, &vantages);
    add_evidence(path, r, &flows);
    return carried;
}

/* ---- not seen ---- */
struct watch {
    bool any;
    uint64_t seconds, sample, dropped, smallest;
    struct texts vantages;
};

static void add_watch(struct watch *w, const struct wit_review *r, const struct wit_vantage *v, uint64_t seconds)
{
    uint64_t smallest = wit_smallest_flow(v->sample, wit_vantage_loss(v));
    size_t before = w->vantages.n;
    w->seconds = !w->any || seconds < w->seconds ? seconds : w->seconds;
    w->sample = v->sample > w->sample ? v->sample : w->sample;
    w->smallest = smallest > w->smallest ? smallest : w->smallest;
    add_text(&w->vantages, r->arena, v->name);
    w->dropped += w->vantages.n > before ? v->dropped + v->unread : 0;
    w->any = true;
}

/* Every packet of each of these endpoints passes a vantage point. */
static bool watched(struct watch *w, const struct wit_review *r, const struct wit_group *group)
{
    struct watch made = *w;
    for (size_t i = 0; i < group->n_interfaces; i++) {
        uint64_t seconds;
        const struct wit_vantage *v = wit_coverage_of(r->coverage, group->interfaces[i], &seconds);
        if (v == NULL)
            return false;
        add_watch(&made, r, v, seconds);
    }
    if (group->n_interfaces == 0)
        return false;
    *w = made;
    return true;
}

/* What was seen and cannot be told may have been of this lane. */
static const char *hidden(const struct wit_review *r, const struct wit_lane *lane)
{
    const struct wit_ground *to = lane->target->group.ground;
    bool store = to->kind == WIT_GROUND_BUCKET || to->kind == WIT_GROUND_ENDPOINT;
    const struct wit_hidden *h = r->hidden;
    for (size_t i = 0; i < lane->from.n_interfaces; i++) {
        size_t at = (size_t)(lane->from.interfaces[i] - r->estate->interfaces);
        if (h->behind_server[at] != NULL)
            return h->behind_server[at];
        if (store && h->asks_services[at])
            return "which bucket was asked for is not in the traffic";
    }
    for (size_t i = 0; lane->from.n_interfaces == 0 && i < r->n_grounds; i++)
        if (&r->grounds[i] == lane->from.ground && h->outside[i] != NULL)
            return h->outside[i];
    for (size_t i = 0; i < lane->target->group.n_interfaces; i++) {
        size_t at = (size_t)(lane->target->group.interfaces[i] - r->estate->interfaces);
        if (h->behind_client[at] != NULL && wit_pset_meets(h->at[at], lane->ports))
            return h->behind_client[at];
    }
    return NULL;
}

/* Flow logs leave out what goes to the platform's own resolver, clock and metadata, and the same address is another
 * host's in every network (VPC User Guide, "Flow log limitations"). */
static bool is_link_local(const struct wit_ground *g)
{
    static const struct wit_prefix v4 = {{0, 0xa9fe0000, 4}, 16}, v6 = {{0xfd00ec2000000000U, 0, 6}, 32};
    for (size_t i = 0; i < g->n_prefixes && g->kind == WIT_GROUND_PREFIX; i++)
        if (wit_prefix_overlaps(v4, g->prefixes[i]) || wit_prefix_overlaps(v6, g->prefixes[i]))
            return true;
    return false;
}

static const char *not_watched(struct watch *w, const struct wit_review *r, const struct wit_bunch *bunch,
                               bool complete)
{
    for (size_t i = 0; i < bunch->n_lanes; i++) {
        const struct wit_lane *lane = &bunch->lanes[i];
        const char *why = hidden(r, lane);
        if (!watched(w, r, &lane->from) && !watched(w, r, &lane->target->group))
            return "no vantage point sees all of either end";
        if (is_link_local(lane->target->group.ground))
            return "the platform's own services at link-local addresses are not told apart";
        if (why != NULL)
            return wit_fmt(r->arena, "traffic was seen that may be of it: %s", why);
    }
    return complete ? NULL : "not every endpoint of it is in the evidence";
}

static void say_not_seen(struct wit_path *path, const struct wit_review *r, const struct watch *w)
{
    path->observed.verdict = WIT_NOT_SEEN;
    path->observed.seconds = w->seconds;
    path->observed.sample = w->sample;
    path->observed.dropped = w->dropped;
    path->observed.smallest_packets = w->smallest;
    path->observed.vantages = sorted(&path->observed.n_vantages, &w->vantages);
    path->observed.text =
        wit_fmt(r->arena,
                "Nothing in %llu s, 1 in %llu packets, %llu lost: a flow of %llu packet%s or more would have been "
                "seen with 99%% probability",
                (unsigned long long)w->seconds, (unsigned long long)w->sample, (unsigned long long)w->dropped,
                (unsigned long long)w->smallest, w->smallest == 1 ? "" : "s");
}

/* Something watched the wire: a list of members says nothing about who is not in it. */
static bool has_traffic(const struct wit_review *r)
{
    for (size_t i = 0; i < r->seen->n_vantages; i++)
        if (!r->seen->vantages[i].members)
            return true;
    return false;
}

void wit_observe_path(struct wit_path *path, const struct wit_review *r, const struct wit_bunch *bunch, bool complete)
{
    struct watch w = {0};
    path->observed.verdict = WIT_NOT_WATCHED;
    path->observed.first = path->observed.last = path->observed.text = "";
    if (r->coverage == NULL)
        return;
    if (gather(path, r, bunch) > 0) {
        path->observed.verdict = WIT_SEEN;
        return;
    }
    if (!has_traffic(r))
        return;
    const char *why = not_watched(&w, r, bunch, complete);
    if (why == NULL)
        say_not_seen(path, r, &w);
    else
        path->observed.text = why;
}
