/* phrase.c: see phrase.h. */
#include "phrase.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBER_SIZE = 24 };

static void write_number(int64_t n, char string[static NUMBER_SIZE])
{
    snprintf(string, NUMBER_SIZE, "%lld", (long long)n);
}

/* Groups of three, from so many digits on as the language has it. */
void phrase_count(char string[static PHRASE_COUNT_SIZE], const struct words *words,
                  int64_t n)
{
    const char *between = words_get(words, "report.thousands"),
               *from = words_get(words, "report.thousands.from");
    char plain[NUMBER_SIZE];
    size_t written = 0;

    write_number(n, plain);
    const size_t length = strlen(plain), sign = n < 0;
    const bool grouped = length - sign >= strtoul(from, NULL, 10);
    string[0] = '\0';
    for (size_t i = 0; i < length && written < PHRASE_COUNT_SIZE; i++) {
        bool opens = grouped && i > sign && (length - i) % 3 == 0;
        written += (size_t)snprintf(string + written, PHRASE_COUNT_SIZE - written,
                                    "%s%c", opens ? between : "", plain[i]);
    }
}

void phrase_add(struct text *out, const struct words *words, const char *key,
                const struct filling *fillings)
{
    text_add_filled(out, words_get(words, key), fillings);
}

void phrase_number(struct text *out, const struct words *words, const char *key,
                   int64_t n)
{
    char number[PHRASE_COUNT_SIZE];

    phrase_count(number, words, n);
    phrase_add(out, words, key,
               (struct filling[]){
                   {"n",  number},
                   {NULL, NULL  }
    });
}

void phrase_percent(struct text *out, const struct words *words, double share)
{
    phrase_number(out, words, "report.percent", (int64_t)lround(share * 100));
}

/* The first of a month has a word of its own: in some languages it is an ordinal. */
static void add_day(struct text *out, const struct words *words, const char *key,
                    int32_t day)
{
    struct civil civil = day_civil(day);
    char d[NUMBER_SIZE], y[NUMBER_SIZE], month[NUMBER_SIZE];

    write_number(civil.day, d);
    write_number(civil.year, y);
    snprintf(month, sizeof month, "month.%d", civil.month);
    phrase_add(out, words, key,
               (struct filling[]){
                   {"d",     civil.day == 1 ? words_get(words, "date.first") : d},
                   {"month",       words_get(words,                                 month)},
                   {"y", y},
                   {NULL,      NULL                                     }
    });
}

void phrase_day(struct text *out, const struct words *words, int32_t day)
{
    add_day(out, words, "date", day);
}

void phrase_day_month(struct text *out, const struct words *words, int32_t day)
{
    add_day(out, words, "report.day", day);
}

/* The year is said once when it is the same. */
void phrase_weeks(struct text *out, const struct words *words, int32_t first,
                  int32_t last)
{
    OWNED(text_release) struct text from = {.whole = out}, to = {.whole = out};
    int32_t monday = week_monday(first), sunday = week_monday(last) + 6;
    bool same = day_civil(monday).year == day_civil(sunday).year;

    add_day(&from, words, same ? "report.day" : "date", monday);
    phrase_day(&to, words, sunday);
    phrase_add(
        out, words, "report.span",
        (struct filling[]){
            {"from", text_string(&from)},
            {"to",   text_string(&to)  },
            {NULL,   NULL              }
    });
}

const char *phrase_month(const struct words *words, int month)
{
    char key[NUMBER_SIZE];

    snprintf(key, sizeof key, "report.month.%d", month);
    return words_get(words, key);
}

static const char *period_key(const struct shown_period *period)
{
    switch (period->by) {
    case BY_MONTH:
        return "report.period.month";
    case BY_TERM:
        return "report.period.term";
    case BY_WEEK:
    case BY_FORTNIGHT:
    case BY_BLOCK:
    case BY_THIRTEEN:
    case BY_SESSION:
    case BY_QUARTER:
    case BYS:
        break;
    }
    return period->first < period->last ? "report.period.weeks" : "report.period.week";
}

