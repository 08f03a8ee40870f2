/* base/clock.c: the time as milliseconds and as RFC 3339 text.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: RFC 3339, sections 5.6 (grammar) and 5.7 (restrictions). Years 0000 to 9999; no time zone database, no
 * locale.
 */
#include "base/clock.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MS_PER_DAY = 86400000 };
#define FIRST_MS INT64_C(-62167219200000) /* 0000-01-01T00:00:00.000Z */
#define LAST_MS  INT64_C(253402300799999) /* 9999-12-31T23:59:59.999Z */

int64_t wit_now_ms(void)
{
    const char *fixed = getenv("PATHWITNESS_NOW_MS");
    if (fixed != NULL && fixed[0] >= '0' && fixed[0] <= '9') {
        char *end;
        errno = 0;
        long long ms = strtoll(fixed, &end, 10);
        if (errno == 0 && *end == '\0' && ms <= LAST_MS)
            return ms;
    }
    struct timespec now;
    if (clock_gettime(CLOCK_REALTIME, &now) != 0)
        wit_die("no clock: %s", strerror(errno));
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Days from 1970-01-01 of a date of the Gregorian calendar. Years begin in March, so that the leap day is the last. */
static int64_t days_of(int year, int month, int day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

static void date_of(int64_t days, int *year, int *month, int *day)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t from_march = (5 * day_of_year + 2) / 153;
    *day = (int)(day_of_year - (153 * from_march + 2) / 5 + 1);
    *month = (int)(from_march < 10 ? from_march + 3 : from_march - 9);
    *year = (int)(year_of_era + era * 400 + (*month <= 2));
}

const char *wit_time_text(char out[WIT_TIME_TEXT], int64_t unix_ms)
{
    int64_t ms = unix_ms < FIRST_MS ? FIRST_MS : unix_ms > LAST_MS ? LAST_MS : unix_ms;
    int64_t days = ms / MS_PER_DAY, rest = ms % MS_PER_DAY;
    if (rest < 0) {
        rest += MS_PER_DAY;
        days--;
    }
    int year, month, day;
    date_of(days, &year, &month, &day);
    unsigned t = (unsigned)rest;
    char text[64];
    snprintf(text, sizeof text, "%04d-%02d-%02dT%02u:%02u:%02u.%03uZ", year, month, day, t / 3600000, t / 60000 % 60,
             t / 1000 % 60, t % 1000);
    memcpy(out, text, WIT_TIME_TEXT - 1);
    out[WIT_TIME_TEXT - 1] = '\0';
    return out;
}

/* Exactly n digits; *at goes behind them. */
static bool number(int *out, const char **at, int n)
{
    int value = 0;
    for (int i = 0; i < n; i++, (*at)++) {
        if (**at < '0' || **at > '9')
            return false;
        value = value * 10 + (**at - '0');
    }
    *out = value;
    return true;
}

static bool letter(const char **at, char a, char b)
{
    if (**at != a && **at != b)
        return false;
    (*at)++;
    return true;
}

static bool read_date(int64_t *days, const char **at)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year, month, day;
    if (!number(&year, at, 4) || !letter(at, '-', '-') || !number(&month, at, 2) || !letter(at, '-', '-') ||
        !number(&day, at, 2) || month < 1 || month > 12)
        return false;
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    if (day < 1 || day > lengths[month - 1] + (leap && month == 2))
        return false;
    *days = days_of(year, month, day);
    return true;
}

/* "23:08:16.123456": digits after the third are cut. :60 is a leap second, which Unix time gives to the next one. */
static bool read_clock(int64_t *ms, const char **at)
{
    int hour, minute, second;
    if (!number(&hour, at, 2) || !letter(at, ':', ':') || !number(&minute, at, 2) || !letter(at, ':', ':') ||
        !number(&second, at, 2) || hour > 23 || minute > 59 || second > 60)
        return false;
    int64_t value = ((int64_t)hour * 60 + minute) * 60000 + (int64_t)second * 1000;
    if (**at == '.') {
        (*at)++;
        if (**at < '0' || **at > '9')
            return false;
        for (int weight = 100; **at >= '0' && **at <= '9'; (*at)++, weight /= 10)
            value += weight * (**at - '0');
    }
    *ms = value;
    return true;
}

static bool read_offset(int64_t *ms, const char **at)
{
    *ms = 0;
    if (letter(at, 'Z', 'z'))
        return true;
    int sign = **at == '-' ? -1 : 1, hour, minute;
    if (!letter(at, '+', '-') || !number(&hour, at, 2) || !letter(at, ':', ':') || !number(&minute, at, 2) ||
        hour > 23 || minute > 59)
        return false;
    *ms = sign * ((int64_t)hour * 60 + minute) * 60000;
    return true;
}

bool wit_time_parse(int64_t *unix_ms, const char *text, struct wit_err *err)
{
    const char *at = text;
    int64_t days = 0, ms = 0, offset = 0;
    bool ok = read_date(&days, &at);
    if (ok && *at != '\0')
        ok = letter(&at, 'T', 't') && read_clock(&ms, &at) && read_offset(&offset, &at);
    if (!ok || *at != '\0')
        return wit_fail(err, WIT_EPARSE, "expected a time such as 2026-11-20T23:08:16Z, found '%.80s'", text);
    *unix_ms = days * MS_PER_DAY + ms - offset;
    return true;
}
