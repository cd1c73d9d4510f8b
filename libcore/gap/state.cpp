#include "gap/state.hpp"

#include "gap/grid_cells.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace pipelab::gap {
namespace {

using Kind = io::NumberType::Kind;

/// True if every value of such a column lies in the same cell of `range` as the double nearest to
/// it, and those doubles need the same range.
///
/// With L = level - 1 and mantissas m of scale s, |m| < M = 2^(53 + min(L + s, 0)):
/// - The borders c 2^L are doubles: |c| <= |m| / (10^s 2^L) + 1 <= 2^53. Rounding is monotone, so
///   it moves no value below a border, and onto a border only from below.
/// - b = c 2^L is a multiple of 2^min(L + s, 0) / 10^s, as are all values x. For x < b therefore
///   b - x >= 2^min(L + s, 0) / 10^s > 2^-53 |m| / 10^s = 2^-53 |x|, which is as far as rounding
///   moves x. So it moves none onto a border.
/// - The doubles thus have the same first and last cell at level - 1, where they do not fit, and
///   at `level`, where they do. real_cells() does not start above: its first level is below L.
bool rounding_keeps_cells(const CellRange& range, io::NumberType type, const io::Number& minimum,
                          const io::Number& maximum) {
    if (type.kind != Kind::decimal || range.level == least_exact_level) return false;
    const int bits = 53 + std::min(range.level - 1 + type.scale, 0);
    const auto small = [&](const io::Number& value) {
        const std::int64_t mantissa = std::get<io::Decimal>(value).mantissa;
        return bits > 0 && mantissa < std::int64_t{1} << bits &&
               -(std::int64_t{1} << bits) < mantissa;
    };
    return small(minimum) && small(maximum);
}

bool is_real(const io::TypeNeed& need) { return need.type().kind == Kind::real; }

}  // namespace

State::State(std::uint64_t count, std::uint64_t skipped, const io::TypeNeed& need, DyadicGrid exact,
             DyadicGrid real)
    : count_(count),
      skipped_(skipped),
      need_(need),
      exact_(std::move(exact)),
      real_(std::move(real)) {}

State::Ranges State::ranges(const io::TypeNeed& need) {
    Ranges result;
    if (need.empty()) return result;
    const io::Number minimum = need.minimum();
    const io::Number maximum = need.maximum();
    result.has_real = true;
    result.real = real_cells(io::to_double(minimum), io::to_double(maximum));
    if (gap::is_real(need)) return result;
    result.has_exact = true;
    result.exact = exact_cells(minimum, maximum);
    result.has_real = !rounding_keeps_cells(result.exact, need.type(), minimum, maximum);
    return result;
}

void State::extend(const io::TypeNeed& need) {
    need_.join(need);
    const Ranges wanted = ranges(need_);
    if (wanted.has_real) {
        if (real_.empty()) real_ = exact_;
        real_.extend(wanted.real);
    } else {
        real_ = {};
    }
    if (wanted.has_exact) {
        exact_.extend(wanted.exact);
    } else {
        exact_ = {};
    }
}

void State::add(const io::NumberBlock& block) {
    skipped_ += block.skipped;
    if (block.size() == 0) return;
    count_ += block.size();
    io::TypeNeed need = block.need;
    // A block may hold doubles although its numbers do not ask for them.
    if (block.type.kind == Kind::real) need.add(io::to_double(need.minimum()));
    extend(need);
    if (block.type.kind == Kind::real) {
        mark(block.reals(), real_);
    } else if (block.type.kind == Kind::uint64) {
        if (!exact_.empty()) mark(block.naturals(), exact_);
        if (!real_.empty()) mark_rounded(block.naturals(), real_);
    } else {
        if (!exact_.empty()) mark(block.mantissas(), block.type.scale, exact_);
        if (!real_.empty()) mark_rounded(block.mantissas(), block.type.scale, real_);
    }
}

void State::join(const State& other) {
    skipped_ += other.skipped_;
    if (other.count_ == 0) return;
    count_ += other.count_;
    extend(other.need_);
    if (!exact_.empty()) exact_.add(other.exact_);
    if (!real_.empty()) real_.add(other.real_.empty() ? other.exact_ : other.real_);
}

}  // namespace pipelab::gap
