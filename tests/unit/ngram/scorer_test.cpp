#include "ngram/scorer.hpp"

#include "catch.hpp"
#include "ngram/arpa_reader.hpp"
#include "random_model.hpp"
#include "temporary_model.hpp"

#include <map>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace scorer_test {

using namespace pipelab;

namespace {

using Gram = std::vector<ngram::WordId>;

/// A backoff model by its definition.
class Direct {
  public:
    Direct(const std::string& arpa, const ngram::Vocabulary& vocabulary) {
        std::istringstream lines(arpa);
        std::string line;
        std::size_t order = 0;
        while (std::getline(lines, line)) {
            if (line.empty() || line.rfind("ngram", 0) == 0) continue;
            if (line[0] == '\\') {
                order = static_cast<std::size_t>(std::atoi(line.c_str() + 1));
                continue;
            }
            std::istringstream fields(line);
            float probability = 0, backoff = 0;
            std::string word;
            fields >> probability;
            Gram gram;
            while (gram.size() < order && fields >> word) gram.push_back(vocabulary.id(word));
            fields >> backoff;
            grams_[gram] = {probability, backoff};
            order_ = order;
        }
        for (ngram::WordId id = 0; id < 3; ++id) grams_.try_emplace({id}, -100.f, 0.f);
    }
    double probability(Gram context, ngram::WordId word, std::size_t& length) const {
        if (context.size() >= order_)
            context.erase(context.begin(), context.end() - static_cast<long>(order_) + 1);
        Gram gram = context;
        gram.push_back(word);
        if (const auto found = grams_.find(gram); found != grams_.end()) {
            length = gram.size();
            return found->second.first;
        }
        const auto weight = grams_.find(context);
        const double backoff = weight == grams_.end() ? 0 : weight->second.second;
        context.erase(context.begin());
        return backoff + probability(context, word, length);
    }

  private:
    std::map<Gram, std::pair<float, float>> grams_;
    std::size_t order_ = 0;
};

ngram::Scorer scorer_of(const std::string& arpa) {
    const ngram_test::TemporaryModel file(arpa);
    return ngram::Scorer(ngram::read_arpa(file.path(), base::Control::none()).model);
}

}  // namespace

TEST_CASE("Scores are those of the definition, one by one and in batches") {
    std::mt19937 random(3);
    for (const std::size_t order : {1u, 2u, 3u, 4u, 6u, 9u, 16u}) {
        for (const std::size_t words : {2u, 30u, 400u}) {
            const std::string arpa = ngram_test::random_model(random, order, words, 60);
            const ngram::Scorer scorer = scorer_of(arpa);
            REQUIRE(scorer.order() == order);
            const Direct direct(arpa, scorer.vocabulary());
            const auto size = static_cast<ngram::WordId>(scorer.vocabulary().size());
            Gram all;
            std::vector<std::size_t> ends;
            for (int i = 0; i < 100; ++i) {
                for (auto left = random() % 12; left > 0; --left)
                    all.push_back(static_cast<std::uint32_t>(random() % size));
                ends.push_back(all.size());
            }
            for (const ngram::SentenceRules rules :
                 {ngram::SentenceRules{}, {true, false}, {false, true}, {false, false}}) {
                std::vector<ngram::SentenceScore> scores(ends.size());
                std::vector<ngram::WordScore> details(all.size() + ends.size());
                scorer.score(all, ends, rules, scores.data(), details.data());
                auto detail = details.begin();
                std::size_t at = 0;
                for (std::size_t i = 0; i < ends.size(); ++i) {
                    Gram context;
                    if (rules.begin) context.push_back(ngram::sentence_begin);
                    ngram::State state = scorer.start(rules.begin);
                    ngram::SentenceScore sum;
                    const auto expect = [&](ngram::WordId word) {
                        std::size_t length = 0;
                        const double probability = direct.probability(context, word, length);
                        const ngram::WordScore one = scorer.score(state, word);
                        REQUIRE(one.probability == Approx(probability).margin(1e-9));
                        REQUIRE(one.length == length);
                        REQUIRE(one.probability == detail->probability);
                        REQUIRE(one.length == detail->length);
                        REQUIRE(one.backoff == detail->backoff);
                        REQUIRE(one.next == detail->next);
                        ++detail;
                        sum.probability += one.probability;
                        ++sum.tokens;
                        sum.unknown += word == ngram::unknown;
                        state = one.next;
                        context.push_back(word);
                    };
                    for (; at < ends[i]; ++at) expect(all[at]);
                    if (rules.end) expect(ngram::sentence_end);
                    REQUIRE(scores[i].probability == sum.probability);
                    REQUIRE(scores[i].tokens == sum.tokens);
                    REQUIRE(scores[i].unknown == sum.unknown);
                    REQUIRE(scores[i].known_probability + scores[i].unknown_probability ==
                            Approx(sum.probability).margin(1e-9));
                }
            }
        }
    }
}

TEST_CASE("A table finds what was put into it, however full") {
    std::mt19937 random(4);
    for (const std::size_t count : {0u, 1u, 5u, 1000u, 60000u}) {
        base::Array<ngram::ContextTable::Entry> entries;
        for (std::size_t i = 0; i < count; ++i)
            entries.push_back({static_cast<std::uint32_t>(i / 7), static_cast<unsigned>(i % 7), 0,
                               static_cast<std::uint32_t>(random())});
        ngram::ContextTable table(count);
        table.insert(entries);
        for (const auto& entry : entries) {
            const auto* const found = table.find(entry.context, entry.word);
            REQUIRE(found != nullptr);
            REQUIRE(found->next == entry.next);
            REQUIRE(table.find(entry.context, entry.word + 7) == nullptr);
        }
        std::size_t seen = 0;
        table.for_each([&](const auto&) { ++seen; });
        CHECK(seen == count);
    }
}

}  // namespace scorer_test
