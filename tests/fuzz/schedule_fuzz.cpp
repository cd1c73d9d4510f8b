// A schedule's notation: refused with a column of the text, or one that goes on from its state and
// from a copy with the same bits.
#include "base/error.hpp"
#include "optim/schedule.hpp"
#include "require.hpp"

#include <bit>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

using namespace pipelab;

namespace {

/// The column that an error names.
void check_column(std::string_view message, std::size_t size) {
    constexpr std::string_view start = "schedule: column ";
    require(message.starts_with(start));
    const auto column =
        std::strtoull(std::string(message.substr(start.size())).c_str(), nullptr, 10);
    require(column >= 1 && column <= size + 1);
}

bool same(double a, double b) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) || (a != a && b != b);
}

void go_on(optim::Schedule& schedule, std::string_view text) {
    for (int k = 0; k < 20; ++k) schedule.advance(1.0 / (k % 7 + 1));
    optim::Schedule copy = schedule, restored(text, 0.1);
    restored.restore(schedule.state());
    for (int k = 0; k < 20; ++k) {
        for (optim::Schedule* each : {&schedule, &copy, &restored}) each->advance(0.5 + k % 3);
        require(same(copy.lr(), schedule.lr()) && same(restored.lr(), schedule.lr()));
        require(copy.momentum().has_value() == schedule.momentum().has_value());
        require(restored.step() == schedule.step());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    std::optional<optim::Schedule> schedule;
    try {
        schedule.emplace(text, 0.1);
    } catch (const base::UsageError& error) {
        check_column(error.what(), size);
        return 0;
    }
    go_on(*schedule, text);
    return 0;
}
