#include "io/number_column.hpp"

#include "io/chunk.hpp"
#include "io/number_arrays.hpp"
#include "io/number_text.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>

namespace pipelab::io::detail {
namespace {

using Kind = NumberType::Kind;

constexpr int greatest_scale = 18;

Number number_at(const NumberBlock& block, std::int64_t mantissa) {
    return Decimal{mantissa, block.type.scale};
}
Number number_at(const NumberBlock&, std::uint64_t natural) { return natural; }
Number number_at(const NumberBlock&, double real) { return real; }

std::string not_a_number(std::string_view token, NumberGrammar grammar) {
    std::string message = "expected a number, found " + quoted(token);
    if (grammar == NumberGrammar::json && token.starts_with('{')) {
        message += ": objects need -k to choose a field";
    }
    return message;
}

bool regular(const base::Array<std::uint32_t>& lines) {
    std::uint32_t i = 0;
    return std::all_of(lines.begin(), lines.end(), [&](std::uint32_t line) { return line == i++; });
}

}  // namespace

NumberColumn::NumberColumn(const NumberKernels& kernels, std::string_view text,
                           const base::Position& start, const ParseOptions& options)
    : kernels_(kernels), text_(text), start_(start), options_(options) {
    block_.start = start;
    block_.type = options.at_least;
    if (block_.type.kind == Kind::uint64) block_.values = base::Array<std::uint64_t>();
    if (block_.type.kind == Kind::real) block_.values = base::Array<double>();
}

bool NumberColumn::append(const TokenBatch& batch) {
    make_room(batch);
    for (std::size_t i = 0; i < batch.count;) {
        const std::size_t read = append_regular(batch, i);
        if (options_.keep_lines) {
            std::copy_n(batch.lines + i, read,
                        block_.lines.begin() + static_cast<std::ptrdiff_t>(count_));
        }
        if (keeps_numbers())
            for (std::size_t j = i; j < i + read; ++j) keep_number(token_of(batch, j));
        count_ += read;
        i += read;
        if (i < batch.count && !append_one(batch, i++)) return false;
    }
    return true;
}

std::size_t NumberColumn::append_regular(const TokenBatch& batch, std::size_t first) {
    const char* text = text_.data() + batch.base;
    const std::uint32_t* edges = batch.edges + 2 * first;
    const std::size_t count = batch.count - first;
    const NumberGrammar grammar = options_.grammar;
    if (auto* mantissas = std::get_if<0>(&block_.values)) {
        return kernels_.decimals(text, edges, count, grammar, block_.type.scale,
                                 mantissas->data() + count_);
    }
    if (auto* naturals = std::get_if<1>(&block_.values)) {
        return kernels_.naturals(text, edges, count, grammar, naturals->data() + count_);
    }
    return kernels_.reals(text, edges, count, grammar, std::get<2>(block_.values).data() + count_);
}

bool NumberColumn::append_one(const TokenBatch& batch, std::size_t i) {
    const std::size_t begin = batch.base + batch.edges[2 * i];
    const std::string_view token = token_of(batch, i);
    const auto scanned = scan_number(token, options_.grammar);
    if (!scanned && is_skipped(token, begin)) return true;
    if (!scanned) fail(begin, not_a_number(token, options_.grammar));

    if (auto* reals = std::get_if<2>(&block_.values)) {
        (*reals)[count_] = nearest_double(*scanned, token);
        if (std::isinf((*reals)[count_])) fail(begin, "number beyond the range of double");
        if (keeps_numbers()) keep_number(token);
    } else {
        const Number value = exact_number(*scanned, token);
        const double* real = std::get_if<double>(&value);
        if (real && std::isinf(*real)) fail(begin, "number beyond the range of double");
        const int written = scanned->has_exponent ? 0 : scanned->fraction_digits;
        if (!raise_scale(value, written) && !place(value)) {
            if (!widen(value)) return false;
            place(value);
        }
        make_room(batch);
    }
    if (options_.keep_lines) block_.lines[count_] = batch.lines[i];
    ++count_;
    return true;
}

std::string_view NumberColumn::token_of(const TokenBatch& batch, std::size_t i) const {
    const std::size_t begin = batch.base + batch.edges[2 * i];
    return text_.substr(begin, batch.base + batch.edges[2 * i + 1] - begin);
}

bool NumberColumn::keeps_numbers() const {
    return options_.keep_numbers && block_.type.kind == Kind::real;
}

void NumberColumn::keep_number(std::string_view token) {
    block_.numbers.push_back(exact_number(*scan_number(token, options_.grammar), token));
}

bool NumberColumn::is_skipped(std::string_view token, std::size_t offset) {
    if (!scan_nan(token, options_.grammar)) return false;
    if (options_.nan == NanPolicy::error) {
        fail(offset, "expected a finite number, found " + quoted(token));
    }
    ++block_.skipped;
    return true;
}

/// Stores `value` as the next one if the present type can hold it.
bool NumberColumn::place(const Number& value) {
    if (auto* mantissas = std::get_if<0>(&block_.values)) {
        const auto mantissa = mantissa_at(value, block_.type.scale);
        if (mantissa) (*mantissas)[count_] = *mantissa;
        return mantissa.has_value();
    }
    auto& naturals = std::get<1>(block_.values);
    if (const auto* natural = std::get_if<std::uint64_t>(&value)) {
        naturals[count_] = *natural;
        return true;
    }
    const auto mantissa = mantissa_at(value, 0);
    if (mantissa && *mantissa >= 0) naturals[count_] = static_cast<std::uint64_t>(*mantissa);
    return mantissa && *mantissa >= 0;
}

/// Goes up to a scale that is written but not needed (3.00), so that the kernels can take what
/// follows; true if `value` could be stored so.
bool NumberColumn::raise_scale(const Number& value, int scale) {
    if (block_.type.kind != Kind::decimal || scale <= block_.type.scale) return false;
    if (scale > greatest_scale || !mantissa_at(value, scale)) return false;
    examine();
    if (!extremes_.empty()) {
        const NumberType type = extremes_.type();
        if (type.kind != Kind::decimal) return false;
        if (!mantissa_at(extremes_.minimum(), scale)) return false;
        if (!mantissa_at(extremes_.maximum(), scale)) return false;
    }
    convert({Kind::decimal, scale});
    return place(value);
}

/// Turns to the smallest type that holds the values so far and `value`; false if it is real.
bool NumberColumn::widen(const Number& value) {
    TypeNeed all = need();
    all.add(value);
    const NumberType type = all.type();
    if (type.kind == Kind::real) return false;
    convert(type);
    return true;
}

void NumberColumn::convert(NumberType type) {
    const std::size_t room = block_.size();
    resize(count_);
    block_.convert(type);
    resize(room);
}

void NumberColumn::resize(std::size_t count) {
    std::visit([count](auto& array) { array.resize(count); }, block_.values);
}

/// Grows the arrays to what the rest of the text will need if it goes on as before.
void NumberColumn::make_room(const TokenBatch& batch) {
    const std::size_t least = count_ + batch.count;
    if (block_.size() < least) {
        const double done = static_cast<double>(batch.base) + TokenBatch::window;
        const double share = std::max(1.0, static_cast<double>(text_.size()) / done);
        resize(least + static_cast<std::size_t>(static_cast<double>(least) * (share - 1) * 1.03) +
               least / 16);
    }
    if (options_.keep_lines && block_.lines.size() < least) block_.lines.resize(block_.size());
}

void NumberColumn::examine() {
    if (examined_ == count_) return;
    std::visit(
        [this](const auto& array) {
            using Value = typename std::decay_t<decltype(array)>::value_type;
            const auto found =
                extremes(std::span<const Value>(array.data() + examined_, count_ - examined_));
            extremes_.add(number_at(block_, found.least));
            extremes_.add(number_at(block_, found.greatest));
        },
        block_.values);
    examined_ = count_;
}

TypeNeed NumberColumn::need() {
    examine();
    TypeNeed all = extremes_;
    if (block_.type.kind == Kind::decimal && count_ > 0) {
        const auto mantissas = std::span(std::get<0>(block_.values)).first(count_);
        all.add(number_at(block_, needed_scale(mantissas, block_.type.scale).witness));
    }
    return all;
}

NumberBlock NumberColumn::finish() {
    resize(count_);
    block_.need = need();
    if (block_.type.kind == Kind::decimal) {
        const int asked = options_.at_least.kind == Kind::decimal ? options_.at_least.scale : 0;
        const int scale = std::max(block_.need.type().scale, asked);
        if (scale < block_.type.scale) block_.convert({Kind::decimal, scale});
    }
    block_.lines.resize(options_.keep_lines ? count_ : 0);
    if (regular(block_.lines)) block_.lines.clear();
    return std::move(block_);
}

void NumberColumn::fail(std::size_t offset, const std::string& message) const {
    throw base::DataError(position_at(start_, text_, offset), message);
}

}  // namespace pipelab::io::detail
