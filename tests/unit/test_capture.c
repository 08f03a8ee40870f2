/* tests/unit/test_capture.c: the sandbox holds, the parent believes nothing, and amounts weigh as they were kept.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "collectors/traffic/box.h"
#include "collectors/traffic/live_watch.h"
#include "collectors/traffic/sandbox.h"
#include "pathmap/observe/observe.h"

/* valgrind makes system calls of its own that no sandbox of a program can list. */
static void skip_under_valgrind(void)
{
    const char *preload = getenv("LD_PRELOAD");
    if (preload != NULL && strstr(preload, "vgpreload") != NULL) {
        print_message("the sandbox would end valgrind itself: not tested under it\n");
        skip();
    }
}

/* ---- the sandbox ---- */
static void act_open(void)
{
    (void)open("/etc/passwd", O_RDONLY);
}
static void act_write_file(void)
{
    if (write(STDOUT_FILENO, "x", 1) < 0)
        _exit(8); /* not one of the two descriptors */
}
static void act_exec(void)
{
    (void)execl("/bin/true", "true", (char *)NULL);
}
static void act_fork(void)
{
    (void)fork();
}
static void act_socket(void)
{
    (void)socket(AF_INET, SOCK_STREAM, 0);
}
static void act_root(void)
{
    (void)setuid(0);
}
static void act_kill(void)
{
    (void)kill(getppid(), 0);
}
static void act_run_memory(void)
{
    (void)mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}
static void act_nothing(void)
{
    free(malloc((size_t)8 << 20));
    if (write(STDERR_FILENO, "", 0) < 0)
        _exit(8);
}
static const struct act {
    const char *name;
    void (*act)(void);
    int signal; /* that ends it */
} acts[] = {
    {"nothing forbidden", act_nothing, 0}, {"open", act_open, SIGSYS}, {"write elsewhere", act_write_file, SIGSYS},
    {"execve", act_exec, SIGSYS},          {"fork", act_fork, SIGSYS}, {"socket", act_socket, SIGSYS},
    {"setuid 0", act_root, SIGSYS},        {"kill", act_kill, SIGSYS}, {"memory to run", act_run_memory, SIGSYS},
};

static void sandbox_ends_what_is_forbidden(void **state)
{
    (void)state;
    skip_under_valgrind();
    for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++) {
        int status;
        pid_t child = fork();
        if (child == 0) {
            struct wit_sandbox sandbox = {.out = STDERR_FILENO};
            struct wit_err err = {0};
            if (!wit_sandbox_enter(&sandbox, &err))
                _exit(9);
            acts[i].act();
            _exit(0);
        }
        assert_int_equal(waitpid(child, &status, 0), child);
        if (acts[i].signal == 0 ? !WIFEXITED(status) || WEXITSTATUS(status) != 0
                                : !WIFSIGNALED(status) || WTERMSIG(status) != acts[i].signal)
            fail_msg("%s: status %x", acts[i].name, (unsigned)status);
    }
}

/* /proc tells what the process still has; its parent looks, the process itself could not. */
static void line_of(char out[128], pid_t pid, const char *key)
{
    char path[64], line[256];
    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    FILE *f = fopen(path, "r");
    out[0] = '\0';
    assert_non_null(f);
    while (fgets(line, sizeof line, f) != NULL) {
        if (strncmp(line, key, strlen(key)) == 0)
            snprintf(out, 128, "%.100s", line + strlen(key));
    }
    fclose(f);
}

