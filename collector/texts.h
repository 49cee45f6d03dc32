/* texts.h: what a visitor may hear in one language, as keys and texts.
 *
 *     OWNED(texts_release) struct texts texts = {.words = &words};
 *     texts_add_interface(&texts);
 *     texts_add_form(&texts, form);
 *     texts_add_places(&texts, centre);
 *     if (!texts_ok(&texts, &error)) ...
 *
 * A key is also the name of a sound file, and holds small letters, digits, '.', '_' and
 * '-' only: kiosk.WORD, kiosk.max.N, FORM.QUESTION, FORM.QUESTION.hint,
 * FORM.QUESTION.OPTION, place.PLACE. A text is one line. What is not said in this
 * language, and a sensitive place, is left out. A key that two different texts claim is
 * kept as null and is not spoken: silence is better than the wrong words. */
#ifndef SORTIE_TEXTS_H
#define SORTIE_TEXTS_H

#include "sortie/options.h"
#include "sortie/store.h"
#include "sortie/words.h"

struct texts {
    const struct words *words;
    json_t *list; /* key -> text, or null, in the order they were added */
    bool cut;     /* memory ran out */
};

/* The interface's words; those that wait for a number are left out. */
void texts_add_interface(struct texts *texts);
void texts_add_form(struct texts *texts, const struct form *form);
void texts_add_places(struct texts *texts, const struct centre *centre);

/* All three, with the newest version of every form. */
void texts_add_store(struct texts *texts, const struct store *store);

bool texts_ok(const struct texts *texts, struct error *error);
void texts_release(struct texts *texts);

/* sortie-collector texts: a line a text, key, tab, text. */
bool texts_print(const struct options *options, struct error *error);

#endif
