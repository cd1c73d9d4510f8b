#include "combination/count_table.hpp"

#include "combination/count.hpp"
#include "combination/count_row.hpp"
#include "combination/rows.hpp"

#include <algorithm>

namespace pipelab::combination {

class CountTable::Cells {
  public:
    virtual ~Cells() = default;
    virtual bool any(std::size_t cell) const = 0;
    virtual mpz_class count(std::size_t cell) const = 0;
};

namespace {

using detail::Row;
using detail::Wide;

template <class Number>
class CellsOf final : public CountTable::Cells {
  public:
    CellsOf(const Walk& walk, base::Control control)
        : walk_(walk),
          rooms_(static_cast<std::size_t>(walk.room()) + 1),
          width_(walk.rests()),
          cells_((walk.end() + std::size_t{1}) * rooms_ * width_, Number(0)) {
        detail::for_each_end(walk, [&](std::size_t room, std::size_t first, std::size_t last) {
            Number* const rests = row(walk.end(), room).begin;
            std::fill(rests + first, rests + last + 1, Number(1));
        });
        if (walk.sequences() && !walk.counts_items()) {
            fill_sequences(control);
        } else {
            detail::for_each_row(walk, 0, walk.end(),
                                 [&](std::uint32_t position, std::size_t room, std::size_t less) {
                                     base::stop_if_requested(control.cancellation);
                                     fill(position, room, less);
                                 });
        }
    }
    bool any(std::size_t cell) const override { return cells_[cell] != 0; }
    mpz_class count(std::size_t cell) const override { return detail::exact(cells_[cell]); }

  private:
    Row<Number> row(std::size_t position, std::size_t room) {
        return {cells_.data() + (position * rooms_ + room) * width_,
                static_cast<std::ptrdiff_t>(width_)};
    }

    void fill(std::size_t position, std::size_t room, std::size_t less) {
        const Position& p = walk_.positions()[position];
        Row<Number> to = row(position, room);
        if (p.may_skip) std::copy_n(row(p.skip, room).begin, width_, to.begin);
        if (!walk_.counts_items()) {
            to.add(row(p.after, less), p.value, 1, p.after == position);
        } else if (room > 0) {
            to.add(row(p.after, less), p.value, 1, true);
        }
    }

    void fill_sequences(base::Control control) {
        const auto width = static_cast<std::int64_t>(width_);
        detail::for_each_rest_of_sequences(walk_, [&](std::int64_t rest) {
            if (rest % 4096 == 0) base::stop_if_requested(control.cancellation);
            for (std::size_t p = walk_.end(); p-- > 0;) {
                const std::int64_t before = rest - walk_.positions()[p].value;
                Number& here = row(p, 0).begin[rest];
                here = row(p + 1, 0).begin[rest];
                if (before >= 0 && before < width) here += row(0, 0).begin[before];
            }
        });
    }

    const Walk& walk_;
    std::size_t rooms_, width_;
    std::vector<Number> cells_;
};

}  // namespace

std::uint64_t CountTable::bytes(const Problem& problem, const Walk& walk) {
    if (walk.hopeless()) return 0;
    const std::uint64_t row = Counter(problem, walk).bytes();
    const Wide all = Wide{row} * (walk.positions().size() + 1);
    return row == unlimited || all >> 63 ? unlimited : static_cast<std::uint64_t>(all);
}

CountTable::CountTable(const Problem& problem, const Walk& walk, base::Control control)
    : Ranking(walk) {
    if (walk.hopeless()) return;
    least_ = walk.least_rest();
    greatest_ = walk.greatest_rest();
    rooms_ = static_cast<std::size_t>(walk.room()) + 1;
    const double bits = Counter(problem, walk).bits();
    if (bits < 63) {
        cells_ = std::make_unique<CellsOf<std::uint64_t>>(walk, control);
    } else if (bits < 127) {
        cells_ = std::make_unique<CellsOf<Wide>>(walk, control);
    } else {
        cells_ = std::make_unique<CellsOf<mpz_class>>(walk, control);
    }
}

CountTable::~CountTable() = default;

bool CountTable::holds(const State& state) const {
    return state.rest >= least_ && state.rest <= greatest_ && state.room < rooms_;
}

std::size_t CountTable::cell(const State& state) const {
    const auto width = static_cast<std::size_t>(greatest_ - least_) + 1;
    return (state.position * rooms_ + static_cast<std::size_t>(state.room)) * width +
           static_cast<std::size_t>(state.rest - least_);
}

bool CountTable::alive(const State& state) const {
    return holds(state) && cells_->any(cell(state));
}

mpz_class CountTable::count(const State& state, const std::vector<std::uint32_t>&) const {
    return holds(state) ? cells_->count(cell(state)) : mpz_class(0);
}

}  // namespace pipelab::combination
