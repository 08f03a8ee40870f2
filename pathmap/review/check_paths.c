/* pathmap/review/check_paths.c: checks that look at the paths.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Paths with the same fault, class and destination role are one finding: a hole in one rule shows in many subnets.
 */
#include <string.h>

#include "pathmap/review/findings.h"

static const char *end_words(struct wit_arena *arena, const struct wit_scope *s)
{
    if (s->name[0] == '\0' || strcmp(s->name, s->id) == 0)
        return s->id;
    return wit_fmt(arena, "%s (%s)", s->name, s->id);
}

static const char *port_words(struct wit_arena *arena, const struct wit_path *p)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf text;
    wit_buf_init(&text, 4096);
    wit_port_ranges_text(&text, p->service.ports, p->service.n_ports);
    return wit_strdup(arena, wit_buf_str(&text));
}

static const struct wit_reason *reason_of(const struct wit_path *p, const char *code)
{
    for (size_t i = 0; i < p->n_reasons; i++)
        if (strcmp(p->reasons[i].code, code) == 0)
            return &p->reasons[i];
    return NULL;
}

static bool is_open(const struct wit_path *p)
{
    return p->permitted.verdict == WIT_REACHABLE || p->permitted.verdict == WIT_PARTIAL;
}

/* The filter rule that lets it in: the last one forward. */
static const struct wit_hop *opener(const struct wit_path *p)
{
    const struct wit_hop *found = NULL;
    for (size_t i = 0; i < p->permitted.n_hops; i++) {
        const struct wit_hop *h = &p->permitted.hops[i];
        if (strcmp(h->direction, "forward") == 0 && strcmp(h->action, "pass") == 0 &&
            strcmp(h->kind, "security-group") == 0)
            found = h;
    }
    return found;
}

static const char *because(struct wit_arena *arena, const struct wit_path *p)
{
    const struct wit_hop *h = opener(p);
    if (h == NULL)
        return "";
    return wit_fmt(arena, "; let in by %s%s%s", wit_decider_words(arena, h->kind, h->id, h->rule, ""),
                   h->text[0] == '\0' ? "" : ": ", h->text);
}

/* One finding a group of paths; `group` tells which belong together (NULL: the path is not concerned). */
typedef const char *group_fn(struct wit_review *r, const struct wit_path *p, const char **text);

static void gather(struct wit_review *r, const struct wit_check *check, group_fn *group)
{
    struct wit_strmap *seen = wit_strmap_new(r->arena);
    for (size_t i = 0; i < r->n_paths; i++) {
        const char *text = "", *key = group(r, &r->paths[i], &text);
        if (key == NULL)
            continue;
        uintptr_t at = (uintptr_t)wit_strmap_get(seen, key);
        if (at == 0) {
            wit_finding_add(r, check, key, text);
            at = r->n_findings;
            wit_strmap_set(seen, key, (void *)at);
        }
        wit_finding_path(&r->findings[at - 1], r->arena, &r->paths[i]);
    }
}

static const char *to_words(const struct wit_path *p)
{
    return p->to.role[0] != '\0' ? p->to.role : p->to.id;
}

static const char *from_words(const struct wit_path *p)
{
    return p->from.role[0] != '\0' ? p->from.role : p->from.id;
}

static const char *key_of(struct wit_review *r, const struct wit_path *p)
{
    return wit_fmt(r->arena, "%s\n%s\n%s", wit_class_word(p->class), from_words(p), to_words(p));
}

static const char *internet_key(struct wit_review *r, const struct wit_path *p, const char **text)
{
    if (!is_open(p) || strcmp(p->from.kind, "internet") != 0)
        return NULL;
    *text = wit_fmt(r->arena, "The internet reaches %s at %s%s", to_words(p), port_words(r->arena, p),
                    because(r->arena, p));
    return wit_fmt(r->arena, "%s\n%s", wit_class_word(p->class), to_words(p));
}
void wit_check_internet(struct wit_review *r, const struct wit_check *check)
{
    gather(r, check, internet_key);
}

