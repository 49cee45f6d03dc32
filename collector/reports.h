/* reports.h: what the analysis wrote; signin.c says who may read it. */
#ifndef SORTIE_REPORTS_H
#define SORTIE_REPORTS_H

#include "http.h"

/* `folder` holds the editions and `latest`; NULL when none was given. */
void reports_answer(const char *folder, const struct request *request,
                    struct reply *reply);

#endif
