/* evidence/map_fields_identity.c: the names of the identity part of a path, one row each.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "evidence/map.h"
#include "evidence/map_fields.h"

static const char *verdict_word(int value)
{
    return wit_verdict_word((enum wit_verdict)value);
}

#define AT(member) offsetof(struct wit_identity_row, member)
#define TEXT(name_, member, optional_)                                                                                 \
    {                                                                                                                  \
        .name = name_, .type = WIT_F_TEXT, .at = AT(member), .optional = optional_, .when = -1                         \
    }

static const struct wit_field decider_fields[] = {
    TEXT("kind", decider.kind, true),
    TEXT("of", decider.of, true),
    TEXT("id", decider.id, true),
    TEXT("statement", decider.statement, true),
};
static const struct wit_table decider_table = {decider_fields, sizeof decider_fields / sizeof decider_fields[0], 0};

static const struct wit_field row_fields[] = {
    TEXT("action", action, false),
    TEXT("principal", principal, true),
    TEXT("way", way, false),
    {.name = "verdict",
     .type = WIT_F_WORD,
     .at = AT(verdict),
     .word = verdict_word,
     .value = wit_verdict_of,
     .when = -1},
    {.name = "decider", .type = WIT_F_OBJECT, .table = &decider_table, .when = -1},
    TEXT("text", text, false),
    TEXT("remedy", remedy, true),
    {.name = "gaps", .type = WIT_F_TEXTS, .at = AT(gaps), .n_at = AT(n_gaps), .when = -1},
    TEXT("evidence", evidence, true),
};
static const struct wit_table row_table = {row_fields, sizeof row_fields / sizeof row_fields[0],
                                           sizeof(struct wit_identity_row)};

static const struct wit_field part_fields[] = {
    {.name = "verdict",
     .type = WIT_F_WORD,
     .at = offsetof(struct wit_path, identity.verdict),
     .word = verdict_word,
     .value = wit_verdict_of,
     .when = -1},
    {.name = "rows",
     .type = WIT_F_LIST,
     .at = offsetof(struct wit_path, identity.rows),
     .n_at = offsetof(struct wit_path, identity.n),
     .table = &row_table,
     .when = -1},
};
const struct wit_table wit_identity_table = {part_fields, sizeof part_fields / sizeof part_fields[0], 0};
