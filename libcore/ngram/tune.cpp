#include "ngram/tune.hpp"

#include "base/elementary.hpp"
#include "base/parallel.hpp"
#include "ngram/contexts.hpp"
#include "ngram/discounts.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <array>
#include <cmath>

namespace pipelab::ngram {
namespace {

constexpr std::size_t buckets = most_discounts;
constexpr std::uint32_t none = ~std::uint32_t{0};

std::size_t bucket_of(std::uint64_t count) {
    return static_cast<std::size_t>(std::min<std::uint64_t>(count, buckets)) - 1;
}

/// What is known of a context: its denominator, and how many followers have count 1, 2, ...
struct ContextCounts {
    double denominator = 0;
    std::array<double, buckets> followers{};
};

/// What one order says of one token: p = (count - D(count)) / denominator + sum of D_b followers_b
/// / denominator times p of the order below.
struct Term {
    std::uint32_t context = none;  // none: it says nothing
    std::uint32_t count = 0;
};

class Tuning {
  public:
    Tuning(const Grams& grams, const SmoothingRules& rules,
           const std::vector<base::Array<WordId>>& blocks, base::Control control)
        : grams_(grams), rules_(rules), control_(control) {
        find_tokens(blocks);
        add_up();
        for (std::size_t n = 0; n < grams_.order(); ++n) {
            OrderReport report;
            const LevelRule rule =
                level_rule(counts_of_counts(grams_, n, rules_.method, nullptr), n, rules_, report);
            for (std::size_t b = 0; b < buckets; ++b) discounts_.push_back(rule.discounts(b + 1));
        }
    }

    std::vector<std::vector<double>> run() {
        double before = total();
        constexpr int most_rounds = 100;
        for (int round = 0; round < most_rounds; ++round) {
            base::stop_if_requested(control_.cancellation);
            for (std::size_t n = 0; n < grams_.order(); ++n) improve(n);
            const double after = total();
            if (after - before < 1e-9 * std::fabs(before)) break;
            before = after;
        }
        std::vector<std::vector<double>> result;
        for (std::size_t n = 0; n < grams_.order(); ++n)
            result.emplace_back(
                discounts_.begin() + static_cast<std::ptrdiff_t>(n * buckets),
                discounts_.begin() + static_cast<std::ptrdiff_t>((n + 1) * buckets));
        return result;
    }

  private:
    using Vector = Eigen::Matrix<double, buckets, 1>;
    using Matrix = Eigen::Matrix<double, buckets, buckets>;

    std::size_t order() const { return grams_.order(); }
    const Term& term(std::size_t token, std::size_t n) const { return terms_[token * order() + n]; }

    /// The child of a node by its first word, or none.
    std::uint32_t child(std::size_t level, std::uint32_t node, WordId word) const {
        const auto& words = grams_.levels[level + 1].word;
        const auto& child = grams_.levels[level].child;
        const auto first = words.begin() + child[node], last = words.begin() + child[node + 1];
        const auto found = std::lower_bound(first, last, word);
        return found == last || *found != word ? none
                                               : static_cast<std::uint32_t>(found - words.begin());
    }

    /// Which n-grams and contexts the tokens need.
    void find_tokens(const std::vector<base::Array<WordId>>& blocks) {
        numbers_.resize(order());
        for (std::size_t n = 1; n < order(); ++n)
            numbers_[n].assign(grams_.levels[n - 1].size(), none);
        counts_.resize(order());
        counts_[0].resize(1);
        std::vector<WordId> sentence{sentence_begin};
        for (const auto& block : blocks) {
            for (const WordId word : block) {
                sentence.push_back(word);
                if (word != unknown) add_token(sentence);
                if (word == sentence_end) sentence.assign(1, sentence_begin);
            }
        }
    }

    void add_token(const std::vector<WordId>& sentence) {
        const std::size_t at = sentence.size() - 1;
        std::uint32_t gram = sentence[at], context = none;
        terms_.resize(terms_.size() + order());
        Term* const terms = &terms_[terms_.size() - order()];
        terms[0] = {0, count(0, gram)};
        for (std::size_t n = 1; n < order() && n <= at; ++n) {
            const WordId word = sentence[at - n];
            context = n == 1 ? word : child(n - 2, context, word);
            if (context == none) break;
            if (gram != none) gram = child(n - 1, gram, word);
            std::uint32_t& number = numbers_[n][context];
            if (number == none) {
                number = static_cast<std::uint32_t>(counts_[n].size());
                counts_[n].emplace_back();
            }
            terms[n] = {number, gram == none ? 0 : count(n, gram)};
        }
    }

    std::uint32_t count(std::size_t level, std::size_t gram) const {
        const std::uint64_t count = CountsUsed(grams_, level, rules_.method)[gram];
        return static_cast<std::uint32_t>(std::min<std::uint64_t>(count, none));
    }

    static void add(ContextCounts& context, std::uint64_t count) {
        if (count == 0) return;
        context.denominator += static_cast<double>(count);
        context.followers[bucket_of(count)] += 1;
    }

