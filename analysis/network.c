/* network.c: reads bundles, draws funnels, publishes a page. */
#include "network.h"
#include "edition.h"
#include "funnel.h"
#include "html.h"
#include "phrase.h"
#include "plot.h"
#include "sortie/control.h"
#include "sortie/disclosure.h"
#include "sortie/words.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BASE = 10, LIMITS = 120, TICKS = 6, TOKEN_LABEL_SIZE = 24, CELLS_MOST = 256 };
enum { ANSWERS_MOST = 1000000000, CORE_MOST = 64, NAME_SIZE = 128 };

static const double tail95 = 0.025, tail998 = 0.001;

/* What the centres are compared in: a kind of place, a core question, a mode. */
struct topic {
    enum kind kind;
    enum mode mode;
    const char *core;
    double line;          /* of all centres together; NAN when none is shown */
    struct counts *units; /* one a bundle; n 0: nothing to show */
    size_t chart;
};

struct network {
    json_t **bundles;
    size_t count;
    const char *quarter;
    struct topic *topics;
    size_t topic_count;
    struct form *form; /* the words of the core questions */
    struct plot *plot;
    struct words words;
};

static void network_release(struct network *network)
{
    for (size_t i = 0; i < network->count; i++)
        json_decref(network->bundles[i]);
    for (size_t i = 0; i < network->topic_count; i++)
        free(network->topics[i].units);
    free(network->bundles);
    free(network->topics);
    form_free(network->form);
    plot_free(network->plot);
    words_release(&network->words);
}

static bool no_memory(struct error *error)
{
    return error_set(error, ERROR_SYSTEM, "cannot compare centres: out of memory");
}

/* ---- reading ---- */

/* "2026-Q3": it names the folder of the page. */
static bool is_quarter(const char *text)
{
    return text && strlen(text) == strlen("2026-Q3")
           && strspn(text, "0123456789") == strlen("2026")
           && !strncmp(text + strlen("2026"), "-Q", 2) && strchr("1234", text[6]);
}

static bool is_plain(const char *text)
{
    return text && *text && !control_found(text);
}

/* "overall.v1": it names files. */
static bool is_core(const char *text)
{
    return text && *text >= 'a' && *text <= 'z' && strlen(text) <= CORE_MOST
           && strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_.-") == strlen(text);
}

/* Another centre's name: in each language one line of plain text. */
static bool name_fits(json_t *name)
{
    const char *language;
    json_t *text;

    json_object_foreach(name, language, text)
    {
        if (!is_plain(json_string_value(text)))
            return false;
    }
    return json_object_size(name) > 0;
}

static bool row_fits(const json_t *row, json_int_t base)
{
    const char *quarter = document_string(row, "quarter");
    const char *kind = document_string(row, "kind");
    const char *mode = document_string(row, "mode");
    json_int_t n = json_integer_value(json_object_get(row, "n"));
    json_int_t positive = json_integer_value(json_object_get(row, "positive"));
    struct disclosure_rule rule = {.smallest = base};
    enum kind kind_found;
    enum mode mode_found;

    return is_quarter(quarter) && kind && mode && is_core(document_string(row, "core"))
           && kind_from(kind, &kind_found) && mode_from(mode, &mode_found) && n >= base
           && n <= ANSWERS_MOST && positive <= n
           && disclosure_figure((struct counts){n, positive}, &rule).bound == EXACT;
}

static bool check_bundle(const struct network *network, const json_t *bundle,
                         const char *path, struct error *error)
{
    const char *format = document_string(bundle, "sortie");
    const char *centre = document_string(bundle, "centre");
    const json_t *rows = json_object_get(bundle, "rows"), *row;
    size_t i;

    if (!format || strcmp(format, "bundle/1") != 0 || !centre || !json_is_array(rows)
        || !json_is_object(json_object_get(bundle, "name")))
        return error_set(
            error, ERROR_INPUT,
            "'%s' is not a bundle: give the files of sortie-analysis bundle only",
            path);
    if (!name_fits(json_object_get(bundle, "name")))
        return error_set(error, ERROR_INPUT,
                         "'%s': the centre's name must be one line of plain text",
                         path);
    for (i = 0; (row = json_array_get(rows, i)); i++)
        if (!row_fits(row, BASE))
            return error_set(error, ERROR_INPUT,
                             "'%s': row %zu of the bundle is not right", path, i + 1);
    for (i = 0; i < network->count; i++)
        if (!strcmp(document_string(network->bundles[i], "centre"), centre))
            return error_set(error, ERROR_INPUT, "'%s': two bundles of centre '%s'",
                             path, centre);
    return true;
}

