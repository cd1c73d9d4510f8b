#include "optim/libsvm.hpp"

#include "io/number.hpp"
#include "io/number_text.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace pipelab::optim {
namespace {

constexpr double powers_of_ten[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                    1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

constexpr std::uint64_t whole_powers_of_ten[] = {1,      10,      100,      1000,     10000,
                                                 100000, 1000000, 10000000, 100000000};

struct Digits {
    std::uint64_t value;
    int count;
};

/// The digits that text begins with, at most eight, without a branch on how many there are. Eight
/// bytes are read.
Digits leading_digits(const char* text) {
    std::uint64_t bytes;
    std::memcpy(&bytes, text, sizeof bytes);
    bytes ^= 0x3030303030303030;
    // The lowest high bit is that of the first byte that is no digit.
    const std::uint64_t others = ((bytes + 0x7676767676767676) | bytes) & 0x8080808080808080;
    const int count = std::countr_zero(others) / 8;
    // Zeros come before the digits: by pairs, then by fours, then all.
    bytes = count == 0 ? 0 : bytes << (64 - 8 * count);
    bytes = bytes * 10 + (bytes >> 8);
    const std::uint64_t low = (bytes & 0x000000ff000000ff) * 0x000f424000000064;
    const std::uint64_t high = ((bytes >> 16) & 0x000000ff000000ff) * 0x0000271000000001;
    return {(low + high) >> 32, count};
}

bool is_digit(char c) { return static_cast<unsigned char>(c - '0') < 10; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool ends_token(char c) { return is_blank(c) || c == '\n' || c == '\r' || c == '#'; }

/// Reads the tokens of one chunk from left to right.
class LibsvmParser {
  public:
    LibsvmParser(const io::Chunk& chunk, const LibsvmRules& rules)
        : chunk_(chunk),
          rules_(rules),
          at_(chunk.text.data()),
          end_(chunk.text.data() + chunk.text.size()) {}

    LinearRows parse() {
        rows_.start = chunk_.start;
        // A feature takes four bytes at least, an intercept the two of its row. New elements of
        // these arrays cost nothing until they are written.
        rows_.index.resize(chunk_.text.size() / 2 + 1);
        rows_.value.resize(chunk_.text.size() / 2 + 1);
        try {
            for (std::uint32_t line = 0; at_ < end_; ++line) parse_line(line);
        } catch (const base::DataError& error) {
            rows_.failure = error;
        }
        rows_.keep(rows_.size());
        return std::move(rows_);
    }

  private:
    [[noreturn]] void fail(const char* where, const std::string& message) const {
        const auto offset = static_cast<std::size_t>(where - chunk_.text.data());
        throw base::DataError(io::position_at(chunk_.start, chunk_.text, offset), message);
    }

    std::string token_at(const char* begin) const {
        const char* end = begin;
        while (end < end_ && !ends_token(*end)) ++end;
        return io::detail::quoted({begin, static_cast<std::size_t>(end - begin)});
    }

    void pass_blanks() {
        while (at_ < end_ && is_blank(*at_)) ++at_;
    }

    /// Passes the end of the line, and what may stand before it.
    bool pass_line_end() {
        if (at_ < end_ && *at_ == '#') at_ = std::find(at_, end_, '\n');
        if (at_ < end_ && *at_ == '\r' && (at_ + 1 == end_ || at_[1] == '\n')) ++at_;
        if (at_ < end_ && *at_ != '\n') return false;
        if (at_ < end_) ++at_;
        return true;
    }

    void parse_line(std::uint32_t line) {
        pass_blanks();
        if (pass_line_end()) return;
        parse_label();
        if (rules_.intercept) put(intercept_feature, 1.0);
        std::uint64_t last = 0;
        for (pass_blanks(); !pass_line_end(); pass_blanks()) {
            if (*at_ == 'q' && last == 0 && pass_query()) continue;
            parse_feature(last);
        }
        rows_.ends.push_back(size_);
        rows_.lines.push_back(line);
    }

    void parse_label() {
        const char* token = at_;
        while (token < end_ && !ends_token(*token) && *token != ':') ++token;
        const bool labelled = token == end_ || *token != ':';
        if (!labelled && rows_.unlabelled.empty()) rows_.unlabelled.assign(rows_.ends.size(), 0);
        if (!labelled || !rows_.unlabelled.empty()) rows_.unlabelled.push_back(labelled ? 0 : 1);
        rows_.labels.push_back(labelled ? number("a label") : 0.0);
    }

    bool pass_query() {
        const char* p = at_;
        for (const char c : std::string_view("qid:"))
            if (p == end_ || *p++ != c) return false;
        const char* digits = p;
        while (p < end_ && is_digit(*p)) ++p;
        if (p == digits || (p < end_ && !ends_token(*p)))
            fail(at_, "expected qid:NUMBER, found " + token_at(at_));
        at_ = p;
        return true;
    }

    void parse_feature(std::uint64_t& last) {
        const char* token = at_;
        const Digits first = leading_digits(at_);
        std::uint64_t index = first.value;
        at_ += first.count;
        while (at_ < end_ && is_digit(*at_) && at_ - token < 19)
            index = index * 10 + static_cast<std::uint64_t>(*at_++ - '0');
        if (at_ == token || at_ == end_ || *at_ != ':')
            fail(token, "expected INDEX:VALUE, found " + token_at(token));
        ++at_;
        if (index <= last) fail_order(token, index, last);
        last = index;
        const double value = number("a value");
        if (rules_.hash_bits > 0) {
            index = 1 + (index & ((std::uint64_t{1} << rules_.hash_bits) - 1));
        } else if (index >= most_features) {
            fail(token, "index " + std::to_string(index) + " is not below " +
                            std::to_string(most_features) + " (--hash takes any)");
        }
        put(static_cast<std::uint32_t>(index), value);
    }

    [[noreturn]] void fail_order(const char* token, std::uint64_t index, std::uint64_t last) const {
        if (index == 0) fail(token, "index 0: indices are numbered from 1");
        fail(token, "index " + std::to_string(index) + " after " + std::to_string(last) +
                        ": indices must ascend");
    }

    void put(std::uint32_t feature, double value) {
        rows_.index[size_] = feature;
        rows_.value[size_++] = value;
    }

    /// The number that begins here and ends with the token. Few digits are read in place, exactly:
    /// a mantissa below 2^53 divided by a power of ten that is a double rounds once (Clinger 1990).
    double number(const char* what) {
        const char* token = at_;
        const char* p = at_;
        const bool negative = *p == '-';
        p += negative | (*p == '+');
        std::uint64_t mantissa = 0;
        const char* digits = p;
        while (is_digit(*p)) mantissa = mantissa * 10 + static_cast<std::uint64_t>(*p++ - '0');
        std::ptrdiff_t count = p - digits, fraction = 0;
        if (*p == '.') {
            const char* behind = ++p;
            const Digits first = leading_digits(p);
            mantissa = mantissa * whole_powers_of_ten[first.count] + first.value;
            p += first.count;
            while (first.count == 8 && is_digit(*p))
                mantissa = mantissa * 10 + static_cast<std::uint64_t>(*p++ - '0');
            fraction = p - behind;
            count += fraction;
        }
        if (p >= end_ || ends_token(*p)) [[likely]] {
            if (count > 0 && count <= 15 && p <= end_) [[likely]] {
                at_ = p;
                const double size = static_cast<double>(mantissa) / powers_of_ten[fraction];
                // No branch: signs are hard to predict.
                return std::bit_cast<double>(std::bit_cast<std::uint64_t>(size) |
                                             std::uint64_t{negative} << 63);
            }
        }
        return any_number(token, what);
    }

    double any_number(const char* token, const char* what) {
        while (at_ < end_ && !ends_token(*at_)) ++at_;
        const std::string_view text(token, static_cast<std::size_t>(at_ - token));
        const std::optional<io::Number> read = io::parse_number(text);
        if (!read) fail(token, std::string("expected ") + what + ", found " + token_at(token));
        const double value = io::to_double(*read);
        if (!std::isfinite(value)) fail(token, io::detail::quoted(text) + " is no finite number");
        return value;
    }

    const io::Chunk& chunk_;
    const LibsvmRules& rules_;
    const char* at_;
    const char* end_;
    LinearRows rows_;
    std::size_t size_ = 0;  // features so far
};

}  // namespace

LinearRows parse_libsvm(const io::Chunk& chunk, const LibsvmRules& rules) {
    if (chunk.text.empty() || chunk.text.back() == '\n') return LibsvmParser(chunk, rules).parse();
    // So that no digit is looked for behind the text.
    const std::string ended = std::string(chunk.text) + '\n' + std::string(64, ' ');
    io::Chunk copy;
    copy.text = std::string_view(ended).substr(0, chunk.text.size() + 1);
    copy.start = chunk.start;
    return LibsvmParser(copy, rules).parse();
}

}  // namespace pipelab::optim
