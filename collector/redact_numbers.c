/* redact_numbers.c: numbers that lead to somebody. Eight digits and more are struck,
 * however they are grouped, unless they can be read as days, hours, years or a price.
 */
#include "redact_rules.h"

#include <string.h>

enum {
    GROUPS_MOST = 24,
    DIGITS_LEAST = 8,
    ANNOUNCED_LEAST = 6,
    TRUNK_LEAST = 9,
    SINGLES_LEAST = 9,
    PRICE_MOST = 8
};

/* Digits that stand together. */
struct group {
    int digits;
    int value; /* of the first four */
    bool zero; /* it starts with one */
    uint32_t
        then; /* the sign after it when one sign parts it from the next; else ' ' */
};

struct number {
    struct group groups[GROUPS_MOST];
    size_t count; /* one more than fit: GROUPS_MOST + 1 */
    size_t digits, end;
    bool plus;
};

/* ---- reading ---- */

static bool parts(uint32_t code)
{
    return code && code < 0x80 && strchr(" .-/()_", (int)code);
}

static size_t read_group(const struct glyphs *glyphs, size_t at, struct number *number)
{
    struct group group = {.zero = glyphs_at(glyphs, at) == '0', .then = ' '};
    for (; glyphs_is_digit(glyphs, at); at++) {
        if (group.digits < 4)
            group.value = group.value * 10 + (int)(glyphs_at(glyphs, at) - '0');
        group.digits += group.digits < 1000;
        number->digits++;
    }
    if (number->count < GROUPS_MOST)
        number->groups[number->count] = group;
    number->count += number->count <= GROUPS_MOST;
    return at;
}

/* The signs before the next group, at most three; where it starts, `at` when none does.
 */
static size_t next_group(const struct glyphs *glyphs, size_t at, uint32_t *then)
{
    size_t next = at;
    *then = ' ';
    while (next - at < 3 && parts(glyphs_at(glyphs, next))) {
        if (glyphs_at(glyphs, next) != ' ')
            *then = glyphs_at(glyphs, next);
        next++;
    }
    return glyphs_is_digit(glyphs, next) ? next : at;
}

static void read_number(const struct glyphs *glyphs, size_t at, struct number *number)
{
    *number = (struct number){.plus = glyphs_at(glyphs, at) == '+'};
    while (!glyphs_is_digit(glyphs, at))
        at++;
    for (;;) {
        uint32_t then;
        number->end = read_group(glyphs, at, number);
        at = next_group(glyphs, number->end, &then);
        if (at == number->end)
            return;
        if (number->count <= GROUPS_MOST)
            number->groups[number->count - 1].then = then;
    }
}

/* "+33", "(0)", "(+33)" or a digit. */
static bool starts(const struct glyphs *glyphs, size_t at)
{
    size_t next = at;
    if (at > 0 && glyphs_is_digit(glyphs, at - 1))
        return false;
    next += glyphs_at(glyphs, next) == '(';
    next += glyphs_at(glyphs, next) == '+';
    return glyphs_is_digit(glyphs, next);
}

/* ---- days, hours, years ---- */

static bool is_year(const struct group *group)
{
    return group->digits == 4 && group->value >= 1900 && group->value <= 2100;
}

static bool is_within(const struct group *group, int least, int most)
{
    return group->digits <= 2 && group->value >= least && group->value <= most;
}

/* 12/11/2026, 12.11.26, 11-12-2026, 2026-11-12. */
static bool is_day(const struct group *group)
{
    bool parted = group[0].then == group[1].then && strchr("/.-", (int)group[0].then)
                  && group[2].then != group[0].then;
    bool first = is_within(&group[0], 1, 31) && is_within(&group[1], 1, 31)
                 && (group[0].value <= 12 || group[1].value <= 12)
                 && (is_year(&group[2]) || group[2].digits == 2);
    bool last = is_year(&group[0]) && is_within(&group[1], 1, 12)
                && is_within(&group[2], 1, 31);
    return parted && (first || last);
}

