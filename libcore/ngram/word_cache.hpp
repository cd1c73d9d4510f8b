#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <unordered_map>

namespace pipelab::ngram {

/// How a cache counts, and how much it has to say: for words by themselves, after one word, and
/// after two.
struct CacheRules {
    static constexpr std::size_t orders = 3;
    std::array<double, orders> half_lives{100, 100, 20000};  ///< of a count, in tokens
    std::array<double, orders> weights{0.09, 0.06, 0.05};    ///< the models have the rest
};

/// What has been said lately is said again (Kuhn and De Mori 1990; Jelinek et al. 1991):
/// probabilities of words by counts that fade, over sentence ends. Some 10^6 tokens a second.
/// Memory: 100 bytes for each different n-gram of the last 64 half-lives.
class WordCache {
  public:
    using Probabilities = std::array<double, CacheRules::orders>;

    explicit WordCache(const std::array<double, CacheRules::orders>& half_lives);
    /// Of a word that would come next, after none, one and two words; `otherwise` where nothing
    /// followed these yet.
    Probabilities probabilities(std::uint32_t word, double otherwise) const;
    /// The word has come.
    void add(std::uint32_t word);

  private:
    struct Gram {
        std::uint64_t context;
        std::uint32_t word;
        bool operator==(const Gram&) const = default;
    };
    struct Hash {
        std::size_t operator()(const Gram& gram) const;
    };
    /// Counts of one order. They do not fade: instead what comes counts ever more.
    struct Counts {
        double growth = 1;  // from token to token
        double now = 1;     // what the next token counts
        std::unordered_map<Gram, double, Hash> grams;
        std::unordered_map<std::uint64_t, double> contexts;
    };
    std::uint64_t context(std::size_t order) const;
    static void rescale(Counts& counts);

    std::array<Counts, CacheRules::orders> counts_;
    std::uint32_t last_, before_;
};

}  // namespace pipelab::ngram
