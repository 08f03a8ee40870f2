/* tests/support/replay.c: listen on 127.0.0.1, one thread a connection, answer or misbehave.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/support/replay.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/io.h"
#include "tests/support/replay_parts.h"

enum { MAX_CONNECTIONS = 128, MAX_HEAD = 64 * 1024, MAX_BODY = 1 << 20 };

struct connection {
    struct wit_replay *replay;
    pthread_t thread;
    int fd;
};

struct wit_replay {
    char *dir, *account;
    struct replay_faults *faults;
    FILE *log;
    int fd;
    unsigned port;
    pthread_t acceptor;
    pthread_mutex_t lock; /* faults, log, counters, connections */
    unsigned long requests, refused;
    bool stopping;
    struct connection connections[MAX_CONNECTIONS];
    size_t n_connections;
};

static bool stopping(struct wit_replay *replay)
{
    pthread_mutex_lock(&replay->lock);
    bool yes = replay->stopping;
    pthread_mutex_unlock(&replay->lock);
    return yes;
}

/* Reads until `len` bytes are there or, with an `until`, that text is. 0 when the other side went away. */
static size_t fill(struct connection *c, struct wit_buf *in, size_t len, const char *until)
{
    for (;;) {
        const char *hit = until != NULL && in->data != NULL ? strstr(in->data, until) : NULL;
        if (hit != NULL)
            return (size_t)(hit - in->data) + strlen(until);
        if (until == NULL && in->len >= len)
            return len;
        struct pollfd p = {.fd = c->fd, .events = POLLIN};
        if (poll(&p, 1, 100) < 0 && errno != EINTR)
            return 0;
        if (stopping(c->replay))
            return 0;
        if ((p.revents & (POLLIN | POLLHUP | POLLERR)) == 0)
            continue;
        char piece[16384];
        ssize_t n = recv(c->fd, piece, sizeof piece, 0);
        if (n <= 0)
            return 0;
        wit_buf_add(in, piece, (size_t)n);
        if (in->over)
            return 0;
    }
}

static bool parse_head(struct replay_request *r, char *head)
{
    char *save = NULL, *line = strtok_r(head, "\r\n", &save);
    char *target = line != NULL ? strchr(line, ' ') : NULL;
    char *end = target != NULL ? strchr(target + 1, ' ') : NULL;
    if (end == NULL)
        return false;
    *target++ = '\0';
    *end = '\0';
    r->method = line;
    r->path = target;
    char *query = strchr(target, '?');
    if (query != NULL)
        *query++ = '\0';
    r->query = query != NULL ? query : "";
    while ((line = strtok_r(NULL, "\r\n", &save)) != NULL && r->n_headers < REPLAY_MAX_HEADERS) {
        char *colon = strchr(line, ':');
        if (colon == NULL)
            return false;
        *colon = '\0';
        for (char *c = line; *c != '\0'; c++)
            *c = (char)tolower((unsigned char)*c);
        char *value = colon + 1 + strspn(colon + 1, " \t");
        for (char *last = value + strlen(value); last > value && strchr(" \t", last[-1]) != NULL;)
            *--last = '\0';
        r->headers[r->n_headers++] = (struct replay_header){line, value};
    }
    return true;
}

static bool send_all(struct connection *c, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = send(c->fd, bytes, len, MSG_NOSIGNAL);
        if (n <= 0)
            return false;
        bytes += n;
        len -= (size_t)n;
    }
    return true;
}

/* False: close the connection. */
static bool send_reply(struct connection *c, struct wit_arena *arena, const struct replay_reply *reply)
{
    if (reply->drop)
        return false;
    const char *head = wit_fmt(arena,
                               "HTTP/1.1 %d Replayed\r\nContent-Type: %s\r\nContent-Length: %zu\r\n"
                               "x-amzn-RequestId: 00000000-0000-4000-8000-000000000000\r\n%s%s\r\n",
                               reply->status, reply->media, reply->len, reply->gzip ? "Content-Encoding: gzip\r\n" : "",
                               reply->headers != NULL ? reply->headers : "");
    size_t len = reply->stall ? 1 : reply->cut_at < reply->len ? reply->cut_at : reply->len;
    if (!send_all(c, head, strlen(head)) || !send_all(c, reply->body, len < reply->len ? len : reply->len))
        return false;
    while (reply->stall && !stopping(c->replay)) {
        struct pollfd p = {.fd = c->fd, .events = POLLIN};
        char byte;
        if (poll(&p, 1, 50) > 0 && recv(c->fd, &byte, 1, MSG_PEEK) <= 0)
            return false;
    }
    return len == reply->len;
}

