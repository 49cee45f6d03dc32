/* control.h: characters that act instead of being read: they move a terminal's cursor,
 * start a line of their own in a log, or turn the order of a line around.
 *
 *     if (control_found(name)) ...        a name that is given must not have any
 *     control_strike(sentence);           a sentence that quotes what was given
 *
 * They are the control characters of ASCII (newline and tab among them) and of ISO
 * 8859-1 (U+0080 to U+009F), Unicode's two line ends (U+2028, U+2029), and its
 * embeddings, overrides and isolates of direction (U+202A to U+202E, U+2066 to U+2069).
 * Arabic needs none of these; its marks (U+200E, U+200F, U+061C) and what joins letters
 * are let be. */
#ifndef SORTIE_CONTROL_H
#define SORTIE_CONTROL_H

#include <stdbool.h>
#include <stddef.h>

/* How many bytes the one at the start of a string has; 0: what is there does not act.
 */
size_t control_at(const char *string);

bool control_found(const char *string);

/* Each of them becomes one '?', in place. */
void control_strike(char *string);

#endif
