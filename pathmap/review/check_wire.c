/* pathmap/review/check_wire.c: checks of what the wire itself told: encryption, passwords, versions.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Findings about one listener (server and port) are one finding with all its flows. Every flow counts, also one whose
 * ends cannot be told.
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/review/findings.h"

typedef bool picks_fn(const struct wit_seen_flow *f);

static bool spoke_kafka(const struct wit_seen_flow *f)
{
    static const char *const kinds[] = {
        "replica-fetch", "quorum",         "broker-to-controller", "transaction-markers", "mirror", "connect-worker",
        "connect-task",  "registry-store", "kafka-admin",          "kafka-client",        "kafka"};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(f->kind, kinds[i]) == 0)
            return true;
    return false;
}

static bool is_clear(const struct wit_seen_flow *f)
{
    return f->encryption != NULL && strcmp(f->encryption, "none") == 0 && spoke_kafka(f);
}

static bool is_old(const struct wit_seen_flow *f)
{
    static const char *const words[] = {"SSLv2", "SSLv3", "TLSv1.0", "TLSv1.1"};
    for (size_t i = 0; f->encryption != NULL && i < sizeof words / sizeof words[0]; i++)
        if (strcmp(f->encryption, words[i]) == 0)
            return true;
    return false;
}

static bool is_plain_password(const struct wit_seen_flow *f)
{
    return is_clear(f) && f->sasl != NULL && strcmp(f->sasl, "PLAIN") == 0;
}

struct group {
    size_t finding;
    uint64_t flows, connections;
    const char *server, *protocol, *first, *last, *encryption;
    unsigned port;
};

static const char *server_words(const struct wit_review *r, const struct wit_sighting *s)
{
    const struct wit_interface *i = s->server.interface;
    if (i == NULL)
        return s->flow->server;
    return wit_fmt(r->arena, "%s (%s)", i->name[0] != '\0' ? i->name : i->id, s->flow->server);
}

static void gather(struct wit_review *r, const struct wit_check *check, picks_fn *picks, const char *what)
{
    struct wit_strmap *index = wit_strmap_new(r->arena);
    struct group *list = NULL;
    size_t n = 0, cap = 0;
    for (size_t i = 0; i < r->n_sightings; i++) {
        const struct wit_sighting *s = &r->sightings[i];
        if (!picks(s->flow))
            continue;
        const char *key = wit_fmt(r->arena, "%s %s %u", s->flow->server, s->flow->protocol, s->flow->port);
        uintptr_t at = (uintptr_t)wit_strmap_get(index, key);
        if (at == 0) {
            wit_finding_add(r, check, key, "");
            WIT_PUSH(r->arena, list, n, cap) = (struct group){.finding = r->n_findings - 1,
                                                              .server = server_words(r, s),
                                                              .protocol = s->flow->protocol,
                                                              .port = s->flow->port,
                                                              .encryption = s->flow->encryption,
                                                              .first = s->flow->client};
            at = n;
            wit_strmap_set(index, key, (void *)at);
        }
        struct group *g = &list[at - 1];
        g->flows++;
        g->connections += s->flow->connections;
        g->last = s->flow->client;
        wit_finding_cite(&r->findings[g->finding], r->arena, s->flow->evidence);
    }
    for (size_t i = 0; i < n; i++) {
        const struct group *g = &list[i];
        r->findings[g->finding].text = wit_fmt(
            r->arena, "%s at %s/%u%s (%s): %llu connection%s from %s%s", g->server, g->protocol, g->port, what,
            g->encryption, (unsigned long long)g->connections, g->connections == 1 ? "" : "s", g->first,
            g->flows == 1 ? "" : wit_fmt(r->arena, " to %s, %llu flows", g->last, (unsigned long long)g->flows));
    }
}

void wit_check_clear(struct wit_review *r, const struct wit_check *check)
{
    gather(r, check, is_clear, " was spoken to without encryption");
}

void wit_check_old_tls(struct wit_review *r, const struct wit_check *check)
{
    gather(r, check, is_old, " negotiated an old version");
}

void wit_check_sasl_plain(struct wit_review *r, const struct wit_check *check)
{
    gather(r, check, is_plain_password, " took passwords in the clear");
}

/* ---- versions ---- */
struct version {
    const char *software;
    uint64_t flows;
};

static int by_software(const void *a, const void *b)
{
    return strcmp(((const struct version *)a)->software, ((const struct version *)b)->software);
}

void wit_check_versions(struct wit_review *r, const struct wit_check *check)
{
    enum { NAMED = 40 };
    struct version *list = NULL;
    size_t n = 0, cap = 0;
    struct wit_finding *f = NULL;
    for (size_t i = 0; i < r->n_sightings; i++) {
        const struct wit_seen_flow *flow = r->sightings[i].flow;
        for (size_t k = 0; k < flow->n_software; k++) {
            size_t at = 0;
            while (at < n && strcmp(list[at].software, flow->software[k]) != 0)
                at++;
            if (at == n)
                WIT_PUSH(r->arena, list, n, cap) = (struct version){flow->software[k], 0};
            list[at].flows++;
            if (f == NULL)
                f = wit_finding_add(r, check, "versions", "");
            wit_finding_cite(f, r->arena, flow->evidence);
        }
    }
    if (f == NULL)
        return;
    qsort(list, n, sizeof *list, by_software);
    for (size_t i = 0; i < n && i < NAMED; i++)
        f->text = wit_fmt(r->arena, "%s%s%s (%llu flow%s)", f->text, i == 0 ? "" : ", ", list[i].software,
                          (unsigned long long)list[i].flows, list[i].flows == 1 ? "" : "s");
    if (n > NAMED)
        f->text = wit_fmt(r->arena, "%s and %zu more", f->text, n - NAMED);
}
