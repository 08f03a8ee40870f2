/* collectors/http_trouble.h: why there was no answer, in words that say what to do.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_COLLECTORS_HTTP_TROUBLE_H
#define WIT_COLLECTORS_HTTP_TROUBLE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * One sentence into `out` for what the HTTP library told; `otherwise` where there is no better one. True when it is
 * about TLS: somebody is there, and certificates or versions do not fit.
 */
bool wit_http_trouble(char *out, size_t room, const char *told, const char *otherwise);

#endif
