/* faults.c: a disk and a memory that fail when a test says so, and a clock that goes as
 * far ahead. A library for LD_PRELOAD; tests/faults/disk.mjs is its other half.
 *
 *     FAULTS_FOLDER=DIR   whose files are meant; descriptors of others never fail
 *     FAULTS_SWITCH=FILE  the switch, below: which call fails, while the program runs
 *     FAULTS_DISK=DIR     a second folder: what a power cut would leave
 *
 * The switch is a file of eight numbers of 32 bits, mapped: the test writes all but
 * `seen` and `failed`. The `first` call of those named in `calls` fails,
 * and `times` - 1 more after it (-1: all); the count starts anew when the test writes a
 * zero into `seen`. A failing call sets errno to `error` (an
 * allocation: to ENOMEM); a write with `error` 0 is a
 * short one instead. With `dies` the process is killed in place of the call.
 *
 * With FAULTS_DISK nothing is brought to the real disk. What is flushed is copied: the
 * bytes of a file to DIR/<inode>, and the names of the folder to DIR/names, a line
 * each,
 * "<inode> <name>". Whatever differs between folder and copy when all processes are
 * dead may or may not have reached the disk; the test throws the dice. A name that was
 * never flushed may vanish, a deletion is taken as done.
 *
 * System calls are made directly, and no file is opened a second time: closing that
 * descriptor would drop the locks that SQLite holds on it. */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { PATH_MOST = 4096, PIECE = 64 * 1024 };

/* What may fail; disk.mjs has the same names. */
enum call { OPEN = 1, WRITE = 2, FLUSH = 4, TRUNCATE = 8, READ = 16, ALLOCATE = 32 };

struct faults {
    int32_t calls, first, times, error, dies; /* the test's */
    int32_t seen, failed;                     /* ours */
    int32_t ahead; /* the test's: minutes by which the clocks are */
};
_Static_assert(sizeof(struct faults) == 32, "eight numbers, as in disk.mjs");

/* A library that is loaded into a program has no other place for what it knows. */
static struct faults *faults;

