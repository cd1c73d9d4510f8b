#pragma once

#include "io/output.hpp"

#include <string>
#include <string_view>

#include <fcntl.h>
#include <unistd.h>

namespace pipelab::testing {

/// A file with the given contents, gone at the end of the scope.
class File {
  public:
    explicit File(std::string_view contents) : file_("") {
        file_.write(contents.data(), contents.size());
    }
    std::string path() const { return file_.path(); }

  private:
    io::TemporaryFile file_;
};

/// A pipe whose reading end is reached under path().
class Pipe {
  public:
    Pipe() {
        int ends[2];
        if (pipe2(ends, O_CLOEXEC) != 0) throw base::IoError("pipe", errno);
        reading_ = ends[0];
        writing_ = ends[1];
    }
    ~Pipe() {
        close(reading_);
        finish();
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    std::string path() const { return "/proc/self/fd/" + std::to_string(reading_); }
    int reading() const { return reading_; }
    int writing() const { return writing_; }
    void write(std::string_view bytes) const {
        while (!bytes.empty()) {
            const ssize_t written = ::write(writing_, bytes.data(), bytes.size());
            if (written <= 0) return;
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
    }
    void finish() {
        if (writing_ >= 0) close(writing_);
        writing_ = -1;
    }

  private:
    int reading_ = -1, writing_ = -1;
};

/// Puts a descriptor in the place of standard input (-1: closes it) for the length of a scope.
class StandardInput {
  public:
    explicit StandardInput(int descriptor) : saved_(dup(0)) {
        if (descriptor < 0) {
            close(0);
        } else {
            dup2(descriptor, 0);
        }
    }
    ~StandardInput() {
        dup2(saved_, 0);
        close(saved_);
    }
    StandardInput(const StandardInput&) = delete;
    StandardInput& operator=(const StandardInput&) = delete;

  private:
    int saved_;
};

/// The text of the exception that `action` throws as E, or "" if it throws none.
template <class E, class Action>
std::string message_of(Action&& action) {
    try {
        action();
    } catch (const E& error) {
        return error.what();
    }
    return "";
}

}  // namespace pipelab::testing
