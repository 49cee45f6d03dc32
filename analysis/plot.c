/* plot.c: what house.gp draws, as columns of numbers and names of labels. */
#include "plot.h"
#include "gnuplot.h"
#include "svg.h"
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_SIZE = 256, APART = 9 };

static const struct family {
    const char *name, *class;
    int width, height;
} families[PLOT_KINDS] = {
    [PLOT_WIDE] = {"wide",   "chart wide",   720, 266},
    [PLOT_SMALL] = {"small",  "chart small",  320, 96 },
    [PLOT_FUNNEL] = {"funnel", "chart funnel", 720, 380},
};

/* Where the data of a chart begin among those of its kind. */
#define CHART_BEGINS "\f"

struct plot {
    char directory[PATH_SIZE];
    struct text data[PLOT_KINDS];
    size_t count[PLOT_KINDS];
};

struct plot *plot_new(struct error *error)
{
    struct plot *plot = calloc(1, sizeof *plot);
    const char *base = getenv("TMPDIR");

    if (!plot) {
        error_set(error, ERROR_SYSTEM, "cannot draw: out of memory");
        return NULL;
    }
    snprintf(plot->directory, sizeof plot->directory, "%s/sortie-charts-XXXXXX",
             base && *base == '/' && strlen(base) < PATH_SIZE / 2 ? base : "/tmp");
    if (!mkdtemp(plot->directory)) {
        error_set(error, ERROR_SYSTEM, "cannot make directory '%s': %s",
                  plot->directory, strerror(errno));
        free(plot);
        return NULL;
    }
    return plot;
}

static void file_name(const struct plot *plot, char path[static PATH_SIZE + 32],
                      const char *name)
{
    snprintf(path, PATH_SIZE + 32, "%s/%s", plot->directory, name);
}

static void chart_name(enum plot_kind kind, size_t number, const char *ending,
                       char name[static 32])
{
    snprintf(name, 32, "%s-%zu.%s", families[kind].name, number, ending);
}

static void remove_file(const struct plot *plot, const char *name)
{
    char path[PATH_SIZE + 32];

    file_name(plot, path, name);
    unlink(path);
}

void plot_free(struct plot *plot)
{
    char name[32];

    if (!plot)
        return;
    for (int kind = 0; kind < PLOT_KINDS; kind++) {
        for (size_t i = 1; i <= plot->count[kind]; i++) {
            chart_name((enum plot_kind)kind, i, "svg", name);
            remove_file(plot, name);
            chart_name((enum plot_kind)kind, i, "dat", name);
            remove_file(plot, name);
        }
        text_release(&plot->data[kind]);
    }
    remove_file(plot, GNUPLOT_MESSAGES);
    rmdir(plot->directory);
    free(plot);
}

/* A share as a percentage, or what gnuplot takes for none. */
static void add_share(struct text *data, double share)
{
    if (isnan(share))
        text_add(data, " NaN");
    else
        text_add_format(data, " %.4f", share * 100);
}

static void add_if(struct text *data, bool drawn, double share)
{
    add_share(data, drawn ? share : nan(""));
}

/* The last shown period with a share; `count` when there is none. */
static size_t last_shown(const struct plot_line *line)
{
    for (size_t i = line->count; i-- > 0;)
        if (line->periods[i].mark == PLOT_SHOWN && !isnan(line->periods[i].share))
            return i;
    return line->count;
}

/* Where the mean's label stands: beside its line, unless the last value's label is
 * there. */
static double mean_height(double mean, double last)
{
    double gap = APART / 100.0;

    if (isnan(mean) || isnan(last) || fabs(mean - last) >= gap)
        return mean;
    return last >= mean && last - gap > 0 ? last - gap : last + gap;
}

/* A label without a place stands at 0, unnamed: gnuplot 5.4 crashes on labels that have
 * no point at all. */
static void add_label_height(struct text *data, bool here, double height)
{
    add_if(data, here, isnan(height) ? 0 : height);
}

