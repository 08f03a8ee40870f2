/* pathmap/identity/search.c: which requests are worth trying: objects that some policy allows, values that some
 * condition asks for.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * "Reachable" needs one request that is surely open; "isolated" needs that every request in every region which a policy
 * allows is surely shut. A single request is made by putting a word nobody uses for each wildcard, and by choosing, key
 * by key, what the client sends: nothing, a value of some policy, or that word.
 */
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "pathmap/identity/inside.h"

enum { MAX_REGIONS = 200, MAX_KEYS = 4, MAX_VALUES = 8, MAX_TRIES = 1024 };
#define WORD "pathwitness-probe"

static void add_region(struct wit_tries *t, struct wit_arena *arena, const char *region)
{
    for (size_t i = 0; i < t->n_regions; i++) {
        if (strcmp(t->regions[i], region) == 0)
            return;
    }
    WIT_PUSH(arena, t->regions, t->n_regions, t->cap_regions) = region;
}

/* The part of `pattern` that lies in the bucket; the whole where that is no plain beginning. */
static void region_of(struct wit_tries *t, const struct wit_question *q, const char *pattern)
{
    size_t inside = strlen(q->whole) - (q->action == WIT_S3_LIST ? 0 : 1); /* "arn:…:bucket/" */
    if (!wit_glob_meets(pattern, q->whole))
        return;
    bool plain = q->action != WIT_S3_LIST && strncmp(pattern, q->whole, inside) == 0 && !wit_glob_has_variable(pattern);
    add_region(t, q->id->arena, plain ? pattern : q->whole);
}

static void regions_of(struct wit_tries *t, const struct wit_question *q, const struct wit_layer *layer)
{
    for (size_t i = 0; i < layer->n; i++) {
        const struct wit_document *doc = layer->items[i];
        if (doc->gap != NULL)
            add_region(t, q->id->arena, q->whole);
        for (size_t k = 0; k < doc->policy.n; k++) {
            const struct wit_statement *s = &doc->policy.statements[k];
            if (!s->may_allow)
                continue;
            if (s->not_resource || s->unread)
                add_region(t, q->id->arena, q->whole);
            for (size_t n = 0; n < s->n_resources && !s->not_resource; n++)
                region_of(t, q, s->resources[n]);
        }
    }
}

static void add_value(struct wit_chosen *c, struct wit_arena *arena, const char *value)
{
    for (size_t i = 0; i < c->n; i++) {
        if (value == c->values[i] || (value != NULL && c->values[i] != NULL && strcmp(value, c->values[i]) == 0))
            return;
    }
    if (c->n < MAX_VALUES)
        WIT_PUSH(arena, c->values, c->n, c->cap) = value;
}

/* The pattern with a word for each wildcard. */
static const char *example(struct wit_arena *arena, const char *pattern)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, WIT_POLICY_MAX_BYTES);
    for (const char *c = pattern; *c != '\0'; c++) {
        if (*c == '*')
            wit_buf_puts(&out, WORD);
        else
            wit_buf_putc(&out, *c == '?' ? 'w' : *c);
    }
    return wit_strdup(arena, wit_buf_str(&out));
}

static void choices_of(struct wit_tries *t, const struct wit_question *q, const struct wit_statement *s)
{
    for (size_t i = 0; i < s->n_conditions; i++) {
        const struct wit_condition *c = &s->conditions[i];
        struct wit_request_key key;
        struct wit_chosen *chosen = NULL;
        wit_request_get(&key, &q->base, c->key);
        if (key.state != WIT_KEY_CHOSEN)
            continue;
        for (size_t k = 0; k < t->n_keys && chosen == NULL; k++)
            chosen = strcasecmp(t->keys[k].name, c->key) == 0 ? &t->keys[k] : NULL;
        if (chosen == NULL && t->n_keys < MAX_KEYS) {
            chosen = &WIT_PUSH(q->id->arena, t->keys, t->n_keys, t->cap_keys);
            *chosen = (struct wit_chosen){.name = c->key};
            add_value(chosen, q->id->arena, NULL);
            add_value(chosen, q->id->arena, WORD);
        }
        for (size_t v = 0; chosen != NULL && v < c->n_values && c->op != WIT_OP_NULL; v++) {
            if (!wit_glob_has_variable(c->values[v]))
                add_value(chosen, q->id->arena,
                          c->op == WIT_OP_STRING_LIKE ? example(q->id->arena, c->values[v]) : c->values[v]);
        }
    }
}

void wit_tries_find(struct wit_tries *t, const struct wit_question *q)
{
    const struct wit_layer *layers[] = {&q->identity, &q->bucket_policy, &q->endpoint, &q->boundary};
    *t = (struct wit_tries){0};
    for (size_t i = 0; i < 2; i++)
        regions_of(t, q, layers[i]);
    if (t->n_regions == 0 || q->identity_gap != NULL || q->trusted || t->n_regions > MAX_REGIONS)
        add_region(t, q->id->arena, q->whole);
    if (t->n_regions > MAX_REGIONS) { /* it holds the others */
        t->n_regions = 0;
        add_region(t, q->id->arena, q->whole);
    }
    for (size_t i = 0; i < 4; i++) {
        for (size_t k = 0; k < layers[i]->n; k++) {
            const struct wit_policy *policy = &layers[i]->items[k]->policy;
            for (size_t n = 0; n < policy->n; n++)
                choices_of(t, q, &policy->statements[n]);
        }
    }
}

bool wit_try_region(struct wit_judged *out, const struct wit_question *q, const struct wit_tries *t, const char *region)
{
    struct wit_request_key choices[MAX_KEYS];
    size_t at[MAX_KEYS] = {0};
    struct wit_request r = q->base;
    r.single = true;
    r.resource = example(q->id->arena, region);
    r.choices = choices;
    for (int tries = 0; tries < MAX_TRIES; tries++) {
        r.n_choices = 0;
        for (size_t k = 0; k < t->n_keys; k++) {
            const char *value = t->keys[k].values[at[k]];
            if (value != NULL)
                choices[r.n_choices++] = (struct wit_request_key){t->keys[k].name, WIT_KEY_IS, value};
        }
        wit_judge(out, q, &r);
        if (out->open == WIT_MATCH_YES)
            return true;
        size_t k = 0; /* the next combination */
        while (k < t->n_keys && ++at[k] == t->keys[k].n)
            at[k++] = 0;
        if (k == t->n_keys)
            return false;
    }
    return false;
}
