/* tests/unit/test_aws_collect.c: collecting from the replay server, with everything that can go wrong on the way.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/io.h"
#include "collectors/aws/aws.h"
#include "evidence/operations.h"
#include "tests/support/replay.h"
#include "tests/support/temp.h"

#define XMLNS "xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\""

struct bed {
    struct wit_arena *arena;
    char *temp, *dir, *bundle;
};

static void put(const struct bed *b, const char *region, const char *name, const char *text)
{
    struct wit_err err = {0};
    const char *folder = wit_fmt(b->arena, "%s/111122223333/%s", b->dir, region);
    if (!wit_dir_make(folder, &err) ||
        !wit_file_write(wit_fmt(b->arena, "%s/%s", folder, name), text, strlen(text), &err))
        fail_msg("%s", err.text);
}

static const char *vpcs_page(const struct bed *b, const char *id, const char *token)
{
    return wit_fmt(b->arena,
                   "<DescribeVpcsResponse " XMLNS "><vpcSet><item><vpcId>%s</vpcId></item></vpcSet>%s%s%s"
                   "</DescribeVpcsResponse>",
                   id, token != NULL ? "<nextToken>" : "", token != NULL ? token : "",
                   token != NULL ? "</nextToken>" : "");
}

/* One thing of each kind that other operations ask about. */
static void put_listers(const struct bed *b, const char *region)
{
    static const struct {
        const char *operation, *set, *item;
    } ec2[] = {
        {"DescribeClientVpnEndpoints", "clientVpnEndpoint",
         "<clientVpnEndpointId>cvpn-endpoint-1</clientVpnEndpointId>"},
        {"DescribeVpcEndpointServiceConfigurations", "serviceConfigurationSet", "<serviceId>vpce-svc-1</serviceId>"},
        {"DescribeTransitGatewayRouteTables", "transitGatewayRouteTables",
         "<transitGatewayRouteTableId>tgw-rtb-1</transitGatewayRouteTableId>"},
        {"DescribeVpnGateways", "vpnGatewaySet", "<vpnGatewayId>vgw-1</vpnGatewayId>"},
    };
    for (size_t i = 0; i < sizeof ec2 / sizeof ec2[0]; i++)
        put(b, region, wit_fmt(b->arena, "ec2-%s.xml", ec2[i].operation),
            wit_fmt(b->arena, "<%sResponse " XMLNS "><%s><item>%s</item></%s></%sResponse>", ec2[i].operation,
                    ec2[i].set, ec2[i].item, ec2[i].set, ec2[i].operation));
    static const struct {
        const char *operation, *file, *list, *item;
    } elb[] = {
        {"DescribeLoadBalancers", "", "LoadBalancers", "<LoadBalancerArn>lb-1</LoadBalancerArn>"},
        {"DescribeListeners", ".lb-1", "Listeners", "<ListenerArn>listener-1</ListenerArn>"},
        {"DescribeTargetGroups", "", "TargetGroups", "<TargetGroupArn>group-1</TargetGroupArn>"},
    };
    for (size_t i = 0; i < sizeof elb / sizeof elb[0]; i++)
        put(b, region, wit_fmt(b->arena, "elbv2-%s%s.xml", elb[i].operation, elb[i].file),
            wit_fmt(b->arena, "<%sResponse><%sResult><%s><member>%s</member></%s></%sResult></%sResponse>",
                    elb[i].operation, elb[i].operation, elb[i].list, elb[i].item, elb[i].list, elb[i].operation,
                    elb[i].operation));
    put(b, region, "globalaccelerator-ListAccelerators.json", "{\"Accelerators\":[{\"AcceleratorArn\":\"acc-1\"}]}");
    put(b, region, "globalaccelerator-ListListeners.acc-1.json", "{\"Listeners\":[{\"ListenerArn\":\"lis-1\"}]}");
}

