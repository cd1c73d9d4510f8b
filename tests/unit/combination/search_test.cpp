#include "combination/search.hpp"

#include "catch.hpp"
#include "combination/count.hpp"
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

std::vector<Combination> all_found(const Walk& walk) {
    const ReachTable table(walk);
    Search search(walk, table);
    std::vector<Combination> found;
    while (search.next()) {
        Combination& combination = found.emplace_back();
        for (const std::uint32_t p : search.taken())
            combination.push_back(walk.positions()[p].value);
    }
    return found;
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

std::string plain_text(const Problem& problem, const Walk& walk, std::uint64_t most) {
    const testing::File file("");
    io::Output out(file.path());
    PlainList::list(problem, walk, most, out, base::Control::none());
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
        bool right = all_found(walk) == expected;
        right = right && Counter(problem, walk).count() == expected.size();
        if (i % 16 == 0 && PlainList::suits(problem, walk, 1 << 20)) {
            ++plain;
            right = right && plain_text(problem, walk, unlimited) == text_of(expected);
        }
        wrong += !right;
    }
    CHECK(plain > count / 200);
    return wrong;
}

}  // namespace

TEST_CASE("lists and counts are those of trying everything") {
    CHECK(wrong_answers(100000, 1) == 0);
}

TEST_CASE("lists and counts are those of trying everything, many", "[.][exhaustive]") {
    CHECK(wrong_answers(400000, 2) == 0);
}
