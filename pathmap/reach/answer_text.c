/* pathmap/reach/answer_text.c: one answer for people: the verdict, why, and the way there and back.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "pathmap/reach/reach.h"

static const char *sentence(const struct wit_answer *a)
{
    switch (a->verdict) {
    case WIT_REACHABLE:
        return "a connection can be opened, and its replies come back";
    case WIT_PARTIAL:
        if (a->pairs_open == 0 && a->open.n > 0)
            return "some of the ports asked for are open, others are not";
        return "some of the endpoint pairs can connect, others cannot";
    case WIT_ONE_WAY:
        return "packets are delivered, but no answer comes back";
    case WIT_ISOLATED:
        if (a->open.n > 0)
            return "not open at every port asked for, though it is open at some";
        return "every way is closed by what is in evidence";
    case WIT_UNKNOWN:
        break;
    }
    return "the evidence does not decide it";
}

static const char *reason_text(const char *code)
{
    size_t n;
    const struct wit_reason_row *rows = wit_reason_rows(&n);
    for (size_t i = 0; i < n; i++) {
        if (strcmp(rows[i].code, code) == 0)
            return rows[i].text;
    }
    return code;
}

static void write_decider(struct wit_buf *out, const struct wit_answer *a)
{
    const struct wit_decider *d = &a->decider;
    if (d->kind == NULL || d->kind[0] == '\0')
        return;
    wit_buf_printf(out, "  decided by  %s%s%s", d->kind, d->id[0] == '\0' ? "" : " ", d->id);
    if (d->direction[0] != '\0')
        wit_buf_printf(out, " %s", d->direction);
    if (d->rule[0] != '\0')
        wit_buf_printf(out, " rule %s", d->rule);
    wit_buf_putc(out, '\n');
}

static void write_hops(struct wit_buf *out, const struct wit_answer *a, const char *direction, const char *title)
{
    static const struct {
        const char *action, *sign;
    } signs[] = {{"pass", "  "}, {"rewrite", "~ "}, {"block", "x "}, {"unknown", "? "}};
    bool any = false;
    const char *header = "";
    for (size_t i = 0; i < a->n_hops; i++) {
        const struct wit_hop *h = &a->hops[i];
        if (strcmp(h->direction, direction) != 0)
            continue;
        if (!any)
            wit_buf_printf(out, "\n  %s\n", title);
        any = true;
        if (strcmp(header, h->before) != 0 && h->before[0] != '\0') {
            wit_buf_printf(out, "      %s\n", h->before);
            header = h->before;
        }
        const char *sign = "  ";
        for (size_t k = 0; k < sizeof signs / sizeof signs[0]; k++)
            sign = strcmp(signs[k].action, h->action) == 0 ? signs[k].sign : sign;
        wit_buf_printf(out, "    %s%-19s %s", sign, h->kind, h->id[0] == '\0' ? "-" : h->id);
        if (h->rule[0] != '\0')
            wit_buf_printf(out, " [%s]", h->rule);
        if (h->text[0] != '\0')
            wit_buf_printf(out, "  %s", h->text);
        if (h->evidence[0] != '\0')
            wit_buf_printf(out, "  (%s)", h->evidence);
        wit_buf_putc(out, '\n');
        if (strcmp(h->action, "block") == 0)
            break; /* what lies behind it is never met */
    }
}

void wit_answer_text(struct wit_buf *out, const struct wit_estate *e, const struct wit_answer *a, const char *from,
                     const char *to, const char *port)
{
    (void)e;
    wit_buf_printf(out, "%s -> %s  %s\n", from, to, port);
    wit_buf_printf(out, "  %s%s%s: %s\n", wit_verdict_word(a->verdict), a->kind[0] == '\0' ? "" : ", ", a->kind,
                   sentence(a));
    if (a->verdict == WIT_REACHABLE && !a->usual)
        wit_buf_puts(out, "  but only from some source ports: not every port that clients use gets an answer\n");
    if (a->reason[0] != '\0' && strcmp(a->reason, "gap") != 0)
        wit_buf_printf(out, "  because     %s\n", reason_text(a->reason));
    write_decider(out, a);
    if (a->verdict != WIT_REACHABLE && a->open.n > 0) {
        wit_buf_puts(out, "  open        ");
        wit_pset_text(out, a->open);
        wit_buf_putc(out, '\n');
    }
    if (a->pairs > 1)
        wit_buf_printf(out, "  pairs       %llu of %llu open, %llu unknown, %llu one-way\n",
                       (unsigned long long)a->pairs_open, (unsigned long long)a->pairs,
                       (unsigned long long)a->pairs_unknown, (unsigned long long)a->pairs_one_way);
    for (size_t i = 0; i < a->n_gaps; i++) {
        const struct wit_gap *g = a->gap_rows[i];
        wit_buf_printf(out, "  missing     %s  %s\n", g->id, g->text);
        if (g->remedy != NULL && g->remedy[0] != '\0')
            wit_buf_printf(out, "              ask: %s\n", g->remedy);
    }
    if (a->pairs > 1 && a->n_hops > 0)
        wit_buf_printf(out, "  shown       %s -> %s\n", a->from_endpoint, a->to_endpoint);
    write_hops(out, a, "forward", "there");
    write_hops(out, a, "reply", "and back");
}
