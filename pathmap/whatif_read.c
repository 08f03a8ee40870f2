/* pathmap/whatif_read.c: reads a what-if file: one table of verbs, each with the keys that it takes.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/io.h"
#include "base/yaml.h"
#include "pathmap/review/intent.h"
#include "pathmap/whatif.h"

#define KEYS_MAX 8

/* `object` and `other`: the keys that hold them. */
static const struct {
    const char *word, *object, *other;
    struct wit_intent_key keys[KEYS_MAX];
} verbs[WIT_DO_COUNT] = {
    [WIT_DO_ADD_RULE] = {"add-rule",
                         "group",
                         NULL,
                         {{"do", true}, {"group", true}, {"direction", true}, {"ports", true}, {"peer", true}}},
    [WIT_DO_REMOVE_RULE] =
        {"remove-rule",
         "group",
         "rule",
         {{"do", true}, {"group", false}, {"rule", false}, {"direction", false}, {"ports", false}, {"peer", false}}},
    [WIT_DO_SET_ENTRY] = {"set-entry",
                          "acl",
                          NULL,
                          {{"do", true},
                           {"acl", true},
                           {"direction", true},
                           {"number", true},
                           {"action", true},
                           {"ports", true},
                           {"peer", true}}},
    [WIT_DO_REMOVE_ENTRY] = {"remove-entry",
                             "acl",
                             NULL,
                             {{"do", true}, {"acl", true}, {"direction", true}, {"number", true}}},
    [WIT_DO_SET_ROUTE] = {"set-route",
                          "table",
                          "target",
                          {{"do", true}, {"table", true}, {"destination", true}, {"target", true}}},
    [WIT_DO_REMOVE_ROUTE] = {"remove-route", "table", NULL, {{"do", true}, {"table", true}, {"destination", true}}},
    [WIT_DO_JOIN_GROUP] = {"join-group", "interface", "group", {{"do", true}, {"interface", true}, {"group", true}}},
    [WIT_DO_LEAVE_GROUP] = {"leave-group", "interface", "group", {{"do", true}, {"interface", true}, {"group", true}}},
    [WIT_DO_USE_TABLE] = {"use-table", "subnet", "table", {{"do", true}, {"subnet", true}, {"table", true}}},
    [WIT_DO_USE_ACL] = {"use-acl", "subnet", "acl", {{"do", true}, {"subnet", true}, {"acl", true}}},
};

static bool read_verb(const struct wit_intent_reader *r, enum wit_whatif_verb *out, const struct wit_value *v)
{
    const char *words[WIT_DO_COUNT];
    const char *word = wit_str(v, "do");
    for (int i = 0; i < WIT_DO_COUNT; i++) {
        words[i] = verbs[i].word;
        if (word != NULL && strcmp(word, words[i]) == 0) {
            *out = (enum wit_whatif_verb)i;
            return true;
        }
    }
    if (v->kind != WIT_OBJECT || word == NULL)
        return wit_intent_bad(r, v, "a change is a mapping with 'do': %s",
                              wit_intent_list(r->arena, words, WIT_DO_COUNT));
    return wit_intent_bad(r, wit_get(v, "do"), "there is no change '%.80s'%s (there is %s)", word,
                          wit_intent_near(r->arena, word, words, WIT_DO_COUNT),
                          wit_intent_list(r->arena, words, WIT_DO_COUNT));
}

/* One of two words; absent leaves *out. */
static bool read_choice(const struct wit_intent_reader *r, bool *out, const struct wit_value *v, const char *key,
                        const char *no, const char *yes)
{
    const char *word = wit_str(v, key);
    if (wit_get(v, key) == NULL)
        return true;
    *out = word != NULL && strcmp(word, yes) == 0;
    return *out || (word != NULL && strcmp(word, no) == 0) ||
           wit_intent_bad(r, wit_get(v, key), "'%s' is %s or %s", key, no, yes);
}

static bool read_ports(const struct wit_intent_reader *r, struct wit_pset *out, const struct wit_value *v)
{
    const struct wit_value *ports = wit_get(v, "ports");
    const char *word = wit_str(v, "ports");
    if (ports == NULL)
        return true;
    if (word != NULL && strcmp(word, "all") == 0) {
        *out = wit_pset_all();
        return true;
    }
    return wit_intent_ports(r, out, ports, true);
}

static bool read_number(const struct wit_intent_reader *r, uint32_t *out, const struct wit_value *v)
{
    const struct wit_value *number = wit_get(v, "number");
    int64_t n = wit_int(v, "number", -1);
    if (number == NULL)
        return true;
    if (n < 1 || n > 32766)
        return wit_intent_bad(r, number, "'number' is that of an ACL entry, 1 to 32766");
    *out = (uint32_t)n;
    return true;
}

