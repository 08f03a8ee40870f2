/* pathmap/review/intent_read.c: reads an intent file, section by section, and checks every reference in it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/io.h"
#include "base/yaml.h"
#include "pathmap/pathmap.h"
#include "pathmap/review/review.h"

#define N(array) (sizeof(array) / sizeof *(array))

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct wit_role *)a)->id, ((const struct wit_role *)b)->id);
}

static bool read_kind(const struct wit_intent_reader *r, enum wit_role_kind *out, const struct wit_value *role)
{
    const char *words[WIT_ROLE_KIND_COUNT], *word;
    for (int i = 0; i < WIT_ROLE_KIND_COUNT; i++)
        words[i] = wit_role_kind_word((enum wit_role_kind)i);
    if (!wit_intent_text(r, &word, role, "kind"))
        return false;
    int kind = wit_role_kind_of(word);
    if (kind < 0)
        return wit_intent_bad(r, wit_get(role, "kind"), "there is no kind '%.80s'%s (there is %s)", word,
                              wit_intent_near(r->arena, word, words, WIT_ROLE_KIND_COUNT),
                              wit_intent_list(r->arena, words, WIT_ROLE_KIND_COUNT));
    *out = (enum wit_role_kind)kind;
    return true;
}

static bool read_roles(const struct wit_intent_reader *r, const struct wit_value *v)
{
    static const struct wit_intent_key keys[] = {{"kind", true}, {"match", true}};
    if (v == NULL)
        return true;
    if (v->kind != WIT_OBJECT)
        return wit_intent_bad(r, v, "'roles' is a mapping: name: {kind: …, match: {…}}");
    if (v->count > WIT_INTENT_MAX_ITEMS)
        return wit_intent_bad(r, v, "more than %d roles", WIT_INTENT_MAX_ITEMS);
    struct wit_role *roles = WIT_NEW_ARRAY(r->arena, struct wit_role, v->count);
    size_t n = 0;
    WIT_EACH(member, v) {
        struct wit_role *role = &roles[n++];
        role->id = member->key;
        role->line = member->line;
        if (!wit_intent_id(r, member, role->id, "role") ||
            !wit_intent_keys(r, member, wit_fmt(r->arena, "role '%s'", role->id), keys, N(keys)) ||
            !read_kind(r, &role->kind, member) ||
            !wit_intent_match(r, &role->match, wit_get(member, "match"), role->id))
            return false;
    }
    qsort(roles, n, sizeof *roles, by_id);
    r->intent->roles = roles;
    r->intent->n_roles = n;
    return true;
}

/* A list of mappings; NULL (absent) is an empty one. */
static bool check_list(const struct wit_intent_reader *r, const struct wit_value *v, const char *what)
{
    if (v != NULL && v->kind != WIT_ARRAY)
        return wit_intent_bad(r, v, "'%s' is a list", what);
    return v == NULL || v->count <= WIT_INTENT_MAX_ITEMS ||
           wit_intent_bad(r, v, "'%s' has more than %d items", what, WIT_INTENT_MAX_ITEMS);
}

static bool read_service(const struct wit_intent_reader *r, struct wit_service *out, const struct wit_value *v)
{
    static const struct wit_intent_key keys[] = {
        {"role", true}, {"listener", false}, {"port", true}, {"use", false}, {"security", false}};
    const struct wit_end *end;
    size_t n;
    if (!wit_intent_keys(r, v, "a service", keys, N(keys)) ||
        !wit_intent_ends(r, &end, &n, wit_get(v, "role"), "role", false) ||
        !wit_intent_text(r, &out->listener, v, "listener") || !wit_intent_text(r, &out->security, v, "security") ||
        !wit_intent_ports(r, &out->ports, wit_get(v, "port"), true))
        return false;
    if (end->kind != WIT_END_ROLE)
        return wit_intent_bad(r, wit_get(v, "role"), "a service belongs to a role, not to '%.80s'", end->text);
    out->role = end->role;
    out->use = wit_role_kind_class(end->role->kind);
    return wit_get(v, "use") == NULL || wit_intent_class(r, &out->use, v, "use");
}

