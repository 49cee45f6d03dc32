/* redact_addresses.c: e-mail and web addresses, also as people spell them out. */
#include "redact_rules.h"

#include <string.h>

enum { LOCAL_MOST = 64, DOMAIN_MOST = 255, LABEL_MOST = 63 };

/* Ends of names of the network's countries and of the world; a two-letter one that is a
 * word, too, is in `words`. Sorted. */
static const char *const ends[] = {
    "ae", "app", "be",  "biz", "br",  "cat", "ch",   "cl",  "co",  "com", "de",   "dev",
    "dz", "edu", "es",  "eu",  "eus", "fm",  "fr",   "gal", "gov", "gp",  "info", "int",
    "io", "it",  "lu",  "ly",  "ma",  "me",  "mobi", "mq",  "mu",  "mx",  "name", "net",
    "nl", "nu",  "org", "pl",  "pro", "pt",  "re",   "tel", "tn",  "tv",  "uk"};

static const char *const words[] = {"be", "co", "de", "es", "it", "ma", "me", "re"};

static size_t spaces(const struct glyphs *glyphs, size_t at)
{
    size_t count = 0;
    while (count < 2 && glyphs_at(glyphs, at + count) == ' ')
        count++;
    return count;
}

/* ---- signs that are spelled out ---- */

/* A word of a list, alone or in brackets; its end, 0 when there is none. */
static size_t bracketed(const struct glyphs *glyphs, size_t at, const char *const *list,
                        size_t count)
{
    static const char open[] = "[({<", close[] = "])}>";
    const uint32_t code = glyphs_at(glyphs, at);
    const char *bracket = code && code < 0x80 ? strchr(open, (int)code) : NULL;
    char word[GLYPH_WORD_SIZE];
    if (!bracket)
        return 0;
    size_t from = at + 1 + spaces(glyphs, at + 1);
    size_t to = glyphs_read_word(glyphs, from, 16, word);
    size_t end = to + spaces(glyphs, to);
    return redact_knows(word, list, count)
                   && glyphs_at(glyphs, end) == (unsigned char)close[bracket - open]
               ? end + 1
               : 0;
}

/* A word of a list with a space on each side; its end. */
static size_t alone(const struct glyphs *glyphs, size_t at, const char *const *list,
                    size_t count)
{
    char word[GLYPH_WORD_SIZE];
    if (!glyphs_starts_word(glyphs, at) || glyphs_at(glyphs, at - 1) != ' ')
        return 0;
    size_t end = glyphs_read_word(glyphs, at, 16, word);
    return glyphs_at(glyphs, end) == ' ' && redact_knows(word, list, count) ? end : 0;
}

/* The @ of an address, in any spelling. */
struct sign {
    size_t end;
    bool plain;    /* it is the sign itself */
    bool doubtful; /* an English word, too */
};

static struct sign sign_at(const struct glyphs *glyphs, size_t at)
{
    static const char *const enclosed[] = {"a",       "arobas",     "arobase",
                                           "arroba",  "at",         "chiocciola",
                                           "kanguro", "klammeraffe"};
    static const char *const spoken[] = {"arobas", "arobase", "arroba", "chiocciola",
                                         "klammeraffe"};
    static const char *const english[] = {"at"};
    size_t end;
    if (glyphs_at(glyphs, at) == '@')
        return (struct sign){at + 1, true, false};
    if ((end = bracketed(glyphs, at, enclosed, sizeof enclosed / sizeof *enclosed))
        || (end = alone(glyphs, at, spoken, sizeof spoken / sizeof *spoken)))
        return (struct sign){end, false, false};
    return (struct sign){alone(glyphs, at, english, 1), false, true};
}

/* The dot between two parts of a name; its end, `at` itself when there is none. */
static size_t dot_end(const struct glyphs *glyphs, size_t at)
{
    static const char *const names[] = {"dot",   "point", "ponto",
                                        "punkt", "punt",  "punto"};
    const size_t count = sizeof names / sizeof *names, gap = spaces(glyphs, at);
    size_t end;
    if (glyphs_at(glyphs, at) == '.' && glyphs_is_alnum(glyphs, at + 1))
        return at + 1;
    if ((end = bracketed(glyphs, at + gap, names, count)))
        return end + spaces(glyphs, end);
    if (gap && (end = alone(glyphs, at + gap, names, count)))
        return end + spaces(glyphs, end);
    if (gap == 1 && glyphs_read_as(glyphs, at + 1, ". "))
        return at + 3;
    return at;
}

/* ---- names of the Internet ---- */

struct domain {
    size_t end;
    size_t dots;
    char last[GLYPH_WORD_SIZE]; /* its last part */
};

static bool in_label(const struct glyphs *glyphs, size_t at)
{
    uint32_t code = glyphs_at(glyphs, at);
    return glyphs_is_alnum(glyphs, at)
           || ((code == '-' || code == '_') && glyphs_is_alnum(glyphs, at + 1));
}

static size_t label_end(const struct glyphs *glyphs, size_t at)
{
    size_t end = at;
    while (end - at < LABEL_MOST && in_label(glyphs, end))
        end++;
    return end;
}

