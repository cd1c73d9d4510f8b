#pragma once

#include "cli/tool.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace optim_demo {

using namespace pipelab;

/// What the command line says to a demonstration.
struct DemoOptions {
    std::string name;
    std::vector<std::string> files;
    std::uint64_t seed = 0;
    std::optional<std::uint64_t> steps;
    std::string step;  ///< empty: the demonstration's own
    std::vector<std::uint64_t> batches;
    double lr = 0.1, weight_decay = 0.1;
};

/// The demonstrations, each in the file of its name.
void demo_mean_is_sgd(cli::Run& run, const DemoOptions& options);
void demo_sgd_bgd_mbgd(cli::Run& run, const DemoOptions& options);
void demo_adam_vs_adamw(cli::Run& run, const DemoOptions& options);

/// A paragraph between the records of text output; nothing with --json.
void say(cli::Run& run, const std::string& text);

/// A number for people to read: four significant digits.
std::string rounded(double value);

}  // namespace optim_demo
