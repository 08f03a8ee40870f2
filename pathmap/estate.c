/* pathmap/estate.c: looks things up in a sealed estate, and writes citations.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "pathmap/estate.h"

#include <stdlib.h>
#include <string.h>

#include "pathmap/estate_index.h"

/* One row a kind: where the objects are, how large one is. Each object begins with its id. */
struct shelf {
    const void *objects;
    size_t n, size_bytes;
};

static struct shelf shelf_of(const struct wit_estate *e, enum wit_index_kind kind)
{
    switch (kind) {
    case WIT_INDEX_NETWORKS:
        return (struct shelf){e->networks, e->n_networks, sizeof *e->networks};
    case WIT_INDEX_SUBNETS:
        return (struct shelf){e->subnets, e->n_subnets, sizeof *e->subnets};
    case WIT_INDEX_INTERFACES:
        return (struct shelf){e->interfaces, e->n_interfaces, sizeof *e->interfaces};
    case WIT_INDEX_INSTANCES:
        return (struct shelf){e->instances, e->n_instances, sizeof *e->instances};
    case WIT_INDEX_FILTERS:
        return (struct shelf){e->filters, e->n_filters, sizeof *e->filters};
    case WIT_INDEX_GATEWAYS:
        return (struct shelf){e->gateways, e->n_gateways, sizeof *e->gateways};
    case WIT_INDEX_TABLES:
        return (struct shelf){e->tables, e->n_tables, sizeof *e->tables};
    case WIT_INDEX_PREFIX_LISTS:
        return (struct shelf){e->prefix_lists, e->n_prefix_lists, sizeof *e->prefix_lists};
    default:
        return (struct shelf){e->endpoints, e->n_endpoints, sizeof *e->endpoints};
    }
}

static const void *object_at(const struct shelf *shelf, size_t at)
{
    return (const char *)shelf->objects + at * shelf->size_bytes;
}

static const char *id_at(const struct shelf *shelf, size_t at)
{
    const char *id; /* the first member, whatever the object is */
    memcpy(&id, object_at(shelf, at), sizeof id);
    return id;
}

static int by_id(const void *left, const void *right)
{
    const struct wit_indexed *a = left, *b = right;
    int order = strcmp(a->id, b->id);
    return order != 0 ? order : a->at < b->at ? -1 : a->at > b->at;
}

struct wit_estate_index *wit_estate_index_new(struct wit_arena *arena, const struct wit_estate *e)
{
    struct wit_estate_index *index = WIT_NEW(arena, struct wit_estate_index);
    for (int kind = 0; kind < WIT_INDEX_KINDS; kind++) {
        struct shelf shelf = shelf_of(e, (enum wit_index_kind)kind);
        index->n[kind] = shelf.n;
        index->ids[kind] = WIT_NEW_ARRAY(arena, struct wit_indexed, shelf.n);
        for (size_t i = 0; i < shelf.n; i++)
            index->ids[kind][i] = (struct wit_indexed){id_at(&shelf, i), (uint32_t)i};
        if (shelf.n > 1)
            qsort(index->ids[kind], shelf.n, sizeof(struct wit_indexed), by_id);
    }
    for (size_t i = 1; i < e->n_artefacts; i++)
        index->several = index->several || strcmp(e->artefacts[0].bundle, e->artefacts[i].bundle) != 0;
    return index;
}

static const void *find(const struct wit_estate *e, enum wit_index_kind kind, const char *id)
{
    struct shelf shelf = shelf_of(e, kind);
    if (id == NULL || id[0] == '\0')
        return NULL;
    if (e->index == NULL) {
        for (size_t i = 0; i < shelf.n; i++) {
            if (strcmp(id_at(&shelf, i), id) == 0)
                return object_at(&shelf, i);
        }
        return NULL;
    }
    const struct wit_indexed *ids = e->index->ids[kind];
    size_t low = 0, high = e->index->n[kind];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(ids[middle].id, id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < e->index->n[kind] && strcmp(ids[low].id, id) == 0 ? object_at(&shelf, ids[low].at) : NULL;
}

const struct wit_network *wit_estate_network(const struct wit_estate *e, const char *id)
{
    return find(e, WIT_INDEX_NETWORKS, id);
}

const struct wit_subnet *wit_estate_subnet(const struct wit_estate *e, const char *id)
{
    return find(e, WIT_INDEX_SUBNETS, id);
}

const struct wit_interface *wit_estate_interface(const struct wit_estate *e, const char *id)
{
    return find(e, WIT_INDEX_INTERFACES, id);
}

const struct wit_instance *wit_estate_instance(const struct wit_estate *e, const char *id)
{
    return find(e, WIT_INDEX_INSTANCES, id);
}

const struct wit_filter *wit_estate_filter(const struct wit_estate *e, const char *id)
{
    return find(e, WIT_INDEX_FILTERS, id);
}

const struct wit_gateway *wit_estate_gateway(const struct wit_estate *e, const char *id)
{
    return find(e, WIT_INDEX_GATEWAYS, id);
}

const struct wit_route_table *wit_estate_table(const struct wit_estate *e, const char *id)
{
    return find(e, WIT_INDEX_TABLES, id);
}

const struct wit_prefix_list *wit_estate_prefix_list(const struct wit_estate *e, const char *id)
{
    return find(e, WIT_INDEX_PREFIX_LISTS, id);
}

const struct wit_endpoint *wit_estate_endpoint(const struct wit_estate *e, const char *id)
{
    return find(e, WIT_INDEX_ENDPOINTS, id);
}

static int compare_list(const struct wit_list *list, const char *account, const char *region, const char *service,
                        const char *operation)
{
    int order = strcmp(list->account, account);
    if (order == 0)
        order = strcmp(list->region, region);
    if (order == 0)
        order = strcmp(list->service, service);
    return order != 0 ? order : strcmp(list->operation, operation);
}

const struct wit_list *wit_estate_list(const struct wit_estate *e, const char *account, const char *region,
                                       const char *service, const char *operation)
{
    static const struct wit_list unheard = {"", "", "", "", WIT_LIST_INCOMPLETE, 0, WIT_NO_GAP};
    if (e->index == NULL) {
        for (size_t i = 0; i < e->n_lists; i++) {
            if (compare_list(&e->lists[i], account, region, service, operation) == 0)
                return &e->lists[i];
        }
        return &unheard;
    }
    size_t low = 0, high = e->n_lists;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_list(&e->lists[middle], account, region, service, operation) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < e->n_lists && compare_list(&e->lists[low], account, region, service, operation) == 0 ? &e->lists[low]
                                                                                                      : &unheard;
}

static bool is_several(const struct wit_estate *e)
{
    if (e->index != NULL)
        return e->index->several;
    for (size_t i = 1; i < e->n_artefacts; i++) {
        if (strcmp(e->artefacts[0].bundle, e->artefacts[i].bundle) != 0)
            return true;
    }
    return false;
}

const char *wit_cite_text(struct wit_arena *arena, const struct wit_estate *e, struct wit_cite cite)
{
    if (cite.artefact >= e->n_artefacts)
        return "";
    const struct wit_artefact_ref *a = &e->artefacts[cite.artefact];
    bool several = is_several(e);
    return wit_fmt(arena, "%s%s%s#%s", several ? a->bundle : "", several ? "/" : "", a->id,
                   cite.pointer == NULL ? "" : cite.pointer);
}
