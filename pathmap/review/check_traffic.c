/* pathmap/review/check_traffic.c: checks of what was seen against what is permitted, declared and known.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pathmap/review/findings.h"

static const char *end_words(const struct wit_review *r, const char *address, const struct wit_seen_end *end)
{
    if (end->interface == NULL)
        return address;
    const struct wit_interface *i = end->interface;
    return wit_fmt(r->arena, "%s (%s)", i->name[0] != '\0' ? i->name : i->id, address);
}

static const char *flow_words(const struct wit_review *r, const struct wit_sighting *s)
{
    const struct wit_seen_flow *f = s->flow;
    return wit_fmt(r->arena, "%s to %s at %s/%u", end_words(r, f->client, &s->client),
                   end_words(r, f->server, &s->server), f->protocol, f->port);
}

static const char *plural(uint64_t n)
{
    return n == 1 ? "" : "s";
}

/* One a path: both citations of its first flow; the others are evidence. */
void wit_check_contradictions(struct wit_review *r, const struct wit_check *check)
{
    for (size_t i = 0; i < r->n_paths; i++) {
        const struct wit_bunch *bunch = r->path_bunches[i];
        const struct wit_sighting *first = NULL;
        struct wit_finding *f = NULL;
        uint64_t flows = 0;
        for (size_t k = 0; k < bunch->n_sightings; k++) {
            const struct wit_sighting *s = bunch->sightings[k];
            if (s->against == NULL)
                continue;
            first = first == NULL ? s : first;
            if (f == NULL)
                f = wit_finding_add(r, check, r->paths[i].id, "");
            wit_finding_cite(f, r->arena, s->flow->evidence);
            flows++;
        }
        if (f == NULL)
            continue;
        f->text = wit_fmt(r->arena,
                          "%s: %llu connection%s seen from %s to %s (%s), and the configuration says %s; the evidence "
                          "or the model is wrong, or it changed in between%s",
                          flow_words(r, first), (unsigned long long)first->flow->connections,
                          plural(first->flow->connections), first->flow->first, first->flow->last,
                          first->flow->evidence, first->against,
                          flows == 1 ? "" : wit_fmt(r->arena, "; %llu flows like this", (unsigned long long)flows));
        wit_finding_path(f, r->arena, &r->paths[i]);
    }
}

static bool has_reason(const struct wit_path *p, const char *code)
{
    for (size_t i = 0; i < p->n_reasons; i++)
        if (strcmp(p->reasons[i].code, code) == 0)
            return true;
    return false;
}

void wit_check_seen(struct wit_review *r, const struct wit_check *check)
{
    for (size_t i = 0; i < r->n_paths; i++) {
        const struct wit_path *p = &r->paths[i];
        if (!has_reason(p, "seen-undeclared"))
            continue;
        const char *from = p->from.role[0] != '\0' ? p->from.role : p->from.id;
        const char *to = p->to.role[0] != '\0' ? p->to.role : p->to.id;
        struct wit_finding *f = wit_finding_add(
            r, check, p->id,
            wit_fmt(r->arena,
                    "%s (%s) to %s (%s), %s: %llu connection%s, %llu bytes, from %s to %s; no declared path "
                    "says why",
                    from, p->from.id, to, p->to.id, wit_class_word(p->class),
                    (unsigned long long)p->observed.connections, plural(p->observed.connections),
                    (unsigned long long)p->observed.bytes_estimate, p->observed.first, p->observed.last));
        wit_finding_path(f, r->arena, p);
    }
}

static bool is_inner(enum wit_class use)
{
    return use == WIT_CLASS_CONTROLLER || use == WIT_CLASS_REPLICATION;
}

static bool is_node(const struct wit_review *r, const struct wit_seen_end *end)
{
    if (end->interface == NULL)
        return false;
    struct wit_roles_of of = wit_review_roles_of(r, end->interface);
    for (size_t i = 0; i < of.n; i++)
        if (of.roles[i]->kind == WIT_ROLE_BROKER || of.roles[i]->kind == WIT_ROLE_CONTROLLER)
            return true;
    return false;
}

/* By the listener that the intent names; a client that cannot be told is not accused. */
void wit_check_inner_used(struct wit_review *r, const struct wit_check *check)
{
    for (size_t i = 0; i < r->n_sightings; i++) {
        const struct wit_sighting *s = &r->sightings[i];
        bool inner = s->listener != NULL && s->listener->told && is_inner(s->listener->use);
        if (!inner || !s->carried || s->client.hides || s->client.place == WIT_AT_UNKNOWN || is_node(r, &s->client))
            continue;
        struct wit_finding *f = wit_finding_add(
            r, check, wit_fmt(r->arena, "%s\n%s\n%u", s->flow->client, s->flow->server, s->flow->port),
            wit_fmt(r->arena, "%s, the %s listener%s%s of %s: the client is neither broker nor controller",
                    flow_words(r, s), wit_class_word(s->listener->use), s->listener->listener[0] == '\0' ? "" : " ",
                    s->listener->listener, s->listener->role->id));
        wit_finding_cite(f, r->arena, s->flow->evidence);
    }
}

/* ---- zones ---- */
struct volume {
    const char *class;
    uint64_t bytes, flows;
    double spread; /* squares of half intervals */
};

static int by_class(const void *a, const void *b)
{
    return strcmp(((const struct volume *)a)->class, ((const struct volume *)b)->class);
}

