#pragma once

#include "cli/declaration.hpp"
#include "io/number_reader.hpp"

#include <string>

namespace pipelab::cli {

/// Declares how rows and JSON are read, alike for all tools that read numbers from columns: -t,
/// --header (what it does is up to the tool) and --input-format. `what` is "Numbers", "Amounts".
void declare_fields(Declaration& tool, io::NumberInput& input, std::string header_help,
                    const std::string& what);

}  // namespace pipelab::cli
