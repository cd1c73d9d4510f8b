#pragma once

#include <optional>
#include <string>
#include <vector>

namespace pipelab::optim {

/// How rows are written.
enum class RowFormat { automatic, libsvm, delimited, json };
/// What becomes of an empty field, NA or null, and of a category that a model does not know.
enum class Gap { error, skip };

/// Which inputs hold the rows, and how.
struct RowSource {
    std::vector<std::string> paths;  ///< none: standard input
    RowFormat format = RowFormat::automatic;
    std::optional<char> delimiter;
    bool header = false;               ///< the first line of each file names the columns
    std::string label;                 ///< column by name or number; empty: `label`, else the first
    std::string weight;                ///< column of importance weights; empty: none
    std::vector<std::string> ignored;  ///< columns left out
    std::vector<std::string> categorical;  ///< columns whose numbers are categories
    Gap missing = Gap::error;              ///< skip: the feature is left out (0)
    Gap unknown = Gap::skip;               ///< of what a model that is not learnt does not know
    bool intercept = true;
};

}  // namespace pipelab::optim
