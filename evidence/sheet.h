/* evidence/sheet.h: tables that a review asks for: scorecards, checklists, storage surfaces, locations; and events.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Part of the map: include evidence/map.h. One shape for all, so that a new scorecard is one row of
 * pathmap/sheets/sheets.c and no format needs to know it. Every row says whether it is computed from evidence, declared
 * by people, missing, or not computable; a row whose evidence is incomplete is `unknown`, never good.
 * Source: docs/sheets.md; schemas/map.schema.json.
 */
#ifndef WIT_EVIDENCE_SHEET_H
#define WIT_EVIDENCE_SHEET_H

#include <stdbool.h>
#include <stddef.h>

enum wit_mark { WIT_MARK_NONE, WIT_MARK_GOOD, WIT_MARK_WATCH, WIT_MARK_BAD, WIT_MARK_UNKNOWN };
enum wit_basis {
    WIT_BASIS_COMPUTED, /* from evidence */
    WIT_BASIS_DECLARED, /* people say so: intent or policy file */
    WIT_BASIS_BOTH,     /* computed, and completed by what is declared */
    WIT_BASIS_MISSING,  /* could be declared or collected, and is not */
    WIT_BASIS_NONE      /* not computable: no evidence that this program reads can tell */
};
const char *wit_mark_word(enum wit_mark m);   /* none, good, watch, bad, unknown */
int wit_mark_of(const char *word);            /* -1 for none, as every *_of */
const char *wit_basis_word(enum wit_basis b); /* computed, declared, computed and declared, missing, not computable */
int wit_basis_of(const char *word);

struct wit_sheet_row {
    const char *id;           /* stable within its sheet: "plaintext-listeners", "bucket acme-events" */
    const char *const *cells; /* as many as the sheet has columns; "" is empty */
    size_t n_cells;
    enum wit_mark mark;
    enum wit_basis basis;
    const char *text;         /* why this mark, in one sentence; of unknown and missing rows: what would fill it */
    const char *const *paths; /* path ids */
    size_t n_paths;
    const char *const *evidence; /* citations */
    size_t n_evidence;
};
struct wit_sheet {
    const char *id;       /* "broker-hardening", "storage-surfaces" */
    const char *group;    /* where readers look for it: "scorecard", "checklist", "storage", "placement", "identity",
                             "traffic", "responsibility", "questions" */
    const char *title;    /* "Broker hardening checklist" */
    const char *question; /* what it answers: "Which keys protect every place this state can land?" */
    const char *source;   /* of the question: "review text 004", "" none */
    const char *note;     /* what limits the whole sheet, "" none */
    enum wit_mark mark;   /* the worst of its rows (bad, unknown, watch, good): never an average */
    const char *const *columns;
    size_t n_columns;
    const struct wit_sheet_row *rows;
    size_t n_rows;
};

/* Somebody changed something: CloudTrail, Kafka's audit log. Sorted by time, then the rest. */
struct wit_map_event {
    const char *time;             /* RFC 3339 */
    const char *source;           /* "cloudtrail", "kafka-authorizer" */
    const char *action;           /* "AuthorizeSecurityGroupIngress" */
    const char *who;              /* principal */
    const char *const *resources; /* ids that it names: sg-…, rtb-… */
    size_t n_resources;
    const char *text, *evidence;
};

/* A reviewer's decision to live with something: policy.yaml. */
struct wit_waiver {
    const char *id;
    const char *subject; /* finding id, check key, path id, statement id or "sheet/row" that it is about */
    const char *owner, *reason, *until; /* until: "2027-01-31", holds to the end of that day, UTC */
    bool ended;                         /* by the time of the evidence */
    bool used;                          /* something in this map is what it speaks of */
};

#endif
