/* redact_names.c: names after a civility title ("Mme Dupont", "Frau Dr. Weber",
 * "السيدة فاطمة"), and before it in Basque ("Agirre jauna").
 *
 * A name starts with a capital where the script has any; after a title that people
 * abbreviate ("mme dupont") it need not. Particles (de, van, ben) join names. A title
 * goes with its name, since it tells a sex. */
#include "redact_rules.h"

#include <string.h>

enum title_kind {
    NO_TITLE,
    SHORT_TITLE,  /* mme: the name may be in small letters */
    TITLE,        /* madame, frau: words, too; a name has a capital */
    LETTER_TITLE, /* M.: one letter, with a dot or as a capital */
    DOTTED_TITLE  /* ing.: a word of its own without the dot */
};

struct title {
    const char *word; /* folded */
    enum title_kind kind;
    int most; /* names that belong to it; German writes nouns with capitals */
};

static const struct title titles[] = {
    {"avv",           DOTTED_TITLE, 3},
    {"d",             LETTER_TITLE, 3},
    {"dna",           SHORT_TITLE,  3},
    {"docteur",       TITLE,        3},
    {"docteure",      TITLE,        3},
    {"doctor",        TITLE,        3},
    {"doctora",       TITLE,        3},
    {"dom",           TITLE,        3},
    {"don",           TITLE,        3},
    {"dona",          TITLE,        3},
    {"dott",          SHORT_TITLE,  3},
    {"dottor",        TITLE,        3},
    {"dottore",       TITLE,        3},
    {"dottoressa",    TITLE,        3},
    {"doutor",        TITLE,        3},
    {"doutora",       TITLE,        3},
    {"dr",            SHORT_TITLE,  2},
    {"dra",           SHORT_TITLE,  3},
    {"eng",           DOTTED_TITLE, 3},
    {"fr",            DOTTED_TITLE, 2},
    {"frau",          TITLE,        2},
    {"fraulein",      TITLE,        2},
    {"geom",          DOTTED_TITLE, 3},
    {"herr",          TITLE,        2},
    {"herrn",         TITLE,        2},
    {"hr",            DOTTED_TITLE, 2},
    {"hrn",           DOTTED_TITLE, 2},
    {"ing",           DOTTED_TITLE, 3},
    {"m",             LETTER_TITLE, 3},
    {"madame",        TITLE,        3},
    {"mademoiselle",  TITLE,        3},
    {"maitre",        TITLE,        3},
    {"mesdames",      TITLE,        3},
    {"messieurs",     TITLE,        3},
    {"miss",          TITLE,        3},
    {"mister",        TITLE,        3},
    {"mlle",          SHORT_TITLE,  3},
    {"mlles",         SHORT_TITLE,  3},
    {"mm",            LETTER_TITLE, 3},
    {"mme",           SHORT_TITLE,  3},
    {"mmes",          SHORT_TITLE,  3},
    {"monsieur",      TITLE,        3},
    {"mr",            SHORT_TITLE,  3},
    {"mrs",           SHORT_TITLE,  3},
    {"ms",            SHORT_TITLE,  3},
    {"mx",            TITLE,        3},
    {"pr",            DOTTED_TITLE, 3},
    {"prof",          SHORT_TITLE,  2},
    {"professeur",    TITLE,        3},
    {"professeure",   TITLE,        3},
    {"professor",     TITLE,        3},
    {"professora",    TITLE,        3},
    {"professore",    TITLE,        3},
    {"professoressa", TITLE,        3},
    {"senhor",        TITLE,        3},
    {"senhora",       TITLE,        3},
    {"senor",         TITLE,        3},
    {"senora",        TITLE,        3},
    {"senorita",      TITLE,        3},
    {"senyor",        TITLE,        3},
    {"senyora",       TITLE,        3},
    {"senyoreta",     TITLE,        3},
    {"sig",           SHORT_TITLE,  3},
    {"signor",        TITLE,        3},
    {"signora",       TITLE,        3},
    {"signore",       TITLE,        3},
    {"signorina",     TITLE,        3},
    {"sir",           TITLE,        3},
    {"sr",            SHORT_TITLE,  3},
    {"sra",           SHORT_TITLE,  3},
    {"sres",          SHORT_TITLE,  3},
    {"srta",          SHORT_TITLE,  3},
};