static void write_log(struct wit_replay *replay, const struct replay_call *call, int status, const char *why)
{
    if (replay->log == NULL)
        return;
    fprintf(replay->log, "%s %s %s %s %u %d", call->service != NULL ? call->service : "-",
            call->operation != NULL ? call->operation : "-", call->region != NULL ? call->region : "-",
            call->resource != NULL ? call->resource : "-", call->page, status);
    for (const char *s = why != NULL ? why : ""; *s != '\0'; s++)
        fputs(s == why ? " " : "", replay->log), fputs(*s == '\n' ? "\\n" : (char[]){*s, '\0'}, replay->log);
    fputc('\n', replay->log);
    fflush(replay->log);
}

static void answer(struct wit_replay *replay, struct replay_request *r, struct replay_reply *reply)
{
    struct replay_call call = {.page = 1};
    const char *why = NULL;
    if (replay_identity(r, reply)) {
        call.operation = r->path;
    } else if ((why = replay_sign_check(r, replay->account, &call)) != NULL) {
        if (call.service != NULL && call.region != NULL)
            replay_route(r, &call);
        replay_reply_error(reply, r->arena, &call, 403, "SignatureDoesNotMatch",
                           "The request signature we calculated does not match the signature you provided.");
    } else if (replay_assume_role(r, reply)) {
        call.operation = "AssumeRole";
    } else {
        if (!replay_objects(r, reply, replay->dir, &call)) {
            replay_route(r, &call);
            replay_store_find(reply, r->arena, replay->dir, &call);
        }
        pthread_mutex_lock(&replay->lock);
        replay_faults_apply(replay->faults, r->arena, &call, reply);
        pthread_mutex_unlock(&replay->lock);
    }
    pthread_mutex_lock(&replay->lock);
    replay->requests++;
    replay->refused += why != NULL;
    write_log(replay, &call, reply->status, why);
    pthread_mutex_unlock(&replay->lock);
}

static void *serve(void *argument)
{
    struct connection *c = argument;
    struct wit_buf in;
    wit_buf_init(&in, MAX_HEAD + MAX_BODY);
    struct wit_arena *arena = wit_arena_new();
    for (bool go_on = true; go_on;) {
        wit_arena_reset(arena);
        struct replay_request r = {.arena = arena};
        size_t head_len = fill(c, &in, 0, "\r\n\r\n");
        if (head_len == 0 || head_len > MAX_HEAD || !parse_head(&r, wit_strndup(arena, in.data, head_len)))
            break;
        const char *length = replay_header_of(&r, "content-length");
        r.body_len = length != NULL ? strtoul(length, NULL, 10) : 0;
        if (r.body_len > MAX_BODY || fill(c, &in, head_len + r.body_len, NULL) == 0)
            break;
        r.body = wit_strndup(arena, in.data + head_len, r.body_len);
        size_t used = head_len + r.body_len, rest = in.len - used;
        char *tail = wit_strndup(arena, in.data + used, rest);
        wit_buf_reset(&in);
        wit_buf_add(&in, tail, rest);
        struct replay_reply reply;
        answer(c->replay, &r, &reply);
        go_on = send_reply(c, arena, &reply);
    }
    wit_arena_free(arena);
    wit_buf_deinit(&in);
    shutdown(c->fd, SHUT_RDWR);
    pthread_mutex_lock(&c->replay->lock);
    close(c->fd);
    c->fd = -1;
    pthread_mutex_unlock(&c->replay->lock);
    return NULL;
}

/* A slot of a finished connection is joined and used again. */
static struct connection *slot(struct wit_replay *replay)
{
    pthread_mutex_lock(&replay->lock);
    struct connection *free_slot = NULL;
    for (size_t i = 0; i < replay->n_connections && free_slot == NULL; i++) {
        if (replay->connections[i].fd == -1)
            free_slot = &replay->connections[i];
    }
    bool fresh = free_slot == NULL && replay->n_connections < MAX_CONNECTIONS;
    pthread_mutex_unlock(&replay->lock);
    if (fresh)
        return &replay->connections[replay->n_connections];
    if (free_slot != NULL)
        pthread_join(free_slot->thread, NULL);
    return free_slot;
}

