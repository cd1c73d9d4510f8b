#pragma once

#include "optim/stream_summary.hpp"

#include <string>
#include <string_view>
#include <vector>

/// The file of summaries, for later runs and other machines: one JSON object on one line,
///
///     {"format":"pipelab optim-demo mean","version":1,"columns":[{"name":"","count":"3",
///      "skipped":"0","minimum":"1","maximum":"7","decimals":["11","55",...],
///      "doubles":[["0",0],...], ...}]}
///
/// decimals[p - 1] and doubles[p - 1] are the sums of p-th powers of the numbers of either kind
/// (see PowerSums), a decimal as "digits" or "digits" and a power of ten, ["11",-2]; a double as an
/// odd integer and a power of two. Integers are strings, so that no reader rounds them.
/// "running_mean", "sketch" and "descents" stand where they were asked for. Equal summaries give
/// equal bytes.
namespace pipelab::optim {

/// The text of the file, with its newline.
std::string state_text(const std::vector<StreamSummary>& summaries);

/// What state_text wrote; `name` is what errors call it. DataError for anything else, also for sums
/// that no numbers have. Of a running mean with a list of steps the list is empty.
std::vector<StreamSummary> parse_stream_state(std::string_view text, const std::string& name);

/// The state in a file ("-" is standard input). IoError, DataError.
std::vector<StreamSummary> read_stream_state(const std::string& path);

}  // namespace pipelab::optim
