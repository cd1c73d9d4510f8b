#include "io/npy_numbers.hpp"

#include "io/npy.hpp"

#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

namespace pipelab::io::detail {
namespace {

/// The element of the data behind which `i` elements stand when the last index runs fastest.
std::size_t place(const Npy& array, std::size_t i) {
    if (!array.fortran_order) return i;
    std::size_t to = 0, stride = array.size();
    for (std::size_t d = array.shape.size(); d-- > 0;) {
        stride /= array.shape[d];
        to += i % array.shape[d] * stride;
        i /= array.shape[d];
    }
    return to;
}

template <class Item>
Item item(const Npy& array, std::size_t i) {
    Item value;
    std::memcpy(&value, array.data.data() + place(array, i) * sizeof(Item), sizeof(Item));
    return value;
}

/// Takes elements first, first + stride, ... of an array.
class Gathering {
  public:
    Gathering(const Npy& array, const ParseOptions& options, const base::Position& start)
        : array_(array), options_(options) {
        block_.start = {start.file, 1, 0};
    }

    template <class Item, class Value>
    NumberBlock whole_numbers(std::size_t first, std::size_t stride) {
        base::Array<Value> values;
        for (std::size_t i = first; i < array_.size(); i += stride) {
            const auto value = static_cast<Value>(item<Item>(array_, i));
            values.push_back(value);
            if constexpr (std::is_signed_v<Value>) {
                block_.need.add(Decimal{value, 0});
            } else {
                block_.need.add(number_of(value));
            }
        }
        block_.type = {
            std::is_signed_v<Value> ? NumberType::Kind::decimal : NumberType::Kind::uint64, 0};
        block_.values = std::move(values);
        if (!std::is_signed_v<Value>) block_.convert(block_.need.type());
        return std::move(block_);
    }

    template <class Item>
    NumberBlock reals(std::size_t first, std::size_t stride) {
        base::Array<double> values;
        std::uint32_t row = 0;
        for (std::size_t i = first; i < array_.size(); i += stride, ++row) {
            const double value = item<Item>(array_, i);
            if (!std::isfinite(value)) {
                skip(i);
                continue;
            }
            values.push_back(value);
            if (options_.keep_lines) block_.lines.push_back(row);
            block_.need.add(value);
            if (options_.keep_numbers) block_.numbers.push_back(value);
        }
        if (block_.skipped == 0) block_.lines.clear();
        block_.type = {NumberType::Kind::real, 0};
        block_.values = std::move(values);
        return std::move(block_);
    }

  private:
    static Number number_of(std::uint64_t value) {
        if (value > std::uint64_t{std::numeric_limits<std::int64_t>::max()}) return value;
        return Decimal{static_cast<std::int64_t>(value), 0};
    }
    void skip(std::size_t i) {
        if (options_.nan == NanPolicy::error)
            throw base::DataError({block_.start.file, 0, 0},
                                  ".npy: element " + std::to_string(i + 1) +
                                      " is not finite, expected a finite number");
        ++block_.skipped;
    }

    const Npy& array_;
    const ParseOptions& options_;
    NumberBlock block_;
};

NumberBlock gathered(const Npy& array, std::size_t first, std::size_t stride,
                     const ParseOptions& options, const base::Position& start) {
    Gathering gathering(array, options, start);
    const std::size_t bytes = array.item_bytes;
    switch (array.kind) {
        case Npy::Kind::real:
            return bytes == 8 ? gathering.reals<double>(first, stride)
                              : gathering.reals<float>(first, stride);
        case Npy::Kind::integer:
            return bytes == 8   ? gathering.whole_numbers<std::int64_t, std::int64_t>(first, stride)
                   : bytes == 4 ? gathering.whole_numbers<std::int32_t, std::int64_t>(first, stride)
                   : bytes == 2 ? gathering.whole_numbers<std::int16_t, std::int64_t>(first, stride)
                                : gathering.whole_numbers<std::int8_t, std::int64_t>(first, stride);
        case Npy::Kind::natural:
        case Npy::Kind::boolean:
            break;
    }
    return bytes == 8   ? gathering.whole_numbers<std::uint64_t, std::uint64_t>(first, stride)
           : bytes == 4 ? gathering.whole_numbers<std::uint32_t, std::int64_t>(first, stride)
           : bytes == 2 ? gathering.whole_numbers<std::uint16_t, std::int64_t>(first, stride)
                        : gathering.whole_numbers<std::uint8_t, std::int64_t>(first, stride);
}

std::size_t columns_of(const Npy& array) { return array.shape.size() == 2 ? array.shape[1] : 1; }

}  // namespace

std::size_t npy_columns(std::string_view head, const base::Position& file) {
    return columns_of(parse_npy_header(head, file));
}

std::vector<NumberBlock> npy_blocks(const Chunk& chunk, const std::vector<std::size_t>& columns,
                                    const ParseOptions& options) {
    const Npy array = parse_npy(chunk.text, chunk.start);
    const std::size_t width = columns_of(array);
    std::vector<NumberBlock> blocks;
    for (const std::size_t column : columns) {
        if (column > width)
            throw base::DataError({chunk.start.file, 0, 0},
                                  ".npy: expected at least " + std::to_string(column) +
                                      " columns, found " + std::to_string(width));
        blocks.push_back(column == 0 ? gathered(array, 0, 1, options, chunk.start)
                                     : gathered(array, column - 1, width, options, chunk.start));
    }
    return blocks;
}

}  // namespace pipelab::io::detail
