#include "expression/tokens.hpp"

#include "base/error.hpp"
#include "io/number.hpp"
#include "io/number_text.hpp"

#include <array>

namespace pipelab::expression {
namespace {

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool begins_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

constexpr std::array<std::string_view, 9> long_symbols{
    "..", "<=", ">=", "==", "!=", "&&", "||", "**", "<>"};
constexpr std::string_view short_symbols = "+-*/^()[],<>=!?:%";

/// As much of the formula around an error as a line can show.
std::string excerpt(std::string_view formula, std::size_t offset) {
    constexpr std::size_t before = 20, shown = 30;
    const std::size_t begin = offset > before ? offset - before : 0;
    const std::string_view part = formula.substr(begin, shown);
    const std::string quoted = io::detail::quoted(part);
    return (begin > 0 ? "..." : "") + quoted + (begin + shown < formula.size() ? "..." : "");
}

}  // namespace

void Tokens::fail(const Token& where, const std::string& message) const {
    throw base::UsageError("column " + std::to_string(where.offset + 1) + " of " +
                           excerpt(formula_, where.offset) + ": " + message);
}

void Tokens::fail_expecting(const std::string& expected) const {
    const std::string found = current_.kind == Token::Kind::end
                                  ? "the formula ends"
                                  : "found " + io::detail::quoted(current_.text);
    fail(current_, "expected " + expected + ", but " + found);
}

/// Digits with at most one point, unless that begins "..", and an exponent.
void Tokens::number() {
    std::size_t end = offset_;
    const auto at = [&](std::size_t i) { return i < formula_.size() ? formula_[i] : '\0'; };
    while (is_digit(at(end))) ++end;
    if (at(end) == '.' && at(end + 1) != '.') ++end;
    while (is_digit(at(end))) ++end;
    if (at(end) == 'e' || at(end) == 'E') {
        const std::size_t sign = at(end + 1) == '+' || at(end + 1) == '-' ? 1 : 0;
        if (is_digit(at(end + 1 + sign))) {
            end += 1 + sign;
            while (is_digit(at(end))) ++end;
        }
    }
    current_.kind = Token::Kind::number;
    current_.text = formula_.substr(offset_, end - offset_);
    const auto value = io::parse_double(current_.text);
    if (!value) fail(current_, "a number beyond the largest double");
    current_.value = *value;
}

void Tokens::next() {
    while (offset_ < formula_.size() && is_blank(formula_[offset_])) ++offset_;
    current_ = {};
    current_.offset = offset_;
    if (offset_ == formula_.size()) return;
    const char first = formula_[offset_];
    const char second = offset_ + 1 < formula_.size() ? formula_[offset_ + 1] : '\0';
    if (is_digit(first) || (first == '.' && is_digit(second))) {
        number();
    } else if (begins_name(first)) {
        std::size_t end = offset_;
        while (end < formula_.size() && (begins_name(formula_[end]) || is_digit(formula_[end])))
            ++end;
        current_.kind = Token::Kind::name;
        current_.text = formula_.substr(offset_, end - offset_);
    } else {
        current_.kind = Token::Kind::symbol;
        std::size_t length = short_symbols.find(first) == std::string_view::npos ? 0 : 1;
        for (const std::string_view symbol : long_symbols) {
            if (formula_.substr(offset_).starts_with(symbol)) length = 2;
        }
        current_.text = formula_.substr(offset_, length == 0 ? 1 : length);
        if (length == 0 || current_.text == "%") {
            fail_expecting(first == '%' ? "an operator (the rest of a division is mod(a, b))"
                                        : "a part of a formula");
        }
    }
    offset_ += current_.text.size();
}

}  // namespace pipelab::expression
