/* redact_addresses.c: e-mail and web addresses, also as people spell them out. */
#include "redact_rules.h"

#include <string.h>

enum { LOCAL_MOST = 64, DOMAIN_MOST = 255, LABEL_MOST = 63 };

/* Ends of names of the network's countries and of the world; a two-letter one that is a
 * word, too, is in `words`. Sorted. */
static const char *const ends[] = {
    "ae",   "app",  "be",  "biz", "br",   "cat", "ch",  "cl", "cm",  "co",  "com",
    "de",   "dev",  "dz",  "edu", "es",   "eu",  "eus", "fm", "fr",  "gal", "gov",
    "gp",   "info", "int", "io",  "it",   "li",  "lu",  "ly", "ma",  "mc",  "me",
    "mobi", "mq",   "mu",  "mx",  "name", "net", "nl",  "nu", "org", "pl",  "pro",
    "pt",   "re",   "ru",  "sn",  "tel",  "tn",  "tr",  "tv", "uk"};

static const char *const words[] = {"at", "be", "co", "de", "es",
                                    "it", "ma", "me", "re"};

/* Ends that are words of their own: with a capital they start a sentence. Sorted. */
static const char *const newer[] = {
    "academy",  "agency",  "art",     "blog",   "bzh",   "cloud",  "club",  "coach",
    "design",   "digital", "email",   "expert", "jobs",  "life",   "link",  "live",
    "media",    "network", "news",    "online", "page",  "paris",  "photo", "school",
    "shop",     "site",    "social",  "space",  "store", "studio", "team",  "tech",
    "training", "video",   "website", "work",   "world", "xyz"};

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
    bool doubtful; /* a word, too: "at", "à" */
    bool letter;   /* one that stands in any sentence: not "at" */
};

static struct sign sign_at(const struct glyphs *glyphs, size_t at)
{
    static const char *const enclosed[] = {"a",          "arobas",  "arobase",
                                           "arroba",     "arrova",  "at",
                                           "chiocciola", "kanguro", "klammeraffe"};
    static const char *const spoken[] = {"abildua",    "arobas", "arobase",
                                         "arroba",     "arrova", "chiocciola",
                                         "klammeraffe"};
    static const char *const doubtful[] = {"a", "at", "bei", "chez"};
    size_t end;
    if (glyphs_at(glyphs, at) == '@')
        return (struct sign){.end = at + 1 + (glyphs_at(glyphs, at + 1) == '@'),
                             .plain = true};
    if (glyphs_read_as(glyphs, at, "a bildua ") && glyphs_at(glyphs, at - 1) == ' ')
        return (struct sign){.end = at + 8}; /* Basque */
    if ((end = bracketed(glyphs, at, enclosed, sizeof enclosed / sizeof *enclosed))
        || (end = alone(glyphs, at, spoken, sizeof spoken / sizeof *spoken)))
        return (struct sign){.end = end};
    end = alone(glyphs, at, doubtful, sizeof doubtful / sizeof *doubtful);
    return (struct sign){
        .end = end, .doubtful = true, .letter = !glyphs_read_as(glyphs, at, "at")};
}

