/* submission.h: a posted body read against its form: a response, or exactly what is
 * wrong with it.
 *
 *     enum outcome outcome = submission_read(&request, forms, &arrival, &submission,
 * &error); KEPT means: fit to be kept. Others: see submission.problems and error.text.
 *     submission_release(&submission);
 *
 * JSON and the plain page's form-encoded body become the same document first. Once it
 * is read, answers that do not count are dropped and its free texts are redacted: what
 * is kept, and compared with a retry, is that.
 */
#ifndef SORTIE_SUBMISSION_H
#define SORTIE_SUBMISSION_H

#include "http.h"
#include "sortie/store.h"

struct submission {
    bool form_encoded;
    json_t *document; /* NULL when it could not be read */
    char *canonical;  /* sorted, redacted, without `pad` */
    struct response response;
    struct problems problems;
};

enum outcome submission_read(const struct request *request, const struct forms *forms,
                             const struct arrival *arrival,
                             struct submission *submission, struct error *error);
void submission_release(struct submission *submission);

/* Decodes a name or value of a form-encoded body in place; false when it is not
 * form-encoded UTF-8. */
bool submission_decode(char *string);

#endif
