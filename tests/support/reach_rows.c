/* tests/support/reach_rows.c: questions to the engine as rows.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/support/reach_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pathmap/reach/reach.h"
#include "tests/support/estate_builder.h"

static bool differs(const char *is, const char *wanted)
{
    return wanted != NULL && strcmp(is, wanted) != 0;
}

char *wit_reach_row_check(const struct wit_reach_row *row)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_estate *e = wit_estate_build(arena, row->estate);
    struct wit_reach *r = wit_reach_new(e);
    struct wit_party from, to;
    struct wit_pset ports = {NULL, 0};
    struct wit_err err = {0};
    struct wit_answer a;
    if (!wit_party_parse(&from, arena, r, row->from, &err) || !wit_party_parse(&to, arena, r, row->to, &err) ||
        !wit_ports_parse(&ports, arena, row->port, &err)) {
        wit_reach_free(r);
        return strdup(err.text);
    }
    wit_reach_ask(&a, arena, r, &from, &to, ports, true);
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf text;
    wit_buf_init(&text, 1 << 20);
    wit_buf_printf(&text, "expected %s by %s %s %s, reason %s\n", wit_verdict_word(row->verdict),
                   row->kind == NULL ? "-" : row->kind, row->id == NULL ? "-" : row->id,
                   row->rule == NULL ? "-" : row->rule, row->reason == NULL ? "-" : row->reason);
    wit_answer_text(&text, e, &a, row->from, row->to, row->port);
    bool wrong = a.verdict != row->verdict || differs(a.decider.kind, row->kind) || differs(a.decider.id, row->id) ||
                 differs(a.decider.rule, row->rule) || differs(a.reason, row->reason) ||
                 (a.verdict == WIT_UNKNOWN) != (a.n_gaps > 0);
    wit_reach_free(r);
    return wrong ? strdup(wit_buf_str(&text)) : NULL;
}
