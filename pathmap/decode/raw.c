/* pathmap/decode/raw.c: raw objects: one for each thing, whichever answers speak of it; sorted before they are sealed.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A thing is known by its owner, region and id (1.1.1). Two answers about one thing that differ, seen with the same
 * eyes, make their list a gap of reason "moving".
 */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "pathmap/decode/decode.h"

/* What changes without anybody changing the thing, or differs between those who look. */
static bool is_volatile(const char *key)
{
    static const char *const names[] = {"Tags",
                                        "TagSet",
                                        "AvailableIpAddressCount",
                                        "AttachTime",
                                        "LaunchTime",
                                        "UsageOperationUpdateTime",
                                        "VgwTelemetry",
                                        "BlockDeviceMappings",
                                        "MetadataOptions",
                                        "AcceptanceTime",
                                        "ExpirationTime",
                                        "PeeringOptions"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i], key) == 0)
            return true;
    }
    return false;
}

/* ---- what an answer says about a thing, in 128 bits ----
 * Of names and scalars as text, members and items in any order, nothing where there is nothing: XML, JSON and the
 * whims of the platform's order give the same. Differences by chance are found; nobody gains by making a collision,
 * since that would take two answers about a thing of their own. */
struct sum {
    uint64_t a, b;
};

static uint64_t mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9); /* the finalizer of SplitMix64 */
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

static uint64_t text_hash(uint64_t seed, const char *text)
{
    uint64_t hash = seed ^ UINT64_C(0xcbf29ce484222325); /* FNV-1a */
    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
    return mix(hash);
}

static void add_to(struct sum *into, const char *key, uint64_t a, uint64_t b)
{
    into->a += mix(text_hash(1, key) + mix(a));
    into->b += mix(text_hash(2, key) ^ mix(b + 3));
}

static const char *key_of(const struct wit_value *v)
{
    return v->key == NULL ? "" : v->key;
}

void wit_raw_digest(uint8_t out[16], const struct wit_value *item)
{
    struct {
        const struct wit_value *v, *next;
        struct sum sum;
    } stack[WIT_JSON_MAX_DEPTH + 2];
    size_t depth = 1;
    memset(&stack[0], 0, sizeof stack[0]);
    stack[0].next = item->first;
    for (;;) {
        const struct wit_value *v = stack[depth - 1].next;
        if (v == NULL) {
            if (depth == 1)
                break;
            depth--;
            struct sum done = stack[depth].sum;
            if (done.a != 0 || done.b != 0)
                add_to(&stack[depth - 1].sum, key_of(stack[depth].v), done.a, done.b);
            continue;
        }
        stack[depth - 1].next = v->next;
        const char *text = wit_text(v);
        if (is_volatile(key_of(v)))
            continue;
        if (text != NULL && text[0] != '\0') {
            add_to(&stack[depth - 1].sum, key_of(v), text_hash(4, text), text_hash(5, text));
        } else if (v->first != NULL && depth < sizeof stack / sizeof stack[0]) {
            stack[depth].v = v;
            stack[depth].next = v->first;
            stack[depth++].sum = (struct sum){0, 0};
        }
    }
    memcpy(out, &stack[0].sum, 16);
}

static const struct wit_tag *read_tags(struct wit_decoding *d, const struct wit_value *item, size_t *n)
{
    const struct wit_value *list = wit_field_list(item, "Tags");
    if (list == NULL)
        list = wit_field_list(item, "TagSet");
    *n = 0;
    if (list == NULL || list->count == 0)
        return NULL;
    struct wit_tag *tags = WIT_NEW_ARRAY(d->arena, struct wit_tag, list->count);
    WIT_EACH(tag, list) {
        const char *key = wit_str(tag, "Key");
        if (key != NULL)
            tags[(*n)++] = (struct wit_tag){wit_word(d, key), wit_word_of(d, tag, "Value")};
    }
    return tags;
}

