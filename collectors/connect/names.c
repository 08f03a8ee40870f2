/* collectors/connect/names.c: looks names up, several at once, and writes what was answered.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/connect/names.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/json.h"

enum { THREADS = 16 };

struct answer {
    struct wit_addr addrs[WIT_NAME_ADDRS];
    size_t n;
    char problem[64];
    bool done;
};
struct work {
    const char *const *names;
    struct answer *answers;
    size_t n;
    _Atomic size_t next;
    wit_resolve_fn *resolve;
    void *context;
    int64_t until_ms;
};

static int64_t monotonic_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void wit_names_init(struct wit_names *names, struct wit_arena *arena)
{
    *names = (struct wit_names){.arena = arena, .known = wit_strmap_new(arena)};
}

void wit_names_add(struct wit_names *names, const char *host)
{
    struct wit_addr addr;
    if (host == NULL || host[0] == '\0' || strlen(host) > 253 || wit_addr_parse(&addr, host, NULL) ||
        !wit_strmap_put(names->known, host, names))
        return;
    if (names->n == WIT_NAMES_MAX)
        names->over++;
    else
        WIT_PUSH(names->arena, names->items, names->n, names->cap) = wit_strdup(names->arena, host);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int by_addr(const void *a, const void *b)
{
    return wit_addr_cmp(*(const struct wit_addr *)a, *(const struct wit_addr *)b);
}

static void *run(void *user)
{
    struct work *w = user;
    for (;;) {
        size_t at = atomic_fetch_add(&w->next, 1);
        if (at >= w->n || monotonic_ms() >= w->until_ms)
            return NULL;
        struct answer *a = &w->answers[at];
        if (!w->resolve(w->context, w->names[at], a->addrs, &a->n, a->problem)) {
            a->n = 0;
            if (a->problem[0] == '\0')
                snprintf(a->problem, sizeof a->problem, "no answer");
        }
        a->done = true;
    }
}

static void write_one(struct wit_jw *jw, const char *name, struct answer *a)
{
    qsort(a->addrs, a->n, sizeof a->addrs[0], by_addr);
    wit_jw_object(jw);
    wit_jw_kstr(jw, "name", name);
    wit_jw_key(jw, "addresses");
    wit_jw_array(jw);
    for (size_t i = 0; i < a->n; i++) {
        char text[WIT_ADDR_TEXT];
        if (i == 0 || wit_addr_cmp(a->addrs[i - 1], a->addrs[i]) != 0)
            wit_jw_str(jw, wit_addr_text(text, a->addrs[i]));
    }
    wit_jw_array_end(jw);
    wit_jw_kstr(jw, "error", !a->done ? "not looked up: time was over" : a->problem[0] != '\0' ? a->problem : NULL);
    wit_jw_object_end(jw);
}

void wit_names_write(struct wit_buf *out, size_t *late, struct wit_names *names, wit_resolve_fn *resolve, void *context,
                     unsigned budget_ms)
{
    if (names->n > 0)
        qsort(names->items, names->n, sizeof *names->items, by_name);
    struct work work = {.names = names->items,
                        .answers = WIT_NEW_ARRAY(names->arena, struct answer, names->n),
                        .n = names->n,
                        .resolve = resolve,
                        .context = context,
                        .until_ms = monotonic_ms() + budget_ms};
    pthread_t threads[THREADS];
    size_t n_threads = 0;
    while (n_threads < THREADS && n_threads + 1 < names->n &&
           pthread_create(&threads[n_threads], NULL, run, &work) == 0)
        n_threads++;
    run(&work);
    for (size_t i = 0; i < n_threads; i++)
        pthread_join(threads[i], NULL);
    struct wit_jw jw;
    wit_jw_init(&jw, out, 0);
    wit_jw_object(&jw);
    wit_jw_key(&jw, "names");
    wit_jw_array(&jw);
    *late = 0;
    for (size_t i = 0; i < names->n; i++) {
        write_one(&jw, names->items[i], &work.answers[i]);
        *late += !work.answers[i].done;
    }
    wit_jw_array_end(&jw);
    wit_jw_object_end(&jw);
}
