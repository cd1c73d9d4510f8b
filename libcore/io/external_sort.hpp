#pragma once

#include "base/array.hpp"
#include "base/parallel.hpp"
#include "base/progress.hpp"
#include "io/output.hpp"
#include "io/packed_records.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace pipelab::io {

/// What an ExternalSorter may take.
struct SortSpace {
    std::uint64_t buffer = std::uint64_t{64} << 20;   ///< bytes of items before they are spilled
    std::uint64_t merging = std::uint64_t{16} << 20;  ///< bytes for reading runs
    std::string directory;                            ///< of temporary files; "": $TMPDIR, /tmp
};

/// Keys are counted: what is added is a key, what comes out is each different one with its count.
template <std::size_t Words_>
struct CountedKeys {
    static constexpr std::size_t words = Words_;
    using Item = std::array<std::uint64_t, Words_>;
    static KeyedRecord<Words_> record(const Item& item) { return {item, 1}; }
    static const Item& key(const Item& item) { return item; }
    static constexpr bool joins = true, stable = false;
};

/// Records with different keys.
template <std::size_t Words_>
struct DistinctRecords {
    static constexpr std::size_t words = Words_;
    using Item = KeyedRecord<Words_>;
    static const Item& record(const Item& item) { return item; }
    static const typename Item::Key& key(const Item& item) { return item.key; }
    static constexpr bool joins = false, stable = false;
};

/// 32 bits with a key of 32 (the high half of an item); those of equal keys stay in the order in
/// which they were added. Half of the buffer is scratch.
struct StableValues {
    static constexpr std::size_t words = 1;
    using Item = std::uint64_t;
    static KeyedRecord<1> record(Item item) { return {{item >> 32}, item & 0xffffffff}; }
    static std::array<std::uint64_t, 1> key(Item item) { return {item >> 32}; }
    static constexpr bool joins = false, stable = true;
};

/// The same with values of 64 bits.
struct StableRecords {
    static constexpr std::size_t words = 1;
    using Item = KeyedRecord<1>;
    static const Item& record(const Item& item) { return item; }
    static const Item::Key& key(const Item& item) { return item.key; }
    static constexpr bool joins = false, stable = true;
};

/// Merges runs: records by key, of equal keys those of the first run first. O(log runs) a record.
template <std::size_t Words>
class RecordMerge {
  public:
    using Record = KeyedRecord<Words>;
    explicit RecordMerge(std::vector<RecordReader<Words>> readers)
        : readers_(std::move(readers)), heads_(readers_.size()), open_(readers_.size(), 1) {
        leaves_ = std::bit_ceil(std::max<std::size_t>(readers_.size(), 1));
        losers_.assign(leaves_, none);
        for (std::size_t i = 0; i < readers_.size(); ++i) open_[i] = readers_[i].next(heads_[i]);
        winner_ = readers_.empty() ? none : play(1);
    }
    bool next(Record& record) {
        if (winner_ == none || open_[winner_] == 0) return false;
        record = heads_[winner_];
        open_[winner_] = readers_[winner_].next(heads_[winner_]);
        std::uint32_t won = winner_;
        for (std::size_t node = (leaves_ + winner_) / 2; node > 0; node /= 2)
            if (before(losers_[node], won)) std::swap(losers_[node], won);
        winner_ = won;
        return true;
    }

  private:
    static constexpr std::uint32_t none = ~std::uint32_t{0};

    bool before(std::uint32_t a, std::uint32_t b) const {
        if (a == none || open_[a] == 0) return false;
        if (b == none || open_[b] == 0) return true;
        return heads_[a].key != heads_[b].key ? heads_[a].key < heads_[b].key : a < b;
    }
    /// The first matches; returns who wins below `node`.
    std::uint32_t play(std::size_t node) {
        if (node >= leaves_) {
            const std::size_t run = node - leaves_;
            return run < readers_.size() ? static_cast<std::uint32_t>(run) : none;
        }
        const std::uint32_t left = play(2 * node), right = play(2 * node + 1);
        const bool right_wins = before(right, left);
        losers_[node] = right_wins ? left : right;
        return right_wins ? right : left;
    }

    std::vector<RecordReader<Words>> readers_;
    std::vector<Record> heads_;
    std::vector<char> open_;
    std::size_t leaves_ = 1;
    std::vector<std::uint32_t> losers_;
    std::uint32_t winner_ = none;
};

/// Sorts more than memory holds: add() items, finish(), then read() them in order, as often as
/// wanted. `Kind` is one of those above. Items fill a buffer; a full one is sorted (by radix,
/// on all threads) and written to a temporary file as a run of packed records; runs are merged, in
/// several passes if they are too many to be read at once. What fits the buffer is never written.
/// The order does not depend on memory or threads.
/// O(items) time for one pass. Memory: space.buffer until finish() (afterwards as much as the items
/// take, if none were spilled) and some 2 MiB a thread while a run is written; then space.merging
/// for each Sorted. IoError when the folder is full: the files are gone with the object.
template <class Kind>
class ExternalSorter {
    static constexpr std::size_t words = Kind::words;
    using Item = typename Kind::Item;
    using Reader = RecordReader<words>;

