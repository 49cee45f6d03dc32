/* test_plot.c: gnuplot's drawings as a page has them. */
#include "plot.h"
#include "svg.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct svg_frame frame = {"chart", "what it shows", 10, 20};

static bool adapt(const char *drawing, const struct filling *labels, struct text *out)
{
    struct error error = {0};

    return svg_adapt(drawing, &frame, labels, out, &error);
}

static void test_ids_titles_and_styles_go(void **state)
{
    (void)state;
    const struct filling none[] = {
        {NULL, NULL}
    };
    OWNED(text_release) struct text out = {0};

    assert_true(adapt("<?xml version='1.0'?><svg width='1'><title>Gnuplot</title>"
                      "<desc>Produced by</desc><defs><circle id='gpDot' r='1'/></defs>"
                      "<g id=\"plot\" style=\"color:red\" stroke=\"blue\">"
                      "<path d='M1,2\n\t\tL3,4  ' onclick='x'/></g></svg>",
                      none, &out));
    assert_string_equal(out.bytes,
                        "<svg class=\"chart\" viewBox=\"0 0 10 20\" direction=\"ltr\" "
                        "role=\"img\" aria-label=\"what it shows\">\n"
                        "<g stroke=\"blue\"><path d=\"M1,2 L3,4\"/></g>\n</svg>\n");
}

static void test_empty_groups_go(void **state)
{
    (void)state;
    const struct filling none[] = {
        {NULL, NULL}
    };
    OWNED(text_release) struct text out = {0};

    assert_true(
        adapt("<svg><g a='1'>\n<g>\n</g>\n</g><g><g></g><polygon points='1,1'/></g>"
              "</svg>",
              none, &out));
    assert_non_null(strstr(out.bytes, "\">\n<g><polygon points=\"1,1\"/></g>\n</svg>"));
}

static void test_labels_are_put_and_escaped(void **state)
{
    (void)state;
    const struct filling labels[] = {
        {"x12", "<b>&\"févr."},
        {NULL,  NULL          }
    };
    OWNED(text_release) struct text out = {0};

    assert_true(adapt("<svg><g><text>x12</text></g><g><text>x1</text></g></svg>",
                      labels, &out));
    assert_non_null(
        strstr(out.bytes,
               "<g><text class=\"x\">&lt;b&gt;&amp;&quot;févr.</text></g>\n</svg>"));
}

static void test_points_become_circles(void **state)
{
    (void)state;
    const struct filling none[] = {
        {NULL, NULL}
    };
    OWNED(text_release) struct text out = {0};

    assert_true(adapt("<svg><use xlink:href='#gpPt6' transform='translate(1.5,2) "
                      "scale(3)' color='rgb( 18,  67, 109)'/></svg>",
                      none, &out));
    assert_non_null(strstr(out.bytes, "<circle cx=\"1.50\" cy=\"2.00\" r=\"3.00\" "
                                      "stroke=\"none\" fill=\"rgb( 18, 67, 109)\"/>"));
}

static void test_anything_else_is_refused(void **state)
{
    (void)state;
    static const char *const drawings[] = {
        "<svg><script>x</script></svg>",
        "<svg><image href='x'/></svg>",
        "<svg><g><path d='M'/></svg>",
        "<svg><path d='M'/></g></svg>",
        "<svg><text>x",
        "<svg><use xlink:href='#gpPt9' transform='translate(1,2) scale(1)' color='b'/>",
    };
    const struct filling none[] = {
        {NULL, NULL}
    };

    for (size_t i = 0; i < sizeof drawings / sizeof *drawings; i++) {
        OWNED(text_release) struct text out = {0};
        if (adapt(drawings[i], none, &out))
            fail_msg("%s", drawings[i]);
    }
}

/* ---- with gnuplot itself ---- */

static void draw(const struct plot_line *line, const struct filling *labels,
                 struct text *out)
{
    struct error error = {0};
    struct plot *plot = plot_new(&error);

    assert_non_null(plot);
    size_t wide = plot_line(plot, PLOT_WIDE, line);
    size_t small = plot_line(plot, PLOT_SMALL, line);
    if (!plot_draw(plot, &error)
        || !plot_add(plot, PLOT_WIDE, wide, "wide", labels, out, &error)
        || !plot_add(plot, PLOT_SMALL, small, "small", labels, out, &error))
        fail_msg("%s", error.text);
    plot_free(plot);
}

#define UNRULED NAN, NAN, NAN, false, PLOT_WITHIN, false, 1

static const struct plot_period periods[] = {
    {PLOT_SHOWN,    0.8,  0.6,  0.9,  false, UNRULED},
    {PLOT_SHOWN,    0.7,  0.5,  0.85, true,  UNRULED},
    {PLOT_CLOSED,   0,    0,    0,    false, UNRULED},
    {PLOT_WITHHELD, 0,    0,    0,    false, UNRULED},
    {PLOT_EMPTY,    0,    0,    0,    false, UNRULED},
    {PLOT_SHOWN,    0.9,  0.7,  0.95, false, UNRULED},
    {PLOT_SHOWN,    0.75, 0.55, 0.9,  false, UNRULED},
};

