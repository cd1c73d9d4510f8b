#include "combination/problem.hpp"

#include "base/wide.hpp"
#include "io/print.hpp"

#include <algorithm>
#include <numeric>

namespace pipelab::combination {
namespace {

using base::SignedWide;

constexpr SignedWide most_sum = largest_value;

/// Whole numbers of 10^-scale.
class Scale {
  public:
    Scale(std::span<const Item> items, const Rules& rules) {
        io::TypeNeed need;
        for (const Item& item : items) need.add(item.value);
        need.add(rules.target);
        need.add(rules.tolerance);
        const io::NumberType type = need.type();
        if (type.kind == io::NumberType::Kind::real)
            throw base::DataError({},
                                  "the numbers and the target have too many digits to be added "
                                  "exactly: no decimal scale holds them all in 64 bits");
        places_ = std::max(type.scale, rules.least_scale);
    }
    int places() const { return places_; }

    /// nullopt if `number` is no multiple of the unit, or too large.
    std::optional<std::int64_t> units(const io::Number& number) const {
        if (const auto* natural = std::get_if<std::uint64_t>(&number)) {
            if (*natural > static_cast<std::uint64_t>(most_sum)) return std::nullopt;
            return fitting(static_cast<SignedWide>(*natural) * base::power_of_ten(places_));
        }
        const auto* decimal = std::get_if<io::Decimal>(&number);
        if (decimal == nullptr) return std::nullopt;
        SignedWide value = decimal->mantissa;
        if (decimal->scale > places_) {
            const auto unit = static_cast<SignedWide>(base::power_of_ten(decimal->scale - places_));
            if (value % unit != 0) return std::nullopt;
            value /= unit;
        } else {
            value *= static_cast<SignedWide>(base::power_of_ten(places_ - decimal->scale));
        }
        return fitting(value);
    }
    std::int64_t exact_units(const io::Number& number, const base::Position& where = {}) const {
        const auto value = units(number);
        if (!value)
            throw base::DataError(where, io::printed(number) +
                                             " is too large for exact sums beside "
                                             "numbers with " +
                                             std::to_string(places_) + " decimal places");
        return *value;
    }

  private:
    static std::optional<std::int64_t> fitting(SignedWide value) {
        if (value > most_sum || value < -most_sum) return std::nullopt;
        return static_cast<std::int64_t>(value);
    }
    int places_ = 0;
};

std::uint64_t plus(std::uint64_t a, std::uint64_t b) {
    if (a == unlimited || b == unlimited) return unlimited;
    return std::min(a, unlimited - 1 - std::min(b, unlimited - 1)) + b;
}

std::vector<Candidate> gather(std::span<const Item> items, const Rules& rules, const Scale& scale) {
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const auto excluded = [&](const io::Number& number) {
            return io::compare(number, items[i].value) == 0;
        };
        if (std::any_of(rules.exclude.begin(), rules.exclude.end(), excluded)) continue;
        const std::uint64_t most = items[i].limit ? *items[i].limit : rules.reuse;
        candidates.push_back({.value = scale.exact_units(items[i].value, items[i].where),
                              .most = most,
                              .given = most,
                              .sources = {{static_cast<std::uint32_t>(i), most}}});
    }
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const Candidate& a, const Candidate& b) { return a.value < b.value; });
    if (rules.each_row) return candidates;
    std::vector<Candidate> merged;
    for (Candidate& candidate : candidates) {
        if (merged.empty() || merged.back().value != candidate.value) {
            merged.push_back(std::move(candidate));
        } else {
            merged.back().most = plus(merged.back().most, candidate.most);
            merged.back().given = merged.back().most;
            merged.back().sources.push_back(candidate.sources.front());
        }
    }
    return merged;
}

void demand(std::vector<Candidate>& candidates, const Rules& rules, const Scale& scale) {
    for (const io::Number& number : rules.must) {
        const auto value = scale.units(number);
        const auto rows = std::count_if(candidates.begin(), candidates.end(),
                                        [&](const Candidate& c) { return c.value == value; });
        if (rows > 1)
            throw base::UsageError("--must " + io::printed(number) +
                                   ": with --each-row it must stand in one row only");
        const auto found =
            std::find_if(candidates.begin(), candidates.end(), [&](const Candidate& candidate) {
                return value && candidate.value == *value && candidate.least < candidate.most;
            });
        if (found != candidates.end()) {
            ++found->least;
            continue;
        }
        const bool there =
            std::any_of(candidates.begin(), candidates.end(),
                        [&](const Candidate& candidate) { return candidate.value == value; });
        throw base::UsageError(
            "--must " + io::printed(number) +
            (there ? ": it may not be used so often" : ": it is not among the numbers"));
    }
}

