#pragma once

#include "cli/declaration.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace pipelab::cli {

/// The values found on a command line, still as text and in its order.
struct Matches {
    std::vector<std::vector<std::string>> options;  ///< per option of the table; a flag: any text
    std::vector<std::size_t> order;  ///< the options in the order in which they were given
    std::vector<std::string> arguments;
};

/// Sorts `words` (argv without the tool's name and verb) into the options of `table`: `-k 3`,
/// `-k3`, `--column 3`, `--column=3`, bundled flags, options behind positional arguments, `--`
/// before arguments that begin with `-`; negative numbers are values. UsageError for an unknown
/// option (with the nearest one) and for a missing value. `tool` is what the user called.
Matches parse(const Table& table, const std::vector<std::string>& words, std::string_view tool);

/// Stores `matches` in the declared targets, in the order of the command line. UsageError when a
/// value is empty, not one of its choices, out of range or given twice, an argument is missing or
/// unexpected, or options exclude each other.
void store(const Table& table, const Matches& matches);

}  // namespace pipelab::cli