    void add_up() {
        const CountsUsed unigrams(grams_, 0, rules_.method);
        for (std::size_t word = 0; word < grams_.levels[0].size(); ++word)
            if (word != sentence_begin) add(counts_[0][0], unigrams[word]);
        Contexts contexts = Contexts::of(grams_);
        for (std::size_t n = 1; n < order(); ++n) {
            base::stop_if_requested(control_.cancellation);
            const CountsUsed used(grams_, n, rules_.method);
            base::parallel_for(contexts.parts(), [&](std::size_t part) {
                contexts.for_each_run(part, [&](std::uint32_t begin, std::uint32_t end) {
                    for (std::uint32_t x = begin; x < end; ++x) {
                        const std::uint32_t number = numbers_[n][contexts.links()[x]];
                        if (number != none) add(counts_[n][number], used[x]);
                    }
                });
            });
            if (n + 1 < order()) contexts.advance();
        }
    }

    const double* discounts(std::size_t n) const { return discounts_.data() + n * buckets; }

    /// p = own + factor * lower.
    struct Share {
        double own = 0, factor = 1;
    };
    Share share(std::size_t n, const Term& term) const {
        if (term.context == none) return {};
        const ContextCounts& context = counts_[n][term.context];
        if (context.denominator <= 0) return {};
        Share share{0, 0};
        if (term.count > 0)
            share.own = (static_cast<double>(term.count) - discounts(n)[bucket_of(term.count)]) /
                        context.denominator;
        for (std::size_t b = 0; b < buckets; ++b)
            share.factor += discounts(n)[b] * context.followers[b];
        share.factor /= context.denominator;
        return share;
    }
    double uniform() const { return 1 / (static_cast<double>(grams_.levels[0].size()) - 1); }

    double probability(std::size_t token) const {
        double p = uniform();
        for (std::size_t n = 0; n < order(); ++n) {
            const Share part = share(n, term(token, n));
            p = part.own + part.factor * p;
        }
        return p;
    }

    struct Sum {
        double value = 0;
        Vector gradient = Vector::Zero();
        Matrix curvature = Matrix::Zero();
    };

    /// The sum of log p, and its derivatives by the discounts of order n (none: only the sum).
    Sum sum(std::size_t n) const {
        return base::fold_blocks<Sum>(
            terms_.size() / order(), 4096, Sum(),
            [&](std::size_t begin, std::size_t end) {
                Sum part;
                for (std::size_t token = begin; token < end; ++token) add_token(token, n, part);
                return part;
            },
            [](Sum a, const Sum& b) {
                a.value += b.value;
                a.gradient += b.gradient;
                a.curvature += b.curvature;
                return a;
            });
    }

    void add_token(std::size_t token, std::size_t n, Sum& sum) const {
        double p = uniform(), below = p;
        for (std::size_t k = 0; k < order(); ++k) {
            if (k == n) below = p;
            const Share part = share(k, term(token, k));
            p = part.own + part.factor * p;
        }
        sum.value += base::log(std::max(p, 1e-300));
        const Term& own = term(token, n);
        if (own.context == none || counts_[n][own.context].denominator <= 0) return;
        double above = 1;  // what higher orders let through
        for (std::size_t k = n + 1; k < order(); ++k) above *= share(k, term(token, k)).factor;
        const ContextCounts& context = counts_[n][own.context];
        Vector slope;
        for (std::size_t b = 0; b < buckets; ++b)
            slope[static_cast<Eigen::Index>(b)] = context.followers[b] * below;
        if (own.count > 0) slope[static_cast<Eigen::Index>(bucket_of(own.count))] -= 1;
        slope *= above / context.denominator / p;
        sum.gradient += slope;
        sum.curvature -= slope * slope.transpose();
    }

    double total() const { return sum(0).value; }

    /// A Newton step within the bounds for one order, halved until it helps.
    void improve(std::size_t n) {
        const Sum now = sum(n);
        double* const d = discounts_.data() + n * buckets;
        Matrix curvature = now.curvature;
        Vector gradient = now.gradient;
        for (std::size_t b = 0; b < buckets; ++b) {
            const auto i = static_cast<Eigen::Index>(b);
            const bool at_bound = (d[b] <= 0 && gradient[i] < 0) ||
                                  (d[b] >= static_cast<double>(b) + 1 && gradient[i] > 0);
            if (at_bound) {
                curvature.row(i).setZero();
                curvature.col(i).setZero();
                gradient[i] = 0;
            }
            curvature(i, i) -= 1e-9;
        }
        const Vector step = (-curvature).ldlt().solve(gradient);
        std::array<double, buckets> before{};
        std::copy_n(d, buckets, before.begin());
        for (double length = 1; length > 1e-6; length /= 2) {
            for (std::size_t b = 0; b < buckets; ++b)
                d[b] = std::clamp(before[b] + length * step[static_cast<Eigen::Index>(b)], 0.0,
                                  static_cast<double>(b) + 1);
            if (sum(n).value > now.value) return;
        }
        std::copy(before.begin(), before.end(), d);
    }

    const Grams& grams_;
    const SmoothingRules& rules_;
    base::Control control_;
    std::vector<std::vector<std::uint32_t>> numbers_;  // of each order's contexts in counts_
    std::vector<std::vector<ContextCounts>> counts_;
    std::vector<Term> terms_;  // of each token, one for each order
    std::vector<double> discounts_;
};

}  // namespace

std::vector<std::vector<double>> tune_discounts(const Grams& grams, const SmoothingRules& rules,
                                                const std::vector<base::Array<WordId>>& blocks,
                                                base::Control control) {
    return Tuning(grams, rules, blocks, control).run();
}

}  // namespace pipelab::ngram
