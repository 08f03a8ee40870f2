/* pathmap/kafka/claims_connect.c: what Connect, MirrorMaker, registries and brokers' own settings claim.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A destination becomes a role of its own, so that each has its paths: from workers, and from nobody else.
 */
#include <string.h>

#include "pathmap/kafka/derive.h"
#include "pathmap/kafka/inside.h"

enum { ID_MAX = 80 };

/* A role's id: letters, digits, '.', '_', '-'. */
static const char *id_of(struct wit_arena *arena, const char *system, const char *name)
{
    char *id = wit_strdup(arena, wit_klower(arena, wit_fmt(arena, "%s-%s", system[0] == '\0' ? "to" : system, name)));
    for (char *p = id; *p != '\0'; p++) {
        bool good = (*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9') || *p == '.' || *p == '_' || *p == '-';
        if (!good)
            *p = '-';
    }
    return strlen(id) > ID_MAX ? wit_strndup(arena, id, ID_MAX) : id;
}

static const char *security_of(const char *scheme)
{
    return strcmp(scheme, "https") == 0 ? "HTTPS" : strcmp(scheme, "http") == 0 ? "HTTP" : "";
}

static void claim_door(struct wit_kclaims *c, const struct wit_rest_door *door, struct wit_kclaim like)
{
    like.security = security_of(door->scheme);
    like.ports = wit_kclaim_port(c, door->port);
    like.cite = door->cite.artefact == UINT32_MAX ? like.cite : door->cite;
    wit_kclaim_site(c, &like, &door->site);
    wit_kclaim_more(c, like.role, door->site.gap);
    if (door->site.n_fronts > 0) {
        like.kind = WIT_ROLE_OTHER;
        like.role = wit_fmt(c->arena, "%s-fronts", like.role);
        like.interfaces = door->site.fronts;
        like.n_interfaces = door->site.n_fronts;
        WIT_PUSH(c->arena, c->items, c->n, c->cap) = like;
    }
}

static struct wit_pset ports_of(struct wit_kclaims *c, unsigned port)
{
    return port == 0 ? wit_pset_ports(c->arena, WIT_TCP, 0, 65535) : wit_kclaim_port(c, port);
}

static void claim_place(struct wit_kclaims *c, struct wit_kclaim *like, const struct wit_site *site)
{
    wit_kclaim_site(c, like, site);
    if (site->n_fronts > 0) { /* what answers there is a front; it is the destination all the same */
        like->interfaces = site->fronts;
        like->n_interfaces = site->n_fronts;
        WIT_PUSH(c->arena, c->items, c->n, c->cap) = *like;
    }
    wit_kclaim_more(c, like->role, site->gap);
}

static void claim_bucket(struct wit_kclaims *c, struct wit_kclaim like, const struct wit_bucket *bucket)
{
    like.kind = WIT_ROLE_OBJECT_STORE;
    like.role = id_of(c->arena, "bucket", bucket->id);
    like.bucket = bucket;
    like.ports = wit_kclaim_port(c, 443);
    like.use = WIT_CLASS_OBJECT_STORAGE;
    WIT_PUSH(c->arena, c->items, c->n, c->cap) = like;
}

static bool is_mirror(const struct wit_connector *connector)
{
    return strncmp(connector->class, "org.apache.kafka.connect.mirror.", 32) == 0;
}

static void claim_destination(struct wit_kclaims *c, const struct wit_connector *connector,
                              const struct wit_placed_destination *d)
{
    struct wit_kclaim like = {.kind = WIT_ROLE_OTHER,
                              .listener = d->what.system,
                              .security = !d->what.tls_told ? ""
                                          : d->what.tls     ? "TLS"
                                                            : "PLAINTEXT",
                              .ports = ports_of(c, d->what.port),
                              .use = is_mirror(connector) ? WIT_CLASS_MIGRATION : WIT_CLASS_CONNECTOR,
                              .label = wit_fmt(c->arena, "connector %s", connector->name),
                              .cite = connector->cite};
    if (d->what.kind == WIT_DEST_TOPIC)
        return;
    if (d->in_estate != NULL) {
        claim_bucket(c, like, d->in_estate);
        return;
    }
    like.role = id_of(c->arena, d->what.system, d->what.host[0] == '\0' ? d->what.name : d->what.host);
    if (d->what.kind == WIT_DEST_BUCKET || d->what.kind == WIT_DEST_GCS || d->what.kind == WIT_DEST_AZURE)
        like.use = WIT_CLASS_OBJECT_STORAGE;
    if (d->what.kind == WIT_DEST_REGISTRY) {
        like.kind = WIT_ROLE_SCHEMA_REGISTRY;
        like.role = "schema-registries";
        like.use = WIT_CLASS_SCHEMA_REGISTRY;
        like.security = !d->what.tls_told ? "" : d->what.tls ? "HTTPS" : "HTTP";
    }
    claim_place(c, &like, &d->site);
}

static void claim_connect(struct wit_kclaims *c, const struct wit_connect_cluster *connect)
{
    bool mirror = connect->n_connectors == 1 &&
                  strcmp(connect->connectors[0].class, "org.apache.kafka.connect.mirror.MirrorMaker") == 0;
    struct wit_kclaim door = {.kind = mirror ? WIT_ROLE_MIRROR : WIT_ROLE_CONNECT_WORKER,
                              .role = mirror ? "mirrors" : "connect-workers",
                              .listener = "REST",
                              .use = WIT_CLASS_ADMIN,
                              .label = wit_fmt(c->arena, "Connect %s", connect->id),
                              .cite = connect->cite};
    for (size_t i = 0; i < connect->n_doors; i++)
        claim_door(c, &connect->doors[i], door);
    wit_kclaim_more(c, door.role, connect->workers_gap);
    for (size_t i = 0; i < connect->n_connectors; i++)
        for (size_t k = 0; k < connect->connectors[i].n_destinations; k++)
            claim_destination(c, &connect->connectors[i], &connect->connectors[i].destinations[k]);
}

static void claim_use(struct wit_kclaims *c, const struct wit_kafka_cluster *cluster, const struct wit_kafka_use *u)
{
    struct wit_kclaim like = {.kind = u->use == WIT_CLASS_SCHEMA_REGISTRY ? WIT_ROLE_SCHEMA_REGISTRY : WIT_ROLE_OTHER,
                              .listener = u->what,
                              .security = "",
                              .ports = ports_of(c, u->port),
                              .use = u->use,
                              .label = wit_fmt(c->arena, "%s of %s", u->key, cluster->id),
                              .cite = u->cite};
    if (u->in_estate != NULL) {
        claim_bucket(c, like, u->in_estate);
        return;
    }
    like.role = like.kind == WIT_ROLE_SCHEMA_REGISTRY
                    ? "schema-registries"
                    : id_of(c->arena, u->what, u->host[0] == '\0' ? u->bucket : u->host);
    claim_place(c, &like, &u->site);
}

void wit_kclaims_others(struct wit_kclaims *c)
{
    const struct wit_platform *p = c->platform;
    for (size_t i = 0; i < p->n_connects; i++)
        claim_connect(c, &p->connects[i]);
    for (size_t i = 0; i < p->n_registries; i++) {
        struct wit_kclaim door = {.kind = WIT_ROLE_SCHEMA_REGISTRY,
                                  .role = "schema-registries",
                                  .listener = "",
                                  .use = WIT_CLASS_SCHEMA_REGISTRY,
                                  .label = wit_fmt(c->arena, "Schema Registry %s", p->registries[i].url),
                                  .cite = p->registries[i].cite};
        claim_door(c, &p->registries[i].door, door);
    }
    for (size_t i = 0; i < p->n_clusters; i++)
        for (size_t k = 0; k < p->clusters[i].n_uses; k++)
            claim_use(c, &p->clusters[i], &p->clusters[i].uses[k]);
}
