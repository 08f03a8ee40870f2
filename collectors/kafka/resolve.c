/* collectors/kafka/resolve.c: which addresses this machine's resolver gives for names.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/kafka/resolve.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

/* With a resolver that does not answer the rest is left after a while: unanswered too. */
enum { THREADS = 32, NAME_MAX_BYTES = 253, PATIENCE_S = 20 };

void wit_hosts_init(struct wit_hosts *names, struct wit_arena *arena)
{
    *names = (struct wit_hosts){.arena = arena, .seen = wit_strmap_new(arena)};
}

void wit_hosts_add(struct wit_hosts *names, const char *host, size_t len)
{
    char plain[NAME_MAX_BYTES + 1];
    if (len >= 2 && host[0] == '[' && host[len - 1] == ']') {
        host++;
        len -= 2;
    }
    len -= len > 0 && host[len - 1] == '.';
    if (len == 0 || len > NAME_MAX_BYTES)
        return;
    for (size_t i = 0; i < len; i++) {
        char c = host[i] >= 'A' && host[i] <= 'Z' ? (char)(host[i] - 'A' + 'a') : host[i];
        if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && strchr("-_.:%", c) == NULL)
            return;
        plain[i] = c;
    }
    plain[len] = '\0';
    if (strcmp(plain, "0.0.0.0") == 0 || strcmp(plain, "::") == 0 || !wit_strmap_put(names->seen, plain, names))
        return;
    if (names->n == WIT_RESOLVE_MAX_NAMES) {
        names->cut = true;
        return;
    }
    WIT_PUSH(names->arena, names->items, names->n, names->cap) =
        (struct wit_resolved){.name = wit_strdup(names->arena, plain)};
}

void wit_hosts_add_list(struct wit_hosts *names, const char *list)
{
    while (list != NULL && *list != '\0') {
        size_t len = strcspn(list, ",; ");
        const char *begin = list, *end = list + len;
        for (const char *c = begin; c < end; c++)
            if (*c == '@' || (*c == '/' && c > begin && c[-1] == '/'))
                begin = c + 1;
        const char *slash = memchr(begin, '/', (size_t)(end - begin)); /* ZooKeeper's chroot */
        if (slash != NULL)
            end = slash;
        for (const char *c = end; c > begin && *(c - 1) != ']'; c--)
            if (*(c - 1) == ':') {
                end = c - 1;
                break;
            }
        wit_hosts_add(names, begin, (size_t)(end - begin));
        list += len + (list[len] != '\0');
    }
}

/* One name's answer, before it goes into the arena: threads share none. */
struct found {
    char text[WIT_RESOLVE_MAX_ADDRESSES][INET6_ADDRSTRLEN];
    size_t n;
    int code;
};
struct work {
    const struct wit_hosts *names;
    struct found **found;
    atomic_size_t next;
    time_t until; /* monotonic seconds */
};

static time_t monotonic_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void look_up(struct found *f, const char *name)
{
    const struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
    struct addrinfo *list = NULL;
    f->code = getaddrinfo(name, NULL, &hints, &list);
    for (const struct addrinfo *a = list; f->code == 0 && a != NULL && f->n < WIT_RESOLVE_MAX_ADDRESSES; a = a->ai_next)
        f->n += getnameinfo(a->ai_addr, a->ai_addrlen, f->text[f->n], sizeof f->text[0], NULL, 0, NI_NUMERICHOST) == 0;
    if (list != NULL)
        freeaddrinfo(list);
    qsort(f->text, f->n, sizeof f->text[0], by_text);
    size_t kept = 0;
    for (size_t i = 0; i < f->n; i++)
        if (kept == 0 || strcmp(f->text[i], f->text[kept - 1]) != 0)
            memmove(f->text[kept++], f->text[i], sizeof f->text[0]);
    f->n = kept;
}

static void *run(void *context)
{
    struct work *work = context;
    for (size_t i; (i = atomic_fetch_add(&work->next, 1)) < work->names->n;) {
        work->found[i] = calloc(1, sizeof *work->found[i]);
        if (work->found[i] == NULL)
            wit_die("no memory for addresses");
        work->found[i]->code = EAI_AGAIN;
        if (monotonic_s() < work->until)
            look_up(work->found[i], work->names->items[i].name);
    }
    return NULL;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct wit_resolved *)a)->name, ((const struct wit_resolved *)b)->name);
}

void wit_hosts_resolve(struct wit_hosts *names)
{
    pthread_t threads[THREADS];
    size_t started = 0;
    struct work work = {.names = names,
                        .found = WIT_NEW_ARRAY(names->arena, struct found *, names->n + 1),
                        .until = monotonic_s() + PATIENCE_S};
    while (started < THREADS && started + 1 < names->n && pthread_create(&threads[started], NULL, run, &work) == 0)
        started++;
    run(&work);
    for (size_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    for (size_t i = 0; i < names->n; i++) {
        struct found *f = work.found[i];
        const char **list = WIT_NEW_ARRAY(names->arena, const char *, f->n + 1);
        for (size_t k = 0; k < f->n; k++)
            list[k] = wit_strdup(names->arena, f->text[k]);
        names->items[i].addresses = list;
        names->items[i].n = f->n;
        names->items[i].error = f->code != 0 ? wit_strdup(names->arena, gai_strerror(f->code)) : NULL;
        names->items[i].unanswered = f->code != 0 && f->code != EAI_NONAME && f->code != EAI_NODATA;
        free(f);
    }
    if (names->n > 1)
        qsort(names->items, names->n, sizeof names->items[0], by_name);
}
