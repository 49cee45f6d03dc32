/* test_rule.c: show_if, every operation against every kind of answer. */
#include "given.h"

#include "sortie/rule.h"

static void test_rules(void **state)
{
    (void)state;
    static const struct {
        const char *rule, *answers;
        bool holds;
    } cases[] = {
        {"{'q':'overall','op':'eq','value':'4'}",                   "{'overall':'4'}",            true },
        {"{'q':'overall','op':'eq','value':'4'}",                   "{'overall':'5'}",            false},
        {"{'q':'overall','op':'eq','value':'4'}",                   "{}",                         false},
        {"{'q':'overall','op':'ne','value':'4'}",                   "{'overall':'5'}",            true },
        {"{'q':'overall','op':'ne','value':'4'}",                   "{'overall':'4'}",            false},
        {"{'q':'overall','op':'ne','value':'4'}",                   "{}",                         false},
        {"{'q':'overall','op':'lt','value':'3'}",                   "{'overall':'2'}",            true },
        {"{'q':'overall','op':'lt','value':'3'}",                   "{'overall':'3'}",            false},
        {"{'q':'overall','op':'le','value':'3'}",                   "{'overall':'3'}",            true },
        {"{'q':'overall','op':'le','value':'3'}",                   "{'overall':'4'}",            false},
        {"{'q':'overall','op':'gt','value':'3'}",                   "{'overall':'4'}",            true },
        {"{'q':'overall','op':'gt','value':'3'}",                   "{'overall':'3'}",            false},
        {"{'q':'overall','op':'ge','value':'3'}",                   "{'overall':'3'}",            true },
        {"{'q':'overall','op':'ge','value':'3'}",                   "{'overall':'2'}",            false},
        {"{'q':'overall','op':'in','value':['1','2']}",             "{'overall':'2'}",            true },
        {"{'q':'overall','op':'in','value':['1','2']}",             "{'overall':'3'}",            false},
        {"{'q':'overall','op':'in','value':['1','2']}",             "{}",                         false},
        {"{'q':'overall','op':'not_in','value':['1','2']}",         "{'overall':'3'}",            true },
        {"{'q':'overall','op':'not_in','value':['1','2']}",         "{'overall':'1'}",            false},
        {"{'q':'overall','op':'not_in','value':['1','2']}",         "{}",                         false},
        {"{'q':'overall','op':'answered'}",                         "{'overall':'3'}",            true },
        {"{'q':'overall','op':'answered'}",                         "{}",                         false},
 /* the order of nps is by place in the list, not by letters: 10 is over 9 */
        {"{'q':'friend','op':'gt','value':'9'}",                    "{'friend':'10'}",            true },
        {"{'q':'friend','op':'lt','value':'9'}",                    "{'friend':'10'}",            false},
 /* several codes */
        {"{'q':'reasons','op':'has','value':'wait'}",               "{'reasons':['far','wait']}",
         true                                                                                          },
        {"{'q':'reasons','op':'has','value':'wait'}",               "{'reasons':['far']}",        false},
        {"{'q':'reasons','op':'has','value':'wait'}",               "{}",                         false},
        {"{'not':{'q':'reasons','op':'has','value':'wait'}}",       "{}",                         true },
        {"{'q':'reasons','op':'in','value':['wait','far']}",        "{'reasons':['far']}",
         true                                                                                          },
        {"{'q':'reasons','op':'not_in','value':['wait']}",          "{'reasons':['far','wait']}",
         false                                                                                         },
        {"{'q':'reasons','op':'not_in','value':['wait']}",
         "{'reasons':['far','noise']}",                                                           true },
        {"{'q':'reasons','op':'answered'}",                         "{'reasons':['far']}",        true },
 /* around the answers */
        {"{'q':'place.kind','op':'eq','value':'desk'}",             "{}",                         true },
        {"{'q':'place.kind','op':'in','value':['club','space']}",   "{}",                         false},
        {"{'q':'mode','op':'ne','value':'poster'}",                 "{}",                         true },
        {"{'q':'lang','op':'eq','value':'fr'}",                     "{}",                         true },
 /* together */
        {"{'all':[{'q':'lang','op':'eq','value':'fr'},{'q':'overall','op':'answered'}]"
         "}",                                              "{}",                         false},
        {"{'all':[{'q':'lang','op':'eq','value':'fr'},{'q':'overall','op':'answered'}]"
         "}",                                              "{'overall':'1'}",            true },
        {"{'any':[{'q':'lang','op':'eq','value':'en'},{'q':'overall','op':'answered'}]"
         "}",                                              "{'overall':'1'}",            true },
        {"{'any':[{'q':'lang','op':'eq','value':'en'},{'q':'overall','op':'answered'}]"
         "}",                                              "{}",                         false},
        {"{'not':{'any':[{'q':'overall','op':'eq','value':'1'}]}}", "{'overall':'1'}",
         false                                                                                         },
    };
    const struct circumstances here = {.kind = "desk", .mode = "door", .lang = "fr"};
    struct error error = {0};
    struct form *form = form_load("tests/submissions/every.json", &error);
    assert_non_null(form);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        OWNED(problems_release) struct problems problems = {0};
        json_t *rule = given(cases[i].rule), *answers = given(cases[i].answers);
        rule_check(rule, form, form->question_count, "", &problems);
        assert_problems(&problems, "");
        if (rule_holds(rule, form, answers, &here) != cases[i].holds)
            fail_msg("%s of %s", cases[i].rule, cases[i].answers);
        json_decref(rule);
        json_decref(answers);
    }
    form_free(form);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rules)};
    return cmocka_run_group_tests_name("rule", tests, NULL, NULL);
}
