/* settle.h: settling, and what it makes final: which weeks of a place are put together.
 *
 *     store_trusts_clock(store, now, &error)
 *         && settle_store(store, now, &settled, NULL, &error)
 *
 * Whatever is chosen for the weeks that are closed (periodicity.h) is written down as
 * soon as they are, and before answers are laid into them that an import brought: an
 * edition that was made in between is never cut anew. */
#ifndef SORTIE_SETTLE_H
#define SORTIE_SETTLE_H

#include "sortie/store.h"

/* As store_settle, which it calls. By a clock that store_trusts_clock does not trust,
 * only when somebody says that it is right. */
bool settle_store(struct store *store, struct moment now, struct settled *settled,
                  void (*progress)(int64_t done, int64_t all), struct error *error);

#endif