/* 12/11 */
static bool is_short_day(const struct group *group)
{
    return group[0].then == '/' && group[1].then != '/' && is_within(&group[0], 1, 31)
           && is_within(&group[1], 1, 12);
}

/* 10.30 */
static bool is_clock(const struct group *group)
{
    return group[0].then == '.' && group[1].then != '.' && is_within(&group[0], 0, 24)
           && is_within(&group[1], 0, 59) && group[1].digits == 2
           && group[1].value % 5 == 0;
}

/* How many groups make something of a calendar; 0 when they make nothing of it. */
static size_t calendar(const struct number *number, size_t first)
{
    const struct group *group = &number->groups[first];
    size_t left = number->count - first;
    bool trunk = number->groups[0].zero && number->digits >= TRUNK_LEAST;
    if (left >= 3 && is_day(group))
        return 3;
    if (left >= 2 && (is_short_day(group) || is_clock(group)))
        return 2;
    return is_year(group) || (!trunk && is_within(group, 0, 24));
}

/* 6 1 2 3 4 5 6 7 8, but not 1 2 3 4 5 6 7 8 9. */
static bool are_singles(const struct number *number)
{
    bool counted = true;
    for (size_t i = 0; i < number->count; i++) {
        if (number->groups[i].digits != 1)
            return false;
        counted =
            counted
            && (i == 0 || number->groups[i].value == number->groups[i - 1].value + 1);
    }
    return number->count >= SINGLES_LEAST && !counted;
}

static bool is_calendar(const struct number *number)
{
    if (number->plus || number->count > GROUPS_MOST || are_singles(number))
        return false;
    for (size_t i = 0, read; i < number->count; i += read)
        if ((read = calendar(number, i)) == 0)
            return false;
    return true;
}

/* ---- prices ---- */

static bool is_price(const struct glyphs *glyphs, const struct number *number)
{
    static const char *const units[] = {"$", "%", "chf", "dh", "eur", "fcfa"};
    size_t at = number->end + (glyphs_at(glyphs, number->end) == ' ');
    bool unit = glyphs_at(glyphs, at) == 0x20AC || glyphs_at(glyphs, at) == 0xA3;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        unit = unit || glyphs_read_as(glyphs, at, units[i]);
    bool grouped = !number->plus && number->digits <= PRICE_MOST
                   && !number->groups[0].zero && number->groups[0].digits <= 3;
    for (size_t i = 1; i < number->count && grouped; i++)
        grouped = number->groups[i].digits == 3;
    return unit && grouped;
}

/* ---- telephones ---- */

/* A word before the number says that it is one. */
static bool is_announced(const struct glyphs *glyphs, size_t at)
{
    static const char *const words[] = {
        "appeler", "cell",     "cin",      "cnie",      "dni",       "handy",
        "mobil",   "mobile",   "movil",    "phone",     "portable",  "tel",
        "telefon", "telefone", "telefono", "telefonoa", "telemovel", "telephone",
        "tlf",     "whatsapp", "الهاتف",   "رقم",       "هاتف"};
    char word[GLYPH_WORD_SIZE];
    size_t end = at, from;
    while (end > 0 && at - end < 4 && !glyphs_is_alnum(glyphs, end - 1))
        end--;
    from = end;
    while (from > 0 && end - from < 12 && glyphs_is_letter(glyphs, from - 1))
        from--;
    glyphs_word(glyphs, from, end, word);
    if (end - from <= 2 && from < end) /* CIN AB 123456 */
        redact_word_before(glyphs, from, word);
    return REDACT_KNOWS(word, words);
}

