#include "combination/ranking.hpp"

#include "base/random.hpp"
#include "combination/count_row.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace pipelab::combination {
namespace {

using detail::exact;
using detail::Row;
using detail::Wide;

}  // namespace

class Ranking::Table {
  public:
    virtual ~Table() = default;
    virtual mpz_class count(std::size_t position, std::size_t room, std::size_t rest) const = 0;
};

namespace {

/// Filled as ReachTable is.
template <class Number>
class CountTable final : public Ranking::Table {
  public:
    explicit CountTable(const Walk& walk)
        : walk_(walk),
          rooms_(static_cast<std::size_t>(walk.room()) + 1),
          width_(walk.rests()),
          cells_((walk.end() + std::size_t{1}) * rooms_ * width_, Number(0)) {
        fill_end();
        if (walk.sequences() && !walk.counts_items()) {
            fill_sequences();
        } else if (walk.sequences()) {
            for (std::size_t room = 0; room < rooms_; ++room)
                for (std::size_t p = walk.end(); p-- > 0;) fill(p, room);
        } else {
            for (std::size_t p = walk.end(); p-- > 0;)
                for (std::size_t room = 0; room < rooms_; ++room) fill(p, room);
        }
    }
    mpz_class count(std::size_t position, std::size_t room, std::size_t rest) const override {
        return exact(cells_[(position * rooms_ + room) * width_ + rest]);
    }

  private:
    Row<Number> row(std::size_t position, std::size_t room) {
        return {cells_.data() + (position * rooms_ + room) * width_,
                static_cast<std::ptrdiff_t>(width_)};
    }

    void fill_end() {
        const std::int64_t last = std::min(walk_.slack(), walk_.greatest_rest());
        for (std::size_t room = 0; room <= walk_.room_slack() && room < rooms_; ++room)
            for (auto rest = std::max<std::int64_t>(0, walk_.least_rest()); rest <= last; ++rest)
                row(walk_.end(), room).begin[rest - walk_.least_rest()] = 1;
    }

    void fill(std::size_t position, std::size_t room) {
        const Position& p = walk_.positions()[position];
        Row<Number> to = row(position, room);
        if (p.may_skip) std::copy_n(row(p.skip, room).begin, width_, to.begin);
        if (!walk_.counts_items()) {
            to.add(row(p.after, 0), p.value, 1, p.after == position);
        } else if (room > 0) {
            to.add(row(p.after, room - 1), p.value, 1, true);
        }
    }

    /// Rest by rest, since each sum goes on at the first position; numbers all have one sign.
    void fill_sequences() {
        const bool down = walk_.positions()[0].value < 0;
        const auto width = static_cast<std::int64_t>(width_);
        for (std::int64_t i = 0; i < width; ++i) {
            const std::int64_t rest = down ? width - 1 - i : i;
            for (std::size_t p = walk_.end(); p-- > 0;) {
                const std::int64_t before = rest - walk_.positions()[p].value;
                Number& here = row(p, 0).begin[rest];
                here = row(p + 1, 0).begin[rest];
                if (before >= 0 && before < width) here += row(0, 0).begin[before];
            }
        }
    }

    const Walk& walk_;
    std::size_t rooms_, width_;
    std::vector<Number> cells_;
};

}  // namespace

std::uint64_t Ranking::bytes(const Problem& problem, const Walk& walk) {
    if (walk.hopeless()) return 0;
    const std::uint64_t row = Counter(problem, walk).bytes();
    const Wide all = Wide{row} * (walk.positions().size() + 1);
    return row == unlimited || all >> 63 ? unlimited : static_cast<std::uint64_t>(all);
}

Ranking::Ranking(const Problem& problem, const Walk& walk) : walk_(walk) {
    if (walk.hopeless()) return;
    const double bits = Counter(problem, walk).bits();
    if (bits < 63) {
        table_ = std::make_unique<CountTable<std::uint64_t>>(walk);
    } else if (bits < 127) {
        table_ = std::make_unique<CountTable<Wide>>(walk);
    } else {
        table_ = std::make_unique<CountTable<mpz_class>>(walk);
    }
}

Ranking::~Ranking() = default;

mpz_class Ranking::total() const { return table_ ? count(walk_.start()) : mpz_class(0); }

mpz_class Ranking::count(const State& state) const {
    if (state.rest < walk_.least_rest() || state.rest > walk_.greatest_rest() ||
        state.room > walk_.room())
        return 0;
    return table_->count(state.position, static_cast<std::size_t>(state.room),
                         static_cast<std::size_t>(state.rest - walk_.least_rest()));
}

std::optional<RankRange> parse_range(std::string_view text, const mpz_class& total) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto rank = [&](std::string_view digits, const mpz_class& missing) {
        if (digits.empty()) return std::optional<mpz_class>(missing);
        if (digits.find_first_not_of("0123456789") != std::string_view::npos)
            return std::optional<mpz_class>();
        return std::optional<mpz_class>(mpz_class(std::string(digits), 10));
    };
    const auto first = rank(text.substr(0, colon), 0);
    const auto second = rank(text.substr(colon + 1), std::max<mpz_class>(total, first.value_or(0)));
    if (!first || !second || *first > *second) return std::nullopt;
    return RankRange{std::min(*first, total), std::min(*second, total)};
}

RankRange range_of(const base::Shard& shard, const mpz_class& total) {
    const mpz_class count = exact(shard.count), index = exact(shard.index);
    const mpz_class size = total / count, larger = total % count;
    const auto begin = [&](const mpz_class& i) {
        return mpz_class(size * i + std::min(i, larger));
    };
    return {begin(index), begin(index + 1)};
}

mpz_class random_rank(std::uint64_t seed, std::uint64_t index, const mpz_class& total) {
    const base::Random random(seed, index);
    const mpz_class last = total - 1;
    const std::size_t bits = last == 0 ? 0 : mpz_sizeinbase(last.get_mpz_t(), 2);
    for (std::uint64_t word = 0;;) {
        mpz_class rank = 0;
        for (std::size_t have = 0; have < bits; have += 64)
            rank = (rank << 64) + exact(random.bits(word++));
        rank >>= (64 - bits % 64) % 64;
        if (rank < total) return rank;
    }
}

}  // namespace pipelab::combination