static bool read_services(const struct wit_intent_reader *r, const struct wit_value *v)
{
    if (!check_list(r, v, "services"))
        return false;
    struct wit_service *services = WIT_NEW_ARRAY(r->arena, struct wit_service, v == NULL ? 0 : v->count);
    size_t n = 0;
    WIT_EACH(item, v)
        if (!read_service(r, &services[n++], item))
            return false;
    r->intent->services = services;
    r->intent->n_services = n;
    return true;
}

/* Ids of declared paths, and of statements, are unique: they are what findings and reviews speak of. */
static bool read_id(const struct wit_intent_reader *r, const char **out, const struct wit_value *v,
                    struct wit_strmap *seen, const char *what)
{
    const struct wit_value *id = wit_get(v, "id");
    if (!wit_intent_text(r, out, v, "id") || !wit_intent_id(r, id, *out, what))
        return false;
    if (wit_strmap_put(seen, *out, (void *)(uintptr_t)id))
        return true;
    const struct wit_value *first = wit_strmap_get(seen, *out);
    return wit_intent_bad(r, id, "the %s '%s' is there twice, first in line %u", what, *out, (unsigned)first->line);
}

/* The class that a service gives to what these ends open. */
static enum wit_class class_from(const struct wit_declared_path *path, const struct wit_service *s)
{
    for (size_t i = 0; i < path->n_from; i++)
        if (path->from[i].kind == WIT_END_ROLE)
            return wit_class_derive(wit_source_kind_of(&path->from[i].role, 1), s->use, path->from[i].role == s->role);
    return s->use;
}

/* Without `ports`: those on which that role serves that class; without such a service: any. */
static void default_ports(const struct wit_intent_reader *r, struct wit_declared_path *out)
{
    const struct wit_role *role = out->to.kind == WIT_END_ROLE ? out->to.role : NULL;
    out->ports = wit_pset_none();
    for (int derived = 0; derived < 2 && out->ports.n == 0; derived++)
        for (size_t i = 0; role != NULL && i < r->intent->n_services; i++) {
            const struct wit_service *s = &r->intent->services[i];
            if (s->role == role && (derived == 0 ? s->use : class_from(out, s)) == out->class)
                out->ports = wit_pset_union(r->arena, out->ports, s->ports);
        }
    if (role != NULL && out->ports.n == 0 && wit_role_kind_class(role->kind) == out->class)
        out->ports = wit_role_kind_ports(r->arena, role->kind);
    out->any_port = out->ports.n == 0;
    if (out->any_port)
        out->ports = wit_pset_all();
}

static bool read_path(const struct wit_intent_reader *r, struct wit_declared_path *out, const struct wit_value *v,
                      struct wit_strmap *seen)
{
    static const struct wit_intent_key keys[] = {
        {"id", true},          {"class", true},  {"from", true},     {"to", true},
        {"ports", false},      {"owner", false}, {"purpose", false}, {"identity", false},
        {"encryption", false}, {"audit", false}, {"expires", false},
    };
    const struct wit_end *to;
    size_t n_to;
    if (!wit_intent_keys(r, v, "a path", keys, N(keys)) || !read_id(r, &out->id, v, seen, "path") ||
        !wit_intent_class(r, &out->class, v, "class") ||
        !wit_intent_ends(r, &out->from, &out->n_from, wit_get(v, "from"), "from", true) ||
        !wit_intent_ends(r, &to, &n_to, wit_get(v, "to"), "to", false) ||
        !wit_intent_text(r, &out->owner, v, "owner") || !wit_intent_text(r, &out->purpose, v, "purpose") ||
        !wit_intent_text(r, &out->identity, v, "identity") || !wit_intent_text(r, &out->encryption, v, "encryption") ||
        !wit_intent_text(r, &out->audit, v, "audit") || !wit_intent_date(r, &out->expires, v, "expires"))
        return false;
    out->to = *to;
    const struct wit_value *ports = wit_get(v, "ports");
    if (ports != NULL)
        return wit_intent_ports(r, &out->ports, ports, false);
    default_ports(r, out);
    return true;
}

static bool read_paths(const struct wit_intent_reader *r, const struct wit_value *v)
{
    if (!check_list(r, v, "paths"))
        return false;
    struct wit_declared_path *paths = WIT_NEW_ARRAY(r->arena, struct wit_declared_path, v == NULL ? 0 : v->count);
    struct wit_strmap *seen = wit_strmap_new(r->arena);
    size_t n = 0;
    WIT_EACH(item, v)
        if (!read_path(r, &paths[n++], item, seen))
            return false;
    r->intent->paths = paths;
    r->intent->n_paths = n;
    return true;
}

