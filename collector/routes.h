/* routes.h: a table from method and path to a handler, and one from an outcome to its
 * status and sentence. */
#ifndef SORTIE_ROUTES_H
#define SORTIE_ROUTES_H

#include "collector.h"

/* Always fills a reply, or says that it comes later. A POST that needs the store must
 * be answered within a transaction of the store. */
void routes_answer(struct collector *collector, const struct request *request,
                   struct reply *reply);

/* Does what this request asks for write to the store? */
bool routes_needs_store(const struct request *request);

/* What became of a try to have the store, to write: ERROR_BUSY when a command has it.
 * From then on the lock is tried at each turn until it is had. */
void routes_note_lock(struct collector *collector, const struct error *error);

/* Tries to write though no visitor asks for it. */
void routes_try_to_write(struct collector *collector);

/* The reply to a POST whose response could not be written after all. */
void routes_unable(struct collector *collector, const struct request *request,
                   struct reply *reply);

#endif
