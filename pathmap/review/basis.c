/* pathmap/review/basis.c: where identity, encryption and audit of a path come from: what evidence tells beside what
 * people say.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A column is filled from evidence only when every endpoint that listens is known to do the same. Evidence of some of
 * them can contradict a declaration, never fill it. Source: docs/policy.md (review columns).
 */
#include <string.h>
#include <strings.h>

#include "pathmap/review/basis.h"

/* ---- which node of which cluster an interface is ---- */
struct wit_listening {
    const struct wit_kafka_node **nodes;
    size_t n, cap;
};

void wit_review_listening(struct wit_review *r)
{
    const struct wit_platform *p = r->platform;
    r->listening = wit_strmap_new(r->arena);
    for (size_t i = 0; i < p->n_clusters; i++) {
        for (size_t k = 0; k < p->clusters[i].n_nodes; k++) {
            const struct wit_kafka_node *node = &p->clusters[i].nodes[k];
            for (size_t m = 0; m < node->site.n_interfaces; m++) {
                struct wit_listening *of = wit_strmap_get(r->listening, node->site.interfaces[m]->id);
                if (of == NULL) {
                    of = WIT_NEW(r->arena, struct wit_listening);
                    wit_strmap_put(r->listening, node->site.interfaces[m]->id, of);
                }
                WIT_PUSH(r->arena, of->nodes, of->n, of->cap) = node;
            }
        }
    }
}

static bool speaks_tls(const char *protocol)
{
    return strcmp(protocol, "SSL") == 0 || strcmp(protocol, "SASL_SSL") == 0;
}

static bool speaks_sasl(const char *protocol)
{
    return strncmp(protocol, "SASL_", 5) == 0;
}

/* What one listener proves of its clients; NULL: not told. */
static const char *identity_of(struct wit_arena *arena, const struct wit_kafka_listener *l)
{
    if (l->protocol[0] == '\0')
        return NULL;
    const char *beside = strcmp(l->client_auth, "required") == 0 ? " with mutual TLS" : "";
    if (speaks_sasl(l->protocol))
        return wit_fmt(arena, "SASL%s%s%s", l->mechanisms[0] == '\0' ? "" : "/", l->mechanisms, beside);
    if (strcmp(l->protocol, "PLAINTEXT") == 0)
        return "none";
    if (strcmp(l->protocol, "SSL") != 0 || l->client_auth[0] == '\0')
        return NULL;
    if (strcmp(l->client_auth, "required") == 0)
        return "mutual TLS";
    return strcmp(l->client_auth, "requested") == 0 ? "none (client certificates are optional)" : "none";
}

static const char *encryption_of(const struct wit_kafka_listener *l)
{
    if (l->protocol[0] == '\0')
        return NULL;
    return speaks_tls(l->protocol) ? "TLS" : "none";
}

/* ---- all listeners of one path ---- */
struct told {
    const char *word;     /* the same for all so far; NULL none yet */
    bool differ, missing; /* not all alike; of some endpoint it is not told */
    const char *text;     /* "SASL/SCRAM-SHA-512 (listener CLIENT, SASL_SSL)" of the first */
    const char *evidence;
};

static void hear(struct told *t, struct wit_arena *arena, const struct wit_estate *e, const char *word,
                 const struct wit_kafka_listener *l)
{
    if (word == NULL) {
        t->missing = true;
    } else if (t->word == NULL) {
        t->word = word;
        t->text = wit_fmt(arena, "%s (listener %s, %s)", word, l->name, l->protocol);
        t->evidence = wit_cite_text(arena, e, l->cite);
    } else if (strcmp(t->word, word) != 0) {
        t->differ = true;
        /* The worse of the two speaks. */
        if (strncmp(word, "none", 4) == 0 && strncmp(t->word, "none", 4) != 0) {
            t->word = word;
            t->text = wit_fmt(arena, "%s (listener %s, %s)", word, l->name, l->protocol);
            t->evidence = wit_cite_text(arena, e, l->cite);
        }
    }
}

