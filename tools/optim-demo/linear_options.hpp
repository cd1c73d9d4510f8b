#pragma once

#include "cli/tool.hpp"
#include "optim/row_source.hpp"

#include <string>
#include <string_view>

namespace optim_demo {

using namespace pipelab;

/// Declares how rows are read, alike for fit and predict.
void declare_rows(cli::Declaration& verb, optim::RowSource& source);

/// Writes `text` to `path` as a whole: the file appears when all of it is there.
void write_file(const std::string& path, std::string_view text);
/// A line or more on stderr, unless --quiet.
void tell(const cli::Run& run, std::string_view text);

}  // namespace optim_demo
