/* cli/progress.c: a progress bar on a terminal, for work that takes over a second.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "cli/cli.h"

enum { QUIET_MS = 1000, REDRAW_MS = 100, BAR_CELLS = 24 };

static long long monotonic_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int columns(void)
{
    struct winsize size;
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col : 80;
}

void wit_bar_start(struct wit_bar *bar, const struct wit_args *args, const char *title)
{
    *bar = (struct wit_bar){.title = title, .on = !args->quiet && isatty(STDERR_FILENO), .started_ms = monotonic_ms()};
}

/* `what` may hold anything: only printable ASCII and UTF-8 bytes reach the terminal. */
static void put_clean(const char *what, int room)
{
    for (int i = 0; what[i] != '\0' && i < room; i++)
        fputc((unsigned char)what[i] < 0x20 || what[i] == 0x7f ? '?' : what[i], stderr);
}

void wit_bar_step(struct wit_bar *bar, const char *what, unsigned long done, unsigned long total)
{
    long long now = monotonic_ms();
    if (!bar->on || now - bar->started_ms < QUIET_MS || now - bar->drawn_ms < REDRAW_MS)
        return;
    char head[96];
    if (total > 0) {
        if (done > total)
            done = total;
        char cells[BAR_CELLS + 1];
        size_t filled = (size_t)(done * BAR_CELLS / total);
        memset(cells, '.', BAR_CELLS);
        memset(cells, '#', filled);
        cells[BAR_CELLS] = '\0';
        snprintf(head, sizeof head, "%.24s [%s] %lu/%lu ", bar->title, cells, done, total);
    } else {
        snprintf(head, sizeof head, "%.24s %lu ", bar->title, done);
    }
    int room = columns() - (int)strlen(head) - 1;
    fprintf(stderr, "\r\033[K%s", head);
    if (room > 0 && what != NULL)
        put_clean(what, room);
    fflush(stderr);
    bar->drawn = true;
    bar->drawn_ms = now;
}

void wit_bar_end(struct wit_bar *bar)
{
    if (bar->drawn)
        fputs("\r\033[K", stderr);
    bar->drawn = false;
}
