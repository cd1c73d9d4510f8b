#pragma once

#include "cli/common.hpp"
#include "cli/progress_display.hpp"
#include "cli/signals.hpp"
#include "cli/tool.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::cli {

/// The Run of run_tool.
class Session : public Run {
  public:
    Session(std::string_view tool, const CommonOptions& options);

    io::Output& out() override;
    io::Output& binary_out() override;
    const std::string& output_path() override;
    bool json() const override { return options_.json; }
    bool quiet() const override { return options_.quiet; }
    void reads(const std::vector<std::string>& paths, std::string_view what) override;
    base::Control control() override { return {display_, cancellation_}; }
    void keep_partial_output() override { keep_partial_ = true; }
    void warn(std::string_view message) override { note(message); }
    void note(std::string_view message) override;
    const std::string& plot_path() const override { return options_.plot; }
    void draw(const io::Picture& picture) override;
    void answer(bool yes) override { answer_ = yes; }

    /// After the body: publishes the output. The exit status; does not return after a signal
    /// that the body was told of.
    int finish();
    /// After a body that failed: publishes what it asked to keep.
    void finish_partial();

  private:
    void publish();
    void open_picture();

    const std::string tool_;
    const CommonOptions& options_;
    const std::string path_;
    bool path_asked_ = false;
    bool keep_partial_ = false;
    bool drawn_ = false;
    bool answer_ = true;
    SignalCancellation cancellation_;
    std::optional<io::Output> output_;
    std::optional<io::Output> picture_;
    ProgressDisplay display_;
};

}  // namespace pipelab::cli