/* Letters and digits that hang on to it are part of it: 12345678Z. */
static void widen(const struct glyphs *glyphs, struct span *span)
{
    while (span->from > 0 && glyphs_is_alnum(glyphs, span->from - 1))
        span->from--;
    while (glyphs_is_alnum(glyphs, span->to))
        span->to++;
    if (glyphs_at(glyphs, span->to) == '-' && glyphs_is_letter(glyphs, span->to + 1)
        && !glyphs_is_alnum(glyphs, span->to + 2))
        span->to += 2;
}

bool redact_finds_number(const struct glyphs *glyphs, size_t at, struct span *found)
{
    struct number number;
    if (!starts(glyphs, at))
        return false;
    read_number(glyphs, at, &number);
    bool many = number.digits >= DIGITS_LEAST && !is_calendar(&number)
                && !is_price(glyphs, &number);
    *found = (struct span){at, number.end};
    if (!many && !(number.digits >= ANNOUNCED_LEAST && is_announced(glyphs, at)))
        return false;
    widen(glyphs, found);
    return true;
}

/* ---- accounts ---- */

enum { IBAN_LEAST = 15, IBAN_MOST = 34 };

static unsigned remainder_of(unsigned remainder, uint32_t code)
{
    if (code >= '0' && code <= '9')
        return (remainder * 10 + (code - '0')) % 97;
    return (remainder * 100 + (code - 'a') + 10) % 97;
}

static bool is_ascii_alnum(uint32_t code)
{
    return (code >= '0' && code <= '9') || (code >= 'a' && code <= 'z');
}

/* ISO 13616: with its first four signs put last, an account's number leaves 1 when it
 * is divided by 97. */
bool redact_finds_account(const struct glyphs *glyphs, size_t at, struct span *found)
{
    uint32_t signs[IBAN_MOST];
    size_t count = 0, end = at;
    unsigned body = 0;
    found->to = 0;
    if (!glyphs_starts_word(glyphs, at) || !glyphs_is_letter(glyphs, at + 1)
        || !glyphs_is_digit(glyphs, at + 2) || !glyphs_is_digit(glyphs, at + 3))
        return false;
    while (count < IBAN_MOST && is_ascii_alnum(glyphs_at(glyphs, end))) {
        signs[count++] = glyphs_at(glyphs, end++);
        body = count > 4 ? remainder_of(body, signs[count - 1]) : 0;
        unsigned whole = body;
        for (size_t i = 0; i < 4 && count >= IBAN_LEAST; i++)
            whole = remainder_of(whole, signs[i]);
        if (count >= IBAN_LEAST && whole == 1 && !glyphs_is_alnum(glyphs, end))
            *found = (struct span){at, end};
        uint32_t code = glyphs_at(glyphs, end);
        end += (code == ' ' || code == '-' || code == '.')
               && is_ascii_alnum(glyphs_at(glyphs, end + 1));
    }
    return found->to != 0;
}

/* ---- numbers with letters ---- */

/* d a digit, a a letter, o a digit or what an Italian code writes for one, m a month's
 * letter, g 1 to 8, c a or b, n a to d, x x to z; another sign is itself. */
static bool fits(char pattern, uint32_t code)
{
    bool digit = code >= '0' && code <= '9', letter = code >= 'a' && code <= 'z';
    switch (pattern) {
    case 'd':
        return digit;
    case 'a':
        return letter;
    case 'o':
        return digit || (letter && strchr("lmnpqrstuv", (int)code));
    case 'm':
        return letter && strchr("abcdehlmprst", (int)code);
    case 'g':
        return code >= '1' && code <= '8';
    case 'c':
        return code == 'a' || code == 'b';
    case 'n':
        return code >= 'a' && code <= 'd';
    case 'x':
        return code >= 'x' && code <= 'z';
    default:
        return code == (unsigned char)pattern;
    }
}

/* The end of a pattern, each sign perhaps parted from the next; 0 when it is not there.
 */
