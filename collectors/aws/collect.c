/* collectors/aws/collect.c: plan a run: whose account, which regions, which calls, which calls follow from answers.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "collectors/aws/run.h"

enum { PARALLEL = 8, TIMEOUT_S = 60, ATTEMPTS = 8 };

static bool wanted(const struct wit_run *run, const char *service)
{
    if (run->options->n_services == 0)
        return true;
    for (size_t i = 0; i < run->options->n_services; i++) {
        const char *s = run->options->services[i];
        if (strcmp(s, service) == 0 || (strcmp(s, "s3api") == 0 && strcmp(service, "s3") == 0))
            return true;
    }
    return false;
}

static struct wit_call *new_call(struct wit_run *run, const struct wit_operation *op, const char *region,
                                 const char *resource)
{
    struct wit_call *call = WIT_NEW(run->arena, struct wit_call);
    call->op = op;
    call->region = region;
    call->resource = resource != NULL ? wit_strdup(run->arena, resource) : NULL;
    call->page = 1;
    call->attempt = 1;
    return call;
}

static bool is_location(const struct wit_operation *op)
{
    return strcmp(op->operation, "GetBucketLocation") == 0;
}

/* The other questions about a bucket wait until it is known where it lives. */
static bool waits_for_location(const struct wit_operation *op)
{
    return op->scope == WIT_CALL_EACH && strcmp(op->service, "s3") == 0 && !is_location(op);
}

static bool depends_on(const struct wit_operation *op, const struct wit_call *list)
{
    return wit_operation_lister(op) == list->op;
}

bool wit_run_page(struct wit_run *run, struct wit_call *call, const char *body, size_t len, struct wit_err *err)
{
    if (is_location(call->op)) {
        call->sign_region = wit_answer_bucket_region(run->arena, body, len);
        return true;
    }
    size_t n_ops;
    const struct wit_operation *ops = wit_operations(&n_ops);
    for (size_t i = 0; i < n_ops; i++) {
        if (!depends_on(&ops[i], call) || waits_for_location(&ops[i]) || !wanted(run, ops[i].service))
            continue;
        struct wit_arena *arena = wit_arena_new();
        const char **items;
        size_t n = 0;
        struct wit_err why = {0};
        bool fine = true;
        if (!wit_answer_list(&items, &n, arena, call->op, ops[i].each_field, body, len, &why)) {
            struct wit_call *lost = new_call(run, &ops[i], call->region, NULL);
            fine = wit_run_gap(run, lost, WIT_GAP_UNREADABLE, why.text, err);
            n = 0;
        }
        for (size_t k = 0; k < n && fine; k++)
            fine = wit_resume_plan(run, new_call(run, &ops[i], call->region, items[k]), err);
        wit_arena_free(arena);
        if (!fine)
            return false;
    }
    return true;
}

bool wit_run_end(struct wit_run *run, struct wit_call *call, struct wit_err *err)
{
    size_t n_ops;
    const struct wit_operation *ops = wit_operations(&n_ops);
    for (size_t i = 0; i < n_ops && is_location(call->op); i++) {
        if (!waits_for_location(&ops[i]))
            continue;
        struct wit_call *next = new_call(run, &ops[i], call->region, call->resource);
        next->sign_region = call->sign_region;
        if (!wit_resume_plan(run, next, err))
            return false;
    }
    return true;
}

static bool assume_no_service(struct wit_run *run, const struct wit_operation *op, const char *region,
                              struct wit_err *err)
{
    struct wit_call *call = new_call(run, op, region, NULL);
    struct wit_record record = {
        .kind = WIT_REC_ASSUMPTION,
        .subject = wit_run_subject(run, call),
        .detail = wit_fmt(run->scratch, "partition %s has no service %s", wit_partition_of(region)->id, op->service)};
    return wit_resume_has(run, &record.subject) || wit_bundle_note(run->writer, &record, err);
}

