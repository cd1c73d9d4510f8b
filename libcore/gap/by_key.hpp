#pragma once

#include "base/progress.hpp"
#include "gap/column.hpp"
#include "gap/width.hpp"
#include "io/number.hpp"
#include "io/number_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <variant>

namespace pipelab::gap {

/// Which gaps of each key are sought.
struct KeyedQuery {
    std::size_t top = 1;             ///< so many, widest first, of equal ones the leftmost first
    std::optional<io::Number> over;  ///< instead: all that are wider, from left to right
};

/// Gaps between values as the column's type holds them: mantissas of decimals, uint64, doubles.
using GapSpan = std::variant<std::span<const Gap<std::int64_t>>,
                             std::span<const Gap<std::uint64_t>>, std::span<const Gap<double>>>;

/// What was found for one key.
struct KeyGaps {
    std::string_view key;
    std::uint64_t count = 0;  ///< values of the key
    io::NumberType type;      ///< of all values of the input; the same in each call
    GapSpan gaps;             ///< none for a single value; equal ones only: that value twice
                              ///< (KeyedQuery::over: none)
    bool continued = false;   ///< the call before gave gaps of the same key (KeyedQuery::over)
};

/// What was read.
struct KeyedTotals {
    io::NumberType type;
    std::uint64_t keys = 0;
    std::uint64_t count = 0;    ///< values
    std::uint64_t skipped = 0;  ///< NaN, infinities, empty fields left out; they make no key
};

/// The widest gaps among the values of each key of `input`, whose key_column must be set. Keys are
/// any bytes, and come in the order of their first appearance. Exact, and the same calls of `see`
/// for any memory limit and number of threads. Errors as read_numbers; UsageError for a negative
/// width, before anything is read.
///
/// Without a limit: one reading; 20 bytes a value, and length + 80 bytes a key.
/// With one: RSS stays below storage.memory + (length + 64) bytes a key, whatever the number of
/// values, for limits of at least 32 MiB. Values that do not fit are read again and written to a
/// temporary file, 12 bytes a value, in groups of keys that fit; with more groups than have room
/// for a buffer, in several readings. Inputs that cannot be read twice are spooled (column.hpp).
/// DataError if an input is not the same when it is read again.
KeyedTotals gaps_by_key(io::NumberInput input, const KeyedQuery& query, const Storage& storage,
                        base::Control control, const std::function<void(const KeyGaps&)>& see);

}  // namespace pipelab::gap
