/* bundle.h: the command `bundle`: what a centre hands to the network, as one JSON file.
 *
 *     {"sortie": "bundle/1", "centre": "la-villette", "name": {...}, "country": "FR",
 *      "zone": "Europe/Paris", "simulated": true, "base": 10, "rows": [
 *        {"quarter": "2026-Q3", "kind": "desk", "core": "overall.v1", "mode": "door",
 *         "n": 412, "positive": 371}]}
 *
 * Only quarters whose last week is closed, of the last five years. Places of a kind are
 * summed before anything is withheld, so that a small centre is not biased, unless that
 * would tell a hidden week to whoever has the reports (quarters.h); then a row has a
 * base of 10 or more (the centre's smallest_outside) and is not unanimous in what may
 * not be, or is not there. Weeks and places never leave a centre. */
#ifndef BUNDLE_H
#define BUNDLE_H

#include "sortie/options.h"

/* Options --store, --out ("-" is standard output). */
bool bundle_run(const struct options *options, struct error *error);

#endif
