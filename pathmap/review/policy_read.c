/* pathmap/review/policy_read.c: reads a policy file, section by section, and checks every word in it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/io.h"
#include "base/yaml.h"
#include "pathmap/review/findings.h"
#include "pathmap/review/policy.h"
#include "pathmap/sheets/sheets.h"

#define N(array) (sizeof(array) / sizeof *(array))
enum { MAX_HOURS = 24 * 366, MAX_PACKETS = 1000000000 };

static bool a_mapping(const struct wit_intent_reader *r, const struct wit_value *v, const char *what)
{
    if (v->kind != WIT_OBJECT)
        return wit_intent_bad(r, v, "'%s' is a mapping", what);
    return v->count <= WIT_INTENT_MAX_ITEMS ||
           wit_intent_bad(r, v, "'%s' has more than %d items", what, WIT_INTENT_MAX_ITEMS);
}

static bool no_such(const struct wit_intent_reader *r, const struct wit_value *member, const char *what,
                    const char *const *words, size_t n)
{
    return wit_intent_bad_key(r, member, "there is no %s '%.80s'%s", what, member->key,
                              wit_intent_near(r->arena, member->key, words, n));
}

static bool has(const char *const *words, size_t n, const char *word)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(words[i], word) == 0)
            return true;
    }
    return false;
}

/* Green is no choice: what is missing or open is never good by decree. */
static bool read_statuses(const struct wit_intent_reader *r, struct wit_review_policy *out, const struct wit_value *v)
{
    size_t n_rows, n = 0;
    const struct wit_status_row *rows = wit_status_rows(&n_rows);
    const char **codes = WIT_NEW_ARRAY(r->arena, const char *, n_rows);
    for (size_t i = 0; i < n_rows; i++)
        codes[i] = rows[i].code;
    if (!a_mapping(r, v, "status"))
        return false;
    struct wit_review_policy_status *list = WIT_NEW_ARRAY(r->arena, struct wit_review_policy_status, v->count);
    WIT_EACH(member, v) {
        const char *word = wit_text(member);
        if (!has(codes, n_rows, member->key))
            return no_such(r, member, "status code", codes, n_rows);
        if (strcmp(member->key, "complete") == 0)
            return wit_intent_bad_key(r, member, "'complete' is what is left when nothing else holds: it is green");
        int status = wit_status_of(word);
        if (status != WIT_YELLOW && status != WIT_RED)
            return wit_intent_bad(r, member, "'%s' is yellow or red: a policy makes nothing green", member->key);
        list[n++] = (struct wit_review_policy_status){member->key, (enum wit_status)status};
    }
    out->statuses = list;
    out->n_statuses = n;
    return true;
}

static bool read_severities(const struct wit_intent_reader *r, struct wit_review_policy *out, const struct wit_value *v)
{
    size_t n_rows, n = 0;
    const struct wit_check *rows = wit_checks(&n_rows);
    const char **keys = WIT_NEW_ARRAY(r->arena, const char *, n_rows);
    for (size_t i = 0; i < n_rows; i++)
        keys[i] = rows[i].key;
    if (!a_mapping(r, v, "severity"))
        return false;
    struct wit_review_policy_severity *list = WIT_NEW_ARRAY(r->arena, struct wit_review_policy_severity, v->count);
    WIT_EACH(member, v) {
        if (!has(keys, n_rows, member->key))
            return no_such(r, member, "check", keys, n_rows);
        int severity = wit_severity_of(wit_text(member));
        if (severity < 0)
            return wit_intent_bad(r, member, "'%s' is info, low, medium or high", member->key);
        list[n++] = (struct wit_review_policy_severity){member->key, (enum wit_severity)severity};
    }
    out->severities = list;
    out->n_severities = n;
    return true;
}

