#include "gap/column.hpp"

#include "base/parallel.hpp"
#include "io/output.hpp"
#include "io/source.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <limits>
#include <type_traits>

namespace pipelab::gap {
namespace {

constexpr std::size_t small_chunk = std::size_t{256} << 10;  // of limited runs

template <class T>
T value_as(const io::Number& number, int scale) {
    if constexpr (std::is_same_v<T, double>) {
        return io::to_double(number);
    } else if (const auto* whole = std::get_if<std::uint64_t>(&number)) {
        return static_cast<T>(*whole);
    } else {
        const auto& decimal = std::get<io::Decimal>(number);
        std::int64_t mantissa = decimal.mantissa;
        for (int s = decimal.scale; s < scale; ++s) mantissa *= 10;
        return static_cast<T>(mantissa);
    }
}

[[noreturn]] void refuse_changed(const io::NumberInput& input, const std::string& file) {
    const std::string name = !file.empty() ? file : input.names.size() == 1 ? input.names[0] : "";
    throw base::DataError({name}, "the input changed while it was read");
}

/// Holds a block of a later reading as `type`, if it still could be a part of the column: searches
/// rely on its extent.
template <class T>
void hold(io::NumberBlock& block, const io::TypeNeed& need, io::NumberType type,
          const Extent<T>& extent, const io::NumberInput& input) {
    if (block.size() == 0) return;
    io::TypeNeed all = need;
    all.join(block.need);
    if (all.type() != type || value_as<T>(block.need.minimum(), type.scale) < extent.minimum ||
        value_as<T>(block.need.maximum(), type.scale) > extent.maximum) {
        refuse_changed(input, block.start.file);
    }
    block.convert(type);
}

/// The inputs read anew on each visit.
template <class T>
class StreamedValues final : public Values<T> {
  public:
    StreamedValues(const io::NumberInput& input, base::Control control, const io::TypeNeed& need,
                   Extent<T> extent, std::vector<T> sample)
        : input_(input),
          control_(control),
          need_(need),
          extent_(extent),
          sample_(std::move(sample)) {}
    Extent<T> extent() const override { return extent_; }
    int workers() const override { return base::threads(); }
    bool in_memory() const override { return false; }
    std::vector<T> sample() const override { return sample_; }
    void visit(const typename Values<T>::See& see) const override {
        std::atomic<std::uint64_t> count{0};
        io::read_numbers(input_, control_,
                         [&](io::NumberRows& rows, int worker) {
                             if (rows.block.size() == 0) return;
                             hold(rows.block, need_, input_.at_least, extent_, input_);
                             count += rows.block.size();
                             see({values_of<T>(rows.block), 0}, worker);
                         },
                         {});
        if (count != extent_.count && !control_.cancellation.requested()) {
            refuse_changed(input_, {});
        }
    }

  private:
    const io::NumberInput& input_;
    base::Control control_;
    const io::TypeNeed& need_;
    Extent<T> extent_;
    std::vector<T> sample_;
};

/// Some values, few enough to look each value of a column up in.
template <class T>
class Wanted {
  public:
    explicit Wanted(const std::vector<T>& values) {
        filter_.resize(std::clamp(std::bit_ceil(values.size() / 4), std::size_t{64}, most_words));
        for (std::size_t i = 0; i < values.size(); ++i) sorted_.push_back({values[i], i});
        std::sort(sorted_.begin(), sorted_.end());
        for (const T value : values) filter_[hash(value) / 64] |= bit(hash(value));
    }
    /// Calls see(index in the values of the constructor) for each that equals `value`.
    template <class See>
    void find(T value, See&& see) const {
        if ((filter_[hash(value) / 64] & bit(hash(value))) == 0) return;
        auto at = std::lower_bound(sorted_.begin(), sorted_.end(), value,
                                   [](const auto& entry, T v) { return entry.first < v; });
        for (; at != sorted_.end() && at->first == value; ++at) see(at->second);
    }