  public:
    using Record = KeyedRecord<words>;

    /// Keys have up to `bits` bits.
    ExternalSorter(SortSpace space, int bits, base::Control control)
        : space_(std::move(space)), bits_(bits), control_(control) {
        const std::uint64_t each = sizeof(Item) * (Kind::stable ? 2 : 1);
        capacity_ = static_cast<std::size_t>(std::max<std::uint64_t>(space_.buffer / each, 16));
        // Small blocks pack a little worse, but fewer than 64 runs at once soon mean more passes.
        constexpr std::uint64_t in_reader = 16 * words + 26;
        block_ = static_cast<std::size_t>(std::clamp<std::uint64_t>(
            std::min<std::uint64_t>(capacity_ / 16, space_.merging / (64 * in_reader)), 4, 8192));
        fan_in_ = static_cast<std::size_t>(std::clamp<std::uint64_t>(
            space_.merging / (block_ * in_reader), 2, std::uint64_t{1} << 10));
    }

    void add(const Item& item) {
        if (items_.size() == capacity_) spill();
        // Memory that is not touched costs nothing.
        if (items_.capacity() == items_.size())
            items_.reserve(items_.empty() ? std::min(capacity_, std::size_t{1} << 12) : capacity_);
        items_.push_back(item);
    }

    void finish() {
        if (runs_.empty()) {
            sort();
            return;
        }
        if (!items_.empty()) spill();
        items_ = {};
        while (runs_.size() > fan_in_) merge_pass();
    }

    /// Bytes in temporary files now, and all that have been written.
    std::uint64_t spilled() const { return file_ ? file_->size() : 0; }
    std::uint64_t written() const { return written_; }
    std::size_t runs() const { return runs_.size(); }

    /// The items in order; valid as long as the sorter.
    class Sorted {
      public:
        bool next(Record& record) {
            if constexpr (!Kind::joins) {
                return one(record);
            } else {
                if (!ahead_ && !one(held_)) return false;
                record = held_;
                while ((ahead_ = one(held_)) && held_.key == record.key)
                    record.value += held_.value;
                return true;
            }
        }

      private:
        friend ExternalSorter;
        bool one(Record& record) {
            if (merge_) return merge_->next(record);
            if (at_ == items_->size()) return false;
            record = Kind::record((*items_)[at_++]);
            return true;
        }
        const base::Array<Item>* items_ = nullptr;
        std::size_t at_ = 0;
        std::optional<RecordMerge<words>> merge_;
        Record held_{};
        bool ahead_ = false;
    };
    Sorted read() const {
        Sorted sorted;
        if (runs_.empty()) {
            sorted.items_ = &items_;
        } else {
            sorted.merge_ = merge(0, runs_.size());
        }
        return sorted;
    }

  private:
    RecordMerge<words> merge(std::size_t begin, std::size_t end) const {
        std::vector<Reader> readers;
        const auto unpacker = std::make_shared<BlockUnpacker>();
        for (std::size_t i = begin; i < end; ++i) readers.emplace_back(*file_, runs_[i], unpacker);
        return RecordMerge<words>(std::move(readers));
    }

    void write(const base::Array<char>& bytes) {
        file_->write(bytes.data(), bytes.size());
        written_ += bytes.size();
    }

    /// Groups of runs that lie side by side become one each.
    void merge_pass() {
        auto to = std::make_unique<TemporaryFile>(space_.directory);
        std::vector<RecordRun> merged;
        RecordPacker<words> packer(block_);
        base::Array<char> bytes;
        const auto flush = [&] {
            base::stop_if_requested(control_.cancellation);
            bytes.clear();
            packer.flush(bytes);
            to->write(bytes.data(), bytes.size());
            written_ += bytes.size();
        };
        for (std::size_t begin = 0; begin < runs_.size(); begin += fan_in_) {
            Sorted from;
            from.merge_ = merge(begin, std::min(begin + fan_in_, runs_.size()));
            RecordRun run{to->size(), 0};
            Record record;
            while (from.next(record)) {
                packer.add(record);
                ++run.records;
                if (packer.full()) flush();
            }
            if (!packer.empty()) flush();
            merged.push_back(run);
        }
        file_ = std::move(to);
        runs_ = std::move(merged);
    }

    /// Writes the buffer as a run.
    void spill() {
        sort();
        if (!file_) file_ = std::make_unique<TemporaryFile>(space_.directory);
        const base::Blocks blocks{items_.size(), block_};
        const std::size_t at_once =
            std::min(4 * static_cast<std::size_t>(base::threads()), blocks.count());
        std::deque<RecordPacker<words>> packers;
        for (std::size_t i = 0; i < at_once; ++i) packers.emplace_back(block_);
        std::vector<base::Array<char>> packed(at_once);
        std::vector<std::uint64_t> records(at_once);
        RecordRun run{file_->size(), 0};
        for (std::size_t first = 0; first < blocks.count(); first += at_once) {
            base::stop_if_requested(control_.cancellation);
            const std::size_t count = std::min(at_once, blocks.count() - first);
            base::parallel_for(count, [&](std::size_t i) {
                packed[i].clear();
                records[i] = pack(begin_of(blocks.begin(first + i)),
                                  begin_of(blocks.end(first + i)), packers[i], packed[i]);
            });
            for (std::size_t i = 0; i < count; ++i) {
                write(packed[i]);
                run.records += records[i];
            }
        }
        runs_.push_back(run);
        items_.clear();
    }