static bool read_bundles(struct network *network, const struct options *options,
                         struct error *error)
{
    network->bundles = calloc((size_t)options->operand_count + 1, sizeof(json_t *));
    if (!network->bundles)
        return no_memory(error);
    for (int i = 0; i < options->operand_count; i++) {
        json_t *bundle = document_load(options->operands[i], error);
        if (!bundle || !check_bundle(network, bundle, options->operands[i], error)) {
            json_decref(bundle);
            return false;
        }
        network->bundles[network->count++] = bundle;
    }
    return true;
}

static const json_t *row_of(const struct network *network, size_t bundle, size_t row)
{
    return json_array_get(json_object_get(network->bundles[bundle], "rows"), row);
}

/* The quarter asked for, or the latest one that a bundle has. */
static bool choose_quarter(struct network *network, const char *asked,
                           struct error *error)
{
    const json_t *row;
    size_t i;

    network->quarter = asked;
    for (size_t b = 0; !asked && b < network->count; b++)
        for (i = 0; (row = row_of(network, b, i)); i++) {
            const char *quarter = document_string(row, "quarter");
            if (!network->quarter || strcmp(quarter, network->quarter) > 0)
                network->quarter = quarter;
        }
    if (is_quarter(network->quarter))
        return true;
    return error_set(error, ERROR_INPUT,
                     asked ? "a quarter is written like 2026-Q3"
                           : "no bundle has a closed quarter with 10 answers");
}

/* ---- topics ---- */

static struct topic *topic_of(struct network *network, enum kind kind, const char *core,
                              enum mode mode)
{
    for (size_t i = 0; i < network->topic_count; i++) {
        struct topic *topic = &network->topics[i];
        if (topic->kind == kind && topic->mode == mode && !strcmp(topic->core, core))
            return topic;
    }
    struct topic *topic = &network->topics[network->topic_count];
    *topic = (struct topic){kind, mode, core,
                            .units = calloc(network->count, sizeof *topic->units)};
    network->topic_count += topic->units != NULL;
    return topic->units ? topic : NULL;
}

static bool add_bundle(struct network *network, size_t b, struct error *error)
{
    const json_t *row;
    size_t i;

    for (i = 0; (row = row_of(network, b, i)); i++) {
        enum kind kind = KIND_DESK;
        enum mode mode = MODE_DOOR;
        if (strcmp(document_string(row, "quarter"), network->quarter) != 0)
            continue;
        kind_from(document_string(row, "kind"), &kind);
        mode_from(document_string(row, "mode"), &mode);
        if (network->topic_count == CELLS_MOST)
            return error_set(error, ERROR_INPUT,
                             "the bundles compare more than %d things in %s",
                             CELLS_MOST - 1, network->quarter);
        struct topic *topic =
            topic_of(network, kind, document_string(row, "core"), mode);
        if (!topic)
            return no_memory(error);
        if (topic->units[b].n != 0)
            return error_set(error, ERROR_INPUT, "%s: %s of %s has two rows in %s",
                             document_string(network->bundles[b], "centre"),
                             topic->core, kind_name(kind), network->quarter);
        topic->units[b] =
            (struct counts){json_integer_value(json_object_get(row, "n")),
                            json_integer_value(json_object_get(row, "positive"))};
    }
    return true;
}

static int by_topic(const void *a, const void *b)
{
    const struct topic *x = a, *y = b;

    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (strcmp(x->core, y->core) != 0) /* overall before forward */
        return -strcmp(x->core, y->core);
    return x->mode < y->mode ? -1 : x->mode > y->mode;
}

static bool find_topics(struct network *network, struct error *error)
{
    network->topics = calloc(CELLS_MOST, sizeof *network->topics);
    if (!network->topics)
        return no_memory(error);
    for (size_t b = 0; b < network->count; b++)
        if (!add_bundle(network, b, error))
            return false;
    if (network->topic_count > 1)
        qsort(network->topics, network->topic_count, sizeof *network->topics, by_topic);
    for (size_t i = 0; i < network->topic_count; i++)
        network->topics[i].line =
            statistics_pooled(network->topics[i].units, network->count);
    return network->topic_count > 0
           || error_set(error, ERROR_INPUT, "no bundle has figures of quarter %s",
                        network->quarter);
}

/* ---- drawing ---- */

static double share_of(struct counts counts)
{
    return (double)counts.positive / (double)counts.n;
}

