/* pathmap/review/status.c: green, yellow or red, by the rules of one table; the worst reason decides, nothing is
 * averaged.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Documented in docs/findings.md, row by row.
 */
#include <string.h>

#include "pathmap/review/status.h"

static bool is_open(const struct wit_status_facts *f)
{
    return f->open;
}
static bool is_undeclared(const struct wit_status_facts *f)
{
    return f->path->declared.verdict == WIT_UNDECLARED;
}
static bool undeclared_from_internet(const struct wit_status_facts *f)
{
    return wit_intent_declares(f->r->intent) && is_undeclared(f) && is_open(f) && f->from_internet;
}
static bool undeclared_egress(const struct wit_status_facts *f)
{
    return wit_intent_declares(f->r->intent) && is_undeclared(f) && is_open(f) && (f->to_internet || f->store);
}
static bool undeclared_beyond(const struct wit_status_facts *f)
{
    return wit_intent_declares(f->r->intent) && is_undeclared(f) && is_open(f) && !f->from_internet &&
           !f->to_internet && !f->store && !wit_status_idle(f);
}
/* Nobody declared it, it is open, and a watch that was long and close enough saw nothing on it. */
static bool is_excess(const struct wit_status_facts *f)
{
    return wit_intent_declares(f->r->intent) && is_undeclared(f) && is_open(f) && !f->from_internet &&
           !f->to_internet && !f->store && wit_status_idle(f);
}
static bool is_excess_near(const struct wit_status_facts *f)
{
    return is_excess(f) && !wit_status_outside(f);
}
static bool is_excess_outside(const struct wit_status_facts *f)
{
    return is_excess(f) && wit_status_outside(f);
}
static bool open_without_intent(const struct wit_status_facts *f)
{
    return !wit_intent_declares(f->r->intent) && is_open(f) && f->from_internet;
}
static bool no_intent(const struct wit_status_facts *f)
{
    return !wit_intent_declares(f->r->intent);
}
static bool is_expired(const struct wit_status_facts *f)
{
    return f->c->ended != NULL || (f->path->declared.verdict == WIT_EXPIRED && (f->open || f->possible));
}
static bool is_expired_closed(const struct wit_status_facts *f)
{
    return f->path->declared.verdict == WIT_EXPIRED && !f->open && !f->possible;
}
static bool has_strangers(const struct wit_status_facts *f)
{
    return f->c->strange.n > 0;
}
static bool may_have_strangers(const struct wit_status_facts *f)
{
    return f->c->strange.n == 0 && f->c->strange_possible.n > 0;
}
static bool is_wider_at_a_listener(const struct wit_status_facts *f)
{
    return f->wider_service.n > 0;
}
static bool is_wider(const struct wit_status_facts *f)
{
    return f->wider_service.n == 0 && f->wider.n > 0;
}
static bool inner_from_internet_unknown(const struct wit_status_facts *f)
{
    return f->path->permitted.verdict == WIT_UNKNOWN && f->inner && f->from_internet;
}
static bool is_unknown(const struct wit_status_facts *f)
{
    return f->path->permitted.verdict == WIT_UNKNOWN && !(f->inner && f->from_internet);
}
static bool is_partly_unknown(const struct wit_status_facts *f)
{
    return f->path->permitted.verdict != WIT_UNKNOWN && f->path->permitted.n_gaps > 0;
}
static bool is_declared_now(const struct wit_status_facts *f)
{
    return f->path->declared.verdict == WIT_DECLARED;
}
static bool is_blocked(const struct wit_status_facts *f)
{
    return is_declared_now(f) && f->path->permitted.verdict == WIT_ISOLATED;
}
static bool is_one_way(const struct wit_status_facts *f)
{
    return is_declared_now(f) && f->path->permitted.verdict == WIT_ONE_WAY;
}
static bool is_partial(const struct wit_status_facts *f)
{
    return is_declared_now(f) && f->path->permitted.verdict == WIT_PARTIAL;
}
static bool no_owner(const struct wit_status_facts *f)
{
    return is_declared_now(f) && f->path->review.owner[0] == '\0';
}
static bool no_purpose(const struct wit_status_facts *f)
{
    return is_declared_now(f) && f->path->review.purpose[0] == '\0';
}
static bool no_identity(const struct wit_status_facts *f)
{
    return is_declared_now(f) && f->path->review.identity[0] == '\0';
}
static bool no_encryption(const struct wit_status_facts *f)
{
    return is_declared_now(f) && f->path->review.encryption[0] == '\0';
}
/* The column is filled by evidence alone, which says that there is nothing of the kind: nobody has accepted that. */
static bool is_unprotected(const struct wit_status_facts *f)
{
    for (size_t i = 0; is_declared_now(f) && i < f->path->review.n_basis; i++) {
        const struct wit_review_basis *b = &f->path->review.basis[i];
        if (b->basis == WIT_BASIS_COMPUTED && strcmp(b->column, "audit") != 0 && strncmp(b->derived, "none", 4) == 0)
            return true;
    }
    return false;
}
static bool no_audit(const struct wit_status_facts *f)
{
    return is_declared_now(f) && f->path->review.audit[0] == '\0';
}
static bool is_disproved(const struct wit_status_facts *f)
{
    return wit_status_disagreement(f) != NULL;
}
static bool is_unused(const struct wit_status_facts *f)
{
    return is_declared_now(f) && f->path->observed.verdict == WIT_NOT_SEEN;
}
static bool is_contradicted(const struct wit_status_facts *f)
{
    return wit_status_contradiction(f) != NULL;
}
static bool seen_undeclared(const struct wit_status_facts *f)
{
    return wit_intent_declares(f->r->intent) && is_undeclared(f) && f->path->observed.verdict == WIT_SEEN;
}
static bool is_seen_undeclared(const struct wit_status_facts *f)
{
    return seen_undeclared(f) && wit_status_of_platform(f);
}
static bool is_seen_elsewhere(const struct wit_status_facts *f)
{
    return seen_undeclared(f) && !wit_status_of_platform(f);
}
static bool is_undeclared_closed(const struct wit_status_facts *f)
{
    return is_undeclared(f) && !f->open && !f->possible;
}
static bool is_complete(const struct wit_status_facts *f)
{
    return is_declared_now(f) && f->path->permitted.verdict == WIT_REACHABLE;
}

