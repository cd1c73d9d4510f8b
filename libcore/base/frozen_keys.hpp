#pragma once

#include "base/frozen_array.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace pipelab::base {

/// Keys with their numbers 0, 1, 2, ..., in arrays that can be written to a file and used where
/// they lie. Whatever is in the arrays, look-ups stay inside of them and come to an end.
/// Memory: length + 24 bytes a key, on average.
class FrozenKeys {
  public:
    struct Slot {
        std::uint32_t hash = 0;
        std::uint32_t place = 0;  ///< of the record, in units of 4 bytes, plus one; 0: none
    };
    struct Parts {
        FrozenArray<Slot> slots;            ///< at most three of four taken, at least one
        FrozenArray<std::uint32_t> places;  ///< of each key, as in a slot
        FrozenArray<char> records;          ///< number, length (32 bits each) and bytes of each key
        std::uint32_t most_probes = 0;      ///< slots that are looked at to find a key
    };

    /// `keys` are all different. DataError for more than 16 GiB.
    explicit FrozenKeys(std::span<const std::string_view> keys);
    /// What parts() gave.
    explicit FrozenKeys(Parts parts) : parts_(std::move(parts)) {}
    const Parts& parts() const { return parts_; }

    std::size_t size() const { return parts_.places.size(); }
    /// Valid as long as the parts.
    std::string_view key(std::size_t number) const { return record(parts_.places[number]).key; }
    /// The numbers of keys; `absent` for those that are not there. Some 10^8 a second where the
    /// table fits a cache.
    void find(std::span<const std::string_view> keys, std::uint32_t* numbers,
              std::uint32_t absent) const;
    /// Bytes that all takes.
    std::size_t memory() const;

  private:
    struct Record {
        std::uint32_t number;
        std::string_view key;
    };
    /// An empty key with the number size() where no record can be.
    Record record(std::uint32_t place) const;
    void find_batch(std::span<const std::string_view> keys, std::uint32_t* numbers,
                    std::uint32_t absent) const;
    std::size_t home(std::uint32_t hash) const {
        return static_cast<std::size_t>(std::uint64_t{hash} * parts_.slots.size() >> 32);
    }
    std::size_t next(std::size_t slot) const {
        return slot + 1 < parts_.slots.size() ? slot + 1 : 0;
    }

    Parts parts_;
};

}  // namespace pipelab::base
