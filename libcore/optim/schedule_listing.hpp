#pragma once

#include "base/progress.hpp"
#include "io/plot.hpp"
#include "io/record_writer.hpp"
#include "optim/schedule.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace pipelab::optim {

/// Writes a record for each of `steps` steps: step (from 0), lr, and momentum where it is cycled.
/// `losses` are those of the steps, for plateau: one fewer than steps, or more. Where `picture` is
/// given, draws the rates, at most some 10^4 of them. UsageError for a
/// rate that is not finite. Throws base::Stopped.
void list_schedule(Schedule schedule, std::uint64_t steps, std::span<const double> losses,
                   io::RecordWriter& records, io::Plot* picture, base::Control control);

/// The losses in a file ("-" is standard input), numbers as io::read_numbers reads them. DataError,
/// IoError.
std::vector<double> read_losses(const std::string& path, base::Control control);

}  // namespace pipelab::optim
