#include "base/isa.hpp"
#include "io/number.hpp"
#include "io/number_column.hpp"
#include "io/number_kernels.hpp"
#include "io/token_reader.hpp"

#include <optional>

namespace pipelab::io {
namespace detail {
namespace {

/// All numbers in one column of type options.at_least or wider; nullopt if it has to be real.
std::optional<NumberBlock> read_column(const NumberKernels& kernels, std::string_view text,
                                       const base::Position& start, const ParseOptions& options) {
    NumberColumn column(kernels, text, start, options);
    TokenReader tokens(kernels, text, start, options);
    const TokenScan& scan = tokens.scan();
    for (TokenBatch batch; tokens.next(batch);) {
        if (!column.append(batch)) return std::nullopt;
        if (!scan.error.empty()) column.fail(scan.at, scan.error);
    }
    if (scan.in_array && options.at_end) {
        column.fail(text.size(), "expected ',' or ']', found the end of the input");
    }
    return column.finish();
}

}  // namespace

NumberBlock parse_numbers_with(base::IsaLevel level, std::string_view text,
                               const base::Position& start, const ParseOptions& options) {
    const NumberKernels& kernels = number_kernels(level);
    if (auto block = read_column(kernels, text, start, options)) return std::move(*block);
    ParseOptions as_real = options;
    as_real.at_least = {NumberType::Kind::real, 0};
    return std::move(*read_column(kernels, text, start, as_real));
}

}  // namespace detail

NumberBlock parse_numbers(std::string_view text, const base::Position& start,
                          const ParseOptions& options) {
    return detail::parse_numbers_with(base::isa_level(), text, start, options);
}

}  // namespace pipelab::io
