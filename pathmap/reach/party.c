/* pathmap/reach/party.c: what a name in a question means.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: the query contract: an interface, instance, subnet or endpoint id, an address, a prefix, "internet", a
 * bucket.
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/reach/inside.h"

static int by_id(const void *a, const void *b)
{
    const struct wit_interface *const *x = a, *const *y = b;
    return strcmp((*x)->id, (*y)->id);
}

/* Most lists come in order. */
static void sort(const struct wit_interface **list, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        if (strcmp(list[i - 1]->id, list[i]->id) > 0) {
            qsort(list, n, sizeof(const struct wit_interface *), by_id);
            return;
        }
    }
}

void wit_party_interfaces(struct wit_party *out, struct wit_arena *arena, const char *text,
                          const struct wit_interface *const *list, size_t n, wit_gap_ref gap)
{
    const struct wit_interface **copy = WIT_NEW_ARRAY(arena, const struct wit_interface *, n);
    if (n > 0) {
        memcpy(copy, list, n * sizeof(const struct wit_interface *));
        sort(copy, n);
    }
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (kept == 0 || copy[kept - 1] != copy[i])
            copy[kept++] = copy[i];
    }
    *out = (struct wit_party){.kind = WIT_PARTY_INTERFACES,
                              .text = wit_strdup(arena, text),
                              .interfaces = copy,
                              .n_interfaces = kept,
                              .gap = gap};
}

static void of_subnet(struct wit_party *out, struct wit_arena *arena, struct wit_reach *r,
                      const struct wit_subnet *subnet)
{
    const struct wit_interface **list = NULL;
    size_t n = 0, cap = 0;
    for (size_t i = 0; i < r->estate->n_interfaces; i++) {
        if (r->estate->interfaces[i].subnet == subnet)
            WIT_PUSH(arena, list, n, cap) = &r->estate->interfaces[i];
    }
    wit_party_interfaces(out, arena, subnet->id, list, n,
                         wit_list_gap_of(r, subnet->account, subnet->region, "ec2", "DescribeNetworkInterfaces"));
}

static bool of_bucket(struct wit_party *out, struct wit_arena *arena, const struct wit_reach *r, const char *text)
{
    const struct wit_bucket *b = wit_strmap_get(r->bucket_by_name, text);
    bool said = strncmp(text, "s3://", 5) == 0;
    if (b == NULL && said && text[5] != '\0')
        b = wit_strmap_get(r->bucket_by_name, text + 5);
    if (b == NULL && !(said && text[5] != '\0'))
        return false;
    *out = (struct wit_party){.kind = WIT_PARTY_BUCKET,
                              .text = wit_strdup(arena, text),
                              .single = true,
                              .bucket = b != NULL ? b->id : wit_strdup(arena, text + 5),
                              .region = b != NULL ? b->region : "",
                              .gap = WIT_NO_GAP};
    return true;
}

/* An endpoint without interfaces: they are not in evidence, or it is of a kind that has none. */
static wit_gap_ref endpoint_gap(struct wit_reach *r, const struct wit_endpoint *e)
{
    wit_gap_ref gap = wit_list_gap_of(r, e->account, e->region, "ec2", "DescribeNetworkInterfaces");
    if (gap != WIT_NO_GAP || strcmp(e->type, "Interface") == 0)
        return gap;
    return wit_gap_add(r, WIT_GAP_NOT_MODELLED, e->account, e->region, e->id,
                       wit_fmt(r->arena, "%s has no interface to ask about: ask about what lies behind it", e->id), "");
}

bool wit_party_parse(struct wit_party *out, struct wit_arena *arena, const struct wit_reach *reach, const char *text,
                     struct wit_err *err)
{
    struct wit_reach *r = (struct wit_reach *)(uintptr_t)reach; /* gaps of its own may be made */
    /* each name is one thing only: what comes later is looked for when nothing was found */
    const struct wit_interface *itf = wit_strmap_get(r->itf_by_id, text);
    const struct wit_instance *instance = itf != NULL ? NULL : wit_strmap_get(r->instance_by_id, text);
    bool found = itf != NULL || instance != NULL;
    const struct wit_subnet *subnet = found ? NULL : wit_strmap_get(r->subnet_by_id, text);
    const struct wit_endpoint *endpoint = found || subnet != NULL ? NULL : wit_strmap_get(r->endpoint_by_id, text);
    struct wit_party made = {.gap = WIT_NO_GAP};
    struct wit_addr addr;
    struct wit_prefix prefix;
    bool host_bits = false;
    if (itf != NULL) {
        wit_party_interfaces(&made, arena, text, &itf, 1, WIT_NO_GAP);
        made.single = true;
    } else if (instance != NULL) {
        wit_party_interfaces(&made, arena, text, instance->interfaces, instance->n_interfaces,
                             instance->n_interfaces > 0 ? WIT_NO_GAP
                                                        : wit_list_gap_of(r, instance->account, instance->region, "ec2",
                                                                          "DescribeNetworkInterfaces"));
        made.single = true;
    } else if (subnet != NULL) {
        of_subnet(&made, arena, r, subnet);
    } else if (endpoint != NULL) {
        wit_party_interfaces(&made, arena, text, endpoint->interfaces, endpoint->n_interfaces,
                             endpoint->n_interfaces > 0 ? WIT_NO_GAP : endpoint_gap(r, endpoint));
        made.single = true;
    } else if (strcmp(text, "internet") == 0) {
        made = (struct wit_party){.kind = WIT_PARTY_INTERNET, .text = "internet", .gap = WIT_NO_GAP};
    } else if (wit_addr_parse(&addr, text, NULL)) {
        made = (struct wit_party){.kind = WIT_PARTY_ADDRESS,
                                  .text = wit_strdup(arena, text),
                                  .single = true,
                                  .prefix = wit_prefix_of(addr, addr.family == 4 ? 32 : 128),
                                  .gap = WIT_NO_GAP};
    } else if (wit_prefix_parse(&prefix, &host_bits, text, NULL)) {
        bool one = prefix.bits == (prefix.addr.family == 4 ? 32 : 128);
        made = (struct wit_party){.kind = one ? WIT_PARTY_ADDRESS : WIT_PARTY_PREFIX,
                                  .text = wit_strdup(arena, text),
                                  .single = one,
                                  .prefix = prefix,
                                  .gap = WIT_NO_GAP};
    } else if (!of_bucket(&made, arena, reach, text)) {
        return wit_fail(err, WIT_EUSAGE, "nothing in the evidence is called '%.100s'", text);
    }
    *out = made;
    return true;
}
