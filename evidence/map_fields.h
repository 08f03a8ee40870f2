/* evidence/map_fields.h: the map's JSON as tables, read by the writer and by the reader.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * One row a name of map.json, in the order in which it is written. Because both directions follow the same rows, what
 * is written is what is read. Source: docs/map.md, schemas/map.schema.json.
 */
#ifndef WIT_EVIDENCE_MAP_FIELDS_H
#define WIT_EVIDENCE_MAP_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

enum wit_field_type {
    WIT_F_TEXT,   /* const char *; "" when the name may be absent and is */
    WIT_F_COUNT,  /* uint64_t, 0..2^53 */
    WIT_F_BOOL,   /* bool */
    WIT_F_WORD,   /* an enum of map.h */
    WIT_F_TEXTS,  /* const char *const *, size_t */
    WIT_F_PORTS,  /* const struct wit_port_range *, size_t */
    WIT_F_OBJECT, /* fields of the same struct or of one inside it */
    WIT_F_LIST,   /* array of structs, size_t */
    WIT_F_FIXED,  /* always `fixed`, or the number `number` when that is NULL */
    WIT_F_RANGE,  /* two uint64_t that stand side by side, as [low, high] */
};

struct wit_table;

struct wit_field {
    const char *name;
    size_t at;                      /* offset in the struct */
    size_t n_at;                    /* TEXTS, PORTS, LIST: offset of the count */
    size_t when_at;                 /* offset of a WORD of this object … */
    const char *(*word)(int value); /* WORD */
    int (*value)(const char *word); /* WORD: -1 for none */
    const struct wit_table *table;  /* OBJECT, LIST */
    const char *fixed;              /* FIXED */
    int number;                     /* FIXED when `fixed` is NULL */
    int when;                       /* … and the value that it has where this name is there; -1: always */
    enum wit_field_type type;
    bool optional; /* absent when empty; else always there */
};

struct wit_table {
    const struct wit_field *fields;
    size_t n;
    size_t size_bytes; /* LIST: of one struct */
};

extern const struct wit_table wit_map_table;      /* struct wit_map */
extern const struct wit_table wit_identity_table; /* struct wit_path: its identity part (map_fields_identity.c) */
extern const struct wit_table wit_observed_table; /* … its second witness (map_fields_observed.c) */
/* map_fields_sheets.c */
extern const struct wit_table wit_basis_table;    /* struct wit_review_basis */
extern const struct wit_table wit_sheet_table;    /* struct wit_sheet */
extern const struct wit_table wit_event_table;    /* struct wit_map_event */
extern const struct wit_table wit_waiver_table;   /* struct wit_waiver */
extern const struct wit_table wit_artefact_table; /* struct wit_map_artefact */
#define WIT_IDENTITY_FIELD                                                                                             \
    {                                                                                                                  \
        .name = "identity", .type = WIT_F_OBJECT, .optional = true, .n_at = offsetof(struct wit_path, identity.n),     \
        .table = &wit_identity_table, .when = -1                                                                       \
    }

/* Protocol words of port objects: tcp, udp, icmp, icmpv6, other; NULL for a protocol that is written as its number. */
const char *wit_port_protocol_word(unsigned protocol);
int wit_port_protocol_of(const char *word); /* -1 for none */

#endif
