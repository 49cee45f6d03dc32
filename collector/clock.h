/* clock.h: the clock that deadlines are kept by; it never jumps and tells no time of
 * day. */
#ifndef SORTIE_CLOCK_H
#define SORTIE_CLOCK_H

#include <stdint.h>

/* Monotonic milliseconds, and microseconds. */
int64_t clock_ms(void);
int64_t clock_us(void);

#endif
