/* cli/cmd_flow_logs.c: `collect flow-logs`: flow logs out of a bucket.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "cli/cli.h"
#include "collectors/aws/s3.h"
#include "collectors/traffic/traffic.h"

static void show(void *context, uint64_t done, uint64_t total)
{
    wit_bar_step(context, "objects", (unsigned long)done, (unsigned long)total);
}

/* "2026-11-20T21:00:00Z", "2026-11-20", or so long before now: "90m", "24h", "7d", "2w". */
static bool read_time(int64_t *out, const struct wit_args *args, const char *option, struct wit_err *err)
{
    static const struct {
        char unit;
        int64_t ms;
    } units[] = {{'m', 60000}, {'h', 3600000}, {'d', 86400000}, {'w', 604800000}};
    const char *text = wit_arg(args, option);
    *out = 0;
    if (text == NULL)
        return true;
    size_t digits = strspn(text, "0123456789");
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (digits > 0 && digits <= 6 && text[digits] == units[i].unit && text[digits + 1] == '\0') {
            *out = wit_now_ms() - (int64_t)strtol(text, NULL, 10) * units[i].ms;
            return *out > 0 || wit_fail(err, WIT_EUSAGE, "--%s %s is before 1970", option, text);
        }
    }
    if (!wit_time_parse(out, text, NULL) || *out <= 0)
        return wit_fail(err, WIT_EUSAGE,
                        "--%s takes a time (2026-11-20T21:00:00Z) or so long ago (24h, 7d), not '%.60s'", option, text);
    return true;
}

static bool read_options(struct wit_log_bucket *bucket, struct wit_s3_options *s3, const struct wit_args *args,
                         struct wit_err *err)
{
    *s3 = (struct wit_s3_options){.region = wit_arg(args, "region"),
                                  .profile = wit_arg(args, "profile"),
                                  .role_arn = wit_arg(args, "role-arn"),
                                  .external_id = wit_arg(args, "external-id"),
                                  .endpoint_url = wit_arg(args, "endpoint-url"),
                                  .ca_file = wit_arg(args, "ca")};
    *bucket = (struct wit_log_bucket){.url = wit_arg(args, "s3"),
                                      .format = wit_arg(args, "format"),
                                      .s3 = s3,
                                      .anonymous = wit_arg_flag(args, "anonymize"),
                                      .progress = show};
    if (bucket->url == NULL)
        return wit_fail(err, WIT_EUSAGE, "'collect flow-logs' needs --s3 s3://bucket/prefix, where the logs lie");
    if (wit_arg(args, "output") == NULL)
        return wit_fail(err, WIT_EUSAGE, "'collect flow-logs' needs -o BUNDLE, the evidence folder to write");
    if (!read_time(&bucket->since_ms, args, "since", err) || !read_time(&bucket->until_ms, args, "until", err))
        return false;
    if (bucket->until_ms != 0 && bucket->until_ms <= bucket->since_ms)
        return wit_fail(err, WIT_EUSAGE, "--until is not after --since");
    return wit_arg_number(&s3->parallel, args, "parallel", 1, 64, 0, err) &&
           wit_arg_number(&s3->timeout_s, args, "timeout", 1, 3600, 0, err) &&
           wit_arg_number(&s3->attempts, args, "attempts", 1, 20, 0, err) &&
           wit_output_bundle_check(args, wit_arg(args, "output"), err);
}

static void tell(const struct wit_args *args, const struct wit_log_summary *sum)
{
    const struct wit_log_facts *f = &sum->facts;
    wit_say(args, "%s: %llu of %llu objects, %llu records of %zu interfaces, %llu flows", wit_arg(args, "output"),
            (unsigned long long)f->objects->read, (unsigned long long)f->objects->listed,
            (unsigned long long)f->records, f->n_vantages, (unsigned long long)sum->flows);
    if (f->objects->missing > 0)
        wit_say(args, "  %llu objects are missing: gaps", (unsigned long long)f->objects->missing);
    if (f->skipped > 0)
        wit_say(args, "  %llu intervals were skipped by the log: gaps", (unsigned long long)f->skipped);
    if (f->bad > 0)
        wit_say(args, "  %llu lines could not be read: gaps", (unsigned long long)f->bad);
    if (sum->folded > 0)
        wit_say(args, "  %llu small flows were folded into prefixes", (unsigned long long)sum->folded);
}

enum wit_exit cmd_collect_flow_logs(const struct wit_args *args)
{
    struct wit_err err = {0};
    struct wit_log_bucket bucket;
    struct wit_s3_options s3;
    struct wit_log_take *take = NULL;
    struct wit_log_summary sum = {0};
    if (!read_options(&bucket, &s3, args, &err))
        return wit_report(&err);
    struct wit_bar bar;
    wit_bar_start(&bar, args, "collect flow-logs");
    bucket.context = &bar;
    bool good = wit_traffic_take_logs(&take, args->arena, &bucket, &err);
    wit_bar_end(&bar);
    if (!good)
        return wit_report(&err);
    struct wit_bundle_writer *writer;
    const char *dir = wit_arg(args, "output");
    good = wit_bundle_writer_open(&writer, dir, true, &err) || wit_fail_in(&err, "%s", dir);
    if (good) {
        good = wit_traffic_store_logs(writer, take, &sum, &err);
        wit_bundle_writer_close(writer);
    }
    wit_traffic_drop_logs(take);
    if (!good)
        return wit_report(&err);
    tell(args, &sum);
    const struct wit_log_facts *f = &sum.facts;
    return f->skipped + f->bad + f->objects->missing > 0 ? WIT_EXIT_GAPS : WIT_EXIT_DONE;
}
