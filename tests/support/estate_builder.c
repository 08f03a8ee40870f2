/* tests/support/estate_builder.c: estates in memory from a few terse lines.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "tests/support/estate_parts.h"

static const struct wit_build_part *const parts[] = {&wit_build_places, &wit_build_rules, &wit_build_transit,
                                                     &wit_build_service};

static void read_line(struct wit_builder *b, char **w, size_t n)
{
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        for (const struct wit_build_verb *verb = parts[i]->verbs; verb->word != NULL; verb++) {
            if (strcmp(verb->word, w[0]) == 0 && n >= verb->least) {
                verb->read(b, w, n);
                return;
            }
        }
    }
    wit_build_bad(b);
}

static void defaults(struct wit_builder *b)
{
    static const char *const lines[] = {"in sg-open all 0.0.0.0/0",
                                        "out sg-open all 0.0.0.0/0",
                                        "in sg-open all ::/0",
                                        "out sg-open all ::/0",
                                        "entry acl-open in 100 allow all 0.0.0.0/0",
                                        "entry acl-open out 100 allow all 0.0.0.0/0",
                                        "entry acl-open in 101 allow all ::/0",
                                        "entry acl-open out 101 allow all ::/0"};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        char *words[WIT_BUILD_WORDS], *rest = wit_strdup(b->arena, lines[i]), *word;
        size_t n = 0;
        while ((word = strsep(&rest, " ")) != NULL)
            words[n++] = word;
        b->line = lines[i];
        read_line(b, words, n);
    }
}

struct wit_estate *wit_estate_build(struct wit_arena *arena, const char *text)
{
    struct wit_estate *e = WIT_NEW(arena, struct wit_estate);
    struct wit_builder b = {.arena = arena, .e = e};
#define ROOM_FOR(field, type) b.field = WIT_NEW_ARRAY(arena, type, WIT_BUILD_ROOM)
    ROOM_FOR(networks, struct wit_network);
    ROOM_FOR(subnets, struct wit_subnet);
    ROOM_FOR(interfaces, struct wit_interface);
    ROOM_FOR(filters, struct wit_filter);
    ROOM_FOR(lists, struct wit_prefix_list);
    ROOM_FOR(tables, struct wit_route_table);
    ROOM_FOR(gateways, struct wit_gateway);
    ROOM_FOR(instances, struct wit_instance);
    ROOM_FOR(gaps, struct wit_gap);
    ROOM_FOR(bpa, struct wit_bpa);
    ROOM_FOR(things, struct wit_unmodelled);
    ROOM_FOR(buckets, struct wit_bucket);
    ROOM_FOR(endpoints, struct wit_endpoint);
    ROOM_FOR(attachments, struct wit_attachment);
    ROOM_FOR(transit_tables, struct wit_transit_table);
    ROOM_FOR(lines, struct wit_line);
    defaults(&b);
    char *rest = wit_strdup(arena, text), *line;
    while ((line = strsep(&rest, "\n;")) != NULL) {
        char *words[WIT_BUILD_WORDS], *word;
        size_t n = 0;
        b.line = wit_strdup(arena, line);
        line[strcspn(line, "#")] = '\0';
        while ((word = strsep(&line, " \t")) != NULL) {
            if (word[0] != '\0' && n < WIT_BUILD_WORDS)
                words[n++] = word;
        }
        if (n > 0)
            read_line(&b, words, n);
    }
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i]->link != NULL)
            parts[i]->link(&b);
    }
    wit_build_link(&b);
    e->networks = b.networks;
    e->subnets = b.subnets;
    e->interfaces = b.interfaces;
    e->filters = b.filters;
    e->prefix_lists = b.lists;
    e->tables = b.tables;
    e->gateways = b.gateways;
    e->instances = b.instances;
    e->gaps = b.gaps;
    e->bpa = b.bpa;
    e->unmodelled = b.things;
    e->buckets = b.buckets;
    e->endpoints = b.endpoints;
    e->attachments = b.attachments;
    e->transit_tables = b.transit_tables;
    e->lines = b.lines;
    e->time_first = e->time_last = "";
    return e;
}
