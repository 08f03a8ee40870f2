/* collectors/aws/run.h: one run of `collect aws`, shared by the files that carry it out.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * collect.c plans, scheduler.c sends and waits, settle.c judges and stores, resume.c knows what is there already.
 */
#ifndef WIT_COLLECTORS_AWS_RUN_H
#define WIT_COLLECTORS_AWS_RUN_H

#include "collectors/aws/answer.h"
#include "collectors/aws/aws.h"
#include "collectors/aws/credentials.h"
#include "collectors/aws/request.h"
#include "collectors/aws/retry.h"

/* One question: an operation in a region, about one thing or all, page after page. In the run's arena. */
struct wit_call {
    const struct wit_operation *op;
    const char *region;               /* where the user asked; the subject's region */
    const char *sign_region;          /* where this bucket lives; NULL: region */
    const char *resource;             /* NULL: a list */
    const char *token;                /* of the page to ask; NULL: the first */
    unsigned page;                    /* from 1 */
    unsigned attempt;                 /* of this page, from 1 */
    unsigned unreadable;              /* how often this page could not be parsed */
    bool moved;                       /* sent to another region once */
    bool renewed;                     /* asked again with new keys once */
    struct wit_strmap *tokens;        /* those that were followed */
    const struct wit_record *old_gap; /* --resume: it ended so before; NULL otherwise */
    int64_t not_before_ms;            /* monotonic */
    struct wit_call *next;
};

struct wit_run {
    struct wit_arena *arena, *scratch; /* scratch: one answer */
    struct wit_bundle_writer *writer;
    const struct wit_aws_options *options;
    struct wit_collect_summary *summary;
    struct wit_aws_config config;
    struct wit_aws_keys keys;
    const char *account; /* NULL until GetCallerIdentity answered */
    const char *const *regions;
    size_t n_regions;
    struct wit_http *http;
    struct wit_random random;
    unsigned wait_percent; /* of every wait; 100 but in tests */
    unsigned parallel, attempts, timeout_s;
    struct wit_strmap *paces; /* "region service" -> struct wit_pace */
    struct wit_strmap *known; /* resume.c */
    struct wit_call *head, **tail;
    unsigned long done, total;
    const struct wit_call *identity; /* the call that tells the account */
    char identity_problem[512];      /* why it failed; "" otherwise */
    bool identity_answered;          /* somebody answered at all */
};

/* scheduler.c: runs until the queue is empty. err: WIT_EIO from the bundle, WIT_EUSAGE an endpoint */
WIT_NODISCARD bool wit_run_queue(struct wit_run *run, struct wit_err *err);
void wit_run_push(struct wit_run *run, struct wit_call *call, bool first);
int64_t wit_run_mono_ms(void);

/* settle.c: what an answer means. False: the bundle cannot be written. */
WIT_NODISCARD bool wit_run_settle(struct wit_run *run, struct wit_call *call, const struct wit_http_answer *answer,
                                  const char *request_line, struct wit_err *err);
struct wit_subject wit_run_subject(const struct wit_run *run, const struct wit_call *call);
WIT_NODISCARD bool wit_run_gap(struct wit_run *run, const struct wit_call *call, enum wit_gap_reason reason,
                               const char *detail, struct wit_err *err);

/* collect.c: calls that follow from a page of a list, and from the end of a call, however it ended. */
WIT_NODISCARD bool wit_run_page(struct wit_run *run, struct wit_call *call, const char *body, size_t len,
                                struct wit_err *err);
WIT_NODISCARD bool wit_run_end(struct wit_run *run, struct wit_call *call, struct wit_err *err);

/* resume.c */
void wit_resume_index(struct wit_run *run);
/* Queues the call, or what is left of it after what the bundle holds; and the calls that follow from stored pages. */
WIT_NODISCARD bool wit_resume_plan(struct wit_run *run, struct wit_call *call, struct wit_err *err);
/* An answer or assumption of that subject is there. */
bool wit_resume_has(const struct wit_run *run, const struct wit_subject *subject);

#endif
