/* tests/unit/test_xml.c: EC2's pages become trees; everything that XML can do beyond that is refused.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/xml.h"

/* name@line{text}(children) */
static void write_tree(struct wit_buf *out, const struct wit_xml *element)
{
    wit_buf_printf(out, "%s@%u", element->name, element->line);
    if (element->text[0] != '\0')
        wit_buf_printf(out, "{%s}", element->text);
    if (element->first == NULL)
        return;
    wit_buf_putc(out, '(');
    for (const struct wit_xml *child = element->first; child != NULL; child = child->next) {
        write_tree(out, child);
        wit_buf_puts(out, child->next == NULL ? ")" : " ");
    }
}

static void accepted(void **state)
{
    (void)state;
    static const struct {
        const char *name, *xml, *expected;
    } rows[] = {
        {"one element", "<a/>", "a@1"},
        {"a page",
         "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<R xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">\n"
         "  <vpcSet>\n    <item><vpcId>vpc-1</vpcId><cidr>10.0.0.0/16</cidr></item>\n    <item/>\n  </vpcSet>\n</R>\n",
         "R@2(vpcSet@3(item@4(vpcId@4{vpc-1} cidr@4{10.0.0.0/16}) item@5))"},
        {"white space in a leaf is kept", "<a><b> x \n</b></a>", "a@1(b@1{ x \n})"},
        {"white space alone in a leaf", "<a><b> </b></a>", "a@1(b@1{ })"},
        {"text beside elements is trimmed", "<a> x <b/> y </a>", "a@1{x  y}(b@1)"},
        {"predefined entities", "<a>&lt;&amp;&gt;&quot;&apos;</a>", "a@1{<&>\"'}"},
        {"character references", "<a>&#65;&#x1F600;</a>", "a@1{A😀}"},
        {"CDATA", "<a>1<![CDATA[<b>&amp;]]>2</a>", "a@1{1<b>&amp;2}"},
        {"comments", "<!-- x --><a><!-- y -->t<!-- z -->u</a>", "a@1{tu}"},
        {"attributes are dropped", "<a b='1'><c d='2'>t</c></a>", "a@1(c@1{t})"},
        {"prefixes are dropped", "<p:a xmlns:p='urn:p' p:b='1'><p:c>t</p:c></p:a>", "a@1(c@1{t})"},
        {"byte order mark", "\xef\xbb\xbf<a/>", "a@1"},
        {"a declared encoding does not count", "<?xml version='1.0' encoding='UTF-16'?><a>é</a>", "a@1{é}"},
        {"line breaks", "<a>\r\n<b/>\r\n</a>", "a@1(b@2)"},
    };
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
        struct wit_xml *root = NULL;
        struct wit_err err = {0};
        print_message("%s\n", rows[i].name);
        wit_buf_init(&out, 65536);
        if (!wit_xml_parse(&root, arena, rows[i].xml, strlen(rows[i].xml), &err))
            fail_msg("%s", err.text);
        write_tree(&out, root);
        assert_string_equal(wit_buf_str(&out), rows[i].expected);
    }
}

static void refused(void **state)
{
    (void)state;
    static const struct {
        const char *name, *xml, *expected; /* the sentences of libxml2 differ between versions: only their beginning */
    } rows[] = {
        {"nothing", "", "line 1: there is no element"},
        {"white space", " \n", "line "},
        {"not XML", "AccessDenied", "line 1: "},
        {"JSON", "{\"a\": 1}", "line 1: "},
        {"cut in an element", "<a>\n<b>t</b>", "line 2: the text ends inside an element"},
        {"cut in a tag", "<a>\n<b", "line 2: "},
        {"wrong end tag", "<a>\n\n<b></a>", "line 3: "},
        {"two roots", "<a/>\n<b/>", "line 2: "},
        {"text behind", "<a/>x", "line 1: "},
        {"document type", "<!DOCTYPE a><a/>", "line 1: a document type declaration is not allowed"},
        {"document type, later", "<?xml version='1.0'?>\n\n<!DOCTYPE a [<!ENTITY b 'c'>]>\n<a>&b;</a>",
         "line 3: a document type declaration is not allowed"},
        {"external document type", "<!DOCTYPE a SYSTEM 'file:///etc/hostname'><a/>",
         "line 1: a document type declaration is not allowed"},
        {"billion laughs", "<!DOCTYPE a [<!ENTITY x 'ha'><!ENTITY y '&x;&x;'>]><a>&y;</a>",
         "line 1: a document type declaration is not allowed"},
        {"unknown entity", "<a>\n&nbsp;</a>", "line 2: "},
        {"unknown entity in an attribute", "<a b='&x;'/>", "line 1: "},
        {"processing instruction", "<a>\n<?php x?></a>", "line 2: a processing instruction is not allowed"},
        {"style sheet", "<?xml-stylesheet href='x'?><a/>", "line 1: a processing instruction is not allowed"},
        {"undeclared prefix", "<p:a/>", "line 1: "},
        {"attribute twice", "<a b='1' b='2'/>", "line 1: "},
        {"NUL by reference", "<a>&#0;</a>", "line 1: "},
        {"Latin-1", "<?xml version='1.0' encoding='ISO-8859-1'?>\n<a>\xe9</a>", "line 2: the text is not UTF-8"},
        {"overlong UTF-8 in CDATA", "<a><![CDATA[\xc1\x8f]]></a>", "line 1: the text is not UTF-8"},
        {"invalid UTF-8", "<a>\n\xff</a>", "line 2: "},
        {"control character", "<a>\x01</a>", "line 1: "},
        {"bare ampersand", "<a>R&D</a>", "line 1: "},
    };
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct wit_xml *root = NULL;
        struct wit_err err = {0};
        print_message("%s\n", rows[i].name);
        assert_false(wit_xml_parse(&root, arena, rows[i].xml, strlen(rows[i].xml), &err));
        assert_null(root);
        assert_int_equal(err.code, WIT_EPARSE);
        if (strncmp(err.text, rows[i].expected, strlen(rows[i].expected)) != 0)
            assert_string_equal(err.text, rows[i].expected);
    }
}

