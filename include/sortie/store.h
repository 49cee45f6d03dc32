/* store.h: one file that holds one centre: its forms, its points, the inbox, and the
 * anonymous tables that settling makes of it (lib/schema.sql says what each holds).
 *
 *     store_open(path, STORE_SERVE, &store, &error);
 *     store_begin -> store_receive ... -> store_commit   one fsync for all
 *     store_settle(store, now, ...)                      away from any visitor
 *     store_tallies(store, ...)                          what the analysis reads
 *     store_close(store);
 *
 * Writers take the store's lock file for each transaction; ERROR_BUSY when another
 * holds it. A store made by a newer version is ERROR_NEWER; an older one is migrated
 * when it is opened for writing. A file with a second name (a hard link) is only read:
 * its log lies beside one of them. A file that was put in the place of another one,
 * whose log is still there, is ERROR_INPUT when it is opened; so is, when a writer goes
 * on, a store of which a file was moved or removed meanwhile. */
#ifndef SORTIE_STORE_H
#define SORTIE_STORE_H

#include "sortie/response.h"
#include "sortie/tally.h"

struct store;

enum store_access {
    STORE_READ,  /* never writes, and sees one moment: the analysis */
    STORE_WRITE, /* a command beside a running collector; waits for the lock */
    STORE_SERVE  /* the collector: one at a time; only tries the lock */
};

enum {
    INBOX_MOST = 200000,
    TOKEN_SIZE = 16,
    TOKEN_HEX_SIZE = 33,
    WEEK_NONE = INT32_MIN
};

/* What became of a submission. The store says the first four; the collector's
 * submission.c and routes.c the others. */
enum outcome {
    KEPT,
    SAME,  /* kept already, same content */
    OTHER, /* that key was kept with other content */
    FULL,  /* the inbox is full */
    UNREADABLE,
    TOO_LARGE,
    WRONG_TYPE,
    BREAKS_FORM,
    NO_POINT,
    GONE, /* the point was revoked */
    TOO_OLD,
    TOO_FAST,
    UNABLE, /* the store cannot write now */
    OUTCOMES
};

bool store_init(const char *path, const struct centre *centre,
                struct form *const *forms, size_t form_count, struct error *error);
bool store_open(const char *path, enum store_access access, struct store **store,
                struct error *error);
void store_close(struct store *store);
void store_drop(struct store **store); /* closes: for OWNED */

/* STORE_READ sees the store as it was when it was opened, however often it reads: until
 * this, which is for what takes long afterwards. Nobody can empty the log before. */
void store_end_reading(struct store *store);

/* The catalogue, as loaded last. These two, and every pointer into them or to a point,
 * a place or a change, dangle once it is read again: after a store_refresh that returns
 * true, and after each call that writes to it (store_load_centre, _add_form,
 * _add_point, _set_pin, _add_token, _revoke, _add_change, _remove_change,
 * _set_passphrase). Find them anew then. */
const struct centre *store_centre(const struct store *store);
const struct forms *store_forms(const struct store *store);

/* Reads the catalogue anew when another connection changed the store; true when it did,
 * with an error when only the inbox's keys could not be read: until they are, no
 * transaction begins. */
bool store_refresh(struct store *store, struct error *error);

/* Puts a centre's new file in force (store_centre is the merged one afterwards; a
 * problem as of centre_merge, and when its terms are others once a week is closed), or
 * adds a form version. The newest version of an id is the one that tablets are given.
 */
bool store_load_centre(struct store *store, const struct centre *centre, int32_t today,
                       struct problems *problems, struct error *error);
bool store_add_form(struct store *store, const struct form *form, struct error *error);
const struct form *store_newest_form(const struct store *store, const char *id);

/* The number of a form version in tally rows, and back; 0 and NULL when unknown. */
int64_t store_form_number(const struct store *store, const struct form *form);
const struct form *store_form(const struct store *store, int64_t number);

/* ---- points ---- */

struct point {
    const char *id;
    enum mode mode;
    const char *form;          /* id */
    const struct place *place; /* or NULL */
    const char *pin;           /* 4 to 8 digits; "" when it has none */
    int32_t contact;           /* day its tablet last asked for the form; DAY_NONE */
    bool noted;                /* that day is not written yet */
    size_t tokens, revoked;    /* how many it has */
};

