#include "optim/bbob_instance.hpp"

#include "base/elementary.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace pipelab::optim::bbob {
namespace {

/// x -> 16807 x mod 2^31 - 1 without a product beyond 31 bits.
std::int64_t next(std::int64_t x) {
    constexpr std::int64_t quotient = 127773, modulus = 2147483647;
    const std::int64_t high = x / quotient;
    const std::int64_t result = 16807 * (x - high * quotient) - 2836 * high;
    return result < 0 ? result + modulus : result;
}

}  // namespace

Vector uniform(std::size_t count, std::int64_t seed) {
    constexpr std::int64_t cell = 67108865;  // 2^31 in 32 cells
    constexpr int warm_up = 40;
    std::int64_t state = std::max<std::int64_t>(1, std::abs(seed));
    std::array<std::int64_t, 32> table{};
    for (int i = warm_up; i-- > 0;) {
        state = next(state);
        if (i < 32) table[static_cast<std::size_t>(i)] = state;
    }
    std::int64_t drawn = table[0];
    Vector result(count);
    for (double& x : result) {
        state = next(state);
        std::int64_t& place = table[static_cast<std::size_t>(drawn / cell)];
        drawn = place;
        place = state;
        x = drawn == 0 ? 1e-99 : static_cast<double>(drawn) / 2.147483647e9;
    }
    return result;
}

Vector normal(std::size_t count, std::int64_t seed) {
    const Vector u = uniform(2 * count, seed);
    Vector result(count);
    for (std::size_t i = 0; i < count; ++i) {
        const double radius = std::sqrt(-2 * base::log(u[i]));
        result[i] = radius * base::cos_turns(u[count + i]);
        if (result[i] == 0) result[i] = 1e-99;
    }
    return result;
}

Matrix rotation(std::size_t d, std::int64_t seed) {
    const Vector numbers = normal(d * d, seed);
    Matrix columns(d, Vector(d));
    for (std::size_t j = 0; j < d; ++j) {
        Vector& column = columns[j];
        std::copy_n(numbers.begin() + static_cast<std::ptrdiff_t>(j * d), d, column.begin());
        for (std::size_t k = 0; k < j; ++k) {
            const double product =
                std::inner_product(column.begin(), column.end(), columns[k].begin(), 0.0);
            for (std::size_t i = 0; i < d; ++i) column[i] -= product * columns[k][i];
        }
        const double square = std::inner_product(column.begin(), column.end(), column.begin(), 0.0);
        for (double& x : column) x /= std::sqrt(square);
    }
    Matrix rows(d, Vector(d));
    for (std::size_t i = 0; i < d; ++i) {
        for (std::size_t j = 0; j < d; ++j) rows[i][j] = columns[j][i];
    }
    return rows;
}

Vector optimum(std::size_t d, std::int64_t seed) {
    Vector x = uniform(d, seed);
    for (double& coordinate : x) {
        coordinate = 8 * std::floor(1e4 * coordinate) / 1e4 - 4;
        if (coordinate == 0) coordinate = -1e-5;
    }
    return x;
}

std::int64_t seed_of(int function, std::int64_t instance) {
    // The variants of a function share their instances.
    const int shared = function == 4 ? 3 : (function == 18 ? 17 : function);
    return shared + 10'000 * instance;
}

double least_value(int function, std::int64_t instance) {
    const std::int64_t seed = seed_of(function, instance);
    const double ratio = normal(1, seed)[0] / normal(1, seed + 1)[0];
    return std::clamp(std::floor(100 * 100 * ratio + 0.5) / 100, -1000.0, 1000.0);
}

std::vector<std::size_t> order_of(const Vector& values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    return order;
}

}  // namespace pipelab::optim::bbob
