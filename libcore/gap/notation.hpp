#pragma once

#include "gap/column.hpp"
#include "gap/width.hpp"
#include "io/number.hpp"
#include "io/record_writer.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace pipelab::gap {

/// How the values of a column are written: what one unit of a mantissa is, and whether values are
/// times.
struct Notation {
    int scale = 0;      ///< an integer m stands for m * 10^-scale
    bool time = false;  ///< values are points in time, widths are seconds

    std::string value(std::int64_t mantissa) const;
    std::string value(std::uint64_t natural) const;
    std::string value(double real) const;
    /// Rounded once. Beyond the largest double: shortest digits with an exponent of 308.
    std::string width(std::uint64_t mantissa) const;
    std::string width(const RealWidth& width) const;

    template <class T>
    void put(io::RecordWriter& record, std::string_view name, T v) const {
        time ? record.text(name, value(v)) : record.number(name, std::string_view(value(v)));
    }
};

/// mantissa * 10^-scale without trailing zeros.
std::string scaled_text(std::uint64_t mantissa, int scale);

}  // namespace pipelab::gap
