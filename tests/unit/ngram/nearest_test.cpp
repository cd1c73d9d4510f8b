#include "base/parallel.hpp"
#include "catch.hpp"
#include "ngram/nearest_report.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace nearest_test {

using namespace pipelab;
using namespace pipelab::ngram;

namespace {

Sentences sentences_of(const std::vector<std::string>& texts) {
    Sentences sentences;
    for (const std::string& text : texts) sentences.texts.push_back(padded(text, sentences.copies));
    return sentences;
}

/// The n-grams of a text of bytes, with how often each occurs.
std::map<std::string, int> direct_grams(const std::string& text, std::size_t length) {
    std::map<std::string, int> grams;
    if (text.empty()) return grams;
    const std::string marks(length - 1, '#');
    const std::string padded = marks + text + marks;
    for (std::size_t i = 0; i + length <= padded.size(); ++i) ++grams[padded.substr(i, length)];
    return grams;
}

double direct_similarity(const std::string& a, const std::string& b, std::size_t length) {
    const auto x = direct_grams(a, length), y = direct_grams(b, length);
    int shared = 0, all = 0;
    for (const auto& [gram, count] : x) {
        all += count;
        if (y.contains(gram)) shared += std::min(count, y.at(gram));
    }
    for (const auto& [gram, count] : y) all += count;
    return all == 0 ? 0 : 2.0 * shared / all;
}

std::vector<std::pair<double, std::size_t>> direct_nearest(const std::vector<std::string>& list,
                                                           const std::string& text,
                                                           std::size_t length,
                                                           const NearestEntries::Rules& rules) {
    std::vector<std::pair<double, std::size_t>> found;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const double similarity = direct_similarity(list[i], text, length);
        if (similarity > 0 && similarity >= rules.least) found.emplace_back(-similarity, i);
    }
    std::sort(found.begin(), found.end());
    if (found.size() > rules.count) found.resize(rules.count);
    return found;
}

std::string random_word(std::mt19937_64& random) {
    std::string word(random() % 12, 'a');
    for (char& c : word) c = "aaabbcde"[random() % 8];
    return word;
}

}  // namespace

TEST_CASE("the nearest entries are those of a search through all") {
    std::mt19937_64 random(11);
    for (int round = 0; round < 60; ++round) {
        std::vector<std::string> list(random() % 200), queries(20);
        for (std::string& word : list) word = random_word(random);
        for (std::string& word : queries)
            word = list.empty() || random() % 2 == 0
                       ? random_word(random) + (random() % 2 ? "x" : "")
                       : list[random() % list.size()];
        const std::size_t length = 1 + random() % 4;
        const NearestEntries::Rules rules{1 + random() % 8,
                                          random() % 2 == 0 ? 0 : 0.1 * double(random() % 11)};
        PaddedGrams grams(length, {Unit::byte, false});
        const NearestEntries entries(grams.learn(sentences_of(list)));
        const Sentences sentences = sentences_of(queries);
        const GramRows rows = grams.look_up(sentences);
        NearestEntries::Scratch scratch;
        for (std::size_t i = 0; i < queries.size(); ++i) {
            const auto expected = direct_nearest(list, queries[i], length, rules);
            const auto found = entries.find(rows.row(i), rules, scratch);
            REQUIRE(found.size() == expected.size());
            for (std::size_t k = 0; k < found.size(); ++k) {
                CHECK(found[k].entry == expected[k].second);
                CHECK(found[k].similarity == -expected[k].first);
            }
        }
    }
}

TEST_CASE("nearest entries of characters and words, whatever the threads") {
    const std::vector<std::string> list = {
        "\xc3\x89"
        "cole",
        "ecole", "", "old school", "school"};
    const auto look_up = [&](Unit unit, const std::string& text) {
        PaddedGrams grams(2, {unit, true});
        const Sentences entries_text = sentences_of(list);
        const NearestEntries entries(grams.learn(entries_text));
        const LookupReport report(
            entries_text.texts, [&](const Sentences& texts) { return grams.look_up(texts); },
            entries, {2, 0}, false);
        return report(sentences_of({text}));
    };
    // ^e ec co ol le e$ and its like: 6 n-grams each, of which 4 and 6 are shared.
    CHECK(look_up(Unit::character,
                  "\xc3\x89"
                  "COLE") ==
          "\xc3\x89"
          "cole\t1\t1\necole\t0.6666666666666666\t2\n\n");
    CHECK(look_up(Unit::word, "the old school") ==
          "old school\t0.5714285714285714\t4\nschool\t0.3333333333333333\t5\n\n");
    CHECK(look_up(Unit::word, "unlike") == "\n");
    CHECK(look_up(Unit::character, "") == "\n");
    std::vector<std::string> queries(3000, "schol");
    const Sentences sentences = sentences_of(list);
    PaddedGrams grams(3, {Unit::character, false});
    const NearestEntries entries(grams.learn(sentences));
    const LookupReport report(
        sentences.texts, [&](const Sentences& texts) { return grams.look_up(texts); }, entries,
        {3, 0}, true);
    const int threads = base::threads();
    base::set_threads(1);
    const std::string one = report(sentences_of(queries));
    base::set_threads(3);
    CHECK(report(sentences_of(queries)) == one);
    base::set_threads(threads);
}

}  // namespace nearest_test