static int compare_tags(const void *a, const void *b)
{
    const struct wit_tag *left = a, *right = b;
    int order = strcmp(left->key, right->key);
    return order != 0 ? order : strcmp(left->value, right->value);
}

void wit_raw_head(struct wit_decoding *d, struct wit_head *head, const struct wit_raw *raw,
                  const struct wit_value *item, const char *pointer)
{
    size_t n;
    struct wit_tag *tags = (struct wit_tag *)read_tags(d, item, &n);
    if (n > 1)
        qsort(tags, n, sizeof *tags, compare_tags);
    *head = (struct wit_head){.id = raw->id,
                              .name = "",
                              .account = raw->account,
                              .region = raw->region,
                              .tags = tags,
                              .n_tags = n,
                              .cite = wit_here(d, pointer)};
    for (size_t i = 0; i < n; i++) {
        if (strcmp(tags[i].key, "Name") == 0)
            head->name = tags[i].value;
    }
}

static int by_owner(const struct wit_raw *a, const struct wit_raw *b)
{
    int order = strcmp(a->account, b->account);
    return order != 0 ? order : strcmp(a->region, b->region);
}

static struct wit_raw *new_raw(struct wit_decoding *d, enum wit_raw_kind kind, const char *id, const char *account,
                               const char *region)
{
    struct wit_raws *raws = &d->raws[kind];
    struct wit_raw *raw = wit_alloc(d->arena, wit_raw_size(kind));
    raw->id = id[0] == '\0' ? "" : wit_word(d, id);
    raw->account = account;
    raw->region = region;
    wit_raw_no_gaps(kind, raw);
    WIT_PUSH(d->arena, raws->items, raws->n, raws->cap) = raw;
    wit_strmap_put(raws->by_key, wit_key_of(d, raw->id, account, region, (const char *)NULL), raw);
    const struct wit_raw *first = wit_strmap_get(raws->by_id, raw->id);
    if (first == NULL || by_owner(raw, first) < 0)
        wit_strmap_set(raws->by_id, raw->id, raw);
    return raw;
}

void *wit_raw_find(const struct wit_decoding *d, enum wit_raw_kind kind, const char *id, const char *account,
                   const char *region)
{
    if (id == NULL || id[0] == '\0')
        return NULL;
    /* The key's buffer is scratch of the builder; finding changes nothing that is kept. */
    struct wit_decoding *writable = (struct wit_decoding *)(uintptr_t)d;
    const struct wit_raws *raws = &d->raws[kind];
    const char *key = wit_key_of(writable, id, account, region, (const char *)NULL);
    void *raw = wit_strmap_get(raws->by_key, key);
    return raw != NULL ? raw : wit_strmap_get(raws->by_id, id);
}

/* What is there goes, the new view comes; the address stays. */
static void renew(enum wit_raw_kind kind, struct wit_raw *raw)
{
    struct wit_raw keep = *raw;
    memset(raw, 0, wit_raw_size(kind));
    raw->id = keep.id;
    raw->account = keep.account;
    raw->region = keep.region;
    wit_raw_no_gaps(kind, raw);
}