static bool read_thresholds(const struct wit_intent_reader *r, struct wit_review_policy *out, const struct wit_value *v)
{
    static const struct wit_intent_key keys[] = {{"watched-hours", false}, {"smallest-packets", false}};
    if (!wit_intent_keys(r, v, "'thresholds'", keys, N(keys)))
        return false;
    const struct {
        const char *key;
        int64_t max;
        uint64_t *to;
    } rows[] = {{"watched-hours", MAX_HOURS, &out->watched_hours},
                {"smallest-packets", MAX_PACKETS, &out->smallest_packets}};
    for (size_t i = 0; i < N(rows); i++) {
        const struct wit_value *one = wit_get(v, rows[i].key);
        int64_t value = wit_int(v, rows[i].key, one == NULL ? 0 : -1);
        if (value < 0 || value > rows[i].max)
            return wit_intent_bad(r, one, "'%s' is a whole number from 0 to %lld", rows[i].key, (long long)rows[i].max);
        *rows[i].to = (uint64_t)value;
    }
    return true;
}

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct wit_waiver *)a)->id, ((const struct wit_waiver *)b)->id);
}

/* Without an owner, a reason and an end it is no decision but a habit. */
static bool read_waivers(const struct wit_intent_reader *r, struct wit_review_policy *out, const struct wit_value *v)
{
    static const struct wit_intent_key keys[] = {
        {"id", true}, {"subject", true}, {"owner", true}, {"reason", true}, {"until", true}};
    if (v->kind != WIT_ARRAY || v->count > WIT_INTENT_MAX_ITEMS)
        return wit_intent_bad(r, v, "'waivers' is a list of at most %d", WIT_INTENT_MAX_ITEMS);
    struct wit_waiver *list = WIT_NEW_ARRAY(r->arena, struct wit_waiver, v->count);
    size_t n = 0;
    WIT_EACH(item, v) {
        struct wit_waiver *w = &list[n++];
        if (!wit_intent_keys(r, item, "a waiver", keys, N(keys)) || !wit_intent_text(r, &w->id, item, "id") ||
            !wit_intent_id(r, wit_get(item, "id"), w->id, "waiver") ||
            !wit_intent_text(r, &w->subject, item, "subject") || !wit_intent_text(r, &w->owner, item, "owner") ||
            !wit_intent_text(r, &w->reason, item, "reason") || !wit_intent_date(r, &w->until, item, "until"))
            return false;
        const char *const filled[] = {w->subject, w->owner, w->reason};
        for (size_t i = 0; i < N(filled); i++) {
            if (filled[i][0] == '\0')
                return wit_intent_bad(r, item, "waiver '%s': subject, owner and reason are not empty", w->id);
        }
        for (size_t i = 0; i + 1 < n; i++) {
            if (strcmp(list[i].id, w->id) == 0)
                return wit_intent_bad(r, item, "the waiver '%s' is there twice", w->id);
        }
    }
    if (n > 0)
        qsort(list, n, sizeof *list, by_id);
    out->waivers = list;
    out->n_waivers = n;
    return true;
}

static bool read_answer(const struct wit_intent_reader *r, struct wit_review_policy_answer *out,
                        const struct wit_value *v)
{
    static const struct wit_intent_key keys[] = {{"text", true}, {"owner", false}, {"mark", false}};
    size_t n_kinds, len = strcspn(v->key, "/");
    const struct wit_sheet_kind *kinds = wit_sheet_kinds(&n_kinds);
    bool known = false;
    for (size_t i = 0; i < n_kinds && !known; i++)
        known = strlen(kinds[i].id) == len && strncmp(kinds[i].id, v->key, len) == 0;
    if (!known || v->key[len] != '/' || v->key[len + 1] == '\0')
        return wit_intent_bad_key(r, v, "an answer belongs to a row of a sheet (docs/sheets.md): 'sheet/row'");
    const char *mark;
    out->row = v->key;
    if (!wit_intent_keys(r, v, "an answer", keys, N(keys)) || !wit_intent_text(r, &out->text, v, "text") ||
        !wit_intent_text(r, &out->owner, v, "owner") || !wit_intent_text(r, &mark, v, "mark"))
        return false;
    int value = mark[0] == '\0' ? WIT_MARK_NONE : wit_mark_of(mark);
    if (value < 0 || value == WIT_MARK_UNKNOWN)
        return wit_intent_bad(r, wit_get(v, "mark"), "'mark' is good, watch, bad or none");
    out->mark = (enum wit_mark)value;
    return true;
}

