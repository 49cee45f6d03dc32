/* network_page.c: see network_page.h. */
#include "network_page.h"
#include "html.h"
#include "phrase.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TOKEN_LABEL_SIZE = 24 };

static bool no_memory(struct error *error)
{
    return error_set(error, ERROR_SYSTEM, "cannot compare centres: out of memory");
}

/* ---- the page ---- */

static const json_t *name_of(const struct network *network, size_t bundle)
{
    return json_object_get(network->topics.bundles[bundle], "name");
}

/* NULL for one that the form lacks: it goes by its code. */
static const json_t *text_of(const struct network *network, const char *core)
{
    for (size_t i = 0; i < network->form->question_count; i++) {
        const struct question *question = &network->form->questions[i];
        if (question->core && !strcmp(question->core, core))
            return question->text;
    }
    return NULL;
}

/* Labels of a funnel: at most FUNNEL_TICKS + 6 + one a centre. */
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
    const struct plot_funnel *funnel = &topic->funnel.plot;
    size_t unit = 0;

    for (size_t i = 0; i < funnel->tick_count; i++)
        add_numbered(labels, "x", i, funnel->ticks[i]);
    for (size_t i = 0; i < network->topics.bundle_count; i++)
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

    if (!labels_init(&labels, FUNNEL_TICKS + 8 + network->topics.bundle_count))
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
    html_add(out, "<tr><td class=\"number\">{}</td><th scope=\"row\">", number, NULL);
    html_add_text(out, words, name_of(network, i));
    text_add(out, "</th>");
    if (counts.n == 0) {
        phrase_number(&figure, words, "report.withheld", TOPICS_BASE);
        html_add(out, "<td colspan=\"4\" class=\"none\">{}</td></tr>\n",
                 text_string(&figure), NULL);
        return;
    }
    const struct figure shown = {
        .showing = SHOWN, .n = counts.n, .positive = counts.positive};
    struct interval wilson =
        statistics_wilson((double)counts.positive, (double)counts.n, STATISTICS_95);
    phrase_figure(&figure, words, &shown, TOPICS_BASE);
    phrase_percent(&share, words, (double)counts.positive / (double)counts.n);
    phrase_interval(&interval, words, &wilson);
    html_add(
        out, "<td>{}</td><td class=\"number\">{}</td><td>{}</td><td>{}</td></tr>\n",
        text_string(&figure), text_string(&share), text_string(&interval),
        words_get(words, funnel_outside(topic->line, counts) ? "report.network.outside"
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
    for (size_t i = 0; i < network->topics.bundle_count; i++)
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
    const struct topic *topic = &network->topics.list[i];
    const json_t *text = text_of(network, topic->core);

    text_add(out, "<section>\n");
    if (i == 0 || topic[-1].kind != topic->kind)
        html_add(out, "<h2>{}</h2>\n", kind_words(network, topic), NULL);
    text_add(out, "<h3>");
    if (text)
        html_add_text(out, &network->words, text);
    else
        text_add_html(out, topic->core);
    html_add(out, "</h3>\n<p class=\"caption\">{}</p>\n",
             phrase_mode(&network->words, topic->mode), NULL);
    bool added = add_picture(network, topic, out, error);
    add_units(network, topic, out);
    text_add(out, "</section>\n");
    return added;
}

static bool is_simulated(const struct network *network)
{
    bool any = false;

    for (size_t i = 0; i < network->topics.bundle_count; i++)
        any |= json_is_true(json_object_get(network->topics.bundles[i], "simulated"));
    return any;
}

static void add_simulated(const struct network *network, struct text *out)
{
    const char *between = "";

    if (!is_simulated(network))
        return;
    html_add(out, "<p class=\"notice\">{} ",
             words_get(&network->words, "report.simulated"), NULL);
    for (size_t i = 0; i < network->topics.bundle_count; i++) {
        if (!json_is_true(json_object_get(network->topics.bundles[i], "simulated")))
            continue;
        text_add(out, between);
        html_add_text(out, &network->words, name_of(network, i));
        between = " · ";
    }
    text_add(out, "</p>\n");
}

static void add_quarter(const struct network *network, struct text *out)
{
    char year[5], number[2];

    snprintf(year, sizeof year, "%.4s", network->topics.quarter);
    snprintf(number, sizeof number, "%.1s", network->topics.quarter + strlen("2026-Q"));
    phrase_add(out, &network->words, "report.period.quarter",
               (struct filling[]){
                   {"number", number},
                   {"year",   year  },
                   {NULL,     NULL  }
    });
}

void network_name(const struct topic *topic, char name[static NETWORK_NAME_SIZE])
{
    snprintf(name, NETWORK_NAME_SIZE, "%s.%s.%s", kind_name(topic->kind), topic->core,
             mode_name(topic->mode));
}

static void add_links(const struct network *network, struct text *out)
{
    char name[NETWORK_NAME_SIZE];

    html_add(out, "<p>{}", words_get(&network->words, "report.data"), NULL);
    for (size_t i = 0; i < network->topics.count; i++) {
        network_name(&network->topics.list[i], name);
        html_add(out,
                 "{}<a href=\"charts/{}.tsv\">{}.tsv</a> "
                 "<a href=\"charts/{}.gp\">.gp</a>",
                 i > 0 ? " · " : " ", name, name, name, NULL);
    }
    text_add(out, "</p>\n");
}

bool network_page(const struct network *network, struct text *out, struct error *error)
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
    for (size_t i = 0; i < network->topics.count; i++)
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
    const json_t *text = text_of(network, topic->core);

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
        .question = text ? document_text(text, words->language) : topic->core,
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

bool network_table(const struct network *network, const struct topic *topic,
                   struct text *out, struct error *error)
{
    struct funnel_name *names = calloc(network->topics.bundle_count + 1, sizeof *names);
    OWNED(wording_release) struct wording wording = {0};
    const struct funnel_texts texts = word_funnel(network, topic, &wording);
    size_t count = 0;

    for (size_t i = 0; names && i < network->topics.bundle_count; i++)
        if (topic->units[i].n > 0)
            names[count++] = (struct funnel_name){
                i + 1, document_text(name_of(network, i), network->words.language),
                topic->units[i].positive};
    bool done = names ? funnel_table(&topic->funnel.plot, names, &texts, out, error)
                      : no_memory(error);
    free(names);
    return done;
}
