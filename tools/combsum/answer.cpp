#include "base/deadline.hpp"
#include "base/error.hpp"
#include "combination/checkpoint_table.hpp"
#include "combination/count.hpp"
#include "combination/endless.hpp"
#include "combination/half_sums.hpp"
#include "combination/limited_sequences.hpp"
#include "combination/listing.hpp"
#include "combination/memory.hpp"
#include "combination/nearest.hpp"
#include "combination/plain_list.hpp"
#include "combination/ranking.hpp"
#include "combination/search_tree.hpp"
#include "options.hpp"

#include <algorithm>
#include <memory>

namespace combsum {
namespace {

using combination::require_memory;

/// One run with one target.
class Answer {
  public:
    Answer(cli::Run& run, const Options& options)
        : run_(run),
          options_(options),
          rules_(rules_of(options)),
          items_(items_of(run, options)),
          problem_(combination::make_problem(items_, rules_)),
          walk_(finite(problem_, options)),
          deadline_(run.control(), options.time_limit) {}

    void give() {
        if (options_.tree != Options::Tree::none) return tree();
        if (options_.count) return count();
        if (options_.exists) return exists();
        if (options_.nearest) return nearest();
        if (options_.sample) return sample();
        if (!options_.range.empty() || !options_.shard.empty()) return part();
        list(nullptr, 0, options_.first.value_or(combination::unlimited));
    }

  private:
    /// The walk of a problem that has an end; a hopeless one if an endless problem has no
    /// combination at all.
    static combination::Walk finite(const combination::Problem& problem, const Options& options) {
        if (problem.endless.empty()) return combination::Walk(problem);
        if (!options.exists && combination::has_any(problem, options.memory.count))
            throw base::DataError({}, "no end of combinations: " + problem.endless);
        return combination::Walk::none();
    }

    combination::Listing::Form form(bool sums) const {
        return {run_.json(), sums, options_.index, options_.words.size() > 1,
                !options_.input.key_column.empty()};
    }

    void explain(const std::string& method) const {
        if (options_.explain) run_.note(method);
    }

    void tree() {
        if (combination::limits_sequences(problem_))
            throw base::UsageError("--tree draws sequences only of numbers without limit");
        constexpr std::size_t most_nodes = 2000;
        const auto limits = combination::given_limits(problem_, items_, rules_);
        const auto drawn = combination::search_tree(problem_, walk_, *outlook(problem_, walk_),
                                                    limits, most_nodes);
        run_.out().write(options_.tree == Options::Tree::dot   ? tree_dot(drawn, problem_)
                         : options_.tree == Options::Tree::svg ? tree_svg(drawn, problem_)
                                                               : tree_text(drawn, problem_));
    }

    void count() {
        if (combination::limits_sequences(problem_)) return count_limited();
        const combination::Counter counter(problem_, walk_);
        const std::uint64_t table = counter.bytes();
        const std::uint64_t halves =
            problem_.ordered ? combination::unlimited : combination::half_count_bytes(walk_);
        require_memory(std::min(table, halves), options_.memory.count, "counting");
        mpz_class number;
        if (table <= options_.memory.count) {
            explain("counted by dynamic programming over sums, in numbers of " +
                    std::string(counter.number_size()) + " bits");
            number = counter.count();
        } else {
            explain("counted by meeting in the middle: a table of sums would take " +
                    std::to_string(table >> 20) + "M");
            number = combination::half_count(walk_);
        }
        put_count(number);
    }

    void count_limited() {
        const std::uint64_t need =
            walk_.hopeless() ? 0 : combination::limited_sequences_bytes(problem_);
        require_memory(need, options_.memory.count, "counting");
        explain("counted combinations by sum and length, each with its orders");
        put_count(walk_.hopeless() ? mpz_class(0) : combination::count_limited_sequences(problem_));
    }

    void put_count(const mpz_class& number) {
        const std::string text = number.get_str();
        run_.out().write(run_.json() ? "{\"count\":" + text + "}\n" : text + "\n");
    }

    /// Keeps the search out of dead ends.
    std::unique_ptr<combination::Outlook> outlook(const combination::Problem& problem,
                                                  const combination::Walk& walk) const {
        const std::uint64_t memory = options_.memory.count;
        require_memory(combination::Search::bytes(walk), memory,
                       "a combination of so many numbers");
        if (combination::limits_sequences(problem)) {
            require_memory(combination::LimitedSequences::bytes(problem), memory, "the search");
            explain("searched depth first, looking ahead for each set of numbers used");
            return std::make_unique<combination::LimitedSequences>(problem, walk);
        }
        const std::uint64_t table = combination::ReachTable::bytes(walk);
        const bool sequences = problem.ordered;
        const std::uint64_t halves =
            sequences ? combination::unlimited : combination::HalfSums::bytes(walk);
        const std::uint64_t checkpoints =
            sequences ? combination::unlimited : combination::CheckpointTable::bytes(walk);
        require_memory(std::min({table, halves, checkpoints}), memory, "the search");
        if (table <= memory) {
            explain("searched depth first with a table of the sums that can be reached");
            return std::make_unique<combination::ReachTable>(walk);
        }
        const std::string instead =
            ": a table of sums would take " + std::to_string(table >> 20) + "M";
        if (checkpoints <= memory) {
            explain("searched depth first with part of a table of the sums that can be reached" +
                    instead);
            return std::make_unique<combination::CheckpointTable>(walk);
        }
        explain("searched depth first, meeting in the middle" + instead);
        return std::make_unique<combination::HalfSums>(walk);
    }

