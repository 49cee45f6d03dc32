/* print.c: see print.h. A sign is drawn once for trial, and its file claimed, before a
 * token is made: what can be refused is refused then. A disk that fills up while the
 * file is written comes too late for that: the token is in force, so its address is
 * printed all the same. */
#include "print.h"

#include "notice.h"
#include "sign.h"
#include "slip.h"
#include "wording.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

/* What a command prints from. */
struct press {
    struct store *store;
    struct assets assets;
    struct templates templates;
};

static void press_release(struct press *press)
{
    templates_release(&press->templates);
    assets_release(&press->assets);
    store_close(press->store);
}

static bool press_open(const struct options *options, enum store_access access,
                       struct press *press, struct error *error)
{
    return store_open(options_value(options, "store"), access, &press->store, error)
           && assets_load(&press->assets, error)
           && templates_load(&press->templates, &press->assets,
                             store_centre(press->store), error);
}

/* ---- the file ---- */

/* A file of one's own; taken back unless it was finished. */
struct claim {
    const char *path; /* NULL: nothing is claimed */
    int file;
};

static void drop(struct claim *claim)
{
    if (!claim->path)
        return;
    if (claim->file >= 0)
        close(claim->file);
    unlink(claim->path);
}

static bool make(const char *path, mode_t mode, struct claim *claim,
                 struct error *error)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (file < 0 && errno == EEXIST)
        return error_set(error, ERROR_INPUT,
                         "cannot make '%s': it exists already: give another name",
                         path);
    if (file < 0)
        return error_set(error, ERROR_SYSTEM, "cannot make '%s': %s", path,
                         strerror(errno));
    *claim = (struct claim){path, file};
    return true;
}

static bool finish(struct claim *claim, const struct text *text, struct error *error)
{
    const char *at = text_string(text), *end = at + text->length;
    while (at < end) {
        ssize_t written = write(claim->file, at, (size_t)(end - at));
        if (written < 0 && errno != EINTR)
            return error_set(error, ERROR_SYSTEM, "cannot write '%s': %s", claim->path,
                             strerror(errno));
        at += written > 0 ? written : 0;
    }
    int closed = close(claim->file);
    claim->file = -1;
    if (closed != 0)
        return error_set(error, ERROR_SYSTEM, "cannot write '%s': %s", claim->path,
                         strerror(errno));
    claim->path = NULL;
    return true;
}

/* ---- addresses ---- */

enum { BASE_MOST = 120 };

