/* record.h: an edition for programs: report.json, counts.csv and its dictionary.
 *
 * They say what the pages say and nothing else. A withheld number is absent. */
#ifndef RECORD_H
#define RECORD_H

#include "shown.h"
#include "sortie/words.h"
#include "themes.h"

/* report/1, 4 decimals: docs/report.schema.json says what each member is. What remarks
 * speak of is its member "remarks" (remarks_record.h). */
bool record_json(const struct shown *shown, const struct themes *themes,
                 struct text *out, struct error *error);

/* One row a number: place,kind,question,core,mode,series,by,period,option,n,note.
 * Option
 * "(answers)" is n, "(positive)" the positive ones, "(answers unflagged)" and
 * "(positive unflagged)" the same without what looks like repeats; others are codes. */
bool record_csv(const struct shown *shown, struct text *out, struct error *error);

/* A period as both name it: "2026-W47", "2026-11", the day of a session. */
void record_period(const struct shown *shown, const struct shown_period *period,
                   char name[static PERIOD_NAME_SIZE]);

/* What the columns, places, questions and options of counts.csv mean. */
bool record_dictionary(const struct shown *shown, const struct words *words,
                       struct text *out, struct error *error);

/* Gives each of the three to `write`, under its name. */
bool record_files(const struct shown *shown, const struct themes *themes,
                  const struct words *words,
                  bool (*write)(void *context, const char *name,
                                const struct text *bytes, struct error *error),
                  void *context, struct error *error);

#endif