static bool is_outside(const struct topic *topic, struct counts counts)
{
    struct interval limits =
        statistics_funnel(topic->line, counts.n, STATISTICS_998, tail998).limits;

    return share_of(counts) < limits.low || share_of(counts) > limits.high;
}

static int64_t largest(const struct topic *topic, size_t count)
{
    int64_t most = 10;

    for (size_t i = 0; i < count; i++)
        most = topic->units[i].n > most ? topic->units[i].n : most;
    return most + most / 8;
}

/* A round step so that at most TICKS fit: 1, 2 or 5 times a power of ten. */
static int64_t tick_step(int64_t most)
{
    int64_t step = 1;

    for (int i = 0; most / step >= TICKS; i++)
        step = i % 3 == 1 ? step / 2 * 5 : step * 2;
    return step;
}

static void fill_limits(const struct topic *topic, int64_t most,
                        struct plot_limit limits[static LIMITS])
{
    for (int i = 0; i < LIMITS; i++) {
        double part = (double)i / (LIMITS - 1);
        int64_t n = BASE + (int64_t)round((double)(most - BASE) * part * part);
        struct interval inner =
            statistics_funnel(topic->line, n, STATISTICS_95, tail95).limits;
        struct interval outer =
            statistics_funnel(topic->line, n, STATISTICS_998, tail998).limits;
        limits[i] = (struct plot_limit){(double)n,  topic->line, inner.low,
                                        inner.high, outer.low,   outer.high};
    }
}

/* A funnel and what it is made of. */
struct made {
    struct plot_limit limits[LIMITS];
    int64_t ticks[TICKS];
    struct plot_unit *units;
    struct plot_funnel funnel;
};

static void made_release(struct made *made)
{
    free(made->units);
}

static bool make_funnel(const struct network *network, const struct topic *topic,
                        struct made *made)
{
    int64_t most = largest(topic, network->count), step = tick_step(most);
    struct plot_funnel *funnel = &made->funnel;

    made->units = calloc(network->count + 1, sizeof *made->units);
    if (!made->units)
        return false;
    *funnel = (struct plot_funnel){.limits = made->limits,
                                   .limit_count = LIMITS,
                                   .units = made->units,
                                   .ticks = made->ticks};
    fill_limits(topic, most, made->limits);
    for (int64_t tick = 0; tick <= most && funnel->tick_count < TICKS; tick += step)
        made->ticks[funnel->tick_count++] = tick;
    for (size_t i = 0; i < network->count; i++)
        if (topic->units[i].n > 0)
            made->units[funnel->unit_count++] =
                (struct plot_unit){topic->units[i].n, share_of(topic->units[i]),
                                   is_outside(topic, topic->units[i])};
    return true;
}

static bool draw_topic(struct network *network, struct topic *topic)
{
    OWNED(made_release) struct made made = {0};

    if (!make_funnel(network, topic, &made))
        return false;
    topic->chart = plot_funnel(network->plot, &made.funnel);
    return true;
}

static bool draw(struct network *network, struct error *error)
{
    network->plot = plot_new(error);
    if (!network->plot)
        return false;
    for (size_t i = 0; i < network->topic_count; i++)
        if (!draw_topic(network, &network->topics[i]))
            return no_memory(error);
    return plot_draw(network->plot, error);
}

/* ---- the page ---- */

static const char *name_of(const struct network *network, size_t bundle)
{
    return document_text(json_object_get(network->bundles[bundle], "name"),
                         network->words.language);
}

static const char *question_text(const struct network *network, const char *core)
{
    for (size_t i = 0; i < network->form->question_count; i++) {
        const struct question *question = &network->form->questions[i];
        if (question->core && !strcmp(question->core, core))
            return document_text(question->text, network->words.language);
    }
    return core;
}

/* Labels of a funnel: at most TICKS + 6 + one a centre. */
struct funnel_labels {
    struct filling *fillings;
    char (*names)[TOKEN_LABEL_SIZE];
    char (*values)[TOKEN_LABEL_SIZE];
    size_t count;
};

static void labels_release(struct funnel_labels *labels)
{
    free(labels->fillings);
    free(labels->names);
    free(labels->values);
}

static bool labels_init(struct funnel_labels *labels, size_t size)
{
    *labels = (struct funnel_labels){
        .fillings = calloc(size + 1, sizeof *labels->fillings),
        .names = calloc(size + 1, sizeof *labels->names),
        .values = calloc(size + 1, sizeof *labels->values),
    };
    return labels->fillings && labels->names && labels->values;
}

