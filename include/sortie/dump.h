/* dump.h: what a program holds in memory is not left in a file when it fails.
 *
 *     int main(...) { dump_forbid(); ...        before anything is read */
#ifndef SORTIE_DUMP_H
#define SORTIE_DUMP_H

/* No core dump of this process, nor of the children it forks. What they start instead
 * of themselves (gnuplot, with figures that are shown) keeps the limit alone. */
void dump_forbid(void);

#endif
