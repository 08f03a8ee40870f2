/* pathmap/review/check_identity.c: checks of the identity plane: who gets into a bucket, and from where.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * What is not known is no finding: the paths to the bucket and their gaps say it.
 */
#include <string.h>

#include "pathmap/review/findings.h"

enum { NAMED = 5, NAMING_MAX = 20000 /* pairs of a bucket and a principal: beyond, nobody is named */ };

static const char *bucket_cite(const struct wit_review *r, const struct wit_bucket *b)
{
    struct wit_cite cite = b->policy[0] != '\0' ? b->policy_cite : b->cite;
    return wit_cite_text(r->arena, r->estate, cite);
}

/* Those in evidence, or named, who surely get in from the internet, by any action; *n counts each once. */
static const char *who_gets_in(struct wit_review *r, const struct wit_bucket *b, size_t *n)
{
    struct wit_way way = wit_way_internet();
    struct wit_strmap *seen = wit_strmap_new(r->arena);
    const char *text = "";
    *n = 0;
    for (int action = 0; action < WIT_S3_ACTIONS; action++) {
        const struct wit_identity_other *others;
        size_t count = wit_identity_who(&others, r->identity, b, (enum wit_s3_action)action, &way);
        for (size_t i = 0; i < count; i++) {
            bool anybody = others[i].asker.kind == WIT_BY_ANYONE || others[i].asker.kind == WIT_BY_STRANGER;
            if (others[i].answer.verdict != WIT_REACHABLE || anybody || !wit_strmap_put(seen, others[i].text, r))
                continue;
            if ((*n)++ < NAMED)
                text = wit_fmt(r->arena, "%s%s%s (%s)", text, text[0] == '\0' ? "" : ", ", others[i].text,
                               wit_s3_action_word(others[i].answer.action));
        }
    }
    return *n > NAMED ? wit_fmt(r->arena, "%s and %zu more", text, *n - NAMED) : text;
}

void wit_check_public_buckets(struct wit_review *r, const struct wit_check *check)
{
    static const enum wit_asked_by everybody[] = {WIT_BY_ANYONE, WIT_BY_STRANGER};
    struct wit_way way = wit_way_internet();
    for (size_t i = 0; i < r->estate->n_buckets; i++) {
        const struct wit_bucket *b = &r->estate->buckets[i];
        const char *text = "";
        for (size_t k = 0; k < 2 * WIT_S3_ACTIONS; k++) {
            struct wit_asker asker = {.kind = everybody[k / WIT_S3_ACTIONS], .gap = WIT_NO_GAP};
            enum wit_s3_action action = (enum wit_s3_action)(k % WIT_S3_ACTIONS);
            struct wit_identity_answer answer;
            wit_identity_ask(&answer, r->identity, &asker, b, action, &way);
            if (answer.verdict == WIT_REACHABLE)
                text = wit_fmt(r->arena, "%s%s%s (%s)", text, text[0] == '\0' ? "" : ", ",
                               wit_asker_text(r->arena, &asker), wit_s3_action_word(action));
        }
        if (text[0] != '\0')
            wit_finding_cite(
                wit_finding_add(r, check, b->id, wit_fmt(r->arena, "The policy of bucket %s lets in %s", b->id, text)),
                r->arena, bucket_cite(r, b));
    }
}

/* Its policy speaks of endpoints or networks, and yet somebody comes in without one (case 45). */
void wit_check_off_network(struct wit_review *r, const struct wit_check *check)
{
    for (size_t i = 0; i < r->estate->n_buckets; i++) {
        const struct wit_bucket *b = &r->estate->buckets[i];
        size_t n;
        if (strcasestr(b->policy, "aws:SourceVpc") == NULL)
            continue;
        const char *who = who_gets_in(r, b, &n);
        if (n > 0)
            wit_finding_cite(
                wit_finding_add(
                    r, check, b->id,
                    wit_fmt(r->arena,
                            "The policy of bucket %s names endpoints or networks, and lets in from anywhere: %s", b->id,
                            who)),
                r->arena, bucket_cite(r, b));
    }
}

void wit_check_unconfined(struct wit_review *r, const struct wit_check *check)
{
    for (size_t i = 0; i < r->estate->n_buckets; i++) {
        const struct wit_bucket *b = &r->estate->buckets[i];
        if (wit_identity_confined(r->identity, b) != WIT_CONFINED_NO)
            continue;
        size_t n = 0;
        const char *who = r->estate->n_buckets * r->estate->n_principals > NAMING_MAX ? "" : who_gets_in(r, b, &n);
        wit_finding_cite(
            wit_finding_add(r, check, b->id,
                            wit_fmt(r->arena,
                                    "Bucket %s: no statement denies what comes by another way than an endpoint%s%s",
                                    b->id, n == 0 ? "" : "; from anywhere get in: ", who)),
            r->arena, bucket_cite(r, b));
    }
}

static void full(struct wit_review *r, const struct wit_check *check, const char *id, const char *service,
                 const char *policy, struct wit_cite cite)
{
    struct wit_way way;
    if (!wit_way_endpoint(&way, r->estate, id) || policy == NULL || policy[0] == '\0' ||
        !wit_identity_policy_is_full(r->identity, id, policy))
        return;
    wit_finding_cite(
        wit_finding_add(
            r, check, id,
            wit_fmt(r->arena, "Endpoint %s (%s) leads to every bucket of its region, of any account", id, service)),
        r->arena, wit_cite_text(r->arena, r->estate, cite));
}

void wit_check_full_endpoints(struct wit_review *r, const struct wit_check *check)
{
    for (size_t i = 0; i < r->estate->n_gateways; i++) {
        const struct wit_gateway *g = &r->estate->gateways[i];
        if (g->kind == WIT_GW_ENDPOINT)
            full(r, check, g->id, g->service_name, g->policy, g->cite);
    }
    for (size_t i = 0; i < r->estate->n_endpoints; i++) {
        const struct wit_endpoint *o = &r->estate->endpoints[i];
        full(r, check, o->id, o->service_name, o->policy, o->cite);
    }
}