static bool read_never(const struct wit_intent_reader *r, struct wit_never *out, const struct wit_value *v,
                       struct wit_strmap *seen)
{
    static const struct wit_intent_key keys[] = {{"id", true}, {"from", true}, {"to", true}, {"ports", false}};
    const struct wit_end *to;
    size_t n_to;
    if (!wit_intent_keys(r, v, "a 'never' statement", keys, N(keys)) ||
        !read_id(r, &out->id, v, seen, "'never' statement") ||
        !wit_intent_ends(r, &out->from, &out->n_from, wit_get(v, "from"), "from", true) ||
        !wit_intent_ends(r, &to, &n_to, wit_get(v, "to"), "to", false))
        return false;
    out->to = *to;
    const struct wit_value *ports = wit_get(v, "ports");
    out->any_port = ports == NULL;
    out->ports = wit_pset_all();
    return ports == NULL || wit_intent_ports(r, &out->ports, ports, false);
}

static bool read_nevers(const struct wit_intent_reader *r, const struct wit_value *v)
{
    if (!check_list(r, v, "never"))
        return false;
    struct wit_never *nevers = WIT_NEW_ARRAY(r->arena, struct wit_never, v == NULL ? 0 : v->count);
    struct wit_strmap *seen = wit_strmap_new(r->arena);
    size_t n = 0;
    WIT_EACH(item, v)
        if (!read_never(r, &nevers[n++], item, seen))
            return false;
    r->intent->nevers = nevers;
    r->intent->n_nevers = n;
    return true;
}

static bool read_document(const struct wit_intent_reader *r, const struct wit_value *v)
{
    static const struct wit_intent_key keys[] = {
        {"version", true}, {"roles", false}, {"services", false}, {"paths", false}, {"never", false}};
    if (!wit_intent_keys(r, v, "the intent file", keys, N(keys)))
        return false;
    if (wit_int(v, "version", 0) != 1)
        return wit_intent_bad(r, wit_get(v, "version"), "'version' is 1");
    return read_roles(r, wit_get(v, "roles")) && read_services(r, wit_get(v, "services")) &&
           read_paths(r, wit_get(v, "paths")) && read_nevers(r, wit_get(v, "never"));
}

bool wit_intent_refuse_yaml(const char *name, const struct wit_err *why, struct wit_err *err)
{
    static const char before[] = "line ", between[] = ", column ", after[] = ": ";
    if (strncmp(why->text, before, sizeof before - 1) == 0) {
        char *at;
        unsigned long line = strtoul(why->text + sizeof before - 1, &at, 10);
        if (strncmp(at, between, sizeof between - 1) == 0) {
            unsigned long col = strtoul(at + sizeof between - 1, &at, 10);
            if (strncmp(at, after, sizeof after - 1) == 0)
                return wit_fail(err, WIT_EINTENT, "%s:%lu:%lu: %s", name, line, col, at + sizeof after - 1);
        }
    }
    return wit_fail(err, WIT_EINTENT, "%s:1:1: %s", name, why->text);
}

bool wit_intent_parse(struct wit_intent **out, struct wit_arena *arena, const char *name, const char *text, size_t len,
                      struct wit_err *err)
{
    struct wit_value *root;
    struct wit_err why = {0};
    struct wit_intent *intent = WIT_NEW(arena, struct wit_intent);
    struct wit_intent_reader r = {.arena = arena, .intent = intent, .text = text, .len = len, .err = err};
    intent->name = wit_strdup(arena, name);
    if (!wit_yaml_parse(&root, arena, text, len, &why))
        return wit_intent_refuse_yaml(intent->name, &why, err);
    char digest[WIT_SHA256_HEX];
    wit_sha256_hex(digest, text, len);
    intent->sha256 = wit_strdup(arena, digest);
    if (!read_document(&r, root))
        return false;
    *out = intent;
    return true;
}

bool wit_intent_read(struct wit_intent **out, struct wit_arena *arena, const char *path, struct wit_err *err)
{
    char *text;
    size_t len;
    if (!wit_file_read(&text, &len, arena, path, WIT_YAML_MAX_BYTES, err))
        return false;
    return wit_intent_parse(out, arena, path, text, len, err);
}
