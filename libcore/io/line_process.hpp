#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace pipelab::io {

/// A child process that answers lines with lines. Its standard error is ours. Destroyed, it
/// sees the end of its input and is waited for.
class LineProcess {
  public:
    /// Runs `command` by /bin/sh. IoError if no process can be made.
    explicit LineProcess(const std::string& command);
    ~LineProcess();
    LineProcess(const LineProcess&) = delete;
    LineProcess& operator=(const LineProcess&) = delete;

    /// Writes `line` with a newline and waits for a line, which comes without its newline and
    /// the blanks around it. nullopt when the process has closed its output. IoError for
    /// failures, and for lines of more than 64 KiB.
    std::optional<std::string> ask(std::string_view line);
    /// A line, or the beginning of one, that has come before it was asked for; nullopt if there is
    /// nothing. Does not wait.
    std::optional<std::string> unasked();
    /// Closes its input and returns the lines that it still writes, until it ends or a second
    /// has passed: those of 64 KiB at most.
    std::vector<std::string> rest();
    /// After ask() gave none: waits for the process and says how it went: "ended with status 3".
    std::string ending();

  private:
    void close_input();
    bool ready(int milliseconds) const;
    bool receive();

    pid_t child_ = -1;
    int to_ = -1, from_ = -1;
    std::string received_;
};

}  // namespace pipelab::io
