#include "combination/memory.hpp"

#include "base/error.hpp"
#include "combination/problem.hpp"

#include <string>

namespace pipelab::combination {
namespace {

/// In units of 2^20 or 2^10 bytes, rounded up.
std::string memory_text(std::uint64_t bytes) {
    const int shift = bytes >> 20 ? 20 : 10;
    const std::uint64_t whole = bytes >> shift;
    return std::to_string(whole + (whole << shift != bytes)) + (shift == 20 ? "M" : "K");
}

}  // namespace

void require_memory(std::uint64_t need, std::uint64_t memory, const char* what) {
    if (need <= memory) return;
    const std::string size =
        need == unlimited ? "more memory than there is" : memory_text(need) + " of memory";
    throw base::DataError(
        {}, std::string(what) + " needs " + size + ", --memory allows " + memory_text(memory));
}

}  // namespace pipelab::combination