/* Is it a tablet of the centre's own (door, handed), with a staff corner and a last
 * contact? A poster is read by visitors' phones, paper by nobody. */
bool point_has_tablet(const struct point *point);

/* Adds a point with the id, mode, form, place and pin of `point`, and its first token:
 * both or neither. A pin is 4 to 8 digits (NULL: none) and only for a tablet; it keeps
 * visitors out of its staff corner and no more: whoever has the point's address can
 * read it. */
bool store_add_point(struct store *store, const struct point *point,
                     char token[static TOKEN_HEX_SIZE], struct error *error);
bool store_set_pin(struct store *store, const char *point, const char *pin,
                   struct error *error);

/* Another token, as it is printed once: 32 hex digits. The store keeps its hash only.
 */
bool store_add_token(struct store *store, const char *point,
                     char token[static TOKEN_HEX_SIZE], struct error *error);

/* Revokes every token of a point; how many were still in force. */
bool store_revoke(struct store *store, const char *point, int64_t *revoked,
                  struct error *error);
const struct point *store_points(const struct store *store, size_t *count);

/* A point that must be there: NULL with ERROR_INPUT when it is not. */
const struct point *store_point(const struct store *store, const char *id,
                                struct error *error);

/* The point of a token; NULL when there is none. `*gone` when it was revoked. */
const struct point *store_token(const struct store *store, const char *token,
                                bool *gone);

/* A tablet asked for its form. The day is only noted, in memory; store_write_contacts
 * writes what was noted since, in a transaction of its own when there is anything: at
 * most once a day a point. What could not be written stays noted. */
void store_note_contact(struct store *store, const struct point *point, int32_t day);
bool store_write_contacts(struct store *store, struct error *error);

/* ---- changes: you said - we did ---- */

struct change {
    int64_t number;            /* in the order they were written down, from 1 */
    const struct place *place; /* the centre's own when it is about the whole centre */
    int32_t day;
    json_t *said; /* language map, empty when nothing was */
    json_t *did;  /* language map */
    bool rebase;  /* the limits and runs of its charts start anew on that day */
};

/* By day, then number. */
const struct change *store_changes(const struct store *store, size_t *count);

/* Writes a change down; its number is not looked at. */
bool store_add_change(struct store *store, const struct change *change,
                      struct error *error);

/* Takes a change back; ERROR_INPUT when there is none of that number. The newest one's
 * number is given anew. */
bool store_remove_change(struct store *store, int64_t number, struct error *error);

/* ---- the managers' passphrase ---- */

enum { PASSPHRASE_SIZE = 129 }; /* of its hash: libsodium's argon2id string */

/* The hash, as loaded last; "" when there is none, and reports are open on this
 * machine. Setting "" takes it away. */
const char *store_passphrase(const struct store *store);
bool store_set_passphrase(struct store *store, const char *hash, struct error *error);

/* ---- remarks ---- */

/* What visitors wrote, redacted, waits until enough of a place are there to be read
 * together: then they are listed, and staff strike or release them. Only listed ones
 * are seen, never their week or language: a batch says of nobody when they came. */
struct remark {
    int64_t number; /* random; it stays */
    const struct place *place;
    bool released;
    char *text;
};
struct remarks {
    struct remark *entries; /* shuffled within a place, places as in the catalogue */
    size_t count;
};
void remarks_release(struct remarks *remarks);

/* Lists those that waited, of closed weeks, where `smallest_group` and more of a place
 * do, and reads all that are listed. Never those of a sensitive place. */
bool store_list_remarks(struct store *store, struct remarks *remarks,
                        struct error *error);

/* Deletes listed or released remarks, or only where a text is said its words, in each
 * of them. All or none: ERROR_INPUT when a number is of none. Then the log is emptied,
 * and after ERROR_INPUT, too: ERROR_BUSY, when another program reads the store, stands
 * for a text that is struck and still in the log, until this is tried again. */
bool store_strike_remarks(struct store *store, const int64_t *numbers, size_t count,
                          const char *words, struct error *error);

/* Releases listed remarks: reports may show them. All or none. */
bool store_release_remarks(struct store *store, const int64_t *numbers, size_t count,
                           struct error *error);