/* Every prefix of a page is an error, never a smaller page. */
static void cut_anywhere(void **state)
{
    (void)state;
    static const char page[] = "<?xml version=\"1.0\"?><R xmlns=\"u\"><s><i>&amp;1</i><!-- c --></s></R>";
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_xml *root = NULL;
    for (size_t len = 0; len < sizeof page - 1; len++) {
        assert_false(wit_xml_parse(&root, arena, page, len, NULL));
        assert_null(root);
    }
    assert_true(wit_xml_parse(&root, arena, page, sizeof page - 1, NULL));
}

static void caps(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    for (int n = WIT_XML_MAX_DEPTH; n <= WIT_XML_MAX_DEPTH + 1; n++) {
        WIT_CLEANUP(wit_buf_deinit) struct wit_buf text;
        wit_buf_init(&text, 65536);
        for (int i = 0; i < n; i++)
            wit_buf_puts(&text, "<a>");
        for (int i = 0; i < n; i++)
            wit_buf_puts(&text, "</a>");
        struct wit_xml *root = NULL;
        struct wit_err err = {0};
        assert_int_equal(wit_xml_parse(&root, arena, text.data, text.len, &err), n == WIT_XML_MAX_DEPTH);
        assert_int_equal(err.code, n == WIT_XML_MAX_DEPTH ? WIT_OK : WIT_ELIMIT);
    }
    struct wit_xml *root = NULL;
    struct wit_err err = {0};
    assert_false(wit_xml_parse(&root, arena, "<a/>", WIT_XML_MAX_BYTES + 1, &err));
    assert_int_equal(err.code, WIT_ELIMIT);
}

/* Larger than libxml2's own look-ahead limit of 10 MB, and than any chunk. */
static void large_pages(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf text;
    wit_buf_init(&text, WIT_XML_MAX_BYTES);
    wit_buf_puts(&text, "<R><set>\n");
    size_t n = 0;
    for (; text.len < (size_t)24 << 20; n++)
        wit_buf_printf(&text,
                       "<item><networkInterfaceId>eni-%017zx</networkInterfaceId><description>ELB &amp; é %zu"
                       "%400s</description></item>\n",
                       n, n, "");
    wit_buf_puts(&text, "</set></R>");
    struct wit_xml *root = NULL;
    struct wit_err err = {0};
    if (!wit_xml_parse(&root, arena, text.data, text.len, &err))
        fail_msg("%s", err.text);
    size_t found = 0;
    for (const struct wit_xml *item = wit_xml_child(root, "set")->first; item != NULL; item = item->next) {
        char id[64];
        snprintf(id, sizeof id, "eni-%017zx", found);
        assert_string_equal(wit_xml_text(item, "networkInterfaceId"), id);
        assert_int_equal(item->line, found + 2);
        found++;
    }
    assert_int_equal(found, n);
}

static void other_encodings(void **state)
{
    (void)state;
    static const char utf16[] = "\xff\xfe<\0a\0/\0>\0", bare_utf16[] = "<\0a\0/\0>\0", nul[] = "<a/>\0";
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_xml *root = NULL;
    assert_false(wit_xml_parse(&root, arena, utf16, sizeof utf16 - 1, NULL));
    assert_false(wit_xml_parse(&root, arena, bare_utf16, sizeof bare_utf16 - 1, NULL));
    assert_false(wit_xml_parse(&root, arena, nul, sizeof nul - 1, NULL));
}

static void silent(void **state)
{
    (void)state;
    int ends[2], saved = dup(STDERR_FILENO);
    assert_int_equal(pipe(ends), 0);
    fflush(stderr);
    dup2(ends[1], STDERR_FILENO);
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_xml *root = NULL;
    bool ok = wit_xml_parse(&root, arena, "<a xmlns='not absolute'><b></a>", 31, NULL);
    fflush(stderr);
    dup2(saved, STDERR_FILENO);
    close(saved);
    close(ends[1]);
    char byte;
    ssize_t got = read(ends[0], &byte, 1);
    close(ends[0]);
    assert_false(ok);
    assert_int_equal(got, 0);
}

static void getters(void **state)
{
    (void)state;
    static const char text[] = "<a><b>1</b><c/><b>2</b></a>";
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_xml *root = NULL;
    assert_true(wit_xml_parse(&root, arena, text, strlen(text), NULL));
    assert_string_equal(wit_xml_text(root, "b"), "1");
    assert_string_equal(wit_xml_text(root, "c"), "");
    assert_null(wit_xml_text(root, "d"));
    assert_null(wit_xml_child(NULL, "b"));
    assert_null(wit_xml_text(wit_xml_child(root, "d"), "b"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accepted), cmocka_unit_test(refused),     cmocka_unit_test(cut_anywhere),
        cmocka_unit_test(caps),     cmocka_unit_test(large_pages), cmocka_unit_test(other_encodings),
        cmocka_unit_test(silent),   cmocka_unit_test(getters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
