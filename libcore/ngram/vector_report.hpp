#pragma once

#include "ngram/vectorizer.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace pipelab::ngram {

/// Writes sparse vectors. Indices are the lines of features in their list, from 1.
/// As text, libsvm's: "LABEL index:value index:value ..." a line. As JSON objects {"indices":[...],
/// "values":[...]}, with "label" in front where there are labels, and "grams":[...] if wanted.
class VectorReport {
  public:
    /// `features` must outlive the object.
    VectorReport(const FeatureList& features, bool json, bool grams)
        : features_(features), json_(json), grams_(grams) {}
    /// A line a row; without labels they are 0 in text, else they are numbers there.
    std::string operator()(const SparseRows& rows,
                           const std::vector<std::string_view>& labels) const;

  private:
    const FeatureList& features_;
    bool json_;
    bool grams_;
};

/// How far two vectors are from each other; from 0, equal in what counts, to 1, nothing in common.
enum class Distance {
    cosine,   ///< 1 - (a . b) / (|a| |b|)
    dice,     ///< 1 - 2 |A and B| / (|A| + |B|) of the sets of features that they have
    jaccard,  ///< 1 - |A and B| / |A or B|
    /// Out of place (Cavnar and Trenkle 1994): a and b rank their 400 most frequent features, equal
    /// ones in the order of the list; the distance is the mean over those of a of the difference of
    /// the ranks, at most 400, and 400 where b lacks it, divided by 400.
    rank,
};

/// Distances of vectors from others that are given first. Vectors without features are at distance
/// 1 from all. Memory: 12 bytes a value of the given vectors, 8 a feature.
class Comparison {
  public:
    Comparison(SparseRows references, std::size_t features, Distance distance);
    std::size_t size() const { return sizes_.size(); }
    /// Of row i of `rows` to all references, to `distances`. Time: the features of the row, and the
    /// references that have them.
    void distances(const SparseRows& rows, std::size_t i, std::vector<double>& distances) const;

  private:
    /// What of a row is compared.
    void prepare(SparseRows& rows) const;
    double size_of(const SparseRows& rows, std::size_t row) const;

    Distance distance_;
    std::vector<double> sizes_;  // of references
    std::vector<std::size_t> begins_;
    std::vector<std::uint32_t> references_;  // by feature
    std::vector<double> values_;
};

}  // namespace pipelab::ngram
