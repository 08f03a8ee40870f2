/* collectors/http.c: libcurl behind one door.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/http.h"

#include <curl/curl.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "collectors/http_trouble.h"

struct job {
    struct wit_http_answer answer;
    CURL *easy;
    struct curl_slist *headers;
    size_t cap_bytes, room;
    int spool_fd;
    bool over, full;
    char told[CURL_ERROR_SIZE]; /* libcurl's own words */
    struct job *next;
};

struct wit_http {
    CURLM *multi;
    struct job *jobs; /* under way */
    size_t n;
};

static void copy_text(char *out, size_t room, const char *text, size_t len)
{
    size_t n = 0;
    for (size_t i = 0; i < len && n + 1 < room; i++) {
        if ((unsigned char)text[i] >= 0x20 && (unsigned char)text[i] < 0x7f)
            out[n++] = text[i];
    }
    out[n] = '\0';
}

static bool spool(struct job *job, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = write(job->spool_fd, bytes, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            snprintf(job->answer.reason, sizeof job->answer.reason, "a temporary file: %s", strerror(errno));
            job->full = true;
            return false;
        }
        bytes += n;
        len -= (size_t)n;
        job->answer.len += (size_t)n;
    }
    return true;
}

static size_t on_body(char *bytes, size_t size, size_t n, void *user)
{
    struct job *job = user;
    size_t more = size * n;
    if (more > job->cap_bytes - job->answer.len) {
        job->over = true;
        return 0;
    }
    long status = 0;
    if (job->spool_fd != 0)
        curl_easy_getinfo(job->easy, CURLINFO_RESPONSE_CODE, &status);
    if (status >= 200 && status < 300)
        return spool(job, bytes, more) ? more : 0;
    if (job->answer.len + more + 1 > job->room) {
        size_t room = (job->answer.len + more + 1) * 2;
        char *grown = realloc(job->answer.body, room);
        if (grown == NULL)
            wit_die("no memory for an answer of %zu bytes", room);
        job->answer.body = grown;
        job->room = room;
    }
    memcpy(job->answer.body + job->answer.len, bytes, more);
    job->answer.len += more;
    job->answer.body[job->answer.len] = '\0';
    return more;
}

static bool header_is(const char *line, size_t len, const char *name, const char **value, size_t *value_len)
{
    size_t name_len = strlen(name);
    if (len <= name_len || line[name_len] != ':' || strncasecmp(line, name, name_len) != 0)
        return false;
    size_t from = name_len + 1;
    while (from < len && (line[from] == ' ' || line[from] == '\t'))
        from++;
    while (len > from && (unsigned char)line[len - 1] <= ' ')
        len--;
    *value = line + from;
    *value_len = len - from;
    return true;
}

static size_t on_header(char *line, size_t size, size_t n, void *user)
{
    struct wit_http_answer *a = &((struct job *)user)->answer;
    size_t len = size * n, value_len;
    const char *value;
    if (header_is(line, len, "content-type", &value, &value_len)) {
        const char *end = memchr(value, ';', value_len);
        copy_text(a->media, sizeof a->media, value, end != NULL ? (size_t)(end - value) : value_len);
    } else if (header_is(line, len, "x-amzn-errortype", &value, &value_len)) {
        copy_text(a->error_type, sizeof a->error_type, value, value_len);
    } else if (header_is(line, len, "x-amz-bucket-region", &value, &value_len)) {
        copy_text(a->region, sizeof a->region, value, value_len);
    } else if (header_is(line, len, "location", &value, &value_len)) {
        copy_text(a->location, sizeof a->location, value, value_len);
    } else if (header_is(line, len, "retry-after", &value, &value_len)) {
        char text[12];
        copy_text(text, sizeof text, value, value_len);
        unsigned long seconds = strtoul(text, NULL, 10);
        a->retry_after_s = seconds > 60 ? 60 : (unsigned)seconds;
    }
    return len;
}

/* libcurl tells the version of TLS in its talk only: "SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384". */
static int on_talk(CURL *easy, curl_infotype type, char *text, size_t len, void *user)
{
    static const char lead[] = "SSL connection using ";
    struct wit_http_answer *a = &((struct job *)user)->answer;
    (void)easy;
    if (type == CURLINFO_TEXT && len > sizeof lead && memcmp(text, lead, sizeof lead - 1) == 0) {
        const char *version = text + sizeof lead - 1, *end = memchr(version, ' ', len - sizeof lead + 1);
        copy_text(a->tls, sizeof a->tls, version, end != NULL ? (size_t)(end - version) : 0);
    }
    return 0;
}

static void set_protocols(CURL *easy)
{
#if LIBCURL_VERSION_NUM >= 0x075500
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

static void set_up(struct job *job, const struct wit_http_request *r)
{
    CURL *easy = job->easy;
    for (size_t i = 0; i < r->n_headers; i++)
        job->headers = curl_slist_append(job->headers, r->headers[i]);
    job->headers = curl_slist_append(job->headers, "Expect:"); /* a body of some 100 bytes needs no 100-continue */
    set_protocols(easy);
    curl_easy_setopt(easy, CURLOPT_URL, r->url);
    curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    if (!r->raw)
        curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip");
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "pathwitness/" WIT_VERSION);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, job->headers);
    if (strcmp(r->method, "GET") != 0) {
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->body_len);
        curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, r->body != NULL ? r->body : "");
        curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, r->method);
    }
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)r->timeout_ms);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)(r->timeout_ms < 10000 ? r->timeout_ms : 10000));
    if (r->stall_s != 0) {
        curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
        curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)r->stall_s);
    }
    if (r->ca_file != NULL)
        curl_easy_setopt(easy, CURLOPT_CAINFO, r->ca_file);
    if (r->cert_file != NULL) {
        curl_easy_setopt(easy, CURLOPT_SSLCERT, r->cert_file);
        curl_easy_setopt(easy, CURLOPT_SSLKEY, r->key_file != NULL ? r->key_file : r->cert_file);
    }
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, job->told);
    curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, on_talk);
    curl_easy_setopt(easy, CURLOPT_DEBUGDATA, job);
    curl_easy_setopt(easy, CURLOPT_VERBOSE, 1L);
    if (r->direct)
        curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, job);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, job);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, job);
}

