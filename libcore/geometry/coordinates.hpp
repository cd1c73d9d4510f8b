#pragma once

#include "geometry/shape.hpp"
#include "io/token_column.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace pipelab::geometry::detail {

/// The coordinates of a text that another parser walks through, and the shapes that wait for them:
/// numbers are read many at a time.
class Coordinates {
  public:
    /// `text` and `start` must outlive the object; 64 bytes before and behind must be readable.
    Coordinates(std::string_view text, const base::Position& start, io::NumberGrammar grammar)
        : text_(text), start_(start), grammar_(grammar), column_(text, start, grammar) {}

    /// The token text[begin, end) is the next x or y.
    void add(std::size_t begin, std::size_t end) {
        column_.add(begin, end);
        ++count_;
    }
    /// A z or m, which must be a number.
    void pass(std::size_t begin, std::size_t end) const;
    /// Points so far.
    std::size_t points() const { return count_ / 2; }

    /// The points from number `first` on are a ring, which begins at text[offset]. DataError if
    /// they are fewer than four; no later than read() if the last is not the first.
    void end_ring(std::size_t first, std::size_t offset);
    /// Reads all numbers. DataError for what is wrong in one.
    void read();
    /// Gives the next points to `shape`, whose paths know their lengths: those of rings with the
    /// closing point, which is dropped. Shapes must be filled in the order of the text.
    void fill(Shape& shape);

    [[noreturn]] void fail(std::size_t offset, const std::string& message) const;

  private:
    struct Ring {
        std::size_t first, count, offset;
    };
    std::string_view text_;
    const base::Position& start_;
    io::NumberGrammar grammar_;
    io::TokenColumn column_;
    std::vector<Ring> rings_;
    base::Array<double> values_;
    std::size_t count_ = 0, filled_ = 0;
};

}  // namespace pipelab::geometry::detail
