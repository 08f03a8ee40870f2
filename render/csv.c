/* render/csv.c: tables for spreadsheets.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "render/csv.h"

#include <inttypes.h>
#include <string.h>

#include "render/escape.h"

/* One line: cells are put one by one; the last is followed by CRLF. */
struct line {
    struct wit_buf *out;
    bool started;
};

static void cell(struct line *l, const char *text)
{
    if (l->started)
        wit_buf_putc(l->out, ',');
    l->started = true;
    wit_esc_csv(l->out, text);
}

static void number(struct line *l, uint64_t n)
{
    wit_buf_printf(l->out, "%s%" PRIu64, l->started ? "," : "", n);
    l->started = true;
}

static void end(struct line *l)
{
    wit_buf_puts(l->out, "\r\n");
    l->started = false;
}

static void ports(struct line *l, const struct wit_port_range *p, size_t n)
{
    struct wit_buf text;
    wit_buf_init(&text, 1 << 22);
    wit_port_ranges_text(&text, p, n);
    cell(l, wit_buf_str(&text));
    wit_buf_deinit(&text);
}

static void list(struct line *l, const char *const *items, size_t n)
{
    struct wit_buf text;
    wit_buf_init(&text, 1 << 22);
    for (size_t i = 0; i < n; i++) {
        wit_buf_puts(&text, i > 0 ? " " : "");
        wit_buf_puts(&text, items[i]);
    }
    cell(l, wit_buf_str(&text));
    wit_buf_deinit(&text);
}

/* "security-group sg-0c1 sgr-0a1 pass > network-acl acl-1 100 pass; reply: …" */
static void hops(struct line *l, const struct wit_path *path)
{
    struct wit_buf text;
    wit_buf_init(&text, 1 << 22);
    const char *direction = "";
    for (size_t i = 0; i < path->permitted.n_hops; i++) {
        const struct wit_hop *h = &path->permitted.hops[i];
        if (strcmp(direction, h->direction) != 0)
            wit_buf_printf(&text, "%s%s: ", i > 0 ? "; " : "", h->direction);
        else
            wit_buf_puts(&text, " > ");
        direction = h->direction;
        wit_buf_printf(&text, "%s %s%s%s %s", h->kind, h->id, *h->rule != '\0' ? " " : "", h->rule, h->action);
    }
    cell(l, wit_buf_str(&text));
    wit_buf_deinit(&text);
}

static void reasons(struct line *l, const struct wit_path *path)
{
    struct wit_buf text;
    wit_buf_init(&text, 1 << 20);
    for (size_t i = 0; i < path->n_reasons; i++)
        wit_buf_printf(&text, "%s%s: %s", i > 0 ? "; " : "", path->reasons[i].code, path->reasons[i].text);
    cell(l, wit_buf_str(&text));
    wit_buf_deinit(&text);
}

bool wit_paths_pass(const struct wit_path *path, struct wit_paths_filter filter)
{
    return (filter.class < 0 || filter.class == (int)path->class) &&
           (filter.status < 0 || filter.status == (int)path->status);
}

static void scope(struct line *l, const struct wit_scope *s)
{
    cell(l, s->kind);
    cell(l, s->id);
    cell(l, s->name);
    cell(l, s->role);
    cell(l, s->account);
    cell(l, s->region);
    cell(l, s->network);
    cell(l, s->zone);
}

/* Empty but for paths to buckets. */
static void policies(struct line *l, const struct wit_path *p)
{
    const struct wit_identity_row *row = wit_policies_decisive(p);
    if (row == NULL) {
        cell(l, "");
        cell(l, "");
        cell(l, "");
        return;
    }
    const char *parts[] = {row->decider.of, row->decider.id, row->decider.statement};
    cell(l, wit_verdict_word(p->identity.verdict));
    list(l, parts, row->decider.of[0] == '\0' ? 0 : row->decider.statement[0] == '\0' ? 2 : 3);
    cell(l, row->text);
}

static void path_line(struct line *l, const struct wit_path *p)
{
    cell(l, p->id);
    cell(l, wit_class_word(p->class));
    cell(l, wit_status_word(p->status));
    scope(l, &p->from);
    scope(l, &p->to);
    cell(l, p->service.role);
    cell(l, p->service.listener);
    ports(l, p->service.ports, p->service.n_ports);
    cell(l, wit_verdict_word(p->permitted.verdict));
    cell(l, p->permitted.kind);
    ports(l, p->permitted.ports, p->permitted.n_ports);
    ports(l, p->permitted.possible, p->permitted.n_possible);
    number(l, p->permitted.from_endpoints);
    number(l, p->permitted.to_endpoints);
    number(l, p->permitted.pairs);
    cell(l, wit_observed_word(p->observed.verdict));
    number(l, p->observed.connections);
    number(l, p->observed.bytes_estimate);
    cell(l, p->observed.first);
    cell(l, p->observed.last);
    cell(l, wit_declared_word(p->declared.verdict));
    cell(l, p->declared.intent);
    cell(l, p->declared.expires);
    cell(l, p->review.owner);
    cell(l, p->review.purpose);
    cell(l, p->review.identity);
    cell(l, p->review.encryption);
    cell(l, p->review.audit);
    reasons(l, p);
    hops(l, p);
    list(l, p->permitted.gaps, p->permitted.n_gaps);
    list(l, p->evidence, p->n_evidence);
    policies(l, p);
    end(l);
}

