#include "base/isa.hpp"

#include <algorithm>
#include <cstdlib>
#include <string_view>

namespace pipelab::base {
namespace {

IsaLevel machine_level() {
#if defined(__x86_64__)
    __builtin_cpu_init();
    const bool v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
                    __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("fma") &&
                    __builtin_cpu_supports("popcnt");
    const bool v4 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                    __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
                    __builtin_cpu_supports("avx512vl");
    if (v3) return v4 ? IsaLevel::v4 : IsaLevel::v3;
#endif
    return IsaLevel::v2;
}

IsaLevel allowed_level() {
    const char* variable = std::getenv("PIPELAB_ISA");
    const std::string_view text = variable ? variable : "";
    if (text == "v2") return IsaLevel::v2;
    if (text == "v3") return IsaLevel::v3;
    return IsaLevel::v4;
}

}  // namespace

IsaLevel isa_level() {
    static const IsaLevel level = std::min(machine_level(), allowed_level());
    return level;
}

}  // namespace pipelab::base
