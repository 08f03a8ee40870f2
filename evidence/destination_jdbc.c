/* evidence/destination_jdbc.c: hosts out of JDBC URLs.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: the drivers' documentation of their URLs: PostgreSQL JDBC, MySQL Connector/J and MariaDB Connector/J,
 * Microsoft JDBC Driver for SQL Server ("Building the connection URL"), Oracle Database JDBC Developer's Guide ("Data
 * sources and URLs") and Net Services Reference (connect descriptors), Db2, Snowflake, Redshift, SQLite, Derby, H2,
 * HSQLDB.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "evidence/destination_inside.h"

enum style { PLAIN, MYSQL, SQLSERVER, ORACLE, LOCAL };

static const struct driver {
    const char *word; /* the subprotocol */
    const char *system;
    unsigned port;
    enum style style;
    const char *tls; /* parameter that tells */
    bool always;     /* always TLS */
} DRIVERS[] = {
    {"as400", "IBM i", 0, PLAIN, "secure", false},
    {"awsathena", "Amazon Athena", 443, PLAIN, NULL, true},
    {"ch", "ClickHouse", 8123, PLAIN, "ssl", false},
    {"clickhouse", "ClickHouse", 8123, PLAIN, "ssl", false},
    {"databricks", "Databricks", 443, PLAIN, "ssl", false},
    {"db2", "Db2", 50000, PLAIN, "sslConnection", false},
    {"derby", "Derby", 1527, LOCAL, "ssl", false},
    {"duckdb", "DuckDB", 0, LOCAL, NULL, false},
    {"exa", "Exasol", 8563, PLAIN, NULL, false},
    {"firebirdsql", "Firebird", 3050, PLAIN, NULL, false},
    {"h2", "H2", 9092, LOCAL, NULL, false},
    {"hive2", "Hive", 10000, PLAIN, "ssl", false},
    {"hsqldb", "HSQLDB", 9001, LOCAL, NULL, false},
    {"impala", "Impala", 21050, PLAIN, "ssl", false},
    {"informix-sqli", "Informix", 0, PLAIN, NULL, false},
    {"jtds", "SQL Server", 1433, PLAIN, "ssl", false},
    {"mariadb", "MariaDB", 3306, MYSQL, "sslMode", false},
    {"mysql", "MySQL", 3306, MYSQL, "sslMode", false},
    {"netezza", "Netezza", 5480, PLAIN, NULL, false},
    {"oracle", "Oracle", 1521, ORACLE, NULL, false},
    {"pgsql", "PostgreSQL", 5432, PLAIN, "sslmode", false},
    {"postgresql", "PostgreSQL", 5432, PLAIN, "sslmode", false},
    {"presto", "Presto", 8080, PLAIN, "SSL", false},
    {"redshift", "Amazon Redshift", 5439, PLAIN, "sslmode", false},
    {"sap", "SAP HANA", 0, PLAIN, "encrypt", false},
    {"singlestore", "SingleStore", 3306, MYSQL, "sslMode", false},
    {"snowflake", "Snowflake", 443, PLAIN, NULL, true},
    {"sqlite", "SQLite", 0, LOCAL, NULL, false},
    {"sqlserver", "SQL Server", 1433, SQLSERVER, "encrypt", false},
    {"sybase", "SAP ASE", 5000, PLAIN, NULL, false},
    {"teradata", "Teradata", 1025, PLAIN, NULL, false},
    {"trino", "Trino", 8080, PLAIN, "SSL", false},
    {"vertica", "Vertica", 5433, PLAIN, "tlsmode", false},
    {"yugabytedb", "YugabyteDB", 5433, PLAIN, "sslmode", false},
};

static bool starts(const char *text, const char *with)
{
    return strncasecmp(text, with, strlen(with)) == 0;
}

