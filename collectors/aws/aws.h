/* collectors/aws/aws.h: evidence from an AWS account: asked over HTTPS, or imported from the AWS CLI's output.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Dumb and lossless: asks, pages, waits, retries, stores. What is denied, cut or not answered becomes a gap in the
 * bundle, never an error of the run. Only reading operations exist here (evidence/operations.c). Source: AWS General
 * Reference (Signature Version 4), AWS SDKs and Tools Reference Guide (credentials, retries).
 */
#ifndef WIT_COLLECTORS_AWS_H
#define WIT_COLLECTORS_AWS_H

#include "base/buf.h"
#include "evidence/bundle.h"

/* Typed progress for the callers' bars; strings live during the call only. */
struct wit_progress {
    const char *what;          /* "eu-west-1 ec2 DescribeVpcs page 2" */
    unsigned long done, total; /* calls; total 0 when unknown yet */
    unsigned long gaps;
};
typedef void wit_progress_fn(void *context, const struct wit_progress *progress);

struct wit_aws_options {
    const char *const
        *regions; /* asked; none: AWS_REGION / profile's region, or all enabled regions when all_regions */
    size_t n_regions;
    bool all_regions;
    const char *profile;  /* NULL: AWS_PROFILE or "default" */
    const char *role_arn; /* NULL: none; AssumeRole on top of the credentials */
    const char *external_id;
    const char *endpoint_url;    /* NULL: AWS_ENDPOINT_URL(_<SERVICE>) or the real one */
    const char *ca_file;         /* NULL: the system's */
    const char *const *services; /* only these ("ec2", "kms"); none: all */
    size_t n_services;
    unsigned parallel;         /* calls under way at once, 1..64; 0: 8 */
    unsigned timeout_s;        /* one call; 0: 60 */
    unsigned attempts;         /* one call, retries included; 0: 8 */
    wit_progress_fn *progress; /* may be NULL */
    void *context;
};

struct wit_collect_summary {
    unsigned long calls, artefacts, gaps, retries, bytes, skipped; /* skipped: already there on --resume */
    char account[16];
};

/* err: WIT_EUSAGE no credentials or region (says where it looked); WIT_ENET nothing at all answered; WIT_EIO the bundle
 */
WIT_NODISCARD bool wit_aws_collect(struct wit_bundle_writer *w, const struct wit_aws_options *options,
                                   struct wit_collect_summary *summary, struct wit_err *err);

struct wit_aws_import_options {
    const char *account, *region; /* for flat folders; NULL: from accounts/<account>/<region>/ or from the answers (sts,
                                     OwnerId, ARNs) */
    bool assume_empty; /* absent lists are empty: recorded as one assumption an account, region and operation */
    wit_progress_fn *progress;
    void *context;
};
struct wit_import_file {          /* what became of each file, for the summary on stderr */
    const char *path, *operation; /* operation NULL: not recognised */
    const char *note;             /* why it was left out, or "page 2", or NULL */
};
struct wit_import_summary {
    unsigned long files, artefacts, gaps, assumptions, unrecognised;
    unsigned long places;    /* pairs of account and region */
    unsigned long not_asked; /* calls of no answer, error or assumption, over all places */
    const struct wit_import_file *list;
    size_t n_list;
};

/* err: WIT_EIO, WIT_EPARSE only when nothing could be imported at all; a bad file is a gap and a line in the summary */
WIT_NODISCARD bool wit_aws_import_cli(struct wit_bundle_writer *w, const char *dir,
                                      const struct wit_aws_import_options *options, struct wit_arena *arena,
                                      struct wit_import_summary *summary, struct wit_err *err);

/* IAM policy document (JSON) with exactly the permissions that the table needs. */
void wit_aws_permissions(struct wit_buf *out);

#endif
