#pragma once

#include "base/progress.hpp"
#include "gap/column.hpp"
#include "io/number_reader.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace pipelab::gap {

/// A value of a key, and where it stands first.
struct KeyedValue {
    std::string key;
    std::uint64_t bits = 0;  ///< bits_of the value, as the column's type holds it
    Location location;
};

/// The bits of a value, the same for equal values.
std::uint64_t bits_of(std::int64_t value);
std::uint64_t bits_of(std::uint64_t value);
std::uint64_t bits_of(double value);

/// Reads the rows of `input` once more and fills in the locations; a default Location where a
/// value does not come up. `type` is that of the column. O(rows) and the memory of `wanted`.
void find_locations(io::NumberInput input, io::NumberType type, std::vector<KeyedValue>& wanted,
                    base::Control control);

}  // namespace pipelab::gap
