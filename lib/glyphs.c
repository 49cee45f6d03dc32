/* glyphs.c: see glyphs.h. Ranges and foldings are those of the Unicode character
 * database, as far as the network's nine languages and their keyboards need them. */
#include "sortie/glyphs.h"

#include "sortie/text.h"

#include <stdlib.h>
#include <string.h>

/* ---- encoding ---- */

static size_t put_code(uint32_t code, char *to)
{
    if (code < 0x80) {
        to[0] = (char)code;
        return 1;
    }
    int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    static const unsigned char first[] = {0, 0xC0, 0xE0, 0xF0};
    for (int i = more; i > 0; i--, code >>= 6)
        to[i] = (char)(0x80 | (code & 0x3F));
    to[0] = (char)(first[more] | code);
    return (size_t)more + 1;
}

/* ---- folding ---- */

struct range {
    uint32_t first, last;
    uint32_t to; /* of the first one */
};

/* Nothing to see: soft hyphens, joiners, marks of direction, accents of their own,
 * Arabic vowels and the stroke that widens a word. */
static const struct range unseen[] = {
    {0xAD,   0xAD,   0},
    {0x300,  0x36F,  0},
    {0x610,  0x61A,  0},
    {0x61C,  0x61C,  0},
    {0x640,  0x640,  0},
    {0x64B,  0x65F,  0},
    {0x670,  0x670,  0},
    {0x200B, 0x200F, 0},
    {0x202A, 0x202E, 0},
    {0x2060, 0x206F, 0},
    {0xFE00, 0xFE0F, 0},
    {0xFEFF, 0xFEFF, 0},
};

/* Runs that are written elsewhere in the same order. */
static const struct range moved[] = {
    {'A',     'Z',     'a'  },
    {0x660,   0x669,   '0'  },
    {0x6F0,   0x6F9,   '0'  },
    {0x1D7CE, 0x1D7D7, '0'  },
    {0x1D7D8, 0x1D7E1, '0'  },
    {0x1D7E2, 0x1D7EB, '0'  },
    {0x1D7EC, 0x1D7F5, '0'  },
    {0x1D7F6, 0x1D7FF, '0'  },
    {0xFF21,  0xFF3A,  'a'  },
    {0xFF01,  0xFF5E,  '!'  },
    {0x391,   0x3A9,   0x3B1},
    {0x410,   0x42F,   0x430},
};

/* Runs that all read as one. */
static const struct range alike[] = {
    {'\t',   '\r',   ' '  },
    {0xA0,   0xA0,   ' '  },
    {0x2000, 0x200A, ' '  },
    {0x2028, 0x2029, ' '  },
    {0x202F, 0x202F, ' '  },
    {0x205F, 0x205F, ' '  },
    {0x3000, 0x3000, ' '  },
    {0x2010, 0x2015, '-'  },
    {0x2212, 0x2212, '-'  },
    {0xFE63, 0xFE63, '-'  },
    {0x2018, 0x201B, '\'' },
    {0x2BC,  0x2BC,  '\'' },
    {0x2024, 0x2024, '.'  },
    {0x3002, 0x3002, '.'  },
    {0xFE6B, 0xFE6B, '@'  },
    {0x622,  0x623,  0x627}, /* alef with a madda or a hamza */
    {0x625,  0x625,  0x627},
    {0x671,  0x671,  0x627},
    {0x629,  0x629,  0x647}, /* ta marbuta as ha */
    {0x649,  0x649,  0x64A}, /* alef maqsura as ya */
};

/* The letters of U+00C0 to U+017F without their accents. */
static const char latin[] =
    "aaaaaaaceeeeiiiidnooooo*ouuuuyts"
    "aaaaaaaceeeeiiiidnooooo/ouuuuyty"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkk"
    "llllllllllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuu"
    "wwyyyzzzzzzs";
_Static_assert(sizeof latin == 0x180 - 0xC0 + 1, "a letter for each");

static const struct range *find(const struct range *ranges, size_t count, uint32_t code)
{
    for (size_t i = 0; i < count; i++)
        if (code >= ranges[i].first && code <= ranges[i].last)
            return &ranges[i];
    return NULL;
}

#define FIND(ranges, code) find(ranges, sizeof(ranges) / sizeof *(ranges), code)

/* 0: nothing is seen of it. */
static uint32_t fold(uint32_t code)
{
    const struct range *range;
    if (FIND(unseen, code))
        return 0;
    if (code >= 0xC0 && code < 0x180)
        return (unsigned char)latin[code - 0xC0];
    if ((range = FIND(moved, code)))
        return range->to + (code - range->first);
    if ((range = FIND(alike, code)))
        return range->to;
    return code;
}

