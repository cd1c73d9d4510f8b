#include "base/parallel.hpp"
#include "catch.hpp"
#include "ngram/arpa_writer.hpp"
#include "ngram/discounts.hpp"
#include "ngram/smoothing.hpp"
#include "unit/ngram/direct_model.hpp"
#include "unit/ngram/samples.hpp"

#include <bit>
#include <cmath>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <vector>

using namespace pipelab;
using namespace pipelab::ngram;
using testing::Counts;
using testing::DirectModel;
using testing::Gram;
using testing::Text;
using testing::TextShape;

namespace {

const auto nobody = base::Control::none();

/// The n-grams of each level of a tree, in its order; checks its form.
template <class Level>
std::vector<std::vector<Gram>> grams_of(const std::vector<Level>& levels) {
    std::vector<std::vector<Gram>> found(levels.size());
    for (WordId word = 0; word < levels[0].size(); ++word) {
        REQUIRE(levels[0].word[word] == word);
        found[0].push_back({word});
    }
    for (std::size_t n = 1; n < levels.size(); ++n) {
        const auto& child = levels[n - 1].child;
        REQUIRE(child.size() == levels[n - 1].size() + 1);
        REQUIRE(child.front() == 0);
        REQUIRE(child.back() == levels[n].size());
        for (std::size_t parent = 0; parent + 1 < child.size(); ++parent) {
            for (std::size_t i = child[parent]; i < child[parent + 1]; ++i) {
                if (i > child[parent] && levels[n].word[i - 1] >= levels[n].word[i])
                    FAIL("children out of order");
                Gram gram = found[n - 1][parent];
                gram.insert(gram.begin(), levels[n].word[i]);
                found[n].push_back(std::move(gram));
            }
        }
    }
    return found;
}

std::vector<Counts> counts_of(const Grams& grams) {
    const auto found = grams_of(grams.levels);
    std::vector<Counts> counts(found.size());
    for (std::size_t n = 0; n < found.size(); ++n)
        for (std::size_t i = 0; i < found[n].size(); ++i)
            counts[n][found[n][i]] = grams.levels[n].count[i];
    return counts;
}

struct Line {
    float probability, backoff;
};

/// A model as a map, backing off as ARPA says.
class Mapped {
  public:
    explicit Mapped(const std::vector<ModelLevel>& levels) : lines(levels.size()) {
        const auto found = grams_of(levels);
        for (std::size_t n = 0; n < found.size(); ++n)
            for (std::size_t i = 0; i < found[n].size(); ++i)
                lines[n][found[n][i]] = {levels[n].probability[i],
                                         n + 1 < found.size() ? levels[n].backoff[i] : 0};
    }
    double log_after(const Gram& context, WordId word) const {
        Gram gram = context;
        gram.push_back(word);
        if (gram.size() <= lines.size())
            if (const auto at = lines[gram.size() - 1].find(gram);
                at != lines[gram.size() - 1].end())
                return static_cast<double>(at->second.probability);
        double weight = 0;
        if (context.size() < lines.size())
            if (const auto at = lines[context.size() - 1].find(context);
                at != lines[context.size() - 1].end())
                weight = static_cast<double>(at->second.backoff);
        return weight + log_after(Gram(context.begin() + 1, context.end()), word);
    }
    double sum_after(const Gram& context) const {
        double sum = 0;
        for (WordId word = 0; word < lines[0].size(); ++word)
            if (word != sentence_begin) sum += std::pow(10.0, log_after(context, word));
        return sum;
    }

