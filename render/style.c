/* render/style.c: one style a path class, one a status, and the widths of letters.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "render/style.h"

#include <assert.h>
#include <string.h>

#include "base/utf8.h"

static const struct wit_class_style CLASSES[WIT_CLASS_COUNT] = {
    [WIT_CLASS_CLIENT] = {"#e1ecfa", "#123f75", "normal", "#1c3350", "#cfe2fb"},
    [WIT_CLASS_REPLICATION] = {"#e6e3f7", "#3d2c80", "diamond", "#2c2650", "#dcd6fb"},
    [WIT_CLASS_CONTROLLER] = {"#f3e0f3", "#6a1b6a", "odiamond", "#3d1f3d", "#f3d0f3"},
    [WIT_CLASS_CONNECTOR] = {"#fdebd3", "#6b3c00", "vee", "#4a2f0e", "#fde2bd"},
    [WIT_CLASS_OBJECT_STORAGE] = {"#dff1e4", "#14502b", "box", "#173a26", "#cdeed8"},
    [WIT_CLASS_TELEMETRY] = {"#fbf3c8", "#584700", "empty", "#42380a", "#faefb4"},
    [WIT_CLASS_SCHEMA_REGISTRY] = {"#d9f0f2", "#0b4a52", "obox", "#0f3a40", "#c6edf1"},
    [WIT_CLASS_ADMIN] = {"#f9e0e4", "#7a1531", "dot", "#4d1a2a", "#fbd0da"},
    [WIT_CLASS_MIGRATION] = {"#ecf2d4", "#3e4c00", "crow", "#323c0c", "#e4efbf"},
    [WIT_CLASS_DNS] = {"#e8eaee", "#333c4a", "odot", "#2d343e", "#dfe4ec"},
    [WIT_CLASS_KEY_SERVICE] = {"#efe6dc", "#523617", "inv", "#42301f", "#f2e2d2"},
    [WIT_CLASS_OTHER] = {"#f2f2f2", "#3a3a3a", "normal", "#333333", "#eeeeee"},
};

static const struct wit_status_style STATUSES[] = {
    [WIT_GREEN] = {"#1f7a78", "#4fbdb8", "#e4f2f1", "none", "solid", 1.3, "\xe2\x9c\x93", "green", "in order"},
    [WIT_YELLOW] = {"#946200", "#e0a83a", "#fdf3dc", "7 4", "dashed", 1.8, "?", "yellow",
                    "to be settled: something is missing, unused or expired soon"},
    [WIT_RED] = {"#b3261e", "#ff8a7e", "#fbe7e4", "none", "bold", 3.2, "\xe2\x9c\x95", "red", "blocks the review"},
};

const struct wit_class_style *wit_class_style(enum wit_class c)
{
    assert(c < WIT_CLASS_COUNT);
    return &CLASSES[c];
}

const struct wit_status_style *wit_status_style(enum wit_status s)
{
    assert(s <= WIT_RED);
    return &STATUSES[s];
}

/* Advance widths of Helvetica, 1/1000 em, ' ' to '~' (Adobe's Core 14 metrics). */
static const unsigned short WIDTHS[95] = {
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333,  278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667,  611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278,  556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500,  500, 334, 260, 334, 584};

double wit_text_width(const char *s, double size_px, bool bold)
{
    size_t len = strlen(s), at = 0;
    unsigned long sum = 0;
    while (at < len) {
        uint32_t code = 0;
        size_t n = wit_utf8_decode(&code, s + at, len - at);
        at += n == 0 ? 1 : n;
        sum += code >= 0x20 && code < 0x7f ? WIDTHS[code - 0x20] : code >= 0x1100 ? 1000 : 600;
    }
    /* DejaVu Sans, the widest face that stands in for Helvetica, is up to a sixth wider; so is its bold again. */
    return (double)sum / 1000.0 * size_px * (bold ? 1.31 : 1.17);
}

const char *wit_kind_words(struct wit_arena *arena, const char *kind)
{
    static const struct {
        const char *kind, *words;
    } named[] = {
        {"nat-gateway", "NAT gateway"},
        {"vpc-endpoint", "VPC endpoint"},
        {"egress-only-gateway", "egress-only internet gateway"},
        {"vpn-gateway", "virtual private gateway"},
        {"vpn-connection", "VPN connection"},
        {"direct-connect", "Direct Connect line"},
    };
    for (size_t i = 0; i < sizeof named / sizeof named[0]; i++) {
        if (strcmp(named[i].kind, kind) == 0)
            return named[i].words;
    }
    char *words = wit_strdup(arena, kind);
    for (char *c = words; *c != '\0'; c++)
        *c = *c == '-' ? ' ' : *c;
    return words;
}
