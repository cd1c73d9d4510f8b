#include "combination/search.hpp"

#include <algorithm>

namespace pipelab::combination {

Search::Search(const Walk& walk, const Outlook& outlook) : walk_(walk), outlook_(outlook) {
    if (!walk.hopeless()) states_.push_back(walk.start());
}

bool Search::next() {
    if (states_.empty()) return false;
    kept_ = taken_.size();
    std::uint32_t from = states_.back().position;
    if (!begun_) {
        begun_ = true;
        if (walk_.complete(states_.back())) return true;
    }
    while (true) {
        if (deepen(from)) {
            if (walk_.complete(states_.back())) return true;
            from = states_.back().position;
            continue;
        }
        if (taken_.empty()) {
            states_.clear();
            return false;
        }
        const Position& last = walk_.positions()[taken_.back()];
        from = last.may_skip ? last.skip : walk_.end();
        taken_.pop_back();
        states_.pop_back();
        kept_ = std::min(kept_, taken_.size());
    }
}

/// Takes the first position at or behind `from` that leads on.
bool Search::deepen(std::uint32_t from) {
    const State& state = states_.back();
    if (!walk_.has_room(state)) return false;
    for (std::uint32_t p = from; p != walk_.end();) {
        const State next = walk_.taken(state, p);
        if (outlook_.alive(next)) {
            taken_.push_back(p);
            states_.push_back(next);
            return true;
        }
        const Position& position = walk_.positions()[p];
        p = position.may_skip ? position.skip : walk_.end();
    }
    return false;
}

}  // namespace pipelab::combination
