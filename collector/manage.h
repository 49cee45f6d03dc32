/* manage.h: the commands that staff type: init, centre, form, point, settle, purge,
 * backup. */
#ifndef SORTIE_MANAGE_H
#define SORTIE_MANAGE_H

#include "sortie/options.h"

bool manage_init(const struct options *options, struct error *error);
bool manage_centre_check(const struct options *options, struct error *error);
bool manage_centre_load(const struct options *options, struct error *error);
bool manage_form_check(const struct options *options, struct error *error);
bool manage_form_add(const struct options *options, struct error *error);
bool manage_point_add(const struct options *options, struct error *error);
bool manage_point_list(const struct options *options, struct error *error);
bool manage_point_pin(const struct options *options, struct error *error);
bool manage_point_revoke(const struct options *options, struct error *error);
bool manage_settle(const struct options *options, struct error *error);
bool manage_purge(const struct options *options, struct error *error);
bool manage_backup(const struct options *options, struct error *error);

#endif