static size_t pattern_end(const struct glyphs *glyphs, size_t at, const char *pattern,
                          size_t least)
{
    size_t digits = 0;
    for (; *pattern; pattern++, at++) {
        if (parts(glyphs_at(glyphs, at)))
            at++;
        if (!fits(*pattern, glyphs_at(glyphs, at)))
            return 0;
        digits += glyphs_is_digit(glyphs, at);
    }
    return digits >= least && !glyphs_is_alnum(glyphs, at) ? at : 0;
}

/* The letter of a Spanish DNI is the remainder of its number. */
static bool is_dni(const struct glyphs *glyphs, size_t at, size_t end)
{
    static const char letters[] = "trwagmyfpdxbnjzsqvhlcke";
    unsigned number = 0;
    for (; at < end; at++)
        if (glyphs_is_digit(glyphs, at))
            number = number * 10 + (glyphs_at(glyphs, at) - '0');
    return glyphs_at(glyphs, end - 1) == (unsigned char)letters[number % 23];
}

/* The National Insurance number of the United Kingdom, in capitals; neither of its
 * first letters is one of D, F, I, Q, U and V, nor the second an O (HMRC, NIM39110),
 * and they are no word before a day: "LE 12 11 26 A". */
static bool is_nino(const struct glyphs *glyphs, size_t at)
{
    static const char *const words[] = {"al", "am", "el", "en", "et", "la", "le", "on"};
    char word[GLYPH_WORD_SIZE];
    glyphs_read_word(glyphs, at, 2, word);
    return glyphs_is_upper(glyphs, at) && glyphs_is_upper(glyphs, at + 1)
           && !strpbrk(word, "dfiquv") && word[1] != 'o' && !REDACT_KNOWS(word, words);
}

/* 123 4567 A, or in one piece: the number of a job-seeker in France. */
static bool is_job_seeker(const struct glyphs *glyphs, size_t at, size_t end)
{
    struct number number;
    read_number(glyphs, at, &number);
    return glyphs_is_upper(glyphs, end - 1)
           && (number.count == 1
               || (number.count == 2 && number.groups[0].digits == 3));
}

/* Eight signs and more in one piece, at least five of them digits: a passport, a card.
 */
static bool is_card(const struct glyphs *glyphs, size_t at, struct span *found)
{
    size_t end = at, digits = 0;
    for (; glyphs_is_alnum(glyphs, end); end++)
        digits += glyphs_is_digit(glyphs, end);
    *found = (struct span){at, end};
    return end - at >= 8 && digits >= 5 && digits < end - at;
}

bool redact_finds_lettered(const struct glyphs *glyphs, size_t at, struct span *found)
{
    static const struct {
        const char *pattern;
        size_t digits; /* at least */
    } numbers[] = {
        {"aaaaaaoomooaoooa", 3}, /* Italy: codice fiscale, its digits perhaps letters */
        {"gdddd2cdddddddd",  0}, /* France: NIR of Corsica, with its key */
        {"gdddd2cdddddd",    0}, /* and without */
        {"ddddddddaddd",     0}, /* Germany: Versicherungsnummer */
        {"xddddddda",        0}, /* Spain: NIE */
        {"aadddddaa",        0}, /* Italy: carta d'identità */
    };
    if (!glyphs_is_alnum(glyphs, at) || (at > 0 && glyphs_is_alnum(glyphs, at - 1)))
        return false;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        size_t end = pattern_end(glyphs, at, numbers[i].pattern, numbers[i].digits);
        *found = (struct span){at, end};
        if (end)
            return true;
    }
    size_t end = pattern_end(glyphs, at, "dddddddda", 0);
    *found = (struct span){at, end};
    if (end && is_dni(glyphs, at, end))
        return true;
    end = pattern_end(glyphs, at, "ddddddda", 0);
    *found = (struct span){at, end};
    if (end && is_job_seeker(glyphs, at, end))
        return true;
    end = pattern_end(glyphs, at, "aaddddddn", 0);
    *found = (struct span){at, end};
    return (end && is_nino(glyphs, at)) || is_card(glyphs, at, found);
}
