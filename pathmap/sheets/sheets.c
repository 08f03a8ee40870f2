/* pathmap/sheets/sheets.c: the one table of sheets, and how their rows are made.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "pathmap/sheets/sheets.h"

#include <string.h>

#include "pathmap/sheets/inside.h"

/* Sheets of facts first: scorecards read them, and the questions read all. Ids are stable: policies name them. */
static const struct wit_sheet_kind kinds[] = {
    {"listeners", "placement", "Listeners", "What does every listener speak, and who reaches it?", "review text 004",
     "Node|Listener|Protocol|Port|Use|Client certificates|Mechanisms|Reached by", wit_make_listeners},
    {"placement", "placement", "Placement of the data plane", "Where does every process of the platform run?",
     "review text 001", "Process|Kind|Account|Region|Network|Subnet|Zone|Interface|Address", wit_make_placement},
    {"connectors", "traffic", "Connectors and their destinations",
     "With which systems does every connector exchange data, and where are they?", "review texts 000 to 003",
     "Connector|Class|State|Destination|System|Encrypted|Where|Setting", wit_make_connectors},
    {"kafka-clients", "traffic", "Clients of the cluster", "Who consumed what, from where, and is it declared?",
     "review texts 002 and 004", "Client|Host|Scope|Groups|Seen on the wire|Declared", wit_make_clients},
    {"transfer-paths", "traffic", "Data transfer paths", "What crosses zones, regions, networks and accounts?",
     "review text 001", "Class|Crosses|Paths|Seen|Bytes seen|95% interval|Price", wit_make_transfer},
    {"storage-surfaces", "storage", "Storage surfaces", "Which keys protect every place this state can land?",
     "review text 003",
     "State|Resource|Account and region|In the platform's account|Encryption|Key|Key owner|Customer-managed key|Access",
     wit_make_storage},
    {"data-locations", "storage", "Location of data and metadata",
     "Where do records, offsets, metadata, schemas, logs, metrics, backups, and audit events live?", "review text 001",
     "Data|Account|Region|Network|Where|Copies", wit_make_locations},
    {"key-ownership", "storage", "Ownership of keys", "Who can administer each key, and what fails without it?",
     "review text 003", "Key|Account|Manager|Origin|State|Owner|Protects|Rotation", wit_make_keys},
    {"identity-capability", "identity", "Identities and what they can do",
     "Which identities administer, reach storage, rotate secrets, read metrics, manage connectors?", "review text 001",
     "Identity|Kind|Administer|Storage or topics|Secrets|Metrics|Connectors|Emergency", wit_make_identities},
    {"broker-hardening", "checklist", "Broker hardening checklist", "Are the brokers hardened?", "review text 004",
     "Item|State", wit_make_broker_hardening},
    {"registry-hardening", "checklist", "Schema Registry hardening", "Is the Schema Registry hardened?",
     "review text 004", "Item|State", wit_make_registry_hardening},
    {"anti-patterns", "checklist", "Security anti-patterns", "Which of the seven anti-patterns are here?",
     "review text 004", "Anti-pattern|Fix|State", wit_make_anti_patterns},
    {"responsibility", "responsibility", "Responsibilities", "Who owns what, of what was discovered?",
     "review text 001", "Area|Owner|Discovered|State", wit_make_responsibility},
    {"isolation-decision", "scorecard", "Decision matrix of the isolation review",
     "Is each requirement backed by evidence?", "review text 001",
     "Requirement|Evidence to request|Strong signal|State", wit_make_isolation},
    {"drift-readiness", "scorecard", "Readiness and drift", "Does the posture hold while the platform changes?",
     "review text 000", "Readiness area|Pass condition|Drift warning|State", wit_make_drift},
    {"gates", "scorecard", "Gates before a migration", "Is each gate passed?", "review text 000",
     "Gate|What it needs|State", wit_make_gates},
    {"readiness", "scorecard", "Readiness of runtime enforcement", "Green, yellow or red, area by area?",
     "review text 002", "Area|Green signal|Red signal|Light", wit_make_readiness},
    {"evidence-gates", "scorecard", "Evidence gates", "Is there production-ready evidence for each gate?",
     "review text 003", "Gate|Production-ready evidence|State", wit_make_evidence_gates},
    {"boundaries", "scorecard", "The four boundaries", "Who or what is inside each boundary?", "review text 003",
     "Boundary|Question|State", wit_make_boundaries},
    {"questions", "questions", "Questions of the review", "Which question is answered where?",
     "review texts 000 to 004", "Text|Question|Answered by|State", wit_make_questions},
    {NULL, NULL, NULL, NULL, NULL, NULL, NULL},
};

