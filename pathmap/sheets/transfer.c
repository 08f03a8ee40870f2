/* pathmap/sheets/transfer.c: paths on which bytes cross a zone, a region, a network or an account, with what was seen.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * One row a class and kind of crossing. What it costs needs prices that a user gives. Source: docs/sheets.md
 * ("transfer-paths").
 */
#include <string.h>

#include "pathmap/sheets/inside.h"

enum crossing { ACCOUNT, REGION, INTERNET, NETWORK, ZONE, CROSSINGS };
static const char *const words[] = {
    [ACCOUNT] = "account", [REGION] = "region", [INTERNET] = "internet", [NETWORK] = "network", [ZONE] = "zone"};

struct sum {
    size_t paths, seen, watched;
    uint64_t bytes, low, high, connections;
    struct wit_sheet_row *row;
    const char *ids[WIT_SHEET_PATHS];
    size_t n_ids;
};

static bool differ(const char *a, const char *b)
{
    return a[0] != '\0' && b[0] != '\0' && strcmp(a, b) != 0;
}

/* The widest that it crosses; CROSSINGS: none that is known. */
static enum crossing crossing_of(const struct wit_path *p)
{
    if (strcmp(p->from.kind, "internet") == 0 || strcmp(p->to.kind, "internet") == 0)
        return INTERNET;
    if (differ(p->from.account, p->to.account))
        return ACCOUNT;
    if (differ(p->from.region, p->to.region))
        return REGION;
    if (differ(p->from.network, p->to.network))
        return NETWORK;
    return differ(p->from.zone, p->to.zone) ? ZONE : CROSSINGS;
}

static void add(struct sum *s, const struct wit_path *p)
{
    s->paths++;
    s->watched += p->observed.verdict != WIT_NOT_WATCHED;
    if (p->observed.verdict == WIT_SEEN) {
        s->seen++;
        s->bytes += p->observed.bytes_estimate;
        s->low += p->observed.bytes_low;
        s->high += p->observed.bytes_high;
        s->connections += p->observed.connections;
    }
    if (s->n_ids < WIT_SHEET_PATHS)
        s->ids[s->n_ids++] = p->id;
}

static const char *bytes_text(struct wit_arena *arena, const struct sum *s)
{
    if (s->seen == 0)
        return s->watched == 0 ? "not watched" : "none seen";
    return wit_fmt(arena, "%llu", (unsigned long long)s->bytes);
}

/* What the bytes that were seen would cost. Who pays which direction is in the price that the user gives. */
static const char *price_text(struct wit_arena *arena, const struct wit_prices *prices, enum crossing c,
                              const struct sum *s)
{
    static const enum wit_price of[CROSSINGS] = {[ACCOUNT] = WIT_PRICE_PEERING,
                                                 [REGION] = WIT_PRICE_REGION,
                                                 [INTERNET] = WIT_PRICE_INTERNET,
                                                 [NETWORK] = WIT_PRICE_PEERING,
                                                 [ZONE] = WIT_PRICE_ZONE};
    if (prices->currency[0] == '\0')
        return "no prices in the policy";
    if (!prices->has[of[c]])
        return "no such price in the policy";
    if (s->seen == 0)
        return "";
    uint64_t thousandths = s->bytes / 1000000 * (uint64_t)prices->milli[of[c]] / 1000;
    return wit_fmt(arena, "%llu.%03llu %s", (unsigned long long)(thousandths / 1000),
                   (unsigned long long)(thousandths % 1000), prices->currency);
}

void wit_make_transfer(struct wit_sheet_maker *m)
{
    struct sum *sums = WIT_NEW_ARRAY(m->arena, struct sum, (size_t)WIT_CLASS_COUNT * CROSSINGS);
    for (size_t i = 0; i < m->review->n_paths; i++) {
        const struct wit_path *p = &m->review->paths[i];
        enum crossing c = crossing_of(p);
        if (c != CROSSINGS && (wit_path_is_open(p) || p->observed.verdict == WIT_SEEN))
            add(&sums[(size_t)p->class * CROSSINGS + c], p);
    }
    for (size_t class = 0; class < WIT_CLASS_COUNT; class ++)
        for (size_t c = 0; c < CROSSINGS; c++) {
            const struct sum *s = &sums[class * CROSSINGS + c];
            if (s->paths == 0)
                continue;
            const char *word = wit_class_word((enum wit_class) class);
            const char *text =
                s->watched == 0 ? "no vantage point sees these paths: what crosses is not known; pathwitness collect "
                                  "capture, or flow logs, tell"
                : s->watched < s->paths
                    ? wit_fmt(m->arena, "%zu of %zu paths are watched: the bytes are of these", s->watched, s->paths)
                    : "every path is watched";
            enum wit_mark mark = s->watched < s->paths ? WIT_MARK_UNKNOWN : WIT_MARK_NONE;
            struct wit_sheet_row *row = WIT_ROW(
                m, wit_fmt(m->arena, "%s/%s", word, words[c]), mark,
                s->watched == 0 ? WIT_BASIS_MISSING : WIT_BASIS_COMPUTED, text, wit_class_title((enum wit_class) class),
                words[c], wit_fmt(m->arena, "%zu", s->paths), wit_fmt(m->arena, "%zu", s->seen),
                bytes_text(m->arena, s),
                s->seen == 0 ? ""
                             : wit_fmt(m->arena, "%llu-%llu", (unsigned long long)s->low, (unsigned long long)s->high),
                price_text(m->arena, &m->review->policy->prices, (enum crossing)c, s));
            row->paths = s->ids;
            row->n_paths = s->n_ids;
        }
    m->sheet->note =
        "Bytes are what was seen in the time of the evidence, sampled traffic scaled up; the interval adds those "
        "of the flows. Paths whose zone or account is not in the evidence are not here.";
}
