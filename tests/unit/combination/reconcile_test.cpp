#include "combination/reconcile.hpp"

#include "catch.hpp"
#include "io/source.hpp"
#include "unit/io/temporary.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <random>
#include <string>

namespace reconcile_test {

using namespace pipelab;
using namespace pipelab::combination;

namespace {

std::vector<Item> amounts(const std::vector<std::int64_t>& values, int scale) {
    std::vector<Item> items;
    for (const std::int64_t value : values) {
        Item item;
        item.value = io::Decimal{value, scale};
        item.where.line = items.size() + 1;
        items.push_back(item);
    }
    return items;
}

struct Case {
    std::vector<std::int64_t> items, targets;
    std::int64_t tolerance = 0;
    std::uint64_t max_items = 0;
};

/// What both implementations say of a match.
struct Found {
    std::uint32_t target;
    std::vector<std::uint32_t> items;
    std::int64_t sum;
    bool unique;
    bool operator==(const Found&) const = default;
};

/// The rules as they are written, over all subsets of items as sets of bits.
class Slow {
  public:
    explicit Slow(const Case& question) : question_(question) {}

    std::vector<Found> matches() {
        for (int size = 1; size <= static_cast<int>(question_.max_items); ++size)
            while (step(size)) {
            }
        std::sort(found_.begin(), found_.end(),
                  [](const Found& a, const Found& b) { return a.target < b.target; });
        return found_;
    }

  private:
    std::vector<std::uint32_t> members(std::uint32_t subset) const {
        std::vector<std::uint32_t> items;
        for (std::uint32_t i = 0; i < question_.items.size(); ++i)
            if (subset >> i & 1) items.push_back(i);
        return items;
    }
    std::int64_t sum(std::uint32_t subset) const {
        std::int64_t sum = 0;
        for (const std::uint32_t i : members(subset)) sum += question_.items[i];
        return sum;
    }
    /// The groups a target may have, best first.
    std::vector<std::uint32_t> groups(std::uint32_t target, int size) const {
        std::vector<std::uint32_t> groups;
        const std::int64_t wanted = question_.targets[target];
        const auto distance = [&](std::uint32_t subset) { return std::abs(sum(subset) - wanted); };
        for (std::uint32_t subset = 0; subset < 1u << question_.items.size(); ++subset) {
            if ((subset & used_) == 0 && std::popcount(subset) == size &&
                distance(subset) <= question_.tolerance)
                groups.push_back(subset);
        }
        std::sort(groups.begin(), groups.end(), [&](std::uint32_t a, std::uint32_t b) {
            if (distance(a) != distance(b)) return distance(a) < distance(b);
            return members(a) < members(b);
        });
        return groups;
    }
    bool step(int size) {
        for (const bool unique : {true, false}) {
            for (std::uint32_t t = 0; t < question_.targets.size(); ++t) {
                if (settled_ >> t & 1) continue;
                const auto choices = groups(t, size);
                if (choices.empty() || (unique && choices.size() != 1)) continue;
                found_.push_back({t, members(choices[0]), sum(choices[0]), unique});
                used_ |= choices[0];
                settled_ |= 1u << t;
                return true;
            }
        }
        return false;
    }

    const Case& question_;
    std::uint32_t used_ = 0, settled_ = 0;
    std::vector<Found> found_;
};

/// Large amounts, and targets that are sums of many: what no small groups make.
void make_hard(Case& question, std::mt19937_64& random) {
    for (std::int64_t& item : question.items)
        item = static_cast<std::int64_t>(random() % 4 ? random() % 100000 : random() % 2 * 77777);
    for (std::int64_t& target : question.targets) {
        const auto subset = random() | random();
        target = static_cast<std::int64_t>(random() % 2);
        for (std::size_t i = 0; i < question.items.size(); ++i)
            if (subset >> i & 1) target += question.items[i];
    }
}

Case random_case(std::mt19937_64& random) {
    const auto pick = [&](std::int64_t low, std::int64_t high) {
        return low +
               static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(high - low + 1));
    };
    Case question;
    const std::int64_t widest = pick(0, 1) ? 30 : 6;
    const std::int64_t least = pick(0, 3) ? 1 : -5;
    for (std::int64_t i = pick(0, 8); i > 0; --i) question.items.push_back(pick(least, widest));
    for (std::int64_t i = pick(0, 5); i > 0; --i)
        question.targets.push_back(pick(least, 2 * widest));
    if (pick(0, 1)) make_hard(question, random);
    question.tolerance = std::max<std::int64_t>(0, pick(-2, 3));
    question.max_items = static_cast<std::uint64_t>(pick(1, 6));
    return question;
}

std::vector<Found> fast_matches(const Case& question, const GroupLimits& limits, int scale) {
    const auto result =
        reconcile(amounts(question.items, scale), amounts(question.targets, scale),
                  {io::Decimal{question.tolerance, scale}, question.max_items, limits});
    REQUIRE_FALSE(result.unfinished);
    std::vector<Found> found;
    for (const Match& match : result.matches) {
        // A scale that nothing needs is dropped: back to ours.
        std::int64_t sum = match.sum.mantissa, difference = match.difference.mantissa;
        for (int s = match.sum.scale; s < scale; ++s) {
            sum *= 10;
            difference *= 10;
        }
        REQUIRE(difference == sum - question.targets[match.target]);
        found.push_back({match.target, match.items, sum, match.unique});
    }
    return found;
}

/// Checks that a result uses each item and target once, in a match or as unmatched.
void check_partition(const Reconciliation& result, std::size_t items, std::size_t targets) {
    std::vector<int> seen_items(items, 0), seen_targets(targets, 0);
    for (const Match& match : result.matches) {
        ++seen_targets[match.target];
        for (const std::uint32_t item : match.items) ++seen_items[item];
    }
    for (const std::uint32_t item : result.unmatched_items) ++seen_items[item];
    for (const std::uint32_t target : result.unmatched_targets) ++seen_targets[target];
    CHECK(seen_items == std::vector<int>(items, 1));
    CHECK(seen_targets == std::vector<int>(targets, 1));
}

/// How many of `count` cases are matched otherwise than by trying everything.
int wrong_answers(int count, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    int wrong = 0, large = 0;
    for (int i = 0; i < count; ++i) {
        const Case question = random_case(random);
        const auto expected = Slow(question).matches();
        large += std::any_of(expected.begin(), expected.end(),
                             [](const Found& found) { return found.items.size() >= 4; });
        GroupLimits without_pairs;
        without_pairs.pairs = 0;
        wrong += fast_matches(question, {}, 0) != expected ||
                 fast_matches(question, without_pairs, 2) != expected;
    }
    CHECK(large > count / 50);
    return wrong;
}

}  // namespace

