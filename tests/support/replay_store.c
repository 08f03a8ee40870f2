/* tests/support/replay_store.c: find the recorded answer of a call; make empty ones.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/io.h"
#include "tests/support/replay_parts.h"

#define FILE_CAP ((size_t)64 << 20)

struct recorded {
    const char *path, *media;
    unsigned page;
    int status;
};

const char *replay_store_account(struct wit_arena *arena, const char *dir)
{
    const char **names;
    size_t n;
    if (!wit_dir_list(&names, &n, arena, dir, NULL))
        return NULL;
    for (size_t i = 0; i < n; i++) {
        if (strlen(names[i]) == 12 && strspn(names[i], "0123456789") == 12)
            return names[i];
    }
    return NULL;
}

/* What follows the call's name in a file's name: [.pN][.STATUS].xml|json */
static bool rest_parse(struct recorded *out, const char *rest)
{
    *out = (struct recorded){.page = 1, .status = 200};
    char *end;
    if (rest[0] == '.' && rest[1] == 'p' && isdigit((unsigned char)rest[2])) {
        out->page = (unsigned)strtoul(rest + 2, &end, 10);
        rest = end;
    }
    if (rest[0] == '.' && strspn(rest + 1, "0123456789") == 3) {
        out->status = (int)strtol(rest + 1, &end, 10);
        rest = end;
    }
    out->media = strcmp(rest, ".xml") == 0 ? "text/xml" : strcmp(rest, ".json") == 0 ? "application/json" : NULL;
    return out->media != NULL;
}

static char *stem(struct wit_arena *arena, const struct replay_call *call)
{
    struct wit_buf buf;
    wit_buf_init(&buf, 8192);
    wit_buf_printf(&buf, "%s-%s", call->service, call->operation);
    if (call->resource != NULL) {
        wit_buf_putc(&buf, '.');
        for (const char *c = call->resource; *c != '\0'; c++)
            wit_buf_puts(&buf, *c == '/' ? "%2F" : (char[]){*c, '\0'});
    }
    char *text = wit_strdup(arena, wit_buf_str(&buf));
    wit_buf_deinit(&buf);
    return text;
}

static bool holds_token(struct wit_arena *arena, const char *path, const char *token)
{
    char *text;
    size_t len;
    if (!wit_file_read(&text, &len, arena, path, FILE_CAP, NULL))
        return false;
    return strstr(text, wit_fmt(arena, ">%s<", token)) != NULL || strstr(text, wit_fmt(arena, "\"%s\"", token)) != NULL;
}

static void send_file(struct replay_reply *reply, struct wit_arena *arena, const struct recorded *file)
{
    char *text;
    size_t len;
    if (!wit_file_read(&text, &len, arena, file->path, FILE_CAP, NULL)) {
        replay_reply_text(reply, 500, "text/plain", "the recorded file cannot be read");
        return;
    }
    replay_reply_text(reply, file->status, file->media, text);
    reply->len = len;
}

static bool listed_empty(struct wit_arena *arena, const char *folder, const struct replay_call *call)
{
    char *text;
    size_t len;
    if (!wit_file_read(&text, &len, arena, wit_fmt(arena, "%s/empty", folder), FILE_CAP, NULL))
        return false;
    const char *name = wit_fmt(arena, "%s-%s", call->service, call->operation);
    char *save = NULL;
    for (char *line = strtok_r(text, "\r\n", &save); line != NULL; line = strtok_r(NULL, "\r\n", &save)) {
        if (strcmp(line, name) == 0)
            return true;
    }
    return false;
}

