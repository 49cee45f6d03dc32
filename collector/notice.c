/* notice.c: see notice.h. One table has every sentence with what makes it true; the
 * HTML lies in collector/pages, the words in forms/words. */
#include "notice.h"

#include <stdio.h>
#include <string.h>

enum { QUESTIONS_MOST = 6 };

/* What a sentence may depend on. */
enum fact {
    ANYWHERE,
    MORE_QUESTIONS, /* than are listed */
    TEXT_ASKED,
    NO_TEXT,
    SESSIONS,
    NO_SESSIONS,
    TABLET, /* answers are taken on the centre's own device */
    PHONE,  /* and on a visitor's */
    RESPONSES_KEPT,
    COUNTS_ONLY,
    SENSITIVE, /* there are sensitive places */
    SENSITIVE_TEXT,
    CONTACT,
    NO_CONTACT,
    FACTS
};

/* The page, a row a sentence; a section's rows stand together. A section without a
 * sentence is left out. */
static const struct sentence {
    const char *section, *key;
    enum fact fact;
} sentences[] = {
    {"notice.asked",  "notice.asked.more",       MORE_QUESTIONS},
    {"notice.asked",  "notice.asked.notext",     NO_TEXT       },
    {"notice.asked",  "notice.asked.free",       ANYWHERE      },
    {"notice.asked",  "notice.asked.why",        ANYWHERE      },
    {"notice.asked",  "notice.asked.languages",  ANYWHERE      },
    {"notice.never",  "notice.never.person",     ANYWHERE      },
    {"notice.never",  "notice.never.device",     ANYWHERE      },
    {"notice.never",  "notice.never.time",       NO_SESSIONS   },
    {"notice.never",  "notice.never.session",    SESSIONS      },
    {"notice.never",  "notice.never.apart",      ANYWHERE      },
    {"notice.device", "notice.device.tablet",    TABLET        },
    {"notice.device", "notice.device.phone",     PHONE         },
    {"notice.device", "notice.device.key",       ANYWHERE      },
    {"notice.device", "notice.device.forgotten", ANYWHERE      },
    {"notice.text",   "notice.text.apart",       TEXT_ASKED    },
    {"notice.text",   "notice.text.struck",      TEXT_ASKED    },
    {"notice.text",   "notice.text.names",       TEXT_ASKED    },
    {"notice.text",   "notice.text.read",        TEXT_ASKED    },
    {"notice.text",   "notice.text.sensitive",   SENSITIVE_TEXT},
    {"notice.kept",   "notice.kept.mixed",       ANYWHERE      },
    {"notice.kept",   "notice.kept.responses",   RESPONSES_KEPT},
    {"notice.kept",   "notice.kept.counts",      COUNTS_ONLY   },
    {"notice.kept",   "notice.kept.remarks",     TEXT_ASKED    },
    {"notice.shown",  "notice.shown.counts",     ANYWHERE      },
    {"notice.shown",  "notice.shown.group",      ANYWHERE      },
    {"notice.shown",  "notice.shown.sensitive",  SENSITIVE     },
    {"notice.shown",  "notice.shown.outside",    ANYWHERE      },
    {"notice.ask",    "notice.ask.find",         ANYWHERE      },
    {"notice.ask",    "notice.ask.desk",         NO_CONTACT    },
    {"notice.ask",    "notice.ask.contact",      CONTACT       },
};

enum { SENTENCES = sizeof sentences / sizeof *sentences, VALUES_MOST = 10 };

/* What fills the sentences. */
struct values {
    struct filling fillings[VALUES_MOST];
    size_t count;
    char numbers[VALUES_MOST][64];
    struct text *out; /* the page */
};

/* ---- words ---- */

static const char *word(const struct notice *notice, const char *key)
{
    return words_get(&notice->language->words, key);
}

static void add(const struct notice *notice, struct text *out, const char *page,
                const struct filling *fillings)
{
    text_add_page(out, templates_page(notice->templates, notice->language, page),
                  fillings);
}

/* ---- the forms that are asked ---- */

static bool is_taken_at(const struct store *store, const struct form *form)
{
    size_t count, live = 0;
    const struct point *points = store_points(store, &count);
    for (size_t i = 0; i < count; i++) {
        bool open = points[i].tokens > points[i].revoked;
        live += open;
        if (open && strcmp(points[i].form, form->id) == 0)
            return true;
    }
    return live == 0; /* a centre that has no points yet may ask any */
}