static bool plan(struct wit_run *run, struct wit_err *err)
{
    size_t n_ops, n_more;
    const struct wit_operation *ops = wit_operations(&n_ops), *more = wit_operations_optional(&n_more);
    for (size_t r = 0; r < run->n_regions; r++) {
        for (size_t i = 0; i < n_more && run->options->n_services > 0; i++) /* only when it is named */
            if (wanted(run, more[i].service) &&
                !wit_resume_plan(run, new_call(run, &more[i], run->regions[r], NULL), err))
                return false;
        for (size_t i = 0; i < n_ops; i++) {
            const struct wit_service *service = wit_service_find(ops[i].service);
            bool here = ops[i].scope == WIT_CALL_REGIONAL || (ops[i].scope == WIT_CALL_GLOBAL && r == 0);
            if (!here || strcmp(ops[i].operation, "GetCallerIdentity") == 0 || !wanted(run, ops[i].service))
                continue;
            bool fine = service != NULL && !wit_service_exists(service, run->regions[r])
                            ? assume_no_service(run, &ops[i], run->regions[r], err)
                            : wit_resume_plan(run, new_call(run, &ops[i], run->regions[r], NULL), err);
            if (!fine)
                return false;
        }
    }
    return true;
}

/* GetCallerIdentity needs no permission; when even that is not answered nothing else would be. */
static bool find_identity(struct wit_run *run, struct wit_err *err)
{
    struct wit_call *call = new_call(run, wit_operation_find("sts", "GetCallerIdentity"), run->regions[0], NULL);
    run->identity = call;
    run->total++;
    wit_run_push(run, call, false);
    if (!wit_run_queue(run, err))
        return false;
    run->identity = NULL;
    if (run->account == NULL)
        return wit_fail(err, run->identity_answered ? WIT_EDENIED : WIT_ENET, "%s: sts GetCallerIdentity: %s",
                        run->regions[0], run->identity_problem);
    snprintf(run->summary->account, sizeof run->summary->account, "%s", run->account);
    return true;
}

/* Asked only when the user wants every region and names none. */
static bool enabled_regions(struct wit_run *run, struct wit_err *err)
{
    const struct wit_operation *op = wit_operation_find("ec2", "DescribeRegions");
    struct wit_call *call = new_call(run, op, run->regions[0], NULL);
    if (!wit_resume_plan(run, call, err) || !wit_run_queue(run, err))
        return false;
    wit_resume_index(run);
    const struct wit_record *record;
    struct wit_subject subject = wit_run_subject(run, call);
    if (!wit_bundle_writer_has(run->writer, &subject, 1, &record) || record->kind != WIT_REC_ARTEFACT)
        return true; /* the gap is recorded; the home region alone is asked */
    char *body;
    size_t len, n;
    const char **names;
    if (!wit_bundle_writer_blob(run->writer, record, run->arena, &body, &len, err) ||
        !wit_answer_list(&names, &n, run->arena, op, "RegionName", body, len, err))
        return wit_fail_in(err, "DescribeRegions");
    const char **regions = WIT_NEW_ARRAY(run->arena, const char *, n + 1);
    size_t count = 0;
    regions[count++] = run->regions[0];
    for (size_t i = 0; i < n; i++) {
        if (!wit_region_valid(names[i]))
            return wit_fail(err, WIT_EPARSE, "DescribeRegions: item %zu is no region name", i + 1);
        if (strcmp(names[i], run->regions[0]) != 0)
            regions[count++] = names[i];
    }
    run->regions = regions;
    run->n_regions = count;
    return true;
}

static bool choose_regions(struct wit_run *run, struct wit_err *err)
{
    const struct wit_aws_options *o = run->options;
    const char **regions = WIT_NEW_ARRAY(run->arena, const char *, o->n_regions + 1);
    size_t n = 0;
    for (size_t i = 0; i < o->n_regions; i++) {
        bool twice = false;
        for (size_t k = 0; k < n; k++)
            twice = twice || strcmp(regions[k], o->regions[i]) == 0;
        if (!twice)
            regions[n++] = o->regions[i];
    }
    if (n == 0 && run->config.region != NULL)
        regions[n++] = run->config.region;
    if (n == 0 && o->all_regions)
        regions[n++] = "us-east-1";
    if (n == 0)
        return wit_fail(err, WIT_EUSAGE,
                        "no region: give --region (looked at AWS_REGION, AWS_DEFAULT_REGION and the profile)");
    for (size_t i = 0; i < n; i++) {
        if (!wit_region_valid(regions[i]))
            return wit_fail(err, WIT_EUSAGE, "\"%.60s\" is no region name (example: eu-west-1)", regions[i]);
    }
    run->regions = regions;
    run->n_regions = n;
    if (run->config.region == NULL)
        run->config.region = regions[0]; /* where STS is asked for roles */
    return true;
}

