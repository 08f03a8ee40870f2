/* cli/cmd_verify.c: `verify` and `seal`.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/io.h"
#include "cli/cli.h"
#include "evidence/bundle.h"
#include "render/packet.h"

/* A broken bundle is a finding (1); one that cannot be read is a failure (4). */
static enum wit_exit failed(const struct wit_err *err)
{
    enum wit_exit status = wit_report(err);
    return err->code == WIT_EINTEGRITY ? WIT_EXIT_FOUND : status;
}

static enum wit_exit verify_packet(const char *dir)
{
    struct wit_err err = {0};
    struct wit_packet_report report;
    char size[24];
    if (!wit_packet_verify(&report, dir, &err))
        return failed(&err);
    wit_tell("%s: packet is whole: %llu files, %s, manifest SHA-256 %s", dir, (unsigned long long)report.files,
             wit_human_bytes(size, report.bytes), report.manifest_sha256);
    if (report.unlisted > 0)
        wit_tell("%llu citations, not checked: the map is of a version that listed no artefacts",
                 (unsigned long long)report.unlisted);
    else
        wit_tell("%llu citations, each of an artefact that the map lists", (unsigned long long)report.citations);
    return WIT_EXIT_DONE;
}

enum wit_exit cmd_verify(const struct wit_args *args)
{
    struct wit_err err = {0};
    const char *dir = args->positional[0];
    const char *key = wit_arg(args, "public-key");
    if (!wit_path_is_dir(dir)) {
        wit_fail(&err, WIT_EIO, "%s is no folder that can be read", dir);
        return wit_report(&err);
    }
    if (wit_packet_is(dir)) {
        if (key != NULL) {
            wit_fail(&err, WIT_EUSAGE, "%s is a packet: packets carry no signature; the bundles that it names do", dir);
            return wit_report(&err);
        }
        return verify_packet(dir);
    }
    struct wit_verify_report report;
    char size[24];
    if (!wit_bundle_verify(&report, dir, key, &err)) {
        wit_fail_in(&err, "%s", dir);
        return failed(&err);
    }
    wit_tell("%s: %llu records, each chained to the one before: %llu artefacts (%s in %llu blobs), %llu gaps, %llu "
             "assumptions",
             dir, (unsigned long long)report.records, (unsigned long long)report.artefacts,
             wit_human_bytes(size, report.blob_bytes), (unsigned long long)report.blobs,
             (unsigned long long)report.gaps, (unsigned long long)report.assumptions);
    wit_tell("head %s, %s%s", report.head, report.sealed ? "sealed" : "not sealed",
             key != NULL        ? ", signature good"
             : report.is_signed ? ", signed (give --public-key to check by whom)"
             : report.torn_tail ? "; the last line is torn: a run was interrupted, --resume goes on"
                                : "");
    return WIT_EXIT_DONE;
}

enum wit_exit cmd_seal(const struct wit_args *args)
{
    struct wit_err err = {0};
    if (!wit_bundle_seal(args->positional[0], wit_arg(args, "previous"), wit_arg(args, "key"), &err))
        return wit_report(&err);
    wit_say(args, "%s: sealed", args->positional[0]);
    return WIT_EXIT_DONE;
}