/* Arabic titles, folded, without what is joined to their front (wa-, li-, al-). */
static const char *const arabic[] = {"استاذ", "استاذه", "انسه",   "بروفيسور", "حاج",
                                     "حاجه",  "دكتور",  "دكتوره", "سيد",      "سيده",
                                     "شيخ",   "مدام",   "مسيو"};

/* What joins names without being one. */
static const char *const particles[] = {
    "abd",  "abu", "al",  "ben", "bent", "bin",   "bint", "d",   "da",  "dal",
    "das",  "de",  "dei", "del", "dell", "della", "den",  "der", "des", "di",
    "do",   "dos", "du",  "el",  "i",    "ibn",   "la",   "las", "le",  "los",
    "ould", "ter", "van", "vom", "von",  "y",     "zu",   "zum", "zur", "ابن",
    "ابو",  "ال",  "ام",  "بن",  "بنت",  "عبد"};

/* Words that follow a title, or start a sentence, and are no name. */
static const char *const common[] = {
    "a",        "aber",    "absolument", "again",       "agur",     "ai",     "ais",
    "am",       "an",      "and",        "appointment", "are",      "as",     "asked",
    "at",       "au",      "auch",       "auf",         "aussi",    "aux",    "avec",
    "bei",      "bien",    "bon",        "bonjour",     "but",      "c",      "called",
    "came",     "can",     "ce",         "cette",       "che",      "ci",     "com",
    "come",     "como",    "con",        "could",       "cuando",   "danke",  "dans",
    "das",      "did",     "die",        "e",           "ein",      "eine",   "elle",
    "em",       "en",      "era",        "es",          "eskerrik", "est",    "et",
    "etait",    "foi",     "for",        "from",        "fue",      "gave",   "gentil",
    "gentille", "gracias", "gracies",    "grazie",      "ha",       "had",    "has",
    "hat",      "he",      "her",        "here",        "hier",     "his",    "however",
    "i",        "ich",     "il",         "ils",         "im",       "in",     "is",
    "ist",      "it",      "j",          "je",          "kaixo",    "kann",   "les",
    "lo",       "m",       "ma",         "mais",        "merci",    "mi",     "mit",
    "molt",     "molto",   "muito",      "muy",         "my",       "n",      "na",
    "nach",     "nao",     "ne",         "nicht",       "no",       "non",    "not",
    "nous",     "o",       "of",         "on",          "only",     "ont",    "or",
    "os",       "pas",     "per",        "pero",        "phoned",   "por",    "porque",
    "pour",     "que",     "qui",        "rang",        "s",        "said",   "sans",
    "saw",      "se",      "sehr",       "sent",        "she",      "should", "si",
    "sie",      "sin",     "so",         "son",         "sont",     "super",  "sur",
    "surgery",  "sympa",   "t",          "thank",       "thanks",   "that",   "the",
    "they",     "this",    "to",         "told",        "tres",     "uma",    "un",
    "una",      "und",     "une",        "very",        "visit",    "visits", "von",
    "vous",     "war",     "was",        "we",          "were",     "who",    "will",
    "wird",     "with",    "would",      "y",           "you",      "التي",   "الذي",
    "الي",      "او",      "جدا",        "ساعدتني",     "ساعدني",   "عند",    "في",
    "كان",      "كانت",    "لا",         "لم",          "مع",       "من",     "هو",
    "هي"};

/* ---- titles ---- */

