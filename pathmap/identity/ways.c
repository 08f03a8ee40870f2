/* pathmap/identity/ways.c: by which way an interface comes to the store, and whose credentials it has.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: 1.9.1 (a gateway endpoint serves the subnets whose route tables have it), 1.1.3; EC2 User Guide, "IAM roles
 * for Amazon EC2".
 */
#include <string.h>

#include "pathmap/identity/inside.h"

struct wit_way wit_way_internet(void)
{
    return (struct wit_way){WIT_WAY_INTERNET, "", "", "", {UINT32_MAX, NULL}};
}

static bool is_store(const char *service)
{
    size_t len = service == NULL ? 0 : strlen(service);
    return len > 3 && strcmp(service + len - 3, ".s3") == 0;
}

static struct wit_way of_gateway(const struct wit_gateway *g)
{
    return (struct wit_way){WIT_WAY_GATEWAY, g->id, g->network == NULL ? "" : g->network->id,
                            g->policy == NULL ? "" : g->policy, g->cite};
}

bool wit_way_endpoint(struct wit_way *out, const struct wit_estate *e, const char *id)
{
    const struct wit_gateway *g = wit_estate_gateway(e, id);
    if (g != NULL && g->kind == WIT_GW_ENDPOINT && is_store(g->service_name)) {
        *out = of_gateway(g);
        return true;
    }
    const struct wit_endpoint *o = wit_estate_endpoint(e, id);
    if (o == NULL || !is_store(o->service_name))
        return false;
    *out = (struct wit_way){WIT_WAY_INTERFACE, o->id, o->network == NULL ? "" : o->network->id,
                            o->policy == NULL ? "" : o->policy, o->cite};
    return true;
}

struct wit_way wit_way_of(const struct wit_interface *itf, const char *region, bool *known)
{
    const struct wit_route_table *table = itf->subnet->routes;
    *known = table != NULL && table->gap == WIT_NO_GAP;
    for (size_t i = 0; table != NULL && i < table->n_routes; i++) {
        const struct wit_route *route = &table->routes[i];
        if (route->kind != WIT_GW_ENDPOINT || route->blackhole)
            continue;
        if (route->gateway == NULL) {
            *known = false; /* it may be one to the store */
        } else if (is_store(route->gateway->service_name)) {
            if (region[0] == '\0')
                *known = false;
            else if (strcmp(region, route->gateway->region) != 0)
                continue; /* an endpoint has the addresses of its own region */
            return of_gateway(route->gateway);
        }
    }
    return wit_way_internet();
}

struct wit_asker wit_asker_of(const struct wit_identity *id, const struct wit_interface *itf)
{
    struct wit_asker asker = {.kind = WIT_BY_UNKNOWN, .gap = WIT_NO_GAP};
    const struct wit_instance *instance =
        itf->instance == NULL || itf->instance[0] == '\0' ? NULL : wit_estate_instance(id->estate, itf->instance);
    if (instance == NULL || instance->profile == NULL || instance->profile[0] == '\0')
        return asker;
    const struct wit_principal *role = wit_strmap_get(id->profiles, instance->profile);
    const struct wit_account *account = wit_identity_account(id, instance->account);
    if (role == NULL) {
        asker.gap = account == NULL ? WIT_NO_GAP : account->principals_gap;
        return asker;
    }
    return (struct wit_asker){.kind = WIT_BY_PRINCIPAL, .principal = role, .gap = WIT_NO_GAP};
}

const char *wit_asker_text(struct wit_arena *arena, const struct wit_asker *a)
{
    switch (a->kind) {
    case WIT_BY_PRINCIPAL:
        return a->principal->id;
    case WIT_BY_ANYONE:
        return "anyone";
    case WIT_BY_STRANGER:
        return "any account";
    case WIT_BY_FOREIGN:
        return wit_strdup(arena, a->arn);
    case WIT_BY_UNKNOWN:
        break;
    }
    return "";
}
