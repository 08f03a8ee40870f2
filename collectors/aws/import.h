/* collectors/aws/import.h: the steps of `import aws-cli`, from names in a folder to records in a bundle.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * walk (what files are there) -> name (which call, by file and folder names) -> answer (which call, by the content; is
 * it whole) -> place (whose account, which region) -> record (pages, gaps, assumptions). Private to this folder.
 * Source: docs/import.md.
 */
#ifndef WIT_COLLECTORS_AWS_IMPORT_H
#define WIT_COLLECTORS_AWS_IMPORT_H

#include "base/digest.h"
#include "base/value.h"
#include "collectors/aws/aws.h"
#include "evidence/operations.h"

#define WIT_IMPORT_MAX_FILES 200000
#define WIT_IMPORT_MAX_DEPTH 16

/* One name in the folder. Memory: the arena of the call. */
struct wit_import_entry {
    const char *rel;  /* "accounts/1/eu-west-1/ec2-describe-vpcs.json"; raw bytes */
    const char *full; /* to open it */
    const char *note; /* why it is not looked into ("a link that leaves the folder"), NULL: a plain file */
};
/* Every file below `dir`, in byte order of `rel`. err: WIT_EIO, WIT_ELIMIT */
WIT_NODISCARD bool wit_import_walk(struct wit_import_entry **out, size_t *n, struct wit_arena *arena, const char *dir,
                                   struct wit_err *err);

/* What the names alone say. */
struct wit_import_name {
    const struct wit_operation *op; /* NULL: not told by the name, or not used by this version */
    const char *cli;                /* "rds-describe-db-instances" when the name has the shape of a call, else NULL */
    const char *stem;               /* "Vpcs" */
    const char *resource;           /* decoded; NULL: none */
    unsigned page;                  /* from a label such as ".p2"; 0: none */
    bool answer;                    /* may hold an answer: *.json, or a file in a folder named like a call */
    const char *account, *region;   /* from folders; NULL: not told */
    const char *place;              /* the folder that stands for one account and region; "" is the top */
};
void wit_import_name_read(struct wit_import_name *out, struct wit_arena *arena, const char *rel);

/* The region that a region or zone name begins with ("eu-west-1a" -> 9 bytes); 0: none. */
size_t wit_import_region_len(const char *text);

/* Account and region as answers tell them, most telling source first; `several` when they contradict each other. */
enum { WIT_HINTS = 4 };
struct wit_import_hints {
    const char *account[WIT_HINTS], *region[WIT_HINTS];
    bool several_accounts[WIT_HINTS], several_regions[WIT_HINTS];
};
void wit_import_hints_merge(struct wit_import_hints *into, const struct wit_import_hints *more);
/* Looks at one list (or object) of one answer. Strings are copied into the arena. */
void wit_import_hints_read(struct wit_import_hints *hints, struct wit_arena *arena, const struct wit_operation *op,
                           const struct wit_value *answer);
/* NULL when nothing tells it, or when answers contradict each other. */
const char *wit_import_hints_account(const struct wit_import_hints *hints);
const char *wit_import_hints_region(const struct wit_import_hints *hints);

/* One answer in a file; a dump has several. */
struct wit_import_part {
    const struct wit_operation *op; /* NULL: a file that could not be read and whose name tells nothing */
    const char *resource;           /* NULL: none */
    const char *root;               /* "" or "/vpcs" */
    enum wit_gap_reason reason;     /* 0: an answer; else why it is a gap */
    const char *detail;             /* of the gap */
    int status;                     /* 404 for an error that means "there is none", else 0 */
    bool more;                      /* the answer says that more follows */
};
struct wit_import_answer {
    const struct wit_import_part *parts;
    size_t n;
    const char *note; /* n == 0: why nothing was taken */
    struct wit_import_hints hints;
};
/*
 * Pure: bytes and name in, parts out; never fails: what is wrong becomes a gap or a note. `scratch` holds the tree;
 * what stays is in `arena`.
 */
void wit_import_answer_read(struct wit_import_answer *out, struct wit_arena *arena, struct wit_arena *scratch,
                            const struct wit_import_name *name, const char *bytes, size_t len);

/* A part at its place, ready to be recorded. */
struct wit_import_item {
    struct wit_import_part part;
    const char *account, *region;
    const char *rel, *full;
    unsigned label; /* page number in the file's name, 0 none */
    size_t file;    /* index in the summary's list */
    char sha256[WIT_SHA256_HEX];
};
/*
 * Writes every item, then the assumptions. `items` is sorted here. Notes ("page 2") go into `files`. err: the writer's.
 */
WIT_NODISCARD bool wit_import_record(struct wit_bundle_writer *w, const struct wit_aws_import_options *options,
                                     struct wit_arena *arena, struct wit_import_item *items, size_t n,
                                     struct wit_import_file *files, struct wit_import_summary *summary,
                                     struct wit_err *err);

/* Text that is safe to print: valid UTF-8 without control characters. */
const char *wit_import_plain(struct wit_arena *arena, const char *text);

#endif
