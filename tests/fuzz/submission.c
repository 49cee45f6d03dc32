/* submission.c: a body posted by anyone. The first byte says how it comes: bit 0 as a
 * form of the plain page, bits 1 and 2 at which point; {{version}} in it is filled in.
 * What is taken is taken again when it is settled, as the same response. */
#include "submission.h"
#include "target.h"

#include <string.h>

enum { TODAY = 20782 }; /* 2026-11-25, as in the documents of tests/submissions */

struct setting {
    struct centre *centre;
    struct form *form;
    struct forms forms;
};

static const struct setting *setting(void)
{
    static struct setting setting;
    struct error error = {0};
    OWNED(problems_release) struct problems problems = {0};
    if (setting.form)
        return &setting;
    json_t *document = document_load("build/fuzz-seeds/centre.json", &error);
    setting.centre = document ? centre_read(document, &problems, &error) : NULL;
    setting.form = form_load("tests/submissions/every.json", &error);
    holds(setting.centre && setting.form);
    setting.forms = (struct forms){.entries = &setting.form, .count = 1};
    json_decref(document);
    return &setting;
}

static struct arrival arrival_at(const struct setting *given, unsigned point)
{
    static const char *const places[] = {NULL, "desk-job", "club-health",
                                         "workshop-cv"};
    const char *place = places[point % 4];
    return (struct arrival){.centre = given->centre,
                            .place = place ? centre_place(given->centre, place) : NULL,
                            .mode = MODE_DOOR,
                            .today = TODAY};
}

static void fill(struct text *body, const char *bytes, size_t size, const char *version)
{
    static const char mark[] = "{{version}}";
    const char *next, *end = bytes + size;
    while ((next = memmem(bytes, (size_t)(end - bytes), mark, strlen(mark)))) {
        text_add_bytes(body, bytes, (size_t)(next - bytes));
        text_add(body, version);
        bytes = next + strlen(mark);
    }
    text_add_bytes(body, bytes, (size_t)(end - bytes));
}

static void settle(const struct submission *kept, const struct setting *given,
                   struct arrival arrival)
{
    struct error error = {0};
    struct response response = {0};
    OWNED(problems_release) struct problems problems = {0};
    json_t *document =
        document_parse(kept->canonical, strlen(kept->canonical), "the inbox", &error);
    char *bytes = document_bytes(document, JSON_SORT_KEYS | JSON_COMPACT);
    arrival.settling = true;
    holds(bytes && strcmp(bytes, kept->canonical) == 0);
    free(bytes);
    holds(document && !json_object_get(document, "pad"));
    holds(
        response_read(document, &given->forms, &arrival, &response, &problems, &error));
    holds(response.place == kept->response.place
          && response.class == kept->response.class
          && json_equal(response.answers, kept->response.answers));
    response_release(&response);
    json_decref(document);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct setting *given = setting();
    struct error error = {0};
    struct submission submission = {0};
    OWNED(text_release) struct text body = {0};
    if (size < 1 || size > BODY_MOST)
        return 0;
    fill(&body, (const char *)data + 1, size - 1, given->form->version);
    struct arrival arrival = arrival_at(given, data[0] >> 1);
    struct request request = {.method = "POST",
                              .path = "/",
                              .type = data[0] & 1 ? "application/x-www-form-urlencoded"
                                                  : "application/json",
                              .none_match = "",
                              .body = text_string(&body),
                              .length = body.length};
    enum outcome outcome =
        submission_read(&request, &given->forms, &arrival, &submission, &error);
    holds(outcome == KEPT || outcome == TOO_OLD || submission.problems.count > 0
          || *error.text);
    if (outcome == KEPT)
        settle(&submission, given, arrival);
    submission_release(&submission);
    return 0;
}
