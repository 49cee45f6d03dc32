/* test_dictionary.c: files of themes that are refused, with what is said of them. */
#include "dictionary.h"
#include "given.h"

static const char right[] =
    "{'sortie': 'themes/1', 'language': 'fr', 'ignored': ['le'], 'themes': [{'id': "
    "'wait', 'name': 'L’attente', 'words': ['attente', 'attendre']}, {'id': 'hours', "
    "'name': 'Les horaires', 'words': ['horaires']}], 'ideas': []}";

/* A folder with one file, and what is wrong with it ("" when nothing is). */
struct folder {
    char path[32];
};

static void write_file(const struct folder *folder, const char *name, const char *text)
{
    char path[64];
    snprintf(path, sizeof path, "%s/%s", folder->path, name);
    json_t *document = given(text);
    assert_int_equal(json_dump_file(document, path, 0), 0);
    json_decref(document);
}

static void remove_all(struct folder *folder)
{
    static const char *const names[] = {"fr.json", "en.json"};
    char path[64];
    for (int i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "%s/%s", folder->path, names[i]);
        unlink(path);
    }
    rmdir(folder->path);
}

static struct folder folder_made(void)
{
    struct folder folder = {"/tmp/sortie-XXXXXX"};
    assert_non_null(mkdtemp(folder.path));
    return folder;
}

static void says(const struct folder *folder, const char *expected)
{
    OWNED(dictionaries_release) struct dictionaries dictionaries = {0};
    struct error error = {0};
    bool loaded = dictionaries_load(folder->path, &dictionaries, &error);
    if (!strstr(error.text, expected) || loaded != !*expected)
        fail_msg("'%s' is not '%s'", error.text, expected);
}

/* The right file with `old` replaced by `new`. */
static void refuses(const char *old, const char *new, const char *why)
{
    OWNED(remove_all) struct folder folder = folder_made();
    OWNED(text_release) struct text text = {0};
    const char *at = strstr(right, old);
    assert_non_null(at);
    text_add_bytes(&text, right, (size_t)(at - right));
    text_add(&text, new);
    text_add(&text, at + strlen(old));
    write_file(&folder, "fr.json", text_string(&text));
    says(&folder, why);
}

static void test_what_is_refused(void **state)
{
    (void)state;
    refuses("'wait'", "'wait'", "");
    refuses("themes/1", "themes/2", "/sortie: must be \"themes/1\"");
    refuses("'fr'", "'en'", "/language: must be that of the file's name");
    refuses("'wait'", "'Wait'", "/themes/0: 'id' must be small letters");
    refuses("'L’attente'", "''", "/themes/0: 'name' must be a text");
    refuses("['horaires']", "[]", "/themes/1/words: must be a list of words");
    refuses("'horaires'", "'deux mots'",
            "/themes/1/words/0: must be one word of two letters or more");
    refuses("'horaires'", "12", "/themes/1/words/0: must be one word");
    refuses("'horaires'", "'attentes'",
            "/themes/1/words/0: 'attentes' is the same word as one of /themes/0");
    refuses("'horaires'", "'le'", "/themes/1/words/0: 'le' is in /ignored, too");
    refuses("['le']", "{}", "/ignored: must be a list of words");
    refuses("'ideas': []", "'ideas': 3", "/ideas: must be a list");
    refuses("'ideas': []", "'ideas': [], 'colour': 1", "'colour' is not known here");
}

static void test_files_of_a_folder_have_the_same_themes(void **state)
{
    (void)state;
    OWNED(remove_all) struct folder folder = folder_made();
    says(&folder, "there is no file of themes in '/tmp/sortie-");
    write_file(&folder, "fr.json", right);
    write_file(&folder, "en.json",
               "{'sortie': 'themes/1', 'language': 'en', 'ignored': [], 'themes': "
               "[{'id': 'wait', 'name': 'Waiting', 'words': ['wait']}], 'ideas': []}");
    says(&folder, "fr.json: its themes must have the ids of '/tmp/sortie-");
}

static void test_a_word_is_found_by_any_form(void **state)
{
    (void)state;
    OWNED(remove_all) struct folder folder = folder_made();
    OWNED(dictionaries_release) struct dictionaries dictionaries = {0};
    struct error error = {0};

    write_file(&folder, "fr.json", right);
    assert_true(dictionaries_load(folder.path, &dictionaries, &error));
    const struct dictionary *french = dictionaries_find(&dictionaries, "fr");
    assert_int_equal(dictionary_theme(french, LIST_THEMES, "attent"), 0);
    assert_int_equal(dictionary_theme(french, LIST_THEMES, "attendr"), 0);
    assert_int_equal(dictionary_theme(french, LIST_THEMES, "horair"), 1);
    assert_int_equal(dictionary_theme(french, LIST_THEMES, "bruit"), -1);
    assert_int_equal(dictionary_theme(french, LIST_IDEAS, "attent"), -1);
    assert_true(dictionary_ignores(french, "le"));
    assert_null(dictionaries_find(&dictionaries, "en"));
    assert_string_equal(dictionaries_name(&dictionaries, LIST_THEMES, 1, "en"),
                        "Les horaires");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_refused),
        cmocka_unit_test(test_files_of_a_folder_have_the_same_themes),
        cmocka_unit_test(test_a_word_is_found_by_any_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
