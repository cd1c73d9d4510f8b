#include "ngram/arpa_outline.hpp"

#include "io/number.hpp"
#include "io/trimmed.hpp"
#include "ngram/grams.hpp"

#include <cstring>
#include <string>

namespace pipelab::ngram {
namespace {

constexpr std::string_view arpa_blanks = " \t\r";

/// Where the next line that begins with a backslash begins, or the text ends.
std::size_t next_marker(std::string_view text, std::size_t from) {
    while (from < text.size()) {
        const void* const found = std::memchr(text.data() + from, '\\', text.size() - from);
        if (found == nullptr) return text.size();
        const auto at = static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
        if (at == 0 || text[at - 1] == '\n') return at;
        from = at + 1;
    }
    return text.size();
}

}  // namespace

std::vector<ArpaPart> ArpaOutline::cut(const io::Chunk& chunk) {
    const std::string_view text = chunk.text;
    std::vector<ArpaPart> parts;
    std::size_t at = 0;
    while (at < text.size()) {
        if (stage_ == Stage::sections && text[at] != '\\') {
            const std::size_t end = next_marker(text, at);
            parts.push_back({order_, at, end});
            at = end;
            continue;
        }
        const std::size_t end = std::min(text.find('\n', at), text.size());
        read_line(io::trimmed(text.substr(at, end - at), arpa_blanks), at, chunk);
        at = end + 1;
    }
    last_ = io::position_at(chunk.start, text, text.empty() ? 0 : text.size() - 1);
    return parts;
}

void ArpaOutline::read_line(std::string_view line, std::size_t offset, const io::Chunk& chunk) {
    const auto fail = [&](const std::string& message) {
        throw base::DataError(io::position_at(chunk.start, chunk.text, offset), message);
    };
    if (line.empty()) return;
    if (stage_ == Stage::before) {
        if (line == "\\data\\") stage_ = Stage::counts;
        return;
    }
    if (stage_ == Stage::end) fail("text behind \\end\\");
    if (line.front() == '\\') return read_marker(line, offset, chunk);
    read_count(line, offset, chunk);
}

void ArpaOutline::read_count(std::string_view line, std::size_t offset, const io::Chunk& chunk) {
    const auto where = io::position_at(chunk.start, chunk.text, offset);
    const std::size_t sign = line.find('=');
    if (line.substr(0, 6) != "ngram " || sign == std::string_view::npos)
        throw base::DataError(where, "expected 'ngram N=COUNT' or '\\1-grams:'");
    const auto order = io::parse_uint64(io::trimmed(line.substr(6, sign - 6), arpa_blanks));
    const auto count = io::parse_uint64(io::trimmed(line.substr(sign + 1), arpa_blanks));
    if (!order || !count) throw base::DataError(where, "expected 'ngram N=COUNT'");
    if (*order != counts_.size() + 1) {
        throw base::DataError(where, "expected the count of order " +
                                         std::to_string(counts_.size() + 1) + ", found order " +
                                         std::to_string(*order));
    }
    if (*order > most_order)
        throw base::DataError(where,
                              "orders beyond " + std::to_string(most_order) + " are not supported");
    if (*count >= ~std::uint32_t{0}) throw base::DataError(where, "too many n-grams");
    counts_.push_back(*count);
    count_lines_.push_back(where);
}

void ArpaOutline::read_marker(std::string_view line, std::size_t offset, const io::Chunk& chunk) {
    const auto where = io::position_at(chunk.start, chunk.text, offset);
    if (counts_.empty()) throw base::DataError(where, "no line 'ngram 1=COUNT' before this");
    const bool last = order_ == counts_.size();
    const std::string expected = last ? "\\end\\" : "\\" + std::to_string(order_ + 1) + "-grams:";
    if (line != expected)
        throw base::DataError(
            where, "expected '" + expected + "', found '" + std::string(line.substr(0, 40)) + "'");
    stage_ = last ? Stage::end : Stage::sections;
    if (!last) ++order_;
}

void ArpaOutline::finish() const {
    if (stage_ == Stage::before)
        throw base::DataError({last_.file, 0, 0}, "no line '\\data\\': this is no ARPA model");
    if (stage_ != Stage::end) throw base::DataError(last_, "the model ends without \\end\\");
}

}  // namespace pipelab::ngram
