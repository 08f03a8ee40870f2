/* bench/reach.c: how long the parts of the way from a bundle to answers take.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 *   reach BUNDLE matrix|again|nothing [naive]
 *
 * matrix: every subnet to every subnet: the union of open ports and the counts. again: that, then after a change of
 * one rule of one group, twenty times, compared with a new engine at the end. Prints one line of words and figures:
 * seconds of processor time and the peak of memory in MB.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "pathmap/pathmap.h"
#include "tests/support/naive_reach.h"

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double peak_mb(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (double)u.ru_maxrss / 1024;
}

static uint64_t digest_of(const struct wit_matrix *m, size_t n)
{
    uint64_t h = 14695981039346656037U;
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < n; k++) {
            const struct wit_matrix_cell *c = wit_matrix_at(m, i, k);
            uint64_t words[] = {c->pairs, c->pairs_open, c->from_open, c->to_open, c->verdict, c->open.n};
            for (size_t w = 0; w < sizeof words / sizeof *words; w++)
                h = (h ^ words[w]) * 1099511628211U;
            for (size_t s = 0; s < c->open.n; s++)
                h = (h ^ c->open.spans[s].first ^ (uint64_t)c->open.spans[s].last << 32) * 1099511628211U;
        }
    }
    return h;
}

/* One group gets (every second time: loses) a rule; how long until the matrix is right again, and is it? */
static void again(struct wit_reach **r, struct wit_estate *estate, struct wit_matrix *m,
                  const struct wit_party *parties, struct wit_arena *arena)
{
    double worst = 0, sum = 0;
    size_t cells = 0;
    enum { ROUNDS = 20 };
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct wit_filter *group = NULL;
        for (size_t i = 0, seen = 0; i < estate->n_filters && group == NULL; i++)
            if (estate->filters[i].mode == WIT_ALLOW_UNION && seen++ == 17 * (round / 2 + 1))
                group = (struct wit_filter *)(uintptr_t)&estate->filters[i];
        if (group == NULL || group->n_rules == 0)
            break;
        struct wit_rule *rules = WIT_NEW_ARRAY(arena, struct wit_rule, group->n_rules + 1);
        memcpy(rules, group->rules, group->n_rules * sizeof *rules);
        rules[group->n_rules] = rules[0];
        rules[group->n_rules].ports = wit_pset_ports(arena, WIT_TCP, 4000 + round, 4000 + round);
        group->rules = rules;
        group->n_rules = round % 2 == 0 ? group->n_rules + 1 : group->n_rules - 1;
        const struct wit_filter *touched[] = {group};
        double t = now();
        *r = wit_reach_again(*r, &(struct wit_touched){.filters = touched, .n_filters = 1});
        cells += wit_matrix_fill(m, *r);
        t = now() - t;
        sum += t;
        worst = t > worst ? t : worst;
    }
    struct wit_reach *fresh = wit_reach_new(estate);
    struct wit_matrix *other = wit_matrix_new(parties, estate->n_subnets);
    wit_matrix_fill(other, fresh);
    bool same = digest_of(other, estate->n_subnets) == digest_of(m, estate->n_subnets);
    printf(", again %.1f ms, at worst %.1f ms, %zu cells, %s", 1e3 * sum / ROUNDS, 1e3 * worst, cells / ROUNDS,
           same ? "as from scratch" : "NOT AS FROM SCRATCH");
    wit_matrix_free(other);
    wit_reach_free(fresh);
}

/* Pair by pair, one packet at a time, for one port: a sample, from which all pairs of interfaces are extrapolated. */
static double naive(const struct wit_estate *e)
{
    enum { SAMPLE = 300 };
    uint64_t state = 1;
    double t = now();
    for (unsigned i = 0; i < SAMPLE; i++) {
        const struct wit_interface *ends[2];
        bool usual;
        for (size_t k = 0; k < 2; k++) {
            state = state * 6364136223846793005U + 1442695040888963407U;
            ends[k] = &e->interfaces[(state >> 33) % e->n_interfaces];
        }
        if (ends[0]->n_addresses > 0 && ends[1]->n_addresses > 0)
            (void)wit_naive_ask(e, ends[0], ends[0]->addresses[0].addr, ends[1], ends[1]->addresses[0].addr, WIT_TCP,
                                9094, &usual);
    }
    return (now() - t) / SAMPLE;
}

int main(int argc, char **argv)
{
    struct wit_err err = {0};
    struct wit_arena *arena = wit_arena_new();
    struct wit_bundle *bundle;
    struct wit_estate *estate;
    if (argc < 3) {
        fputs("usage: reach BUNDLE matrix|again|nothing [naive]\n", stderr);
        return 2;
    }
    double t0 = now();
    if (!wit_bundle_open(&bundle, arena, argv[1], &err) ||
        !wit_estate_decode(&estate, arena, (const struct wit_bundle *const *)&bundle, 1, &err)) {
        fprintf(stderr, "%s\n", err.text);
        return 4;
    }
    double t1 = now(), memory = peak_mb();
    struct wit_reach *r = wit_reach_new(estate);
    struct wit_party *parties = WIT_NEW_ARRAY(arena, struct wit_party, estate->n_subnets);
    for (size_t i = 0; i < estate->n_subnets; i++)
        if (!wit_party_parse(&parties[i], arena, r, estate->subnets[i].id, &err))
            return 4;
    double t2 = now();
    printf("interfaces %zu, decode %.2f s %.0f MB, engine %.2f s", estate->n_interfaces, t1 - t0, memory, t2 - t1);
    if (strcmp(argv[2], "nothing") != 0) {
        struct wit_matrix *m = wit_matrix_new(parties, estate->n_subnets);
        wit_matrix_fill(m, r);
        uint64_t pairs = 0, open = 0, unknown = 0;
        for (size_t i = 0; i < estate->n_subnets * estate->n_subnets; i++) {
            const struct wit_matrix_cell *c = wit_matrix_at(m, i / estate->n_subnets, i % estate->n_subnets);
            pairs += c->pairs;
            open += c->pairs_open;
            unknown += c->pairs_unknown;
        }
        printf(", matrix %.2f s %.0f MB: %llu pairs, %llu open, %llu unknown, digest %016llx", now() - t2, peak_mb(),
               (unsigned long long)pairs, (unsigned long long)open, (unsigned long long)unknown,
               (unsigned long long)digest_of(m, estate->n_subnets));
        if (strcmp(argv[2], "again") == 0)
            again(&r, estate, m, parties, arena);
        wit_matrix_free(m);
    }
    if (argc > 3) {
        double each = naive(estate);
        printf(", naive %.1f us a pair, %.0f s for all", 1e6 * each,
               each * (double)estate->n_interfaces * (double)estate->n_interfaces);
    }
    puts("");
    wit_reach_free(r);
    return 0;
}
