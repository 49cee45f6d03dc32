/* tally.h: the counts that a response adds, and nothing else of it.
 *
 *     struct tally tally = {0};
 *     tally_response(&tally, &response, week, form_number);
 *     tally_each(&tally, add, context);
 *     tally_release(&tally);
 *
 * Rows of a response, each with n = 1: one with question "" (the response itself), one
 * with option "" for each question that was answered, one for each option chosen. Names
 * are borrowed from the centre and the forms, which must outlive the tally. */
#ifndef SORTIE_TALLY_H
#define SORTIE_TALLY_H

#include "sortie/response.h"

struct tally_row {
    int32_t week;
    const char *place;
    const char *session; /* "" when none */
    int64_t form;        /* number of the form version in the store */
    const char *question;
    const char *option;
    enum mode mode;
    enum class class;
    int64_t n;
};

struct tally_slot;
struct tally {
    struct tally_slot *slots;
    size_t size, count;
};

bool tally_response(struct tally *tally, const struct response *response, int32_t week,
                    int64_t form, struct error *error);

/* In no order. Stops and returns false when `each` does. */
bool tally_each(const struct tally *tally,
                bool (*each)(void *context, const struct tally_row *row,
                             struct error *error),
                void *context, struct error *error);
void tally_release(struct tally *tally);

#endif