/* Length of an address without the '/' at its end; 0 when it cannot be one. */
static size_t base_length(const char *base)
{
    size_t length = strlen(base);
    size_t scheme = strncmp(base, "https://", 8) == 0  ? 8
                    : strncmp(base, "http://", 7) == 0 ? 7
                                                       : length;
    while (length && base[length - 1] == '/')
        length--;
    bool fine = length > scheme && length <= BASE_MOST && base[scheme] != '/'
                && strspn(base, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789-._~:/[]%")
                       == strlen(base);
    return fine ? length : 0;
}

static bool check_base(const struct options *options, struct error *error)
{
    return base_length(options_value(options, "url"))
           || error_set(error, ERROR_USAGE,
                        "--url must be http:// or https://, a name and perhaps a port "
                        "and a path, such as http://sortie:8080, at most %d characters",
                        BASE_MOST);
}

static void add_address(const struct options *options, const char *token,
                        struct text *address)
{
    const char *base = options_value(options, "url");
    text_add_format(address, "%.*s/p/%s", (int)base_length(base), base, token);
}

/* Makes a token of the point; its address. */
static bool make_address(struct press *press, const struct options *options,
                         struct text *address, struct error *error)
{
    char token[TOKEN_HEX_SIZE];
    if (!store_add_token(press->store, options_value(options, "id"), token, error))
        return false;
    add_address(options, token, address);
    return text_ok(address, error);
}

/* ---- signs ---- */

/* The catalogue is read again when a token is made: points and forms are found after.
 */
static bool draw_sign(struct press *press, const struct options *options,
                      const char *address, bool poster, struct text *out,
                      struct error *error)
{
    const struct point *point =
        store_point(press->store, options_value(options, "id"), error);
    struct sign sign = {store_centre(press->store), point, address, &press->assets,
                        &press->templates};
    if (!point)
        return false;
    return poster ? sign_poster(&sign, store_newest_form(press->store, point->form),
                                out, error)
                  : sign_tablet(&sign, out, error);
}

/* Would the sign be refused? Asked with the widest token there is, to nobody's use. */
static bool try_sign(struct press *press, const struct options *options, bool poster,
                     struct error *error)
{
    OWNED(text_release) struct text address = {0};
    OWNED(text_release) struct text drawing = {0};
    char token[TOKEN_HEX_SIZE] = "";
    memset(token, 'a', sizeof token - 1);
    add_address(options, token, &address);
    return draw_sign(press, options, text_string(&address), poster, &drawing, error);
}

/* What no program would open under its name, however well it is drawn. */
static bool check_ending(const char *path, struct error *error)
{
    static const char *const others[] = {".pdf", ".png",  ".jpg", ".jpeg",
                                         ".gif", ".webp", ".ps",  ".eps"};
    const char *ending = strrchr(path, '.');
    for (size_t i = 0; ending && i < sizeof others / sizeof *others; i++)
        if (strcasecmp(ending, others[i]) == 0)
            return error_set(error, ERROR_USAGE,
                             "cannot make '%s': only SVG is drawn: give a name that "
                             "ends in .svg, and print that file from a browser, which "
                             "can also save it as PDF",
                             path);
    return true;
}

static bool print_sign(struct press *press, const struct options *options,
                       const char *path, bool poster, struct error *error)
{
    OWNED(drop) struct claim claim = {0};
    OWNED(text_release) struct text address = {0};
    OWNED(text_release) struct text drawing = {0};
    if (!check_ending(path, error) || !try_sign(press, options, poster, error)
        || !make(path, 0600, &claim, error)
        || !make_address(press, options, &address, error))
        return false;
    bool drawn =
        draw_sign(press, options, text_string(&address), poster, &drawing, error)
        && finish(&claim, &drawing, error);
    printf("%s\n", text_string(&address));
    return drawn;
}

/* Makes a token and prints its address. */
static bool print_address(struct press *press, const struct options *options,
                          struct error *error)
{
    OWNED(text_release) struct text address = {0};
    return make_address(press, options, &address, error)
           && printf("%s\n", text_string(&address)) > 0;
}

bool print_link(const struct options *options, struct error *error)
{
    OWNED(press_release) struct press press = {0};
    const char *path = options_value(options, "qr");
    return check_base(options, error) && press_open(options, STORE_WRITE, &press, error)
           && store_point(press.store, options_value(options, "id"), error)
           && (path ? print_sign(&press, options, path, false, error)
                    : print_address(&press, options, error));
}

bool print_poster(const struct options *options, struct error *error)
{
    OWNED(press_release) struct press press = {0};
    if (!check_base(options, error) || !press_open(options, STORE_WRITE, &press, error))
        return false;
    const struct point *point =
        store_point(press.store, options_value(options, "id"), error);
    if (point && point->mode != MODE_POSTER)
        return error_set(error, ERROR_INPUT,
                         "point '%s' is of mode %s: make one with point add --mode "
                         "poster, so that phones are counted apart",
                         point->id, mode_name(point->mode));
    return point
           && print_sign(&press, options, options_value(options, "out"), true, error);
}

/* ---- sheets ---- */

static const struct language *find_language(const struct press *press,
                                            const struct form *form, const char *code,
                                            struct error *error)
{
    OWNED(text_release) struct text spoken = {0};
    const struct templates *templates = &press->templates;
    const struct language *language = templates_language(templates, code);
    if (language && wording_speaks(form, code))
        return language;
    for (size_t i = 0; i < templates->language_count; i++)
        if (wording_speaks(form, templates->languages[i].words.language))
            text_add_format(&spoken, " %s", templates->languages[i].words.language);
    error_keep(error, ERROR_INPUT,
               "form '%s' cannot be printed in '%s': the centre and the form share%s",
               form->id, code, spoken.length ? text_string(&spoken) : " no language");
    return NULL;
}

bool print_form(const struct options *options, struct error *error)
{
    OWNED(press_release) struct press press = {0};
    OWNED(drop) struct claim claim = {0};
    OWNED(text_release) struct text sheet = {0};
    const char *id = options_value(options, "form");
    if (!press_open(options, STORE_READ, &press, error))
        return false;
    struct slip slip = {store_centre(press.store),
                        store_newest_form(press.store, id),
                        zone_now().day,
                        &press.assets,
                        &press.templates,
                        NULL};
    if (!slip.form)
        return error_set(error, ERROR_INPUT,
                         "the store has no form '%s': use form add first", id);
    slip.language =
        find_language(&press, slip.form, options_value(options, "lang"), error);
    return slip.language && slip_write(&slip, &sheet, error)
           && make(options_value(options, "out"), 0666, &claim, error)
           && finish(&claim, &sheet, error);
}

/* ---- the notice ---- */

static bool check_contact(const char *contact, struct error *error)
{
    enum { CONTACT_MOST = 120 };
    return !contact
           || (text_is_utf8(contact, strlen(contact)) && *contact
               && text_characters(contact) <= CONTACT_MOST)
           || error_set(error, ERROR_USAGE,
                        "--contact must be a text of 1 to %d characters, such as "
                        "\"Anne, dpo@example.org\"",
                        CONTACT_MOST);
}

static bool put_notice(const char *path, const struct text *page, struct error *error)
{
    OWNED(drop) struct claim claim = {0};
    if (path)
        return make(path, 0666, &claim, error) && finish(&claim, page, error);
    fputs(text_string(page), stdout);
    return fflush(stdout) == 0
           || error_set(error, ERROR_SYSTEM, "cannot write the notice: %s",
                        strerror(errno));
}

bool print_notice(const struct options *options, struct error *error)
{
    OWNED(press_release) struct press press = {0};
    OWNED(text_release) struct text page = {0};
    const char *code = options_value(options, "lang"),
               *contact = options_value(options, "contact");
    if (!check_contact(contact, error)
        || !press_open(options, STORE_READ, &press, error))
        return false;
    const struct notice notice = {press.store, &press.templates,
                                  templates_language(&press.templates, code), contact};
    if (!notice.language)
        return error_set(error, ERROR_INPUT,
                         "'%.20s' is not a language of the centre: its file lists them",
                         code);
    return notice_write(&notice, &page, error)
           && put_notice(options_value(options, "out"), &page, error);
}
