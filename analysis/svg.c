/* svg.c: reads gnuplot's svg tag by tag and writes the tags that a page may have. */
#include "svg.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A tag, between < and >: `name` without the slash. */
struct tag {
    const char *name, *attributes, *end;
    size_t name_length;
    bool closing, empty;
};

struct adaptation {
    const char *at; /* what is still to be read */
    const struct filling *labels;
    struct text *out;
    struct text pending; /* groups opened with nothing in them yet */
    int pending_groups;
    int depth;
};

static const char *const kept[] = {
    "fill",
    "stroke",
    "stroke-width",
    "stroke-linecap",
    "stroke-linejoin",
    "color",
    "transform",
    "text-anchor",
    "font-size",
    "d",
    "points",
    "stroke-dasharray",
    "shape-rendering",
    NULL,
};

static bool next_tag(struct adaptation *a, struct tag *tag)
{
    const char *start = strchr(a->at, '<');

    if (!start || !(tag->end = strchr(start, '>')))
        return false;
    tag->closing = start[1] == '/';
    tag->empty = tag->end[-1] == '/';
    tag->name = start + 1 + tag->closing;
    tag->name_length = strcspn(tag->name, " \t\r\n/>");
    tag->attributes = tag->name + tag->name_length;
    a->at = tag->end + 1;
    return true;
}

static bool is(const struct tag *tag, const char *name)
{
    return strlen(name) == tag->name_length
           && !memcmp(tag->name, name, tag->name_length);
}

/* The next attribute from *at on; false at the end of the tag. */
static bool next_attribute(const struct tag *tag, const char **at, const char **name,
                           size_t *name_length, const char **value, size_t *length)
{
    const char *p = *at + strspn(*at, " \t\r\n/?");
    const char *equals = memchr(p, '=', (size_t)(tag->end - p));

    if (p >= tag->end || !equals)
        return false;
    *name = p;
    *name_length = strcspn(p, " \t=");
    const char *open = equals + 1 + strspn(equals + 1, " \t");
    const char *close = *open == '"' || *open == '\''
                            ? memchr(open + 1, *open, (size_t)(tag->end - open - 1))
                            : NULL;
    if (!close)
        return false;
    *value = open + 1;
    *length = (size_t)(close - open - 1);
    *at = close + 1;
    return true;
}

static bool attribute(const struct tag *tag, const char *wanted, const char **value,
                      size_t *length)
{
    const char *at = tag->attributes, *name;
    size_t name_length;

    while (next_attribute(tag, &at, &name, &name_length, value, length))
        if (strlen(wanted) == name_length && !memcmp(name, wanted, name_length))
            return true;
    return false;
}

static bool is_kept(const char *name, size_t length)
{
    for (size_t i = 0; kept[i]; i++)
        if (strlen(kept[i]) == length && !memcmp(kept[i], name, length))
            return true;
    return false;
}

/* Runs of white space become one space: gnuplot breaks and pads its paths. */
static void add_value(struct text *out, const char *value, size_t length)
{
    while (length && isspace((unsigned char)value[length - 1]))
        length--;
    for (size_t i = 0; i < length; i++) {
        char c = isspace((unsigned char)value[i]) ? ' ' : value[i];
        if (c != ' ' || (i && !isspace((unsigned char)value[i - 1])))
            text_add_bytes(out, &c, 1);
    }
}

static void add_attributes(struct text *out, const struct tag *tag)
{
    const char *at = tag->attributes, *name, *value;
    size_t name_length, length;

    while (next_attribute(tag, &at, &name, &name_length, &value, &length)) {
        if (!is_kept(name, name_length) || memchr(value, '"', length))
            continue;
        text_add(out, " ");
        text_add_bytes(out, name, name_length);
        text_add(out, "=\"");
        add_value(out, value, length);
        text_add(out, "\"");
    }
}

/* Something is drawn: the groups it lies in are written first. */
static void flush(struct adaptation *a)
{
    text_add(a->out, text_string(&a->pending));
    text_clear(&a->pending);
    a->depth += a->pending_groups;
    a->pending_groups = 0;
}

static void open_group(struct adaptation *a, const struct tag *tag)
{
    text_add(&a->pending, "<g");
    add_attributes(&a->pending, tag);
    text_add(&a->pending, ">");
    a->pending_groups++;
}

/* An empty group is forgotten: the last "<g" of what is pending goes. */
static void close_group(struct adaptation *a)
{
    if (!a->pending_groups) {
        text_add(a->out, "</g>\n");
        a->depth--;
        return;
    }
    char *last = NULL;
    for (char *p = a->pending.bytes; p && (p = strstr(p, "<g")); p++)
        last = p;
    a->pending_groups--;
    if (!last)
        return;
    a->pending.length = (size_t)(last - a->pending.bytes);
    *last = '\0';
}

static void add_shape(struct adaptation *a, const struct tag *tag, const char *name)
{
    flush(a);
    text_add_format(a->out, "<%s", name);
    add_attributes(a->out, tag);
    text_add(a->out, "/>");
}

