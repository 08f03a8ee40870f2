/* pathmap/reach/skeleton.c: what two places let through, whatever the groups: walked once, kept with slots.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The twin walks the two places with groups that let everything pass. On each way the steps of the two ends' groups are
 * the slots; everything else is the frame. A way that a third party's groups, or legs of their own, have a say in
 * cannot be taken apart here: the frame is opaque.
 */
#include <string.h>

#include "pathmap/reach/bulk.h"

struct build {
    struct wit_bulk *b;
    const struct wit_unit *from, *to;
    struct wit_frame frame;
    struct wit_frame_leaf leaves[WIT_FRAME_LEAVES];
    struct wit_slot slots[WIT_SLOTS];
};

static bool same_slot(const struct wit_slot *x, const struct wit_slot *y)
{
    return x->in == y->in && x->anybody == y->anybody && x->peer == y->peer && x->scope == y->scope &&
           x->asked == y->asked && x->router == y->router;
}

/* The slot of a step, -1 when it is none of the two ends'. */
static int slot_of(struct build *f, const struct wit_step *s)
{
    struct wit_slot slot = {.in = !s->egress};
    if (s->reply || s->itf == NULL || s->itf != (slot.in ? f->to->itf : f->from->itf))
        return -1;
    if (s->peer.family == 0) {
        slot.anybody = true;
        slot.router = s->peer_itf;
    } else {
        slot.asked = wit_bulk_asked(f->b, s->peer);
        slot.scope = s->scope;
        slot.peer = s->peer_itf != NULL && s->scope != WIT_GROUPS_NO;
        if (slot.peer && s->peer_itf != (slot.in ? f->from->itf : f->to->itf))
            return -1;
        if (!slot.peer)
            slot.scope = WIT_GROUPS_NO;
    }
    for (size_t i = 0; i < f->frame.n_slots; i++) {
        if (same_slot(&f->slots[i], &slot))
            return (int)i;
    }
    if (f->frame.n_slots == WIT_SLOTS)
        return -1;
    f->slots[f->frame.n_slots] = slot;
    return (int)f->frame.n_slots++;
}

/* What pair.c looks at of a leaf, and nothing else: equal frames must be equal. */
static struct wit_leaf bare(const struct wit_leaf *leaf)
{
    struct wit_leaf out;
    memset(&out, 0, sizeof out);
    out.alternative = leaf->alternative;
    out.forward = leaf->forward;
    out.near = leaf->near;
    out.far = leaf->far;
    out.nat = leaf->nat;
    out.unconfirmed = leaf->unconfirmed;
    return out;
}

static bool add_leaf(struct build *f, const struct wit_leaf *leaf)
{
    if (leaf->composed != NULL || leaf->opaque || leaf->answers.lo != NULL || f->frame.n_leaves == WIT_FRAME_LEAVES)
        return false;
    struct wit_frame_leaf *kept = &f->leaves[f->frame.n_leaves++];
    kept->leaf = bare(leaf);
    kept->slots = 0;
    for (const struct wit_step *s = leaf->last; s != NULL; s = s->prev) {
        int slot = s->kind == WIT_STEP_GROUP ? slot_of(f, s) : 0;
        if (slot < 0)
            return false;
        if (s->kind == WIT_STEP_GROUP)
            kept->slots |= 1U << slot;
    }
    return true;
}

/* Of an end that has no filter nobody asks. */
static uint64_t ends_of(const struct build *f)
{
    return (uint64_t)f->from->itf->windows << 1 | (uint64_t)(f->from->itf->instance[0] != '\0') << 2 |
           (uint64_t)f->from->itf->requester_managed << 3;
}

static bool same_frame(const struct wit_frame *x, const struct build *f)
{
    if (x->n_leaves != f->frame.n_leaves || x->n_slots != f->frame.n_slots || x->opaque != f->frame.opaque)
        return false;
    for (size_t i = 0; i < x->n_leaves; i++) {
        /* Padding that differs costs a second copy, no more.
         * NOLINTNEXTLINE(bugprone-suspicious-memory-comparison,cert-exp42-c,cert-flp37-c) */
        bool same = memcmp(&x->leaves[i].leaf, &f->leaves[i].leaf, sizeof x->leaves[i].leaf) == 0;
        if (!same || x->leaves[i].slots != f->leaves[i].slots)
            return false;
    }
    for (size_t i = 0; i < x->n_slots; i++) {
        struct wit_slot bared = f->slots[i];
        bared.asked = 0;
        if (!same_slot(&x->slots[i], &bared))
            return false;
    }
    return true;
}

