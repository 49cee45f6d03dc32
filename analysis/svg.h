/* svg.h: gnuplot's drawing made fit for a page.
 *
 * gnuplot repeats ids from drawing to drawing, calls itself the title of each, and may
 * write style attributes, which the pages' Content-Security-Policy forbids. What comes
 * out here is one <svg> element of groups, paths, polygons, circles and texts, with
 * presentation attributes from a closed list and no ids; anything else in the input is
 * refused. */
#ifndef SVG_H
#define SVG_H

#include "sortie/text.h"

struct svg_frame {
    const char *class;
    const char *label; /* what a screen reader says */
    int width, height;
};

/* Adds the drawing to `out`. A text of the input is a token: it is replaced by the
 * value of that name in `labels` (ends with {NULL}), escaped, and its class is the
 * token's letters; without a value it disappears. */
bool svg_adapt(const char *drawing, const struct svg_frame *frame,
               const struct filling *labels, struct text *out, struct error *error);

#endif
