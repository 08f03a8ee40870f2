/* pathmap/query.c: one question as text, one answer; and the lines of a batch.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: the query contract. A line that cannot be answered is answered all the same, with `error`.
 */
#include <string.h>

#include "base/json.h"
#include "pathmap/pathmap.h"
#include "pathmap/review/indirect.h"
#include "pathmap/review/permits.h"

enum { LINE_MAX_BYTES = 64 * 1024 };

static bool party_of(struct wit_party *out, struct wit_arena *arena, struct wit_reach *reach,
                     const struct wit_estate *estate, const struct wit_intent *intent, const char *text,
                     struct wit_err *err)
{
    if (intent != NULL && wit_intent_party(out, arena, intent, estate, text))
        return true;
    return wit_party_parse(out, arena, reach, text, err);
}

static struct wit_indirect_node node_of(const struct wit_intent *intent, const char *text,
                                        const struct wit_party *party, struct wit_pset ports)
{
    return (struct wit_indirect_node){.name = text,
                                      .from = *party,
                                      .to = *party,
                                      .ports = ports,
                                      .role = intent == NULL ? NULL : wit_intent_role(intent, text)};
}

static bool is_outside(const struct wit_party *p)
{
    return p->kind == WIT_PARTY_INTERNET ||
           ((p->kind == WIT_PARTY_ADDRESS || p->kind == WIT_PARTY_PREFIX) && wit_addr_is_public(p->prefix.addr));
}

/* docs/reachability.md 2.6: told apart from the verdict. */
static void add_indirect(struct wit_answer *out, const struct wit_indirect_asking *q, const char *from_text,
                         const struct wit_party *from, const char *to_text, const struct wit_party *to,
                         struct wit_pset ports)
{
    enum { SESSIONS_MAX = 100000 };
    struct wit_indirect_list list = {0};
    struct wit_indirect_node a = node_of(q->intent, from_text, from, ports), b = node_of(q->intent, to_text, to, ports);
    wit_indirect_between(&list, q, &a, &b, out->verdict);
    if (to->n_interfaces > 0 && to->n_interfaces <= SESSIONS_MAX && out->verdict != WIT_REACHABLE)
        wit_indirect_sessions(&list, q, to->interfaces, to->n_interfaces, to_text);
    if (from->n_interfaces > 0 && is_outside(to) && out->verdict != WIT_REACHABLE)
        wit_indirect_resolver(&list, q, from->interfaces[0]->subnet->network, from_text);
    out->indirect = list.rows;
    out->n_indirect = list.n;
}

bool wit_query(struct wit_answer *out, struct wit_arena *arena, struct wit_reach *reach,
               const struct wit_estate *estate, const struct wit_intent *intent, const char *from, const char *to,
               const char *port, bool explain, struct wit_err *err)
{
    struct wit_party a, b;
    struct wit_pset ports;
    if (!wit_ports_parse(&ports, arena, port, err) || !party_of(&a, arena, reach, estate, intent, from, err) ||
        !party_of(&b, arena, reach, estate, intent, to, err))
        return false;
    wit_reach_ask(out, arena, reach, &a, &b, ports, explain);
    if (b.kind == WIT_PARTY_BUCKET && b.bucket[0] != '\0')
        wit_permits_of_party(&out->identity, wit_identity_new(arena, estate), &a, b.bucket);
    if (explain) {
        struct wit_indirect_asking asking = {arena, reach, estate, intent};
        wit_reach_explain(out, arena, reach, &a, &b, ports);
        add_indirect(out, &asking, from, &a, to, &b, ports);
    }
    return true;
}

/* One string of plain characters, none of which is escaped; NULL: it is something else. */
static const char *read_plain(const char **out, struct wit_arena *arena, const char *at, const char *end)
{
    const char *start = at + 1;
    if (at == end || *at++ != '"')
        return NULL;
    while (at < end && *at >= 0x20 && *at < 0x7f && *at != '"' && *at != '\\')
        at++;
    if (at == end || *at != '"')
        return NULL;
    *out = wit_strndup(arena, start, (size_t)(at - start));
    return at + 1;
}

static const char *read_blank(const char *at, const char *end)
{
    while (at < end && *at == ' ')
        at++;
    return at;
}

/* {"from": "…", "to": "…", "port": "…"}, as programs write it: most lines are that, and need no tree. False: whatever
 * it is, the strict parser says it. */
static bool read_usual(const char *values[3], struct wit_arena *arena, const char *at, size_t len)
{
    static const char *const keys[] = {"\"from\"", "\"to\"", "\"port\""};
    const char *end = at + len;
    for (size_t i = 0; i < 3; i++) {
        size_t n = strlen(keys[i]);
        if (at == end || *at != (i == 0 ? '{' : ','))
            return false;
        at = read_blank(at + 1, end);
        if ((size_t)(end - at) < n || memcmp(at, keys[i], n) != 0)
            return false;
        at = read_blank(at + n, end);
        if (at == end || *at != ':')
            return false;
        at = read_plain(&values[i], arena, read_blank(at + 1, end), end);
        if (at == NULL)
            return false;
        at = read_blank(at, end);
    }
    return end - at == 1 && *at == '}';
}

static bool read_line(const char **from, const char **to, const char **port, bool *explain, struct wit_arena *arena,
                      const char *line, size_t len, struct wit_err *err)
{
    struct wit_value *v;
    if (len > LINE_MAX_BYTES)
        return wit_fail(err, WIT_ELIMIT, "the line has more than %d bytes", LINE_MAX_BYTES);
    const char *values[3] = {NULL, NULL, NULL};
    if (read_usual(values, arena, line, len)) {
        *from = values[0];
        *to = values[1];
        *port = values[2];
        *explain = false;
        return true;
    }
    if (!wit_json_parse(&v, arena, line, len, err))
        return false;
    if (v->kind != WIT_OBJECT)
        return wit_fail(err, WIT_EPARSE, "expected an object with \"from\", \"to\" and \"port\"");
    *from = wit_str(v, "from");
    *to = wit_str(v, "to");
    *port = wit_str(v, "port");
    *explain = wit_bool(v, "explain", false);
    if (*from == NULL || *to == NULL || *port == NULL)
        return wit_fail(err, WIT_EUSAGE, "\"%s\" is missing, or is no string",
                        *from == NULL ? "from"
                        : *to == NULL ? "to"
                                      : "port");
    return true;
}

bool wit_query_line(struct wit_buf *out, struct wit_reach *reach, const struct wit_estate *estate,
                    const struct wit_intent *intent, const char *line, size_t len)
{
    struct wit_arena *arena = wit_reach_line_arena(reach);
    const char *from = NULL, *to = NULL, *port = NULL;
    bool explain = false;
    struct wit_err err = {0};
    struct wit_answer answer;
    bool ok = read_line(&from, &to, &port, &explain, arena, line, len, &err) &&
              wit_query(&answer, arena, reach, estate, intent, from, to, port, explain, &err);
    if (ok) {
        wit_answer_json(out, estate, &answer, from, to, port, explain);
    } else {
        struct wit_jw jw;
        wit_jw_init(&jw, out, 0);
        wit_jw_object(&jw);
        if (from != NULL)
            wit_jw_kstr(&jw, "from", from);
        if (to != NULL)
            wit_jw_kstr(&jw, "to", to);
        if (port != NULL)
            wit_jw_kstr(&jw, "port", port);
        wit_jw_kstr(&jw, "error", err.text);
        wit_jw_object_end(&jw);
    }
    wit_buf_putc(out, '\n');
    return ok;
}
