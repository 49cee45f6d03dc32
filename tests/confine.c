/* confine.c: runs a command that may make the system calls of a list and no others, as
 * a service may make those of its SystemCallFilter= lines: any other gives EPERM.
 *
 *     confine 0,1,3,59 COMMAND [WORD]...      69 where the kernel takes no filter
 *
 * The kernel is given a program for its packet filter: the number of the call is
 * loaded, then each number of the list is compared with it. */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { STEPS_MOST = 2000 };

static unsigned short write_filter(const char *numbers, struct sock_filter *steps)
{
    unsigned short count = 0;
    steps[count++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
                                                  offsetof(struct seccomp_data, nr));
    for (char *end; *numbers && count + 3 < STEPS_MOST;
         numbers = *end ? end + 1 : end) {
        unsigned number = (unsigned)strtoul(numbers, &end, 10);
        steps[count++] =
            (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1);
        steps[count++] =
            (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    }
    steps[count++] =
        (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
    return count;
}

int main(int argc, char **argv)
{
    static struct sock_filter steps[STEPS_MOST];
    if (argc < 3)
        return 64;
    struct sock_fprog filter = {write_filter(argv[1], steps), steps};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0
        || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0)
        return 69;
    execvp(argv[2], argv + 2);
    perror(argv[2]);
    return 127;
}
