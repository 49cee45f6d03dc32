/* batch.h: a file of many lines on its way into the store, beside a running collector.
 *
 *     struct batch batch = {.closed = "...", .mend = "..."};
 *     batch_open(&batch, options, &error)
 *     batch_run(&batch, &source, &error)      calls source.read, which for each line
 *         batch.line = ...;  batch_begin -> store_import_... -> batch.kept++
 *                            or batch_reject
 *         batch_turn(&batch, &error)
 *     batch_close(&batch)
 *
 * Lines are written in transactions of at most 40 ms with a gap after each, in which a
 * collector takes its turn. How far the file is read is written in the same
 * transactions: one that was interrupted goes on where it stopped, one that was
 * imported before adds nothing, and of two commands with the same file one goes on and
 * the other ends with ERROR_BUSY. */
#ifndef SORTIE_BATCH_H
#define SORTIE_BATCH_H

#include "sortie/options.h"
#include "sortie/store.h"

#include <stdio.h>

struct batch {
    const char *closed; /* what is said of a closed week that changed */
    const char *mend;   /* and of lines that were rejected, when others were kept */
    const char *path;
    struct store *store;
    FILE *file;
    struct import import; /* .lines: those before are in already */
    int64_t line, kept, rejected;
    int64_t since;    /* clock_ms of the open transaction; 0: none is open */
    int32_t *changed; /* closed weeks, once each */
    size_t changed_count;
};

/* Opens the store of --store and the file that is the command's operand. */
bool batch_open(struct batch *batch, const struct options *options,
                struct error *error);
void batch_close(struct batch *batch);

/* What a file is read as: with its bytes, `form` and `what` name it. */
struct batch_source {
    const char *form, *what;
    enum mode mode;
    bool (*read)(void *context, struct error *error);
    void *context;
};

/* Reads the file, unless it was imported before, and says what became of it.
 * ERROR_INPUT when no line could be kept. */
bool batch_run(struct batch *batch, const struct batch_source *source,
               struct error *error);

/* Opens a transaction, unless one is open. */
bool batch_begin(struct batch *batch, struct error *error);

/* A line is done with: ends a transaction that has lasted long enough. */
bool batch_turn(struct batch *batch, struct error *error);

/* Lists the line with its number, where in it (or "") and why. */
void batch_reject(struct batch *batch, const char *at, const char *why);

/* A kept line counts for this week: one that is closed is told of. */
bool batch_note_week(struct batch *batch, int32_t week, struct error *error);

/* A CSV file: its header, then each line that is not in yet and has as many columns;
 * `line` ends with batch_turn. Nothing is kept of a file that cannot be read to its
 * end: one that is mended is another file. */
struct csv_row;
struct batch_csv {
    bool (*header)(void *context, const struct csv_row *row, struct error *error);
    bool (*line)(void *context, const struct csv_row *row, struct error *error);
    void *context;
};
bool batch_read_csv(struct batch *batch, const struct batch_csv *csv,
                    struct error *error);

/* What --rename makes of a column's name; and whether each --rename names a column. */
const char *batch_renamed(const struct options *options, const char *name);
bool batch_check_renames(const struct options *options, const struct csv_row *header,
                         struct error *error);

#endif
