#include "options.hpp"

#include "base/error.hpp"
#include "cli/fields.hpp"
#include "combination/item_reader.hpp"

#include <cmath>

namespace combsum {
namespace {

void declare_input(cli::Declaration& tool, Options& options) {
    tool.section("Input");
    tool.option("-k,--column", "NAME|N", options.input.column,
                "Read the numbers of one column only: its number, from 1, or its name in the "
                "header (in JSON its key).");
    cli::declare_fields(tool, options.input, "The first line of each input names the columns.",
                        "Numbers");
}

void declare_rules(cli::Declaration& tool, Options& options) {
    tool.section("Which combinations");
    tool.option("--target", "T", options.target, "The sum. Required.");
    tool.option("--reuse", "HOW", options.reuse,
                "How often a number may be used: unlimited; once for each time it is given; N "
                "times for each time it is given. NUMBER*COUNT is used COUNT times at most in any "
                "case. Equal combinations are listed once.");
    tool.option("--min-items", "K", options.min_items, "No combinations shorter than K.")
        .shown_default("");
    tool.option("--max-items", "K", options.max_items, "None longer than K.");
    tool.option("--items", "K", options.items, "Of K numbers exactly.")
        .excludes({"--min-items", "--max-items"});
    tool.option("--must", "V", options.must,
                "Only with V in it; twice: with two of them. With --each-row V must be given in "
                "one row only.");
    tool.option("--exclude", "V", options.exclude, "Without V.");
    tool.flag("--ordered", options.ordered, "Sequences: 1 2 and 2 1 are different.");
    tool.flag("--each-row", options.each_row,
              "Numbers given twice are two different ones: combinations that differ only in which "
              "of them they use are all listed.");
    tool.option("--tolerance", "D", options.tolerance,
                "Sums from T - D to T + D; the sum follows each combination after a tab.");
}

void declare_questions(cli::Declaration& tool, Options& options) {
    tool.section("What to report");
    tool.flag("--count", options.count, "How many there are, exactly, instead of a list.")
        .excludes({"--first", "--exists"});
    tool.flag("--exists", options.exists,
              "Whether there is one: yes or no, with --exit-status also as status.")
        .excludes({"--first"});
    tool.option("--first", "N", options.first, "Stop after N combinations.");
    tool.option(
            "--range", "A:B", options.range,
            "Those of rank A to B - 1, counted from 0, without listing those before; A or B may "
            "be missing.")
        .excludes({"--first", "--count", "--exists", "--sample", "--nearest", "--shard"});
    tool.option(
            "--shard", "I/N", options.shard,
            "The I-th (from 0) of N equal parts of the list, or auto: as the batch system says.")
        .excludes({"--first", "--count", "--exists", "--sample", "--nearest"});
    tool.option("--sample", "N", options.sample,
                "N combinations drawn at random, all equally likely, with replacement.")
        .excludes({"--first", "--count", "--exists", "--nearest"});
    tool.option("--nearest", "N", options.nearest,
                "The N sums closest to T, each with its first combination, the sum and its "
                "difference to T.")
        .range(1, 1e9)
        .excludes({"--first", "--count", "--exists", "--tolerance"});
    tool.flag("--index", options.index,
              "Also the input line of each number used, of several inputs as FILE:LINE; of an "
              "argument its place among the numbers. Of equal numbers the first come first.")
        .excludes({"--count", "--exists"});
    tool.option("--id", "COLUMN", options.input.key_column,
                "Also the id of each number used, from this column; where ids have blanks, --json "
                "keeps them apart.")
        .needs({"--column"})
        .excludes({"--count", "--exists"});
    tool.choice(
            "--tree", "FORM", options.tree,
            {{"text", Options::Tree::text},
             {"dot", Options::Tree::dot},
             {"svg", Options::Tree::svg}},
            "Draw the search tree of a small problem instead, as textbooks do, with the branches "
            "that lead nowhere: as text, for Graphviz, or as a picture.")
        .excludes({"--first", "--count", "--exists", "--range", "--shard", "--sample", "--nearest",
                   "--index", "--id", "--json"});
    declare_time_limit(tool, options.time_limit);
    tool.flag("--explain", options.explain, "Say on standard error which method ran, and why.");
    tool.option("--memory", "SIZE", options.memory,
                "What needs more than SIZE, beside some 250 bytes a number, is refused before it "
                "begins.");
}

io::Number number_option(const std::string& name, const std::string& text) {
    const auto number = io::parse_number(text);
    if (!number || !std::isfinite(io::to_double(*number)))
        throw base::UsageError(name + ": expected a number, found '" + text + "'");
    return *number;
}

std::uint64_t reuse_of(const std::string& text) {
    if (text == "unlimited") return combination::unlimited;
    if (text == "once") return 1;
    const auto times = io::parse_uint64(text);
    if (!times || *times == 0)
        throw base::UsageError("--reuse: expected unlimited, once or a number from 1, found '" +
                               text + "'");
    return *times;
}

}  // namespace

void declare_time_limit(cli::Declaration& tool, std::optional<double>& seconds) {
    tool.option("--time-limit", "SECONDS", seconds,
                "Stop after so long and say so; what is printed is valid.")
        .range(0, 1e9);
}

combination::Rules rules_of(const Options& options) {
    combination::Rules rules;
    if (options.target.empty()) throw base::UsageError("--target is missing");
    rules.target = number_option("--target", options.target);
    if (!options.tolerance.empty())
        rules.tolerance = number_option("--tolerance", options.tolerance);
    rules.reuse = reuse_of(options.reuse);
    rules.min_items = options.items.value_or(options.min_items);
    rules.max_items =
        options.items ? *options.items : options.max_items.value_or(combination::unlimited);
    for (const auto& text : options.must) rules.must.push_back(number_option("--must", text));
    for (const auto& text : options.exclude)
        rules.exclude.push_back(number_option("--exclude", text));
    rules.ordered = options.ordered;
    rules.each_row = options.each_row;
    return rules;
}

std::vector<combination::Item> items_of(cli::Run& run, const Options& options) {
    combination::Words words = combination::sort_words(options.words);
    if (!words.paths.empty() || words.items.empty()) {
        io::NumberInput input = options.input;
        input.paths = words.paths;
        run.reads(input.paths, "numbers");
        const auto read = combination::read_items(input, run.control());
        words.items.insert(words.items.end(), read.begin(), read.end());
    }
    return words.items;
}

void declare_options(cli::Declaration& tool, Options& options) {
    tool.usage("--target T [OPTION]... [NUMBER | NUMBER*COUNT | FILE]...");
    tool.about(
        "Lists the combinations of the given numbers that sum to T, one a line, in lexicographic "
        "order of the sorted numbers, as they are found.\n\n"
        "An argument that reads as a number or NUMBER*COUNT is one, any other names a file "
        "(./7 a file of that name; -- goes before negative numbers). Without arguments, or for -, "
        "standard input is read: numbers and NUMBER*COUNT separated by blanks, newlines or commas; "
        "# starts a comment. (Columns of -k and JSON have numbers only.) Decimals are exact: 3.00 "
        "reaches 3. Numbers, target and tolerance must be "
        "below 2^61 on the finest decimal scale among them.\n\n"
        "Zero and negative numbers are numbers like others, where limits keep the answer finite; "
        "an endless one is refused. The empty combination reaches 0: an empty line.");
    tool.example("combsum --target 7 2 3 6 7", "2 2 3 and 7");
    tool.example("combsum --target 8 --reuse once 10 1 2 7 6 1 5", "each of the seven once");
    tool.example("combsum --target 100 --count 1 5 10 25 50", "the ways to change a dollar: 292");
    tool.common({.seed = true, .exit_status = true});
    tool.arguments("NUMBER|FILE", options.words, "Numbers, and files of numbers.");
    declare_input(tool, options);
    declare_rules(tool, options);
    declare_questions(tool, options);
}

}  // namespace combsum