static bool is_capital(uint32_t code)
{
    if (code >= 0x100 && code < 0x180) { /* odd ones in U+0139..0148, U+0179..017E */
        bool odd = (code >= 0x139 && code <= 0x148) || code >= 0x179;
        return code != 0x17F && (code & 1) == odd;
    }
    if (code >= 0x1E00 && code < 0x1F00)
        return (code & 1) == 0;
    return (code >= 'A' && code <= 'Z')
           || (code >= 0xC0 && code <= 0xDE && code != 0xD7)
           || (code >= 0x391 && code <= 0x3A9) || (code >= 0x400 && code <= 0x42F)
           || (code >= 0xFF21 && code <= 0xFF3A) || code == 0x178;
}

bool glyphs_read(struct glyphs *glyphs, const char *string)
{
    size_t length = strlen(string);
    glyphs->entries = calloc(length + 1, sizeof *glyphs->entries);
    if (!glyphs->entries)
        return false;
    for (size_t from = 0, size; from < length; from += size) {
        uint32_t code;
        size = text_point(string + from, length - from, &code);
        uint32_t folded = fold(code);
        if (folded)
            glyphs->entries[glyphs->count++] =
                (struct glyph){.code = folded, .upper = is_capital(code), .from = from};
    }
    return true;
}

void glyphs_release(struct glyphs *glyphs)
{
    free(glyphs->entries);
    *glyphs = (struct glyphs){0};
}

/* ---- what a glyph is ---- */

uint32_t glyphs_at(const struct glyphs *glyphs, size_t index)
{
    return index < glyphs->count ? glyphs->entries[index].code : 0;
}

bool glyphs_is_digit(const struct glyphs *glyphs, size_t index)
{
    uint32_t code = glyphs_at(glyphs, index);
    return code >= '0' && code <= '9';
}

bool glyphs_is_letter(const struct glyphs *glyphs, size_t index)
{
    static const struct range signs[] = {
        {0x80,    0xA9,     0},
        {0xAB,    0xB4,     0},
        {0xB6,    0xB6,     0},
        {0xB8,    0xB9,     0},
        {0xBB,    0xBF,     0},
        {0x600,   0x61F,    0},
        {0x66A,   0x66D,    0},
        {0x6D4,   0x6D4,    0},
        {0x2000,  0x2BFF,   0},
        {0x3001,  0x3004,   0},
        {0x3008,  0x3020,   0},
        {0xE000,  0xF8FF,   0},
        {0xFFFC,  0xFFFF,   0},
        {0x1F000, 0x1FFFF,  0},
        {0xE0000, 0x10FFFF, 0}
    };
    uint32_t code = glyphs_at(glyphs, index);
    return code < 0x80 ? code >= 'a' && code <= 'z' : !FIND(signs, code);
}

bool glyphs_is_alnum(const struct glyphs *glyphs, size_t index)
{
    return glyphs_is_digit(glyphs, index) || glyphs_is_letter(glyphs, index);
}

bool glyphs_is_upper(const struct glyphs *glyphs, size_t index)
{
    return index < glyphs->count && glyphs->entries[index].upper;
}

bool glyphs_is_caseless(const struct glyphs *glyphs, size_t index)
{
    uint32_t code = glyphs_at(glyphs, index);
    return code >= 0x590 && (code < 0x1E00 || code > 0x1FFF)
           && glyphs_is_letter(glyphs, index);
}

bool glyphs_starts_word(const struct glyphs *glyphs, size_t index)
{
    return glyphs_is_letter(glyphs, index)
           && (index == 0 || !glyphs_is_alnum(glyphs, index - 1));
}

/* ---- words ---- */

size_t glyphs_word_end(const struct glyphs *glyphs, size_t index)
{
    while (glyphs_is_letter(glyphs, index))
        index++;
    return index;
}

void glyphs_word(const struct glyphs *glyphs, size_t from, size_t to,
                 char word[static GLYPH_WORD_SIZE])
{
    size_t length = 0;
    for (; from < to && length + 5 < GLYPH_WORD_SIZE; from++)
        length += put_code(glyphs_at(glyphs, from), word + length);
    word[length] = '\0';
}

size_t glyphs_read_word(const struct glyphs *glyphs, size_t index, size_t most,
                        char word[static GLYPH_WORD_SIZE])
{
    size_t end = index;
    while (end - index < most && glyphs_is_letter(glyphs, end))
        end++;
    glyphs_word(glyphs, index, end, word);
    return end;
}

bool glyphs_read_as(const struct glyphs *glyphs, size_t index, const char *ascii)
{
    for (; *ascii; ascii++, index++)
        if (glyphs_at(glyphs, index) != (unsigned char)*ascii)
            return false;
    return true;
}
