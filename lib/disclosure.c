/* disclosure.c: the rules of disclosure.h. */
#include "sortie/disclosure.h"

static const struct {
    const char *name, *meaning;
} reasons[REASONS] = {
    [REASON_NONE] = {"",          ""                                                  },
    [REASON_FEW] = {"few",       "fewer answers than the threshold"                  },
    [REASON_CELL] = {"cell",      "a count of 1 to the threshold less one"            },
    [REASON_BESIDE] = {"beside",    "would tell a hidden count of the same sum"         },
    [REASON_UNANIMOUS] = {"unanimous", "everybody who answered gave it"                    },
    [REASON_BASE] = {"base",      "too few answered in weeks that are shown exactly"  },
    [REASON_SESSION] = {"session",   "less its sessions it would tell a hidden one"      },
    [REASON_BOUND] = {"bound",     "a place's positive answers are shown as a bound"   },
    [REASON_REST] = {"rest",      "less its places a small or unanimous group is left"},
    [REASON_SOLVED] = {"solved",    "with other totals it would give a hidden count"    },
    [REASON_NARROW] = {"narrow",    "with other totals it would bound a hidden count"   },
    [REASON_ALONE] = {"alone",     "a visitor counted alone could tell another count"  },
    [REASON_UNSURE] = {"unsure",    "it could not be made sure that it tells nothing"   },
};

const char *disclosure_reason(enum reason reason)
{
    return reasons[reason].name;
}

const char *disclosure_meaning(enum reason reason)
{
    return reasons[reason].meaning;
}

struct figure disclosure_withheld(enum reason reason)
{
    return (struct figure){.showing = WITHHELD, .reason = reason};
}

struct figure disclosure_figure(struct counts counts,
                                const struct disclosure_rule *rule)
{
    struct figure figure = {
        .showing = SHOWN, .n = counts.n, .positive = counts.positive};

    if (counts.n == 0)
        return (struct figure){.showing = EMPTY};
    if (counts.n < rule->smallest)
        return disclosure_withheld(REASON_FEW);
    if (counts.positive <= 1) {
        figure.bound = AT_MOST;
        figure.positive = 1;
    } else if (rule->sensitive && counts.positive >= counts.n - 1) {
        figure.bound = AT_LEAST;
        figure.positive = counts.n - 1;
    }
    return figure;
}

void disclosure_take(struct rest *rest, struct counts part, const struct figure *shown)
{
    if (shown->showing == SHOWN && shown->bound == EXACT) {
        rest->counts.n -= part.n;
        rest->counts.positive -= part.positive;
    } else if (shown->showing == SHOWN) {
        rest->bounded++;
    } else if (part.n > 0) {
        rest->withheld++;
        rest->alone += part.n == 1;
    }
    rest->loose -= part.n;
}

/* A total may also be smaller than its parts, which count a visitor of two places
 * twice: what is left is then the second visits. */
static struct counts without_sign(struct counts counts)
{
    if (counts.n >= 0)
        return counts;
    return (struct counts){-counts.n, -counts.positive};
}

bool disclosure_rest(const struct rest *rest, const struct disclosure_rule *rule)
{
    const struct counts left = without_sign(rest->counts);

    if (rest->bounded > 0)
        return false;
    if (left.n == 0)
        return left.positive == 0;
    if (left.n < rule->smallest || disclosure_figure(left, rule).bound != EXACT)
        return false;
    if (rest->withheld == 0 || rest->loose > 0)
        return true;
    /* A visitor who is a part of their own takes themselves away. */
    const int64_t one = rest->alone > 0, parts = rest->withheld - one;
    return parts > 1 && left.n - one > parts
           && left.n - one < parts * (rule->smallest - 1);
}

static bool is_small(int64_t cell, const struct disclosure_rule *rule)
{
    return cell >= 1 && cell < rule->smallest_cell;
}

/* The hidden cells of one group. */
struct hiding {
    int64_t total;  /* of all cells, known to everyone */
    int64_t hidden; /* sum of the hidden ones */
    size_t size, count;
    bool large; /* one of them is not small */
};

static struct hiding survey(const int64_t *cells, const int *groups, size_t size,
                            int group, const struct disclosure_rule *rule,
                            const bool *shown)
{
    struct hiding hiding = {0};

    for (size_t i = 0; i < size; i++) {
        if (groups[i] != group)
            continue;
        hiding.size++;
        hiding.total += cells[i];
        if (shown[i])
            continue;
        hiding.count++;
        hiding.hidden += cells[i];
        hiding.large |= !is_small(cells[i], rule);
    }
    return hiding;
}

/* Can the hidden cells be worked out from their sum? A single one can; several that sum
 * to less than a small cell's limit, or that are all as large as a small cell can be,
 * can by someone who knows the rules. */
static bool solvable(const struct hiding *hiding, const struct disclosure_rule *rule)
{
    int64_t most = (int64_t)hiding->count * (rule->smallest_cell - 1);

    if (hiding->count == 0 || hiding->count == hiding->size)
        return false;
    return hiding->count == 1 || hiding->hidden < rule->smallest_cell
           || (!hiding->large && hiding->hidden >= most);
}

/* Hides the smallest cells that are still shown; all that are equally small, so that
 * the choice tells nothing. */
static void hide_smallest(const int64_t *cells, const int *groups, size_t size,
                          int group, bool *shown)
{
    int64_t least = INT64_MAX;

    for (size_t i = 0; i < size; i++)
        if (groups[i] == group && shown[i] && cells[i] < least)
            least = cells[i];
    for (size_t i = 0; i < size; i++)
        if (groups[i] == group && cells[i] == least)
            shown[i] = false;
}

static void protect(const int64_t *cells, const int *groups, size_t size, int group,
                    const struct disclosure_rule *rule, bool *shown)
{
    struct hiding hiding = survey(cells, groups, size, group, rule, shown);
    bool all = hiding.count > 0 && hiding.total < rule->smallest_cell;

    if (hiding.size == 1) { /* known anyway: it is the sum */
        for (size_t i = 0; i < size; i++)
            shown[i] = shown[i] || groups[i] == group;
        return;
    }
    while (all ? hiding.count < hiding.size : solvable(&hiding, rule)) {
        hide_smallest(cells, groups, size, group, shown);
        hiding = survey(cells, groups, size, group, rule, shown);
    }
}

void disclosure_cells(const int64_t *cells, const int *groups, size_t size,
                      const struct disclosure_rule *rule, bool *shown)
{
    int last = -1;

    for (size_t i = 0; i < size; i++) {
        shown[i] = !is_small(cells[i], rule);
        last = groups[i] > last ? groups[i] : last;
    }
    for (int group = 0; group <= last; group++)
        protect(cells, groups, size, group, rule, shown);
}

int64_t disclosure_step(int64_t n, int64_t smallest)
{
    return n - n % smallest;
}
