/* pathmap/review/intent_match.c: reads who is who: the `match` of a role, and the ends that `from` and `to` name.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "pathmap/review/intent.h"

static bool read_tags(const struct wit_intent_reader *r, struct wit_match *out, const struct wit_value *v)
{
    if (v->kind != WIT_OBJECT || v->count == 0)
        return wit_intent_bad(r, v, "'tag' is a mapping: {Key: value} or {Key: [value, value]}");
    struct wit_tag_match *tags = WIT_NEW_ARRAY(r->arena, struct wit_tag_match, v->count);
    size_t n = 0;
    WIT_EACH(member, v) {
        tags[n].key = member->key;
        if (!wit_intent_texts(r, &tags[n].values, member, member->key))
            return false;
        n++;
    }
    out->tags = tags;
    out->n_tags = n;
    return true;
}

static bool read_prefix(const struct wit_intent_reader *r, struct wit_prefix *out, const struct wit_value *at,
                        const char *text)
{
    struct wit_err why = {0};
    struct wit_addr addr;
    bool host_bits = false;
    char shown[WIT_PREFIX_TEXT];
    if (wit_addr_parse(&addr, text, NULL))
        return wit_intent_bad(r, at, "'%s' is an address: write %s/%d", text, text, addr.family == 4 ? 32 : 128);
    if (!wit_prefix_parse(out, &host_bits, text, &why))
        return wit_intent_bad(r, at, "%s", why.text);
    return !host_bits ||
           wit_intent_bad(r, at, "'%s' has host bits; the prefix is %s", text, wit_prefix_text(shown, *out));
}

static bool read_prefixes(const struct wit_intent_reader *r, struct wit_match *out, const struct wit_value *v)
{
    struct wit_words words;
    if (!wit_intent_texts(r, &words, v, "prefix"))
        return false;
    struct wit_prefix *prefixes = WIT_NEW_ARRAY(r->arena, struct wit_prefix, words.n);
    const struct wit_value *at = v->kind == WIT_ARRAY ? v->first : v;
    for (size_t i = 0; i < words.n; i++, at = at->next)
        if (!read_prefix(r, &prefixes[i], at, words.items[i]))
            return false;
    out->prefixes = prefixes;
    out->n_prefixes = words.n;
    return true;
}

static bool check_accounts(const struct wit_intent_reader *r, const struct wit_value *v, const struct wit_words *words)
{
    const struct wit_value *at = v->kind == WIT_ARRAY ? v->first : v;
    for (size_t i = 0; i < words->n; i++, at = at->next)
        if (strlen(words->items[i]) != 12 || strspn(words->items[i], "0123456789") != 12)
            return wit_intent_bad(r, at, "'%.40s' is no account: 12 digits", words->items[i]);
    return true;
}

bool wit_intent_match(const struct wit_intent_reader *r, struct wit_match *out, const struct wit_value *v,
                      const char *role)
{
    static const struct wit_intent_key keys[] = {
        {"tag", false},     {"security-group", false}, {"subnet", false}, {"vpc", false},
        {"account", false}, {"prefix", false},         {"id", false},     {"name", false},
    };
    struct {
        const char *key;
        struct wit_words *words;
    } lists[] = {
        {"security-group", &out->security_groups},
        {"subnet", &out->subnets},
        {"vpc", &out->vpcs},
        {"account", &out->accounts},
        {"id", &out->ids},
        {"name", &out->names},
    };
    if (!wit_intent_keys(r, v, wit_fmt(r->arena, "'match' of role '%s'", role), keys, sizeof keys / sizeof *keys))
        return false;
    bool any = false;
    WIT_EACH(member, v) {
        if (member->kind == WIT_NULL)
            return wit_intent_bad_key(r, member, "'%s' is empty", member->key);
        any = true;
    }
    if (!any)
        return wit_intent_bad(r, v, "an empty 'match' would match everything");
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const struct wit_value *list = wit_get(v, lists[i].key);
        if (list != NULL && !wit_intent_texts(r, lists[i].words, list, lists[i].key))
            return false;
    }
    const struct wit_value *tags = wit_get(v, "tag"), *prefixes = wit_get(v, "prefix");
    const struct wit_value *accounts = wit_get(v, "account");
    return (tags == NULL || read_tags(r, out, tags)) && (prefixes == NULL || read_prefixes(r, out, prefixes)) &&
           (accounts == NULL || check_accounts(r, accounts, &out->accounts));
}

static bool read_end(const struct wit_intent_reader *r, struct wit_end *out, const struct wit_value *at,
                     const char *text)
{
    const struct wit_intent *intent = r->intent;
    *out = (struct wit_end){.kind = WIT_END_INTERNET, .text = text};
    if (strcmp(text, "internet") == 0)
        return true;
    if (strchr(text, '/') != NULL || strchr(text, ':') != NULL) {
        out->kind = WIT_END_PREFIX;
        return read_prefix(r, &out->prefix, at, text);
    }
    bool negated = text[0] == '!';
    out->kind = negated ? WIT_END_NOT_ROLE : WIT_END_ROLE;
    out->role = wit_intent_role(intent, text + negated);
    if (out->role != NULL)
        return true;
    struct wit_addr addr;
    if (wit_addr_parse(&addr, text, NULL))
        return read_prefix(r, &out->prefix, at, text);
    const char **names = WIT_NEW_ARRAY(r->arena, const char *, intent->n_roles);
    for (size_t i = 0; i < intent->n_roles; i++)
        names[i] = intent->roles[i].id;
    return wit_intent_bad(r, at, "there is no role '%.80s'%s (there is internet, a prefix, and the roles %s)",
                          text + negated, wit_intent_near(r->arena, text + negated, names, intent->n_roles),
                          wit_intent_list(r->arena, names, intent->n_roles));
}

bool wit_intent_ends(const struct wit_intent_reader *r, const struct wit_end **out, size_t *n,
                     const struct wit_value *v, const char *key, bool many)
{
    struct wit_words words;
    if (!wit_intent_texts(r, &words, v, key))
        return false;
    if (!many && words.n != 1)
        return wit_intent_bad(r, v, "'%s' names one end; write a path for each", key);
    struct wit_end *ends = WIT_NEW_ARRAY(r->arena, struct wit_end, words.n);
    const struct wit_value *at = v->kind == WIT_ARRAY ? v->first : v;
    for (size_t i = 0; i < words.n; i++, at = at->next)
        if (!read_end(r, &ends[i], at, words.items[i]))
            return false;
    *out = ends;
    *n = words.n;
    return true;
}
