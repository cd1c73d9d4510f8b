#pragma once

#include "base/progress.hpp"
#include "gap/values.hpp"
#include "io/number_reader.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace pipelab::io {
class TemporaryFile;
}

namespace pipelab::gap {

/// Where a column may stay: without a limit in memory (8 bytes a value); with one, in memory as
/// long as it takes at most a quarter of it, else its inputs are read anew on each visit, and
/// what cannot be read twice (pipes) is first copied to a temporary file.
struct Storage {
    std::optional<std::uint64_t> memory;  ///< bytes for the whole process, at least least_memory
    std::string temporary;                ///< folder of temporary files; "": $TMPDIR, else /tmp
};

inline constexpr std::uint64_t least_memory = std::uint64_t{32} << 20;

/// How many threads `memory` is enough for: each reads and parses with some megabytes of its own.
int threads_within(std::uint64_t memory);

/// Where a value stands in the inputs.
struct Location {
    std::string file;
    std::uint64_t line = 0;
};

/// All numbers of some inputs, held alike.
class Column {
  public:
    /// Reads the inputs once. Errors as read_numbers; DataError, then and later, if an input that
    /// has to be read again is not the same. The type will also hold a number that is to be
    /// calculated with (a period): what `companion`, if any, gives for the need of the values.
    Column(io::NumberInput input, const Storage& storage, base::Control control,
           const std::function<io::Number(const io::TypeNeed&)>& companion = {});
    ~Column();
    Column(const Column&) = delete;
    Column& operator=(const Column&) = delete;

    io::NumberType type() const { return type_; }
    const io::TypeNeed& need() const { return need_; }
    std::uint64_t count() const { return count_; }
    std::uint64_t skipped() const { return skipped_; }
    bool in_memory() const { return in_memory_; }
    /// True if 64-bit decimals cannot hold all values, so that they are the nearest doubles.
    bool rounded() const { return type_.kind == io::NumberType::Kind::real; }

    /// Calls use(const Values<T>&) with the T of type().
    template <class Use>
    decltype(auto) with_values(Use&& use) const {
        switch (type_.kind) {
            case io::NumberType::Kind::real:
                return use(*values<double>());
            case io::NumberType::Kind::uint64:
                return use(*values<std::uint64_t>());
            default:
                return use(*values<std::int64_t>());
        }
    }
    /// Calls see(block) for all blocks in input order, held as type(). With line numbers only if
    /// the input was asked to keep them.
    void in_order(const std::function<void(const io::NumberBlock&)>& see) const;

    /// The place of the first value equal to each of `wanted` after `map` (which may be empty)
    /// was applied to the values; a default Location where there is none.
    template <class T>
    std::vector<Location> locations(const std::vector<T>& wanted,
                                    const std::function<T(T)>& map = {}) const;

  private:
    template <class T>
    std::unique_ptr<Values<T>> values() const;
    template <class T>
    Extent<T> extent() const;
    void read();
    void settle_type(const std::function<io::Number(const io::TypeNeed&)>& companion);

    io::NumberInput input_;
    Storage storage_;
    base::Control control_;
    std::vector<std::unique_ptr<io::TemporaryFile>> spooled_;
    std::vector<io::NumberBlock> blocks_;
    std::vector<double> sample_;
    io::TypeNeed need_;
    io::TypeNeed type_need_;  // with the companion
    io::NumberType type_;
    std::uint64_t count_ = 0;
    std::uint64_t skipped_ = 0;
    bool in_memory_ = true;
};

/// The values of a block whose type holds them as T.
template <class T>
std::span<const T> values_of(const io::NumberBlock& block) {
    if constexpr (std::is_same_v<T, double>) {
        return block.reals();
    } else if constexpr (std::is_same_v<T, std::uint64_t>) {
        return block.naturals();
    } else {
        return block.mantissas();
    }
}

/// The memory a search may use beside the values, of a limit for the whole process.
std::uint64_t search_memory(const Storage& storage);

/// Copies standard input, and each input that cannot be read twice (pipes, terminals), into a
/// temporary file and names that in `input` instead. Empty where all inputs are regular files.
std::vector<std::unique_ptr<io::TemporaryFile>> spool(io::NumberInput& input,
                                                      const std::string& folder);

}  // namespace pipelab::gap
