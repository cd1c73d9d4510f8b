#pragma once

#include "base/isa.hpp"
#include "io/number.hpp"
#include "io/number_kernels.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace number_samples {

/// A text with the bytes before and behind it that parse_numbers may load; they look like digits,
/// so that a kernel that minds them is found out.
class Padded {
  public:
    explicit Padded(std::string_view text) : bytes_(std::string(64, '7')) {
        bytes_ += text;
        bytes_ += std::string(64, '7');
    }
    std::string_view text() const {
        return std::string_view(bytes_).substr(64, bytes_.size() - 128);
    }

  private:
    std::string bytes_;
};

/// The levels this machine can run.
inline std::vector<pipelab::base::IsaLevel> levels() {
    std::vector<pipelab::base::IsaLevel> found;
    for (int level = 2; level <= static_cast<int>(pipelab::base::isa_level()); ++level) {
        found.push_back(static_cast<pipelab::base::IsaLevel>(level));
    }
    return found;
}

/// What kind of column the decimal numbers in `tokens` need, by digit strings: slow and plain.
class StringOracle {
  public:
    void add(std::string_view token) {
        const bool negative = token[0] == '-';
        if (token[0] == '-' || token[0] == '+') token.remove_prefix(1);
        const std::size_t e = token.find_first_of("eE");
        long exponent = e == token.npos ? 0 : std::stol(std::string(token.substr(e + 1)));
        std::string digits(token.substr(0, e));
        const std::size_t point = digits.find('.');
        if (point != digits.npos) {
            exponent -= static_cast<long>(digits.size() - point - 1);
            digits.erase(point, 1);
        }
        while (!digits.empty() && digits.back() == '0') digits.pop_back(), ++exponent;
        digits.erase(0, digits.find_first_not_of('0'));
        if (digits.empty()) exponent = 0;
        values_.push_back({negative, digits, exponent});
    }

    pipelab::io::NumberType type() const {
        using Kind = pipelab::io::NumberType::Kind;
        long scale = 0;
        for (const Value& value : values_) scale = std::max(scale, -value.exponent);
        if (scale <= 18 && all_within(scale, "9223372036854775807", "9223372036854775808")) {
            return {Kind::decimal, static_cast<int>(scale)};
        }
        if (scale == 0 && all_within(0, "18446744073709551615", "")) return {Kind::uint64, 0};
        return {Kind::real, 0};
    }

  private:
    struct Value {
        bool negative;
        std::string digits;
        long exponent;
    };

    bool all_within(long scale, const std::string& most, const std::string& most_negative) const {
        return std::all_of(values_.begin(), values_.end(), [&](const Value& value) {
            if (value.digits.empty()) return true;
            const std::string& limit = value.negative ? most_negative : most;
            const std::size_t zeros = static_cast<std::size_t>(value.exponent + scale);
            if (value.digits.size() + zeros > limit.size()) return false;
            const std::string digits = value.digits + std::string(zeros, '0');
            return digits.size() < limit.size() || digits <= limit;
        });
    }

    std::vector<Value> values_;
};

}  // namespace number_samples
