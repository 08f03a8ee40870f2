/* tests/fuzz/fuzz_query.c: a batch line is answered with one line of JSON, whatever it holds.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "pathmap/pathmap.h"
#include "tests/support/estate_builder.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static const char estate_text[] =
    "net vpc-1 10.0.0.0/16 2001:db8:1::/56\nnet vpc-2 10.2.0.0/16\nigw igw-1 vpc-1\npcx pcx-1 vpc-1 vpc-2\n"
    "sub s-1 vpc-1 10.0.1.0/24 2001:db8:1:1::/64 rt=rt-1\nsub s-2 vpc-1 10.0.2.0/24 rt=rt-2 acl=acl-1\n"
    "sub s-3 vpc-2 10.2.1.0/24 rt=?\nnat nat-1 s-1 10.0.1.9=203.0.113.9\nroute rt-1 0.0.0.0/0 igw-1\n"
    "route rt-1 ::/0 igw-1\nroute rt-1 10.2.0.0/16 pcx-1\nroute rt-2 0.0.0.0/0 nat-1\nroute rt-2 pl-1 tgw-1\n"
    "pl pl-1 192.168.0.0/16 cut\nacl acl-1\nentry acl-1 in 10 ? all 0.0.0.0/0\nentry acl-1 in 20 allow all 0.0.0.0/0\n"
    "entry acl-1 out 20 allow tcp/1024-40000 0.0.0.0/0\nsg sg-a vpc-1\nin sg-a tcp/9092-9096 sg-b\n"
    "in sg-a udp/53 10.0.0.0/8\nsg sg-b vpc-1\nout sg-b all 0.0.0.0/0\nbucket events r1\n"
    "eni a s-1 10.0.1.5=203.0.113.5 2001:db8:1:1::5 sg=sg-b instance=i-1\neni b s-2 10.0.2.5 10.0.2.16/28 sg=sg-a\n"
    "eni c s-3 10.2.1.5 sg=?\neni lb s-1 10.0.1.8=203.0.113.8 type=network_load_balancer\nmissing ListAccelerators\n";

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    if (size > 4096)
        return 0;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, (size_t)1 << 22);
    struct wit_estate *e = wit_estate_build(arena, estate_text);
    struct wit_reach *r = wit_reach_new(e);
    bool ok = wit_query_line(&out, r, e, NULL, (const char *)data, size);
    wit_reach_free(r);
    struct wit_value *v;
    if (out.over || out.len < 2 || out.data[out.len - 1] != '\n' ||
        memchr(out.data, '\n', out.len) != out.data + out.len - 1 ||
        !wit_json_parse(&v, arena, out.data, out.len - 1, NULL))
        abort();
    const char *verdict = wit_str(v, "verdict");
    if (ok != (wit_str(v, "error") == NULL) || ok != (verdict != NULL))
        abort();
    if (ok && (strcmp(verdict, "unknown") == 0) != (wit_get(v, "gaps")->count > 0))
        abort(); /* the law: an unknown names what is missing, and nothing else does */
    return 0;
}
