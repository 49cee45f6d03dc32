/* account.c: see account.h. */
#include "account.h"
#include "changes.h"
#include "html.h"
#include "phrase.h"
#include "visitors.h"
#include <math.h>

/* ---- visitors ---- */

static void add_turnout(const struct turnout *turnout, const struct words *words,
                        struct text *out)
{
    const struct shown_period *period = turnout->period;
    OWNED(text_release) struct text share = {.whole = out}, sentence = {.whole = out};
    char n[PHRASE_COUNT_SIZE], visitors[PHRASE_COUNT_SIZE];

    phrase_count(n, words, period->figure.n);
    phrase_count(visitors, words, period->visitors);
    if (period->visitors < PERCENTAGE_FROM)
        text_add_format(&share, "%s/%s", n, visitors);
    else
        phrase_percent(&share, words, turnout->share);
    phrase_add(&sentence, words, "report.visitors",
               (struct filling[]){
                   {"share",    text_string(&share)},
                   {"n",        n                  },
                   {"visitors", visitors           },
                   {"mode",     phrase_mode(words,   turnout->chart->line->mode)},
                   {NULL,          NULL                         }
    });
    html_add(out, "{}", text_string(&sentence), NULL);
}

static const char *warning_of(const struct turnout *turnout)
{
    if (turnout->crowded)
        return "report.visitors.crowded";
    if (turnout->low)
        return "report.visitors.low";
    if (turnout->moved)
        return "report.visitors.moved";
    return NULL;
}

static void add_share(const struct turnout *turnout, const struct words *words,
                      struct text *out)
{
    const char *warning = warning_of(turnout);
    bool over = turnout->period->visitors > 0;

    if (!isnan(turnout->share))
        add_turnout(turnout, words, out);
    else
        html_add(
            out, "{}",
            words_get(words, over ? "report.visitors.over" : "report.visitors.unknown"),
            NULL);
    if (warning)
        html_add(out, " <b>{}</b>", words_get(words, warning), NULL);
}

/* The sentence of a known share says how answers were given; otherwise it is said
 * here. */
static void add_occasion(const struct turnout *turnout, const struct settings *settings,
                         const struct words *words, struct text *out)
{
    OWNED(text_release) struct text period = {.whole = out};

    if (isnan(turnout->share))
        html_add(out, "<span class=\"of\">{}</span> ",
                 phrase_mode(words, turnout->chart->line->mode), NULL);
    phrase_period(&period, words, settings, turnout->period);
    html_add(out, "<span class=\"of\">{}</span> ", text_string(&period), NULL);
}

void account_visitors(const struct shown_place *place, const struct settings *settings,
                      const struct words *words, struct text *out)
{
    const struct turnout turnout = visitors_turnout(place);
    char n[PHRASE_COUNT_SIZE];

    if (!turnout.chart)
        return;
    phrase_count(n, words, turnout.period->figure.n);
    html_add(out, "<p class=\"visitors\"><strong>{}</strong> ", n, NULL);
    html_add(out, "<span class=\"what\">{}</span> ",
             words_get(words, "report.column.answers"), NULL);
    add_occasion(&turnout, settings, words, out);
    text_add(out, "<span class=\"of\">");
    add_share(&turnout, words, out);
    text_add(out, "</span></p>\n");
}

/* ---- you said - we did ---- */

static long points_of(double share)
{
    return labs(lround(share * 100));
}

static const char *key_of(const struct change_effect *effect)
{
    if (!effect->told)
        return "report.change.few";
    if (effect->difference_95.low > 0)
        return "report.change.more";
    if (effect->difference_95.high < 0)
        return "report.change.fewer";
    return points_of(effect->difference_95.low) == 1 ? "report.change.chance.one"
                                                     : "report.change.chance";
}

/* "Between 8 and 36 points": the smaller number first, but for the range around 0. */
static void write_bounds(const struct change_effect *effect, const struct words *words,
                         char low[static PHRASE_COUNT_SIZE],
                         char high[static PHRASE_COUNT_SIZE])
{
    const struct interval *interval = &effect->difference_95;
    bool turned = interval->high < 0;

    phrase_count(low, words, points_of(turned ? interval->high : interval->low));
    phrase_count(high, words, points_of(turned ? interval->low : interval->high));
}

static void add_sums(const struct change_effect *effect, const struct words *words,
                     struct text *out)
{
    char numbers[6][PHRASE_COUNT_SIZE];

