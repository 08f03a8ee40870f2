/* cli/cmd_import.c: `import aws-cli`.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/io.h"
#include "cli/cli.h"
#include "collectors/aws/aws.h"

static void show(void *context, const struct wit_progress *progress)
{
    wit_bar_step(context, progress->what, progress->done, progress->total);
}

static void report_files(const struct wit_args *args, const struct wit_import_summary *sum)
{
    for (size_t i = 0; i < sum->n_list; i++)
        if (sum->list[i].note != NULL)
            wit_say(args, "  %s: %s", sum->list[i].path, sum->list[i].note);
}

enum wit_exit cmd_import_aws_cli(const struct wit_args *args)
{
    struct wit_err err = {0};
    const char *dir = wit_arg(args, "output");
    if (dir == NULL) {
        wit_fail(&err, WIT_EUSAGE, "'import aws-cli' needs -o BUNDLE, the evidence folder to write");
        return wit_report(&err);
    }
    const char *from = args->positional[0];
    if (!wit_path_is_dir(from)) {
        wit_fail(&err, WIT_EIO, "%s is no folder that can be read", from);
        return wit_report(&err);
    }
    struct wit_bundle_writer *writer;
    if (!wit_output_bundle_check(args, dir, &err))
        return wit_report(&err);
    if (!wit_bundle_writer_open(&writer, dir, true, &err)) {
        wit_fail_in(&err, "%s", dir);
        return wit_report(&err);
    }
    struct wit_bar bar;
    wit_bar_start(&bar, args, "import aws-cli");
    struct wit_aws_import_options options = {.account = wit_arg(args, "account"),
                                             .region = wit_arg(args, "region"),
                                             .assume_empty = wit_arg_flag(args, "assume-empty"),
                                             .progress = show,
                                             .context = &bar};
    struct wit_import_summary sum = {0};
    bool done = wit_aws_import_cli(writer, from, &options, args->arena, &sum, &err);
    wit_bar_end(&bar);
    wit_bundle_writer_close(writer);
    if (!done)
        return wit_report(&err);
    report_files(args, &sum);
    wit_say(args, "%s: %lu files, %lu answers, %lu gaps, %lu assumptions, %lu files not used", dir, sum.files,
            sum.artefacts, sum.gaps, sum.assumptions, sum.unrecognised);
    if (sum.not_asked > 0)
        wit_say(args, "%lu call%s without a file %s not asked, and gaps too: 'pathwitness map' names them; %s",
                sum.not_asked, sum.not_asked == 1 ? "" : "s", sum.not_asked == 1 ? "was" : "were",
                options.assume_empty ? "what such calls tell cannot be assumed" /* must_exist */
                                     : "--assume-empty states that such lists are empty");
    return sum.gaps > 0 || sum.not_asked > 0 ? WIT_EXIT_GAPS : WIT_EXIT_DONE;
}
