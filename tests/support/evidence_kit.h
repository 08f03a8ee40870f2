/* tests/support/evidence_kit.h: folders, damage and disk faults for the tests of bundles, and a map with everything in
 * it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_TESTS_EVIDENCE_KIT_H
#define WIT_TESTS_EVIDENCE_KIT_H

#include "evidence/bundle.h"
#include "evidence/map.h"

/* A new empty folder below the working folder, its name in the arena. Dies when it cannot. */
char *wit_kit_dir(struct wit_arena *arena);
/* With everything in it. */
void wit_kit_remove(const char *path);
/* Whole copy of a folder tree of plain files; `to` must not exist. */
void wit_kit_copy(const char *from, const char *to);
/* Whole file, for a test that knows it is there. */
char *wit_kit_read(struct wit_arena *arena, const char *path, size_t *len);
void wit_kit_write(const char *path, const void *bytes, size_t len);

/* An artefact with this operation and page. */
struct wit_record wit_kit_artefact(const char *operation, unsigned page);
struct wit_record wit_kit_gap(const char *operation, enum wit_gap_reason reason);
/* Five records: two pages, a gap, an artefact with the bytes of the first again, an assumption. */
void wit_kit_bundle(const char *dir);

/* What happens at the n-th disk operation that changes something (from 1). */
enum wit_kit_fault {
    WIT_KIT_KILL,       /* the process ends with status 9 before it */
    WIT_KIT_KILL_SHORT, /* as KILL, and every write is done in two halves */
    WIT_KIT_FULL,       /* ENOSPC, from then on, for what needs room */
    WIT_KIT_BAD,        /* EIO, this once */
    WIT_KIT_SHORT,      /* every write is done in small pieces; nothing fails */
};
void wit_kit_fault_set(enum wit_kit_fault fault, unsigned long at);
void wit_kit_fault_clear(void);
unsigned long wit_kit_fault_count(void); /* operations since it was set */
/* One letter an operation since it was set: o open, d mkdir, w write, s sync, r rename, t truncate, u unlink. */
const char *wit_kit_fault_trace(void);

/* A map in which no list is empty and every word is used. */
const struct wit_map *wit_kit_map(struct wit_arena *arena);

#endif
