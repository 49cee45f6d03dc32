/* target.h: what every fuzz target is. One file each, named by what it reads; the bytes
 * it is given may be anything.
 *
 *     build/fuzz/form corpus            looks for bytes that break it: clang's
 * libFuzzer build/sanitized/fuzz/form corpus  reads what is there once more: replay.c
 *
 * A target aborts when a promise about its input does not hold; crashes, leaks and
 * undefined behaviour are the sanitizers' to see. */
#ifndef SORTIE_TESTS_TARGET_H
#define SORTIE_TESTS_TARGET_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A promise about the input: true, or the run ends here. */
static inline void holds(int promise)
{
    if (!promise)
        abort();
}

#endif
