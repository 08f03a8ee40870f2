/* collectors/aws/retry.h: what to try again, how long to wait, and how fast to ask.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: AWS SDKs and Tools Reference Guide, "Retry behavior"; exponential back-off with full jitter. Throttling at
 * AWS is a token bucket for each account, region and API, so one pace is kept for each of them. Pure: time and seed are
 * given.
 */
#ifndef WIT_COLLECTORS_AWS_RETRY_H
#define WIT_COLLECTORS_AWS_RETRY_H

#include <stdbool.h>
#include <stdint.h>

#include "collectors/http.h"

enum wit_verdict_of_call {
    WIT_TRY_DONE = 0,   /* an answer, good or bad, that stays as it is */
    WIT_TRY_AGAIN,      /* network, 5xx, time-out */
    WIT_TRY_SLOWER,     /* throttled */
    WIT_TRY_CREDENTIALS /* the keys have expired */
};

/* The 14 codes that mean "too fast". */
bool wit_throttle_code(const char *code);
bool wit_expired_code(const char *code);
bool wit_denied_code(const char *code);
/* code "" when the answer named none; status 0 when there was none. */
enum wit_verdict_of_call wit_retry_judge(enum wit_http_end end, int status, const char *code);

struct wit_random {
    uint64_t state;
};
uint64_t wit_random_next(struct wit_random *r); /* splitmix64 */

/* Full jitter: 0 .. min(20 s, base * 2^(attempt - 1)), attempt from 1; base 1 s when throttled, else 0.25 s.
 * At least retry_after_s. */
unsigned wit_backoff_ms(struct wit_random *r, enum wit_verdict_of_call why, unsigned attempt, unsigned retry_after_s);

/* Calls a second of one (account, region, service): no limit until AWS complains; then halved at each complaint, and
 * slowly raised by successes. */
struct wit_pace {
    double rate;   /* calls a second; 0: no limit */
    double tokens; /* may go out at once */
    int64_t last_ms;
};
/* 0: one call may go out now, and is counted. Else ms to wait. */
unsigned wit_pace_take(struct wit_pace *pace, int64_t now_ms);
void wit_pace_throttled(struct wit_pace *pace, int64_t now_ms);
void wit_pace_answered(struct wit_pace *pace);

#endif
