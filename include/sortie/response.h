/* response.h: one visitor's answers, read against their form.
 *
 * A document (DESIGN section 4) is read twice by the same function: when it arrives, to
 * say exactly what is wrong with it, and when it is settled, to count it. What the
 * rules hide is dropped, not refused. */
#ifndef SORTIE_RESPONSE_H
#define SORTIE_RESPONSE_H

#include "sortie/centre.h"

enum { KEY_SIZE = 16, DAYS_REMEMBERED = 56 };

enum class { PLAIN, FLAGGED, PARTIAL, AGAIN, LATE, UNCERTAIN, CLASSES };

enum part { PART_NONE, MORNING, AFTERNOON, EVENING, PARTS };

/* Where and when a document came in. */
struct arrival {
    const struct centre *centre;
    const struct place *place; /* of the point, or NULL */
    enum mode mode;            /* unless an imported document says its own */
    int32_t today; /* the day of arrival; of an imported one that is settled, its day */
    bool settling; /* accepted before: since then a place may have become sensitive, a
                      session been cancelled */
    bool imported; /* from a file: any past day is believed; with a key a tablet made
                      it, whose clock may be wrong: no day before 2020 is */
};

struct response {
    unsigned char key[KEY_SIZE]; /* zero when the document has none (import) */
    const struct form *form;
    const struct place *place; /* the centre itself when none was picked */
    const struct session *session;
    int32_t day;
    bool too_old; /* its key may be forgotten: it could be counted twice */
    enum part part;
    const char *lang; /* the form's own, as the document names it */
    enum mode mode;
    enum class class;
    json_t *answers; /* shown and asked questions only, the pick left out */
    const struct question *picked; /* the pick that named its place, or NULL */
};

/* The forms a centre knows, every version. */
struct forms {
    struct form **entries;
    size_t count;
};
void forms_release(struct forms *forms);
const struct form *forms_find(const struct forms *forms, const char *id,
                              const char *version);

/* Reads a document. False with `problems` when it breaks the form (pointers into the
 * document), or with ERROR_SYSTEM. The response borrows from document, forms and
 * centre; response_release gives its answers back. */
bool response_read(const json_t *document, const struct forms *forms,
                   const struct arrival *arrival, struct response *response,
                   struct problems *problems, struct error *error);
void response_release(struct response *response);

/* Drops every answer of its document that was not read: to what the rules hide, what is
 * not asked, and what nobody counts. What is left is bounded by the form, and reads as
 * the same response. */
void response_narrow(const struct response *response, json_t *document);

/* Did the visitor leave pleased (overall positive), or not? Of a remark; an idea leans
 * to neither. The numbers are those of the store. */
enum leaning { LEANING_NOT, LEANING_PLEASED, LEANING_NONE };
enum leaning response_leaning(const struct response *response);

const char *class_name(enum class class);
bool class_from(const char *name, enum class *class);
const char *part_name(enum part part);

#endif
