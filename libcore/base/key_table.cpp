#include "base/key_table.hpp"

#include "base/error.hpp"
#include "base/key_hash.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <new>

namespace pipelab::base {
namespace {

constexpr std::size_t block_bytes = std::size_t{1} << 20;
constexpr std::size_t keys_at_once = 64;

std::size_t record_bytes(std::size_t length) {
    return (sizeof(KeyTable::Record) + length + 7) / 8 * 8;
}

}  // namespace

KeyTable::KeyTable() : slots_(256) {}

const KeyTable::Record* KeyTable::Cursor::next() {
    while (block_ < table_.blocks_.size() && offset_ == table_.blocks_[block_].used) {
        ++block_;
        offset_ = 0;
    }
    if (block_ == table_.blocks_.size()) return nullptr;
    const auto* record = reinterpret_cast<const Record*>(table_.blocks_[block_].bytes + offset_);
    offset_ += record_bytes(record->length);
    return record;
}

KeyTable::Record* KeyTable::record(std::uint32_t place) const {
    const std::size_t at = (static_cast<std::size_t>(place) - 1) * 8;
    return std::launder(
        reinterpret_cast<Record*>(blocks_[at / block_bytes].bytes + at % block_bytes));
}

std::size_t KeyTable::block_with(std::size_t bytes) {
    const bool fits = !blocks_.empty() && !full_ && blocks_.back().used + bytes <= block_bytes;
    if (!fits) {
        const std::size_t first = blocks_.size();
        const std::size_t blocks = (bytes + block_bytes - 1) / block_bytes;
        storage_.emplace_back(new std::uint64_t[blocks * block_bytes / 8]);
        char* const begin = reinterpret_cast<char*>(storage_.back().get());
        for (std::size_t i = 0; i < blocks; ++i) blocks_.push_back({begin + i * block_bytes, 0});
        full_ = blocks > 1;
        return first;
    }
    return blocks_.size() - 1;
}

std::uint32_t KeyTable::append(std::string_view key) {
    const std::size_t bytes = record_bytes(key.size());
    const std::size_t index = block_with(bytes);
    Block& block = blocks_[index];
    const std::size_t place = (index * block_bytes + block.used) / 8 + 1;
    constexpr std::size_t most = std::numeric_limits<std::uint32_t>::max();
    if (place > most || size_ >= most) throw DataError({}, "too many different keys");
    auto* const record = new (block.bytes + block.used)
        Record{0, static_cast<std::uint32_t>(size_++), static_cast<std::uint32_t>(key.size())};
    std::copy(key.begin(), key.end(), reinterpret_cast<char*>(record + 1));
    block.used += bytes;
    return static_cast<std::uint32_t>(place);
}

std::vector<std::string_view> KeyTable::keys() const {
    std::vector<std::string_view> keys;
    keys.reserve(size_);
    Cursor cursor(*this);
    while (const Record* const record = cursor.next()) keys.push_back(record->key());
    return keys;
}

std::size_t KeyTable::memory() const {
    return slots_.capacity() * sizeof(Slot) + blocks_.size() * block_bytes;
}

void KeyTable::grow() {
    std::vector<Slot> slots(slots_.size() * 2);
    const std::size_t mask = slots.size() - 1;
    for (const Slot& slot : slots_) {
        if (slot.place == 0) continue;
        std::size_t at = slot.hash & mask;
        while (slots[at].place != 0) at = (at + 1) & mask;
        slots[at] = slot;
    }
    slots_ = std::move(slots);
}

/// At most `keys_at_once` keys. found(record) gives the number of one that is known; missing(slot,
/// hash, key) the record of one that is not, or nullptr: give up, false.
template <class Found, class Missing>
bool KeyTable::look_up(std::span<const std::string_view> keys, const Found& found,
                       const Missing& missing, std::uint32_t* ids) const {
    // Three rounds, so that what is far away in memory is asked for before it is needed.
    std::array<std::uint32_t, keys_at_once> hashes;
    std::array<std::size_t, keys_at_once> places;
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        hashes[i] = key_hash(keys[i]);
        __builtin_prefetch(&slots_[hashes[i] & mask]);
    }
    const auto skip_others = [&](std::size_t at, std::uint32_t hash) {
        while (slots_[at].place != 0 && slots_[at].hash != hash) at = (at + 1) & mask;
        return at;
    };
    for (std::size_t i = 0; i < keys.size(); ++i) {
        places[i] = skip_others(hashes[i] & mask, hashes[i]);
        const Slot& slot = slots_[places[i]];
        if (slot.place != 0) __builtin_prefetch(record(slot.place));
    }
    for (std::size_t i = 0; i < keys.size(); ++i) {
        // An empty slot may have been taken by now.
        std::size_t at = skip_others(places[i], hashes[i]);
        while (slots_[at].place != 0 && !same_key(record(slots_[at].place)->key(), keys[i])) {
            at = skip_others((at + 1) & mask, hashes[i]);
        }
        Record* const known =
            slots_[at].place != 0 ? record(slots_[at].place) : missing(at, hashes[i], keys[i]);
        if (known == nullptr) return false;
        ids[i] = found(*known);
    }
    return true;
}

void KeyTable::count(std::span<const std::string_view> keys, std::uint32_t* ids) {
    const auto add = [&](std::size_t at, std::uint32_t hash, std::string_view key) {
        slots_[at] = {hash, append(key)};
        return record(slots_[at].place);
    };
    for (std::size_t begin = 0; begin < keys.size(); begin += keys_at_once) {
        const auto part = keys.subspan(begin, std::min(keys_at_once, keys.size() - begin));
        if ((size_ + part.size()) * 4 > slots_.size() * 3) grow();
        look_up(
            part,
            [](Record& record) {
                ++record.count;
                return record.id;
            },
            add, ids + begin);
    }
}

bool KeyTable::find(std::span<const std::string_view> keys, std::uint32_t* ids) const {
    const auto none = [](std::size_t, std::uint32_t, std::string_view) -> Record* {
        return nullptr;
    };
    for (std::size_t begin = 0; begin < keys.size(); begin += keys_at_once) {
        const auto part = keys.subspan(begin, std::min(keys_at_once, keys.size() - begin));
        if (!look_up(
                part, [](const Record& record) { return record.id; }, none, ids + begin))
            return false;
    }
    return true;
}

void KeyTable::find(std::span<const std::string_view> keys, std::uint32_t* ids,
                    std::uint32_t absent) const {
    Record nobody{0, absent, 0};
    for (std::size_t begin = 0; begin < keys.size(); begin += keys_at_once) {
        const auto part = keys.subspan(begin, std::min(keys_at_once, keys.size() - begin));
        look_up(
            part, [](const Record& record) { return record.id; },
            [&](std::size_t, std::uint32_t, std::string_view) { return &nobody; }, ids + begin);
    }
}

}  // namespace pipelab::base
