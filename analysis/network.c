/* network.c: see network.h. */
#include "network.h"
#include "edition.h"
#include "network_page.h"
#include <stdio.h>

static void network_release(struct network *network)
{
    topics_release(&network->topics);
    form_free(network->form);
    plot_free(network->plot);
    words_release(&network->words);
}

static bool draw(struct network *network, struct error *error)
{
    network->plot = plot_new(error);
    if (!network->plot)
        return false;
    for (size_t i = 0; i < network->topics.count; i++) {
        struct topic *topic = &network->topics.list[i];
        if (!funnel_make(topic->line, topic->units, network->topics.bundle_count,
                         &topic->funnel))
            return error_set(error, ERROR_SYSTEM,
                             "cannot compare centres: out of memory");
        topic->chart = plot_funnel(network->plot, &topic->funnel.plot);
    }
    return plot_draw(network->plot, error);
}

static bool write_funnels(const struct edition *edition, const struct network *network,
                          struct error *error)
{
    OWNED(text_release) struct text script = {0};

    if (!text_add_file(&script, SORTIE_SHARE "/analysis/funnel.gp", error))
        return false;
    for (size_t i = 0; i < network->topics.count; i++) {
        OWNED(text_release) struct text table = {0};
        const struct topic *topic = &network->topics.list[i];
        char name[NETWORK_NAME_SIZE], path[NETWORK_NAME_SIZE + 16];
        network_name(topic, name);
        snprintf(path, sizeof path, "charts/%s.tsv", name);
        if (!network_table(network, topic, &table, error)
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

    if (!network_page(network, &page, error)
        || !text_add_file(&css, SORTIE_SHARE "/analysis/static/report.css", error)
        || !edition_begin(&edition, out, error)
        || !edition_write(&edition, "index.html", &page, error)
        || !edition_write(&edition, "report.css", &css, error)
        || !write_funnels(&edition, network, error)
        || !edition_publish(&edition, network->topics.quarter, error))
        return false;
    printf("%s/%s/index.html\n", out, network->topics.quarter);
    return true;
}

bool network_run(const struct options *options, struct error *error)
{
    OWNED(network_release) struct network network = {0};
    const char *language = options_value(options, "lang");

    if (!words_load(language ? language : "en", &network.words, error))
        return false;
    network.form = form_load(SORTIE_SHARE "/forms/exit.json", error);
    return network.form
           && topics_read(&network.topics, options->operands,
                          (size_t)options->operand_count,
                          options_value(options, "quarter"), error)
           && draw(&network, error)
           && publish(&network, options_value(options, "out"), error);
}
