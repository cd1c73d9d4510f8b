// Listing and counting combinations: against a depth-first search that writes to a stream, as one
// writes it for the textbook problem. combsum_bench
#include "base/random.hpp"
#include "combination/count.hpp"
#include "combination/half_sums.hpp"
#include "combination/plain_list.hpp"
#include "timing.hpp"

#include <cstdio>
#include <fstream>
#include <numeric>
#include <vector>

using namespace pipelab;
using namespace pipelab::combination;

namespace {

std::vector<Item> items_of(const std::vector<std::int64_t>& values) {
    std::vector<Item> items;
    for (const std::int64_t value : values) items.push_back({io::Decimal{value, 0}, {}, {}, {}});
    return items;
}

Rules rules_for(std::int64_t target, std::uint64_t reuse) {
    Rules rules;
    rules.target = io::Decimal{target, 0};
    rules.reuse = reuse;
    return rules;
}

/// The search of the textbook.
void backtrack(const std::vector<std::int64_t>& values, std::size_t from, std::int64_t rest,
               std::vector<std::int64_t>& taken, std::ostream& out) {
    if (rest == 0) {
        for (const std::int64_t value : taken) out << value << ' ';
        out << '\n';
        return;
    }
    for (std::size_t i = from; i < values.size() && values[i] <= rest; ++i) {
        taken.push_back(values[i]);
        backtrack(values, i, rest - values[i], taken, out);
        taken.pop_back();
    }
}

void list(const char* name, const std::vector<std::int64_t>& values, std::int64_t target,
          bool peer) {
    const Problem problem = make_problem(items_of(values), rules_for(target, unlimited));
    const Walk walk(problem);
    const double combinations = Counter(problem, walk).count().get_d();
    const double ours = bench::best_seconds(5, [&] {
        io::Output out("/dev/null");
        PlainList::list(problem, walk, {}, unlimited, out, base::Control::none());
        out.finish();
    });
    std::printf("%s: %.0f combinations, %.3f s, %.1f M/s", name, combinations, ours,
                combinations / ours / 1e6);
    if (peer) {
        const double theirs = bench::best_seconds(2, [&] {
            std::ofstream out("/dev/null");
            std::vector<std::int64_t> taken;
            backtrack(values, 0, target, taken, out);
        });
        std::printf("; search and stream %.3f s, %.2f M/s: %.0f times as fast", theirs,
                    combinations / theirs / 1e6, theirs / ours);
    }
    std::printf("\n");
}

void count(const char* name, const std::vector<std::int64_t>& values, std::int64_t target,
           std::uint64_t reuse, bool halves) {
    const Problem problem = make_problem(items_of(values), rules_for(target, reuse));
    const Walk walk(problem);
    mpz_class result;
    const double table = bench::best_seconds(3, [&] { result = Counter(problem, walk).count(); });
    std::printf("%s: %s, %.4f s", name, result.get_str().c_str(), table);
    if (halves) {
        mpz_class same;
        const double middle = bench::best_seconds(1, [&] { same = half_count(walk); });
        std::printf("; meeting in the middle %.4f s, %s", middle,
                    same == result ? "equal" : "DIFFERENT");
    }
    std::printf("\n");
}

std::vector<std::int64_t> up_to(std::int64_t last) {
    std::vector<std::int64_t> values(static_cast<std::size_t>(last));
    std::iota(values.begin(), values.end(), 1);
    return values;
}

}  // namespace

int main() {
    const std::vector<std::int64_t> primes{2, 3, 5, 7, 11, 13, 17, 19, 23};
    list("primes to 23, 200", primes, 200, true);
    list("partitions of 90", up_to(90), 90, false);
    count("primes to 23, 10^5", primes, 100000, unlimited, false);
    count("partitions of 10^4", up_to(10000), 10000, unlimited, false);
    std::vector<std::int64_t> amounts(50);
    const base::Random random(1, 0);
    for (std::size_t i = 0; i < amounts.size(); ++i)
        amounts[i] = 1 + static_cast<std::int64_t>(random.integer(i, 1000000));
    const std::int64_t half = std::accumulate(amounts.begin(), amounts.end(), std::int64_t{0}) / 2;
    count("50 amounts to 10^6, half of their sum", amounts, half, 1, true);
}
