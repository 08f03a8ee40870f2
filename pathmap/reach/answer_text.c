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

/* ---- lines of at most COLUMNS, the rest of a text under its first word ---- */
enum { COLUMNS = 100, KIND_MAX = 19, ID_MAX = 28 };

static size_t width_of(const char *text) /* of UTF-8, in columns */
{
    size_t n = 0;
    for (const char *c = text; *c != '\0'; c++)
        n += ((unsigned char)*c & 0xc0) != 0x80;
    return n;
}

/* `text` from column `at` on, wrapped at blanks. */
static void write_wrapped(struct wit_buf *out, const char *text, size_t at)
{
    size_t column = at;
    for (const char *word = text; *word != '\0';) {
        size_t len = strcspn(word, " ");
        char piece[COLUMNS + 1];
        size_t kept = len < COLUMNS ? len : COLUMNS; /* longer ones are not measured */
        memcpy(piece, word, kept);
        piece[kept] = '\0';
        size_t width = width_of(piece);
        if (word != text && column + 1 + width > COLUMNS) {
            wit_buf_printf(out, "\n%*s", (int)at, "");
            column = at;
        } else if (word != text) {
            wit_buf_putc(out, ' ');
            column++;
        }
        wit_buf_add(out, word, len);
        column += width;
        word += len;
        word += strspn(word, " ");
    }
    wit_buf_putc(out, '\n');
}

static void write_field(struct wit_buf *out, const char *label, const char *text)
{
    wit_buf_printf(out, "  %-11s ", label);
    write_wrapped(out, text, 14);
}

/* ---- the places in the evidence, numbered as they are met ---- */
struct notes {
    const char *list[256], *labels[256];
    size_t n;
};

static size_t note_of(struct notes *notes, const char *evidence, const char *label)
{
    if (evidence == NULL || evidence[0] == '\0')
        return 0;
    for (size_t i = 0; i < notes->n; i++) {
        if (strcmp(notes->list[i], evidence) == 0)
            return i + 1;
    }
    if (notes->n == sizeof notes->list / sizeof notes->list[0])
        return 0;
    notes->list[notes->n] = evidence;
    notes->labels[notes->n++] = label;
    return notes->n;
}

/* For people: a load balancer's ARN is "net/NAME"; a type has a name once a region. Others: as they are. */
static const char *shown_id(struct wit_arena *arena, const char *id)
{
    static const char mark[] = ":loadbalancer/";
    const char *at = strncmp(id, "arn:", 4) == 0 ? strstr(id, mark) : NULL;
    if (at == NULL)
        return id[0] == '\0' ? "-" : id;
    at += sizeof mark - 1;
    const char *type_end = strchr(at, '/'), *end = type_end == NULL ? NULL : strchr(type_end + 1, '/');
    return end == NULL ? at : wit_strndup(arena, at, (size_t)(end - at));
}

static const char *element(struct wit_arena *arena, const struct wit_decider *d)
{
    return wit_fmt(arena, "%s%s%s%s%s%s%s", d->kind, d->id[0] == '\0' ? "" : " ",
                   d->id[0] == '\0' ? "" : shown_id(arena, d->id), d->direction[0] == '\0' ? "" : " ", d->direction,
                   d->rule[0] == '\0' ? "" : " rule ", d->rule);
}

/* ---- the way there and back ---- */
struct columns {
    size_t kind, id, text;
};

static struct columns columns_of(struct wit_arena *arena, const struct wit_answer *a)
{
    struct columns c = {0, 0, 0};
    for (size_t i = 0; i < a->n_hops; i++) {
        size_t kind = strlen(a->hops[i].kind), id = width_of(shown_id(arena, a->hops[i].id));
        c.kind = kind > c.kind ? kind : c.kind;
        c.id = id > c.id && id <= ID_MAX ? id : c.id;
    }
    c.kind = c.kind > KIND_MAX ? KIND_MAX : c.kind;
    c.text = 6 + c.kind + 2 + c.id + 2;
    return c;
}

/* Names of rules are long and say little: the list of evidence has them. */
enum { RULE_SHOWN = 8 };

/* "ingress/0" beside "ingress": the number says it. */
static const char *short_rule(const char *rule, const char *facing)
{
    size_t len = strlen(facing);
    return len > 0 && strncmp(rule, facing, len) == 0 && rule[len] == '/' ? rule + len + 1 : rule;
}

