#include "combination/reconcile.hpp"

#include "base/deadline.hpp"
#include "base/error.hpp"
#include "cli/fields.hpp"
#include "combination/item_reader.hpp"
#include "options.hpp"

#include <cmath>
#include <memory>

namespace combsum {
namespace {

struct ReconcileOptions {
    std::vector<std::string> paths;
    io::NumberInput input;
    std::string tolerance = "0";
    std::uint64_t max_items = 6;
    std::optional<double> time_limit;
};

void declare_options(cli::Declaration& verb, ReconcileOptions& options) {
    verb.section("Input");
    verb.option("-k,--column", "NAME|N", options.input.column,
                "Read the amounts of one column of both files: its number, from 1, or its name in "
                "the header (in JSON its key).");
    verb.option("--id", "COLUMN", options.input.key_column,
                "Name items and targets by this column. An id that occurs twice in a file is an "
                "error.")
        .needs({"--column"});
    cli::declare_fields(
        verb, options.input,
        "The first line of both files names the columns; so does that of the output.", "Amounts");
    verb.section("Which groups");
    verb.option("--tolerance", "D", options.tolerance,
                "The sum of a group may be D less or more than its target.");
    verb.option("--max-items", "K", options.max_items, "No groups of more than K items.")
        .range(1, 64);
    declare_time_limit(verb, options.time_limit);
}

void describe(cli::Declaration& verb) {
    verb.usage("[OPTION]... ITEMS TARGETS");
    verb.about(
        "Finds for each amount in TARGETS (say payments) the amounts in ITEMS (say invoices) that "
        "add up to it. Each item is used once at most. Amounts are exact decimals; credits are "
        "negative.\n\n"
        "Groups of one item come first, then those of two, up to --max-items. Among groups of one "
        "size, targets that only one group of free items can make are settled first, in input "
        "order, and again whenever a match leaves others without a choice. Then the first target "
        "left takes the group that differs least from it, of equal ones the one whose items come "
        "first. The result is a valid matching, but not always the one that matches most targets.");
    verb.example("combsum reconcile --header -k amount --id no -t , invoices.csv payments.csv",
                 "which invoices each payment pays");
    verb.example("combsum reconcile --tolerance 0.05 items.txt targets.txt | grep '^item'",
                 "the amounts that no target accounts for");
    verb.chapter(
        "Output",
        "One line for each match, then one for each unmatched target, then one for each unmatched "
        "item, separated by tabs:\n\n"
        "  kind        match, target or item\n"
        "  target      its id, else its line, or its number where a line holds several\n"
        "  amount      of the target; for an unmatched item its own\n"
        "  sum         of the items\n"
        "  difference  sum - amount\n"
        "  items       their ids, lines or numbers, separated by blanks\n"
        "  unique      yes: no other group of its size was possible then\n\n"
        "What does not apply is empty (in JSON null). If groups of some size are too many to "
        "search, a warning says so, and no larger ones are looked for.");
    verb.common({});
}

io::Number tolerance_of(const ReconcileOptions& options) {
    const auto number = io::parse_number(options.tolerance);
    if (!number || !std::isfinite(io::to_double(*number)))
        throw base::UsageError("--tolerance: expected a number, found '" + options.tolerance + "'");
    return *number;
}

std::vector<combination::Item> amounts_of(cli::Run& run, const ReconcileOptions& options,
                                          const std::string& path) {
    io::NumberInput input = options.input;
    input.paths = {path};
    run.reads(input.paths, "amounts");
    return combination::read_items(input, run.control());
}

void reconcile(cli::Run& run, const ReconcileOptions& options) {
    if (options.paths.size() != 2)
        throw base::UsageError("expected two files, ITEMS and TARGETS, found " +
                               std::to_string(options.paths.size()));
    if (options.paths[0] == "-" && options.paths[1] == "-")
        throw base::UsageError("ITEMS and TARGETS cannot both be standard input");
    combination::ReconcileRules rules;
    rules.tolerance = tolerance_of(options);
    rules.max_items = options.max_items;
    io::RecordWriter records(run.out(), run.json(), options.input.header);
    const auto items = amounts_of(run, options, options.paths[0]);
    const auto targets = amounts_of(run, options, options.paths[1]);
    const base::Deadline deadline(run.control(), options.time_limit);
    const auto result = combination::reconcile(items, targets, rules, deadline.control());
    if (run.control().cancellation.requested()) return;
    combination::write_reconciliation(result, items, targets, records);
    if (deadline.over()) {
        run.warn("stopped by --time-limit: some groups of " + std::to_string(*result.unfinished) +
                 " items and all larger ones were not looked for");
    } else if (result.unfinished) {
        run.warn("too many groups of " + std::to_string(*result.unfinished) +
                 " items to search them all: larger ones were not looked for (see --max-items)");
    }
}

}  // namespace

cli::Body declare_reconcile(cli::Declaration& verb) {
    const auto options = std::make_shared<ReconcileOptions>();
    describe(verb);
    verb.arguments("FILE", options->paths, "ITEMS, then TARGETS; - is standard input.");
    declare_options(verb, *options);
    return [options](cli::Run& run) { reconcile(run, *options); };
}

}  // namespace combsum
