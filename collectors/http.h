/* collectors/http.h: the one door for HTTP (libcurl's multi interface is behind it).
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Many requests at once in one thread. Redirects are never followed: their status is the answer, so that credentials
 * reach no other host. The path goes out as it is written. Bodies are unpacked (gzip) and capped while they arrive.
 * Only http and https; no cookies, no .netrc, no credentials in URLs.
 */
#ifndef WIT_COLLECTORS_HTTP_H
#define WIT_COLLECTORS_HTTP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct wit_http;

struct wit_http_request {
    const char *method;         /* "GET", "POST", "PUT" */
    const char *url;            /* whole, already encoded */
    const char *const *headers; /* "Name: value" */
    size_t n_headers;
    const char *body; /* copied; NULL: none */
    size_t body_len;
    unsigned timeout_ms;              /* the whole call */
    unsigned stall_s;                 /* no byte for that long ends the call; 0: as timeout_ms */
    size_t cap_bytes;                 /* largest unpacked body */
    const char *ca_file;              /* NULL: the system's */
    const char *cert_file, *key_file; /* PEM, of the client; NULL: none */
    bool direct;                      /* never over a proxy (instance and container credentials) */
    bool raw;                         /* the body as it is stored: no compression is asked for, none is undone */
    int spool_fd; /* the body of a 2xx answer goes to this file in place of memory; 0: none. The caller's own. */
    void *tag;    /* given back in the answer */
};

enum wit_http_end {
    WIT_HTTP_ANSWERED,   /* status and body are whole */
    WIT_HTTP_NO_CONTACT, /* no name, no connection, TLS refused, no answer */
    WIT_HTTP_CUT,        /* the body ended early or cannot be unpacked */
    WIT_HTTP_STALLED,    /* time-out */
    WIT_HTTP_TOO_LARGE,  /* longer than cap_bytes */
    WIT_HTTP_NO_ROOM,    /* spool_fd takes no more */
};

struct wit_http_answer {
    enum wit_http_end end;
    int status;             /* 0: none */
    char *body;             /* NUL after the end; never NULL */
    size_t len;             /* spooled bytes count too */
    char media[80];         /* "text/xml", without parameters; "" when absent */
    char error_type[128];   /* x-amzn-ErrorType */
    char region[48];        /* x-amz-bucket-region */
    char location[512];     /* Location of a redirect, for the error text */
    char tls[16];           /* "TLSv1.3"; "" without TLS or when it failed */
    char peer[48];          /* the address that took the connection; "" none did */
    unsigned retry_after_s; /* 0: absent */
    char reason[256];       /* end is not ANSWERED: one sentence without secrets */
    bool tls_trouble;       /* NO_CONTACT: it was reached, and TLS could not be agreed on */
    void *tag;
};

struct wit_http *wit_http_new(void);
/* Ends what is under way. NULL is fine. */
void wit_http_free(struct wit_http *http);
void wit_http_start(struct wit_http *http, const struct wit_http_request *request);
size_t wit_http_under_way(const struct wit_http *http);
/* Works for at most wait_ms, or until a request ends. */
void wit_http_work(struct wit_http *http, unsigned wait_ms);
/* The next request that ended, in *out; false when there is none. wit_http_answer_free it. */
bool wit_http_next(struct wit_http *http, struct wit_http_answer *out);
void wit_http_answer_free(struct wit_http_answer *answer);
/* One request, waited for. */
void wit_http_ask(const struct wit_http_request *request, struct wit_http_answer *out);

#endif
