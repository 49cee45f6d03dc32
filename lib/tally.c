/* tally.c: see tally.h. An open-addressed table from a row's names to its count. */
#include "sortie/tally.h"

#include <stdlib.h>
#include <string.h>

struct tally_slot {
    struct tally_row row; /* n 0: empty; strings are the forms' and the centre's */
    uint64_t hash;
};

/* FNV-1a: the names are ours, not a visitor's, so nobody can choose collisions. */
static uint64_t mix(uint64_t hash, const char *string)
{
    for (; *string; string++)
        hash = (hash ^ (unsigned char)*string) * 0x100000001B3U;
    return (hash ^ 0xFF) * 0x100000001B3U;
}

static uint64_t hash_of(const struct tally_row *row)
{
    uint64_t hash = 0xCBF29CE484222325U;
    hash =
        mix(mix(mix(mix(hash, row->place), row->session), row->question), row->option);
    hash ^= (uint64_t)row->week * 0x9E3779B97F4A7C15U
            + (uint64_t)row->form * 0xC2B2AE3D27D4EB4FU;
    return (hash ^ (uint64_t)row->mode << 8 ^ (uint64_t)row->class)
           * 0x9E3779B97F4A7C15U;
}

static bool same(const struct tally_row *a, const struct tally_row *b)
{
    return a->week == b->week && a->form == b->form && a->mode == b->mode
           && a->class == b->class && strcmp(a->place, b->place) == 0
           && strcmp(a->session, b->session) == 0
           && strcmp(a->question, b->question) == 0
           && strcmp(a->option, b->option) == 0;
}

/* The slot of a row, or the empty one where it belongs. */
static struct tally_slot *slot_of(const struct tally *tally,
                                  const struct tally_row *row, uint64_t hash)
{
    size_t i = (size_t)(hash >> 16) & (tally->size - 1);
    while (tally->slots[i].row.n != 0
           && (tally->slots[i].hash != hash || !same(&tally->slots[i].row, row)))
        i = (i + 1) & (tally->size - 1);
    return &tally->slots[i];
}

static bool grow(struct tally *tally, struct error *error)
{
    struct tally bigger = {.size = tally->size ? tally->size * 2 : 256};
    bigger.slots = calloc(bigger.size, sizeof *bigger.slots);
    if (!bigger.slots)
        return error_set(error, ERROR_SYSTEM, "cannot count responses: out of memory");
    for (size_t i = 0; i < tally->size; i++)
        if (tally->slots[i].row.n != 0)
            *slot_of(&bigger, &tally->slots[i].row, tally->slots[i].hash) =
                tally->slots[i];
    bigger.count = tally->count;
    free(tally->slots);
    *tally = bigger;
    return true;
}

static bool count(struct tally *tally, const struct tally_row *row, struct error *error)
{
    if (tally->count * 4 >= tally->size * 3 && !grow(tally, error))
        return false;
    uint64_t hash = hash_of(row);
    struct tally_slot *slot = slot_of(tally, row, hash);
    if (slot->row.n == 0) {
        *slot = (struct tally_slot){.row = *row, .hash = hash};
        slot->row.n = 0;
        tally->count++;
    }
    slot->row.n++;
    return true;
}

/* The row of one option; the code is the form's own copy, which outlives the answers.
 */
static bool count_option(struct tally *tally, struct tally_row row,
                         const struct question *question, const json_t *code,
                         struct error *error)
{
    const struct option *option = question_option(question, json_string_value(code));
    if (!option)
        return true;
    row.option = option->code;
    return count(tally, &row, error);
}

static bool count_answer(struct tally *tally, struct tally_row row,
                         const struct question *question, const json_t *answer,
                         struct error *error)
{
    size_t index;
    json_t *code;
    row.question = question->name;
    if (!count(tally, &row, error))
        return false;
    json_array_foreach(answer, index, code)
    {
        if (!count_option(tally, row, question, code, error))
            return false;
    }
    return json_is_array(answer) || count_option(tally, row, question, answer, error);
}

bool tally_response(struct tally *tally, const struct response *response, int32_t week,
                    int64_t form, struct error *error)
{
    struct tally_row row = {.week = week,
                            .place = response->place->id,
                            .session = response->session ? response->session->id : "",
                            .form = form,
                            .question = "",
                            .option = "",
                            .mode = response->mode,
                            .class = response->class};
    if (!count(tally, &row, error))
        return false;
    for (size_t i = 0; i < response->form->question_count; i++) {
        const struct question *question = &response->form->questions[i];
        const json_t *answer = json_object_get(response->answers, question->name);
        if (answer && !count_answer(tally, row, question, answer, error))
            return false;
    }
    return true;
}

bool tally_each(const struct tally *tally,
                bool (*each)(void *context, const struct tally_row *row,
                             struct error *error),
                void *context, struct error *error)
{
    for (size_t i = 0; i < tally->size; i++)
        if (tally->slots[i].row.n != 0 && !each(context, &tally->slots[i].row, error))
            return false;
    return true;
}

void tally_release(struct tally *tally)
{
    free(tally->slots);
    *tally = (struct tally){0};
}