/* Every operation answered: three pages of VPCs, two buckets in two regions, two prefix lists, a key. */
static void make_account(const struct bed *b, const char *region)
{
    struct wit_buf empty;
    wit_buf_init(&empty, 65536);
    size_t n;
    const struct wit_operation *ops = wit_operations(&n);
    for (size_t i = 0; i < n; i++) {
        if (ops[i].list_key != NULL)
            wit_buf_printf(&empty, "%s-%s\n", ops[i].service, ops[i].operation);
    }
    put(b, region, "empty", wit_buf_str(&empty));
    wit_buf_deinit(&empty);
    put(b, region, "sts-GetCallerIdentity.xml",
        "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/u</Arn>"
        "<Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>");
    put(b, region, "ec2-DescribeVpcs.p1.xml", vpcs_page(b, "vpc-1", "t-two+/="));
    put(b, region, "ec2-DescribeVpcs.p2.xml", vpcs_page(b, "vpc-2", "t-three"));
    put(b, region, "ec2-DescribeVpcs.p3.xml", vpcs_page(b, "vpc-3", NULL));
    put(b, region, "ec2-DescribeVpcBlockPublicAccessOptions.xml",
        "<DescribeVpcBlockPublicAccessOptionsResponse " XMLNS
        "><vpcBlockPublicAccessOptions/></DescribeVpcBlockPublicAccessOptionsResponse>");
    put(b, region, "ec2-DescribeManagedPrefixLists.xml",
        "<DescribeManagedPrefixListsResponse " XMLNS "><prefixListSet><item><prefixListId>pl-1</prefixListId></item>"
        "<item><prefixListId>pl-2</prefixListId></item></prefixListSet></DescribeManagedPrefixListsResponse>");
    put(b, region, "s3-ListBuckets.xml",
        "<ListAllMyBucketsResult><Buckets><Bucket><Name>near</Name></Bucket><Bucket><Name>far</Name></Bucket>"
        "</Buckets></ListAllMyBucketsResult>");
    put(b, region, "s3-GetBucketLocation.near.xml", "<LocationConstraint>eu-west-1</LocationConstraint>");
    put(b, region, "s3-GetBucketLocation.far.xml", "<LocationConstraint>EU</LocationConstraint>");
    static const char *const buckets[] = {"near", "far"};
    for (size_t i = 0; i < 2; i++) {
        put(b, region, wit_fmt(b->arena, "s3-GetBucketPolicy.%s.404.xml", buckets[i]),
            "<Error><Code>NoSuchBucketPolicy</Code><Message>none</Message></Error>");
        put(b, region, wit_fmt(b->arena, "s3-GetBucketEncryption.%s.xml", buckets[i]),
            "<ServerSideEncryptionConfiguration/>");
        put(b, region, wit_fmt(b->arena, "s3-GetPublicAccessBlock.%s.xml", buckets[i]),
            "<PublicAccessBlockConfiguration/>");
        put(b, region, wit_fmt(b->arena, "s3-GetBucketOwnershipControls.%s.xml", buckets[i]), "<OwnershipControls/>");
    }
    put(b, region, "s3control-GetPublicAccessBlock.xml", "<PublicAccessBlockConfiguration/>");
    put(b, region, "iam-GetAccountAuthorizationDetails.xml",
        "<GetAccountAuthorizationDetailsResponse><GetAccountAuthorizationDetailsResult><IsTruncated>false</IsTruncated>"
        "</GetAccountAuthorizationDetailsResult></GetAccountAuthorizationDetailsResponse>");
    put(b, region, "organizations-DescribeOrganization.json", "{\"Organization\":{\"Id\":\"o-1\"}}");
    put_listers(b, region);
    put(b, region, "kms-ListKeys.json", "{\"Keys\":[{\"KeyId\":\"k-1\"}],\"Truncated\":false}");
    put(b, region, "kms-DescribeKey.k-1.json", "{\"KeyMetadata\":{\"KeyId\":\"k-1\"}}");
}

