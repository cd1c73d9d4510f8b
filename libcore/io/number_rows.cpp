#include "io/number_rows.hpp"

#include "io/number_arrays.hpp"
#include "io/number_column.hpp"
#include "io/number_text.hpp"

#include <algorithm>
#include <cmath>

namespace pipelab::io::detail {
namespace {

template <class T>
bool consecutive(const T& lines) {
    for (std::size_t i = 1; i < lines.size(); ++i)
        if (lines[i] != lines[0] + i) return false;
    return true;
}

bool is_not_available(std::string_view token, NumberGrammar grammar) {
    if (token.empty() || token == "NA") return true;
    const char c = token[0];
    // Only these begin nan, inf, null, and their forms with a sign.
    if ((c >= '0' && c <= '9') || c == '.') return false;
    return scan_nan(token, grammar).has_value();
}

}  // namespace

RowValues::RowValues(const NumberInput& input, std::string_view text, const base::Position& start,
                     NumberGrammar grammar)
    : input_(input), text_(text), start_(start), grammar_(grammar) {}

void RowValues::fail(std::size_t offset, const std::string& message) const {
    throw base::DataError(position_at(start_, text_, offset), message);
}

bool RowValues::add_token(std::string_view token, std::uint64_t line) {
    const auto offset = static_cast<std::size_t>(token.data() - text_.data());
    if (input_.nan == NanPolicy::skip && is_not_available(token, grammar_)) {
        ++skipped_;
        return false;
    }
    edges_.push_back(static_cast<std::uint32_t>(offset));
    edges_.push_back(static_cast<std::uint32_t>(offset + token.size()));
    if (input_.keep_lines) lines_.push_back(static_cast<std::uint32_t>(line));
    return true;
}

bool RowValues::add_parsed(std::string_view value, std::size_t offset, std::uint64_t line) {
    const bool skip = input_.nan == NanPolicy::skip;
    if (skip && is_not_available(value, NumberGrammar::text)) {
        ++skipped_;
        return false;
    }
    const auto parsed = input_.parse_value(value);
    if (!parsed) fail(offset, "expected " + input_.expected + ", found " + quoted(value));
    const double* real = std::get_if<double>(&*parsed);
    if (real != nullptr && !std::isfinite(*real)) {
        if (!skip) fail(offset, "expected a finite value, found " + quoted(value));
        ++skipped_;
        return false;
    }
    values_.push_back(*parsed);
    need_.add(*parsed);
    if (input_.keep_lines) lines_.push_back(static_cast<std::uint32_t>(line));
    return true;
}

void RowValues::add_missing(std::size_t offset, const std::string& message) {
    if (input_.nan == NanPolicy::error) fail(offset, message);
    ++skipped_;
}

/// False if the column has to be real.
bool RowValues::fill_tokens(NumberType at_least) {
    ParseOptions options;
    options.grammar = grammar_;
    options.keep_lines = input_.keep_lines;
    options.keep_numbers = input_.keep_numbers;
    options.at_least = at_least;
    NumberColumn column(number_kernels(base::isa_level()), text_, start_, options);
    TokenBatch batch;
    for (std::size_t i = 0; i < edges_.size() / 2;) {
        batch.base = edges_[2 * i];
        for (batch.count = 0; i < edges_.size() / 2; ++i, ++batch.count) {
            // No more text than batches have otherwise: from it the column guesses its length.
            if (batch.count == TokenBatch::capacity) break;
            if (batch.count > 0 && edges_[2 * i] - batch.base >= TokenBatch::window) break;
            batch.edges[2 * batch.count] = static_cast<std::uint32_t>(edges_[2 * i] - batch.base);
            batch.edges[2 * batch.count + 1] =
                static_cast<std::uint32_t>(edges_[2 * i + 1] - batch.base);
            if (input_.keep_lines) batch.lines[batch.count] = lines_[i];
        }
        if (!column.append(batch)) return false;
    }
    block_ = column.finish();
    return true;
}

void RowValues::fill_values() {
    TypeNeed need = need_;
    NumberBlock& block = block_;
    block.type = need.type();
    block.need = need;
    block.start = start_;
    if (block.type.kind == NumberType::Kind::decimal) {
        base::Array<std::int64_t> mantissas;
        for (const Number& value : values_)
            mantissas.push_back(mantissa_at(value, block.type.scale).value());
        block.values = std::move(mantissas);
    } else if (block.type.kind == NumberType::Kind::uint64) {
        base::Array<std::uint64_t> naturals;
        for (const Number& value : values_) {
            const auto* natural = std::get_if<std::uint64_t>(&value);
            naturals.push_back(natural != nullptr
                                   ? *natural
                                   : static_cast<std::uint64_t>(mantissa_at(value, 0).value()));
        }
        block.values = std::move(naturals);
    } else {
        base::Array<double> reals;
        for (const Number& value : values_) reals.push_back(to_double(value));
        block.values = std::move(reals);
    }
    block.lines = std::move(lines_);
}

/// Lines that follow each other need no list.
void RowValues::shift_start() {
    NumberBlock& block = block_;
    if (block.lines.empty() || !consecutive(block.lines)) return;
    if (block.lines[0] > 0) {
        block.start.line += block.lines[0];
        block.start.column = 1;
    }
    block.lines.clear();
}

NumberBlock RowValues::finish() {
    if (input_.parse_value) {
        fill_values();
    } else if (!fill_tokens(input_.at_least)) {
        fill_tokens({NumberType::Kind::real, 0});
    }
    shift_start();
    block_.skipped = skipped_;
    return std::move(block_);
}

}  // namespace pipelab::io::detail
