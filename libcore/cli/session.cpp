#include "cli/session.hpp"

#include "base/error.hpp"
#include "cli/message.hpp"

#include <algorithm>

#include <unistd.h>

namespace pipelab::cli {
namespace {

ProgressDisplay::Mode display_mode(const CommonOptions& options) {
    using Mode = ProgressDisplay::Mode;
    using Progress = CommonOptions::Progress;
    const bool terminal = isatty(STDERR_FILENO) == 1;
    if (options.progress == Progress::never) return Mode::none;
    if (options.progress == Progress::always) return terminal ? Mode::animated : Mode::lines;
    return terminal && !options.quiet ? Mode::animated : Mode::none;
}

}  // namespace

Session::Session(std::string_view tool, const CommonOptions& options)
    : tool_(tool),
      options_(options),
      path_(options.output.empty() ? "-" : options.output),
      display_(display_mode(options), tool_) {
    if (!options.plot.empty() && options.plot != "-" && options.plot == options.output)
        throw base::UsageError("--plot and --output name the same file");
}

io::Output& Session::out() {
    if (!output_) output_.emplace(path_);
    return *output_;
}

io::Output& Session::binary_out() {
    if (out().terminal())
        throw base::UsageError("refusing to write binary data to a terminal; use -o FILE");
    return out();
}

const std::string& Session::output_path() {
    path_asked_ = true;
    return path_;
}

void Session::reads(const std::vector<std::string>& paths, std::string_view what) {
    const bool standard = paths.empty() || std::count(paths.begin(), paths.end(), "-") > 0;
    if (standard && isatty(STDIN_FILENO) == 1)
        note("reading " + std::string(what) + " from the terminal; end with Ctrl-D");
    open_picture();
}

void Session::note(std::string_view message) {
    if (options_.quiet) return;
    display_.erase();
    complain(tool_, message);
}

void Session::draw(const io::Picture& picture) {
    if (options_.plot.empty()) return;
    display_.erase();
    if (options_.plot == "-") return show(picture.braille());
    open_picture();
    picture_->write(picture.svg());
    drawn_ = true;
}

void Session::open_picture() {
    if (!picture_ && !options_.plot.empty() && options_.plot != "-")
        picture_.emplace(options_.plot);
}

void Session::publish() {
    if (output_) output_->finish();
    if (picture_ && drawn_) picture_->finish();
}

void Session::finish_partial() {
    display_.end();
    if (keep_partial_) publish();
}

int Session::finish() {
    display_.end();
    const int signal = received_signal();
    // Nobody asked for the output, but -o promises a file.
    if (!options_.output.empty() && !path_asked_) out();
    if (signal == 0 || keep_partial_) publish();
    if (signal != 0) {
        output_.reset();
        picture_.reset();
        complain(tool_, "interrupted");
        die_by(signal);
    }
    return options_.exit_status && !answer_ ? 1 : 0;
}

}  // namespace pipelab::cli
