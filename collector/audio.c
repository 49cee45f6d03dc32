/* audio.c: see audio.h. */
#include "audio.h"

#include "texts.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATH_TEXT_SIZE = 4096 };

static const char draft_folder[] = SORTIE_SHARE "/audio";

/* ---- drafts ---- */

/* What a folder's texts.tsv says: "KEY SIZE" -> the text that a draft of that size
 * speaks. A key has two sizes while its draft is being replaced. */
static void read_draft(json_t *drafts, char *line)
{
    char *text = strchr(line, '\t'), *sum = text ? strchr(text + 1, '\t') : NULL,
         *size = sum ? strchr(sum, ' ') : NULL;
    char name[256];
    if (!size)
        return;
    *text++ = *sum = '\0';
    snprintf(name, sizeof name, "%s%s", line, size);
    json_object_set_new(drafts, name, json_string(text));
}

static void tell_unused(const char *path, const char *why)
{
    fprintf(stderr, "sortie: %s is not used: %s\n", path, why);
}

/* A folder without a list has no drafts; NULL when there is one that cannot be read:
 * then nobody knows what its files say. */
static json_t *load_drafts(const char *folder, const char *language)
{
    OWNED(text_release) struct text bytes = {.limit = 4 * AUDIO_MOST};
    struct error error = {0};
    struct stat status;
    char path[PATH_TEXT_SIZE], *rest = NULL;
    snprintf(path, sizeof path, "%s/%s/texts.tsv", folder, language);
    bool none = lstat(path, &status) != 0 && errno == ENOENT;
    if (!none && !text_add_file(&bytes, path, &error)) {
        path[strlen(path) - strlen("/texts.tsv")] = '\0';
        tell_unused(path, error.text);
        return NULL;
    }
    json_t *drafts = json_object();
    for (char *line = bytes.length ? strtok_r(bytes.bytes, "\n", &rest) : NULL; line;
         line = strtok_r(NULL, "\n", &rest))
        read_draft(drafts, line);
    return drafts;
}

/* ---- the table ---- */

/* One folder's files in one language. */
struct source {
    const char *folder, *language;
    bool own;
    json_t *drafts;
};

static void source_release(struct source *source)
{
    json_decref(source->drafts);
}

static bool is_folder(const char *folder, const char *language)
{
    char path[PATH_TEXT_SIZE];
    struct stat status;
    int length = snprintf(path, sizeof path, "%s/%s", folder, language);
    return length > 0 && (size_t)length < sizeof path && lstat(path, &status) == 0
           && S_ISDIR(status.st_mode);
}

static struct source source_open(const char *folder, const char *language, bool own)
{
    json_t *drafts =
        folder && is_folder(folder, language) ? load_drafts(folder, language) : NULL;
    return (struct source){.folder = drafts ? folder : NULL,
                           .language = language,
                           .own = own,
                           .drafts = drafts};
}

static bool is_served(const struct stat *status)
{
    return S_ISREG(status->st_mode) && status->st_size > 0
           && status->st_size <= AUDIO_MOST;
}

/* Can a recording be opened? Its owner is told when not: they made it to be heard. */
static bool opens(const char *path)
{
    int file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (file >= 0)
        close(file);
    else
        tell_unused(path, strerror(errno));
    return file >= 0;
}

/* Has a source a file for a text, and does it speak that text? A file that is no draft
 * is a recording, and whoever made it knew what it says. */
static bool speaks(const struct source *source, const char *key, const char *text,
                   struct sound *sound)
{
    char path[PATH_TEXT_SIZE], name[256];
    struct stat status;
    if (!source->folder)
        return false;
    int length = snprintf(path, sizeof path, "%s/%s/%s.mp3", source->folder,
                          source->language, key);
    if (length < 0 || (size_t)length >= sizeof path || lstat(path, &status) != 0
        || !is_served(&status) || (source->own && !opens(path)))
        return false;
    snprintf(name, sizeof name, "%s %lld", key, (long long)status.st_size);
    const char *spoken = document_string(source->drafts, name);
    *sound = (struct sound){
        .own = source->own, .size = status.st_size, .modified = status.st_mtim};
    return !spoken || strcmp(spoken, text) == 0;
}

