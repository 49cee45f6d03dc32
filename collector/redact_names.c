/* redact_names.c: names after a civility title ("Mme Dupont", "Frau Dr. Weber",
 * "السيدة فاطمة"), and before it in Basque ("Agirre jauna").
 *
 * A name starts with a capital where the script has any; after a title that people
 * abbreviate ("mme dupont"), and after one in full ("señora garcía"; "madame martin",
 * but not "la madame"), it need not, unless it is a word that is said of people.
 * Particles (de, van, ben) join names. A title goes with its name, since it tells a
 * sex. */
#include "redact_rules.h"

#include <string.h>

enum { ARABIC_MOST = 4, OTHERS_MOST = 8 };

enum title_kind {
    NO_TITLE,
    SHORT_TITLE,  /* mme: the name may be in small letters */
    TITLE,        /* don, sir: words, too; a name has a capital */
    FULL_TITLE,   /* señora, docteur: the name may be so, after no "una" */
    FRENCH_TITLE, /* madame: the name may be so, too, after no article */
    GERMAN_TITLE, /* frau: the name may be so when the title is, in a few places */
    LETTER_TITLE, /* M.: one letter, with a dot or as a capital */
    DOTTED_TITLE, /* ing.: a word of its own without the dot */
    NAMED_TITLE,  /* sidi: a word, too, before what is not known for a name */
    CAPITAL_TITLE /* Me, Pr: a word, too, in small letters and in a text in capitals */
};

struct title {
    const char *word; /* folded */
    enum title_kind kind;
    int most;  /* names that belong to it; German writes nouns with capitals */
    bool many; /* of several persons: "MM. Durand et Martin" */
};

static const struct title titles[] = {
    {"avv",           DOTTED_TITLE,  3, false},
    {"d",             LETTER_TITLE,  3, false},
    {"dna",           SHORT_TITLE,   3, false},
    {"docteur",       FULL_TITLE,    3, false},
    {"docteure",      FULL_TITLE,    3, false},
    {"doctor",        FULL_TITLE,    3, false},
    {"doctora",       FULL_TITLE,    3, false},
    {"dom",           TITLE,         3, false},
    {"don",           TITLE,         3, false},
    {"dona",          TITLE,         3, false},
    {"dott",          SHORT_TITLE,   3, false},
    {"dottor",        FULL_TITLE,    3, false},
    {"dottore",       FULL_TITLE,    3, false},
    {"dottoressa",    FULL_TITLE,    3, false},
    {"doutor",        FULL_TITLE,    3, false},
    {"doutora",       FULL_TITLE,    3, false},
    {"dr",            SHORT_TITLE,   2, false},
    {"dra",           SHORT_TITLE,   3, false},
    {"drs",           SHORT_TITLE,   3, true },
    {"eng",           DOTTED_TITLE,  3, false},
    {"fr",            DOTTED_TITLE,  2, false},
    {"frau",          GERMAN_TITLE,  2, false},
    {"fraulein",      GERMAN_TITLE,  2, false},
    {"frl",           SHORT_TITLE,   2, false},
    {"geom",          DOTTED_TITLE,  3, false},
    {"herr",          GERMAN_TITLE,  2, false},
    {"herrn",         GERMAN_TITLE,  2, false},
    {"hr",            DOTTED_TITLE,  2, false},
    {"hrn",           DOTTED_TITLE,  2, false},
    {"ing",           DOTTED_TITLE,  3, false},
    {"m",             LETTER_TITLE,  3, false},
    {"madame",        FRENCH_TITLE,  3, false},
    {"mademoiselle",  FRENCH_TITLE,  3, false},
    {"maitre",        TITLE,         3, false},
    {"me",            CAPITAL_TITLE, 3, false},
    {"melle",         SHORT_TITLE,   3, false},
    {"mesdames",      FRENCH_TITLE,  3, true },
    {"messieurs",     FRENCH_TITLE,  3, true },
    {"messrs",        SHORT_TITLE,   3, true },
    {"miss",          FULL_TITLE,    3, false},
    {"mister",        FULL_TITLE,    3, false},
    {"mlle",          SHORT_TITLE,   3, false},
    {"mlles",         SHORT_TITLE,   3, true },
    {"mm",            LETTER_TITLE,  3, true },
    {"mme",           SHORT_TITLE,   3, false},
    {"mmes",          SHORT_TITLE,   3, true },
    {"monsieur",      FRENCH_TITLE,  3, false},
    {"mr",            SHORT_TITLE,   3, false},
    {"mrs",           SHORT_TITLE,   3, false},
    {"ms",            SHORT_TITLE,   3, false},
    {"mx",            TITLE,         3, false},
    {"pr",            CAPITAL_TITLE, 3, false},
    {"prof",          SHORT_TITLE,   2, false},
    {"profa",         SHORT_TITLE,   3, false},
    {"profesor",      FULL_TITLE,    3, false},
    {"profesora",     FULL_TITLE,    3, false},
    {"professeur",    FULL_TITLE,    3, false},
    {"professeure",   FULL_TITLE,    3, false},
    {"professor",     FULL_TITLE,    3, false},
    {"professora",    FULL_TITLE,    3, false},
    {"professore",    FULL_TITLE,    3, false},
    {"professoressa", FULL_TITLE,    3, false},
    {"profs",         SHORT_TITLE,   3, true },
    {"senhor",        FULL_TITLE,    3, false},
    {"senhora",       FULL_TITLE,    3, false},
    {"senhoras",      FULL_TITLE,    3, true },
    {"senhores",      FULL_TITLE,    3, true },
    {"senor",         FULL_TITLE,    3, false},
    {"senora",        FULL_TITLE,    3, false},
    {"senoras",       FULL_TITLE,    3, true },
    {"senores",       FULL_TITLE,    3, true },
    {"senorita",      FULL_TITLE,    3, false},
    {"senyor",        FULL_TITLE,    3, false},
    {"senyora",       FULL_TITLE,    3, false},
    {"senyoreta",     FULL_TITLE,    3, false},
    {"sig",           SHORT_TITLE,   3, true },
    {"sigg",          DOTTED_TITLE,  3, true },
    {"signor",        FULL_TITLE,    3, false},
    {"signora",       FULL_TITLE,    3, false},
    {"signore",       FULL_TITLE,    3, false},
    {"signori",       FULL_TITLE,    3, true },
    {"signorina",     FULL_TITLE,    3, false},
    {"sir",           TITLE,         3, false},
    {"sr",            SHORT_TITLE,   3, false},
    {"sra",           SHORT_TITLE,   3, false},
    {"sras",          SHORT_TITLE,   3, true },
    {"sres",          SHORT_TITLE,   3, true },
    {"srs",           SHORT_TITLE,   3, true },
    {"srta",          SHORT_TITLE,   3, false},
};