    std::vector<std::map<Gram, Line>> lines;
};

const char* const names[] = {"kn", "kn1", "abs", "wb", "katz", "add", "mle", "stupid"};

std::string written(const Gram& gram) {
    std::string text;
    for (const WordId word : gram) text += ' ', text += std::to_string(word);
    return text;
}

std::string written(const SmoothingRules& rules) {
    std::ostringstream text;
    text << names[static_cast<int>(rules.method)] << (rules.interpolate ? "" : " backing off")
         << (rules.interpolate_unigrams ? "" : " unigrams alone");
    for (const auto threshold : rules.prune) text << " >" << threshold;
    for (const auto& d : rules.discounts)
        d ? text << " D " << (*d)[0] << ',' << (*d)[1] << ',' << (*d)[2] : text << " D -";
    if (rules.first_seen != nullptr) text << " as lmplz";
    if (rules.method == Smoothing::additive) text << " K " << rules.added;
    return text.str();
}

float log_of(double p) { return p > 0 ? static_cast<float>(std::log10(p)) : log_zero; }

bool close(float found, double p) {
    const double expected = static_cast<double>(log_of(p));
    return std::fabs(static_cast<double>(found) - expected) <=
           2e-6 * std::max(1.0, std::fabs(expected));
}

/// Where a model differs from the direct one; "" if nowhere.
std::string difference(const Estimate& estimate, const DirectModel& direct) {
    std::ostringstream text;
    const Mapped mapped(estimate.levels);
    for (std::size_t n = 0; n < mapped.lines.size(); ++n) {
        const auto& expected = direct.levels()[n];
        for (const auto& [gram, line] : mapped.lines[n])
            if (!expected.probability.contains(gram)) text << "too many:" << written(gram) << '\n';
        for (const auto& [gram, p] : expected.probability) {
            const auto at = mapped.lines[n].find(gram);
            if (at == mapped.lines[n].end()) {
                text << "missing:" << written(gram) << '\n';
                continue;
            }
            const Line line = at->second;
            if (!close(line.probability, p) || line.probability > 0)
                text << "p" << written(gram) << " is " << line.probability << ", should be "
                     << log_of(p) << '\n';
            if (n + 1 == mapped.lines.size()) continue;
            const auto weight = expected.backoff.find(gram);
            const double backoff = weight == expected.backoff.end() ? 1 : weight->second;
            if (!close(line.backoff, backoff))
                text << "backoff" << written(gram) << " is " << line.backoff << ", should be "
                     << log_of(backoff) << '\n';
        }
    }
    return text.str();
}

/// Where reports differ from the direct model.
std::string difference(const std::vector<OrderReport>& reports, const DirectModel& direct) {
    std::ostringstream text;
    for (std::size_t n = 0; n < reports.size(); ++n) {
        const auto& level = direct.levels()[n];
        const OrderReport& report = reports[n];
        if (n > 0 && report.grams != direct.counts()[n].size())
            text << "grams of " << n + 1 << '\n';
        if (n > 0 && report.kept != level.probability.size()) text << "kept of " << n + 1 << '\n';
        for (std::size_t r = 1; r <= 4; ++r)
            if (report.counts_of_counts[r - 1] != level.n[r])
                text << "order " << n + 1 << " n_" << r << " is " << report.counts_of_counts[r - 1]
                     << ", should be " << level.n[r] << '\n';
        if (level.taken)
            for (std::size_t r = 0; r < 3; ++r)
                if (!(std::fabs(report.discounts[r] - (*level.taken)[r]) <= 1e-12))
                    text << "order " << n + 1 << " D" << r + 1 << " is " << report.discounts[r]
                         << ", should be " << (*level.taken)[r] << '\n';
        if (report.fallback.empty() == level.fallback)
            text << "order " << n + 1 << " falls back: '" << report.fallback << "'\n";
    }
    return text.str();
}

/// Contexts after which probabilities do not sum to one.
std::string sums(const Estimate& estimate, std::mt19937_64& random) {
    std::ostringstream text;
    const Mapped mapped(estimate.levels);
    const auto look = [&](const Gram& context) {
        const double sum = mapped.sum_after(context);
        if (!(std::fabs(sum - 1) <= 1e-6))
            text << "sum after" << written(context) << ' ' << sum << '\n';
    };
    look({});
    for (std::size_t n = 0; n + 1 < mapped.lines.size(); ++n)
        for (const auto& [gram, line] : mapped.lines[n]) look(gram);
    for (int i = 0; i < 5; ++i) {
        Gram context;
        for (std::size_t k = random() % mapped.lines.size(); k > 0; --k)
            context.push_back(static_cast<WordId>(random() % mapped.lines[0].size()));
        look(context);
    }
    return text.str();
}

SmoothingRules random_rules(std::mt19937_64& random, Smoothing method, std::size_t order) {
    SmoothingRules rules;
    rules.method = method;
    rules.interpolate = random() % 3 != 0;
    rules.interpolate_unigrams = random() % 4 != 0;
    rules.added = std::array{1.0, 0.01, 0.5, 3.0}[random() % 4];
    if (random() % 3 == 0) {
        std::uint64_t threshold = 0;
        for (std::size_t n = 0; n < 1 + random() % order; ++n) {
            if (n > 0 && random() % 2 == 0) threshold += random() % 3;
            rules.prune.push_back(threshold);
        }
    }
    if (random() % 6 == 0) {
        for (std::size_t n = 0; n < 1 + random() % order; ++n) {
            const double d = static_cast<double>(random() % 11) / 10;
            rules.discounts.emplace_back(std::array{d, 2 * d, 3 * d});
            if (random() % 4 == 0) rules.discounts.back().reset();
        }
    }
    return rules;
}

/// Compares what is made of a text in all ways; adds what differs to `differences`, which has few.
void compare(const Text& text, const Grams& grams, const SmoothingRules& rules,
             std::mt19937_64& random, std::vector<std::string>& differences) {
    const std::size_t order = grams.order();
    const DirectModel direct(text.grams(), text.vocabulary(), order, rules);
    const Estimate estimate = ngram::estimate(grams, rules, nobody);
    std::string all = difference(estimate, direct) + difference(estimate.orders, direct);
    if (rules.method != Smoothing::stupid_backoff) all += sums(estimate, random);
    if (all.empty()) return;
    std::string lines;
    for (const auto& sentence : text.sentences) {
        for (const std::string& word : sentence)
            lines += std::to_string(text.id(word)), lines += ' ';
        lines += "| ";
    }
    differences.push_back(written(rules) + ", order " + std::to_string(order) + ", vocabulary " +
                          std::to_string(text.vocabulary()) + "\n" + lines + "\n" + all);
}

/// The shortest of what differs, to be looked at first.
void report(std::vector<std::string> differences, int compared) {
    std::string shortest;
    std::sort(differences.begin(), differences.end(),
              [](const auto& a, const auto& b) { return a.size() < b.size(); });
    for (std::size_t i = 0; i < std::min<std::size_t>(3, differences.size()); ++i)
        shortest += differences[i] + "\n";
    INFO(differences.size() << " of " << compared << " differ, the shortest:\n" << shortest);
    CHECK(differences.empty());
}

void compare_many(Smoothing method, int texts) {
    std::mt19937_64 random(static_cast<std::uint64_t>(method) + 1);
    std::vector<std::string> differences;
    for (int i = 0; i < texts; ++i) {
        Text text = random_text(random, testing::random_shape(random));
        const bool more_words = random() % 4 == 0;
        if (more_words) text.words.insert({"never", "Never"});
        Corpus corpus = more_words || random() % 2 == 0 ? corpus_of(text, random) : corpus_of(text);
        const Grams grams = count_grams(corpus, 1 + random() % 5, nobody);
        compare(text, grams, random_rules(random, method, grams.order()), random, differences);
    }
    report(differences, texts);
}

}  // namespace

