/* pathmap/events.c: reads CloudTrail's answers: who changed what and when.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "pathmap/events.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"

enum { EVENTS_MAX = 200000, RESOURCES_MAX = 64, STACK = 64 };

static const char *const SOURCES[] = {
    "ec2",           "elasticloadbalancing", "s3", "kms", "iam", "kafka", "vpc-lattice", "globalaccelerator",
    "organizations", "directconnect"};

struct reading {
    struct wit_arena *arena;
    struct wit_map_event *items;
    size_t n, cap;
    struct wit_strmap *known; /* event ids: pages may overlap, and accounts share trails */
};

static bool is_ours(const char *source)
{
    size_t len = strcspn(source, ".");
    for (size_t i = 0; i < sizeof SOURCES / sizeof *SOURCES; i++)
        if (strlen(SOURCES[i]) == len && strncmp(SOURCES[i], source, len) == 0)
            return true;
    return false;
}

/* "sg-0a1", "tgw-rtb-0b2", "sgr-1f": small letters and hyphens, then a hexadecimal number. */
static bool is_id(const char *text)
{
    const char *dash = strrchr(text, '-');
    if (dash == NULL || dash == text || strlen(text) > 64 || strlen(dash + 1) < 8)
        return false;
    for (const char *c = text; c < dash; c++)
        if (!islower((unsigned char)*c) && *c != '-')
            return false;
    return strspn(dash + 1, "0123456789abcdef") == strlen(dash + 1);
}

struct ids {
    const char **items;
    size_t n, cap;
};

static void add_id(struct ids *list, struct wit_arena *arena, const char *id)
{
    if (id == NULL || id[0] == '\0' || strlen(id) > 2048 || list->n >= RESOURCES_MAX)
        return;
    for (size_t i = 0; i < list->n; i++)
        if (strcmp(list->items[i], id) == 0)
            return;
    WIT_PUSH(arena, list->items, list->n, list->cap) = id;
}

/* Every id below `top`, and names of buckets and keys; without recursion, and no deeper than the stack. */
static void collect_ids(struct ids *list, struct wit_arena *arena, const struct wit_value *top)
{
    const struct wit_value *stack[STACK];
    size_t depth = 0;
    if (top != NULL && top->first != NULL)
        stack[depth++] = top->first;
    while (depth > 0) {
        const struct wit_value *v = stack[--depth];
        if (v->next != NULL)
            stack[depth++] = v->next;
        if (v->first != NULL && depth < STACK)
            stack[depth++] = v->first;
        if (v->kind == WIT_STRING && v->text != NULL &&
            (is_id(v->text) || (v->key != NULL && (strcmp(v->key, "bucketName") == 0 || strcmp(v->key, "keyId") == 0))))
            add_id(list, arena, v->text);
    }
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* CloudTrail's own time: "2026-10-02T09:14:03Z". */
static bool is_time(const char *text)
{
    static const char shape[] = "dddd-dd-ddTdd:dd:ddZ";
    for (size_t i = 0; i < sizeof shape; i++)
        if (shape[i] == 'd' ? !isdigit((unsigned char)text[i]) : text[i] != shape[i])
            return false;
    return true;
}

static void read_event(struct reading *r, const struct wit_value *item, const char *evidence)
{
    const char *text = wit_str(item, "CloudTrailEvent");
    struct wit_value *event = NULL;
    if (text == NULL || !wit_json_parse(&event, r->arena, text, strlen(text), NULL))
        return;
    const char *time = wit_str(event, "eventTime"), *name = wit_str(event, "eventName");
    const char *source = wit_str(event, "eventSource"), *id = wit_str(event, "eventID");
    const struct wit_value *who = wit_get(event, "userIdentity");
    /* What failed or only read has changed nothing. */
    if (time == NULL || name == NULL || source == NULL || !is_time(time) || !is_ours(source) ||
        wit_str(event, "errorCode") != NULL || wit_bool(event, "readOnly", false) || r->n >= EVENTS_MAX ||
        (id != NULL && !wit_strmap_put(r->known, id, r)))
        return;
    const char *names[] = {wit_str(who, "arn"),       wit_str(who, "userName"), wit_str(who, "invokedBy"),
                           wit_str(item, "Username"), wit_str(who, "type"),     ""};
    size_t k = 0;
    while (names[k] == NULL)
        k++;
    struct ids ids = {0};
    WIT_EACH(resource, wit_get(item, "Resources"))
        add_id(&ids, r->arena, wit_str(resource, "ResourceName"));
    collect_ids(&ids, r->arena, wit_get(event, "requestParameters"));
    collect_ids(&ids, r->arena, wit_get(event, "responseElements"));
    if (ids.n > 1)
        qsort(ids.items, ids.n, sizeof *ids.items, by_text);
    WIT_PUSH(r->arena, r->items, r->n, r->cap) = (struct wit_map_event){.time = time,
                                                                        .source = "cloudtrail",
                                                                        .action = name,
                                                                        .who = names[k],
                                                                        .resources = ids.items,
                                                                        .n_resources = ids.n,
                                                                        .text = source,
                                                                        .evidence = evidence};
}

static bool read_artefact(struct reading *r, const struct wit_bundle *b, const struct wit_record *record, bool several,
                          struct wit_err *err)
{
    char *bytes;
    size_t len, index = 0;
    struct wit_value *answer = NULL;
    if (!wit_bundle_blob(b, record, r->arena, &bytes, &len, err))
        return wit_fail_in(err, "%s", b->dir);
    if (!wit_json_parse(&answer, r->arena, bytes, len, NULL))
        return true; /* decoding has told that it cannot be read */
    WIT_EACH(item, wit_get(answer, "Events")) {
        read_event(
            r, item,
            wit_fmt(r->arena, "%s%s%s#/Events/%zu", several ? b->name : "", several ? "/" : "", record->id, index));
        index++;
    }
    return true;
}

static int by_time(const void *a, const void *b)
{
    const struct wit_map_event *x = a, *y = b;
    int order = strcmp(x->time, y->time);
    if (order == 0)
        order = strcmp(x->who, y->who);
    if (order == 0)
        order = strcmp(x->action, y->action);
    return order != 0 ? order : strcmp(x->evidence, y->evidence);
}

bool wit_events_read(struct wit_map *map, struct wit_arena *arena, const struct wit_bundle *const *bundles, size_t n,
                     struct wit_err *err)
{
    struct reading r = {.arena = arena, .known = wit_strmap_new(arena)};
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < bundles[i]->n; k++) {
            const struct wit_record *record = &bundles[i]->records[k];
            const struct wit_subject *s = &record->subject;
            bool trail = record->kind == WIT_REC_ARTEFACT && s->service != NULL && s->operation != NULL &&
                         strcmp(s->service, "cloudtrail") == 0 && strcmp(s->operation, "LookupEvents") == 0;
            if (trail && (record->root == NULL || record->root[0] == '\0') &&
                !read_artefact(&r, bundles[i], record, n > 1, err))
                return false;
        }
    if (r.n > 1)
        qsort(r.items, r.n, sizeof *r.items, by_time);
    map->events = r.items;
    map->n_events = r.n;
    return true;
}
