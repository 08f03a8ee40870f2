/* evidence/map_rows.h: how the rows of the map's tables are written; for the evidence/map_fields*.c files only.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_EVIDENCE_MAP_ROWS_H
#define WIT_EVIDENCE_MAP_ROWS_H

#include "evidence/map_fields.h"

/* These macros stand for initialisers and definitions, which parentheses would break.
 * NOLINTBEGIN(bugprone-macro-parentheses) */
#define COUNT(table) (sizeof(table) / sizeof(table)[0])
#define ALWAYS       .when = -1

#define TEXT(s, name_, member)                                                                                         \
    {                                                                                                                  \
        .name = name_, .type = WIT_F_TEXT, .at = offsetof(struct s, member), ALWAYS                                    \
    }
#define TEXT_OPT(s, name_, member)                                                                                     \
    {                                                                                                                  \
        .name = name_, .type = WIT_F_TEXT, .optional = true, .at = offsetof(struct s, member), ALWAYS                  \
    }
#define NUMBER(s, name_, member)                                                                                       \
    {                                                                                                                  \
        .name = name_, .type = WIT_F_COUNT, .at = offsetof(struct s, member), ALWAYS                                   \
    }
#define BOOL(s, name_, member)                                                                                         \
    {                                                                                                                  \
        .name = name_, .type = WIT_F_BOOL, .at = offsetof(struct s, member), ALWAYS                                    \
    }
#define WORD(s, name_, member, fn)                                                                                     \
    {                                                                                                                  \
        .name = name_, .type = WIT_F_WORD, .at = offsetof(struct s, member), .word = fn##_word, .value = fn##_of,      \
        ALWAYS                                                                                                         \
    }
#define TEXTS(s, name_, member, count)                                                                                 \
    {                                                                                                                  \
        .name = name_, .type = WIT_F_TEXTS, .at = offsetof(struct s, member), .n_at = offsetof(struct s, count),       \
        ALWAYS                                                                                                         \
    }
#define PORTS(s, name_, member, count, opt)                                                                            \
    {                                                                                                                  \
        .name = name_, .type = WIT_F_PORTS, .optional = opt, .at = offsetof(struct s, member),                         \
        .n_at = offsetof(struct s, count), ALWAYS                                                                      \
    }
#define LIST(s, name_, member, count, rows)                                                                            \
    {                                                                                                                  \
        .name = name_, .type = WIT_F_LIST, .at = offsetof(struct s, member), .n_at = offsetof(struct s, count),        \
        .table = &(rows), ALWAYS                                                                                       \
    }
/* Absent when empty. */
#define LIST_OPT(s, name_, member, count, rows)                                                                        \
    {                                                                                                                  \
        .name = name_, .type = WIT_F_LIST, .optional = true, .at = offsetof(struct s, member),                         \
        .n_at = offsetof(struct s, count), .table = &(rows), ALWAYS                                                    \
    }
/* An object of JSON whose fields are members of the same struct. */
#define GROUP(name_, rows)                                                                                             \
    {                                                                                                                  \
        .name = name_, .type = WIT_F_OBJECT, .at = 0, .table = &(rows), ALWAYS                                         \
    }
/* An object of JSON that is a struct inside. */
#define INNER(s, name_, member, rows)                                                                                  \
    {                                                                                                                  \
        .name = name_, .type = WIT_F_OBJECT, .at = offsetof(struct s, member), .table = &(rows), ALWAYS                \
    }
#define TABLE(name_, rows, bytes) static const struct wit_table name_ = {rows, COUNT(rows), bytes}

/* The tables hold plain int functions; the words of map.h take their enum. */
#define WORDS(fn, type)                                                                                                \
    static const char *fn##_word(int value)                                                                            \
    {                                                                                                                  \
        return wit_##fn##_word((type)value);                                                                           \
    }                                                                                                                  \
    static int fn##_of(const char *word)                                                                               \
    {                                                                                                                  \
        return wit_##fn##_of(word);                                                                                    \
    }
/* NOLINTEND(bugprone-macro-parentheses) */

#endif