static const struct driver *driver_of(const char *text, size_t len)
{
    for (size_t i = 0; i < sizeof DRIVERS / sizeof DRIVERS[0]; i++)
        if (strlen(DRIVERS[i].word) == len && strncasecmp(text, DRIVERS[i].word, len) == 0)
            return &DRIVERS[i];
    return NULL;
}

/* "host:port,host2" up to the path, userinfo dropped. An "@" behind it is doubtful: see destination_url.c. */
static void take_plain(struct wit_dest_out *out, const struct wit_destination *d, const char *text, unsigned port)
{
    size_t len = strcspn(text, "/?;");
    const char *behind = text + len;
    if (wit_dest_is_doubtful(behind)) {
        wit_dest_add_unresolved(out, d);
        return;
    }
    for (size_t i = len; i > 0; i--)
        if (text[i - 1] == '@') {
            text += i;
            len -= i;
            break;
        }
    if (len == 0) { /* "postgresql:///db": this machine */
        out->local = true;
        return;
    }
    for (size_t from = 0; from < len;) {
        const char *comma = memchr(text + from, ',', len - from);
        size_t n = comma != NULL ? (size_t)(comma - text) - from : len - from;
        wit_dest_add_host(out, d, text + from, n, port);
        from += n + 1;
    }
}

/* What stands beside the setting at `at` in the same parentheses (or between commas where there are none). */
static const char *siblings(struct wit_arena *arena, const char *text, const char *at, const char *end)
{
    const char *from = at, *to = end;
    if (from > text && from[-1] == '(' && *to == ')') { /* "(HOST=h)" stands alone in its own */
        from--;
        to++;
    }
    for (size_t depth = 0; from > text; from--) {
        char c = from[-1];
        if (depth == 0 && (c == '(' || (c == ',' && *end == ')' && at[-1] == '(')))
            break;
        depth += c == ')';
        depth -= c == '(';
    }
    for (size_t depth = 0; *to != '\0'; to++) {
        if (depth == 0 && (*to == ')' || (*to == ',' && *end == ')' && at[-1] == '(')))
            break;
        depth += *to == '(';
        depth -= *to == ')';
    }
    return wit_fmt(arena, "(%.*s", (int)(to - from), from);
}

/* Each "(… host=h … port=p …)" of a text; false when it has none. Oracle's descriptors, MySQL's address blocks. */
static bool take_blocks(struct wit_dest_out *out, const struct wit_destination *like, const char *text, unsigned port)
{
    bool any = false;
    unsigned rounds = 0;
    for (const char *at = text; (at = strcasestr(at, "host")) != NULL && rounds < WIT_DEST_MAX; at += 4) {
        const char *equals = at + 4 + strspn(at + 4, " ");
        if (at == text || *equals != '=')
            continue;
        const char *begin = at;
        while (begin > text && begin[-1] == ' ')
            begin--;
        if (begin == text || strchr("(,", begin[-1]) == NULL)
            continue;
        const char *value = equals + 1 + strspn(equals + 1, " ");
        size_t len = strcspn(value, ") ,");
        const char *beside = siblings(out->arena, text, begin, value + len + strspn(value + len, " "));
        const char *told = wit_dest_param(out->arena, beside, "port");
        const char *protocol = wit_dest_param(out->arena, beside, "protocol");
        struct wit_destination d = *like;
        if (protocol != NULL && (strcasecmp(protocol, "tcps") == 0 || strcasecmp(protocol, "tcp") == 0)) {
            d.tls_told = true;
            d.tls = strcasecmp(protocol, "tcps") == 0;
        }
        if (told != NULL) {
            bool v6 = memchr(value, ':', len) != NULL && value[0] != '[';
            const char *whole = wit_fmt(out->arena, "%s%.*s%s:%s", v6 ? "[" : "", (int)len, value, v6 ? "]" : "", told);
            wit_dest_add_host(out, &d, whole, strlen(whole), 0);
        } else {
            wit_dest_add_host(out, &d, value, len, port);
        }
        any = true;
        rounds++;
    }
    return any;
}

