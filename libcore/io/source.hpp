#pragma once

#include "base/progress.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace pipelab::io {

/// Bytes of one input: a file, or standard input for "-". gzip and zstd data is recognised by its
/// first bytes, whatever the name, and unpacked (concatenated members too). read(2) in large
/// blocks, never mmap. A terminal as standard input is announced on stderr by cli, not here.
class ByteSource {
  public:
    /// IoError if `path` cannot be opened or is a directory, or standard input is closed.
    /// A pipe is enlarged to 1 MiB where the system allows it. With a `cancellation` (which must
    /// outlive the source), a pipe on which nothing arrives ends as soon as it is requested.
    /// `shown_name`, if any, is what messages call the input.
    explicit ByteSource(const std::string& path, const base::Cancellation* cancellation = nullptr,
                        const std::string& shown_name = {});
    ~ByteSource();
    ByteSource(ByteSource&&) noexcept;
    ByteSource& operator=(ByteSource&&) noexcept;

    /// Only the bytes [begin, end) of a regular file; before anything is read. DataError if the
    /// file is packed.
    void restrict_to(std::uint64_t begin, std::uint64_t end);

    /// Fills `buffer` from the front and returns the number of bytes; less than `size` only at
    /// the end of the input. IoError when a read fails, DataError when packed data is damaged
    /// or cut short.
    std::size_t read(char* buffer, std::size_t size);
    /// Like read, but returns as soon as some bytes are there: for pipes somebody watches.
    std::size_t read_some(char* buffer, std::size_t size);
    /// False if a read_some would have to wait for the writer of a pipe.
    bool ready() const;

    /// The name used in messages: the path, or "stdin".
    const std::string& name() const;
    /// True for a regular file, which can be opened again and gives the same bytes.
    bool repeatable() const;
    /// Bytes on disk, 0 if not known; consumed() counts in the same (packed) bytes.
    std::uint64_t size() const;
    std::uint64_t consumed() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// The sum of size() over `paths` ("-" is standard input); 0 if one of them is not known.
std::uint64_t total_size(const std::vector<std::string>& paths);

/// The whole of one input; DataError if it is longer than `limit` bytes.
std::string read_all(const std::string& path, std::size_t limit);

}  // namespace pipelab::io
