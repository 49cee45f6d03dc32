/* main.c: sortie-analysis, what the answers of closed weeks say. */
#include "bundle.h"
#include "dictionary.h"
#include "export.h"
#include "figures.h"
#include "network.h"
#include "recount.h"
#include "report.h"
#include "sortie/dump.h"

static const struct command commands[] = {
    {.name = "report",
     .help = "makes the edition of a closed week: pages, charts, report.json, CSV",
     .rules = {{"store", "FILE", "the centre's store", OPTION_NEEDED},
               {"out", "DIR", "where editions are published", OPTION_NEEDED},
               {"week", "2026-W47", "a closed week (the last one)", OPTION_ONE},
               {"lang", "fr", "a language of the pages; may be repeated", OPTION_MANY},
               {"rules", "NAME", "of the charts: default, or mdc: the NHS's own",
                OPTION_ONE},
               {"charts", "FORMAT", "each chart as pdf or png, too; may be repeated",
                OPTION_MANY},
               {"decisions", "FILE", "why each number is hidden: for the manager alone",
                OPTION_ONE},
               {"themes", "DIR", "words of the themes of remarks (those installed)",
                OPTION_ONE}},
     .run = report_run},
    {.name = "themes check",
     .help = "says whether files of themes are right, or all that is wrong with one",
     .operands = "DIR",
     .operands_least = 1,
     .operands_most = 1,
     .run = dictionary_check},
    {.name = "series",
     .help =
         "shares, limits and signals of counts over time; columns period, n, positive", .operands = "FILE.csv",
     .operands_least = 1,
     .operands_most = 1,
     .rules = {{"rules", "NAME", "default, or mdc: the NHS's own", OPTION_ONE}},
     .run = figures_series},
    {.name = "compare",
     .help = "units side by side with a funnel's limits; columns unit, n, positive",
     .operands = "FILE.csv",
     .operands_least = 1,
     .operands_most = 1,
     .run = figures_compare},
    {.name = "bundle",
     .help = "writes what a centre hands to the network: sums of closed quarters",
     .rules = {{"store", "FILE", "the centre's store", OPTION_NEEDED},
               {"out", "FILE", "the bundle (- for standard output)", OPTION_NEEDED}},
     .run = bundle_run},
    {.name = "network",
     .help = "makes the page of centres side by side from their bundles",
     .operands = "BUNDLE...",
     .operands_least = 1,
     .operands_most = -1,
     .rules = {{"out", "DIR", "where the page is published", OPTION_NEEDED},
               {"quarter", "2026-Q3", "which quarter (the latest)", OPTION_ONE},
               {"lang", "fr", "the language of the page (en)", OPTION_ONE}},
     .run = network_run},
    {.name = "export",
     .help = "writes a closed week's tables for other programs, without pages",
     .rules = {{"store", "FILE", "the centre's store", OPTION_NEEDED},
               {"out", "DIR", "report.json, counts.csv, dictionary.csv go there",
                OPTION_NEEDED},
               {"week", "2026-W47", "a closed week (the last one)", OPTION_ONE},
               {"lang", "fr", "the language of the dictionary", OPTION_ONE},
               {"rules", "NAME", "of the charts, as of the edition: default, or mdc",
                OPTION_ONE},
               {"themes", "DIR", "words of the themes of remarks (those installed)",
                OPTION_ONE}},
     .run = export_run},
    {.name = "recount",
     .help = "compares every tally with the responses that are still there",
     .rules = {{"store", "FILE", "the centre's store", OPTION_NEEDED}},
     .run = recount_run},
    {0                                                             },
};

int main(int argc, char **argv)
{
    dump_forbid();
    return options_run(argc, argv, "sortie-analysis",
                       "what the answers of closed weeks say", commands);
}
