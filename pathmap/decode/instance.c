/* pathmap/decode/instance.c: instances, alone or in their reservations.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: EC2 API Reference, data types Reservation, Instance; 1.1.8.
 */
#include <string.h>
#include <strings.h>

#include "pathmap/decode/decode.h"

static void decode(struct wit_decoding *d, const struct wit_value *item, const char *pointer, const char *owner)
{
    const char *id = wit_str(item, "InstanceId");
    if (id == NULL || id[0] == '\0') {
        wit_answer_unreadable(d, pointer, "an instance without its id");
        return;
    }
    const char *state = wit_word_of(d, wit_get(item, "State"), "Name");
    if (strcmp(state, "terminated") == 0)
        return;
    id = wit_word(d, id);
    size_t at = 0;
    WIT_EACH(interface, wit_field_list(item, "NetworkInterfaces")) {
        wit_decode_instance_interface(d, interface, wit_pointer(d, "%s/NetworkInterfaces/%zu", pointer, at), id, owner);
        at++;
    }
    struct wit_head head;
    struct wit_raw_instance *raw = wit_raw_add(d, WIT_RAW_INSTANCE, &head, WIT_RANK_OWNER, item, id, owner, pointer);
    if (raw == NULL)
        return;
    WIT_HEAD_SET(raw->o, head);
    const char *platform = wit_word_of(d, item, "Platform"), *details = wit_word_of(d, item, "PlatformDetails");
    raw->o.state = state;
    raw->o.profile = wit_word_of(d, wit_get(item, "IamInstanceProfile"), "Arn");
    raw->o.platform = platform[0] != '\0' ? platform : details;
    raw->windows = strcasecmp(platform, "windows") == 0 || strncasecmp(details, "windows", 7) == 0;
    raw->stopped = strcmp(state, "stopped") == 0 || strcmp(state, "stopping") == 0;
}

void wit_decode_reservation(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    const char *owner = wit_str(item, "OwnerId");
    wit_ledger_owner(d, owner, true); /* nobody is told of another account's instances */
    if (wit_str(item, "InstanceId") != NULL) {
        decode(d, item, pointer, owner);
        return;
    }
    const struct wit_value *instances = wit_field_list(item, "Instances");
    if (instances == NULL) {
        wit_answer_unreadable(d, pointer, "a reservation without its instances");
        return;
    }
    size_t at = 0;
    WIT_EACH(instance, instances) {
        decode(d, instance, wit_pointer(d, "%s/Instances/%zu", pointer, at), owner);
        at++;
    }
}
