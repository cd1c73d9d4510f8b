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

using WantedOfKey =
    std::unordered_map<std::string, std::vector<KeyedValue*>, TextHash, std::equal_to<>>;

}  // namespace

std::uint64_t bits_of(std::int64_t value) { return static_cast<std::uint64_t>(value); }
std::uint64_t bits_of(std::uint64_t value) { return value; }
std::uint64_t bits_of(double value) {
    return std::bit_cast<std::uint64_t>(value + 0.0);  // -0 + 0 is 0
}

void find_locations(io::NumberInput input, io::NumberType type, std::vector<KeyedValue>& wanted,
                    base::Control control) {
    WantedOfKey of_key;
    for (KeyedValue& value : wanted) of_key[value.key].push_back(&value);
    input.keep_lines = true;
    input.at_least = type;
    io::read_numbers(input, control, {}, [&](io::NumberRows&& rows) {
        rows.block.convert(type);
        std::visit(
            [&](const auto& values) {
                for (std::size_t i = 0; i < values.size(); ++i) {
                    const auto found = of_key.find(rows.keys[i]);
                    if (found == of_key.end()) continue;
                    for (KeyedValue* value : found->second) {
                        if (value->location.line == 0 && value->bits == bits_of(values[i])) {
                            value->location = {rows.block.start.file, rows.block.line(i)};
                        }
                    }
                }
            },
            rows.block.values);
    });
}

}  // namespace pipelab::gap
