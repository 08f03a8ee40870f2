/* pathmap/reach/reach.c: the engine's life: indexes over a sealed estate, and the memory of what was computed.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "pathmap/reach/bulk.h"
#include "pathmap/reach/service.h"

static wit_set ports(struct wit_reach *r, unsigned protocol, unsigned first, unsigned last)
{
    wit_set set = wit_set_of(r, wit_pset_ports(r->work, protocol, first, last));
    wit_arena_reset(r->work);
    return set;
}

static void make_sets(struct wit_reach *r)
{
    r->none = wit_set_of(r, wit_pset_none());
    r->all = wit_set_of(r, wit_pset_all());
    r->tcp = ports(r, WIT_TCP, 0, 65535);
    r->udp = ports(r, WIT_UDP, 0, 65535);
    r->icmp4 = ports(r, WIT_ICMP, 0, 65535);
    r->icmp6 = ports(r, WIT_ICMPV6, 0, 65535);
    r->tcp_source = ports(r, WIT_TCP, 1, 65535); /* chapter 2.2: clients can bind low ports */
    r->udp_source = ports(r, WIT_UDP, 1, 65535);
    r->tcp_nat = ports(r, WIT_TCP, 1024, 65535); /* 1.3.3 */
    r->udp_nat = ports(r, WIT_UDP, 1024, 65535);
    r->family4 = wit_set_minus(r, r->all, r->icmp6);
    r->family6 = wit_set_minus(r, r->all, r->icmp4);
    wit_set with_ports = wit_set_or(r, r->tcp, r->udp);
    r->nat_protocols = wit_set_or(r, with_ports, r->icmp4); /* 1.5.3 */
    r->others = wit_set_minus(r, wit_set_minus(r, r->family4, r->icmp4), with_ports);
}

#define INDEX(map, list, n)                                                                                            \
    do {                                                                                                               \
        (map) = wit_strmap_new(r->arena);                                                                              \
        for (size_t i = 0; i < (n); i++)                                                                               \
            wit_strmap_put((map), (list)[i].id, (void *)(uintptr_t) & (list)[i]);                                      \
    } while (0)

/* What depends on the estate's names and addresses only, so that a twin shares it. */
static void make_indexes(struct wit_reach *r)
{
    const struct wit_estate *estate = r->estate;
    INDEX(r->itf_by_id, estate->interfaces, estate->n_interfaces);
    INDEX(r->instance_by_id, estate->instances, estate->n_instances);
    INDEX(r->subnet_by_id, estate->subnets, estate->n_subnets);
    INDEX(r->endpoint_by_id, estate->endpoints, estate->n_endpoints);
    INDEX(r->bucket_by_name, estate->buckets, estate->n_buckets);
    INDEX(r->network_by_id, estate->networks, estate->n_networks);
    wit_atoms_build(r);
    wit_holders_build(r);
}

static void share_indexes(struct wit_reach *r, const struct wit_reach *of)
{
    r->itf_by_id = of->itf_by_id;
    r->instance_by_id = of->instance_by_id;
    r->subnet_by_id = of->subnet_by_id;
    r->endpoint_by_id = of->endpoint_by_id;
    r->bucket_by_name = of->bucket_by_name;
    r->network_by_id = of->network_by_id;
    r->atoms = of->atoms;
    r->n_atoms = of->n_atoms;
    r->atom_classes = of->atom_classes;
    r->n_atom_classes = of->n_atom_classes;
    r->holders = of->holders;
    r->n_holders = of->n_holders;
    r->public_holders = of->public_holders;
    r->n_public_holders = of->n_public_holders;
    r->wide_holders = of->wide_holders;
    r->n_wide_holders = of->n_wide_holders;
}

static atomic_uint_fast64_t engines = 1;

static struct wit_reach *make(const struct wit_estate *estate, const struct wit_reach *twin_of)
{
    struct wit_arena *arena = wit_arena_new();
    struct wit_reach *r = WIT_NEW(arena, struct wit_reach);
    r->arena = arena;
    r->scratch = wit_arena_new();
    r->work = wit_arena_new();
    r->estate = estate;
    r->born = atomic_fetch_add(&engines, 1);
    r->open_groups = twin_of != NULL;
    r->sets = twin_of != NULL ? twin_of->sets : wit_sets_new(arena, r->work);
    make_sets(r);
    r->gap_by_id = wit_strmap_new(arena);
    r->unit_by_key = wit_strmap_new(arena);
    if (twin_of != NULL)
        share_indexes(r, twin_of);
    else
        make_indexes(r);
    wit_units_build(r);
    wit_services_build(r);
    r->gap_no_group = wit_gap_add(r, WIT_GAP_DANGLING, "", "", "group list",
                                  "an interface that must have a security group names none in the evidence", "");
    r->gap_outside = wit_gap_add(r, WIT_GAP_NOT_MODELLED, "", "", "outside",
                                 "both ends lie outside the networks in evidence: nothing is known about them", "");
    return r;
}

struct wit_reach *wit_reach_new(const struct wit_estate *estate)
{
    return make(estate, NULL);
}

struct wit_reach *wit_reach_twin(const struct wit_reach *of)
{
    return make(of->estate, of);
}

struct wit_arena *wit_reach_line_arena(struct wit_reach *reach)
{
    if (reach->line == NULL)
        reach->line = wit_arena_new();
    wit_arena_reset(reach->line);
    return reach->line;
}

void wit_reach_free(struct wit_reach *reach)
{
    if (reach == NULL)
        return;
    wit_bulk_free(reach->bulk);
    wit_arena_free(reach->line);
    wit_arena_free(reach->scratch);
    wit_arena_free(reach->work);
    wit_arena_free(reach->arena);
}
