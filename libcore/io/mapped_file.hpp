#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace pipelab::io {

/// The bytes of a regular file, mapped into memory: read as they are looked at, and shared by all
/// processes that map it. For large files that are looked at here and there.
class MappedFile {
  public:
    /// IoError if the file cannot be opened or is none. An empty file has no bytes.
    explicit MappedFile(const std::string& path);
    ~MappedFile();
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    /// Aligned to a page.
    std::string_view bytes() const;
    const std::string& name() const;
    /// Someone made the file shorter, or it cannot be read: bytes that were looked at and not there
    /// have been 0. (The system's answer is the signal SIGBUS, which is caught.)
    bool cut_short() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Whether the path is that of a regular file.
bool is_regular(const std::string& path);

}  // namespace pipelab::io
