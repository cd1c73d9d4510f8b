#pragma once

#include "ngram/nearest.hpp"
#include "ngram/vector_report.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pipelab::ngram {

/// Writes the entries of a list that are nearest to each sentence: a line each with entry,
/// similarity and its line in the list, parted by tabs, and an empty line behind all; in JSON an
/// object a sentence with an array of them.
class LookupReport {
  public:
    using Grams = std::function<GramRows(const Sentences&)>;
    /// `list` and `entries`, which are the n-grams of the list, must outlive the object. `grams`
    /// gives those of sentences.
    LookupReport(const std::vector<std::string_view>& list, Grams grams,
                 const NearestEntries& entries, NearestEntries::Rules rules, bool json)
        : list_(list), grams_(std::move(grams)), entries_(entries), rules_(rules), json_(json) {}
    std::string header() const { return json_ ? "" : "entry\tsimilarity\tline\n"; }
    std::string operator()(const Sentences& sentences) const;

  private:
    const std::vector<std::string_view>& list_;
    Grams grams_;
    const NearestEntries& entries_;
    NearestEntries::Rules rules_;
    bool json_;
};

/// Writes the distances of vectors from references: a line each with a distance for each reference,
/// parted by tabs, in JSON an object with an array. With `top`, of each vector only the so many
/// nearest references, as LookupReport writes entries; of equally near ones the first.
class ComparisonReport {
  public:
    /// `references` are named by `names`, both must outlive the object.
    ComparisonReport(const Comparison& references, const std::vector<std::string_view>& names,
                     std::optional<std::size_t> top, bool json)
        : references_(references), names_(names), top_(top), json_(json) {}
    /// Without `top` the names of the references, where `named`, else their lines.
    std::string header(bool named) const;
    std::string operator()(const SparseRows& rows) const;

  private:
    const Comparison& references_;
    const std::vector<std::string_view>& names_;
    std::optional<std::size_t> top_;
    bool json_;
};

}  // namespace pipelab::ngram
