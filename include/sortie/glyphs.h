/* glyphs.h: a text as its readers see it, for rules that look for patterns: a glyph a
 * visible character, with accents, case, widths and the writing of digits folded away,
 * and where its bytes are.
 *
 *     OWNED(glyphs_release) struct glyphs glyphs = {0};
 *     glyphs_read(&glyphs, "Tél. ０６")       t e l . space 0 6
 *     glyphs_at(&glyphs, i)                  any i: 0 before the first and after the
 * last
 */
#ifndef SORTIE_GLYPHS_H
#define SORTIE_GLYPHS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct glyph {
    uint32_t code; /* folded */
    bool upper;    /* a capital; letters of a script without case are none */
    bool struck;   /* for the caller */
    size_t from;   /* its first byte */
};

struct glyphs {
    struct glyph *entries;
    size_t count;
};

enum { GLYPH_WORD_SIZE = 40 };

/* Reads valid UTF-8; false when memory ran out. */
bool glyphs_read(struct glyphs *glyphs, const char *string);
void glyphs_release(struct glyphs *glyphs);

uint32_t glyphs_at(const struct glyphs *glyphs, size_t index);
bool glyphs_is_digit(const struct glyphs *glyphs, size_t index);
bool glyphs_is_letter(const struct glyphs *glyphs, size_t index);
bool glyphs_is_alnum(const struct glyphs *glyphs, size_t index);
bool glyphs_is_upper(const struct glyphs *glyphs, size_t index);
bool glyphs_is_caseless(const struct glyphs *glyphs, size_t index);
bool glyphs_starts_word(const struct glyphs *glyphs, size_t index);

/* The end of the letters that start at `index`; `index` itself when there are none. */
size_t glyphs_word_end(const struct glyphs *glyphs, size_t index);

/* Those letters as UTF-8, cut when they are many. */
void glyphs_word(const struct glyphs *glyphs, size_t from, size_t to,
                 char word[static GLYPH_WORD_SIZE]);

/* The word at `index` in the same way, or its first `most` letters; its end. */
size_t glyphs_read_word(const struct glyphs *glyphs, size_t index, size_t most,
                        char word[static GLYPH_WORD_SIZE]);

/* Do the glyphs at `index` read `ascii`? */
bool glyphs_read_as(const struct glyphs *glyphs, size_t index, const char *ascii);

#endif
