/* tests/fuzz/fuzz_capture.c: any bytes as a capture file; every frame through the layers and the readers behind them.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>

#include "collectors/traffic/dns_name.h"
#include "collectors/traffic/http_head.h"
#include "collectors/traffic/packet.h"
#include "collectors/traffic/tls_hello.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_capture *capture;
    struct wit_frame frame;
    struct wit_packet p;
    struct wit_kafka_request request;
    struct wit_err err = {0};
    if (!wit_capture_of_bytes(&capture, arena, data, size, &err))
        return 0;
    while (wit_capture_next(capture, &frame, &err)) {
        if (frame.interface >= capture->n_interfaces || frame.len > frame.whole)
            abort();
        if (wit_packet_read(&p, &frame) != WIT_PACKET_GOOD)
            continue;
        if (p.payload_len > p.payload_whole || p.src.family != p.dst.family || p.payload < frame.bytes ||
            p.payload + p.payload_len > frame.bytes + frame.len)
            abort();
        if (wit_kafka_request_read(&request, p.payload, p.payload_len) == WIT_KAFKA_REQUEST &&
            wit_kafka_key_word(request.key) == NULL)
            abort();
        struct wit_tls_hello hello;
        struct wit_http_head head;
        char name[WIT_DNS_NAME];
        bool certificate;
        (void)wit_tls_hello_read(&hello, p.payload, p.payload_len);
        (void)wit_tls_flight(p.payload, p.payload_len, &certificate);
        (void)wit_http_head_read(&head, p.payload, p.payload_len);
        (void)wit_dns_name_read(name, p.payload, p.payload_len);
    }
    return 0;
}