static void sandbox_has_nothing_left(void **state)
{
    (void)state;
    skip_under_valgrind();
    int up[2], down[2];
    char byte, line[128];
    assert_int_equal(pipe(up), 0);
    assert_int_equal(pipe(down), 0);
    pid_t child = fork();
    if (child == 0) {
        struct wit_sandbox sandbox = {.out = up[1]};
        struct wit_err err = {0};
        byte = wit_sandbox_enter(&sandbox, &err) ? 'y' : 'n';
        if (write(up[1], &byte, 1) < 0)
            _exit(8);
        if (read(down[0], &byte, 1) < 0)
            _exit(8);
        _exit(0);
    }
    assert_int_equal(read(up[0], &byte, 1), 1);
    assert_int_equal(byte, 'y');
    static const char *const capabilities[] = {"CapInh:", "CapPrm:", "CapEff:", "CapAmb:"};
    for (size_t i = 0; i < sizeof capabilities / sizeof capabilities[0]; i++) {
        line_of(line, child, capabilities[i]);
        assert_string_equal(line, "\t0000000000000000\n");
    }
    line_of(line, child, "NoNewPrivs:");
    assert_string_equal(line, "\t1\n");
    line_of(line, child, "Seccomp:");
    assert_string_equal(line, "\t2\n");
    if (geteuid() == 0) { /* somebody else, and nothing to become root again by */
        int uid = 0, effective = 0, saved = 0;
        line_of(line, child, "Uid:");
        assert_int_equal(sscanf(line, "%d %d %d", &uid, &effective, &saved), 3);
        assert_true(uid != 0 && effective != 0 && saved != 0);
        line_of(line, child, "CapBnd:");
        assert_string_equal(line, "\t0000000000000000\n");
    }
    assert_int_equal(write(down[1], "x", 1), 1);
    assert_int_equal(waitpid(child, NULL, 0), child);
    close(up[0]);
    close(up[1]);
    close(down[0]);
    close(down[1]);
}

static void sandbox_needs_a_user(void **state)
{
    (void)state;
    struct wit_err err = {0};
    struct wit_sandbox sandbox = {.user = "there-is-nobody-of-this-name", .out = 2};
    if (geteuid() != 0) {
        print_message("only root becomes somebody else\n");
        skip();
    }
    assert_false(wit_sandbox_enter(&sandbox, &err));
    assert_int_equal(err.code, WIT_EUSAGE);
}

/* ---- the box ---- */
enum what { SAYS_DONE, SAYS_ERROR, SAYS_NOTHING, SAYS_TOO_MUCH, DIES };
static bool child_work(void *context, const struct wit_box *box, struct wit_err *err)
{
    const enum what *what = context;
    static const uint8_t much[5] = {'d', 0xff, 0xff, 0xff, 0x7f};
    (void)wit_box_send(box, 'd', "hello", 5);
    switch (*what) {
    case SAYS_DONE:
        return true;
    case SAYS_ERROR:
        return wit_fail(err, WIT_EDENIED, "no right");
    case SAYS_NOTHING:
        _exit(0);
    case SAYS_TOO_MUCH:
        if (write(box->out, much, sizeof much) < 0)
            _exit(8);
        _exit(0);
    case DIES:
        (void)raise(SIGKILL);
    }
    return true;
}

static bool take_message(void *context, char type, const uint8_t *bytes, size_t len, struct wit_err *err)
{
    (void)err;
    char *got = context;
    if (type == 'd' && len == 5)
        memcpy(got, bytes, 5);
    return true;
}

