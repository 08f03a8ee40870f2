/* render/seen.c: flows that were seen, line by line.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "render/seen.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "render/escape.h"

bool wit_seen_format_of(enum wit_seen_format *out, const char *word, struct wit_err *err)
{
    static const char *const words[] = {"table", "csv", "jsonl"};
    for (unsigned i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(words[i], word) == 0) {
            *out = (enum wit_seen_format)i;
            return true;
        }
    }
    return wit_fail(err, WIT_EUSAGE, "--format '%.40s': there is table, csv and jsonl", word);
}

static void put_words(struct wit_jw *jw, const char *key, const char *const *words, size_t n)
{
    wit_jw_key(jw, key);
    wit_jw_array(jw);
    for (size_t i = 0; i < n; i++)
        wit_jw_str(jw, words[i]);
    wit_jw_array_end(jw);
}

static void put_text(struct wit_jw *jw, const char *key, const char *text)
{
    wit_jw_key(jw, key);
    if (text == NULL || text[0] == '\0')
        wit_jw_null(jw);
    else
        wit_jw_str(jw, text);
}

static void json_line(struct wit_buf *out, const struct wit_seen_flow *f)
{
    struct wit_jw jw;
    wit_jw_init(&jw, out, 0);
    wit_jw_object(&jw);
    wit_jw_kstr(&jw, "client", f->client);
    wit_jw_kstr(&jw, "server", f->server);
    wit_jw_kint(&jw, "port", f->port);
    wit_jw_kstr(&jw, "protocol", f->protocol);
    wit_jw_kstr(&jw, "class", f->class);
    wit_jw_khundredths(&jw, "confidence", (unsigned)(f->confidence * 100 + 0.5));
    wit_jw_kint(&jw, "connections", (int64_t)f->connections);
    wit_jw_kint(&jw, "packets", (int64_t)f->packets);
    wit_jw_kint(&jw, "bytes", (int64_t)f->bytes);
    if (f->bytes_low != f->bytes_high) {
        wit_jw_key(&jw, "bytes_ci95");
        wit_jw_array(&jw);
        wit_jw_int(&jw, (int64_t)f->bytes_low);
        wit_jw_int(&jw, (int64_t)f->bytes_high);
        wit_jw_array_end(&jw);
    }
    if (f->refused > 0)
        wit_jw_kint(&jw, "refused", (int64_t)f->refused);
    if (f->unanswered > 0)
        wit_jw_kint(&jw, "unanswered", (int64_t)f->unanswered);
    put_words(&jw, "client_ids", f->client_ids, f->n_client_ids);
    put_words(&jw, "software", f->software, f->n_software);
    put_text(&jw, "encryption", f->encryption);
    put_text(&jw, "sasl", f->sasl);
    put_text(&jw, "sni", f->sni);
    put_text(&jw, "first", f->first);
    put_text(&jw, "last", f->last);
    wit_jw_kstr(&jw, "reason", f->reason);
    wit_jw_kstr(&jw, "evidence", f->evidence);
    wit_jw_object_end(&jw);
    wit_buf_putc(out, '\n');
}

static void list(struct wit_buf *out, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        wit_buf_printf(out, "%s%s", i > 0 ? " " : "", words[i]);
}

enum { COLUMNS = 14 };
static const char *const titles[COLUMNS] = {"CLASS",      "CLIENT",   "SERVER",     "PORT", "CONNECTIONS",
                                            "PACKETS",    "BYTES",    "ENCRYPTION", "SASL", "SNI",
                                            "CLIENT IDS", "SOFTWARE", "FIRST",      "LAST"};

/* The cells of one line, as plain text. */
static void cells(char out[COLUMNS][600], const struct wit_seen_flow *f)
{
    struct wit_buf text;
    snprintf(out[0], 600, "%s", f->class);
    snprintf(out[1], 600, "%s", f->client);
    snprintf(out[2], 600, "%s", f->server);
    snprintf(out[3], 600, "%s/%u", f->protocol, f->port);
    snprintf(out[4], 600, "%" PRIu64, f->connections);
    snprintf(out[5], 600, "%" PRIu64, f->packets);
    snprintf(out[6], 600, "%" PRIu64, f->bytes);
    snprintf(out[7], 600, "%s", f->encryption == NULL ? "" : f->encryption);
    snprintf(out[8], 600, "%s", f->sasl == NULL ? "" : f->sasl);
    snprintf(out[9], 600, "%s", f->sni == NULL ? "" : f->sni);
    wit_buf_init(&text, (size_t)1 << 16);
    list(&text, f->client_ids, f->n_client_ids);
    snprintf(out[10], 600, "%s", wit_buf_str(&text));
    wit_buf_reset(&text);
    list(&text, f->software, f->n_software);
    snprintf(out[11], 600, "%s", wit_buf_str(&text));
    wit_buf_deinit(&text);
    snprintf(out[12], 600, "%s", f->first);
    snprintf(out[13], 600, "%s", f->last);
}