/* Every source is a node of the cluster, by Kafka's own evidence: without an intent that is who such a port is for. */
static bool is_from_nodes(const struct wit_review *r, const struct wit_path *p)
{
    const struct wit_bunch *bunch = r->path_bunches[p - r->paths];
    size_t sources = 0;
    for (size_t i = 0; i < bunch->n_lanes; i++) {
        for (size_t k = 0; k < bunch->lanes[i].from.n_interfaces; k++) {
            struct wit_roles_of of = wit_review_roles_of(r, bunch->lanes[i].from.interfaces[k]);
            bool node = false;
            for (size_t m = 0; m < of.n && !node; m++)
                node = of.roles[m]->kind == WIT_ROLE_BROKER || of.roles[m]->kind == WIT_ROLE_CONTROLLER ||
                       of.roles[m]->kind == WIT_ROLE_ZOOKEEPER;
            if (!node)
                return false;
            sources++;
        }
    }
    return sources > 0;
}

static const char *inner_key(struct wit_review *r, const struct wit_path *p, const char **text)
{
    bool inner = p->class == WIT_CLASS_CONTROLLER || p->class == WIT_CLASS_REPLICATION;
    if (!inner || !is_open(p) || p->declared.verdict != WIT_UNDECLARED)
        return NULL;
    if (!wit_intent_declares(r->intent) && is_from_nodes(r, p))
        return NULL;
    *text = wit_fmt(r->arena, "%s reaches %s of %s at %s and is not declared to%s", end_words(r->arena, &p->from),
                    p->class == WIT_CLASS_CONTROLLER ? "the controller listener" : "the replication listener",
                    to_words(p), port_words(r->arena, p), because(r->arena, p));
    return key_of(r, p);
}
void wit_check_inner(struct wit_review *r, const struct wit_check *check)
{
    gather(r, check, inner_key);
}

static const char *expired_key(struct wit_review *r, const struct wit_path *p, const char **text)
{
    const struct wit_reason *reason = reason_of(p, "expired");
    if (reason == NULL)
        return NULL;
    *text = wit_fmt(r->arena, "%s to %s at %s: %s", from_words(p), to_words(p), port_words(r->arena, p), reason->text);
    return wit_fmt(r->arena, "%s\n%s", reason->text, to_words(p));
}
void wit_check_expired(struct wit_review *r, const struct wit_check *check)
{
    gather(r, check, expired_key);
}

static const char *undeclared_key(struct wit_review *r, const struct wit_path *p, const char **text)
{
    if (reason_of(p, "undeclared") == NULL && reason_of(p, "undeclared-from-internet") == NULL)
        return NULL;
    *text = wit_fmt(r->arena, "%s reaches %s (%s) at %s, and no declared path says why%s",
                    p->from.role[0] != '\0' ? p->from.role : end_words(r->arena, &p->from), to_words(p),
                    wit_class_word(p->class), port_words(r->arena, p), because(r->arena, p));
    return key_of(r, p);
}
void wit_check_undeclared(struct wit_review *r, const struct wit_check *check)
{
    gather(r, check, undeclared_key);
}

static const char *excess_key_of(struct wit_review *r, const struct wit_path *p, const char **text, const char *code)
{
    if (reason_of(p, code) == NULL)
        return NULL;
    *text = wit_fmt(r->arena,
                    "%s reaches %s (%s) at %s; no declared path says why, and while it was watched nobody used it",
                    p->from.role[0] != '\0' ? p->from.role : end_words(r->arena, &p->from), to_words(p),
                    wit_class_word(p->class), port_words(r->arena, p));
    return key_of(r, p);
}
static const char *excess_outside_key(struct wit_review *r, const struct wit_path *p, const char **text)
{
    return excess_key_of(r, p, text, "excess-outside");
}
void wit_check_excess_outside(struct wit_review *r, const struct wit_check *check)
{
    gather(r, check, excess_outside_key);
}
static const char *excess_key(struct wit_review *r, const struct wit_path *p, const char **text)
{
    return excess_key_of(r, p, text, "excess");
}
void wit_check_excess(struct wit_review *r, const struct wit_check *check)
{
    gather(r, check, excess_key);
}

/* Findings that repeat what a reason of the path says, one a declared path. */
static const char *reason_key(struct wit_review *r, const struct wit_path *p, const char **text, const char *code)
{
    const struct wit_reason *reason = reason_of(p, code);
    if (reason == NULL)
        return NULL;
    *text = wit_fmt(r->arena, "'%s' (%s, %s to %s): %s", p->declared.intent, wit_class_word(p->class), from_words(p),
                    to_words(p), reason->text);
    return p->declared.intent;
}

