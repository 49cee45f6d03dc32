/* ready.c: see ready.h. */
#include "ready.h"

#include "gzip.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

static void forget(struct ready_form *form)
{
    text_release(&form->bytes);
    text_release(&form->gzipped);
    *form = (struct ready_form){0};
}

void ready_forget(struct ready *ready)
{
    for (size_t i = 0; i < READY_MOST; i++)
        forget(&ready->forms[i]);
    ready->next = 0;
}

void ready_turn(struct ready *ready, int32_t day)
{
    if (day != ready->day)
        ready_forget(ready);
    ready->day = day;
}

const struct ready_form *ready_find(const struct ready *ready, const char *point,
                                    const char *language)
{
    for (size_t i = 0; i < READY_MOST; i++)
        if (ready->forms[i].bytes.length > 0
            && strcmp(ready->forms[i].point, point) == 0
            && strcmp(ready->forms[i].language, language) == 0)
            return &ready->forms[i];
    return NULL;
}

static void tag(struct ready_form *form)
{
    unsigned char digest[16];
    char hex[33];
    crypto_generichash(digest, sizeof digest, (const unsigned char *)form->bytes.bytes,
                       form->bytes.length, NULL, 0);
    sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
    snprintf(form->etag, sizeof form->etag, "W/\"%s\"", hex);
}

const struct ready_form *ready_keep(struct ready *ready, const char *point,
                                    const char *language, struct text *bytes)
{
    struct ready_form *form = &ready->forms[ready->next];
    ready->next = (ready->next + 1) % READY_MOST;
    forget(form);
    snprintf(form->point, sizeof form->point, "%s", point);
    snprintf(form->language, sizeof form->language, "%s", language);
    form->bytes = *bytes;
    *bytes = (struct text){0};
    text_add_bytes(&form->gzipped, text_string(&form->bytes), form->bytes.length);
    if (form->gzipped.cut || !gzip_text(&form->gzipped))
        text_release(&form->gzipped);
    tag(form);
    return form;
}
