// A list of numbers and number*count: where it has no counts and both readers take it, its items
// are the values that read_numbers finds.
#include "combination/item_reader.hpp"
#include "io/output.hpp"
#include "io/print.hpp"

#include <cstdlib>
#include <optional>
#include <string>

using namespace pipelab;

namespace {

std::optional<std::string> items_of(const io::NumberInput& input) {
    std::string text;
    try {
        for (const auto& item : combination::read_items(input, base::Control::none())) {
            if (item.limit) return std::nullopt;
            text += io::printed(io::to_double(item.value)) + " ";
        }
    } catch (const base::DataError&) {
        return std::nullopt;
    }
    return text;
}

std::optional<std::string> numbers_of(io::NumberInput input) {
    std::string text;
    input.at_least = {io::NumberType::Kind::real, 0};
    try {
        io::read_numbers(input, base::Control::none(), {}, [&](io::NumberRows&& rows) {
            for (const double value : rows.block.reals()) text += io::printed(value) + " ";
        });
    } catch (const base::DataError&) {
        return std::nullopt;
    }
    return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    io::TemporaryFile file("/dev/shm");
    file.write(data, size);
    io::NumberInput input;
    input.paths = {file.path()};
    input.format = io::InputFormat::text;
    const auto items = items_of(input), numbers = numbers_of(input);
    if (items && numbers && *items != *numbers) std::abort();
    return 0;
}
