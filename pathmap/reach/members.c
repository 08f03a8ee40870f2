/* pathmap/reach/members.c: who takes part in a question, as classes with counts.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/reach/inside.h"

struct entry {
    const struct wit_unit *unit;
    const struct wit_interface *itf;
    struct wit_point point; /* family 0: all addresses */
};
struct entries {
    struct entry *list;
    size_t n, cap;
};
struct build {
    struct wit_members *out;
    struct wit_arena *arena;
    struct wit_reach *r;
    bool destination;
};

static void add_gap(struct build *b, wit_gap_ref gap)
{
    if (gap == WIT_NO_GAP)
        return;
    for (size_t i = 0; i < b->out->n_gaps; i++) {
        if (b->out->gaps[i] == gap)
            return;
    }
    WIT_PUSH(b->arena, b->out->gaps, b->out->n_gaps, b->out->cap_gaps) = gap;
}

static wit_gap_ref interfaces_gap(struct build *b, const struct wit_network *n)
{
    if (n->placeholder)
        return n->gap;
    return wit_list_gap_of(b->r, n->account, n->region, "ec2", "DescribeNetworkInterfaces");
}

static int by_unit(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    if (x->unit != y->unit)
        return x->unit->id < y->unit->id ? -1 : 1;
    int order = strcmp(x->itf->id, y->itf->id);
    return order != 0 ? order : wit_addr_cmp(x->point.addr, y->point.addr);
}

static int by_name(const void *a, const void *b)
{
    const struct wit_member *x = a, *y = b;
    if (x->n_itfs == 0 || y->n_itfs == 0)
        return x->n_itfs == y->n_itfs ? strcmp(x->text, y->text) : x->n_itfs > 0 ? -1 : 1;
    int order = strcmp(x->itfs[0]->id, y->itfs[0]->id);
    return order != 0 ? order : wit_addr_cmp(x->units[0]->points[0].addr, y->units[0]->points[0].addr);
}

/* One member for each class among the entries. */
static void add_classes(struct build *b, struct entries *e)
{
    if (e->n > 1)
        qsort(e->list, e->n, sizeof *e->list, by_unit);
    for (size_t i = 0; i < e->n;) {
        size_t k = i;
        while (k < e->n && e->list[k].unit == e->list[i].unit)
            k++;
        const struct wit_interface **itfs = WIT_NEW_ARRAY(b->arena, const struct wit_interface *, k - i);
        const struct wit_unit **units = WIT_NEW(b->arena, const struct wit_unit *);
        units[0] = e->list[i].unit;
        for (size_t j = i; j < k; j++)
            itfs[j - i] = e->list[j].itf;
        WIT_PUSH(b->arena, b->out->list, b->out->n, b->out->cap) = (struct wit_member){.units = units,
                                                                                       .n_units = 1,
                                                                                       .itfs = itfs,
                                                                                       .n_itfs = k - i,
                                                                                       .count = k - i,
                                                                                       .point = e->list[i].point,
                                                                                       .text = itfs[0]->id};
        i = k;
    }
}

const struct wit_unit *wit_unit_in_person(struct wit_reach *r, struct wit_arena *arena, const struct wit_member *m,
                                          const struct wit_unit *unit)
{
    const struct wit_interface *itf = NULL;
    for (size_t i = 0; i < m->n_itfs && itf == NULL && unit->itf != NULL; i++) {
        if (m->n_units == 1 || wit_unit_of_interface(r, m->itfs[i]) == unit)
            itf = m->itfs[i];
    }
    if (itf == NULL || (itf == unit->itf && m->point.addr.family == 0))
        return unit;
    struct wit_unit *person = WIT_NEW(arena, struct wit_unit);
    *person = *unit;
    person->itf = itf;
    person->n_points = m->point.addr.family != 0 ? 1 : itf->n_addresses;
    struct wit_point *points = WIT_NEW_ARRAY(arena, struct wit_point, person->n_points + 1);
    points[0] = m->point;
    for (size_t i = 0; i < person->n_points && m->point.addr.family == 0; i++)
        points[i] = (struct wit_point){itf->addresses[i].addr, itf->addresses[i].public_addr};
    for (size_t i = 0; i < person->n_points && m->point.addr.family == 0; i++) {
        if (itf->addresses[i].bits != (points[i].addr.family == 4 ? 32 : 128))
            return unit; /* a delegated prefix: the class has its parts */
    }
    person->points = points;
    return person;
}