/* Reads parts and dots from `at`; spelled dots only where the sign was. */
static struct domain domain_at(const struct glyphs *glyphs, size_t at, bool spelled)
{
    struct domain domain = {.end = label_end(glyphs, at)};
    glyphs_word(glyphs, at, domain.end, domain.last);
    while (domain.end > at && domain.end - at < DOMAIN_MOST) {
        size_t dot = spelled || glyphs_at(glyphs, domain.end) == '.'
                         ? dot_end(glyphs, domain.end)
                         : domain.end;
        size_t end = label_end(glyphs, dot);
        if (dot == domain.end || end == dot)
            break;
        glyphs_word(glyphs, dot, end, domain.last);
        domain.end = end;
        domain.dots++;
    }
    return domain;
}

/* ---- e-mail ---- */

static bool in_local(const struct glyphs *glyphs, size_t at)
{
    uint32_t code = glyphs_at(glyphs, at);
    return glyphs_is_alnum(glyphs, at)
           || (code && code < 0x80 && strchr("._%+-", (int)code));
}

static size_t local_start(const struct glyphs *glyphs, size_t end)
{
    size_t from = end;
    while (from > 0 && end - from < LOCAL_MOST && in_local(glyphs, from - 1))
        from--;
    return from;
}

/* With the sign between two spaces, or spelled, there must be a name with a dot. */
static bool is_mail(const struct sign *sign, size_t local, bool apart,
                    const struct domain *domain)
{
    if (sign->doubtful)
        return local && domain->dots && REDACT_KNOWS(domain->last, ends);
    return sign->plain && !apart ? local > 0 : local && domain->dots;
}

bool redact_finds_mail(const struct glyphs *glyphs, size_t at, struct span *found)
{
    struct sign sign = sign_at(glyphs, at);
    if (!sign.end)
        return false;
    size_t gap = spaces(glyphs, sign.end), stop = at;
    while (stop > 0 && at - stop < 2 && glyphs_at(glyphs, stop - 1) == ' ')
        stop--;
    size_t start = local_start(glyphs, stop);
    struct domain domain = domain_at(glyphs, sign.end + gap, true);
    bool named = domain.end > sign.end + gap;
    bool apart = gap || stop < at;
    bool mail = named && is_mail(&sign, stop - start, apart, &domain);
    bool handle = sign.plain && !gap && glyphs_is_letter(glyphs, sign.end)
                  && domain.end - sign.end >= 2; /* @jean_dupont */
    if (mail || handle)
        *found = (struct span){mail ? start : at, domain.end};
    return mail || handle;
}

/* ---- the web ---- */

static bool ends_web(uint32_t code)
{
    return code == 0 || code == ' ' || code == 0xAB || code == 0xBB || code == 0x60C
           || code == 0x61B || (code < 0x80 && strchr("<>\"", (int)code));
}

/* To the next space, without the sentence's own signs. */
static size_t web_end(const struct glyphs *glyphs, size_t at)
{
    size_t end = at;
    while (!ends_web(glyphs_at(glyphs, end)))
        end++;
    while (end > at && glyphs_at(glyphs, end - 1) < 0x80
           && strchr(".,;:!?)]'", (int)glyphs_at(glyphs, end - 1)))
        end--;
    return end;
}

static bool has_scheme(const struct glyphs *glyphs, size_t at)
{
    size_t end = at;
    while (end - at < 16 && glyphs_is_letter(glyphs, end))
        end++;
    return glyphs_read_as(glyphs, end, "://") || glyphs_read_as(glyphs, at, "www.");
}

static bool has_sign(const struct glyphs *glyphs, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (glyphs_is_digit(glyphs, i) || glyphs_at(glyphs, i) == '-')
            return true;
    return false;
}

/* "Merci.De rien", where a space is missing: ".de" is a word when another one follows.
 */
static bool is_sentence(const struct glyphs *glyphs, size_t at,
                        const struct domain *domain)
{
    return REDACT_KNOWS(domain->last, words) && domain->dots == 1
           && !has_sign(glyphs, at, domain->end)
           && (glyphs_at(glyphs, domain->end) == ' '
               || glyphs_at(glyphs, domain->end) == '\'')
           && glyphs_is_letter(glyphs, domain->end + 1);
}

bool redact_finds_web(const struct glyphs *glyphs, size_t at, struct span *found)
{
    if (!glyphs_is_alnum(glyphs, at) || (at > 0 && in_label(glyphs, at - 1)))
        return false;
    *found = (struct span){at, 0};
    if (has_scheme(glyphs, at)) {
        found->to = web_end(glyphs, at);
        return found->to > at + 4;
    }
    struct domain domain = domain_at(glyphs, at, false);
    if (!domain.dots || !REDACT_KNOWS(domain.last, ends)
        || is_sentence(glyphs, at, &domain))
        return false;
    found->to =
        glyphs_at(glyphs, domain.end) == '/' ? web_end(glyphs, domain.end) : domain.end;
    return true;
}