static bool is_asked(const struct notice *notice, const struct form *form)
{
    return store_newest_form(notice->store, form->id) == form
           && is_taken_at(notice->store, form);
}

static bool asks(const struct notice *notice, const struct form *form,
                 const struct question *question)
{
    const struct centre *centre = store_centre(notice->store);
    return question->type != NOTE
           && question_asked(question, form, centre->settings.questions);
}

/* Questions of all forms, each wording once. */
struct asked {
    const char *texts[QUESTIONS_MOST];
    size_t count, more;
    bool text; /* one of them takes a free text */
};

static void note_question(struct asked *asked, const char *text)
{
    for (size_t i = 0; i < asked->count; i++)
        if (strcmp(asked->texts[i], text) == 0)
            return;
    if (asked->count < QUESTIONS_MOST)
        asked->texts[asked->count++] = text;
    else
        asked->more++;
}

static void note_form(const struct notice *notice, const struct form *form,
                      struct asked *asked)
{
    const char *language = notice->language->words.language;
    for (size_t i = 0; i < form->question_count; i++) {
        const struct question *question = &form->questions[i];
        if (!asks(notice, form, question))
            continue;
        note_question(asked, document_text(question->text, language));
        asked->text |= question->type == TEXT;
    }
}

static void note_questions(const struct notice *notice, struct asked *asked)
{
    const struct forms *forms = store_forms(notice->store);
    for (size_t i = 0; i < forms->count; i++)
        if (is_asked(notice, forms->entries[i]))
            note_form(notice, forms->entries[i], asked);
}

/* ---- what is in force ---- */

static void note_points(const struct notice *notice, bool facts[static FACTS])
{
    size_t count;
    const struct point *points = store_points(notice->store, &count);
    for (size_t i = 0; i < count; i++) {
        bool open = points[i].tokens > points[i].revoked;
        facts[TABLET] |= open && point_has_tablet(&points[i]);
        facts[PHONE] |= open && points[i].mode == MODE_POSTER;
    }
    facts[TABLET] |= !facts[PHONE];
}

static void note_facts(const struct notice *notice, const struct asked *asked,
                       bool facts[static FACTS])
{
    const struct centre *centre = store_centre(notice->store);
    facts[ANYWHERE] = true;
    facts[MORE_QUESTIONS] = asked->more > 0;
    facts[TEXT_ASKED] = asked->text;
    facts[NO_TEXT] = !asked->text;
    facts[SESSIONS] = centre->session_count > 0;
    facts[NO_SESSIONS] = centre->session_count == 0;
    facts[RESPONSES_KEPT] = centre->settings.responses_kept > 0;
    facts[COUNTS_ONLY] = centre->settings.responses_kept == 0;
    facts[CONTACT] = notice->contact != NULL;
    facts[NO_CONTACT] = notice->contact == NULL;
    for (size_t i = 0; i < centre->place_count; i++)
        facts[SENSITIVE] |= centre->places[i].sensitive;
    facts[SENSITIVE_TEXT] = facts[SENSITIVE] && asked->text;
    note_points(notice, facts);
}

/* ---- what fills the sentences ---- */

static void add_value(struct values *values, const char *name, const char *value)
{
    values->fillings[values->count++] = (struct filling){name, value};
}

static void add_number(struct values *values, const char *name, int number)
{
    char *text = values->numbers[values->count];
    snprintf(text, sizeof values->numbers[0], "%d", number);
    add_value(values, name, text);
}

/* "13 weeks", in the plural that the number takes: Arabic has a form for two, one for 3
 * to 10 and one for more (Unicode CLDR, plural rules). */
static void add_weeks(const struct notice *notice, struct values *values,
                      const char *name, int weeks)
{
    OWNED(text_release) struct text text = {.whole = values->out};
    char number[16];
    snprintf(number, sizeof number, "%d", weeks);
    text_add_filled(&text,
                    word(notice, weeks == 1    ? "notice.weeks.one"
                                 : weeks == 2  ? "notice.weeks.two"
                                 : weeks <= 10 ? "notice.weeks.few"
                                               : "notice.weeks.many"),
                    (const struct filling[]){
                        {"n",  number},
                        {NULL, NULL  }
    });
    snprintf(values->numbers[values->count], sizeof values->numbers[0], "%s",
             text_string(&text));
    add_value(values, name, values->numbers[values->count]);
}