static void add_outside(struct build *b, const struct wit_range *ranges, size_t n, bool internet, const char *text)
{
    if (n > 0)
        WIT_PUSH(b->arena, b->out->list, b->out->n, b->out->cap) =
            (struct wit_member){.ranges = ranges, .n_ranges = n, .internet = internet, .count = 1, .text = text};
}

static void from_interfaces(struct build *b, const struct wit_party *p)
{
    struct entries e = {0};
    if (!p->single) {
        for (size_t i = 0; i < p->n_interfaces; i++)
            WIT_PUSH(b->arena, e.list, e.n, e.cap) =
                (struct entry){wit_unit_of_interface(b->r, p->interfaces[i]), p->interfaces[i], {{0, 0, 0}, {0, 0, 0}}};
        add_classes(b, &e);
    } else if (p->n_interfaces > 0) { /* 1.1.3: a host is the union of its interfaces */
        const struct wit_unit **units = WIT_NEW_ARRAY(b->arena, const struct wit_unit *, p->n_interfaces);
        for (size_t i = 0; i < p->n_interfaces; i++)
            units[i] = wit_unit_of_interface(b->r, p->interfaces[i]);
        WIT_PUSH(b->arena, b->out->list, b->out->n, b->out->cap) = (struct wit_member){.units = units,
                                                                                       .n_units = p->n_interfaces,
                                                                                       .itfs = p->interfaces,
                                                                                       .n_itfs = p->n_interfaces,
                                                                                       .count = 1,
                                                                                       .text = p->interfaces[0]->id};
    } else {
        b->out->no_endpoint = p->text;
    }
    add_gap(b, p->gap);
}