/* A point is a <use> of a shape by id: these are the shapes of the house. */
static void add_ring(struct text *out, double x, double y, double scale)
{
    text_add_format(out, "<circle cx=\"%.2f\" cy=\"%.2f\" r=\"%.2f\" ", x, y, scale);
    text_add(out, "fill=\"none\" stroke-width=\"1.4\" stroke=\"");
}

static void add_dot(struct text *out, double x, double y, double scale)
{
    text_add_format(out, "<circle cx=\"%.2f\" cy=\"%.2f\" r=\"%.2f\" ", x, y, scale);
    text_add(out, "stroke=\"none\" fill=\"");
}

static void add_diamond(struct text *out, double x, double y, double scale)
{
    text_add_format(out, "<path d=\"M%.2f %.2fl%.2f %.2f %.2f %.2f %.2f %.2fz\" ", x,
                    y - scale, scale, scale, -scale, scale, -scale, -scale);
    text_add(out, "stroke=\"none\" fill=\"");
}

static const struct shape {
    const char *id;
    void (*add)(struct text *out, double x, double y, double scale);
} shapes[] = {
    {"#gpPt5",  add_ring   },
    {"#gpPt6",  add_dot    },
    {"#gpPt12", add_diamond},
    {NULL,      NULL       },
};

static bool add_point(struct adaptation *a, const struct tag *tag)
{
    const char *id, *place, *colour;
    size_t id_length, place_length, colour_length;
    double x, y, scale;

    if (!attribute(tag, "xlink:href", &id, &id_length)
        || !attribute(tag, "transform", &place, &place_length)
        || !attribute(tag, "color", &colour, &colour_length)
        || sscanf(place, "translate(%lf,%lf) scale(%lf)", &x, &y, &scale) != 3)
        return false;
    const struct shape *shape = shapes;
    while (shape->id
           && (strlen(shape->id) != id_length || memcmp(shape->id, id, id_length) != 0))
        shape++;
    if (!shape->id)
        return false;
    flush(a);
    shape->add(a->out, x, y, scale);
    add_value(a->out, colour, colour_length);
    text_add(a->out, "\"/>");
    return true;
}

static const char *label(const struct adaptation *a, const char *token, size_t length)
{
    for (const struct filling *l = a->labels; l->name; l++)
        if (strlen(l->name) == length && !memcmp(l->name, token, length))
            return l->value;
    return NULL;
}

static bool add_text(struct adaptation *a)
{
    const char *token = a->at, *end = strstr(a->at, "</text>");

    if (!end)
        return false;
    size_t length = (size_t)(end - token), letters = 0;
    const char *value = label(a, token, length);
    while (letters < length && isalpha((unsigned char)token[letters]))
        letters++;
    a->at = end + strlen("</text>");
    if (!value)
        return true;
    flush(a);
    text_add(a->out, "<text class=\"");
    text_add_bytes(a->out, token, letters);
    text_add(a->out, "\">");
    text_add_html(a->out, value);
    text_add(a->out, "</text>");
    return true;
}

static bool skip_element(struct adaptation *a, const struct tag *tag)
{
    struct tag inner;

    while (next_tag(a, &inner))
        if (inner.closing && inner.name_length == tag->name_length
            && !memcmp(inner.name, tag->name, tag->name_length))
            return true;
    return false;
}

static bool adapt_tag(struct adaptation *a, const struct tag *tag)
{
    if (is(tag, "g")) {
        if (tag->closing)
            close_group(a);
        else
            open_group(a, tag);
        return true;
    }
    if (is(tag, "path") || is(tag, "polygon")) {
        add_shape(a, tag, is(tag, "path") ? "path" : "polygon");
        return true;
    }
    if (is(tag, "use"))
        return add_point(a, tag);
    if (is(tag, "text"))
        return add_text(a);
    if (is(tag, "title") || is(tag, "desc") || is(tag, "defs"))
        return skip_element(a, tag);
    return is(tag, "?xml") || is(tag, "svg") || is(tag, "rect");
}

static void open_frame(const struct svg_frame *frame, struct text *out)
{
    text_add_format(out, "<svg class=\"%s\" viewBox=\"0 0 %d %d\" direction=\"ltr\" ",
                    frame->class, frame->width, frame->height);
    text_add(out, "role=\"img\" aria-label=\"");
    text_add_html(out, frame->label);
    text_add(out, "\">\n");
}

bool svg_adapt(const char *drawing, const struct svg_frame *frame,
               const struct filling *labels, struct text *out, struct error *error)
{
    struct adaptation a = {.at = drawing, .labels = labels, .out = out};
    struct tag tag;
    bool fits = true;

    open_frame(frame, out);
    while (fits && next_tag(&a, &tag))
        fits = adapt_tag(&a, &tag);
    text_add(out, "</svg>\n");
    text_release(&a.pending);
    if (!fits || a.depth != 0 || a.pending_groups != 0)
        return error_set(error, ERROR_SYSTEM,
                         "cannot read the chart that gnuplot drew");
    return text_ok(out, error);
}
