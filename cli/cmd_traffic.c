/* cli/cmd_traffic.c: `import pcap`, `import flow-logs` and `flows`.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/addr.h"
#include "base/io.h"
#include "cli/cli.h"
#include "collectors/traffic/traffic.h"
#include "pathmap/observe/observe.h"
#include "pathmap/pathmap.h"
#include "render/seen.h"

#define OUTPUT_MAX_BYTES ((size_t)1 << 30)

static void show(void *context, uint64_t done, uint64_t total)
{
    wit_bar_step(context, "bytes", (unsigned long)done, (unsigned long)total);
}

bool wit_arg_places(const char *const **out, size_t *n, const struct wit_args *args, struct wit_err *err)
{
    enum { PLACES = 256, LONGEST = 64 };
    const char **list = WIT_NEW_ARRAY(args->arena, const char *, PLACES);
    *n = 0;
    *out = list;
    for (const char *at = wit_arg(args, "at"); at != NULL;) {
        size_t len = strcspn(at, ",");
        struct wit_addr addr;
        const char *one = wit_strndup(args->arena, at, len);
        if (*n == PLACES || len == 0 || len > LONGEST ||
            (strncmp(one, "eni-", 4) != 0 && !wit_addr_parse(&addr, one, NULL)))
            return wit_fail(err, WIT_EUSAGE, "--at takes addresses or interface ids (eni-…), not '%.64s'", one);
        list[(*n)++] = one;
        at = at[len] == ',' ? at + len + 1 : NULL;
    }
    return true;
}

enum wit_exit cmd_import_pcap(const struct wit_args *args)
{
    struct wit_err err = {0};
    const char *dir = wit_arg(args, "output");
    unsigned sample;
    const char *const *at;
    size_t n_at;
    struct wit_bundle_writer *writer;
    if (dir == NULL) {
        wit_fail(&err, WIT_EUSAGE, "'import pcap' needs -o BUNDLE, the evidence folder to write");
        return wit_report(&err);
    }
    if (!wit_arg_number(&sample, args, "sample", 1, 1000000, 1, &err) || !wit_arg_places(&at, &n_at, args, &err) ||
        !wit_output_bundle_check(args, dir, &err))
        return wit_report(&err);
    for (size_t i = 0; i < args->n_positional; i++) { /* before anything is written */
        struct wit_capture *capture;
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        if (args->positional[i][0] == '-' && args->positional[i][1] == '\0')
            continue;
        if (!wit_capture_open(&capture, arena, args->positional[i], &err))
            return wit_report(&err);
        wit_capture_close(capture);
    }
    if (!wit_bundle_writer_open(&writer, dir, true, &err)) {
        wit_fail_in(&err, "%s", dir);
        return wit_report(&err);
    }
    bool gaps = false, good = true;
    for (size_t i = 0; i < args->n_positional && good; i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        struct wit_traffic_summary sum;
        struct wit_bar bar;
        wit_bar_start(&bar, args, "import pcap");
        struct wit_traffic_options options = {.sample = sample,
                                              .anonymous = wit_arg_flag(args, "anonymize"),
                                              .at = at,
                                              .n_at = n_at,
                                              .progress = show,
                                              .context = &bar};
        good = wit_traffic_import_pcap(writer, args->positional[i], &options, arena, &sum, &err);
        wit_bar_end(&bar);
        if (!good)
            break;
        gaps = gaps || sum.cut || sum.unread > 0;
        wit_say(args, "%s: %llu packets, %llu flows%s%s", args->positional[i], (unsigned long long)sum.packets,
                (unsigned long long)sum.flows, sum.cut ? "; cut: " : "", sum.cut ? sum.why : "");
        if (sum.copies > 0)
            wit_say(args, "  %llu copies of packets seen before were not counted", (unsigned long long)sum.copies);
        if (sum.unread > 0)
            wit_say(args, "  %llu frames could not be read", (unsigned long long)sum.unread);
        if (sum.folded > 0)
            wit_say(args, "  %llu small flows were folded into prefixes", (unsigned long long)sum.folded);
    }
    wit_bundle_writer_close(writer);
    if (!good)
        return wit_report(&err);
    return gaps ? WIT_EXIT_GAPS : WIT_EXIT_DONE;
}

enum wit_exit cmd_import_flow_logs(const struct wit_args *args)
{
    struct wit_err err = {0};
    const char *dir = wit_arg(args, "output");
    struct wit_bundle_writer *writer;
    if (dir == NULL) {
        wit_fail(&err, WIT_EUSAGE, "'import flow-logs' needs -o BUNDLE, the evidence folder to write");
        return wit_report(&err);
    }
    for (size_t i = 0; i < args->n_positional; i++) { /* before anything is written */
        if (!wit_path_exists(args->positional[i])) {
            wit_fail(&err, WIT_EIO, "%s: there is no such file or folder", args->positional[i]);
            return wit_report(&err);
        }
    }
    if (!wit_output_bundle_check(args, dir, &err))
        return wit_report(&err);
    if (!wit_bundle_writer_open(&writer, dir, true, &err)) {
        wit_fail_in(&err, "%s", dir);
        return wit_report(&err);
    }
    struct wit_log_summary sum = {0};
    struct wit_bar bar;
    wit_bar_start(&bar, args, "import flow-logs");
    struct wit_traffic_options options = {
        .anonymous = wit_arg_flag(args, "anonymize"), .progress = show, .context = &bar};
    bool good = wit_traffic_import_logs(writer, args->positional, args->n_positional, wit_arg(args, "format"), &options,
                                        args->arena, &sum, &err);
    wit_bar_end(&bar);
    wit_bundle_writer_close(writer);
    if (!good)
        return wit_report(&err);
    const struct wit_log_facts *f = &sum.facts;
    wit_say(args, "%s: %llu files, %llu records of %zu interfaces, %llu flows", dir, (unsigned long long)f->files,
            (unsigned long long)f->records, f->n_vantages, (unsigned long long)sum.flows);
    if (f->skipped > 0)
        wit_say(args, "  %llu intervals were skipped by the log: gaps", (unsigned long long)f->skipped);
    if (f->bad > 0)
        wit_say(args, "  %llu lines could not be read: gaps", (unsigned long long)f->bad);
    return f->skipped + f->bad > 0 ? WIT_EXIT_GAPS : WIT_EXIT_DONE;
}

enum wit_exit cmd_flows(const struct wit_args *args)
{
    struct wit_err err = {0};
    enum wit_seen_format format = WIT_SEEN_TABLE;
    const char *word = wit_arg(args, "format");
    const struct wit_bundle *const *bundles;
    const struct wit_intent *intent;
    struct wit_seen *seen;
    size_t n;
    if ((word != NULL && !wit_seen_format_of(&format, word, &err)) || !wit_load_intent(&intent, args, &err) ||
        !wit_load_bundles(&bundles, &n, args, &err) ||
        !wit_intent_with_platform(&intent, args->arena, NULL, bundles, n, intent, &err) ||
        !wit_seen_read(&seen, args->arena, bundles, n, intent, &err))
        return wit_report(&err);
    wit_seen_fold(seen, args->arena);
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, OUTPUT_MAX_BYTES);
    wit_seen_print(&out, seen, format);
    if (seen->n_vantages == 0)
        wit_say(args, "no traffic is in the evidence: 'import pcap' adds captures");
    return wit_emit("-", &out);
}
