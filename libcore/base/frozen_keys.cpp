#include "base/frozen_keys.hpp"

#include "base/error.hpp"
#include "base/key_hash.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

namespace pipelab::base {
namespace {

constexpr std::size_t probes_at_once = 64;
constexpr std::size_t unit = 4;
constexpr std::size_t head = 2 * sizeof(std::uint32_t);

std::size_t record_units(std::string_view key) { return (head + key.size() + unit - 1) / unit; }

void store(char* to, std::uint32_t value) { std::memcpy(to, &value, sizeof value); }

}  // namespace

FrozenKeys::FrozenKeys(std::span<const std::string_view> keys) {
    std::uint64_t units = 0;
    Array<std::uint32_t> places(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (units >= std::numeric_limits<std::uint32_t>::max())
            throw DataError({}, "too many different words");
        places[i] = static_cast<std::uint32_t>(units) + 1;
        units += record_units(keys[i]);
    }
    Array<char> records(static_cast<std::size_t>(units) * unit, 0);
    Array<Slot> slots(keys.size() / 3 * 4 + 4, Slot{});
    const auto slot_count = static_cast<std::uint64_t>(slots.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        char* const to = records.data() + (std::size_t{places[i]} - 1) * unit;
        store(to, static_cast<std::uint32_t>(i));
        store(to + sizeof(std::uint32_t), static_cast<std::uint32_t>(keys[i].size()));
        std::copy(keys[i].begin(), keys[i].end(), to + head);
        const std::uint32_t hash = key_hash(keys[i]);
        auto at = static_cast<std::size_t>(hash * slot_count >> 32);
        std::uint32_t probes = 1;
        for (; slots[at].place != 0; ++probes) at = at + 1 < slots.size() ? at + 1 : 0;
        slots[at] = {hash, places[i]};
        parts_.most_probes = std::max(parts_.most_probes, probes);
    }
    parts_.slots = std::move(slots);
    parts_.places = std::move(places);
    parts_.records = std::move(records);
}

FrozenKeys::Record FrozenKeys::record(std::uint32_t place) const {
    const Record none{static_cast<std::uint32_t>(size()), {}};
    const std::size_t at = (static_cast<std::size_t>(place) - 1) * unit;
    const std::size_t all = parts_.records.size();
    if (place == 0 || at >= all || all - at < head) return none;
    const char* const from = parts_.records.data() + at;
    std::uint32_t number, length;
    std::memcpy(&number, from, sizeof number);
    std::memcpy(&length, from + sizeof number, sizeof length);
    if (length > all - at - head || number >= size()) return none;
    return {number, {from + head, length}};
}

/// In three rounds, so that what is far away in memory is asked for before it is needed.
void FrozenKeys::find_batch(std::span<const std::string_view> keys, std::uint32_t* numbers,
                            std::uint32_t absent) const {
    std::array<std::uint32_t, probes_at_once> hashes;
    struct Probe {
        std::size_t slot;
        std::uint32_t left;
    };
    std::array<Probe, probes_at_once> probes;
    const Slot* const slots = parts_.slots.data();
    for (std::size_t i = 0; i < keys.size(); ++i) {
        hashes[i] = key_hash(keys[i]);
        probes[i] = {home(hashes[i]), parts_.most_probes};
        __builtin_prefetch(&slots[probes[i].slot]);
    }
    const auto skip_others = [&](Probe probe, std::uint32_t hash) {
        while (probe.left > 0 && slots[probe.slot].place != 0 && slots[probe.slot].hash != hash)
            probe = {next(probe.slot), probe.left - 1};
        return probe;
    };
    for (std::size_t i = 0; i < keys.size(); ++i) {
        probes[i] = skip_others(probes[i], hashes[i]);
        const std::size_t place = slots[probes[i].slot].place;
        if (place != 0) __builtin_prefetch(parts_.records.data() + (place - 1) * unit);
    }
    for (std::size_t i = 0; i < keys.size(); ++i) {
        numbers[i] = absent;
        Probe probe = probes[i];
        while (probe.left > 0 && slots[probe.slot].place != 0) {
            const Record found = record(slots[probe.slot].place);
            if (same_key(found.key, keys[i]) && found.number < size()) {
                numbers[i] = found.number;
                break;
            }
            probe = skip_others({next(probe.slot), probe.left - 1}, hashes[i]);
        }
    }
}

void FrozenKeys::find(std::span<const std::string_view> keys, std::uint32_t* numbers,
                      std::uint32_t absent) const {
    for (std::size_t begin = 0; begin < keys.size(); begin += probes_at_once) {
        const auto part = keys.subspan(begin, std::min(probes_at_once, keys.size() - begin));
        find_batch(part, numbers + begin, absent);
    }
}

std::size_t FrozenKeys::memory() const {
    return parts_.slots.size() * sizeof(Slot) + parts_.places.size() * sizeof(std::uint32_t) +
           parts_.records.size();
}

}  // namespace pipelab::base