static bool add_sounds(struct voice *voice, const struct source sources[2],
                       const json_t *texts)
{
    const char *key;
    json_t *text;
    voice->sounds = calloc(json_object_size(texts) + 1, sizeof *voice->sounds);
    if (!voice->sounds)
        return false;
    json_object_foreach((json_t *)(uintptr_t)texts, key, text)
    {
        const char *string = json_string_value(text);
        struct sound *sound = &voice->sounds[voice->count];
        if (!string
            || !(speaks(&sources[0], key, string, sound)
                 || speaks(&sources[1], key, string, sound)))
            continue;
        sound->key = strdup(key);
        if (!sound->key)
            return false;
        voice->count++;
    }
    return true;
}

static int by_key(const void *left, const void *right)
{
    const struct sound *a = left, *b = right;
    return strcmp(a->key, b->key);
}

static bool mark_version(struct voice *voice)
{
    OWNED(text_release) struct text lines = {0};
    unsigned char digest[8];
    for (size_t i = 0; i < voice->count; i++) {
        const struct sound *sound = &voice->sounds[i];
        text_add_format(&lines, "%s %d %lld %lld.%ld\n", sound->key, sound->own,
                        (long long)sound->size, (long long)sound->modified.tv_sec,
                        sound->modified.tv_nsec);
    }
    crypto_generichash(digest, sizeof digest,
                       (const unsigned char *)text_string(&lines), lines.length, NULL,
                       0);
    sodium_bin2hex(voice->version, sizeof voice->version, digest, sizeof digest);
    return !lines.cut;
}

static bool fill(struct voice *voice, const struct source sources[2],
                 const json_t *texts)
{
    if (!add_sounds(voice, sources, texts))
        return false;
    qsort(voice->sounds, voice->count, sizeof *voice->sounds, by_key);
    return mark_version(voice);
}

static bool load_voice(struct audio *audio, const struct words *words,
                       const struct store *store, struct error *error)
{
    struct voice *voice = &audio->voices[audio->count++];
    OWNED(texts_release) struct texts texts = {.words = words};
    OWNED(source_release)
    struct source own = source_open(audio->own, words->language, true);
    OWNED(source_release)
    struct source drafts = source_open(draft_folder, words->language, false);
    memcpy(voice->language, words->language, sizeof voice->language);
    texts_add_store(&texts, store);
    if (!texts_ok(&texts, error))
        return false;
    if (!fill(voice, (const struct source[]){own, drafts}, texts.list))
        return error_set(error, ERROR_SYSTEM,
                         "cannot list the sound files: out of memory");
    return true;
}

bool audio_load(struct audio *audio, const char *own, const struct templates *templates,
                const struct store *store, struct error *error)
{
    struct stat status;
    *audio = (struct audio){
        .own = own, .voices = calloc(templates->language_count, sizeof *audio->voices)};
    if (!audio->voices)
        return error_set(error, ERROR_SYSTEM,
                         "cannot list the sound files: out of memory");
    if (own && stat(own, &status) != 0)
        return error_set(error, ERROR_INPUT, "cannot open the recordings '%s': %s", own,
                         strerror(errno));
    if (own && !S_ISDIR(status.st_mode))
        return error_set(error, ERROR_INPUT,
                         "the recordings '%s' are no folder: name the one that holds "
                         "fr/..., en/...",
                         own);
    for (size_t i = 0; i < templates->language_count; i++)
        if (!load_voice(audio, &templates->languages[i].words, store, error))
            return false;
    return true;
}

void audio_release(struct audio *audio)
{
    for (size_t i = 0; i < audio->count; i++) {
        for (size_t j = 0; j < audio->voices[i].count; j++)
            free(audio->voices[i].sounds[j].key);
        free(audio->voices[i].sounds);
    }
    free(audio->voices);
    *audio = (struct audio){0};
}