static void add_period(struct text *out, const struct words *words,
                       const struct settings *settings,
                       const struct shown_period *period)
{
    const bool is_term = period->by == BY_TERM;
    struct civil thursday = day_civil(week_thursday(period->last));
    struct term term = period_term(period->last, settings);
    char number[NUMBER_SIZE], first[NUMBER_SIZE], year[NUMBER_SIZE], month[NUMBER_SIZE];

    write_number(is_term ? term.number : week_number(period->last), number);
    write_number(week_number(period->first), first);
    write_number(is_term ? term.year : thursday.year, year);
    snprintf(month, sizeof month, "month.%d", thursday.month);
    phrase_add(out, words, period_key(period),
               (struct filling[]){
                   {"number", number         },
                   {"first",  first          },
                   {"year",   year           },
                   {"month",  words_get(words, month)},
                   {NULL,        NULL                   }
    });
}

void phrase_period(struct text *out, const struct words *words,
                   const struct settings *settings, const struct shown_period *period)
{
    const struct shown_period begins = {
        .by = period->by, .first = period->first, .last = period->first};

    if (period->by == BY_SESSION) {
        phrase_day(out, words, period->session->day);
        return;
    }
    if (shown_is_joined(period, settings)) {
        add_period(out, words, settings, &begins);
        text_add(out, " \u2013 ");
    }
    add_period(out, words, settings, period);
}

void phrase_figure(struct text *out, const struct words *words,
                   const struct figure *figure, int smallest)
{
    static const char *const bounds[] = {[EXACT] = "report.of",
                                         [AT_MOST] = "report.atmost",
                                         [AT_LEAST] = "report.atleast"};
    char n[PHRASE_COUNT_SIZE], positive[PHRASE_COUNT_SIZE];

    phrase_count(n, words, figure->n);
    phrase_count(positive, words, figure->positive);
    switch (figure->showing) {
    case SHOWN:
        phrase_add(out, words, bounds[figure->bound],
                   (struct filling[]){
                       {"n",        n       },
                       {"positive", positive},
                       {NULL,       NULL    }
        });
        return;
    case WITHHELD:
        phrase_number(out, words, smallest ? "report.withheld" : "report.protected",
                      smallest);
        return;
    case EMPTY:
        text_add(out, words_get(words, "report.empty"));
        return;
    case CLOSED:
        text_add(out, words_get(words, "report.closed"));
    }
}

void phrase_sum(struct text *out, const struct words *words,
                const struct figure *figure)
{
    bool percent = figure->bound == EXACT && !shown_is_small(figure);

    if (percent) {
        phrase_percent(out, words, (double)figure->positive / (double)figure->n);
        text_add(out, " (");
    }
    phrase_figure(out, words, figure, 0);
    text_add(out, percent ? ")" : "");
}

void phrase_fraction(struct text *out, const struct words *words,
                     const struct figure *figure)
{
    static const char *const bounds[] = {
        [EXACT] = "", [AT_MOST] = "\u2264 ", [AT_LEAST] = "\u2265 "};
    char n[PHRASE_COUNT_SIZE], positive[PHRASE_COUNT_SIZE];

    phrase_count(n, words, figure->n);
    phrase_count(positive, words, figure->positive);
    text_add_format(out, "%s%s/%s", bounds[figure->bound], positive, n);
}

void phrase_share(struct text *out, const struct words *words,
                  const struct shown_period *period)
{
    const struct figure *figure = &period->figure;

    if (figure->bound == EXACT && !shown_is_small(figure))
        phrase_percent(out, words, period->share);
    else
        phrase_fraction(out, words, figure);
}

void phrase_interval(struct text *out, const struct words *words,
                     const struct interval *interval)
{
    OWNED(text_release) struct text low = {.whole = out}, high = {.whole = out};

    phrase_percent(&low, words, interval->low);
    phrase_percent(&high, words, interval->high);
    phrase_add(
        out, words, "report.interval",
        (struct filling[]){
            {"low",  text_string(&low) },
            {"high", text_string(&high)},
            {NULL,   NULL              }
    });
}

const char *phrase_option(const struct words *words, const struct question *question,
                          const struct option *option)
{
    if (option->text)
        return document_text(option->text, words->language);
    if (question->type == YESNO)
        return words_get(words, strcmp(option->code, "yes") ? "kiosk.no" : "kiosk.yes");
    return option->code;
}

const char *phrase_mode(const struct words *words, enum mode mode)
{
    static const char *const keys[MODES] = {
        [MODE_DOOR] = "report.mode.door",
        [MODE_HANDED] = "report.mode.handed",
        [MODE_POSTER] = "report.mode.poster",
        [MODE_PAPER] = "report.mode.paper",
    };

    return words_get(words, keys[mode]);
}