static const char *rule_label(struct wit_arena *arena, const char *rule)
{
    return strlen(rule) <= RULE_SHOWN ? "" : wit_fmt(arena, " %s", rule);
}

static const char *hop_text(struct wit_arena *arena, const struct wit_hop *h, struct notes *notes)
{
    const char *text = h->text; /* "ingress: allows …" */
    size_t facing = strlen(h->facing);
    if (facing > 0 && strncmp(text, h->facing, facing) == 0 && text[facing] == ':') {
        const char *rule = short_rule(h->rule, h->facing);
        bool shown = rule[0] != '\0' && strlen(rule) <= RULE_SHOWN && h->n_rules == 0;
        text = wit_fmt(arena, "%s%s%s%s", h->facing, shown ? " " : "", shown ? rule : "", text + facing);
    } else if (text[0] == '\0') {
        text = strcmp(h->action, "block") == 0     ? "closes it"
               : strcmp(h->action, "unknown") == 0 ? "not known"
                                                   : "passes";
    }
    if (h->name[0] != '\0')
        text = wit_fmt(arena, "%s, %s", h->name, text);
    size_t note = h->n_rules > 0 ? 0 : note_of(notes, h->evidence, rule_label(arena, facing > 0 ? h->rule : ""));
    return note == 0 ? text : wit_fmt(arena, "%s {%zu}", text, note);
}

static void write_rules(struct wit_buf *out, struct wit_arena *arena, const struct wit_hop *h, size_t at,
                        struct notes *notes)
{
    enum { SHOWN = 12 };
    for (size_t i = 0; i < h->n_rules && i < SHOWN; i++) {
        const struct wit_hop_rule *rule = &h->rules[i];
        size_t note = note_of(notes, rule->evidence, rule_label(arena, rule->rule));
        const char *number = short_rule(rule->rule, h->facing);
        bool other = strcmp(rule->id, h->id) != 0, shown = strlen(number) <= RULE_SHOWN;
        const char *text = wit_fmt(arena, "%s:%s%s%s%s %s", rule->ports, other ? " " : "", other ? rule->id : "",
                                   shown ? " " : "", shown ? number : "", rule->text);
        wit_buf_printf(out, "%*s- ", (int)at, "");
        write_wrapped(out, note == 0 ? text : wit_fmt(arena, "%s {%zu}", text, note), at + 2);
    }
    if (h->n_rules > SHOWN)
        wit_buf_printf(out, "%*s- and %zu more\n", (int)at, "", h->n_rules - SHOWN);
}

static void write_hops(struct wit_buf *out, struct wit_arena *arena, const struct wit_answer *a, const char *direction,
                       const char *title, struct notes *notes)
{
    static const struct {
        const char *action, *sign;
    } signs[] = {{"pass", "  "}, {"rewrite", "~ "}, {"block", "x "}, {"unknown", "? "}};
    struct columns c = columns_of(arena, a);
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
            wit_buf_printf(out, "    %s%s\n", header[0] == '\0' ? "" : "=> ", h->before);
            header = h->before;
        }
        const char *sign = "  ";
        for (size_t k = 0; k < sizeof signs / sizeof signs[0]; k++)
            sign = strcmp(signs[k].action, h->action) == 0 ? signs[k].sign : sign;
        const char *name = shown_id(arena, h->id);
        size_t kind = width_of(h->kind), id = width_of(name);
        bool apart = id > c.id || kind > c.kind; /* an ARN or the like: its text begins on a line of its own */
        wit_buf_printf(out, "    %s%s%*s", sign, h->kind, (int)(kind < c.kind ? c.kind - kind + 2 : 2), "");
        wit_buf_printf(out, "%s%*s", name, apart ? 0 : (int)(c.id - id + 2), "");
        if (apart)
            wit_buf_printf(out, "\n%*s", (int)c.text, "");
        write_wrapped(out, hop_text(arena, h, notes), c.text);
        write_rules(out, arena, h, c.text, notes);
        if (strcmp(h->before, h->after) != 0 && h->after[0] != '\0') {
            wit_buf_printf(out, "    => %s\n", h->after);
            header = h->after;
        }
        if (strcmp(h->action, "block") == 0)
            break; /* what lies behind it is never met */
    }
}

