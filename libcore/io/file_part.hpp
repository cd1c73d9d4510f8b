#pragma once

#include "base/shard.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace pipelab::io {

/// Bytes [begin, end) of a file.
struct FilePart {
    std::string path;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

/// The part of files that belongs to a shard, in order: the bytes of all files in a row are cut
/// into equal parts, each border moved on behind the next newline, so that each line is in exactly
/// one. DataError for what is not a regular file.
std::vector<FilePart> part_of(const std::vector<std::string>& paths, const base::Shard& shard);

}  // namespace pipelab::io
