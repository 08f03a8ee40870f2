/* cli/cmd_connect.c: `collect connect` and `collect schema-registry`.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>
#include <sys/stat.h>

#include "cli/cli.h"
#include "collectors/connect/connect.h"

enum { GAPS_SHOWN = 10 };

typedef bool collect_fn(struct wit_bundle_writer *w, const struct wit_rest_options *options,
                        struct wit_collect_summary *summary, struct wit_err *err);

static void show(void *context, const struct wit_progress *progress)
{
    wit_bar_step(context, progress->what, progress->done, progress->total);
}

static bool options_of(struct wit_rest_options *out, const struct wit_args *args, struct wit_err *err)
{
    *out = (struct wit_rest_options){.url = wit_arg(args, "url"),
                                     .ca_file = wit_arg(args, "ca"),
                                     .cert_file = wit_arg(args, "cert"),
                                     .key_file = wit_arg(args, "key"),
                                     .basic_auth_file = wit_arg(args, "basic-auth-file")};
    if (wit_arg(args, "output") == NULL)
        return wit_fail(err, WIT_EUSAGE, "'%s' needs -o BUNDLE, the evidence folder to write", args->command->words);
    if (out->url == NULL)
        return wit_fail(err, WIT_EUSAGE, "'%s' needs --url URL, the address of its REST interface",
                        args->command->words);
    if (out->key_file != NULL && out->cert_file == NULL)
        return wit_fail(err, WIT_EUSAGE, "--key needs --cert, the certificate that belongs to it");
    return wit_arg_number(&out->timeout_s, args, "timeout", 1, 3600, 0, err);
}

/* The same address asked twice into one bundle would be two answers to one question. */
static bool open_bundle(struct wit_bundle_writer **out, const char *dir, const char *source, const char *base,
                        size_t *before, struct wit_err *err)
{
    if (!wit_bundle_writer_open(out, dir, true, err))
        return wit_fail_in(err, "%s", dir);
    const struct wit_record *records = wit_bundle_writer_records(*out, before);
    for (size_t i = 0; i < *before; i++) {
        const struct wit_subject *s = &records[i].subject;
        if (s->source == NULL || strcmp(s->source, source) != 0 || s->resource == NULL ||
            strcmp(s->resource, base) != 0)
            continue;
        wit_bundle_writer_close(*out);
        *out = NULL;
        return wit_fail(err, WIT_EUSAGE, "%s already holds answers of %s: choose another name", dir, base);
    }
    return true;
}

static void warn_of_readers(const struct wit_args *args, const char *path)
{
    struct stat file;
    if (path != NULL && stat(path, &file) == 0 && (file.st_mode & (S_IRGRP | S_IROTH)) != 0)
        wit_say(args, "%s holds a password and others may read it: chmod 600 %s", path, path);
}

static void say_gaps(const struct wit_args *args, struct wit_bundle_writer *w, size_t before)
{
    size_t n, shown = 0, more = 0;
    const struct wit_record *records = wit_bundle_writer_records(w, &n);
    for (size_t i = before; i < n; i++) {
        if (records[i].kind != WIT_REC_GAP)
            continue;
        if (shown++ < GAPS_SHOWN)
            wit_say(args, "gap: %s: %s", records[i].subject.operation, records[i].detail);
        else
            more++;
    }
    if (more > 0)
        wit_say(args, "and %zu gaps more", more);
}

static enum wit_exit run(const struct wit_args *args, const char *source, collect_fn *collect)
{
    struct wit_err err = {0};
    struct wit_rest_options options;
    struct wit_bundle_writer *writer = NULL;
    const char *dir = wit_arg(args, "output"), *base;
    size_t before = 0;
    if (!options_of(&options, args, &err) || !wit_rest_base(&base, args->arena, options.url, &err) ||
        !wit_output_bundle_check(args, dir, &err) || !open_bundle(&writer, dir, source, base, &before, &err))
        return wit_report(&err);
    warn_of_readers(args, options.basic_auth_file);
    struct wit_bar bar;
    wit_bar_start(&bar, args, args->command->words);
    options.progress = show;
    options.context = &bar;
    struct wit_collect_summary sum = {0};
    bool done = collect(writer, &options, &sum, &err);
    wit_bar_end(&bar);
    if (done)
        say_gaps(args, writer, before);
    wit_bundle_writer_close(writer);
    if (!done)
        return wit_report(&err);
    char size[24];
    wit_say(args, "%s: %s: %lu answers, %s, %lu gaps (%lu calls, %lu retried)", dir, base, sum.artefacts,
            wit_human_bytes(size, sum.bytes), sum.gaps, sum.calls, sum.retries);
    return sum.gaps > 0 ? WIT_EXIT_GAPS : WIT_EXIT_DONE;
}

enum wit_exit cmd_collect_connect(const struct wit_args *args)
{
    return run(args, "connect", wit_connect_collect);
}

enum wit_exit cmd_collect_schema_registry(const struct wit_args *args)
{
    return run(args, "schema-registry", wit_schema_registry_collect);
}
