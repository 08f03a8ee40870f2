/* pathmap/review/check_things.c: checks that look at statements, roles, listeners, buckets and unmodelled things.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>
#include <strings.h>

#include "pathmap/review/findings.h"

static const struct wit_path *path_of(const struct wit_review *r, const char *id)
{
    for (size_t i = 0; i < r->n_paths; i++)
        if (strcmp(r->paths[i].id, id) == 0)
            return &r->paths[i];
    return NULL;
}

static void tell_witnesses(struct wit_review *r, struct wit_finding *f, const struct wit_assertion *a)
{
    for (size_t i = 0; i < a->n_witnesses; i++) {
        const struct wit_path *path = path_of(r, a->witnesses[i].path);
        wit_finding_cite(f, r->arena, a->witnesses[i].evidence);
        if (path != NULL)
            wit_finding_path(f, r->arena, path);
    }
}

void wit_check_violated(struct wit_review *r, const struct wit_check *check)
{
    for (size_t i = 0; i < r->n_assertions; i++) {
        const struct wit_assertion *a = &r->assertions[i];
        if (a->proof != WIT_VIOLATED)
            continue;
        const struct wit_witness *w = &a->witnesses[0];
        struct wit_finding *f =
            wit_finding_add(r, check, a->id,
                            wit_fmt(r->arena, "'%s' (%s): %zu way%s, the first %s to %s%s%s, %s", a->id, a->text,
                                    a->n_witnesses, a->n_witnesses == 1 ? "" : "s", w->from, w->to,
                                    w->ports[0] == '\0' ? "" : " at ", w->ports, w->decider));
        tell_witnesses(r, f, a);
    }
}

void wit_check_undecided(struct wit_review *r, const struct wit_check *check)
{
    for (size_t i = 0; i < r->n_assertions; i++) {
        const struct wit_assertion *a = &r->assertions[i];
        if (a->proof != WIT_UNDECIDED)
            continue;
        const char *why = "a role in it matches nothing";
        for (wit_gap_ref k = 0; a->n_gaps > 0 && wit_reach_gap(r->reach, k) != NULL; k++)
            if (strcmp(wit_reach_gap(r->reach, k)->id, a->gaps[0]) == 0)
                why = wit_fmt(r->arena, "%zu gap%s it open, the first: %s", a->n_gaps,
                              a->n_gaps == 1 ? " leaves" : "s leave",
                              wit_gap_brief(r->arena, wit_reach_gap(r->reach, k)->text));
        struct wit_finding *f =
            wit_finding_add(r, check, a->id, wit_fmt(r->arena, "'%s' (%s): %s", a->id, a->text, why));
        tell_witnesses(r, f, a);
    }
}

/* Words of Kafka's security.protocol and of REST listeners that mean: readable on the way. */
static bool is_plain(const char *security)
{
    static const char *const words[] = {"PLAINTEXT", "SASL_PLAINTEXT", "HTTP", "NONE", "TCP"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasecmp(words[i], security) == 0)
            return true;
    return false;
}

void wit_check_plaintext(struct wit_review *r, const struct wit_check *check)
{
    for (size_t i = 0; r->intent != NULL && i < r->intent->n_services; i++) {
        const struct wit_service *s = &r->intent->services[i];
        if (!is_plain(s->security) || s->derived) /* of Kafka's own listeners kafka-plaintext tells, node by node */
            continue;
        const char *ports = wit_pset_words(r->arena, s->ports);
        struct wit_finding *f = wit_finding_add(
            r, check, wit_fmt(r->arena, "%s\n%s\n%s", s->role->id, s->listener, ports),
            wit_fmt(r->arena, "%s listens at %s with %s%s%s: whoever is on the way can read it", s->role->id, ports,
                    s->security, s->listener[0] == '\0' ? "" : " as ", s->listener));
        for (size_t k = 0; k < r->n_paths; k++) {
            const struct wit_path *p = &r->paths[k];
            bool open = p->permitted.verdict == WIT_REACHABLE || p->permitted.verdict == WIT_PARTIAL;
            bool its = false;
            for (size_t m = 0; m < r->path_bunches[k]->n_lanes && !its; m++) {
                const struct wit_listener *l = r->path_bunches[k]->lanes[m].listener;
                its = l != NULL && l->told && l->role == s->role && wit_pset_equal(l->ports, s->ports);
            }
            if (its && open &&
                wit_pset_meets(wit_port_ranges_set(r->arena, p->service.ports, p->service.n_ports), s->ports))
                wit_finding_path(f, r->arena, p);
        }
    }
}

/* "" is not known: a gap says so, and no finding claims it. */
void wit_check_buckets(struct wit_review *r, const struct wit_check *check)
{
    for (size_t i = 0; i < r->estate->n_buckets; i++) {
        const struct wit_bucket *b = &r->estate->buckets[i];
        if (b->public_access_block[0] == '\0' || strcmp(b->public_access_block, "all") == 0)
            continue;
        struct wit_finding *f =
            wit_finding_add(r, check, b->id,
                            wit_fmt(r->arena, "Bucket %s: public access block is '%s', not all four of its settings",
                                    b->id, b->public_access_block));
        wit_finding_cite(f, r->arena, wit_cite_text(r->arena, r->estate, b->cite));
    }
}

void wit_check_roles(struct wit_review *r, const struct wit_check *check)
{
    for (size_t i = 0; r->intent != NULL && i < r->intent->n_roles; i++) {
        const struct wit_holders *m = &r->members[i];
        if (!wit_holders_none(m) || m->role->derived)
            continue;
        const char *text = wit_fmt(r->arena, "Role '%s' (line %u of the intent) matches nothing in the evidence",
                                   m->role->id, m->role->line);
        if (m->gap < r->estate->n_gaps)
            text = wit_fmt(r->arena, "%s, which is not complete: %s", text, r->estate->gaps[m->gap].text);
        wit_finding_add(r, check, m->role->id, text);
    }
}

void wit_check_unmodelled(struct wit_review *r, const struct wit_check *check)
{
    for (size_t i = 0; i < r->estate->n_unmodelled; i++) {
        const struct wit_unmodelled *u = &r->estate->unmodelled[i];
        struct wit_finding *f =
            wit_finding_add(r, check, wit_fmt(r->arena, "%s\n%s", u->kind, u->id),
                            wit_fmt(r->arena, "%s %s%s%s exists: what it lets through is unknown", u->kind, u->id,
                                    u->network[0] == '\0' ? "" : " in ", u->network));
        wit_finding_cite(f, r->arena, wit_cite_text(r->arena, r->estate, u->cite));
    }
}

void wit_check_waivers(struct wit_review *r, const struct wit_check *check)
{
    for (size_t i = 0; i < r->n_waivers; i++) {
        const struct wit_waiver *w = &r->waivers[i];
        if (w->ended)
            wit_finding_add(r, check, w->id,
                            wit_fmt(r->arena, "Waiver '%s' of %s for '%s' ended on %s: %s", w->id, w->owner, w->subject,
                                    w->until, w->reason));
    }
}
