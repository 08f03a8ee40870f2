/* collectors/traffic/log_key.c: times in keys.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/traffic/log_key.h"

#include <string.h>
#include <time.h>

enum { EARLY_S = 3600, LATE_S = 6 * 3600, DAY_S = 86400 };

/* The digits of `text` at `at`, exactly n of them; -1: others stand there. */
static int digits(const char *text, size_t n)
{
    int value = 0;
    for (size_t i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

static int64_t seconds(int year, int month, int day, int hour, int minute)
{
    struct tm t = {.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day, .tm_hour = hour, .tm_min = minute};
    bool sane = year >= 2000 && year <= 2999 && month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour >= 0 &&
                hour <= 23 && minute >= 0 && minute <= 59;
    return sane ? (int64_t)timegm(&t) : 0;
}

/* "_20261120T2140Z_" */
static int64_t time_in_name(const char *key)
{
    const char *slash = strrchr(key, '/');
    for (const char *at = slash != NULL ? slash : key; (at = strchr(at, '_')) != NULL;) {
        at++;
        if (strnlen(at, 15) == 15 && at[8] == 'T' && at[13] == 'Z' && at[14] == '_' && digits(at, 8) > 0 &&
            digits(at + 9, 4) >= 0)
            return seconds(digits(at, 4), digits(at + 4, 2), digits(at + 6, 2), digits(at + 9, 2), digits(at + 11, 2));
    }
    return 0;
}

/* "/2026/11/20/" and perhaps "21/"; "year=2026/month=11/day=20/" and perhaps "hour=21/" */
static void time_in_folders(struct wit_log_key *out, const char *key)
{
    static const char *const parts[2][4] = {{"/", "/", "/", "/"}, {"/year=", "/month=", "/day=", "/hour="}};
    for (const char *at = key; (at = strchr(at, '/')) != NULL; at++) {
        for (size_t way = 0; way < 2; way++) {
            int found[4] = {0, 0, 0, -1};
            const char *p = at;
            size_t n = 0;
            for (; n < 4; n++) {
                size_t head = strlen(parts[way][n]), width = n == 0 ? 4 : 2;
                if (strncmp(p, parts[way][n], head) != 0 || strnlen(p + head, width + 1) != width + 1 ||
                    p[head + width] != '/' || digits(p + head, width) < 0)
                    break;
                found[n] = digits(p + head, width);
                p += head + width;
            }
            int64_t from = n >= 3 ? seconds(found[0], found[1], found[2], n == 4 ? found[3] : 0, 0) : 0;
            if (from == 0)
                continue;
            out->from_s = from;
            out->to_s = from + (n == 4 ? 3600 : DAY_S) - 1;
            return;
        }
    }
}

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}

struct wit_log_key wit_log_key_read(const char *key)
{
    struct wit_log_key out = {.kind = WIT_LOG_OBJECT_TEXT};
    if (ends_with(key, "/"))
        out.kind = WIT_LOG_OBJECT_FOLDER;
    else if (ends_with(key, ".parquet") || ends_with(key, ".parquet.gz") || ends_with(key, ".parquet.snappy"))
        out.kind = WIT_LOG_OBJECT_PARQUET;
    out.from_s = out.to_s = time_in_name(key);
    if (out.from_s == 0)
        time_in_folders(&out, key);
    return out;
}

bool wit_log_key_within(const struct wit_log_key *key, int64_t since_s, int64_t until_s)
{
    if (key->from_s == 0)
        return true;
    return (since_s == 0 || key->to_s >= since_s - EARLY_S) && (until_s == 0 || key->from_s < until_s + LATE_S);
}

const char *wit_log_key_start(struct wit_arena *arena, const char *prefix, int64_t since_s)
{
    time_t from = (time_t)(since_s - EARLY_S);
    struct tm t;
    char day[40];
    const char *logs = strstr(prefix, "vpcflowlogs/");
    const char *hive = strstr(prefix, "aws-region=");
    /* The prefix ends behind the region's folder: below it keys are in the order of their days. */
    const char *region = hive != NULL ? hive : logs != NULL ? logs + strlen("vpcflowlogs/") : NULL;
    const char *slash = region != NULL ? strchr(region, '/') : NULL;
    if (since_s <= DAY_S || slash == NULL || slash[1] != '\0' || gmtime_r(&from, &t) == NULL ||
        strftime(day, sizeof day, hive != NULL ? "year=%Y/month=%m/day=%d" : "%Y/%m/%d", &t) == 0)
        return "";
    if (hive == NULL && strchr(region, '=') != NULL)
        return "";
    return wit_fmt(arena, "%s%s", prefix, day);
}
