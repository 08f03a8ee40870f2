/* collectors/aws/credentials_sources.c: keys of the environment, a process, a container, an instance.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/io.h"
#include "base/json.h"
#include "collectors/aws/credentials.h"
#include "collectors/http.h"

enum { MAX_JSON = 64 * 1024, MAX_WORDS = 64, PROCESS_SECONDS = 60 };

static const char *env(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && *value != '\0' ? value : NULL;
}

bool wit_credentials_environment(struct wit_aws_keys *out, bool *found, struct wit_err *err)
{
    const char *access = env("AWS_ACCESS_KEY_ID"), *secret = env("AWS_SECRET_ACCESS_KEY");
    *found = access != NULL;
    if (access == NULL)
        return true;
    if (!wit_aws_keys_set(out, access, secret, env("AWS_SESSION_TOKEN"), err))
        return wit_fail_in(err, "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN");
    return true;
}

bool wit_credentials_json(struct wit_aws_keys *out, struct wit_arena *arena, const char *text, size_t len,
                          const char *token, struct wit_err *err)
{
    struct wit_value *root;
    /* The parser's own message may quote the text, which holds the secret: it is not passed on. */
    if (!wit_json_parse(&root, arena, text, len, NULL) || root->kind != WIT_OBJECT)
        return wit_fail(err, WIT_EPARSE, "the answer is not a JSON object");
    int64_t expires = 0;
    const char *until = wit_str(root, "Expiration");
    if (until != NULL && !wit_time_parse(&expires, until, NULL))
        return wit_fail(err, WIT_EPARSE, "Expiration is not a time");
    if (!wit_aws_keys_set(out, wit_str(root, "AccessKeyId"), wit_str(root, "SecretAccessKey"), wit_str(root, token),
                          err))
        return false;
    out->expires_ms = expires;
    return true;
}

/* Words as a POSIX shell would split them, without its expansions. */
static bool split_words(char **words, struct wit_arena *arena, const char *command, struct wit_err *err)
{
    size_t n = 0;
    for (const char *at = command; *at != '\0';) {
        while (*at == ' ' || *at == '\t')
            at++;
        if (*at == '\0')
            break;
        if (n == MAX_WORDS)
            return wit_fail(err, WIT_ELIMIT, "more than %d words", MAX_WORDS);
        char *word = wit_alloc(arena, strlen(at) + 1), *end = word, quote = '\0';
        for (; *at != '\0' && (quote != '\0' || (*at != ' ' && *at != '\t')); at++) {
            if (quote == '\0' && (*at == '\'' || *at == '"'))
                quote = *at;
            else if (*at == quote)
                quote = '\0';
            else if (*at == '\\' && quote != '\'' && at[1] != '\0')
                *end++ = *++at;
            else
                *end++ = *at;
        }
        if (quote != '\0')
            return wit_fail(err, WIT_EPARSE, "a quote is not closed");
        words[n++] = word;
    }
    words[n] = NULL;
    if (n == 0)
        return wit_fail(err, WIT_EPARSE, "no command");
    return true;
}

/* Reads until the end, the cap, or the time-out. */
static bool read_all(char *out, size_t *len, int fd, struct wit_err *err)
{
    int64_t waited_ms = 0;
    *len = 0;
    for (;;) {
        struct pollfd p = {.fd = fd, .events = POLLIN};
        int ready = poll(&p, 1, 100);
        waited_ms += ready == 0 ? 100 : 0;
        if (waited_ms > PROCESS_SECONDS * 1000)
            return wit_fail(err, WIT_EIO, "no answer in %d seconds", PROCESS_SECONDS);
        if (ready == 0 || (ready < 0 && errno == EINTR))
            continue;
        ssize_t n = read(fd, out + *len, MAX_JSON - *len);
        if (n < 0)
            return wit_fail(err, WIT_EIO, "%s", strerror(errno));
        if (n == 0)
            return true;
        *len += (size_t)n;
        if (*len == MAX_JSON)
            return wit_fail(err, WIT_ELIMIT, "it printed more than %d bytes", MAX_JSON);
    }
}

