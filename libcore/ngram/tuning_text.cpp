#include "ngram/tuning_text.hpp"

#include "base/parallel.hpp"
#include "ngram/contexts.hpp"
#include "ngram/discounts.hpp"

#include <algorithm>

namespace pipelab::ngram {
namespace {

constexpr std::uint32_t none = TuningText::Term::none;

/// The child of a node by its first word, or none.
std::uint32_t child_of(const Grams& grams, std::size_t level, std::uint32_t node, WordId word) {
    const auto& words = grams.levels[level + 1].word;
    const auto& child = grams.levels[level].child;
    const auto first = words.begin() + child[node], last = words.begin() + child[node + 1];
    const auto found = std::lower_bound(first, last, word);
    return found == last || *found != word ? none
                                           : static_cast<std::uint32_t>(found - words.begin());
}

}  // namespace

/// Finds the n-grams and contexts that tokens need, then adds up these contexts.
class TuningText::Builder {
  public:
    Builder(TuningText& text, const Grams& grams, Smoothing method)
        : text_(text), grams_(grams), method_(method), numbers_(grams.order()) {
        for (std::size_t n = 1; n < grams.order(); ++n)
            numbers_[n].assign(grams.levels[n - 1].size(), none);
        text_.contexts_.resize(grams.order());
        text_.contexts_[0].resize(1);
    }

    void find_tokens(const std::vector<base::Array<WordId>>& blocks) {
        std::vector<WordId> sentence{sentence_begin};
        for (const auto& block : blocks) {
            for (const WordId word : block) {
                sentence.push_back(word);
                if (word != unknown) add_token(sentence);
                if (word == sentence_end) sentence.assign(1, sentence_begin);
            }
        }
    }

    void add_up(base::Control control) {
        Followers all;
        const CountsUsed unigrams(grams_, 0, method_);
        for (std::size_t word = 0; word < grams_.levels[0].size(); ++word)
            if (word != sentence_begin && unigrams[word] > 0)
                add(0, 0, all, unigrams[word], DiscountTable::gram_kind(unigrams[word], 0));
        Contexts contexts = Contexts::of(grams_);
        for (std::size_t n = 1; n < grams_.order(); ++n) {
            base::stop_if_requested(control.cancellation);
            add_up(n, contexts);
            if (n + 1 < grams_.order()) contexts.advance();
        }
    }

  private:
    void add_token(const std::vector<WordId>& sentence) {
        const std::size_t order = grams_.order(), at = sentence.size() - 1;
        std::uint32_t gram = sentence[at], context = none;
        text_.terms_.resize(text_.terms_.size() + order);
        Term* const terms = &text_.terms_[text_.terms_.size() - order];
        const std::uint32_t unigrams = count(0, gram);
        terms[0] = {0, unigrams, DiscountTable::gram_kind(unigrams, 0)};
        for (std::size_t n = 1; n < order && n <= at; ++n) {
            const WordId word = sentence[at - n];
            context = n == 1 ? word : child_of(grams_, n - 2, context, word);
            if (context == none) break;
            if (gram != none) gram = child_of(grams_, n - 1, gram, word);
            terms[n] = {number(n, context), 0, 0};
            if (gram == none) continue;
            terms[n].count = count(n, gram);
            terms[n].kind = DiscountTable::gram_kind(terms[n].count, terms[n - 1].count);
        }
    }

    std::uint32_t number(std::size_t level, std::uint32_t context) {
        std::uint32_t& number = numbers_[level][context];
        if (number == none) {
            number = static_cast<std::uint32_t>(text_.contexts_[level].size());
            text_.contexts_[level].emplace_back();
        }
        return number;
    }

    std::uint32_t count(std::size_t level, std::size_t gram) const {
        const std::uint64_t count = CountsUsed(grams_, level, method_)[gram];
        return static_cast<std::uint32_t>(std::min<std::uint64_t>(count, none));
    }

    void add(std::size_t level, std::uint32_t number, Followers& followers, std::uint64_t count,
             std::uint8_t kind) {
        Context& context = text_.contexts_[level][number];
        followers.add(count);
        context.denominator += static_cast<double>(count);
        context.followers[kind] += 1;
    }

    void add_up(std::size_t level, const Contexts& contexts) {
        const CountsUsed used(grams_, level, method_);
        const auto kinds = kinds_of_grams(grams_, level, method_);
        std::vector<Followers> followers(text_.contexts_[level].size());
        base::parallel_for(contexts.parts(), [&](std::size_t part) {
            contexts.for_each_run(part, [&](std::uint32_t begin, std::uint32_t end) {
                for (std::uint32_t x = begin; x < end; ++x) {
                    const std::uint32_t number = numbers_[level][contexts.links()[x]];
                    if (number != none) add(level, number, followers[number], used[x], kinds[x]);
                }
            });
        });
        for (std::size_t i = 0; i < followers.size(); ++i)
            text_.contexts_[level][i].kind = DiscountTable::context_kind(followers[i]);
    }

    TuningText& text_;
    const Grams& grams_;
    Smoothing method_;
    std::vector<std::vector<std::uint32_t>> numbers_;  // of each order's contexts, where they occur
};

TuningText::TuningText(const Grams& grams, Smoothing method,
                       const std::vector<base::Array<WordId>>& blocks, base::Control control)
    : uniform_(1 / (static_cast<double>(grams.levels[0].size()) - 1)) {
    Builder builder(*this, grams, method);
    builder.find_tokens(blocks);
    builder.add_up(control);
}

}  // namespace pipelab::ngram