static void send_empty(struct replay_reply *reply, struct wit_arena *arena, const struct wit_operation *op)
{
    char *key = wit_strdup(arena, op->list_key != NULL ? op->list_key : "Items");
    const char *list = op->xml_list != NULL ? op->xml_list : "";
    const char *name = op->operation;
    switch (op->protocol) {
    case WIT_PROTO_EC2:
        replay_reply_text(reply, 200, "text/xml",
                          wit_fmt(arena,
                                  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                  "<%sResponse xmlns=\"http://ec2.amazonaws.com/doc/%s/\">"
                                  "<requestId>00000000-0000-4000-8000-000000000000</requestId><%s/></%sResponse>\n",
                                  name, op->api_version, list, name));
        return;
    case WIT_PROTO_QUERY:
        replay_reply_text(
            reply, 200, "text/xml",
            wit_fmt(arena, "<%sResponse><%sResult><%s/></%sResult></%sResponse>\n", name, name, list, name, name));
        return;
    case WIT_PROTO_REST_XML:
        if (strcmp(op->service, "cloudfront") == 0)
            replay_reply_text(reply, 200, "text/xml",
                              wit_fmt(arena,
                                      "<%s><MaxItems>100</MaxItems><IsTruncated>false</IsTruncated>"
                                      "<Quantity>0</Quantity></%s>\n",
                                      key, key));
        else
            replay_reply_text(reply, 200, "application/xml",
                              wit_fmt(arena, "<ListAllMyBucketsResult><%s/></ListAllMyBucketsResult>\n", list));
        return;
    case WIT_PROTO_REST_JSON:
        key[0] = (char)tolower((unsigned char)key[0]);
        replay_reply_text(reply, 200, "application/json", wit_fmt(arena, "{\"%s\":[]}", key));
        return;
    case WIT_PROTO_JSON:
        replay_reply_text(reply, 200, "application/x-amz-json-1.1", wit_fmt(arena, "{\"%s\":[]}", key));
        return;
    }
}

static bool find_in(struct replay_reply *reply, struct wit_arena *arena, const char *folder, struct replay_call *call)
{
    const char **names;
    size_t n;
    if (!wit_dir_list(&names, &n, arena, folder, NULL))
        return false;
    const char *want = stem(arena, call);
    struct recorded *files = WIT_NEW_ARRAY(arena, struct recorded, n + 1);
    size_t n_files = 0;
    for (size_t i = 0; i < n; i++) {
        struct recorded file;
        if (strncmp(names[i], want, strlen(want)) == 0 && rest_parse(&file, names[i] + strlen(want))) {
            file.path = wit_fmt(arena, "%s/%s", folder, names[i]);
            files[n_files++] = file;
        }
    }
    call->page = 1;
    if (n_files == 0 && listed_empty(arena, folder, call) && call->op != NULL) {
        send_empty(reply, arena, call->op);
        return true;
    }
    if (call->token != NULL && n_files > 0) {
        call->page = 0;
        for (size_t i = 0; i < n_files; i++) {
            if (holds_token(arena, files[i].path, call->token))
                call->page = files[i].page + 1;
        }
        if (call->page == 0) {
            replay_reply_error(reply, arena, call, 400, "InvalidNextToken", "The token is not one of this list.");
            return true;
        }
    }
    for (size_t i = 0; i < n_files; i++) {
        if (files[i].page == call->page) {
            send_file(reply, arena, &files[i]);
            return true;
        }
    }
    return false;
}

void replay_store_find(struct replay_reply *reply, struct wit_arena *arena, const char *dir, struct replay_call *call)
{
    const char *account = wit_fmt(arena, "%s/%s", dir, call->account);
    call->page = 1;
    if (find_in(reply, arena, wit_fmt(arena, "%s/%s", account, call->region), call))
        return;
    const struct wit_operation *first = call->op; /* what is asked about each thing of a global list is global too */
    while (first != NULL && wit_operation_lister(first) != NULL)
        first = wit_operation_lister(first);
    bool anywhere = first != NULL && (first->scope == WIT_CALL_GLOBAL || strcmp(call->service, "s3") == 0);
    const char **regions;
    size_t n;
    if (anywhere && wit_dir_list(&regions, &n, arena, account, NULL)) {
        for (size_t i = 0; i < n; i++) {
            if (find_in(reply, arena, wit_fmt(arena, "%s/%s", account, regions[i]), call))
                return;
        }
    }
    replay_reply_error(reply, arena, call, 501, "NoAnswerRecorded", "The replay folder holds no answer to this call.");
}
