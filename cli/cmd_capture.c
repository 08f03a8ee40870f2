/* cli/cmd_capture.c: `collect capture`.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "collectors/traffic/live_watch.h"

enum { LONGEST_S = 7 * 86400, DEFAULT_S = 900, SNAP_LEAST = 128, SNAP_MOST = 65535, SNAP = 256, BUFFER_MIB = 32 };

struct run {
    const struct wit_args *args;
    const char *dir;
    struct wit_capture_options options;
    struct wit_bundle_writer *writer; /* from when capturing has begun */
    struct wit_bar bar;
};

/* "15m", "90s", "1h", "30" */
static bool read_duration(uint64_t *out, const struct wit_args *args, struct wit_err *err)
{
    const char *text = wit_arg(args, "duration");
    static const struct {
        const char *unit;
        uint64_t seconds;
    } units[] = {{"", 1}, {"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86400}};
    *out = DEFAULT_S;
    if (text == NULL)
        return true;
    char *end;
    size_t digits = strspn(text, "0123456789");
    uint64_t n = digits == 0 || digits > 7 ? 0 : strtoull(text, &end, 10);
    for (size_t i = 0; n > 0 && i < sizeof units / sizeof units[0]; i++) {
        if (strcmp(text + digits, units[i].unit) == 0 && n * units[i].seconds <= LONGEST_S) {
            *out = n * units[i].seconds;
            return true;
        }
    }
    return wit_fail(err, WIT_EUSAGE, "--duration takes a time from 1s to 7d, like 90s, 15m or 2h, not '%.32s'", text);
}

/* "broker-1:ens5": a name of the vantage point that other hosts' captures do not have. */
static const char *vantage_name(const struct wit_args *args, const struct wit_capture_options *o)
{
    char host[65] = "";
    const char *name = "";
    for (size_t i = 0; i < o->n_interfaces; i++)
        name = wit_fmt(args->arena, "%s%s%s", name, i == 0 ? "" : ",", o->interfaces[i]);
    if (o->anonymous || gethostname(host, sizeof host - 1) != 0 || host[0] == '\0')
        return name;
    return wit_fmt(args->arena, "%s:%s", host, name);
}

static bool read_options(struct run *run, struct wit_err *err)
{
    const struct wit_args *args = run->args;
    struct wit_capture_options *o = &run->options;
    unsigned sample, snap, buffer;
    o->interfaces = wit_arg_all(args, "interface", &o->n_interfaces);
    if (run->dir == NULL || o->n_interfaces == 0)
        return wit_fail(err, WIT_EUSAGE, "'collect capture' needs -i INTERFACE and -o BUNDLE");
    if (o->n_interfaces > WIT_LIVE_INTERFACES)
        return wit_fail(err, WIT_EUSAGE, "at most %d interfaces can be captured at once: -i any is all of them",
                        WIT_LIVE_INTERFACES);
    for (size_t i = 0; i < o->n_interfaces; i++) {
        size_t len = strlen(o->interfaces[i]);
        if (len == 0 || len > 15 || strpbrk(o->interfaces[i], "/ ") != NULL)
            return wit_fail(err, WIT_EUSAGE, "'%.64s' is not the name of an interface", o->interfaces[i]);
    }
    if (!read_duration(&o->seconds, args, err) || !wit_arg_number(&sample, args, "sample", 1, 1000000, 1, err) ||
        !wit_arg_number(&snap, args, "snaplen", SNAP_LEAST, SNAP_MOST, SNAP, err) ||
        !wit_arg_number(&buffer, args, "buffer", 1, 1024, BUFFER_MIB, err) ||
        !wit_arg_places(&o->at, &o->n_at, args, err))
        return false;
    o->sample = sample;
    o->snap = snap;
    o->buffer_mib = buffer;
    o->promiscuous = wit_arg_flag(args, "promiscuous");
    o->anonymous = wit_arg_flag(args, "anonymize");
    o->user = wit_arg(args, "user");
    o->at_told = o->n_at > 0;
    o->name = vantage_name(args, o);
    if (o->anonymous && o->at_told)
        return wit_fail(err, WIT_EUSAGE, "--at tells addresses that --anonymize would hide");
    return o->at_told || o->anonymous ||
           wit_live_places(&o->at, &o->n_at, args->arena, o->interfaces, o->n_interfaces, err);
}

/* Capturing has begun: now the bundle must take what comes, and not in a quarter of an hour. */
static bool ready(void *context, enum wit_live_sampler sampler, struct wit_err *err)
{
    struct run *run = context;
    static const char *const how[] = {[WIT_LIVE_EVERY] = "every packet",
                                      [WIT_LIVE_KERNEL] = "the kernel samples",
                                      [WIT_LIVE_PROGRAM] = "the kernel refused to sample, so this program does"};
    if (!wit_bundle_writer_open(&run->writer, run->dir, true, err))
        return wit_fail_in(err, "%s", run->dir);
    wit_say(run->args, "%s: capturing for %llu s (%s); Ctrl-C ends it early and keeps what was seen", run->options.name,
            (unsigned long long)run->options.seconds, how[sampler]);
    wit_bar_start(&run->bar, run->args, "capture");
    return true;
}

static void progress(void *context, uint64_t seconds, uint64_t packets, uint64_t dropped)
{
    struct run *run = context;
    char text[80];
    snprintf(text, sizeof text, "s, %llu packets, %llu dropped", (unsigned long long)packets,
             (unsigned long long)dropped);
    wit_bar_step(&run->bar, text, (unsigned long)seconds, (unsigned long)run->options.seconds);
}

static enum wit_exit tell(const struct run *run, const struct wit_captured *c)
{
    wit_say(run->args, "%s: %llu packets, %llu flows", run->options.name, (unsigned long long)c->packets,
            (unsigned long long)c->flows);
    if (c->copies > 0)
        wit_say(run->args, "  %llu copies of packets seen before were not counted", (unsigned long long)c->copies);
    if (c->unread > 0)
        wit_say(run->args, "  %llu frames could not be read", (unsigned long long)c->unread);
    if (c->folded > 0)
        wit_say(run->args, "  %llu small flows were folded into prefixes", (unsigned long long)c->folded);
    if (c->openings_sampled > 0)
        wit_say(run->args, "  %llu openings were seen where only one in %llu is kept (tunnels in tunnels)",
                (unsigned long long)c->openings_sampled, (unsigned long long)run->options.sample);
    for (size_t i = 0; i < c->n_gaps; i++)
        wit_say(run->args, "  gap: %s", c->gaps[i].detail);
    if (run->options.n_at == 0)
        wit_say(run->args, "  where it was taken is not known: without --at no path can be called 'not seen'");
    return c->n_gaps > 0 || c->unread > 0 ? WIT_EXIT_GAPS : WIT_EXIT_DONE;
}

enum wit_exit cmd_collect_capture(const struct wit_args *args)
{
    struct wit_err err = {0};
    struct run run = {.args = args, .dir = wit_arg(args, "output")};
    struct wit_captured captured;
    char id[24];
    run.options = (struct wit_capture_options){.ready = ready, .progress = progress, .context = &run};
    if (!read_options(&run, &err) || !wit_output_bundle_check(args, run.dir, &err))
        return wit_report(&err);
    bool good = wit_traffic_capture(&captured, args->arena, &run.options, &err);
    wit_bar_end(&run.bar);
    if (good && !wit_traffic_capture_store(run.writer, &captured, run.options.name, id, &err))
        good = false;
    wit_bundle_writer_close(run.writer);
    enum wit_exit status = good ? tell(&run, &captured) : wit_report(&err);
    wit_captured_deinit(&captured);
    return status;
}