static size_t times(const char *haystack, const char *needle)
{
    size_t count = 0;

    while ((haystack = strstr(haystack, needle))) {
        count++;
        haystack++;
    }
    return count;
}

static void test_a_chart_is_drawn(void **state)
{
    (void)state;
    const struct plot_line line = {periods, 7, 0, true};
    const struct filling labels[] = {
        {"last", "75 %" },
        {"x0",   "janv."},
        {NULL,   NULL   }
    };
    OWNED(text_release) struct text out = {0};

    draw(&line, labels, &out);
    assert_int_equal(times(out.bytes, "<svg "), 2);
    assert_int_equal(times(out.bytes, " id="), 0);
    assert_int_equal(times(out.bytes, "style="), 0);
    assert_int_equal(times(out.bytes, "NaN"), 0);
    assert_int_equal(times(out.bytes, "75 %"), 1);
    assert_int_equal(times(out.bytes, "janv."), 1);
}

/* The line is drawn as two strokes, each begun by a move: the closed, withheld and
 * empty periods between them are not crossed. */
static void test_a_gap_is_not_joined(void **state)
{
    (void)state;
    const struct plot_line line = {periods, 7, 0, true};
    const struct filling none[] = {
        {NULL, NULL}
    };
    OWNED(text_release) struct text out = {0};

    draw(&line, none, &out);
    const char *stroke = strstr(out.bytes, "stroke-width=\"1.80\"");
    assert_non_null(stroke);
    const char *path = strstr(stroke, " d=\""), *end = path ? strstr(path, "/>") : NULL;
    assert_true(path && end);
    OWNED(text_release) struct text d = {0};
    text_add_bytes(&d, path, (size_t)(end - path));
    assert_int_equal(times(d.bytes, "M"), 2);
    assert_int_equal(times(d.bytes, "L"), 2);
}

/* gnuplot 5.4 crashes where no label of a kind has a place: none of these may. */
static void test_nothing_to_say_is_drawn_too(void **state)
{
    (void)state;
    static const struct plot_period silent[] = {
        {PLOT_CLOSED,   0, 0, 0, false, UNRULED},
        {PLOT_WITHHELD, 0, 0, 0, false, UNRULED}
    };
    const struct plot_period bounded[] = {
        {PLOT_SHOWN, nan(""), 0, 0.4, true, UNRULED}
    };
    const struct filling labels[] = {
        {"last", "seen"},
        {"mean", "seen"},
        {NULL,   NULL  }
    };

    for (int i = 0; i < 2; i++) {
        const struct plot_line line = {i ? bounded : silent, i ? 1 : 2, 0, true};
        OWNED(text_release) struct text out = {0};
        draw(&line, labels, &out);
        assert_int_equal(times(out.bytes, "<svg "), 2);
        assert_int_equal(times(out.bytes, "seen"), 0);
    }
}

/* What the rules say is drawn where it is: two limits of each period, dashed while they
 * are on trial, a diamond for each mark, a number above each change. */
static void test_rules_are_drawn(void **state)
{
    (void)state;
    struct plot_period ruled[] = {
        {PLOT_SHOWN, 0.2, 0.1, 0.4, false, 0.8, 0.5, 1,   false, PLOT_BELOW,  false, 1},
        {PLOT_SHOWN, 1,   0.8, 1,   false, 0.8, 0.5, 0.9, false, PLOT_ABOVE,  true,  1},
        {PLOT_SHOWN, 0.8, 0.6, 0.9, false, 0.8, 0.5, 1,   false, PLOT_WITHIN, false, 1}
    };
    const struct plot_line line = {ruled, 3, 0, true};
    const struct filling labels[] = {
        {"c1",   "the change"},
        {"mean", "average"   },
        {NULL,   NULL        }
    };
    OWNED(text_release) struct text sure = {0}, trial = {0};

    draw(&line, labels, &sure);
    assert_int_equal(times(sure.bytes, "the change"), 1);
    assert_int_equal(times(sure.bytes, "average"), 1);
    assert_int_equal(times(sure.bytes, "z\" stroke=\"none\" fill=\"rgb(244, 106, 37)"),
                     2);
    assert_int_equal(times(sure.bytes, "z\" stroke=\"none\" fill=\"rgb( 18, 67, 109)"),
                     2);
    for (size_t i = 0; i < 3; i++)
        ruled[i].trial = true;
    draw(&line, labels, &trial);
    assert_int_equal(times(sure.bytes, "stroke-dasharray=\"2.0,3.0\""), 0);
    assert_true(times(trial.bytes, "stroke-dasharray=\"2.0,3.0\"") > 0);
}

/* A diamond of few answers is hollow, as a dot is: white upon its side's colour, in the
 * wide chart and in the small one. */
