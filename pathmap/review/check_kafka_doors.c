/* pathmap/review/check_kafka_doors.c: checks of doors over HTTP (Connect's REST, registries) and of connectors.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/findings.md; Kafka Connect REST reference; Confluent Schema Registry security overview.
 */
#include <string.h>

#include "pathmap/review/connector_places.h"
#include "pathmap/review/findings.h"
#include "pathmap/review/kafka_facts.h"

enum { NAMED = 6 };

typedef void door_fn(struct wit_review *r, const struct wit_check *check, const struct wit_rest_door *door,
                     bool registry);

static void each_door(struct wit_review *r, const struct wit_check *check, door_fn *look)
{
    for (size_t i = 0; i < r->platform->n_connects; i++)
        for (size_t k = 0; k < r->platform->connects[i].n_doors; k++)
            look(r, check, &r->platform->connects[i].doors[k], false);
    for (size_t i = 0; i < r->platform->n_registries; i++)
        look(r, check, &r->platform->registries[i].door, true);
}

static const char *reached(struct wit_review *r, const struct wit_exposure *e)
{
    if (e == NULL || !e->placed)
        return "; who reaches it is not known";
    if (e->n == 0)
        return wit_exposure_is_closed(e) ? "; nobody else reaches it" : "";
    return wit_fmt(r->arena, "; %s from %s", e->n_surely > 0 ? "reached" : "possibly reached",
                   wit_exposure_words(r->arena, e, NAMED));
}

static void add(struct wit_review *r, const struct wit_check *check, const struct wit_rest_door *door, bool registry,
                const char *what)
{
    const struct wit_exposure *e = wit_rest_door_exposure(r, door, registry);
    struct wit_finding *f =
        wit_finding_add(r, check, door->url, wit_fmt(r->arena, "%s %s%s", door->url, what, reached(r, e)));
    wit_finding_cite(f, r->arena, wit_review_cite(r, door->cite));
    for (size_t i = 0; e != NULL && i < e->n_paths; i++)
        for (size_t k = 0; k < r->n_paths; k++)
            if (strcmp(r->paths[k].id, e->paths[i]) == 0)
                wit_finding_path(f, r->arena, &r->paths[k]);
}

static void anonymous_rest(struct wit_review *r, const struct wit_check *check, const struct wit_rest_door *door,
                           bool registry)
{
    if (!registry && door->anonymous == WIT_TOLD_YES)
        add(r, check, door, false,
            "answers without credentials: whoever reaches it can read, make and change connectors");
}
void wit_check_connect_anonymous(struct wit_review *r, const struct wit_check *check)
{
    each_door(r, check, anonymous_rest);
}

static void anonymous_registry(struct wit_review *r, const struct wit_check *check, const struct wit_rest_door *door,
                               bool registry)
{
    if (registry && door->anonymous == WIT_TOLD_YES)
        add(r, check, door, true, "answers without credentials: whoever reaches it can read schemas at least");
}
void wit_check_registry_anonymous(struct wit_review *r, const struct wit_check *check)
{
    each_door(r, check, anonymous_registry);
}

static void plain_door(struct wit_review *r, const struct wit_check *check, const struct wit_rest_door *door,
                       bool registry)
{
    if (door->plain == WIT_TOLD_YES)
        add(r, check, door, registry,
            wit_fmt(r->arena, "(%s) answers over HTTP without TLS", registry ? "Schema Registry" : "Connect REST"));
}
void wit_check_rest_plain(struct wit_review *r, const struct wit_check *check)
{
    each_door(r, check, plain_door);
}

static void registry_internet(struct wit_review *r, const struct wit_check *check, const struct wit_rest_door *door,
                              bool registry)
{
    const struct wit_exposure *e = registry ? wit_rest_door_exposure(r, door, true) : NULL;
    if (e != NULL && e->internet)
        add(r, check, door, true, "is reachable from the internet");
}
void wit_check_registry_internet(struct wit_review *r, const struct wit_check *check)
{
    each_door(r, check, registry_internet);
}

static void registry_internet_maybe(struct wit_review *r, const struct wit_check *check,
                                    const struct wit_rest_door *door, bool registry)
{
    const struct wit_exposure *e = registry ? wit_rest_door_exposure(r, door, true) : NULL;
    if (e != NULL && e->internet_possibly)
        add(r, check, door, true,
            wit_fmt(r->arena, "may be reachable from the internet (%s)", wit_gap_brief(r->arena, e->why)));
}
void wit_check_registry_internet_maybe(struct wit_review *r, const struct wit_check *check)
{
    each_door(r, check, registry_internet_maybe);
}

/* ---- connectors ---- */
void wit_check_connector_unknown(struct wit_review *r, const struct wit_check *check)
{
    for (size_t i = 0; i < r->platform->n_connects; i++)
        for (size_t k = 0; k < r->platform->connects[i].n_connectors; k++) {
            const struct wit_connector *c = &r->platform->connects[i].connectors[k];
            if (c->known)
                continue;
            struct wit_finding *f = wit_finding_add(
                r, check, wit_fmt(r->arena, "%s\n%s", r->platform->connects[i].id, c->name),
                wit_fmt(r->arena, "Connector %s is of a class that is not modelled (%s): where it connects to is %s",
                        c->name, c->class[0] == '\0' ? "not told" : c->class,
                        c->n_destinations == 0 ? "not known" : "known in part only, by settings of common names"));
            wit_finding_cite(f, r->arena, wit_review_cite(r, c->cite));
        }
}

static void outside(struct wit_review *r, const struct wit_check *check, bool surely)
{
    for (size_t i = 0; i < r->platform->n_connects; i++)
        for (size_t k = 0; k < r->platform->connects[i].n_connectors; k++) {
            const struct wit_connect_cluster *connect = &r->platform->connects[i];
            const struct wit_connector *c = &connect->connectors[k];
            for (size_t m = 0; m < c->n_destinations; m++) {
                const struct wit_placed_destination *d = &c->destinations[m];
                struct wit_destination_place place;
                wit_destination_place(&place, r, connect, d);
                if (place.where != (surely ? WIT_PLACE_OUTSIDE : WIT_PLACE_UNKNOWN))
                    continue;
                struct wit_finding *f = wit_finding_add(
                    r, check, wit_fmt(r->arena, "%s\n%s\n%s\n%s", connect->id, c->name, d->what.key, place.name),
                    wit_fmt(r->arena, "Connector %s (%s) %s %s (%s): %s", c->name,
                            c->type[0] == '\0' ? "connector" : c->type, d->what.source ? "reads from" : "writes to",
                            place.name, d->what.key, place.why));
                wit_finding_cite(f, r->arena, wit_review_cite(r, c->cite));
                wit_finding_cite(f, r->arena, wit_review_cite(r, d->site.cite));
            }
        }
}

void wit_check_connector_outside(struct wit_review *r, const struct wit_check *check)
{
    outside(r, check, true);
}
void wit_check_connector_outside_maybe(struct wit_review *r, const struct wit_check *check)
{
    outside(r, check, false);
}
