#include "geometry/nested_text.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace pipelab::geometry::detail {
namespace {

constexpr std::size_t padding = 64;

enum Class : unsigned char { plain, open, close, newline, quote };
using Classes = std::array<unsigned char, 256>;

constexpr Classes make_classes(bool json) {
    Classes classes{};
    classes[static_cast<unsigned char>(json ? '[' : '(')] = open;
    classes[static_cast<unsigned char>(json ? ']' : ')')] = close;
    classes[static_cast<unsigned char>('\n')] = newline;
    if (!json) return classes;
    classes[static_cast<unsigned char>('{')] = open;
    classes[static_cast<unsigned char>('}')] = close;
    classes[static_cast<unsigned char>('"')] = quote;
    return classes;
}
constexpr Classes round_classes = make_classes(false), json_classes = make_classes(true);

/// The last byte of `text` that is not blank; `before` if there is none.
char last_visible(std::string_view text, char before) {
    const std::size_t at = text.find_last_not_of(" \t\r\n");
    return at == std::string_view::npos ? before : text[at];
}

}  // namespace

/// The end of the string that text[at] is in. A newline ends one too, which is wrong wherever it
/// stands: the parser will say so.
std::size_t NestingScan::pass_string(std::string_view text, std::size_t at) {
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (std::exchange(escaped_, false) && c != '\n') continue;
        escaped_ = c == '\\';
        if (c == '"' || c == '\n') {
            in_string_ = false;
            return c == '"' ? at + 1 : at;
        }
    }
    return at;
}

template <bool stop>
std::size_t NestingScan::scan(std::string_view text) {
    const Classes& classes = nesting_ == Nesting::json ? json_classes : round_classes;
    std::size_t found = 0, line = 0;
    for (std::size_t at = in_string_ ? pass_string(text, 0) : 0; at < text.size();) {
        while (at < text.size() && classes[static_cast<unsigned char>(text[at])] == plain) ++at;
        if (at == text.size()) break;
        const unsigned char kind = classes[static_cast<unsigned char>(text[at++])];
        switch (kind) {
            case open:
                ++depth_;
                break;
            case close:
                depth_ -= depth_ > 0;
                if (depth_ == 0) found = line = at, last_ = ')';
                break;
            case newline:
                if (depth_ > 0) break;
                last_ = last_visible(text.substr(line, at - line), last_);
                line = at;
                if (nesting_ == Nesting::json || (last_ | 0x20) == 'y') found = at;
                break;
            case quote:
                in_string_ = true;
                escaped_ = false;
                at = pass_string(text, at);
                break;
            default:
                break;
        }
        if (stop && found > 0) return found;
    }
    if (depth_ == 0) last_ = last_visible(text.substr(line), last_);
    return found;
}

template std::size_t NestingScan::scan<true>(std::string_view);
template std::size_t NestingScan::scan<false>(std::string_view);

/// The carry and the chunk up to `end` become the piece, the rest of the chunk the carry.
void NestedTextReader::take(io::Chunk& piece, std::size_t end) {
    const std::string_view text = chunk_.text;
    const bool first = index_ == 0;
    base::Array<char> rest(text.begin() + static_cast<std::ptrdiff_t>(end), text.end());
    base::Position behind = io::position_at(chunk_.start, text, end);
    if (carry_.empty()) {
        piece.start = chunk_.start;
        std::swap(piece.storage, chunk_.storage);
        piece.text = text.substr(0, end);
    } else {
        const std::size_t size = carry_.size() + end;
        piece.start = std::move(at_);
        if (piece.storage.size() < size + 2 * padding) piece.storage.resize(size + 2 * padding);
        char* to = piece.storage.data() + padding;
        std::memset(to - padding, 0, padding);
        std::copy_n(text.begin(), end, std::copy(carry_.begin(), carry_.end(), to));
        std::memset(to + size, 0, padding);
        piece.text = {to, size};
    }
    carry_ = std::move(rest);
    at_ = std::move(behind);
    piece.index = index_++;
    piece.first_of_file = first;
}

bool NestedTextReader::next(io::Chunk& piece) {
    const std::lock_guard lock(guard_);
    while (!ended_) {
        if (!reader_.next(chunk_)) {
            ended_ = true;
            if (carry_.empty()) return false;
            chunk_.text = {};
            take(piece, 0);
            return true;
        }
        const std::size_t end = scan_.last(chunk_.text);
        if (end > 0) {
            take(piece, end);
            return true;
        }
        if (carry_.empty()) at_ = chunk_.start;
        if (carry_.size() + chunk_.text.size() > io::ChunkReader::max_whole)
            throw base::DataError(at_,
                                  "longer than 4 GiB - 64 bytes, which must be in memory at "
                                  "once");
        carry_.insert(carry_.end(), chunk_.text.begin(), chunk_.text.end());
    }
    return false;
}

}  // namespace pipelab::geometry::detail
