/* main.c: sortie-collector's commands. */
#include "change.h"
#include "import.h"
#include "manage.h"
#include "passphrase.h"
#include "print.h"
#include "remark.h"
#include "serve.h"
#include "sortie/dump.h"
#include "texts.h"

#include <jansson.h>
#include <sodium.h>

#define STORE                                                                          \
    {                                                                                  \
        "store", "FILE", "the centre's store", OPTION_NEEDED                           \
    }

#define URL                                                                            \
    {                                                                                  \
        "url", "BASE",                                                                 \
            "how phones and tablets reach the collector: http://sortie:8080",          \
            OPTION_NEEDED                                                              \
    }

static const struct command commands[] = {
    {"init",
     "make a new store for a centre; an existing file is never touched", NULL,
     0, 0,
     {STORE,
      {"centre", "FILE", "the centre's file, such as forms/centres/la-villette.json",
       OPTION_NEEDED},
      {"form", "FILE", "a questionnaire, such as forms/exit.json", OPTION_MANY_NEEDED}},
     manage_init},
    {"centre check",
     "say whether a centre's file is right, or all that is wrong with it", "FILE",
     1, 1,
     {{0}},
     manage_centre_check},
    {"centre load",
     "put a centre's new file in force; what is gone from it is ended", "FILE",
     1, 1,
     {STORE},
     manage_centre_load},
    {"form check",
     "say whether questionnaires are right, or all that is wrong with them", "FILE...",
     1, -1,
     {{0}},
     manage_form_check},
    {"form add",
     "add new questionnaires, or new versions of them", "FILE...",
     1, -1,
     {STORE},
     manage_form_add},
    {"form print",
     "print a questionnaire as a sheet of paper (HTML) with the codes for import", NULL,
     0, 0,
     {STORE,
      {"form", "ID", "the questionnaire", OPTION_NEEDED},
      {"lang", "CODE", "the visitor's language, such as fr", OPTION_NEEDED},
      {"out", "FILE", "a new file", OPTION_NEEDED}},
     print_form},
    {"point add",
     "make a point where answers are taken, and print its token", NULL,
     0, 0,
     {STORE,
      {"id", "ID", "such as hall", OPTION_NEEDED},
      {"mode", "MODE", "door, handed, poster or paper", OPTION_NEEDED},
      {"form", "ID", "the questionnaire it asks", OPTION_NEEDED},
      {"place", "ID", "the desk, workshop, club or space it stands at", OPTION_ONE},
      {"pin", "N",
       "4 to 8 digits that open the staff corner of its tablet; none unless said",
       OPTION_ONE}},
     manage_point_add},
    {"point link",
     "make another token of a point and print its address", NULL,
     0, 0,
     {STORE,
      {"id", "ID", "the point", OPTION_NEEDED},
      URL,
      {"qr", "FILE", "a new file (SVG) to scan with the tablet", OPTION_ONE}},
     print_link},
    {"point poster",
     "make another token of a poster's point and draw the poster (SVG, A4)", NULL,
     0, 0,
     {STORE,
      {"id", "ID", "the point, of mode poster", OPTION_NEEDED},
      URL,
      {"out", "FILE", "a new file", OPTION_NEEDED}},
     print_poster},
    {"point pin",
     "give a point's tablet another PIN for its staff corner, or none", NULL,
     0, 0,
     {STORE,
      {"id", "ID", "the point", OPTION_NEEDED},
      {"pin", "N",
       "4 to 8 digits, or none: it keeps visitors out of the staff corner and no more",
       OPTION_NEEDED}},
     manage_point_pin},
    {"point list",
     "list the points: id, mode, form, place, tokens, day of last contact", NULL,
     0, 0,
     {STORE},
     manage_point_list},
    {"point revoke",
     "end all tokens of a point", NULL,
     0, 0,
     {STORE, {"id", "ID", "the point", OPTION_NEEDED}},
     manage_point_revoke},
    {"change add",
     "write down what the centre changed; tablets show the latest", NULL,
     0, 0,
     {STORE,
      {"day", "DAY", "when it was changed, such as 2026-10-05", OPTION_NEEDED},
      {"place", "ID", "what it is about; the whole centre unless said", OPTION_ONE},
      {"said", "[LANG=]TEXT", "what visitors said", OPTION_MANY},
      {"did", "[LANG=]TEXT",
       "what the centre did about it; each once a language, the centre's first one "
       "unless LANG says",
       OPTION_MANY_NEEDED},
      {"rebase", NULL,
       "limits and runs of the charts start anew on that day, and so does what is "
       "compared",
       OPTION_FLAG}},
     change_add},
    {"change remove",
     "take a change back: a slip of the pen, or one that is over", NULL,
     0, 0,
     {STORE, {"number", "N", "the first column of change list", OPTION_NEEDED}},
     change_remove},
    {"change list",
     "list the changes: number, day, place, rebase or -, said, did", NULL,
     0, 0,
     {STORE},
     change_list},
    {"remark list",
     "list what visitors wrote, once enough of a place did: number, place, held or "
     "released, text", NULL,
     0, 0,
     {STORE},
     remark_list},
    {"remark strike",
     "delete remarks, or words of them", NULL,
     0, 0,
     {STORE,
      {"number", "N", "the first column of remark list", OPTION_MANY_NEEDED},
      {"words", "TEXT", "only this, wherever it stands in them: a name", OPTION_ONE}},
     remark_strike},
    {"remark release",
     "let reports show remarks that name nobody", NULL,
     0, 0,
     {STORE, {"number", "N", "the first column of remark list", OPTION_MANY_NEEDED}},
     remark_release},
    {"notice",
     "write what becomes of answers, from the settings in force: one page (HTML) to "
     "hang "
     "up", NULL,
     0, 0,
     {STORE,
      {"lang", "CODE", "a language of the centre, such as fr", OPTION_NEEDED},
      {"contact", "TEXT", "whom to ask; the reception desk unless said", OPTION_ONE},
      {"out", "FILE", "a new file; standard output unless said", OPTION_ONE}},
     print_notice},
    {"serve",
     "collect: serve the tablets and, on this machine, the reports", NULL,
     0, 0,
     {STORE,
      {"listen", "ADDRESS", "where to listen: 127.0.0.1 unless said", OPTION_ONE},
      {"port", "N", "8080 unless said", OPTION_ONE},
      {"reports", "DIR", "what sortie-analysis report wrote", OPTION_ONE},
      {"tls-cert", "FILE", "serve by https: the certificate with its chain, PEM",
       OPTION_ONE},
      {"tls-key", "FILE", "and its key, PEM; both are read at each start", OPTION_ONE},
      {"audio", "DIR", "your own recordings, DIR/fr/KEY.mp3: they go before the drafts",
       OPTION_ONE}},
     serve},
    {"passphrase",
     "set what managers sign in with to read the reports: asks, or reads a line", NULL,
     0, 0,
     {STORE,
      {"remove", NULL, "take it away: reports open on this machine only", OPTION_FLAG}},
     passphrase_set},
    {"texts",
     "list what a visitor may hear, key and text, for sortie-speak", NULL,
     0, 0,
     {{"lang", "LANGUAGE", "such as fr", OPTION_NEEDED},
      {"store", "FILE", "the centre's store: all of its texts", OPTION_ONE},
      {"form", "FILE", "or a questionnaire's file", OPTION_MANY},
      {"centre", "FILE", "and a centre's file, for its places", OPTION_MANY}},
     texts_print},
    {"import",
     "take in a file: response documents as JSON lines, or CSV with a header; or how "
     "many "
     "visitors came", "FILE",
     1, 1,
     {STORE,
      {"form", "ID", "the questionnaire that was answered", OPTION_ONE},
      {"footfall", NULL,
       "or CSV of visitors that were counted: day, place or session, visitors; without "
       "a "
       "place at the centre's door",
       OPTION_FLAG},
      {"mode", "MODE",
       "how it was answered, where a line does not say: paper unless given",
       OPTION_ONE},
      {"rename", "COLUMN=NAME",
       "what a column of the CSV file is: day, place, lang, part or a question; "
       "session, "
       "visitors",
       OPTION_MANY}},
     import_file},
    {"settle",
     "lay what came in into the anonymous tables and close the weeks that are over", NULL,
     0, 0,
     {STORE,
      {"clock-is-right", NULL,
       "the store was left alone for more than 13 weeks, and this machine's clock is "
       "right",
       OPTION_FLAG}},
     manage_settle},
    {"purge",
     "delete what was kept longer than the centre's file says; each settling does so", NULL,
     0, 0,
     {STORE,
      {"check", NULL, "change nothing: say what is overdue, 65 when something is",
       OPTION_FLAG}},
     manage_purge},
    {"backup",
     "settle, then copy the store into a new file: one that opens as a store", NULL,
     0, 0,
     {STORE, {"out", "FILE", "a new file, on another disk", OPTION_NEEDED}},
     manage_backup},
    {0                 },
};

/* Visitors choose the keys of the objects that are read: who knew the seed could send
 * thousands that share a bucket. jansson finds one by itself, but where /dev/urandom
 * cannot be opened it makes do with the clock. */
static void seed_tables(void)
{
    json_object_seed(randombytes_random());
}

int main(int argc, char **argv)
{
    dump_forbid();
    if (sodium_init() < 0)
        return 74;
    seed_tables();
    return options_run(argc, argv, "sortie-collector",
                       "collects what visitors say as they leave", commands);
}
