#include "combination/search_tree.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace pipelab::combination {
namespace {

using Kind = SearchTree::Kind;

constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

class Growth {
  public:
    Growth(const Problem& problem, const Walk& walk, const Outlook& outlook, std::size_t most_nodes)
        : problem_(problem), walk_(walk), outlook_(outlook), most_nodes_(most_nodes) {
        for (std::uint32_t c = 0; c < problem.candidates.size(); ++c) {
            if (problem.candidates[c].given == 0) continue;
            growing_ = growing_ && problem.candidates[c].value > 0;
            if (problem.candidates[c].most == 0) left_out_.push_back(c);
        }
    }
    SearchTree grow();

  private:
    /// A node on the path that the search has gone, and what it tries next.
    struct Step {
        std::size_t node;
        State state;
        std::uint32_t position;
        std::size_t left_out;
        std::uint32_t candidate;  // that was taken last
        std::uint64_t uses;       // of it, one after the other
    };

    std::uint32_t next_candidate(const Step& step) const {
        return step.position == walk_.end() ? none : walk_.positions()[step.position].candidate;
    }
    std::uint32_t next_left_out(const Step& step) const {
        return step.left_out == left_out_.size() ? none : left_out_[step.left_out];
    }
    /// Up to what was asked for; the walk counts up to what can be.
    std::int64_t missing(std::int64_t rest) const {
        return rest + problem_.target + problem_.tolerance - problem_.high;
    }
    void add(std::size_t parent, std::int64_t value, std::int64_t rest, Kind kind);
    void enter(Step step, std::int64_t value);
    bool try_next();
    void try_left_out(Step& step);
    void try_position(Step& step);
    bool used_up(std::uint32_t candidate) const;

    const Problem& problem_;
    const Walk& walk_;
    const Outlook& outlook_;
    std::size_t most_nodes_;
    std::vector<std::uint32_t> left_out_;  // candidates without positions
    bool growing_ = true;                  // all numbers are positive
    SearchTree tree_;
    std::vector<Step> path_;
    std::vector<std::uint32_t> taken_;  // the positions on the path
};

SearchTree Growth::grow() {
    // A root without solutions is entered all the same: its branches show why there are none.
    enter({0, walk_.start(), 0, 0, none, 0}, 0);
    while (!path_.empty()) {
        if (try_next()) continue;
        path_.pop_back();
        if (!taken_.empty()) taken_.pop_back();
    }
    return std::move(tree_);
}

void Growth::add(std::size_t parent, std::int64_t value, std::int64_t rest, Kind kind) {
    if (tree_.nodes.size() >= most_nodes_)
        throw base::DataError({}, "the tree has more than " + std::to_string(most_nodes_) +
                                      " nodes: only small problems can be drawn");
    // The walk counts from the upper end of what is wanted, the tree from the target.
    tree_.nodes.push_back({parent, value, rest - (problem_.high - problem_.target), kind, false});
}

/// Adds the node that `value` leads to from `step.node` and goes on there.
void Growth::enter(Step step, std::int64_t value) {
    const bool solution =
        !walk_.hopeless() && walk_.complete(step.state) && outlook_.suffices(taken_);
    add(step.node, value, step.state.rest, solution ? Kind::solution : Kind::open);
    if (solution && growing_ && missing(step.state.rest) == 0) {
        if (!taken_.empty()) taken_.pop_back();
        return;
    }
    step.node = tree_.nodes.size() - 1;
    path_.push_back(step);
}

/// False if no number is left to try at the end of the path.
bool Growth::try_next() {
    if (path_.size() > problem_.max_items) return false;
    Step& step = path_.back();
    const std::uint32_t candidate = next_candidate(step), left_out = next_left_out(step);
    if (candidate == none && left_out == none) return false;
    const std::size_t before = tree_.nodes.size();
    if (left_out < candidate) {
        try_left_out(step);
    } else {
        try_position(step);
    }
    if (tree_.nodes.size() == before) return true;
    SearchTree::Node& tried = tree_.nodes[before];
    if (tried.kind != Kind::too_large) return true;
    tried.cuts_later = next_candidate(step) != none || next_left_out(step) != none;
    return false;
}

void Growth::try_left_out(Step& step) {
    const std::int64_t value = problem_.candidates[left_out_[step.left_out]].value;
    ++step.left_out;
    const std::int64_t rest = step.state.rest - value;
    add(step.node, value, rest, growing_ && missing(rest) < 0 ? Kind::too_large : Kind::dead_end);
}

void Growth::try_position(Step& step) {
    const std::uint32_t tried = step.position;
    const Position& position = walk_.positions()[tried];
    const State state = walk_.taken(step.state, tried);
    step.position = position.may_skip ? position.skip : walk_.end();
    if (!position.may_skip) step.left_out = left_out_.size();
    if (problem_.ordered && used_up(position.candidate)) return;
    if (growing_ && missing(state.rest) < 0)
        return add(step.node, position.value, state.rest, Kind::too_large);
    if (walk_.hopeless() || !outlook_.leads_on(state, taken_, tried))
        return add(step.node, position.value, state.rest, Kind::dead_end);
    const std::uint32_t candidate = position.candidate;
    Step next{step.node, state, state.position, 0, candidate, 1};
    if (!problem_.ordered) {
        const auto behind = std::lower_bound(left_out_.begin(), left_out_.end(), candidate);
        next.left_out = static_cast<std::size_t>(behind - left_out_.begin());
        if (step.candidate == candidate) next.uses += step.uses;
        // A walk does not count what the target bounds as well as the limit does.
        if (next.uses >= problem_.candidates[candidate].given && next_candidate(next) == candidate)
            next.position = walk_.positions()[next.position].skip;
    }
    taken_.push_back(tried);
    enter(next, position.value);
}

/// A sequence has as many of a number as are given: there is none left to try.
bool Growth::used_up(std::uint32_t candidate) const {
    const auto uses = std::count_if(taken_.begin(), taken_.end(), [&](std::uint32_t p) {
        return walk_.positions()[p].candidate == candidate;
    });
    return static_cast<std::uint64_t>(uses) >= problem_.candidates[candidate].given;
}

}  // namespace

SearchTree search_tree(const Problem& problem, const Walk& walk, const Outlook& outlook,
                       std::size_t most_nodes) {
    return Growth(problem, walk, outlook, most_nodes).grow();
}

}  // namespace pipelab::combination