static unsigned number_from_env(const char *name, unsigned otherwise)
{
    const char *text = getenv(name);
    return text != NULL && *text >= '0' && *text <= '9' ? (unsigned)strtoul(text, NULL, 10) : otherwise;
}

/* A service that is misspelt would be asked nothing, and nobody would see it. */
static bool check_services(struct wit_run *run, struct wit_err *err)
{
    const struct wit_aws_options *o = run->options;
    size_t n, n_more;
    const struct wit_operation *ops = wit_operations(&n), *more = wit_operations_optional(&n_more);
    for (size_t i = 0; i < o->n_services; i++) {
        WIT_CLEANUP(wit_buf_deinit) struct wit_buf names;
        wit_buf_init(&names, 400);
        bool known = strcmp(o->services[i], "s3api") == 0;
        for (size_t k = 0; k < n_more && !known; k++)
            known = strcmp(o->services[i], more[k].service) == 0;
        for (size_t k = 0; k < n && !known; k++) {
            known = strcmp(o->services[i], ops[k].service) == 0;
            if (k == 0 || strcmp(ops[k].service, ops[k - 1].service) != 0)
                wit_buf_printf(&names, "%s%s", names.len > 0 ? ", " : "", ops[k].service);
        }
        if (!known)
            return wit_fail(err, WIT_EUSAGE, "--service '%.60s': there is %s", o->services[i], wit_buf_str(&names));
    }
    return true;
}

static bool prepare(struct wit_run *run, struct wit_err *err)
{
    const struct wit_aws_options *o = run->options;
    if (!check_services(run, err))
        return false;
    if (!wit_aws_config_load(&run->config, run->arena, o->profile, err))
        return false;
    run->config.role_arn = o->role_arn;
    run->config.external_id = o->external_id;
    run->config.endpoints.url = o->endpoint_url;
    if (o->ca_file != NULL)
        run->config.ca_file = o->ca_file;
    run->parallel = o->parallel == 0 ? PARALLEL : o->parallel > 64 ? 64 : o->parallel;
    run->timeout_s = o->timeout_s == 0 ? TIMEOUT_S : o->timeout_s;
    run->attempts = o->attempts == 0 ? ATTEMPTS : o->attempts;
    run->wait_percent = number_from_env("PATHWITNESS_WAIT_PERCENT", 100);
    if (getenv("PATHWITNESS_SEED") != NULL)
        run->random.state = number_from_env("PATHWITNESS_SEED", 0);
    else if (getrandom(&run->random.state, sizeof run->random.state, 0) != (ssize_t)sizeof run->random.state)
        run->random.state = (uint64_t)wit_run_mono_ms();
    return choose_regions(run, err) && wit_aws_credentials_find(&run->keys, run->scratch, &run->config, err);
}

bool wit_aws_collect(struct wit_bundle_writer *w, const struct wit_aws_options *options,
                     struct wit_collect_summary *summary, struct wit_err *err)
{
    *summary = (struct wit_collect_summary){0};
    struct wit_run run = {.arena = wit_arena_new(),
                          .scratch = wit_arena_new(),
                          .writer = w,
                          .options = options,
                          .summary = summary,
                          .http = wit_http_new()};
    run.tail = &run.head;
    run.paces = wit_strmap_new(run.arena);
    wit_resume_index(&run);
    bool fine = prepare(&run, err) && find_identity(&run, err) &&
                (!options->all_regions || options->n_regions > 0 || enabled_regions(&run, err)) && plan(&run, err) &&
                wit_run_queue(&run, err);
    wit_http_free(run.http);
    wit_aws_keys_wipe(&run.keys);
    wit_aws_config_close(&run.config);
    wit_arena_free(run.scratch);
    wit_arena_free(run.arena);
    return fine;
}
