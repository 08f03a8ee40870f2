/* collectors/aws/import_redact.c: takes secrets out of an answer before it is stored.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * VPN connections carry pre-shared keys, instances' attributes user data. The value is replaced by the text "REMOVED";
 * everything else stays byte for byte. Input is JSON that base/json.c accepted, so its shape is not checked again.
 */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "collectors/aws/import_redact.h"

static const char *const secret_keys[] = {
    "CustomerGatewayConfiguration", /* EC2 VpnConnection: XML with ike/pre_shared_key */
    "PreSharedKey",                 /* EC2 TunnelOption */
    "UserData",                     /* EC2 instance attribute, launch template */
    "SecretAccessKey",
    "SessionToken",
    "SecretString",
    "SecretBinary",
    "MasterUserPassword",
    "AuthToken",
    "Password",
    "Passphrase",
};

struct level {
    bool object;
    size_t index;    /* array: of the next value */
    const char *key; /* object: of the value to come, between its quotes */
    size_t key_len;
};

static bool is_secret(const char *key, size_t len)
{
    for (size_t i = 0; key != NULL && i < sizeof secret_keys / sizeof secret_keys[0]; i++) {
        if (strlen(secret_keys[i]) == len && memcmp(secret_keys[i], key, len) == 0)
            return true;
    }
    return false;
}

static void write_pointer(struct wit_buf *pointers, const struct level *levels, size_t depth)
{
    if (pointers->len > 0)
        wit_buf_puts(pointers, " ");
    for (size_t i = 0; i < depth; i++) {
        if (levels[i].object) {
            wit_buf_putc(pointers, '/');
            wit_buf_add(pointers, levels[i].key, levels[i].key_len);
        } else
            wit_buf_printf(pointers, "/%zu", levels[i].index);
    }
}

/* The end of the string that begins at `at` (its opening quote): the place after its closing quote. */
static size_t string_end(const char *bytes, size_t len, size_t at)
{
    for (at++; at < len && bytes[at] != '"'; at++)
        at += bytes[at] == '\\';
    return at < len ? at + 1 : len;
}

size_t wit_import_redact(struct wit_buf *out, struct wit_buf *pointers, const char *bytes, size_t len)
{
    struct level levels[WIT_JSON_MAX_DEPTH + 2];
    size_t depth = 0, removed = 0, copied = 0;
    for (size_t at = 0; at < len;) {
        char c = bytes[at];
        struct level *top = depth > 0 ? &levels[depth - 1] : NULL;
        if ((c == '{' || c == '[') && depth < WIT_JSON_MAX_DEPTH + 2)
            levels[depth++] = (struct level){.object = c == '{'};
        else if ((c == '}' || c == ']') && depth > 0)
            depth--;
        else if (c == ',' && top != NULL) {
            top->index++;
            top->key = NULL;
        }
        if (c != '"') {
            at++;
            continue;
        }
        size_t end = string_end(bytes, len, at);
        if (top != NULL && top->object && top->key == NULL) {
            top->key = bytes + at + 1;
            top->key_len = end - at - 2;
        } else if (top != NULL && top->object && is_secret(top->key, top->key_len) && end - at > 2) {
            wit_buf_add(out, bytes + copied, at - copied);
            wit_buf_puts(out, "\"REMOVED\"");
            copied = end;
            removed++;
            write_pointer(pointers, levels, depth);
        }
        at = end;
    }
    if (removed > 0)
        wit_buf_add(out, bytes + copied, len - copied);
    return removed;
}
