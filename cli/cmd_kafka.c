/* cli/cmd_kafka.c: `collect kafka` and `import kafka-properties`.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/addr.h"
#include "cli/cli.h"
#include "collectors/kafka/kafka.h"

static void show(void *context, const char *what, unsigned long done, unsigned long total)
{
    wit_bar_step(context, what, done, total);
}

static void report(const struct wit_args *args, const char *dir, const struct wit_kafka_summary *sum)
{
    wit_say(args,
            "%s: cluster %s: %lu brokers, %lu topics with %lu partitions, %lu ACLs, %lu groups; %lu answers, %lu gaps",
            dir, sum->cluster[0] != '\0' ? sum->cluster : "(it tells no id)", sum->brokers, sum->topics,
            sum->partitions, sum->acls, sum->groups, sum->artefacts, sum->gaps);
    if (sum->no_authorizer)
        wit_say(args, "  the cluster has no authorizer: whoever reaches it may do everything");
    for (size_t i = 0; i < sum->n_first_gaps; i++)
        wit_say(args, "  %s", sum->first_gaps[i]);
    if (sum->gaps > sum->n_first_gaps)
        wit_say(args, "  and %lu more", sum->gaps - sum->n_first_gaps);
    if (sum->not_asked > 0)
        wit_say(args, "  %lu questions cannot be asked this way (client quotas, the controllers' quorum): gaps too",
                sum->not_asked);
}

enum wit_exit cmd_collect_kafka(const struct wit_args *args)
{
    struct wit_err err = {0};
    const char *dir = wit_arg(args, "output");
    struct wit_kafka_options options = {.bootstrap = wit_arg(args, "bootstrap"),
                                        .command_config = wit_arg(args, "command-config")};
    if (dir == NULL) {
        wit_fail(&err, WIT_EUSAGE, "'collect kafka' needs -o BUNDLE, the evidence folder to write");
        return wit_report(&err);
    }
    if (!wit_arg_number(&options.timeout_s, args, "timeout", 1, 3600, 0, &err) ||
        !wit_output_bundle_check(args, dir, &err))
        return wit_report(&err);
    struct wit_bar bar;
    struct wit_kafka_session *session;
    struct wit_bundle_writer *writer;
    wit_bar_start(&bar, args, "collect kafka");
    options.progress = show;
    options.context = &bar;
    if (!wit_kafka_session_open(&session, args->arena, &options, &err))
        return wit_report(&err);
    size_t n;
    const char *const *warnings = wit_kafka_session_warnings(session, &n);
    for (size_t i = 0; i < n; i++)
        wit_say(args, "warning: %s: %s", options.command_config, warnings[i]);
    struct wit_kafka_summary sum = {0};
    bool done = wit_bundle_writer_open(&writer, dir, true, &err);
    if (done) {
        done = wit_kafka_collect(session, writer, &sum, &err);
        wit_bundle_writer_close(writer);
    } else
        wit_fail_in(&err, "%s", dir);
    wit_bar_end(&bar);
    wit_kafka_session_close(session);
    if (!done)
        return wit_report(&err);
    report(args, dir, &sum);
    return sum.gaps > 0 ? WIT_EXIT_GAPS : WIT_EXIT_DONE;
}

/* "10.0.2.5,eni-0a1": where the process of the files runs. */
static bool read_places(const char *const **out, size_t *n, const struct wit_args *args, struct wit_err *err)
{
    enum { PLACES = 256, LONGEST = 64 };
    const char **list = WIT_NEW_ARRAY(args->arena, const char *, PLACES);
    size_t given;
    const char *const *values = wit_arg_all(args, "at", &given);
    *n = 0;
    *out = list;
    for (size_t i = 0; i < given; i++)
        for (const char *at = values[i]; at != NULL;) {
            size_t len = strcspn(at, ",");
            struct wit_addr addr;
            const char *one = wit_strndup(args->arena, at, len);
            if (*n == PLACES || len == 0 || len > LONGEST ||
                (strncmp(one, "eni-", 4) != 0 && strncmp(one, "i-", 2) != 0 && !wit_addr_parse(&addr, one, NULL)))
                return wit_fail(err, WIT_EUSAGE,
                                "--at takes addresses, interface ids (eni-…) or instance ids (i-…), not '%.64s'", one);
            list[(*n)++] = one;
            at = at[len] == ',' ? at + len + 1 : NULL;
        }
    return true;
}

enum wit_exit cmd_import_kafka_properties(const struct wit_args *args)
{
    struct wit_err err = {0};
    const char *dir = wit_arg(args, "output");
    const char *const *at;
    size_t n_at;
    struct wit_bundle_writer *writer;
    if (dir == NULL) {
        wit_fail(&err, WIT_EUSAGE, "'import kafka-properties' needs -o BUNDLE, the evidence folder to write");
        return wit_report(&err);
    }
    if (!read_places(&at, &n_at, args, &err) || !wit_output_bundle_check(args, dir, &err))
        return wit_report(&err);
    for (size_t i = 0; i < args->n_positional; i++) /* before anything is written */
        if (!wit_kafka_import_check(args->positional[i], &err))
            return wit_report(&err);
    if (!wit_bundle_writer_open(&writer, dir, true, &err)) {
        wit_fail_in(&err, "%s", dir);
        return wit_report(&err);
    }
    const char *const *names = wit_kafka_import_names(args->arena, args->positional, args->n_positional);
    bool done = true, unknown = false;
    for (size_t i = 0; i < args->n_positional && done; i++) {
        struct wit_kafka_file file;
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        done = wit_kafka_import_file(&file, arena, writer, args->positional[i], names[i], at, n_at, &err);
        if (!done)
            break;
        unknown = unknown || strcmp(file.kind, "unknown") == 0;
        wit_say(args, "%s: %s, %zu settings%s", file.path,
                strcmp(file.kind, "unknown") == 0 ? "of a kind that its keys do not tell" : file.kind, file.entries,
                file.removed > 0 ? wit_fmt(args->arena, ", %zu secret values removed", file.removed) : "");
    }
    wit_bundle_writer_close(writer);
    if (!done)
        return wit_report(&err);
    return unknown ? WIT_EXIT_GAPS : WIT_EXIT_DONE;
}
