/* dump.c: no core dump of what visitors answered.
 *
 * The limit alone would not do: one that is piped to a program, as systemd does, is
 * made whatever the limit is. */
#include "sortie/dump.h"

#include <sys/prctl.h>
#include <sys/resource.h>

void dump_forbid(void)
{
    setrlimit(RLIMIT_CORE, &(struct rlimit){0});
    prctl(PR_SET_DUMPABLE, 0);
}
