#pragma once

#include "io/print.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace pipelab::io {

/// Buffered, checked output. A regular file (new or replaced) appears under its name only at
/// finish(), complete: O_TMPFILE, fsync, link, rename (a hidden file beside it where the file
/// system lacks O_TMPFILE); the mode of a replaced file is kept, hard links to it are not. Of a
/// symbolic link, the file it points to is replaced. Pipes and devices are written directly;
/// /dev/stdout, /dev/stderr and /dev/fd/N stand for the descriptors, wherever these are in a file.
/// Destroyed without finish(), it leaves a regular file as it was and drops what is buffered.
class Output {
  public:
    /// "-" is standard output. IoError if the path is a directory, cannot be written or, for a new
    /// file, its folder cannot; a standard output that is closed is reported when it is written or
    /// finished. Nothing visible changes yet.
    explicit Output(const std::string& path);
    ~Output();
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;

    /// IoError if the system refuses, here as in all that follow.
    void write(std::string_view bytes);
    void write(char byte) { *reserve(1) = byte, commit(1); }
    /// Numbers as print() gives them.
    template <class T>
    void number(const T& value) {
        char* to = reserve(max_printed);
        commit(static_cast<std::size_t>(print(to, value) - to));
    }
    /// Space for `bytes` (at most 64 KiB) to be written in place, then commit what was used.
    char* reserve(std::size_t bytes) {
        if (static_cast<std::size_t>(limit_ - next_) < bytes) flush();
        return next_;
    }
    void commit(std::size_t bytes) { next_ += bytes; }

    /// Hands everything to the system now: for output that somebody watches.
    void flush();
    /// Flushes, checks, makes the file durable and visible. IoError on any failure (ENOSPC, EBADF
    /// of a closed standard output, EIO...). Nothing may be written afterwards.
    void finish();
    bool terminal() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
    char* next_ = nullptr;
    char* limit_ = nullptr;
};

/// A temporary file that nobody else sees, in `directory` (empty: $TMPDIR, else /tmp). It
/// vanishes with the object, and after kill -9. A full disk and other failures are an IoError that
/// names the directory.
class TemporaryFile {
  public:
    explicit TemporaryFile(const std::string& directory);
    ~TemporaryFile();
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    /// Appends.
    void write(const void* bytes, std::size_t size);
    /// Up to `size` bytes from `offset`; fewer only at the end. Safe from several threads.
    std::size_t read(std::uint64_t offset, void* bytes, std::size_t size) const;
    std::uint64_t size() const { return size_; }
    /// A path under which this process can open the contents again: /proc/self/fd/N.
    std::string path() const;

  private:
    int descriptor_ = -1;
    std::uint64_t size_ = 0;
    std::string directory_;
};

}  // namespace pipelab::io