static int set_up(void **state)
{
    struct bed *b = calloc(1, sizeof *b);
    if (access("/dev/shm", W_OK) == 0)
        setenv("TMPDIR", "/dev/shm", 0); /* bundles are synced at every record */
    b->arena = wit_arena_new();
    b->temp = wit_temp_new(b->arena);
    b->dir = wit_fmt(b->arena, "%s/account", b->temp);
    b->bundle = wit_fmt(b->arena, "%s/bundle", b->temp);
    static const char *const unset[] = {"AWS_PROFILE",       "AWS_ENDPOINT_URL", "AWS_REGION", "AWS_DEFAULT_REGION",
                                        "AWS_SESSION_TOKEN", "http_proxy",       "HTTP_PROXY"};
    for (size_t i = 0; i < sizeof unset / sizeof unset[0]; i++)
        unsetenv(unset[i]);
    setenv("AWS_ACCESS_KEY_ID", WIT_REPLAY_KEY, 1);
    setenv("AWS_SECRET_ACCESS_KEY", WIT_REPLAY_SECRET, 1);
    setenv("AWS_CONFIG_FILE", "/dev/null/none", 1);
    setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null/none", 1);
    setenv("AWS_EC2_METADATA_DISABLED", "true", 1);
    setenv("PATHWITNESS_WAIT_PERCENT", "1", 1);
    setenv("PATHWITNESS_SEED", "7", 1);
    make_account(b, "eu-west-1");
    *state = b;
    return 0;
}

static int tear_down(void **state)
{
    struct bed *b = *state;
    wit_temp_remove(b->temp);
    wit_arena_free(b->arena);
    free(b);
    return 0;
}

struct outcome {
    bool fine;
    struct wit_err err;
    struct wit_collect_summary summary;
    unsigned long requests, refused;
};

static struct outcome collect(const struct bed *b, const char *faults, const char *const *services, size_t n_services,
                              const char *const *regions, size_t n_regions, unsigned parallel)
{
    struct outcome out = {0};
    struct wit_replay *replay;
    struct wit_replay_options server = {.dir = b->dir, .faults_text = faults};
    if (!wit_replay_start(&replay, &server, &out.err))
        fail_msg("%s", out.err.text);
    struct wit_aws_options o = {.regions = regions,
                                .n_regions = n_regions,
                                .services = services,
                                .n_services = n_services,
                                .endpoint_url = wit_fmt(b->arena, "http://127.0.0.1:%u", wit_replay_port(replay)),
                                .timeout_s = faults != NULL && strstr(faults, "stall") != NULL ? 2 : 60,
                                .attempts = 3,
                                .parallel = parallel};
    struct wit_bundle_writer *w;
    if (!wit_bundle_writer_open(&w, b->bundle, true, &out.err))
        fail_msg("%s", out.err.text);
    out.fine = wit_aws_collect(w, &o, &out.summary, &out.err);
    wit_bundle_writer_close(w);
    out.requests = wit_replay_requests(replay);
    out.refused = wit_replay_refused(replay);
    wit_replay_stop(replay);
    return out;
}

static const char *const one_region[] = {"eu-west-1"};

static const struct wit_bundle *opened(const struct bed *b)
{
    struct wit_bundle *bundle;
    struct wit_err err = {0};
    if (!wit_bundle_open(&bundle, b->arena, b->bundle, &err))
        fail_msg("%s", err.text);
    return bundle;
}

/* "DescribeVpcs:2 DescribeSubnets!denied": artefacts in the order of their pages, gaps with "!". Order of calls is that
 * of the names. */
static unsigned count(const struct wit_bundle *bundle, const char *operation, enum wit_record_kind kind)
{
    unsigned n = 0;
    for (size_t i = 0; i < bundle->n; i++)
        n += bundle->records[i].kind == kind && strcmp(bundle->records[i].subject.operation, operation) == 0;
    return n;
}

