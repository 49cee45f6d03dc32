/* totals.h: figures beside each other: a workshop's months beside its sessions, the
 * centre's weeks beside the weeks, sessions, months and terms of its places.
 *
 *     totals_make(&measures, week, &totals, &error)
 *     struct figure figure = totals_figure(&totals, line, span);
 *     totals_release(&totals);
 *
 * Decided in the order in which editions appear, and in one edition the places before
 * the centre: a week that was published stays so, whatever a later one brings. Since
 * each figure is decided from its own week and those before it, every edition decides
 * the same. */
#ifndef TOTALS_H
#define TOTALS_H

#include "sortie/disclosure.h"
#include "sortie/measures.h"
#include "sortie/periodicity.h"

/* A figure that is hidden for what could be worked out beside others. */
struct refusal {
    const struct line *line;
    struct span span;
    enum reason reason;
};

struct totals {
    const struct measures *measures;
    struct periodicity periodicity;
    struct refusal *refusals;
    size_t count, size;
};

/* What is published up to the edition of a week. */
bool totals_make(const struct measures *measures, int32_t week, struct totals *totals,
                 struct error *error);
void totals_release(struct totals *totals);

/* The weeks that are shown where a period ends: its own, but for a month of a workshop
 * that has few answers or may not stand beside its sessions. It is put together with
 * those of its term just before it, of which nothing was shown, as soon as the sum may
 * stand there: until then they are withheld. A month that lies in two terms is put
 * together with none. */
struct span totals_span(const struct totals *totals, const struct line *line,
                        struct span span);

/* What may be shown of a line in a period of its own, in what has come of it, or in
 * months put together. */
struct figure totals_figure(const struct totals *totals, const struct line *line,
                            struct span span);

#endif
