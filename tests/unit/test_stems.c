/* test_stems.c: the words of a text, and stems as libstemmer 2.2.0 makes them: another
 * release may make others, and this says so. */
#include "sortie/text.h"
#include "stems.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static bool add(void *context, const char *word, const char *stem, struct error *error)
{
    (void)error;
    text_add_format(context, "%s/%s ", word, stem);
    return true;
}

static void reads(const char *language, const char *text, const char *expected)
{
    OWNED(text_release) struct text told = {0};
    OWNED(stems_release) struct stems stems = {0};
    struct error error = {0};

    assert_true(stems_open(&stems, language, &error));
    assert_true(stems_read(&stems, text, add, &told, &error));
    assert_string_equal(text_string(&told), expected);
}

static void test_an_apostrophe_ends_a_word(void **state)
{
    (void)state;
    reads("fr", "L’attente, qu'elle !", "attente/attent qu/qu elle/elle ");
    reads("en", "didn't wait", "didn/didn wait/wait ");
}

static void test_a_letter_alone_a_number_and_what_was_struck_are_no_words(void **state)
{
    (void)state;
    reads("fr", "à 14 h 30 […] 3949 :-)", "");
    reads("fr", "", "");
}

static void test_capitals_and_accents_of_any_writing(void **state)
{
    (void)state;
    reads("fr", "ÉCOUTE", "écoute/écout ");
    reads("fr",
          "e\xCC\x81"
          "coute",
          "écoute/écout ");
    reads("de", "GRÖSSE Straße", "grösse/gross straße/strass ");
}

/* Three stems of one theme: that is why dictionaries list words. */
static void test_stems_that_are_pinned(void **state)
{
    (void)state;
    reads("fr", "attente attendu attendre",
          "attente/attent attendu/attendu attendre/attendr ");
    reads("fr", "conseiller conseillère", "conseiller/conseil conseillère/conseiller ");
    reads("en", "waiting waited queues", "waiting/wait waited/wait queues/queue ");
    reads("es", "esperando horarios", "esperando/esper horarios/horari ");
    reads("it", "aspettato orari", "aspettato/aspett orari/orar ");
    reads("pt", "horários", "horários/horári ");
    reads("de", "warten gewartet", "warten/wart gewartet/gewartet ");
    reads("ca", "col·legi horaris", "col·legi/col.leg horaris/hor ");
    reads("eu", "itxarotea ordutegia", "itxarotea/itxa ordutegia/ordu ");
    reads("ar", "الانتظار انتظار", "الانتظار/انتظار انتظار/انتظار ");
}

static void test_a_language_without_a_stemmer_keeps_its_words(void **state)
{
    (void)state;
    struct stems stems;
    struct error error = {0};

    reads("br", "Gortoz gortozet", "gortoz/gortoz gortozet/gortozet ");
    assert_false(stems_open(&stems, "no-language", &error));
    assert_int_equal(error.kind, ERROR_INPUT);
}

static void test_a_word_without_end_is_none(void **state)
{
    (void)state;
    char text[600];

    memset(text, 'a', sizeof text);
    memcpy(text + sizeof text - 5, " oui", 5);
    reads("fr", text, "oui/oui ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_apostrophe_ends_a_word),
        cmocka_unit_test(test_a_letter_alone_a_number_and_what_was_struck_are_no_words),
        cmocka_unit_test(test_capitals_and_accents_of_any_writing),
        cmocka_unit_test(test_stems_that_are_pinned),
        cmocka_unit_test(test_a_language_without_a_stemmer_keeps_its_words),
        cmocka_unit_test(test_a_word_without_end_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