static const struct wit_record *gap_of(const struct wit_bundle *bundle, const char *operation)
{
    for (size_t i = 0; i < bundle->n; i++) {
        if (bundle->records[i].kind == WIT_REC_GAP && strcmp(bundle->records[i].subject.operation, operation) == 0)
            return &bundle->records[i];
    }
    return NULL;
}

static void test_whole_account(void **state)
{
    const struct bed *b = *state;
    struct outcome out = collect(b, NULL, NULL, 0, one_region, 1, 0);
    if (!out.fine)
        fail_msg("%s", out.err.text);
    const struct wit_bundle *bundle = opened(b);
    for (size_t i = 0; i < bundle->n; i++) {
        if (bundle->records[i].kind == WIT_REC_GAP)
            print_error("gap: %s %s\n", bundle->records[i].subject.operation, bundle->records[i].detail);
    }
    assert_int_equal(out.summary.gaps, 0);
    assert_int_equal(out.refused, 0);
    assert_string_equal(out.summary.account, "111122223333");
    assert_int_equal(count(bundle, "DescribeVpcs", WIT_REC_ARTEFACT), 3);
    assert_int_equal(count(bundle, "ListServiceNetworkVpcAssociations", WIT_REC_ARTEFACT), 3);
    assert_int_equal(count(bundle, "GetManagedPrefixListEntries", WIT_REC_ARTEFACT), 2);
    assert_int_equal(count(bundle, "GetBucketPolicy", WIT_REC_ARTEFACT), 2);
    assert_int_equal(count(bundle, "DescribeKey", WIT_REC_ARTEFACT), 1);
    size_t n;
    const struct wit_operation *ops = wit_operations(&n);
    for (size_t i = 0; i < n; i++) {
        if (count(bundle, ops[i].operation, WIT_REC_ARTEFACT) == 0)
            fail_msg("%s was not asked", ops[i].operation);
    }
    for (size_t i = 0; i < bundle->n; i++) {
        const struct wit_record *r = &bundle->records[i];
        assert_string_equal(r->subject.account, "111122223333");
        assert_string_equal(r->subject.region, "eu-west-1");
        assert_int_equal(r->status, strcmp(r->subject.operation, "GetBucketPolicy") == 0 ? 404 : 200);
        assert_null(strstr(r->request, "NextToken=&"));
        assert_null(strstr(r->request, WIT_REPLAY_SECRET));
    }
}

struct row {
    const char *name, *faults, *operation;
    enum wit_gap_reason reason; /* 0: no gap at all */
    const char *detail;         /* a part of it */
    unsigned vpc_pages;         /* pages of DescribeVpcs that are stored */
};