void *wit_raw_add(struct wit_decoding *d, enum wit_raw_kind kind, struct wit_head *head, enum wit_rank rank,
                  const struct wit_value *item, const char *id, const char *owner, const char *pointer)
{
    const struct wit_source *s = d->source;
    const char *account = owner == NULL || owner[0] == '\0' ? s->account : wit_word(d, owner);
    if (rank == WIT_RANK_OWNER && strcmp(account, s->account) != 0)
        rank = WIT_RANK_GUEST;
    uint8_t digest[16];
    wit_raw_digest(digest, item);
    const char *key = wit_key_of(d, id, account, s->region, (const char *)NULL);
    struct wit_raw *raw = wit_strmap_get(d->raws[kind].by_key, key);
    if (raw == NULL) {
        raw = new_raw(d, kind, id, account, s->region);
    } else {
        bool same = memcmp(raw->digest, digest, sizeof digest) == 0;
        if (rank < raw->rank || (rank == raw->rank && same))
            return NULL;
        const struct wit_source *before = raw->source;
        bool twice = rank == raw->rank && rank != WIT_RANK_PART;
        if (twice)
            wit_ledger_moving(d, s, id, "two answers about it differ");
        renew(kind, raw);
        if (twice && before != NULL && strcmp(before->account, s->account) == 0 &&
            strcmp(before->region, s->region) == 0)
            raw->differs = s->asked->found;
    }
    raw->rank = rank;
    raw->source = s;
    memcpy(raw->digest, digest, sizeof digest);
    wit_raw_head(d, head, raw, item, pointer);
    return raw;
}

static struct wit_head named_head(const struct wit_raw *raw)
{
    return (struct wit_head){
        .id = raw->id, .name = "", .account = raw->account, .region = raw->region, .cite = {UINT32_MAX, NULL}};
}

void *wit_raw_new(struct wit_decoding *d, enum wit_raw_kind kind, struct wit_head *head, const char *id,
                  const char *account, const char *region)
{
    struct wit_raw *raw = new_raw(d, kind, id, account, region);
    *head = named_head(raw);
    return raw;
}

struct wit_raw_network *wit_raw_network_named(struct wit_decoding *d, const char *id, const char *account,
                                              const char *region)
{
    struct wit_raw_network *network = wit_raw_find(d, WIT_RAW_NETWORK, id, account, region);
    if (network == NULL && id[0] == '\0')
        network =
            wit_strmap_get(d->raws[WIT_RAW_NETWORK].by_key, wit_key_of(d, "", account, region, (const char *)NULL));
    if (network != NULL)
        return network;
    struct wit_head head;
    network = wit_raw_new(d, WIT_RAW_NETWORK, &head, id, account, region);
    WIT_HEAD_SET(network->o, head);
    network->o.placeholder = true;
    return network;
}

struct wit_raw_subnet *wit_raw_subnet_named(struct wit_decoding *d, const char *id, const char *account,
                                            const char *region, const char *network_id)
{
    struct wit_raw_subnet *subnet = wit_raw_find(d, WIT_RAW_SUBNET, id, account, region);
    if (subnet != NULL)
        return subnet;
    /* Interfaces that tell no subnet share one without a name for each network. */
    const char *key = id[0] != '\0' ? id : wit_fmt(d->arena, "?%s", network_id);
    if (id[0] == '\0' && (subnet = wit_strmap_get(d->raws[WIT_RAW_SUBNET].by_key,
                                                  wit_key_of(d, key, account, region, (const char *)NULL))) != NULL)
        return subnet;
    struct wit_head head;
    subnet = wit_raw_new(d, WIT_RAW_SUBNET, &head, key, account, region);
    WIT_HEAD_SET(subnet->o, head);
    subnet->o.zone_name = subnet->o.zone_id = "";
    subnet->network_id = network_id;
    subnet->placeholder = true;
    return subnet;
}

static int by_key(const void *left, const void *right)
{
    const struct wit_raw *a = *(const struct wit_raw *const *)left, *b = *(const struct wit_raw *const *)right;
    int order = by_owner(a, b);
    if (order == 0)
        order = strcmp(a->id, b->id);
    return order != 0 || a->also == NULL || b->also == NULL ? order : strcmp(a->also, b->also);
}

void wit_raw_sort(struct wit_decoding *d)
{
    for (int kind = 0; kind < WIT_RAW_KINDS; kind++) {
        struct wit_raws *raws = &d->raws[kind];
        if (raws->n > 1)
            qsort(raws->items, raws->n, sizeof(struct wit_raw *), by_key);
        for (size_t i = 0; i < raws->n; i++)
            raws->items[i]->at = i;
    }
}
