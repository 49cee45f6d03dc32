/* fit.h: a text in a box of a drawing. SVG breaks no lines, and a poster does not know
 * the fonts of whoever prints it: lines are broken here, and the size is chosen by the
 * widths of a wide, bold face, so that it fits in any usual one.
 *
 *     struct fitted fitted = fit_text("How was your visit?", 580, 140, 75);
 */
#ifndef SORTIE_FIT_H
#define SORTIE_FIT_H

#include <stddef.h>

enum { FIT_LINES = 6, FIT_LEADING = 128 }; /* leading: hundredths of the size */

struct fitted {
    int size; /* of the letters, in the unit of the box */
    size_t count;
    struct {
        const char *start;
        size_t length;
    } lines[FIT_LINES]; /* of the text, without the spaces at their ends */
};

/* How wide a text may become, in hundredths of its size. */
int fit_width(const char *text, size_t length);

/* The largest size, at most `most`, at which `text` fits into width x height. Lines are
 * of like lengths; there is one more only where it makes the letters a tenth larger.
 * Text breaks at spaces and after a single '/'; a word that is too long makes it small.
 */
struct fitted fit_text(const char *text, int width, int height, int most);

#endif