/* First index whose `first` is not below a. */
static size_t lower(const struct wit_holder *list, size_t n, struct wit_addr a)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (wit_addr_cmp(list[middle].first, a) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void holders_within(struct build *b, struct entries *e, struct wit_range range, enum wit_use use)
{
    struct wit_reach *r = b->r;
    const struct wit_holder *list = use == WIT_USE_PUBLIC ? r->public_holders : r->holders;
    size_t n = use == WIT_USE_PUBLIC ? r->n_public_holders : r->n_holders;
    const struct wit_addr none = {0, 0, 0};
    for (size_t i = lower(list, n, range.first); i < n && wit_addr_cmp(list[i].first, range.last) <= 0; i++)
        WIT_PUSH(b->arena, e->list, e->n, e->cap) =
            (struct entry){wit_unit_of_address(r, list[i].itf, list[i].at, none, use),
                           list[i].itf,
                           {list[i].itf->addresses[list[i].at].addr, list[i].itf->addresses[list[i].at].public_addr}};
    for (size_t i = 0; use != WIT_USE_PUBLIC && i < r->n_wide_holders; i++) { /* delegated prefixes */
        const struct wit_holder *h = &r->wide_holders[i];
        if (wit_addr_cmp(h->first, range.last) > 0 || wit_addr_cmp(h->last, range.first) < 0)
            continue;
        struct wit_addr at = wit_addr_cmp(h->first, range.first) > 0 ? h->first : range.first;
        struct wit_addr last = wit_addr_cmp(h->last, range.last) < 0 ? h->last : range.last;
        uint32_t atom = wit_atom_of(r, at), end = wit_atom_of(r, last);
        for (uint32_t k = atom; k <= end && k - atom < 256; k++)
            WIT_PUSH(b->arena, e->list, e->n, e->cap) =
                (struct entry){wit_unit_of_address(r, h->itf, h->at, k == atom ? at : r->atoms[k], WIT_USE_PRIVATE),
                               h->itf,
                               {k == atom ? at : r->atoms[k], {0, 0, 0}}};
    }
}

void wit_unclaimed(const struct wit_reach *r, struct wit_arena *arena, struct wit_range range, struct wit_range **out,
                   size_t *n, size_t *cap)
{
    for (;;) { /* cut the first claimed part off, until nothing is left */
        struct wit_addr at = range.last;
        bool claimed = false;
        struct wit_range hit = {{0, 0, 0}, {0, 0, 0}};
        for (size_t i = 0; i < r->estate->n_networks; i++) {
            for (size_t k = 0; k < r->estate->networks[i].n_prefixes; k++) {
                struct wit_range p = wit_prefix_range(r->estate->networks[i].prefixes[k]);
                if (p.first.family != range.first.family || wit_addr_cmp(p.last, range.first) < 0 ||
                    wit_addr_cmp(p.first, range.last) > 0)
                    continue;
                if (!claimed || wit_addr_cmp(p.first, hit.first) < 0)
                    hit = p;
                claimed = true;
            }
        }
        if (!claimed) {
            WIT_PUSH(arena, *out, *n, *cap) = range;
            return;
        }
        if (wit_addr_cmp(hit.first, range.first) > 0) {
            at = wit_addr_prev(hit.first);
            WIT_PUSH(arena, *out, *n, *cap) = (struct wit_range){range.first, at};
        }
        if (wit_addr_cmp(hit.last, range.last) >= 0)
            return;
        range.first = wit_addr_next(hit.last);
    }
}

static void network_gaps(struct build *b, struct wit_range range)
{
    for (size_t i = 0; i < b->r->estate->n_networks; i++) {
        const struct wit_network *n = &b->r->estate->networks[i];
        for (size_t k = 0; k < n->n_prefixes; k++) {
            struct wit_range p = wit_prefix_range(n->prefixes[k]);
            if (p.first.family == range.first.family && wit_addr_cmp(p.first, range.last) <= 0 &&
                wit_addr_cmp(p.last, range.first) >= 0)
                add_gap(b, interfaces_gap(b, n));
        }
    }
}

/* Another network in evidence that has this address may hold it too, when its interfaces are not all known. */
static void other_holders(struct build *b, const struct entries *e, struct wit_addr a)
{
    for (size_t i = 0; i < b->r->estate->n_networks; i++) {
        const struct wit_network *n = &b->r->estate->networks[i];
        bool found = n->placeholder || !wit_network_holds(n, a);
        for (size_t k = 0; k < e->n && !found; k++)
            found = wit_same_network(e->list[k].itf->subnet->network, n);
        if (!found)
            add_gap(b, interfaces_gap(b, n));
    }
}

static void from_address(struct build *b, const struct wit_party *p)
{
    struct wit_addr a = p->prefix.addr;
    struct entries e = {0};
    holders_within(b, &e, (struct wit_range){a, a}, WIT_USE_PUBLIC);
    if (e.n == 0)
        holders_within(b, &e, (struct wit_range){a, a}, WIT_USE_PRIVATE);
    if (e.n > 0) {
        add_classes(b, &e);
        other_holders(b, &e, a);
        b->out->single = e.n == 1 && b->out->n_gaps == 0;
        return;
    }
    struct wit_range *left = NULL;
    size_t n = 0, cap = 0;
    wit_unclaimed(b->r, b->arena, (struct wit_range){a, a}, &left, &n, &cap);
    if (n == 0) {
        b->out->no_endpoint = p->text;
        wit_twins_add(b->out, b->arena, b->r, (struct wit_range){a, a}, b->destination);
        network_gaps(b, (struct wit_range){a, a});
        return;
    }
    const struct wit_unit **units = WIT_NEW(b->arena, const struct wit_unit *);
    units[0] = wit_unit_outside(b->r, a);
    WIT_PUSH(b->arena, b->out->list, b->out->n, b->out->cap) =
        (struct wit_member){.units = units, .n_units = 1, .count = 1, .text = p->text};
}

static void from_prefix(struct build *b, const struct wit_party *p)
{
    struct wit_range range = wit_prefix_range(p->prefix);
    struct entries e = {0};
    wit_twins_add(b->out, b->arena, b->r, range, b->destination);
    if (p->twin) {
        if (b->out->n == 0)
            b->out->no_endpoint = p->text;
        return;
    }
    holders_within(b, &e, range, WIT_USE_PRIVATE);
    if (p->prefix.addr.family == 4)
        holders_within(b, &e, range, WIT_USE_PUBLIC);
    add_classes(b, &e);
    network_gaps(b, range);
    struct wit_range *left = NULL;
    size_t n = 0, cap = 0;
    wit_unclaimed(b->r, b->arena, range, &left, &n, &cap);
    add_outside(b, left, n, false, p->text);
    if (b->out->n == 0)
        b->out->no_endpoint = p->text;
}

static void from_internet(struct build *b, const struct wit_party *p)
{
    struct wit_range *left = NULL;
    size_t n = 0, cap = 0;
    for (uint8_t family = 4; family <= 6; family = (uint8_t)(family + 2)) {
        size_t n_public;
        const struct wit_range *ranges = wit_public_ranges(family, &n_public);
        for (size_t i = 0; i < n_public; i++)
            wit_unclaimed(b->r, b->arena, ranges[i], &left, &n, &cap);
    }
    add_outside(b, left, n, true, p->text);
}

static void from_bucket(struct build *b, const struct wit_party *p)
{
    const struct wit_bucket *bucket = wit_strmap_get(b->r->bucket_by_name, p->bucket);
    const struct wit_unit **units = NULL;
    size_t n = 0, cap = 0;
    const char *service = wit_fmt(b->arena, "com.amazonaws.%s.s3", p->region);
    for (size_t i = 0; i < b->r->estate->n_prefix_lists && p->region[0] != '\0'; i++) {
        const struct wit_prefix_list *list = &b->r->estate->prefix_lists[i];
        for (size_t k = 0; strcmp(list->name, service) == 0 && k < list->n_entries; k++) {
            struct wit_range range = wit_prefix_range(list->entries[k]);
            uint32_t first = wit_atom_of(b->r, range.first), last = wit_atom_of(b->r, range.last);
            for (uint32_t a = first; a <= last; a++)
                WIT_PUSH(b->arena, units, n, cap) = wit_unit_outside(b->r, a == first ? range.first : b->r->atoms[a]);
        }
    }
    if (n == 0 && bucket != NULL)
        WIT_PUSH(b->arena, units, n, cap) = wit_unit_of_bucket(b->r, bucket);
    for (size_t i = 0; b->destination && i < b->r->estate->n_endpoints; i++) { /* 1.9.2 */
        const struct wit_endpoint *e = &b->r->estate->endpoints[i];
        for (size_t k = 0; strcmp(e->service_name, service) == 0 && k < e->n_interfaces; k++)
            WIT_PUSH(b->arena, units, n, cap) = wit_unit_of_interface(b->r, e->interfaces[k]);
    }
    if (n == 0) {
        b->out->no_endpoint = p->text;
        add_gap(b, wit_gap_add(b->r, WIT_GAP_DANGLING, "", p->region, p->text,
                               "the object store, or its region, is not in evidence", "aws s3api list-buckets"));
        return;
    }
    WIT_PUSH(b->arena, b->out->list, b->out->n, b->out->cap) =
        (struct wit_member){.units = units, .n_units = n, .count = 1, .text = p->text};
}

static void from_one(struct build *b, const struct wit_party *p)
{
    switch (p->kind) {
    case WIT_PARTY_INTERFACES:
        from_interfaces(b, p);
        break;
    case WIT_PARTY_ADDRESS:
        from_address(b, p);
        break;
    case WIT_PARTY_PREFIX:
        from_prefix(b, p);
        break;
    case WIT_PARTY_INTERNET:
        from_internet(b, p);
        break;
    case WIT_PARTY_BUCKET:
        from_bucket(b, p);
        break;
    case WIT_PARTY_MIXED:
        break;
    }
}

void wit_members_of(struct wit_members *out, struct wit_arena *arena, struct wit_reach *r,
                    const struct wit_party *party, bool destination)
{
    *out = (struct wit_members){0};
    struct build b = {out, arena, r, destination};
    if (party->kind == WIT_PARTY_MIXED) {
        enum { DEPTH = 16 };
        struct {
            const struct wit_party *party;
            size_t next;
        } stack[DEPTH] = {{party, 0}};
        for (size_t depth = 1; depth > 0;) {
            if (stack[depth - 1].next == stack[depth - 1].party->n_parts) {
                depth--;
                continue;
            }
            const struct wit_party *part = &stack[depth - 1].party->parts[stack[depth - 1].next++];
            if (part->kind != WIT_PARTY_MIXED)
                from_one(&b, part);
            else if (depth < DEPTH)
                stack[depth].party = part, stack[depth++].next = 0;
        }
        add_gap(&b, party->gap);
    } else {
        out->single = party->single;
        from_one(&b, party);
    }
    if (out->n > 1)
        qsort(out->list, out->n, sizeof *out->list, by_name);
    if (out->n > 0)
        out->no_endpoint = NULL;
    for (size_t i = 0; i < out->n; i++)
        out->total += out->list[i].count;
    if (out->single && out->n == 1 && party->kind != WIT_PARTY_BUCKET)
        out->n_gaps = 0; /* it is there: nothing is missing */
}
