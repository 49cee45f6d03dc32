/* main.c: sortie-collector's commands. */
#include "import.h"
#include "manage.h"
#include "print.h"
#include "serve.h"

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
      {"place", "ID", "the desk, workshop, club or space it stands at", OPTION_ONE}},
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
    {"point list",
     "list the points: id, mode, form, place, tokens", NULL,
     0, 0,
     {STORE},
     manage_point_list},
    {"point revoke",
     "end all tokens of a point", NULL,
     0, 0,
     {STORE, {"id", "ID", "the point", OPTION_NEEDED}},
     manage_point_revoke},
    {"serve",
     "collect: serve the tablets and, on this machine, the reports", NULL,
     0, 0,
     {STORE,
      {"listen", "ADDRESS", "where to listen: 127.0.0.1 unless said", OPTION_ONE},
      {"port", "N", "8080 unless said", OPTION_ONE},
      {"reports", "DIR", "what sortie-analysis report wrote", OPTION_ONE}},
     serve},
    {"import",
     "take in a file: response documents as JSON lines, or CSV with a header", "FILE",
     1, 1,
     {STORE,
      {"form", "ID", "the questionnaire that was answered", OPTION_NEEDED},
      {"mode", "MODE", "how it was answered: paper unless said", OPTION_ONE},
      {"rename", "COLUMN=NAME",
       "what a column of the CSV file is: day, place, lang, part or a question",
       OPTION_MANY}},
     import_file},
    {"settle",
     "lay what came in into the anonymous tables and close the weeks that are over", NULL,
     0, 0,
     {STORE},
     manage_settle},
    {0                },
};

int main(int argc, char **argv)
{
    if (sodium_init() < 0)
        return 74;
    return options_run(argc, argv, "sortie-collector",
                       "collects what visitors say as they leave", commands);
}
