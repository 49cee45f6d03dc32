/* network_page.h: the page of centres side by side, and the tables beside it. */
#ifndef NETWORK_PAGE_H
#define NETWORK_PAGE_H

#include "plot.h"
#include "sortie/words.h"
#include "topics.h"

struct network {
    struct topics topics;
    struct form *form; /* the words of the core questions */
    struct plot *plot; /* drawn */
    struct words words;
};

bool network_page(const struct network *network, struct text *out, struct error *error);

/* A topic's funnel for anyone to draw again, by funnel.gp. */
bool network_table(const struct network *network, const struct topic *topic,
                   struct text *out, struct error *error);

/* Of a topic's files, of ids alone: "desk.overall.v1.door". */
enum { NETWORK_NAME_SIZE = 128 };
void network_name(const struct topic *topic, char name[static NETWORK_NAME_SIZE]);

#endif
