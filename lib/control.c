/* control.c: see control.h. */
#include "sortie/control.h"

size_t control_at(const char *string)
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
        if (control_at(string))
            return true;
    return false;
}

void control_strike(char *string)
{
    char *end = string;
    while (*string) {
        size_t size = control_at(string);
        *end++ = *string;
        if (size)
            end[-1] = '?';
        string += size ? size : 1;
    }
    *end = '\0';
}
