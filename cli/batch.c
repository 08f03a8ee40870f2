/* cli/batch.c: the lines of `query --batch`, on as many threads as help.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Lines are read in rounds of chunks. Each thread has an engine of its own over the same estate, which nobody changes,
 * and takes the next chunk that is left; answers are written in the order of the lines. An engine's answers do not
 * depend on what it was asked before, so the bytes are the same for any number of threads. A short batch is answered by
 * one: the second engine costs as much as the first.
 */
#include "cli/batch.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LINE_MAX_BYTES   ((size_t)64 << 10)
#define ANSWER_MAX_BYTES ((size_t)1 << 30) /* of a chunk */
#define CHUNK_BYTES      ((size_t)1 << 20)

enum { CHUNK_LINES = 256, CHUNKS = 16, THREADS_MAX = 16, THREADS = 2, LINES_FOR_ONE = 50000 };

struct chunk {
    char *text; /* CHUNK_BYTES and one line more */
    struct {
        size_t at, len, number; /* len: as it was, text has LINE_MAX_BYTES of it at most */
    } lines[CHUNK_LINES];
    size_t n;
    struct wit_buf out;
    bool good;
};

struct round {
    const struct wit_batch *batch;
    struct chunk chunks[CHUNKS];
    size_t n;
    atomic_size_t next;
};

struct worker {
    struct round *round;
    struct wit_reach *reach; /* NULL: not needed yet */
};

/* One line without its end, cut behind the cap: *len is what it has, which may be more than is kept. False: the end. */
static bool read_line(char *line, size_t *len, FILE *in)
{
    int c;
    size_t n = 0;
    while ((c = getc_unlocked(in)) != EOF && c != '\n') {
        if (n < LINE_MAX_BYTES)
            line[n] = (char)c;
        n++;
    }
    while (n > 0 && n <= LINE_MAX_BYTES && line[n - 1] == '\r')
        n--;
    line[n < LINE_MAX_BYTES ? n : LINE_MAX_BYTES] = '\0';
    *len = n;
    return c != EOF || n > 0;
}

/* False: there are no more lines. */
static bool fill(struct chunk *c, FILE *in, size_t *number)
{
    size_t used = 0, len;
    c->n = 0;
    while (c->n < CHUNK_LINES && used < CHUNK_BYTES) {
        if (!read_line(c->text + used, &len, in))
            return false;
        ++*number;
        if (len == 0)
            continue;
        c->lines[c->n].at = used;
        c->lines[c->n].len = len;
        c->lines[c->n++].number = *number;
        used += (len < LINE_MAX_BYTES ? len : LINE_MAX_BYTES) + 1;
    }
    return true;
}

static void answer(struct chunk *c, const struct wit_batch *b, struct wit_reach *reach)
{
    wit_buf_reset(&c->out);
    c->good = true;
    for (size_t i = 0; i < c->n; i++) {
        if (c->lines[i].len > LINE_MAX_BYTES) {
            wit_buf_printf(&c->out, "{\"error\": \"line %zu is longer than %zu bytes\"}\n", c->lines[i].number,
                           LINE_MAX_BYTES);
            c->good = false;
        } else if (!wit_query_line(&c->out, reach, b->estate, b->intent, c->text + c->lines[i].at, c->lines[i].len)) {
            c->good = false;
        }
    }
}

static void *work(void *context)
{
    struct worker *w = context;
    struct round *round = w->round;
    if (w->reach == NULL)
        w->reach = wit_reach_new(round->batch->estate);
    for (size_t i; (i = atomic_fetch_add(&round->next, 1)) < round->n;)
        answer(&round->chunks[i], round->batch, w->reach);
    return NULL;
}

/* A thread that cannot be had is done without. */
static void run(struct round *round, struct worker *workers, size_t n)
{
    pthread_t threads[THREADS_MAX];
    size_t started = 1;
    atomic_store(&round->next, 0);
    while (started < n && pthread_create(&threads[started], NULL, work, &workers[started]) == 0)
        started++;
    work(&workers[0]);
    for (size_t i = 1; i < started; i++)
        pthread_join(threads[i], NULL);
}

/* PATHWITNESS_THREADS (tests): that many, from the first line on. */
static size_t how_many(size_t *lines_for_one)
{
    const char *text = getenv("PATHWITNESS_THREADS");
    long asked = text == NULL ? 0 : strtol(text, NULL, 10), there = sysconf(_SC_NPROCESSORS_ONLN);
    *lines_for_one = asked > 0 ? 0 : LINES_FOR_ONE;
    if (asked > 0)
        return asked < THREADS_MAX ? (size_t)asked : THREADS_MAX;
    return there < THREADS ? 1 : THREADS;
}

static bool put(const struct wit_buf *out, struct wit_err *err)
{
    if (out->over)
        return wit_fail(err, WIT_ELIMIT, "the answers to %d lines have more than %zu bytes", (int)CHUNK_LINES,
                        ANSWER_MAX_BYTES);
    if (out->len > 0 && fwrite(out->data, 1, out->len, stdout) != out->len)
        return wit_fail(err, WIT_EIO, "standard output could not be written: %s", strerror(errno));
    return true;
}

static bool answer_all(struct round *round, struct worker *workers, bool *good, struct wit_err *err)
{
    size_t number = 0, alone, n = how_many(&alone);
    bool more = true;
    while (more) {
        for (round->n = 0; more && round->n < CHUNKS; round->n++)
            more = fill(&round->chunks[round->n], round->batch->in, &number);
        run(round, workers, number > alone ? n : 1);
        for (size_t i = 0; i < round->n; i++) {
            *good = *good && round->chunks[i].good;
            if (!put(&round->chunks[i].out, err))
                return false;
        }
    }
    if (ferror(round->batch->in))
        return wit_fail(err, WIT_EIO, "%s: %s", round->batch->path, strerror(errno));
    return true;
}

enum wit_exit wit_batch_run(const struct wit_batch *batch)
{
    struct wit_err err = {0};
    struct worker workers[THREADS_MAX];
    struct round *round = calloc(1, sizeof *round);
    bool good = true;
    if (round == NULL)
        wit_die("out of memory");
    round->batch = batch;
    for (size_t i = 0; i < CHUNKS; i++) {
        wit_buf_init(&round->chunks[i].out, ANSWER_MAX_BYTES);
        round->chunks[i].text = malloc(CHUNK_BYTES + LINE_MAX_BYTES + 1);
        if (round->chunks[i].text == NULL)
            wit_die("out of memory");
    }
    for (size_t i = 0; i < THREADS_MAX; i++)
        workers[i] = (struct worker){round, NULL};
    bool done = answer_all(round, workers, &good, &err);
    for (size_t i = 0; i < THREADS_MAX; i++)
        wit_reach_free(workers[i].reach);
    for (size_t i = 0; i < CHUNKS; i++) {
        wit_buf_deinit(&round->chunks[i].out);
        free(round->chunks[i].text);
    }
    free(round);
    if (!done)
        return wit_report(&err);
    if (!good)
        wit_say(NULL, "pathwitness: some lines of %s could not be asked; their answers say why", batch->path);
    return good ? WIT_EXIT_DONE : WIT_EXIT_USAGE;
}