static const char *zone_of(const struct wit_seen_end *end)
{
    return end->interface == NULL ? "" : end->interface->subnet->zone_id;
}

void wit_check_zones(struct wit_review *r, const struct wit_check *check)
{
    struct volume *list = NULL;
    size_t n = 0, cap = 0;
    struct wit_finding *f = NULL;
    for (size_t i = 0; i < r->n_sightings; i++) {
        const struct wit_sighting *s = &r->sightings[i];
        const char *from = zone_of(&s->client), *to = zone_of(&s->server);
        size_t at = 0;
        if (!s->carried || from[0] == '\0' || to[0] == '\0' || strcmp(from, to) == 0)
            continue;
        while (at < n && strcmp(list[at].class, s->flow->class) != 0)
            at++;
        if (at == n)
            WIT_PUSH(r->arena, list, n, cap) = (struct volume){.class = s->flow->class};
        list[at].bytes += s->flow->bytes;
        list[at].flows++;
        list[at].spread += pow((double)(s->flow->bytes_high - s->flow->bytes), 2);
        if (f == NULL)
            f = wit_finding_add(r, check, "zones", "");
        wit_finding_cite(f, r->arena, s->flow->evidence);
    }
    if (f == NULL)
        return;
    qsort(list, n, sizeof *list, by_class);
    f->text = "Between endpoints in different zones:";
    for (size_t i = 0; i < n; i++)
        f->text = wit_fmt(r->arena, "%s%s %s %llu bytes%s in %llu flow%s", f->text, i == 0 ? "" : ";", list[i].class,
                          (unsigned long long)list[i].bytes,
                          list[i].spread > 0 ? wit_fmt(r->arena, " (95%%: +-%.0f)", sqrt(list[i].spread)) : "",
                          (unsigned long long)list[i].flows, plural(list[i].flows));
}

/* ---- what has no path ---- */
/* Why a flow is nowhere among the paths; NULL: it is among them. */
static const char *lost_because(const struct wit_review *r, const struct wit_sighting *s)
{
    const struct wit_seen_end *ends[2] = {&s->client, &s->server};
    const char *addresses[2] = {s->flow->client, s->flow->server};
    if (s->bunch != SIZE_MAX || !s->carried)
        return NULL;
    if (s->client.interface != NULL && s->client.interface == s->server.interface)
        return "a host with itself";
    for (size_t i = 0; i < 2; i++)
        if (ends[i]->place == WIT_AT_UNKNOWN)
            return wit_fmt(r->arena, "%s: %s", addresses[i], ends[i]->why);
    for (size_t i = 0; i < 2; i++)
        if (ends[i]->place == WIT_AT_SERVICE)
            return wit_fmt(r->arena, "a service of the platform (%s)", ends[i]->list->name);
    if (s->client.interface == NULL && s->server.interface == NULL)
        return "both ends are outside the estate";
    const char *outside = addresses[s->client.interface == NULL ? 0 : 1];
    return wit_fmt(r->arena, "%s: no network of the evidence and no prefix of the intent holds it", outside);
}

struct lost {
    const char *why;
    uint64_t flows, connections, bytes;
    size_t finding;
};

void wit_check_ends(struct wit_review *r, const struct wit_check *check)
{
    struct wit_strmap *index = wit_strmap_new(r->arena);
    struct lost *list = NULL;
    size_t n = 0, cap = 0;
    for (size_t i = 0; i < r->n_sightings; i++) {
        const struct wit_sighting *s = &r->sightings[i];
        const char *why = lost_because(r, s);
        if (why == NULL)
            continue;
        uintptr_t at = (uintptr_t)wit_strmap_get(index, why);
        if (at == 0) {
            wit_finding_add(r, check, why, "");
            WIT_PUSH(r->arena, list, n, cap) = (struct lost){.why = why, .finding = r->n_findings - 1};
            at = n;
            wit_strmap_set(index, why, (void *)at);
        }
        struct lost *l = &list[at - 1];
        l->flows++;
        l->connections += s->flow->connections;
        l->bytes += s->flow->bytes;
        wit_finding_cite(&r->findings[l->finding], r->arena, s->flow->evidence);
    }
    for (size_t i = 0; i < n; i++)
        r->findings[list[i].finding].text =
            wit_fmt(r->arena, "%s: %llu flow%s, %llu connection%s, %llu bytes that are no path of the map", list[i].why,
                    (unsigned long long)list[i].flows, plural(list[i].flows), (unsigned long long)list[i].connections,
                    plural(list[i].connections), (unsigned long long)list[i].bytes);
}

void wit_check_attempts(struct wit_review *r, const struct wit_check *check)
{
    uint64_t flows = 0, openings = 0;
    struct wit_finding *f = NULL;
    for (size_t i = 0; i < r->n_sightings; i++) {
        const struct wit_sighting *s = &r->sightings[i];
        if (s->carried)
            continue;
        if (f == NULL)
            f = wit_finding_add(r, check, "attempts", "");
        flows++;
        openings += s->flow->connections;
        wit_finding_cite(f, r->arena, s->flow->evidence);
        if (flows == 1)
            f->text = flow_words(r, s);
    }
    if (f != NULL)
        f->text =
            wit_fmt(r->arena, "%llu opening%s in %llu flow%s were refused, rejected or not answered, the first %s",
                    (unsigned long long)openings, plural(openings), (unsigned long long)flows, plural(flows), f->text);
}