__attribute__((constructor)) static void map_switch(void)
{
    const char *path = getenv("FAULTS_SWITCH");
    int file = path ? (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC) : -1;
    if (file < 0)
        return;
    void *mapped =
        mmap(NULL, sizeof *faults, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (mapped != MAP_FAILED)
        faults = mapped;
}

/* ---- whether a call fails ---- */

static bool is_below(const char *path)
{
    const char *folder = getenv("FAULTS_FOLDER");
    size_t length = folder ? strlen(folder) : 0;
    return length > 0 && strncmp(path, folder, length) == 0
           && (path[length] == '/' || path[length] == '\0');
}

static bool is_ours(int descriptor)
{
    char name[64], path[PATH_MOST];
    snprintf(name, sizeof name, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(name, path, sizeof path - 1);
    path[length > 0 ? length : 0] = '\0';
    return is_below(path);
}

static bool is_watched(enum call call)
{
    return faults && (faults->calls & (int32_t)call) != 0;
}

/* Counts a call that is watched. */
static bool is_struck(void)
{
    int32_t seen = ++faults->seen;
    if (seen < faults->first
        || (faults->times >= 0 && seen - faults->first >= faults->times))
        return false;
    faults->failed++;
    if (faults->dies)
        syscall(SYS_kill, getpid(), SIGKILL);
    errno = faults->calls == ALLOCATE ? ENOMEM : faults->error;
    return true;
}

static bool fails(enum call call, int descriptor)
{
    return is_watched(call) && is_ours(descriptor) && is_struck();
}

/* ---- what a power cut would leave ---- */

/* A file of FAULTS_DISK, locked: two processes may flush one file. */
static int open_copy(const char *disk, const char *name)
{
    char path[PATH_MOST];
    snprintf(path, sizeof path, "%s/%s", disk, name);
    int copy =
        (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    while (copy >= 0 && flock(copy, LOCK_EX) != 0 && errno == EINTR)
        ;
    return copy;
}

static void copy_bytes(int file, int copy, off_t size)
{
    static char new[PIECE], old[PIECE];
    ssize_t length = 0;
    for (off_t at = 0; at < size; at += length) {
        length = (ssize_t)syscall(SYS_pread64, file, new, sizeof new, at);
        if (length <= 0)
            break;
        if (syscall(SYS_pread64, copy, old, (size_t)length, at) != length
            || memcmp(new, old, (size_t)length) != 0)
            syscall(SYS_pwrite64, copy, new, (size_t)length, at);
    }
    syscall(SYS_ftruncate, copy, size);
}

/* In one write: whoever is killed here leaves the old names or the new ones. */
static void copy_names(int folder, int copy)
{
    static char lines[PIECE];
    size_t length = 0;
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", folder);
    DIR *names = opendir(path);
    for (const struct dirent *name = names ? readdir(names) : NULL;
         name && sizeof lines - length > PATH_MOST; name = readdir(names))
        length += (size_t)snprintf(lines + length, sizeof lines - length, "%llu %s\n",
                                   (unsigned long long)name->d_ino, name->d_name);
    if (names)
        closedir(names);
    syscall(SYS_pwrite64, copy, lines, length, 0);
    syscall(SYS_ftruncate, copy, length);
}

/* Has the flush been done by a copy? */
static bool is_copied(int descriptor)
{
    const char *disk = getenv("FAULTS_DISK");
    struct stat status;
    if (!disk || !is_ours(descriptor) || fstat(descriptor, &status) != 0)
        return false;
    char name[32] = "names";
    if (!S_ISDIR(status.st_mode))
        snprintf(name, sizeof name, "%llu", (unsigned long long)status.st_ino);
    int copy = open_copy(disk, name);
    if (copy < 0)
        return false;
    if (S_ISDIR(status.st_mode))
        copy_names(descriptor, copy);
    else if (fstat(descriptor, &status) == 0)
        copy_bytes(descriptor, copy, status.st_size);
    close(copy);
    return true;
}

/* ---- in place of the C library's own ---- */

static int open_file(int folder, const char *path, int flags, mode_t mode)
{
    if (is_watched(OPEN) && is_below(path) && is_struck())
        return -1;
    return (int)syscall(SYS_openat, folder, path, flags, mode);
}

/* The mode is there only where a file may be made. */
static mode_t mode_of(int flags, va_list rest)
{
    bool makes = (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
    return makes ? (mode_t)va_arg(rest, unsigned) : 0;
}

int open(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = mode_of(flags, rest);
    va_end(rest);
    return open_file(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = mode_of(flags, rest);
    va_end(rest);
    return open_file(AT_FDCWD, path, flags, mode);
}

ssize_t pwrite64(int file, const void *bytes, size_t size, off64_t at)
{
    if (!fails(WRITE, file))
        return (ssize_t)syscall(SYS_pwrite64, file, bytes, size, at);
    return faults->error ? -1
                         : (ssize_t)syscall(SYS_pwrite64, file, bytes, size / 2, at);
}

ssize_t pwrite(int file, const void *bytes, size_t size, off_t at)
{
    return pwrite64(file, bytes, size, at);
}

ssize_t write(int file, const void *bytes, size_t size)
{
    if (!fails(WRITE, file))
        return (ssize_t)syscall(SYS_write, file, bytes, size);
    return faults->error ? -1 : (ssize_t)syscall(SYS_write, file, bytes, size / 2);
}

ssize_t pread64(int file, void *bytes, size_t size, off64_t at)
{
    return fails(READ, file) ? -1
                             : (ssize_t)syscall(SYS_pread64, file, bytes, size, at);
}

ssize_t pread(int file, void *bytes, size_t size, off_t at)
{
    return pread64(file, bytes, size, at);
}

int fsync(int file)
{
    if (fails(FLUSH, file))
        return -1;
    return is_copied(file) ? 0 : (int)syscall(SYS_fsync, file);
}

int fdatasync(int file)
{
    if (fails(FLUSH, file))
        return -1;
    return is_copied(file) ? 0 : (int)syscall(SYS_fdatasync, file);
}

int ftruncate64(int file, off64_t size)
{
    return fails(TRUNCATE, file) ? -1 : (int)syscall(SYS_ftruncate, file, size);
}

int ftruncate(int file, off_t size)
{
    return ftruncate64(file, size);
}

/* ---- memory ---- */

/* The next library's function of this name: the C library's or a sanitizer's. */
static void find_next(const char *name, void *function)
{
    void *found = dlsym(RTLD_NEXT, name);
    memcpy(function, &found, sizeof found);
}

void *malloc(size_t size)
{
    static void *(*next)(size_t);
    if (!next)
        find_next("malloc", &next);
    return is_watched(ALLOCATE) && is_struck() ? NULL : next(size);
}

void *calloc(size_t count, size_t size)
{
    static void *(*next)(size_t, size_t);
    if (!next)
        find_next("calloc", &next);
    return is_watched(ALLOCATE) && is_struck() ? NULL : next(count, size);
}

void *realloc(void *old, size_t size)
{
    static void *(*next)(void *, size_t);
    if (!next)
        find_next("realloc", &next);
    return is_watched(ALLOCATE) && is_struck() ? NULL : next(old, size);
}

/* ---- the clocks ---- */

int clock_gettime(clockid_t clock, struct timespec *now)
{
    int result = (int)syscall(SYS_clock_gettime, clock, now);
    if (faults && result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_MONOTONIC))
        now->tv_sec += (time_t)faults->ahead * 60;
    return result;
}

time_t time(time_t *now)
{
    struct timespec clock = {0};
    clock_gettime(CLOCK_REALTIME, &clock);
    if (now)
        *now = clock.tv_sec;
    return clock.tv_sec;
}
