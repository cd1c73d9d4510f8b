#include "base/isa.hpp"
#include "io/number.hpp"
#include "io/number_column.hpp"
#include "io/number_kernels.hpp"
#include "io/number_tokens.hpp"

#include <optional>

namespace pipelab::io {
namespace detail {
namespace {

/// Bytes that are looked at one by one where the vector code gave up.
constexpr std::size_t careful_bytes = 64;

/// Cuts the next stretch of text by the vector code; false if it came to a place where it cannot
/// go on.
bool find_fast(const NumberKernels& kernels, std::string_view text, NumberGrammar grammar,
               TokenScan& scan, TokenBatch& batch) {
    batch.count = 0;
    if (kernels.find == nullptr || scan.in_comment) return false;
    const std::size_t before = scan.at;
    return kernels.find(text.data(), text.size(), grammar, scan, batch) && scan.at > before;
}

/// All numbers in one column of type options.at_least or wider; nullopt if it has to be real.
std::optional<NumberBlock> read_column(const NumberKernels& kernels, std::string_view text,
                                       const base::Position& start, const ParseOptions& options) {
    NumberColumn column(kernels, text, start, options);
    TokenScan scan = start_scan(start, options);
    TokenBatch batch;
    const std::size_t careful = kernels.find ? careful_bytes : TokenBatch::window;
    while (scan.at < text.size()) {
        const bool regular = find_fast(kernels, text, options.grammar, scan, batch);
        if (batch.count > 0 && !column.append(batch)) return std::nullopt;
        if (regular || scan.at == text.size()) continue;
        find_tokens(text, options.grammar, scan.at + careful, scan, batch);
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
