/* evidence/map_fields_observed.c: the names of the second witness of a path, one row each.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "evidence/map.h"
#include "evidence/map_fields.h"

static const char *observed_word(int value)
{
    return wit_observed_word((enum wit_observed)value);
}

/* Times and amounts are said only where something was seen, the watch only where nothing was. These macros stand for
 * initialisers, which parentheses would break. NOLINTBEGIN(bugprone-macro-parentheses) */
#define AT(member)    offsetof(struct wit_path, observed.member)
#define ALWAYS        .when = -1
#define WHEN_SEEN     .when = WIT_SEEN, .when_at = AT(verdict)
#define WHEN_NOT_SEEN .when = WIT_NOT_SEEN, .when_at = AT(verdict)
#define ONE(name_, kind, member, condition)                                                                            \
    {                                                                                                                  \
        .name = name_, .type = kind, .at = AT(member), condition                                                       \
    }
/* Absent when 0. */
#define COUNT_OPT(name_, member, condition)                                                                            \
    {                                                                                                                  \
        .name = name_, .type = WIT_F_COUNT, .optional = true, .at = AT(member), .n_at = AT(member), condition          \
    }
#define TEXTS_OPT(name_, member)                                                                                       \
    {                                                                                                                  \
        .name = name_, .type = WIT_F_TEXTS, .optional = true, .at = AT(member), .n_at = AT(n_##member), ALWAYS         \
    }

static const struct wit_field fields[] = {
    {.name = "verdict", .type = WIT_F_WORD, .at = AT(verdict), .word = observed_word, .value = wit_observed_of, ALWAYS},
    ONE("connections", WIT_F_COUNT, connections, WHEN_SEEN),
    ONE("bytes_estimate", WIT_F_COUNT, bytes_estimate, WHEN_SEEN),
    ONE("bytes_ci95", WIT_F_RANGE, bytes_low, WHEN_SEEN),
    ONE("first", WIT_F_TEXT, first, WHEN_SEEN),
    ONE("last", WIT_F_TEXT, last, WHEN_SEEN),
    COUNT_OPT("attempts", attempts, ALWAYS),
    TEXTS_OPT("client_ids", client_ids),
    TEXTS_OPT("software", software),
    TEXTS_OPT("encryption", encryption),
    TEXTS_OPT("sasl", sasl),
    COUNT_OPT("seconds", seconds, WHEN_NOT_SEEN),
    COUNT_OPT("sample", sample, WHEN_NOT_SEEN),
    COUNT_OPT("dropped", dropped, WHEN_NOT_SEEN),
    COUNT_OPT("smallest_packets", smallest_packets, WHEN_NOT_SEEN),
    TEXTS_OPT("vantages", vantages),
    {.name = "text", .type = WIT_F_TEXT, .optional = true, .at = AT(text), ALWAYS},
};
/* NOLINTEND(bugprone-macro-parentheses) */
const struct wit_table wit_observed_table = {fields, sizeof fields / sizeof fields[0], 0};

_Static_assert(AT(bytes_high) == AT(bytes_low) + sizeof(uint64_t), "WIT_F_RANGE takes two neighbours");
_Static_assert(sizeof(size_t) == sizeof(uint64_t), "COUNT_OPT looks at a count as at a length");