static const struct title *find_title(const char *word)
{
    static const struct title arabic_title = {"", TITLE, 1};
    size_t skipped = 0;
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (strcmp(word, titles[i].word) == 0)
            return &titles[i];
    while (skipped < 4 && (unsigned char)*word >= 0xD8) { /* two bytes a letter */
        if (REDACT_KNOWS(word, arabic))
            return &arabic_title;
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
    static const char *const endings[] = {"a", "na", "ra", "re", "ri", "ssa", "ª"};
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

/* A title at `at`, with the dot and the space after it in `*end`; its row, or NULL. */
static const struct title *title_at(const struct glyphs *glyphs, size_t at, size_t *end)
{
    char word[GLYPH_WORD_SIZE];
    size_t to = at;
    while (to - at < 16 && glyphs_is_letter(glyphs, to)
           && glyphs_at(glyphs, to) != 0xAA)
        to++;
    glyphs_word(glyphs, at, to, word);
    const struct title *title = find_title(word);
    bool dot = glyphs_at(glyphs, to) == '.';
    bool initial = glyphs_is_caseless(glyphs, at) && to - at == 1; /* د. */
    static const struct title lone = {"", TITLE, 1};
    if (!title && initial && dot)
        title = &lone;
    to += glyphs_at(glyphs, to) == 0xAA;
    *end = dot ? pass_ending(glyphs, to + 1) : to;
    *end += dot && *end > to + 1 && glyphs_at(glyphs, *end) == '.';
    bool gap = glyphs_at(glyphs, *end) == ' ';
    *end = after_space(glyphs, *end);
    bool whole = title && (gap || dot) && !glyphs_is_letter(glyphs, to);
    if (whole && title->kind == LETTER_TITLE)
        whole = glyphs_is_upper(glyphs, at)
                || (dot && glyphs_at(glyphs, at - 1) != '.'); /* p.m. */
    if (whole && title->kind == DOTTED_TITLE)
        whole = dot;
    if (whole && title->kind == TITLE && *title->word)
        whole = !dot; /* the end of a sentence: "doctor. Did" */
    return whole ? title : NULL;
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

static bool is_common(const struct glyphs *glyphs, size_t at)
{
    char word[GLYPH_WORD_SIZE];
    size_t end = glyphs_read_word(glyphs, at, 12, word);
    bool joined = glyphs_at(glyphs, end) == '\'' && glyphs_is_upper(glyphs, end + 1);
    return !joined && REDACT_KNOWS(word, common); /* O'Neil */
}

static bool is_initial(const struct glyphs *glyphs, size_t at)
{
    return glyphs_is_upper(glyphs, at) && glyphs_at(glyphs, at + 1) == '.';
}

static bool may_be_name(const struct glyphs *glyphs, size_t at, bool small)
{
    if (!glyphs_is_letter(glyphs, at)
        || (is_common(glyphs, at) && !is_initial(glyphs, at)))
        return false;
    return small || glyphs_is_upper(glyphs, at) || glyphs_is_caseless(glyphs, at);
}

/* In a text typed in capitals, what follows two names is taken for none. */
static bool is_shouted(const struct glyphs *glyphs, size_t at)
{
    return glyphs_is_upper(glyphs, at) && glyphs_is_upper(glyphs, at + 1);
}

/* The end of the names at `at`; `at` when there are none. */
static size_t names_end(const struct glyphs *glyphs, size_t at,
                        const struct title *title, bool shouted)
{
    int most = shouted ? 2 : title->most, names = 0, joined = 0;
    size_t end = at;
    while (joined < 4) {
        size_t next = name_end(glyphs, at), beyond;
        bool small = title->kind == SHORT_TITLE && names == 0 && joined == 0;
        if (next == at || title_at(glyphs, at, &beyond)) /* that one has names itself */
            break;
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
    for (int i = 0; i < 2; i++) {
        size_t beyond;
        const struct title *next =
            glyphs_is_letter(glyphs, end) ? title_at(glyphs, end, &beyond) : NULL;
        if (!next)
            break;
        title = next;
        end = beyond;
    }
    size_t to = names_end(glyphs, end, title, shouted);
    if (to > end)
        *found = (struct span){at, to};
    return to > end;
}

/* ---- Basque ---- */

static bool is_basque_title(const struct glyphs *glyphs, size_t at)
{
    static const char *const forms[] = {
        "anderea",     "andereak", "andereari", "anderenoa", "andrea",     "andreak",
        "andrearekin", "andreari", "jauna",     "jaunak",    "jaunarekin", "jaunari"};
    char word[GLYPH_WORD_SIZE];
    glyphs_read_word(glyphs, at, 16, word);
    return REDACT_KNOWS(word, forms);
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
        if (before == from || !glyphs_is_upper(glyphs, before)
            || !may_be_name(glyphs, before, false))
            break;
        from = before;
    }
    if (from < at)
        *found = (struct span){from, glyphs_word_end(glyphs, at)};
    return from < at;
}
