/* collectors/traffic/dns_name.c: reads the question of a DNS query.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/traffic/dns_name.h"

#include <ctype.h>

#include "collectors/traffic/cursor.h"

bool wit_dns_name_read(char out[WIT_DNS_NAME], const uint8_t *bytes, size_t len)
{
    struct wit_cursor c = wit_cursor_of(bytes, len);
    wit_cursor_skip(&c, 2);
    uint16_t flags = wit_cursor_u16(&c), questions = wit_cursor_u16(&c), answers = wit_cursor_u16(&c);
    wit_cursor_skip(&c, 4);
    size_t at = 0;
    if (c.cut || (flags & 0xf800) != 0 || questions != 1 || answers != 0) /* an answer, or another opcode */
        return false;
    for (uint8_t label = wit_cursor_u8(&c); label != 0; label = wit_cursor_u8(&c)) {
        const uint8_t *part = label > 63 ? NULL : wit_cursor_take(&c, label);
        if (part == NULL || at + label + 2 > WIT_DNS_NAME)
            return false;
        if (at > 0)
            out[at++] = '.';
        for (uint8_t i = 0; i < label; i++) {
            if (part[i] <= 0x20 || part[i] >= 0x7f || part[i] == '.')
                return false;
            out[at++] = (char)tolower(part[i]);
        }
    }
    out[at] = '\0';
    wit_cursor_skip(&c, 4);
    return !c.cut && at > 0;
}