static bool run(char *out, size_t *len, char **words, struct wit_err *err)
{
    int pipe_fds[2];
    if (words[0] == NULL)
        return wit_fail(err, WIT_EPARSE, "no command");
    if (pipe2(pipe_fds, O_CLOEXEC) != 0)
        return wit_fail(err, WIT_EIO, "%s", strerror(errno));
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipe_fds[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    pid_t child;
    int failed = posix_spawnp(&child, words[0], &actions, NULL, words, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(pipe_fds[1]);
    if (failed != 0) {
        close(pipe_fds[0]);
        return wit_fail(err, WIT_EIO, "%.200s: %s", words[0], strerror(failed));
    }
    bool fine = read_all(out, len, pipe_fds[0], err);
    close(pipe_fds[0]);
    if (!fine)
        kill(child, SIGKILL);
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    if (fine && (!WIFEXITED(status) || WEXITSTATUS(status) != 0))
        return wit_fail(err, WIT_EIO, "%.200s failed", words[0]);
    return fine;
}

bool wit_credentials_process(struct wit_aws_keys *out, struct wit_arena *arena, const char *command,
                             struct wit_err *err)
{
    char *words[MAX_WORDS + 1] = {NULL};
    if (!split_words(words, arena, command, err))
        return false;
    char *text = wit_alloc(arena, MAX_JSON);
    size_t len = 0;
    bool fine = run(text, &len, words, err) && wit_credentials_json(out, arena, text, len, "SessionToken", err);
    wit_wipe(text, MAX_JSON);
    return fine;
}

static bool get(struct wit_http_answer *answer, const char *method, const char *url, const char *header,
                struct wit_err *err)
{
    struct wit_http_request request = {.method = method,
                                       .url = url,
                                       .headers = &header,
                                       .n_headers = header != NULL,
                                       .timeout_ms = 2000,
                                       .cap_bytes = MAX_JSON,
                                       .direct = true};
    wit_http_ask(&request, answer);
    if (answer->end == WIT_HTTP_ANSWERED && answer->status == 200)
        return true;
    if (answer->end == WIT_HTTP_ANSWERED)
        wit_fail(err, WIT_EDENIED, "status %d", answer->status);
    else
        wit_fail(err, WIT_ENET, "%s", answer->reason);
    wit_http_answer_free(answer);
    return false;
}

static bool get_keys(struct wit_aws_keys *out, struct wit_arena *arena, const char *url, const char *header,
                     struct wit_err *err)
{
    struct wit_http_answer answer;
    if (!get(&answer, "GET", url, header, err))
        return false;
    bool fine = wit_credentials_json(out, arena, answer.body, answer.len, "Token", err);
    wit_wipe(answer.body, answer.len);
    wit_http_answer_free(&answer);
    return fine;
}

/* "The host must be HTTPS, loopback, or one of the ECS and EKS addresses." */
static bool container_host_allowed(const char *url)
{
    static const char *const hosts[] = {"127.0.0.1",     "localhost",      "[::1]",
                                        "169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"};
    if (strncmp(url, "https://", 8) == 0)
        return true;
    for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++) {
        size_t len = strlen(hosts[i]);
        if (strncmp(url, "http://", 7) == 0 && strncmp(url + 7, hosts[i], len) == 0 &&
            strchr(":/", url[7 + len]) != NULL)
            return true;
    }
    return false;
}

bool wit_credentials_container(struct wit_aws_keys *out, bool *found, struct wit_arena *arena, struct wit_err *err)
{
    const char *relative = env("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
    const char *url = env("AWS_CONTAINER_CREDENTIALS_FULL_URI");
    const char *file = env("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
    const char *token = env("AWS_CONTAINER_AUTHORIZATION_TOKEN");
    *found = relative != NULL || url != NULL;
    if (!*found)
        return true;
    if (relative != NULL)
        url = wit_fmt(arena, "http://169.254.170.2%s%s", *relative == '/' ? "" : "/", relative);
    if (!container_host_allowed(url))
        return wit_fail(err, WIT_EUSAGE,
                        "AWS_CONTAINER_CREDENTIALS_FULL_URI is neither https nor on this machine or container host");
    char *text = NULL;
    size_t len = 0;
    if (file != NULL) {
        if (!wit_file_read(&text, &len, arena, file, WIT_SECRET_MAX_BYTES, err))
            return false;
        while (len > 0 && (text[len - 1] == '\n' || text[len - 1] == '\r'))
            text[--len] = '\0';
        token = text;
    }
    if (token != NULL && strpbrk(token, "\r\n") != NULL)
        return wit_fail(err, WIT_EUSAGE, "the container's authorization token has several lines");
    char *header = token != NULL ? wit_fmt(arena, "Authorization: %s", token) : NULL;
    bool fine = get_keys(out, arena, url, header, err);
    wit_wipe(text, len);
    if (header != NULL)
        wit_wipe(header, strlen(header));
    return fine ? true : wit_fail_in(err, "container credentials");
}

bool wit_credentials_instance(struct wit_aws_keys *out, bool *found, struct wit_arena *arena, struct wit_err *err)
{
    static const char roles[] = "/latest/meta-data/iam/security-credentials/";
    const char *disabled = env("AWS_EC2_METADATA_DISABLED");
    const char *base = env("AWS_EC2_METADATA_SERVICE_ENDPOINT");
    *found = false;
    if (disabled != NULL && strcasecmp(disabled, "true") == 0)
        return true;
    char *at = wit_strdup(arena, base != NULL ? base : "http://169.254.169.254");
    if (*at != '\0' && at[strlen(at) - 1] == '/')
        at[strlen(at) - 1] = '\0';
    struct wit_http_answer answer;
    /* IMDSv2 only. No answer means that this is no instance (or the hop limit is 1 in a container). */
    if (!get(&answer, "PUT", wit_fmt(arena, "%s/latest/api/token", at), "X-aws-ec2-metadata-token-ttl-seconds: 21600",
             NULL))
        return true;
    bool plain = answer.len > 0 && answer.len < 4096 && strpbrk(answer.body, "\r\n") == NULL;
    char *header = plain ? wit_fmt(arena, "X-aws-ec2-metadata-token: %s", answer.body) : NULL;
    wit_http_answer_free(&answer);
    if (!plain)
        return wit_fail(err, WIT_EPARSE, "instance metadata: the session token is not one");
    if (!get(&answer, "GET", wit_fmt(arena, "%s%s", at, roles), header, NULL))
        return true; /* an instance without a role */
    size_t len = strcspn(answer.body, "\r\n");
    const char *role = wit_strndup(arena, answer.body, len);
    bool named = len > 0 && len < 256 && strpbrk(role, "/?# %") == NULL;
    wit_http_answer_free(&answer);
    if (!named)
        return wit_fail(err, WIT_EPARSE, "instance metadata: the role's name is not one");
    *found = true;
    if (!get_keys(out, arena, wit_fmt(arena, "%s%s%s", at, roles, role), header, err))
        return wit_fail_in(err, "instance metadata");
    return true;
}
