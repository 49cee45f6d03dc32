/* remarks_record.c: see remarks_record.h. */
#include "remarks_record.h"

static json_t *json_counts(const struct themes *themes, enum list list,
                           const int64_t *counts)
{
    json_t *rows = json_array();

    for (size_t i = 0; i < dictionaries_themes(themes->dictionaries, list); i++)
        if (counts[i] > 0)
            json_array_append_new(
                rows, json_pack("{s:s, s:I}", "id",
                                dictionaries_id(themes->dictionaries, list, i),
                                "at_least", (json_int_t)counts[i]));
    return rows;
}

static json_t *json_places(const struct themes *themes, const struct centre *centre)
{
    json_t *rows = json_array();

    for (size_t i = 0; i < themes->place_count; i++) {
        json_t *counts = json_counts(themes, LIST_THEMES, themes_row(themes, i));
        if (json_array_size(counts) > 0)
            json_array_append_new(
                rows,
                json_pack("{s:s, s:o}", "id", centre->places[i].id, "themes", counts));
        else
            json_decref(counts);
    }
    return rows;
}

static json_t *json_words(const struct themes *themes)
{
    json_t *rows = json_array();

    for (size_t i = 0; i < themes->word_count; i++)
        json_array_append_new(
            rows, json_pack("{s:s, s:s, s:s}", "lang", themes->words[i].language,
                            "word", themes->words[i].word, "more_in",
                            themes->words[i].pleased ? "pleased" : "others"));
    return rows;
}

json_t *remarks_record(const struct themes *themes, const struct centre *centre)
{
    char first[WEEK_SIZE], last[WEEK_SIZE];

    if (!themes_any(themes, 0))
        return NULL;
    week_write(themes->first, first);
    week_write(themes->last, last);
    return json_pack(
        "{s:s, s:s, s:I, s:o, s:o, s:o}", "from", first, "to", last, "step",
        (json_int_t)themes->step, "places", json_places(themes, centre), "ideas",
        json_counts(themes, LIST_IDEAS, themes->ideas), "words", json_words(themes));
}
