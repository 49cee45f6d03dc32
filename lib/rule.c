/* rule.c: see rule.h. */
#include "sortie/rule.h"

#include <string.h>

enum op { EQ, NE, LT, LE, GT, GE, IN, NOT_IN, HAS, ANSWERED, OPS };

static const char *const op_names[OPS] = {
    [EQ] = "eq",   [NE] = "ne",
    [LT] = "lt",   [LE] = "le",
    [GT] = "gt",   [GE] = "ge",
    [IN] = "in",   [NOT_IN] = "not_in",
    [HAS] = "has", [ANSWERED] = "answered",
};

static enum op op_from(const char *name)
{
    enum op op = EQ;
    while (op < OPS && (!name || strcmp(name, op_names[op]) != 0))
        op++;
    return op;
}

static bool is_context(const char *name)
{
    return strcmp(name, "place.kind") == 0 || strcmp(name, "mode") == 0
           || strcmp(name, "lang") == 0;
}

/* ---- checking ---- */

static const struct question *earlier_question(const struct form *form, size_t earlier,
                                               const char *name)
{
    for (size_t i = 0; i < earlier; i++)
        if (strcmp(form->questions[i].name, name) == 0)
            return &form->questions[i];
    return NULL;
}

/* Is a code one that the question can have? Picks are answered by the catalogue. */
static void check_code(const json_t *code, const struct question *question,
                       const char *at, struct problems *problems)
{
    if (!json_is_string(code))
        problems_add(problems, at, "a value must be a code, in quotes");
    else if (question && question->option_count
             && !question_option(question, json_string_value(code)))
        problems_add(problems, at, "'%s' is not an option of question '%s'",
                     json_string_value(code), question->name);
}

static void check_value(const json_t *value, enum op op,
                        const struct question *question, const char *at,
                        struct problems *problems)
{
    size_t index;
    json_t *code;
    if (op == ANSWERED) {
        if (value)
            problems_add(problems, at, "'answered' takes no value: remove it");
    } else if (op == IN || op == NOT_IN) {
        if (!json_is_array(value) || json_array_size(value) == 0)
            problems_add(problems, at, "'%s' needs a list of codes as its value",
                         op_names[op]);
        json_array_foreach(value, index, code) check_code(code, question, at, problems);
    } else {
        check_code(value, question, at, problems);
    }
}

static void check_leaf(const json_t *leaf, const struct form *form, size_t earlier,
                       const char *at, struct problems *problems)
{
    problems_unknown(problems, at, leaf,
                     (const char *const[]){"q", "op", "value", NULL});
    const char *name = document_string(leaf, "q");
    enum op op = op_from(document_string(leaf, "op"));
    if (op == OPS)
        problems_add(problems, at,
                     "'op' must be one of eq ne lt le gt ge in not_in has answered");
    if (!name) {
        problems_add(problems, at, "a rule needs 'q', the name of an earlier question");
        return;
    }
    const struct question *question = earlier_question(form, earlier, name);
    if (!question && !is_context(name))
        problems_add(problems, at,
                     "'%s' is not an earlier question: a question can only depend on "
                     "those before it",
                     name);
    else if (op != OPS)
        check_value(json_object_get(leaf, "value"), op, question, at, problems);
}

static void check(const json_t *rule, const struct form *form, size_t earlier,
                  int depth, const char *at, struct problems *problems);

static void check_list(const json_t *rules, const struct form *form, size_t earlier,
                       int depth, const char *at, struct problems *problems)
{
    size_t index;
    json_t *rule;
    if (!json_is_array(rules) || json_array_size(rules) == 0)
        problems_add(problems, at, "'all' and 'any' need a list of rules");
    json_array_foreach(rules, index, rule)
    {
        check(rule, form, earlier, depth - 1, pointer_to(at, index).text, problems);
    }
}