static void add_numbered(struct funnel_labels *labels, const char *letter, size_t i,
                         int64_t number)
{
    char *name = labels->names[labels->count], *value = labels->values[labels->count];

    snprintf(name, TOKEN_LABEL_SIZE, "%s%zu", letter, i);
    snprintf(value, TOKEN_LABEL_SIZE, "%lld", (long long)number);
    labels->fillings[labels->count++] = (struct filling){name, value};
}

static void add_named(struct funnel_labels *labels, const char *name, const char *value)
{
    labels->fillings[labels->count++] = (struct filling){name, value};
}

/* Centres have the number of their line in the table: names are too long for a chart of
 * forty. */
static void fill_labels(const struct network *network, const struct topic *topic,
                        struct funnel_labels *labels)
{
    int64_t most = largest(topic, network->count), step = tick_step(most);
    size_t unit = 0;

    for (size_t i = 0; i < TICKS && (int64_t)i * step <= most; i++)
        add_numbered(labels, "x", i, (int64_t)i * step);
    for (size_t i = 0; i < network->count; i++)
        if (topic->units[i].n > 0)
            add_numbered(labels, "u", unit++, (int64_t)i + 1);
}

static bool add_picture(const struct network *network, const struct topic *topic,
                        struct text *out, struct error *error)
{
    const struct words *words = &network->words;
    OWNED(text_release)
    struct text zero = {.whole = out}, half = {.whole = out}, all = {.whole = out},
                line = {.whole = out};
    OWNED(text_release) struct text mean = {.whole = out};
    OWNED(labels_release) struct funnel_labels labels;

    if (!labels_init(&labels, TICKS + 8 + network->count))
        return no_memory(error);
    phrase_percent(&zero, words, 0);
    phrase_percent(&half, words, 0.5);
    phrase_percent(&all, words, 1);
    phrase_percent(&line, words, topic->line);
    phrase_add(&mean, words, "report.mean",
               (struct filling[]){
                   {"share", text_string(&line)},
                   {NULL,    NULL              }
    });
    fill_labels(network, topic, &labels);
    add_named(&labels, "y0", text_string(&zero));
    add_named(&labels, "y50", text_string(&half));
    add_named(&labels, "y100", text_string(&all));
    add_named(&labels, "mean", text_string(&mean));
    add_named(&labels, "inner", words_get(words, "report.network.inner"));
    add_named(&labels, "outer", words_get(words, "report.network.outer"));
    text_add(out, "<div class=\"picture\">\n");
    bool added =
        plot_add(network->plot, PLOT_FUNNEL, topic->chart,
                 words_get(words, "report.network.chart"), labels.fillings, out, error);
    html_add(out, "<p class=\"axis\">{}</p>\n</div>\n",
             words_get(words, "report.network.axis"), NULL);
    return added;
}

static void add_unit(const struct network *network, const struct topic *topic, size_t i,
                     struct text *out)
{
    const struct words *words = &network->words;
    struct counts counts = topic->units[i];
    OWNED(text_release)
    struct text figure = {.whole = out}, share = {.whole = out},
                interval = {.whole = out};
    char number[TOKEN_LABEL_SIZE];

    snprintf(number, sizeof number, "%zu", i + 1);
    html_add(out, "<tr><td class=\"number\">{}</td><th scope=\"row\">{}</th>", number,
             name_of(network, i), NULL);
    if (counts.n == 0) {
        phrase_number(&figure, words, "report.withheld", BASE);
        html_add(out, "<td colspan=\"4\" class=\"none\">{}</td></tr>\n",
                 text_string(&figure), NULL);
        return;
    }
    const struct figure shown = {
        .showing = SHOWN, .n = counts.n, .positive = counts.positive};
    struct interval wilson =
        statistics_wilson((double)counts.positive, (double)counts.n, STATISTICS_95);
    phrase_figure(&figure, words, &shown, BASE);
    phrase_percent(&share, words, share_of(counts));
    phrase_interval(&interval, words, &wilson);
    html_add(out,
             "<td>{}</td><td class=\"number\">{}</td><td>{}</td><td>{}</td></tr>\n",
             text_string(&figure), text_string(&share), text_string(&interval),
             words_get(words, is_outside(topic, counts) ? "report.network.outside"
                                                        : "report.network.inside"),
             NULL);
}

static void add_units(const struct network *network, const struct topic *topic,
                      struct text *out)
{
    const struct words *words = &network->words;

