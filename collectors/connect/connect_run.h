/* collectors/connect/connect_run.h: one run of `collect connect`, shared by the files that carry it out.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * collect.c is the order of questions; connectors.c lists connectors, in one answer or one by one; plugins.c asks what
 * plugins declare; pages.c writes connectors without their secrets.
 */
#ifndef WIT_COLLECTORS_CONNECT_RUN_H
#define WIT_COLLECTORS_CONNECT_RUN_H

#include "collectors/connect/redact.h"
#include "collectors/connect/rest.h"

struct wit_connector_answer {
    const char *name;
    const struct wit_value *info, *status; /* NULL: not told */
};

struct wit_connect_run {
    struct wit_rest *rest;
    struct wit_connector_answer *connectors; /* sorted by name */
    size_t n;
    struct wit_plugins plugins;
    struct wit_names names;
    struct wit_rest_answer listed; /* what the question for the list got */
};

/* connectors.c: *there tells whether there is a list to store (maybe with a gap beside it). */
WIT_NODISCARD bool wit_connect_list(struct wit_connect_run *run, bool *there, struct wit_err *err);
/* plugins.c: what the plugins that the connectors use declare as PASSWORD; stores GetPluginConfig of each. */
WIT_NODISCARD bool wit_connect_ask_plugins(struct wit_connect_run *run, struct wit_err *err);
/* pages.c: stores ListConnectors; gathers the names of workers and destinations. */
WIT_NODISCARD bool wit_connect_store_pages(struct wit_connect_run *run, struct wit_err *err);

#endif