static void check(const json_t *rule, const struct form *form, size_t earlier,
                  int depth, const char *at, struct problems *problems)
{
    static const char *const connectors[] = {"all", "any", "not"};
    if (!json_is_object(rule) || depth == 0) {
        problems_add(problems, at,
                     depth ? "a rule must be an object"
                           : "rules may be at most 3 deep");
        return;
    }
    for (size_t i = 0; i < 3; i++) {
        const json_t *inner = json_object_get(rule, connectors[i]);
        if (!inner)
            continue;
        struct pointer below = pointer_member(at, connectors[i]);
        if (json_object_size(rule) > 1)
            problems_add(problems, at, "'%s' must stand alone in its rule",
                         connectors[i]);
        if (i == 2)
            check(inner, form, earlier, depth - 1, below.text, problems);
        else
            check_list(inner, form, earlier, depth, below.text, problems);
        return;
    }
    check_leaf(rule, form, earlier, at, problems);
}

void rule_check(const json_t *rule, const struct form *form, size_t earlier,
                const char *at, struct problems *problems)
{
    check(rule, form, earlier, RULE_DEPTH, at, problems);
}

/* ---- evaluating ---- */

static const char *context(const char *name, const struct circumstances *circumstances)
{
    if (strcmp(name, "place.kind") == 0)
        return circumstances->kind;
    return strcmp(name, "mode") == 0 ? circumstances->mode : circumstances->lang;
}

/* An option's place in its list; -1 when it has none. */
static int rank(const struct question *question, const char *code)
{
    const struct option *option = question ? question_option(question, code) : NULL;
    return option ? (int)(option - question->options) : -1;
}

static bool ordered(enum op op, int answer, int value)
{
    if (answer < 0 || value < 0)
        return false;
    if (op == LT || op == LE)
        return answer < value || (op == LE && answer == value);
    return answer > value || (op == GE && answer == value);
}

static bool listed(const json_t *list, const char *code)
{
    size_t index;
    json_t *entry;
    json_array_foreach(list, index, entry) if (strcmp(json_string_value(entry), code)
                                               == 0) return true;
    return false;
}

/* A leaf against one code. */
static bool compare(enum op op, const char *answer, const json_t *value,
                    const struct question *question)
{
    const char *code = json_string_value(value);
    switch (op) {
    case EQ:
    case HAS:
        return strcmp(answer, code) == 0;
    case NE:
        return strcmp(answer, code) != 0;
    case LT:
    case LE:
    case GT:
    case GE:
        return ordered(op, rank(question, answer), rank(question, code));
    case IN:
        return listed(value, answer);
    case NOT_IN:
        return !listed(value, answer);
    case ANSWERED:
        return true;
    case OPS:
        break;
    }
    return false;
}

/* Of several chosen codes: `has` and `in` want one of them, `ne` and `not_in` want
 * none. */
static bool compare_codes(enum op op, const json_t *codes, const json_t *value,
                          const struct question *question)
{
    size_t index;
    json_t *code;
    bool every = op == NE || op == NOT_IN;
    if (json_array_size(codes) == 0)
        return false;
    json_array_foreach(codes, index, code)
    {
        if (compare(op, json_string_value(code), value, question) != every)
            return !every;
    }
    return every;
}

static bool leaf_holds(const json_t *leaf, const struct form *form,
                       const json_t *answers, const struct circumstances *circumstances)
{
    const char *name = document_string(leaf, "q");
    enum op op = op_from(document_string(leaf, "op"));
    const json_t *value = json_object_get(leaf, "value");
    if (is_context(name)) {
        const char *is = context(name, circumstances);
        return is && compare(op, is, value, NULL);
    }
    const json_t *answer = json_object_get(answers, name);
    const struct question *question = form_question(form, name);
    if (json_is_array(answer))
        return compare_codes(op, answer, value, question);
    return json_is_string(answer)
           && compare(op, json_string_value(answer), value, question);
}

bool rule_holds(const json_t *rule, const struct form *form, const json_t *answers,
                const struct circumstances *circumstances)
{
    const json_t *all = json_object_get(rule, "all"),
                 *any = json_object_get(rule, "any");
    const json_t *not = json_object_get(rule, "not");
    if (not )
        return !rule_holds(not, form, answers, circumstances);
    if (!all && !any)
        return leaf_holds(rule, form, answers, circumstances);
    size_t index;
    json_t *inner;
    json_array_foreach(all ? all : any, index, inner)
    {
        if (rule_holds(inner, form, answers, circumstances) != (all != NULL))
            return all == NULL;
    }
    return all != NULL;
}