/* Arabic titles, folded, without what is joined to their front (wa-, li-, al-). */
static const char *const arabic[] = {"استاذ", "استاذه", "انسه",   "بروفيسور", "حاج",
                                     "حاجه",  "دكتور",  "دكتوره", "ساده",     "سيد",
                                     "سيدات", "سيده",   "شيخ",    "مدام",     "مسيو"};

static const char *const arabic_words[] = {"سيدي", "لاله", "مهندس"};

/* What joins names without being one. */
static const char *const particles[] = {
    "abd",  "abu", "al",  "ben", "bent", "bin",   "bint", "d",   "da",  "dal",
    "das",  "de",  "dei", "del", "dell", "della", "den",  "der", "des", "di",
    "do",   "dos", "du",  "el",  "i",    "ibn",   "la",   "las", "le",  "los",
    "ould", "ter", "van", "vom", "von",  "y",     "zu",   "zum", "zur", "ابن",
    "ابو",  "ال",  "ام",  "بن",  "بنت",  "عبد"};

/* ---- titles ---- */

static const struct title *find_title(const char *word)
{
    static const struct title arabic_title = {"", TITLE, 1, false};
    static const struct title arabic_word = {"", NAMED_TITLE, 1, false};
    size_t skipped = 0;
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (strcmp(word, titles[i].word) == 0)
            return &titles[i];
    while (skipped < 4 && (unsigned char)*word >= 0xD8) { /* two bytes a letter */
        if (REDACT_KNOWS(word, arabic))
            return &arabic_title;
        if (REDACT_KNOWS(word, arabic_words))
            return &arabic_word;
        if (!strchr("\xA7\xA8\x81\x83\x84\x88", word[1])) /* alef ba fa kaf lam waw */
            break;
        word += 2;
        skipped++;
    }
    return NULL;
}

/* "sig.ra", "dott.ssa", "sr.ª": what is left of a title after its dot. */
static size_t pass_ending(const struct glyphs *glyphs, size_t at)
{
    static const char *const endings[] = {"a", "na", "ra", "re", "ri", "ssa", "ª", "º"};
    char word[GLYPH_WORD_SIZE];
    size_t end = glyphs_read_word(glyphs, at, 5, word);
    return !glyphs_is_upper(glyphs, at) && REDACT_KNOWS(word, endings) ? end : at;
}

