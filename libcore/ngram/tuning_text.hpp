#pragma once

#include "base/array.hpp"
#include "base/progress.hpp"
#include "ngram/discount_table.hpp"
#include "ngram/grams.hpp"
#include "ngram/smoothing.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace pipelab::ngram {

/// A text as tuning looks at it: what the n-grams of a corpus say of each of its tokens, so that
/// its probability for any discounts takes O(tokens * order). Unknown words are left out.
class TuningText {
  public:
    /// A context that some token follows: its denominator, and how many followers of each kind.
    struct Context {
        double denominator = 0;
        std::array<std::uint32_t, DiscountTable::gram_kinds> followers{};
        std::uint8_t kind = 0;
    };
    /// What one order says of one token: p = (count - D(kind)) / denominator + the sum of
    /// D(kind) * followers(kind) / denominator times p of the order below.
    struct Term {
        static constexpr std::uint32_t none = ~std::uint32_t{0};
        std::uint32_t context = none;  ///< none: it says nothing
        std::uint32_t count = 0;
        std::uint8_t kind = 0;
    };

    /// `blocks`: sentences in numbers of the vocabulary of `grams`, each ended by sentence_end.
    /// O(n-grams + tokens * order * log(branching)).
    TuningText(const Grams& grams, Smoothing method, const std::vector<base::Array<WordId>>& blocks,
               base::Control control);

    std::size_t order() const { return contexts_.size(); }
    std::size_t tokens() const { return terms_.size() / order(); }
    /// Of a token, a term for each order.
    const Term* terms(std::size_t token) const { return &terms_[token * order()]; }
    /// nullptr if this order says nothing of a token.
    const Context* context(std::size_t level, const Term& term) const {
        if (term.context == Term::none) return nullptr;
        const Context& context = contexts_[level][term.context];
        return context.denominator > 0 ? &context : nullptr;
    }
    /// What unigrams fall back to.
    double uniform() const { return uniform_; }

  private:
    class Builder;

    std::vector<std::vector<Context>> contexts_;
    std::vector<Term> terms_;
    double uniform_;
};

}  // namespace pipelab::ngram