static bool read_answers(const struct wit_intent_reader *r, struct wit_review_policy *out, const struct wit_value *v)
{
    if (!a_mapping(r, v, "answers"))
        return false;
    struct wit_review_policy_answer *list = WIT_NEW_ARRAY(r->arena, struct wit_review_policy_answer, v->count);
    size_t n = 0;
    WIT_EACH(member, v)
        if (!read_answer(r, &list[n++], member))
            return false;
    out->answers = list;
    out->n_answers = n;
    return true;
}

/* "0.02" is 20 thousandths; at most three digits after the point. */
static bool price_of(int64_t *out, const char *text)
{
    char *end;
    if (text == NULL || text[0] < '0' || text[0] > '9' || strlen(text) > 9)
        return false;
    int64_t value = strtoll(text, &end, 10) * 1000, unit = 100;
    if (*end == '.') {
        for (end++; *end >= '0' && *end <= '9' && unit > 0; end++, unit /= 10)
            value += (*end - '0') * unit;
    }
    *out = value;
    return *end == '\0';
}

static bool read_prices(const struct wit_intent_reader *r, struct wit_review_policy *out, const struct wit_value *v)
{
    static const struct wit_intent_key keys[] = {
        {"currency", true}, {"zone", false}, {"region", false}, {"internet", false}, {"peering", false}};
    if (!wit_intent_keys(r, v, "'prices'", keys, N(keys)) || !wit_intent_text(r, &out->prices.currency, v, "currency"))
        return false;
    for (size_t i = 0; i < WIT_PRICE_COUNT; i++) {
        const struct wit_value *one = wit_get(v, keys[i + 1].name);
        out->prices.has[i] = one != NULL;
        if (one != NULL && !price_of(&out->prices.milli[i], wit_text(one)))
            return wit_intent_bad(r, one, "a price is an amount for a GB with at most three decimals: \"0.02\"");
    }
    return true;
}

static bool read_document(const struct wit_intent_reader *r, struct wit_review_policy *out, const struct wit_value *v)
{
    static const struct wit_intent_key keys[] = {{"version", true},     {"status", false},  {"severity", false},
                                                 {"thresholds", false}, {"waivers", false}, {"answers", false},
                                                 {"prices", false}};
    static const struct {
        const char *key;
        bool (*read)(const struct wit_intent_reader *r, struct wit_review_policy *out, const struct wit_value *v);
    } sections[] = {{"status", read_statuses}, {"severity", read_severities}, {"thresholds", read_thresholds},
                    {"waivers", read_waivers}, {"answers", read_answers},     {"prices", read_prices}};
    if (!wit_intent_keys(r, v, "the policy file", keys, N(keys)))
        return false;
    if (wit_int(v, "version", 0) != 1)
        return wit_intent_bad(r, wit_get(v, "version"), "'version' is 1");
    for (size_t i = 0; i < N(sections); i++) {
        const struct wit_value *section = wit_get(v, sections[i].key);
        if (section != NULL && !sections[i].read(r, out, section))
            return false;
    }
    return true;
}

bool wit_review_policy_parse(const struct wit_review_policy **out, struct wit_arena *arena, const char *name,
                             const char *text, size_t len, struct wit_err *err)
{
    struct wit_value *root;
    struct wit_err why = {0};
    struct wit_review_policy *policy = WIT_NEW(arena, struct wit_review_policy);
    struct wit_intent named = {.name = wit_strdup(arena, name)};
    struct wit_intent_reader r = {.arena = arena, .intent = &named, .text = text, .len = len, .err = err};
    *policy = *wit_review_policy_none();
    policy->name = named.name;
    if (!wit_yaml_parse(&root, arena, text, len, &why))
        return wit_intent_refuse_yaml(named.name, &why, err);
    char digest[WIT_SHA256_HEX];
    wit_sha256_hex(digest, text, len);
    policy->sha256 = wit_strdup(arena, digest);
    if (!read_document(&r, policy, root))
        return false;
    *out = policy;
    return true;
}

bool wit_review_policy_read(const struct wit_review_policy **out, struct wit_arena *arena, const char *path,
                            struct wit_err *err)
{
    char *text;
    size_t len;
    if (!wit_file_read(&text, &len, arena, path, WIT_YAML_MAX_BYTES, err))
        return false;
    return wit_review_policy_parse(out, arena, path, text, len, err);
}