static void test_a_mark_of_few_answers_is_hollow(void **state)
{
    (void)state;
    struct plot_period ruled[] = {
        {PLOT_SHOWN, 0.2, 0.1, 0.4, true,  0.8, 0.5, 1,   false, PLOT_BELOW, false, 1},
        {PLOT_SHOWN, 1,   0.8, 1,   true,  0.8, 0.5, 0.9, false, PLOT_ABOVE, false, 1},
        {PLOT_SHOWN, 0.3, 0.1, 0.4, false, 0.8, 0.5, 1,   false, PLOT_BELOW, false, 1}
    };
    const struct plot_line line = {ruled, 3, 0, true};
    const struct filling none[] = {
        {NULL, NULL}
    };
    OWNED(text_release) struct text out = {0};

    draw(&line, none, &out);
    assert_int_equal(times(out.bytes, "z\" stroke=\"none\" fill=\"rgb(255, 255, 255)"),
                     2 * 2);
    assert_int_equal(times(out.bytes, "z\" stroke=\"none\" fill=\"rgb(244, 106, 37)"),
                     2 * 2);
    assert_int_equal(times(out.bytes, "z\" stroke=\"none\" fill=\"rgb( 18, 67, 109)"),
                     2 * 1);
}

static void test_the_same_data_give_the_same_bytes(void **state)
{
    (void)state;
    const struct plot_line line = {periods, 7, 0, true};
    const struct filling labels[] = {
        {"last", "75 %"},
        {NULL,   NULL  }
    };
    OWNED(text_release) struct text first = {0}, second = {0};

    draw(&line, labels, &first);
    setenv("GNUPLOT_LIB", "/nowhere", 1);
    setenv("LC_ALL", "fr_FR.UTF-8", 1);
    draw(&line, labels, &second);
    assert_string_equal(first.bytes, second.bytes);
}

static void test_a_funnel_is_drawn(void **state)
{
    (void)state;
    const struct plot_limit limits[] = {
        {10,  0.8, 0.5,  0.95, 0.4,  1   },
        {100, 0.8, 0.72, 0.88, 0.68, 0.92}
    };
    const struct plot_unit units[] = {
        {20, 0.9, false},
        {60, 0.5, true }
    };
    const int64_t ticks[] = {0, 50, 100};
    const struct plot_funnel funnel = {limits, 2, units, 2, ticks, 3};
    const struct filling labels[] = {
        {"u0", "Porto" },
        {"u1", "Genova"},
        {"x1", "50"    },
        {NULL, NULL    }
    };
    struct error error = {0};
    struct plot *plot = plot_new(&error);
    OWNED(text_release) struct text out = {0};

    size_t number = plot_funnel(plot, &funnel);
    assert_true(plot_draw(plot, &error));
    assert_true(plot_add(plot, PLOT_FUNNEL, number, "funnel", labels, &out, &error));
    assert_int_equal(times(out.bytes, "<circle "), 2);
    assert_int_equal(times(out.bytes, "rgb(244, 106, 37)"), 1);
    assert_non_null(strstr(out.bytes, ">Porto<"));
    plot_free(plot);
}

/* gnuplot's stats looks at what the last chart's range lets through only. */
static void test_a_larger_funnel_after_a_smaller_is_whole(void **state)
{
    (void)state;
    const struct plot_limit small[] = {
        {10, 0.8, 0.5, 0.95, 0.4, 1},
        {40, 0.8, 0.7, 0.9,  0.6, 1}
    };
    const struct plot_limit large[] = {
        {10,  0.8, 0.5,  0.95, 0.4,  1   },
        {900, 0.8, 0.77, 0.83, 0.75, 0.85}
    };
    const struct plot_unit few[] = {
        {30, 0.9, false}
    };
    const struct plot_unit many[] = {
        {800, 0.8, false}
    };
    const int64_t ticks[] = {0};
    const struct plot_funnel first = {small, 2, few, 1, ticks, 1};
    const struct plot_funnel second = {large, 2, many, 1, ticks, 1};
    const struct filling labels[] = {
        {"u0", "Porto"},
        {NULL, NULL   }
    };
    struct error error = {0};
    struct plot *plot = plot_new(&error);
    OWNED(text_release) struct text out = {0};

    plot_funnel(plot, &first);
    size_t number = plot_funnel(plot, &second);
    assert_true(plot_draw(plot, &error));
    assert_true(plot_add(plot, PLOT_FUNNEL, number, "funnel", labels, &out, &error));
    assert_int_equal(times(out.bytes, "<circle "), 1);
    assert_non_null(strstr(out.bytes, ">Porto<"));
    plot_free(plot);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ids_titles_and_styles_go),
        cmocka_unit_test(test_empty_groups_go),
        cmocka_unit_test(test_labels_are_put_and_escaped),
        cmocka_unit_test(test_points_become_circles),
        cmocka_unit_test(test_anything_else_is_refused),
        cmocka_unit_test(test_a_chart_is_drawn),
        cmocka_unit_test(test_a_gap_is_not_joined),
        cmocka_unit_test(test_nothing_to_say_is_drawn_too),
        cmocka_unit_test(test_rules_are_drawn),
        cmocka_unit_test(test_a_mark_of_few_answers_is_hollow),
        cmocka_unit_test(test_the_same_data_give_the_same_bytes),
        cmocka_unit_test(test_a_funnel_is_drawn),
        cmocka_unit_test(test_a_larger_funnel_after_a_smaller_is_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