/* "add-rule tcp/9094 from 10.0.1.0/24, ingress of sg-0b1" */
static const char *text_of(struct wit_arena *arena, const struct wit_whatif_change *c)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf ports;
    wit_buf_init(&ports, (size_t)1 << 20);
    wit_pset_text(&ports, c->ports);
    const char *word = verbs[c->verb].word, *direction = c->egress ? "egress" : "ingress";
    const char *side = c->egress ? "to" : "from";
    switch (c->verb) {
    case WIT_DO_ADD_RULE:
        return wit_fmt(arena, "%s %s %s %s, %s of %s", word, wit_buf_str(&ports), side, c->peer, direction, c->object);
    case WIT_DO_REMOVE_RULE:
        return c->other[0] != '\0' ? wit_fmt(arena, "%s %s", word, c->other)
                                   : wit_fmt(arena, "%s %s %s %s, %s of %s", word, wit_buf_str(&ports), side, c->peer,
                                             direction, c->object);
    case WIT_DO_SET_ENTRY:
        return wit_fmt(arena, "%s %u %s %s %s %s, %s of %s", word, c->number, c->allow ? "allow" : "deny",
                       wit_buf_str(&ports), side, c->peer, direction, c->object);
    case WIT_DO_REMOVE_ENTRY:
        return wit_fmt(arena, "%s %u, %s of %s", word, c->number, direction, c->object);
    case WIT_DO_SET_ROUTE:
        return wit_fmt(arena, "%s %s to %s, in %s", word, c->peer, c->other, c->object);
    case WIT_DO_REMOVE_ROUTE:
        return wit_fmt(arena, "%s %s, of %s", word, c->peer, c->object);
    case WIT_DO_JOIN_GROUP:
    case WIT_DO_LEAVE_GROUP:
    case WIT_DO_USE_TABLE:
    case WIT_DO_USE_ACL:
    case WIT_DO_COUNT:
        break;
    }
    return wit_fmt(arena, "%s %s, %s", word, c->other, c->object);
}

static bool read_change(const struct wit_intent_reader *r, struct wit_whatif_change *c, const struct wit_value *v)
{
    size_t n = 0;
    if (!read_verb(r, &c->verb, v))
        return false;
    while (n < KEYS_MAX && verbs[c->verb].keys[n].name != NULL)
        n++;
    c->line = v->line;
    c->col = v->col;
    c->object = c->other = c->peer = "";
    const char *object = verbs[c->verb].object, *other = verbs[c->verb].other;
    if (!wit_intent_keys(r, v, wit_fmt(r->arena, "'%s'", verbs[c->verb].word), verbs[c->verb].keys, n) ||
        !wit_intent_text(r, &c->object, v, object) || (other != NULL && !wit_intent_text(r, &c->other, v, other)) ||
        !wit_intent_text(r, &c->peer, v,
                         c->verb == WIT_DO_SET_ROUTE || c->verb == WIT_DO_REMOVE_ROUTE ? "destination" : "peer") ||
        !read_choice(r, &c->egress, v, "direction", "ingress", "egress") ||
        !read_choice(r, &c->allow, v, "action", "deny", "allow") || !read_ports(r, &c->ports, v) ||
        !read_number(r, &c->number, v))
        return false;
    bool whole = c->object[0] != '\0' && c->peer[0] != '\0' && c->ports.n > 0 && wit_get(v, "direction") != NULL;
    if (c->verb == WIT_DO_REMOVE_RULE && (c->other[0] == '\0') != whole)
        return wit_intent_bad(r, v, "'remove-rule' takes 'rule' (its id), or 'group', 'direction', 'ports' and 'peer'");
    c->text = text_of(r->arena, c);
    return true;
}

bool wit_whatif_parse(struct wit_whatif **out, struct wit_arena *arena, const char *name, const char *text, size_t len,
                      struct wit_err *err)
{
    static const struct wit_intent_key keys[] = {{"version", true}, {"changes", true}};
    struct wit_value *root;
    struct wit_err why = {0};
    struct wit_intent *holder = WIT_NEW(arena, struct wit_intent);
    struct wit_intent_reader r = {.arena = arena, .intent = holder, .text = text, .len = len, .err = err};
    holder->name = wit_strdup(arena, name);
    if (!wit_yaml_parse(&root, arena, text, len, &why))
        return wit_intent_refuse_yaml(holder->name, &why, err);
    if (!wit_intent_keys(&r, root, "a what-if file", keys, 2))
        return false;
    if (wit_int(root, "version", 0) != 1)
        return wit_intent_bad(&r, wit_get(root, "version"), "'version' is 1");
    const struct wit_value *list = wit_get(root, "changes");
    if (list->kind != WIT_ARRAY || list->count == 0)
        return wit_intent_bad(&r, list, "'changes' is a list of one change or more");
    if (list->count > WIT_WHATIF_MAX_CHANGES)
        return wit_intent_bad(&r, list, "more than %d changes", WIT_WHATIF_MAX_CHANGES);
    struct wit_whatif_change *changes = WIT_NEW_ARRAY(arena, struct wit_whatif_change, list->count);
    size_t n = 0;
    WIT_EACH(v, list) {
        if (!read_change(&r, &changes[n++], v))
            return false;
    }
    struct wit_whatif *whatif = WIT_NEW(arena, struct wit_whatif);
    *whatif = (struct wit_whatif){holder->name, changes, n};
    *out = whatif;
    return true;
}

bool wit_whatif_read(struct wit_whatif **out, struct wit_arena *arena, const char *path, struct wit_err *err)
{
    char *text;
    size_t len;
    if (!wit_file_read(&text, &len, arena, path, WIT_YAML_MAX_BYTES, err))
        return false;
    return wit_whatif_parse(out, arena, path, text, len, err);
}
