/* evidence/destination_place.c: destinations that are named and not addressed: buckets, accounts, AWS services.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: AWS General Reference (service endpoints, ARNs), Azure Storage documentation (account host names), Lenses
 * Stream Reactor (KCQL), Hadoop's documentation of s3a, gs and abfs URLs.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "evidence/destination_inside.h"

enum { NAME_MAX_BYTES = 512 };

/* A name as it may be shown: no variable in it, printable, of bounded length. */
static bool is_name(const char *text, size_t len)
{
    if (len == 0 || len > NAME_MAX_BYTES)
        return false;
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)text[i] <= ' ' || text[i] == 0x7f || strchr("{}<>\"", text[i]) != NULL)
            return false;
    return true;
}

static const char *part_of(struct wit_arena *arena, const char *arn, unsigned index)
{
    for (; index > 0 && arn != NULL; index--) {
        arn = strchr(arn, ':');
        arn = arn != NULL ? arn + 1 : NULL;
    }
    return arn != NULL ? wit_strndup(arena, arn, strcspn(arn, ":")) : "";
}

static const char *region_of(struct wit_arena *arena, const char *text)
{
    if (text == NULL || !is_name(text, strlen(text)) || strlen(text) > 32)
        return "";
    char *low = wit_strdup(arena, wit_dest_lower(arena, text, strlen(text)));
    for (char *c = low; *c != '\0'; c++) /* EU_WEST_1, as an enumeration of the SDK writes it */
        if (*c == '_')
            *c = '-';
    return strspn(low, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(low) ? low : "";
}

/* Sets host, port and TLS of an endpoint; several or unreadable ones make the destination unresolved. */
static void set_endpoint(struct wit_arena *arena, struct wit_destination *d, const char *endpoint)
{
    struct wit_dest_out at = {.arena = arena};
    struct wit_destination like = {.system = d->system, .key = d->key, .host = "", .name = "", .region = ""};
    (void)wit_dest_read_urls(&at, &like, endpoint, 443, true);
    if (at.n != 1 || at.items[0].unresolved) {
        d->unresolved = true;
        return;
    }
    d->host = at.items[0].host;
    d->port = at.items[0].port;
    d->port_assumed = at.items[0].port_assumed;
    d->tls_told = at.items[0].tls_told;
    d->tls = at.items[0].tls;
}

static bool ends(const char *text, const char *with)
{
    size_t len = strlen(text), n = strlen(with);
    return len >= n && strcmp(text + len - n, with) == 0;
}

static void add_bucket(struct wit_dest_out *out, const struct wit_destination *like, const char *text, size_t len,
                       const struct wit_dest_place *place)
{
    struct wit_destination d = *like;
    d.unresolved = !is_name(text, len);
    d.name = d.unresolved ? "" : wit_strndup(out->arena, text, len);
    if (d.kind == WIT_DEST_BUCKET) {
        d.region = region_of(out->arena, place->region);
        if (place->endpoint != NULL && place->endpoint[0] != '\0')
            set_endpoint(out->arena, &d, place->endpoint);
        bool aws = ends(d.host, ".amazonaws.com") || ends(d.host, ".amazonaws.com.cn");
        if (aws && !ends(d.host, ".vpce.amazonaws.com")) { /* S3 itself */
            d.host = "";
            d.port = 0;
            d.port_assumed = false;
        }
    }
    wit_dest_add(out, &d);
}

void wit_dest_read_bucket(struct wit_dest_out *out, const struct wit_destination *like, const char *text,
                          const struct wit_dest_place *place)
{
    if (strncmp(text, "arn:", 4) == 0) /* arn:aws:s3:::bucket; an access point's ARN stays its name */
        text = strncmp(part_of(out->arena, text, 5), "accesspoint", 11) == 0 ? text : part_of(out->arena, text, 5);
    const char *slashes = strstr(text, "://");
    if (slashes != NULL)
        text = slashes + 3;
    add_bucket(out, like, text, strcspn(text, "/?# "), place);
}

/* Statements end with ";": "INSERT INTO bucket:prefix SELECT * FROM topic", "insert into topic select * from bucket:…".
 * A source reads FROM its bucket. */
void wit_dest_read_kcql(struct wit_dest_out *out, const struct wit_destination *like, const char *text,
                        const struct wit_dest_place *place)
{
    const char *word = like->source ? "from " : "into ";
    bool any = false;
    for (const char *at = text; (at = strcasestr(at, word)) != NULL; at += 5) {
        if (at > text && (unsigned char)at[-1] > ' ')
            continue;
        const char *name = at + 5 + strspn(at + 5, " `");
        add_bucket(out, like, name, strcspn(name, ":/ `;"), place);
        any = true;
    }
    if (!any)
        wit_dest_add_unresolved(out, like);
}

void wit_dest_read_azure(struct wit_dest_out *out, const struct wit_destination *like, const char *text,
                         const char *domain)
{
    struct wit_destination d = *like;
    const char *name = wit_dest_param(out->arena, wit_fmt(out->arena, ";%s", text), "AccountName");
    if (name == NULL && strstr(text, "://") == NULL)
        name = text;
    d.port = 443;
    d.port_assumed = true;
    if (name == NULL) {
        (void)wit_dest_read_urls(out, like, text, 443, true);
        return;
    }
    const char *low = wit_dest_lower(out->arena, name, strlen(name));
    if (low[0] == '\0' || strlen(low) > 24 || strspn(low, "abcdefghijklmnopqrstuvwxyz0123456789") != strlen(low)) {
        wit_dest_add_unresolved(out, like);
        return;
    }
    d.name = low;
    d.host = wit_fmt(out->arena, "%s.%s", low, domain);
    wit_dest_add(out, &d);
}

void wit_dest_read_aws(struct wit_dest_out *out, const struct wit_destination *like, const char *text,
                       const char *label, const struct wit_dest_place *place)
{
    struct wit_destination d = *like;
    if (strstr(text, "://") != NULL) { /* a queue's URL */
        (void)wit_dest_read_urls(out, like, text, 443, true);
        return;
    }
    const char *region = place->region;
    if (strncmp(text, "arn:", 4) == 0)
        region = part_of(out->arena, text, 3);
    d.unresolved = !is_name(text, strlen(text));
    bool no_name = place->region != NULL && strcmp(text, place->region) == 0; /* DynamoDB: topics name the tables */
    d.name = d.unresolved || no_name ? "" : text;
    d.region = region_of(out->arena, region);
    if (place->endpoint != NULL && place->endpoint[0] != '\0') {
        set_endpoint(out->arena, &d, place->endpoint);
    } else if (d.region[0] != '\0') {
        d.host = wit_fmt(out->arena, "%s.%s.amazonaws.com%s", label, d.region,
                         strncmp(d.region, "cn-", 3) == 0 ? ".cn" : "");
        d.port = 443;
        d.port_assumed = true;
    }
    wit_dest_add(out, &d);
}

bool wit_dest_read_store_url(struct wit_dest_out *out, const struct wit_destination *like, const char *scheme,
                             const char *authority, size_t len)
{
    static const struct {
        const char *scheme;
        enum wit_destination_kind kind;
        const char *system;
    } rows[] = {
        {"s3", WIT_DEST_BUCKET, "S3"},
        {"s3a", WIT_DEST_BUCKET, "S3"},
        {"s3n", WIT_DEST_BUCKET, "S3"},
        {"gs", WIT_DEST_GCS, "Google Cloud Storage"},
        {"abfs", WIT_DEST_AZURE, "Azure Storage"},
        {"abfss", WIT_DEST_AZURE, "Azure Storage"},
        {"wasb", WIT_DEST_AZURE, "Azure Storage"},
        {"wasbs", WIT_DEST_AZURE, "Azure Storage"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (strcmp(scheme, rows[i].scheme) != 0)
            continue;
        struct wit_destination d = *like;
        d.kind = rows[i].kind;
        d.system = rows[i].system;
        if (d.kind == WIT_DEST_AZURE) { /* container@account.host */
            const char *at = memchr(authority, '@', len);
            size_t skip = at != NULL ? (size_t)(at - authority) + 1 : 0;
            bool tls = scheme[strlen(scheme) - 1] == 's';
            d.name = skip > 1 && is_name(authority, skip - 1) && memchr(authority, ':', skip) == NULL
                         ? wit_strndup(out->arena, authority, skip - 1)
                         : "";
            d.tls_told = true;
            d.tls = tls;
            wit_dest_add_host(out, &d, authority + skip, len - skip, tls ? 443 : 80);
            return true;
        }
        const char *userinfo = memchr(authority, '@', len); /* "s3n://id:secret@bucket", of old */
        size_t skip = userinfo != NULL ? (size_t)(userinfo - authority) + 1 : 0;
        struct wit_dest_place nowhere = {NULL, NULL};
        add_bucket(out, &d, authority + skip, len - skip, &nowhere);
        return true;
    }
    return false;
}
