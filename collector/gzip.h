/* gzip.h: a reply's text made smaller on its way; the only file that knows zlib.
 * (Static files are compressed when sortie is built.)
 *
 *     if (gzip_accepted("br, gzip;q=0.8") && gzip_text(&reply->body)) ...
 */
#ifndef SORTIE_GZIP_H
#define SORTIE_GZIP_H

#include "sortie/text.h"

/* Below the one it is not worth it; above the other it would hold the loop up. */
enum { GZIP_LEAST = 1024, GZIP_MOST = 512 * 1024 };

/* Does an Accept-Encoding name gzip, and not with a weight of nothing? */
bool gzip_accepted(const char *accept_encoding);

/* Compresses a text in its place. False, with the text as it was, when its length is
 * outside the bounds, when it would not get smaller, or when memory has run out. The
 * same text gives the same bytes: no time and no name are in them. */
bool gzip_text(struct text *text);

#endif
