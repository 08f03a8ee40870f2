/* tests/support/replay_fault.c: rules that spoil answers.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/replay_parts.h"

enum { MAX_RULES = 64 };

struct rule {
    char call[160], region[48], page[12], action[16], one[512], two[64];
    unsigned long left; /* how often it still acts */
};

struct replay_faults {
    struct rule rules[MAX_RULES];
    size_t n;
};

static bool counted(const char *action)
{
    return strcmp(action, "throttle") == 0 || strcmp(action, "fail") == 0 || strcmp(action, "expire") == 0;
}

static bool known(const char *action)
{
    static const char *const names[] = {"throttle", "fail", "cut",    "drop",   "stall", "deny", "redirect",
                                        "bomb",     "bad",  "repeat", "expire", "gone",  "moved"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(action, names[i]) == 0)
            return true;
    }
    return false;
}

/* The count is the first argument of throttle, fail, expire, drop, stall, and the second of cut. */
static unsigned long count_of(const struct rule *rule)
{
    bool first = counted(rule->action) || strcmp(rule->action, "drop") == 0 || strcmp(rule->action, "stall") == 0;
    const char *text = first ? rule->one : strcmp(rule->action, "cut") == 0 ? rule->two : "";
    return *text != '\0' ? strtoul(text, NULL, 10) : ULONG_MAX;
}

bool replay_faults_parse(struct replay_faults **out, const char *text, struct wit_err *err)
{
    struct replay_faults *faults = calloc(1, sizeof *faults);
    if (faults == NULL)
        wit_die("no memory");
    unsigned line_number = 0;
    for (const char *at = text; *at != '\0';) {
        size_t len = strcspn(at, "\n");
        char line[1024];
        snprintf(line, sizeof line, "%.*s", (int)(len < 1023 ? len : 1023), at);
        line[strcspn(line, "#\r")] = '\0';
        at += len;
        at += *at == '\n';
        line_number++;
        struct rule rule = {0};
        int n = sscanf(line, "%159s %47s %11s %15s %511s %63s", rule.call, rule.region, rule.page, rule.action,
                       rule.one, rule.two);
        if (n <= 0)
            continue;
        if (n < 4 || !known(rule.action) || faults->n == MAX_RULES) {
            free(faults);
            return wit_fail(err, WIT_EPARSE, "faults, line %u: expected CALL REGION PAGE ACTION", line_number);
        }
        rule.left = count_of(&rule);
        faults->rules[faults->n++] = rule;
    }
    *out = faults;
    return true;
}

void replay_faults_free(struct replay_faults *faults)
{
    free(faults);
}

static bool fits(const char *pattern, const char *value)
{
    return strcmp(pattern, "*") == 0 || strcmp(pattern, value) == 0;
}

static bool matches(const struct rule *rule, const struct replay_call *call)
{
    char name[400], page[12];
    snprintf(name, sizeof name, "%s-%s", call->service, call->operation);
    snprintf(page, sizeof page, "%u", call->page);
    bool named = fits(rule->call, name);
    if (!named && call->resource != NULL) {
        snprintf(name, sizeof name, "%s-%s.%s", call->service, call->operation, call->resource);
        named = fits(rule->call, name);
    }
    return named && rule->left > 0 && fits(rule->region, call->region) && fits(rule->page, page);
}

/* RFC 1951 with fixed codes: one literal 0, then "258 bytes, 1 back" (13 bits) again and again. */
static void bomb(struct replay_reply *reply, struct wit_arena *arena, unsigned long mib)
{
    size_t repeats = mib * 1024 * 1024 / 258, len = 10 + (3 + 8 + repeats * 13) / 8 + 16;
    unsigned char *out = wit_alloc(arena, len);
    static const unsigned char head[10] = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3};
    memcpy(out, head, sizeof head);
    size_t bit = sizeof head * 8;
