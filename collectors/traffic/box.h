/* collectors/traffic/box.h: work in a process of its own that may only send messages to this one.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The child opens what it needs, enters the sandbox (sandbox.h) and works on hostile input; the parent, which may have
 * the rights to write files, reads its messages and believes nothing: lengths are capped, a child that ends without
 * saying that it is done gives nothing. A message: type (1 byte), length (4 bytes, host order), bytes.
 */
#ifndef WIT_COLLECTORS_TRAFFIC_BOX_H
#define WIT_COLLECTORS_TRAFFIC_BOX_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define WIT_BOX_MESSAGE ((size_t)65536) /* bytes of one message */

struct wit_box {
    int out; /* of the child */
};
/* In the child. True: everything is sent. */
typedef bool wit_box_work_fn(void *context, const struct wit_box *box, struct wit_err *err);
/* In the parent, for each message; false ends the child and the whole. */
typedef bool wit_box_take_fn(void *context, char type, const uint8_t *bytes, size_t len, struct wit_err *err);

/*
 * Runs `work` in a child to its end. SIGINT and SIGTERM ask the child to stop (wit_box_stopped), a second one ends it.
 * err: what the child said, or WIT_EIO it was ended by a signal, or sent nonsense
 */
WIT_NODISCARD bool wit_box_run(wit_box_work_fn *work, void *work_context, wit_box_take_fn *take, void *take_context,
                               struct wit_err *err);
/* In the child: false when the parent is gone. More than WIT_BOX_MESSAGE bytes become several messages. */
bool wit_box_send(const struct wit_box *box, char type, const void *bytes, size_t len);
/* In the child: was it asked to stop? */
bool wit_box_stopped(void);

#endif
