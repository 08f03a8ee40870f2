/* collectors/kafka/trouble.c: what went wrong on the way to each server.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/kafka/trouble.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "b-1:9096/bootstrap", "ssl://[::1]:9096/1": the server's part; "" when there is none ("1/1 brokers are down"). */
static void server_of(char out[256], const char *text)
{
    const char *scheme = strstr(text, "://"), *slash = strchr(text, '/');
    const char *begin = scheme != NULL && slash == scheme + 1 ? scheme + 3 : text;
    size_t len = strcspn(begin, "/");
    bool named = begin[len] == '/' && (begin != text || memchr(begin, ':', len) != NULL) && len < 255;
    snprintf(out, 256, "%.*s", named ? (int)len : 0, begin);
}

static struct wit_kafka_trouble *find(struct wit_kafka_troubles *all, const char *server)
{
    if (server[0] == '\0')
        return NULL;
    for (size_t i = 0; i < all->n; i++)
        if (strcmp(all->items[i].server, server) == 0)
            return &all->items[i];
    if (all->n == WIT_KAFKA_TROUBLES)
        return NULL;
    struct wit_kafka_trouble *t = &all->items[all->n++];
    *t = (struct wit_kafka_trouble){.verify = 0};
    snprintf(t->server, sizeof t->server, "%s", server);
    return t;
}

void wit_kafka_trouble_add(struct wit_kafka_troubles *all, const char *place, bool all_down)
{
    char server[256];
    server_of(server, place);
    pthread_mutex_lock(&all->lock);
    all->all_down = all->all_down || all_down;
    struct wit_kafka_trouble *t = find(all, server);
    const char *text = strstr(place, ": ");
    if (t != NULL)
        snprintf(t->text, sizeof t->text, "%s", text != NULL ? text + 2 : place);
    pthread_mutex_unlock(&all->lock);
}

void wit_kafka_trouble_certificate(struct wit_kafka_troubles *all, const char *server, int verify, const void *der,
                                   size_t len)
{
    pthread_mutex_lock(&all->lock);
    struct wit_kafka_trouble *t = find(all, server);
    if (t != NULL) {
        t->verify = verify;
        wit_certificate_text(t->certificate, sizeof t->certificate, der, len);
    }
    pthread_mutex_unlock(&all->lock);
}

static int by_server(const void *a, const void *b)
{
    return strcmp(((const struct wit_kafka_trouble *)a)->server, ((const struct wit_kafka_trouble *)b)->server);
}

const struct wit_kafka_trouble *wit_kafka_trouble_list(struct wit_kafka_troubles *all, struct wit_arena *arena,
                                                       size_t *n)
{
    pthread_mutex_lock(&all->lock);
    struct wit_kafka_trouble *copy = WIT_NEW_ARRAY(arena, struct wit_kafka_trouble, all->n + 1);
    memcpy(copy, all->items, all->n * sizeof *copy);
    *n = all->n;
    pthread_mutex_unlock(&all->lock);
    qsort(copy, *n, sizeof *copy, by_server);
    return copy;
}
