/* tests/unit/test_flow_log.c: lines of flow logs in several formats, and who is the client.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "collectors/traffic/flow_log.h"

#define V2                                                                                                             \
    "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action "         \
    "log-status"
#define V5                                                                                                             \
    "${version} ${vpc-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${tcp-flags} "       \
    "${packets} "                                                                                                      \
    "${bytes} ${start} ${end} ${action} ${log-status} ${pkt-srcaddr} ${pkt-dstaddr} ${flow-direction}"
#define TGW                                                                                                            \
    "version resource-type account-id tgw-id tgw-attachment-id srcaddr dstaddr srcport dstport protocol packets "      \
    "bytes start "                                                                                                     \
    "end log-status packets-lost-no-route packets-lost-blackhole"

static const struct {
    const char *name, *format, *line, *told;
} rows[] = {
    {"version 2", V2, "2 111122223333 eni-0a 10.0.1.5 10.0.2.9 50000 9092 6 12 3400 1700000000 1700000060 ACCEPT OK",
     "eni-0a 10.0.1.5:50000 > 10.0.2.9:9092 p6 f-1 12/3400 1700000000-1700000060 accept lost 0"},
    {"rejected", V2, "2 111122223333 eni-0a 10.0.1.5 10.0.2.9 50000 9092 6 1 60 1700000000 1700000060 REJECT OK",
     "eni-0a 10.0.1.5:50000 > 10.0.2.9:9092 p6 f-1 1/60 1700000000-1700000060 reject lost 0"},
    {"IPv6", V2, "2 1 eni-0a fd00::5 fd00::9 50000 443 6 12 3400 1700000000 1700000060 ACCEPT OK",
     "eni-0a fd00::5:50000 > fd00::9:443 p6 f-1 12/3400 1700000000-1700000060 accept lost 0"},
    {"CloudWatch's export", V2,
     "2023-11-14T22:13:20.000Z 2 111122223333 eni-0a 10.0.1.5 10.0.2.9 50000 9092 6 12 3400 1700000000 1700000060 "
     "ACCEPT OK",
     "eni-0a 10.0.1.5:50000 > 10.0.2.9:9092 p6 f-1 12/3400 1700000000-1700000060 accept lost 0"},
    {"packet's own addresses behind a NAT gateway", V5,
     "5 vpc-1 eni-nat 10.0.9.9 10.0.2.9 50000 9092 6 2 12 3400 1700000000 1700000060 ACCEPT OK 10.0.1.5 52.1.1.1 "
     "ingress",
     "eni-nat 10.0.1.5:50000 > 52.1.1.1:9092 p6 f2 12/3400 1700000000-1700000060 accept lost 0"},
    {"no packet addresses", V5,
     "5 vpc-1 eni-0a 10.0.1.5 10.0.2.9 50000 9092 6 18 12 3400 1700000000 1700000060 ACCEPT OK - - egress",
     "eni-0a 10.0.1.5:50000 > 10.0.2.9:9092 p6 f18 12/3400 1700000000-1700000060 accept lost 0"},
    {"transit gateway", TGW,
     "6 TransitGateway 111122223333 tgw-1 tgw-attach-1 10.0.1.5 10.1.2.9 50000 9092 6 12 3400 1700000000 1700000060 OK "
     "3 4",
     "tgw-attach-1 10.0.1.5:50000 > 10.1.2.9:9092 p6 f-1 12/3400 1700000000-1700000060 ? lost 7"},
    {"no data", V2, "2 111122223333 eni-0a - - - - - - - 1700000000 1700000060 - NODATA", "nodata eni-0a"},
    {"skipped", V2, "2 111122223333 eni-0a - - - - - - - 1700000000 1700000060 - SKIPDATA", "skipdata eni-0a"},
    {"an address that is none", V2, "2 1 eni-0a 10.0.1.256 10.0.2.9 1 2 6 1 1 1 2 ACCEPT OK", "bad"},
    {"a number that is none", V2, "2 1 eni-0a 10.0.1.5 10.0.2.9 1x 2 6 1 1 1 2 ACCEPT OK", "bad"},
    {"a word too few", V2, "2 1 eni-0a 10.0.1.5 10.0.2.9 1 2 6 1 1 1 2 ACCEPT", "bad"},
    {"a word too many", V2, "2 1 eni-0a 10.0.1.5 10.0.2.9 1 2 6 1 1 1 2 ACCEPT OK more", "bad"},
    {"families that differ", V2, "2 1 eni-0a 10.0.1.5 fd00::9 1 2 6 1 1 1 2 ACCEPT OK", "bad"},
    {"nothing", V2, "", "bad"},
};

static void tell(char out[256], const struct wit_log_format *format, const char *line)
{
    static const char *const actions[] = {"accept", "reject", "?"};
    struct wit_log_record r;
    char src[WIT_ADDR_TEXT], dst[WIT_ADDR_TEXT];
    switch (wit_log_read(&r, format, line, strlen(line))) {
    case WIT_LOG_BAD:
        snprintf(out, 256, "bad");
        break;
    case WIT_LOG_NODATA:
        snprintf(out, 256, "nodata %.*s", (int)r.vantage_len, r.vantage);
        break;
    case WIT_LOG_SKIPDATA:
        snprintf(out, 256, "skipdata %.*s", (int)r.vantage_len, r.vantage);
        break;
    case WIT_LOG_RECORD:
        snprintf(out, 256, "%.*s %s:%u > %s:%u p%u f%d %llu/%llu %lld-%lld %s lost %llu", (int)r.vantage_len, r.vantage,
                 wit_addr_text(src, r.src), r.src_port, wit_addr_text(dst, r.dst), r.dst_port, r.protocol, r.flags,
                 (unsigned long long)r.packets, (unsigned long long)r.bytes, (long long)r.start, (long long)r.end,
                 actions[r.action], (unsigned long long)r.lost);
        break;
    }
}

static void lines_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct wit_log_format format, header;
        struct wit_err err = {0};
        char out[256];
        if (!wit_log_format_parse(&format, rows[i].format, &err))
            fail_msg("%s: %s", rows[i].name, err.text);
        tell(out, &format, rows[i].line);
        if (strcmp(out, rows[i].told) != 0)
            fail_msg("%s: %s", rows[i].name, out);
        assert_false(wit_log_format_header(&header, rows[i].line));
    }
}

static void formats_are_told(void **state)
{
    (void)state;
    struct wit_log_format a, b;
    struct wit_err err = {0};
    wit_log_format_default(&a);
    assert_true(wit_log_format_header(&b, V2));
    assert_int_equal(a.n, b.n);
    assert_memory_equal(a.columns, b.columns, a.n);
    assert_true(wit_log_format_header(&b, TGW));
    assert_false(wit_log_format_header(&b, "the quick brown fox"));
    assert_false(wit_log_format_parse(&b, "${version} ${bytes}", &err));
    assert_non_null(strstr(err.text, "names no srcaddr"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_read),
        cmocka_unit_test(formats_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
