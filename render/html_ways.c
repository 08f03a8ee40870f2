/* render/html_ways.c: ways hop by hop, and the rules that decide on them, each written once however many paths take it.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Thousands of paths share few ways, and ways share rules: a path names its way (w-N), a way its rules (r-N), and the
 * rule says what it does and where that stands in the evidence.
 */
#include <string.h>

#include "render/html.h"
#include "render/style.h"

struct wit_html_way {
    const struct wit_path *path; /* the first that takes it */
    size_t *rules;               /* of each hop */
    size_t n;
};
struct wit_html_ways {
    struct wit_html_way *ways;
    size_t n, cap;
    const struct wit_hop **rules;
    size_t n_rules, cap_rules;
    size_t *of_path; /* number of the way, from 1; 0: no hops */
};

static bool rewrites(const struct wit_hop *h)
{
    return *h->before != '\0' && *h->after != '\0' && strcmp(h->before, h->after) != 0;
}

static const char *rule_key(struct wit_buf *key, const struct wit_hop *h)
{
    const char *const parts[] = {h->kind, h->id, h->rule, h->facing, h->action, h->text, h->evidence};
    wit_buf_reset(key);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        wit_buf_puts(key, parts[i]);
        wit_buf_putc(key, '\x1f');
    }
    for (size_t i = 0; i < h->n_rules; i++)
        wit_buf_printf(key, "%s\x1f%s\x1f%s\x1f", h->rules[i].id, h->rules[i].rule, h->rules[i].ports);
    return wit_buf_str(key);
}

void wit_html_ways_collect(struct wit_page *p)
{
    struct wit_html_ways *w = p->ways = WIT_NEW(p->arena, struct wit_html_ways);
    struct wit_strmap *rules = wit_strmap_new(p->arena), *ways = wit_strmap_new(p->arena);
    struct wit_buf WIT_CLEANUP(wit_buf_deinit) key;
    struct wit_buf WIT_CLEANUP(wit_buf_deinit) way;
    wit_buf_init(&key, (size_t)16 << 20);
    wit_buf_init(&way, (size_t)16 << 20);
    w->of_path = WIT_NEW_ARRAY(p->arena, size_t, p->map->n_paths);
    for (size_t i = 0; i < p->map->n_paths; i++) {
        const struct wit_path *path = &p->map->paths[i];
        const size_t n = path->permitted.n_hops;
        size_t *of = WIT_NEW_ARRAY(p->arena, size_t, n);
        wit_buf_reset(&way);
        for (size_t k = 0; k < n; k++) {
            const struct wit_hop *h = &path->permitted.hops[k];
            const char *text = rule_key(&key, h);
            uintptr_t at = (uintptr_t)wit_strmap_get(rules, text);
            if (at == 0) {
                WIT_PUSH(p->arena, w->rules, w->n_rules, w->cap_rules) = h;
                at = w->n_rules;
                wit_strmap_put(rules, text, (void *)at);
            }
            of[k] = at;
            wit_buf_printf(&way, "%c%zu%s", *h->direction, (size_t)at, rewrites(h) ? h->after : "");
        }
        if (n == 0)
            continue;
        uintptr_t at = (uintptr_t)wit_strmap_get(ways, wit_buf_str(&way));
        if (at == 0) {
            WIT_PUSH(p->arena, w->ways, w->n, w->cap) = (struct wit_html_way){path, of, n};
            at = w->n;
            wit_strmap_put(ways, wit_buf_str(&way), (void *)at);
        }
        w->of_path[i] = at;
    }
}

size_t wit_html_way_of(const struct wit_page *p, size_t path)
{
    return p->ways->of_path[path];
}

