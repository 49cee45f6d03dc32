/* redact_lists.c: telephones and cards whose digits are written as a list: "06, 12, 34,
 * 56, 78", "06:12:34:56:78", "4111,1111,1111,1111". Between every two groups stands the
 * same sign. A list that grows from small number to small number is one of days. */
#include "redact_rules.h"

#include <string.h>

enum {
    LISTED_MOST = 10, /* groups that are looked at */
    GROUP_MOST = 7,   /* digits of one */
    PAIRS = 5,        /* of a French telephone */
    CARD_LEAST = 13,  /* digits */
    CARD_MOST = 19,
    LAST_DAY = 31
};

struct list {
    size_t count;
    int digits[LISTED_MOST], values[LISTED_MOST];
    size_t ends[LISTED_MOST];
};

/* ---- reading ---- */

static size_t read_member(const struct glyphs *glyphs, size_t at, struct list *list)
{
    int digits = 0, value = 0;
    while (digits <= GROUP_MOST && glyphs_is_digit(glyphs, at)) {
        value = value * 10 + (int)(glyphs_at(glyphs, at++) - '0');
        digits++;
    }
    if (digits == 0 || digits > GROUP_MOST)
        return 0;
    list->digits[list->count] = digits;
    list->values[list->count] = value;
    list->ends[list->count++] = at;
    return at;
}

/* Where the next group may start: after a sign with at most one space on each side. */
static size_t pass_sign(const struct glyphs *glyphs, size_t at, uint32_t *sign)
{
    at += glyphs_at(glyphs, at) == ' ';
    uint32_t code = glyphs_at(glyphs, at);
    const bool bullet = code == 0x2022;
    if (!code || (!bullet && (code >= 0x80 || !strchr(",:;|*'+=~\\", (int)code)))
        || (*sign && *sign != code))
        return 0;
    *sign = code;
    at++;
    return at + (glyphs_at(glyphs, at) == ' ');
}

static void read_list(const struct glyphs *glyphs, size_t at, struct list *list)
{
    uint32_t sign = 0;
    *list = (struct list){0};
    while (list->count < LISTED_MOST && (at = read_member(glyphs, at, list)))
        if ((at = pass_sign(glyphs, at, &sign)) == 0)
            return;
}

/* ---- judging ---- */

static bool grows(const struct list *list, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (list->values[i] <= list->values[i - 1])
            return false;
    return true;
}

/* Five pairs, or ten digits, of which the first is a zero; their number, or 0. */
static size_t telephone(const struct list *list)
{
    const int size = list->count ? list->digits[0] : 0;
    const size_t count = size == 2 ? PAIRS : 2 * PAIRS;
    if (list->count < count || size > 2 || list->values[0] > 9
        || (size == 1 && list->values[0]))
        return 0;
    for (size_t i = 0; i < count; i++)
        if (list->digits[i] != size)
            return 0;
    return grows(list, count) && list->values[count - 1] <= LAST_DAY ? 0 : count;
}

static bool are_years(const struct list *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->digits[i] != 4 || list->values[i] < 1900 || list->values[i] > 2100)
            return false;
    return true;
}

/* ISO/IEC 7812-1, appendix B: from the last digit on, every second one counts double, a
 * double's digits are added up, and the sum ends in 0. */
static bool is_card(const struct glyphs *glyphs, size_t from, size_t to)
{
    int sum = 0, digits = 0;
    for (size_t at = to; at > from; at--) {
        if (!glyphs_is_digit(glyphs, at - 1))
            continue;
        int value = (int)(glyphs_at(glyphs, at - 1) - '0') * (digits % 2 ? 2 : 1);
        sum += value > 9 ? value - 9 : value;
        digits++;
    }
    return digits >= CARD_LEAST && digits <= CARD_MOST && sum % 10 == 0;
}

bool redact_finds_list(const struct glyphs *glyphs, size_t at, struct span *found)
{
    struct list list;
    if (!glyphs_is_digit(glyphs, at) || (at > 0 && glyphs_is_alnum(glyphs, at - 1)))
        return false;
    read_list(glyphs, at, &list);
    size_t count = telephone(&list);
    if (count == 0 && list.count >= 3 && list.digits[0] == 4 && !are_years(&list)
        && is_card(glyphs, at, list.ends[list.count - 1]))
        count = list.count;
    if (count)
        *found = (struct span){at, list.ends[count - 1]};
    return count != 0;
}