static void add_period(struct text *data, const struct plot_line *line, size_t i,
                       size_t last, double x)
{
    const struct plot_period *p = &line->periods[i];
    bool shown = p->mark == PLOT_SHOWN;
    bool ends = i + 1 == line->count;
    double latest = last < line->count ? line->periods[last].share : nan("");
    const struct plot_period *end = &line->periods[line->count - 1];

    text_add_format(data, "%.6g", x);
    add_if(data, shown && line->joined, p->share);
    add_if(data, shown, p->low);
    add_if(data, shown, p->high);
    add_if(data, shown && !p->hollow, p->share);
    add_if(data, shown && p->hollow, p->share);
    add_if(data, p->mark == PLOT_CLOSED, 1);
    add_if(data, p->mark == PLOT_WITHHELD, 0);
    add_if(data, p->mark == PLOT_EMPTY, 0);
    add_if(data, i == last, p->share);
    text_add_format(data, " %s x%zu", i == last ? "last" : "none", i);
    add_share(data, p->line);
    add_label_height(data, ends, mean_height(end->line, latest));
    text_add_format(data, " %s v%zu", isnan(end->line) ? "none" : "mean", i);
    add_label_height(data, last < line->count ? i == last : ends, latest);
    add_if(data, !p->trial, p->limit_low);
    add_if(data, !p->trial, p->limit_high);
    add_if(data, p->trial, p->limit_low);
    add_if(data, p->trial, p->limit_high);
    add_if(data, p->signal == PLOT_BELOW, p->share);
    add_if(data, p->signal == PLOT_ABOVE, p->share);
    add_if(data, p->changed, 1);
    text_add_format(data, " c%zu %.6g\n", i, p->width);
}

size_t plot_line(struct plot *plot, enum plot_kind kind, const struct plot_line *line)
{
    struct text *data = &plot->data[kind];
    size_t last = last_shown(line);
    double left = line->blank - 0.5;

    text_add(data, CHART_BEGINS);
    for (size_t i = 0; i < line->count; i++) {
        add_period(data, line, i, last, left + line->periods[i].width / 2);
        left += line->periods[i].width;
    }
    return ++plot->count[kind];
}

static void add_limits(struct text *data, const struct plot_funnel *funnel)
{
    for (size_t i = 0; i < funnel->limit_count; i++) {
        const struct plot_limit *l = &funnel->limits[i];
        const double columns[] = {l->line, l->low95, l->high95, l->low998, l->high998};

        text_add_format(data, "%.4f", l->n);
        for (size_t c = 0; c < sizeof columns / sizeof *columns; c++)
            add_share(data, columns[c]);
        text_add(data, " NaN none\n");
    }
}

/* The ends of the limits, said once more, each with the name of its label. */
static void add_limit_labels(struct text *data, const struct plot_funnel *funnel)
{
    const struct plot_limit *end = &funnel->limits[funnel->limit_count - 1];
    double inner = fmin(end->low95, end->line - 0.06);
    const struct {
        double height;
        const char *label;
    } labels[] = {
        {end->line, "mean"},
        {                inner,  "inner"      },
        { fmin(end->low998,  inner - 0.06),        "outer"}
    };

    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        text_add_format(data, "%.4f NaN NaN NaN NaN NaN", end->n);
        add_share(data, labels[i].height);
        text_add_format(data, " %s\n", labels[i].label);
    }
}

/* Would a short label at `height` right of unit i lie on the dot or label of unit j? */
static bool crowded(const struct plot_funnel *funnel, const double *heights, size_t i,
                    size_t j, double height)
{
    double width = funnel->limits[funnel->limit_count - 1].n * 0.04;
    double apart = (double)(funnel->units[j].n - funnel->units[i].n);

    if (j == i)
        return false;
    if (apart >= 0 && apart < width && fabs(height - funnel->units[j].share) < 0.035)
        return true;
    return j < i && fabs(apart) < width && fabs(height - heights[j]) < 0.04;
}

