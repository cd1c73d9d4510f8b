#include "combination/search.hpp"

#include <algorithm>

namespace pipelab::combination {

Search::Search(const Walk& walk, const Outlook& outlook, base::Control control)
    : walk_(walk), outlook_(outlook), control_(control) {
    if (walk.hopeless()) return;
    states_.push_back(walk.start());
    at_combination_ = complete();
}

std::uint64_t Search::bytes(const Walk& walk) {
    constexpr std::uint64_t an_item = sizeof(State) + sizeof(std::uint32_t) + 24;  // and its text
    if (walk.counts_items()) return std::min(walk.room(), unlimited / an_item) * an_item;
    std::uint64_t once = 0, again = 0;
    const std::uint64_t width = walk.rests() - 1;
    for (std::uint32_t p = 0; p < walk.end(); ++p) {
        const Position& position = walk.positions()[p];
        const std::int64_t value = position.value;
        ++once;
        if (position.after <= p && value != 0)
            again = std::max(again, width / static_cast<std::uint64_t>(value < 0 ? -value : value));
    }
    return std::min(once + again, unlimited / an_item) * an_item;
}

bool Search::next() {
    if (states_.empty()) return false;
    if (at_combination_) {
        at_combination_ = false;
        return true;
    }
    kept_ = taken_.size();
    std::uint32_t from = states_.back().position;
    while (true) {
        if (++steps_ % 1024 == 0) base::stop_if_requested(control_.cancellation);
        if (deepen(from)) {
            if (complete()) return true;
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

void Search::seek(const Ranking& ranking, mpz_class rank) {
    states_.assign(1, walk_.start());
    taken_.clear();
    kept_ = 0;
    at_combination_ = true;
    while (!complete() || rank-- > 0) {
        base::stop_if_requested(control_.cancellation);
        const State state = states_.back();
        std::uint32_t p = state.position;
        for (;; p = walk_.positions()[p].skip) {
            taken_.push_back(p);
            const mpz_class behind = ranking.count(walk_.taken(state, p), taken_);
            if (rank < behind) break;
            rank -= behind;
            taken_.pop_back();
        }
        states_.push_back(walk_.taken(state, p));
    }
}

bool Search::complete() const {
    return walk_.complete(states_.back()) && outlook_.suffices(taken_);
}

/// Takes the first position at or behind `from` that leads on.
bool Search::deepen(std::uint32_t from) {
    const State& state = states_.back();
    if (!walk_.has_room(state)) return false;
    const std::uint32_t border = outlook_.doubtful_before();
    bool doubtful = from < border;
    for (std::uint32_t p = from; p != walk_.end();) {
        if (doubtful && p >= border) {
            if (!outlook_.alive({border, state.rest, state.room})) return false;
            doubtful = false;
        }
        const State next = walk_.taken(state, p);
        if (outlook_.leads_on(next, taken_, p)) {
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
