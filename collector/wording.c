/* wording.c: see wording.h. */
#include "wording.h"

#include <stdio.h>
#include <string.h>

bool wording_speaks(const struct form *form, const char *language)
{
    for (size_t i = 0; i < form->language_count; i++)
        if (strcmp(form->languages[i], language) == 0)
            return true;
    return false;
}

const char *wording_label(const struct words *words, const struct question *question,
                          const struct option *option)
{
    if (question->type == YESNO)
        return words_get(words,
                         strcmp(option->code, "yes") == 0 ? "kiosk.yes" : "kiosk.no");
    return question->type == NPS ? option->code
                                 : document_text(option->text, words->language);
}

static void add_number(struct text *out, const char *sentence, int number)
{
    char digits[16];
    snprintf(digits, sizeof digits, "%d", number);
    text_add_filled(out, sentence,
                    (const struct filling[]){
                        {"n",  digits},
                        {NULL, NULL  }
    });
}

void wording_hint(const struct words *words, const struct question *question,
                  struct text *out)
{
    if (question->hint)
        text_add(out, document_text(question->hint, words->language));
    else if (question->type == NPS)
        text_add(out, words_get(words, "kiosk.nps"));
    else if (question->type == CHOICES && question->max < (int)question->option_count)
        add_number(out, words_get(words, "kiosk.max"), question->max);
}
