// Rows of libsvm text as one chunk and line by line: the same rows, or an error on the same line.
#include "optim/libsvm.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string>

using namespace pipelab;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

/// nullopt for an error, whose message goes to `error`.
std::optional<optim::LinearRows> parsed(const std::string& text, std::uint64_t line,
                                        std::string& error) {
    const std::string padded = text + std::string(64, '1');
    io::Chunk chunk;
    chunk.text = std::string_view(padded).substr(0, text.size());
    chunk.start = {"f", line, 1};
    try {
        return optim::parse_libsvm(chunk, {true, 0});
    } catch (const base::DataError& refused) {
        error = refused.what();
        return std::nullopt;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    std::string whole_error, line_error;
    const auto whole = parsed(text, 1, whole_error);
    optim::LinearRows joined;
    std::uint64_t line = 1;
    for (std::size_t at = 0; at < text.size() && line_error.empty(); ++line) {
        const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
        const auto rows = parsed(text.substr(at, end - at), line, line_error);
        if (rows) joined.append(*rows, 0, rows->size());
        at = end;
    }
    require(whole_error == line_error);
    if (!whole) return 0;
    require(whole->size() == joined.size());
    require(whole->labels == joined.labels && whole->ends == joined.ends);
    require(whole->index == joined.index && whole->value == joined.value);
    return 0;
}
