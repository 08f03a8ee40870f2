/* pathmap/observe/coverage.c: which interfaces are watched, and how small a flow would have been seen.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Proof is asked of every row (docs/traffic.md): addresses that a capture has seen do not prove where it was taken, nor
 * that no filter was set; who says where, says so in the artefact (`at`). A flow log names its interfaces.
 */
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "pathmap/observe/join.h"

struct wit_coverage {
    const struct wit_estate *estate;
    const struct wit_seen *seen;
    size_t *best;      /* vantage of each interface, SIZE_MAX none */
    uint64_t *seconds; /* for which it watched it */
};

uint64_t wit_vantage_seconds(const struct wit_vantage *v)
{
    int64_t first, last; /* ms */
    if (!wit_time_parse(&first, v->first, NULL) || !wit_time_parse(&last, v->last, NULL) || last < first)
        return 0;
    return (uint64_t)(last - first) / 1000;
}

double wit_vantage_loss(const struct wit_vantage *v)
{
    double lost = (double)(v->dropped + v->unread), all = (double)v->packets + lost;
    return all > 0 ? lost / all : 0;
}

uint64_t wit_smallest_flow(uint64_t sample, double loss)
{
    double p = (1 - loss) / (double)(sample == 0 ? 1 : sample);
    if (p >= 1)
        return 1;
    if (!(p > 0))
        return 0;
    double n = ceil(log(0.01) / log1p(-p) - 1e-9); /* 0.99 is one packet, whatever rounding says */
    return n < 1 ? 1 : n > 1e15 ? 0 : (uint64_t)n;
}

/*
 * A flow log may be set to hold rejected traffic only, and its records do not tell. What was let through at an
 * interface, with an end that no other interface of the log has, can only have been noted there: so its log holds such
 * traffic. Keys of the result: "VANTAGE INTERFACE".
 */
static struct wit_strmap *logs_accepted(struct wit_arena *arena, const struct wit_seen *seen,
                                        const struct wit_addresses *addresses)
{
    struct wit_strmap *listed = wit_strmap_new(arena), *proved = wit_strmap_new(arena);
    for (size_t i = 0; i < seen->n_vantages; i++)
        for (size_t k = 0; seen->vantages[i].log && k < seen->vantages[i].n_at; k++)
            wit_strmap_set(listed, wit_fmt(arena, "%zu %s", i, seen->vantages[i].at[k]), listed);
    for (size_t i = 0; i < seen->n_flows; i++) {
        const struct wit_seen_flow *f = &seen->flows[i];
        struct wit_seen_end ends[2];
        const char *keys[2] = {NULL, NULL};
        if (!seen->vantages[f->vantage].log || !wit_flow_carried(f))
            continue;
        wit_seen_ends(&ends[0], &ends[1], addresses, f);
        for (size_t k = 0; k < 2; k++) {
            if (ends[k].place != WIT_AT_INTERFACE)
                continue;
            const char *key = wit_fmt(arena, "%zu %s", f->vantage, ends[k].interface->id);
            keys[k] = wit_strmap_get(listed, key) == NULL ? NULL : key;
        }
        for (size_t k = 0; k < 2; k++)
            if (keys[k] != NULL && keys[1 - k] == NULL && ends[1 - k].place != WIT_AT_UNKNOWN)
                wit_strmap_set(proved, keys[k], proved);
    }
    return proved;
}

/* Traffic of which both ends are only prefixes may have been anything's: who saw such proves nothing not seen. A tunnel
 * that a capture could not open neither (GRE of another payload than IP or Ethernet, as of mirrors; IP in IP too deep).
 */
static bool *blurred(struct wit_arena *arena, const struct wit_seen *seen)
{
    bool *out = WIT_NEW_ARRAY(arena, bool, seen->n_vantages + 1);
    for (size_t i = 0; i < seen->n_flows; i++) {
        const struct wit_seen_flow *f = &seen->flows[i];
        bool client = f->client_prefix.bits < (f->client_prefix.addr.family == 4 ? 32 : 128);
        bool server = f->server_prefix.bits < (f->server_prefix.addr.family == 4 ? 32 : 128);
        bool closed = !seen->vantages[f->vantage].log &&
                      (strcmp(f->protocol, "proto/47") == 0 || strcmp(f->protocol, "proto/4") == 0 ||
                       strcmp(f->protocol, "proto/41") == 0);
        out[f->vantage] = out[f->vantage] || (((client && server) || closed) && wit_flow_carried(f));
    }
    return out;
}

/* Who watched for no time at all has not watched. */
static void take(struct wit_coverage *c, const struct wit_interface *itf, size_t vantage, uint64_t seconds)
{
    size_t at = (size_t)(itf - c->estate->interfaces);
    if (seconds <= c->seconds[at])
        return;
    c->best[at] = vantage;
    c->seconds[at] = seconds;
}

struct wit_coverage *wit_coverage_new(struct wit_arena *arena, const struct wit_estate *estate,
                                      const struct wit_addresses *addresses, const struct wit_seen *seen)
{
    struct wit_coverage *c = WIT_NEW(arena, struct wit_coverage);
    *c = (struct wit_coverage){estate, seen, WIT_NEW_ARRAY(arena, size_t, estate->n_interfaces),
                               WIT_NEW_ARRAY(arena, uint64_t, estate->n_interfaces)};
    for (size_t i = 0; i < estate->n_interfaces; i++)
        c->best[i] = SIZE_MAX;
    struct wit_strmap *accepted = logs_accepted(arena, seen, addresses);
    const bool *blur = blurred(arena, seen);
    for (size_t i = 0; i < seen->n_vantages; i++) {
        const struct wit_vantage *v = &seen->vantages[i];
        if (blur[i] || v->anonymous || v->filtered || v->skipped > 0 ||
            wit_smallest_flow(v->sample, wit_vantage_loss(v)) == 0)
            continue;
        for (size_t k = 0; k < v->n_at; k++) {
            struct wit_addr addr;
            const struct wit_interface *itf = wit_estate_interface(estate, v->at[k]);
            if (itf == NULL && !v->log && wit_addr_parse(&addr, v->at[k], NULL))
                itf = wit_addresses_holder(addresses, addr);
            if (itf != NULL && (!v->log || wit_strmap_get(accepted, wit_fmt(arena, "%zu %s", i, itf->id)) != NULL))
                take(c, itf, i, v->watched != NULL ? v->watched[k] : wit_vantage_seconds(v));
        }
    }
    return c;
}

const struct wit_vantage *wit_coverage_of(const struct wit_coverage *c, const struct wit_interface *itf,
                                          uint64_t *seconds)
{
    size_t at = c->best[itf - c->estate->interfaces];
    *seconds = c->seconds[itf - c->estate->interfaces];
    return at == SIZE_MAX ? NULL : &c->seen->vantages[at];
}