static void hear_interface(struct told *identity, struct told *encryption, const struct wit_review *r,
                           const struct wit_interface *interface, struct wit_pset ports)
{
    const struct wit_listening *of = wit_strmap_get(r->listening, interface->id);
    bool any = false;
    for (size_t i = 0; of != NULL && i < of->n; i++) {
        const struct wit_kafka_node *node = of->nodes[i];
        for (size_t k = 0; k < node->n_listeners; k++) {
            const struct wit_kafka_listener *l = &node->listeners[k];
            if (l->port == 0 || !wit_pset_meets(ports, wit_pset_ports(r->arena, WIT_TCP, l->port, l->port)))
                continue;
            hear(identity, r->arena, r->estate, identity_of(r->arena, l), l);
            hear(encryption, r->arena, r->estate, encryption_of(l), l);
            any = true;
        }
    }
    if (!any)
        identity->missing = encryption->missing = true;
}

static void hear_listeners(struct told *identity, struct told *encryption, const struct wit_review *r,
                           const struct wit_case *c)
{
    for (size_t i = 0; i < c->bunch->n_lanes; i++) {
        const struct wit_lane *lane = &c->bunch->lanes[i];
        const struct wit_pset ports = wit_pset_intersect(r->arena, lane->ports, c->service_ports);
        if (ports.n == 0)
            continue;
        for (size_t k = 0; k < lane->target->group.n_interfaces; k++)
            hear_interface(identity, encryption, r, lane->target->group.interfaces[k], ports);
        if (lane->target->group.n_interfaces == 0)
            identity->missing = encryption->missing = true;
    }
}

/* What was seen: plain text by one flow is enough, TLS must be all of them. */
static const char *seen_encryption(struct wit_arena *arena, const struct wit_path *path)
{
    const char *all = "";
    for (size_t i = 0; i < path->observed.n_encryption; i++) {
        const char *word = path->observed.encryption[i];
        if (strcmp(word, "none") == 0)
            return "none (seen on the wire)";
        all = all[0] == '\0' ? word : wit_fmt(arena, "%s, %s", all, word);
    }
    return all[0] == '\0' ? "" : wit_fmt(arena, "%s (seen on the wire)", all);
}

/* ---- does evidence contradict what people say? ---- */
static bool says(const char *text, const char *word)
{
    size_t len = strlen(word);
    for (; *text != '\0'; text++) {
        if (strncasecmp(text, word, len) == 0)
            return true;
    }
    return false;
}

/* "none", "no TLS", "plaintext in one network": not encrypted, by their own words. "No plaintext", "TLS, never
 * plaintext" and "Northbound TLS" are none of these. */
static bool denies(const char *declared)
{
    bool clear = says(declared, "plaintext") || says(declared, "unencrypted");
    bool tls = says(declared, "tls") || says(declared, "ssl") || says(declared, "https");
    size_t word = strcspn(declared, " ,;:.(");
    bool none =
        (word == 2 && strncasecmp(declared, "no", 2) == 0) || (word == 3 && strncasecmp(declared, "not", 3) == 0);
    if (word == 4 && strncasecmp(declared, "none", 4) == 0)
        return true;
    return clear ? !tls && !none : none;
}

static bool encryption_disagrees(const char *declared, const char *derived)
{
    static const char *const words[] = {"tls", "ssl", "https", "encrypt"};
    if (strncmp(derived, "none", 4) != 0 || denies(declared))
        return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (says(declared, words[i]))
            return true;
    }
    return false;
}

