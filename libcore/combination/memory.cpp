#include "combination/memory.hpp"

#include "base/error.hpp"

#include <algorithm>

namespace pipelab::combination {
namespace {

std::string need_text(std::uint64_t need) {
    return need == unlimited ? "more memory than there is" : memory_text(need);
}

}  // namespace

std::string memory_text(std::uint64_t bytes) {
    const int shift = bytes >> 20 ? 20 : 10;
    const std::uint64_t whole = bytes >> shift;
    return std::to_string(whole + (whole << shift != bytes)) + (shift == 20 ? "M" : "K");
}

void require_memory(std::uint64_t need, std::uint64_t memory, const char* what) {
    if (need <= memory) return;
    throw base::DataError({}, std::string(what) + " needs " + need_text(need) +
                                  (need == unlimited ? "" : " of memory") + ", --memory allows " +
                                  memory_text(memory));
}

std::size_t best_way(std::initializer_list<Way> ways, std::uint64_t memory, const char* what) {
    const auto less_memory = [](const Way& a, const Way& b) { return a.bytes < b.bytes; };
    require_memory(std::min_element(ways.begin(), ways.end(), less_memory)->bytes, memory, what);
    const auto better = [&](const Way& a, const Way& b) {
        return a.bytes <= memory && (b.bytes > memory || a.cost < b.cost);
    };
    return static_cast<std::size_t>(std::min_element(ways.begin(), ways.end(), better) -
                                    ways.begin());
}

bool rows_are_better(const Problem& problem, std::uint64_t rows, std::uint64_t halves,
                     std::uint64_t memory, const char* what) {
    const double passes = static_cast<double>(problem.candidates.size());
    // Measured: a merge moves a byte at a fiftieth of the speed at which rows are added.
    return best_way({{rows, passes * static_cast<double>(rows)},
                     {halves, 50 * static_cast<double>(halves)}},
                    memory, what) == 0;
}

std::string too_large_text(const char* what, std::uint64_t need) {
    return std::string(what) + " would take " + need_text(need);
}

}  // namespace pipelab::combination
