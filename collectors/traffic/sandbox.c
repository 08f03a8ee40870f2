/* collectors/traffic/sandbox.c: gives up the user, every capability and almost every system call.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/traffic/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/securebits.h>
#include <pwd.h>
#include <seccomp.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { FILES = 64, CAPABILITIES = 63 };

static bool refused(struct wit_err *err, const char *what)
{
    return wit_fail(err, WIT_EIO, "privileges cannot be given up: %s: %s", what, strerror(errno));
}

/* The bounding set needs a capability to be emptied, so it goes first; without it there is nothing to gain by it. */
static void empty_bounds(void)
{
    for (unsigned long one = 0; one <= CAPABILITIES; one++)
        (void)prctl(PR_CAPBSET_DROP, one, 0, 0, 0);
    (void)prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    (void)prctl(PR_SET_SECUREBITS, SECBIT_NOROOT | SECBIT_NOROOT_LOCKED | SECBIT_NO_SETUID_FIXUP_LOCKED, 0, 0, 0);
}

static bool become(const struct wit_sandbox *sandbox, struct wit_err *err)
{
    if (geteuid() != 0)
        return true;
    const char *name = sandbox->user == NULL ? "nobody" : sandbox->user;
    errno = 0;
    const struct passwd *who = getpwnam(name);
    if (who == NULL)
        return wit_fail(err, WIT_EUSAGE, "there is no user '%.64s' to capture as: name one with --user", name);
    uid_t uid = who->pw_uid;
    gid_t gid = who->pw_gid;
    empty_bounds();
    if (uid == 0) /* said so: without capabilities it is no more than the owner of its files */
        return true;
    if (setgroups(0, NULL) != 0 || setresgid(gid, gid, gid) != 0 || setresuid(uid, uid, uid) != 0)
        return refused(err, name);
    return setresuid(0, 0, 0) != 0 || wit_fail(err, WIT_EIO, "privileges were given up and came back");
}

static bool drop_capabilities(struct wit_err *err)
{
    struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct none[2] = {{0}};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return refused(err, "no_new_privs");
    if (syscall(SYS_capset, &head, none) != 0)
        return refused(err, "capabilities");
    (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    return true;
}

static bool limit(struct wit_err *err)
{
    static const struct {
        int what;
        rlim_t most;
    } limits[] = {{RLIMIT_CORE, 0}, {RLIMIT_FSIZE, 0}, {RLIMIT_NPROC, 0}, {RLIMIT_NOFILE, FILES}};
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        struct rlimit now = {limits[i].most, limits[i].most};
        if (setrlimit((__rlimit_resource_t)limits[i].what, &now) != 0)
            return refused(err, "limits");
    }
    return true;
}

/* What reading a ring, keeping time and memory, and writing the result need. */
static bool add_rules(scmp_filter_ctx c, const struct wit_sandbox *sandbox)
{
    static const int plain[] = {
        SCMP_SYS(read),         SCMP_SYS(pread64),
        SCMP_SYS(close),        SCMP_SYS(poll),
        SCMP_SYS(ppoll),        SCMP_SYS(getsockopt),
        SCMP_SYS(munmap),       SCMP_SYS(mremap),
        SCMP_SYS(madvise),      SCMP_SYS(brk),
        SCMP_SYS(futex),        SCMP_SYS(clock_gettime),
        SCMP_SYS(gettimeofday), SCMP_SYS(restart_syscall),
        SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigprocmask),
        SCMP_SYS(getrandom),    SCMP_SYS(exit),
        SCMP_SYS(exit_group),   SCMP_SYS(getpid),
        SCMP_SYS(gettid),       SCMP_SYS(getsockname), /* libpcap asks it what became of an interface */
#ifdef __SANITIZE_ADDRESS__
        SCMP_SYS(sigaltstack), /* its runtime, before a process ends */
#endif
    };
    const int outs[] = {sandbox->out, STDERR_FILENO};
    bool good = true;
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
        good = good && seccomp_rule_add(c, SCMP_ACT_ALLOW, plain[i], 0) == 0;
    for (size_t i = 0; i < sizeof outs / sizeof outs[0]; i++)
        good = good && seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(write), 1,
                                        SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)outs[i], 0)) == 0;
    /* is the interface there still? */
    good = good && seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(ioctl), 1,
                                    SCMP_A1(SCMP_CMP_EQ, (scmp_datum_t)SIOCGIFFLAGS, 0)) == 0;
    /* memory of its own, never to be run */
    good = good && seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0),
                                    SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS)) == 0;
    return good &&
           seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
}

static bool filter_calls(const struct wit_sandbox *sandbox, struct wit_err *err)
{
    scmp_filter_ctx c = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (c == NULL)
        return wit_fail(err, WIT_EIO, "system calls cannot be filtered");
    int status = seccomp_attr_set(c, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    bool good = status == 0 && add_rules(c, sandbox);
    if (good)
        status = seccomp_load(c);
    /* not released: that would be the first call for nothing under the filter */
    if (!good || status != 0)
        return wit_fail(err, WIT_EIO, "system calls cannot be filtered: %s", good ? strerror(-status) : "a rule");
    return true;
}

bool wit_sandbox_enter(const struct wit_sandbox *sandbox, struct wit_err *err)
{
    return become(sandbox, err) && drop_capabilities(err) && limit(err) && filter_calls(sandbox, err);
}
