#pragma once

#include "combination/outlook.hpp"
#include "combination/problem.hpp"
#include "combination/walk.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace pipelab::combination {

/// The tree of a backtracking search as textbooks draw it: at each node the search tries all
/// numbers that may follow, in the order of the walk (ascending; in combinations none before the
/// one just taken), and goes back where nothing can come of it.
struct SearchTree {
    enum class Kind {
        open,       ///< leads to a solution
        solution,   ///< the numbers up to here are a wanted combination; more may follow
        dead_end,   ///< no wanted combination begins like this: not entered
        too_large,  ///< the sum is above Problem::high, all numbers are positive: not entered
    };
    struct Node {
        std::size_t parent = 0;   ///< the root's: 0
        std::int64_t taken = 0;   ///< the number that leads here; the root's: 0
        std::int64_t rest = 0;    ///< what is missing up to the target
        Kind kind = Kind::open;   ///< the root is open even if there is no solution
        bool cuts_later = false;  ///< too large, and so are numbers after it, which are not drawn
    };
    std::vector<Node> nodes;  ///< parents before children, depth first; at least the root
};

/// The tree of the search through `walk`, which `outlook` keeps out of dead ends; its solutions are
/// what Search finds, in that order. Tried is every number that its limit (Candidate::given) and
/// max_items leave, also one that no combination has room for. Where all numbers are positive, a
/// combination of sum Problem::high ends its branch, and the first number that is too large ends
/// its siblings. O(nodes) time and memory; DataError for more than `most_nodes`.
SearchTree search_tree(const Problem& problem, const Walk& walk, const Outlook& outlook,
                       std::size_t most_nodes);

/// Drawings of the tree of `problem`. Numbers are printed on its scale; a branch shows the number
/// that is taken, a node the rest that is missing, the root the target and its tolerance.
/// Solutions are marked by a check mark and their numbers, branches that are not entered by a
/// cross and the reason. The same tree gives the same bytes.

/// One line a node, indented by box-drawing characters (UTF-8):
///     7
///     ├─ 2 → 5
///     │  ├─ 2 → 3  ✗ dead end
std::string tree_text(const SearchTree& tree, const Problem& problem);

/// A digraph in Graphviz' language, for `dot`.
std::string tree_dot(const SearchTree& tree, const Problem& problem);

/// A complete SVG 1.1 document with a background of its own: a layer for each length, subtrees side
/// by side with gaps of one size, parents over the middle of their children. Nothing overlaps.
std::string tree_svg(const SearchTree& tree, const Problem& problem);

}  // namespace pipelab::combination
