#pragma once

#include "cli/declaration.hpp"
#include "cli/tool.hpp"
#include "combination/problem.hpp"
#include "io/number_reader.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace combsum {

using namespace pipelab;

/// What the command line says.
struct Options {
    std::vector<std::string> words;
    io::NumberInput input;
    std::string target;
    std::string tolerance;
    std::string reuse = "unlimited";
    std::optional<std::uint64_t> items;
    std::uint64_t min_items = 0;
    std::optional<std::uint64_t> max_items;
    std::vector<std::string> must;
    std::vector<std::string> exclude;
    bool ordered = false;

    bool count = false;
    bool exists = false;
    std::optional<std::uint64_t> first;
    std::string range;
    std::string shard;
    std::optional<std::uint64_t> sample;
    std::optional<std::uint64_t> nearest;
    bool index = false;
    bool each_row = false;
    enum class Tree { none, dot, text, svg } tree = Tree::none;
    std::optional<double> time_limit;
    std::uint64_t seed = 0;
    cli::Bytes memory{std::uint64_t{1} << 30};
    bool explain = false;
};

/// The options as users see them.
void declare_options(cli::Declaration& tool, Options& options);

/// --time-limit, also of reconcile.
void declare_time_limit(cli::Declaration& tool, std::optional<double>& seconds);

/// The question that the options ask. UsageError for numbers that are none.
combination::Rules rules_of(const Options& options);
std::vector<combination::Item> items_of(cli::Run& run, const Options& options);

/// Lists, counts or decides.
void answer(cli::Run& run, const Options& options);

/// The verb that matches items to targets.
cli::Body declare_reconcile(cli::Declaration& verb);

}  // namespace combsum
