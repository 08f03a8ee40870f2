/* evidence/remedy.c: the command that asks for what is missing.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * From the rows of operations.c alone, so a new operation has its command. The AWS CLI names commands and options by
 * the API's operations and parameters, in lower case with dashes.
 */
#include <string.h>

#include "base/buf.h"
#include "evidence/operations.h"

enum { COMMAND_MAX_BYTES = 16 << 10 };

/* Length of the service in a CLI name such as "ec2-describe-vpcs"; services may hold a dash themselves. */
static size_t service_len(const struct wit_operation *op)
{
    size_t len = strlen(op->service);
    if (strncmp(op->cli, op->service, len) == 0 && op->cli[len] == '-')
        return len;
    return strcspn(op->cli, "-");
}

/* "PrefixListId" -> "prefix-list-id"; "ResourceArns.member.1" -> "resource-arns"; "ARN" and the like stay together. */
static void put_dashed(struct wit_buf *out, const char *word, size_t len)
{
    for (size_t i = 0; i < len && word[i] != '.'; i++) {
        bool up = word[i] >= 'A' && word[i] <= 'Z';
        bool was_low =
            i > 0 && ((word[i - 1] >= 'a' && word[i - 1] <= 'z') || (word[i - 1] >= '0' && word[i - 1] <= '9'));
        bool next_low = i + 1 < len && word[i + 1] >= 'a' && word[i + 1] <= 'z';
        if (up && i > 0 && (was_low || (next_low && word[i - 1] != '-')))
            wit_buf_putc(out, '-');
        wit_buf_putc(out, up ? (char)(word[i] - 'A' + 'a') : word[i]);
    }
}

/* Evidence is hostile: what a shell would take for more than a word is quoted. */
static void put_word(struct wit_buf *out, const char *word, size_t len)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:/=@%+,-";
    size_t harmless = 0;
    while (harmless < len && word[harmless] != '\0' && strchr(plain, word[harmless]) != NULL)
        harmless++;
    if (harmless == len && word[0] != '-') {
        wit_buf_add(out, word, len);
        return;
    }
    wit_buf_putc(out, '\'');
    for (size_t i = 0; i < len; i++) {
        if (word[i] == '\'')
            wit_buf_puts(out, "'\\''");
        else
            wit_buf_putc(out, (unsigned char)word[i] < ' ' || word[i] == 0x7f ? '?' : word[i]);
    }
    wit_buf_putc(out, '\'');
}

/* "Filters.1.Name=state&Filters.1.Value.1=active&Filters.1.Value.2=blackhole", "Scope=Local" as options. */
static void put_params(struct wit_buf *out, const char *params)
{
    bool in_filter = false, first = true;
    for (const char *at = params; at != NULL && *at != '\0';) {
        size_t len = strcspn(at, "&"), name = strcspn(at, "=");
        const char *value = at + (name < len ? name + 1 : len);
        size_t value_len = len - (size_t)(value - at);
        if (strncmp(at, "Filter", 6) == 0 && memchr(at, '.', name) != NULL) {
            bool is_name = name > 5 && strncmp(at + name - 5, ".Name", 5) == 0;
            if (is_name)
                wit_buf_puts(out, in_filter ? " Name=" : " --filters Name=");
            else
                wit_buf_puts(out, first ? ",Values=" : ",");
            first = is_name;
            in_filter = true;
            put_word(out, value, value_len);
        } else if (strncmp(at, "Max", 3) != 0 && strncmp(at, "Page", 4) != 0) { /* the CLI pages by itself */
            wit_buf_puts(out, " --");
            put_dashed(out, at, name < len ? name : len);
            if (value_len > 0) {
                wit_buf_putc(out, ' ');
                put_word(out, value, value_len);
            }
        }
        at += len;
        at += *at == '&';
    }
}

const char *wit_operation_command(struct wit_arena *arena, const struct wit_operation *op, const char *region,
                                  const char *resource)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, COMMAND_MAX_BYTES);
    size_t len = service_len(op);
    wit_buf_printf(&out, "aws %.*s%s%s", (int)len, op->cli, op->cli[len] == '-' ? " " : "",
                   op->cli[len] == '-' ? op->cli + len + 1 : "");
    if (op->each_param != NULL) {
        bool known = resource != NULL && resource[0] != '\0';
        wit_buf_puts(&out, " --");
        put_dashed(&out, op->each_param, strlen(op->each_param));
        wit_buf_putc(&out, ' ');
        put_word(&out, known ? resource : "ID", known ? strlen(resource) : 2);
    }
    put_params(&out, op->params);
    if (op->scope != WIT_CALL_GLOBAL && region != NULL && region[0] != '\0') {
        wit_buf_puts(&out, " --region ");
        put_word(&out, region, strlen(region));
    } else if (strcmp(op->service, "globalaccelerator") == 0) { /* its API answers there only */
        wit_buf_puts(&out, " --region us-west-2");
    }
    return wit_strdup(arena, wit_buf_str(&out));
}

const char *wit_command_about(struct wit_arena *arena, const char *resource, const char *region)
{
    static const struct {
        const char *prefix, *operation;
    } rows[] = {
        {"acl-", "DescribeNetworkAcls"},
        {"eigw-", "DescribeEgressOnlyInternetGateways"},
        {"eni-", "DescribeNetworkInterfaces"},
        {"i-", "DescribeInstances"},
        {"igw-", "DescribeInternetGateways"},
        {"nat-", "DescribeNatGateways"},
        {"pcx-", "DescribeVpcPeeringConnections"},
        {"pl-", "GetManagedPrefixListEntries"},
        {"rtb-", "DescribeRouteTables"},
        {"sg-", "DescribeSecurityGroups"},
        {"subnet-", "DescribeSubnets"},
        {"tgw-attach-", "DescribeTransitGatewayAttachments"},
        {"tgw-rtb-", "SearchTransitGatewayRoutes"},
        {"tgw-", "DescribeTransitGateways"},
        {"vgw-", "DescribeVpnGateways"},
        {"vpc-", "DescribeVpcs"},
        {"vpce-", "DescribeVpcEndpoints"},
        {"vpn-", "DescribeVpnConnections"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (strncmp(resource, rows[i].prefix, strlen(rows[i].prefix)) != 0)
            continue;
        const struct wit_operation *op = wit_operation_find("ec2", rows[i].operation);
        return op == NULL ? "" : wit_operation_command(arena, op, region, resource);
    }
    return "";
}
