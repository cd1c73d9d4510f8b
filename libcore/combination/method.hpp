#pragma once

#include "base/progress.hpp"
#include "combination/outlook.hpp"
#include "combination/ranking.hpp"
#include "combination/walk.hpp"

#include <cstdint>
#include <memory>
#include <string>

#include <gmpxx.h>

/// The fastest method that fits the memory, for each kind of question. All throw DataError naming
/// the need where none fits in `memory` bytes, before they begin, and base::Stopped when `control`
/// asks for it. `how` tells in words which method it is, and why.
namespace pipelab::combination {

/// Keeps a search out of dead ends; all arguments must outlive it.
struct SearchMethod {
    std::unique_ptr<Outlook> outlook;
    std::string how;
};
SearchMethod search_method(const Problem& problem, const Walk& walk, std::uint64_t memory,
                           base::Control control);

/// Finds combinations by rank, and can keep a search out of dead ends itself.
struct RankMethod {
    std::unique_ptr<Ranking> ranking;
    std::string how;
};
RankMethod rank_method(const Problem& problem, const Walk& walk, std::uint64_t memory,
                       base::Control control);

struct Count {
    mpz_class number;
    std::string how;
};
Count count(const Problem& problem, const Walk& walk, std::uint64_t memory, base::Control control);

}  // namespace pipelab::combination
