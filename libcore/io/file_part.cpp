#include "io/file_part.hpp"

#include "base/error.hpp"
#include "base/wide.hpp"
#include "io/source.hpp"

#include <algorithm>
#include <cstring>

namespace pipelab::io {
namespace {

/// The first place from `at` on that is behind a newline, or the beginning or the end.
std::uint64_t line_border(const std::string& path, std::uint64_t at, std::uint64_t size) {
    if (at == 0 || at >= size) return std::min(at, size);
    ByteSource source(path);
    source.restrict_to(at - 1, size);
    std::vector<char> block(std::size_t{64} << 10);
    for (std::uint64_t from = at - 1;;) {
        const std::size_t got = source.read(block.data(), block.size());
        const void* const newline = std::memchr(block.data(), '\n', got);
        if (newline != nullptr)
            return from +
                   static_cast<std::uint64_t>(static_cast<const char*>(newline) - block.data()) + 1;
        if (got < block.size()) return size;
        from += got;
    }
}

}  // namespace

std::vector<FilePart> part_of(const std::vector<std::string>& paths, const base::Shard& shard) {
    std::vector<std::uint64_t> sizes;
    std::uint64_t all = 0;
    for (const std::string& path : paths.empty() ? std::vector<std::string>{"-"} : paths) {
        const ByteSource source(path);
        if (path == "-" || !source.repeatable())
            throw base::DataError({source.name()}, "only regular files can be read in parts");
        sizes.push_back(source.size());
        all += sizes.back();
    }
    const auto border = [&](std::uint64_t i) {
        return static_cast<std::uint64_t>(base::Wide{all} * i / shard.count);
    };
    const std::uint64_t begin = border(shard.index), end = border(shard.index + 1);
    std::vector<FilePart> parts;
    std::uint64_t before = 0;
    for (std::size_t i = 0; i < sizes.size(); before += sizes[i++]) {
        const auto inside = [&](std::uint64_t at) {
            return std::clamp(at, before, before + sizes[i]) - before;
        };
        const std::uint64_t from = line_border(paths[i], inside(begin), sizes[i]);
        const std::uint64_t to = line_border(paths[i], inside(end), sizes[i]);
        if (from < to) parts.push_back({paths[i], from, to});
    }
    return parts;
}

}  // namespace pipelab::io