static void add_languages(const struct notice *notice, struct text *out)
{
    const struct templates *templates = notice->templates;
    for (size_t i = 0; i < templates->language_count; i++)
        text_add_format(out, "%s%s", i ? " · " : "",
                        words_get(&templates->languages[i].words, "name"));
}

static void note_values(const struct notice *notice, const struct asked *asked,
                        const struct text *languages, struct values *values)
{
    const struct settings *settings = &store_centre(notice->store)->settings;
    add_number(values, "more", (int)asked->more);
    add_value(values, "languages", text_string(languages));
    add_weeks(notice, values, "keys", DAYS_REMEMBERED / 7);
    add_weeks(notice, values, "responses", settings->responses_kept);
    add_weeks(notice, values, "remarks", settings->remarks_kept);
    add_number(values, "group", settings->smallest_group);
    add_number(values, "sensitive", settings->smallest_sensitive);
    add_number(values, "outside", settings->smallest_outside);
    if (notice->contact)
        add_value(values, "contact", notice->contact);
}

/* ---- sections ---- */

/* The questions as they are asked, for the first section. */
static void add_questions(const struct notice *notice, const struct asked *asked,
                          struct text *out)
{
    OWNED(text_release) struct text questions = {.whole = out};
    for (size_t i = 0; i < asked->count; i++)
        add(notice, &questions, "notice-question.html",
            (const struct filling[]){
                {"text", asked->texts[i]},
                {NULL,   NULL           }
        });
    const char *listed = text_string(&questions);
    if (asked->count)
        add(notice, out, "notice-questions.html",
            (const struct filling[]){
                {"questions", listed},
                {NULL,        NULL  }
        });
}

static void add_sentence(const struct notice *notice, const char *key,
                         const struct values *values, struct text *out)
{
    OWNED(text_release) struct text filled = {.whole = out};
    text_add_filled(&filled, word(notice, key), values->fillings);
    const char *text = text_string(&filled);
    add(notice, out, "notice-sentence.html",
        (const struct filling[]){
            {"text", text},
            {NULL,   NULL}
    });
}

/* Adds the section that starts at a row; the row after it. */
static size_t add_section(const struct notice *notice, size_t first,
                          const bool facts[static FACTS], const struct values *values,
                          const struct text *questions, struct text *out)
{
    OWNED(text_release) struct text items = {.whole = out};
    const char *section = sentences[first].section;
    size_t row = first;
    for (; row < SENTENCES && strcmp(sentences[row].section, section) == 0; row++)
        if (facts[sentences[row].fact])
            add_sentence(notice, sentences[row].key, values, &items);
    const char *title = word(notice, section), *listed = text_string(&items),
               *asked = first == 0 ? text_string(questions) : "";
    if (items.length)
        add(notice, out, "notice-section.html",
            (const struct filling[]){
                {"title",     title },
                {"questions", asked },
                {"sentences", listed},
                {NULL,        NULL  }
        });
    return row;
}

static void add_sections(const struct notice *notice, struct text *out)
{
    OWNED(text_release) struct text languages = {.whole = out};
    OWNED(text_release) struct text questions = {.whole = out};
    struct asked asked = {0};
    struct values values = {.out = out};
    bool facts[FACTS] = {false};
    note_questions(notice, &asked);
    note_facts(notice, &asked, facts);
    add_languages(notice, &languages);
    note_values(notice, &asked, &languages, &values);
    add_questions(notice, &asked, &questions);
    for (size_t row = 0; row < SENTENCES;)
        row = add_section(notice, row, facts, &values, &questions, out);
}

/* ---- the page ---- */

bool notice_write(const struct notice *notice, struct text *out, struct error *error)
{
    OWNED(text_release) struct text sections = {.whole = out};
    add_sections(notice, &sections);
    const char *lang = notice->language->words.language,
               *dir = word(notice, "direction"), *title = word(notice, "notice.title"),
               *lead = word(notice, "notice.lead"),
               *centre = document_text(store_centre(notice->store)->name, lang),
               *written = text_string(&sections);
    add(notice, out, "notice.html",
        (const struct filling[]){
            {"lang",     lang   },
            {"dir",      dir    },
            {"title",    title  },
            {"lead",     lead   },
            {"centre",   centre },
            {"sections", written},
            {NULL,       NULL   }
    });
    return text_ok(out, error);
}