/* ---- answers ---- */

static const struct voice *find_voice(const struct audio *audio, const char *language,
                                      size_t length)
{
    for (size_t i = 0; i < audio->count; i++)
        if (strlen(audio->voices[i].language) == length
            && memcmp(audio->voices[i].language, language, length) == 0)
            return &audio->voices[i];
    return NULL;
}

static const struct sound *find_sound(const struct voice *voice, const char *file)
{
    for (size_t i = 0; i < voice->count; i++) {
        size_t length = strlen(voice->sounds[i].key);
        if (strncmp(voice->sounds[i].key, file, length) == 0
            && strcmp(file + length, ".mp3") == 0)
            return &voice->sounds[i];
    }
    return NULL;
}

static void reply_list(const struct voice *voice, const struct request *request,
                       struct reply *reply)
{
    reply->type = "application/json";
    reply->cache = "no-cache";
    /* Weak, as the form's: the same list, compressed or not. */
    snprintf(reply->etag, sizeof reply->etag, "W/\"%s\"", voice->version);
    if (strcmp(reply->etag, request->none_match) == 0) {
        reply->status = 304;
        return;
    }
    reply->status = 200;
    text_add_format(&reply->body, "{\"version\": \"%s\", \"names\": [", voice->version);
    for (size_t i = 0; i < voice->count; i++)
        text_add_format(&reply->body, "%s\"%s\"", i ? ", " : "", voice->sounds[i].key);
    text_add(&reply->body, "]}\n");
}

/* Reads a file of the table; `*same` when it is still the one that was listed. */
static bool read_sound(const char *path, const struct sound *sound, struct text *body,
                       bool *same)
{
    char piece[16 * 1024];
    struct stat status;
    ssize_t length = -1;
    int file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (file < 0)
        return false;
    if (fstat(file, &status) == 0 && is_served(&status))
        while ((length = read(file, piece, sizeof piece)) > 0
               && body->length <= AUDIO_MOST)
            text_add_bytes(body, piece, (size_t)length);
    close(file);
    *same = length == 0 && status.st_size == sound->size
            && (off_t)body->length == sound->size
            && status.st_mtim.tv_sec == sound->modified.tv_sec
            && status.st_mtim.tv_nsec == sound->modified.tv_nsec;
    return length == 0 && body->length > 0;
}

static void reply_sound(const struct audio *audio, const struct voice *voice,
                        const struct sound *sound, const struct request *request,
                        struct reply *reply)
{
    char path[PATH_TEXT_SIZE];
    bool same = false;
    snprintf(path, sizeof path, "%s/%s/%s.mp3", sound->own ? audio->own : draft_folder,
             voice->language, sound->key);
    if (!read_sound(path, sound, &reply->body, &same)) {
        text_clear(&reply->body);
        reply_error(reply, 404, "this sound file is gone: start the collector again");
        return;
    }
    bool present = request->version && strcmp(request->version, voice->version) == 0;
    reply->status = 200;
    reply->type = "audio/mpeg";
    reply->cache = same && present ? "public, max-age=31536000, immutable" : "no-cache";
}

void audio_answer(const struct audio *audio, const struct request *request,
                  struct reply *reply)
{
    const char *language = request->path + strlen("/audio");
    language += *language == '/';
    size_t length = strcspn(language, "/");
    const struct voice *voice = find_voice(audio, language, length);
    const struct sound *sound =
        voice && language[length] ? find_sound(voice, language + length + 1) : NULL;
    if (!voice)
        reply_error(
            reply, 404,
            "nothing is read aloud in this language: it is none of the centre's, "
            "or its sound files cannot be loaded");
    else if (!language[length])
        reply_list(voice, request, reply);
    else if (sound)
        reply_sound(audio, voice, sound, request, reply);
    else
        reply_error(reply, 404,
                    "there is no such sound file: /audio/LANGUAGE lists what there is");
}
