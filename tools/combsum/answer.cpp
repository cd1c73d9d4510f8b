#include "base/deadline.hpp"
#include "base/error.hpp"
#include "combination/existence.hpp"
#include "combination/limited_sequences.hpp"
#include "combination/listing.hpp"
#include "combination/method.hpp"
#include "combination/nearest.hpp"
#include "combination/plain_list.hpp"
#include "combination/search.hpp"
#include "combination/search_tree.hpp"
#include "options.hpp"

#include <string>
#include <vector>

namespace combsum {
namespace {

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
        const bool one_answer = options_.count || options_.exists || options_.tree != Tree::none;
        try {
            answer();
        } catch (const base::Stopped&) {
            if (!deadline_.over()) return;
            if (one_answer)
                throw base::DataError({}, "stopped by --time-limit before there was an answer");
            run_.warn("stopped by --time-limit: there may be more");
        }
    }

  private:
    using Tree = Options::Tree;

    void answer() {
        if (options_.tree != Tree::none) return tree();
        if (options_.count) return count();
        if (options_.exists) return exists();
        if (options_.nearest) return nearest();
        if (options_.sample) return sample();
        if (!options_.range.empty() || !options_.shard.empty()) return part();
        all();
    }

    /// The walk of a problem that has an end; a hopeless one if an endless problem has no
    /// combination at all.
    static combination::Walk finite(const combination::Problem& problem, const Options& options) {
        if (problem.endless.empty()) return combination::Walk(problem);
        if (!options.exists && combination::existence(problem, options.memory.count).any)
            throw base::DataError({}, "no end of combinations: " + problem.endless);
        if (options.tree != Options::Tree::none)
            throw base::DataError({}, "no end of the tree: " + problem.endless);
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
        constexpr std::size_t most_nodes = 2000;
        const auto method = search_method();
        const auto drawn = combination::search_tree(problem_, walk_, *method.outlook, most_nodes);
        run_.out().write(options_.tree == Tree::dot   ? tree_dot(drawn, problem_)
                         : options_.tree == Tree::svg ? tree_svg(drawn, problem_)
                                                      : tree_text(drawn, problem_));
    }

    void count() {
        const auto count =
            combination::count(problem_, walk_, options_.memory.count, deadline_.control());
        explain(count.how);
        const std::string text = count.number.get_str();
        run_.out().write(run_.json() ? "{\"count\":" + text + "}\n" : text + "\n");
        run_.answer(count.number > 0);
    }

    combination::SearchMethod search_method() const {
        auto method =
            combination::search_method(problem_, walk_, options_.memory.count, deadline_.control());
        explain(method.how);
        return method;
    }

    combination::RankMethod rank_method() const {
        auto method =
            combination::rank_method(problem_, walk_, options_.memory.count, deadline_.control());
        explain(method.how);
        return method;
    }

    void exists() {
        const auto existence =
            combination::existence(problem_, options_.memory.count, deadline_.control());
        explain(existence.how);
        const std::string answer = existence.any ? "true" : "false";
        run_.out().write(run_.json()     ? "{\"exists\":" + answer + "}\n"
                         : existence.any ? "yes\n"
                                         : "no\n");
        run_.answer(existence.any);
    }

    void nearest() {
        const auto sums = combination::nearest_sums(items_, rules_, *options_.nearest,
                                                    options_.memory.count, deadline_.control());
        explain("the closest sums by rows of reachable sums in growing windows");
        run_.answer(!sums.sums.empty());
        for (const std::int64_t sum : sums.sums) {
            const auto problem = combination::problem_for_sum(items_, rules_, sum, sums.scale);
            const combination::Walk walk(problem);
            const auto method = combination::search_method(problem, walk, options_.memory.count,
                                                           deadline_.control());
            combination::Search search(walk, *method.outlook, deadline_.control());
            search.next();
            combination::Listing(problem, walk, items_, run_.out(), form(true))
                .put(search, sums.target);
        }
    }

    void sample() {
        const auto method = rank_method();
        const mpz_class total = method.ranking->total();
        explain("drawn by rank: " + total.get_str() + " combinations are counted");
        run_.answer(total > 0);
        if (total == 0) return;
        combination::Listing listing(problem_, walk_, items_, run_.out(),
                                     form(!options_.tolerance.empty()));
        for (std::uint64_t i = 0; i < *options_.sample; ++i) {
            combination::Search search(walk_, *method.ranking, deadline_.control());
            search.seek(*method.ranking, combination::random_rank(options_.seed, i, total));
            search.next();
            listing.put(search);
        }
    }

    void part() {
        auto method = rank_method();
        const mpz_class total = method.ranking->total();
        const auto range = options_.shard.empty()
                               ? combination::parse_range(options_.range, total)
                               : combination::range_of(base::parse_shard(options_.shard), total);
        if (!range) {
            throw base::UsageError("--range: expected A:B with A <= B, found '" + options_.range +
                                   "'");
        }
        const mpz_class count = range->second - range->first;
        run_.answer(count > 0);
        if (count == 0) return;
        combination::Search search(walk_, *method.ranking, deadline_.control());
        search.seek(*method.ranking, range->first);
        if (!suits_plain_list()) return list(search, count);
        search.next();
        method.ranking.reset();  // its memory is the list's now
        list_plain(search.taken(), count);
    }

    void all() {
        const mpz_class most = whole(options_.first.value_or(combination::unlimited));
        run_.answer(false);
        if (suits_plain_list()) return list_plain({}, most);
        const auto method = search_method();
        combination::Search search(walk_, *method.outlook, deadline_.control());
        list(search, most);
    }

    static mpz_class whole(std::uint64_t number) {
        return mpz_class(static_cast<unsigned long>(number));
    }

    bool suits_plain_list() const {
        const bool plain = !run_.json() && options_.tolerance.empty() && !options_.index &&
                           options_.input.key_column.empty();
        return plain && !combination::limits_sequences(problem_) &&
               combination::PlainList::suits(problem_, walk_, options_.memory.count);
    }

    /// From where the search stands on.
    void list(combination::Search& search, const mpz_class& most) {
        combination::Listing listing(problem_, walk_, items_, run_.out(),
                                     form(!options_.tolerance.empty()));
        for (mpz_class n = 0; n < most && search.next(); ++n) {
            if (n == 0) run_.answer(true);
            listing.put(search);
        }
    }

    void list_plain(const std::vector<std::uint32_t>& from, const mpz_class& most) {
        explain("listed by a table of the next number for each rest");
        const bool any = combination::PlainList::list(
            problem_, walk_, from, most.fits_ulong_p() ? most.get_ui() : combination::unlimited,
            run_.out(), deadline_.control());
        run_.answer(any);
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
