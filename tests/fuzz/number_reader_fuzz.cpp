// The first two bytes choose options, the rest is an input. However it is cut into chunks and by
// however many threads it is read, the values, places and keys, or the place of the error, must be
// the same.
#include "base/parallel.hpp"
#include "io/number_reader.hpp"
#include "io/output.hpp"
#include "io/print.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>

using namespace pipelab;

namespace {

std::string outcome(const io::NumberInput& input) {
    std::string text;
    std::uint64_t skipped = 0;
    try {
        io::read_numbers(input, base::Control::none(), {}, [&](io::NumberRows&& rows) {
            const io::NumberBlock& block = rows.block;
            for (std::size_t i = 0; i < block.size(); ++i) {
                // Blocks may differ in type for different cuts: exact values do not.
                if (block.type.kind == io::NumberType::Kind::decimal) {
                    text += io::printed(io::Decimal{block.mantissas()[i], block.type.scale});
                } else if (block.type.kind == io::NumberType::Kind::uint64) {
                    text += io::printed(block.naturals()[i]);
                } else {
                    text += io::printed(block.reals()[i]);
                }
                text += "@" + std::to_string(block.line(i)) + " ";
                if (!rows.keys.empty()) text += std::string(rows.keys[i]) + "\n";
            }
            skipped += block.skipped;
        });
    } catch (const base::DataError& error) {
        return error.what();
    } catch (const base::UsageError& error) {
        return error.what();
    }
    return text + std::to_string(skipped);
}

std::string as_real(io::NumberInput input) {
    input.at_least = {io::NumberType::Kind::real, 0};
    return outcome(input);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    if (size < 2) return 0;
    io::TemporaryFile file("/dev/shm");
    file.write(data + 2, size - 2);
    io::NumberInput input;
    input.paths = {file.path()};
    input.keep_lines = true;
    const char* columns[] = {"", "1", "2", "a", "3", ""};
    const char* keys[] = {"", "1", "b"};
    input.column = columns[data[0] % 6];
    input.key_column = input.column.empty() ? "" : keys[data[0] / 6 % 3];
    input.nan = data[0] / 18 % 2 == 0 ? io::NanPolicy::error : io::NanPolicy::skip;
    input.header = data[0] / 36 % 2 == 1;
    if (data[1] % 3 == 1) input.delimiter = '\t';
    if (data[1] % 3 == 2) input.format = io::InputFormat::json;

    const std::string whole = as_real(input);
    // A damaged end of packed data is met before or after an error in front of it.
    if (whole.find(" data is ") != std::string::npos || whole.find(" gzip") != std::string::npos)
        return 0;
    input.chunk_bytes = 1 + data[1] % 16;
    base::set_threads(1 + data[1] / 128);
    if (const std::string cut = as_real(input); cut != whole) {
        std::fprintf(stderr, "whole: %s\ncut:   %s\n", whole.c_str(), cut.c_str());
        std::abort();
    }
    return 0;
}