static const char *disproved_key(struct wit_review *r, const struct wit_path *p, const char **text)
{
    return reason_key(r, p, text, "column-contradicted");
}
void wit_check_disproved(struct wit_review *r, const struct wit_check *check)
{
    gather(r, check, disproved_key);
}

static const char *members_key(struct wit_review *r, const struct wit_path *p, const char **text)
{
    return reason_key(r, p, text, "undeclared-members");
}
void wit_check_members(struct wit_review *r, const struct wit_check *check)
{
    gather(r, check, members_key);
}

static const char *outbound_key(struct wit_review *r, const struct wit_path *p, const char **text)
{
    if (reason_of(p, "undeclared-outbound") == NULL)
        return NULL;
    *text = wit_fmt(r->arena, "%s reaches %s (%s) at %s, and no declared path says why", from_words(p), to_words(p),
                    wit_class_word(p->class), port_words(r->arena, p));
    return key_of(r, p);
}
void wit_check_outbound(struct wit_review *r, const struct wit_check *check)
{
    gather(r, check, outbound_key);
}

static const char *wider_key(struct wit_review *r, const struct wit_path *p, const char **text)
{
    const char *key = reason_key(r, p, text, "wider-at-listener");
    return key != NULL ? key : reason_key(r, p, text, "wider-than-declared");
}
void wit_check_wider(struct wit_review *r, const struct wit_check *check)
{
    gather(r, check, wider_key);
}

/* What stops it: the last element that blocks. */
static const char *blocked_text(struct wit_review *r, const struct wit_path *p, const char *what)
{
    for (size_t i = p->permitted.n_hops; i-- > 0;) {
        const struct wit_hop *h = &p->permitted.hops[i];
        if (strcmp(h->action, "block") == 0)
            return wit_fmt(r->arena, "'%s': %s to %s at %s is %s: %s is stopped by %s%s%s", p->declared.intent,
                           end_words(r->arena, &p->from), end_words(r->arena, &p->to), port_words(r->arena, p), what,
                           strcmp(h->direction, "reply") == 0 ? "the answer" : "the request",
                           wit_decider_words(r->arena, h->kind, h->id, h->rule, ""), h->text[0] == '\0' ? "" : ": ",
                           h->text);
    }
    return wit_fmt(r->arena, "'%s': %s to %s at %s is %s", p->declared.intent, end_words(r->arena, &p->from),
                   end_words(r->arena, &p->to), port_words(r->arena, p), what);
}

static const char *one_way_key(struct wit_review *r, const struct wit_path *p, const char **text)
{
    if (reason_of(p, "declared-one-way") == NULL)
        return NULL;
    *text = blocked_text(r, p, "one-way");
    return p->declared.intent;
}
void wit_check_one_way(struct wit_review *r, const struct wit_check *check)
{
    gather(r, check, one_way_key);
}

static const char *blocked_key(struct wit_review *r, const struct wit_path *p, const char **text)
{
    if (reason_of(p, "declared-blocked") == NULL)
        return NULL;
    *text = blocked_text(r, p, "blocked");
    return p->declared.intent;
}
void wit_check_blocked(struct wit_review *r, const struct wit_check *check)
{
    gather(r, check, blocked_key);
}

static const char *columns_key(struct wit_review *r, const struct wit_path *p, const char **text)
{
    static const char *const codes[][2] = {{"no-owner", "owner"},
                                           {"no-purpose", "purpose"},
                                           {"no-identity", "identity"},
                                           {"no-encryption", "encryption"},
                                           {"no-audit", "audit"}};
    const char *missing = "";
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (reason_of(p, codes[i][0]) != NULL)
            missing = wit_fmt(r->arena, "%s%s%s", missing, missing[0] == '\0' ? "" : ", ", codes[i][1]);
    if (missing[0] == '\0')
        return NULL;
    *text = wit_fmt(r->arena, "'%s' lacks: %s", p->declared.intent, missing);
    return p->declared.intent;
}
void wit_check_columns(struct wit_review *r, const struct wit_check *check)
{
    gather(r, check, columns_key);
}
