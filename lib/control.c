/* control.c: see control.h. */
#include "sortie/control.h"

#include <stddef.h>

/* How many bytes the acting character at the start of a string has; 0: it does not act.
 */
static size_t acting(const char *string)
{
    const unsigned char *at = (const unsigned char *)string;
    if (*at == '\0')
        return 0;
    if (*at < ' ' || *at == 0x7F)
        return 1;
    if (at[0] == 0xC2 && at[1] >= 0x80 && at[1] < 0xA0)
        return 2;
    if (at[0] == 0xE2 && at[1] == 0x80 && at[2] >= 0xA8 && at[2] <= 0xAE)
        return 3;
    if (at[0] == 0xE2 && at[1] == 0x81 && at[2] >= 0xA6 && at[2] <= 0xA9)
        return 3;
    return 0;
}

bool control_found(const char *string)
{
    for (; *string; string++)
        if (acting(string))
            return true;
    return false;
}

void control_strike(char *string)
{
    char *end = string;
    while (*string) {
        size_t size = acting(string);
        *end++ = *string;
        if (size)
            end[-1] = '?';
        string += size ? size : 1;
    }
    *end = '\0';
}
