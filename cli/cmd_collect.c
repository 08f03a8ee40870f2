/* cli/cmd_collect.c: `collect aws` and `permissions aws`.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/io.h"
#include "cli/cli.h"
#include "collectors/aws/aws.h"

static void show(void *context, const struct wit_progress *progress)
{
    wit_bar_step(context, progress->what, progress->done, progress->total);
}

/* A second run into the same bundle would ask everything twice: that is --resume, or another name. */
static bool open_bundle(struct wit_bundle_writer **out, const char *dir, const char *source, bool resume,
                        struct wit_err *err)
{
    if (!wit_bundle_writer_open(out, dir, true, err))
        return wit_fail_in(err, "%s", dir);
    size_t n;
    const struct wit_record *records = wit_bundle_writer_records(*out, &n);
    for (size_t i = 0; !resume && i < n; i++)
        if (records[i].subject.source != NULL && strcmp(records[i].subject.source, source) == 0) {
            wit_bundle_writer_close(*out);
            *out = NULL;
            return wit_fail(err, WIT_EUSAGE,
                            "%s already holds answers of %s: say --resume to go on, or choose another name", dir,
                            source);
        }
    return true;
}

static bool options_of(struct wit_aws_options *out, const struct wit_args *args, struct wit_err *err)
{
    *out = (struct wit_aws_options){.all_regions = wit_arg_flag(args, "all-regions"),
                                    .profile = wit_arg(args, "profile"),
                                    .role_arn = wit_arg(args, "role-arn"),
                                    .external_id = wit_arg(args, "external-id"),
                                    .endpoint_url = wit_arg(args, "endpoint-url"),
                                    .ca_file = wit_arg(args, "ca")};
    out->regions = wit_arg_all(args, "region", &out->n_regions);
    out->services = wit_arg_all(args, "service", &out->n_services);
    if (out->all_regions && out->n_regions > 0)
        return wit_fail(err, WIT_EUSAGE, "--region and --all-regions exclude each other");
    return wit_arg_number(&out->parallel, args, "parallel", 1, 64, 0, err) &&
           wit_arg_number(&out->timeout_s, args, "timeout", 1, 3600, 0, err) &&
           wit_arg_number(&out->attempts, args, "attempts", 1, 20, 0, err);
}

enum wit_exit cmd_collect_aws(const struct wit_args *args)
{
    struct wit_err err = {0};
    struct wit_aws_options options;
    const char *dir = wit_arg(args, "output");
    if (dir == NULL) {
        wit_fail(&err, WIT_EUSAGE, "'collect aws' needs -o BUNDLE, the evidence folder to write");
        return wit_report(&err);
    }
    struct wit_bundle_writer *writer = NULL;
    if (!options_of(&options, args, &err) || !wit_output_bundle_check(args, dir, &err) ||
        !open_bundle(&writer, dir, "aws", wit_arg_flag(args, "resume"), &err))
        return wit_report(&err);
    struct wit_bar bar;
    wit_bar_start(&bar, args, "collect aws");
    options.progress = show;
    options.context = &bar;
    struct wit_collect_summary sum = {0};
    bool done = wit_aws_collect(writer, &options, &sum, &err);
    wit_bar_end(&bar);
    wit_bundle_writer_close(writer);
    if (!done)
        return wit_report(&err);
    char size[24];
    wit_say(args, "%s: account %s: %lu answers, %s, %lu gaps (%lu calls, %lu retried%s)", dir, sum.account,
            sum.artefacts, wit_human_bytes(size, sum.bytes), sum.gaps, sum.calls, sum.retries,
            sum.skipped > 0 ? ", the rest was there" : "");
    if (sum.gaps > 0)
        wit_say(args, "Each gap leaves questions open; 'pathwitness map' names them and the call that closes each.");
    return sum.gaps > 0 ? WIT_EXIT_GAPS : WIT_EXIT_DONE;
}

enum wit_exit cmd_permissions_aws(const struct wit_args *args)
{
    (void)args;
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, (size_t)1 << 20);
    wit_aws_permissions(&out);
    return wit_emit("-", &out);
}