    html_add(
        out,
        "<table class=\"figures\">\n<thead><tr><th scope=\"col\">{}</th>"
        "<th scope=\"col\">{}</th><th scope=\"col\">{}</th><th scope=\"col\">{}</th>"
        "<th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead>\n<tbody>\n",
        words_get(words, "report.network.number"),
        words_get(words, "report.network.centre"),
        words_get(words, "report.column.answers"),
        words_get(words, "report.column.share"),
        words_get(words, "report.column.interval"),
        words_get(words, "report.network.funnel"), NULL);
    for (size_t i = 0; i < network->count; i++)
        add_unit(network, topic, i, out);
    text_add(out, "</tbody>\n</table>\n");
}

static const char *kind_words(const struct network *network, const struct topic *topic)
{
    char key[40];

    snprintf(key, sizeof key, "report.kinds.%s", kind_name(topic->kind));
    return words_get(&network->words, key);
}

static bool add_topic(const struct network *network, size_t i, struct text *out,
                      struct error *error)
{
    const struct topic *topic = &network->topics[i];

    text_add(out, "<section>\n");
    if (i == 0 || topic[-1].kind != topic->kind)
        html_add(out, "<h2>{}</h2>\n", kind_words(network, topic), NULL);
    html_add(out, "<h3>{}</h3>\n<p class=\"caption\">{}</p>\n",
             question_text(network, topic->core),
             phrase_mode(&network->words, topic->mode), NULL);
    bool added = add_picture(network, topic, out, error);
    add_units(network, topic, out);
    text_add(out, "</section>\n");
    return added;
}

static bool is_simulated(const struct network *network)
{
    bool any = false;

    for (size_t i = 0; i < network->count; i++)
        any |= json_is_true(json_object_get(network->bundles[i], "simulated"));
    return any;
}

static void add_simulated(const struct network *network, struct text *out)
{
    const char *between = "";

    if (!is_simulated(network))
        return;
    html_add(out, "<p class=\"notice\">{} ",
             words_get(&network->words, "report.simulated"), NULL);
    for (size_t i = 0; i < network->count; i++) {
        if (!json_is_true(json_object_get(network->bundles[i], "simulated")))
            continue;
        html_add(out, "{}{}", between, name_of(network, i), NULL);
        between = " · ";
    }
    text_add(out, "</p>\n");
}

static void add_quarter(const struct network *network, struct text *out)
{
    char year[5], number[2];

    snprintf(year, sizeof year, "%.4s", network->quarter);
    snprintf(number, sizeof number, "%.1s", network->quarter + strlen("2026-Q"));
    phrase_add(out, &network->words, "report.period.quarter",
               (struct filling[]){
                   {"number", number},
                   {"year",   year  },
                   {NULL,     NULL  }
    });
}

/* Of ids alone: "desk.overall.v1.door". */
static void topic_name(const struct topic *topic, char name[static NAME_SIZE])
{
    snprintf(name, NAME_SIZE, "%s.%s.%s", kind_name(topic->kind), topic->core,
             mode_name(topic->mode));
}

static void add_links(const struct network *network, struct text *out)
{
    char name[NAME_SIZE];

    html_add(out, "<p>{}", words_get(&network->words, "report.data"), NULL);
    for (size_t i = 0; i < network->topic_count; i++) {
        topic_name(&network->topics[i], name);
        html_add(out,
                 "{}<a href=\"charts/{}.tsv\">{}.tsv</a> "
                 "<a href=\"charts/{}.gp\">.gp</a>",
                 i > 0 ? " · " : " ", name, name, name, NULL);
    }
    text_add(out, "</p>\n");
}

static bool make_page(const struct network *network, struct text *out,
                      struct error *error)
{
    const struct words *words = &network->words;
    const char *title = words_get(words, "report.network.title");
    OWNED(text_release) struct text quarter = {.whole = out};

    add_quarter(network, &quarter);
    html_begin(out, words, title, text_string(&quarter), "");
    html_add(out, "<header>\n<h1>{}</h1>\n<p class=\"when\">{}</p>\n", title,
             text_string(&quarter), NULL);
    add_simulated(network, out);
    html_add(out, "<p>{}</p>\n</header>\n<main>\n",
             words_get(words, "report.network.note"), NULL);
    for (size_t i = 0; i < network->topic_count; i++)
        if (!add_topic(network, i, out, error))
            return false;
    html_add(out, "</main>\n<footer>\n<p>{}</p>\n",
             words_get(words, "report.network.read"), NULL);
    add_links(network, out);
    text_add(out, "</footer>\n</body>\n</html>\n");
    return text_ok(out, error);
}

