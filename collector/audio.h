/* audio.h: the sound files that the tablet reads aloud.
 *
 * Only what the store's own texts name is served (texts.h), so a URL is looked up in a
 * table and never becomes a path. A text has the centre's own file,
 * OWN/LANGUAGE/KEY.mp3, or else the draft of the build,
 * SORTIE_SHARE/audio/LANGUAGE/KEY.mp3. A draft (its folder's texts.tsv lists it, see
 * collector/speak) that speaks other words than the store's is left out: the tablet
 * never says what it does not show. So are symbolic links, what is no plain file, empty
 * files and those over AUDIO_MOST.
 *
 * A folder whose texts.tsv is there but cannot be read is left out whole, and a
 * recording that cannot be opened; both are told on standard error.
 *
 * The table holds names and sizes; a file is read when it is asked for. */
#ifndef SORTIE_AUDIO_H
#define SORTIE_AUDIO_H

#include "http.h"
#include "sortie/store.h"
#include "templates.h"

#include <sys/stat.h>

enum { AUDIO_MOST = 1024 * 1024 };

struct sound {
    char *key;
    bool own; /* of the centre's folder, not of the build's */
    off_t size;
    struct timespec modified;
};

/* What can be heard in one language. */
struct voice {
    char language[8];
    char version[17];     /* changes with any key, size or time of its sounds */
    struct sound *sounds; /* by key */
    size_t count;
};

struct audio {
    const char *own;      /* the centre's folder, or NULL */
    struct voice *voices; /* one for each language of the centre */
    size_t count;
};

/* Looks for the sounds of all texts of a store. ERROR_INPUT when `own` is no folder. */
bool audio_load(struct audio *audio, const char *own, const struct templates *templates,
                const struct store *store, struct error *error);
void audio_release(struct audio *audio);

/* /audio/LANGUAGE: {"version", "names"}; /audio/LANGUAGE/KEY.mp3?v=VERSION: the bytes.
 */
void audio_answer(const struct audio *audio, const struct request *request,
                  struct reply *reply);

#endif