static void box_believes_nothing(void **state)
{
    (void)state;
    static const struct {
        enum what what;
        enum wit_code code;
        const char *text;
    } rows[] = {{SAYS_DONE, WIT_OK, ""},
                {SAYS_ERROR, WIT_EDENIED, "no right"},
                {SAYS_NOTHING, WIT_EIO, "ended early"},
                {SAYS_TOO_MUCH, WIT_EIO, "nonsense"},
                {DIES, WIT_EIO, "signal 9"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct wit_err err = {0};
        char got[6] = "";
        enum what what = rows[i].what;
        bool good = wit_box_run(child_work, &what, take_message, got, &err);
        assert_int_equal(good, rows[i].code == WIT_OK);
        assert_int_equal(err.code, rows[i].code);
        if (strstr(err.text, rows[i].text) == NULL)
            fail_msg("%zu: %s", i, err.text);
        assert_string_equal(got, "hello");
    }
}

/* ---- weights ---- */
#define DOCUMENT                                                                                                       \
    "{\"version\":1,\"source\":\"capture\",\"name\":\"b1:ens5\",\"sample\":100,\"anonymous\":false,\"interfaces\":["   \
    "{\"name\":\"ens5\",\"link\":1,\"snap\":256,\"filter\":\"\",\"received\":9,\"dropped\":2}],\"frames\":9,"          \
    "\"packets\":9,\"copies\":0,\"unread\":{},\"cut\":null,\"first\":\"2026-11-20T00:00:00.000Z\","                    \
    "\"last\":\"2026-11-20T00:15:00.000Z\",\"folded\":0,\"texts_full\":false,\"capture\":{\"missed\":3,\"at_told\":"   \
    "true},\"at\":[\"10.0.0.2\"],\"flows\":[{\"client\":\"10.0.0.1\",\"server\":\"10.0.0.2\",\"port\":9092,"           \
    "\"protocol\":\"tcp\",\"kind\":\"kafka-client\",\"confidence\":85,\"reason\":\"\",\"client_by\":\"opening\","      \
    "\"connections\":1,\"opened\":1,\"refused\":0,\"unanswered\":0,\"packets\":[%s],\"bytes\":[%s],"                   \
    "\"census\":{\"packets\":[3,2],\"bytes\":[300,200]},\"first\":null,\"last\":null}]}"

static void read_one(struct wit_seen **seen, struct wit_arena *arena, const char *packets, const char *bytes,
                     bool *good)
{
    char dir[] = "/tmp/wit-capture-XXXXXX", command[64];
    struct wit_bundle_writer *writer;
    struct wit_bundle *bundle;
    struct wit_record record = {.kind = WIT_REC_ARTEFACT,
                                .subject = {.source = "traffic", .service = "capture", .operation = "Flows"},
                                .page = 1,
                                .last_page = true,
                                .media = "application/json",
                                .root = ""};
    assert_non_null(mkdtemp(dir));
    char *text = wit_fmt(arena, DOCUMENT, packets, bytes);
    assert_true(wit_bundle_writer_open(&writer, dir, true, NULL));
    assert_true(wit_bundle_put(writer, &record, text, strlen(text), NULL, NULL));
    wit_bundle_writer_close(writer);
    assert_true(wit_bundle_open(&bundle, arena, dir, NULL));
    *good = wit_seen_read(seen, arena, (const struct wit_bundle *const *)&bundle, 1, NULL, NULL);
    snprintf(command, sizeof command, "rm -rf %s", dir);
    assert_int_equal(system(command), 0);
}

static void amounts_weigh_as_kept(void **state)
{
    (void)state;
    struct wit_arena *arena = wit_arena_new();
    struct wit_seen *seen;
    bool good;
    read_one(&seen, arena, "13,12", "1300,1200", &good);
    assert_true(good);
    const struct wit_seen_flow *f = &seen->flows[0];
    assert_int_equal(f->packets, 5 + 20 * 100); /* 5 of the census count once */
    assert_int_equal(f->bytes, 500 + 2000 * 100);
    assert_true(f->bytes_low > 500 + 2000 && f->bytes_low < f->bytes && f->bytes_high > f->bytes);
    uint64_t above = f->bytes_high - f->bytes, below = f->bytes - f->bytes_low;
    assert_true(above <= below + 1 && below <= above + 1); /* rounded down, both */
    const struct wit_vantage *v = &seen->vantages[0];
    assert_true(v->census && v->told && v->dropped == 5);
    read_one(&seen, arena, "3,2", "300,200", &good); /* nothing but the census */
    assert_true(good);
    assert_int_equal(seen->flows[0].packets, 5);
    assert_int_equal(seen->flows[0].bytes_low, 500);
    assert_int_equal(seen->flows[0].bytes_high, 500 + 300 * 1500); /* rule of three */
    read_one(&seen, arena, "3,1", "300,200", &good);               /* more in the census than at all */
    assert_false(good);
    wit_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(sandbox_ends_what_is_forbidden),
                                       cmocka_unit_test(sandbox_has_nothing_left),
                                       cmocka_unit_test(sandbox_needs_a_user), cmocka_unit_test(box_believes_nothing),
                                       cmocka_unit_test(amounts_weigh_as_kept)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