/* ---- beside the page ---- */

/* What is read in a table, in the page's language. */
struct wording {
    struct text about, line, mean, percents[3];
};

static void wording_release(struct wording *wording)
{
    text_release(&wording->about);
    text_release(&wording->line);
    text_release(&wording->mean);
    for (int half = 0; half <= 2; half++)
        text_release(&wording->percents[half]);
}

static struct funnel_texts word_funnel(const struct network *network,
                                       const struct topic *topic,
                                       struct wording *wording)
{
    const struct words *words = &network->words;

    add_quarter(network, &wording->about);
    text_add_format(&wording->about, " · %s", phrase_mode(words, topic->mode));
    phrase_percent(&wording->line, words, topic->line);
    phrase_add(&wording->mean, words, "report.mean",
               (struct filling[]){
                   {"share", text_string(&wording->line)},
                   {NULL,    NULL                       }
    });
    for (int half = 0; half <= 2; half++)
        phrase_percent(&wording->percents[half], words, half / 2.0);
    return (struct funnel_texts){
        .title = kind_words(network, topic),
        .question = question_text(network, topic->core),
        .about = text_string(&wording->about),
        .notice = is_simulated(network) ? words_get(words, "report.simulated") : NULL,
        .axis = words_get(words, "report.network.axis"),
        .mean = text_string(&wording->mean),
        .inner = words_get(words, "report.network.inner"),
        .outer = words_get(words, "report.network.outer"),
        .percents = {text_string(&wording->percents[0]),
                     text_string(&wording->percents[1]),
                     text_string(&wording->percents[2])},
    };
}

static bool make_table(const struct network *network, const struct topic *topic,
                       struct text *out, struct error *error)
{
    struct funnel_name *names = calloc(network->count + 1, sizeof *names);
    OWNED(wording_release) struct wording wording = {0};
    OWNED(made_release) struct made made = {0};
    const struct funnel_texts texts = word_funnel(network, topic, &wording);
    size_t count = 0;

    for (size_t i = 0; names && i < network->count; i++)
        if (topic->units[i].n > 0)
            names[count++] = (struct funnel_name){i + 1, name_of(network, i),
                                                  topic->units[i].positive};
    bool done = names && make_funnel(network, topic, &made)
                    ? funnel_table(&made.funnel, names, &texts, out, error)
                    : no_memory(error);
    free(names);
    return done;
}

static bool write_funnels(const struct edition *edition, const struct network *network,
                          struct error *error)
{
    OWNED(text_release) struct text script = {0};

    if (!text_add_file(&script, SORTIE_SHARE "/analysis/funnel.gp", error))
        return false;
    for (size_t i = 0; i < network->topic_count; i++) {
        OWNED(text_release) struct text table = {0};
        char name[NAME_SIZE], path[NAME_SIZE + 16];
        topic_name(&network->topics[i], name);
        snprintf(path, sizeof path, "charts/%s.tsv", name);
        if (!make_table(network, &network->topics[i], &table, error)
            || !edition_write(edition, path, &table, error))
            return false;
        snprintf(path, sizeof path, "charts/%s.gp", name);
        if (!edition_write(edition, path, &script, error))
            return false;
    }
    return true;
}

static bool publish(const struct network *network, const char *out, struct error *error)
{
    OWNED(edition_release) struct edition edition = {0};
    OWNED(text_release) struct text page = {0}, css = {0};

    if (!make_page(network, &page, error)
        || !text_add_file(&css, SORTIE_SHARE "/analysis/static/report.css", error)
        || !edition_begin(&edition, out, error)
        || !edition_write(&edition, "index.html", &page, error)
        || !edition_write(&edition, "report.css", &css, error)
        || !write_funnels(&edition, network, error)
        || !edition_publish(&edition, network->quarter, error))
        return false;
    printf("%s/%s/index.html\n", out, network->quarter);
    return true;
}

bool network_run(const struct options *options, struct error *error)
{
    OWNED(network_release) struct network network = {0};
    const char *language = options_value(options, "lang");

    if (!words_load(language ? language : "en", &network.words, error))
        return false;
    network.form = form_load(SORTIE_SHARE "/forms/exit.json", error);
    return network.form && read_bundles(&network, options, error)
           && choose_quarter(&network, options_value(options, "quarter"), error)
           && find_topics(&network, error) && draw(&network, error)
           && publish(&network, options_value(options, "out"), error);
}