static size_t after_space(const struct glyphs *glyphs, size_t at)
{
    for (int i = 0; i < 2 && glyphs_at(glyphs, at) == ' '; i++)
        at++;
    return at;
}

static bool is_ordinal(uint32_t code)
{
    return code == 0xAA || code == 0xBA;
}

/* "Mme: Dupont", "Mme/M. Dupont", "Mme (Dupont)": past a sign between an abbreviated
 * title and a capital; past a hyphen to one capital only, not in "MS-DOS". `at` itself
 * when there is none. */
static size_t pass_sign(const struct glyphs *glyphs, size_t at, enum title_kind kind)
{
    size_t sign = after_space(glyphs, at);
    uint32_t code = glyphs_at(glyphs, sign);
    size_t next = after_space(glyphs, sign + 1);
    bool passed =
        (kind == SHORT_TITLE || kind == DOTTED_TITLE) && code && code < 0x80
        && strchr(":,/(\"-", (int)code)
        && (code != '-'
            || (!glyphs_is_upper(glyphs, next + 1) && !glyphs_is_upper(glyphs, at - 1)))
        && (glyphs_is_upper(glyphs, next) || glyphs_is_caseless(glyphs, next));
    return passed ? next : at;
}

/* "Me Dupond": a capital, one letter only, before a capital. */
static bool is_capitalised(const struct glyphs *glyphs, size_t at, size_t next)
{
    return glyphs_is_upper(glyphs, at) && !glyphs_is_upper(glyphs, at + 1)
           && glyphs_is_upper(glyphs, next);
}

/* Does what stands around a title's word make it one? `next` is where the name is. */
static bool is_written(const struct glyphs *glyphs, size_t at,
                       const struct title *title, bool dot, size_t next)
{
    switch (title->kind) {
    case LETTER_TITLE:
        return glyphs_is_upper(glyphs, at)
               || (dot && glyphs_at(glyphs, at - 1) != '.'); /* p.m. */
    case DOTTED_TITLE:
        return dot || is_capitalised(glyphs, at, next);
    case CAPITAL_TITLE:
        return !dot && is_capitalised(glyphs, at, next)
               && !redact_follows_capital(glyphs, at);
    case NAMED_TITLE:
        return redact_is_arabic_name(glyphs, next);
    case TITLE:
    case FULL_TITLE:
    case FRENCH_TITLE:
    case GERMAN_TITLE:
        return !dot || !*title->word; /* the end of a sentence: "doctor. Did" */
    case SHORT_TITLE:
    case NO_TITLE:
        break;
    }
    return true;
}

/* A title at `at`, with the dot and the space after it in `*end`; its row, or NULL. */
static const struct title *title_at(const struct glyphs *glyphs, size_t at, size_t *end)
{
    static const struct title lone = {"", TITLE, 1, false};
    char word[GLYPH_WORD_SIZE];
    size_t to = at;
    while (to - at < 16 && glyphs_is_letter(glyphs, to)
           && !is_ordinal(glyphs_at(glyphs, to)))
        to++;
    glyphs_word(glyphs, at, to, word);
    const struct title *title = find_title(word);
    const bool ordinal = is_ordinal(glyphs_at(glyphs, to));
    to += ordinal;
    const bool dot = glyphs_at(glyphs, to) == '.';
    if (!title && glyphs_is_caseless(glyphs, at) && to - at == 1 && dot) /* د. */
        title = &lone;
    if (!title || glyphs_is_letter(glyphs, to))
        return NULL;
    size_t ending = dot ? pass_ending(glyphs, to + 1) : to;
    ending += dot && ending > to + 1 && glyphs_at(glyphs, ending) == '.';
    size_t sign = pass_sign(glyphs, ending, title->kind);
    *end = sign > ending ? sign : after_space(glyphs, ending);
    return (*end > ending || dot) && is_written(glyphs, at, title, dot || ordinal, *end)
               ? title
               : NULL;
}

/* ---- names ---- */

/* "Marie-Claude", "D'Angelo", "K.": a word with what is joined to it. */
static size_t name_end(const struct glyphs *glyphs, size_t at)
{
    size_t end = glyphs_word_end(glyphs, at);
    while ((glyphs_at(glyphs, end) == '-' || glyphs_at(glyphs, end) == '\'')
           && glyphs_is_letter(glyphs, end + 1))
        end = glyphs_word_end(glyphs, end + 1);
    if (end == at + 1 && glyphs_at(glyphs, end) == '.')
        end++;
    return end;
}

