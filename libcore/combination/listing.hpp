#pragma once

#include "combination/search.hpp"
#include "io/output.hpp"

#include <string>
#include <vector>

namespace pipelab::combination {

/// Writes combinations as a search finds them.
class Listing {
  public:
    struct Form {
        bool json = false;
        bool sums = false;  ///< the sum too
    };
    /// All must outlive the listing.
    Listing(const Problem& problem, const Walk& walk, io::Output& out, Form form);

    /// Writes what the search found last. Searches must be put without leaving any out.
    void put(const Search& search);

  private:
    const Problem& problem_;
    io::Output& out_;
    Form form_;
    std::vector<std::string> words_;  // of candidates, with what separates them from the next
    std::vector<std::uint32_t> candidates_;  // of positions
    std::string line_;
    std::vector<std::size_t> ends_;  // of words in the line
};

}  // namespace pipelab::combination