/// What all candidates of one sign may add at most.
struct Reach {
    SignedWide sum = 0;
    bool endless = false;
    bool huge = false;
};

Reach reach(const std::vector<Candidate>& candidates, bool positive) {
    Reach reach;
    for (const Candidate& candidate : candidates) {
        if (candidate.value == 0 || (candidate.value > 0) != positive) continue;
        if (candidate.most == unlimited) {
            reach.endless = true;
        } else if (!reach.huge) {
            constexpr std::uint64_t enough = std::uint64_t{1} << 62;
            reach.sum += static_cast<SignedWide>(candidate.value) *
                         static_cast<SignedWide>(std::min(candidate.most, enough));
            reach.huge = reach.sum > most_sum || reach.sum < -most_sum;
        }
    }
    return reach;
}

/// What is `most` only on paper is bounded by what the others can make up for.
void bound(Candidate& candidate, const Problem& problem, const Reach& up, const Reach& down) {
    const Reach& against = candidate.value > 0 ? down : up;
    if (candidate.value == 0 || against.endless || against.huge) return;
    const SignedWide room = candidate.value > 0 ? problem.high - down.sum : problem.low - up.sum;
    const auto times = static_cast<std::uint64_t>(std::max<SignedWide>(room / candidate.value, 0));
    if (candidate.most < times) return;
    candidate.most = times;
    candidate.free = true;
}

void bound(Problem& problem) {
    for (Candidate& candidate : problem.candidates) {
        candidate.free = candidate.most >= problem.max_items;
        candidate.most = std::min(candidate.most, problem.max_items);
    }
    const Reach up = reach(problem.candidates, true), down = reach(problem.candidates, false);
    bool zeros = false;
    for (Candidate& candidate : problem.candidates) {
        bound(candidate, problem, up, down);
        zeros = zeros || (candidate.value == 0 && candidate.most == unlimited);
    }
    if (zeros) {
        problem.endless = "0 may be used without end: give it a limit (0*COUNT), or --max-items";
    } else if (up.endless && down.endless) {
        problem.endless =
            "positive and negative numbers may cancel out without end: use --reuse once, limits "
            "(NUMBER*COUNT) or --max-items";
    } else if ((up.endless && down.huge) || (down.endless && up.huge)) {
        throw base::DataError({}, "the sums go beyond 64 bits");
    }
}

}  // namespace

SumRange sum_range(const Problem& problem) {
    SignedWide least = 0, most = 0;
    for (const Candidate& candidate : problem.candidates) {
        const auto uses = static_cast<SignedWide>(
            std::min<std::uint64_t>(candidate.most, std::uint64_t{1} << 62));
        SignedWide& sum = candidate.value < 0 ? least : most;
        sum = std::clamp(sum + candidate.value * uses, -2 * most_sum, 2 * most_sum);
    }
    return {static_cast<std::int64_t>(least), static_cast<std::int64_t>(most)};
}

Problem make_problem(std::span<const Item> items, const Rules& rules) {
    if (rules.min_items > rules.max_items)
        throw base::UsageError("--min-items is more than --max-items");
    if (io::compare(rules.tolerance, io::Decimal{}) < 0)
        throw base::UsageError("--tolerance must not be negative");
    const Scale scale(items, rules);
    Problem problem;
    problem.scale = scale.places();
    problem.ordered = rules.ordered;
    problem.min_items = rules.min_items;
    problem.max_items = rules.max_items;
    const std::int64_t target = scale.exact_units(rules.target);
    const std::int64_t tolerance = scale.exact_units(rules.tolerance);
    problem.low = target - tolerance;
    problem.high = target + tolerance;
    problem.target = target;
    problem.tolerance = tolerance;
    problem.candidates = gather(items, rules, scale);
    demand(problem.candidates, rules, scale);
    bound(problem);
    const SumRange sums = sum_range(problem);
    if (problem.low <= sums.most && problem.high >= sums.least) {
        problem.low = std::max(problem.low, sums.least);
        problem.high = std::min(problem.high, sums.most);
    }
    return problem;
}

}  // namespace pipelab::combination
