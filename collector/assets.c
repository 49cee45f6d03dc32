/* assets.c: see assets.h. */
#include "assets.h"

#include <dirent.h>
#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *ending, *type;
} types[] = {
    {".html",  "text/html; charset=utf-8"                },
    {".js",    "text/javascript; charset=utf-8"          },
    {".css",   "text/css; charset=utf-8"                 },
    {".svg",   "image/svg+xml; charset=utf-8"            },
    {".json",  "application/json"                        },
    {".csv",   "text/csv; charset=utf-8"                 },
    {".txt",   "text/plain; charset=utf-8"               },
    {".tsv",   "text/tab-separated-values; charset=utf-8"},
    {".gp",    "text/plain; charset=utf-8"               },
    {".pdf",   "application/pdf"                         },
    {".png",   "image/png"                               },
    {".woff2", "font/woff2"                              },
};

const char *asset_type(const char *name)
{
    size_t length = strlen(name);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        size_t ending = strlen(types[i].ending);
        if (length > ending && strcmp(name + length - ending, types[i].ending) == 0)
            return types[i].type;
    }
    return NULL;
}

static bool load(struct asset *asset, const char *name, const char *type,
                 struct error *error)
{
    char path[4096];
    unsigned char digest[8];
    struct error none = {0};
    *asset = (struct asset){.name = strdup(name), .type = type};
    snprintf(path, sizeof path, "%s/static/%s", SORTIE_SHARE, name);
    if (!asset->name || !text_add_file(&asset->bytes, path, error))
        return false;
    snprintf(path, sizeof path, "%s/static/%s.gz", SORTIE_SHARE, name);
    if (!text_add_file(&asset->compressed, path, &none))
        text_release(&asset->compressed); /* half of it would be kept for a year */
    crypto_generichash(digest, sizeof digest,
                       (const unsigned char *)text_string(&asset->bytes),
                       asset->bytes.length, NULL, 0);
    sodium_bin2hex(asset->hash, sizeof asset->hash, digest, sizeof digest);
    return true;
}

static bool add(struct assets *assets, const char *name, struct error *error)
{
    const char *type = asset_type(name);
    if (!type)
        return true;
    struct asset *entries =
        realloc(assets->entries, (assets->count + 1) * sizeof *entries);
    if (!entries)
        return error_set(error, ERROR_SYSTEM,
                         "cannot load the static files: out of memory");
    assets->entries = entries;
    return load(&entries[assets->count++], name, type, error);
}

bool assets_load(struct assets *assets, struct error *error)
{
    DIR *folder = opendir(SORTIE_SHARE "/static");
    struct dirent *entry;
    bool fine = true;
    if (!folder)
        return error_set(error, ERROR_SYSTEM, "cannot open '%s/static': %s",
                         SORTIE_SHARE, strerror(errno));
    while (fine && (entry = readdir(folder)))
        fine = add(assets, entry->d_name, error);
    closedir(folder);
    return fine;
}

void assets_release(struct assets *assets)
{
    for (size_t i = 0; i < assets->count; i++) {
        free(assets->entries[i].name);
        text_release(&assets->entries[i].bytes);
        text_release(&assets->entries[i].compressed);
    }
    free(assets->entries);
    *assets = (struct assets){0};
}

const struct asset *assets_find(const struct assets *assets, const char *name)
{
    for (size_t i = 0; i < assets->count; i++)
        if (strcmp(assets->entries[i].name, name) == 0)
            return &assets->entries[i];
    return NULL;
}

/* One {{static/NAME}} or {{static/NAME inline}}, without its braces and folder. */
static void fill_one(const struct assets *assets, const char *mark, size_t length,
                     struct text *page)
{
    static const char ending[] = " inline";
    char wanted[64] = "";
    if (length < sizeof wanted)
        memcpy(wanted, mark, length);
    char *inlined = strstr(wanted, ending);
    if (inlined)
        *inlined = '\0';
    const struct asset *asset = assets_find(assets, wanted);
    if (inlined)
        text_add(page, asset ? text_string(&asset->bytes) : "");
    else
        text_add_format(page, "/static/%s?v=%s", wanted, asset ? asset->hash : "");
}

void assets_fill(const struct assets *assets, const char *template, struct text *page)
{
    static const char mark[] = "{{static/";
    const char *start;
    while ((start = strstr(template, mark))) {
        const char *name = start + strlen(mark), *end = strstr(name, "}}");
        text_add_bytes(page, template, (size_t)(start - template));
        fill_one(assets, name, end ? (size_t)(end - name) : 0, page);
        template = end ? end + 2 : name;
    }
    text_add(page, template);
}

void assets_reply(const struct asset *asset, const struct request *request,
                  struct reply *reply)
{
    bool gzip = request->gzip && asset->compressed.length > 0;
    const struct text *bytes = gzip ? &asset->compressed : &asset->bytes;
    reply->status = 200;
    reply->type = asset->type;
    reply->bytes = text_string(bytes);
    reply->length = bytes->length;
    reply->encoding = gzip ? "gzip" : NULL;
    reply->cache = request->version && strcmp(request->version, asset->hash) == 0
                       ? "public, max-age=31536000, immutable"
                       : "no-cache";
}
