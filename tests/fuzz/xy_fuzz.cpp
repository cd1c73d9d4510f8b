// The first two bytes choose how rows are read, the rest is an input. However it is cut and by
// however many threads it is read, the rows, or the place of the error, must be the same; so must
// they be when rows are read field by field instead of number by number; and a set printed as xy
// reads back the same.
#include "../unit/geometry/outcome.hpp"
#include "base/parallel.hpp"
#include "geometry/xy_rows.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>

using namespace pipelab;

namespace {

void require_equal(const std::string& a, const std::string& b) {
    if (a == b) return;
    std::fprintf(stderr, "first:  %s\nsecond: %s\n", a.c_str(), b.c_str());
    std::abort();
}

std::string printed(const geometry::Rows& rows) {
    std::string text;
    for (const double value : rows.values) text += io::printed(value) + " ";
    for (const std::uint64_t end : rows.block_ends) text += "|" + std::to_string(end);
    for (const std::uint64_t line : rows.block_lines) text += "@" + std::to_string(line);
    for (const std::uint64_t number : rows.numbers) text += "#" + std::to_string(number);
    for (std::size_t i = 0; i < rows.carried.size(); ++i)
        text += "{" + std::string(rows.carried[i]) + "}";
    return text;
}

/// A chunk by itself, in both ways.
void compare_ways(const std::string& text, std::size_t width, std::optional<char> delimiter) {
    geometry::detail::XyPlan plan;
    plan.width = width;
    plan.delimiter = plan.separator = delimiter;
    plan.numbers = true;
    const std::string padded = std::string(64, '\0') + text + std::string(64, '\0');
    io::Chunk chunk;
    chunk.text = {padded.data() + 64, text.size()};
    chunk.start = {"f", 1, 1};
    const auto outcome = [&](auto read) -> std::string {
        try {
            return printed(read(plan, chunk));
        } catch (const base::DataError& error) {
            return error.what();
        }
    };
    plan.by_fields = false;
    const std::string fast = outcome(geometry::detail::read_xy_text);
    require_equal(fast, outcome(geometry::detail::read_xy_fields));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    if (size < 2) return 0;
    const std::string text(reinterpret_cast<const char*>(data + 2), size - 2);
    if (text.starts_with("\x1f\x8b") || text.starts_with("\x28\xb5")) return 0;  // packed
    const std::size_t widths[] = {2, 1, 4, 3};
    const std::size_t width = widths[data[0] % 4];
    geometry::Input input;
    input.notation = geometry::Notation::xy;
    input.numbers = true;
    const std::optional<char> delimiters[] = {std::nullopt, ',', '\t', ';', std::nullopt};
    input.delimiter = delimiters[data[0] / 4 % 5];
    input.header = data[0] / 20 % 4 == 1;
    if (data[0] / 80 == 1) input.id = "2";
    if (data[0] / 80 == 2) input.columns = {"2", "1"};
    if (!text.starts_with('\x93')) compare_ways(text, width, input.delimiter);

    base::set_threads(1);
    const std::string whole = testing::rows_of(text, width, input);
    const std::string sets = testing::sets_of(text, input);
    input.chunk_bytes = 1 + data[1] % 32;
    base::set_threads(data[1] / 32 == 7 ? 2 : 1);
    require_equal(whole, testing::rows_of(text, width, input));
    require_equal(sets, testing::sets_of(text, input));
    base::set_threads(1);

    const testing::TextFile file(text);
    input.paths = {file.path()};
    try {
        geometry::FeatureReader reader(input, geometry::Blocks::paths, base::Control::none());
        for (geometry::Feature feature; reader.next(feature);)
            require_equal(
                "1@1:1 " + testing::structure_of(feature.shape) + "\n",
                testing::features_of(testing::xy_of(feature.shape), {}, geometry::Blocks::paths));
    } catch (const base::DataError&) {
    } catch (const base::UsageError&) {
    }
    return 0;
}
