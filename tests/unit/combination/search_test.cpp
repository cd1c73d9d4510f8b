#include "combination/search.hpp"

#include "catch.hpp"
#include "combination/checkpoint_table.hpp"
#include "combination/count.hpp"
#include "combination/half_sums.hpp"
#include "combination/limited_sequences.hpp"
#include "combination/listing.hpp"
#include "combination/plain_list.hpp"
#include "io/source.hpp"
#include "unit/combination/brute_force.hpp"
#include "unit/io/temporary.hpp"

#include <string>

using namespace pipelab;
using namespace pipelab::combination;
using testing::Combination;

namespace {

Combination values_of(const Search& search, const Walk& walk) {
    Combination combination;
    for (const std::uint32_t p : search.taken()) combination.push_back(walk.positions()[p].value);
    return combination;
}

std::vector<Combination> all_found(const Walk& walk, const Outlook& outlook) {
    Search search(walk, outlook);
    std::vector<Combination> found;
    while (search.next()) found.push_back(values_of(search, walk));
    return found;
}

/// Whether the search finds all from each rank on.
bool finds_ranks(const Problem& problem, const Walk& walk,
                 const std::vector<Combination>& expected) {
    const Ranking ranking(problem, walk);
    if (ranking.total() != expected.size()) return false;
    const ReachTable table(walk);
    for (std::size_t rank = 0; rank < expected.size(); rank += 1 + expected.size() / 5) {
        Search search(walk, table);
        search.seek(ranking, rank);
        for (std::size_t i = rank; i < expected.size(); ++i)
            if (!search.next() || values_of(search, walk) != expected[i]) return false;
        if (search.next()) return false;
    }
    return true;
}

std::string text_of(const std::vector<Combination>& combinations) {
    std::string text;
    for (const Combination& combination : combinations) {
        for (std::size_t i = 0; i < combination.size(); ++i) {
            if (i > 0) text += ' ';
            text += std::to_string(combination[i]);
        }
        text += '\n';
    }
    return text;
}

std::string plain_text(const Problem& problem, const Walk& walk, std::uint64_t rank,
                       std::uint64_t most) {
    const testing::File file("");
    io::Output out(file.path());
    const ReachTable table(walk);
    Search search(walk, table);
    search.seek(Ranking(problem, walk), rank);
    search.next();
    PlainList::list(problem, walk, search.taken(), most, out, base::Control::none());
    out.finish();
    return io::read_all(file.path(), 1 << 20);
}

/// How many of `count` questions are answered otherwise than by trying everything.
int wrong_answers(int count, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    int wrong = 0, plain = 0;
    for (int i = 0; i < count; ++i) {
        const testing::Question question = testing::random_question(random);
        const Problem problem = make_problem(question.items, question.rules);
        REQUIRE(problem.endless.empty());
        const Walk walk(problem);
        const auto expected = testing::try_everything(question);
        if (limits_sequences(problem)) {
            const bool right = all_found(walk, LimitedSequences(problem, walk)) == expected &&
                               count_limited_sequences(problem) == expected.size();
            wrong += !right;
            continue;
        }
        bool right = all_found(walk, ReachTable(walk)) == expected;
        if (!problem.ordered) {
            right = right && all_found(walk, HalfSums(walk)) == expected;
            right = right && all_found(walk, CheckpointTable(walk)) == expected;
            right = right && half_count(walk) == expected.size();
        }
        right = right && Counter(problem, walk).count() == expected.size();
        right = right && finds_ranks(problem, walk, expected);
        if (i % 16 == 0 && !expected.empty() && PlainList::suits(problem, walk, 1 << 20)) {
            ++plain;
            const std::uint64_t rank = random() % expected.size();
            const std::uint64_t most = 1 + random() % expected.size();
            const auto first = expected.begin() + static_cast<std::ptrdiff_t>(rank);
            const auto listed = std::min<std::uint64_t>(most, expected.size() - rank);
            right = right && plain_text(problem, walk, rank, most) ==
                                 text_of({first, first + static_cast<std::ptrdiff_t>(listed)});
        }
        wrong += !right;
    }
    CHECK(plain > count / 200);
    return wrong;
}

}  // namespace

TEST_CASE("draws are uniform") {
    // 6 ranks, 60,000 draws: a count has mean 10,000 and standard deviation 91.
    std::vector<int> counts(6);
    for (std::uint64_t i = 0; i < 60000; ++i) ++counts[random_rank(7, i, 6).get_ui()];
    for (const int count : counts) CHECK(std::abs(count - 10000) < 5 * 91);
    const mpz_class large = (mpz_class(1) << 200) + 1;
    for (std::uint64_t i = 0; i < 1000; ++i) CHECK(random_rank(7, i, large) < large);
    CHECK(random_rank(7, 0, 1) == 0);
}

TEST_CASE("lists and counts are those of trying everything") {
    CHECK(wrong_answers(100000, 1) == 0);
}

TEST_CASE("lists and counts are those of trying everything, many", "[.][exhaustive]") {
    CHECK(wrong_answers(400000, 2) == 0);
}
