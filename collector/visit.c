/* visit.c: see visit.h. */
#include "visit.h"

#include "wording.h"

#include <string.h>

bool visit_speaks(const struct visit *visit, const char *language)
{
    return wording_speaks(visit->form, language);
}

/* The asked language, else the centre's first, else the first that the form has. */
static const struct language *choose_language(const struct visit *visit)
{
    const struct templates *templates = &visit->collector->templates;
    const struct language *asked = templates_language(templates, visit->request->lang);
    if (asked && (!visit->form || visit_speaks(visit, asked->words.language)))
        return asked;
    for (size_t i = 0; visit->form && i < templates->language_count; i++)
        if (visit_speaks(visit, templates->languages[i].words.language))
            return &templates->languages[i];
    return &templates->languages[0];
}

enum outcome visit_begin(struct visit *visit, struct collector *collector,
                         const struct request *request, const char *token)
{
    bool gone = false;
    *visit = (struct visit){.collector = collector, .request = request, .token = token};
    visit->point = store_token(collector->store, token, &gone);
    if (visit->point && !gone)
        visit->form = store_newest_form(collector->store, visit->point->form);
    visit->language = choose_language(visit);
    if (gone)
        return GONE;
    return visit->form ? KEPT : NO_POINT;
}

bool visit_asks(const struct visit *visit, const struct form *form,
                const struct question *question)
{
    const struct place *place = visit->point->place;
    if (question->type == PICK && place)
        return false;
    if (question->type == TEXT && place && place->sensitive)
        return false;
    return question_asked(question, form,
                          store_centre(visit->collector->store)->settings.questions);
}

bool visit_offers_place(const struct place *place, int32_t from, int32_t to)
{
    return place->kind != KIND_CENTRE && !place->sensitive
           && (place->from == DAY_NONE || place->from <= to)
           && (place->to == DAY_NONE || place->to >= from);
}

bool visit_offers_session(const struct session *session, int32_t from, int32_t to)
{
    return from <= session->day && session->day <= to
           && visit_offers_place(session->place, session->day, session->day);
}
