/* bench/reach.c: how long the parts of the way from a bundle to answers take.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 *   reach BUNDLE matrix|again|query|nothing
 *
 * matrix: every subnet to every subnet: the union of open ports and the counts. Prints one line of words and figures:
 * seconds of processor time and the peak of memory in MB.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "pathmap/pathmap.h"

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

struct matrix {
    uint64_t pairs, open, unknown, cells, digest;
};

static void matrix(struct matrix *out, struct wit_reach *r, const struct wit_party *parties, size_t n)
{
    *out = (struct matrix){.digest = 14695981039346656037U};
    struct wit_arena *arena = wit_arena_new();
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < n; k++) {
            struct wit_answer a;
            wit_reach_spread(&a, arena, r, &parties[i], &parties[k], wit_pset_all());
            out->pairs += a.pairs;
            out->open += a.pairs_open;
            out->unknown += a.pairs_unknown;
            out->cells += a.pairs_open > 0;
            uint64_t words[] = {a.pairs, a.pairs_open, a.from_open, a.to_open, a.verdict, a.open.n};
            for (size_t w = 0; w < sizeof words / sizeof *words; w++)
                out->digest = (out->digest ^ words[w]) * 1099511628211U;
            for (size_t s = 0; s < a.open.n; s++)
                out->digest =
                    (out->digest ^ a.open.spans[s].first ^ (uint64_t)a.open.spans[s].last << 32) * 1099511628211U;
            wit_arena_reset(arena);
        }
    }
    wit_arena_free(arena);
}

int main(int argc, char **argv)
{
    struct wit_err err = {0};
    struct wit_arena *arena = wit_arena_new();
    struct wit_bundle *bundle;
    struct wit_estate *estate;
    if (argc < 3) {
        fputs("usage: reach BUNDLE matrix\n", stderr);
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
    printf("decode %.2f s %.0f MB, engine %.2f s", t1 - t0, memory, t2 - t1);
    if (strcmp(argv[2], "matrix") == 0) {
        struct matrix m;
        matrix(&m, r, parties, estate->n_subnets);
        printf(", matrix %.2f s %.0f MB: %llu pairs, %llu open, %llu unknown, %llu of %zu cells, digest %016llx",
               now() - t2, peak_mb(), (unsigned long long)m.pairs, (unsigned long long)m.open,
               (unsigned long long)m.unknown, (unsigned long long)m.cells, estate->n_subnets * estate->n_subnets,
               (unsigned long long)m.digest);
        double t3 = now();
        matrix(&m, r, parties, estate->n_subnets);
        printf(", again warm %.2f s", now() - t3);
    }
    puts("");
    wit_reach_free(r);
    return 0;
}
