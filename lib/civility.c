/* civility.c: see civility.h. Titles of the network's nine languages; what visitors
 * write needs more care, and has it in collector/redact_names.c. */
#include "sortie/civility.h"

#include <string.h>

enum writing {
    TITLE,   /* with a dot or without */
    DOTTED,  /* with its dot only */
    INITIALS /* without a dot: not in capitals */
};

/* Folded; what stands after a dot within one ("sig.ra") belongs to it. */
static const struct title {
    const char *word;
    enum writing writing;
} titles[] = {
    {"m",                DOTTED  },
    {"mm",               DOTTED  },
    {"mr",               TITLE   },
    {"mrs",              TITLE   },
    {"ms",               INITIALS},
    {"miss",             TITLE   },
    {"mister",           TITLE   },
    {"messrs",           TITLE   },
    {"mme",              TITLE   },
    {"mmes",             TITLE   },
    {"mlle",             TITLE   },
    {"mlles",            TITLE   },
    {"monsieur",         TITLE   },
    {"madame",           TITLE   },
    {"mademoiselle",     TITLE   },
    {"herr",             TITLE   },
    {"herrn",            TITLE   },
    {"hr",               DOTTED  },
    {"hrn",              DOTTED  },
    {"frau",             TITLE   },
    {"fraulein",         TITLE   },
    {"frl",              TITLE   },
    {"sig",              INITIALS},
    {"sig.ra",           TITLE   },
    {"sig.na",           TITLE   },
    {"sig.re",           TITLE   },
    {"sigg",             DOTTED  },
    {"signor",           TITLE   },
    {"signore",          TITLE   },
    {"signora",          TITLE   },
    {"signorina",        TITLE   },
    {"sr",               INITIALS},
    {"sra",              INITIALS},
    {"srs",              INITIALS},
    {"sras",             INITIALS},
    {"sres",             INITIALS},
    {"srta",             TITLE   },
    {"senor",            TITLE   },
    {"senora",           TITLE   },
    {"senorita",         TITLE   },
    {"senhor",           TITLE   },
    {"senhora",          TITLE   },
    {"senyor",           TITLE   },
    {"senyora",          TITLE   },
    {"senyoreta",        TITLE   },
    {"don",              TITLE   },
    {"dr",               TITLE   },
    {"dra",              INITIALS},
    {"drs",              INITIALS},
    {"dott",             TITLE   },
    {"dott.ssa",         TITLE   },
    {"dott.re",          TITLE   },
    {"dottor",           TITLE   },
    {"dottore",          TITLE   },
    {"dottoressa",       TITLE   },
    {"pr",               DOTTED  },
    {"prof",             TITLE   },
    {"profa",            TITLE   },
    {"prof.ssa",         TITLE   },
    {"professor",        TITLE   },
    {"professora",       TITLE   },
    {"professeur",       TITLE   },
    {"professeure",      TITLE   },
    {"profesor",         TITLE   },
    {"profesora",        TITLE   },
    {"professore",       TITLE   },
    {"professoressa",    TITLE   },
    {"avv",              DOTTED  },
    {"السيد",       TITLE   },
    {"السيده",     TITLE   },
    {"الانسه",     TITLE   },
    {"الدكتور",   TITLE   },
    {"الدكتوره", TITLE   },
    {"مدام",         TITLE   },
    {"د",               DOTTED  },
};

static bool is_ordinal(uint32_t code)
{
    return code == 0xAA || code == 0xBA;
}

/* The end of the word at `at`, with small letters after a dot: "sig.ra". */
static size_t word_end(const struct glyphs *name, size_t at)
{
    while ((glyphs_is_letter(name, at) && !is_ordinal(glyphs_at(name, at)))
           || (glyphs_at(name, at) == '.' && glyphs_is_letter(name, at + 1)
               && !is_ordinal(glyphs_at(name, at + 1)) && !glyphs_is_upper(name, at + 1)
               && !glyphs_is_caseless(name, at + 1)))
        at++;
    return at;
}

/* Past the dot, and past what Portuguese and Spanish raise: "Sr.ª", "Srª". */
static size_t pass_dot(const struct glyphs *name, size_t at)
{
    while (glyphs_at(name, at) == '.' || is_ordinal(glyphs_at(name, at)))
        at++;
    return at;
}

static bool in_capitals(const struct glyphs *name, size_t at, size_t end)
{
    while (at < end && glyphs_is_upper(name, at))
        at++;
    return at == end;
}

/* "Doña Inés", not Catalan's "Espai Dona": its n has a tilde, and bytes of it. */
static bool is_dona(const struct glyphs *name, size_t at, const char *word)
{
    return strcmp(word, "dona") == 0
           && name->entries[at + 3].from - name->entries[at + 2].from > 1;
}

/* Is the word from `at` to `end` a title, with a dot or without? */
static bool is_title(const struct glyphs *name, size_t at, size_t end, bool dot)
{
    char word[GLYPH_WORD_SIZE];
    glyphs_word(name, at, end, word);
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (strcmp(word, titles[i].word) == 0)
            return dot || titles[i].writing == TITLE
                   || (titles[i].writing == INITIALS && !in_capitals(name, at, end));
    return is_dona(name, at, word);
}

static size_t pass_spaces(const struct glyphs *name, size_t at)
{
    while (glyphs_at(name, at) == ' ')
        at++;
    return at;
}

static bool is_titled(const struct glyphs *name, size_t at)
{
    size_t end = word_end(name, at), after = pass_dot(name, end);
    uint32_t before = at > 0 ? glyphs_at(name, at - 1) : 0;
    size_t next = pass_spaces(name, after);
    return before != '.' && before != '&' /* p.m., H&M. */
           && next > end && is_title(name, at, end, after > end)
           && (glyphs_is_upper(name, next) || glyphs_is_caseless(name, next));
}

/* "Agirre jauna": the word at `at` has a capital, the one after is the title. */
static bool is_addressed(const struct glyphs *name, size_t at)
{
    static const char *const words[] = {"jaun", "jauna", "andre", "andrea", "anderea"};
    size_t end = glyphs_word_end(name, at), next = pass_spaces(name, end);
    char word[GLYPH_WORD_SIZE];
    if (!glyphs_is_upper(name, at) || next == end || glyphs_is_upper(name, next))
        return false;
    glyphs_word(name, next, glyphs_word_end(name, next), word);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(word, words[i]) == 0)
            return true;
    return false;
}

bool civility_found(const struct glyphs *name)
{
    for (size_t at = 0; at < name->count; at++)
        if (glyphs_starts_word(name, at)
            && (is_titled(name, at) || is_addressed(name, at)))
            return true;
    return false;
}
