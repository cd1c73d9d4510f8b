#pragma once

#include "base/array.hpp"
#include "base/progress.hpp"
#include "io/output.hpp"
#include "ngram/vocabulary.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pipelab::ngram {

/// Writes ARPA text n-gram by n-gram, as write_arpa does for a model: begin(order) for each order
/// from 1 on, its n-grams in order, end(). Lines are made on all threads, some 65,000 at a time.
class ArpaStream {
  public:
    /// `sizes`: n-grams of each order.
    ArpaStream(const Vocabulary& vocabulary, std::span<const std::uint64_t> sizes, io::Output& out,
               base::Control control);
    void begin(std::size_t order);
    /// A place for the words of the next n-gram, the last one first; valid until put().
    WordId* words() { return words_.data() + lines_ * order_; }
    /// The n-gram with these words; probability and weight are not logarithms yet. The highest
    /// order has no weights.
    void put(float probability, float weight) {
        probability_[lines_] = probability;
        weight_[lines_] = weight;
        if (++lines_ == probability_.size()) flush();
    }
    void end();

  private:
    void flush();

    const Vocabulary& vocabulary_;
    std::size_t orders_;
    io::Output& out_;
    base::Control control_;
    std::size_t order_ = 0;
    std::size_t lines_ = 0;
    std::vector<WordId> words_;
    std::vector<float> probability_, weight_;
};

}  // namespace pipelab::ngram