static void *accept_all(void *argument)
{
    struct wit_replay *replay = argument;
    while (!stopping(replay)) {
        struct pollfd p = {.fd = replay->fd, .events = POLLIN};
        if (poll(&p, 1, 100) <= 0)
            continue;
        int fd = accept(replay->fd, NULL, NULL);
        if (fd < 0)
            continue;
        int on = 1; /* head and body are two writes */
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        struct connection *c = slot(replay);
        if (c == NULL) {
            close(fd);
            continue;
        }
        pthread_mutex_lock(&replay->lock);
        bool fresh = c == &replay->connections[replay->n_connections];
        c->replay = replay;
        c->fd = fd;
        if (pthread_create(&c->thread, NULL, serve, c) != 0) {
            close(fd);
            c->fd = -1;
            fresh = false;
        }
        replay->n_connections += fresh;
        pthread_mutex_unlock(&replay->lock);
    }
    return NULL;
}

static bool open_socket(struct wit_replay *replay, unsigned port, struct wit_err *err)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t len = sizeof at;
    int on = 1;
    replay->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (replay->fd < 0 || setsockopt(replay->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        bind(replay->fd, (struct sockaddr *)&at, sizeof at) != 0 || listen(replay->fd, 64) != 0 ||
        getsockname(replay->fd, (struct sockaddr *)&at, &len) != 0)
        return wit_fail(err, WIT_EIO, "127.0.0.1 port %u: %s", port, strerror(errno));
    replay->port = ntohs(at.sin_port);
    return true;
}

static bool load(struct wit_replay *replay, struct wit_arena *arena, const struct wit_replay_options *options,
                 struct wit_err *err)
{
    const char *account = replay_store_account(arena, options->dir);
    if (account == NULL)
        return wit_fail(err, WIT_EIO, "%s: no folder named by an account's 12 digits", options->dir);
    replay->dir = strdup(options->dir);
    replay->account = strdup(account);
    char *text = NULL;
    size_t len;
    if (options->faults_path != NULL && !wit_file_read(&text, &len, arena, options->faults_path, 1 << 20, err))
        return false;
    if (text == NULL && options->faults_text != NULL)
        text = wit_strdup(arena, options->faults_text);
    if (text != NULL && !replay_faults_parse(&replay->faults, text, err))
        return false;
    if (options->log_path != NULL && (replay->log = fopen(options->log_path, "a")) == NULL)
        return wit_fail(err, WIT_EIO, "%s: %s", options->log_path, strerror(errno));
    return open_socket(replay, options->port, err);
}

static void release(struct wit_replay *replay)
{
    if (replay->fd >= 0)
        close(replay->fd);
    if (replay->log != NULL)
        fclose(replay->log);
    replay_faults_free(replay->faults);
    pthread_mutex_destroy(&replay->lock);
    free(replay->dir);
    free(replay->account);
    free(replay);
}

bool wit_replay_start(struct wit_replay **out, const struct wit_replay_options *options, struct wit_err *err)
{
    struct wit_replay *replay = calloc(1, sizeof *replay);
    if (replay == NULL)
        wit_die("no memory");
    replay->fd = -1;
    pthread_mutex_init(&replay->lock, NULL);
    struct wit_arena *arena = wit_arena_new();
    bool fine = load(replay, arena, options, err);
    wit_arena_free(arena);
    if (fine && pthread_create(&replay->acceptor, NULL, accept_all, replay) != 0)
        fine = wit_fail(err, WIT_EIO, "no thread");
    if (!fine) {
        release(replay);
        return false;
    }
    *out = replay;
    return true;
}

unsigned wit_replay_port(const struct wit_replay *replay)
{
    return replay->port;
}

unsigned long wit_replay_requests(struct wit_replay *replay)
{
    pthread_mutex_lock(&replay->lock);
    unsigned long n = replay->requests;
    pthread_mutex_unlock(&replay->lock);
    return n;
}

unsigned long wit_replay_refused(struct wit_replay *replay)
{
    pthread_mutex_lock(&replay->lock);
    unsigned long n = replay->refused;
    pthread_mutex_unlock(&replay->lock);
    return n;
}

void wit_replay_stop(struct wit_replay *replay)
{
    if (replay == NULL)
        return;
    pthread_mutex_lock(&replay->lock);
    replay->stopping = true;
    pthread_mutex_unlock(&replay->lock);
    pthread_join(replay->acceptor, NULL);
    for (size_t i = 0; i < replay->n_connections; i++)
        pthread_join(replay->connections[i].thread, NULL);
    release(replay);
}
