/* counts.h: answers that were counted. */
#ifndef SORTIE_COUNTS_H
#define SORTIE_COUNTS_H

#include <stdint.h>

/* So many answers, `positive` of them positive. */
struct counts {
    int64_t n, positive;
};

#endif