/* Labels that would lie on others move down, in the order of the units. */
static double label_height(const struct plot_funnel *funnel, const double *heights,
                           size_t i)
{
    double height = funnel->units[i].share;

    for (int tries = 0; tries < 40; tries++) {
        size_t j = 0;
        while (j < funnel->unit_count && !crowded(funnel, heights, i, j, height))
            j++;
        if (j == funnel->unit_count)
            break;
        height -= 0.01;
    }
    return height;
}

static void add_units(struct text *data, const struct plot_funnel *funnel)
{
    double *heights = calloc(funnel->unit_count + 1, sizeof *heights);

    for (size_t i = 0; i < funnel->unit_count; i++) {
        const struct plot_unit *unit = &funnel->units[i];
        double height = heights ? heights[i] = label_height(funnel, heights, i) : 0;

        text_add_format(data, "%lld", (long long)unit->n);
        add_if(data, !unit->outside, unit->share);
        add_if(data, unit->outside, unit->share);
        text_add_format(data, " %lld", (long long)unit->n);
        add_share(data, height);
        text_add_format(data, " u%zu NaN none\n", i);
    }
    for (size_t i = 0; i < funnel->tick_count; i++)
        text_add_format(data, "0 NaN NaN NaN NaN none %lld x%zu\n",
                        (long long)funnel->ticks[i], i);
    free(heights);
}

size_t plot_funnel(struct plot *plot, const struct plot_funnel *funnel)
{
    struct text *data = &plot->data[PLOT_FUNNEL];

    text_add(data, CHART_BEGINS);
    add_limits(data, funnel);
    add_limit_labels(data, funnel);
    text_add(data, "\n\n");
    add_units(data, funnel);
    return ++plot->count[PLOT_FUNNEL];
}

static bool write_chart(const struct plot *plot, const char *name, const char *data,
                        size_t length, struct error *error)
{
    char path[PATH_SIZE + 32];

    file_name(plot, path, name);
    FILE *file = fopen(path, "wxe");
    bool written = file && fwrite(data, 1, length, file) == length;
    if (file && fclose(file) != 0)
        written = false;
    return written
           || error_set(error, ERROR_SYSTEM, "cannot write '%s': %s", path,
                        strerror(errno));
}

/* A file a chart: gnuplot reads a file from its start for each line of a plot. */
static bool write_data(const struct plot *plot, enum plot_kind kind,
                       struct error *error)
{
    const char *data = text_string(&plot->data[kind]);
    char name[32];

    if (!text_ok(&plot->data[kind], error))
        return false;
    for (size_t i = 1; i <= plot->count[kind]; i++) {
        data += strlen(CHART_BEGINS);
        size_t length = strcspn(data, CHART_BEGINS);
        chart_name(kind, i, "dat", name);
        if (!write_chart(plot, name, data, length, error))
            return false;
        data += length;
    }
    return true;
}

bool plot_draw(struct plot *plot, struct error *error)
{
    static const char *const script[] = {SORTIE_SHARE "/analysis/house.gp", NULL};
    char counts[128];

    for (int kind = 0; kind < PLOT_KINDS; kind++)
        if (!write_data(plot, (enum plot_kind)kind, error))
            return false;
    snprintf(counts, sizeof counts,
             "wide_charts = %zu; small_charts = %zu; funnel_charts = %zu",
             plot->count[PLOT_WIDE], plot->count[PLOT_SMALL], plot->count[PLOT_FUNNEL]);
    return gnuplot_run(plot->directory, counts, script, error);
}

bool plot_add(const struct plot *plot, enum plot_kind kind, size_t number,
              const char *label, const struct filling *labels, struct text *out,
              struct error *error)
{
    OWNED(text_release) struct text drawing = {0};
    char name[32], path[PATH_SIZE + 32];
    const struct svg_frame frame = {
        .class = families[kind].class,
        .label = label,
        .width = families[kind].width,
        .height = families[kind].height,
    };

    chart_name(kind, number, "svg", name);
    file_name(plot, path, name);
    return text_add_file(&drawing, path, error)
           && svg_adapt(text_string(&drawing), &frame, labels, out, error);
}
