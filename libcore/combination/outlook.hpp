#pragma once

#include "combination/walk.hpp"

#include <cstdint>
#include <vector>

namespace pipelab::combination {

/// Tells which states of a walk can still end well, so that a search enters no dead end.
class Outlook {
  public:
    virtual ~Outlook() = default;
    virtual bool alive(const State& state) const = 0;
    /// alive() may be wrong of dead states before this position: a search asks again when it passes
    /// it.
    virtual std::uint32_t doubtful_before() const { return 0; }
    /// alive(next) where `taken` and then `position` led there: for what a state does not tell.
    virtual bool leads_on(const State& next, const std::vector<std::uint32_t>& taken,
                          std::uint32_t position) const {
        static_cast<void>(taken), static_cast<void>(position);
        return alive(next);
    }
    /// Whether a complete state is wanted after these were taken.
    virtual bool suffices(const std::vector<std::uint32_t>& taken) const {
        static_cast<void>(taken);
        return true;
    }
};

}  // namespace pipelab::combination