/* The dot between two parts of a name; its end, `at` itself when there is none. */
static size_t dot_end(const struct glyphs *glyphs, size_t at)
{
    static const char *const names[] = {"dot",  "point", "ponto", "punkt",
                                        "punt", "punto", "puntu"};
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
    bool spoken;                 /* one of its dots is a word */
    size_t label;                /* where its last part starts */
    char first[GLYPH_WORD_SIZE]; /* its parts */
    char last[GLYPH_WORD_SIZE];
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
    glyphs_word(glyphs, at, domain.end, domain.first);
    while (domain.end > at && domain.end - at < DOMAIN_MOST) {
        size_t dot = spelled || glyphs_at(glyphs, domain.end) == '.'
                         ? dot_end(glyphs, domain.end)
                         : domain.end;
        size_t end = label_end(glyphs, dot);
        if (dot == domain.end || end == dot)
            break;
        glyphs_word(glyphs, dot, end, domain.last);
        domain.spoken = domain.spoken || glyphs_at(glyphs, domain.end) != '.';
        domain.label = dot;
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

static size_t part_start(const struct glyphs *glyphs, size_t end)
{
    size_t from = end;
    while (from > 0 && end - from < LOCAL_MOST && in_local(glyphs, from - 1))
        from--;
    return from;
}

/* The start of the part before a spoken dot that ends before `from`; `from` when there
 * is none. */
static size_t earlier_part(const struct glyphs *glyphs, size_t from)
{
    static const char *const joints[] = {
        "bindestrich", "dash",  "dot",   "guio",  "guion",    "hyphen",
        "marratxo",    "minus", "point", "ponto", "punkt",    "punt",
        "punto",       "puntu", "tiret", "traco", "trattino", "underscore"};
    char word[GLYPH_WORD_SIZE];
    size_t start = redact_word_before(glyphs, from, word);
    if (start == 0 || glyphs_at(glyphs, start - 1) != ' '
        || !REDACT_KNOWS(word, joints))
        return from;
    size_t part = part_start(glyphs, start - 1);
    return part < start - 1 ? part : from;
}

/* "jean.dupont", "jean point dupont" */
static size_t local_start(const struct glyphs *glyphs, size_t end)
{
    size_t from = part_start(glyphs, end);
    for (int i = 0; i < 3 && from < end; i++)
        from = earlier_part(glyphs, from);
    return from;
}

static bool ends_name(const struct domain *domain)
{
    return REDACT_KNOWS(domain->last, ends) || REDACT_KNOWS(domain->last, newer);
}

static bool is_house(const struct domain *domain)
{
    static const char *const houses[] = {
        "free",   "gmail", "gmx",     "googlemail", "hotmail", "icloud", "laposte",
        "libero", "live",  "mail",    "orange",     "outlook", "proton", "protonmail",
        "sapo",   "sfr",   "wanadoo", "yahoo",      "ymail"};
    return REDACT_KNOWS(domain->first, houses);
}

/* "à mail point fr", "at exemple.fr", but not "à un point de". */
static bool is_meant(const struct sign *sign, const struct domain *domain)
{
    static const char *const before[] = {"ce",   "ese", "este", "il",  "le",   "quale",
                                         "quel", "tal", "tel",  "the", "this", "um",
                                         "un",   "una", "une",  "uno"};
    if (!domain->dots || !ends_name(domain) || REDACT_KNOWS(domain->first, before))
        return false;
    return !sign->letter || is_house(domain)
           || (domain->spoken && !REDACT_KNOWS(domain->last, words));
}

/* With the sign between two spaces, or spelled, there must be a name with a dot, or
 * one that all know ("arobase gmail com"). */
static bool is_mail(const struct sign *sign, size_t local, bool apart,
                    const struct domain *domain)
{
    if (sign->doubtful)
        return local && is_meant(sign, domain);
    return sign->plain && !apart ? local > 0
                                 : local && (domain->dots || is_house(domain));
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

/* "Merci.De rien", "gut.es war", where a space is missing: ".de" is a word when another
 * one follows, and it has a capital or comes after a word that is known. */
static bool is_sentence(const struct glyphs *glyphs, size_t at,
                        const struct domain *domain)
{
    return REDACT_KNOWS(domain->last, words) && domain->dots == 1
           && !has_sign(glyphs, at, domain->end)
           && (glyphs_is_upper(glyphs, domain->label) || redact_is_common(glyphs, at)
               || redact_is_said(glyphs, at))
           && (glyphs_at(glyphs, domain->end) == ' '
               || glyphs_at(glyphs, domain->end) == '\'')
           && (glyphs_is_letter(glyphs, domain->end + 1)
               || glyphs_at(glyphs, domain->end + 1) == '['); /* a struck one */
}

/* "exemple.org/jean" whatever its end is, but not "conseil.Accueil/orientation". */
static bool has_path(const struct glyphs *glyphs, size_t at,
                     const struct domain *domain)
{
    static const char *const joined[] = {"and",  "et", "mme", "mr",
                                         "oder", "or", "ou",  "und"};
    return glyphs_at(glyphs, domain->end) == '/'
           && glyphs_is_alnum(glyphs, domain->end + 1)
           && domain->end - domain->label >= 2
           && glyphs_word_end(glyphs, domain->label) == domain->end
           && label_end(glyphs, at) - at >= 3 && !REDACT_KNOWS(domain->last, joined);
}

static bool is_web(const struct glyphs *glyphs, size_t at, const struct domain *domain)
{
    bool capital = glyphs_is_upper(glyphs, domain->label)
                   && !glyphs_is_upper(glyphs, domain->label + 1);
    const uint32_t then = glyphs_at(glyphs, domain->end);
    if ((then == '.' || then == '-') && glyphs_at(glyphs, domain->end + 1) == '[')
        return false; /* it went on with what is struck, and was none */
    if (REDACT_KNOWS(domain->last, ends))
        return !is_sentence(glyphs, at, domain);
    return !capital
           && (REDACT_KNOWS(domain->last, newer) || has_path(glyphs, at, domain));
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
    if (!domain.dots || !is_web(glyphs, at, &domain))
        return false;
    found->to =
        glyphs_at(glyphs, domain.end) == '/' ? web_end(glyphs, domain.end) : domain.end;
    return true;
}