static const struct row rows[] = {
    {"no fault", "", NULL, 0, NULL, 3},
    {"throttled, then fine", "ec2-DescribeVpcs * 2 throttle 2", NULL, 0, NULL, 3},
    {"throttled with a rarer code", "ec2-DescribeVpcs * 1 throttle 2 PriorRequestNotComplete", NULL, 0, NULL, 3},
    {"throttled for good", "ec2-DescribeVpcs * 1 throttle 99", "DescribeVpcs", WIT_GAP_THROTTLED,
     "RequestLimitExceeded", 0},
    {"500, then fine", "ec2-DescribeVpcs * * fail 2", NULL, 0, NULL, 3},
    {"503 for good", "ec2-DescribeVpcs * 1 fail 99 503", "DescribeVpcs", WIT_GAP_FAILED, "HTTP status 503", 0},
    {"second page lost", "ec2-DescribeVpcs * 2 fail 99", "DescribeVpcs", WIT_GAP_CUT, "HTTP status 500", 1},
    {"body cut once", "ec2-DescribeVpcs * 1 cut 60 1", NULL, 0, NULL, 3},
    {"body cut for good", "ec2-DescribeVpcs * 3 cut 60", "DescribeVpcs", WIT_GAP_CUT, "", 2},
    {"connection dropped once", "ec2-DescribeVpcs * 1 drop 1", NULL, 0, NULL, 3},
    {"connection dropped for good", "ec2-DescribeVpcs * 1 drop", "DescribeVpcs", WIT_GAP_FAILED, "", 0},
    {"stall once", "ec2-DescribeVpcs * 2 stall 1", NULL, 0, NULL, 3},
    {"denied", "ec2-DescribeVpcs * * deny UnauthorizedOperation", "DescribeVpcs", WIT_GAP_DENIED,
     "UnauthorizedOperation: You are not authorized", 0},
    {"opt-in region", "ec2-DescribeVpcs * * deny OptInRequired", "DescribeVpcs", WIT_GAP_DENIED, "OptInRequired", 0},
    {"denied on the second page", "ec2-DescribeVpcs * 2 deny UnauthorizedOperation", "DescribeVpcs", WIT_GAP_DENIED,
     "UnauthorizedOperation", 1},
    {"redirect", "ec2-DescribeVpcs * 1 redirect http://127.0.0.1:1/x", "DescribeVpcs", WIT_GAP_FAILED,
     "redirected to http://127.0.0.1:1/x, which is not followed", 0},
    {"gzip bomb", "ec2-DescribeVpcs * 1 bomb 100", "DescribeVpcs", WIT_GAP_CUT, "larger than", 0},
    {"token repeats", "ec2-DescribeVpcs * 2 repeat", "DescribeVpcs", WIT_GAP_CUT, "repeats", 2},
    {"not XML", "ec2-DescribeVpcs * 1 bad", "DescribeVpcs", WIT_GAP_UNREADABLE, "", 0},
    {"no answer recorded", "ec2-DescribeVpcs * 1 deny NoAnswerRecorded", "DescribeVpcs", WIT_GAP_DENIED, "", 0},
    {"expired once", "ec2-DescribeVpcs * 1 expire 1", NULL, 0, NULL, 3},
    {"expired for good", "ec2-DescribeVpcs * 1 expire 99", "DescribeVpcs", WIT_GAP_DENIED, "ExpiredToken", 0},
    {"key denied", "kms-DescribeKey.k-1 * * deny AccessDeniedException", "DescribeKey", WIT_GAP_DENIED,
     "AccessDeniedException", 3},
    {"bucket denied", "s3-GetBucketPolicy.far * * deny AccessDenied", "GetBucketPolicy", WIT_GAP_DENIED, "AccessDenied",
     3},
};

static void test_faults(void **state)
{
    struct bed *b = *state;
    static const char *const services[] = {"ec2", "kms", "s3"};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct row *row = &rows[i];
        b->bundle = wit_fmt(b->arena, "%s/bundle-%zu", b->temp, i);
        struct outcome out = collect(b, row->faults, services, 3, one_region, 1, 0);
        if (!out.fine)
            fail_msg("%s: %s", row->name, out.err.text);
        const struct wit_bundle *bundle = opened(b);
        const struct wit_record *gap = row->operation != NULL ? gap_of(bundle, row->operation) : NULL;
        if (row->operation == NULL && out.summary.gaps != 0)
            fail_msg("%s: %lu gaps", row->name, out.summary.gaps);
        if (row->operation != NULL && gap == NULL)
            fail_msg("%s: no gap", row->name);
        if (gap != NULL && (gap->reason != row->reason || strstr(gap->detail, row->detail) == NULL))
            fail_msg("%s: gap %s: %s", row->name, wit_gap_word(gap->reason), gap->detail);
        if (count(bundle, "DescribeVpcs", WIT_REC_ARTEFACT) != row->vpc_pages)
            fail_msg("%s: %u pages", row->name, count(bundle, "DescribeVpcs", WIT_REC_ARTEFACT));
        /* a fault of one call leaves the others alone */
        assert_int_equal(count(bundle, "DescribeSubnets", WIT_REC_ARTEFACT), 1);
        assert_int_equal(out.refused, 0);
    }
}