TEST_CASE("n-grams and their counts are those of counting directly") {
    std::mt19937_64 random(1);
    int wrong = 0;
    for (int i = 0; i < 3000; ++i) {
        Text text = random_text(random, testing::random_shape(random));
        const bool more_words = random() % 4 == 0;
        if (more_words) text.words.insert({"never", "Never"});
        Corpus corpus = more_words ? corpus_of(text, random) : corpus_of(text);
        const std::size_t order = 1 + random() % (i % 4 == 0 ? 16 : 5);
        wrong += counts_of(count_grams(corpus, order, nobody)) !=
                 testing::direct_counts(text.grams(), text.vocabulary(), order);
    }
    CHECK(wrong == 0);
}

TEST_CASE("modified Kneser-Ney is as computed directly") {
    compare_many(Smoothing::kneser_ney, 3000);
}
TEST_CASE("Kneser-Ney with one discount is as computed directly") {
    compare_many(Smoothing::kneser_ney_single, 1500);
}
TEST_CASE("absolute discounting is as computed directly") {
    compare_many(Smoothing::absolute, 1500);
}
TEST_CASE("Witten-Bell is as computed directly") { compare_many(Smoothing::witten_bell, 1500); }
TEST_CASE("Katz is as computed directly") { compare_many(Smoothing::katz, 1500); }
TEST_CASE("additive smoothing is as computed directly") { compare_many(Smoothing::additive, 1500); }
TEST_CASE("maximum likelihood is as computed directly") {
    compare_many(Smoothing::maximum_likelihood, 1500);
}
TEST_CASE("stupid backoff is as computed directly") {
    compare_many(Smoothing::stupid_backoff, 1500);
}