/* One row a way to prove an identity that people name: what the listener must then offer. */
static bool identity_disagrees(const char *declared, const char *derived)
{
    static const struct {
        const char *claim, *needs;
    } rows[] = {
        {"scram", "SCRAM"},     {"oauth", "OAUTHBEARER"},
        {"gssapi", "GSSAPI"},   {"kerberos", "GSSAPI"},
        {"mtls", "mutual TLS"}, {"mutual tls", "mutual TLS"},
        {"sasl", "SASL"},       {"client certificate", "mutual TLS"},
    };
    if (derived[0] == '\0' || (strncmp(derived, "SASL", 4) == 0 && derived[4] != '/'))
        return false; /* which mechanism is not told */
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (says(declared, rows[i].claim) && !says(derived, rows[i].needs))
            return true;
    }
    return false;
}

static struct wit_review_basis row_of(const char *column, const char **shown, const char *derived, bool whole,
                                      const char *evidence)
{
    struct wit_review_basis row = {.column = column, .derived = derived, .declared = *shown, .evidence = evidence};
    bool declared = row.declared[0] != '\0', computed = whole && derived[0] != '\0';
    row.basis = declared && computed ? WIT_BASIS_BOTH
                : declared           ? WIT_BASIS_DECLARED
                : computed           ? WIT_BASIS_COMPUTED
                                     : WIT_BASIS_MISSING;
    if (!declared && computed)
        *shown = derived;
    return row;
}

static const char *store_identity(struct wit_arena *arena, const struct wit_path *path)
{
    const char *list = "";
    for (size_t i = 0; i < path->identity.n; i++) {
        const struct wit_identity_row *row = &path->identity.rows[i];
        if (row->verdict != WIT_REACHABLE || row->principal[0] == '\0' || says(list, row->principal))
            continue;
        list = list[0] == '\0' ? row->principal : wit_fmt(arena, "%s, %s", list, row->principal);
    }
    return list[0] == '\0' ? "" : wit_fmt(arena, "IAM: %s", list);
}

void wit_review_basis(struct wit_path *path, const struct wit_review *r, const struct wit_case *c)
{
    struct told identity = {.text = "", .evidence = ""}, encryption = {.text = "", .evidence = ""};
    struct wit_review_basis *rows = WIT_NEW_ARRAY(r->arena, struct wit_review_basis, 3);
    if (r->platform->n_clusters > 0)
        hear_listeners(&identity, &encryption, r, c);
    const char *seen = seen_encryption(r->arena, path), *store = store_identity(r->arena, path);
    bool plain_seen = strncmp(seen, "none", 4) == 0;
    if (store[0] != '\0')
        identity = (struct told){.word = store, .text = store, .evidence = path->identity.rows[0].evidence};
    if (seen[0] != '\0' && (encryption.word == NULL || plain_seen))
        encryption = (struct told){.word = seen, .text = seen, .evidence = "", .missing = !plain_seen};
    else if (seen[0] != '\0')
        encryption.text = wit_fmt(r->arena, "%s; %s", encryption.text, seen);
    const char *said_identity = path->review.identity, *said_encryption = path->review.encryption;
    rows[0] = row_of("identity", &path->review.identity, identity.text, !identity.missing && !identity.differ,
                     identity.evidence);
    rows[1] = row_of("encryption", &path->review.encryption, encryption.text, !encryption.missing && !encryption.differ,
                     encryption.evidence);
    rows[0].disagree = identity.word != NULL && store[0] == '\0' && identity_disagrees(said_identity, identity.word);
    rows[1].disagree = encryption.word != NULL && encryption_disagrees(said_encryption, encryption.word);
    const char *trail = "", *trail_evidence = "";
    bool whole = wit_audit_trail(&trail, &trail_evidence, r, c);
    rows[2] = row_of("audit", &path->review.audit, trail, whole, trail_evidence);
    size_t n = 0; /* nothing told and nothing said is the empty column itself */
    for (size_t i = 0; i < 3; i++) {
        if (rows[i].derived[0] != '\0' || rows[i].declared[0] != '\0')
            rows[n++] = rows[i];
    }
    path->review.basis = rows;
    path->review.n_basis = n;
}