/* Said by policy_waive.c, after everything else. */
static bool is_waived(const struct wit_status_facts *f)
{
    (void)f;
    return false;
}

/* In this order they stand in the map. `complete` closes the table: it is said only where nothing else is. */
static const struct {
    struct wit_status_row row;
    bool (*holds)(const struct wit_status_facts *f);
} rows[] = {
    {{"contradiction", WIT_RED, "traffic was seen that the configuration closes"}, is_contradicted},
    {{"seen-undeclared", WIT_RED, "traffic was seen, and nobody declared it"}, is_seen_undeclared},
    {{"seen-elsewhere", WIT_YELLOW,
      "traffic was seen between endpoints that are no part of the platform, and nobody declared it"},
     is_seen_elsewhere},
    {{"undeclared-from-internet", WIT_RED, "reachable from the internet, and not declared"}, undeclared_from_internet},
    {{"undeclared", WIT_RED, "reachable, and not declared"}, undeclared_beyond},
    {{"excess-outside", WIT_RED,
      "excess access: event data is reachable from outside the account; not declared, and not seen in use"},
     is_excess_outside},
    {{"excess", WIT_YELLOW, "excess access: reachable, not declared, and not seen in use"}, is_excess_near},
    {{"undeclared-outbound", WIT_YELLOW, "the platform can open it outwards, and it is not declared"},
     undeclared_egress},
    {{"internet-exposure", WIT_RED, "reachable from the internet; no intent says whether it is meant to be"},
     open_without_intent},
    {{"expired", WIT_RED, "the declaration has expired, and the path is still there"}, is_expired},
    {{"expired-closed", WIT_YELLOW, "the declaration has expired; the path is closed"}, is_expired_closed},
    {{"undeclared-members", WIT_RED, "endpoints of the source that no declaration in force holds have the path too"},
     has_strangers},
    {{"undeclared-members-possible", WIT_YELLOW,
      "endpoints of the source that no declaration in force holds may have the path too"},
     may_have_strangers},
    {{"wider-at-listener", WIT_RED, "a listener is open that the declaration does not name"}, is_wider_at_a_listener},
    {{"wider-than-declared", WIT_YELLOW, "more ports are open than are declared"}, is_wider},
    {{"unknown-inner", WIT_RED, "evidence is missing, and the internet may reach replication or the quorum"},
     inner_from_internet_unknown},
    {{"unknown", WIT_YELLOW, "evidence is missing: the path may be open"}, is_unknown},
    {{"partly-unknown", WIT_YELLOW, "evidence is missing for a part of it"}, is_partly_unknown},
    {{"declared-blocked", WIT_YELLOW, "declared, but nothing gets through"}, is_blocked},
    {{"declared-one-way", WIT_YELLOW, "declared, but answers do not come back"}, is_one_way},
    {{"declared-partial", WIT_YELLOW, "declared, but open for some of the endpoints only"}, is_partial},
    {{"column-contradicted", WIT_RED, "evidence contradicts what is declared"}, is_disproved},
    {{"no-owner", WIT_YELLOW, "nobody is named as owner: 'owner' of the declared path would"}, no_owner},
    {{"no-purpose", WIT_YELLOW, "no purpose is given: 'purpose' of the declared path would"}, no_purpose},
    {{"no-identity", WIT_YELLOW,
      "how the client proves who it is is not known: the brokers' configuration, or 'identity' of the declared path, "
      "would tell"},
     no_identity},
    {{"no-encryption", WIT_YELLOW,
      "the encryption boundary is not known: the brokers' configuration, captured traffic, or 'encryption' of the "
      "declared path would tell"},
     no_encryption},
    {{"no-audit", WIT_YELLOW,
      "no audit trail is known: flow logs of its networks, or 'audit' of the declared path, would tell"},
     no_audit},
    {{"unprotected", WIT_YELLOW,
      "evidence says that nobody has to say who he is, or that nothing is encrypted, and no declared path says that "
      "this "
      "is meant"},
     is_unprotected},
    {{"undeclared-closed", WIT_YELLOW, "not declared; nothing gets through and back"}, is_undeclared_closed},
    {{"no-intent", WIT_YELLOW, "no intent file was given: nothing is declared"}, no_intent},
    {{"waived", WIT_YELLOW, "red, and lived with until a day that a waiver names"}, is_waived},
    {{"not-seen", WIT_GREEN, "declared, and not seen while it was watched"}, is_unused},
    {{"complete", WIT_GREEN, "declared, reachable, and every review column is filled"}, is_complete},
};
enum { ROWS = sizeof rows / sizeof *rows };

