#include "combination/count.hpp"

#include "combination/count_row.hpp"
#include "combination/rows.hpp"

#include <algorithm>
#include <cmath>

namespace pipelab::combination {
namespace {

using base::Wide;
using detail::exact;
using detail::Row;

/// Rows for each length that matters (at least one).
template <class Number>
class Rows {
  public:
    explicit Rows(const Walk& walk)
        : count_(static_cast<std::size_t>(walk.room()) + 1),
          width_(static_cast<std::ptrdiff_t>(walk.rests())),
          cells_(count_ * walk.rests(), Number(0)) {
        detail::for_each_end(walk, [&](std::size_t room, std::size_t first, std::size_t last) {
            Number* const rests = (*this)[room].begin;
            std::fill(rests + first, rests + last + 1, Number(1));
        });
    }
    Row<Number> operator[](std::size_t room) {
        return {cells_.data() + static_cast<std::ptrdiff_t>(room) * width_, width_};
    }
    std::size_t count() const { return count_; }

  private:
    std::size_t count_;
    std::ptrdiff_t width_;
    std::vector<Number> cells_;
};

/// rows *= (1 + sign z^times) or, again, /= (1 - z^times), where z is one use of `value`.
template <class Number>
void multiply(Rows<Number>& rows, bool lengths, std::int64_t value, std::uint64_t times, int sign,
              bool again) {
    std::int64_t shift = 0;
    if (__builtin_mul_overflow(value, static_cast<std::int64_t>(times), &shift)) return;
    if (!lengths) {
        Row<Number> row = rows[0];
        return row.add(row, shift, sign, again);
    }
    if (times >= rows.count()) return;
    if (again) {
        for (std::size_t room = times; room < rows.count(); ++room)
            rows[room].add(rows[room - times], shift, sign, true);
    } else {
        for (std::size_t room = rows.count(); room-- > times;)
            rows[room].add(rows[room - times], shift, sign, true);
    }
}

/// rows *= z^times.
template <class Number>
void shift_by(Rows<Number>& rows, bool lengths, std::int64_t value, std::uint64_t times) {
    for (std::uint64_t i = 0; i < times; ++i) {
        for (std::size_t room = rows.count(); room-- > 0;) {
            Row<Number> row = rows[room];
            Row<Number> source =
                lengths ? (room > 0 ? rows[room - 1] : Row<Number>{nullptr, 0}) : row;
            const auto by = static_cast<std::ptrdiff_t>(value);
            const auto at = [&](std::ptrdiff_t j) {
                return source.width == 0 || j < 0 || j >= source.width ? Number(0)
                                                                       : source.begin[j];
            };
            if (by >= 0) {
                for (std::ptrdiff_t j = row.width; j-- > 0;) row.begin[j] = at(j - by);
            } else {
                for (std::ptrdiff_t j = 0; j < row.width; ++j) row.begin[j] = at(j - by);
            }
        }
    }
}

/// log2 of (1 - x^((more+1) value)) / (1 - x^value) for x = e^-t.
double part_bits(double value, double more, double t) {
    if (value == 0) return std::log2(more + 1);
    return std::log2(-std::expm1(-t * value * (more + 1))) - std::log2(-std::expm1(-t * value));
}

/// The least of f over t = e^u, by golden section; f is convex in t and hardly less smooth in u.
template <class F>
double minimum(F&& f) {
    double low = -60, high = 8;
    const double ratio = (std::sqrt(5.0) - 1) / 2;
    for (int i = 0; i < 100; ++i) {
        const double a = high - ratio * (high - low), b = low + ratio * (high - low);
        if (f(std::exp(a)) < f(std::exp(b))) {
            high = b;
        } else {
            low = a;
        }
    }
    return f(std::exp(low));
}

}  // namespace

Counter::Counter(const Problem& problem, const Walk& walk)
    : problem_(problem),
      walk_(walk),
      bits_(walk.hopeless()   ? 0
            : problem.ordered ? sequence_bits()
                              : combination_bits()) {}

double Counter::combination_bits() const {
    double target = static_cast<double>(problem_.high);
    for (const Candidate& candidate : problem_.candidates) {
        const bool down = candidate.value < 0;
        target -= static_cast<double>(candidate.value) *
                  static_cast<double>(down ? candidate.most : candidate.least);
    }
    const double slack = static_cast<double>(walk_.slack());
    const double least = minimum([&](double t) {
        double bits = t * target / std::log(2.0) + part_bits(1, slack, t);
        for (const Candidate& candidate : problem_.candidates)
            bits += part_bits(std::abs(static_cast<double>(candidate.value)),
                              static_cast<double>(candidate.most - candidate.least), t);
        return bits;
    });
    return least + 1;
}

double Counter::sequence_bits() const {
    if (walk_.counts_items()) {
        const double length = static_cast<double>(walk_.room());
        return length * std::log2(static_cast<double>(walk_.positions().size()) + 1) + 1;
    }
    // N(rest) <= x^-rest where the x^value add up to 1; slack + 1 times that.
    double low = 0, high = 64;
    for (int i = 0; i < 200; ++i) {
        const double t = (low + high) / 2;
        double sum = 0;
        for (const Position& p : walk_.positions())
            sum += std::exp(-t * std::abs(static_cast<double>(p.value)));
        (sum > 1 ? low : high) = t;
    }
    return high * std::abs(static_cast<double>(problem_.high)) / std::log(2.0) +
           std::log2(static_cast<double>(walk_.slack()) + 1) + 1;
}

const char* Counter::number_size() const {
    return bits_ < 63 ? "64" : bits_ < 127 ? "128" : "any number of";
}

std::uint64_t Counter::bytes() const {
    if (walk_.hopeless()) return 0;
    const double bytes = bits_ < 63 ? 8 : bits_ < 127 ? 16 : 16 + bits_ / 8;
    double cells = static_cast<double>(walk_.rests()) * (static_cast<double>(walk_.room()) + 1);
    if (problem_.ordered && !walk_.counts_items()) cells = static_cast<double>(window());
    const double all = cells * bytes;
    return all < 9e18 ? static_cast<std::uint64_t>(all) : unlimited;
}

mpz_class Counter::count(base::Control control) const {
    if (walk_.hopeless()) return 0;
    if (bits_ < 63) return count_with<std::uint64_t>(control);
    if (bits_ < 127) return count_with<Wide>(control);
    return count_with<mpz_class>(control);
}

template <class Number>
mpz_class Counter::count_with(base::Control control) const {
    if (!problem_.ordered) return combinations<Number>(control);
    return walk_.counts_items() ? sequences_by_length<Number>(control) : sequences<Number>(control);
}

template <class Number>
mpz_class Counter::combinations(base::Control control) const {
    Rows<Number> rows(walk_);
    const bool lengths = walk_.counts_items();
    for (std::size_t i = problem_.candidates.size(); i-- > 0;) {
        base::stop_if_requested(control.cancellation);
        const Candidate& candidate = problem_.candidates[i];
        const std::uint64_t more = candidate.most - candidate.least;
        if (candidate.least > 0) shift_by(rows, lengths, candidate.value, candidate.least);
        if (more == 0) continue;
        if (candidate.value == 0 && !lengths) {
            Row<Number> row = rows[0];
            for (std::ptrdiff_t j = 0; j < row.width; ++j) row.begin[j] *= Number(more + 1);
        } else if (more == 1) {
            multiply(rows, lengths, candidate.value, 1, 1, false);
        } else {
            if (!candidate.free) multiply(rows, lengths, candidate.value, more + 1, -1, false);
            multiply(rows, lengths, candidate.value, 1, 1, true);
        }
    }
    const State start = walk_.start();
    return exact(rows[static_cast<std::size_t>(start.room)].begin[start.rest - walk_.least_rest()]);
}

std::size_t Counter::window() const {
    std::uint64_t largest = 0;
    for (const Position& p : walk_.positions())
        largest = std::max(largest, static_cast<std::uint64_t>(p.value < 0 ? -p.value : p.value));
    const std::int64_t high = std::max(problem_.high, -problem_.low);
    return static_cast<std::size_t>(
               std::min(largest, static_cast<std::uint64_t>(std::max<std::int64_t>(high, 0)))) +
           1;
}

/// From rest 0 on, with as many numbers in memory as the largest value is long.
template <class Number>
mpz_class Counter::sequences(base::Control control) const {
    std::vector<std::uint64_t> values;
    for (const Position& p : walk_.positions())
        values.push_back(static_cast<std::uint64_t>(p.value < 0 ? -p.value : p.value));
    if (values.empty()) return walk_.complete(walk_.start()) ? 1 : 0;
    const bool down = walk_.positions().front().value < 0;
    const std::int64_t low = std::max<std::int64_t>(0, down ? -problem_.high : problem_.low);
    const auto high = static_cast<std::uint64_t>(down ? -problem_.low : problem_.high);
    const std::size_t window = this->window();
    std::vector<Number> ways(window, Number(0));
    Number wanted(0);
    for (std::uint64_t sum = 0; sum <= high; ++sum) {
        if (sum % 4096 == 0) base::stop_if_requested(control.cancellation);
        Number here(sum == 0 ? 1 : 0);
        for (const std::uint64_t value : values)
            if (value <= sum) here += ways[static_cast<std::size_t>((sum - value) % window)];
        ways[static_cast<std::size_t>(sum % window)] = here;
        if (sum >= static_cast<std::uint64_t>(low)) wanted += here;
    }
    return exact(wanted);
}

template <class Number>
mpz_class Counter::sequences_by_length(base::Control control) const {
    Rows<Number> rows(walk_);
    for (std::size_t room = 1; room < rows.count(); ++room) {
        base::stop_if_requested(control.cancellation);
        Row<Number> row = rows[room];
        for (const Position& p : walk_.positions()) row.add(rows[room - 1], p.value, 1, true);
    }
    const State start = walk_.start();
    return exact(rows[static_cast<std::size_t>(start.room)].begin[start.rest - walk_.least_rest()]);
}

}  // namespace pipelab::combination
