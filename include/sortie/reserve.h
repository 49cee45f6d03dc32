/* reserve.h: room for one JSON document when there is no memory.
 *
 *     reserve_begin();
 *     json_t *document = json_loadb(...);
 *     if (!reserve_end())      memory ran out: json_decref the document, then
 *         reserve_clear();
 *
 * jansson (2.14) loses a byte of a name, a text or a number for which it finds no room,
 * and reads on: past the end of what it has, or into one of its own assertions. So it
 * is never without: what malloc does not give between begin and end comes out of a
 * reserve, which is enough for all that 16 KiB can ask for, and whoever parses is told
 * so and gives it back. After the reserve jansson is left to itself.
 *
 * jansson keeps one allocator for the whole program, and tells it nothing: hence one
 * reserve, for the one thread that parses. */
#ifndef SORTIE_RESERVE_H
#define SORTIE_RESERVE_H

#include <stdbool.h>

enum { RESERVE_SIZE = 2 * 1024 * 1024 };

void reserve_begin(void);

/* False when something came out of the reserve, or even that was empty. */
bool reserve_end(void);

/* The reserve is whole again; nothing of it is in use any more. */
void reserve_clear(void);

#endif
