#include "gap/by_key.hpp"

#include "base/array.hpp"
#include "base/error.hpp"
#include "base/key_table.hpp"
#include "base/parallel.hpp"
#include "gap/grouped_rows.hpp"
#include "gap/keyed_search.hpp"
#include "gap/threshold.hpp"

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace pipelab::gap {
namespace {

/// How a memory limit is shared out: an eighth is left for what malloc does not give back.
struct Shares {
    std::uint64_t rows = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t buffers = 0;  // of rows on their way to the temporary file
    std::uint64_t search = std::uint64_t{16} << 20;
    std::size_t chunk_bytes = io::ChunkReader::default_chunk;

    explicit Shares(const std::optional<std::uint64_t>& memory) {
        if (!memory) return;
        const auto threads = static_cast<std::uint64_t>(base::threads());
        const std::uint64_t program = (std::uint64_t{4} << 20) + threads * (std::uint64_t{1} << 19);
        const std::uint64_t ours = *memory - std::min(program, *memory / 4);
        rows = ours / 8 * 3;
        buffers = ours / 8;
        search = std::min(ours / 8, search);
        // Five chunks a thread are on their way. A row takes 4 bytes of text or more, and 40 for
        // its value, its key and their places.
        constexpr std::uint64_t copies = 5, bytes = 11;
        chunk_bytes = std::clamp<std::size_t>(ours / 4 / (threads * copies * bytes),
                                              std::size_t{16} << 10, chunk_bytes);
    }
};

constexpr std::uint64_t kept_row_bytes = 22;  // value, key, value again by key, and some slack
constexpr std::size_t least_buffer = std::size_t{8} << 10;
constexpr std::size_t largest_buffer = std::size_t{256} << 10;

/// A block of values, and the number of the key of each.
struct Piece {
    io::NumberBlock block;
    base::Array<std::uint32_t> keys;
};

/// Hands gaps to the caller with the keys that they belong to, which come in order.
class Delivery {
  public:
    Delivery(const base::KeyTable& keys, io::NumberType type,
             const std::function<void(const KeyGaps&)>& see)
        : cursor_(keys), type_(type), see_(see) {}

    template <class T>
    void operator()(std::span<const Gap<T>> gaps, bool continued) {
        if (!continued) record_ = cursor_.next();
        see_({record_->key(), record_->count, type_, gaps, continued});
    }

  private:
    base::KeyTable::Cursor cursor_;
    io::NumberType type_;
    const std::function<void(const KeyGaps&)>& see_;
    const base::KeyTable::Record* record_ = nullptr;
};

/// Moves the values of all pieces together by key; ends[i] is where those of key i end. The order
/// of the values of one key depends on the number of threads.
template <class T>
base::Array<T> values_by_key(std::vector<Piece>& pieces, const base::KeyTable& keys,
                             std::uint64_t count, base::Array<std::uint64_t>& ends) {
    // Each range of pieces has places of its own for each key: not more of them than values.
    const std::size_t ranges =
        std::clamp<std::size_t>(count / 8 / std::max<std::size_t>(keys.size(), 1), 1,
                                static_cast<std::size_t>(base::threads()));
    const auto piece_range = [&](std::size_t range) {
        const std::size_t begin = range * pieces.size() / ranges;
        const std::size_t end = (range + 1) * pieces.size() / ranges;
        return std::span(pieces).subspan(begin, end - begin);
    };
    std::vector<std::vector<std::uint64_t>> next(ranges);
    base::parallel_for(ranges, [&](std::size_t range) {
        next[range].resize(keys.size());
        for (const Piece& piece : piece_range(range)) {
            for (const std::uint32_t key : piece.keys) ++next[range][key];
        }
    });
    ends.resize(keys.size());
    std::uint64_t place = 0;
    for (std::size_t key = 0; key < keys.size(); ++key) {
        for (auto& places : next) place += std::exchange(places[key], place);
        ends[key] = place;
    }
    base::Array<T> values(count);
    base::parallel_for(ranges, [&](std::size_t range) {
        for (Piece& piece : piece_range(range)) {
            const std::span<const T> from = values_of<T>(piece.block);
            for (std::size_t i = 0; i < from.size(); ++i) {
                values[next[range][piece.keys[i]]++] = from[i];
            }
            piece = {};
        }
    });
    return values;
}

/// Keys with consecutive numbers whose values fit into memory together, or one key.
struct Group {
    std::uint32_t first = 0;
    std::uint32_t last = 0;   // behind the last
    std::uint64_t count = 0;  // values
    bool fits = true;
};

std::vector<Group> groups_of(const base::KeyTable& keys, std::uint64_t memory) {
    std::vector<Group> groups;
    base::KeyTable::Cursor cursor(keys);
    while (const auto* record = cursor.next()) {
        const auto bytes = [](std::uint64_t values, std::uint64_t kept_keys) {
            return 8 * (values + kept_keys);
        };
        const bool fits = bytes(record->count, 1) <= memory;
        if (groups.empty() || !fits || !groups.back().fits ||
            bytes(groups.back().count + record->count,
                  record->id - groups.back().first + std::uint64_t{1}) > memory) {
            groups.push_back({record->id, record->id, 0, fits});
        }
        groups.back().last = record->id + 1;
        groups.back().count += record->count;
    }
    return groups;
}

class GapsByKey {
  public:
    GapsByKey(io::NumberInput& input, const KeyedQuery& query, const Storage& storage,
              base::Control control, const std::function<void(const KeyGaps&)>& see)
        : input_(input),
          query_(query),
          storage_(storage),
          control_(control),
          see_(see),
          shares_(storage.memory) {}

    KeyedTotals run() {
        if (query_.over) width_of(*query_.over, {});
        std::vector<std::unique_ptr<io::TemporaryFile>> spooled;
        if (storage_.memory) {
            spooled = spool(input_, storage_.temporary);
            input_.chunk_bytes = std::min(input_.chunk_bytes, shares_.chunk_bytes);
        }
        read();
        totals_.type = need_.type();
        totals_.keys = keys_.size();
        if (control_.cancellation.requested()) return totals_;
        switch (totals_.type.kind) {
            case io::NumberType::Kind::real:
                search<double>();
                break;
            case io::NumberType::Kind::uint64:
                search<std::uint64_t>();
                break;
            case io::NumberType::Kind::decimal:
                search<std::int64_t>();
                break;
        }
        return totals_;
    }

  private:
    void read() {
        base::Array<std::uint32_t> numbers;
        io::read_numbers(input_, control_, {}, [&](io::NumberRows&& rows) {
            numbers.resize(rows.keys.size());
            keys_.count(rows.keys, numbers.data());
            need_.join(rows.block.need);
            totals_.count += rows.block.size();
            totals_.skipped += rows.block.skipped;
            if (!kept_) return;
            if (totals_.count > shares_.rows / kept_row_bytes) {
                kept_ = false;
                forget_pieces();
            } else if (rows.block.size() > 0) {
                pieces_.push_back({std::move(rows.block), numbers});
            }
        });
    }

    void forget_pieces() {
        std::vector<Piece>().swap(pieces_);
#ifdef __GLIBC__
        // Arrays below the threshold of mmap would stay with the heaps of the threads that read.
        if (storage_.memory) malloc_trim(0);
#endif
    }

    template <class T>
    void search() {
        Delivery deliver(keys_, totals_.type, see_);
        if (kept_) {
            search_kept<T>(deliver);
        } else {
            search_groups<T>(deliver);
        }
    }

    template <class T>
    KeyGoal<T> goal(std::uint64_t memory) const {
        KeyGoal<T> goal{query_.top, {}, {memory, storage_.temporary}};
        if (query_.over) goal.over = std::get<Width<T>>(width_of(*query_.over, totals_.type));
        return goal;
    }

    template <class T>
    void search_kept(Delivery& deliver) {
        base::parallel_for(pieces_.size(),
                           [&](std::size_t i) { pieces_[i].block.convert(totals_.type); });
        base::Array<std::uint64_t> ends;
        base::Array<T> values = values_by_key<T>(pieces_, keys_, totals_.count, ends);
        forget_pieces();
        search_keys<T>(values, ends, goal<T>(shares_.search), control_,
                       [&](std::size_t, std::span<const Gap<T>> gaps, bool continued) {
                           deliver(gaps, continued);
                       });
    }

    template <class T>
    void search_groups(Delivery& deliver) {
        const std::vector<Group> groups = groups_of(keys_, shares_.rows);
        const std::size_t most = std::max<std::size_t>(shares_.buffers / least_buffer, 1);
        base::KeyTable::Cursor counted(keys_);
        input_.at_least = totals_.type;
        for (std::size_t at = 0; at < groups.size(); at += most) {
            if (control_.cancellation.requested()) return;
            const auto some = std::span(groups).subspan(at, std::min(most, groups.size() - at));
            GroupedRows<T> rows(storage_.temporary, some.size(),
                                std::min(largest_buffer, shares_.buffers / some.size()));
            spill(some, rows);
            if (control_.cancellation.requested()) return;
            search_spilled(some, rows, counted, deliver);
        }
    }

    /// Reads the inputs again, for the values of some of the groups.
    template <class T>
    void spill(std::span<const Group> groups, GroupedRows<T>& rows) {
        std::vector<std::uint32_t> ends;
        for (const Group& group : groups) ends.push_back(group.last);
        const std::uint32_t begin = groups.front().first;
        base::Array<std::uint32_t> numbers;
        io::read_numbers(input_, control_, {}, [&](io::NumberRows&& read) {
            numbers.resize(read.keys.size());
            if (!keys_.find(read.keys, numbers.data())) changed();
            io::TypeNeed need = need_;
            need.join(read.block.need);
            if (need.type() != totals_.type) changed();
            read.block.convert(totals_.type);
            const std::span<const T> values = values_of<T>(read.block);
            for (std::size_t i = 0; i < values.size(); ++i) {
                if (numbers[i] < begin || numbers[i] >= ends.back()) continue;
                const auto group = std::upper_bound(ends.begin(), ends.end(), numbers[i]);
                rows.add(static_cast<std::size_t>(group - ends.begin()), values[i], numbers[i]);
            }
        });
    }

    template <class T>
    void search_spilled(std::span<const Group> groups, const GroupedRows<T>& rows,
                        base::KeyTable::Cursor& counted, Delivery& deliver) {
        const auto see = [&](std::size_t, std::span<const Gap<T>> gaps, bool continued) {
            deliver(gaps, continued);
        };
        base::Array<T> values;
        base::Array<std::uint64_t> ends;
        for (std::size_t i = 0; i < groups.size(); ++i) {
            if (rows.size(i) != groups[i].count) changed();
            if (groups[i].fits) {
                load(groups[i], rows, i, counted, values, ends);
                search_keys<T>(values, ends, goal<T>(shares_.search), control_, see);
            } else {
                counted.next();
                base::Array<T>().swap(values);
                base::Array<std::uint64_t>().swap(ends);
                const GroupValues<T> spilled(rows, i);
                search_key<T>(0, spilled, goal<T>(shares_.rows), control_, see);
            }
            if (control_.cancellation.requested()) return;
        }
    }

    /// Sorts the rows of one group by key.
    template <class T>
    void load(const Group& group, const GroupedRows<T>& rows, std::size_t index,
              base::KeyTable::Cursor& counted, base::Array<T>& values,
              base::Array<std::uint64_t>& ends) const {
        ends.resize(group.last - group.first);
        base::KeyTable::Cursor expected = counted;
        std::uint64_t begin = 0;
        for (std::uint64_t& next : ends) {
            next = begin;
            begin += counted.next()->count;
        }
        values.resize(group.count);
        rows.visit(
            index, true,
            [&](std::span<const T> some, std::span<const std::uint32_t> keys, std::uint64_t) {
                for (std::size_t i = 0; i < some.size(); ++i) {
                    const std::uint64_t place = ends[keys[i] - group.first]++;
                    if (place >= values.size()) changed();
                    values[place] = some[i];
                }
            });
        std::uint64_t end = 0;
        for (const std::uint64_t reached : ends) {
            end += expected.next()->count;
            if (reached != end) changed();
        }
    }

    [[noreturn]] void changed() const {
        throw base::DataError({input_.paths.size() == 1 ? input_.paths[0] : "", 0, 0},
                              "the input is not the same when it is read again");
    }

    io::NumberInput& input_;
    const KeyedQuery& query_;
    const Storage& storage_;
    base::Control control_;
    const std::function<void(const KeyGaps&)>& see_;
    Shares shares_;
    base::KeyTable keys_;
    io::TypeNeed need_;
    KeyedTotals totals_;
    bool kept_ = true;
    std::vector<Piece> pieces_;
};

}  // namespace

KeyedTotals gaps_by_key(io::NumberInput input, const KeyedQuery& query, const Storage& storage,
                        base::Control control, const std::function<void(const KeyGaps&)>& see) {
    return GapsByKey(input, query, storage, control, see).run();
}

}  // namespace pipelab::gap
