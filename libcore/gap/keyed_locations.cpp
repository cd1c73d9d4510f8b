#include "gap/keyed_locations.hpp"

#include <bit>
#include <functional>
#include <string_view>
#include <unordered_map>

namespace pipelab::gap {
namespace {

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
        return std::hash<std::string_view>()(text);
    }
};

using FirstPlaces = std::unordered_map<std::uint64_t, Location>;
using PlacesOfKey = std::unordered_map<std::string, FirstPlaces, TextHash, std::equal_to<>>;

}  // namespace

std::uint64_t bits_of(std::int64_t value) { return static_cast<std::uint64_t>(value); }
std::uint64_t bits_of(std::uint64_t value) { return value; }
std::uint64_t bits_of(double value) {
    return std::bit_cast<std::uint64_t>(value + 0.0);  // -0 + 0 is 0
}

void find_locations(io::NumberInput input, io::NumberType type, std::vector<KeyedValue>& wanted,
                    base::Control control) {
    PlacesOfKey of_key;
    for (const KeyedValue& value : wanted) of_key[value.key].try_emplace(value.bits);
    input.keep_lines = true;
    input.at_least = type;
    io::read_numbers(input, control, {}, [&](io::NumberRows&& rows) {
        rows.block.convert(type);
        std::visit(
            [&](const auto& values) {
                for (std::size_t i = 0; i < values.size(); ++i) {
                    const auto found = of_key.find(rows.keys[i]);
                    if (found == of_key.end()) continue;
                    const auto place = found->second.find(bits_of(values[i]));
                    if (place != found->second.end() && place->second.line == 0) {
                        place->second = {rows.block.start.file, rows.block.line(i)};
                    }
                }
            },
            rows.block.values);
    });
    for (KeyedValue& value : wanted) value.location = of_key[value.key][value.bits];
}

}  // namespace pipelab::gap
