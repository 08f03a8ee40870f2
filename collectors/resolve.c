/* collectors/resolve.c: looks names up, several at once, with the system's resolver or another.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: POSIX.1-2017, getaddrinfo(). A name of one label is looked up in the search list of this machine, as the
 * process whose setting it is would do on its own.
 */
#include <netdb.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "collectors/names.h"

enum { THREADS = 32 };

/* Answers stay out of the arena until all threads are done: they share none. */
struct work {
    const struct wit_resolved *items;
    struct wit_name_answer **answers; /* NULL: not asked */
    size_t n;
    atomic_size_t next;
    wit_resolve_fn *resolve;
    void *context;
    int64_t until_ms;
};

void wit_resolve_system(void *context, const char *name, struct wit_name_answer *out)
{
    const struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
    struct addrinfo *list = NULL;
    (void)context;
    int code = getaddrinfo(name, NULL, &hints, &list);
    if (code != 0) {
        snprintf(out->problem, sizeof out->problem, "%s", code == EAI_NONAME ? "no such name" : gai_strerror(code));
        out->failed = code != EAI_NONAME && code != EAI_NODATA;
        return;
    }
    for (const struct addrinfo *a = list; a != NULL && out->n < WIT_NAME_ADDRS; a = a->ai_next) {
        char text[WIT_ADDR_TEXT + 32];
        if (getnameinfo(a->ai_addr, a->ai_addrlen, text, sizeof text, NULL, 0, NI_NUMERICHOST) == 0 &&
            wit_addr_parse(&out->addrs[out->n], text, NULL))
            out->n++;
    }
    freeaddrinfo(list);
    if (out->n == 0)
        snprintf(out->problem, sizeof out->problem, "no address");
}

static int64_t monotonic_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct wit_resolved *)a)->name, ((const struct wit_resolved *)b)->name);
}

static int by_addr(const void *a, const void *b)
{
    return wit_addr_cmp(*(const struct wit_addr *)a, *(const struct wit_addr *)b);
}

static void *run(void *user)
{
    struct work *w = user;
    for (size_t i; (i = atomic_fetch_add(&w->next, 1)) < w->n && monotonic_ms() < w->until_ms;) {
        struct wit_name_answer *answer = calloc(1, sizeof *answer);
        if (answer == NULL)
            wit_die("no memory for addresses");
        w->resolve(w->context, w->items[i].name, answer);
        w->answers[i] = answer;
    }
    return NULL;
}

static void keep(struct wit_resolved *item, struct wit_arena *arena, struct wit_name_answer *answer)
{
    if (answer == NULL) {
        item->error = "not looked up: time was over";
        item->unanswered = item->late = true;
        return;
    }
    const char **list = WIT_NEW_ARRAY(arena, const char *, answer->n + 1);
    qsort(answer->addrs, answer->n, sizeof answer->addrs[0], by_addr);
    for (size_t i = 0; i < answer->n; i++) {
        char text[WIT_ADDR_TEXT];
        if (i == 0 || wit_addr_cmp(answer->addrs[i - 1], answer->addrs[i]) != 0)
            list[item->n++] = wit_strdup(arena, wit_addr_text(text, answer->addrs[i]));
    }
    item->addresses = list;
    item->unanswered = answer->failed;
    if (answer->n == 0)
        item->error = answer->problem[0] == '\0' ? "no answer" : wit_strdup(arena, answer->problem);
}

void wit_names_resolve(struct wit_names *names, wit_resolve_fn *resolve, void *context, unsigned budget_ms)
{
    pthread_t threads[THREADS];
    size_t started = 0;
    if (names->n > 1)
        qsort(names->items, names->n, sizeof names->items[0], by_name);
    struct work work = {.items = names->items,
                        .answers = WIT_NEW_ARRAY(names->arena, struct wit_name_answer *, names->n + 1),
                        .n = names->n,
                        .resolve = resolve,
                        .context = context,
                        .until_ms = monotonic_ms() + budget_ms};
    while (started < THREADS && started + 1 < names->n && pthread_create(&threads[started], NULL, run, &work) == 0)
        started++;
    run(&work);
    for (size_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    for (size_t i = 0; i < names->n; i++) {
        keep(&names->items[i], names->arena, work.answers[i]);
        free(work.answers[i]);
    }
}