/* "thin:user/password@//host:1521/service", "…@host:1521:SID", "…@tcps://host:port/service", "…@(DESCRIPTION=…)",
 * "…@alias", "…@ldap://…". What is before the "@" are credentials. */
static void take_oracle(struct wit_dest_out *out, const struct wit_destination *like, const char *text, unsigned port)
{
    const char *at = strrchr(text, '@');
    struct wit_destination d = *like;
    if (at == NULL) {
        wit_dest_add_unresolved(out, like);
        return;
    }
    at++;
    if (*at == '(') {
        if (!take_blocks(out, &d, at, port))
            wit_dest_add_unresolved(out, like);
        return;
    }
    if (starts(at, "ldap:") || starts(at, "ldaps:")) { /* a directory that tells the address */
        wit_dest_add_unresolved(out, like);
        d.system = "LDAP";
        (void)wit_dest_read_urls(out, &d, wit_strndup(out->arena, at, strcspn(at, ", ")), 0, true);
        return;
    }
    bool slashes = false;
    if (starts(at, "tcps:") || starts(at, "tcp:")) {
        d.tls_told = true;
        d.tls = at[3] == 's' || at[3] == 'S';
        at = strchr(at, ':') + 1;
    }
    if (strncmp(at, "//", 2) == 0) {
        slashes = true;
        at += 2;
    }
    const char *list = wit_strndup(out->arena, at, strcspn(at, "/?"));
    bool has_service = at[strlen(list)] == '/';
    if (!slashes && !has_service && strchr(list, ':') == NULL) { /* an alias of tnsnames.ora */
        wit_dest_add_unresolved(out, like);
        return;
    }
    for (const char *part = list; *part != '\0';) {
        size_t len = strcspn(part, ",;"), host = len;
        if (part[0] != '[') { /* "host:1521:SID" */
            const char *colon = memchr(part, ':', len);
            const char *second = colon != NULL ? memchr(colon + 1, ':', len - (size_t)(colon + 1 - part)) : NULL;
            if (second != NULL)
                host = (size_t)(second - part);
        }
        if (len > 0)
            wit_dest_add_host(out, &d, part, host, port);
        part += len;
        part += *part != '\0';
    }
}

/* "//host\instance:port;serverName=host;portNumber=1433" */
static void take_sqlserver(struct wit_dest_out *out, const struct wit_destination *d, const char *text, unsigned port)
{
    size_t len = strcspn(text, ";");
    const char *head = wit_strndup(out->arena, text, len), *backslash = strchr(head, '\\');
    const char *server = wit_dest_param(out->arena, text, "serverName");
    const char *told = wit_dest_param(out->arena, text, "portNumber");
    if (told == NULL)
        told = wit_dest_param(out->arena, text, "port");
    if (len == 0 && server != NULL) {
        head = server;
        backslash = strchr(head, '\\');
    }
    if (head[0] == '\0') {
        wit_dest_add_unresolved(out, d);
        return;
    }
    const char *colon = strrchr(backslash != NULL ? backslash : head, ':');
    if (backslash != NULL) /* an instance without a port is asked for at UDP 1434: its port is not told */
        head = wit_fmt(out->arena, "%.*s%s", (int)(backslash - head), head, colon != NULL ? colon : "");
    if (told != NULL && colon == NULL)
        head = wit_fmt(out->arena, "%s:%s", head, told);
    take_plain(out, d, head, backslash != NULL ? 0 : port);
    const char *partner = wit_dest_param(out->arena, text, "failoverPartner");
    if (partner != NULL && partner[0] != '\0')
        wit_dest_add_host(out, d, partner, strcspn(partner, "\\"), strchr(partner, '\\') != NULL ? 0 : port);
}

