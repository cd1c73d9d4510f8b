#include "base/error.hpp"
#include "combination/count.hpp"
#include "combination/listing.hpp"
#include "combination/plain_list.hpp"
#include "options.hpp"

namespace combsum {
namespace {

void refuse_beyond(std::uint64_t need, const Options& options, const std::string& what) {
    if (need <= options.memory.count) return;
    const std::string size = need == combination::unlimited
                                 ? "more memory than there is"
                                 : std::to_string((need >> 20) + 1) + "M of memory";
    throw base::DataError({}, what + " needs " + size + ": see --memory");
}

}  // namespace

void answer(cli::Run& run, const Options& options) {
    const combination::Rules rules = rules_of(options);
    const auto items = items_of(run, options);
    const combination::Problem problem = combination::make_problem(items, rules);
    if (!problem.endless.empty())
        throw base::DataError({}, "no end of combinations: " + problem.endless);
    const combination::Walk walk(problem);
    if (options.count) {
        const combination::Counter counter(problem, walk);
        refuse_beyond(counter.bytes(), options, "the table of counts");
        run.out().write(counter.count().get_str() + "\n");
        return;
    }
    const std::uint64_t most = options.first.value_or(combination::unlimited);
    const bool plain = !options.exists && !run.json() && options.tolerance.empty();
    if (plain && combination::PlainList::suits(problem, walk, options.memory.count))
        return combination::PlainList::list(problem, walk, most, run.out(), run.control());
    refuse_beyond(combination::ReachTable::bytes(walk), options, "the table of sums");
    const combination::ReachTable table(walk);
    combination::Search search(walk, table);
    if (options.exists) {
        const bool found = search.next();
        run.out().write(found ? "yes\n" : "no\n");
        run.answer(found);
        return;
    }
    combination::Listing listing(problem, walk, run.out(),
                                 {run.json(), !options.tolerance.empty()});
    for (std::uint64_t n = 0; n < most; ++n) {
        if (!search.next()) break;
        listing.put(search);
    }
}

}  // namespace combsum
