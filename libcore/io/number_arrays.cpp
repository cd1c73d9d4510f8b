#include "io/number_arrays.hpp"

#include "base/isa.hpp"
#include "base/wide.hpp"

#include <algorithm>

namespace pipelab::io::detail {
namespace {

using base::power_of_ten;

/// Eight lanes, so that the compiler needs no -ffast-math to keep the comparisons of doubles in
/// vectors.
template <class T>
[[gnu::always_inline]] inline void find_extremes(const T* values, std::size_t count, T* least,
                                                 T* greatest) {
    constexpr std::size_t lanes = 8;
    T low[lanes], high[lanes];
    for (std::size_t k = 0; k < lanes; ++k) low[k] = high[k] = values[0];
    std::size_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        for (std::size_t k = 0; k < lanes; ++k) {
            low[k] = values[i + k] < low[k] ? values[i + k] : low[k];
            high[k] = high[k] < values[i + k] ? values[i + k] : high[k];
        }
    }
    for (; i < count; ++i) {
        low[0] = values[i] < low[0] ? values[i] : low[0];
        high[0] = high[0] < values[i] ? values[i] : high[0];
    }
    *least = low[0];
    *greatest = high[0];
    for (std::size_t k = 1; k < lanes; ++k) {
        *least = low[k] < *least ? low[k] : *least;
        *greatest = *greatest < high[k] ? high[k] : *greatest;
    }
}

PIPELAB_ISA_CLONES void extremes_of_int64(const std::int64_t* values, std::size_t count,
                                          std::int64_t* least, std::int64_t* greatest) {
    find_extremes(values, count, least, greatest);
}

PIPELAB_ISA_CLONES void extremes_of_uint64(const std::uint64_t* values, std::size_t count,
                                           std::uint64_t* least, std::uint64_t* greatest) {
    find_extremes(values, count, least, greatest);
}

PIPELAB_ISA_CLONES void extremes_of_double(const double* values, std::size_t count, double* least,
                                           double* greatest) {
    find_extremes(values, count, least, greatest);
}

}  // namespace

std::optional<std::int64_t> mantissa_at(const Number& value, int scale) {
    const auto* decimal = std::get_if<Decimal>(&value);
    if (!decimal) return std::nullopt;
    std::int64_t mantissa = decimal->mantissa;
    int own = decimal->scale;
    for (; own > scale && mantissa % 10 == 0; --own) mantissa /= 10;
    if (own > scale) return mantissa == 0 ? std::optional<std::int64_t>(0) : std::nullopt;
    const auto factor = static_cast<std::int64_t>(power_of_ten(scale - own));
    if (__builtin_mul_overflow(mantissa, factor, &mantissa)) return std::nullopt;
    return mantissa;
}

Extremes<std::int64_t> extremes(std::span<const std::int64_t> values) {
    Extremes<std::int64_t> found;
    extremes_of_int64(values.data(), values.size(), &found.least, &found.greatest);
    return found;
}

Extremes<std::uint64_t> extremes(std::span<const std::uint64_t> values) {
    Extremes<std::uint64_t> found;
    extremes_of_uint64(values.data(), values.size(), &found.least, &found.greatest);
    return found;
}

Extremes<double> extremes(std::span<const double> values) {
    Extremes<double> found;
    extremes_of_double(values.data(), values.size(), &found.least, &found.greatest);
    return found;
}

NeededScale needed_scale(std::span<const std::int64_t> mantissas, int scale) {
    // Any value is a witness for scale 0.
    NeededScale needed{0, mantissas.empty() ? 0 : mantissas.front()};
    // A value that asks for less than what is needed so far costs one division.
    std::int64_t divisor = static_cast<std::int64_t>(power_of_ten(scale));
    for (const std::int64_t mantissa : mantissas) {
        if (needed.scale == scale) break;
        if (mantissa % divisor == 0) continue;
        int own = scale;
        for (std::int64_t rest = mantissa; rest % 10 == 0; rest /= 10) --own;
        needed = {own, mantissa};
        divisor = static_cast<std::int64_t>(power_of_ten(scale - own));
    }
    return needed;
}

void rescale(std::span<std::int64_t> mantissas, int from, int to) {
    const auto factor = static_cast<std::int64_t>(power_of_ten(to > from ? to - from : from - to));
    if (to > from) {
        for (std::int64_t& mantissa : mantissas) mantissa *= factor;
    } else if (to < from) {
        for (std::int64_t& mantissa : mantissas) mantissa /= factor;
    }
}

}  // namespace pipelab::io::detail
