/* pathmap/observe/fold.c: the order of flows, and records of the same flow together.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/observe/inside.h"

static int by_line(const struct wit_seen_flow *a, const struct wit_seen_flow *b)
{
    int order = wit_prefix_cmp(a->client_prefix, b->client_prefix);
    if (order == 0)
        order = wit_prefix_cmp(a->server_prefix, b->server_prefix);
    if (order == 0 && a->port != b->port)
        order = a->port < b->port ? -1 : 1;
    if (order == 0)
        order = strcmp(a->protocol, b->protocol);
    return order != 0 ? order : strcmp(a->class, b->class);
}

static int by_all(const void *left, const void *right)
{
    const struct wit_seen_flow *a = left, *b = right;
    int order = by_line(a, b);
    if (order == 0 && a->vantage != b->vantage)
        order = a->vantage < b->vantage ? -1 : 1;
    return order != 0 ? order : strcmp(a->kind, b->kind);
}

void wit_seen_sort(struct wit_seen_flow *flows, size_t n)
{
    if (n > 1)
        qsort(flows, n, sizeof *flows, by_all);
}

static int by_word(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *const *unite(struct wit_arena *arena, const char *const *a, size_t n_a, const char *const *b,
                                size_t n_b, size_t *n)
{
    const char **all = WIT_NEW_ARRAY(arena, const char *, n_a + n_b);
    size_t kept = 0;
    if (n_a > 0)
        memcpy(all, a, n_a * sizeof *all);
    if (n_b > 0)
        memcpy(all + n_a, b, n_b * sizeof *all);
    if (n_a + n_b > 1)
        qsort(all, n_a + n_b, sizeof *all, by_word);
    for (size_t i = 0; i < n_a + n_b; i++) {
        if (kept == 0 || strcmp(all[kept - 1], all[i]) != 0)
            all[kept++] = all[i];
    }
    *n = kept;
    return all;
}

static const char *earlier(const char *a, const char *b)
{
    return a[0] == '\0' || (b[0] != '\0' && strcmp(b, a) < 0) ? b : a;
}

static const char *later(const char *a, const char *b)
{
    return strcmp(b, a) > 0 ? b : a;
}

/* The weakest encryption counts: a review asks whether anything went in the clear. */
static const char *weaker(const char *a, const char *b)
{
    if (a == NULL || b == NULL)
        return a == NULL ? b : a;
    if (strcmp(a, "none") == 0 || strcmp(b, "none") == 0)
        return "none";
    return strcmp(b, a) < 0 ? b : a;
}

static const char *weaker_sasl(const char *a, const char *b)
{
    if (a == NULL || b == NULL)
        return a == NULL ? b : a;
    if (strcmp(a, "PLAIN") == 0 || strcmp(b, "PLAIN") == 0)
        return "PLAIN";
    return strcmp(b, a) < 0 ? b : a;
}

#define ADD(field) a->field += b->field

/* Kinds of one class at one vantage point. */
static void add(struct wit_arena *arena, struct wit_seen_flow *a, const struct wit_seen_flow *b)
{
    ADD(connections);
    ADD(opened);
    ADD(refused);
    ADD(unanswered);
    ADD(rejected);
    ADD(accepted);
    ADD(forth);
    ADD(back);
    a->sure = a->sure && b->sure;
    a->member = a->member && b->member;
    a->unsure = a->unsure && b->unsure;
    ADD(packets);
    ADD(bytes);
    ADD(bytes_low);
    ADD(bytes_high);
    a->client_ids = unite(arena, a->client_ids, a->n_client_ids, b->client_ids, b->n_client_ids, &a->n_client_ids);
    a->software = unite(arena, a->software, a->n_software, b->software, b->n_software, &a->n_software);
    if (b->confidence > a->confidence) {
        a->confidence = b->confidence;
        a->reason = b->reason;
    }
    a->encryption = weaker(a->encryption, b->encryption);
    a->sasl = weaker_sasl(a->sasl, b->sasl);
    a->sni = a->sni == NULL || (b->sni != NULL && strcmp(b->sni, a->sni) < 0) ? b->sni : a->sni;
    a->first = earlier(a->first, b->first);
    a->last = later(a->last, b->last);
}

/* Another vantage point that saw the same: the one that saw more speaks for the amounts. */
static void add_view(struct wit_arena *arena, struct wit_seen_flow *a, const struct wit_seen_flow *b)
{
    struct wit_seen_flow first = *a;
    add(arena, a, b);
    const struct wit_seen_flow *more = b->packets > first.packets ? b : &first;
    a->connections = first.connections > b->connections ? first.connections : b->connections;
    a->opened = first.opened > b->opened ? first.opened : b->opened;
    a->refused = first.refused > b->refused ? first.refused : b->refused;
    a->unanswered = first.unanswered > b->unanswered ? first.unanswered : b->unanswered;
    a->packets = more->packets;
    a->bytes = more->bytes;
    a->bytes_low = more->bytes_low;
    a->bytes_high = more->bytes_high;
    a->vantage = more->vantage;
    a->evidence = more->evidence;
}

void wit_seen_fold(struct wit_seen *seen, struct wit_arena *arena)
{
    struct wit_seen_flow *out = WIT_NEW_ARRAY(arena, struct wit_seen_flow, seen->n_flows);
    size_t n = 0;
    for (size_t i = 0; i < seen->n_flows;) {
        struct wit_seen_flow line = seen->flows[i];
        size_t k = i + 1;
        for (; k < seen->n_flows && seen->flows[k].vantage == line.vantage && by_line(&line, &seen->flows[k]) == 0; k++)
            add(arena, &line, &seen->flows[k]);
        if (n > 0 && by_line(&out[n - 1], &line) == 0)
            add_view(arena, &out[n - 1], &line);
        else
            out[n++] = line;
        i = k;
    }
    seen->flows = out;
    seen->n_flows = n;
}
