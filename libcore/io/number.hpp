#pragma once

#include "base/array.hpp"
#include "base/error.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace pipelab::io {

/// How the numbers of a column are held. Integers stay integers until a fraction appears, and a
/// column is never a double as long as 64-bit decimals hold all of its values exactly.
struct NumberType {
    enum class Kind {
        decimal,  ///< int64 mantissa times 10^-scale, scale 0..18; scale 0 is a plain int64
        uint64,   ///< scale 0, all values >= 0, some beyond int64
        real,     ///< double, each value the nearest to its text
    };
    Kind kind = Kind::decimal;
    int scale = 0;
    bool operator==(const NumberType&) const = default;
};

/// mantissa * 10^-scale, exactly.
struct Decimal {
    std::int64_t mantissa = 0;
    int scale = 0;
    bool operator==(const Decimal&) const = default;
};

/// One number as read: a decimal or uint64 if it can be held so exactly, else the nearest double.
using Number = std::variant<Decimal, std::uint64_t, double>;

/// What all values of a column need of its type; joins in any order to the same answer. The type
/// is decimal at the largest scale that any value needs (trailing zeros need none) if all
/// mantissas fit int64 there; else uint64 if all are whole, none negative; else real.
class TypeNeed {
  public:
    void add(const Number& value);
    void join(const TypeNeed& other);
    NumberType type() const;
    bool empty() const { return !any_; }
    /// The extremes so far, in the type() of now; meaningless when empty.
    Number minimum() const;
    Number maximum() const;

  private:
    bool any_ = false;
    bool real_ = false;
    int scale_ = 0;  // of the decimals: the largest that is needed
    Number minimum_, maximum_;
};

/// Values of consecutive tokens of an input, all held alike. The values are in input order.
struct NumberBlock {
    using Values =
        std::variant<base::Array<std::int64_t>, base::Array<std::uint64_t>, base::Array<double>>;

    NumberType type;
    Values values;                     ///< alternative 0 for decimal, 1 for uint64, 2 for real
    TypeNeed need;                     ///< of these values
    base::Position start;              ///< where the text of this block begins
    std::uint64_t first_index = 0;     ///< values in the input before this block
    std::uint64_t skipped = 0;         ///< NaN and infinities left out
    base::Array<std::uint32_t> lines;  ///< value i stands on line start.line + lines[i];
                                       ///< empty: on line start.line + i
    std::vector<Number> numbers;       ///< of a real block, where ParseOptions::keep_numbers asks
                                       ///< for them: each value as its own text has it
    std::size_t size() const;
    std::uint64_t line(std::size_t i) const;
    std::span<const std::int64_t> mantissas() const;
    std::span<const std::uint64_t> naturals() const;
    std::span<const double> reals() const;
    /// Holds the values as `type`, which must be able to (the type() of a joined need can).
    /// To real: each mantissa / 10^scale rounded once, the same double its text gives (but 0 where
    /// the text said -0). std::logic_error from real to another.
    void convert(NumberType type);
};

enum class NanPolicy { error, skip };
enum class NumberGrammar {
    text,  ///< blanks, newlines and single commas separate; # starts a comment up to the line's
           ///< end; +, leading zeros, .5 and 5. are fine. A comma follows a number of its line; it
           ///< may end the line
    json,  ///< numbers of RFC 8259: flat arrays, one after the other, or bare numbers
};

struct ParseOptions {
    NumberGrammar grammar = NumberGrammar::text;
    NanPolicy nan = NanPolicy::error;  ///< of nan, inf, infinity in any case (JSON: null)
    bool keep_lines = false;           ///< fill NumberBlock::lines where they are not regular
    bool keep_numbers = false;         ///< fill NumberBlock::numbers, in some 30 ns a value
    bool in_comment = false;           ///< see Chunk
    bool in_array = false;             ///< see Chunk
    bool at_end = true;                ///< JSON: an array still open at the end is an error
    NumberType at_least;               ///< a hint: begin as this type, do not try smaller ones;
                                       ///< when it is real, the need is real too
};

/// All numbers of `text`, whose first byte stands at `start`. 64 bytes before and behind the text
/// must be readable. The type is that of the need, unless options.at_least asks for more. One pass,
/// or two for a text that proves to need real late; doubles are correctly rounded, bit for bit as
/// strtod, -0.0 included. A token that is too small for a double is 0.
/// DataError with the position of the first thing that is no number, or of a number beyond the
/// largest double.
NumberBlock parse_numbers(std::string_view text, const base::Position& start,
                          const ParseOptions& options);

/// The number that is the whole of `text` (text grammar); nullopt if it is none. NaN and infinity
/// give a double. No padding needed.
std::optional<Number> parse_number(std::string_view text);
/// The same as a plain double, int64, uint64; nullopt also where the value does not fit exactly
/// (integers) or overflows (double).
std::optional<double> parse_double(std::string_view text);
std::optional<std::int64_t> parse_int64(std::string_view text);
std::optional<std::uint64_t> parse_uint64(std::string_view text);

/// mantissa * 10^exponent rounded once to nearest even; infinity on overflow.
double to_double(std::uint64_t mantissa, int exponent);
double to_double(const Number& value);

/// -1, 0, 1 as exact reals.
int compare(const Number& a, const Number& b);

}  // namespace pipelab::io