/* A released remark as the analysis reads it; strings live until `each` returns. */
struct released {
    const struct place *place;
    const char *lang;
    enum leaning leaning;
    const char *text;
};

/* Every released remark of the weeks from..to, in the order of their random numbers.
 * Never those of a place that is sensitive now. */
bool store_released_remarks(struct store *store, int32_t from, int32_t to,
                            bool (*each)(void *context, const struct released *remark,
                                         struct error *error),
                            void *context, struct error *error);

/* ---- the inbox ---- */

/* A response on its way in: its document in canonical bytes without `pad`, and where it
 * came from. */
struct received {
    unsigned char key[KEY_SIZE];
    const char *document;
    const char *place; /* of its point; "" when it has none */
    enum mode mode;
    int32_t arrived;
    int32_t day; /* the day it counts for */
};

/* One transaction; ERROR_BUSY when the lock is held elsewhere (STORE_SERVE only tries,
 * STORE_WRITE waits up to 10 s). After a commit that returns true everything received
 * is on disk, and the store still in its place; after one that returns false nothing
 * is, or where it cannot be relied on, and the inbox's keys are those of the inbox. */
bool store_begin(struct store *store, struct error *error);
bool store_receive(struct store *store, const struct received *received,
                   enum outcome *outcome, struct error *error);
bool store_commit(struct store *store, struct error *error);
void store_rollback(struct store *store);

/* Whether visitors wait for the lock: as long as they do, commands do not take it. */
void store_visitors_wait(struct store *store, bool waiting);

/* Can it write now? It tries, to the disk. */
bool store_can_write(struct store *store, struct error *error);

/* Responses in the inbox. */
int64_t store_waiting(const struct store *store);

/* ---- files typed in ---- */

/* A file being imported, known by the digest of its bytes, form and mode. `lines` of it
 * are in already; `done` when all are. */
struct import {
    int64_t number;
    int64_t lines;
    bool done;
};
bool store_import_find(struct store *store, const char *digest, enum mode mode,
                       struct import *import, struct error *error);

/* Within a transaction: keeps one document (key NULL when it was typed in without), and
 * writes down that the file is read up to `lines`. ERROR_BUSY when another command has
 * read on since `import` was found: take everything back, it counts these lines. */
bool store_import_add(struct store *store, const struct import *import,
                      const unsigned char *key, int32_t day, const char *document,
                      struct error *error);
bool store_import_save(struct store *store, struct import *import, int64_t lines,
                       bool done, struct error *error);

/* ---- visitors, counted ---- */

/* How many came on a day: to a place, to one of its sessions, or (the centre itself) in
 * by its door. Strings live until the call, or `each`, returns. */
struct visitors {
    int32_t day;
    const char *place, *session; /* ids; session "" when it is none */
    int64_t n;
};

/* Within a transaction: counts a line of a file. Lines of one file on the same day,
 * place and session are summed; what a file imported before said of them is forgotten.
 */
bool store_import_visitors(struct store *store, const struct import *import,
                           const struct visitors *visitors, struct error *error);

/* Every count of the days from..to, ordered by day, place, session. */
bool store_visitors(struct store *store, int32_t from, int32_t to,
                    bool (*each)(void *context, const struct visitors *visitors,
                                 struct error *error),
                    void *context, struct error *error);

/* ---- settling ---- */

struct settled {
    int64_t responses; /* laid into the anonymous tables */
    int64_t waiting;   /* late ones that wait for company */
    int64_t repeated;  /* their keys were settled before: dropped */
    int64_t unread;    /* left where they are: they no longer fit their form */
    int32_t closed;    /* last closed week; WEEK_NONE when none */
    int64_t weeks;     /* touched */
};

enum { WEEKS_LEAPT_MOST = 13 };

/* Is `now` at most WEEKS_LEAPT_MOST weeks after the first week that is not closed (in a
 * store that was never settled: after the oldest response that waits)? A clock that
 * leaps further is wrong, or the centre was shut for a season: ERROR_SYSTEM with what
 * to do, since what is deleted by a wrong clock cannot be had back. Nor is one trusted
 * that says a week before the last closed one. */
bool store_trusts_clock(const struct store *store, struct moment now,
                        struct error *error);

