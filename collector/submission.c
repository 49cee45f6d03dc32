/* submission.c: see submission.h. */
#include "submission.h"

#include "redact.h"

#include <stdlib.h>
#include <string.h>

enum { FIELDS_MOST = 300 };

/* ---- the plain page's body ---- */

static int hex(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    digit = (char)(digit | 0x20);
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

bool submission_decode(char *string)
{
    char *to = string;
    for (const char *at = string; *at; at++) {
        if (*at == '%') {
            int high = hex(at[1]), low = high < 0 ? -1 : hex(at[2]);
            if (low < 0 || high * 16 + low == 0)
                return false;
            if (high * 16 + low != '\r')
                *to++ = (char)(high * 16 + low);
            at += 2;
        } else if (*at != '\r') {
            *to++ = (char)(*at == '+' ? ' ' : *at);
        }
    }
    *to = '\0';
    return text_is_utf8(string, (size_t)(to - string));
}

static char *trim(char *string)
{
    string += strspn(string, " \n\t");
    size_t length = strlen(string);
    while (length && strchr(" \n\t", string[length - 1]))
        string[--length] = '\0';
    return string;
}

/* Puts an answer where the form wants it: in a list when several may be chosen. */
static bool set_answer(json_t *answers, const struct form *form, const char *name,
                       const char *value)
{
    const struct question *question = form ? form_question(form, name) : NULL;
    if (!*value)
        return true;
    if (!question || question->type != CHOICES)
        return json_object_set_new(answers, name, json_string(value)) == 0;
    json_t *codes = json_object_get(answers, name);
    if (!codes && json_object_set_new(answers, name, json_array()) == 0)
        codes = json_object_get(answers, name);
    return json_array_append_new(codes, json_string(value)) == 0;
}

struct field {
    const char *name;
    char *value;
};

/* Cuts a body into fields, in place; how many, -1 when it is malformed. */
static int cut_fields(char *body, struct field fields[static FIELDS_MOST])
{
    int count = 0;
    for (char *next = NULL, *pair = body; pair && *pair; pair = next) {
        next = strchr(pair, '&');
        if (next)
            *next++ = '\0';
        char *value = strchr(pair, '=');
        if (!value || count == FIELDS_MOST)
            return -1;
        *value++ = '\0';
        if (!submission_decode(pair) || !submission_decode(value))
            return -1;
        fields[count++] = (struct field){.name = pair, .value = trim(value)};
    }
    return count;
}

static const char *value_of(const struct field *fields, int count, const char *name)
{
    for (int i = 0; i < count; i++)
        if (strcmp(fields[i].name, name) == 0)
            return fields[i].value;
    return "";
}

/* The document that the tablet's page would have sent. */
static json_t *build(const struct field *fields, int count, const struct forms *forms)
{
    const struct form *form = forms_find(forms, value_of(fields, count, "form"),
                                         value_of(fields, count, "version"));
    json_t *document = json_pack("{s:b}", "complete", 1);
    json_t *answers = json_object();
    bool fine = document && answers;
    for (int i = 0; i < count && fine; i++) {
        if (strncmp(fields[i].name, "q.", 2) == 0)
            fine = set_answer(answers, form, fields[i].name + 2, fields[i].value);
        else
            fine = json_object_set_new(document, fields[i].name,
                                       json_string(fields[i].value))
                   == 0;
    }
    /* Last, so that no field can take its place. */
    fine = json_object_set_new(document, "answers", answers) == 0 && fine;
    if (fine)
        return document;
    json_decref(document);
    return NULL;
}

static json_t *read_fields(const struct request *request, const struct forms *forms,
                           struct error *error)
{
    struct field fields[FIELDS_MOST];
    char *body = strdup(request->body);
    bool whole = body && strlen(body) == request->length;
    int count = whole ? cut_fields(body, fields) : -1;
    json_t *document = count < 0 ? NULL : build(fields, count, forms);
    if (!body || (count >= 0 && !document))
        error_set(error, ERROR_SYSTEM, "cannot read the page's answers: out of memory");
    else if (!document)
        error_set(error, ERROR_INPUT,
                  "the page's answers cannot be read: open the page again");
    free(body);
    return document;
}

/* ---- any body ---- */

static bool is_type(const char *type, const char *wanted)
{
    size_t length = strlen(wanted);
    return strncasecmp(type, wanted, length) == 0
           && (type[length] == '\0' || strchr("; \t", type[length]));
}

static enum outcome read_document(const struct request *request,
                                  const struct forms *forms,
                                  struct submission *submission, struct error *error)
{
    submission->form_encoded =
        is_type(request->type, "application/x-www-form-urlencoded");
    if (!submission->form_encoded && !is_type(request->type, "application/json")) {
        error_set(error, ERROR_INPUT, "send a response as application/json");
        return WRONG_TYPE;
    }
    submission->document =
        submission->form_encoded
            ? read_fields(request, forms, error)
            : document_parse(request->body, request->length, "the response", error);
    if (submission->document)
        return KEPT;
    return error->kind == ERROR_SYSTEM ? UNABLE : UNREADABLE;
}

enum outcome submission_read(const struct request *request, const struct forms *forms,
                             const struct arrival *arrival,
                             struct submission *submission, struct error *error)
{
    *submission = (struct submission){0};
    enum outcome outcome = read_document(request, forms, submission, error);
    if (outcome != KEPT)
        return outcome;
    if (!response_read(submission->document, forms, arrival, &submission->response,
                       &submission->problems, error))
        return error->kind == ERROR_SYSTEM ? UNABLE : BREAKS_FORM;
    if (submission->response.too_old)
        return TOO_OLD;
    response_narrow(&submission->response, submission->document);
    if (!redact_document(submission->document, submission->response.form, error))
        return UNABLE;
    json_object_del(submission->document, "pad");
    submission->canonical = document_canonical(submission->document);
    return submission->canonical ? KEPT : UNABLE;
}

void submission_release(struct submission *submission)
{
    response_release(&submission->response);
    problems_release(&submission->problems);
    json_decref(submission->document);
    free(submission->canonical);
    *submission = (struct submission){0};
}
