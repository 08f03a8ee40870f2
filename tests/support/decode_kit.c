/* tests/support/decode_kit.c: estates from a few answers, for the tests of the decoders.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/support/decode_kit.h"

#include <stdlib.h>
#include <string.h>

#include "base/io.h"
#include "tests/support/temp.h"

static char made[256][128];
static size_t n_made;

static char *new_folder(struct wit_arena *arena)
{
    char *dir = wit_temp_new(arena);
    if (n_made == sizeof made / sizeof made[0] || strlen(dir) >= sizeof made[0])
        wit_die("too many folders, or a long name: %s", dir);
    strcpy(made[n_made++], dir);
    return wit_fmt(arena, "%s/kit.evidence", dir);
}

void wit_kit_bundles_remove(void)
{
    while (n_made > 0)
        wit_temp_remove(made[--n_made]);
}

static const char *or_else(const char *text, const char *otherwise)
{
    return text == NULL ? otherwise : text;
}

static bool put(struct wit_bundle_writer *w, const struct wit_kit_answer *a, struct wit_err *err)
{
    struct wit_record r = {.kind = a->reason != 0 ? WIT_REC_GAP
                                   : a->assumed   ? WIT_REC_ASSUMPTION
                                                  : WIT_REC_ARTEFACT,
                           .subject = {.source = or_else(a->source, "aws"),
                                       .account = a->source != NULL ? NULL : or_else(a->account, WIT_KIT_ACCOUNT),
                                       .region = a->source != NULL ? NULL : or_else(a->region, WIT_KIT_REGION),
                                       .service = a->source != NULL ? a->source : or_else(a->service, "ec2"),
                                       .operation = a->operation,
                                       .resource = a->resource},
                           .page = a->page == 0 ? 1 : a->page,
                           .last_page = !a->more,
                           .status = a->status,
                           .request = "test",
                           .media = a->text != NULL && a->text[0] == '<' ? "application/xml" : "application/json",
                           .root = or_else(a->root, ""),
                           .reason = a->reason,
                           .detail = a->text};
    if (r.kind != WIT_REC_ARTEFACT)
        return wit_bundle_note(w, &r, err);
    return wit_bundle_put(w, &r, a->text, strlen(a->text), NULL, err);
}

const struct wit_bundle *wit_kit_answers(struct wit_arena *arena, const struct wit_kit_answer *answers, size_t n)
{
    struct wit_err err = {WIT_OK, ""};
    struct wit_bundle_writer *w;
    struct wit_bundle *bundle;
    const char *dir = new_folder(arena);
    if (!wit_bundle_writer_open(&w, dir, false, &err))
        wit_die("%s", err.text);
    for (size_t i = 0; i < n; i++) {
        if (!put(w, &answers[i], &err))
            wit_die("%s", err.text);
    }
    wit_bundle_writer_close(w);
    if (!wit_bundle_open(&bundle, arena, dir, &err))
        wit_die("%s", err.text);
    return bundle;
}

const struct wit_estate *wit_kit_estate(struct wit_arena *arena, const struct wit_kit_answer *answers, size_t n)
{
    struct wit_err err = {WIT_OK, ""};
    const struct wit_bundle *bundle = wit_kit_answers(arena, answers, n);
    struct wit_estate *e;
    if (!wit_estate_decode(&e, arena, &bundle, 1, &err))
        wit_die("%s", err.text);
    return e;
}

const struct wit_bundle *wit_kit_folder(struct wit_arena *arena, const char *dir)
{
    struct wit_err err = {WIT_OK, ""};
    const char **names;
    size_t n;
    if (!wit_dir_list(&names, &n, arena, dir, &err))
        wit_die("%s", err.text);
    struct wit_kit_answer *answers = WIT_NEW_ARRAY(arena, struct wit_kit_answer, n);
    for (size_t i = 0; i < n; i++) {
        char *name = wit_strdup(arena, names[i]), *text;
        size_t len;
        *strrchr(name, '.') = '\0';
        answers[i].service = strtok(name, ".");
        answers[i].operation = strtok(NULL, ".");
        answers[i].resource = strtok(NULL, ".");
        if (!wit_file_read(&text, &len, arena, wit_fmt(arena, "%s/%s", dir, names[i]), 1 << 20, &err))
            wit_die("%s", err.text);
        answers[i].text = text;
    }
    return wit_kit_answers(arena, answers, n);
}

const char *wit_kit_gap_text(struct wit_arena *arena, const struct wit_estate *e, wit_gap_ref ref)
{
    if (ref == WIT_NO_GAP)
        return "";
    if (ref >= e->n_gaps)
        wit_die("gap %u of %zu", ref, e->n_gaps);
    const struct wit_gap *g = &e->gaps[ref];
    return wit_fmt(arena, "%s %s%s%s", wit_gap_word(g->reason), or_else(g->subject.operation, "-"),
                   g->subject.resource == NULL ? "" : " ", or_else(g->subject.resource, ""));
}

const char *wit_kit_written(struct wit_arena *arena, const struct wit_estate *e, bool bare)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, (size_t)64 << 20);
    wit_estate_write(&out, e, bare);
    return wit_strndup(arena, wit_buf_str(&out), out.len);
}
