/* pathmap/kafka/files.h: one imported properties file.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_PATHMAP_KAFKA_FILES_H
#define WIT_PATHMAP_KAFKA_FILES_H

#include "pathmap/kafka/inside.h"

struct wit_kfile {
    const char *name, *kind; /* "server.properties", "broker" */
    const char **at;         /* addresses, interface and instance ids that the import was told; may be none */
    size_t n_at;
    struct wit_ksettings settings; /* sorted; whole: a file leaves out what has its default */
    struct wit_cite cite;
};
const char *wit_kfile_get(const struct wit_kfile *f, const char *key); /* "" when it is not told */

/* file_node.c */
void wit_kfile_node(struct wit_kread *r, struct wit_kfile *f);   /* brokers and controllers */
void wit_kfile_keeper(struct wit_kread *r, struct wit_kfile *f); /* ZooKeeper servers */

#endif
