/* pathmap/query.c: one question as text, one answer; and the lines of a batch.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: the query contract. A line that cannot be answered is answered all the same, with `error`.
 */
#include <string.h>

#include "base/json.h"
#include "pathmap/pathmap.h"

enum { LINE_MAX_BYTES = 64 * 1024 };

static bool party_of(struct wit_party *out, struct wit_arena *arena, struct wit_reach *reach,
                     const struct wit_estate *estate, const struct wit_intent *intent, const char *text,
                     struct wit_err *err)
{
    if (intent != NULL && wit_intent_party(out, arena, intent, estate, text))
        return true;
    return wit_party_parse(out, arena, reach, text, err);
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
    if (explain)
        wit_reach_explain(out, arena, reach, &a, &b, ports);
    return true;
}

static bool read_line(const char **from, const char **to, const char **port, bool *explain, struct wit_arena *arena,
                      const char *line, size_t len, struct wit_err *err)
{
    struct wit_value *v;
    if (len > LINE_MAX_BYTES)
        return wit_fail(err, WIT_ELIMIT, "the line has more than %d bytes", LINE_MAX_BYTES);
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
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
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
