/* passphrase.c: see passphrase.h. Its memory is wiped as soon as the hash is made. */
#include "passphrase.h"

#include "sortie/store.h"
#include "sortie/text.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

_Static_assert(PASSPHRASE_SIZE > crypto_pwhash_STRBYTES, "the store holds any hash");

enum { LINE_SIZE = 4 * PASSPHRASE_MOST + 2 };

/* A line as it was typed; wiped when it goes out of scope. */
struct line {
    char bytes[LINE_SIZE];
};

static void wipe(struct line *line)
{
    sodium_memzero(line, sizeof *line);
}

/* ---- rules ---- */

static bool is_alike(const char *passphrase)
{
    return strspn(passphrase, (const char[]){*passphrase, '\0'}) == strlen(passphrase);
}

static bool has_control(const char *passphrase)
{
    for (; *passphrase; passphrase++)
        if ((unsigned char)*passphrase < 0x20 || *passphrase == 0x7F)
            return true;
    return false;
}

bool passphrase_check(const char *passphrase, struct error *error)
{
    if (!text_is_utf8(passphrase, strlen(passphrase)) || has_control(passphrase))
        return error_set(error, ERROR_INPUT,
                         "the passphrase holds what cannot be typed into a page: use "
                         "letters, digits, signs and spaces, in UTF-8");
    if (text_characters(passphrase) > PASSPHRASE_MOST)
        return error_set(error, ERROR_INPUT,
                         "the passphrase has over %d characters: take a shorter one",
                         PASSPHRASE_MOST);
    if (text_characters(passphrase) < PASSPHRASE_LEAST || is_alike(passphrase))
        return error_set(error, ERROR_INPUT,
                         "the passphrase is too easy to guess: take at least %d "
                         "characters, such as four words",
                         PASSPHRASE_LEAST);
    return true;
}

/* ---- reading ---- */

/* One line of standard input, without its end; what follows is left. */
static bool read_line(struct line *line, struct error *error)
{
    size_t length = 0;
    while (length < sizeof line->bytes - 1) {
        ssize_t got = read(STDIN_FILENO, &line->bytes[length], 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_set(error, ERROR_SYSTEM, "cannot read the passphrase: %s",
                             strerror(errno));
        if (got == 0 || line->bytes[length] == '\n')
            break;
        length++;
    }
    if (length > 0 && line->bytes[length - 1] == '\r')
        length--;
    line->bytes[length] = '\0';
    return strlen(line->bytes) == length
           || error_set(error, ERROR_INPUT, "the passphrase holds a zero byte");
}

/* Waits until a line can be read; false when a signal came first. */
static bool wait_for_line(int signals)
{
    struct pollfd ready[] = {
        {.fd = STDIN_FILENO, .events = POLLIN},
        {.fd = signals,      .events = POLLIN}
    };
    poll(ready, 2, -1);
    return !(ready[1].revents & POLLIN);
}

static bool ask(const char *prompt, int signals, struct line *line, struct error *error)
{
    fputs(prompt, stderr);
    bool read = wait_for_line(signals)
                    ? read_line(line, error)
                    : error_set(error, ERROR_INPUT, "no passphrase was set");
    fputs("\n", stderr);
    return read;
}

static bool ask_twice(int signals, struct line *line, struct error *error)
{
    OWNED(wipe) struct line again = {0};
    return ask("Passphrase for the reports (it is not shown): ", signals, line, error)
           && passphrase_check(line->bytes, error)
           && ask("Once more: ", signals, &again, error)
           && (strcmp(line->bytes, again.bytes) == 0
               || error_set(error, ERROR_INPUT,
                            "these two are not the same: nothing was changed"));
}

/* Nothing typed is shown. A signal that would end the command is taken only once the
 * terminal shows again what is typed. */
static bool ask_terminal(const struct termios *shown, struct line *line,
                         struct error *error)
{
    struct termios hidden = *shown;
    sigset_t set, before;
    sigemptyset(&set);
    for (size_t i = 0; i < 4; i++)
        sigaddset(&set, (const int[]){SIGINT, SIGTERM, SIGHUP, SIGQUIT}[i]);
    sigprocmask(SIG_BLOCK, &set, &before);
    int signals = signalfd(-1, &set, SFD_CLOEXEC);
    hidden.c_lflag &= (tcflag_t)~ECHO;
    bool asked = signals >= 0 && tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0;
    bool read = asked ? ask_twice(signals, line, error)
                      : error_set(error, ERROR_SYSTEM, "cannot hide what is typed: %s",
                                  strerror(errno));
    tcsetattr(STDIN_FILENO, TCSAFLUSH, shown);
    if (signals >= 0)
        close(signals);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return read;
}

static bool read_passphrase(struct line *line, struct error *error)
{
    struct termios shown;
    if (tcgetattr(STDIN_FILENO, &shown) == 0)
        return ask_terminal(&shown, line, error);
    return read_line(line, error) && passphrase_check(line->bytes, error);
}

/* ---- the command ---- */

static bool make_hash(const struct line *line, char hash[static PASSPHRASE_SIZE],
                      struct error *error)
{
    return crypto_pwhash_str_alg(hash, line->bytes, strlen(line->bytes),
                                 crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                 crypto_pwhash_MEMLIMIT_INTERACTIVE,
                                 crypto_pwhash_ALG_ARGON2ID13)
               == 0
           || error_set(error, ERROR_SYSTEM,
                        "cannot hash the passphrase: 64 MiB of memory are needed");
}

bool passphrase_set(const struct options *options, struct error *error)
{
    OWNED(store_drop) struct store *store = NULL;
    OWNED(wipe) struct line line = {0};
    char hash[PASSPHRASE_SIZE] = "";
    bool remove = options_flag(options, "remove");
    if (!store_open(options_value(options, "store"), STORE_WRITE, &store, error)
        || (!remove
            && (!read_passphrase(&line, error) || !make_hash(&line, hash, error)))
        || !store_set_passphrase(store, hash, error))
        return false;
    puts(remove
             ? "no passphrase any more: reports open on this machine only"
             : "set: reports open for who signs in with it; whoever was signed in is "
               "signed out");
    return true;
}
