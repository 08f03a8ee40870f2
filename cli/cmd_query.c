/* cli/cmd_query.c: `query`: one question, or one a line.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/batch.h"
#include "pathmap/whatif.h"

#define ANSWER_MAX_BYTES ((size_t)64 << 20)

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
        !wit_intent_with_platform(&q.intent, args->arena, estate, bundles, n, q.intent, &err) ||
        !think(args, estate, &err))
        return wit_report(&err);
    q.estate = estate;
    const char *batch = wit_arg(args, "batch");
    if (batch == NULL) {
        WIT_CLEANUP(free_reach) struct wit_reach *reach = wit_reach_new(estate);
        q.reach = reach;
        return ask_one(args, &q);
    }
    bool standard = strcmp(batch, "-") == 0;
    FILE *in = standard ? stdin : fopen(batch, "re");
    if (in == NULL) {
        wit_fail(&err, WIT_EIO, "%s: %s", batch, strerror(errno));
        return wit_report(&err);
    }
    enum wit_exit status = wit_batch_run(&(struct wit_batch){estate, q.intent, in, batch});
    if (!standard)
        fclose(in);
    return status;
}