static uint64_t digest_of(const struct build *f)
{
    uint64_t h = f->frame.n_leaves * 31 + f->frame.n_slots * 7 + f->frame.opaque;
    for (size_t i = 0; i < f->frame.n_leaves; i++) {
        const struct wit_leaf *l = &f->leaves[i].leaf;
        const wit_set sets[] = {l->forward.lo, l->forward.hi, l->near.lo, l->near.hi, l->far.lo, l->far.hi};
        for (size_t k = 0; k < sizeof sets / sizeof *sets; k++)
            h = (h ^ wit_set_number(sets[k])) * 0x9e3779b97f4a7c15U;
        h = (h ^ f->leaves[i].slots ^ l->alternative << 16) * 0xbf58476d1ce4e5b9U;
    }
    return h;
}

static const struct wit_frame *keep(struct build *f)
{
    struct wit_bulk *b = f->b;
    uint64_t digest = digest_of(f);
    for (uint64_t salt = 0;; salt++) {
        const struct wit_frame *known = wit_memo_get(&b->frames, digest, ends_of(f), salt);
        if (known != NULL && same_frame(known, f))
            return known;
        if (known != NULL)
            continue;
        struct wit_frame *made = WIT_NEW(b->arena, struct wit_frame);
        *made = f->frame;
        made->number = b->n_frames++;
        made->leaves = WIT_NEW_ARRAY(b->arena, struct wit_frame_leaf, f->frame.n_leaves);
        made->slots = WIT_NEW_ARRAY(b->arena, struct wit_slot, f->frame.n_slots);
        memcpy(made->leaves, f->leaves, f->frame.n_leaves * sizeof *made->leaves);
        memcpy(made->slots, f->slots, f->frame.n_slots * sizeof *made->slots);
        for (size_t i = 0; i < made->n_slots; i++)
            made->slots[i].asked = 0;
        wit_memo_put(&b->frames, b->arena, digest, ends_of(f), salt, made);
        return made;
    }
}

static const struct wit_between *build(struct wit_bulk *b, const struct wit_unit *from, const struct wit_unit *to)
{
    struct build f = {.b = b, .from = from, .to = to};
    struct wit_ways ways;
    bool closed = true;
    bool front = wit_interface_is_front(to->itf) || to->itf->endpoint_id[0] != '\0'; /* what lies behind has groups */
    wit_arena_reset(b->twin->scratch);
    wit_pair_leaves(b->twin, &ways, from, to, WIT_ASK_ALL, 0, false);
    for (size_t i = 0; i < ways.n && !f.frame.opaque; i++) {
        const struct wit_leaf *leaf = &ways.leaves[i];
        closed = closed && leaf->composed == NULL && leaf->forward.hi == b->r->none;
        f.frame.opaque = !add_leaf(&f, leaf);
    }
    if (closed && !f.frame.opaque)
        return b->closed;
    f.frame.opaque = f.frame.opaque || front;
    if (f.frame.opaque)
        f.frame.n_leaves = f.frame.n_slots = 0;
    struct wit_between *made = wit_alloc(b->arena, sizeof *made + f.frame.n_slots * sizeof made->asked[0]);
    made->frame = keep(&f);
    for (size_t i = 0; i < f.frame.n_slots; i++)
        made->asked[i] = f.slots[i].asked;
    return made;
}

const struct wit_between *wit_bulk_between(struct wit_bulk *b, const struct wit_unit *from, const struct wit_unit *to)
{
    uint64_t key = (uint64_t)from->id << 32 | to->id;
    const struct wit_between *known = wit_word_get(&b->between, key);
    if (known != NULL && (const void *)known != &b->stale)
        return known;
    known = build(b, from, to);
    wit_word_put(&b->between, b->arena, key, known);
    return known;
}

struct wit_bulk *wit_bulk_of(struct wit_reach *r)
{
    if (r->bulk != NULL)
        return r->bulk;
    struct wit_bulk *b = WIT_NEW(r->arena, struct wit_bulk);
    b->r = r;
    b->epoch = 1;
    b->arena = r->arena;
    b->twin = wit_reach_twin(r);
    b->crowd_arena = wit_arena_new();
    b->work_arena = wit_arena_new();
    b->symbols = wit_strmap_new(b->arena);
    b->sets = WIT_NEW_ARRAY(b->arena, struct wit_group_set *, r->n_group_sets);
    b->asked_of_class = WIT_NEW_ARRAY(b->arena, uint32_t, r->n_atom_classes);
    struct wit_frame *frame = WIT_NEW(b->arena, struct wit_frame);
    frame->closed = true;
    frame->number = b->n_frames++;
    struct wit_between *closed = wit_alloc(b->arena, sizeof *closed);
    closed->frame = frame;
    b->closed = closed;
    r->bulk = b;
    return b;
}

void wit_bulk_free(struct wit_bulk *bulk)
{
    if (bulk == NULL)
        return;
    wit_reach_free(bulk->twin);
    wit_arena_free(bulk->crowd_arena);
    wit_arena_free(bulk->work_arena);
}