static bool is_particle(const struct glyphs *glyphs, size_t at, size_t end)
{
    char word[GLYPH_WORD_SIZE];
    glyphs_word(glyphs, at, end, word);
    return end - at < 8 && REDACT_KNOWS(word, particles);
}

static bool is_initial(const struct glyphs *glyphs, size_t at)
{
    return glyphs_is_upper(glyphs, at) && glyphs_at(glyphs, at + 1) == '.';
}

static bool may_be_name(const struct glyphs *glyphs, size_t at, bool small)
{
    if (!glyphs_is_letter(glyphs, at)
        || (redact_is_common(glyphs, at) && !is_initial(glyphs, at)))
        return false;
    return glyphs_is_upper(glyphs, at) || glyphs_is_caseless(glyphs, at)
           || (small && !redact_is_said(glyphs, at));
}

/* 5 m., p. m., H&M. */
static bool follows_measure(const struct glyphs *glyphs, size_t at)
{
    size_t before = at - (at > 0 && glyphs_at(glyphs, at - 1) == ' ');
    uint32_t code = before > 0 ? glyphs_at(glyphs, before - 1) : 0;
    return code == '.' || code == '&' || (code >= '0' && code <= '9');
}

/* May the name after the title at `at` start with a small letter at `next`? */
static bool takes_small(const struct glyphs *glyphs, size_t at,
                        const struct title *title, size_t next)
{
    const size_t end = glyphs_word_end(glyphs, next);
    const bool elided = glyphs_at(glyphs, end) == '\''; /* m'a */
    switch (title->kind) {
    case SHORT_TITLE:
        return true;
    case FULL_TITLE:
        return !elided && !redact_follows_indefinite(glyphs, at);
    case FRENCH_TITLE:
        return !elided && !redact_follows_article(glyphs, at);
    case GERMAN_TITLE:
        return !glyphs_is_upper(glyphs, at) && redact_precedes_frau(glyphs, at);
    case LETTER_TITLE: /* not m.p.h. */
        return !elided && glyphs_read_as(glyphs, at, "m.") && end - next >= 3
               && !follows_measure(glyphs, at) && !redact_follows_article(glyphs, at);
    case TITLE:
    case DOTTED_TITLE:
    case NAMED_TITLE:
    case CAPITAL_TITLE:
    case NO_TITLE:
        break;
    }
    return false;
}

/* In a text typed in capitals, what follows two names is taken for none. */
static bool is_shouted(const struct glyphs *glyphs, size_t at)
{
    return glyphs_is_upper(glyphs, at) && glyphs_is_upper(glyphs, at + 1);
}

/* The end of the names at `at`, the first of which may start with a small letter; `at`
 * when there are none. */
static size_t names_end(const struct glyphs *glyphs, size_t at,
                        const struct title *title, bool shouted, bool first_small)
{
    int most = shouted ? 2 : title->most, names = 0, joined = 0;
    size_t end = at;
    while (joined < 4) {
        size_t next = name_end(glyphs, at), beyond;
        bool small = first_small && names == 0 && joined == 0;
        if (next == at || title_at(glyphs, at, &beyond)) /* that one has names itself */
            break;
        most += names > 0 && names == most && most < ARABIC_MOST
                && redact_is_arabic_name(glyphs, at);
        if (is_particle(glyphs, at, next)) {
            joined++;                                       /* محمد بن علي */
            end = glyphs_is_upper(glyphs, at) ? next : end; /* M. Ben, Mme Y */
            most += names == most && glyphs_is_caseless(glyphs, at);
        } else if (names < most && may_be_name(glyphs, at, small)) {
            names++;
            end = next;
            if (!glyphs_is_upper(glyphs, at) && !glyphs_is_caseless(glyphs, at))
                break;
        } else {
            break;
        }
        at = after_space(glyphs, next);
    }
    return end;
}

/* Past "et", "und", "&" and the space after; `at` when none is there. */
static size_t pass_and(const struct glyphs *glyphs, size_t at)
{
    static const char *const words[] = {"and", "e", "et", "eta", "i", "und", "y"};
    char word[GLYPH_WORD_SIZE];
    size_t end = glyphs_read_word(glyphs, at, 4, word);
    if (glyphs_at(glyphs, at) == '&')
        end = at + 1;
    else if (!REDACT_KNOWS(word, words))
        return at;
    return glyphs_at(glyphs, end) == ' ' ? after_space(glyphs, end) : at;
}

/* "Durand, Petit et Martin": the end of the names that go on at `end` with commas and
 * an "and"; those after a comma belong to it only when an "and" follows. */
