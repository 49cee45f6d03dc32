/* reports.c: see reports.h. A path is taken apart: every segment starts with a letter
 * or a digit and holds nothing but letters, digits, '.', '_' and '-'. */
#include "reports.h"

#include "assets.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool is_safe(const char *path)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    while (*path == '/') {
        path++;
        size_t length = strspn(path, allowed);
        if (length == 0 || *path == '.' || *path == '_' || *path == '-')
            return false;
        path += length;
    }
    return *path == '\0';
}

static void redirect(struct reply *reply, const char *location)
{
    reply->status = 302;
    reply->type = "text/plain";
    reply->page = true;
    snprintf(reply->location, sizeof reply->location, "%s", location);
}

/* The list of editions; a folder of before there were lists has its latest one. */
static const char *first_page(const char *folder)
{
    char list[4096];
    int length = snprintf(list, sizeof list, "%s/index.html", folder);
    bool listed = length > 0 && (size_t)length < sizeof list && access(list, R_OK) == 0;
    return listed ? "/reports/index.html" : "/reports/latest/index.html";
}

static void send_file(const char *folder, const char *path, struct reply *reply)
{
    struct error error = {0};
    char file[4096];
    const char *type = asset_type(path);
    int length = snprintf(file, sizeof file, "%s%s", folder, path);
    bool read = type && is_safe(path) && length > 0 && (size_t)length < sizeof file
                && text_add_file(&reply->body, file, &error);
    if (!read && error.kind != ERROR_SYSTEM) {
        reply_error(reply, 404,
                    "there is no such report: run sortie-analysis report first");
        return;
    }
    reply->status = 200;
    reply->type = type;
    reply->page = true;
    reply->cache = "no-cache";
}

/* An edition, or a language of one, by its folder alone: its first page. */
static bool find_page(const char *path, char page[static 256])
{
    char name[128];
    int length = snprintf(name, sizeof name, "%s", path);
    if (length <= 1 || (size_t)length >= sizeof name || strchr(name, '.'))
        return false;
    if (name[length - 1] == '/')
        name[length - 1] = '\0';
    snprintf(page, 256, "/reports%s/index.html", name);
    return is_safe(name);
}

void reports_answer(const char *folder, const struct request *request,
                    struct reply *reply)
{
    const char *path = request->path + strlen("/reports");
    char page[256];
    if (!folder)
        reply_error(reply, 404,
                    "no reports are served: start the collector with --reports DIR");
    else if (*path == '\0' || strcmp(path, "/") == 0)
        redirect(reply, first_page(folder));
    else if (find_page(path, page))
        redirect(reply, page);
    else
        send_file(folder, path, reply);
}
