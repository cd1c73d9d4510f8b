#include "ngram/resources.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"

#include <algorithm>
#include <fstream>

#include <unistd.h>

namespace pipelab::ngram {
namespace {

std::string text_of(std::uint64_t bytes) {
    const int shift = bytes >> 20 ? 20 : 10;
    const std::uint64_t whole = bytes >> shift;
    return std::to_string(whole + (whole << shift != bytes)) + (shift == 20 ? "M" : "K");
}

}  // namespace

std::uint64_t fixed_memory() {
    return (std::uint64_t{16} << 20) +
           (std::uint64_t{12} << 20) * static_cast<std::uint64_t>(base::threads());
}

void require_memory(std::uint64_t need, std::uint64_t memory, const char* what) {
    if (need <= memory) return;
    throw base::DataError({}, std::string(what) + " needs " + text_of(need) +
                                  " of memory, --memory allows " + text_of(memory));
}

std::uint64_t half_of_memory() {
    std::uint64_t memory = static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES)) *
                           static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
    std::uint64_t group = 0;
    if (std::ifstream("/sys/fs/cgroup/memory.max") >> group && group > 0)
        memory = std::min(memory, group);
    return memory / 2;
}

}  // namespace pipelab::ngram
