#pragma once

#include "ngram/context_table.hpp"
#include "ngram/feature_list.hpp"
#include "ngram/tokenizer.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace pipelab::ngram {

/// Sparse vectors, one behind the other.
struct SparseRows {
    std::vector<std::uint32_t> features;  ///< ascending in each row
    std::vector<double> values;
    std::vector<std::size_t> ends;  ///< of each row
    std::size_t begin(std::size_t row) const { return row > 0 ? ends[row - 1] : 0; }
    void append(const SparseRows& more);
};

/// Counts features in sentences. N-grams of all lengths count, overlapping ones too. All sentences
/// of a block take their steps down the tree of features together, so that cache misses overlap.
/// Time for each token: one look-up for it and each n-gram from it that begins a feature.
/// Memory: some 32 bytes for each beginning of a feature. Safe to use from several threads.
class Vectorizer {
  public:
    explicit Vectorizer(const FeatureList& features);
    std::size_t features() const { return features_; }
    /// A row a sentence; words by the vocabulary of the features.
    SparseRows count(const Words& words) const;

  private:
    struct Hit {
        std::uint32_t sentence, feature;
    };
    void find(const Words& words, std::size_t first, std::size_t last,
              std::vector<Hit>& hits) const;

    std::size_t features_;
    std::vector<std::uint32_t> of_word_;  // the node of a word; 0: none
    ContextTable table_;                  // nodes behind nodes
    std::vector<std::uint32_t> at_node_;  // the feature that ends there, plus one; 0: none
};

/// Adds rows up to one.
class RowSum {
  public:
    explicit RowSum(std::size_t features) : sums_(features) {}
    void add(const SparseRows& rows);
    /// The sum as the only row; begins anew.
    SparseRows take();

  private:
    std::vector<double> sums_;
    std::vector<std::uint32_t> touched_;
};

/// What the value of a feature is.
struct WeightRules {
    enum class Weight {
        count,     ///< how often it occurs: tf
        presence,  ///< 1
        tf_idf,    ///< tf * (ln((1 + documents) / (1 + documents that have it)) + 1)
    };
    enum class Norm { none, l1, l2 };
    Weight weight = Weight::count;
    std::optional<Norm> norm;                ///< to which rows are scaled; l2 for tf_idf, else none
    std::optional<std::uint64_t> documents;  ///< instead of what the list of features says
};

/// Turns counts into values, as scikit-learn's CountVectorizer and TfidfTransformer do.
class Weigher {
  public:
    /// DataError for tf_idf where the list does not say how many documents have a feature, or how
    /// many there are and the rules do not either.
    Weigher(const FeatureList& features, const WeightRules& rules);
    void operator()(SparseRows& rows) const;

  private:
    WeightRules rules_;
    std::vector<double> idf_;
};

}  // namespace pipelab::ngram
