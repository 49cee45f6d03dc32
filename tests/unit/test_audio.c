/* test_audio.c: which of the centre's own recordings are used, and what is told of the
 * others. */
#include "given.h"

#include "audio.h"

#include <fcntl.h>
#include <sys/stat.h>

/* A folder with a store and two recordings. */
struct place_of_sounds {
    char folder[64], open[128], shut[128];
    struct store *store;
    struct language language;
    struct templates templates;
};

static void write_bytes(const char *path, mode_t mode)
{
    int file = open(path, O_WRONLY | O_CREAT, 0600);
    assert_true(file >= 0);
    assert_int_equal(write(file, "a voice", 7), 7);
    assert_int_equal(fchmod(file, mode), 0);
    close(file);
}

static void make(struct place_of_sounds *at)
{
    struct error error = {0};
    char path[128];
    *at = (struct place_of_sounds){.folder = "/tmp/sortie-audio-XXXXXX"};
    assert_non_null(mkdtemp(at->folder));
    assert_int_equal(chmod(at->folder, 0755), 0);
    snprintf(path, sizeof path, "%s/fr", at->folder);
    assert_int_equal(mkdir(path, 0755), 0);
    snprintf(at->open, sizeof at->open, "%s/fr/kiosk.yes.mp3", at->folder);
    snprintf(at->shut, sizeof at->shut, "%s/fr/kiosk.back.mp3", at->folder);
    write_bytes(at->open, 0644);
    write_bytes(at->shut, 0);
    snprintf(path, sizeof path, "%s/store.db", at->folder);
    struct centre *centre = centre_load("forms/centres/la-villette.json", &error);
    struct form *form = form_load("forms/exit.json", &error);
    assert_true(centre && form && store_init(path, centre, &form, 1, &error)
                && store_open(path, STORE_WRITE, &at->store, &error)
                && words_load("fr", &at->language.words, &error));
    at->templates = (struct templates){.languages = &at->language, .language_count = 1};
    centre_free(centre);
    form_free(form);
}

static void sweep(struct place_of_sounds *at)
{
    char command[128];
    words_release(&at->language.words);
    store_close(at->store);
    snprintf(command, sizeof command, "rm -rf '%s'", at->folder);
    assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c) */
}

static const struct sound *sound_of(const struct audio *audio, const char *key)
{
    for (size_t i = 0; i < audio->voices[0].count; i++)
        if (strcmp(audio->voices[0].sounds[i].key, key) == 0)
            return &audio->voices[0].sounds[i];
    return NULL;
}

/* What a call writes to standard error goes into `said`. */
static bool load_aside(struct audio *audio, const struct place_of_sounds *at,
                       char said[static 512])
{
    struct error error = {0};
    int out[2], kept = dup(STDERR_FILENO);
    assert_int_equal(pipe(out), 0);
    dup2(out[1], STDERR_FILENO);
    bool loaded = audio_load(audio, at->folder, &at->templates, at->store, &error);
    dup2(kept, STDERR_FILENO);
    close(out[1]);
    ssize_t length = read(out[0], said, 511);
    said[length > 0 ? length : 0] = '\0';
    close(out[0]);
    close(kept);
    return loaded;
}

/* A file that may not be read is told by its path; the draft is used, when there is
 * one. Root reads everything, so it is somebody else for a moment. */
static void test_a_recording_that_cannot_be_opened(void **state)
{
    (void)state;
    OWNED(sweep) struct place_of_sounds at;
    OWNED(audio_release) struct audio audio;
    char said[512], expected[256];
    make(&at);
    uid_t self = geteuid();
    assert_int_equal(self ? 0 : seteuid(65534), 0);
    bool loaded = load_aside(&audio, &at, said);
    assert_int_equal(self ? 0 : seteuid(0), 0);
    assert_true(loaded);
    snprintf(expected, sizeof expected, "sortie: %s is not used: Permission denied\n",
             at.shut);
    assert_non_null(strstr(said, expected));
    assert_null(strstr(said, at.open));
    const struct sound *open = sound_of(&audio, "kiosk.yes"),
                       *shut = sound_of(&audio, "kiosk.back");
    assert_true(open && open->own);
    assert_true(!shut || !shut->own);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_recording_that_cannot_be_opened),
    };
    return cmocka_run_group_tests_name("audio", tests, NULL, NULL);
}
