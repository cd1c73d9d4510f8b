// Rows of libsvm text as one chunk and line by line: the same rows, up to an error on the same
// line.
#include "optim/libsvm.hpp"
#include "require.hpp"

#include <algorithm>
#include <string>

using namespace pipelab;

namespace {

optim::LinearRows parsed(const std::string& text, std::uint64_t line) {
    const std::string padded = text + std::string(64, '1');
    io::Chunk chunk;
    chunk.text = std::string_view(padded).substr(0, text.size());
    chunk.start = {"f", line, 1};
    return optim::parse_libsvm(chunk, {true, 0});
}

std::string failure_of(const optim::LinearRows& rows) {
    return rows.failure ? rows.failure->what() : "";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const optim::LinearRows whole = parsed(text, 1);
    std::string line_error;
    optim::LinearRows joined;
    std::uint64_t line = 1;
    for (std::size_t at = 0; at < text.size() && line_error.empty(); ++line) {
        const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
        const optim::LinearRows rows = parsed(text.substr(at, end - at), line);
        joined.append(rows, 0, rows.size());
        line_error = failure_of(rows);
        at = end;
    }
    require(failure_of(whole) == line_error);
    require(whole.size() == joined.size());
    require(whole.labels == joined.labels && whole.ends == joined.ends);
    require(whole.index == joined.index && whole.value == joined.value);
    return 0;
}
