/* test_qr.c: the path of a QR code. That it can be read is proved in a browser, by a
 * decoder (tests/browser/paper.test.mjs). */
#include "given.h"

#include "qr.h"

static void test_path(void **state)
{
    (void)state;
    OWNED(qr_release) struct qr qr = {0};
    struct error error = {0};
    assert_true(
        qr_draw("http://sortie:8080/p/0f8fad5bd9cb469fa16570867728950e", &qr, &error));
    assert_int_equal(qr.modules, 33);
    const char *path = text_string(&qr.path);
    assert_memory_equal(path, "M0 0h7v1h-7z", 12);
    assert_non_null(strstr(path, "M26 0h7v1h-7z"));
    assert_int_equal(strspn(path, "Mhvz-0123456789 "), qr.path.length);
}

static void test_too_long(void **state)
{
    (void)state;
    OWNED(qr_release) struct qr qr = {0};
    struct error error = {0};
    char address[4001];
    memset(address, 'a', 4000);
    address[4000] = '\0';
    assert_false(qr_draw(address, &qr, &error));
    assert_int_equal(error.kind, ERROR_INPUT);
    assert_non_null(strstr(error.text, "an address of 4000 characters"));
    assert_int_equal(qr.path.length, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_path),
        cmocka_unit_test(test_too_long),
    };
    return cmocka_run_group_tests_name("qr", tests, NULL, NULL);
}