static void test_resume_asks_gaps_again(void **state)
{
    const struct bed *b = *state;
    static const char *const services[] = {"ec2"};
    static const char denied[] = "ec2-DescribeManagedPrefixLists * * deny UnauthorizedOperation\n"
                                 "ec2-DescribeVpcs * 3 deny UnauthorizedOperation\n";
    struct outcome out = collect(b, denied, services, 1, one_region, 1, 0);
    assert_true(out.fine);
    assert_int_equal(out.summary.gaps, 2);
    size_t n = opened(b)->n;
    assert_int_equal(count(opened(b), "DescribeVpcs", WIT_REC_ARTEFACT), 2);

    out = collect(b, "ec2-DescribeManagedPrefixLists * * deny UnauthorizedOperation", services, 1, one_region, 1, 0);
    assert_true(out.fine);
    assert_int_equal(out.summary.gaps, 1); /* still denied, and recorded once */
    assert_int_equal(count(opened(b), "DescribeManagedPrefixLists", WIT_REC_GAP), 1);
    assert_int_equal(count(opened(b), "DescribeVpcs", WIT_REC_ARTEFACT), 5); /* two, and then all three */
    assert_int_equal(opened(b)->n, n + 3);

    out = collect(b, NULL, services, 1, one_region, 1, 0);
    assert_true(out.fine);
    assert_int_equal(out.summary.gaps, 0);
    assert_int_equal(count(opened(b), "GetManagedPrefixListEntries", WIT_REC_ARTEFACT), 2);
    out = collect(b, NULL, services, 1, one_region, 1, 0);
    assert_int_equal(out.requests, 1); /* nothing is left but the identity */
}

static void test_resume_asks_each_thing_once(void **state)
{
    const struct bed *b = *state;
    static const char *const services[] = {"ec2", "vpc-lattice"};
    static const char denied[] = "vpc-lattice-ListServiceNetworkVpcAssociations * * deny AccessDeniedException\n"
                                 "ec2-DescribeVpcs * 3 deny UnauthorizedOperation\n";
    struct outcome out = collect(b, denied, services, 2, one_region, 1, 0);
    assert_int_equal(out.summary.gaps, 3);
    out = collect(b, NULL, services, 2, one_region, 1, 0);
    assert_int_equal(out.summary.gaps, 0);
    /* the stored pages and the new ones name the same VPCs */
    assert_int_equal(count(opened(b), "ListServiceNetworkVpcAssociations", WIT_REC_ARTEFACT), 3);
}

static void test_regions(void **state)
{
    const struct bed *b = *state;
    make_account(b, "eu-central-1");
    put(b, "eu-central-1", "ec2-DescribeSubnets.403.xml",
        "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>no</Message></Error></Errors></Response>");
    static const char *const regions[] = {"eu-west-1", "eu-central-1", "eu-west-1"};
    static const char *const services[] = {"ec2"};
    struct outcome out = collect(b, "ec2-DescribeVpcs eu-west-1 2 throttle 1", services, 1, regions, 3, 4);
    if (!out.fine)
        fail_msg("%s", out.err.text);
    const struct wit_bundle *bundle = opened(b);
    assert_int_equal(count(bundle, "DescribeVpcs", WIT_REC_ARTEFACT), 6);
    assert_int_equal(count(bundle, "DescribeSubnets", WIT_REC_ARTEFACT), 1);
    assert_string_equal(gap_of(bundle, "DescribeSubnets")->subject.region, "eu-central-1");
    assert_int_equal(out.summary.gaps, 1);
}