static void csv(struct wit_buf *out, const struct wit_seen *seen)
{
    static const char *const names[COLUMNS] = {"class",      "client",   "server",     "port", "connections",
                                               "packets",    "bytes",    "encryption", "sasl", "sni",
                                               "client_ids", "software", "first",      "last"};
    for (unsigned i = 0; i < COLUMNS; i++)
        wit_buf_printf(out, "%s%s", i > 0 ? "," : "", names[i]);
    wit_buf_puts(out, "\r\n");
    for (size_t k = 0; k < seen->n_flows; k++) {
        char line[COLUMNS][600];
        cells(line, &seen->flows[k]);
        for (unsigned i = 0; i < COLUMNS; i++) {
            if (i > 0)
                wit_buf_putc(out, ',');
            wit_esc_csv(out, line[i]);
        }
        wit_buf_puts(out, "\r\n");
    }
}

/* The columns that people look at first; the rest is in the other formats. */
static void table(struct wit_buf *out, const struct wit_seen *seen)
{
    static const unsigned shown[] = {0, 1, 2, 3, 4, 6, 7, 8, 10};
    enum { SHOWN = sizeof shown / sizeof shown[0], CUT = 48 };
    size_t widths[SHOWN];
    for (unsigned i = 0; i < SHOWN; i++)
        widths[i] = strlen(titles[shown[i]]);
    for (int pass = 0; pass < 2; pass++) {
        for (size_t k = 0; k <= seen->n_flows; k++) {
            char line[COLUMNS][600];
            if (k > 0)
                cells(line, &seen->flows[k - 1]);
            for (unsigned i = 0; i < SHOWN; i++) {
                WIT_CLEANUP(wit_buf_deinit) struct wit_buf cell;
                wit_buf_init(&cell, 4096);
                wit_esc_plain(&cell, k == 0 ? titles[shown[i]] : line[shown[i]], CUT);
                size_t columns = wit_text_columns(wit_buf_str(&cell));
                if (pass == 0) {
                    widths[i] = columns > widths[i] ? columns : widths[i];
                    continue;
                }
                bool number = k > 0 && (shown[i] == 4 || shown[i] == 6), last = i + 1 == SHOWN;
                size_t pad = columns < widths[i] ? widths[i] - columns : 0;
                if (number)
                    wit_buf_printf(out, "%*s", (int)pad, "");
                wit_buf_puts(out, wit_buf_str(&cell));
                if (!number && !last)
                    wit_buf_printf(out, "%*s", (int)pad, "");
                wit_buf_puts(out, last ? "\n" : "  ");
            }
        }
    }
}

void wit_seen_print(struct wit_buf *out, const struct wit_seen *seen, enum wit_seen_format format)
{
    switch (format) {
    case WIT_SEEN_TABLE:
        table(out, seen);
        break;
    case WIT_SEEN_CSV:
        csv(out, seen);
        break;
    case WIT_SEEN_JSONL:
        for (size_t i = 0; i < seen->n_flows; i++)
            json_line(out, &seen->flows[i]);
        break;
    }
}