static size_t others_end(const struct glyphs *glyphs, size_t end,
                         const struct title *title, bool shouted)
{
    size_t last = end;
    for (int i = 0; i < OTHERS_MOST; i++) {
        bool comma = glyphs_at(glyphs, end) == ',';
        size_t next = after_space(glyphs, end + comma);
        size_t at = comma ? next : pass_and(glyphs, next);
        if (at == end || (!comma && at == next) || !glyphs_is_upper(glyphs, at))
            break;
        end = names_end(glyphs, at, title, shouted, false);
        if (end == at)
            break;
        last = comma ? last : end;
    }
    return last;
}

/* "(Dupont)": does what was opened before the names at `from` close at `to`? */
static bool closes(const struct glyphs *glyphs, size_t from, size_t to)
{
    const uint32_t open = glyphs_at(glyphs, from - 1), close = glyphs_at(glyphs, to);
    return (open == '(' && close == ')') || (open == '"' && close == '"');
}

/* "Prof. Dr. Weber", "Sr. D. Juan": titles, then names. */
bool redact_finds_titled(const struct glyphs *glyphs, size_t at, struct span *found)
{
    size_t end;
    if (!glyphs_starts_word(glyphs, at))
        return false;
    const struct title *title = title_at(glyphs, at, &end);
    bool shouted = is_shouted(glyphs, at);
    if (!title)
        return false;
    size_t last = at;
    for (int i = 0; i < 2; i++) {
        size_t beyond;
        const struct title *next =
            glyphs_is_letter(glyphs, end) ? title_at(glyphs, end, &beyond) : NULL;
        if (!next)
            break;
        title = next;
        last = end;
        end = beyond;
    }
    bool small = takes_small(glyphs, last, title, end);
    size_t to = names_end(glyphs, end, title, shouted, small);
    if (to == end)
        return false;
    to += closes(glyphs, end, to);
    *found =
        (struct span){at, title->many ? others_end(glyphs, to, title, shouted) : to};
    return true;
}

/* ---- Basque ---- */

static bool is_basque_title(const struct glyphs *glyphs, size_t at)
{
    static const char *const forms[] = {
        "anderea",      "andereak", "andereari",   "anderenoa",  "anderenoari",
        "andrea",       "andreak",  "andrearekin", "andrearen",  "andrearentzat",
        "andreari",     "jauna",    "jaunak",      "jaunarekin", "jaunaren",
        "jaunarentzat", "jaunari",  "jn",          "jna"};
    char word[GLYPH_WORD_SIZE];
    glyphs_read_word(glyphs, at, 16, word);
    return REDACT_KNOWS(word, forms);
}

/* "Sarrerako andrea", "beste andrea": which one it is, by her place and not her name.
 */
static bool is_which_one(const struct glyphs *glyphs, size_t at)
{
    static const char *const words[] = {"beste", "lehen", "bigarren"};
    char word[GLYPH_WORD_SIZE];
    size_t end = glyphs_read_word(glyphs, at, 16, word);
    return !glyphs_is_upper(glyphs, at)
           && (REDACT_KNOWS(word, words)
               || (end > at + 2 && glyphs_at(glyphs, end - 2) == 'k'
                   && glyphs_at(glyphs, end - 1) == 'o'));
}

/* The start of the word that ends before `end` and a space; `end` when there is none.
 */
static size_t word_before(const struct glyphs *glyphs, size_t end)
{
    size_t to = end;
    if (to == 0 || glyphs_at(glyphs, to - 1) != ' ')
        return end;
    to--;
    size_t from = to;
    while (
        from > 0 && to - from < 40
        && (glyphs_is_letter(glyphs, from - 1) || glyphs_at(glyphs, from - 1) == '-'))
        from--;
    return from < to ? from : end;
}

bool redact_finds_addressed(const struct glyphs *glyphs, size_t at, struct span *found)
{
    size_t from = at;
    if (!glyphs_starts_word(glyphs, at) || !is_basque_title(glyphs, at))
        return false;
    for (int i = 0; i < 2; i++) {
        size_t before = word_before(glyphs, from);
        if (before == from || is_which_one(glyphs, before)
            || !may_be_name(glyphs, before, i == 0))
            break;
        from = before;
        if (!glyphs_is_upper(glyphs, before))
            break;
    }
    if (from == at)
        return false;
    size_t end = glyphs_word_end(glyphs, at);
    bool abbreviated = glyphs_read_as(glyphs, at, "jn") && glyphs_at(glyphs, end) == '.'
                       && !glyphs_is_alnum(glyphs, end + 1);
    *found = (struct span){from, end + abbreviated}; /* jn. */
    return true;
}