static void test_resume_asks_only_what_is_missing(void **state)
{
    const struct bed *b = *state;
    static const char *const services[] = {"ec2", "s3", "kms"};
    struct outcome first = collect(b, NULL, services, 3, one_region, 1, 1);
    assert_true(first.fine);
    const struct wit_bundle *whole = opened(b);
    const char *journal_path = wit_fmt(b->arena, "%s/journal.jsonl", b->bundle);
    char *journal;
    size_t len;
    struct wit_err err = {0};
    assert_true(wit_file_read(&journal, &len, b->arena, journal_path, 1 << 24, &err));
    /* The run is killed after each record in turn. */
    size_t line = 0;
    for (char *end = strchr(journal, '\n'); end != NULL; end = strchr(end + 1, '\n')) {
        if (++line % 5 != 0 && line > 8 && line + 8 < whole->n)
            continue;
        assert_true(wit_file_write(journal_path, journal, (size_t)(end - journal) + 1, &err));
        struct outcome again = collect(b, NULL, services, 3, one_region, 1, 1);
        if (!again.fine)
            fail_msg("after record %zu: %s", line, again.err.text);
        const struct wit_bundle *now = opened(b);
        if (now->n != whole->n || again.summary.gaps != 0)
            fail_msg("after record %zu: %zu records instead of %zu", line, now->n, whole->n);
        /* identity is always asked; the rest only when missing */
        if (again.requests != whole->n - line + (line > 0 ? 1 : 0))
            fail_msg("after record %zu: %lu requests", line, again.requests);
    }
    assert_true(line == whole->n);
}

static void test_keys_refused(void **state)
{
    const struct bed *b = *state;
    setenv("AWS_SECRET_ACCESS_KEY", "wrong/secret/wrong/secret", 1);
    struct outcome out = collect(b, NULL, NULL, 0, one_region, 1, 0);
    assert_false(out.fine);
    assert_int_equal(out.err.code, WIT_EDENIED);
    assert_non_null(strstr(out.err.text, "SignatureDoesNotMatch"));
    assert_null(strstr(out.err.text, "wrong/secret"));
}

static void test_nobody_there(void **state)
{
    const struct bed *b = *state;
    struct wit_bundle_writer *w;
    struct wit_err err = {0};
    struct wit_collect_summary summary;
    struct wit_aws_options o = {
        .regions = one_region, .n_regions = 1, .endpoint_url = "http://127.0.0.1:1", .attempts = 2, .timeout_s = 2};
    assert_true(wit_bundle_writer_open(&w, b->bundle, true, &err));
    assert_false(wit_aws_collect(w, &o, &summary, &err));
    assert_int_equal(err.code, WIT_ENET);
    wit_bundle_writer_close(w);
}

static void test_all_regions(void **state)
{
    const struct bed *b = *state;
    make_account(b, "eu-north-1");
    put(b, "us-east-1", "ec2-DescribeRegions.xml",
        "<DescribeRegionsResponse " XMLNS "><regionInfo><item><regionName>eu-north-1</regionName></item>"
        "<item><regionName>us-east-1</regionName></item></regionInfo></DescribeRegionsResponse>");
    struct wit_replay *replay;
    struct wit_err err = {0};
    struct wit_replay_options server = {.dir = b->dir};
    assert_true(wit_replay_start(&replay, &server, &err));
    static const char *const services[] = {"ec2"};
    struct wit_aws_options o = {.all_regions = true,
                                .services = services,
                                .n_services = 1,
                                .endpoint_url = wit_fmt(b->arena, "http://127.0.0.1:%u", wit_replay_port(replay)),
                                .attempts = 1};
    struct wit_bundle_writer *w;
    struct wit_collect_summary summary;
    assert_true(wit_bundle_writer_open(&w, b->bundle, true, &err));
    if (!wit_aws_collect(w, &o, &summary, &err))
        fail_msg("%s", err.text);
    wit_bundle_writer_close(w);
    wit_replay_stop(replay);
    assert_int_equal(count(opened(b), "DescribeVpcs", WIT_REC_ARTEFACT), 3); /* us-east-1 has no recorded VPCs: a gap */
    assert_string_equal(gap_of(opened(b), "DescribeVpcs")->subject.region, "us-east-1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_whole_account, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_faults, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_resume_asks_gaps_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_resume_asks_each_thing_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_regions, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_resume_asks_only_what_is_missing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_keys_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_nobody_there, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_all_regions, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
