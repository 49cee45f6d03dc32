/* visit.h: a point, as one request sees it. */
#ifndef SORTIE_VISIT_H
#define SORTIE_VISIT_H

#include "collector.h"

struct visit {
    struct collector *collector;
    const struct request *request;
    const char *token;
    const struct point *point;
    const struct form *form;         /* the newest of the point's */
    const struct language *language; /* the asked one, or the first that can be shown */
};

/* Fills a visit in. NO_POINT or GONE when the token opens nothing; then only collector,
 * request and language are set. */
enum outcome visit_begin(struct visit *visit, struct collector *collector,
                         const struct request *request, const char *token);

/* Can a visitor read this form in a language of the centre? */
bool visit_speaks(const struct visit *visit, const char *language);

/* Is a question asked at this point? Switched off by the centre, a pick at a point that
 * has a place, a text at a sensitive place: no. */
bool visit_asks(const struct visit *visit, const struct form *form,
                const struct question *question);

/* May a place, or a session, be chosen here on one of the days from..to? */
bool visit_offers_place(const struct place *place, int32_t from, int32_t to);
bool visit_offers_session(const struct session *session, int32_t from, int32_t to);

#endif