/* Settles the inbox and what was typed in, and closes the weeks that are over at `now`
 * in the centre's zone. What another settling closes meanwhile is closed for this one,
 * too. `progress`, when not NULL, is told as weeks are laid. For a command
 * (STORE_WRITE): a collector's keys are read anew by store_refresh. */
bool store_settle(struct store *store, struct moment now, struct settled *settled,
                  void (*progress)(int64_t done, int64_t all), struct error *error);

/* ---- what is kept no longer ---- */

/* What was kept longer than the centre's file says (responses_kept, remarks_kept;
 * keys: 8 weeks). A week's time begins when the week is over. */
struct overdue {
    int64_t responses, remarks, keys;
};

/* Says what is overdue at `now`, and changes nothing. */
bool store_overdue(const struct store *store, struct moment now,
                   struct overdue *overdue, struct error *error);

/* Deletes it, a week a transaction, writes over its bytes and empties the log;
 * store_settle does so, too. The tallies stay as they are. */
bool store_purge(struct store *store, struct moment now, struct overdue *purged,
                 struct error *error);

/* Copies the store into a new file that only its owner can read, checked and on disk
 * when it returns; it opens as a store. Visitors are served meanwhile. Settle first:
 * what still waits is not copied, since it has keys, languages and an order of arrival;
 * `*left` says how many. Nor are languages and parts of the day of open weeks, nor
 * which files were imported. ERROR_INPUT when the file exists. */
bool store_backup(struct store *store, const char *path, int64_t *left,
                  struct error *error);

/* Is a week over at `now` that is not closed yet? A store that was never settled is due
 * once a response waits (STORE_SERVE only). */
bool store_is_due(const struct store *store, struct moment now);

/* Lays the log into the file and empties it, under the lock. */
bool store_checkpoint(struct store *store, struct error *error);

/* ---- periods ---- */

/* From a week on, so many weeks of a place and mode are put together: 1, 2, 4 or 13.
 * periodicity.h chooses; the collector writes it down as it closes weeks. */
struct chosen {
    const char *place; /* id; lives until `each` returns */
    enum mode mode;
    int32_t first; /* week */
    int weeks;
};

/* All that was written down, by place, mode and week. */
bool store_periods(struct store *store,
                   bool (*each)(void *context, const struct chosen *chosen,
                                struct error *error),
                   void *context, struct error *error);

/* Is all written down that is chosen up to the last closed week? Not after weeks were
 * closed, nor after an import changed a closed one. */
bool store_periods_written(const struct store *store, bool *written,
                           struct error *error);

/* What choosing goes by, to be read before the tallies: the last closed week, how many
 * periods are written down, and how often closed weeks were changed. */
struct grounds {
    int32_t closed;
    int64_t periods, revisions;
};
bool store_grounds(struct store *store, struct grounds *grounds, struct error *error);

/* Writes down what was chosen on these grounds, and that it is all up to the last
 * closed week. What is there stays as it is. When another settling changed the grounds
 * meanwhile, nothing is written: choose again, next time. */
bool store_write_periods(struct store *store, const struct chosen *list, size_t count,
                         const struct grounds *grounds, struct error *error);

/* ---- what the analysis reads; closed weeks are its own business ---- */

/* The last closed week; WEEK_NONE when none. */
int32_t store_closed_week(const struct store *store);

/* In how many transactions a closed week was changed by an import since. */
int64_t store_revisions(const struct store *store, int32_t week);

/* Every tally row of the weeks from..to, ordered by week, place, session, form,
 * question, option, mode, class. Strings live until `each` returns. */
bool store_tallies(struct store *store, int32_t from, int32_t to,
                   bool (*each)(void *context, const struct tally_row *row,
                                struct error *error),
                   void *context, struct error *error);

/* Counts the responses anew, where they are still there, and tells each tally row that
 * says something else (row->n), with what was counted. Free text, which leaves its
 * response, is not compared. */
struct recount {
    int64_t compared, different; /* rows */
};
bool store_recount(struct store *store, struct recount *recount,
                   void (*each)(const struct tally_row *row, int64_t counted),
                   struct error *error);

/* The first week with a tally; WEEK_NONE when there is none. */
bool store_first_week(struct store *store, int32_t *week, struct error *error);

#endif
