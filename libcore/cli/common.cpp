#include "cli/common.hpp"

#include "base/error.hpp"
#include "cli/manual.hpp"

#include <cstdlib>
#include <string_view>

namespace pipelab::cli {
namespace {

constexpr double most_threads = 4096;

/// A variable as the option of its name would be read; nullopt when not set or empty. Of a list
/// as OpenMP allows it ("4,2") the first counts.
std::optional<int> threads_from(const char* variable) {
    const char* set = std::getenv(variable);
    if (set == nullptr || *set == '\0') return std::nullopt;
    const std::string_view text = set;
    Option named;
    named.names = {variable};
    named.low = 1;
    named.high = most_threads;
    int count = 0;
    detail::read(named, std::string(text.substr(0, text.find(','))), count);
    return count;
}

}  // namespace

void declare_common(Declaration& declaration, CommonOptions& options) {
    using Progress = CommonOptions::Progress;
    const Common& which = declaration.table().common;
    declaration.section(common_section);
    declaration
        .option("-o,--output", "FILE", options.output,
                "Write results to FILE, which is complete or untouched whatever happens.")
        .file()
        .shown_default("standard output");
    declaration.flag("--json", options.json, "Write results as JSON Lines.");
    if (which.seed)
        declaration.option("--seed", "N", declaration.seed(),
                           "Seed of all random numbers. The same seed gives the same bytes.");
    if (which.plot)
        declaration
            .option("--plot", "FILE.svg", options.plot,
                    "Draw the result to FILE.svg, or in braille on stderr with -.")
            .file();
    if (which.exit_status)
        declaration.flag("--exit-status", options.exit_status,
                         "Tell the answer by the exit status: 0 yes, 1 no, 2 error.");
    declaration
        .option("-j,--threads", "N", options.threads, "Use N threads; results do not depend on it.")
        .range(1, most_threads)
        .shown_default("the cores it may run on");
    declaration.flag("-q,--quiet", options.quiet, "No progress, summaries or warnings.");
    declaration.choice(
        "--progress", "WHEN", options.progress,
        {{"auto", Progress::automatic}, {"always", Progress::always}, {"never", Progress::never}},
        "Show progress on stderr; auto does when that is a terminal.");
    declaration
        .option("--completion", "SHELL", options.shell, "Print a completion script for that shell.")
        .choose({"bash", "zsh", "fish"});
    declaration.flag("--man", options.man, "Print this manual as a man page (roff).");
    declaration.flag("--version", options.version, "Print name and version.");
    declaration.flag("-h,--help", options.help, "Print this help.");
}

std::optional<int> wanted_threads(const std::optional<std::uint64_t>& option) {
    if (option) return static_cast<int>(*option);
    if (const auto count = threads_from("PIPELAB_THREADS")) return count;
    return threads_from("OMP_NUM_THREADS");
}

}  // namespace pipelab::cli
