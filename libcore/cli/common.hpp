#pragma once

#include "cli/declaration.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace pipelab::cli {

/// What the options that all tools have were set to.
struct CommonOptions {
    enum class Progress { automatic, always, never };
    bool help = false;
    bool version = false;
    bool man = false;
    bool json = false;
    bool quiet = false;
    bool exit_status = false;
    std::string output;  ///< empty: standard output
    std::string plot;
    std::string shell;
    Progress progress = Progress::automatic;
    std::optional<std::uint64_t> threads;
};

/// Adds them to what a tool declared, the seed among them where it asked for that.
void declare_common(Declaration& declaration, CommonOptions& options);

/// Threads that `option` (-j), else $PIPELAB_THREADS, else $OMP_NUM_THREADS ask for; nullopt: all
/// cores we may run on. UsageError when a variable holds no number from 1 to 4096.
std::optional<int> wanted_threads(const std::optional<std::uint64_t>& option);

}  // namespace pipelab::cli