static void direction(struct wit_page *p, const struct wit_html_way *way, const char *word, const char *heading)
{
    size_t n = 0;
    for (size_t k = 0; k < way->n; k++) {
        const struct wit_hop *h = &way->path->permitted.hops[k];
        if (strcmp(h->direction, word) != 0)
            continue;
        if (n++ == 0)
            wit_buf_printf(p->out, "<dt>%s</dt>", heading);
        wit_buf_printf(p->out, "<dd><a href=\"#r-%zu\">", way->rules[k]);
        wit_html_text(p, wit_kind_words(p->arena, h->kind));
        wit_html_raw(p, " ");
        wit_html_short(p, h->name != NULL && *h->name != '\0' ? h->name : h->id);
        wit_html_raw(p, "</a>");
        if (*h->facing != '\0') {
            wit_html_raw(p, " ");
            wit_html_text(p, h->facing);
        }
        if (strcmp(h->action, "pass") != 0) {
            wit_html_raw(p, " <b class=\"act-");
            wit_html_text(p, h->action);
            wit_html_raw(p, "\">");
            wit_html_text(p, h->action);
            wit_html_raw(p, "</b>");
        }
        if (rewrites(h)) {
            wit_html_raw(p, " <small>");
            wit_html_text(p, h->before);
            wit_html_raw(p, " becomes ");
            wit_html_text(p, h->after);
            wit_html_raw(p, "</small>");
        }
        wit_html_raw(p, "</dd>");
    }
}

static void rule_row(struct wit_page *p, size_t number, const struct wit_hop *h)
{
    wit_buf_printf(p->out, "<tr id=\"r-%zu\"><td data-l=\"Element\">", number);
    wit_html_text(p, wit_kind_words(p->arena, h->kind));
    wit_html_raw(p, " <code>");
    wit_html_short(p, h->id);
    wit_html_raw(p, "</code>");
    if (h->name != NULL && *h->name != '\0') {
        wit_html_raw(p, "<small>");
        wit_html_short(p, h->name);
        wit_html_raw(p, "</small>");
    }
    wit_html_raw(p, "</td>");
    wit_html_cell(p, "Rule", h->rule);
    wit_html_raw(p, "<td data-l=\"What it does\"><b class=\"act-");
    wit_html_text(p, h->action);
    wit_html_raw(p, "\">");
    wit_html_text(p, h->action);
    wit_html_raw(p, "</b> ");
    wit_html_text(p, h->text);
    for (size_t i = 0; i < h->n_rules; i++) { /* all that decide together, where one does not say it */
        wit_html_raw(p, "<small>");
        wit_html_text(p, h->rules[i].ports);
        wit_html_raw(p, ": ");
        wit_html_text(p, h->rules[i].rule);
        wit_html_raw(p, " ");
        wit_html_text(p, h->rules[i].text);
        wit_html_raw(p, " ");
        wit_html_citation(p, h->rules[i].evidence);
        wit_html_raw(p, "</small>");
    }
    wit_html_raw(p, "</td><td data-l=\"Evidence\">");
    wit_html_citation(p, h->evidence);
    wit_html_raw(p, "</td></tr>\n");
}

void wit_html_ways(struct wit_page *p)
{
    const struct wit_html_ways *w = p->ways;
    if (w->n == 0)
        return;
    wit_html_raw(p, "<section id=\"ways\" class=\"annex\">\n<h2>Ways, hop by hop</h2>\n<p class=\"note\">");
    wit_html_count(p, w->n, "way", "ways");
    wit_html_raw(p, ": every path names the one that it takes. The hops are those of one pair of endpoints; what each "
                    "does, with its citation, is in the next table.</p>\n<div class=\"ways\">\n");
    for (size_t i = 0; i < w->n; i++) {
        wit_buf_printf(p->out, "<dl id=\"w-%zu\"><dt class=\"wn\">way %zu</dt>", i + 1, i + 1);
        direction(p, &w->ways[i], "forward", "There");
        direction(p, &w->ways[i], "reply", "Back");
        wit_html_raw(p, "</dl>\n");
    }
    wit_html_raw(p, "</div>\n</section>\n<section id=\"rules\" class=\"annex\">\n<h2>Rules that decide</h2>\n"
                    "<table class=\"stack\">\n<thead><tr><th scope=\"col\">Element</th><th scope=\"col\">Rule</th>"
                    "<th scope=\"col\">What it does</th><th scope=\"col\">Evidence</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < w->n_rules; i++)
        rule_row(p, i + 1, w->rules[i]);
    wit_html_raw(p, "</tbody></table>\n</section>\n");
}