#define BIT(b) (out[bit / 8] = (unsigned char)(out[bit / 8] | (b) << bit % 8), bit++)
    BIT(1); /* last block, */
    BIT(1); /* fixed codes: 01, low bit first */
    BIT(0);
    for (int i = 7; i >= 0; i--) /* literal 0 is 00110000 */
        BIT(0x30 >> i & 1);
    for (size_t r = 0; r < repeats; r++) {
        for (int i = 7; i >= 0; i--) /* length 258 is symbol 285: 11000101 */
            BIT(0xc5 >> i & 1);
        bit += 5; /* distance 1 is 00000 */
    }
#undef BIT
    bit += 7; /* end of block: 0000000 */
    replay_reply_text(reply, 200, "text/xml", "");
    reply->body = (const char *)out;
    reply->len = bit / 8 + 9;
    reply->gzip = true;
}

/* The answer's next token becomes the request's. */
static void repeat_token(struct replay_reply *reply, struct wit_arena *arena, const struct replay_call *call)
{
    static const char *const marks[][2] = {{"<nextToken>", "</nextToken>"},
                                           {"<NextMarker>", "</NextMarker>"},
                                           {"\"NextMarker\":\"", "\""},
                                           {"\"NextToken\":\"", "\""}};
    for (size_t i = 0; call->token != NULL && i < 4; i++) {
        const char *at = strstr(reply->body, marks[i][0]);
        const char *end = at != NULL ? strstr(at + strlen(marks[i][0]), marks[i][1]) : NULL;
        if (end == NULL)
            continue;
        reply->body = wit_fmt(arena, "%.*s%s%s%s", (int)(at - reply->body), reply->body, marks[i][0], call->token, end);
        reply->len = strlen(reply->body);
        return;
    }
}

void replay_faults_apply(struct replay_faults *faults, struct wit_arena *arena, const struct replay_call *call,
                         struct replay_reply *reply)
{
    struct rule *rule = NULL;
    for (size_t i = 0; faults != NULL && i < faults->n && rule == NULL; i++) {
        if (matches(&faults->rules[i], call))
            rule = &faults->rules[i];
    }
    if (rule == NULL)
        return;
    rule->left -= rule->left != ULONG_MAX;
    const char *action = rule->action;
    unsigned long number = strtoul(rule->one, NULL, 10);
    if (strcmp(action, "throttle") == 0) {
        replay_reply_error(reply, arena, call, 503, rule->two[0] != '\0' ? rule->two : "RequestLimitExceeded",
                           "Request limit exceeded.");
    } else if (strcmp(action, "fail") == 0) {
        replay_reply_text(reply, rule->two[0] != '\0' ? (int)strtol(rule->two, NULL, 10) : 500, "text/html",
                          "<html>oops</html>");
    } else if (strcmp(action, "expire") == 0) {
        replay_reply_error(reply, arena, call, 403, "ExpiredToken", "The security token included is expired.");
    } else if (strcmp(action, "cut") == 0) {
        reply->cut_at = number;
    } else if (strcmp(action, "drop") == 0) {
        reply->drop = true;
    } else if (strcmp(action, "stall") == 0) {
        reply->stall = true;
    } else if (strcmp(action, "deny") == 0) {
        replay_reply_error(reply, arena, call, 403, rule->one, "You are not authorized to perform this operation.");
    } else if (strcmp(action, "redirect") == 0) {
        replay_reply_text(reply, 301, "text/plain", "");
        reply->headers = wit_fmt(arena, "Location: %s\r\n", rule->one);
    } else if (strcmp(action, "gone") == 0) {
        replay_reply_error(reply, arena, call, 404, "NoSuchKey", "The specified key does not exist.");
    } else if (strcmp(action, "moved") == 0) {
        replay_reply_error(reply, arena, call, 301, "PermanentRedirect", "The bucket is elsewhere.");
        reply->headers = wit_fmt(arena, "x-amz-bucket-region: %s\r\n", rule->one);
    } else if (strcmp(action, "bomb") == 0) {
        bomb(reply, arena, number);
    } else if (strcmp(action, "bad") == 0) {
        replay_reply_text(reply, 200, "text/xml", "<DescribeVpcsResponse><vpcSet><item>{\"Vpcs\"");
    } else if (strcmp(action, "repeat") == 0) {
        repeat_token(reply, arena, call);
    }
}
