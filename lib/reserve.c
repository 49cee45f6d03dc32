/* reserve.c: see reserve.h. */
#include "sortie/reserve.h"

#include <jansson.h>
#include <stdalign.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

enum { ALIGNMENT = alignof(max_align_t) };

/* It costs no memory until it is used. */
static struct {
    alignas(max_align_t) unsigned char room[RESERVE_SIZE];
    size_t used;
    bool parsing, touched;
} reserve;

static void *take(size_t size)
{
    size_t whole = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    reserve.touched = true;
    if (whole < size || whole > RESERVE_SIZE - reserve.used)
        return NULL;
    void *taken = &reserve.room[reserve.used];
    reserve.used += whole;
    return taken;
}

static void *give(size_t size)
{
    void *given = malloc(size);
    return given || !reserve.parsing ? given : take(size);
}

/* What lies in the reserve is given back as a whole. */
static void take_back(void *given)
{
    uintptr_t at = (uintptr_t)given, room = (uintptr_t)reserve.room;
    if (at < room || at >= room + RESERVE_SIZE)
        free(given);
}

void reserve_begin(void)
{
    json_set_alloc_funcs(give, take_back);
    reserve.parsing = true;
    reserve.touched = false;
}

bool reserve_end(void)
{
    reserve.parsing = false;
    return !reserve.touched;
}

void reserve_clear(void)
{
    reserve.used = 0;
}
