#include "combination/search.hpp"

#include "catch.hpp"
#include "combination/checkpoint_table.hpp"
#include "combination/count.hpp"
#include "combination/count_table.hpp"
#include "combination/existence.hpp"
#include "combination/half_sums.hpp"
#include "combination/limited_sequences.hpp"
#include "combination/listing.hpp"
#include "combination/nearest.hpp"
#include "combination/plain_list.hpp"
#include "combination/reach_table.hpp"
#include "io/source.hpp"
#include "unit/combination/brute_force.hpp"
#include "unit/io/temporary.hpp"

#include <string>

namespace search_test {

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
bool finds_ranks(const Walk& walk, const Outlook& outlook, const Ranking& ranking,
                 const std::vector<Combination>& expected) {
    if (ranking.total() != expected.size()) return false;
    for (std::size_t rank = 0; rank < expected.size(); rank += 1 + expected.size() / 5) {
        Search search(walk, outlook);
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
    search.seek(CountTable(problem, walk), rank);
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
        bool right = existence(problem, unlimited).any == !expected.empty();
        if (limits_sequences(problem)) {
            const LimitedSequences sequences(problem, walk, 1 << 20);
            right = right && all_found(walk, sequences) == expected;
            right = right && count_limited_sequences(problem) == expected.size();
            right = right && finds_ranks(walk, sequences, sequences, expected);
            wrong += !right;
            continue;
        }
        const ReachTable table(walk);
        const CountTable counts(problem, walk);
        right = right && all_found(walk, table) == expected;
        right = right && all_found(walk, counts) == expected;
        if (!problem.ordered) {
            const HalfSums halves(walk, HalfSums::Use::search);
            const HalfSums ranks(walk, HalfSums::Use::ranks);
            right = right && all_found(walk, halves) == expected;
            right = right && all_found(walk, CheckpointTable(walk)) == expected;
            right = right && half_count(walk) == expected.size();
            right = right && finds_ranks(walk, ranks, ranks, expected);
        }
        right = right && Counter(problem, walk).count() == expected.size();
        right = right && finds_ranks(walk, table, counts, expected);
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

TEST_CASE("the nearest sums are those of all sums") {
    std::mt19937_64 random(3);
    for (int i = 0; i < 3000; ++i) {
        testing::Question question = testing::random_question(random);
        question.rules.tolerance = io::Decimal{};
        const auto target = std::get<io::Decimal>(question.rules.target).mantissa;
        constexpr std::int64_t window = 12;
        std::vector<std::int64_t> expected;
        for (std::int64_t distance = 0; distance <= window; ++distance) {
            for (const std::int64_t sum : {target - distance, target + distance}) {
                question.rules.target = io::Decimal{sum, 0};
                if (distance == 0 && !expected.empty()) break;
                if (!testing::try_everything(question).empty()) expected.push_back(sum);
            }
        }
        question.rules.target = io::Decimal{target, 0};
        const std::size_t count = random() % 5 + 1;
        auto found = nearest_sums(question.items, question.rules, count, unlimited).sums;
        question.rules.tolerance = io::Decimal{window, 0};
        Problem around = make_problem(question.items, question.rules);
        around.ordered = false;
        const Walk walk(around);
        std::vector<std::int64_t> halves;
        if (!walk.hopeless())
            halves = half_nearest(walk, target, window, count, base::Control::none());
        auto first = expected;
        first.resize(std::min(first.size(), count));
        CHECK(halves == first);
        // Those further away than trying went are left to the other way.
        while (!found.empty() && std::abs(found.back() - target) > window) found.pop_back();
        expected.resize(std::min(expected.size(), count));
        CHECK(found == expected);
    }
}

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

}  // namespace search_test