static bool is_stopped(const struct wit_answer *a)
{
    for (size_t i = 0; i < a->n_hops; i++) {
        if (strcmp(a->hops[i].direction, "forward") == 0 && strcmp(a->hops[i].action, "block") == 0)
            return true;
    }
    return false;
}

/* ---- why not ---- */
static void write_cuts(struct wit_buf *out, struct wit_arena *arena, const struct wit_answer *a, struct notes *notes)
{
    enum { SHOWN = 40 };
    if (a->n_cuts == 0)
        return;
    wit_buf_printf(out, "\n  closed: %zu %s\n", a->n_cuts, a->n_cuts == 1 ? "way" : "ways, each by");
    for (size_t i = 0; i < a->n_cuts && i < SHOWN; i++) {
        const struct wit_cut *c = &a->cuts[i];
        const char *many = c->pairs > 1 ? wit_fmt(arena, " x%llu", (unsigned long long)c->pairs) : "";
        const char *way = c->way[0] == '\0' ? "" : wit_fmt(arena, " by %s", c->way);
        const char *ends =
            c->before[0] != '\0' && c->pairs <= 1 ? c->before : wit_fmt(arena, "%s -> %s", c->from, c->to);
        wit_buf_puts(out, "    - ");
        write_wrapped(out, wit_fmt(arena, "%s%s%s", ends, way, many), 6);
        struct wit_decider by = c->decider;
        if (c->pairs > 1 && strcmp(by.kind, "address") == 0) /* of the first pair only */
            by.id = "";
        const char *what = element(arena, &by);
        const char *why = c->text[0] != '\0' ? c->text : wit_reason_text(c->reason);
        size_t note = note_of(notes, c->evidence, "");
        wit_buf_printf(out, "      x ");
        write_wrapped(out,
                      wit_fmt(arena, "%s%s: %s%s", c->reply ? "the reply, " : "", what, why,
                              note == 0 ? "" : wit_fmt(arena, " {%zu}", note)),
                      8);
        for (size_t k = 0; k < c->n_also; k++) {
            wit_buf_puts(out, "        also closed by ");
            write_wrapped(out, element(arena, &c->also[k]), 10);
        }
    }
    uint64_t more = a->cuts_left + (a->n_cuts > SHOWN ? a->n_cuts - SHOWN : 0);
    if (more > 0)
        wit_buf_printf(out, "    - and %llu more that are not shown here\n", (unsigned long long)more);
}

static void write_missing(struct wit_buf *out, struct wit_arena *arena, const struct wit_answer *a)
{
    if (a->n_gaps == 0)
        return;
    wit_buf_printf(out, "\n  missing: %s\n", a->n_gaps == 1 ? "this would decide it" : "these would decide it");
    for (size_t i = 0; i < a->n_gaps; i++) {
        const struct wit_gap *g = a->gap_rows[i];
        const struct wit_missed *at = &a->missed[i];
        wit_buf_printf(out, "    - %s  ", g->id);
        write_wrapped(out, g->text, 18);
        wit_buf_puts(out, "      needed   ");
        if (at->kind[0] == '\0')
            write_wrapped(out, "to know who takes part", 15);
        else
            write_wrapped(out,
                          wit_fmt(arena, "at %s, on the way %s",
                                  element(arena, &(struct wit_decider){at->kind, at->id, at->rule, at->facing, {0}}),
                                  strcmp(at->direction, "reply") == 0 ? "back" : "there"),
                          15);
        bool account = g->subject.account != NULL && g->subject.account[0] != '\0';
        if (g->remedy != NULL && g->remedy[0] != '\0') {
            wit_buf_printf(out, "      %-8s ", "ask");
            write_wrapped(out, g->remedy, 17);
            if (account)
                wit_buf_printf(out, "      %-8s %s\n", "account", g->subject.account);
        } else {
            wit_buf_printf(out, "      %-8s no call tells: %s\n", "ask", wit_gap_sentence(g->reason));
        }
    }
}

