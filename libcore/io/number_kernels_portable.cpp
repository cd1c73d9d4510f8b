#include "io/number_kernels.hpp"
#include "io/number_text.hpp"

#include <cmath>

namespace pipelab::io::detail {
namespace {

/// Reads tokens until `read` refuses one.
template <class T, class Read>
std::size_t read_tokens(const char* text, const std::uint32_t* edges, std::size_t count,
                        NumberGrammar grammar, T* out, Read read) {
    for (std::size_t i = 0; i < count; ++i) {
        const std::string_view token(text + edges[2 * i], edges[2 * i + 1] - edges[2 * i]);
        const auto scanned = scan_number(token, grammar);
        if (!scanned || !read(*scanned, token, out[i])) return i;
    }
    return count;
}

/// mantissa * 10^exponent for exponent >= 0, if it is at most `limit`.
bool scale_up(std::uint64_t& mantissa, std::int64_t exponent, std::uint64_t limit) {
    if (mantissa == 0) return true;
    if (exponent < 0 || exponent > 19) return false;
    for (; exponent > 0; --exponent) {
        if (mantissa > limit / 10) return false;
        mantissa *= 10;
    }
    return mantissa <= limit;
}

std::size_t decimals(const char* text, const std::uint32_t* edges, std::size_t count,
                     NumberGrammar grammar, int scale, std::int64_t* mantissas) {
    constexpr auto limit = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    return read_tokens(text, edges, count, grammar, mantissas,
                       [scale](ScannedNumber number, std::string_view, std::int64_t& out) {
                           if (number.truncated) return false;
                           if (!scale_up(number.mantissa, number.exponent + scale, limit))
                               return false;
                           const auto mantissa = static_cast<std::int64_t>(number.mantissa);
                           out = number.negative ? -mantissa : mantissa;
                           return true;
                       });
}

std::size_t naturals(const char* text, const std::uint32_t* edges, std::size_t count,
                     NumberGrammar grammar, std::uint64_t* naturals) {
    constexpr std::uint64_t limit = std::numeric_limits<std::uint64_t>::max();
    return read_tokens(text, edges, count, grammar, naturals,
                       [](ScannedNumber number, std::string_view, std::uint64_t& out) {
                           if (number.truncated || number.negative) return false;
                           out = number.mantissa;
                           return scale_up(out, number.exponent, limit);
                       });
}

std::size_t reals(const char* text, const std::uint32_t* edges, std::size_t count,
                  NumberGrammar grammar, double* reals) {
    return read_tokens(text, edges, count, grammar, reals,
                       [](const ScannedNumber& number, std::string_view token, double& out) {
                           out = nearest_double(number, token);
                           return !std::isinf(out);
                       });
}

}  // namespace

const NumberKernels portable_kernels{nullptr, decimals, naturals, reals};

}  // namespace pipelab::io::detail
