/* pathmap/reach/crowd.c: the members of a party by the places where they stand.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Made once for a list of interfaces, found again by the list's content: an inventory asks for the same lists over and
 * over.
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/reach/bulk.h"

enum { CROWD_MEMBERS_MAX = 8 << 20 }; /* interfaces in all crowds; then they are forgotten and made again */

struct kept {
    struct wit_crowd crowd; /* first: again.c goes through the crowds */
    const struct wit_interface *const *interfaces;
    size_t n;
    wit_gap_ref gap;
};

static int by_place(const void *a, const void *b)
{
    const struct wit_stand *x = a, *y = b;
    return x->place->id < y->place->id ? -1 : x->place->id > y->place->id;
}

static int by_symbol(const void *a, const void *b)
{
    const struct wit_holding *x = a, *y = b;
    if (x->symbol != y->symbol)
        return x->symbol < y->symbol ? -1 : 1;
    return x->post < y->post ? -1 : x->post > y->post;
}

static void add_entries(struct wit_bulk *b, struct wit_stand *s)
{
    size_t n_carriers = 0, n_namers = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        n_carriers += s->posts[i].set->n;
        for (size_t k = 0; k < s->posts[i].set->n; k++)
            n_namers += s->posts[i].set->rows[k]->n_refs[1];
    }
    s->carriers = WIT_NEW_ARRAY(b->crowd_arena, struct wit_holding, n_carriers);
    s->namers = WIT_NEW_ARRAY(b->crowd_arena, struct wit_holding, n_namers);
    for (uint32_t i = 0; i < s->n; i++) {
        const struct wit_group_set *set = s->posts[i].set;
        s->doubtful = s->doubtful || set->doubtful;
        for (size_t k = 0; k < set->n; k++) {
            s->carriers[s->n_carriers++] = (struct wit_holding){set->rows[k]->symbol, i, NULL};
            for (size_t j = 0; j < set->rows[k]->n_refs[1]; j++)
                s->namers[s->n_namers++] =
                    (struct wit_holding){set->rows[k]->refs[1][j].symbol, i, set->rows[k]->refs[1][j].ports};
        }
    }
    if (n_carriers > 0)
        qsort(s->carriers, n_carriers, sizeof *s->carriers, by_symbol);
    if (n_namers > 0)
        qsort(s->namers, n_namers, sizeof *s->namers, by_symbol);
}

void wit_stand_renew(struct wit_bulk *b, struct wit_stand *s)
{
    s->n_carriers = s->n_namers = 0;
    s->doubtful = false;
    add_entries(b, s);
}

static void place_members(struct wit_bulk *b, struct wit_crowd *c)
{
    const struct wit_members *m = &c->members;
    struct wit_memo seen = {0}; /* place -> stand */
    size_t cap = 0;
    uint32_t *of = WIT_NEW_ARRAY(b->crowd_arena, uint32_t, m->n);
    for (size_t i = 0; i < m->n; i++) {
        const struct wit_unit *place = wit_unit_of_interface(b->twin, m->list[i].units[0]->itf);
        uintptr_t at = (uintptr_t)wit_memo_get(&seen, place->id, 0, 0);
        if (at == 0) {
            WIT_PUSH(b->crowd_arena, c->stands, c->n, cap) = (struct wit_stand){.place = place};
            at = c->n;
            wit_memo_put(&seen, b->crowd_arena, place->id, 0, 0, (void *)at);
        }
        of[i] = (uint32_t)(at - 1);
        c->stands[at - 1].n++;
    }
    for (size_t i = 0; i < c->n; i++) {
        c->stands[i].posts = WIT_NEW_ARRAY(b->crowd_arena, struct wit_post, c->stands[i].n);
        c->stands[i].n = 0;
    }
    for (size_t i = 0; i < m->n; i++) {
        struct wit_stand *s = &c->stands[of[i]];
        s->posts[s->n++] = (struct wit_post){(uint32_t)i, wit_bulk_set(b, m->list[i].units[0]->itf), m->list[i].count};
        s->count += m->list[i].count;
    }
    for (size_t i = 0; i < c->n; i++)
        add_entries(b, &c->stands[i]);
    if (c->n > 0)
        qsort(c->stands, c->n, sizeof *c->stands, by_place);
}

static uint64_t digest_of(const struct wit_party *p)
{
    uint64_t h = p->n_interfaces ^ (uint64_t)p->gap << 32;
    for (size_t i = 0; i < p->n_interfaces; i++)
        h = (h ^ h >> 29 ^ (uintptr_t)p->interfaces[i]) * 0x9e3779b97f4a7c15U;
    return h;
}

bool wit_party_is_crowd(const struct wit_party *p)
{
    return p->kind == WIT_PARTY_INTERFACES && !p->single && p->n_interfaces > 0;
}

void wit_bulk_begin(struct wit_bulk *b)
{
    if (b->crowd_members <= CROWD_MEMBERS_MAX)
        return;
    wit_arena_reset(b->crowd_arena);
    memset(&b->crowds, 0, sizeof b->crowds);
    b->crowd_members = 0;
}

const struct wit_crowd *wit_crowd_of(struct wit_bulk *b, const struct wit_party *party)
{
    uint64_t digest = digest_of(party);
    for (uint64_t salt = 0;; salt++) {
        const struct kept *known = wit_memo_get(&b->crowds, digest, party->n_interfaces, salt);
        if (known != NULL && known->gap == party->gap && known->n == party->n_interfaces &&
            memcmp(known->interfaces, party->interfaces, known->n * sizeof *known->interfaces) == 0)
            return &known->crowd;
        if (known != NULL)
            continue;
        struct kept *made = WIT_NEW(b->crowd_arena, struct kept);
        const struct wit_interface **copy =
            WIT_NEW_ARRAY(b->crowd_arena, const struct wit_interface *, party->n_interfaces);
        memcpy(copy, party->interfaces, party->n_interfaces * sizeof(const struct wit_interface *));
        made->interfaces = copy;
        made->n = party->n_interfaces;
        made->gap = party->gap;
        wit_members_of(&made->crowd.members, b->crowd_arena, b->r, party, false);
        made->crowd.renewed_in = made->crowd.moved_in = b->epoch;
        place_members(b, &made->crowd);
        b->crowd_members += made->n;
        wit_memo_put(&b->crowds, b->crowd_arena, digest, party->n_interfaces, salt, made);
        return &made->crowd;
    }
}
