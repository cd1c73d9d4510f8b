#include "io/lines.hpp"

#include <algorithm>
#include <utility>

namespace pipelab::io {

LineReader::LineReader(std::vector<std::string> paths, base::Control control)
    : reader_(std::move(paths), Cut::lines, control) {}

bool LineReader::next(std::string_view& line) {
    if (rest_.empty()) {
        if (!reader_.next(chunk_)) return false;
        rest_ = chunk_.text;
        position_ = chunk_.start;
    } else {
        ++position_.line;
    }
    const std::size_t end = std::min(rest_.find('\n'), rest_.size());
    line = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    return true;
}

}  // namespace pipelab::io
