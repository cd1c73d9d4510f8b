#pragma once

#include "base/progress.hpp"
#include "cli/declaration.hpp"
#include "io/output.hpp"
#include "io/picture.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace pipelab::cli {

/// What a tool's body works with while it runs.
class Run {
  public:
    virtual ~Run() = default;

    /// Results go here: standard output, or the file of -o; opened at first use. A body that
    /// works long before it writes calls it early, so that a bad path is found at once. run_tool
    /// finishes it when the body returns; a file appears only then.
    virtual io::Output& out() = 0;
    /// The same for binary data: UsageError when that would go to a terminal.
    virtual io::Output& binary_out() = 0;
    /// The argument of -o, "-" when not given: for tools that choose a format by its ending or
    /// write several files themselves.
    virtual const std::string& output_path() = 0;
    virtual bool json() const = 0;
    virtual bool quiet() const = 0;

    /// Called before inputs are read: when `paths` mean standard input ("-" or none) and that is
    /// a terminal, says on stderr that `what` ("numbers") is awaited. IoError if --plot names a
    /// file that cannot be written.
    virtual void reads(const std::vector<std::string>& paths, std::string_view what) = 0;

    /// Progress display, and whether Ctrl-C or SIGTERM asked to stop. A tool dies by the first
    /// signal unless it has asked cancellation.requested() before; then it is expected to return
    /// soon, and the second signal kills. A body that returns after a signal ends with
    /// "interrupted" and the signal's status, its output unpublished.
    virtual base::Control control() = 0;
    /// What was written until an interruption or a DataError is of use by itself (a checkpoint, a
    /// prefix of a stream, the picture of a divergence): it is published. The exit status stays
    /// that of the signal or error.
    virtual void keep_partial_output() = 0;

    /// "tool: message" on stderr, not with --quiet.
    virtual void warn(std::string_view message) = 0;
    /// The same for summaries and notes on how a result was found.
    virtual void note(std::string_view message) = 0;

    /// Where --plot wants its picture: "" nowhere, "-" braille on stderr, else an SVG file.
    virtual const std::string& plot_path() const = 0;
    /// Draws to plot_path(), if any. A file appears when the output is finished.
    virtual void draw(const io::Picture& picture) = 0;
    /// The answer of a predicate: with --exit-status a "no" makes the exit status 1 and any error
    /// 2. The last answer counts.
    virtual void answer(bool yes) = 0;
};

/// The whole of a tool's main: declares the options of `declare` and the common ones, parses
/// argv, runs the body, finishes the output and returns the exit status (0, 1 data or system
/// error, 2 usage error, each with one line on stderr). Also --help, --version, --completion and
/// --man. Never throws. Bad allocation is reported without allocating. `purpose` is one sentence.
int run_tool(int argc, char** argv, std::string_view name, std::string_view purpose,
             Declare declare) noexcept;

}  // namespace pipelab::cli