    std::unique_ptr<combination::Ranking> ranking() const {
        if (combination::limits_sequences(problem_)) {
            throw base::UsageError(
                "sequences have ranks only where each number may be used without limit");
        }
        require_memory(combination::Ranking::bytes(problem_, walk_), options_.memory.count,
                       "the table of counts");
        return std::make_unique<combination::Ranking>(problem_, walk_);
    }

    void exists() {
        const bool found = problem_.endless.empty()
                               ? combination::Search(walk_, *outlook(problem_, walk_)).next()
                               : combination::has_any(problem_, options_.memory.count);
        const std::string answer = found ? "true" : "false";
        run_.out().write(run_.json() ? "{\"exists\":" + answer + "}\n" : found ? "yes\n" : "no\n");
        run_.answer(found);
    }

    void nearest() {
        const auto sums =
            combination::nearest_sums(items_, rules_, *options_.nearest, options_.memory.count);
        explain("the closest sums by tables of reachable sums in growing windows");
        for (const std::int64_t sum : sums.sums) {
            const auto problem = combination::problem_for_sum(items_, rules_, sum, sums.scale);
            const combination::Walk walk(problem);
            const auto table = outlook(problem, walk);
            combination::Search search(walk, *table);
            search.next();
            combination::Listing(problem, walk, items_, run_.out(), form(true))
                .put(search, sums.target);
        }
    }

    void sample() {
        const auto ranks = ranking();
        const auto table = outlook(problem_, walk_);
        explain("drawn by rank: " + ranks->total().get_str() + " combinations are counted");
        if (ranks->total() == 0) return;
        combination::Listing listing(problem_, walk_, items_, run_.out(),
                                     form(!options_.tolerance.empty()));
        for (std::uint64_t i = 0; i < *options_.sample && !deadline_.requested(); ++i) {
            combination::Search search(walk_, *table);
            search.seek(*ranks, combination::random_rank(options_.seed, i, ranks->total()));
            search.next();
            listing.put(search);
        }
        tell_deadline();
    }

    void part() {
        const auto ranks = ranking();
        const auto range =
            options_.shard.empty()
                ? combination::parse_range(options_.range, ranks->total())
                : combination::range_of(base::parse_shard(options_.shard), ranks->total());
        if (!range) {
            throw base::UsageError("--range: expected A:B with A <= B, found '" + options_.range +
                                   "'");
        }
        list(ranks.get(), range->first, range->second - range->first);
    }

    void list(const combination::Ranking* ranks, const mpz_class& first, const mpz_class& count) {
        const std::uint64_t most = count.fits_ulong_p() ? count.get_ui() : combination::unlimited;
        if (most == 0) return;
        const bool plain = !run_.json() && options_.tolerance.empty() && !options_.index &&
                           options_.input.key_column.empty();
        const bool fast = plain && !combination::limits_sequences(problem_) &&
                          combination::PlainList::suits(problem_, walk_, options_.memory.count);
        std::unique_ptr<combination::Outlook> table;
        if (!fast || ranks != nullptr) table = outlook(problem_, walk_);
        std::unique_ptr<combination::Search> search;
        if (table) search = std::make_unique<combination::Search>(walk_, *table);
        if (ranks != nullptr) search->seek(*ranks, first);
        if (fast) {
            explain("listed by a table of the next number for each rest");
            if (search) search->next();
            const auto from = search ? search->taken() : std::vector<std::uint32_t>();
            combination::PlainList::list(problem_, walk_, from, most, run_.out(),
                                         deadline_.control());
        } else {
            combination::Listing listing(problem_, walk_, items_, run_.out(),
                                         form(!options_.tolerance.empty()));
            for (std::uint64_t n = 0; n < most && !deadline_.requested() && search->next(); ++n)
                listing.put(*search);
        }
        tell_deadline();
    }

    void tell_deadline() const {
        if (deadline_.over()) run_.warn("stopped by --time-limit: there may be more");
    }

    cli::Run& run_;
    const Options& options_;
    const combination::Rules rules_;
    const std::vector<combination::Item> items_;
    const combination::Problem problem_;
    const combination::Walk walk_;
    base::Deadline deadline_;
};

}  // namespace

void answer(cli::Run& run, const Options& options) { Answer(run, options).give(); }

}  // namespace combsum