void wit_csv_paths(struct wit_buf *out, const struct wit_map *map, struct wit_paths_filter filter)
{
    wit_buf_puts(out,
                 "id,class,status,from_kind,from_id,from_name,from_role,from_account,from_region,from_network,"
                 "from_zone,to_kind,to_id,to_name,to_role,to_account,to_region,to_network,to_zone,service_role,"
                 "listener,service_ports,permitted,permitted_kind,permitted_ports,possible_ports,from_endpoints,"
                 "to_endpoints,open_pairs,observed,connections,bytes_estimate,first_seen,last_seen,declared,intent,"
                 "expires,owner,purpose,identity,encryption,audit,reasons,hops,gaps,evidence,policies,policies_decider,"
                 "policies_reason\r\n");
    struct line l = {out, false};
    for (size_t i = 0; i < map->n_paths; i++) {
        if (wit_paths_pass(&map->paths[i], filter))
            path_line(&l, &map->paths[i]);
    }
}

void wit_csv_gaps(struct wit_buf *out, const struct wit_map *map)
{
    wit_buf_puts(out, "id,reason,account,region,service,operation,resource,text,remedy,evidence\r\n");
    struct line l = {out, false};
    for (size_t i = 0; i < map->n_gaps; i++) {
        const struct wit_map_gap *g = &map->gaps[i];
        cell(&l, g->id);
        cell(&l, g->reason);
        cell(&l, g->account);
        cell(&l, g->region);
        cell(&l, g->service);
        cell(&l, g->operation);
        cell(&l, g->resource);
        cell(&l, g->text);
        cell(&l, g->remedy);
        cell(&l, g->evidence);
        end(&l);
    }
}

void wit_csv_findings(struct wit_buf *out, const struct wit_map *map)
{
    wit_buf_puts(out, "id,check,severity,title,text,paths,evidence\r\n");
    struct line l = {out, false};
    for (size_t i = 0; i < map->n_findings; i++) {
        const struct wit_finding *f = &map->findings[i];
        cell(&l, f->id);
        cell(&l, f->check);
        cell(&l, wit_severity_word(f->severity));
        cell(&l, f->title);
        cell(&l, f->text);
        list(&l, f->paths, f->n_paths);
        list(&l, f->evidence, f->n_evidence);
        end(&l);
    }
}

void wit_csv_statements(struct wit_buf *out, const struct wit_map *map)
{
    wit_buf_puts(out, "id,outcome,statement,from,to,ports,decider,path,gaps,evidence,checked_pairs\r\n");
    struct line l = {out, false};
    for (size_t i = 0; i < map->n_assertions; i++) {
        const struct wit_assertion *a = &map->assertions[i];
        static const struct wit_witness none = {"", "", "", "", "", "", WIT_UNKNOWN};
        for (size_t k = 0; k < (a->n_witnesses > 0 ? a->n_witnesses : 1); k++) {
            const struct wit_witness *w = a->n_witnesses > 0 ? &a->witnesses[k] : &none;
            cell(&l, a->id);
            cell(&l, wit_proof_word(a->proof));
            cell(&l, a->text);
            cell(&l, w->from);
            cell(&l, w->to);
            cell(&l, w->ports);
            cell(&l, w->decider);
            cell(&l, w->path);
            list(&l, a->gaps, a->n_gaps);
            cell(&l, w->evidence);
            number(&l, a->checked_pairs);
            end(&l);
        }
    }
}

void wit_csv_sheets(struct wit_buf *out, const struct wit_map *map)
{
    wit_buf_puts(out, "sheet,title,row,mark,basis,column,value,text,paths,evidence\r\n");
    struct line l = {out, false};
    for (size_t i = 0; i < map->n_sheets; i++) {
        const struct wit_sheet *s = &map->sheets[i];
        for (size_t k = 0; k < s->n_rows * s->n_columns; k++) {
            const struct wit_sheet_row *r = &s->rows[k / s->n_columns];
            size_t column = k % s->n_columns;
            cell(&l, s->id);
            cell(&l, s->title);
            cell(&l, r->id);
            cell(&l, wit_mark_word(r->mark));
            cell(&l, wit_basis_word(r->basis));
            cell(&l, s->columns[column]);
            cell(&l, column < r->n_cells ? r->cells[column] : "");
            cell(&l, r->text);
            list(&l, r->paths, r->n_paths);
            list(&l, r->evidence, r->n_evidence);
            end(&l);
        }
    }
}
