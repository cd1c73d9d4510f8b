#pragma once

#include "base/array.hpp"
#include "ngram/tree.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace pipelab::ngram {

/// Where the contexts of n-grams are. The tree leads from w1 ... wn to w2 ... wn; this leads to
/// w1 ... w(n-1), in the level below.
class Contexts {
  public:
    /// Starts at bigrams. `levels`, from unigrams on, must outlive the object.
    explicit Contexts(std::vector<const TreeLevel*> levels);
    /// Of grams, or of a model.
    template <class Tree>
    static Contexts of(const Tree& tree) {
        std::vector<const TreeLevel*> levels;
        for (const auto& level : tree.levels) levels.push_back(&level);
        return Contexts(std::move(levels));
    }
    /// Of the n-grams of this level (from 1, bigrams) the indices of their contexts.
    std::size_t level() const { return level_; }
    const base::Array<std::uint32_t>& links() const { return links_; }
    /// Goes on to the next level, in O(n-grams log(branching)).
    void advance();

    /// Contexts are cut into parts, so that each can be worked on by itself.
    std::size_t parts() const { return parts_; }
    /// Calls see(begin, end) for runs of n-grams of this level whose contexts belong to `part`, in
    /// ascending order.
    template <class See>
    void for_each_run(std::size_t part, See&& see) const {
        for (std::size_t cut = part; cut + 1 < cuts_.size(); cut += parts_ + 1)
            if (cuts_[cut] < cuts_[cut + 1]) see(cuts_[cut], cuts_[cut + 1]);
    }

  private:
    void link_bigrams();
    void cut();

    std::vector<const TreeLevel*> levels_;
    std::size_t level_ = 1;
    std::size_t parts_;
    base::Array<std::uint32_t> links_;
    std::vector<std::uint32_t> cuts_;  // of each last word, parts + 1 borders
};

}  // namespace pipelab::ngram
