#include "base/progress.hpp"

namespace pipelab::base {

void Progress::begin(std::string_view, std::uint64_t, std::string_view) {}
void Progress::advance(std::uint64_t) {}
void Progress::end() {}

bool Cancellation::requested() const noexcept { return false; }

Control Control::none() {
    static Progress silent;
    static const Cancellation never;
    return {silent, never};
}

}  // namespace pipelab::base
