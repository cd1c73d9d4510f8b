#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace pipelab::base {

/// Counts keys, and numbers them 0, 1, 2, ... in order of their first appearance.
/// Memory: at most length + 56 bytes a key (record with its length, number and count, and a hash
/// table that is never more than 3/4 full, twice while it grows), + 1 MiB; keys of more than
/// 64 KiB may take twice their length.
class KeyTable {
  public:
    struct Record {
        std::uint64_t count;
        std::uint32_t id;
        std::uint32_t length;
        /// The bytes of the key stand behind the record.
        std::string_view key() const { return {reinterpret_cast<const char*>(this + 1), length}; }
    };
    /// All records in order of their numbers.
    class Cursor {
      public:
        explicit Cursor(const KeyTable& table) : table_(table) {}
        /// The next one; nullptr behind the last.
        const Record* next();

      private:
        const KeyTable& table_;
        std::size_t block_ = 0;
        std::size_t offset_ = 0;
    };

    KeyTable();
    /// Counts each key, new ones too; their numbers to `ids`. Any bytes are a key. Some 10^8 keys a
    /// second where the table fits a cache. DataError when no more keys can be told apart (2^32
    /// keys, or 32 GiB of them).
    void count(std::span<const std::string_view> keys, std::uint32_t* ids);
    /// The numbers of keys that have been counted; false if one has not.
    bool find(std::span<const std::string_view> keys, std::uint32_t* ids) const;
    /// The same; `absent` for those that have not.
    void find(std::span<const std::string_view> keys, std::uint32_t* ids,
              std::uint32_t absent) const;
    std::size_t size() const { return size_; }
    /// All keys, by their numbers; valid as long as the table.
    std::vector<std::string_view> keys() const;
    /// Bytes that the keys and their table take.
    std::size_t memory() const;

  private:
    struct Slot {
        std::uint32_t hash = 0;   ///< where the slot is looked for first, modulo their number
        std::uint32_t place = 0;  ///< of the record, in units of 8 bytes, plus one; 0: none
    };
    /// Part of the address space of records; a record longer than one block takes several.
    struct Block {
        char* bytes;
        std::size_t used;
    };

    template <class Found, class Missing>
    bool look_up(std::span<const std::string_view> keys, const Found& found, const Missing& missing,
                 std::uint32_t* ids) const;
    Record* record(std::uint32_t place) const;
    std::uint32_t append(std::string_view key);
    std::size_t block_with(std::size_t bytes);
    void grow();

    std::vector<Slot> slots_;
    std::vector<Block> blocks_;
    bool full_ = false;  // the last block ends a record longer than one
    std::vector<std::unique_ptr<std::uint64_t[]>> storage_;
    std::size_t size_ = 0;
};

}  // namespace pipelab::base