  private:
    static std::uint64_t bit(std::size_t hash) { return std::uint64_t{1} << (hash & 63); }
    std::size_t hash(T value) const {
        // -0 and 0 are equal, so they must share a hash.
        if constexpr (std::is_same_v<T, double>) value += 0.0;
        return (std::bit_cast<std::uint64_t>(value) * 0x9E3779B97F4A7C15u) >> 32 &
               (filter_.size() * 64 - 1);
    }

    static constexpr std::size_t most_words = std::size_t{1} << 17;  // 16 bits a value and 1 MiB
    std::vector<std::uint64_t> filter_;
    std::vector<std::pair<T, std::size_t>> sorted_;
};

}  // namespace

int threads_within(std::uint64_t memory) {
    constexpr std::uint64_t each = std::uint64_t{8} << 20;
    return static_cast<int>(std::clamp<std::uint64_t>(memory / each, 1, 1024));
}

std::uint64_t search_memory(const Storage& storage) {
    constexpr std::uint64_t usual = std::uint64_t{16} << 20;
    return storage.memory ? std::max(*storage.memory / 4, usual / 4) : usual;
}

std::vector<std::unique_ptr<io::TemporaryFile>> spool(io::NumberInput& input,
                                                      const std::string& folder) {
    if (input.paths.empty()) input.paths.push_back("-");
    if (input.names.empty()) input.names = input.paths;
    std::vector<std::unique_ptr<io::TemporaryFile>> files;
    for (std::string& path : input.paths) {
        io::ByteSource source(path);
        // Standard input may be a file that somebody has read a part of.
        if (source.repeatable() && path != "-") continue;
        files.push_back(std::make_unique<io::TemporaryFile>(folder));
        base::Array<char> buffer(std::size_t{1} << 20);
        while (const std::size_t size = source.read(buffer.data(), buffer.size())) {
            files.back()->write(buffer.data(), size);
        }
        path = files.back()->path();
    }
    return files;
}

Column::Column(io::NumberInput input, const Storage& storage, base::Control control,
               const std::function<io::Number(const io::TypeNeed&)>& companion)
    : input_(std::move(input)), storage_(storage), control_(control) {
    if (storage_.memory) {
        input_.chunk_bytes = small_chunk;
        spooled_ = spool(input_, storage_.temporary);
    }
    read();
    settle_type(companion);
}

Column::~Column() = default;

void Column::read() {
    std::uint64_t stride = 1;
    const auto remember = [&](const io::NumberBlock& block) {
        const std::uint64_t first = (stride - block.first_index % stride) % stride;
        const double unit = std::pow(10.0, -block.type.scale);
        std::visit(
            [&](const auto& values) {
                for (std::uint64_t i = first; i < values.size(); i += stride) {
                    sample_.push_back(static_cast<double>(values[i]) * unit);
                }
            },
            block.values);
        if (sample_.size() < 2 * sample_size) return;
        for (std::size_t i = 0; 2 * i < sample_.size(); ++i) sample_[i] = sample_[2 * i];
        sample_.resize((sample_.size() + 1) / 2);
        stride *= 2;
    };
    const std::uint64_t room =
        storage_.memory ? *storage_.memory / 4 / 8 : std::numeric_limits<std::uint64_t>::max();
    io::read_numbers(input_, control_, {}, [&](io::NumberRows&& rows) {
        io::NumberBlock& block = rows.block;
        need_.join(block.need);
        count_ += block.size();
        skipped_ += block.skipped;
        if (storage_.memory) remember(block);
        if (in_memory_ && count_ > room) {
            in_memory_ = false;
            blocks_ = {};
        }
        if (in_memory_) blocks_.push_back(std::move(block));
    });
}

void Column::settle_type(const std::function<io::Number(const io::TypeNeed&)>& companion) {
    type_need_ = need_;
    if (companion) type_need_.add(companion(need_));
    type_ = type_need_.type();
    input_.at_least = type_;
    const bool alike = std::all_of(blocks_.begin(), blocks_.end(),
                                   [&](const auto& block) { return block.type == type_; });
    if (alike) return;
    base::parallel_for(blocks_.size(), [&](std::size_t i) { blocks_[i].convert(type_); });
}

template <class T>
Extent<T> Column::extent() const {
    if (count_ == 0) return {};
    return {count_, value_as<T>(need_.minimum(), type_.scale),
            value_as<T>(need_.maximum(), type_.scale)};
}

template <class T>
std::unique_ptr<Values<T>> Column::values() const {
    if (in_memory_) {
        std::vector<std::span<const T>> pieces;
        for (const auto& block : blocks_) pieces.push_back(values_of<T>(block));
        return std::make_unique<MemoryValues<T>>(std::move(pieces), extent<T>());
    }
    std::vector<T> sample;
    const Extent<T> range = extent<T>();
    const double unit = std::pow(10.0, type_.scale);
    for (const double value : sample_) {
        const double scaled = std::is_same_v<T, double> ? value : value * unit;
        T typed = range.minimum;
        if (scaled > static_cast<double>(range.minimum)) typed = range.maximum;
        if (scaled > static_cast<double>(range.minimum) &&
            scaled < static_cast<double>(range.maximum)) {
            typed = static_cast<T>(scaled);
        }
        sample.push_back(typed);
    }
    return std::make_unique<StreamedValues<T>>(input_, control_, type_need_, range,
                                               std::move(sample));
}

void Column::in_order(const std::function<void(const io::NumberBlock&)>& see) const {
    if (in_memory_) {
        for (const auto& block : blocks_) see(block);
        return;
    }
    std::uint64_t count = 0;
    with_values([&](const auto& values) {
        const auto extent = values.extent();
        io::read_numbers(input_, control_, {}, [&](io::NumberRows&& rows) {
            hold(rows.block, type_need_, type_, extent, input_);
            count += rows.block.size();
            see(rows.block);
        });
    });
    if (count != count_ && !control_.cancellation.requested()) refuse_changed(input_, {});
}

template <class T>
std::vector<Location> Column::locations(const std::vector<T>& wanted,
                                        const std::function<T(T)>& map) const {
    const Wanted<T> lookup(wanted);
    std::vector<Location> locations(wanted.size());
    std::size_t missing = wanted.size();
    const auto search = [&](const io::NumberBlock& block, auto&& found) {
        const std::span<const T> values = values_of<T>(block);
        for (std::size_t i = 0; i < values.size(); ++i) {
            lookup.find(map ? map(values[i]) : values[i],
                        [&](std::size_t which) { found(which, i); });
        }
    };
    const auto settle = [&](const io::NumberBlock& block) {
        search(block, [&](std::size_t which, std::size_t i) {
            if (locations[which].line != 0) return;
            locations[which] = {block.start.file, block.line(i)};
            --missing;
        });
    };
    if (!in_memory_) {
        in_order([&](const io::NumberBlock& block) {
            if (missing > 0) settle(block);
        });
        return locations;
    }
    std::vector<char> holds(blocks_.size());
    base::parallel_for(blocks_.size(), [&](std::size_t b) {
        search(blocks_[b], [&](std::size_t, std::size_t) { holds[b] = 1; });
    });
    for (std::size_t b = 0; b < blocks_.size() && missing > 0; ++b) {
        if (holds[b]) settle(blocks_[b]);
    }
    return locations;
}

template std::unique_ptr<Values<double>> Column::values() const;
template std::unique_ptr<Values<std::int64_t>> Column::values() const;
template std::unique_ptr<Values<std::uint64_t>> Column::values() const;
template std::vector<Location> Column::locations(const std::vector<double>&,
                                                 const std::function<double(double)>&) const;
template std::vector<Location> Column::locations(
    const std::vector<std::int64_t>&, const std::function<std::int64_t(std::int64_t)>&) const;
template std::vector<Location> Column::locations(
    const std::vector<std::uint64_t>&, const std::function<std::uint64_t(std::uint64_t)>&) const;

}  // namespace pipelab::gap
