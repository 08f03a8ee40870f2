/* collectors/aws/retry.c: retryable codes, back-off, pace.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/aws/retry.h"

#include <stddef.h>
#include <string.h>

static bool any_of(const char *code, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(code, list[i]) == 0)
            return true;
    }
    return false;
}
#define ANY_OF(code, list) any_of(code, list, sizeof(list) / sizeof(list)[0])

bool wit_throttle_code(const char *code)
{
    static const char *const codes[] = {"Throttling",
                                        "ThrottlingException",
                                        "ThrottledException",
                                        "RequestThrottledException",
                                        "TooManyRequestsException",
                                        "ProvisionedThroughputExceededException",
                                        "TransactionInProgressException",
                                        "RequestLimitExceeded",
                                        "BandwidthLimitExceeded",
                                        "LimitExceededException",
                                        "RequestThrottled",
                                        "SlowDown",
                                        "PriorRequestNotComplete",
                                        "EC2ThrottledException"};
    return ANY_OF(code, codes);
}

bool wit_expired_code(const char *code)
{
    static const char *const codes[] = {"ExpiredToken", "ExpiredTokenException", "RequestExpired"};
    return ANY_OF(code, codes);
}

bool wit_denied_code(const char *code)
{
    static const char *const codes[] = {"UnauthorizedOperation",
                                        "AccessDenied",
                                        "AccessDeniedException",
                                        "AuthFailure",
                                        "OptInRequired",
                                        "UnauthorizedException",
                                        "InvalidClientTokenId",
                                        "SignatureDoesNotMatch",
                                        "UnrecognizedClientException",
                                        "AllAccessDisabled",
                                        "Client.UnauthorizedOperation"};
    return ANY_OF(code, codes);
}

enum wit_verdict_of_call wit_retry_judge(enum wit_http_end end, int status, const char *code)
{
    static const char *const again[] = {"RequestTimeout",  "RequestTimeoutException", "InternalError",
                                        "InternalFailure", "ServiceUnavailable",      "Unavailable"};
    if (end == WIT_HTTP_TOO_LARGE)
        return WIT_TRY_DONE; /* it would be as large again */
    if (end != WIT_HTTP_ANSWERED)
        return WIT_TRY_AGAIN;
    if (wit_throttle_code(code) || status == 429)
        return WIT_TRY_SLOWER;
    if (wit_expired_code(code))
        return WIT_TRY_CREDENTIALS;
    if (status == 500 || status == 502 || status == 503 || status == 504 || (status >= 400 && ANY_OF(code, again)))
        return WIT_TRY_AGAIN;
    return WIT_TRY_DONE;
}

uint64_t wit_random_next(struct wit_random *r)
{
    uint64_t z = r->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

unsigned wit_backoff_ms(struct wit_random *r, enum wit_verdict_of_call why, unsigned attempt, unsigned retry_after_s)
{
    const unsigned cap_ms = 20000;
    unsigned most = why == WIT_TRY_SLOWER ? 1000 : 250;
    for (unsigned i = 1; i < attempt && most < cap_ms; i++)
        most *= 2;
    if (most > cap_ms)
        most = cap_ms;
    unsigned wait = (unsigned)(wit_random_next(r) % (most + 1));
    return wait < retry_after_s * 1000 ? retry_after_s * 1000 : wait;
}

enum { START_RATE = 10 }; /* assumed when the first complaint comes */
static const double least_rate = 0.5, most_rate = 20.0, burst = 2.0;

static void refill(struct wit_pace *pace, int64_t now_ms)
{
    if (now_ms > pace->last_ms)
        pace->tokens += (double)(now_ms - pace->last_ms) * pace->rate / 1000.0;
    if (pace->tokens > burst)
        pace->tokens = burst;
    pace->last_ms = now_ms;
}

unsigned wit_pace_take(struct wit_pace *pace, int64_t now_ms)
{
    if (pace->rate <= 0.0)
        return 0;
    refill(pace, now_ms);
    if (pace->tokens >= 1.0) {
        pace->tokens -= 1.0;
        return 0;
    }
    return (unsigned)((1.0 - pace->tokens) * 1000.0 / pace->rate) + 1;
}

void wit_pace_throttled(struct wit_pace *pace, int64_t now_ms)
{
    if (pace->rate <= 0.0)
        pace->rate = START_RATE;
    refill(pace, now_ms);
    pace->rate = pace->rate / 2 < least_rate ? least_rate : pace->rate / 2;
    pace->tokens = 0;
}

void wit_pace_answered(struct wit_pace *pace)
{
    if (pace->rate > 0.0)
        pace->rate = pace->rate + 0.2 > most_rate ? most_rate : pace->rate + 0.2;
}