static void take_local(struct wit_dest_out *out, const struct wit_destination *like, const char *text, unsigned port)
{
    static const char *const remote[] = {"//", "tcp://", "ssl://", "hsql://", "hsqls://", "http://", "https://"};
    for (size_t i = 0; i < sizeof remote / sizeof remote[0]; i++)
        if (starts(text, remote[i])) {
            (void)wit_dest_read_urls(out, like, wit_fmt(out->arena, "%s%s", i == 0 ? "tcp:" : "", text), port, true);
            return;
        }
    out->local = true;
}

void wit_dest_read_jdbc(struct wit_dest_out *out, const struct wit_destination *like, const char *text)
{
    static const char *const wrappers[] = {"aws-wrapper:", "p6spy:", "log4jdbc:", "otel:", "tracing:"};
    struct wit_destination d = *like;
    if (starts(text, "jdbc-secretsmanager:"))
        text += strlen("jdbc-secretsmanager:");
    else if (starts(text, "jdbc:"))
        text += strlen("jdbc:");
    else {
        (void)wit_dest_read_urls(out, like, text, 0, true);
        return;
    }
    for (size_t i = 0; i < sizeof wrappers / sizeof wrappers[0]; i++)
        if (starts(text, wrappers[i]))
            text += strlen(wrappers[i]);
    size_t word = strcspn(text, ":");
    const struct driver *driver = text[word] == ':' ? driver_of(text, word) : NULL;
    unsigned port = driver != NULL ? driver->port : 0;
    const char *rest = text + word + (text[word] == ':');
    if (driver != NULL) {
        d.system = driver->system;
        if (driver->tls != NULL)
            wit_dest_tls_word(&d, wit_dest_param(out->arena, text, driver->tls));
        if (driver->style == MYSQL) {
            wit_dest_tls_word(&d, wit_dest_param(out->arena, text, "useSSL"));
            const char *mode = wit_dest_param(out->arena, text, "useSSL");
            const char *required = wit_dest_param(out->arena, text, "requireSSL");
            if (mode != NULL && strcasecmp(mode, "true") == 0 &&
                (required == NULL || strcasecmp(required, "true") != 0))
                d.tls_told = d.tls = false; /* asked for, not insisted on */
            wit_dest_tls_word(&d, wit_dest_param(out->arena, text, driver->tls));
        }
        if (driver->always)
            d.tls_told = d.tls = true;
    }
    if (driver != NULL && driver->style == ORACLE) {
        take_oracle(out, &d, rest, port);
        return;
    }
    if (driver != NULL && driver->style == LOCAL) {
        take_local(out, &d, rest, port);
        return;
    }
    const char *slashes = strstr(rest, "//"); /* "loadbalance://", "jtds:sqlserver://", "Tds:host" */
    if (slashes != NULL && starts(rest, "iam://") && strchr(rest + 6, '.') == NULL) {
        d.kind = WIT_DEST_SERVICE; /* "cluster:region": the service tells the address */
        d.name = wit_dest_lower(out->arena, rest + 6, strcspn(rest + 6, ":/?"));
        const char *colon = strchr(rest + 6, ':');
        d.region = colon != NULL ? wit_dest_lower(out->arena, colon + 1, strcspn(colon + 1, "/?")) : "";
        wit_dest_add(out, &d);
        return;
    }
    if (slashes == NULL) {
        if (driver != NULL && strcmp(driver->word, "sybase") == 0 && starts(rest, "Tds:"))
            take_plain(out, &d, rest + 4, port);
        else if (driver != NULL && driver->style == PLAIN && strcmp(driver->system, "PostgreSQL") == 0 &&
                 strchr(rest, WIT_DEST_VARIABLE) == NULL)
            out->local = true; /* "jdbc:postgresql:database" */
        else
            wit_dest_add_unresolved(out, &d);
        return;
    }
    slashes += 2;
    if (driver != NULL && driver->style == SQLSERVER)
        take_sqlserver(out, &d, slashes, port);
    else if (driver == NULL || driver->style != MYSQL || !take_blocks(out, &d, slashes, port))
        take_plain(out, &d, slashes, port);
}
