/* collectors/traffic/box.c: fork, a pipe, and signals handed on.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/traffic/box.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { HEAD = 5, DONE = 'z', FAILED = 'e' };

static volatile sig_atomic_t signals;      /* in the child: asked to stop; in the parent: handed on */
static volatile sig_atomic_t child_to_end; /* in the parent: its pid */

bool wit_box_stopped(void)
{
    return signals > 0;
}

static void on_signal(int number)
{
    (void)number;
    int saved = errno;
    signals = signals + 1;
    if (child_to_end > 0)
        (void)kill((pid_t)child_to_end, signals > 1 ? SIGKILL : SIGTERM);
    errno = saved;
}

static bool write_all(int fd, const uint8_t *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, bytes, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        bytes += n;
        len -= (size_t)n;
    }
    return true;
}

bool wit_box_send(const struct wit_box *box, char type, const void *bytes, size_t len)
{
    const uint8_t *at = bytes;
    do {
        uint32_t now = (uint32_t)(len < WIT_BOX_MESSAGE ? len : WIT_BOX_MESSAGE);
        uint8_t head[HEAD] = {(uint8_t)type};
        memcpy(head + 1, &now, sizeof now);
        if (!write_all(box->out, head, sizeof head) || !write_all(box->out, at, now))
            return false;
        at += now;
        len -= now;
    } while (len > 0);
    return true;
}

/* Never returns: nothing of the parent's (buffers of stdio, checks at exit) runs a second time. */
static void be_child(wit_box_work_fn *work, void *context, int out)
{
    struct wit_box box = {out};
    struct wit_err err = {0};
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (nothing >= 0) {
        (void)dup2(nothing, STDIN_FILENO);
        (void)dup2(nothing, STDOUT_FILENO);
    }
    if (nothing > STDERR_FILENO)
        (void)close(nothing);
    child_to_end = 0;
    if (work(context, &box, &err)) {
        (void)wit_box_send(&box, DONE, "", 0);
        _exit(0);
    }
    uint8_t told[1 + sizeof err.text] = {(uint8_t)err.code};
    size_t len = strlen(err.text);
    memcpy(told + 1, err.text, len);
    (void)wit_box_send(&box, FAILED, told, len + 1);
    _exit(1);
}

/* False at the end of the pipe. */
static bool read_all(int fd, uint8_t *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = read(fd, bytes, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        bytes += n;
        len -= (size_t)n;
    }
    return true;
}

static bool child_failed(const uint8_t *told, size_t len, struct wit_err *err)
{
    char text[sizeof err->text];
    if (len < 1 || len > sizeof text || told[0] == WIT_OK || told[0] > WIT_EINTENT)
        return wit_fail(err, WIT_EIO, "the capturing process sent nonsense");
    for (size_t i = 1; i < len; i++)
        text[i - 1] = told[i] < 0x20 || told[i] == 0x7f ? '?' : (char)told[i];
    text[len - 1] = '\0';
    return wit_fail(err, (enum wit_code)told[0], "%s", text);
}

/* True: the child said that it is done. */
static bool listen_to(int in, wit_box_take_fn *take, void *context, struct wit_err *err)
{
    uint8_t head[HEAD], *bytes = malloc(WIT_BOX_MESSAGE);
    uint32_t len;
    bool done = false, good = true;
    if (bytes == NULL)
        wit_die("out of memory");
    while (good && !done && read_all(in, head, sizeof head)) {
        memcpy(&len, head + 1, sizeof len);
        if (len > WIT_BOX_MESSAGE) {
            good = wit_fail(err, WIT_EIO, "the capturing process sent nonsense");
        } else if (read_all(in, bytes, len)) {
            if (head[0] == FAILED)
                good = child_failed(bytes, len, err);
            else if (head[0] == DONE)
                done = true;
            else
                good = take(context, (char)head[0], bytes, len, err);
        }
    }
    free(bytes);
    return good && done;
}

static bool told_by_status(int status, struct wit_err *err)
{
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
        return wit_fail(err, WIT_EIO,
                        "the capturing process was ended: it used a system call that its sandbox forbids; nothing was "
                        "written");
    if (WIFSIGNALED(status))
        return wit_fail(err, WIT_EIO, "the capturing process was ended by signal %d; nothing was written",
                        WTERMSIG(status));
    return wit_fail(err, WIT_EIO, "the capturing process ended early (status %d); nothing was written",
                    WEXITSTATUS(status));
}

bool wit_box_run(wit_box_work_fn *work, void *work_context, wit_box_take_fn *take, void *take_context,
                 struct wit_err *err)
{
    struct sigaction on = {.sa_handler = on_signal}, old_int, old_term;
    struct wit_err why = {0};
    int ends[2], status = 0;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return wit_fail(err, WIT_EIO, "no pipe: %s", strerror(errno));
    signals = 0;
    child_to_end = 0;
    (void)sigaction(SIGINT, &on, &old_int);
    (void)sigaction(SIGTERM, &on, &old_term);
    pid_t child = fork();
    if (child == 0) {
        (void)close(ends[0]);
        be_child(work, work_context, ends[1]);
    }
    int refused = errno;
    (void)close(ends[1]);
    bool good = false;
    if (child > 0) {
        child_to_end = child;
        if (signals > 0) /* it came before there was a child to hand it to */
            (void)kill(child, SIGTERM);
        good = listen_to(ends[0], take, take_context, &why);
        if (!good && why.code != WIT_OK)
            (void)kill(child, SIGKILL);
        while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
        }
        child_to_end = 0;
    }
    (void)close(ends[0]);
    (void)sigaction(SIGINT, &old_int, NULL);
    (void)sigaction(SIGTERM, &old_term, NULL);
    if (child < 0)
        return wit_fail(err, WIT_EIO, "no process: %s", strerror(refused));
    if (why.code != WIT_OK)
        return wit_fail(err, why.code, "%s", why.text);
    return good || told_by_status(status, err);
}
