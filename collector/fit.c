/* fit.c: see fit.h. */
#include "fit.h"

#include "sortie/text.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* ---- widths ---- */

static int ascii_width(uint32_t point)
{
    char letter = (char)point;
    if (strchr(" !'(),-./:;I[]`fijlrt|", letter))
        return 48;
    if (strchr("%@MWmw", letter))
        return 110;
    return letter >= 'A' && letter <= 'Z' ? 86 : 73;
}

/* Hundredths of the size, from DejaVu Sans Bold, the widest of the usual faces. */
static int point_width(uint32_t point)
{
    static const struct {
        uint32_t last;
        int width;
    } ranges[] = {
        {0x02FF,     78 }, /* Latin */
        {0x036F,     0  }, /* combining marks */
        {0x05FF,     92 }, /* Greek, Cyrillic, Armenian, Hebrew */
        {0x064A,     66 }, /* Arabic */
        {0x065F,     0  }, /* its vowel signs */
        {0x07FF,     66 },
        {0x200A,     110},
        {0x200F,     0  }, /* zero width, direction marks */
        {0x2027,     60 }, /* dashes, quotation marks */
        {UINT32_MAX, 110},
    };
    size_t i = 0;
    if (point < 0x80)
        return ascii_width(point);
    if (point == 0x152 || point == 0x153) /* Œ œ */
        return 117;
    while (point > ranges[i].last)
        i++;
    return ranges[i].width;
}

int fit_width(const char *text, size_t length)
{
    int width = 0;
    while (length) {
        uint32_t point;
        size_t size = text_point(text, length, &point);
        width += point_width(point);
        text += size;
        length -= size;
    }
    return width;
}

/* ---- lines ---- */

/* Up to the next place where a line may end, with the spaces before; 0 at the end. */
static size_t next_break(const char *text)
{
    size_t start = strspn(text, " "), length = start;
    for (; text[length] && text[length] != ' '; length++)
        if (length > start + 1 && text[length] != '/' && text[length - 1] == '/'
            && text[length - 2] != '/')
            break;
    return length > start ? length : 0;
}

/* As much of the text as is no wider than `width`, and one piece at least. */
static size_t take_line(const char *text, int width)
{
    size_t length = 0, more;
    int taken = 0;
    while ((more = next_break(text + length))) {
        taken += fit_width(text + length, more);
        if (length && taken > width)
            break;
        length += more;
    }
    return length;
}

/* Breaks text into lines; how many, FIT_LINES + 1 when they are too many. */
static size_t break_lines(const char *text, int width, struct fitted *fitted)
{
    size_t length;
    fitted->count = 0;
    while ((length = take_line(text += strspn(text, " "), width))) {
        if (fitted->count == FIT_LINES)
            return FIT_LINES + 1;
        fitted->lines[fitted->count].start = text;
        fitted->lines[fitted->count++].length = length;
        text += length;
    }
    return fitted->count;
}

static int widest(const struct fitted *fitted)
{
    int width = 1;
    for (size_t i = 0; i < fitted->count; i++) {
        int line = fit_width(fitted->lines[i].start, fitted->lines[i].length);
        width = line > width ? line : width;
    }
    return width;
}

/* The narrowest breaking into at most `count` lines. */
static struct fitted narrowest(const char *text, size_t count)
{
    struct fitted fitted = {0};
    int low = 0, high = fit_width(text, strlen(text));
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (break_lines(text, middle, &fitted) <= count)
            high = middle;
        else
            low = middle + 1;
    }
    break_lines(text, high, &fitted);
    return fitted;
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

struct fitted fit_text(const char *text, int width, int height, int most)
{
    struct fitted best = {0};
    for (size_t count = 1; count <= FIT_LINES; count++) {
        struct fitted fitted = narrowest(text, count);
        int lines = fitted.count ? (int)fitted.count : 1;
        fitted.size = least(most, least((int)(100LL * width / widest(&fitted)),
                                        (int)(100LL * height / (FIT_LEADING * lines))));
        if (count == 1 || fitted.size > best.size + best.size / 10)
            best = fitted;
    }
    return best;
}
