#pragma once

#include "catch.hpp"
#include "gap/state.hpp"
#include "io/print.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

/// Random columns of numbers, as text, and their states.
namespace pipelab::gap::test {

using Random = std::mt19937_64;
using Texts = std::vector<std::string>;

inline constexpr int rounds = pipelab::testing::quick ? 4 : 20;

/// The values as the reader hands them over, typed by themselves.
inline io::NumberBlock block_of(const Texts& values) {
    std::string text(64, ' ');
    for (const std::string& value : values) text += value + '\n';
    const std::size_t size = text.size() - 64;
    text.append(64, ' ');
    return io::parse_numbers({text.data() + 64, size}, {"test", 1, 1}, {});
}

inline State state_of(const Texts& values) {
    State state;
    state.add(block_of(values));
    return state;
}

inline std::int64_t integer(Random& random, std::int64_t least, std::int64_t greatest) {
    return std::uniform_int_distribution<std::int64_t>(least, greatest)(random);
}

inline std::string decimal_text(std::int64_t mantissa, int scale) {
    return io::printed(io::Decimal{mantissa, scale});
}

/// A decimal just beside a border of a cell of about that level, or on it.
inline std::string beside_border(Random& random, int level) {
    const std::int64_t cell = integer(random, -8, 8);
    const double border = std::ldexp(static_cast<double>(cell), level);
    const auto mantissa = static_cast<std::int64_t>(std::lround(border * 1e6)) * 1'000'000'000'000;
    return decimal_text(mantissa + integer(random, -2, 2), 18);
}

inline std::string any_double(Random& random) {
    for (;;) {
        const auto value = std::bit_cast<double>(random());
        if (std::isfinite(value)) return io::printed(value);
    }
}

inline std::string double_between(Random& random, double least, double greatest) {
    return io::printed(std::uniform_real_distribution<double>(least, greatest)(random));
}

inline constexpr int families = 15;

/// One value of a family; what the families are for stands beside them.
inline std::string value_of(Random& random, int family) {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    switch (family) {
        case 0:
            return std::to_string(integer(random, -20, 1000));  // one cell a value
        case 1:
            return std::to_string(integer(random, -most, most));  // beyond 2^53
        case 2:
            return std::to_string(random() | std::uint64_t{1} << 63);  // uint64
        case 3:
            return std::to_string(random() >> integer(random, 0, 63));  // some of them
        case 4:
            return decimal_text(integer(random, -99'999, 99'999), 2);  // amounts
        case 5:
            return beside_border(random, static_cast<int>(integer(random, -4, -1)));
        case 6:
            return decimal_text(integer(random, 0, 1'000'000'000'000'000), 15);
        case 7:
            return decimal_text(integer(random, -most, most), 18);  // 17 to 19 digits
        case 8:
            return double_between(random, -1, 1);
        case 9:
            return any_double(random);  // the whole range
        case 10:
            return io::printed(std::bit_cast<double>(random() & 0xFFFFFFFF));  // denormal
        case 11:
            return std::to_string(1'700'000'000'000'000'000 + integer(random, 0, 1 << 30));
        case 12:
            return io::printed(std::nextafter(1.0, 2) +
                               0x1p-52 * static_cast<double>(integer(random, -9, 9)));
        case 13:
            return io::printed(std::ldexp(1.0, static_cast<int>(integer(random, -1074, 1023))));
        default:
            return decimal_text(integer(random, 1, 9), static_cast<int>(integer(random, 0, 18)));
    }
}

/// A few values that may change the type of all the others.
inline std::string odd_value(Random& random) {
    static const Texts values{"0.999999999999999999",
                              "18446744073709551615",
                              "-1",
                              "1e300",
                              "0",
                              "-0.000000000000000001",
                              "9223372036854775807",
                              "0.5",
                              "5e-324",
                              "-1e-300",
                              "1",
                              "1.00000000000000000000001"};
    return values[random() % values.size()];
}

inline Texts generated(Random& random, int family) {
    Texts values(1 + random() % 40);
    for (std::string& value : values) value = value_of(random, family);
    if (random() % 3 == 0) values.push_back(odd_value(random));
    if (random() % 3 == 0) values.insert(values.end(), 3, values[random() % values.size()]);
    std::shuffle(values.begin(), values.end(), random);
    return values;
}

/// All values, cut into blocks, these into states, these joined as a random tree.
inline State joined_at_random(Texts values, Random& random) {
    std::shuffle(values.begin(), values.end(), random);
    std::vector<State> states(1 + random() % 5);
    for (std::size_t i = 0; i < values.size();) {
        const std::size_t end = std::min(values.size(), i + random() % 6);
        states[random() % states.size()].add(block_of({&values[i], &values[0] + end}));
        i = end;
    }
    while (states.size() > 1) {
        std::swap(states[random() % states.size()], states.back());
        const State last = states.back();
        states.pop_back();
        State& other = states[random() % states.size()];
        if (random() % 2 == 0) {
            other.join(last);
        } else {
            State sum = last;
            sum.join(other);
            other = sum;
        }
    }
    return states[0];
}

}  // namespace pipelab::gap::test
