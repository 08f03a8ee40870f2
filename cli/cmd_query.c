/* cli/cmd_query.c: `query`: one question, or one a line.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "pathmap/whatif.h"

#define LINE_MAX_BYTES   ((size_t)64 << 10)
#define ANSWER_MAX_BYTES ((size_t)64 << 20)
#define FLUSH_BYTES      ((size_t)1 << 20)

struct question {
    const struct wit_estate *estate;
    const struct wit_intent *intent;
    struct wit_reach *reach;
};

static void free_reach(struct wit_reach **reach)
{
    wit_reach_free(*reach);
}

static enum wit_exit ask_one(const struct wit_args *args, struct question *q)
{
    struct wit_err err = {0};
    const char *from = wit_arg(args, "from"), *to = wit_arg(args, "to"), *port = wit_arg(args, "port");
    const char *format = wit_arg(args, "format");
    bool json = format != NULL && strcmp(format, "json") == 0;
    struct wit_answer answer;
    if (!wit_query(&answer, args->arena, q->reach, q->estate, q->intent, from, to, port, true, &err))
        return wit_report(&err);
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, ANSWER_MAX_BYTES);
    if (json)
        wit_answer_json(&out, q->estate, &answer, from, to, port, true);
    else
        wit_answer_text(&out, q->estate, &answer, from, to, port);
    if (out.len > 0 && out.data[out.len - 1] != '\n')
        wit_buf_putc(&out, '\n');
    return wit_emit("-", &out);
}

static bool flush(struct wit_buf *out, struct wit_err *err)
{
    if (out->len > 0 && fwrite(out->data, 1, out->len, stdout) != out->len)
        return wit_fail(err, WIT_EIO, "standard output could not be written: %s", strerror(errno));
    wit_buf_reset(out);
    return true;
}

/* One line without its end, cut behind the cap: *len is what it has, which may be more than is kept. False: the end. */
static bool read_line(char *line, size_t *len, FILE *in)
{
    int c;
    size_t n = 0;
    while ((c = getc(in)) != EOF && c != '\n') {
        if (n < LINE_MAX_BYTES)
            line[n] = (char)c;
        n++;
    }
    while (n > 0 && n <= LINE_MAX_BYTES && line[n - 1] == '\r')
        n--;
    line[n < LINE_MAX_BYTES ? n : LINE_MAX_BYTES] = '\0';
    *len = n;
    return c != EOF || n > 0;
}

static enum wit_exit ask_lines(struct question *q, FILE *in, const char *path)
{
    struct wit_err err = {0};
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, ANSWER_MAX_BYTES);
    char *line = malloc(LINE_MAX_BYTES + 1);
    if (line == NULL)
        wit_die("out of memory");
    size_t len, number = 0;
    bool good = true, written = true;
    while (written && read_line(line, &len, in)) {
        number++;
        if (len == 0)
            continue;
        if (len > LINE_MAX_BYTES) {
            wit_buf_printf(&out, "{\"error\": \"line %zu is longer than %zu bytes\"}\n", number, LINE_MAX_BYTES);
            good = false;
        } else if (!wit_query_line(&out, q->reach, q->estate, q->intent, line, len)) {
            good = false;
        }
        if (out.len >= FLUSH_BYTES)
            written = flush(&out, &err);
    }
    free(line);
    if (written && ferror(in))
        written = wit_fail(&err, WIT_EIO, "%s: %s", path, strerror(errno));
    if (!written || !flush(&out, &err))
        return wit_report(&err);
    if (!good)
        wit_say(NULL, "pathwitness: some lines of %s could not be asked; their answers say why", path);
    return good ? WIT_EXIT_DONE : WIT_EXIT_USAGE;
}

static bool check_usage(const struct wit_args *args, struct wit_err *err)
{
    const char *format = wit_arg(args, "format");
    bool batch = wit_arg(args, "batch") != NULL;
    bool some = wit_arg(args, "from") != NULL || wit_arg(args, "to") != NULL || wit_arg(args, "port") != NULL;
    bool all = wit_arg(args, "from") != NULL && wit_arg(args, "to") != NULL && wit_arg(args, "port") != NULL;
    if (format != NULL && strcmp(format, "text") != 0 && strcmp(format, "json") != 0)
        return wit_fail(err, WIT_EUSAGE, "--format '%s': there is text and json", format);
    if (batch && some)
        return wit_fail(err, WIT_EUSAGE, "--batch and --from/--to/--port exclude each other");
    if (!batch && !all)
        return wit_fail(err, WIT_EUSAGE, "'query' needs --from, --to and --port, or --batch FILE");
    return true;
}

/* --what-if: the estate as it would be. */
static bool think(const struct wit_args *args, struct wit_estate *estate, struct wit_err *err)
{
    struct wit_whatif *whatif;
    struct wit_touched touched;
    const char *path = wit_arg(args, "what-if");
    return path == NULL || (wit_whatif_read(&whatif, args->arena, path, err) &&
                            wit_whatif_apply(&touched, args->arena, estate, whatif, err));
}

enum wit_exit cmd_query(const struct wit_args *args)
{
    struct wit_err err = {0};
    const struct wit_bundle *const *bundles;
    size_t n;
    struct question q = {0};
    struct wit_estate *estate;
    if (!check_usage(args, &err) || !wit_load_intent(&q.intent, args, &err) ||
        !wit_load_bundles(&bundles, &n, args, &err) || !wit_estate_decode(&estate, args->arena, bundles, n, &err) ||
        !think(args, estate, &err))
        return wit_report(&err);
    q.estate = estate;
    WIT_CLEANUP(free_reach) struct wit_reach *reach = wit_reach_new(estate);
    q.reach = reach;
    const char *batch = wit_arg(args, "batch");
    if (batch == NULL)
        return ask_one(args, &q);
    bool standard = strcmp(batch, "-") == 0;
    FILE *in = standard ? stdin : fopen(batch, "re");
    if (in == NULL) {
        wit_fail(&err, WIT_EIO, "%s: %s", batch, strerror(errno));
        return wit_report(&err);
    }
    enum wit_exit status = ask_lines(&q, in, batch);
    if (!standard)
        fclose(in);
    return status;
}
