#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace pipelab::io {

/// What one step of an Unpacker took from its input and made.
struct Unpacked {
    std::size_t taken = 0, made = 0;
};

/// Unpacks a stream of gzip or zstd data piece by piece.
class Unpacker {
  public:
    virtual ~Unpacker() = default;
    /// Unpacks some of `packed` into `plain`. Takes all of `packed` unless `plain` is full.
    /// DataError for damaged data. `packed` may be empty: what is still held back comes out.
    virtual Unpacked step(std::string_view packed, std::span<char> plain) = 0;
    /// After the last byte of input: DataError if something is missing.
    virtual void finish() const = 0;
};

/// False once the first bytes rule out every packed format; undecided while they are few.
bool may_be_packed(std::string_view head);

/// The unpacker for data that begins with `head` (4 bytes, or all there are), null for plain data.
/// Concatenated gzip members and zstd frames are one stream; zero bytes may follow gzip data.
/// Memory: 64 KiB (gzip), up to 128 MiB as the packer chose (zstd; more is a DataError).
std::unique_ptr<Unpacker> make_unpacker(std::string_view head, const std::string& name);

}  // namespace pipelab::io
