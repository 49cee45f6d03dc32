/* redact_arabic.c: names that follow a name in Arabic, which has no capitals: the most
 * frequent ones of the father and the family ("محمد علي حسن"), and families called
 * after a place or a tribe ("العلوي"). */
#include "redact_rules.h"

#include <string.h>

static const char *const names[] = {
    "ابراهيم",   "احمد",      "ادريس",     "ادم",      "اسامه", "اسماء",   "اسماعيل",
    "اشرف",      "الزهراء",   "الياس",     "امال",     "امينه", "انس",     "ايمن",
    "ايوب",      "بدر",       "بشري",      "بلال",     "بنعلي", "بوعزه",   "جعفر",
    "حسان",      "حسناء",     "حسني",      "حسين",     "حفصه",  "حليمه",   "حمزه",
    "حميد",      "خالد",      "خديجه",     "خليل",     "خوله",  "داود",    "رانيا",
    "ربيعه",     "رشيد",      "رشيده",     "رقيه",     "ريم",   "زكريا",   "زكرياء",
    "زياد",      "زينب",      "ساره",      "سالم",     "سعاد",  "سعد",     "سلمي",
    "سليم",      "سليمان",    "سمير",      "سميره",    "سميه",  "سناء",    "سهام",
    "شيماء",     "صفيه",      "صلاح",      "طارق",     "طه",    "عائشه",   "عامر",
    "عبدالرحمن", "عبدالعزيز", "عبدالقادر", "عبدالله",  "عثمان", "عزالدين", "عزيز",
    "عماد",      "عمر",       "عيسي",      "غسان",     "فؤاد",  "فارس",    "فاطمه",
    "فتيحه",     "فوزيه",     "فيصل",      "قاسم",     "كاظم",  "كمال",    "ليلي",
    "مازن",      "مالك",      "ماهر",      "محسن",     "محمد",  "محمود",   "مراد",
    "مروان",     "مريم",      "مصطفي",     "معاذ",     "مليكه", "منصور",   "مني",
    "منير",      "مهدي",      "موسي",      "ناديه",    "ناصر",  "نبيل",    "نجيب",
    "نزار",      "نعيمه",     "نوال",      "نورالدين", "هارون", "هشام",    "هند",
    "وائل",      "وليد",      "ياسر",      "ياسمين",   "ياسين", "يحيي",    "يوسف",
    "يونس"};

/* Words, too: "علي" is also "for", "حسن" the goodness of something. */
static const char *const words[] = {"امين", "ايمان", "جمال", "حسن",   "حنان",  "حياه",
                                    "دنيا", "رضا",   "سعيد", "سعيده", "شريف",  "صادق",
                                    "صالح", "عادل",  "علي",  "كريم",  "كريمه", "نجاه",
                                    "نور",  "هدي",   "وفاء"};

static size_t next_word(const struct glyphs *glyphs, size_t at)
{
    return at + (glyphs_at(glyphs, at) == ' ') + (glyphs_read_as(glyphs, at, "  "));
}

/* "al-…i": two letters before, one after, two bytes each. */
static bool is_family(const char *word)
{
    const size_t length = strlen(word);
    return length >= 10 && strncmp(word, "ال", 4) == 0
           && strcmp(word + length - 2, "ي") == 0;
}

/* A word that is perhaps none is a name at the end, before another name or before what
 * tells of the person. */
static bool is_name(const struct glyphs *glyphs, size_t at, int ahead)
{
    char word[GLYPH_WORD_SIZE];
    const size_t end = glyphs_read_word(glyphs, at, 16, word);
    const char *bare = strncmp(word, "و", 2) == 0 ? word + 2 : word; /* and */
    if (REDACT_KNOWS(word, names) || REDACT_KNOWS(bare, names)
        || (is_family(word) && !redact_is_common(glyphs, at)))
        return true;
    if (!REDACT_KNOWS(word, words) && !REDACT_KNOWS(bare, words))
        return false;
    const size_t next = next_word(glyphs, end);
    if (!glyphs_is_letter(glyphs, next))
        return true;
    glyphs_read_word(glyphs, next, 16, word);
    if (strcmp(word, "جدا") == 0 || strcmp(word, "كل") == 0) /* very; all */
        return false;
    return redact_is_common(glyphs, next)
           || (ahead > 0 && is_name(glyphs, next, ahead - 1));
}

bool redact_is_arabic_name(const struct glyphs *glyphs, size_t at)
{
    return glyphs_is_caseless(glyphs, at) && is_name(glyphs, at, 3);
}
