#pragma once

#include "cli/declaration.hpp"
#include "cli/tool.hpp"
#include "gap/column.hpp"
#include "gap/search.hpp"
#include "io/number_reader.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace maxgap {

using namespace pipelab;

/// How --time-unit reads whole numbers; automatic guesses from the largest.
enum class TimeUnit { automatic, seconds, milliseconds, microseconds, nanoseconds };

/// What the command line says.
struct Options {
    io::NumberInput input;
    bool time = false;
    TimeUnit time_unit = TimeUnit::automatic;
    std::string time_format;
    std::int64_t time_year = 1970;

    std::uint64_t top = 1;
    std::string over;
    std::uint64_t split = 0;
    bool labels = false;
    bool histogram = false;
    bool in_order = false;
    std::string period;
    bool test = false;
    bool index = false;
    gap::Method method = gap::Method::bitmap;

    std::optional<cli::Bytes> memory;
    std::string temporary;
    std::string state;
    bool merge = false;
    std::string resolve;

    gap::Storage storage() const;
    gap::Resources resources() const;
    /// Whether records tell the lines on which their ends stand.
    bool wants_lines(const cli::Run& run) const { return run.json() || index; }
};

/// The options as users see them.
void declare_options(cli::Declaration& tool, Options& options);

/// The answers, one for each way to ask.
void answer_gaps(cli::Run& run, const Options& options);
void answer_by_key(cli::Run& run, const Options& options);
void answer_state(cli::Run& run, const Options& options);
void answer_merge(cli::Run& run, const Options& options);

}  // namespace maxgap