    /// Equal keys that are joined are not cut apart.
    std::size_t begin_of(std::size_t at) const {
        if constexpr (Kind::joins)
            while (at > 0 && at < items_.size() && items_[at] == items_[at - 1]) ++at;
        return at;
    }

    std::uint64_t pack(std::size_t begin, std::size_t end, RecordPacker<words>& packer,
                       base::Array<char>& to) const {
        if (begin >= end) return 0;
        std::uint64_t records = 0;
        for (std::size_t i = begin; i < end; ++records) {
            Record record = Kind::record(items_[i++]);
            if constexpr (Kind::joins)
                while (i < end && items_[i] == record.key) ++i, ++record.value;
            packer.add(record);
        }
        packer.flush(to);
        return records;
    }

    void sort() {
        base::stop_if_requested(control_.cancellation);
        if constexpr (Kind::stable) {
            sort_stable();
        } else {
            const std::size_t scratch = std::clamp<std::size_t>(
                capacity_ / 8 / static_cast<std::size_t>(base::threads()), 64, 1 << 14);
            base::Array<Item> own;
            sort_range(items_.data(), items_.size(), bits_, scratch, own, true);
        }
    }

    static std::uint64_t bits_of(const Item& item, int low) {
        const auto& key = Kind::key(item);
        if constexpr (words == 1) return key[0] >> low;
        const std::size_t word = words - 1 - static_cast<std::size_t>(low / 64);
        const int in = low % 64;
        std::uint64_t bits = key[word] >> in;
        if (in > 0 && word > 0) bits |= key[word - 1] << (64 - in);
        return bits;
    }

    /// Most significant bits first: in place while a range is large, through the scratch array
    /// when it is not; few items by comparison.
    static void sort_range(Item* items, std::size_t size, int bits, std::size_t scratch,
                           base::Array<Item>& own, bool parallel) {
        constexpr std::size_t few = 48;
        if (bits <= 0 || size < 2) return;
        if (size <= few) {
            std::sort(items, items + size,
                      [](const Item& a, const Item& b) { return Kind::key(a) < Kind::key(b); });
            return;
        }
        const int low = std::max(0, bits - 8);
        const std::uint64_t mask = (std::uint64_t{1} << (bits - low)) - 1;
        const auto digit = [&](const Item& item) {
            return static_cast<std::size_t>(bits_of(item, low) & mask);
        };
        std::array<std::size_t, 257> begins{};
        for (std::size_t i = 0; i < size; ++i) ++begins[digit(items[i]) + 1];
        if (std::find(begins.begin() + 1, begins.end(), size) != begins.end())
            return sort_range(items, size, low, scratch, own, parallel);
        for (std::size_t i = 1; i < 257; ++i) begins[i] += begins[i - 1];
        std::array<std::size_t, 256> next;
        std::copy_n(begins.begin(), 256, next.begin());
        if (size <= scratch) {
            if (own.size() < scratch) own.resize(scratch);
            for (std::size_t i = 0; i < size; ++i) own[next[digit(items[i])]++] = items[i];
            std::copy_n(own.begin(), size, items);
        } else {
            for (std::size_t d = 0; d < 256; ++d) {
                while (next[d] < begins[d + 1]) {
                    Item item = items[next[d]];
                    for (std::size_t to = digit(item); to != d; to = digit(item))
                        std::swap(item, items[next[to]++]);
                    items[next[d]++] = item;
                }
            }
        }
        const auto part = [&](std::size_t d, base::Array<Item>& space) {
            sort_range(items + begins[d], begins[d + 1] - begins[d], low, scratch, space, false);
        };
        if (!parallel || size <= scratch) {
            for (std::size_t d = 0; d < 256; ++d) part(d, own);
        } else {
            base::parallel_for(256, [&](std::size_t d) {
                base::Array<Item> space;
                part(d, space);
            });
        }
    }

    void sort_stable() {
        if constexpr (Kind::stable) {
            base::Array<Item> other(items_.size());
            for (int low = 0; low < bits_; low += 11) {
                const auto digit = [&](const Item& item) {
                    return static_cast<std::size_t>(Kind::key(item)[0] >> low & 2047);
                };
                std::array<std::size_t, 2048> next{};
                for (const Item& item : items_) ++next[digit(item)];
                std::size_t begin = 0;
                for (std::size_t& n : next) begin += std::exchange(n, begin);
                for (const Item& item : items_) other[next[digit(item)]++] = item;
                items_.swap(other);
            }
        }
    }

    SortSpace space_;
    int bits_;
    base::Control control_;
    std::size_t capacity_, block_, fan_in_;
    base::Array<Item> items_;
    std::unique_ptr<TemporaryFile> file_;
    std::vector<RecordRun> runs_;
    std::uint64_t written_ = 0;
};

}  // namespace pipelab::io
