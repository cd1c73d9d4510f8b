#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/progress.hpp"
#include "cli/declaration.hpp"
#include "io/output.hpp"
#include "io/plot.hpp"

namespace pipelab::cli {

/// What a tool's body works with while it runs.
class Run {
  public:
    virtual ~Run() = default;
    /// Results go here: standard output, or the file of -o; opened at first use.
    virtual io::Output& out() = 0;
    virtual bool json() const = 0;
    virtual bool quiet() const = 0;
    /// Progress display and Ctrl-C / SIGTERM.
    virtual base::Control control() = 0;
    /// "tool: message" on stderr, not with --quiet.
    virtual void warn(std::string_view message) = 0;
    /// The same for summaries and notes on how a result was found.
    virtual void note(std::string_view message) = 0;
    /// Where --plot wants its picture: "" nowhere, "-" braille on stderr, else an SVG file.
    virtual const std::string& plot_path() const = 0;
    /// Draws to plot_path(), if any.
    virtual void draw(const io::Plot& plot) = 0;
    /// The answer of a predicate: with --exit-status a "no" makes the exit status 1.
    virtual void answer(bool yes) = 0;
};

using Body = std::function<void(Run&)>;
using Declare = Body (*)(Declaration&);

/// The whole of a tool's main: declares the options of `declare` and the common ones, parses
/// argv, runs the body, finishes the output and returns the exit status (0, 1 data or system
/// error, 2 usage error, each with one line on stderr). Also --help, --version, --completion and
/// --man. Never throws. Bad allocation is reported without allocating.
int run_tool(int argc, char** argv, std::string_view name, std::string_view purpose,
             Declare declare) noexcept;

}  // namespace pipelab::cli
