#pragma once

#include "combination/search.hpp"
#include "io/output.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::combination {

/// Writes combinations as a search finds them.
class Listing {
  public:
    struct Form {
        bool json = false;
        bool sums = false;   ///< the sum too
        bool lines = false;  ///< the lines of the items used
        bool files = false;  ///< with their files
        bool ids = false;    ///< the ids of the items used
    };
    /// All must outlive the listing.
    Listing(const Problem& problem, const Walk& walk, std::span<const Item> items, io::Output& out,
            Form form);

    /// Writes what the search found last; every combination of a search must be put, or none
    /// before. `target`: the difference of the sum to it, too.
    void put(const Search& search, const std::optional<std::int64_t>& target = {});

  private:
    void put_items(const std::vector<std::uint32_t>& taken, std::string_view name,
                   const std::vector<std::string>& words);

    /// Of the sources of a candidate, the one in turn, and how often it was taken.
    struct Used {
        std::size_t source = 0;
        std::uint64_t times = 0;
    };

    const Problem& problem_;
    io::Output& out_;
    Form form_;
    std::vector<std::string> places_, ids_;  // of items, as they are written
    std::vector<std::string> words_;  // of candidates, with what separates them from the next
    std::vector<std::uint32_t> candidates_;  // of positions
    std::string line_;
    std::vector<std::size_t> ends_;  // of words in the line
    std::vector<Used> used_;         // of each candidate
};

}  // namespace pipelab::combination