TEST_CASE("matches are those of trying all subsets") { CHECK(wrong_answers(20000, 1) == 0); }

TEST_CASE("matches are those of trying all subsets, many", "[.][exhaustive]") {
    CHECK(wrong_answers(500000, 2) == 0);
}

TEST_CASE("nothing to match") {
    const auto none = reconcile({}, {}, {});
    CHECK(none.matches.empty());
    CHECK(none.unmatched_items.empty());
    const auto items = amounts({1, 2}, 0);
    CHECK(reconcile(items, {}, {}).unmatched_items == std::vector<std::uint32_t>{0, 1});
    CHECK(reconcile({}, items, {}).unmatched_targets == std::vector<std::uint32_t>{0, 1});
    // No target is reached by no items.
    CHECK(reconcile(items, amounts({0}, 0), {}).matches.empty());
}

TEST_CASE("a search that takes too long says so, and what it has is a matching") {
    std::mt19937_64 random(3);
    std::vector<std::int64_t> items, targets;
    for (int i = 0; i < 60; ++i) items.push_back(static_cast<std::int64_t>(random() % 100000));
    for (int i = 0; i < 30; ++i) targets.push_back(static_cast<std::int64_t>(random() % 200000));
    int unfinished = 0;
    std::size_t before = 0;
    for (const std::uint64_t steps : {0u, 100u, 1000u, 10000u, 100000u, 1000000u, 100000000u}) {
        ReconcileRules rules;
        rules.max_items = 4;
        rules.tolerance = io::Decimal{3, 0};
        rules.limits.steps = steps;
        const auto result = reconcile(amounts(items, 0), amounts(targets, 0), rules);
        check_partition(result, items.size(), targets.size());
        CHECK(result.matches.size() >= before);
        before = result.matches.size();
        unfinished += result.unfinished.has_value();
    }
    CHECK(unfinished > 2);
    CHECK(unfinished < 7);
}

TEST_CASE("amounts at the ends of the range") {
    const std::int64_t large = (std::int64_t{1} << 59) - 1;
    const auto items = amounts({large, -large, large, large}, 0);
    ReconcileRules rules;
    rules.tolerance = io::Decimal{large, 0};
    for (const std::uint64_t pairs : {0u, 100u}) {
        rules.limits.pairs = pairs;
        const auto result = reconcile(items, amounts({3 * large}, 0), rules);
        REQUIRE(result.matches.size() == 1);
        CHECK(result.matches[0].items == std::vector<std::uint32_t>{0, 2});
        CHECK_FALSE(result.matches[0].unique);
    }
    CHECK_THROWS_AS(reconcile(amounts({large, large, large, large, large}, 0), {}, {}),
                    base::DataError);
    CHECK_THROWS_AS(reconcile(amounts({1}, 18), amounts({large}, 0), {}), base::DataError);
}

TEST_CASE("what cannot be reconciled is refused") {
    auto items = amounts({1, 2}, 0);
    ReconcileRules rules;
    rules.tolerance = io::Decimal{-1, 0};
    CHECK_THROWS_AS(reconcile(items, items, rules), base::UsageError);
    items[1].limit = 3;
    CHECK_THROWS_AS(reconcile(items, amounts({1}, 0), {}), base::DataError);
    CHECK_THROWS_AS(reconcile(amounts({1}, 0), items, {}), base::DataError);
}

TEST_CASE("amounts that share a line are named by number") {
    auto items = amounts({1, 2, 4}, 0);
    for (Item& item : items) item.where.line = 1;
    auto targets = amounts({60}, 1);
    targets[0].where.line = 7;
    const auto result = reconcile(items, targets, {});
    const testing::File file("");
    io::Output out(file.path());
    io::RecordWriter records(out, false, false);
    write_reconciliation(result, items, targets, records);
    out.finish();
    CHECK(io::read_all(file.path(), 1 << 10) ==
          "match\t7\t6\t6\t0\t2 3\tyes\nitem\t\t1\t\t\t1\t\n");
}

}  // namespace reconcile_test
