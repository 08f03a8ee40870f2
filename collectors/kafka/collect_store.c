/* collectors/kafka/collect_store.c: artefacts and gaps of a collection.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "collectors/kafka/run.h"

static struct wit_subject subject_of(struct wit_kafka_session *s, const char *operation, const char *resource)
{
    const char *id = s->cluster.id != NULL && s->cluster.id[0] != '\0' ? s->cluster.id : s->bootstrap;
    return (struct wit_subject){
        .source = "kafka", .service = "kafka", .operation = operation, .resource = resource != NULL ? resource : id};
}

const char *wit_kafka_part(struct wit_kafka_session *s, const char *part)
{
    return wit_fmt(s->arena, "%s/%s", subject_of(s, NULL, NULL).resource, part);
}

bool wit_kafka_put(struct wit_kafka_session *s, const char *operation, const char *resource, unsigned page, bool last,
                   const char *request, struct wit_err *err)
{
    struct wit_record record = {.kind = WIT_REC_ARTEFACT,
                                .subject = subject_of(s, operation, resource),
                                .page = page,
                                .last_page = last,
                                .request = request,
                                .media = "application/json",
                                .root = ""};
    if (s->document.over)
        return wit_fail(err, WIT_ELIMIT, "%s: the answer is larger than %zu MB", operation,
                        s->document.cap_bytes >> 20);
    bool done = wit_bundle_put(s->writer, &record, s->document.data, s->document.len, NULL, err);
    wit_buf_reset(&s->document);
    s->summary->artefacts++;
    return done;
}

static bool stands(const struct wit_kafka_session *s, const struct wit_subject *subject)
{
    size_t n;
    const struct wit_record *records = wit_bundle_writer_records(s->writer, &n);
    for (size_t i = 0; i < n; i++) {
        const struct wit_subject *there = &records[i].subject;
        if (records[i].kind == WIT_REC_GAP && there->source != NULL && strcmp(there->source, subject->source) == 0 &&
            there->operation != NULL && strcmp(there->operation, subject->operation) == 0 && there->resource != NULL &&
            strcmp(there->resource, subject->resource) == 0)
            return true;
    }
    return false;
}

bool wit_kafka_gap(struct wit_kafka_session *s, enum wit_gap_reason reason, const char *operation, const char *resource,
                   const char *detail, struct wit_err *err)
{
    struct wit_record record = {
        .kind = WIT_REC_GAP, .subject = subject_of(s, operation, resource), .reason = reason, .detail = detail};
    struct wit_kafka_summary *sum = s->summary;
    if (reason == WIT_GAP_NOT_ASKED) {
        sum->not_asked++;
        return stands(s, &record.subject) || wit_bundle_note(s->writer, &record, err);
    }
    if (sum->gaps < WIT_KAFKA_FIRST_GAPS) {
        s->gaps[sum->gaps] = wit_fmt(s->arena, "%s: %s", operation, detail);
        sum->n_first_gaps = sum->gaps + 1;
    }
    sum->gaps++;
    return wit_bundle_note(s->writer, &record, err);
}

enum wit_gap_reason wit_kafka_reason(const char *error)
{
    static const char end[] = "_AUTHORIZATION_FAILED";
    size_t len = strlen(error);
    return len >= sizeof end - 1 && strcmp(error + len - (sizeof end - 1), end) == 0 ? WIT_GAP_DENIED : WIT_GAP_FAILED;
}

void wit_kafka_step(struct wit_kafka_session *s, const char *what)
{
    if (s->options->progress != NULL)
        s->options->progress(s->options->context, what, s->done, s->total);
}