struct wit_http *wit_http_new(void)
{
    static bool ready;
    if (!ready && curl_global_init(CURL_GLOBAL_DEFAULT) != 0)
        wit_die("libcurl cannot start");
    ready = true;
    struct wit_http *http = calloc(1, sizeof *http);
    if (http == NULL || (http->multi = curl_multi_init()) == NULL)
        wit_die("libcurl cannot start");
    return http;
}

void wit_http_start(struct wit_http *http, const struct wit_http_request *request)
{
    struct job *job = calloc(1, sizeof *job);
    if (job == NULL || (job->easy = curl_easy_init()) == NULL)
        wit_die("no memory for a request");
    job->cap_bytes = request->cap_bytes;
    job->spool_fd = request->spool_fd;
    job->answer.tag = request->tag;
    set_up(job, request);
    job->next = http->jobs;
    http->jobs = job;
    http->n++;
    if (curl_multi_add_handle(http->multi, job->easy) != CURLM_OK)
        wit_die("libcurl does not take a request");
}

size_t wit_http_under_way(const struct wit_http *http)
{
    return http->n;
}

void wit_http_work(struct wit_http *http, unsigned wait_ms)
{
    int running = 0;
    curl_multi_perform(http->multi, &running);
    if (running > 0 && (size_t)running == http->n) {
        curl_multi_poll(http->multi, NULL, 0, (int)wait_ms, NULL);
        curl_multi_perform(http->multi, &running);
    } else if (http->n == 0) {
        curl_multi_poll(http->multi, NULL, 0, (int)wait_ms, NULL);
    }
}

static enum wit_http_end end_of(const struct job *job, CURLcode code)
{
    switch (code) {
    case CURLE_OK:
        return WIT_HTTP_ANSWERED;
    case CURLE_WRITE_ERROR:
        return job->over ? WIT_HTTP_TOO_LARGE : job->full ? WIT_HTTP_NO_ROOM : WIT_HTTP_CUT;
    case CURLE_OPERATION_TIMEDOUT:
        return WIT_HTTP_STALLED;
    case CURLE_PARTIAL_FILE:
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_RECV_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
        return job->answer.status != 0 ? WIT_HTTP_CUT : WIT_HTTP_NO_CONTACT;
    default:
        return WIT_HTTP_NO_CONTACT;
    }
}

static void forget(struct wit_http *http, struct job *job)
{
    for (struct job **at = &http->jobs; *at != NULL; at = &(*at)->next) {
        if (*at == job) {
            *at = job->next;
            http->n--;
            break;
        }
    }
    curl_multi_remove_handle(http->multi, job->easy);
    curl_easy_cleanup(job->easy);
    /* The list holds the session token. */
    for (struct curl_slist *h = job->headers; h != NULL; h = h->next)
        explicit_bzero(h->data, strlen(h->data));
    curl_slist_free_all(job->headers);
    free(job);
}

bool wit_http_next(struct wit_http *http, struct wit_http_answer *out)
{
    int left;
    for (CURLMsg *m; (m = curl_multi_info_read(http->multi, &left)) != NULL;) {
        if (m->msg != CURLMSG_DONE)
            continue;
        CURLcode code = m->data.result;
        char *private = NULL;
        long status = 0;
        curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &private);
        curl_easy_getinfo(m->easy_handle, CURLINFO_RESPONSE_CODE, &status);
        struct job *job = (struct job *)(void *)private;
        char *peer = NULL;
        curl_off_t connected = 0;
        curl_easy_getinfo(m->easy_handle, CURLINFO_CONNECT_TIME_T, &connected);
        if (connected > 0 && curl_easy_getinfo(m->easy_handle, CURLINFO_PRIMARY_IP, &peer) == CURLE_OK && peer != NULL)
            copy_text(job->answer.peer, sizeof job->answer.peer, peer, strlen(peer));
        job->answer.status = (int)status;
        job->answer.end = end_of(job, code);
        if (job->answer.end == WIT_HTTP_TOO_LARGE)
            snprintf(job->answer.reason, sizeof job->answer.reason, "the answer is larger than %zu bytes",
                     job->cap_bytes);
        else if (code != CURLE_OK && !job->full)
            job->answer.tls_trouble =
                wit_http_trouble(job->answer.reason, sizeof job->answer.reason, job->told, curl_easy_strerror(code));
        if (job->answer.body == NULL && (job->answer.body = calloc(1, 1)) == NULL)
            wit_die("no memory");
        *out = job->answer;
        forget(http, job);
        return true;
    }
    return false;
}

void wit_http_answer_free(struct wit_http_answer *answer)
{
    free(answer->body);
    answer->body = NULL;
}

void wit_http_free(struct wit_http *http)
{
    if (http == NULL)
        return;
    while (http->jobs != NULL) {
        free(http->jobs->answer.body);
        forget(http, http->jobs);
    }
    curl_multi_cleanup(http->multi);
    free(http);
}

void wit_http_ask(const struct wit_http_request *request, struct wit_http_answer *out)
{
    struct wit_http *http = wit_http_new();
    wit_http_start(http, request);
    while (!wit_http_next(http, out))
        wit_http_work(http, 1000);
    wit_http_free(http);
}
