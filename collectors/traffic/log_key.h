/* collectors/traffic/log_key.h: what the key of an object tells of the flow log in it: its kind, and when it was
 * written.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: VPC User Guide, "Publish flow logs to Amazon S3" (folders and file names). Pure.
 */
#ifndef WIT_COLLECTORS_TRAFFIC_LOG_KEY_H
#define WIT_COLLECTORS_TRAFFIC_LOG_KEY_H

#include "base/arena.h"

enum wit_log_object {
    WIT_LOG_OBJECT_TEXT,    /* to be read */
    WIT_LOG_OBJECT_PARQUET, /* holds records that this program does not read */
    WIT_LOG_OBJECT_FOLDER   /* a key that ends with a slash: nothing */
};
struct wit_log_key {
    enum wit_log_object kind;
    int64_t from_s, to_s; /* when it was written, by its name: first and last second; 0, 0: the name does not tell */
};
/*
 * "AWSLogs/<account>/vpcflowlogs/<region>/2026/11/20/…_20261120T2140Z_0a1b2c3d.log.gz", folders by the hour, and Hive's
 * ("…/year=2026/month=11/day=20/hour=21/…"): the time in the file's name, else the folders'.
 */
struct wit_log_key wit_log_key_read(const char *key);
/* May it hold records of [since_s, until_s)? 0: no such bound. Records are written some minutes after their time, an
 * hour late at the most before `since`, and six hours after `until` are looked through. */
bool wit_log_key_within(const struct wit_log_key *key, int64_t since_s, int64_t until_s);
/* Where a listing of `prefix` may begin, so that years before `since_s` are not paged through; "" at its beginning. */
const char *wit_log_key_start(struct wit_arena *arena, const char *prefix, int64_t since_s);

#endif
