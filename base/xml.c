/* base/xml.c: libxml2's push parser with its SAX2 events to a small tree of ours.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: XML 1.0 and Namespaces in XML 1.0. Works with libxml2 2.9 to 2.13. Nothing of libxml2's own SAX handler is
 * used, so it builds no document, keeps no entities and opens no files; its messages come to us and go nowhere else.
 */
#include "base/xml.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

enum { CHUNK_BYTES = 64 << 10 };

struct level {
    struct wit_xml *element;
    struct wit_buf text;
};

struct reader {
    struct wit_arena *arena;
    struct wit_strmap *names; /* a name is stored once */
    xmlParserCtxt *context;
    struct level levels[WIT_XML_MAX_DEPTH];
    size_t depth;
    struct wit_xml *root;
    struct wit_err *err;
    bool failed;
};

static uint32_t line_of(const struct reader *r)
{
    int line = xmlSAX2GetLineNumber(r->context);
    return line > 0 ? (uint32_t)line : 1;
}

static void stop(struct reader *r, enum wit_code code, const char *what)
{
    if (r->failed)
        return;
    r->failed = true;
    wit_fail(r->err, code, "line %u: %s", line_of(r), what);
    xmlStopParser(r->context);
}

/* The namespace tables are libxml2's layout of the callback; AWS's answers carry nothing in attributes. */
static void on_start(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_namespaces,
                     const xmlChar **namespaces, int n_attributes, int n_defaulted, const xmlChar **attributes)
{
    (void)prefix, (void)uri, (void)n_namespaces, (void)namespaces;
    (void)n_attributes, (void)n_defaulted, (void)attributes;
    struct reader *r = data;
    if (r->failed)
        return;
    if (r->depth == WIT_XML_MAX_DEPTH) {
        stop(r, WIT_ELIMIT, "nested deeper than 64");
        return;
    }
    char *shared = wit_strmap_get(r->names, (const char *)name);
    if (shared == NULL) {
        shared = wit_strdup(r->arena, (const char *)name);
        wit_strmap_set(r->names, shared, shared);
    }
    struct wit_xml *element = WIT_NEW(r->arena, struct wit_xml);
    element->name = shared;
    element->text = "";
    element->line = line_of(r);
    if (r->depth == 0) {
        r->root = element;
    } else {
        struct wit_xml *parent = r->levels[r->depth - 1].element;
        if (parent->last == NULL)
            parent->first = element;
        else
            parent->last->next = element;
        parent->last = element;
    }
    r->levels[r->depth].element = element;
    wit_buf_reset(&r->levels[r->depth].text);
    r->depth++;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void on_end(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    (void)name, (void)prefix, (void)uri;
    struct reader *r = data;
    if (r->failed || r->depth == 0)
        return;
    struct level *level = &r->levels[--r->depth];
    const char *text = level->text.data;
    size_t len = level->text.len;
    if (level->element->first != NULL) {
        while (len > 0 && is_space(text[len - 1]))
            len--;
        for (; len > 0 && is_space(*text); len--)
            text++;
    }
    if (len > 0)
        level->element->text = wit_strndup(r->arena, text, len);
}

static void on_text(void *data, const xmlChar *text, int len)
{
    struct reader *r = data;
    if (!r->failed && r->depth > 0 && len > 0)
        wit_buf_add(&r->levels[r->depth - 1].text, text, (size_t)len);
}

static void on_doctype(void *data, const xmlChar *name, const xmlChar *external_id, const xmlChar *system_id)
{
    (void)name, (void)external_id, (void)system_id;
    stop(data, WIT_EPARSE, "a document type declaration is not allowed");
}

static void on_instruction(void *data, const xmlChar *target, const xmlChar *content)
{
    (void)target, (void)content;
    stop(data, WIT_EPARSE, "a processing instruction is not allowed");
}

static void on_reference(void *data, const xmlChar *name)
{
    (void)name;
    stop(data, WIT_EPARSE, "an entity is not allowed");
}

#if LIBXML_VERSION >= 21200
static void on_error(void *data, const xmlError *error)
#else
static void on_error(void *data, xmlError *error)
#endif
{
    struct reader *r = data;
    if (r->failed || error->level < XML_ERR_ERROR)
        return;
    r->failed = true;
    const char *message = error->message != NULL ? error->message : "not well-formed";
    if (error->code == XML_ERR_DOCUMENT_END || error->code == XML_ERR_DOCUMENT_EMPTY) {
        /* libxml2 says "extra content" or "empty" for a text that is cut, too. */
        if (r->depth > 0)
            message = "the text ends inside an element";
        else if (r->root == NULL)
            message = "there is no element";
    }
    /* Its sentences may quote the text, in which secrets may be: errors are stored and printed. */
    else if (error->code == XML_ERR_TAG_NAME_MISMATCH)
        message = "an end tag does not fit its start tag";
    else if (error->code == XML_ERR_UNDECLARED_ENTITY || error->code == XML_WAR_UNDECLARED_ENTITY)
        message = "an entity is not allowed";
    else if (strpbrk(message, "'\":") != NULL)
        message = "not well-formed";
    wit_fail(r->err, WIT_EPARSE, "line %d: %.*s", error->line > 0 ? error->line : 1, (int)strcspn(message, "\n"),
             message);
    xmlStopParser(r->context);
}

static bool feed(struct reader *r, const char *bytes, size_t len)
{
    for (size_t at = 0; at < len && !r->failed;) {
        size_t step = len - at < CHUNK_BYTES ? len - at : CHUNK_BYTES;
        if (xmlParseChunk(r->context, bytes + at, (int)step, 0) != 0 && !r->failed)
            break;
        at += step;
    }
    if (!r->failed)
        xmlParseChunk(r->context, NULL, 0, 1);
    if (r->failed)
        return false;
    if (!r->context->wellFormed || r->root == NULL || r->depth != 0)
        return wit_fail(r->err, WIT_EPARSE, "line %u: not well-formed XML", line_of(r));
    return true;
}

/*
 * The text is UTF-8, whatever it declares: libxml2 2.9 lets overlong forms through in CDATA, and a converter of another
 * encoding tells its troubles on stderr.
 */
static bool check_bytes(const char *bytes, size_t len, struct wit_err *err)
{
    unsigned line = 1;
    for (size_t at = 0; at < len;) {
        size_t step = bytes[at] == '\0' ? 0 : wit_utf8_decode(NULL, bytes + at, len - at);
        if (step == 0)
            return wit_fail(err, WIT_EPARSE, "line %u: the text is not UTF-8", line);
        line += bytes[at] == '\n';
        at += step;
    }
    return true;
}

bool wit_xml_parse(struct wit_xml **out, struct wit_arena *arena, const char *bytes, size_t len, struct wit_err *err)
{
    if (len > WIT_XML_MAX_BYTES)
        return wit_fail(err, WIT_ELIMIT, "the XML text has %zu bytes, more than %zu", len, WIT_XML_MAX_BYTES);
    if (!check_bytes(bytes, len, err))
        return false;
    xmlInitParser();
    xmlSAXHandler sax = {
        .initialized = XML_SAX2_MAGIC,
        .startElementNs = on_start,
        .endElementNs = on_end,
        .characters = on_text,
        .ignorableWhitespace = on_text,
        .cdataBlock = on_text,
        .internalSubset = on_doctype,
        .processingInstruction = on_instruction,
        .reference = on_reference,
        .serror = on_error,
    };
    struct reader r = {.arena = arena, .names = wit_strmap_new(arena), .err = err};
    r.context = xmlCreatePushParserCtxt(&sax, &r, NULL, 0, NULL);
    if (r.context == NULL)
        wit_die("out of memory in libxml2");
    /* Without XML_PARSE_HUGE libxml2 keeps its own caps too. */
    xmlCtxtUseOptions(r.context, XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_IGNORE_ENC);
    for (size_t i = 0; i < WIT_XML_MAX_DEPTH; i++)
        wit_buf_init(&r.levels[i].text, WIT_XML_MAX_BYTES);
    bool ok = feed(&r, bytes, len);
    for (size_t i = 0; i < WIT_XML_MAX_DEPTH; i++)
        wit_buf_deinit(&r.levels[i].text);
    xmlFreeParserCtxt(r.context);
    if (ok)
        *out = r.root;
    return ok;
}

const struct wit_xml *wit_xml_child(const struct wit_xml *parent, const char *name)
{
    for (const struct wit_xml *child = parent != NULL ? parent->first : NULL; child != NULL; child = child->next) {
        if (strcmp(child->name, name) == 0)
            return child;
    }
    return NULL;
}

const char *wit_xml_text(const struct wit_xml *parent, const char *name)
{
    const struct wit_xml *child = wit_xml_child(parent, name);
    return child == NULL ? NULL : child->text;
}