static void write_identity(struct wit_buf *out, const struct wit_answer *a)
{
    if (a->identity.n == 0)
        return;
    wit_buf_printf(out, "\n  identity: %s, beside the network: data moves where both are open\n",
                   wit_verdict_word(a->identity.verdict));
    for (size_t i = 0; i < a->identity.n; i++) {
        const struct wit_identity_row *row = &a->identity.rows[i];
        bool other = i == 0 || strcmp(row->principal, row[-1].principal) != 0 || strcmp(row->way, row[-1].way) != 0;
        if (other)
            wit_buf_printf(out, "    %s by %s\n", row->principal[0] == '\0' ? "credentials not known" : row->principal,
                           row->way);
        wit_buf_printf(out, "      %-6s %-10s ", row->action, wit_verdict_word(row->verdict));
        write_wrapped(out, row->text, 24);
        if (row->remedy[0] != '\0') {
            wit_buf_puts(out, "                        ask: ");
            write_wrapped(out, row->remedy, 29);
        }
    }
}

static void write_indirect(struct wit_buf *out, struct wit_arena *arena, const struct wit_answer *a)
{
    enum { SHOWN = 20 };
    if (a->n_indirect == 0)
        return;
    wit_buf_puts(out, "\n  indirect: apart from the verdict, through nodes that open connections of their own\n");
    for (size_t i = 0; i < a->n_indirect && i < SHOWN; i++) {
        const struct wit_indirect *c = &a->indirect[i];
        wit_buf_printf(out, "    %s ", c->verdict == WIT_REACHABLE ? "!" : "?");
        write_wrapped(out, c->text, 6);
        for (size_t k = 0; k < c->n_legs; k++)
            if (c->legs[k].ports[0] != '\0')
                wit_buf_printf(out, "        %s -> %s  %s\n", c->legs[k].from, c->legs[k].to,
                               wit_fmt(arena, "%.60s", c->legs[k].ports));
    }
    if (a->n_indirect > SHOWN)
        wit_buf_printf(out, "    and %zu more: --format json lists them\n", a->n_indirect - SHOWN);
}

void wit_answer_text(struct wit_buf *out, const struct wit_estate *e, const struct wit_answer *a, const char *from,
                     const char *to, const char *port)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct notes notes = {.n = 0};
    (void)e;
    wit_buf_printf(out, "%s -> %s  %s\n", from, to, port);
    wit_buf_printf(out, "  %s%s%s: %s\n", wit_verdict_word(a->verdict), a->kind[0] == '\0' ? "" : ", ", a->kind,
                   sentence(a));
    if (a->verdict == WIT_REACHABLE && !a->usual)
        wit_buf_puts(out, "  but only from some source ports: not every port that clients use gets an answer\n");
    if (a->reason[0] != '\0' && strcmp(a->reason, "gap") != 0)
        write_field(out, "because", wit_reason_text(a->reason));
    if (a->decider.kind != NULL && a->decider.kind[0] != '\0')
        write_field(out, a->verdict == WIT_UNKNOWN ? "hangs on" : "decided by", element(arena, &a->decider));
    if (a->verdict != WIT_REACHABLE && a->open.n > 0) {
        WIT_CLEANUP(wit_buf_deinit) struct wit_buf open;
        wit_buf_init(&open, (size_t)1 << 16);
        wit_pset_text(&open, a->open);
        write_field(out, "open", wit_buf_str(&open));
    }
    if (a->pairs > 1)
        wit_buf_printf(out, "  pairs       %llu of %llu open, %llu unknown, %llu one-way\n",
                       (unsigned long long)a->pairs_open, (unsigned long long)a->pairs,
                       (unsigned long long)a->pairs_unknown, (unsigned long long)a->pairs_one_way);
    if (a->pairs > 1 && a->n_hops > 0)
        wit_buf_printf(out, "  shown       %s -> %s\n", a->from_endpoint, a->to_endpoint);
    write_missing(out, arena, a);
    write_hops(out, arena, a, "forward", "there", &notes);
    if (!is_stopped(a)) /* there is nothing to answer */
        write_hops(out, arena, a, "reply", "and back", &notes);
    write_cuts(out, arena, a, &notes);
    write_identity(out, a);
    write_indirect(out, arena, a);
    if (notes.n > 0)
        wit_buf_puts(out, "\n  evidence\n");
    for (size_t i = 0; i < notes.n; i++)
        wit_buf_printf(out, "    {%zu}%*s%s%s\n", i + 1, i + 1 < 10 ? 2 : 1, "", notes.list[i], notes.labels[i]);
}
