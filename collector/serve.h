/* serve.h: the collector's loop. */
#ifndef SORTIE_SERVE_H
#define SORTIE_SERVE_H

#include "sortie/options.h"

/* Serves until SIGTERM or SIGINT; every request that was taken is answered first. */
bool serve(const struct options *options, struct error *error);

#endif