enum wit_status wit_status_code(const struct wit_review *r, const char *code)
{
    for (size_t i = 0; i < ROWS; i++) {
        if (strcmp(rows[i].row.code, code) == 0)
            return wit_review_policy_status(r->policy, code, rows[i].row.status);
    }
    return WIT_YELLOW;
}

const struct wit_status_row *wit_status_rows(size_t *n)
{
    static struct wit_status_row table[ROWS];
    for (size_t i = 0; i < ROWS; i++)
        table[i] = rows[i].row;
    *n = ROWS;
    return table;
}

static const char *sentence(const struct wit_status_facts *f, size_t row)
{
    struct wit_arena *arena = f->r->arena;
    const char *text = rows[row].row.text;
    if (rows[row].holds == is_contradicted) {
        const struct wit_sighting *s = wit_status_contradiction(f);
        return wit_fmt(arena, "%s: %s to %s at %s/%u (%s); %s", text, s->flow->client, s->flow->server,
                       s->flow->protocol, s->flow->port, s->flow->evidence, s->against);
    }
    if (rows[row].holds == is_disproved) {
        const struct wit_review_basis *b = wit_status_disagreement(f);
        return wit_fmt(arena, "%s: %s '%s', but it is %s", text, b->column, b->declared, b->derived);
    }
    if (rows[row].holds == is_wider_at_a_listener)
        return wit_fmt(arena, "%s: %s", text, wit_pset_words(arena, f->wider_service));
    if (rows[row].holds == is_wider)
        return wit_fmt(arena, "%s: %s", text, wit_pset_words(arena, f->wider));
    if (rows[row].holds == has_strangers)
        return wit_fmt(arena, "%s: %llu at %s", text, (unsigned long long)f->c->strangers,
                       wit_pset_words(arena, f->c->strange));
    if (rows[row].holds == is_expired && f->c->ended != NULL)
        return wit_fmt(arena, "%s ('%s' ended on %s)", text, f->c->ended->id, f->c->ended->expires);
    if (rows[row].holds == is_expired || rows[row].holds == is_expired_closed)
        return wit_fmt(arena, "%s ('%s' ended on %s)", text, f->path->declared.intent, f->path->declared.expires);
    return text;
}

/* To a place outside the cloud that only the platform's own settings name: to all of it, a way out like the internet's.
 */
static bool is_outbound(const struct wit_bunch *bunch)
{
    const struct wit_role *role = bunch->n_lanes == 0 ? NULL : bunch->lanes[0].target->role;
    return bunch->to->kind == WIT_GROUND_PREFIX && role != NULL && role->derived && !wit_is_platform(&role, 1);
}

void wit_path_judge(const struct wit_review *r, struct wit_path *path, const struct wit_case *c)
{
    enum wit_verdict verdict = path->permitted.verdict;
    struct wit_status_facts f = {.r = r,
                                 .path = path,
                                 .c = c,
                                 .open = verdict == WIT_REACHABLE || verdict == WIT_PARTIAL,
                                 .possible = verdict == WIT_UNKNOWN,
                                 .from_internet = c->bunch->from->kind == WIT_GROUND_INTERNET,
                                 .to_internet = c->bunch->to->kind == WIT_GROUND_INTERNET || is_outbound(c->bunch),
                                 .inner = path->class == WIT_CLASS_CONTROLLER || path->class == WIT_CLASS_REPLICATION,
                                 .store = path->class == WIT_CLASS_OBJECT_STORAGE ||
                                          path->class == WIT_CLASS_KEY_SERVICE || path->class == WIT_CLASS_DNS};
    struct wit_reason *reasons = WIT_NEW_ARRAY(r->arena, struct wit_reason, ROWS);
    size_t n = 0;
    wit_status_widen(&f);
    path->status = WIT_GREEN;
    for (size_t i = 0; i < ROWS; i++) {
        if (!rows[i].holds(&f) || (rows[i].holds == is_complete && path->status != WIT_GREEN))
            continue;
        reasons[n++] = (struct wit_reason){rows[i].row.code, sentence(&f, i)};
        enum wit_status status = wit_review_policy_status(r->policy, rows[i].row.code, rows[i].row.status);
        if (status > path->status)
            path->status = status;
    }
    path->reasons = reasons;
    path->n_reasons = n;
}