    phrase_count(numbers[0], words, effect->before.positive);
    phrase_count(numbers[1], words, effect->before.n);
    phrase_count(numbers[2], words, effect->after.positive);
    phrase_count(numbers[3], words, effect->after.n);
    write_bounds(effect, words, numbers[4], numbers[5]);
    phrase_add(out, words, key_of(effect),
               (struct filling[]){
                   {"was",    numbers[0]},
                   {"before", numbers[1]},
                   {"is",     numbers[2]},
                   {"after",  numbers[3]},
                   {"low",    numbers[4]},
                   {"high",   numbers[5]},
                   {NULL,     NULL      }
    });
}

/* What so many answers could show, had they time enough. */
static void add_visible(const struct change_effect *effect, const struct words *words,
                        struct text *out)
{
    char rate[PHRASE_COUNT_SIZE], weeks[PHRASE_COUNT_SIZE], points[PHRASE_COUNT_SIZE];

    if (effect->told || isnan(effect->visible))
        return;
    phrase_count(rate, words, effect->rate);
    phrase_count(weeks, words, CHANGES_WEEKS);
    phrase_count(points, words, points_of(effect->visible));
    text_add(out, " ");
    phrase_add(out, words, "report.change.visible",
               (struct filling[]){
                   {"rate",   rate  },
                   {"weeks",  weeks },
                   {"points", points},
                   {NULL,     NULL  }
    });
}

static void add_effect(const struct change_effect *effect, bool first,
                       const struct words *words, struct text *out)
{
    OWNED(text_release) struct text sentence = {.whole = out};

    add_sums(effect, words, &sentence);
    if (first)
        add_visible(effect, words, &sentence);
    html_add_texts(out, words, "<li><span>{}</span> ",
                   effect->chart->line->question->text, NULL);
    html_add(out, "{}</li>\n", text_string(&sentence), NULL);
}

/* No whole week is over since: nothing to say of any question, but when there will be.
 */
static void add_early(const struct shown_change *entry, const struct words *words,
                      struct text *out)
{
    OWNED(text_release) struct text sentence = {.whole = out};

    text_add(&sentence, words_get(words, "report.change.early"));
    add_visible(&entry->effects[0], words, &sentence);
    html_add(out, "<li>{}</li>\n", text_string(&sentence), NULL);
}

static void add_effects(const struct shown_change *entry, const struct words *words,
                        struct text *out)
{
    text_add(out, "<ul>\n");
    if (entry->effects[0].weeks == 0)
        add_early(entry, words, out);
    for (size_t i = 0; i < entry->effect_count && entry->effects[0].weeks > 0; i++)
        add_effect(&entry->effects[i], i == 0, words, out);
    text_add(out, "</ul>\n");
}

static void add_words(const json_t *map, const char *key, const struct words *words,
                      struct text *out)
{
    if (json_object_size(map) == 0)
        return;
    html_add(out, "<p><span>{}</span> ", words_get(words, key), NULL);
    html_add_texts(out, words, "{}</p>\n", map, NULL);
}

static void add_change(const struct shown_change *entry, const struct words *words,
                       struct text *out)
{
    OWNED(text_release) struct text day = {.whole = out}, since = {.whole = out};
    char number[PHRASE_COUNT_SIZE];

    phrase_day(&day, words, entry->change->day);
    phrase_add(&since, words, "kiosk.staff.since",
               (struct filling[]){
                   {"day", text_string(&day)},
                   {NULL,  NULL             }
    });
    phrase_count(number, words, entry->number);
    html_add(out, "<li>\n<b>{}</b>\n", number, NULL);
    add_words(entry->change->said, "kiosk.said", words, out);
    add_words(entry->change->did, "kiosk.did", words, out);
    html_add(out, "<p class=\"small\">{}</p>\n", text_string(&since), NULL);
    if (entry->effect_count > 0)
        add_effects(entry, words, out);
    text_add(out, "</li>\n");
}

void account_changes(const struct shown_place *place, const struct words *words,
                     struct text *out)
{
    if (place->change_count == 0)
        return;
    html_add(out, "<section class=\"changes\">\n<h2>{}</h2>\n<ul>\n",
             words_get(words, "report.changes"), NULL);
    for (size_t i = 0; i < place->change_count; i++)
        add_change(&place->changes[i], words, out);
    text_add(out, "</ul>\n</section>\n");
}