const struct wit_sheet_kind *wit_sheet_kinds(size_t *n)
{
    *n = sizeof kinds / sizeof kinds[0] - 1;
    return kinds;
}

struct wit_sheet_row *wit_sheet_add(struct wit_sheet_maker *m, const char *id, enum wit_mark mark, enum wit_basis basis,
                                    const char *text)
{
    struct wit_sheet *s = m->sheet;
    const char **cells = WIT_NEW_ARRAY(m->arena, const char *, s->n_columns);
    for (size_t i = 0; i < s->n_columns; i++)
        cells[i] = "";
    struct wit_sheet_row row = {
        .id = id, .cells = cells, .n_cells = s->n_columns, .mark = mark, .basis = basis, .text = text};
    WIT_PUSH(m->arena, m->rows, s->n_rows, m->cap) = row;
    return &m->rows[s->n_rows - 1];
}

void wit_sheet_cell(struct wit_sheet_maker *m, struct wit_sheet_row *row, size_t column, const char *text)
{
    if (column >= row->n_cells || text == NULL)
        return;
    const char **cells = WIT_NEW_ARRAY(m->arena, const char *, row->n_cells);
    memcpy(cells, row->cells, row->n_cells * sizeof *cells);
    cells[column] = text;
    row->cells = cells;
}

static void append(struct wit_arena *arena, const char *const **list, size_t *n, const char *text)
{
    for (size_t i = 0; i < *n; i++) {
        if (strcmp((*list)[i], text) == 0)
            return;
    }
    const char **longer = WIT_NEW_ARRAY(arena, const char *, *n + 1);
    if (*n > 0)
        memcpy(longer, *list, *n * sizeof *longer);
    longer[*n] = text;
    *list = longer;
    (*n)++;
}

void wit_sheet_cite(struct wit_sheet_maker *m, struct wit_sheet_row *row, const char *evidence)
{
    if (evidence != NULL && evidence[0] != '\0')
        append(m->arena, &row->evidence, &row->n_evidence, evidence);
}

void wit_sheet_path(struct wit_sheet_maker *m, struct wit_sheet_row *row, const char *path_id)
{
    append(m->arena, &row->paths, &row->n_paths, path_id);
}

/* bad before unknown before watch before good: never an average */
static unsigned rank(enum wit_mark mark)
{
    static const unsigned ranks[] = {
        [WIT_MARK_NONE] = 0, [WIT_MARK_GOOD] = 1, [WIT_MARK_WATCH] = 2, [WIT_MARK_UNKNOWN] = 3, [WIT_MARK_BAD] = 4};
    return ranks[mark];
}

enum wit_mark wit_sheet_worst(const struct wit_sheet_row *rows, size_t n)
{
    enum wit_mark worst = WIT_MARK_NONE;
    for (size_t i = 0; i < n; i++) {
        if (rank(rows[i].mark) > rank(worst))
            worst = rows[i].mark;
    }
    return worst;
}

static void split_columns(struct wit_sheet_maker *m, const char *columns)
{
    size_t n = 1;
    for (const char *p = columns; *p != '\0'; p++)
        n += *p == '|';
    const char **list = WIT_NEW_ARRAY(m->arena, const char *, n);
    for (size_t i = 0; i < n; i++) {
        size_t len = strcspn(columns, "|");
        list[i] = wit_strndup(m->arena, columns, len);
        columns += len + (i + 1 < n);
    }
    m->sheet->columns = list;
    m->sheet->n_columns = n;
}

void wit_review_sheets(struct wit_review *r, const struct wit_sheet **out, size_t *n)
{
    size_t n_kinds;
    const struct wit_sheet_kind *table = wit_sheet_kinds(&n_kinds);
    struct wit_sheet *sheets = WIT_NEW_ARRAY(r->arena, struct wit_sheet, n_kinds + 1);
    *n = 0;
    for (size_t i = 0; i < n_kinds; i++) {
        struct wit_sheet *s = &sheets[*n];
        *s = (struct wit_sheet){.id = table[i].id,
                                .group = table[i].group,
                                .title = table[i].title,
                                .question = table[i].question,
                                .source = table[i].source,
                                .note = ""};
        struct wit_sheet_maker m = {.review = r, .arena = r->arena, .sheet = s};
        split_columns(&m, table[i].columns);
        table[i].make(&m);
        s->rows = m.rows;
        s->mark = wit_sheet_worst(m.rows, s->n_rows);
        *n += s->n_rows > 0;
        r->sheets = sheets; /* later sheets read earlier ones */
        r->n_sheets = *n;
    }
    *out = sheets;
}
